#include "edit/revision.h"

#include <glib.h>
#include <string.h>

#include "base/diag_print.h"
#include "edit/head_edit.h"
#include "edit/patch.h"
#include "edit/patch_print.h"
#include "report/check.h"
#include "report/report.h"
#include "report/uses.h"

/* Findings that are told in full before the rest is only counted. */
#define FINDINGS_SHOWN 20

/* Read and check all content. */
static struct report *read_content(const struct revision *revision,
				   struct diag_list *diags)
{
	struct report *report =
		report_read(revision->content, revision->root, 0, diags);

	uses_begin(report);
	check_content(report, revision->content, diags);
	return report;
}

static int begin(struct revision *revision, const char *root,
		 const char *content, bool applied)
{
	*revision = (struct revision){
		.before = diag_list_new(),
		.diags = diag_list_new(),
		.patch = patch_new(content),
		.root = root,
		.content = content,
	};
	revision->report = read_content(revision, revision->before);
	if (revision->report->documents_count == 0) {
		diag_list_join(revision->diags, revision->before);
		return -1;
	}
	if (!applied && patch_check_left(revision->patch, revision->diags) != 0)
		return -1;
	if (revision->report->unread)
		return diag_add(revision->diags, DIAG_EDIT_UNREAD,
				source_whole(revision->report->source), NULL);
	return 0;
}

int revision_take(struct revision *revision, struct head_edit *edit,
		  const struct source *source)
{
	const GArray *changes = head_edit_changes(edit, revision->diags);

	if (changes == NULL)
		return -1;
	for (guint i = 0; i < changes->len; i++) {
		const struct head_change *change =
			&g_array_index(changes, struct head_change, i);

		if (patch_replace(
			    revision->patch,
			    source_span(source, change->offset, change->length),
			    change->text, revision->diags) != 0)
			return -1;
	}
	return 0;
}

int revision_begin(struct revision *revision, const char *root,
		   const char *content)
{
	return begin(revision, root, content, false);
}

int revision_look(struct revision *revision, const char *root,
		  const char *content)
{
	return begin(revision, root, content, true);
}

/*
 * Look at all content as it is now. What is found has its place in files that
 * will be put back, so it is told at once.
 */
static int check_again(struct revision *revision, int refused, const char *only)
{
	static const struct span no_place;
	struct diag_list *after = diag_list_new();
	struct report *report = read_content(revision, after);
	bool worse = diag_keep_more(after, revision->before,
				    (enum diag_level)refused) > 0;

	if (worse && only != NULL)
		worse = diag_keep_in(after, only) > 0;

	if (worse) {
		diag_add(revision->diags, DIAG_EDIT_FINDINGS, no_place, NULL);
		diag_print(after, revision->report->labels.findings,
			   FINDINGS_SHOWN, stderr);
	}
	report_free(report);
	diag_list_free(after);
	return worse ? -1 : 0;
}

int revision_make(struct revision *revision, bool dry_run, int refused,
		  const char *only, FILE *out)
{
	if (patch_is_empty(revision->patch)) {
		static const struct span no_place;

		return diag_add(revision->diags, DIAG_EDIT_SAME, no_place,
				NULL);
	}
	revision->done = true;
	if (dry_run) {
		patch_print_diff(revision->patch, out);
		return 0;
	}
	if (patch_apply(revision->patch, revision->diags) == 0 &&
	    check_again(revision, refused, only) == 0) {
		patch_finish(revision->patch);
		return 0;
	}
	patch_abandon(revision->patch, revision->diags);
	revision->done = false;
	return -1;
}

int revision_end(struct revision *revision, FILE *errors)
{
	int status = 0;

	if (!revision->done) {
		diag_print(revision->diags, revision->report->labels.findings,
			   FINDINGS_SHOWN, errors);
		status = diag_machine_failed(revision->diags) ? 3 : 1;
	}
	patch_free(revision->patch);
	report_free(revision->report);
	diag_list_free(revision->diags);
	diag_list_free(revision->before);
	return status;
}

int revision_unknown(struct revision *revision, const char *id)
{
	static const struct span no_place;
	GHashTable *targets = revision->report->targets;
	GList *ids = g_list_sort(g_hash_table_get_keys(targets),
				 (GCompareFunc)strcmp);
	GPtrArray *words = g_ptr_array_new();

	for (GList *at = ids; at != NULL; at = at->next)
		g_ptr_array_add(words, at->data);
	g_ptr_array_add(words, NULL);
	diag_add(revision->diags, DIAG_EDIT_UNKNOWN, no_place, "%s", id);
	diag_suggest(revision->diags,
		     diag_nearest(id, (const char *const *)words->pdata));
	g_ptr_array_free(words, TRUE);
	g_list_free(ids);
	return -1;
}

const char *revision_word(const struct revision *revision, enum label label)
{
	return labels_word(&revision->report->labels, label);
}
