/*
 * terms: on which pages does each word stand, and how often?
 *
 * A term is the stem of one word or more. Pages are told of one after the
 * other, and counted from 0; each has fields, which count by themselves.
 */
#ifndef BILAGA_FORMAT_TERMS_H
#define BILAGA_FORMAT_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct terms;

/* sok.js has the same names. */
enum term_field {
	TERM_NUMBER,
	TERM_TITLE,
	TERM_NAMES,
	TERM_TEXT,
	TERM_PARTS, /* of compounds; filled by terms_add_parts() */
	TERM_FIELDS
};

/* That a term stands `count` times, or more than 65 534, in a field of a page.
 */
struct posting {
	uint32_t page;
	uint16_t field;
	uint16_t count;
};

/* Of each field the pages are in order. */
struct term {
	const char *text;
	struct posting *postings;
	uint32_t count; /* of postings, at least 1 */
	uint32_t size;	/* there is room for */
};

/*
 * For `pages` pages, whose words are stemmed by `algorithm` of libstemmer;
 * NULL: they are taken as they are. Free it with terms_free().
 */
struct terms *terms_new(size_t pages, const char *algorithm);

/* Free `terms`; NULL is allowed. */
void terms_free(struct terms *terms);

/* What is added from now on stands on the next page, at first the first. */
void terms_begin_page(struct terms *terms);

/* Add the words of `text` to a field of the page; NULL has none. */
void terms_add(struct terms *terms, const char *text, enum term_field field);

/*
 * What tells whether `text` can stand on a page by itself: its longest word.
 * Asked for before the first page; it lives as long as `terms`.
 */
struct term_watch;
const struct term_watch *terms_watch(struct terms *terms, const char *text);

/* Can that text stand in what was added of the page? */
bool terms_may_stand(const struct terms *terms, const struct term_watch *watch);

/*
 * All pages have been told of, so it is known which words there are: add the
 * parts of the compounds of each page.
 */
void terms_add_parts(struct terms *terms);

/* All terms, in the order of their bytes. Free the array with g_free(). */
const struct term **terms_list(const struct terms *terms, size_t *count);

/* How many terms each field of page `page` has, as TERM_FIELDS numbers. */
const uint32_t *terms_lengths(const struct terms *terms, size_t page);

#endif
