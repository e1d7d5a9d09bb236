/*
 * ending: which table does {endings} ask for?
 *
 * What the city can leave, on whose decision, with what notice, the last day
 * to act before the agreement is extended or ends, and what it costs. What
 * nobody has assessed is counted and summed, not listed.
 */
#ifndef BILAGA_REPORT_ENDING_H
#define BILAGA_REPORT_ENDING_H

struct arena;
struct report;
struct table;
struct target;

/* The table, with `target` as caption; it has no options. */
const struct table *ending_table(const void *options,
				 const struct target *target,
				 const struct report *report,
				 struct arena *arena);

#endif
