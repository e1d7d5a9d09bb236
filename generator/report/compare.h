/*
 * compare: which rows does the page have that compares all forums?
 *
 * One table of all forums of a document, with all that they can be chosen by.
 * The page stands as it is without scripts; a script of the theme sorts and
 * filters it, and adds up what is left by what the cells say beside their text
 * (struct cell in table.h). A document with many forums has a table for each
 * part of it, and one that leads on to them.
 */
#ifndef BILAGA_REPORT_COMPARE_H
#define BILAGA_REPORT_COMPARE_H

#include <stddef.h>

struct arena;
struct document;
struct page;
struct report;
struct table;

/* A table has at most so many forums, and so many rows when years differ. */
#define COMPARE_FORUMS_MOST 1000
#define COMPARE_ROWS_MOST   5000

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

/*
 * Forums that stand in one table: all below `section`, or, when those are too
 * many, so many as are one of its `pieces`.
 */
struct compare_part {
	const struct page *section;
	const struct page **forums;
	size_t count;
	size_t piece;  /* from 1; 0: all of them */
	size_t pieces; /* that the section has */
};

struct compare_layout;

/*
 * The parts of a document: none, if it has no forums, or one, or more. Their
 * tables have the same columns.
 */
struct compare_parts {
	struct compare_part *items;
	size_t count;
	const struct compare_layout *layout;
};

/* The parts of `document`, in reading order, in `arena`. */
struct compare_parts compare_parts(const struct document *document,
				   const struct report *report,
				   struct arena *arena);

/*
 * "2.3 Trygghet", "2.3 Trygghet, del 2 av 5"; of a document its short title.
 */
const char *compare_part_title(const struct compare_part *part,
			       const struct report *report,
			       struct arena *arena);

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
