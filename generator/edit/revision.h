/*
 * revision: what comes of a command that changes the source?
 *
 * Such a command reads and checks all content, fills a patch, and hands it
 * back: the patch is made, all is read and checked once more, and if something
 * is found that was not found before, everything is put back and that is told.
 */
#ifndef BILAGA_EDIT_REVISION_H
#define BILAGA_EDIT_REVISION_H

#include <stdbool.h>
#include <stdio.h>

#include "base/diag.h"
#include "report/labels.h"

struct head_edit;
struct patch;
struct report;
struct source;

struct revision {
	struct report *report;	  /* as it is before the change, with uses */
	struct diag_list *before; /* what was found in it */
	struct diag_list *diags;  /* what keeps the change from being made */
	struct patch *patch;
	const char *root; /* of the program's own data */
	const char *content;
	bool done; /* the change is made, or shown */
};

/*
 * Begin a change of the content folder `content`; `root` holds
 * generator/labels. 0, or −1 when the content cannot be read: then only
 * revision_end() may follow, as it must in any case.
 */
int revision_begin(struct revision *revision, const char *root,
		   const char *content);

/*
 * The same while a patch of one's own is applied and not finished: the files
 * that it keeps are not taken for what a change that was cut short has left.
 */
int revision_look(struct revision *revision, const char *root,
		  const char *content);

/*
 * Add what `edit` changes in the file of `source` to the patch. 0, or −1 with
 * findings.
 */
int revision_take(struct revision *revision, struct head_edit *edit,
		  const struct source *source);

/* No finding is refused. */
#define REVISION_ANYTHING ((int)DIAG_ERROR + 1)

/*
 * Make the patch. With findings of at least `refused` (enum diag_level, or
 * REVISION_ANYTHING) that were not there before, in the file `only` (NULL: in
 * any), it is undone, and −1. With `dry_run` it is only shown, as a diff on
 * `out`.
 */
int revision_make(struct revision *revision, bool dry_run, int refused,
		  const char *only, FILE *out);

/*
 * Tell on `errors` why the change is not made, if it is not, and free all. The
 * exit status of the program: 0, 1 or 3.
 */
int revision_end(struct revision *revision, FILE *errors);

/* Nothing has this id: say so, and which one may be meant. Always −1. */
int revision_unknown(struct revision *revision, const char *id);

/* The word of the publication's language. */
const char *revision_word(const struct revision *revision, enum label label);

#endif
