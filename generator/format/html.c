#include "format/html.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/output.h"
#include "base/work.h"
#include "format/asset.h"
#include "format/foreign.h"
#include "format/html_body.h"
#include "format/html_place.h"
#include "format/html_table.h"
#include "format/markup.h"
#include "format/plain.h"
#include "format/search.h"
#include "read/template.h"
#include "report/abbreviation.h"
#include "report/account.h"
#include "report/account_facts.h"
#include "report/account_rows.h"
#include "report/counted.h"
#include "report/calculation.h"
#include "report/compare.h"
#include "report/edit_address.h"
#include "report/facts.h"
#include "report/kinds.h"
#include "report/phrase.h"
#include "report/report.h"
#include "report/statement.h"
#include "report/table.h"
#include "report/theme.h"

/* In the contents beside a page, at most so many of one level are shown. */
#define SHOWN_MOST   40
#define SHOWN_AROUND 8

static const char *const templates[] = {
	"page",	  "front",     "whole",		"tables",  "moved",   "account",
	"search", "statement", "abbreviations", "missing", "compare", NULL
};

/* Pages of the publication's own, at its top. */
#define HTML_STATEMENT	   "tillganglighet.html"
#define HTML_ABBREVIATIONS "forkortningar.html"
#define HTML_MISSING	   "404.html" /* by this name servers find it */

static const char *const value_names[] = {
	"language",
	"style",
	"style-hash",
	"title",
	"description",
	"root",
	"publication",
	"subtitle",
	"publisher",
	"date",
	"long-date",
	"reference",
	"year",
	"url",
	"number",
	"documents",
	"breadcrumb",
	"navigation",
	"body",
	"notes",
	"figures",
	"facts",
	"heading",
	"items",
	"text",
	"after",
	"children",
	"costs",
	"mentions",
	"previous",
	"next",
	"edit",
	"is-forum",
	"is-section",
	"is-document",
	"whole-url",
	"tables-url",
	"contents",
	"tables",
	"label",
	"document",
	"sections",
	"short-title",
	"has-mentions",
	"has-children",
	"calculation",
	"one-page",
	"question",
	"rules",
	"rows",
	"charts",
	"has-charts",
	"search-url",
	"search-scripts",
	"robots",
	"statement-url",
	"abbreviations-url",
	"key-figures",
	"has-key-figures",
	"shortcuts",
	"has-shortcuts",
	"headings",
	"has-headings",
	"abbreviations",
	"meaning",
	"service",
	"law",
	"standard",
	"compliance",
	"has-shortcomings",
	"shortcomings",
	"has-burden",
	"burden",
	"has-outside",
	"outside",
	"what",
	"reason",
	"criterion",
	"instead",
	"mended",
	"evaluation",
	"tested",
	"assessed",
	"updated",
	"contact-name",
	"contact-url",
	"supervision-name",
	"supervision-url",
	"compare-url",
	"compared",
	"filters",
	"has-filters",
	"name",
	"options",
	"value",
};

/* The first page of the site, and of a document's folder. */
#define HTML_FRONT "index.html"

/* The words of pages are used as {{label.skip}}: without their group. */
#define LABEL_GROUP "page."

static const char *const *template_names(struct arena *arena)
{
	const char **names =
		arena_new_array(arena, const char *,
				G_N_ELEMENTS(value_names) + LABEL_COUNT + 1);
	size_t count = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(value_names); i++)
		names[count++] = value_names[i];
	for (int i = 0; i < LABEL_COUNT; i++) {
		const char *name = labels_name((enum label)i);

		if (g_str_has_prefix(name, LABEL_GROUP))
			names[count++] = name + strlen(LABEL_GROUP);
	}
	return names;
}

/* The words of pages, by their names without the group. */
static struct object *label_values(const struct report *report,
				   struct arena *arena)
{
	struct object *labels = object_new(arena);

	for (int i = 0; i < LABEL_COUNT; i++) {
		const char *name = labels_name((enum label)i);

		if (g_str_has_prefix(name, LABEL_GROUP))
			object_set_text(
				labels, name + strlen(LABEL_GROUP),
				labels_word(&report->labels, (enum label)i));
	}
	return labels;
}

struct theme_contract html_contract(const struct report *report,
				    struct arena *arena)
{
	struct object *constants = object_new(arena);

	object_set(constants, "label",
		   value_object(label_values(report, arena)));
	object_set_text(constants, "language",
			labels_word(&report->labels, LABEL_LANGUAGE_CODE));
	object_set_text(constants, "publication", report->publication.title);
	object_set_text(
		constants, "year",
		arena_printf(arena, "%d", (int)report->publication.year));
	return (struct theme_contract){ .names = template_names(arena),
					.required = templates,
					.constants = constants };
}

/* What all pages at such a place have: made once for a run of them. */
struct around {
	struct arena *arena;
	const struct document *document; /* NULL: nothing is made yet */
	bool whole;
	bool beside;
	struct object *values;
};

struct writing {
	struct output *output;
	const struct report *report;
	const struct theme *theme;
	struct diag_list *diags; /* of the task that is done */
	GArray *tasks;		 /* of struct task; of all threads */
	struct arena *arena;	 /* of one page; forgotten after it */
	const struct abbreviation_book *book; /* in an arena of its own */
	const struct foreign_book *foreign;   /* likewise; NULL: no names */
	struct around around;
	bool search;	/* is there a page for it? */
	GString *page;	/* the page that is written */
	GString *piece; /* a part of it */
	GString *path;
	GString *navigation;		  /* beside the page */
	const struct page *navigation_of; /* the page it was written for */
};

/* Their texts are no markup, or are shown as they are. */
static const char *const unmarked[] = { "title", "option", "desc",  "text",
					"tspan", "script", "style", NULL };
static const struct foreign_mark foreign_span = { "<span lang=\"", "\">",
						  "</span>", unmarked };

static const char *word(const struct writing *writing, enum label label)
{
	return labels_word(&writing->report->labels, label);
}

/* Begin a piece of markup; only one is written at a time. */
static void begin_piece(const struct writing *writing, struct markup *markup)
{
	g_string_truncate(writing->piece, 0);
	markup_init(markup, writing->piece);
}

/* End it, and keep it in the arena of the page. */
static struct value end_piece(const struct writing *writing,
			      struct markup *markup)
{
	const GString *piece = writing->piece;

	markup_finish(markup);
	return value_markup_length(
		arena_copy(writing->arena, piece->str, piece->len), piece->len);
}

/* --- What all pages have -------------------------------------------------- */

static const char *date_text(const struct report *report,
			     const struct date *date, bool in_full,
			     struct arena *arena)
{
	GString *text = g_string_new(NULL);

	if (in_full)
		facts_append_long_date(text, date, report);
	else
		facts_append_date(text, date);
	return arena_take(arena, text);
}

/* What keeps a page out of the lists of search engines. */
#define NO_ROBOTS "noindex"

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

static struct object *common_values(const struct writing *writing,
				    const char *root, struct arena *arena)
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
		date_text(writing->report, &publication->date, false, arena));
	object_set_text(
		values, "long-date",
		date_text(writing->report, &publication->date, true, arena));
	if (publication->robots == LABEL_ROBOTS_NO)
		object_set_text(values, "robots", NO_ROBOTS);
	set_own_pages(writing, values, root, arena);
	return values;
}

/* Is the file `name` in `folder` wanted? Asked before it is worked out. */
static bool wants(struct writing *writing, const char *folder, const char *name)
{
	g_string_assign(writing->path, folder);
	g_string_append(writing->path, name);
	return output_wants(writing->output, writing->path->str);
}

static int write_file(struct writing *writing, const char *folder,
		      const char *name, const char *template,
		      struct object *values)
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

/* What a page of `title` is, for <meta>. */
static const char *in_publication(const struct writing *writing,
				  const char *title)
{
	return arena_concat(writing->arena, title, " – ",
			    writing->report->publication.title, NULL);
}

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

static const char *text_description(const struct writing *writing,
				    const struct page *page)
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

/* For <meta>: a page without text is told by what it is part of. */
static const char *description(const struct writing *writing,
			       const struct page *page)
{
	const char *text = text_description(writing, page);

	if (text != NULL)
		return text;
	return in_publication(writing, page->target.full != NULL
					       ? page->target.full
					       : page->target.title);
}

/* --- Contents beside a page ----------------------------------------------- */

#define CURRENT " aria-current=\"page\""

static void write_entry(struct markup *markup, const struct html_place *place,
			const struct page *page)
{
	markup_open(markup, "a");
	html_href(markup, place, &page->target);
	if (page == place->page)
		markup_word(markup, "aria-current", "page");
	html_number(markup, page->target.number);
	markup_text(markup, page_short_title(page));
	markup_close(markup, "a");
}

static bool is_ancestor(const struct page *page, const struct page *of)
{
	while (of != NULL && of != page)
		of = of->parent;
	return of != NULL;
}

static size_t count_children(const struct page *page)
{
	size_t count = 0;

	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		count++;
	return count;
}

static void write_branch(struct markup *markup, const struct html_place *place,
			 const struct page *parent);

/* The sections of a chapter that the reader is not in, up to so many. */
static void write_sections(struct markup *markup,
			   const struct html_place *place,
			   const struct page *chapter)
{
	size_t count = 0;

	markup_open(markup, "ul");
	for (const struct page *at = chapter->first_child;
	     at != NULL && count < SHOWN_MOST; at = at->next) {
		if (at->kind != PAGE_SECTION)
			continue;
		count++;
		markup_open(markup, "li");
		write_entry(markup, place, at);
		markup_close(markup, "li");
		markup_break(markup);
	}
	markup_close(markup, "ul");
}

/*
 * In a small document all chapters unfold. In a large one only the reader's own
 * does: a page must not grow with the document.
 */
static bool is_small(const struct page *document)
{
	size_t count = 0;

	for (const struct page *chapter = document->first_child;
	     chapter != NULL; chapter = chapter->next)
		for (const struct page *at = chapter->first_child; at != NULL;
		     at = at->next)
			if (++count > SHOWN_MOST)
				return false;
	return true;
}

static bool has_sections(const struct page *chapter)
{
	for (const struct page *at = chapter->first_child; at != NULL;
	     at = at->next)
		if (at->kind == PAGE_SECTION)
			return true;
	return false;
}

/*
 * What is in a chapter folds, without a script; the reader's own is open. The
 * summary is beside the chapter's link, not around it: each does one thing.
 */
static void write_fold(struct markup *markup, const struct html_place *place,
		       const struct page *chapter, bool open)
{
	const struct labels *labels = &place->report->labels;

	if (chapter->first_child == NULL ||
	    (!open && !(has_sections(chapter) && is_small(chapter->parent))))
		return;
	markup_open(markup, "details");
	markup_word(markup, "open", open ? "" : NULL);
	markup_open(markup, "summary");
	markup_attribute(markup, "aria-label",
			 arena_concat(place->arena,
				      labels_word(labels, LABEL_PAGE_UNFOLD),
				      " ", page_short_title(chapter), NULL));
	markup_close(markup, "summary");
	if (open)
		write_branch(markup, place, chapter);
	else
		write_sections(markup, place, chapter);
	markup_close(markup, "details");
}

/*
 * The pages below `parent`, with the branch that the reader is in opened.
 * Where there are many, only those around the reader are shown, so that a page
 * does not grow with the report.
 */
static void write_branch(struct markup *markup, const struct html_place *place,
			 const struct page *parent)
{
	size_t count = count_children(parent);
	size_t here = 0;
	size_t at = 0;

	if (count == 0)
		return;
	for (const struct page *child = parent->first_child;
	     child != NULL && !is_ancestor(child, place->page);
	     child = child->next)
		here++;
	markup_open(markup, "ul");
	for (const struct page *child = parent->first_child; child != NULL;
	     child = child->next, at++) {
		bool open = is_ancestor(child, place->page);

		if (count > SHOWN_MOST &&
		    (at + SHOWN_AROUND < here || at > here + SHOWN_AROUND))
			continue;
		markup_open(markup, "li");
		write_entry(markup, place, child);
		if (parent->kind == PAGE_DOCUMENT)
			write_fold(markup, place, child, open);
		else if (open)
			write_branch(markup, place, child);
		markup_close(markup, "li");
		markup_break(markup);
	}
	markup_close(markup, "ul");
}

static void write_navigation(struct writing *writing,
			     const struct html_place *place)
{
	struct markup markup;

	g_string_truncate(writing->navigation, 0);
	markup_init(&markup, writing->navigation);
	write_branch(&markup, place, place->page->document->page);
	markup_finish(&markup);
}

/*
 * Forums of one section have the same contents beside them, but for the mark
 * at their own entry. What was written for the one before is used again, with
 * the mark moved: it is a third of what a page takes.
 */
static bool move_mark(struct writing *writing, const struct html_place *place)
{
	GString *text = writing->navigation;
	const struct page *page = place->page;
	const struct page *last = writing->navigation_of;
	char *mark;
	char *entry;

	if (last == NULL || last->parent != page->parent ||
	    last->first_child != NULL || page->first_child != NULL ||
	    page->parent == NULL || count_children(page->parent) > SHOWN_MOST)
		return false;
	mark = strstr(text->str, CURRENT);
	g_assert(mark != NULL);
	g_string_erase(text, mark - text->str, (gssize)strlen(CURRENT));
	g_string_assign(writing->path, "href=\"");
	html_address(writing->path, place, &page->target);
	g_string_append_c(writing->path, '"');
	entry = strstr(text->str, writing->path->str);
	g_assert(entry != NULL);
	g_string_insert(text, entry - text->str + (gssize)writing->path->len,
			CURRENT);
	return true;
}

static struct value navigation(struct writing *writing,
			       const struct html_place *place)
{
	if (!move_mark(writing, place))
		write_navigation(writing, place);
	writing->navigation_of = place->page;
	return value_markup_length(writing->navigation->str,
				   writing->navigation->len);
}

/* --- One page --------------------------------------------------------------
 */

static void set_link(struct object *values, const struct html_place *place,
		     const struct page *page)
{
	object_set_text(values, "number", page->target.number);
	object_set_text(values, "title", page->target.title);
	object_set_text(values, "url", html_url(place, &page->target));
}

/* The way down to `last`; what follows may be added to the list. */
static struct list *set_breadcrumb(struct object *values,
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

/* Forums and documents have facts; sections have none. */
static const struct fact *page_facts(const struct html_place *place)
{
	if (place->page->kind == PAGE_FORUM)
		return facts_of_forum(place->report, place->page, place->arena);
	if (place->page->kind == PAGE_DOCUMENT)
		return facts_of_document(place->report, place->page->document,
					 place->arena);
	return NULL;
}

static void set_facts(struct object *values, const struct html_place *place,
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

static struct value table_markup(const struct writing *writing,
				 const struct html_place *place,
				 const struct table *table)
{
	struct markup markup;

	begin_piece(writing, &markup);
	html_table(&markup, place, table);
	return end_piece(writing, &markup);
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

	begin_piece(writing, &markup);
	abbreviation_begin(&met, writing->book, writing->arena);
	html_body(&markup, place, &met);
	object_set(values, "body", end_piece(writing, &markup));
	if (!html_has_notes(place->page))
		return;
	begin_piece(writing, &markup);
	html_notes(&markup, place, &met);
	object_set(values, "notes", end_piece(writing, &markup));
}

/* The headings of the text, so that a long page tells what it has. */
static void set_headings(struct object *values, const struct html_place *place)
{
	struct list *list = object_add_list(values, "headings");
	const struct body *body = place->page->body;

	for (cmark_node *at = body == NULL ? NULL
					   : cmark_node_first_child(body->root);
	     at != NULL; at = cmark_node_next(at)) {
		const struct body_heading *heading;
		const struct target *target;
		struct object *entry;

		if (cmark_node_get_type(at) != CMARK_NODE_HEADING)
			continue;
		heading = cmark_node_get_user_data(at);
		if (heading->level != 2)
			continue;
		target = heading->target;
		entry = list_add_object(list);
		object_set_text(entry, "number", target->number);
		object_set_text(entry, "title", target->title);
		object_set_text(
			entry, "url",
			arena_concat(place->arena, "#", target->id, NULL));
	}
	object_set_truth(values, "has-headings", list_length(list) > 1);
}

/* The tables that a section has of itself. */
static void write_costs(struct markup *markup, const struct html_place *place)
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
	begin_piece(writing, &markup);
	write_costs(&markup, place);
	object_set(values, "costs", end_piece(writing, &markup));
}

static void set_pages(struct object *values, const char *name,
		      const struct html_place *place, struct page *const *pages,
		      size_t count)
{
	struct list *list = object_add_list(values, name);

	for (size_t i = 0; i < count; i++)
		set_link(list_add_object(list), place, pages[i]);
}

/* The sections below `page`. Forums there stand on the section's own page. */
static void set_sections_below(struct object *values,
			       const struct html_place *place,
			       const struct page *page)
{
	struct list *list = object_add_list(values, "children");

	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		if (at->kind == PAGE_SECTION)
			set_link(list_add_object(list), place, at);
	object_set_truth(values, "has-children", list_length(list) > 0);
}

/* The pages below `page`, and what sections each has. */
static void set_children(struct object *values, const char *name,
			 const struct html_place *place,
			 const struct page *page)
{
	struct list *list = object_add_list(values, name);

	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next) {
		struct object *entry = list_add_object(list);

		set_link(entry, place, at);
		set_sections_below(entry, place, at);
	}
}

static void set_neighbours(struct object *values,
			   const struct html_place *place)
{
	const struct page *page = place->page;

	if (page->preceding != NULL)
		set_link(object_add_object(values, "previous"), place,
			 page->preceding);
	if (page->following != NULL)
		set_link(object_add_object(values, "next"), place,
			 page->following);
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

/* The pages that show all of a document, which lie in `folder`. */
static void set_overviews(struct object *values,
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
		date_text(place->report, &document->date, false, place->arena));
	object_set_text(
		entry, "long-date",
		date_text(place->report, &document->date, true, place->arena));
	object_set_text(entry, "url", html_url(place, &document->page->target));
	set_overviews(values, document,
		      place->beside ? arena_concat(place->arena, "../",
						   document->page->target.id,
						   "/", NULL)
				    : "",
		      place->arena);
}

/* The values of a page, with what all at such places in its document have. */
static struct object *page_values(struct writing *writing,
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
		around->values = common_values(writing, "../", kept.arena);
		set_document(around->values, &kept);
	}
	return object_new_within(writing->arena, around->values);
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
	set_facts(values, place, page_facts(place));
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

static const char *document_folder(const struct writing *writing,
				   const struct document *document)
{
	return arena_concat(writing->arena, document->page->target.id, "/",
			    NULL);
}

static int write_own_file(struct writing *writing, const struct page *page)
{
	struct html_place place = { writing->report, page, false,
				    writing->arena, false };
	const char *folder = document_folder(writing, page->document);
	const char *file = page_file(writing, page);
	struct object *values;

	if (!wants(writing, folder, file))
		return 0;
	values = page_values(writing, &place);
	set_content(writing, values, &place);
	object_set_text(values, "description", description(writing, page));
	object_set(values, "navigation", navigation(writing, &place));
	set_breadcrumb(values, &place, page->parent);
	set_headings(values, &place);
	set_children(values, "children", &place, page);
	object_set_truth(values, "has-children", page->first_child != NULL);
	object_set_truth(values, "one-page", page->document->kind->one_page);
	object_set_truth(values, "has-mentions", page->mentioned_in_count > 0);
	set_pages(values, "mentions", &place, page->mentioned_in,
		  page->mentioned_in_count);
	set_neighbours(values, &place);
	set_edit(writing, values, page);
	return write_file(writing, folder, file, "page", values);
}

/* An old id leads on to the page that has it now. */
static int write_aliases(struct writing *writing, const struct page *page)
{
	struct html_place place = { writing->report, page, false,
				    writing->arena, false };

	for (size_t i = 0; i < page->aliases_count; i++) {
		const char *folder = document_folder(writing, page->document);
		const char *file = arena_concat(
			writing->arena, page->aliases[i].id, ".html", NULL);
		struct object *values;

		if (!wants(writing, folder, file))
			continue;
		values = page_values(writing, &place);
		set_link(values, &place, page);
		object_set_text(values, "description",
				description(writing, page));
		object_set_text(values, "robots", NO_ROBOTS);
		if (write_file(writing, folder, file, "moved", values) != 0)
			return -1;
	}
	return 0;
}

static int write_page(struct writing *writing, size_t i)
{
	const struct page *page = writing->report->pages[i];

	if (write_own_file(writing, page) != 0)
		return -1;
	return write_aliases(writing, page);
}

/* --- The document as a whole ------------------------------------------------
 */

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
	const struct fact *fact = page_facts(place);

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
	write_costs(markup, place);
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

static void write_contents(struct markup *markup,
			   const struct html_place *place,
			   const struct page *parent)
{
	if (parent->first_child == NULL)
		return;
	markup_open(markup, "ul");
	for (const struct page *at = parent->first_child; at != NULL;
	     at = at->next) {
		markup_open(markup, "li");
		write_entry(markup, place, at);
		write_contents(markup, place, at);
		markup_close(markup, "li");
		markup_break(markup);
	}
	markup_close(markup, "ul");
}

static struct value contents(const struct writing *writing,
			     const struct html_place *place)
{
	struct markup markup;

	begin_piece(writing, &markup);
	write_contents(&markup, place, place->page->document->page);
	return end_piece(writing, &markup);
}

static int write_whole(struct writing *writing, size_t i)
{
	const struct document *document = writing->report->documents[i];
	struct html_place place = { writing->report, document->page, true,
				    writing->arena, false };
	const char *folder = document_folder(writing, document);
	struct object *values;
	GString *frame;
	struct output_file *file;
	const char *mark;
	int result;

	if (!wants(writing, folder, HTML_WHOLE))
		return 0;
	values = page_values(writing, &place);
	frame = g_string_new(NULL);
	object_set_text(values, "title", document->page->target.title);
	object_set_text(values, "description",
			description(writing, document->page));
	object_set(values, "contents", contents(writing, &place));
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

/* The list of the document's tables and charts, each leading to where it
 * stands. */
static int write_tables(struct writing *writing, size_t i)
{
	const struct document *document = writing->report->documents[i];
	struct html_place place = { writing->report, document->page, false,
				    writing->arena, false };
	const char *folder = document_folder(writing, document);
	struct object *values;
	struct list *list;

	if (document->tables_count + document->charts_count == 0 ||
	    !wants(writing, folder, HTML_TABLES))
		return 0;
	values = page_values(writing, &place);
	list = object_add_list(values, "tables");
	object_set_text(values, "title", word(writing, LABEL_PAGE_TABLE_LIST));
	object_set_text(values, "description",
			arena_concat(writing->arena,
				     word(writing, LABEL_PAGE_TABLE_LIST),
				     " – ", document->page->target.title,
				     NULL));
	object_set(values, "navigation", navigation(writing, &place));
	list_targets(list, &place, document->tables, document->tables_count);
	object_set_truth(values, "has-charts", document->charts_count > 0);
	list_targets(object_add_list(values, "charts"), &place,
		     document->charts, document->charts_count);
	return write_file(writing, folder, HTML_TABLES, "tables", values);
}

/* --- Comparing forums -------------------------------------------------------
 */

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

	begin_piece(writing, &markup);
	html_comparison(&markup, place, table);
	return end_piece(writing, &markup);
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
	struct object *values = page_values(writing, place);
	struct list *trail;

	object_set_text(values, "title", title);
	object_set_text(values, "description", in_publication(writing, title));
	trail = set_breadcrumb(values, place, place->page->document->page);
	if (is_part) {
		struct object *first = list_add_object(trail);

		object_set_text(first, "url", HTML_COMPARE);
		object_set_text(first, "title",
				word(writing, LABEL_PAGE_COMPARE));
	}
	return values;
}

static int write_comparison(struct writing *writing,
			    const struct html_place *place,
			    const struct compare_parts *parts,
			    const struct compare_part *part, const char *title,
			    const char *file)
{
	const char *folder = document_folder(writing, place->page->document);
	struct object *values;
	struct comparison comparison;

	if (!wants(writing, folder, file))
		return 0;
	values = compare_values(writing, place, title, parts->count > 1);
	comparison = compare_part_table(parts, part, writing->report,
					writing->arena);
	set_filters(values, &comparison);
	object_set(values, "compared",
		   comparison_markup(writing, place, comparison.table));
	return write_file(writing, folder, file, "compare", values);
}

/* What leads on to the parts. */
static int write_compare_overview(struct writing *writing,
				  const struct html_place *place,
				  const struct compare_parts *parts)
{
	struct object *values = compare_values(
		writing, place, word(writing, LABEL_PAGE_COMPARE), false);
	const struct table *table = compare_overview(parts, writing->report,
						     part_file, writing->arena);

	object_set(values, "compared",
		   comparison_markup(writing, place, table));
	return write_file(writing,
			  document_folder(writing, place->page->document),
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
				     word(writing, LABEL_PAGE_COMPARE), ": ",
				     compare_part_title(part, writing->report,
							writing->arena),
				     NULL),
			part_file(part, writing->arena));
	}
	return result;
}

/* The parts outlive the tables, each of which is forgotten after its page. */
static int write_compare(struct writing *writing, size_t i)
{
	const struct document *document = writing->report->documents[i];
	struct html_place place = { writing->report, document->page, false,
				    writing->arena, false };
	const char *folder = document_folder(writing, document);
	struct arena *arena;
	struct compare_parts parts;
	int result = 0;

	if (!wants(writing, folder, HTML_COMPARE) &&
	    !output_wants_below(writing->output,
				arena_concat(writing->arena, folder,
					     HTML_COMPARE_PART, NULL)))
		return 0;
	arena = arena_new();
	parts = compare_parts(document, writing->report, arena);
	if (parts.count == 1)
		result = write_comparison(
			writing, &place, &parts, &parts.items[0],
			word(writing, LABEL_PAGE_COMPARE), HTML_COMPARE);
	else if (parts.count > 1)
		result = write_compare_parts(writing, &place, &parts);
	arena_free(arena);
	return result;
}

/* --- How totals came about --------------------------------------------------
 */

/* Of the contents only the way down to where the total stands. */
static void write_way(struct markup *markup, const struct html_place *place,
		      const struct page *page)
{
	if (page->parent != NULL && page->parent->kind != PAGE_DOCUMENT)
		write_way(markup, place, page->parent);
	if (page->kind == PAGE_DOCUMENT)
		return;
	markup_open(markup, "li");
	markup_open(markup, "a");
	html_href(markup, place, &page->target);
	html_number(markup, page->target.number);
	markup_text(markup, page_short_title(page));
	markup_close(markup, "a");
	markup_close(markup, "li");
	markup_break(markup);
}

static struct value way(const struct writing *writing,
			const struct html_place *place)
{
	struct markup markup;

	begin_piece(writing, &markup);
	if (place->page->kind != PAGE_DOCUMENT) {
		markup_open(&markup, "ul");
		write_way(&markup, place, place->page);
		markup_close(&markup, "ul");
	}
	return end_piece(writing, &markup);
}

static struct value account_table(const struct writing *writing,
				  const struct html_place *place,
				  const struct counted *counted)
{
	struct markup markup;

	begin_piece(writing, &markup);
	html_account_table(&markup, place, counted->account,
			   account_rows(counted, false));
	return end_piece(writing, &markup);
}

static void set_rules(struct object *values, const struct counted *counted)
{
	struct list *list = object_add_list(values, "rules");

	for (const char **at = account_rules(counted); *at != NULL; at++)
		object_set_text(list_add_object(list), "text", *at);
}

static int write_account(struct writing *writing, size_t i)
{
	const struct report *report = writing->report;
	const struct account *account = report->accounts[i];
	const struct page *page = account->places != NULL
					  ? account->places->page
					  : report->documents[0]->page;
	struct html_place place = { report, page, false, writing->arena, true };
	const char *file =
		arena_concat(writing->arena, account->id, ".html", NULL);
	struct object *values;
	struct counted counted;

	if (!wants(writing, HTML_ACCOUNTS, file))
		return 0;
	values = page_values(writing, &place);
	counted_init(&counted, account, report, writing->arena);
	object_set_text(values, "title", account->title);
	object_set_text(values, "question",
			account->question != NULL ? account->question
						  : account->target->title);
	object_set_text(values, "description",
			arena_concat(writing->arena,
				     word(writing, LABEL_PAGE_ACCOUNT), ": ",
				     account->title, NULL));
	object_set(values, "navigation", way(writing, &place));
	set_breadcrumb(values, &place, place.page);
	set_facts(values, &place, account_facts(&counted));
	set_rules(values, &counted);
	object_set(values, "rows", account_table(writing, &place, &counted));
	return write_file(writing, HTML_ACCOUNTS, file, "account", values);
}

/* --- The front page ----------------------------------------------------------
 */

static void set_documents(struct writing *writing, struct object *values)
{
	const struct report *report = writing->report;
	struct html_place place = { report, NULL, false, writing->arena,
				    false };
	struct list *list = object_add_list(values, "documents");

	for (size_t i = 0; i < report->documents_count; i++) {
		const struct page *page = report->documents[i]->page;
		struct object *entry = list_add_object(list);

		set_link(entry, &place, page);
		object_set_text(entry, "description",
				text_description(writing, page));
		object_set_text(entry, "date",
				date_text(report, &report->documents[i]->date,
					  true, writing->arena));
		set_children(entry, "sections", &place, page);
		object_set_truth(entry, "has-children",
				 page->first_child != NULL);
		set_overviews(entry, report->documents[i],
			      document_folder(writing, report->documents[i]),
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
				word(writing, LABEL_PAGE_COMPARE));
		object_set_text(entry, "description",
				word(writing, LABEL_PAGE_COMPARE_ABOUT));
		object_set_text(entry, "url",
				arena_concat(writing->arena,
					     document_folder(writing, document),
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
					text_description(writing, to->page));
	}
	add_comparisons(writing, list);
	object_set_truth(values, "has-shortcuts", list_length(list) > 0);
}

static int write_front(struct writing *writing)
{
	const struct publication *publication = &writing->report->publication;
	struct object *values;

	if (!wants(writing, "", HTML_FRONT))
		return 0;
	values = common_values(writing, "", writing->arena);
	object_set_text(values, "title", publication->title);
	object_set_text(values, "description",
			publication->subtitle != NULL ? publication->subtitle
						      : publication->title);
	set_key_figures(writing, values);
	set_shortcuts(writing, values);
	set_documents(writing, values);
	return write_file(writing, "", HTML_FRONT, "front", values);
}

/* Without scripts it shows what there is. */
static int write_search(struct writing *writing)
{
	struct object *values;
	struct list *list;
	const char *const *script;

	if (!writing->search || !wants(writing, "", SEARCH_PAGE))
		return 0;
	values = common_values(writing, "", writing->arena);
	list = object_add_list(values, "search-scripts");
	object_set_text(values, "title", word(writing, LABEL_PAGE_SEARCH));
	object_set_text(
		values, "description",
		in_publication(writing, word(writing, LABEL_PAGE_SEARCH)));
	set_documents(writing, values);
	for (script = search_scripts(writing->report, writing->arena);
	     *script != NULL; script++)
		object_set_text(list_add_object(list), "url", *script);
	return write_file(writing, "", SEARCH_PAGE, "search", values);
}

/* --- Pages of the publication's own ----------------------------------------
 */

static int write_abbreviations(struct writing *writing)
{
	struct object *values;
	struct list *list;
	size_t count;
	const struct abbreviation *const *items =
		abbreviation_list(writing->book, &count);

	if (count == 0 || !wants(writing, "", HTML_ABBREVIATIONS))
		return 0;
	values = common_values(writing, "", writing->arena);
	list = object_add_list(values, "abbreviations");
	for (size_t i = 0; i < count; i++) {
		struct object *entry = list_add_object(list);

		object_set_text(entry, "text", items[i]->text);
		object_set_text(entry, "meaning", items[i]->meaning);
	}
	object_set_text(values, "title",
			word(writing, LABEL_PAGE_ABBREVIATION_LIST));
	object_set_text(values, "description",
			word(writing, LABEL_PAGE_ABBREVIATION_LIST_ABOUT));
	return write_file(writing, "", HTML_ABBREVIATIONS, "abbreviations",
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
	const char *title = word(writing, LABEL_PAGE_MISSING);
	struct object *values;

	if (!wants(writing, "", HTML_MISSING))
		return 0;
	values = common_values(writing, missing_root(writing), writing->arena);
	object_set_text(values, "title", title);
	object_set_text(values, "description", in_publication(writing, title));
	object_set_text(values, "robots", NO_ROBOTS);
	set_documents(writing, values);
	return write_file(writing, "", HTML_MISSING, "missing", values);
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
	object_set_text(values, "compliance",
			word(writing, (enum label)statement->compliance));
	set_contents_of(values, "shortcomings", "has-shortcomings",
			&statement->shortcomings);
	set_contents_of(values, "burden", "has-burden", &statement->burden);
	set_contents_of(values, "outside", "has-outside", &statement->outside);
	object_set_text(values, "evaluation",
			word(writing, (enum label)statement->evaluation));
	for (size_t i = 0; i < statement->tested.count; i++)
		object_set_text(list_add_object(tested), "text",
				statement->tested.items[i]);
	object_set_text(values, "assessed",
			date_text(writing->report, &statement->assessed, true,
				  writing->arena));
	object_set_text(values, "updated",
			date_text(writing->report, &statement->updated, true,
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
	const char *title = word(writing, LABEL_PAGE_STATEMENT);
	struct object *values;

	if (statement == NULL)
		return 0;
	values = common_values(writing, "", writing->arena);
	object_set_text(values, "title", title);
	object_set_text(values, "description", in_publication(writing, title));
	set_statement(writing, values, statement);
	return write_file(writing, "", HTML_STATEMENT, "statement", values);
}

static int (*const own_pages[])(struct writing *writing) = {
	write_front,	 write_search,	write_abbreviations,
	write_statement, write_missing,
};

static int write_own_page(struct writing *writing, size_t i)
{
	return own_pages[i](writing);
}

/* --- Files
 * --------------------------------------------------------------------- */

static int copy_files(struct writing *writing, size_t i)
{
	int result = 0;

	(void)i;
	for (size_t k = 0; k < writing->theme->files_count && result == 0;
	     k++) {
		const struct theme_file *file = &writing->theme->files[k];

		g_string_printf(writing->path, "tema/%s", file->name);
		result = asset_copy(writing->output, file->path,
				    writing->path->str, writing->diags);
	}
	if (result == 0)
		result = asset_copy_all(writing->output, writing->report,
					writing->diags);
	return result;
}

/* --- Tasks --------------------------------------------------------------- */

static size_t count_documents(const struct report *report)
{
	return report->documents_count;
}

static size_t count_pages(const struct report *report)
{
	return report->pages_count;
}

static size_t count_accounts(const struct report *report)
{
	return report->accounts_count;
}

static size_t count_own_pages(const struct report *report)
{
	(void)report;
	return G_N_ELEMENTS(own_pages);
}

static size_t count_one(const struct report *report)
{
	(void)report;
	return 1;
}

/*
 * What there is to write. What takes long comes first, so that no thread has it
 * left when the others are done; short ones are done in runs.
 */
static const struct chore {
	int (*write)(struct writing *writing, size_t i);
	size_t (*count)(const struct report *report);
	size_t run;
} chores[] = {
	{ write_whole, count_documents, 1 },
	{ write_compare, count_documents, 1 },
	{ write_page, count_pages, 64 },
	{ write_account, count_accounts, 16 },
	{ write_tables, count_documents, 1 },
	{ write_own_page, count_own_pages, G_N_ELEMENTS(own_pages) },
	{ copy_files, count_one, 1 },
};

struct task {
	const struct chore *chore;
	size_t first;
	size_t end;
	struct diag_list *diags;
	int result;
};

static GArray *tasks_new(const struct report *report)
{
	GArray *tasks = g_array_new(FALSE, FALSE, sizeof(struct task));

	for (size_t i = 0; i < G_N_ELEMENTS(chores); i++) {
		const struct chore *chore = &chores[i];
		size_t count = chore->count(report);

		for (size_t at = 0; at < count; at += chore->run) {
			struct task task = { chore, at,
					     MIN(at + chore->run, count),
					     diag_list_new(), 0 };

			g_array_append_val(tasks, task);
		}
	}
	return tasks;
}

/* Join in the order of tasks what each thread found. 0 or −1. */
static int tasks_free(GArray *tasks, struct diag_list *diags)
{
	int result = 0;

	for (guint i = 0; i < tasks->len; i++) {
		struct task *task = &g_array_index(tasks, struct task, i);

		if (task->result != 0)
			result = -1;
		diag_list_join(diags, task->diags);
		diag_list_free(task->diags);
	}
	g_array_free(tasks, TRUE);
	return result;
}

static void do_task(void *share, size_t i)
{
	struct writing *writing = share;
	struct task *task =
		&g_array_index(writing->tasks, struct task, (guint)i);

	writing->diags = task->diags;
	for (size_t k = task->first; k < task->end && task->result == 0; k++) {
		task->result = task->chore->write(writing, k);
		arena_reset(writing->arena);
	}
}

static void writing_init(struct writing *writing, const struct writing *like)
{
	*writing = *like;
	writing->arena = arena_new();
	writing->around.arena = arena_new();
	writing->page = g_string_new(NULL);
	writing->piece = g_string_new(NULL);
	writing->path = g_string_new(NULL);
	writing->navigation = g_string_new(NULL);
}

static void writing_release(struct writing *writing)
{
	g_string_free(writing->page, TRUE);
	g_string_free(writing->piece, TRUE);
	g_string_free(writing->path, TRUE);
	g_string_free(writing->navigation, TRUE);
	arena_free(writing->around.arena);
	arena_free(writing->arena);
}

int html_render(struct output *output, const struct report *report,
		const struct theme *theme, bool search, struct diag_list *diags)
{
	struct arena *shared = arena_new();
	const struct writing like = {
		.output = output,
		.report = report,
		.theme = theme,
		.book = abbreviation_book_new(report, shared),
		.foreign = foreign_book_new(report, &foreign_span, shared),
		.search = search,
		.tasks = tasks_new(report),
	};
	struct writing writings[WORK_THREADS_MAX];
	size_t threads = work_threads(report->pages_count);

	for (size_t i = 0; i < threads; i++)
		writing_init(&writings[i], &like);
	work_take(writings, sizeof(writings[0]), threads, like.tasks->len,
		  do_task);
	for (size_t i = 0; i < threads; i++)
		writing_release(&writings[i]);
	arena_free(shared);
	return tasks_free(like.tasks, diags);
}
