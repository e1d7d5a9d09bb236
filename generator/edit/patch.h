/*
 * patch: how are several source files changed, all or nothing?
 *
 * Changes are collected, shown as a diff if wanted (patch_print.h), and then
 * made: texts at places that were read (spans), new files, and new names for
 * files and folders. All that no change is about keeps its bytes: comments,
 * blanks, a byte-order mark, CRLF.
 *
 * patch_apply() makes all changes or none. A file that somebody has written
 * to since it was read is left alone, and then nothing is changed. Until
 * patch_finish() what was there lies beside each file, hidden
 * (`.NAME.1.bilaga`), and patch_abandon() puts it back: so a caller can look
 * at what came of it, and change its mind. When the process is killed in
 * between, the next one does so (patch_recover.h).
 *
 * Names are paths below the root, the content folder, with plain slashes; no
 * `.`, `..` or symbolic link may be on the way.
 */
#ifndef BILAGA_EDIT_PATCH_H
#define BILAGA_EDIT_PATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"

struct diag_list;
struct patch;

/* No changes yet, of files below the folder `root`; patch_free() frees. */
struct patch *patch_new(const char *root);

/* Free `patch`; abandons it when it is applied and not finished. */
void patch_free(struct patch *patch);

/*
 * Write `text` instead of what stands at `where`; a span of length 0 inserts.
 * `where` counts in the text as source_read() gives it; line feeds of `text`
 * become what ends the lines of the file. The same change may be asked for
 * twice; insertions at one place keep their order. 0, or −1 with the finding:
 * the file has changed since it was read, or cannot be read, or two changes
 * are about the same bytes.
 */
int patch_replace(struct patch *patch, struct span where, const char *text,
		  struct diag_list *diags);

/*
 * Make the file `name`, which must not exist, with `text`; folders on the way
 * are made. 0, or −1 with the finding.
 */
int patch_create(struct patch *patch, const char *name, const char *text,
		 struct diag_list *diags);

/*
 * Give the file or folder `from` the name `to`, which must be free; folders
 * on the way to it are made. Done after all other changes, which are about
 * the names as they were; several are done in the order of the calls. 0, or
 * −1 with the finding.
 */
int patch_rename(struct patch *patch, const char *from, const char *to,
		 struct diag_list *diags);

/*
 * What `name` is called after all renamings that are done, or (`all`) are
 * asked for. The caller frees it.
 */
char *patch_name(const struct patch *patch, const char *name, bool all);

/* Would patch_apply() change nothing? */
bool patch_is_empty(const struct patch *patch);

/* How many files get another text or are new; renamed ones do not count. */
size_t patch_files(const struct patch *patch);

/*
 * Make all changes. 0, or −1 with the finding, and all files are as they were;
 * also while another patch is applied, or when one has left hidden files. At
 * most once.
 */
int patch_apply(struct patch *patch, struct diag_list *diags);

/*
 * What was applied stays: remove what was kept to put it back. 0, or −1 with
 * the finding when that cannot be written down; it can still be abandoned.
 */
int patch_finish(struct patch *patch, struct diag_list *diags);

/*
 * Put all back as it was before patch_apply(). 0, or −1 with the finding for
 * each file that could not be put back.
 */
int patch_abandon(struct patch *patch, struct diag_list *diags);

#endif
