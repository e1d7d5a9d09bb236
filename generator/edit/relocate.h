/*
 * relocate: what must be written elsewhere when ids or files get other names?
 */
#ifndef BILAGA_EDIT_RELOCATE_H
#define BILAGA_EDIT_RELOCATE_H

#include <glib.h>
#include <stddef.h>

struct diag_list;
struct patch;
struct report;

/* The id that changes; `table` NULL: none does. */
struct relocate_id {
	const GHashTable *table; /* of the report, in which it is looked up */
	const char *from;
	const char *to;
};

/*
 * Add to `patch` a change for each place where the source writes the id, or a
 * path to or from what `patch` gives another name; paths are relative, so
 * they change when their own file moves, too. An id that stands for the same
 * page from earlier (an alias) is left as it is. `report` has its uses. 0, or
 * −1 with a finding for each place that cannot be told from others.
 */
int relocate(struct patch *patch, const struct report *report,
	     const struct relocate_id *id, struct diag_list *diags);

#endif
