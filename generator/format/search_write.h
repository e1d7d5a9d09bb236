/*
 * search_write: how is what an index says of pages and words written?
 *
 * Pieces that an index in one file and one in parts have in common.
 */
#ifndef BILAGA_FORMAT_SEARCH_WRITE_H
#define BILAGA_FORMAT_SEARCH_WRITE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct forum;
struct output;
struct output_file;
struct page;
struct report;
struct search_parts;
struct terms;

/* A file that is written. */
struct search_writing {
	const struct report *report;
	const struct terms *terms;
	const struct search_parts *parts;
	struct arena *arena; /* forgotten after each page */
	struct output_file *file;
	GString *out; /* what has not been handed over */
};

/* Hand over what there is, if it is a large piece. */
void search_flush(struct search_writing *writing);

/* End the file. 0, or −1: the machine failed, now or before. */
int search_end(struct search_writing *writing);

/* Begin the file with what all know, and the language of its stems. */
void search_begin(struct search_writing *writing, struct output *output,
		  const char *language);

/* Append the number; "key":value; a comma, unless `i` is 0. */
void search_add_number(GString *out, size_t number);
void search_add_pair(GString *out, size_t key, size_t value);
void search_add_comma(GString *out, size_t i);

/* What forums are chosen by: words, NULL for none; and does it have a fee? */
const char *search_form(const struct report *report, const struct forum *forum);
const char *search_level(const struct report *report,
			 const struct forum *forum);
bool search_has_fee(const struct report *report, const struct forum *forum);

/* Append the page's address, number, titles and kind, as members. */
void search_add_names(struct search_writing *writing, const struct page *page);

/*
 * Append the member that says in which page `page` lies: its place counted
 * from `first`; its address if it comes before that.
 */
void search_add_up(struct search_writing *writing, size_t page, size_t first);

/* Append the member that has all that is known of these pages. */
void search_add_pages(struct search_writing *writing, size_t first,
		      size_t count);

/* Append how many terms the page has in each field; and what they mean all. */
void search_add_lengths(struct search_writing *writing, size_t page);
void search_add_means(struct search_writing *writing);

/* Append what MiniSearch wants to know first, up to the ids of pages. */
void search_add_head(struct search_writing *writing);

#endif
