/*
 * coming: what is already known of years after the publication's own?
 *
 * Of such a year only a state, a remark or a single figure may be said. It is
 * told as it stands, and nothing of it is in a sum or is missing.
 */
#ifndef BILAGA_REPORT_COMING_H
#define BILAGA_REPORT_COMING_H

#include <glib.h>

struct arena;
struct forum_year;
struct report;
struct table;
struct target;

/* Append what is said of a coming year, item by item (const char *). */
void coming_items(GPtrArray *items, const struct forum_year *year,
		  const struct report *report, struct arena *arena);

/* All that is known, with `target` as caption. */
const struct table *coming_table(const void *options,
				 const struct target *target,
				 const struct report *report,
				 struct arena *arena);

#endif
