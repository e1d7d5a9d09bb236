/*
 * due: what is due for a forum, and when?
 *
 * An agreement ends or is extended, notice must be given before that, and
 * something is reviewed at intervals. All is seen from a day that the
 * publication states, never from the clock. Of a date whose day is not known
 * the last day that it can mean is taken.
 */
#ifndef BILAGA_REPORT_DUE_H
#define BILAGA_REPORT_DUE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "report/report.h"

struct arena;

enum due_kind {
	DUE_END,    /* the agreement ends, or is extended */
	DUE_NOTICE, /* the last day to give notice before that */
	DUE_REVIEW
};

struct due {
	const struct page *page;
	enum due_kind kind;
	const char *what; /* in words */
	struct date when; /* as much as is known; year 0: no date */
	bool extended;	  /* it does not end: nobody has given notice */
	int why;	  /* LABEL_PAGE_WHY_…: why there is no date */
	size_t order;	  /* in the report */
};

/* Append what is due for a forum (struct due); texts lie in `arena`. */
void due_append(GArray *dues, const struct page *page,
		const struct report *report, struct arena *arena);

/*
 * Append what is due for all forums of the year shown: first what has a date,
 * by date, then what has none; else in the order of the report.
 */
void due_append_all(GArray *dues, const struct report *report,
		    struct arena *arena);

/*
 * LABEL_PAGE_PASSED, LABEL_PAGE_WITHIN_YEAR, LABEL_PAGE_LATER, or
 * LABEL_PAGE_NO_DATE. The day itself has not passed; the last day within a
 * year is the one with the same date.
 */
enum label due_state(const struct due *due, const struct report *report);

/*
 * The last day on which notice can be given before the agreement is extended
 * or ends, the first of these that has not passed if it is extended. false
 * when it cannot be told: no end, no notice, or notice is given already.
 */
bool due_last_day(struct date *day, const struct agreement *agreement,
		  const struct report *report);

#endif
