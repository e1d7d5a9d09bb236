#include "edit/revision.h"

#include <glib.h>
#include <string.h>

#include "base/diag_print.h"
#include "edit/edit.h"
#include "edit/head_edit.h"
#include "edit/patch.h"
#include "edit/patch_print.h"
#include "edit/patch_recover.h"
#include "report/check.h"
#include "report/report.h"
#include "report/unfinished.h"
#include "report/uses.h"

/* Tell what was found, and leave nothing of it to be told again. */
static void tell(const struct revision *revision, struct diag_list *diags)
{
	diag_print(diags, revision->report->labels.findings, DIAG_SHOWN_MOST,
		   revision->call->errors);
}

struct report *revision_reread(const struct revision *revision,
			       struct diag_list *diags)
{
	const struct edit_call *call = revision->call;
	struct report *report =
		report_read(call->content, call->root, 0, diags);

	uses_begin(report);
	check_content(report, call->content, diags);
	return report;
}

int revision_recover(const struct edit_call *call, struct diag_list *diags)
{
	return call->dry_run ? unfinished_check(call->content, diags)
			     : patch_recover(call->content, diags);
}

int revision_begin(struct revision *revision, const struct edit_call *call)
{
	struct diag_list *recovered = diag_list_new();
	int result;

	*revision = (struct revision){
		.before = diag_list_new(),
		.diags = diag_list_new(),
		.patch = patch_new(call->content),
		.renamed = g_ptr_array_new_with_free_func(g_free),
		.call = call,
	};
	result = revision_recover(call, recovered);
	revision->report = revision_reread(revision, revision->before);
	if (result != 0)
		diag_list_join(revision->diags, recovered);
	else
		tell(revision, recovered);
	diag_list_free(recovered);
	if (result != 0)
		return -1;
	if (revision->report->documents_count == 0) {
		diag_list_join(revision->diags, revision->before);
		return -1;
	}
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

void revision_renames(struct revision *revision, const char *from,
		      const char *to)
{
	g_ptr_array_add(revision->renamed, g_strdup(from));
	g_ptr_array_add(revision->renamed, g_strdup(to));
}

/* Letters of other languages, too: bytes of UTF-8 from 0x80 on. */
static bool is_letter(char c)
{
	return g_ascii_isalnum(c) || (unsigned char)c >= 0x80;
}

/* `text` with `to` for each `from` that is not a part of a word. */
static char *replace_words(const char *text, const char *from, const char *to)
{
	GString *result = g_string_new(NULL);
	size_t length = strlen(from);
	const char *at = text;

	while (*at != '\0') {
		bool begins = at == text || !is_letter(at[-1]);

		if (length > 0 && begins && strncmp(at, from, length) == 0 &&
		    !is_letter(at[length])) {
			g_string_append(result, to);
			at += length;
		} else {
			g_string_append_c(result, *at++);
		}
	}
	return g_string_free(result, FALSE);
}

/*
 * The detail of a finding, or the name of its file, with the names that the
 * change gives; one that has them already stays as it is.
 */
static char *as_renamed(const char *text, const void *context)
{
	const struct revision *revision = context;
	const GPtrArray *renamed = revision->renamed;
	char *now = patch_name(revision->patch, text, true);

	for (guint i = 0; i + 1 < renamed->len; i += 2) {
		char *next = replace_words(now, g_ptr_array_index(renamed, i),
					   g_ptr_array_index(renamed, i + 1));

		g_free(now);
		now = next;
	}
	return now;
}

size_t revision_keep_new(const struct revision *revision,
			 struct diag_list *diags, enum diag_level level)
{
	return diag_keep_more(diags, revision->before, level, as_renamed,
			      revision);
}

/*
 * Look at all content as it is now. What is found has its place in files that
 * will be put back, so it is told at once.
 */
static int check_again(struct revision *revision, enum diag_level refused,
		       const char *only)
{
	static const struct span no_place;
	struct diag_list *after = diag_list_new();
	struct report *report = revision_reread(revision, after);
	bool worse = revision_keep_new(revision, after, refused) > 0;

	if (worse && only != NULL)
		worse = diag_keep_in(after, only) > 0;

	if (worse) {
		diag_add(revision->diags, DIAG_EDIT_FINDINGS, no_place, NULL);
		tell(revision, after);
	}
	report_free(report);
	diag_list_free(after);
	return worse ? -1 : 0;
}

int revision_make(struct revision *revision, enum diag_level refused,
		  const char *only)
{
	const struct edit_call *call = revision->call;

	if (patch_is_empty(revision->patch)) {
		static const struct span no_place;

		return diag_add(revision->diags, DIAG_EDIT_SAME, no_place,
				NULL);
	}
	revision->done = true;
	if (call->dry_run) {
		patch_print_diff(revision->patch, call->out);
		return 0;
	}
	if (patch_apply(revision->patch, revision->diags) == 0 &&
	    (call->force || check_again(revision, refused, only) == 0) &&
	    patch_finish(revision->patch, revision->diags) == 0)
		return 0;
	patch_abandon(revision->patch, revision->diags);
	revision->done = false;
	return -1;
}

int revision_end(struct revision *revision)
{
	int status = 0;

	if (!revision->done) {
		tell(revision, revision->diags);
		status = diag_machine_failed(revision->diags) ? 3 : 1;
	}
	patch_free(revision->patch);
	g_ptr_array_free(revision->renamed, TRUE);
	report_free(revision->report);
	diag_list_free(revision->diags);
	diag_list_free(revision->before);
	return status;
}

int revision_suggest(struct revision *revision, const char *id)
{
	GHashTable *targets = revision->report->targets;
	GList *ids = g_list_sort(g_hash_table_get_keys(targets),
				 (GCompareFunc)strcmp);
	GPtrArray *words = g_ptr_array_new();

	for (GList *at = ids; at != NULL; at = at->next)
		g_ptr_array_add(words, at->data);
	g_ptr_array_add(words, NULL);
	diag_suggest(revision->diags,
		     diag_nearest(id, (const char *const *)words->pdata));
	g_ptr_array_free(words, TRUE);
	g_list_free(ids);
	return -1;
}

int revision_unknown(struct revision *revision, const char *id)
{
	static const struct span no_place;

	diag_add(revision->diags, DIAG_EDIT_UNKNOWN, no_place, "%s", id);
	return revision_suggest(revision, id);
}

const char *revision_word(const struct revision *revision, enum label label)
{
	return labels_word(&revision->report->labels, label);
}
