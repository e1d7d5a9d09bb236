#include "diff/sheet_markup.h"

#include <stdbool.h>
#include <string.h>

#include "diff/sheet.h"
#include "format/markup.h"
#include "report/facts.h"
#include "report/report.h"

/* The deepest heading of a sheet. */
#define LEVEL_MOST 6

/* How an element of a sheet is called in each of the two. */
struct names {
	const char *list;
	const char *item;
	const char *text; /* in an item; NULL: nothing */
	const char *paragraph;
	bool html;
};

static const struct names html_names = { "ul", "li", NULL, "p", true };
static const struct names docbook_names = { "itemizedlist", "listitem", "para",
					    "para", false };

struct writing {
	struct markup markup;
	const struct names *names;
	const struct labels *labels;
	bool in_list;
	unsigned sections; /* of DocBook that are open */
	unsigned tables;
};

static const char *word(const struct writing *writing, enum label label)
{
	return labels_word(writing->labels, label);
}

static void write_words(struct writing *writing, const char *text)
{
	markup_text(&writing->markup, text);
}

/* --- Runs ----------------------------------------------------------------- */

static void open_run(struct writing *writing, enum run_kind kind)
{
	if (writing->names->html) {
		markup_open(&writing->markup,
			    kind == RUN_INSERTED ? "ins" : "del");
		return;
	}
	markup_open(&writing->markup, "emphasis");
	markup_attribute(&writing->markup, "role",
			 kind == RUN_INSERTED ? "inserted" : "deleted");
}

static void close_run(struct writing *writing, enum run_kind kind)
{
	markup_close(&writing->markup, !writing->names->html  ? "emphasis"
				       : kind == RUN_INSERTED ? "ins"
							      : "del");
}

/* What is marked for the eye is said to those who listen. */
static void write_unseen(struct writing *writing, const char *before,
			 const char *text, const char *after)
{
	if (!writing->names->html)
		return;
	markup_open_class(&writing->markup, "span", "unseen");
	write_words(writing, before);
	write_words(writing, text);
	write_words(writing, after);
	markup_close(&writing->markup, "span");
}

/* Blanks at the start of a run stand outside it. */
static void write_run(struct writing *writing, const struct run *run,
		      bool is_said)
{
	size_t blanks = strspn(run->text, " ");

	if (run->kind == RUN_PLAIN) {
		write_words(writing, run->text);
		return;
	}
	if (blanks > 0)
		write_words(writing, " ");
	open_run(writing, run->kind);
	if (is_said)
		write_unseen(writing, "[",
			     word(writing, run->kind == RUN_INSERTED
						   ? LABEL_DIFF_ADDED
						   : LABEL_DIFF_REMOVED),
			     " ");
	write_words(writing, run->text + blanks);
	if (is_said)
		write_unseen(writing, "]", "", "");
	close_run(writing, run->kind);
}

static bool has_plain(const struct block *block)
{
	for (size_t i = 0; i < block->count; i++)
		if (block->runs[i].kind == RUN_PLAIN)
			return true;
	return false;
}

static void write_mixed(struct writing *writing, const struct block *block)
{
	for (size_t i = 0; i < block->count; i++) {
		const struct run *run = &block->runs[i];

		if (i > 0 && run->kind == RUN_INSERTED &&
		    run[-1].kind == RUN_DELETED && run->text[0] != ' ')
			write_words(writing, " ");
		write_run(writing, run, true);
	}
}

/* "ändrat från A till B" */
static void write_replaced(struct writing *writing, const struct block *block)
{
	static const enum label words[] = { [RUN_DELETED] =
						    LABEL_DIFF_CHANGED_FROM,
					    [RUN_INSERTED] =
						    LABEL_DIFF_CHANGED_TO };

	for (size_t i = 0; i < block->count; i++) {
		if (i > 0)
			write_words(writing, " ");
		write_words(writing, word(writing, words[block->runs[i].kind]));
		write_words(writing, " ");
		write_run(writing, &block->runs[i], false);
	}
}

/* What is new or gone, each thing by itself. */
static void write_whole(struct writing *writing, const struct block *block)
{
	enum run_kind kind = block->runs[0].kind;

	if (kind != RUN_PLAIN) {
		write_words(writing,
			    word(writing, kind == RUN_INSERTED
						  ? LABEL_DIFF_ADDED
						  : LABEL_DIFF_REMOVED));
		write_words(writing, " ");
	}
	for (size_t i = 0; i < block->count; i++) {
		if (i > 0)
			write_words(writing, ", ");
		write_run(writing, &block->runs[i], false);
	}
}

/* --- Items ---------------------------------------------------------------- */

static void open_link(struct writing *writing, const char *to)
{
	if (!writing->names->html) {
		markup_open(&writing->markup, "link");
		markup_attribute(&writing->markup, "linkend", to);
		return;
	}
	markup_open(&writing->markup, "a");
	markup_attribute_begin(&writing->markup, "href");
	g_string_append_c(writing->markup.out, '#');
	markup_escape(writing->markup.out, to);
	markup_attribute_end(&writing->markup);
}

static void write_lead(struct writing *writing, const struct block *block)
{
	const char *name = writing->names->html ? "strong" : "emphasis";

	if (block->lead == NULL)
		return;
	if (block->to != NULL)
		open_link(writing, block->to);
	markup_open(&writing->markup, name);
	if (!writing->names->html)
		markup_attribute(&writing->markup, "role", "strong");
	write_words(writing, block->lead);
	markup_close(&writing->markup, name);
	if (block->to != NULL)
		markup_close(&writing->markup,
			     writing->names->html ? "a" : "link");
	write_words(writing, ": ");
}

static void open_list(struct writing *writing)
{
	if (writing->in_list)
		return;
	writing->in_list = true;
	if (writing->names->html)
		markup_open_class(&writing->markup, writing->names->list,
				  "changes");
	else
		markup_open(&writing->markup, writing->names->list);
	markup_break(&writing->markup);
}

static void close_list(struct writing *writing)
{
	if (!writing->in_list)
		return;
	writing->in_list = false;
	markup_close(&writing->markup, writing->names->list);
	markup_break(&writing->markup);
}

static void write_item(struct writing *writing, const struct block *block)
{
	const struct names *names = writing->names;

	open_list(writing);
	markup_open(&writing->markup, names->item);
	if (names->text != NULL)
		markup_open(&writing->markup, names->text);
	write_lead(writing, block);
	if (block->kind == BLOCK_ITEM)
		write_whole(writing, block);
	else if (has_plain(block))
		write_mixed(writing, block);
	else
		write_replaced(writing, block);
	if (names->text != NULL)
		markup_close(&writing->markup, names->text);
	markup_close(&writing->markup, names->item);
	markup_break(&writing->markup);
}

/* --- Headings --------------------------------------------------------------
 */

static void write_html_heading(struct writing *writing,
			       const struct block *block)
{
	static const char *const names[] = {
		"h1", "h2", "h3", "h4", "h5", "h6"
	};
	const char *name = names[MIN(block->level, LEVEL_MOST) - 1];

	markup_open(&writing->markup, name);
	markup_attribute(&writing->markup, "id", block->id);
	write_words(writing, block->runs[0].text);
	markup_close(&writing->markup, name);
	markup_break(&writing->markup);
}

static void close_sections(struct writing *writing, unsigned down_to)
{
	while (writing->sections > down_to) {
		markup_close(&writing->markup, "section");
		markup_break(&writing->markup);
		writing->sections--;
	}
}

static void write_heading(struct writing *writing, const struct block *block)
{
	if (writing->names->html) {
		write_html_heading(writing, block);
		return;
	}
	close_sections(writing, block->level - 2);
	markup_open(&writing->markup, "section");
	markup_attribute(&writing->markup, "xml:id", block->id);
	markup_element(&writing->markup, "title", block->runs[0].text);
	markup_break(&writing->markup);
	writing->sections++;
}

/* --- Tables ----------------------------------------------------------------
 */

/* What stands in brackets after a figure is set apart. */
static void write_cell(struct writing *writing, const char *text, bool figure)
{
	const char *lacks = figure ? strstr(text, " (") : NULL;
	char *before;

	if (lacks == NULL) {
		write_words(writing, text);
		return;
	}
	before = g_strndup(text, (gsize)(lacks + 1 - text));
	write_words(writing, before);
	markup_open_class(&writing->markup, "span", "lacks");
	write_words(writing, lacks + 1);
	markup_close(&writing->markup, "span");
	g_free(before);
}

static void write_html_row(struct writing *writing, const char *const *cells,
			   size_t count, bool is_head)
{
	struct markup *markup = &writing->markup;

	markup_open(markup, "tr");
	for (size_t i = 0; i < count; i++) {
		const char *name = is_head || i == 0 ? "th" : "td";

		markup_open(markup, name);
		if (is_head || i == 0)
			markup_attribute(markup, "scope",
					 is_head ? "col" : "row");
		if (i > 0)
			markup_attribute(markup, "class", "number");
		write_cell(writing, cells[i], !is_head && i > 0);
		markup_close(markup, name);
	}
	markup_close(markup, "tr");
	markup_break(markup);
}

static void write_html_table(struct writing *writing,
			     const struct sheet_table *table)
{
	struct markup *markup = &writing->markup;

	markup_open_class(markup, "div", "table");
	markup_open_class(markup, "div", "table-scroll");
	markup_attribute(markup, "role", "group");
	markup_attribute(markup, "aria-label", table->caption);
	markup_attribute(markup, "tabindex", "0");
	markup_open_class(markup, "table", "comparison");
	markup_element(markup, "caption", table->caption);
	markup_open(markup, "thead");
	write_html_row(writing, table->headings, table->columns, true);
	markup_close(markup, "thead");
	markup_open(markup, "tbody");
	markup_break(markup);
	for (guint i = 0; i < table->rows->len; i++)
		write_html_row(writing, g_ptr_array_index(table->rows, i),
			       table->columns, false);
	markup_close(markup, "tbody");
	markup_close(markup, "table");
	markup_close(markup, "div");
	markup_close(markup, "div");
	markup_break(markup);
}

static void write_docbook_row(struct writing *writing, const char *const *cells,
			      size_t count)
{
	markup_open(&writing->markup, "row");
	for (size_t i = 0; i < count; i++)
		markup_element(&writing->markup, "entry", cells[i]);
	markup_close(&writing->markup, "row");
	markup_break(&writing->markup);
}

static void write_docbook_columns(struct writing *writing, size_t count)
{
	struct markup *markup = &writing->markup;

	for (size_t i = 0; i < count; i++) {
		char name[16];

		g_snprintf(name, sizeof(name), "c%zu", i + 1);
		markup_open(markup, "colspec");
		markup_attribute(markup, "colname", name);
		markup_attribute(markup, "align", i == 0 ? "left" : "right");
		markup_close(markup, "colspec");
	}
}

static void write_docbook_table(struct writing *writing,
				const struct sheet_table *table)
{
	struct markup *markup = &writing->markup;

	markup_open(markup, "informaltable");
	markup_attribute(markup, "frame", "topbot");
	markup_attribute(markup, "rowheader", "firstcol");
	markup_open(markup, "tgroup");
	markup_number(markup, "cols", (unsigned)table->columns);
	write_docbook_columns(writing, table->columns);
	markup_open(markup, "thead");
	write_docbook_row(writing, table->headings, table->columns);
	markup_close(markup, "thead");
	markup_open(markup, "tbody");
	for (guint i = 0; i < table->rows->len; i++)
		write_docbook_row(writing, g_ptr_array_index(table->rows, i),
				  table->columns);
	markup_close(markup, "tbody");
	markup_close(markup, "tgroup");
	markup_close(markup, "informaltable");
	markup_break(markup);
}

/* --- The whole -------------------------------------------------------------
 */

static void write_paragraph(struct writing *writing, const char *text)
{
	markup_element(&writing->markup, writing->names->paragraph, text);
	markup_break(&writing->markup);
}

static void write_block(struct writing *writing, const struct block *block)
{
	if (block->kind != BLOCK_ITEM && block->kind != BLOCK_CHANGED)
		close_list(writing);
	switch (block->kind) {
	case BLOCK_HEADING:
		write_heading(writing, block);
		break;
	case BLOCK_PARAGRAPH:
		write_paragraph(writing, block->runs[0].text);
		break;
	case BLOCK_ITEM:
	case BLOCK_CHANGED:
		write_item(writing, block);
		break;
	case BLOCK_TABLE:
		if (writing->names->html)
			write_html_table(writing, block->table);
		else
			write_docbook_table(writing, block->table);
		break;
	}
}

/* How changes are marked stands before the first of them. */
static void write_blocks(struct writing *writing, const struct sheet *sheet)
{
	bool told = false;

	for (guint i = 0; i < sheet->blocks->len; i++) {
		const struct block *block =
			&g_array_index(sheet->blocks, struct block, i);

		if (block->kind == BLOCK_HEADING && !told) {
			write_paragraph(writing,
					word(writing, LABEL_DIFF_LEGEND));
			told = true;
		}
		write_block(writing, block);
	}
	close_list(writing);
}

void sheet_html(GString *out, const struct sheet *sheet,
		const struct labels *labels)
{
	struct writing writing = { .names = &html_names, .labels = labels };

	markup_init(&writing.markup, out);
	write_blocks(&writing, sheet);
	markup_finish(&writing.markup);
}

static void write_info(struct writing *writing, const struct sheet *sheet,
		       const struct report *report)
{
	const struct publication *publication = &report->publication;
	struct markup *markup = &writing->markup;
	GString *date = g_string_new(NULL);

	facts_append_date(date, &publication->date);
	markup_open(markup, "info");
	markup_element(markup, "title", sheet->title);
	if (date->len > 0)
		markup_element(markup, "date", date->str);
	if (publication->publisher != NULL) {
		markup_open(markup, "publisher");
		markup_element(markup, "publishername", publication->publisher);
		markup_close(markup, "publisher");
	}
	markup_close(markup, "info");
	markup_break(markup);
	g_string_free(date, TRUE);
}

void sheet_docbook(GString *out, const struct sheet *sheet,
		   const struct report *report)
{
	struct writing writing = { .names = &docbook_names,
				   .labels = &report->labels };
	struct markup *markup = &writing.markup;

	g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	markup_init(markup, out);
	markup_open(markup, "article");
	markup_attribute(markup, "xmlns", "http://docbook.org/ns/docbook");
	markup_attribute(markup, "version", "5.0");
	markup_attribute(markup, "xml:lang",
			 labels_word(&report->labels, LABEL_LANGUAGE_CODE));
	markup_attribute(markup, "xml:id", "comparison");
	markup_break(markup);
	write_info(&writing, sheet, report);
	write_blocks(&writing, sheet);
	close_sections(&writing, 0);
	markup_close(markup, "article");
	markup_finish(markup);
	g_string_append_c(out, '\n');
}
