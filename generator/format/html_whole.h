/*
 * html_whole: what stands on the pages that show all of a document?
 */
#ifndef BILAGA_FORMAT_HTML_WHOLE_H
#define BILAGA_FORMAT_HTML_WHOLE_H

#include <stddef.h>

struct writing;

/* Write the document `i` on one page. */
int html_write_whole(struct writing *writing, size_t i);

/* Write the list of its tables and charts, each leading to where it stands. */
int html_write_tables(struct writing *writing, size_t i);

#endif
