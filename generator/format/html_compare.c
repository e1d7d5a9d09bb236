#include "format/html_compare.h"

#include "base/arena.h"
#include "base/output.h"
#include "format/html_place.h"
#include "format/html_table.h"
#include "format/html_values.h"
#include "format/html_writing.h"
#include "format/markup.h"
#include "report/compare.h"
#include "report/report.h"

/* The ids of writers have no dot, so no page of theirs is called so. */
static const char *part_file(const struct compare_part *part,
			     struct arena *arena)
{
	const char *id = part->section->target.id;

	if (part->piece == 0)
		return arena_concat(arena, HTML_COMPARE_PART, id, ".html",
				    NULL);
	return arena_printf(arena, HTML_COMPARE_PART "%s.%zu.html", id,
			    part->piece);
}

static struct value comparison_markup(const struct writing *writing,
				      const struct html_place *place,
				      const struct table *table)
{
	struct markup markup;

	writing_begin(writing, &markup);
	html_comparison(&markup, place, table);
	return writing_end(writing, &markup);
}

static void set_filters(struct object *values,
			const struct comparison *comparison)
{
	struct list *list = object_add_list(values, "filters");

	object_set_truth(values, "has-filters", true);
	for (size_t i = 0; i < comparison->filters_count; i++) {
		const struct compare_filter *filter = &comparison->filters[i];
		struct object *entry = list_add_object(list);
		struct list *options = object_add_list(entry, "options");

		object_set_text(entry, "name", filter->name);
		object_set_text(entry, "heading", filter->heading);
		for (size_t k = 0; k < filter->options_count; k++) {
			struct object *option = list_add_object(options);

			object_set_text(option, "value",
					filter->options[k].value);
			object_set_text(option, "text",
					filter->options[k].text);
		}
	}
}

/* What all pages that compare have; those of parts lead to the first. */
static struct object *compare_values(struct writing *writing,
				     const struct html_place *place,
				     const char *title, bool is_part)
{
	struct object *values = values_of_page(writing, place);
	struct list *trail;

	object_set_text(values, "title", title);
	object_set_text(values, "description",
			writing_in_publication(writing, title));
	trail = values_set_breadcrumb(values, place,
				      place->page->document->page);
	if (is_part) {
		struct object *first = list_add_object(trail);

		object_set_text(first, "url", HTML_COMPARE);
		object_set_text(first, "title",
				writing_word(writing, LABEL_PAGE_COMPARE));
	}
	return values;
}

static int write_comparison(struct writing *writing,
			    const struct html_place *place,
			    const struct compare_parts *parts,
			    const struct compare_part *part, const char *title,
			    const char *file)
{
	const char *folder = writing_folder(writing, place->page->document);
	struct object *values;
	struct comparison comparison;

	if (!writing_wants(writing, folder, file))
		return 0;
	values = compare_values(writing, place, title, parts->count > 1);
	comparison = compare_part_table(parts, part, writing->report,
					writing->arena);
	set_filters(values, &comparison);
	object_set(values, "compared",
		   comparison_markup(writing, place, comparison.table));
	return writing_write(writing, folder, file, "compare", values);
}

/* What leads on to the parts. */
static int write_compare_overview(struct writing *writing,
				  const struct html_place *place,
				  const struct compare_parts *parts)
{
	struct object *values = compare_values(
		writing, place, writing_word(writing, LABEL_PAGE_COMPARE),
		false);
	const struct table *table = compare_overview(parts, writing->report,
						     part_file, writing->arena);

	object_set(values, "compared",
		   comparison_markup(writing, place, table));
	return writing_write(writing,
			     writing_folder(writing, place->page->document),
			     HTML_COMPARE, "compare", values);
}

static int write_compare_parts(struct writing *writing,
			       const struct html_place *place,
			       const struct compare_parts *parts)
{
	int result = write_compare_overview(writing, place, parts);

	for (size_t i = 0; i < parts->count && result == 0; i++) {
		const struct compare_part *part = &parts->items[i];

		arena_reset(writing->arena);
		result = write_comparison(
			writing, place, parts, part,
			arena_concat(writing->arena,
				     writing_word(writing, LABEL_PAGE_COMPARE),
				     ": ",
				     compare_part_title(part, writing->report,
							writing->arena),
				     NULL),
			part_file(part, writing->arena));
	}
	return result;
}

/* The parts outlive the tables, each of which is forgotten after its page. */
int html_write_compare(struct writing *writing, size_t i)
{
	const struct document *document = writing->report->documents[i];
	struct html_place place = { writing->report, document->page, false,
				    writing->arena, false };
	const char *folder = writing_folder(writing, document);
	struct arena *arena;
	struct compare_parts parts;
	int result = 0;

	if (!writing_wants(writing, folder, HTML_COMPARE) &&
	    !output_wants_below(writing->output,
				arena_concat(writing->arena, folder,
					     HTML_COMPARE_PART, NULL)))
		return 0;
	arena = arena_new();
	parts = compare_parts(document, writing->report, arena);
	if (parts.count == 1)
		result = write_comparison(
			writing, &place, &parts, &parts.items[0],
			writing_word(writing, LABEL_PAGE_COMPARE),
			HTML_COMPARE);
	else if (parts.count > 1)
		result = write_compare_parts(writing, &place, &parts);
	arena_free(arena);
	return result;
}
