/*
 * rename: how does a page or an entry of a register get another id?
 */
#ifndef BILAGA_EDIT_RENAME_H
#define BILAGA_EDIT_RENAME_H

struct revision;

/*
 * Add to the patch of `revision` all that changes when what has the id `id`
 * gets the id `new` (NULL: keeps it), and the title `title` (NULL: keeps it).
 * A page keeps the old id as an alias, and its file or folder is renamed when
 * that has its name of the id; `id` may be `goals/climate` for an entry of
 * registers/goals.yaml. 0, or −1 with findings.
 */
int rename_plan(struct revision *revision, const char *id, const char *new,
		const char *title);

#endif
