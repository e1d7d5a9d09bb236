#include "diff/diff.h"

#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/diag_print.h"
#include "base/source.h"
#include "diff/compare.h"
#include "diff/sheet.h"
#include "diff/sheet_markup.h"
#include "diff/sheet_text.h"
#include "diff/version.h"
#include "format/html_contract.h"
#include "read/template.h"
#include "report/check.h"
#include "report/report.h"
#include "report/theme.h"

/* Findings of a version that are printed in full. */
/* The template of the page, which a theme need not have. */
#define TEMPLATE "comparison"

static const struct span nowhere = { 0 };

struct running {
	const struct diff_call *call;
	struct version versions[2];
	struct diag_list *found[2]; /* in each version */
	struct report *reports[2];
	struct diag_list *diags;
};

/* --- The versions ----------------------------------------------------------
 */

static void read_version(struct running *running, int which)
{
	const struct diff_call *call = running->call;
	const char *content = running->versions[which].content;
	struct diag_list *diags = diag_list_new();
	struct report *report =
		report_read(content, call->root, call->year, diags);

	check_content(report, content, diags);
	running->reports[which] = report;
	running->found[which] = diags;
}

/* Errors of what is said, while all that is said was read. */
static const enum diag_id harmless[] = { DIAG_CLAIM_FALSE, DIAG_CONTROL_FALSE,
					 DIAG_STANDS_FOR_REASON,
					 DIAG_COSTS_TWICE, DIAG_FEE_RECIPIENT };

/* What is wrong in a version is told under its name. */
static int refuse_version(struct running *running, int which)
{
	struct diag_list *diags = running->found[which];
	enum diag_language language = running->reports[which]->labels.findings;
	const struct version *version = &running->versions[which];

	const char *name =
		version->name[0] == '\0' ? version->content : version->name;

	if (diag_count(diags, DIAG_ERROR) == 0)
		return 0;
	if (diag_count_but(diags, harmless, G_N_ELEMENTS(harmless)) == 0) {
		diag_add(running->diags, DIAG_DIFF_FAULTS, nowhere, "%s", name);
		return 0;
	}
	diag_add(running->diags, DIAG_DIFF_WRONG, nowhere, "%s", name);
	diag_print(running->diags, language, 0, stderr);
	diag_print(diags, language, DIAG_SHOWN_MOST, stderr);
	return -1;
}

static int find_versions(struct running *running)
{
	const struct diff_call *call = running->call;
	int first = version_find(&running->versions[0], call->before,
				 call->content, running->diags);
	int second = version_find(&running->versions[1], call->after,
				  call->content, running->diags);

	return first == 0 && second == 0 ? 0 : -1;
}

/* --- What is written ------------------------------------------------------
 */

/* The style sheets of the theme, and the hash that lets them be used. */
static char *theme_style(const struct theme *theme, struct diag_list *diags)
{
	GString *style = g_string_new(NULL);

	for (size_t i = 0; i < theme->files_count; i++) {
		const struct theme_file *file = &theme->files[i];
		char *text = NULL;
		GError *error = NULL;

		if (!g_str_has_suffix(file->name, ".css"))
			continue;
		if (g_file_get_contents(file->path, &text, NULL, &error))
			g_string_append(style, text);
		else
			diag_add(diags, DIAG_FILE_OPEN, nowhere, "%s",
				 error->message);
		g_clear_error(&error);
		g_free(text);
	}
	return g_string_free(style, FALSE);
}

static char *style_hash(const char *style)
{
	GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof(digest);
	char *encoded;
	char *hash;

	g_checksum_update(checksum, (const guchar *)style, -1);
	g_checksum_get_digest(checksum, digest, &length);
	g_checksum_free(checksum);
	encoded = g_base64_encode(digest, length);
	hash = g_strconcat("sha256-", encoded, NULL);
	g_free(encoded);
	return hash;
}

static struct object *page_values(const struct sheet *sheet,
				  const struct theme *theme,
				  const struct report *report,
				  const char *style, const char *hash,
				  const GString *body)
{
	struct object *values =
		object_new_within(sheet->arena, theme->constants);

	object_set_text(values, "title", sheet->title);
	object_set_text(values, "publisher", report->publication.publisher);
	object_set_markup(values, "style", style);
	object_set_text(values, "style-hash", hash);
	object_set(values, "body", value_markup_length(body->str, body->len));
	return values;
}

static int write_page(GString *out, const struct running *running,
		      const struct sheet *sheet)
{
	const struct report *report = running->reports[1];
	char *themes = g_build_filename(running->call->root, "themes", NULL);
	const struct theme_contract contract =
		html_contract(report, report->arena);
	const struct theme *theme =
		theme_load(running->call->theme, themes, &contract,
			   report->arena, running->diags);
	GString *body;
	char *style;
	char *hash;
	int result;

	g_free(themes);
	if (theme == NULL)
		return -1;
	if (!template_set_has(theme->templates, TEMPLATE))
		return diag_add(running->diags, DIAG_THEME_TEMPLATE, nowhere,
				"%s", TEMPLATE);
	body = g_string_new(NULL);
	sheet_html(body, sheet, &report->labels);
	style = theme_style(theme, running->diags);
	hash = style_hash(style);
	result = template_render(out, theme->templates, TEMPLATE,
				 value_object(page_values(sheet, theme, report,
							  style, hash, body)),
				 running->diags);
	g_free(hash);
	g_free(style);
	g_string_free(body, TRUE);
	return result;
}

static int write_text(GString *out, const struct running *running,
		      const struct sheet *sheet)
{
	sheet_text(out, sheet, &running->reports[1]->labels);
	return 0;
}

static int write_docbook(GString *out, const struct running *running,
			 const struct sheet *sheet)
{
	sheet_docbook(out, sheet, running->reports[1]);
	return 0;
}

static const struct {
	const char *name;
	int (*write)(GString *out, const struct running *running,
		     const struct sheet *sheet);
} formats[] = {
	{ "text", write_text },
	{ "html", write_page },
	{ "docbook", write_docbook },
};

static int write_stream(const struct running *running, FILE *stream,
			const GString *out)
{
	if (fwrite(out->str, 1, out->len, stream) == out->len &&
	    fflush(stream) == 0)
		return 0;
	return diag_add(running->diags, DIAG_OUTPUT_WRITE, nowhere, "%s",
			g_strerror(errno));
}

/* A device or a pipe, whose place no file may take: `-o /dev/null`. */
static int write_special(const struct running *running, const char *path,
			 const GString *out)
{
	FILE *stream = fopen(path, "w");
	int result;

	if (stream == NULL)
		return diag_add(running->diags, DIAG_OUTPUT_WRITE, nowhere,
				"%s", g_strerror(errno));
	result = write_stream(running, stream, out);
	fclose(stream);
	return result;
}

static int write_out(const struct running *running, const GString *out)
{
	const char *path = running->call->output;
	GError *error = NULL;

	if (path == NULL)
		return write_stream(running, stdout, out);
	if (g_file_test(path, G_FILE_TEST_EXISTS) &&
	    !g_file_test(path, G_FILE_TEST_IS_REGULAR))
		return write_special(running, path, out);
	/* A new file takes the place of the old one only when it is whole. */
	if (g_file_set_contents(path, out->str, (gssize)out->len, &error)) {
		printf("%s %s\n",
		       labels_word(&running->reports[1]->labels,
				   LABEL_DIFF_WRITTEN),
		       path);
		return fflush(stdout) == 0 ? 0 : -1;
	}
	diag_add(running->diags, DIAG_OUTPUT_WRITE, nowhere, "%s",
		 error->message);
	g_error_free(error);
	return -1;
}

static int write_comparison(struct running *running)
{
	struct arena *arena = arena_new();
	const struct compared before = { running->reports[0],
					 running->versions[0].name };
	const struct compared after = { running->reports[1],
					running->versions[1].name };
	GString *out = g_string_new(NULL);
	struct sheet sheet;
	int result = -1;

	sheet_init(&sheet, NULL, arena);
	compare_versions(&sheet, &before, &after);
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (strcmp(formats[i].name, running->call->format) == 0)
			result = formats[i].write(out, running, &sheet);
	if (result == 0)
		result = write_out(running, out);
	sheet_release(&sheet);
	g_string_free(out, TRUE);
	arena_free(arena);
	return result;
}

/* --- The run ---------------------------------------------------------------
 */

/* 0 good, 1 errors in the content, 3 the machine failed. */
static int status_of(const struct running *running)
{
	for (int i = 0; i < 2; i++)
		if (running->found[i] != NULL &&
		    diag_machine_failed(running->found[i]))
			return 3;
	if (diag_machine_failed(running->diags))
		return 3;
	return 1;
}

static void running_release(struct running *running)
{
	for (int i = 0; i < 2; i++) {
		report_free(running->reports[i]);
		diag_list_free(running->found[i]);
		version_release(&running->versions[i]);
	}
	diag_list_free(running->diags);
}

/* That of the later version, or of the content folder if there is none. */
static enum diag_language language_of(struct running *running)
{
	if (running->reports[1] == NULL) {
		g_free(running->versions[1].content);
		running->versions[1].content = g_strdup(running->call->content);
		read_version(running, 1);
	}
	return running->reports[1]->labels.findings;
}

int diff_run(const struct diff_call *call)
{
	struct running running = { .call = call, .diags = diag_list_new() };
	int result = find_versions(&running);
	bool told = false;
	int status;

	for (int i = 0; i < 2 && result == 0; i++) {
		read_version(&running, i);
		result = refuse_version(&running, i);
		told = result != 0;
	}
	if (result == 0)
		result = write_comparison(&running);
	if (!told)
		diag_print(running.diags, language_of(&running), 0, stderr);
	status = result == 0 ? 0 : status_of(&running);
	running_release(&running);
	return status;
}
