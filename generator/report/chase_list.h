/*
 * chase_list: whom should which figures be asked of?
 *
 * A unit has a list when some forum that it answers for lacks a figure in the
 * report's year, not known or missing, or has figures that are carried over
 * from an earlier year and not confirmed.
 */
#ifndef BILAGA_REPORT_CHASE_LIST_H
#define BILAGA_REPORT_CHASE_LIST_H

#include <glib.h>
#include <stddef.h>

struct arena;
struct named;
struct page;
struct report;

struct chase_list {
	const struct named *unit;   /* NULL: no unit answers for them */
	const char *csv;	    /* names of files: "data/…/ID.csv" */
	const char *text;	    /* likewise, "….txt" */
	const struct page **forums; /* that something is asked of, in order */
	size_t forums_count;
	size_t unknown; /* figures */
	size_t missing;
	size_t carried; /* forums whose figures are to be confirmed */
};

/* The lists, by the units' names, that of no unit last. In `arena`. */
const struct chase_list *chase_lists(const struct report *report,
				     struct arena *arena, size_t *count);

#endif
