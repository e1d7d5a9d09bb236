/*
 * html_place: where does HTML stand, and how does it lead to other places?
 */
#ifndef BILAGA_FORMAT_HTML_PLACE_H
#define BILAGA_FORMAT_HTML_PLACE_H

#include <glib.h>
#include <stdbool.h>

#include "report/report.h"

struct account;
struct arena;
struct markup;

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

/* Write a link with these words. */
void html_link(struct markup *markup, const struct html_place *place,
	       const struct target *target, const char *text);

/*
 * Write a figure, or the word before a row of figures, that leads to how it
 * came about.
 */
void html_account_link(struct markup *markup, const struct html_place *place,
		       const struct account *account, bool figure,
		       const char *text);

/* The element of a heading of `level`, from 1; h6 is the last. */
const char *html_heading_name(unsigned level);

/* Write the number before a heading or an entry; nothing if it is empty. */
void html_number(struct markup *markup, const char *number);

/* A word of the publication's language. */
static inline const char *html_word(const struct html_place *place,
				    enum label label)
{
	return labels_word(&place->report->labels, label);
}

#endif
