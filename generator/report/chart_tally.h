/*
 * chart_tally: what do the bars and series of a chart add up to?
 */
#ifndef BILAGA_REPORT_CHART_TALLY_H
#define BILAGA_REPORT_CHART_TALLY_H

#include <glib.h>
#include <stddef.h>

#include "base/quantity.h"
#include "base/quantity_sum.h"
#include "report/chart_query.h"

struct arena;
struct page;
struct report;
struct target;

/* What a forum may have of a figure, in the order of the parts of a bar. */
enum chart_known {
	IS_UNKNOWN,
	IS_MISSING,
	IS_PER_PART,
	IS_KNOWN,
	IS_ELSEWHERE,
	IS_NOT_APPLICABLE,
	KNOWN_STATES
};

/* A bar under way. */
struct chart_tally_bar {
	const char *key;
	const char *label;
	const struct target *target;
	const struct page *page; /* BY_FORUM */
	size_t order;
	struct quantity_sum sums[CHART_SERIES_MOST];
	struct quantity_sum whole;
	struct quantity_sum sort; /* sorted by */
	const char *sort_text;
	size_t states[KNOWN_STATES];
	size_t entries;
};

struct chart_tally_series {
	const char *key;
	const char *label;
};

/* A forum that was counted, and in which year. */
struct chart_counted {
	const struct page *page;
	int64_t year;
};

struct chart_tally {
	const struct chart_query *query;
	const struct report *report;
	struct arena *arena;
	GArray *bars;	/* struct chart_tally_bar */
	GArray *series; /* struct chart_tally_series: groups with a line each */
	GHashTable *seen;	    /* key → place in `bars`, from 1 */
	struct chart_tally_bar all; /* each forum once */
	GArray *items;	 /* struct query_item: of the forum at hand */
	GArray *counted; /* struct chart_counted */
};

/*
 * Count what `query` asks for. What is counted lies in `arena` and on the heap;
 * chart_tally_end() frees the latter.
 */
void chart_tally_begin(struct chart_tally *tally,
		       const struct chart_query *query,
		       const struct report *report, struct arena *arena);
void chart_tally_end(struct chart_tally *tally);

/* Which states some bar has, in `states` (KNOWN_STATES of them); how many. */
size_t chart_tally_states(const struct chart_tally *tally,
			  enum chart_known *states);

/* The word for a state. */
const char *chart_tally_state_word(const struct chart_tally *tally,
				   enum chart_known state);

/* How many entries have a figure that is not known. */
size_t chart_tally_not_known(const struct chart_tally_bar *bar);

/* How many series there are, and the name of each. */
size_t chart_tally_series(const struct chart_tally *tally);
const char *chart_tally_label(const struct chart_tally *tally, size_t i);

#endif
