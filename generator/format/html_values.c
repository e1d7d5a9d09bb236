#include "format/html_values.h"

#include <cmark.h>
#include <string.h>

#include "base/arena.h"
#include "format/html_place.h"
#include "format/html_writing.h"
#include "format/plain.h"
#include "read/body.h"
#include "report/facts.h"
#include "report/report.h"

/* The beginning of a text, for those that list pages. */
#define DESCRIPTION_LENGTH 160

/* A sentence that ends before says too little by itself. */
#define DESCRIPTION_LEAST 60

/* Where `count` characters end, or the text. */
static const char *after_characters(const char *text, int count)
{
	for (; count > 0 && *text != '\0'; count--)
		text = g_utf8_next_char(text);
	return text;
}

/* Does a sentence end before the space at `at`? */
static bool ends_sentence(const char *at)
{
	return *at == ' ' && strchr(".?!", at[-1]) != NULL &&
	       g_unichar_isupper(g_utf8_get_char(at + 1));
}

/* Cut after a sentence, or between words where none ends. */
static const char *cut_text(const char *text, const char *end,
			    struct arena *arena)
{
	const char *least = after_characters(text, DESCRIPTION_LEAST);

	for (const char *at = end; at > least; at--)
		if (ends_sentence(at))
			return arena_copy(arena, text, (size_t)(at - text));
	while (end > text && *end != ' ')
		end--;
	return arena_printf(arena, "%.*s …", (int)(end - text), text);
}

const char *values_text(const struct writing *writing, const struct page *page)
{
	cmark_node *node = page->body == NULL
				   ? NULL
				   : cmark_node_first_child(page->body->root);
	const char *text;
	const char *end;

	while (node != NULL &&
	       cmark_node_get_type(node) != CMARK_NODE_PARAGRAPH)
		node = cmark_node_next(node);
	if (node == NULL)
		return NULL;
	text = plain_read(node, page, writing->report, writing->arena);
	end = after_characters(text, DESCRIPTION_LENGTH);
	return *end == '\0' ? text : cut_text(text, end, writing->arena);
}

const char *values_description(const struct writing *writing,
			       const struct page *page)
{
	const char *text = values_text(writing, page);

	if (text != NULL)
		return text;
	return writing_in_publication(writing, page->target.full != NULL
						       ? page->target.full
						       : page->target.title);
}

void values_set_link(struct object *values, const struct html_place *place,
		     const struct target *target)
{
	object_set_text(values, "number", target->number);
	object_set_text(values, "title", target->title);
	object_set_text(values, "url", html_url(place, target));
}

struct list *values_set_breadcrumb(struct object *values,
				   const struct html_place *place,
				   const struct page *last)
{
	struct list *list = object_add_list(values, "breadcrumb");
	const struct page *trail[16];
	size_t count = 0;

	for (const struct page *at = last;
	     at != NULL && count < G_N_ELEMENTS(trail); at = at->parent)
		trail[count++] = at;
	while (count > 0) {
		const struct page *at = trail[--count];
		struct object *entry = list_add_object(list);

		object_set_text(entry, "url", html_url(place, &at->target));
		object_set_text(entry, "number", at->target.number);
		object_set_text(entry, "title", page_short_title(at));
	}
	return list;
}

const struct fact *values_facts(const struct html_place *place)
{
	if (place->page->kind == PAGE_FORUM)
		return facts_of_forum(place->report, place->page, place->arena);
	if (place->page->kind == PAGE_DOCUMENT)
		return facts_of_document(place->report, place->page->document,
					 place->arena);
	return NULL;
}

void values_set_facts(struct object *values, const struct html_place *place,
		      const struct fact *fact)
{
	struct list *list = object_add_list(values, "facts");

	for (; fact != NULL; fact = fact->next) {
		struct object *entry = list_add_object(list);
		struct list *items;

		object_set_text(entry, "heading", fact->heading);
		items = object_add_list(entry, "items");
		for (const struct fact_item *at = fact->items; at != NULL;
		     at = at->next) {
			struct object *item = list_add_object(items);

			object_set_text(item, "text", at->text);
			object_set_text(item, "url",
					at->target == NULL
						? NULL
						: html_url(place, at->target));
			object_set_text(item, "after", at->after);
		}
	}
}

/* The headings of a page whose sections have the numbers after theirs. */
static void add_headings(struct list *list, const struct html_place *place,
			 const struct page *page)
{
	const struct target *heading;
	size_t at = 0;

	if (!page_has_sections(page))
		return;
	while ((heading = page_next_heading(page, &at)) != NULL) {
		struct object *entry = list_add_object(list);

		values_set_link(entry, place, heading);
		object_set_truth(entry, "has-children", false);
	}
}

/*
 * The sections below `page`, after the headings of its own text. Forums there
 * stand on the section's own page.
 */
static void set_sections_below(struct object *values,
			       const struct html_place *place,
			       const struct page *page)
{
	struct list *list = object_add_list(values, "children");

	add_headings(list, place, page);
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		if (at->kind == PAGE_SECTION)
			values_set_link(list_add_object(list), place,
					&at->target);
	object_set_truth(values, "has-children", list_length(list) > 0);
}

static void add_children(struct list *list, const struct html_place *place,
			 const struct page *page)
{
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next) {
		struct object *entry = list_add_object(list);

		values_set_link(entry, place, &at->target);
		set_sections_below(entry, place, at);
	}
}

void values_set_children(struct object *values, const struct html_place *place)
{
	add_children(object_add_list(values, "children"), place, place->page);
}

void values_set_outline(struct object *values, const struct html_place *place,
			const struct page *document)
{
	struct list *list = object_add_list(values, "sections");

	add_headings(list, place, document);
	add_children(list, place, document);
}

void values_set_overviews(struct object *values,
			  const struct document *document, const char *folder,
			  struct arena *arena)
{
	object_set_text(values, "whole-url",
			arena_concat(arena, folder, HTML_WHOLE, NULL));
	if (document->tables_count + document->charts_count > 0)
		object_set_text(values, "tables-url",
				arena_concat(arena, folder, HTML_TABLES, NULL));
	if (document->forums_count > 0)
		object_set_text(
			values, "compare-url",
			arena_concat(arena, folder, HTML_COMPARE, NULL));
}

static void set_document(struct object *values, const struct html_place *place)
{
	const struct document *document = place->page->document;
	struct object *entry = object_add_object(values, "document");

	object_set_text(entry, "title", document->page->target.title);
	object_set_text(entry, "short-title", page_short_title(document->page));
	object_set_text(entry, "subtitle", document->subtitle);
	object_set_text(entry, "publisher", document->publisher);
	object_set_text(entry, "reference", document->reference);
	object_set_text(
		entry, "date",
		html_date(place->report, &document->date, false, place->arena));
	object_set_text(
		entry, "long-date",
		html_date(place->report, &document->date, true, place->arena));
	object_set_text(entry, "url", html_url(place, &document->page->target));
	values_set_overviews(values, document,
			     place->beside
				     ? arena_concat(place->arena, "../",
						    document->page->target.id,
						    "/", NULL)
				     : "",
			     place->arena);
}

struct object *values_of_page(struct writing *writing,
			      const struct html_place *place)
{
	struct around *around = &writing->around;
	struct html_place kept = *place;

	if (around->document != place->page->document ||
	    around->whole != place->whole || around->beside != place->beside) {
		arena_reset(around->arena);
		kept.arena = around->arena;
		around->document = place->page->document;
		around->whole = place->whole;
		around->beside = place->beside;
		around->values = writing_values(writing, "../", kept.arena);
		set_document(around->values, &kept);
	}
	return object_new_within(writing->arena, around->values);
}
