#include "edit/edit.h"

#include <glib.h>
#include <string.h>

#include "base/diag.h"
#include "base/diag_print.h"
#include "edit/create.h"
#include "edit/fmt.h"
#include "edit/move.h"
#include "edit/patch.h"
#include "edit/patch_print.h"
#include "edit/place.h"
#include "edit/progress.h"
#include "edit/rename.h"
#include "edit/revision.h"
#include "edit/schema_json.h"
#include "edit/year.h"
#include "report/help.h"
#include "report/kinds.h"
#include "report/report.h"

/* "… Changed files: 3." */
static void say_files(const struct edit_call *call,
		      const struct revision *revision)
{
	fprintf(call->out, " %s: %zu.\n",
		revision_word(revision, LABEL_EDIT_CHANGED_FILES),
		patch_files(revision->patch));
}

/*
 * Headings and tables that have no id of their own have one that begins with
 * the page's: links to them from other websites would lead nowhere.
 */
static void say_anchors(const struct edit_call *call,
			const struct revision *revision, const char *id,
			const char *new)
{
	GHashTable *targets = revision->report->targets;
	const struct target *page = g_hash_table_lookup(targets, id);
	size_t length = strlen(id);
	bool first = true;
	GList *ids;

	if (page == NULL || page->kind != TARGET_PAGE || strcmp(id, new) == 0)
		return;
	ids = g_list_sort(g_hash_table_get_keys(targets), (GCompareFunc)strcmp);
	for (GList *at = ids; at != NULL; at = at->next) {
		const char *old = at->data;
		const struct target *target = g_hash_table_lookup(targets, old);

		if (!target->made || target->page != page->page ||
		    !g_str_has_prefix(old, id) || old[length] != '-')
			continue;
		if (first)
			fprintf(call->out, "%s\n",
				revision_word(revision, LABEL_EDIT_ANCHORS));
		first = false;
		fprintf(call->out, "  %s → %s%s\n", old, new, old + length);
	}
	g_list_free(ids);
}

int edit_rename(const struct edit_call *call, const char *id, const char *new,
		const char *title)
{
	struct revision revision;

	if (revision_begin(&revision, call) == 0 &&
	    rename_plan(&revision, id, new, title) == 0 &&
	    revision_make(&revision, DIAG_NOTE, NULL) == 0 && !call->dry_run) {
		fprintf(call->out, "%s %s %s.", id,
			revision_word(&revision, LABEL_EDIT_IS_CALLED),
			title != NULL && strcmp(id, new) == 0 ? title : new);
		say_files(call, &revision);
		say_anchors(call, &revision, id, new);
	}
	return revision_end(&revision);
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

	if (revision_begin(&revision, call) == 0 &&
	    move_plan(&revision, id, folder, after) == 0 &&
	    revision_make(&revision, DIAG_NOTE, NULL) == 0 && !call->dry_run) {
		char *now = path_now(&revision, id);

		fprintf(call->out, "%s %s %s.", id,
			revision_word(&revision, LABEL_EDIT_LIES_IN), now);
		say_files(call, &revision);
		g_free(now);
	}
	return revision_end(&revision);
}

/* What is not known yet is only warned of. */
int edit_new(const struct edit_call *call, const struct create_call *page)
{
	struct revision revision;
	const char *path = NULL;

	if (revision_begin(&revision, call) == 0)
		path = create_plan(&revision, page);
	if (path != NULL && revision_make(&revision, DIAG_ERROR, path) == 0 &&
	    !call->dry_run)
		fprintf(call->out, "%s %s\n", path,
			revision_word(&revision, LABEL_EDIT_IS_NEW));
	return revision_end(&revision);
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

	if (revision_begin(&revision, call) == 0 &&
	    year_plan(&revision, year, publish, &counts) == 0) {
		/* Done before: nothing is left to do, which is no fault. */
		if (patch_is_empty(revision.patch))
			revision.done = true;
		else
			revision_make(&revision, DIAG_ERROR, NULL);
		if (revision.done &&
		    (!call->dry_run || patch_is_empty(revision.patch)))
			say_year(call, &revision, year, &counts);
	}
	return revision_end(&revision);
}

int edit_year_status(const struct edit_call *call, int year)
{
	struct edit_call looking = *call;
	struct revision revision;

	looking.dry_run = true;
	if (revision_begin(&revision, &looking) == 0) {
		revision.done = true;
		progress_print(revision.report, call->content, year, call->out);
	}
	return revision_end(&revision);
}

/* --- What needs no revision ------------------------------------------------
 */

/* The status after findings, which are told. */
static int tell(const struct edit_call *call, struct diag_list *diags,
		const struct report *report)
{
	diag_print(diags, report->labels.findings, DIAG_SHOWN_MOST,
		   call->errors);
	return diag_machine_failed(diags) ? 3 : 1;
}

/* Say which files fmt changes, or would change. */
static void say_formatted(const struct edit_call *call, const GPtrArray *names,
			  const struct labels *labels, bool would)
{
	bool one = names->len == 1;
	enum label label =
		would ? (one ? LABEL_FMT_ONE_WOULD_CHANGE
			     : LABEL_FMT_WOULD_CHANGE)
		      : (one ? LABEL_FMT_ONE_CHANGED : LABEL_FMT_CHANGED);

	for (guint i = 0; i < names->len; i++)
		fprintf(call->out, "%s\n",
			(const char *)g_ptr_array_index(names, i));
	if (names->len == 0)
		fprintf(call->out, "%s\n",
			labels_word(labels, LABEL_FMT_NOTHING));
	else
		fprintf(call->out, "%u %s\n", names->len,
			labels_word(labels, label));
}

static int write_formatted(const struct edit_call *call, struct patch *patch,
			   const GPtrArray *names, const struct report *report,
			   bool check, struct diag_list *diags)
{
	if (check) {
		say_formatted(call, names, &report->labels, true);
		return names->len == 0 ? 0 : 1;
	}
	if (call->dry_run) {
		patch_print_diff(patch, call->out);
		return 0;
	}
	if (patch_apply(patch, diags) != 0 || patch_finish(patch, diags) != 0) {
		patch_abandon(patch, diags);
		return tell(call, diags, report);
	}
	say_formatted(call, names, &report->labels, false);
	return 0;
}

/* Find what is to be written, and write it. */
static int format_all(const struct edit_call *call, bool check,
		      struct report *report, struct diag_list *diags)
{
	struct patch *patch = patch_new(call->content);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	int status;

	if (diag_count(diags, DIAG_ERROR) > 0 ||
	    fmt_collect(patch, names, report, call->content, diags) != 0)
		status = tell(call, diags, report);
	else
		status = write_formatted(call, patch, names, report, check,
					 diags);
	g_ptr_array_free(names, TRUE);
	patch_free(patch);
	return status;
}

int edit_fmt(const struct edit_call *call, bool check)
{
	struct edit_call own = *call;
	struct diag_list *recovered = diag_list_new();
	struct diag_list *diags = diag_list_new();
	struct report *report;
	bool ready;
	int status;

	own.dry_run |= check;
	ready = revision_recover(&own, recovered) == 0;
	report = report_read(call->content, call->root, 0, diags);
	status = tell(call, recovered, report);
	if (ready)
		status = format_all(call, check, report, diags);
	report_free(report);
	diag_list_free(diags);
	diag_list_free(recovered);
	return status;
}

/* Write the file if its bytes differ. */
static int write_schema(const char *folder, const char *name,
			const GString *text, struct diag_list *diags)
{
	static const struct span no_place;
	char *file = g_strconcat(name, ".json", NULL);
	char *path = g_build_filename(folder, file, NULL);
	GError *error = NULL;
	char *before = NULL;
	int result = 0;

	if (g_file_get_contents(path, &before, NULL, NULL) &&
	    strcmp(before, text->str) == 0)
		goto out;
	if (g_mkdir_with_parents(folder, 0755) == 0 &&
	    g_file_set_contents(path, text->str, (gssize)text->len, &error))
		goto out;
	result = diag_add(diags, DIAG_OUTPUT_WRITE, no_place, "%s", path);
out:
	g_clear_error(&error);
	g_free(before);
	g_free(path);
	g_free(file);
	return result;
}

/* All schemas to the folder, or one to `out`. */
static int write_schemas(const struct edit_call *call, const char *kind,
			 const char *output, const struct report *report,
			 const GPtrArray *kinds, const struct help *help,
			 struct diag_list *diags)
{
	const char *name;
	int result = 0;

	for (size_t i = 0; (name = schema_json_name(i)) != NULL; i++) {
		GString *text;

		if (kind != NULL && strcmp(kind, name) != 0)
			continue;
		text = g_string_new(NULL);
		schema_json_append(text, name, report, kinds, help);
		if (output == NULL)
			fputs(text->str, call->out);
		else if (write_schema(output, name, text, diags) != 0)
			result = -1;
		g_string_free(text, TRUE);
	}
	return result;
}

/*
 * Content with faults has a schema, too: it is wanted most by who mends them.
 * Only the publication's language and groups must be known.
 */
int edit_schema(const struct edit_call *call, const char *kind,
		const char *output)
{
	struct diag_list *diags = diag_list_new();
	struct diag_list *own = diag_list_new();
	struct report *report =
		report_read(call->content, call->root, 0, diags);
	const char *language = report->publication.language;
	GPtrArray *kinds = NULL;
	const struct help *help = NULL;
	int status = 0;

	if (language == NULL || report->publication.groups == NULL) {
		status = tell(call, diags, report);
	} else {
		kinds = kinds_load(call->root, language, report->arena, own);
		help = help_load(call->root, language, report->arena, own);
		if (kinds == NULL || help == NULL ||
		    write_schemas(call, kind, output, report, kinds, help,
				  own) != 0)
			status = tell(call, own, report);
	}
	if (kinds != NULL)
		g_ptr_array_free(kinds, TRUE);
	report_free(report);
	diag_list_free(own);
	diag_list_free(diags);
	return status;
}
