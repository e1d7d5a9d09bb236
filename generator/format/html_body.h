/*
 * html_body: what is the text of a page in HTML?
 */
#ifndef BILAGA_FORMAT_HTML_BODY_H
#define BILAGA_FORMAT_HTML_BODY_H

#include <cmark.h>
#include <stdbool.h>

struct abbreviation_met;
struct html_place;
struct markup;
struct page;

/* Is it known how such a node is written? All that a body has must be. */
bool html_has_rule(cmark_node_type type);

/*
 * Write the text of the page. An abbreviation that has not been `met` can be
 * asked what it means. NULL: none can.
 */
void html_body(struct markup *markup, const struct html_place *place,
	       struct abbreviation_met *met);

/* Does the page have footnotes? */
bool html_has_notes(const struct page *page);

/* Write the footnotes of the page, as a list with the notes' numbers. */
void html_notes(struct markup *markup, const struct html_place *place,
		struct abbreviation_met *met);

#endif
