#include "report/number.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/kinds.h"
#include "report/report.h"

/* Names of files and folders that the program makes itself. */
static const char *const reserved[] = { "index",   "allt",   "tabeller", "data",
					"tema",	   "bilder", "forums",	 "html",
					"docbook", "raknat", "jamfor",	 NULL };

/* The deepest heading that is numbered: h6 in HTML. */
#define LEVEL_MOST 6

static struct target *target_new(struct report *report, enum target_kind kind,
				 const char *id, struct page *page,
				 struct span where)
{
	struct target *target =
		arena_new_array(report->arena, struct target, 1);

	target->kind = kind;
	target->id = id;
	target->number = "";
	target->title = "";
	target->page = page;
	target->where = where;
	return target;
}

/* An id that nobody has said gives way to the same one elsewhere. */
static void enter_made_id(struct report *report, struct target *target)
{
	const char *id = target->id;
	struct target *first;

	target->made = true;
	while ((first = g_hash_table_lookup(report->targets, id)) != NULL) {
		first = g_hash_table_lookup(report->targets, target->id);
		id = arena_printf(report->arena, "%s-%u", target->id,
				  ++first->copies + 1);
	}
	target->id = id;
	g_hash_table_insert(report->targets, (char *)id, target);
}

static void enter_id(struct report *report, const char *id,
		     struct target *target, struct span where,
		     struct diag_list *diags)
{
	struct target *first = g_hash_table_lookup(report->targets, id);

	for (const char *const *at = reserved; *at != NULL; at++)
		if (strcmp(*at, id) == 0)
			diag_add(diags, DIAG_ID_RESERVED, where, "%s", id);
	if (first != NULL && !first->made) {
		diag_add(diags, DIAG_ID_TWICE, where, "%s", id);
		diag_also(diags, first->where);
		return;
	}
	g_hash_table_insert(report->targets, (char *)id, target);
	if (first != NULL)
		enter_made_id(report, first);
}

static const char *slug_id(struct report *report, const struct page *page,
			   const char *text)
{
	GString *id = g_string_new(page->target.id);

	g_string_append_c(id, '-');
	body_append_slug(id, text);
	return arena_take(report->arena, id);
}

static const char *sub_number(struct report *report, const char *parent,
			      unsigned number)
{
	return parent[0] == '\0'
		       ? arena_printf(report->arena, "%u", number)
		       : arena_printf(report->arena, "%s.%u", parent, number);
}

static bool is_unnumbered(const struct document *document)
{
	return document->kind != NULL && document->kind->unnumbered;
}

static void tell_jump(const struct body_heading *heading, unsigned level,
		      struct diag_list *diags)
{
	diag_add(diags, DIAG_HEADING_JUMP, heading->item.where, NULL);
	diag_write(diags, "%.*s %s", (int)level, "######", heading->text);
}

/*
 * The headings of a page, in order. In a forum they have no numbers; else
 * those of level 2 come before the pages below, whose numbers go on.
 */
static unsigned number_headings(struct report *report, struct page *page,
				struct diag_list *diags)
{
	const char *prefixes[LEVEL_MOST + 1] = { NULL, page->target.number };
	unsigned counts[LEVEL_MOST + 1] = { 0 };
	unsigned last = 1;

	for (size_t i = 0; i < page->body->headings.count; i++) {
		struct body_heading *heading = page->body->headings.items[i];
		unsigned level = MAX(heading->level, 2);
		const char *id = heading->id != NULL
					 ? heading->id
					 : slug_id(report, page, heading->text);
		struct target *target =
			target_new(report, TARGET_HEADING, id, page,
				   heading->id != NULL ? heading->id_where
						       : heading->item.where);

		if (level > last + 1)
			tell_jump(heading, last + 1, diags);
		while (last < level)
			counts[++last] = 0;
		last = level;
		counts[level]++;
		for (unsigned k = 2; k < level; k++)
			if (prefixes[k] == NULL)
				prefixes[k] = page->target.number;
		target->title = heading->text;
		if (page->kind != PAGE_FORUM && !is_unnumbered(page->document))
			target->number = sub_number(report, prefixes[level - 1],
						    counts[level]);
		prefixes[level] = target->number;
		heading->target = target;
		if (heading->id != NULL)
			enter_id(report, id, target, target->where, diags);
		else
			enter_made_id(report, target);
	}
	return counts[2];
}

struct numbering {
	struct report *report;
	struct diag_list *diags;
	GPtrArray *tables;
	GPtrArray *charts;
	unsigned notes;
};

static void add_numbered(struct report *report, struct target *target,
			 GPtrArray *list)
{
	target->number = arena_printf(report->arena, "%u", list->len + 1);
	g_ptr_array_add(list, target);
}

/* Tables and charts are numbered each for themselves. */
static void add_item(struct numbering *numbering, struct target *target,
		     const struct body_item *item)
{
	const struct body_forums *forums = (const struct body_forums *)item;
	bool is_chart =
		item->kind == BODY_FORUMS && forums->about == GENERATED_CHART;

	if (is_chart)
		target->kind = TARGET_CHART;
	add_numbered(numbering->report, target,
		     is_chart ? numbering->charts : numbering->tables);
}

/* Tables with a caption are numbered; others cannot be referred to. */
static void number_table(struct numbering *numbering, struct page *page,
			 struct body_item *item)
{
	struct report *report = numbering->report;
	struct body_table *table = (struct body_table *)item;
	struct body_forums *forums = (struct body_forums *)item;
	bool is_forums = item->kind == BODY_FORUMS;
	const char *caption =
		is_forums ? forums->caption_text : table->caption_text;
	const char *id = is_forums ? forums->id : table->id;
	struct span where = is_forums ? forums->id_where : table->id_where;
	bool said = id != NULL;
	struct target *target;

	if (caption == NULL || caption[0] == '\0')
		return;
	if (!said) {
		id = slug_id(report, page, caption);
		where = item->where;
	}
	target = target_new(report, TARGET_TABLE, id, page, where);
	target->title = caption;
	add_item(numbering, target, item);
	if (said)
		enter_id(report, id, target, where, numbering->diags);
	else
		enter_made_id(report, target);
	if (is_forums)
		forums->target = target;
	else
		table->target = target;
}

static bool is_kind_with_costs(const struct document *document)
{
	return document->kind != NULL && document->kind->cost_tables;
}

/* A section that holds forums, directly or below, has a table of costs. */
static bool has_forums(const struct page *page)
{
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		if (at->kind == PAGE_FORUM || has_forums(at))
			return true;
	return false;
}

static void number_cost_table(struct report *report, struct page *page,
			      GPtrArray *tables)
{
	enum label caption = page->first_child->kind == PAGE_FORUM
				     ? LABEL_PAGE_COSTS_OF
				     : LABEL_PAGE_COSTS_BY_SECTION;
	const char *words = labels_word(&report->labels, caption);
	struct target *target =
		target_new(report, TARGET_TABLE, slug_id(report, page, words),
			   page, page->target.where);

	target->title = arena_printf(report->arena, "%s: %s", words,
				     page->target.title);
	add_numbered(report, target, tables);
	enter_made_id(report, target);
	page->costs_target = target;
}

/* Does a forum below have figures of another year than the first has? */
static bool has_years(const struct page *page, int *first)
{
	if (page->kind == PAGE_FORUM)
		for (size_t i = 0; i < page->forum->years_count; i++) {
			int year = page->forum->years[i].year;

			if (*first != 0 && *first != year)
				return true;
			*first = year;
		}
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		if (has_years(at, first))
			return true;
	return false;
}

static void number_years_table(struct report *report, struct page *page,
			       GPtrArray *tables)
{
	const char *words =
		labels_word(&report->labels, LABEL_PAGE_YEAR_BY_YEAR);
	int first = 0;
	struct target *target;

	if (!has_years(page, &first))
		return;
	target = target_new(report, TARGET_TABLE, slug_id(report, page, words),
			    page, page->target.where);
	target->title = arena_printf(report->arena, "%s: %s", words,
				     page->target.title);
	add_numbered(report, target, tables);
	enter_made_id(report, target);
	page->years_target = target;
}

static void number_notes(struct page *page, unsigned *notes)
{
	for (size_t i = 0; i < page->body->references.count; i++) {
		struct body_note_reference *reference =
			page->body->references.items[i];

		if (reference->note != NULL && reference->note->number == 0)
			reference->note->number = ++*notes;
	}
}

/* A page below another, the how-manieth is `count`. */
static void number_child(struct report *report, struct page *page,
			 unsigned count)
{
	struct target *target = &page->target;

	target->full = target->title;
	if (is_unnumbered(page->document))
		return;
	target->number = sub_number(report, page->parent->target.number, count);
	target->full = arena_printf(report->arena, "%s %s", target->number,
				    target->title);
}

static void number_page(struct numbering *numbering, struct page *page)
{
	struct report *report = numbering->report;
	unsigned count = 0;

	enter_id(report, page->target.id, &page->target, page->target.where,
		 numbering->diags);
	for (size_t i = 0; i < page->aliases_count; i++)
		enter_id(report, page->aliases[i].id, &page->target,
			 page->aliases[i].where, numbering->diags);
	if (page->body != NULL) {
		count = number_headings(report, page, numbering->diags);
		for (size_t i = 0; i < page->body->tables.count; i++)
			number_table(numbering, page,
				     page->body->tables.items[i]);
		number_notes(page, &numbering->notes);
	}
	if (page->kind == PAGE_SECTION && is_kind_with_costs(page->document) &&
	    has_forums(page)) {
		number_cost_table(report, page, numbering->tables);
		number_years_table(report, page, numbering->tables);
	}
	for (struct page *at = page->first_child; at != NULL; at = at->next) {
		number_child(report, at, ++count);
		number_page(numbering, at);
	}
}

static const struct target **take_targets(struct report *report,
					  const GPtrArray *list)
{
	const struct target **targets = arena_new_array(
		report->arena, const struct target *, list->len);

	if (list->len > 0)
		memcpy(targets, list->pdata, list->len * sizeof(void *));
	return targets;
}

static void number_document(struct document *document, struct report *report,
			    struct diag_list *diags)
{
	struct numbering numbering = { report, diags, g_ptr_array_new(),
				       g_ptr_array_new(), 0 };

	number_page(&numbering, document->page);
	document->tables_count = numbering.tables->len;
	document->tables = take_targets(report, numbering.tables);
	document->charts_count = numbering.charts->len;
	document->charts = take_targets(report, numbering.charts);
	g_ptr_array_free(numbering.tables, TRUE);
	g_ptr_array_free(numbering.charts, TRUE);
}

void number_report(struct report *report, struct diag_list *diags)
{
	for (size_t i = 0; i < report->documents_count; i++)
		number_document(report->documents[i], report, diags);
}
