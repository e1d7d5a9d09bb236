#include "form/export.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "edit/edit.h"
#include "edit/revision.h"
#include "form/csv.h"
#include "form/form.h"
#include "form/sheet.h"
#include "form/workbook.h"
#include "report/report.h"

/* A file that is made ready under another name. */
struct made_file {
	char *path;
	char *ready; /* NULL: it is there already, and says the same */
};

struct export
{
	struct revision *revision;
	struct arena *arena;
	const struct form_table *form;
	const char *folder;
	GArray *files; /* struct made_file */
};

static const char *word(const struct export *export, enum label label)
{
	return revision_word(export->revision, label);
}

static struct span place_of(const struct export *export, const char *path)
{
	return source_whole(source_new(path, path, export->arena));
}

static void write_csv(GString *out, const struct form_table *form,
		      const struct sheet *sheet)
{
	csv_begin(out);
	for (size_t i = 0; i < form->count; i++)
		csv_append(out, form->columns[i].heading, i + 1 == form->count);
	for (guint k = 0; k < sheet->rows->len; k++) {
		const struct sheet_row *row = sheet->rows->pdata[k];

		for (size_t i = 0; i < form->count; i++)
			csv_append(out, row->cells[i], i + 1 == form->count);
	}
}

/* 1 when the file says what `ready` does, 0 when there is none. */
static int compare_files(const struct export *export, const char *path,
			 const char *ready)
{
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return 0;
	return file_same(path, ready) == 1
		       ? 1
		       : diag_add(export->revision->diags, DIAG_SHEET_EXISTS,
				  place_of(export, path), NULL);
}

/* What was made ready is put in place later, with all others. */
static int take_ready(struct export *export, const char *path,
		      const char *ready)
{
	int there = compare_files(export, path, ready);
	struct made_file file = { g_strdup(path), g_strdup(ready) };

	if (there == 1) {
		unlink(ready);
		g_clear_pointer(&file.ready, g_free);
	}
	g_array_append_val(export->files, file);
	return there < 0 ? -1 : 0;
}

static int failed(const struct export *export, const char *path, int error)
{
	return diag_add(export->revision->diags, DIAG_OUTPUT_WRITE,
			place_of(export, path), "%s", g_strerror(error));
}

static int make_csv(struct export *export, const struct sheet *sheet,
		    const char *path, const char *ready)
{
	GString *text = g_string_new(NULL);
	GError *error = NULL;
	int result = 0;

	write_csv(text, export->form, sheet);
	if (!g_file_set_contents(ready, text->str, (gssize)text->len, &error)) {
		result = diag_add(export->revision->diags, DIAG_OUTPUT_WRITE,
				  place_of(export, path), "%s", error->message);
		g_error_free(error);
	}
	g_string_free(text, TRUE);
	return result;
}

static int make_workbook(struct export *export, const struct sheet *sheet,
			 const char *path, const char *ready)
{
	int error = workbook_write(ready, export->form, sheet);

	return error == 0 ? 0 : failed(export, path, error);
}

static int
make_file(struct export *export, const struct sheet *sheet, const char *ending,
	  int (*make)(struct export *export, const struct sheet *sheet,
		      const char *path, const char *ready))
{
	const char *id = sheet->id == NULL ? word(export, LABEL_SHEET_NO_UNIT)
					   : sheet->id;
	char *path = g_strdup_printf("%s/%s.%s", export->folder, id, ending);
	char *ready =
		g_strdup_printf("%s/.%s.%s.bilaga", export->folder, id, ending);
	int result = make(export, sheet, path, ready);

	if (result == 0)
		result = take_ready(export, path, ready);
	else
		unlink(ready);
	g_free(path);
	g_free(ready);
	return result;
}

static int make_files(struct export *export, const GPtrArray *sheets)
{
	int result = 0;

	if (g_mkdir_with_parents(export->folder, 0777) != 0)
		return failed(export, export->folder, errno);
	for (guint i = 0; i < sheets->len; i++)
		if (make_file(export, sheets->pdata[i], "xlsx",
			      make_workbook) != 0 ||
		    make_file(export, sheets->pdata[i], "csv", make_csv) != 0)
			result = -1;
	return result;
}

/* Put all in place, or, with `undo`, take all away. */
static int place_files(struct export *export, bool undo)
{
	int result = 0;

	for (guint i = 0; i < export->files->len; i++) {
		struct made_file *file =
			&g_array_index(export->files, struct made_file, i);

		if (file->ready != NULL && undo)
			unlink(file->ready);
		else if (file->ready != NULL &&
			 rename(file->ready, file->path) != 0)
			result = failed(export, file->path, errno);
		g_free(file->ready);
		g_free(file->path);
	}
	return result;
}

static void say(const struct export *export, const GPtrArray *sheets, FILE *out)
{
	for (guint i = 0; i < sheets->len; i++) {
		const struct sheet *sheet = sheets->pdata[i];
		const char *id = sheet->id == NULL
					 ? word(export, LABEL_SHEET_NO_UNIT)
					 : sheet->id;

		fprintf(out, "%s/%s.xlsx, %s.csv: %u %s\n", export->folder, id,
			id, sheet->rows->len,
			word(export, sheet->rows->len == 1
					     ? LABEL_SHEET_ONE_FORUM
					     : LABEL_SHEET_FORUMS));
	}
}

static int write_forms(struct export *export, int year, FILE *out)
{
	struct revision *revision = export->revision;
	GPtrArray *sheets;
	int result;

	export->form = form_new(revision->report, year, false, export->arena);
	sheets = sheets_new(export->form, revision->diags);
	if (sheets == NULL)
		return -1;
	if (sheets->len == 0) {
		result = diag_add(revision->diags, DIAG_SHEET_NO_YEAR,
				  source_whole(revision->report->source), "%d",
				  year);
	} else {
		result = make_files(export, sheets);
		if (place_files(export, result != 0) != 0)
			result = -1;
	}
	if (result == 0)
		say(export, sheets, out);
	sheets_free(sheets);
	return result;
}

int form_export(const struct edit_call *call, const char *folder, int year)
{
	/* The content is only looked at. */
	struct edit_call looking = *call;
	struct revision revision;
	struct export export = {
		.revision = &revision,
		.folder = folder,
		.arena = arena_new(),
		.files = g_array_new(FALSE, FALSE, sizeof(struct made_file)),
	};

	looking.dry_run = true;
	if (revision_begin(&revision, &looking) == 0) {
		if (year == 0)
			year = (int)revision.report->publication.year;
		revision.done = write_forms(&export, year, call->out) == 0;
	}
	g_array_free(export.files, TRUE);
	year = revision_end(&revision);
	arena_free(export.arena);
	return year;
}
