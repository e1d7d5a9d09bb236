/*
 * unfinished: is a change of the source under way, or was it cut short?
 *
 * A command that changes several files keeps a journal in the content folder
 * for as long as it takes (edit/patch_journal.h), and holds a lock on it. A
 * journal that nobody holds is what a command has left that was killed: until
 * another takes care of it, some files may be changed and others not.
 */
#ifndef BILAGA_REPORT_UNFINISHED_H
#define BILAGA_REPORT_UNFINISHED_H

/* The name of the journal, in the content folder. */
#define UNFINISHED_JOURNAL ".journal.bilaga"

struct diag_list;

/*
 * 0, or −1 with the finding: the content folder `content` is being changed, or
 * a change of it was cut short.
 */
int unfinished_check(const char *content, struct diag_list *diags);

#endif
