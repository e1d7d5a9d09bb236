/*
 * move: how does a page get to another place?
 */
#ifndef BILAGA_EDIT_MOVE_H
#define BILAGA_EDIT_MOVE_H

struct revision;

/*
 * Add to the patch of `revision` all that changes when the forum or section
 * `id` is moved to `folder` (a path or an id), after the page called `after`
 * there, or last when that is NULL. 0, or −1 with findings.
 */
int move_plan(struct revision *revision, const char *id, const char *folder,
	      const char *after);

#endif
