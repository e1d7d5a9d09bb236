/*
 * figure_changes: which figures differ between two versions, and by how much?
 *
 * Differences are as in report/difference.h, told in words: "37 tkr mer".
 */
#ifndef BILAGA_DIFF_FIGURE_CHANGES_H
#define BILAGA_DIFF_FIGURE_CHANGES_H

#include "diff/match.h"

struct arena;
struct report;
struct sheet;

/* The two versions, whose pages are matched. */
struct figure_versions {
	const struct report *before;
	const struct report *after;
	const struct matching *matching;
	struct arena *arena; /* for what is worked out on the way */
};

/*
 * Write a table of the figures of a forum of both versions that differ; when
 * the versions show different years, also from the one to the other. Nothing
 * is written when none does.
 */
void figure_changes(struct sheet *sheet, const struct figure_versions *versions,
		    const struct match *match);

/*
 * Write a table of the figures of one forum in the shown year of `report`;
 * `arena` is for what is worked out on the way.
 */
void figure_values(struct sheet *sheet, const struct report *report,
		   const struct page *page, struct arena *arena);

/*
 * Write a table of the sections that both versions have and whose number of
 * forums or cost differs; nothing when none does.
 */
void figure_section_totals(struct sheet *sheet,
			   const struct figure_versions *versions);

/*
 * Write the table of totals of the shown year of each version; when none of
 * them differs, a line that says so.
 */
void figure_totals(struct sheet *sheet, const struct figure_versions *versions);

#endif
