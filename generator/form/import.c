#include "form/import.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/diag_print.h"
#include "edit/edit.h"
#include "edit/head_edit.h"
#include "edit/head_keys.h"
#include "edit/patch.h"
#include "edit/patch_print.h"
#include "edit/revision.h"
#include "form/answer.h"
#include "form/form.h"
#include "form/grid.h"
#include "form/sheet.h"
#include "report/report.h"

struct import {
	struct revision *revision;
	struct arena *arena;
	const struct form_table *form;
	struct head_order order;
	struct grid *grid; /* NULL: it cannot be read */
	struct diag_list *diags;
	const struct grid_row *header;
	/* What each column of the file is; NULL: nothing that is known. */
	const struct form_column **columns;
	size_t id;	     /* where the ids stand */
	size_t year;	     /* likewise */
	GHashTable *seen;    /* id → row (struct grid_row) */
	GHashTable *changed; /* names of files that change → struct grid_row */
	size_t values;
};

static const struct labels *labels_of(const struct import *import)
{
	return &import->revision->report->labels;
}

/* The place of a cell, for findings. */
static struct span cell_place(const struct import *import,
			      const struct grid_row *row, size_t column)
{
	const char *heading = grid_cell(import->header, column)->text;

	return grid_place(import->grid, row->number, column,
			  row == import->header || heading[0] == '\0' ? NULL
								      : heading,
			  labels_of(import), import->arena);
}

/* --- The first row -------------------------------------------------------- */

/* Does any row say something there? */
static bool is_filled(const struct import *import, size_t column)
{
	for (guint i = 1; i < import->grid->rows->len; i++) {
		const struct cell *cell =
			grid_cell(import->grid->rows->pdata[i], column);

		if (cell->text[0] != '\0' || cell->kind != CELL_TEXT)
			return true;
	}
	return false;
}

static const char *const *headings(const struct import *import)
{
	const char **all = arena_new_array(import->arena, const char *,
					   import->form->count + 1);

	for (size_t i = 0; i < import->form->count; i++)
		all[i] = import->form->columns[i].heading;
	return all;
}

static int unknown_column(struct import *import, size_t at)
{
	const char *heading = grid_cell(import->header, at)->text;

	if (!is_filled(import, at))
		return 0;
	diag_add(import->diags, DIAG_SHEET_COLUMN_UNKNOWN,
		 cell_place(import, import->header, at), "%s",
		 heading[0] == '\0' ? "–" : heading);
	diag_suggest(import->diags, diag_nearest(heading, headings(import)));
	return -1;
}

static int read_heading(struct import *import, size_t at)
{
	const struct form_column *column =
		form_column(import->form, grid_cell(import->header, at)->text);

	if (column == NULL)
		return unknown_column(import, at);
	for (size_t i = 0; i < at; i++)
		if (import->columns[i] == column)
			return diag_add(import->diags, DIAG_SHEET_COLUMN_TWICE,
					cell_place(import, import->header, at),
					"%s", column->heading);
	import->columns[at] = column;
	if (column->kind == FORM_ID)
		import->id = at;
	else if (column->kind == FORM_YEAR)
		import->year = at;
	return 0;
}

static bool is_there(const struct import *import,
		     const struct form_column *column)
{
	for (size_t i = 0; i < GRID_COLUMNS_MAX; i++)
		if (import->columns[i] == column)
			return true;
	return false;
}

/* Those that are not there; without id and year nothing can be read. */
static int check_missing(struct import *import)
{
	struct span where = grid_row_place(import->grid, import->header->number,
					   labels_of(import), import->arena);
	GString *missing = g_string_new(NULL);
	int result = 0;

	for (size_t i = 0; i < import->form->count; i++) {
		const struct form_column *column = &import->form->columns[i];

		if (is_there(import, column) || column->kind == FORM_CONFIRMED)
			continue;
		if (column->kind == FORM_ID || column->kind == FORM_YEAR)
			result = diag_add(import->diags,
					  DIAG_SHEET_COLUMN_NEEDED, where, "%s",
					  column->heading);
		else
			g_string_append_printf(missing, "%s%s",
					       missing->len > 0 ? ", " : "",
					       column->heading);
	}
	if (missing->len > 0)
		diag_add(import->diags, DIAG_SHEET_COLUMN_MISSING, where, "%s",
			 missing->str);
	g_string_free(missing, TRUE);
	return result;
}

static int read_header(struct import *import)
{
	int result = 0;

	import->header = import->grid->rows->pdata[0];
	import->columns = arena_new_array(
		import->arena, const struct form_column *, GRID_COLUMNS_MAX);
	for (size_t i = 0; i < GRID_COLUMNS_MAX; i++)
		if (read_heading(import, i) != 0)
			result = -1;
	if (check_missing(import) != 0)
		result = -1;
	return result;
}

/* --- Rows ----------------------------------------------------------------- */

static const struct page *find_forum(const struct import *import,
				     const char *id)
{
	const struct target *target =
		g_hash_table_lookup(import->revision->report->targets, id);

	return target != NULL && target->kind == TARGET_PAGE &&
			       target->page->forum != NULL
		       ? target->page
		       : NULL;
}

static int unknown_row(struct import *import, const struct grid_row *row)
{
	const struct report *report = import->revision->report;
	const char *id = grid_cell(row, import->id)->text;
	GPtrArray *ids = g_ptr_array_new();

	for (size_t i = 0; i < report->forums_count; i++)
		g_ptr_array_add(ids, (char *)report->forums[i]->target.id);
	g_ptr_array_add(ids, NULL);
	diag_add(import->diags, DIAG_SHEET_ROW_UNKNOWN,
		 cell_place(import, row, import->id), "%s", id);
	diag_suggest(import->diags,
		     diag_nearest(id, (const char *const *)ids->pdata));
	g_ptr_array_free(ids, TRUE);
	return -1;
}

/* The row is of the year that is asked for, which the forum has. */
static int check_year(struct import *import, const struct grid_row *row,
		      const struct page *page)
{
	const char *year = grid_cell(row, import->year)->text;
	const char *wanted =
		arena_printf(import->arena, "%d", import->form->year);
	struct span where = cell_place(import, row, import->year);

	if (strcmp(year, wanted) != 0) {
		diag_add(import->diags, DIAG_SHEET_YEAR, where, "%s", year);
		diag_write(import->diags, "%s", wanted);
		return -1;
	}
	if (form_year(page, import->form->year) != NULL)
		return 0;
	return diag_add(import->diags, DIAG_SHEET_NO_YEAR, where, "%s", year);
}

static int bad_cell(struct import *import, const struct grid_row *row,
		    size_t column)
{
	static const enum diag_id ids[] = {
		[CELL_FORMULA] = DIAG_SHEET_FORMULA,
		[CELL_DATE] = DIAG_SHEET_DATE,
		[CELL_FAULT] = DIAG_SHEET_FAULT,
		[CELL_MERGED] = DIAG_SHEET_MERGED,
	};
	const struct cell *cell = grid_cell(row, column);

	return diag_add(import->diags, ids[cell->kind],
			cell_place(import, row, column), "%s", cell->text);
}

/* The title is only there to be read; another one may mean another form. */
static void compare_title(struct import *import, const struct grid_row *row,
			  size_t column, const struct page *page)
{
	const char *title = grid_cell(row, column)->text;

	if (title[0] == '\0' || strcmp(title, page->target.title) == 0)
		return;
	diag_add(import->diags, DIAG_SHEET_TITLE,
		 cell_place(import, row, column), "%s", title);
	diag_write(import->diags, "%s", page->target.title);
}

/* 1 when the value is changed, 0 when it is not, −1 with the finding. */
static int take_cell(struct import *import, const struct grid_row *row,
		     size_t at, const struct page *page, struct head_edit *edit)
{
	const struct form_column *column = import->columns[at];
	const struct cell *cell = grid_cell(row, at);

	if (column == NULL)
		return 0;
	if (cell->kind != CELL_TEXT)
		return bad_cell(import, row, at);
	if (column->kind == FORM_TITLE)
		compare_title(import, row, at, page);
	if (column->path == NULL)
		return 0;
	return answer_take(import->form, column, page, edit, cell->text,
			   cell_place(import, row, at), import->diags);
}

static int take_cells(struct import *import, const struct grid_row *row,
		      const struct page *page, struct head_edit *edit,
		      size_t *changed)
{
	int result = 0;

	for (size_t i = 0; i < GRID_COLUMNS_MAX; i++) {
		int taken = take_cell(import, row, i, page, edit);

		if (taken < 0)
			result = -1;
		else
			*changed += (size_t)taken;
	}
	return result;
}

static int take_forum(struct import *import, const struct grid_row *row,
		      const struct page *page)
{
	struct head_edit *edit = NULL;
	size_t changed = 0;
	int result = -1;

	if (source_read(page->source, import->diags) != 0)
		return -1;
	edit = head_edit_file(page->source, &import->order, import->diags);
	if (edit != NULL)
		result = take_cells(import, row, page, edit, &changed);
	if (result == 0 && changed > 0)
		result = revision_take(import->revision, edit, page->source);
	if (changed > 0)
		g_hash_table_insert(import->changed, (char *)page->source->name,
				    (void *)row);
	import->values += changed;
	head_edit_free(edit);
	source_drop(page->source);
	return result;
}

static int take_row(struct import *import, const struct grid_row *row)
{
	const struct cell *id = grid_cell(row, import->id);
	const struct page *page;
	const struct grid_row *first;

	if (id->kind != CELL_TEXT)
		return bad_cell(import, row, import->id);
	page = find_forum(import, id->text);
	if (page == NULL)
		return unknown_row(import, row);
	first = g_hash_table_lookup(import->seen, page);
	if (first != NULL) {
		diag_add(import->diags, DIAG_SHEET_ROW_TWICE,
			 cell_place(import, row, import->id), "%s", id->text);
		diag_also(import->diags, cell_place(import, first, import->id));
		return -1;
	}
	g_hash_table_insert(import->seen, (void *)page, (void *)row);
	if (check_year(import, row, page) != 0)
		return -1;
	return take_forum(import, row, page);
}

/* Is no row about a forum of ours? Then it is another publication's form. */
static bool is_other(const struct import *import)
{
	for (guint i = 1; i < import->grid->rows->len; i++)
		if (find_forum(import, grid_cell(import->grid->rows->pdata[i],
						 import->id)
					       ->text) != NULL)
			return false;
	return true;
}

static int take_rows(struct import *import)
{
	int result = 0;

	import->seen = g_hash_table_new(g_direct_hash, g_direct_equal);
	for (guint i = 1; i < import->grid->rows->len; i++)
		if (take_row(import, import->grid->rows->pdata[i]) != 0)
			result = -1;
	g_hash_table_destroy(import->seen);
	return result;
}

static int take_grid(struct import *import, struct span where)
{
	struct diag_list *of_header = diag_list_new();
	struct diag_list *all = import->diags;
	int result;

	import->id = GRID_COLUMNS_MAX;
	import->diags = of_header;
	result = read_header(import);
	import->diags = all;
	if (import->grid->rows->len < 2)
		result = diag_add(all, DIAG_SHEET_EMPTY, where, NULL);
	else if (import->id < GRID_COLUMNS_MAX && is_other(import))
		result = diag_add(all, DIAG_SHEET_OTHER, where, NULL);
	else
		diag_list_join(all, of_header);
	diag_list_free(of_header);
	return result == 0 ? take_rows(import) : -1;
}

static int plan(struct import *import, const char *file)
{
	struct revision *revision = import->revision;

	import->grid = grid_read(file, labels_of(import)->quantity.decimal,
				 revision_word(revision, LABEL_SHEET_NAME),
				 import->arena, import->diags);
	if (import->grid == NULL)
		return -1;
	return take_grid(import, grid_file_place(file, import->arena));
}

/* --- What is done and said ------------------------------------------------ */

static void show(const struct import *import, FILE *out)
{
	patch_print_diff(import->revision->patch, out);
	fprintf(out, "%s: %zu. %s: %u.\n",
		revision_word(import->revision, LABEL_SHEET_CHANGED_VALUES),
		import->values,
		revision_word(import->revision, LABEL_SHEET_CHANGED_FORUMS),
		g_hash_table_size(import->changed));
}

static void say(const struct import *import, enum label label, FILE *out)
{
	fprintf(out, "%s\n", revision_word(import->revision, label));
}

static void tell(const struct import *import, FILE *errors)
{
	diag_print(import->diags, import->revision->report->labels.findings,
		   DIAG_SHOWN_MOST, errors);
}

/* Which rows it was that led to what is told above. */
static void tell_rows(struct import *import, const struct diag_list *found)
{
	for (guint i = 1; i < import->grid->rows->len; i++) {
		const struct grid_row *row = import->grid->rows->pdata[i];
		const struct page *page =
			find_forum(import, grid_cell(row, import->id)->text);

		if (page != NULL && diag_is_in(found, page->source->name))
			diag_add(import->revision->diags, DIAG_SHEET_ROW_WRONG,
				 cell_place(import, row, import->id), "%s",
				 page->target.id);
	}
}

/*
 * Is all as it should be now? Findings in the forums that were changed undo
 * the change. Those elsewhere are told, and so are claims: a text or a control
 * total that the new figures do not bear out is for its writer to put right.
 */
static int check_written(struct import *import, const struct edit_call *call)
{
	struct revision *revision = import->revision;
	enum diag_language language = revision->report->labels.findings;
	struct diag_list *found = diag_list_new();
	struct diag_list *elsewhere = diag_list_new();
	struct report *report = revision_reread(revision, found);
	bool good = report->documents_count > 0 && !report->unread;

	revision_keep_new(revision, found, DIAG_ERROR);
	if (diag_keep_among(found, import->changed, DIAG_CLAIM_FALSE,
			    elsewhere) > 0)
		good = false;
	if (good)
		good = patch_finish(revision->patch, revision->diags) == 0;
	if (!good) {
		diag_print(found, language, DIAG_SHOWN_MOST, call->errors);
		tell_rows(import, found);
		patch_abandon(revision->patch, revision->diags);
	} else {
		say(import, LABEL_SHEET_WRITTEN, call->out);
		if (diag_count(elsewhere, DIAG_ERROR) > 0)
			say(import, LABEL_SHEET_ELSEWHERE, call->out);
		diag_print(elsewhere, language, DIAG_SHOWN_MOST, call->out);
	}
	report_free(report);
	diag_list_free(elsewhere);
	diag_list_free(found);
	return good ? 0 : -1;
}

static int write_all(struct import *import, const struct edit_call *call)
{
	static const struct span no_place;
	struct revision *revision = import->revision;

	revision->done = patch_apply(revision->patch, revision->diags) == 0 &&
			 check_written(import, call) == 0;
	if (revision->done)
		return 0;
	return diag_add(revision->diags, DIAG_SHEET_NOT_TAKEN, no_place, NULL);
}

static int finish(struct import *import, const struct edit_call *call, bool yes,
		  bool (*ask)(const char *question, const char *good))
{
	struct revision *revision = import->revision;

	revision->done = true;
	if (patch_is_empty(revision->patch)) {
		say(import, LABEL_SHEET_SAME, call->out);
		return 0;
	}
	show(import, call->out);
	if (call->dry_run)
		return 0;
	if (!yes &&
	    (ask == NULL || !ask(revision_word(revision, LABEL_SHEET_ASK),
				 revision_word(revision, LABEL_SHEET_YES)))) {
		say(import, LABEL_SHEET_NOT_WRITTEN, call->out);
		return 0;
	}
	revision->done = false;
	return write_all(import, call);
}

int form_import(const struct edit_call *call, const char *file, int year,
		bool yes, bool (*ask)(const char *question, const char *good))
{
	struct revision revision;
	struct import import = {
		.revision = &revision,
		.arena = arena_new(),
		.diags = diag_list_new(),
		.changed = g_hash_table_new(g_str_hash, g_str_equal),
	};
	bool planned = true;
	int status;

	if (revision_begin(&revision, call) == 0) {
		if (year == 0)
			year = (int)revision.report->publication.year;
		import.form =
			form_new(revision.report, year, true, import.arena);
		import.order = head_keys_order(revision.report, import.arena);
		planned = plan(&import, file) == 0;
		tell(&import, call->errors);
		if (planned)
			finish(&import, call, yes, ask);
		/* Told above; there is nothing more to say. */
		revision.done = revision.done || !planned;
	}
	status = revision_end(&revision);
	if (!planned)
		status = diag_machine_failed(import.diags) ? 3 : 1;
	grid_free(import.grid);
	g_hash_table_destroy(import.changed);
	diag_list_free(import.diags);
	arena_free(import.arena);
	return status;
}
