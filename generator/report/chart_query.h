/*
 * chart_query: what does a {chart} directive ask for?
 */
#ifndef BILAGA_REPORT_CHART_QUERY_H
#define BILAGA_REPORT_CHART_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/chart.h"
#include "report/query.h"

struct arena;
struct forums_query;

/* What each bar is. */
enum chart_by { BY_FORUM, BY_GROUP, BY_YEAR, BY_COLUMN };

struct chart_query {
	const struct forums_query *asked;
	enum chart_kind kind;
	enum chart_by by;
	bool group_series; /* a line for each group */
	struct query_column columns[CHART_SERIES_MOST];
	size_t columns_count;
};

/*
 * Read the options of the directive. 0, or −1 with findings added. How large
 * the chart becomes is not looked at.
 */
int chart_query_read(struct chart_query *query,
		     const struct body_forums *directive,
		     const struct report *report, struct arena *arena,
		     struct diag_list *diags);

#endif
