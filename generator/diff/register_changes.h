/*
 * register_changes: what has changed in the registers, and of the publication?
 */
#ifndef BILAGA_DIFF_REGISTER_CHANGES_H
#define BILAGA_DIFF_REGISTER_CHANGES_H

#include <glib.h>

struct arena;
struct report;
struct sheet;

/*
 * Write an item for each entry of the registers that is new, gone or changed,
 * under a heading of `level` for each register; last the accessibility
 * statement.
 */
void register_changes(struct sheet *sheet, const struct report *before,
		      const struct report *after, unsigned level);

/* Write an item for each thing that the publication says of itself. */
void publication_changes(struct sheet *sheet, const struct report *before,
			 const struct report *after);

/*
 * The names of parties, units and goals that were called something else in
 * `before`: old text, as facts tell it → new text. The texts lie in `arena`;
 * free the table with g_hash_table_destroy().
 */
GHashTable *register_renamed(const struct report *before,
			     const struct report *after, struct arena *arena);

#endif
