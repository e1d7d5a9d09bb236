/*
 * followup: which table does {follow-up} ask for?
 *
 * What is due, when, in which state that is, and whose responsibility. Last
 * stands how many forums say nothing of it.
 */
#ifndef BILAGA_REPORT_FOLLOWUP_H
#define BILAGA_REPORT_FOLLOWUP_H

struct arena;
struct body_forums;
struct diag_list;
struct report;
struct table;
struct target;

/* Read the options. NULL with findings added; it lies in `arena`. */
const void *followup_new(const struct body_forums *forums,
			 const struct report *report, struct arena *arena,
			 struct diag_list *diags);

/* The table, with `target` as caption. */
const struct table *followup_table(const void *options,
				   const struct target *target,
				   const struct report *report,
				   struct arena *arena);

#endif
