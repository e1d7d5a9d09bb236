#include "edit/edit.h"

#include <glib.h>
#include <string.h>

#include "edit/create.h"
#include "edit/move.h"
#include "edit/patch.h"
#include "edit/place.h"
#include "edit/progress.h"
#include "edit/rename.h"
#include "edit/revision.h"
#include "edit/year.h"
#include "report/report.h"

static int make(struct revision *revision, const struct edit_call *call,
		enum diag_level refused, const char *only)
{
	return revision_make(revision, call->dry_run,
			     call->force ? REVISION_ANYTHING : (int)refused,
			     only, call->out);
}

/* "… Changed files: 3." */
static void say_files(const struct edit_call *call,
		      const struct revision *revision)
{
	fprintf(call->out, " %s: %zu.\n",
		revision_word(revision, LABEL_EDIT_CHANGED_FILES),
		patch_files(revision->patch));
}

int edit_rename(const struct edit_call *call, const char *id, const char *new,
		const char *title)
{
	struct revision revision;

	if (revision_begin(&revision, call->root, call->content) == 0 &&
	    rename_plan(&revision, id, new, title) == 0 &&
	    make(&revision, call, DIAG_NOTE, NULL) == 0 && !call->dry_run) {
		fprintf(call->out, "%s %s %s.", id,
			revision_word(&revision, LABEL_EDIT_IS_CALLED),
			title != NULL && strcmp(id, new) == 0 ? title : new);
		say_files(call, &revision);
	}
	return revision_end(&revision, call->errors);
}

/* Where the page lies after the change; caller frees. */
static char *path_now(const struct revision *revision, const char *id)
{
	const struct target *target =
		g_hash_table_lookup(revision->report->targets, id);
	char *before = place_path(target->page);
	char *now = patch_name(revision->patch, before, true);

	g_free(before);
	return now;
}

int edit_move(const struct edit_call *call, const char *id, const char *folder,
	      const char *after)
{
	struct revision revision;

	if (revision_begin(&revision, call->root, call->content) == 0 &&
	    move_plan(&revision, id, folder, after) == 0 &&
	    make(&revision, call, DIAG_NOTE, NULL) == 0 && !call->dry_run) {
		char *now = path_now(&revision, id);

		fprintf(call->out, "%s %s %s.", id,
			revision_word(&revision, LABEL_EDIT_LIES_IN), now);
		say_files(call, &revision);
		g_free(now);
	}
	return revision_end(&revision, call->errors);
}

/* What is not known yet is only warned of. */
int edit_new(const struct edit_call *call, const struct create_call *page)
{
	struct revision revision;
	const char *path = NULL;

	if (revision_begin(&revision, call->root, call->content) == 0)
		path = create_plan(&revision, page);
	if (path != NULL && make(&revision, call, DIAG_ERROR, path) == 0 &&
	    !call->dry_run)
		fprintf(call->out, "%s %s\n", path,
			revision_word(&revision, LABEL_EDIT_IS_NEW));
	return revision_end(&revision, call->errors);
}

static void say_count(const struct edit_call *call,
		      const struct revision *revision, enum label label,
		      size_t count)
{
	if (count > 0)
		fprintf(call->out, "  %s: %zu\n",
			revision_word(revision, label), count);
}

static void say_year(const struct edit_call *call,
		     const struct revision *revision, int year,
		     const struct year_counts *counts)
{
	int64_t own = revision->report->publication.own_year;
	bool shown = counts->published || own == year;

	fprintf(call->out, "%s %d, %s %d\n",
		revision_word(revision, LABEL_EDIT_YEAR), year,
		revision_word(revision, LABEL_EDIT_CARRIED_FROM),
		(int)counts->from);
	say_count(call, revision, LABEL_EDIT_YEAR_ADDED, counts->added);
	say_count(call, revision, LABEL_EDIT_YEAR_COMPLETED, counts->completed);
	say_count(call, revision, LABEL_EDIT_YEAR_HAD, counts->had);
	say_count(call, revision, LABEL_EDIT_YEAR_ENDED, counts->ended);
	say_count(call, revision, LABEL_EDIT_YEAR_ABSENT, counts->absent);
	fprintf(call->out, "%s %d.",
		revision_word(revision, shown ? LABEL_EDIT_YEAR_SHOWN
					      : LABEL_EDIT_YEAR_STILL),
		shown ? year : (int)own);
	if (!shown)
		fprintf(call->out, " %s",
			revision_word(revision, LABEL_EDIT_YEAR_PUBLISH));
	fputc('\n', call->out);
}

int edit_year(const struct edit_call *call, int year, bool publish)
{
	struct year_counts counts = { 0 };
	struct revision revision;

	if (revision_begin(&revision, call->root, call->content) == 0 &&
	    year_plan(&revision, year, publish, &counts) == 0) {
		/* Done before: nothing is left to do, which is no fault. */
		if (patch_is_empty(revision.patch))
			revision.done = true;
		else
			make(&revision, call, DIAG_ERROR, NULL);
		if (revision.done &&
		    (!call->dry_run || patch_is_empty(revision.patch)))
			say_year(call, &revision, year, &counts);
	}
	return revision_end(&revision, call->errors);
}

int edit_year_status(const struct edit_call *call, int year)
{
	struct revision revision;

	if (revision_begin(&revision, call->root, call->content) == 0) {
		revision.done = true;
		progress_print(revision.report, call->content, year, call->out);
	}
	return revision_end(&revision, call->errors);
}
