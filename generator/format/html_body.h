/*
 * html_body: what are a page's text and tables in HTML?
 */
#ifndef BILAGA_FORMAT_HTML_BODY_H
#define BILAGA_FORMAT_HTML_BODY_H

#include <cmark.h>
#include <glib.h>
#include <stdbool.h>

struct abbreviation_met;
struct account;
struct arena;
struct markup;
struct page;
struct report;
struct table;
struct target;

/* Where the HTML will stand. */
struct html_place {
	const struct report *report;
	const struct page *page; /* what is written; NULL: the front page */
	bool whole;		 /* on the page with the whole document */
	struct arena *arena;	 /* for what is worked out on the way */
	bool beside; /* in a folder of its own, beside those of documents */
};

/* The file of the whole document, and the one that lists its tables. */
#define HTML_WHOLE  "allt.html"
#define HTML_TABLES "tabeller.html"

/* The file that compares its forums; a part of many has a name of its own. */
#define HTML_COMPARE	  "jamfor.html"
#define HTML_COMPARE_PART "jamfor."

/* The folder of accounts, and within `data` of their CSV files. */
#define HTML_ACCOUNTS "raknat/"

/* Append the address of `target`, seen from `place`. */
void html_address(GString *out, const struct html_place *place,
		  const struct target *target);

/* Give the element just opened the address as `href`. */
void html_href(struct markup *markup, const struct html_place *place,
	       const struct target *target);

/* The same as text in the arena of `place`. */
const char *html_url(const struct html_place *place,
		     const struct target *target);

/* Is it known how such a node is written? All that a body has must be. */
bool html_has_rule(cmark_node_type type);

/* The element of a heading of `level`, from 1; h6 is the last. */
const char *html_heading_name(unsigned level);

/* Write the number before a heading or an entry; nothing if it is empty. */
void html_number(struct markup *markup, const char *number);

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

/* Write a table of forums, with caption, legend and link to its CSV file. */
void html_table(struct markup *markup, const struct html_place *place,
		const struct table *table);

/* Write the rows of an account, with legend and link to its CSV file. */
void html_account_table(struct markup *markup, const struct html_place *place,
			const struct account *account,
			const struct table *table);

/*
 * Write a table of the page that compares forums. What scripts need to filter
 * it and to add up what is left stands beside the text of its cells, and the
 * words for sums on the table.
 */
void html_comparison(struct markup *markup, const struct html_place *place,
		     const struct table *table);

#endif
