/*
 * corrections: which figures were changed after they were published?
 *
 * A correction puts an error right; a revision is an update that was planned.
 */
#ifndef BILAGA_REPORT_CORRECTIONS_H
#define BILAGA_REPORT_CORRECTIONS_H

struct arena;
struct report;
struct table;
struct target;

/* All of them, the two sorts apart, with `target` as caption. */
const struct table *corrections_table(const void *options,
				      const struct target *target,
				      const struct report *report,
				      struct arena *arena);

#endif
