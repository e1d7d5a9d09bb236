#include "form/sheet.h"

#include "base/arena.h"
#include "base/source.h"
#include "edit/head_edit.h"
#include "form/form.h"
#include "report/report.h"

static struct sheet *sheet_of(GPtrArray *sheets, const struct page *page,
			      const struct form_table *form)
{
	const struct named *unit = page->forum->responsible.to;
	const char *id = unit == NULL ? NULL : unit->id;
	struct sheet *sheet;

	for (guint i = 0; i < sheets->len; i++) {
		sheet = sheets->pdata[i];
		if (g_strcmp0(sheet->id, id) == 0)
			return sheet;
	}
	sheet = arena_new_array(form->arena, struct sheet, 1);
	sheet->id = id;
	sheet->title = unit != NULL ? unit->name
				    : labels_word(&form->report->labels,
						  LABEL_SHEET_NO_UNIT_TITLE);
	sheet->rows = g_ptr_array_new();
	g_ptr_array_add(sheets, sheet);
	return sheet;
}

static void fill_row(struct sheet_row *row, const struct form_table *form,
		     const struct head_edit *edit)
{
	row->cells = arena_new_array(form->arena, const char *, form->count);
	row->fixed = arena_new_array(form->arena, bool, form->count);
	for (size_t i = 0; i < form->count; i++)
		row->cells[i] = form_cell(form, &form->columns[i], row->page,
					  edit, &row->fixed[i]);
}

static int add_row(GPtrArray *sheets, const struct page *page,
		   const struct form_table *form, struct diag_list *diags)
{
	struct sheet *sheet = sheet_of(sheets, page, form);
	struct sheet_row *row =
		arena_new_array(form->arena, struct sheet_row, 1);
	struct head_edit *edit = NULL;

	row->page = page;
	if (source_read(page->source, diags) == 0)
		edit = head_edit_file(page->source, NULL, diags);
	if (edit != NULL) {
		fill_row(row, form, edit);
		g_ptr_array_add(sheet->rows, row);
		head_edit_free(edit);
	}
	source_drop(page->source);
	return edit == NULL ? -1 : 0;
}

GPtrArray *sheets_new(const struct form_table *form, struct diag_list *diags)
{
	const struct report *report = form->report;
	GPtrArray *sheets = g_ptr_array_new();
	int result = 0;

	for (size_t i = 0; i < report->forums_count; i++)
		if (form_year(report->forums[i], form->year) != NULL &&
		    add_row(sheets, report->forums[i], form, diags) != 0)
			result = -1;
	if (result == 0)
		return sheets;
	sheets_free(sheets);
	return NULL;
}

void sheets_free(GPtrArray *sheets)
{
	for (guint i = 0; i < sheets->len; i++)
		g_ptr_array_free(((struct sheet *)sheets->pdata[i])->rows,
				 TRUE);
	g_ptr_array_free(sheets, TRUE);
}
