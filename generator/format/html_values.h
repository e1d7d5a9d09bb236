/*
 * html_values: which values do pages have in common?
 */
#ifndef BILAGA_FORMAT_HTML_VALUES_H
#define BILAGA_FORMAT_HTML_VALUES_H

#include <stdbool.h>

#include "read/value.h"

struct arena;
struct document;
struct fact;
struct html_place;
struct page;
struct target;
struct writing;

/* The beginning of the text of a page, for those that list it; NULL: no text.
 */
const char *values_text(const struct writing *writing, const struct page *page);

/* For <meta>: a page without text is told by what it is part of. */
const char *values_description(const struct writing *writing,
			       const struct page *page);

/* Set number, title and address of a page, or of what stands on one. */
void values_set_link(struct object *values, const struct html_place *place,
		     const struct target *target);

/* The way down to `last`; what follows may be added to the list. */
struct list *values_set_breadcrumb(struct object *values,
				   const struct html_place *place,
				   const struct page *last);

/* Forums and documents have facts; sections have none (NULL). */
const struct fact *values_facts(const struct html_place *place);

void values_set_facts(struct object *values, const struct html_place *place,
		      const struct fact *fact);

/* The pages below a page, and what sections and headings each has. */
void values_set_children(struct object *values, const struct html_place *place);

/* The same of a document, with the headings that it has itself, for a list of
 * documents. */
void values_set_outline(struct object *values, const struct html_place *place,
			const struct page *document);

/* The pages that show all of a document, which lie in `folder`. */
void values_set_overviews(struct object *values,
			  const struct document *document, const char *folder,
			  struct arena *arena);

/* The values of a page, within what all at such places in its document have. */
struct object *values_of_page(struct writing *writing,
			      const struct html_place *place);

#endif
