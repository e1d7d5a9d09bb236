/*
 * statement_changes: what has changed in the accessibility statement?
 */
#ifndef BILAGA_DIFF_STATEMENT_CHANGES_H
#define BILAGA_DIFF_STATEMENT_CHANGES_H

struct report;
struct sheet;

/*
 * Write an item for each thing that the statement says otherwise, under a
 * heading of `level`. Nothing is written when nothing has changed. That the
 * statement is new, or gone, is told alone.
 */
void statement_changes(struct sheet *sheet, const struct report *before,
		       const struct report *after, unsigned level);

#endif
