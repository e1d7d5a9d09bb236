#include "format/html_writing.h"

#include <string.h>

#include "base/arena.h"
#include "base/output.h"
#include "format/foreign.h"
#include "format/search.h"
#include "report/abbreviation.h"
#include "report/facts.h"
#include "report/report.h"
#include "report/theme.h"

void writing_begin(const struct writing *writing, struct markup *markup)
{
	g_string_truncate(writing->piece, 0);
	markup_init(markup, writing->piece);
}

struct value writing_end(const struct writing *writing, struct markup *markup)
{
	const GString *piece = writing->piece;

	markup_finish(markup);
	return value_markup_length(
		arena_copy(writing->arena, piece->str, piece->len), piece->len);
}

const char *html_date(const struct report *report, const struct date *date,
		      bool in_full, struct arena *arena)
{
	GString *text = g_string_new(NULL);

	if (in_full)
		facts_append_long_date(text, date, report);
	else
		facts_append_date(text, date);
	return arena_take(arena, text);
}

/* Pages that all others lead to, when they are there. */
static void set_own_pages(const struct writing *writing, struct object *values,
			  const char *root, struct arena *arena)
{
	size_t count;

	if (writing->report->statement != NULL)
		object_set_text(
			values, "statement-url",
			arena_concat(arena, root, HTML_STATEMENT, NULL));
	abbreviation_list(writing->book, &count);
	if (count > 0)
		object_set_text(
			values, "abbreviations-url",
			arena_concat(arena, root, HTML_ABBREVIATIONS, NULL));
}

struct object *writing_values(const struct writing *writing, const char *root,
			      struct arena *arena)
{
	const struct publication *publication = &writing->report->publication;
	struct object *values =
		object_new_within(arena, writing->theme->constants);

	object_set_text(values, "root", root);
	if (writing->search)
		object_set_text(values, "search-url",
				arena_concat(arena, root, SEARCH_PAGE, NULL));
	object_set_text(values, "subtitle", publication->subtitle);
	object_set_text(values, "publisher", publication->publisher);
	object_set_text(values, "reference", publication->reference);
	object_set_text(
		values, "date",
		html_date(writing->report, &publication->date, false, arena));
	object_set_text(
		values, "long-date",
		html_date(writing->report, &publication->date, true, arena));
	if (publication->robots == LABEL_ROBOTS_NO)
		object_set_text(values, "robots", NO_ROBOTS);
	set_own_pages(writing, values, root, arena);
	return values;
}

bool writing_wants(struct writing *writing, const char *folder,
		   const char *name)
{
	g_string_assign(writing->path, folder);
	g_string_append(writing->path, name);
	return output_wants(writing->output, writing->path->str);
}

int writing_write(struct writing *writing, const char *folder, const char *name,
		  const char *template, struct object *values)
{
	g_string_truncate(writing->page, 0);
	if (template_render(writing->page, writing->theme->templates, template,
			    value_object(values), writing->diags) != 0)
		return -1;
	foreign_mark(writing->foreign, writing->page);
	g_string_assign(writing->path, folder);
	g_string_append(writing->path, name);
	return output_write(writing->output, writing->path->str,
			    writing->page->str, writing->page->len);
}

const char *writing_in_publication(const struct writing *writing,
				   const char *title)
{
	return arena_concat(writing->arena, title, " – ",
			    writing->report->publication.title, NULL);
}

const char *writing_folder(const struct writing *writing,
			   const struct document *document)
{
	return arena_concat(writing->arena, document->page->target.id, "/",
			    NULL);
}

void writing_init(struct writing *writing, const struct writing *like)
{
	*writing = *like;
	writing->arena = arena_new();
	writing->around.arena = arena_new();
	writing->page = g_string_new(NULL);
	writing->piece = g_string_new(NULL);
	writing->path = g_string_new(NULL);
	writing->navigation = g_string_new(NULL);
}

void writing_release(struct writing *writing)
{
	g_string_free(writing->page, TRUE);
	g_string_free(writing->piece, TRUE);
	g_string_free(writing->path, TRUE);
	g_string_free(writing->navigation, TRUE);
	arena_free(writing->around.arena);
	arena_free(writing->arena);
}
