/*
 * patch_recover: what must be done about a change that was cut short?
 *
 * The process was killed, or the machine stopped, while a patch was made. Its
 * journal (patch_journal.h) is still there: a change that was to stay is
 * finished, and any other is undone.
 */
#ifndef BILAGA_EDIT_PATCH_RECOVER_H
#define BILAGA_EDIT_PATCH_RECOVER_H

struct diag_list;

/*
 * Finish or undo the change of the content folder `root` that was cut short,
 * if there is one, and add a note of it. To be called before files are read. 0,
 * or −1 with findings, and then nothing is done: another process is making a
 * change, or somebody has changed the same files since.
 */
int patch_recover(const char *root, struct diag_list *diags);

#endif
