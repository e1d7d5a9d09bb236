/*
 * compare: which rows does the page have that compares all forums?
 *
 * One table of all forums of a document, with all that they can be chosen by.
 * The page stands as it is without scripts; a script of the theme sorts and
 * filters it, and adds up what is left by what the cells say beside their text
 * (struct cell in table.h). A document with many forums has a table for each
 * part of it (compare_parts.h), and one that leads on to them.
 */
#ifndef BILAGA_REPORT_COMPARE_H
#define BILAGA_REPORT_COMPARE_H

#include <stddef.h>

#include "report/compare_parts.h"

struct arena;
struct report;
struct table;

/* Something that forums can have: what scripts know it by, and its name. */
struct compare_option {
	const char *value;
	const char *text;
};

/* What can be chosen of one column; `name` is the column's key. */
struct compare_filter {
	const char *name;
	const char *heading;
	struct compare_option *options;
	size_t options_count;
};

#define COMPARE_FILTERS_MOST 9

struct comparison {
	const struct table *table;
	struct compare_filter filters[COMPARE_FILTERS_MOST];
	size_t filters_count;
};

/* The forums of one of `parts`, with what they can be chosen by. */
struct comparison compare_part_table(const struct compare_parts *parts,
				     const struct compare_part *part,
				     const struct report *report,
				     struct arena *arena);

/*
 * What each part adds up to, and all of them. A part's row leads to the file
 * that is called as `file` gives, which lies in `arena`.
 */
const struct table *
compare_overview(const struct compare_parts *parts, const struct report *report,
		 const char *(*file)(const struct compare_part *part,
				     struct arena *arena),
		 struct arena *arena);

#endif
