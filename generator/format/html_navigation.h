/*
 * html_navigation: which contents stand beside a page?
 */
#ifndef BILAGA_FORMAT_HTML_NAVIGATION_H
#define BILAGA_FORMAT_HTML_NAVIGATION_H

#include "read/value.h"

struct html_place;
struct page;
struct writing;

/* The contents beside a page. Good until the next is asked for. */
struct value html_navigation(struct writing *writing,
			     const struct html_place *place);

/* All pages of the document, for the page that has it all. */
struct value html_contents(const struct writing *writing,
			   const struct html_place *place);

/* The way to a page, as such contents. */
struct value html_way(const struct writing *writing,
		      const struct html_place *place);

#endif
