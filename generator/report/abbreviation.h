/*
 * abbreviation: which abbreviations does a text have, and what do they mean?
 *
 * Those of registers/abbreviations.yaml and of organisations. The book is made
 * once and read by all threads; what has been met on a page is kept beside.
 */
#ifndef BILAGA_REPORT_ABBREVIATION_H
#define BILAGA_REPORT_ABBREVIATION_H

#include <stdbool.h>
#include <stddef.h>

struct abbreviation;
struct arena;
struct report;

struct abbreviation_book;

/* The abbreviations of `report`, in `arena`. Never NULL. */
const struct abbreviation_book *
abbreviation_book_new(const struct report *report, struct arena *arena);

/* All of them in the order of the language; `count` is set. */
const struct abbreviation *const *
abbreviation_list(const struct abbreviation_book *book, size_t *count);

/* Which of them a reader of one page has met. */
struct abbreviation_met {
	const struct abbreviation_book *book;
	bool *met;    /* of each in the book */
	size_t count; /* how many of them were explained where they stood */
};

/* Nothing has been met; what is kept lies in `arena`. */
void abbreviation_begin(struct abbreviation_met *met,
			const struct abbreviation_book *book,
			struct arena *arena);

/*
 * The first abbreviation in `text` that has not been met: where
 * it begins is set in `start`, and it is met from now on. What the text itself
 * explains, "European Union (EU)", is passed by and met. NULL: there is none.
 */
const struct abbreviation *abbreviation_next(struct abbreviation_met *met,
					     const char *text, size_t *start);

/*
 * How many bytes at `at`, where an abbreviation has ended, are of its word all
 * the same: "-project" after "EU".
 */
size_t abbreviation_rest(const char *at);

#endif
