/*
 * key_figure_changes: which figures of the front page differ, and how?
 */
#ifndef BILAGA_DIFF_KEY_FIGURE_CHANGES_H
#define BILAGA_DIFF_KEY_FIGURE_CHANGES_H

struct report;
struct sheet;

/*
 * Write an item for each key figure that is new, gone or counted in another
 * way.
 */
void key_figure_changes(struct sheet *sheet, const struct report *before,
			const struct report *after);

/*
 * Write a table of the key figures whose answers differ; nothing when none
 * does.
 */
void key_figure_answers(struct sheet *sheet, const struct report *before,
			const struct report *after);

#endif
