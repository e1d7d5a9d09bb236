/*
 * match: which page of one version is which of the other?
 *
 * By id; else by an alias, in either direction; else by a title that only one
 * page on each side has left. A forum is only ever matched with a forum.
 */
#ifndef BILAGA_DIFF_MATCH_H
#define BILAGA_DIFF_MATCH_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct page;
struct report;
struct target;

/* How a page's place has changed. */
enum move {
	MOVE_NONE,
	MOVE_RENUMBERED, /* for what came or went before it */
	MOVE_WITHIN,	 /* among the pages with the same parent */
	MOVE_ELSEWHERE	 /* it has another parent */
};

struct match {
	const struct page *before; /* NULL: it is new */
	const struct page *after;  /* NULL: it is gone */
	enum move move;
	bool by_title; /* the old id is not kept as an alias */
};

struct matching {
	struct match
		*items; /* first the pages of B in order, then what is gone */
	size_t count;
	GHashTable *of_page; /* struct page of either → struct match */
};

/* Match all pages. What is found lies in `arena`; release it all the same. */
void matching_init(struct matching *matching, const struct report *before,
		   const struct report *after, struct arena *arena);
void matching_release(struct matching *matching);

/* The match of a page of either version. */
const struct match *match_of(const struct matching *matching,
			     const struct page *page);

/*
 * The id of a target in `matching`: that of the later version if it is a page
 * of the earlier one that has got a new one.
 */
const char *match_id(const void *matching, const struct target *target);

/* What a page is called: "2.14.6 Eurocities"; a document has only a title. */
const char *match_page_name(const struct page *page);

#endif
