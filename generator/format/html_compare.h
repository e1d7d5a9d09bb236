/*
 * html_compare: what stands on the pages that compare forums?
 */
#ifndef BILAGA_FORMAT_HTML_COMPARE_H
#define BILAGA_FORMAT_HTML_COMPARE_H

#include <stddef.h>

struct writing;

/* Write the pages that compare its forums. */
int html_write_compare(struct writing *writing, size_t i);

#endif
