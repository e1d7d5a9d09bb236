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

#include "base/diag.h"
#include "report/labels.h"

struct edit_call;
struct head_edit;
struct patch;
struct report;
struct source;

struct revision {
	struct report *report;	  /* as it is before the change, with uses */
	struct diag_list *before; /* what was found in it */
	struct diag_list *diags;  /* what keeps the change from being made */
	struct patch *patch;
	const struct edit_call *call;
	GPtrArray *renamed; /* texts: each what it was, and then what it is */
	bool done;	    /* the change is made, or shown */
};

/*
 * Before the content is read: take care of a change that was cut short, unless
 * nothing is to be written (`call->dry_run`); then it is a finding. A note of
 * what was done is added. 0, or −1 with findings: the content cannot be
 * changed now.
 */
int revision_recover(const struct edit_call *call, struct diag_list *diags);

/*
 * Begin a change of the content that `call` names; it must live as long. 0, or
 * −1 when the content cannot be read, or changed now: then only revision_end()
 * may follow, as it must in any case.
 */
int revision_begin(struct revision *revision, const struct edit_call *call);

/*
 * Read and check all content as it is now, while the patch is applied. The
 * caller frees the report, when what is found in it, `diags`, is told.
 */
struct report *revision_reread(const struct revision *revision,
			       struct diag_list *diags);

/*
 * Add what `edit` changes in the file of `source` to the patch. 0, or −1 with
 * findings.
 */
int revision_take(struct revision *revision, struct head_edit *edit,
		  const struct source *source);

/*
 * The text `from`, an id or a title, is changed to `to` on purpose: a finding
 * that tells it is no new one for that. Both are copied.
 */
void revision_renames(struct revision *revision, const char *from,
		      const char *to);

/*
 * Leave in `diags`, from revision_reread(), only findings of at least `level`
 * that were not there before the change. How many.
 */
size_t revision_keep_new(const struct revision *revision,
			 struct diag_list *diags, enum diag_level level);

/*
 * Make the patch. With findings of at least `refused` that were not there
 * before, in the file `only` (NULL: in any), it is undone, and −1; but not with
 * `call->force`. With `call->dry_run` it is only shown, as a diff.
 */
int revision_make(struct revision *revision, enum diag_level refused,
		  const char *only);

/*
 * Tell why the change is not made, if it is not, and free all. The exit status
 * of the program: 0, 1 or 3.
 */
int revision_end(struct revision *revision);

/* Add to the newest finding which id may be meant by this one. Always −1. */
int revision_suggest(struct revision *revision, const char *id);

/* Nothing has this id: say so, and which one may be meant. Always −1. */
int revision_unknown(struct revision *revision, const char *id);

/* The word of the publication's language. */
const char *revision_word(const struct revision *revision, enum label label);

#endif
