/*
 * compare_parts: which forums of a document stand in one table to compare?
 *
 * All of them, as long as they are not too many; else those of a section. All
 * tables of a document have the same columns.
 */
#ifndef BILAGA_REPORT_COMPARE_PARTS_H
#define BILAGA_REPORT_COMPARE_PARTS_H

#include <stddef.h>
#include <stdint.h>

#include "report/columns.h"

struct arena;
struct document;
struct page;
struct report;

/* A table has at most so many forums, and so many rows when years differ. */
#define COMPARE_FORUMS_MOST 1000
#define COMPARE_ROWS_MOST   5000

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

/* The columns that the tables of a document have, by what scripts call them,
 * and its years, the latest first. With several years there is a column more.
 */
struct compare_layout {
	struct columns columns;
	const char *keys[COLUMNS_MOST];
	int64_t *years;
	size_t years_count;
};

/* The parts of a document: none, if it has no forums, or one, or more. */
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

#endif
