/*
 * forums: how are the forums shown that a {forums} directive asks for?
 */
#ifndef BILAGA_REPORT_FORUMS_H
#define BILAGA_REPORT_FORUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/columns.h"
#include "report/query.h"
#include "report/table.h"

struct page;

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
