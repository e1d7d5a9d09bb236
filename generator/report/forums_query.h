/*
 * forums_query: which forums does a {forums} directive ask for?
 */
#ifndef BILAGA_REPORT_FORUMS_QUERY_H
#define BILAGA_REPORT_FORUMS_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "report/columns.h"
#include "report/query.h"

struct arena;
struct body_forums;
struct diag_list;
struct page;
struct query_condition;
struct report;

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
	bool across;	   /* kinds of membership */
	bool may_be_empty; /* no forum need fulfil the condition */
};

/* Read the options. NULL with findings added; else they lie in `arena`. */
const void *forums_query_new(const struct body_forums *forums,
			     const struct report *report, struct arena *arena,
			     struct diag_list *diags);

/* Does any forum take part? */
bool forums_query_has_rows(const struct forums_query *query,
			   const struct report *report);

/* Is the forum there, and fulfils it the condition, in one of the years? */
bool forums_takes_part(const struct forums_query *query,
		       const struct page *page, const struct report *report);

#endif
