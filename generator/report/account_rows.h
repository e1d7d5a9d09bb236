/*
 * account_rows: what was a total added from, and by which rule?
 */
#ifndef BILAGA_REPORT_ACCOUNT_ROWS_H
#define BILAGA_REPORT_ACCOUNT_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "report/table.h"

struct account;
struct arena;
struct fact;
struct report;

/*
 * On a page more rows than this are shown as the sums of sections, so that it
 * does not grow with the report.
 */
#define ACCOUNT_ROWS_MOST 300

/*
 * The rows of the total, each as exact as it is known, and the total last. The
 * last column tells how each was counted, or why it was not; how a figure that
 * was worked out came about belongs there, too (tell_figure()). With `all`
 * each forum has its row, however many they are. The table has no number.
 */
const struct table *account_rows(const struct account *account,
				 const struct report *report, bool all,
				 struct arena *arena);

/* Are the rows of `account` too many for its page? */
bool account_is_brief(const struct account *account,
		      const struct report *report);

/* Where the total stands, what was asked, and how many were counted. */
const struct fact *account_facts(const struct account *account,
				 const struct report *report,
				 struct arena *arena);

/* The rules by which it was counted, as sentences, NULL-terminated. */
const char **account_rules(const struct account *account,
			   const struct report *report, struct arena *arena);

/* How many forums took part in a total, and how they were counted. */
struct account_tally {
	size_t forums;	/* that took part */
	size_t counted; /* that gave it some figure */
	size_t unknown; /* that lack one, likewise the next two */
	size_t missing;
	size_t per_part;
	size_t not_applicable;	   /* that have nothing to count */
	size_t elsewhere;	   /* whose costs are reported under another */
	const struct page **pages; /* that were counted */
};

struct account_tally account_tally(const struct account *account,
				   const struct report *report,
				   struct arena *arena);

/* What the total is, exactly and with what it lacks, on one line. */
const char *account_result(const struct account *account,
			   const struct report *report, struct arena *arena);

#endif
