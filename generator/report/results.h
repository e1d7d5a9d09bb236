/*
 * results: which table does {results} ask for?
 *
 * What has come of the forums in the year shown, and how many say nothing.
 */
#ifndef BILAGA_REPORT_RESULTS_H
#define BILAGA_REPORT_RESULTS_H

struct arena;
struct report;
struct table;
struct target;

/* The table, with `target` as caption; it has no options. */
const struct table *results_table(const void *options,
				  const struct target *target,
				  const struct report *report,
				  struct arena *arena);

#endif
