/*
 * html_page: what stands on the page of a forum or section?
 */
#ifndef BILAGA_FORMAT_HTML_PAGE_H
#define BILAGA_FORMAT_HTML_PAGE_H

#include <stddef.h>

struct html_place;
struct markup;
struct writing;

/* Write the tables that a section has of itself. */
void html_costs(struct markup *markup, const struct html_place *place);

/* Write the page `i` of the report, and those that lead on from its old ids. */
int html_write_page(struct writing *writing, size_t i);

#endif
