#include "format/html_own.h"

#include <string.h>

#include "base/arena.h"
#include "format/html_place.h"
#include "format/html_values.h"
#include "format/html_writing.h"
#include "format/search.h"
#include "report/abbreviation.h"
#include "report/account.h"
#include "report/report.h"
#include "report/statement.h"

#define HTML_MISSING "404.html" /* by this name servers find it */

static void set_documents(struct writing *writing, struct object *values)
{
	const struct report *report = writing->report;
	struct html_place place = { report, NULL, false, writing->arena,
				    false };
	struct list *list = object_add_list(values, "documents");

	for (size_t i = 0; i < report->documents_count; i++) {
		const struct page *page = report->documents[i]->page;
		struct object *entry = list_add_object(list);

		values_set_link(entry, &place, &page->target);
		object_set_text(entry, "description",
				values_text(writing, page));
		object_set_text(entry, "date",
				html_date(report, &report->documents[i]->date,
					  true, writing->arena));
		values_set_outline(entry, &place, page);
		object_set_truth(entry, "has-children",
				 page->first_child != NULL);
		values_set_overviews(
			entry, report->documents[i],
			writing_folder(writing, report->documents[i]),
			writing->arena);
	}
}

/* What the publication comes to, each figure leading to how it came about. */
static void set_key_figures(const struct writing *writing,
			    struct object *values)
{
	const struct publication *publication = &writing->report->publication;
	struct list *list = object_add_list(values, "key-figures");

	for (size_t i = 0; i < publication->key_figures_count; i++) {
		const struct key_figure *figure = &publication->key_figures[i];
		const char *text;
		const char *lacks;
		struct object *entry;

		if (figure->account == NULL)
			continue;
		text = figure->account->answer->text;
		lacks = strstr(text, " (");
		entry = list_add_object(list);
		object_set_text(entry, "heading", figure->name);
		object_set_text(entry, "text",
				lacks == NULL
					? text
					: arena_copy(writing->arena, text,
						     (size_t)(lacks - text)));
		object_set_text(entry, "after",
				lacks == NULL ? NULL : lacks + 1);
		object_set_text(entry, "url",
				arena_concat(writing->arena, HTML_ACCOUNTS,
					     figure->account->id, ".html",
					     NULL));
	}
	object_set_truth(values, "has-key-figures", list_length(list) > 0);
}

/* Where all forums of a document can be compared. */
static void add_comparisons(const struct writing *writing, struct list *list)
{
	const struct report *report = writing->report;

	for (size_t i = 0; i < report->documents_count; i++) {
		const struct document *document = report->documents[i];
		struct object *entry;

		if (document->forums_count == 0)
			continue;
		entry = list_add_object(list);
		object_set_text(entry, "title",
				writing_word(writing, LABEL_PAGE_COMPARE));
		object_set_text(
			entry, "description",
			writing_word(writing, LABEL_PAGE_COMPARE_ABOUT));
		object_set_text(entry, "url",
				arena_concat(writing->arena,
					     writing_folder(writing, document),
					     HTML_COMPARE, NULL));
	}
}

/* What most readers look for, without the way through the contents. */
static void set_shortcuts(const struct writing *writing, struct object *values)
{
	const struct publication *publication = &writing->report->publication;
	const struct html_place place = { writing->report, NULL, false,
					  writing->arena, false };
	struct list *list = object_add_list(values, "shortcuts");

	for (size_t i = 0; i < publication->shortcuts_count; i++) {
		const struct target *to = publication->shortcuts[i].page.to;
		struct object *entry = list_add_object(list);

		object_set_text(entry, "title", publication->shortcuts[i].name);
		object_set_text(entry, "url", html_url(&place, to));
		if (to->kind == TARGET_PAGE)
			object_set_text(entry, "description",
					values_text(writing, to->page));
	}
	add_comparisons(writing, list);
	object_set_truth(values, "has-shortcuts", list_length(list) > 0);
}

static int write_front(struct writing *writing)
{
	const struct publication *publication = &writing->report->publication;
	struct object *values;

	if (!writing_wants(writing, "", HTML_FRONT))
		return 0;
	values = writing_values(writing, "", writing->arena);
	object_set_text(values, "title", publication->title);
	object_set_text(values, "description",
			publication->subtitle != NULL ? publication->subtitle
						      : publication->title);
	set_key_figures(writing, values);
	set_shortcuts(writing, values);
	set_documents(writing, values);
	return writing_write(writing, "", HTML_FRONT, "front", values);
}

/* Without scripts it shows what there is. */
static int write_search(struct writing *writing)
{
	struct object *values;
	struct list *list;
	const char *const *script;

	if (!writing->search || !writing_wants(writing, "", SEARCH_PAGE))
		return 0;
	values = writing_values(writing, "", writing->arena);
	list = object_add_list(values, "search-scripts");
	object_set_text(values, "title",
			writing_word(writing, LABEL_PAGE_SEARCH));
	object_set_text(
		values, "description",
		writing_in_publication(
			writing, writing_word(writing, LABEL_PAGE_SEARCH)));
	set_documents(writing, values);
	for (script = search_scripts(writing->report, writing->arena);
	     *script != NULL; script++)
		object_set_text(list_add_object(list), "url", *script);
	return writing_write(writing, "", SEARCH_PAGE, "search", values);
}

static int write_abbreviations(struct writing *writing)
{
	struct object *values;
	struct list *list;
	size_t count;
	const struct abbreviation *const *items =
		abbreviation_list(writing->book, &count);

	if (count == 0 || !writing_wants(writing, "", HTML_ABBREVIATIONS))
		return 0;
	values = writing_values(writing, "", writing->arena);
	list = object_add_list(values, "abbreviations");
	for (size_t i = 0; i < count; i++) {
		struct object *entry = list_add_object(list);

		object_set_text(entry, "text", items[i]->text);
		object_set_text(entry, "meaning", items[i]->meaning);
	}
	object_set_text(values, "title",
			writing_word(writing, LABEL_PAGE_ABBREVIATION_LIST));
	object_set_text(
		values, "description",
		writing_word(writing, LABEL_PAGE_ABBREVIATION_LIST_ABOUT));
	return writing_write(writing, "", HTML_ABBREVIATIONS, "abbreviations",
			     values);
}

/*
 * A server shows this page under whatever address was asked for, so relative
 * addresses may not lead home: with `site-url` they begin at its path.
 */
static const char *missing_root(const struct writing *writing)
{
	const char *url = writing->report->publication.site_url;
	const char *host = url == NULL ? NULL : strstr(url, "://");

	return host == NULL ? "" : strchr(host + 3, '/');
}

static int write_missing(struct writing *writing)
{
	const char *title = writing_word(writing, LABEL_PAGE_MISSING);
	struct object *values;

	if (!writing_wants(writing, "", HTML_MISSING))
		return 0;
	values = writing_values(writing, missing_root(writing), writing->arena);
	object_set_text(values, "title", title);
	object_set_text(values, "description",
			writing_in_publication(writing, title));
	object_set_text(values, "robots", NO_ROBOTS);
	set_documents(writing, values);
	return writing_write(writing, "", HTML_MISSING, "missing", values);
}

static void set_contents_of(struct object *values, const char *name,
			    const char *has, const struct statement_list *from)
{
	struct list *list = object_add_list(values, name);

	for (size_t i = 0; i < from->count; i++) {
		const struct statement_content *at = &from->items[i];
		struct object *entry = list_add_object(list);

		object_set_text(entry, "what", at->what);
		object_set_text(entry, "reason", at->reason);
		object_set_text(entry, "criterion", at->criterion);
		object_set_text(entry, "instead", at->instead);
		object_set_text(entry, "mended", at->mended);
	}
	object_set_truth(values, has, from->count > 0);
}

static void set_statement(const struct writing *writing, struct object *values,
			  const struct statement *statement)
{
	const struct publication *publication = &writing->report->publication;
	struct list *tested = object_add_list(values, "tested");

	object_set_text(values, "service",
			statement->service != NULL ? statement->service
						   : publication->title);
	object_set_text(values, "law", statement->law);
	object_set_text(values, "standard", statement->standard);
	object_set_text(
		values, "compliance",
		writing_word(writing, (enum label)statement->compliance));
	set_contents_of(values, "shortcomings", "has-shortcomings",
			&statement->shortcomings);
	set_contents_of(values, "burden", "has-burden", &statement->burden);
	set_contents_of(values, "outside", "has-outside", &statement->outside);
	object_set_text(
		values, "evaluation",
		writing_word(writing, (enum label)statement->evaluation));
	for (size_t i = 0; i < statement->tested.count; i++)
		object_set_text(list_add_object(tested), "text",
				statement->tested.items[i]);
	object_set_text(values, "assessed",
			html_date(writing->report, &statement->assessed, true,
				  writing->arena));
	object_set_text(values, "updated",
			html_date(writing->report, &statement->updated, true,
				  writing->arena));
	object_set_text(values, "contact-name", statement->contact.name);
	object_set_text(values, "contact-url", statement->contact.url);
	object_set_text(values, "supervision-name",
			statement->supervision.name);
	object_set_text(values, "supervision-url", statement->supervision.url);
}

static int write_statement(struct writing *writing)
{
	const struct statement *statement = writing->report->statement;
	const char *title = writing_word(writing, LABEL_PAGE_STATEMENT);
	struct object *values;

	if (statement == NULL)
		return 0;
	values = writing_values(writing, "", writing->arena);
	object_set_text(values, "title", title);
	object_set_text(values, "description",
			writing_in_publication(writing, title));
	set_statement(writing, values, statement);
	return writing_write(writing, "", HTML_STATEMENT, "statement", values);
}

static int (*const own_pages[HTML_OWN_PAGES])(struct writing *writing) = {
	write_front,	 write_search,	write_abbreviations,
	write_statement, write_missing,
};

int html_write_own(struct writing *writing, size_t i)
{
	return own_pages[i](writing);
}
