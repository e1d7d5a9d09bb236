#include "format/html_page.h"

#include "base/arena.h"
#include "base/output.h"
#include "format/html_body.h"
#include "format/html_navigation.h"
#include "format/html_place.h"
#include "format/html_table.h"
#include "format/html_values.h"
#include "format/html_writing.h"
#include "format/markup.h"
#include "report/abbreviation.h"
#include "report/calculation.h"
#include "report/edit_address.h"
#include "report/kinds.h"
#include "report/report.h"
#include "report/table.h"

static struct value table_markup(const struct writing *writing,
				 const struct html_place *place,
				 const struct table *table)
{
	struct markup markup;

	writing_begin(writing, &markup);
	html_table(&markup, place, table);
	return writing_end(writing, &markup);
}

static void set_figures(const struct writing *writing, struct object *values,
			const struct html_place *place)
{
	const struct table *table =
		table_of_forum(place->report, place->page, place->arena);

	if (table != NULL)
		object_set(values, "figures",
			   table_markup(writing, place, table));
	table = calculation_table(place->report, place->page, place->arena);
	if (table != NULL)
		object_set(values, "calculation",
			   table_markup(writing, place, table));
}

static void set_body(const struct writing *writing, struct object *values,
		     const struct html_place *place)
{
	struct abbreviation_met met;
	struct markup markup;

	writing_begin(writing, &markup);
	abbreviation_begin(&met, writing->book, writing->arena);
	html_body(&markup, place, &met);
	object_set(values, "body", writing_end(writing, &markup));
	if (!html_has_notes(place->page))
		return;
	writing_begin(writing, &markup);
	html_notes(&markup, place, &met);
	object_set(values, "notes", writing_end(writing, &markup));
}

/* The headings of the text, so that a long page tells what it has. */
static void set_headings(struct object *values, const struct html_place *place)
{
	struct list *list = object_add_list(values, "headings");
	const struct target *heading;
	size_t at = 0;

	while ((heading = page_next_heading(place->page, &at)) != NULL) {
		struct object *entry = list_add_object(list);

		object_set_text(entry, "number", heading->number);
		object_set_text(entry, "title", heading->title);
		object_set_text(
			entry, "url",
			arena_concat(place->arena, "#", heading->id, NULL));
	}
	object_set_truth(values, "has-headings", list_length(list) > 1);
}

void html_costs(struct markup *markup, const struct html_place *place)
{
	const struct page *page = place->page;

	if (page->costs_target != NULL)
		html_table(markup, place,
			   table_of_section(place->report, page, place->arena));
	if (page->years_target != NULL)
		html_table(markup, place,
			   table_of_section_years(place->report, page,
						  place->arena));
}

static void set_costs(const struct writing *writing, struct object *values,
		      const struct html_place *place)
{
	struct markup markup;

	if (place->page->costs_target == NULL)
		return;
	writing_begin(writing, &markup);
	html_costs(&markup, place);
	object_set(values, "costs", writing_end(writing, &markup));
}

static void set_pages(struct object *values, const char *name,
		      const struct html_place *place, struct page *const *pages,
		      size_t count)
{
	struct list *list = object_add_list(values, name);

	for (size_t i = 0; i < count; i++)
		values_set_link(list_add_object(list), place,
				&pages[i]->target);
}

static void set_neighbours(struct object *values,
			   const struct html_place *place)
{
	const struct page *page = place->page;

	if (page->preceding != NULL)
		values_set_link(object_add_object(values, "previous"), place,
				&page->preceding->target);
	if (page->following != NULL)
		values_set_link(object_add_object(values, "next"), place,
				&page->following->target);
}

/* Where the writer edits the page. */
static void set_edit(const struct writing *writing, struct object *values,
		     const struct page *page)
{
	if (page->source != NULL)
		object_set_text(values, "edit",
				edit_address(writing->report, page->head_where,
					     writing->arena));
}

/* What a page and its piece of the whole document have in common. */
static void set_content(const struct writing *writing, struct object *values,
			const struct html_place *place)
{
	const struct page *page = place->page;

	object_set_text(values, "number", page->target.number);
	object_set_text(values, "title", page->target.title);
	object_set_truth(values, "is-forum", page->kind == PAGE_FORUM);
	object_set_truth(values, "is-section", page->kind == PAGE_SECTION);
	object_set_truth(values, "is-document", page->kind == PAGE_DOCUMENT);
	set_body(writing, values, place);
	set_costs(writing, values, place);
	values_set_facts(values, place, values_facts(place));
	if (page->kind == PAGE_FORUM)
		set_figures(writing, values, place);
}

static const char *page_file(const struct writing *writing,
			     const struct page *page)
{
	return page->kind == PAGE_DOCUMENT
		       ? HTML_FRONT
		       : arena_concat(writing->arena, page->target.id, ".html",
				      NULL);
}

static int write_own_file(struct writing *writing, const struct page *page)
{
	struct html_place place = { writing->report, page, false,
				    writing->arena, false };
	const char *folder = writing_folder(writing, page->document);
	const char *file = page_file(writing, page);
	struct object *values;

	if (!writing_wants(writing, folder, file))
		return 0;
	values = values_of_page(writing, &place);
	set_content(writing, values, &place);
	object_set_text(values, "description",
			values_description(writing, page));
	object_set(values, "navigation", html_navigation(writing, &place));
	values_set_breadcrumb(values, &place, page->parent);
	set_headings(values, &place);
	values_set_children(values, &place);
	object_set_truth(values, "has-children", page->first_child != NULL);
	object_set_truth(values, "one-page", page->document->kind->one_page);
	object_set_truth(values, "has-mentions", page->mentioned_in_count > 0);
	set_pages(values, "mentions", &place, page->mentioned_in,
		  page->mentioned_in_count);
	set_neighbours(values, &place);
	set_edit(writing, values, page);
	return writing_write(writing, folder, file, "page", values);
}

/* An old id leads on to the page that has it now. */
static int write_aliases(struct writing *writing, const struct page *page)
{
	struct html_place place = { writing->report, page, false,
				    writing->arena, false };

	for (size_t i = 0; i < page->aliases_count; i++) {
		const char *folder = writing_folder(writing, page->document);
		const char *file = arena_concat(
			writing->arena, page->aliases[i].id, ".html", NULL);
		struct object *values;

		if (!writing_wants(writing, folder, file))
			continue;
		values = values_of_page(writing, &place);
		values_set_link(values, &place, &page->target);
		object_set_text(values, "description",
				values_description(writing, page));
		object_set_text(values, "robots", NO_ROBOTS);
		if (writing_write(writing, folder, file, "moved", values) != 0)
			return -1;
	}
	return 0;
}

int html_write_page(struct writing *writing, size_t i)
{
	const struct page *page = writing->report->pages[i];

	if (write_own_file(writing, page) != 0)
		return -1;
	return write_aliases(writing, page);
}
