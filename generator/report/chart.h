/*
 * chart: what does a {chart} directive draw?
 *
 * A chart is bars, each with a value for each series, or years with a line for
 * each series, or bars that show how much is known. Its values are those of
 * the tables, with what they lack; the same values stand in a table of its
 * own. How it is drawn: format/svg.h.
 */
#ifndef BILAGA_REPORT_CHART_H
#define BILAGA_REPORT_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/scale.h"

struct arena;
struct body_forums;
struct diag_list;
struct report;
struct table;
struct target;

#define CHART_BARS_MOST	  40
#define CHART_SERIES_MOST 6

enum chart_kind {
	CHART_BARS,
	CHART_LINE,
	CHART_SHARE /* of what is known and not */
};

/* What is drawn of a number: from 0 to `low`, and lighter on to `high`. */
struct chart_value {
	const char *text; /* as in words: "837", "minst 12", "okänd" */
	bool number;	  /* else `text` is a word, and nothing is drawn */
	bool open;	  /* at least so much */
	int64_t low;
	int64_t high;
};

/* A bar, or a year of lines. */
struct chart_bar {
	const char *label;
	struct chart_value *values; /* one for each series */
	struct chart_value whole;   /* what stands at its end */
	const char *parts; /* the values in words; NULL with one series */
};

struct chart {
	enum chart_kind kind;
	const struct target *target; /* number, caption, id */
	const char **series;	     /* their names */
	size_t series_count;
	struct chart_bar *bars;
	size_t bars_count;
	struct scale scale;
	const char **ticks;  /* one more than the scale has steps */
	const char *unit;    /* "tkr"; "" when things are counted */
	const char *summary; /* in a sentence or two */
	bool ranges;	     /* some value is a range */
	bool open;	     /* some value is open upwards */
	const struct table *table;
};

/*
 * Read the options of a {chart} directive. NULL with findings added. What is
 * returned lies in `arena`.
 */
const void *chart_query_new(const struct body_forums *forums,
			    const struct report *report, struct arena *arena,
			    struct diag_list *diags);

/* The chart that `options`, as chart_query_new() gave them, ask for. */
const struct chart *chart_new(const void *options, const struct target *target,
			      const struct report *report, struct arena *arena);

/* Its table alone; for table.h. */
const struct table *chart_table(const void *options,
				const struct target *target,
				const struct report *report,
				struct arena *arena);

#endif
