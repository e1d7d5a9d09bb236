/*
 * query_condition: which forums fulfil a condition?
 */
#ifndef BILAGA_REPORT_QUERY_CONDITION_H
#define BILAGA_REPORT_QUERY_CONDITION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/source.h"

struct arena;
struct diag_list;
struct page;
struct parse;
struct query_condition;
struct report;

/* Read a condition such as `avgift > 0 tkr och nivå = lokal`. NULL: findings.
 */
struct query_condition *query_parse_condition(const char *text,
					      struct span where,
					      const struct report *report,
					      struct arena *arena,
					      struct diag_list *diags);

/* Read one that is part of an expression. NULL: findings. */
struct query_condition *query_parse_part(struct parse *parse);

/*
 * The only forum that can fulfil the condition, when it says no more than `id =
 * …`; else NULL. A text may have many such questions, each about one forum.
 */
const struct page *query_only(const struct query_condition *condition,
			      const struct report *report);

/* Does the forum fulfil the condition in `year`? NULL is always fulfilled. */
bool query_matches(const struct query_condition *condition,
		   const struct page *page, int64_t year,
		   const struct report *report);

#endif
