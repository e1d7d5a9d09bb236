#include "format/html_whole.h"

#include <string.h>

#include "base/arena.h"
#include "base/output.h"
#include "format/foreign.h"
#include "format/html_body.h"
#include "format/html_navigation.h"
#include "format/html_page.h"
#include "format/html_place.h"
#include "format/html_table.h"
#include "format/html_values.h"
#include "format/html_writing.h"
#include "format/markup.h"
#include "report/abbreviation.h"
#include "report/calculation.h"
#include "report/facts.h"
#include "report/report.h"
#include "report/table.h"
#include "report/theme.h"

/* Stands in the template where the pages come, so that they are streamed. */
#define WHOLE_MARK "<!--bilaga:pages-->"

static void write_piece_title(struct markup *markup, const struct page *page)
{
	const char *name = html_heading_name(page->depth + 1);

	markup_open(markup, name);
	html_number(markup, page->target.number);
	markup_text(markup, page->target.title);
	markup_close(markup, name);
	markup_break(markup);
}

static void write_piece_facts(struct markup *markup,
			      const struct html_place *place)
{
	const struct fact *fact = values_facts(place);

	markup_open_class(markup, "dl", "facts");
	for (; fact != NULL; fact = fact->next) {
		markup_open(markup, "div");
		markup_element(markup, "dt", fact->heading);
		for (const struct fact_item *at = fact->items; at != NULL;
		     at = at->next) {
			markup_open(markup, "dd");
			if (at->target != NULL) {
				markup_open(markup, "a");
				html_href(markup, place, at->target);
			}
			markup_text(markup, at->text);
			if (at->target != NULL)
				markup_close(markup, "a");
			if (at->after != NULL)
				markup_text(markup, at->after);
			markup_close(markup, "dd");
		}
		markup_close(markup, "div");
		markup_break(markup);
	}
	markup_close(markup, "dl");
	markup_break(markup);
}

static void write_piece(struct markup *markup, const struct html_place *place,
			struct abbreviation_met *met)
{
	const struct page *page = place->page;
	/* The heading of the document's own piece stands above them all. */
	const char *name = page->kind == PAGE_DOCUMENT ? "div" : "section";

	markup_open_class(markup, name,
			  page->kind == PAGE_FORUM ? "piece forum" : "piece");
	markup_attribute(markup, "id", page->target.id);
	markup_break(markup);
	if (page->kind != PAGE_DOCUMENT)
		write_piece_title(markup, page);
	else
		write_piece_facts(markup, place);
	html_body(markup, place, met);
	if (page->kind == PAGE_FORUM) {
		const struct table *figures =
			table_of_forum(place->report, page, place->arena);

		if (figures != NULL)
			html_table(markup, place, figures);
		write_piece_facts(markup, place);
		figures = calculation_table(place->report, page, place->arena);
		if (figures != NULL)
			html_table(markup, place, figures);
	}
	html_costs(markup, place);
	if (html_has_notes(page)) {
		markup_open_class(markup, "div", "notes");
		html_notes(markup, place, met);
		markup_close(markup, "div");
	}
	markup_close(markup, name);
	markup_break(markup);
}

static int write_pieces(struct writing *writing, struct output_file *file,
			const struct document *document)
{
	struct arena *arena = arena_new(); /* of the whole */
	struct abbreviation_met met;
	int result = 0;

	abbreviation_begin(&met, writing->book, arena);
	for (size_t i = 0; i < document->pages_count && result == 0; i++) {
		struct html_place place = { writing->report, document->pages[i],
					    true, writing->arena, false };
		struct markup markup;

		g_string_truncate(writing->page, 0);
		markup_init(&markup, writing->page);
		write_piece(&markup, &place, &met);
		markup_finish(&markup);
		foreign_mark(writing->foreign, writing->page);
		result = output_add(file, writing->page->str,
				    writing->page->len);
		arena_reset(writing->arena);
	}
	arena_free(arena);
	return result;
}

int html_write_whole(struct writing *writing, size_t i)
{
	const struct document *document = writing->report->documents[i];
	struct html_place place = { writing->report, document->page, true,
				    writing->arena, false };
	const char *folder = writing_folder(writing, document);
	struct object *values;
	GString *frame;
	struct output_file *file;
	const char *mark;
	int result;

	if (!writing_wants(writing, folder, HTML_WHOLE))
		return 0;
	values = values_of_page(writing, &place);
	frame = g_string_new(NULL);
	object_set_text(values, "title", document->page->target.title);
	object_set_text(values, "description",
			values_description(writing, document->page));
	object_set(values, "contents", html_contents(writing, &place));
	object_set(values, "body", value_markup(WHOLE_MARK));
	result = template_render(frame, writing->theme->templates, "whole",
				 value_object(values), writing->diags);
	g_string_assign(writing->path, folder);
	g_string_append(writing->path, HTML_WHOLE);
	foreign_mark(writing->foreign, frame);
	mark = strstr(frame->str, WHOLE_MARK);
	if (result != 0 || mark == NULL) {
		g_string_free(frame, TRUE);
		return result;
	}
	file = output_begin(writing->output, writing->path->str);
	output_add(file, frame->str, (size_t)(mark - frame->str));
	write_pieces(writing, file, document);
	mark += strlen(WHOLE_MARK);
	output_add(file, mark, strlen(mark));
	result = output_end(file);
	g_string_free(frame, TRUE);
	return result;
}

static void list_targets(struct list *list, const struct html_place *place,
			 const struct target *const *targets, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct object *entry = list_add_object(list);

		object_set_text(entry, "number", targets[i]->number);
		object_set_text(entry, "title", targets[i]->title);
		object_set_text(entry, "url", html_url(place, targets[i]));
	}
}

int html_write_tables(struct writing *writing, size_t i)
{
	const struct document *document = writing->report->documents[i];
	struct html_place place = { writing->report, document->page, false,
				    writing->arena, false };
	const char *folder = writing_folder(writing, document);
	struct object *values;
	struct list *list;

	if (document->tables_count + document->charts_count == 0 ||
	    !writing_wants(writing, folder, HTML_TABLES))
		return 0;
	values = values_of_page(writing, &place);
	list = object_add_list(values, "tables");
	object_set_text(values, "title",
			writing_word(writing, LABEL_PAGE_TABLE_LIST));
	object_set_text(
		values, "description",
		arena_concat(writing->arena,
			     writing_word(writing, LABEL_PAGE_TABLE_LIST),
			     " – ", document->page->target.title, NULL));
	object_set(values, "navigation", html_navigation(writing, &place));
	list_targets(list, &place, document->tables, document->tables_count);
	object_set_truth(values, "has-charts", document->charts_count > 0);
	list_targets(object_add_list(values, "charts"), &place,
		     document->charts, document->charts_count);
	return writing_write(writing, folder, HTML_TABLES, "tables", values);
}
