/*
 * forums: which forums does a {forums} directive ask for, and how are they
 * shown?
 */
#ifndef BILAGA_REPORT_FORUMS_H
#define BILAGA_REPORT_FORUMS_H

#include "report/table.h"

struct body_forums;
struct diag_list;

/* Read the options. NULL with findings added; else they lie in `arena`. */
const void *forums_query_new(const struct body_forums *forums,
			     const struct report *report, struct arena *arena,
			     struct diag_list *diags);

/* The forums that the options ask for, with `target` as caption. */
const struct table *forums_table(const void *options,
				 const struct target *target,
				 const struct report *report,
				 struct arena *arena);

#endif
