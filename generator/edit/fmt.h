/*
 * fmt: which files of the content are not in the common form, and how would
 * they read in it?
 */
#ifndef BILAGA_EDIT_FMT_H
#define BILAGA_EDIT_FMT_H

#include <glib.h>

struct diag_list;
struct patch;
struct report;

/*
 * Add to `patch` what puts the heads, registers and tables of the folder
 * `content`, of which `report` was read without an error, in the form of
 * yaml_fmt.h and table_fmt.h; and to `names` (char *, the array's to free) the
 * files that it changes, as findings show them. Texts are otherwise left as
 * they are. 0, or −1 with findings added.
 */
int fmt_collect(struct patch *patch, GPtrArray *names,
		const struct report *report, const char *content,
		struct diag_list *diags);

#endif
