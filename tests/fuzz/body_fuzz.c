/*
 * libFuzzer: any text as that of a section and of a forum. Items lie in the
 * text; what has no finding is written as HTML and as DocBook that is well
 * formed. It reads labels, so it runs in the project's folder.
 */
#include "input.h"

#include <ftw.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/collate.h"
#include "base/output.h"
#include "format/docbook.h"
#include "format/html_body.h"
#include "format/html_place.h"
#include "format/markup.h"
#include "read/body.h"
#include "report/check.h"
#include "report/number.h"
#include "report/refs.h"
#include "report/abbreviation.h"
#include "report/report.h"

/* --- Items ---------------------------------------------------------------- */

static void check_items(const struct source *source,
			const struct body_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		input_check_span(source,
				 ((struct body_item *)list->items[i])->where);
}

static void check_body(const struct source *source, const struct body *body)
{
	check_items(source, &body->headings);
	check_items(source, &body->links);
	check_items(source, &body->images);
	check_items(source, &body->roles);
	check_items(source, &body->references);
	check_items(source, &body->tables);
	for (size_t i = 0; i < body->roles.count; i++) {
		const struct body_role *role = body->roles.items[i];

		input_check_span(source, role->text_where);
	}
	for (const struct body_note *note = body->notes; note != NULL;
	     note = note->next)
		input_check_span(source, note->where);
}

/* --- A report with a document, a section and a forum -----------------------
 */

/* What is read once and lives as long as the program. */
static const struct labels *the_labels(void)
{
	static struct labels labels;
	static struct arena *arena;

	if (arena == NULL) {
		struct diag_list *diags = diag_list_new();

		arena = arena_new();
		g_assert(labels_load(&labels, "generator/labels", "sv",
				     (struct span){ 0 }, arena, diags) == 0);
		diag_list_free(diags);
	}
	return &labels;
}

static struct collator *the_collator(void)
{
	static struct collator *collator;

	if (collator == NULL)
		collator = collator_new("sv", NULL);
	return collator;
}

static struct page *add_page(struct report *report, enum page_kind kind,
			     const char *id, struct page *parent)
{
	struct page *page = arena_new_array(report->arena, struct page, 1);
	char *name = arena_printf(report->arena, "%s.md", id);

	page->kind = kind;
	page->source = source_new(name, name, report->arena);
	page->target = (struct target){ .kind = TARGET_PAGE,
					.id = id,
					.number = "",
					.title = id,
					.full = id,
					.page = page };
	page->parent = parent;
	report->pages[report->pages_count++] = page;
	if (parent == NULL)
		return page;
	page->depth = parent->depth + 1;
	parent->first_child = parent->last_child = page;
	return page;
}

static struct quantity count(int64_t hundredths, enum quantity_kind kind)
{
	return (struct quantity){ .state = QUANTITY_VALUE,
				  .kind = (uint8_t)kind,
				  .low = hundredths,
				  .high = hundredths };
}

static void fill_forum(struct report *report, struct page *page)
{
	static struct form form = { .word = "form",
				    .class = LABEL_CLASS_NETWORK };
	static struct organisation recipient = { .id = "alfa",
						 .name = "Alfa",
						 .abbreviation = "AL" };
	struct arena *arena = report->arena;
	struct forum *forum = arena_new_array(arena, struct forum, 1);
	struct forum_year *year = arena_new_array(arena, struct forum_year, 1);

	g_hash_table_insert(report->forms, (char *)form.word, &form);
	g_hash_table_insert(report->organisations, (char *)recipient.id,
			    &recipient);
	year->year = 2024;
	year->state = LABEL_STATE_RUNS;
	year->participants = arena_new_array(arena, struct figure, 1);
	year->participants[0].quantity = count(200, QUANTITY_COUNT);
	year->fee.quantity = count(1250000, QUANTITY_MONEY);
	year->other.quantity.state = QUANTITY_UNKNOWN;
	year->other.quantity.kind = QUANTITY_MONEY;
	forum->title = page->target.title;
	forum->form.id = form.word;
	forum->run_by.items = arena_new_array(arena, struct reference, 1);
	forum->run_by.items[0].id = recipient.id;
	forum->run_by.count = 1;
	forum->stands_for = 1;
	forum->years = year;
	forum->years_count = 1;
	page->forum = forum;
	report->forums[report->forums_count++] = page;
}

static void fill_publication(struct report *report)
{
	struct publication *publication = &report->publication;

	publication->title = "Publikation";
	publication->publisher = "Utgivare";
	publication->year = 2024;
	publication->date.year = 2024;
	publication->groups = arena_new_array(report->arena, const char *, 2);
	publication->groups[0] = "AB";
	publication->group_names = publication->groups;
	publication->groups_count = 1;
}

static struct report *new_report(void)
{
	struct report *report = g_new0(struct report, 1);
	struct arena *arena = arena_new();
	struct document *document = arena_new_array(arena, struct document, 1);

	report->arena = arena;
	report->arenas = g_ptr_array_new();
	report->labels = *the_labels();
	report->collator = the_collator();
	report->targets = g_hash_table_new(g_str_hash, g_str_equal);
	report->organisations = g_hash_table_new(g_str_hash, g_str_equal);
	report->forms = g_hash_table_new(g_str_hash, g_str_equal);
	report->units = g_hash_table_new(g_str_hash, g_str_equal);
	report->goals = g_hash_table_new(g_str_hash, g_str_equal);
	report->pages = arena_new_array(arena, struct page *, 4);
	report->forums = arena_new_array(arena, struct page *, 2);
	report->documents = arena_new_array(arena, struct document *, 1);
	report->documents[report->documents_count++] = document;
	fill_publication(report);
	document->date = report->publication.date;
	document->page = add_page(report, PAGE_DOCUMENT, "dokument", NULL);
	add_page(report, PAGE_SECTION, "avsnitt", document->page);
	fill_forum(report,
		   add_page(report, PAGE_FORUM, "forum", report->pages[1]));
	document->pages = report->pages;
	document->pages_count = report->pages_count;
	for (size_t i = 0; i < report->pages_count; i++)
		report->pages[i]->document = document;
	return report;
}

/* --- Writing -------------------------------------------------------------- */

static void write_html(const struct report *report, const struct page *page,
		       bool whole)
{
	struct html_place place = { report, page, whole, report->arena, false };
	GString *out = g_string_new(NULL);
	struct abbreviation_met met;
	struct markup markup;

	abbreviation_begin(&met, abbreviation_book_new(report, report->arena),
			   report->arena);
	markup_init(&markup, out);
	html_body(&markup, &place, &met);
	if (html_has_notes(page))
		html_notes(&markup, &place, &met);
	markup_finish(&markup);
	g_assert(g_utf8_validate(out->str, (gssize)out->len, NULL));
	g_string_free(out, TRUE);
}

static int remove_one(const char *path, const struct stat *status, int type,
		      struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

static char *folder;

static void remove_folder(void)
{
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	g_free(folder);
}

static void write_docbook(const struct report *report, struct diag_list *diags)
{
	struct output *output;
	char *path;
	xmlDocPtr document;

	if (folder == NULL) {
		folder = g_dir_make_tmp("bilaga-fuzz-XXXXXX", NULL);
		g_assert(folder != NULL);
		atexit(remove_folder);
	}
	output = output_open(folder, "docbook", diags);
	g_assert(output != NULL);
	g_assert(docbook_render(output, report, diags) == 0);
	g_assert(output_finish(output) == 0);
	output_free(output);
	path = g_build_filename(folder, "docbook", "dokument.xml", NULL);
	document = xmlReadFile(path, NULL, XML_PARSE_NONET);
	g_assert(document != NULL);
	xmlFreeDoc(document);
	g_free(path);
}

static void render(const struct report *report, const struct page *page,
		   struct diag_list *diags)
{
	write_html(report, page, false);
	write_html(report, page, true);
	write_docbook(report, diags);
}

/* The text as that of the page number `at` of the report. */
static void try_page(const struct source *source, size_t at)
{
	struct diag_list *diags = diag_list_new();
	struct report *report = new_report();
	struct page *page = report->pages[at];

	page->body =
		body_parse(source, 0, source->length, 0, report->arena, diags);
	check_body(source, page->body);
	if (diag_count(diags, DIAG_ERROR) == 0) {
		number_report(report, diags);
		refs_resolve(report, "tests/fuzz", diags);
		check_report(report, diags);
	}
	if (diag_count(diags, DIAG_ERROR) == 0)
		render(report, page, diags);
	report->collator = NULL;
	report_free(report);
	diag_list_free(diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct source *source = input_source(data, size, arena);

	for (size_t at = 0; source != NULL && at < 3; at++)
		try_page(source, at);
	arena_free(arena);
	return 0;
}
