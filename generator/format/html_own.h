/*
 * html_own: which pages has the publication itself, and what stands on them?
 */
#ifndef BILAGA_FORMAT_HTML_OWN_H
#define BILAGA_FORMAT_HTML_OWN_H

#include <stddef.h>

struct writing;

#define HTML_OWN_PAGES 5

/* Write the page `i` of these. */
int html_write_own(struct writing *writing, size_t i);

#endif
