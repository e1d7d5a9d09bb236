/*
 * columns: what do the columns of a table of forums hold, and add up to?
 */
#ifndef BILAGA_REPORT_COLUMNS_H
#define BILAGA_REPORT_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/quantity.h"
#include "base/quantity_sum.h"
#include "report/query.h"
#include "report/table.h"

struct arena;
struct builder;
struct page;

#define COLUMNS_MOST 48

/* How a column shows its number. */
enum column_view {
	VIEW_PLAIN,
	VIEW_QUOTIENT, /* divided by another */
	VIEW_CHANGE,   /* against an earlier year */
	VIEW_PER_CENT  /* the change, in hundredths of the earlier */
};

/* All zero: as it is, in the year of the table. */
struct column_how {
	enum column_view view;
	struct query_column by; /* of VIEW_QUOTIENT */
	int64_t year;		/* 0: that of the table */
	int64_t from;		/* of a change: the earlier year */
};

struct columns {
	struct query_column columns[COLUMNS_MOST];
	struct column_how how[COLUMNS_MOST];
	size_t count;
};

/* Sums under way, one for each column; those of texts are not used. */
struct columns_sums {
	const struct columns *columns;
	struct quantity_sum *sums; /* of changes: of those known */
	/*
	 * What is divided by, or the sums of the earlier year; NULL when all
	 * columns are plain.
	 */
	struct quantity_sum *against;
	int64_t stands_for; /* forums */
	size_t rows;	    /* that were added */
};

/*
 * The columns that a table has unless others are asked for, in `columns`: of
 * forums, or of sections, which tell how many forums they have. How many.
 */
size_t columns_usual(struct query_column *columns, const struct report *report,
		     bool of_forums);

/* Sums of nothing, which lie in `arena`; `columns` is kept. */
void columns_sums_init(struct columns_sums *sums, const struct columns *columns,
		       struct arena *arena);

/* Let the sums be of nothing again. */
void columns_clear(struct columns_sums *sums);

/* Add a forum's figures, of `year` unless a column is of another; or those of
 * all forums below `page`. */
void columns_add(struct columns_sums *sums, const struct page *page,
		 int64_t year);
void columns_add_all(struct columns_sums *sums, const struct page *page,
		     int64_t year);

/* Add all that was added to `other`, which has the same columns. */
void columns_join(struct columns_sums *sums, const struct columns_sums *other);

/*
 * What a forum says that changes from year to year is of this year: the
 * table's, or the last before that it has, or its first.
 */
int64_t columns_year(const struct page *page, int64_t year);

/* "Summa / Antal deltagare (kr)", "Årsavgift 2022 (tkr)": in the arena. */
const char *columns_heading(struct builder *builder, struct query_column column,
			    const struct column_how *how);

/* Name the columns of the table, and which of them names a row. */
void columns_head(struct builder *builder, const struct columns *columns);

/* Add a row with what a forum has in each column. */
struct row *columns_forum_row(struct builder *builder,
			      const struct columns *columns,
			      const struct page *page);

/*
 * Add a row of sums; `text` stands where rows are named. In a total it leads
 * to the account of the table, if there is one.
 */
struct row *columns_sum_row(struct builder *builder,
			    const struct columns_sums *sums, enum row_kind kind,
			    const char *text, const struct target *target);

#endif
