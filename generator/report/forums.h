/*
 * forums: which forums does a {forums} directive ask for, and how are they
 * shown?
 */
#ifndef BILAGA_REPORT_FORUMS_H
#define BILAGA_REPORT_FORUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "report/columns.h"
#include "report/query.h"
#include "report/table.h"

struct body_forums;
struct diag_list;
struct page;
struct query_condition;

/* Columns that can be asked for, and years. */
#define FORUMS_COLUMNS_MOST 16
#define FORUMS_YEARS_MOST   10

/* A column that is asked for, and where. */
struct forums_asked {
	struct query_column column;
	struct query_column by; /* when it is a quotient */
	bool is_quotient;
	struct span where;
};

/* What the directive asks for; {chart} asks in the same words. */
struct forums_query {
	struct query_condition *where;
	const char *where_text; /* as written; NULL: none */
	struct forums_asked asked[FORUMS_COLUMNS_MOST];
	size_t asked_count; /* 0: the usual ones */
	int64_t years[FORUMS_YEARS_MOST];
	size_t years_count;	/* 0: the year of the publication */
	struct columns columns; /* that the table has */
	bool grouped;
	bool groups_only;
	struct span groups_where;
	struct query_column group_by;
	bool sorted;
	struct query_column sort;
	bool descending;
	int64_t most; /* 0: all */
	bool total;
	bool across; /* kinds of membership */
};

/* Read the options. NULL with findings added; else they lie in `arena`. */
const void *forums_query_new(const struct body_forums *forums,
			     const struct report *report, struct arena *arena,
			     struct diag_list *diags);

/* The forums that the options ask for, with `target` as caption. */
const struct table *forums_table(const void *options,
				 const struct target *target,
				 const struct report *report,
				 struct arena *arena);

/* Does the table end with a total? */
bool forums_has_total(const void *options, const struct report *report);

/* What the total is of: each forum once, in the order of the rows. */
struct forums_total {
	struct columns columns;
	const int64_t *years; /* side by side; none: only `year` */
	size_t years_count;
	int64_t year; /* the last */
	const struct page **pages;
	size_t count;
	const char *where; /* the condition as written; NULL: none */
};

/* What the total of the table is of; the pages lie in `arena`. */
struct forums_total forums_total(const void *options,
				 const struct report *report,
				 struct arena *arena);

#endif
