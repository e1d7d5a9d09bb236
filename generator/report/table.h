/*
 * table: which rows and sums does a table of forums have?
 *
 * A table is worked out in plain cells that every format writes alike: so HTML,
 * DocBook and CSV cannot differ.
 */
#ifndef BILAGA_REPORT_TABLE_H
#define BILAGA_REPORT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"

struct account;
struct arena;
struct body_forums;
struct chart;
struct diag_list;
struct page;
struct quantity_sum;
struct report;
struct table_query;
struct target;

struct cell {
	const char *text;
	const struct target *target; /* what it links to; NULL: nothing */
	/* How what it tells came about; NULL: that is not shown. */
	const struct account *account;
	/* What scripts know it by, several between bars; NULL: its text. */
	const char *key;
	/* What it adds to a sum, for scripts; NULL: not told. */
	const struct quantity_sum *adds;
	struct span edit; /* where it is put right; without source: nowhere */
};

enum row_kind {
	ROW_DATA,
	ROW_GROUP,    /* one cell, over all columns: what follows it has */
	ROW_SUBTOTAL, /* of the group above */
	ROW_REST,     /* of all that is not shown, whatever its group */
	ROW_START,    /* a total of no group that others are added to */
	ROW_TOTAL,
	ROW_NOTE /* one cell, over all columns, in place of rows */
};

struct row {
	enum row_kind kind;
	/* As many as columns. ROW_GROUP, ROW_NOTE: one; the key of a group's
	 * is its name, where the text tells more. */
	struct cell *cells;
	const char *meaning; /* of the cell that names the row, likewise */
	struct row *next;
};

struct column {
	const char *heading;
	bool number;	     /* set to the right */
	const char *key;     /* what scripts know it by; NULL: nothing */
	bool money;	     /* for scripts: what it adds up */
	const char *meaning; /* a sentence on it; NULL: none is needed */
};

/* Is it a heading or note, with one cell over all columns? */
static inline bool row_is_wide(const struct row *row)
{
	return row->kind == ROW_GROUP || row->kind == ROW_NOTE;
}

/* What of the legend a table needs. */
enum legend {
	LEGEND_NOT_APPLICABLE = 1 << 0,
	LEGEND_UNKNOWN = 1 << 1,
	LEGEND_AT_LEAST = 1 << 2,
	LEGEND_ELSEWHERE = 1 << 3,
	LEGEND_MISSING = 1 << 4,
	LEGEND_DIFFERENCE = 1 << 13,
	LEGEND_AT_MOST = 1 << 5,
	LEGEND_ABOUT = 1 << 6,
	LEGEND_PER_PART = 1 << 7,
	LEGEND_ABSENT = 1 << 8,	      /* not there that year */
	LEGEND_FROM_NOTHING = 1 << 9, /* no per cent of nothing */
	LEGEND_NO_QUOTIENT = 1 << 10,
	LEGEND_CHANGE_KNOWN = 1 << 11, /* the sum is of the known changes */
	LEGEND_SEVERAL = 1 << 12       /* a forum is in several groups */
};

struct table {
	const struct target *target; /* number, caption, id; NULL: none */
	const char *name; /* of one without number; NULL: a forum's figures */
	struct column *columns;
	size_t columns_count;
	size_t row_header; /* which column names the row */
	struct row *rows;
	unsigned legend; /* of enum legend */
	/* That figures in it are carried over from another year; NULL: none. */
	const char *carried;
};

/*
 * The figures of one forum: a row for each figure, a column for each year, the
 * latest first, and after the shown year how it differs from the one before.
 * It has no number. NULL when the forum has no year at all.
 */
const struct table *table_of_forum(const struct report *report,
				   const struct page *page,
				   struct arena *arena);

/* The costs of a section: a row for each forum or section in it, and a sum. */
const struct table *table_of_section(const struct report *report,
				     const struct page *page,
				     struct arena *arena);

/*
 * The costs of a section year by year, the latest first. For a section that
 * has `years_target`.
 */
const struct table *table_of_section_years(const struct report *report,
					   const struct page *page,
					   struct arena *arena);

/*
 * Read the options of a {forums} directive. NULL with findings added. What is
 * returned lies in `arena`.
 */
struct table_query *table_query_new(const struct body_forums *forums,
				    const struct report *report,
				    struct arena *arena,
				    struct diag_list *diags);

struct account_book;

/* Enter the account of the table `target`, if its kind has a total. */
void table_enter_account(struct account_book *book,
			 const struct table_query *query,
			 struct target *target);

/* The answer to the question, with `target` as caption. */
const struct table *table_of_query(const struct table_query *query,
				   const struct target *target,
				   const struct report *report,
				   struct arena *arena);

/*
 * Make the tables of questions and sections once, and keep them in the report,
 * so that formats only write them: for a report that was checked, before any
 * format is rendered. One with so many forums that its tables would fill the
 * memory keeps none; then each format makes them where it shows them.
 */
void table_keep_all(struct report *report);

/* The same as a chart; NULL when it is to be a table only. */
const struct chart *table_chart(const struct table_query *query,
				const struct target *target,
				const struct report *report,
				struct arena *arena);

/*
 * The words of the legend that `table` needs, NULL-terminated: `carried`
 * first.
 */
const char **table_legend(const struct table *table,
			  const struct report *report, struct arena *arena);

#endif
