/*
 * patch_journal: what did a patch mean to do, in case it is cut short?
 *
 * Before the first byte of a change is written, its journal lies on the disk:
 * a hidden file of the content folder (report/unfinished.h) with one line, of
 * parts with tabs between, for each thing that will be done:
 *
 *	bilaga	1			the form of the journal
 *	change	SUM	SUM	NAME	SHA-256 of the text before and after
 *	create	SUM	NAME
 *	folder	NAME
 *	move	FROM	TO
 *	ready				all is said; nothing is done before this
 *	staged				all new texts lie hidden beside their
 *files committed			the change stays; only hidden files
 *remain
 *
 * How far it has come is told by the last three and by the files themselves,
 * so no step has to be written down. patch_recover.h reads it.
 */
#ifndef BILAGA_EDIT_PATCH_JOURNAL_H
#define BILAGA_EDIT_PATCH_JOURNAL_H

/* The first line. */
#define PATCH_JOURNAL_FORM "bilaga\t1\n"

struct diag_list;
struct patch;

/*
 * Begin the journal of `patch`, and lock it until its end. 0, or −1 with the
 * finding, and then nothing is to be changed: another change is under way, or
 * left a hidden file, or the disk does not take it.
 */
int patch_journal_begin(struct patch *patch, struct diag_list *diags);

enum patch_stage { PATCH_STAGED, PATCH_COMMITTED };

/*
 * Write down that the change has come so far; that it is committed reaches the
 * disk, too. 0 or an errno value, and then it is not written down.
 */
int patch_journal_reach(struct patch *patch, enum patch_stage stage);

/* All that the journal is about is done or undone: remove it. */
void patch_journal_end(struct patch *patch);

#endif
