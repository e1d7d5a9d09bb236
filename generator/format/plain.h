/*
 * plain: how is a piece of text read without markup?
 */
#ifndef BILAGA_FORMAT_PLAIN_H
#define BILAGA_FORMAT_PLAIN_H

#include <cmark.h>

struct arena;
struct page;
struct report;

/*
 * What is read in `node`, a piece of the text of `page`: with what references
 * and figures became, blocks a blank apart, and without footnotes. It lies in
 * `arena`.
 */
const char *plain_read(cmark_node *node, const struct page *page,
		       const struct report *report, struct arena *arena);

#endif
