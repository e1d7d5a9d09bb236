/*
 * figures: which table does {key-figures} ask for?
 *
 * The whole in a few figures, each with what it is based on and where it is
 * shown in full.
 */
#ifndef BILAGA_REPORT_FIGURES_H
#define BILAGA_REPORT_FIGURES_H

struct arena;
struct report;
struct table;
struct target;

/* The table, with `target` as caption; it has no options. */
const struct table *figures_table(const void *options,
				  const struct target *target,
				  const struct report *report,
				  struct arena *arena);

#endif
