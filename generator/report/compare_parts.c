#include "report/compare_parts.h"

#include <string.h>

#include "base/arena.h"
#include "report/columns.h"
#include "report/query.h"
#include "report/report.h"

/* --- Which forums stand together ----------------------------------------- */

/* All forums below `page`; or only those right below it. */
static void list_forums(GPtrArray *forums, const struct page *page, bool all)
{
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next) {
		if (at->kind == PAGE_FORUM)
			g_ptr_array_add(forums, (void *)at);
		if (all)
			list_forums(forums, at, true);
	}
}

/* In how many pieces the forums must be shown: one, unless they are many. */
static size_t count_pieces(const GPtrArray *forums)
{
	size_t rows = 0;

	for (guint i = 0; i < forums->len; i++) {
		const struct page *page = forums->pdata[i];

		rows += page->forum->years_count;
	}
	return MAX(MAX((forums->len + COMPARE_FORUMS_MOST - 1) /
			       COMPARE_FORUMS_MOST,
		       (rows + COMPARE_ROWS_MOST - 1) / COMPARE_ROWS_MOST),
		   1);
}

static void add_pieces(GArray *parts, const struct page *section,
		       const GPtrArray *forums, size_t pieces,
		       struct arena *arena)
{
	for (size_t i = 0; i < pieces && forums->len > 0; i++) {
		size_t first = forums->len * i / pieces;
		struct compare_part part = {
			.section = section,
			.count = forums->len * (i + 1) / pieces - first,
			.piece = pieces > 1 ? i + 1 : 0,
			.pieces = pieces,
		};

		part.forums =
			arena_new_array(arena, const struct page *, part.count);
		memcpy(part.forums, forums->pdata + first,
		       part.count * sizeof(part.forums[0]));
		g_array_append_val(parts, part);
	}
}

static bool has_sections(const struct page *page)
{
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		if (at->kind == PAGE_SECTION)
			return true;
	return false;
}

/* What is too much for one table is divided by its sections. */
static void add_parts(GArray *parts, const struct page *section,
		      struct arena *arena)
{
	GPtrArray *forums = g_ptr_array_new();
	bool divided;

	list_forums(forums, section, true);
	divided = count_pieces(forums) > 1 && has_sections(section);
	if (divided) {
		g_ptr_array_set_size(forums, 0);
		list_forums(forums, section, false);
	}
	add_pieces(parts, section, forums, count_pieces(forums), arena);
	g_ptr_array_free(forums, TRUE);
	for (const struct page *at = section->first_child;
	     divided && at != NULL; at = at->next)
		if (at->kind == PAGE_SECTION)
			add_parts(parts, at, arena);
}

const char *compare_part_title(const struct compare_part *part,
			       const struct report *report, struct arena *arena)
{
	const struct page *section = part->section;
	const char *title = section->target.full != NULL
				    ? section->target.full
				    : page_short_title(section);

	if (part->piece == 0)
		return title;
	return arena_printf(
		arena, "%s, %s %zu %s %zu", title,
		labels_word(&report->labels, LABEL_PAGE_COMPARE_PIECE),
		part->piece,
		labels_word(&report->labels, LABEL_PAGE_COMPARE_OF),
		part->pieces);
}

/* --- Columns -------------------------------------------------------------- */

/* What columns are called in addresses, which stay in any language. */
static const struct {
	enum query_field field;
	const char *key;
} text_columns[] = {
	{ FIELD_FORUM, "forum" },      { FIELD_SECTION, "section" },
	{ FIELD_FORM, "form" },	       { FIELD_MEMBERSHIP, "membership" },
	{ FIELD_LEVEL, "level" },      { FIELD_RUN_BY, "organiser" },
	{ FIELD_RESPONSIBLE, "unit" },
};

static const struct {
	enum query_field field;
	const char *key;
} cost_columns[] = {
	{ FIELD_FEE, "fee" },
	{ FIELD_OTHER, "other" },
	{ FIELD_COST, "total" },
};

/* So many groups have a column each; of more, one has them all. */
#define GROUPS_MOST 32

static int compare_years(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left;
	int64_t b = *(const int64_t *)right;

	return (a < b) - (a > b);
}

static void list_years(struct compare_layout *layout,
		       const struct document *document, struct arena *arena)
{
	GHashTable *seen = g_hash_table_new(NULL, NULL);
	GArray *years = g_array_new(FALSE, FALSE, sizeof(int64_t));

	for (size_t i = 0; i < document->pages_count; i++) {
		const struct forum *forum = document->pages[i]->forum;

		for (size_t k = 0; forum != NULL && k < forum->years_count;
		     k++) {
			int64_t year = forum->years[k].year;

			if (g_hash_table_add(seen, GINT_TO_POINTER((int)year)))
				g_array_append_val(years, year);
		}
	}
	g_array_sort(years, compare_years);
	layout->years_count = years->len;
	layout->years = arena_new_array(arena, int64_t, years->len + 1);
	for (guint i = 0; i < years->len; i++)
		layout->years[i] = g_array_index(years, int64_t, i);
	g_array_free(years, TRUE);
	g_hash_table_destroy(seen);
}

static void add_column(struct compare_layout *layout, enum query_field field,
		       size_t group, const char *key)
{
	struct columns *columns = &layout->columns;

	columns->columns[columns->count].field = field;
	columns->columns[columns->count].group = group;
	layout->keys[columns->count++] = key;
}

/* Are forums of the document the responsibility of different units? */
static bool has_several_units(const struct document *document)
{
	const struct forum *first = NULL;

	for (size_t i = 0; i < document->pages_count; i++) {
		const struct forum *forum = document->pages[i]->forum;

		if (forum == NULL)
			continue;
		if (first == NULL)
			first = forum;
		if (forum->responsible.to != first->responsible.to)
			return true;
	}
	return false;
}

/*
 * Has some forum of the document something in the column? Who is responsible
 * is told only where it differs: mostly the publication says it for all.
 */
static bool is_told(const struct document *document, enum query_field field,
		    const struct report *report)
{
	struct query_column column = { field, 0 };
	int64_t year = report->publication.year;

	if (field == FIELD_RESPONSIBLE)
		return has_several_units(document);
	for (size_t i = 0; i < document->pages_count; i++)
		if (document->pages[i]->forum != NULL &&
		    query_has_item(document->pages[i], column, year, NULL,
				   report))
			return true;
	return false;
}

static void list_columns(struct compare_layout *layout,
			 const struct document *document,
			 const struct report *report, struct arena *arena)
{
	const struct publication *publication = &report->publication;
	size_t groups = publication->groups_count;

	for (size_t i = 0; i < G_N_ELEMENTS(text_columns); i++)
		if (is_told(document, text_columns[i].field, report))
			add_column(layout, text_columns[i].field, 0,
				   text_columns[i].key);
	if (groups > GROUPS_MOST)
		add_column(layout, FIELD_ALL_PARTICIPANTS, groups,
			   "participants");
	for (size_t i = 0; groups <= GROUPS_MOST && i < groups; i++)
		add_column(layout, FIELD_PARTICIPANTS, i,
			   arena_printf(arena, "participants.%s",
					publication->groups[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(cost_columns); i++)
		add_column(layout, cost_columns[i].field, 0,
			   cost_columns[i].key);
}

struct compare_parts compare_parts(const struct document *document,
				   const struct report *report,
				   struct arena *arena)
{
	struct compare_layout *layout =
		arena_new_array(arena, struct compare_layout, 1);
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct compare_part));
	struct compare_parts parts;

	add_parts(list, document->page, arena);
	parts.count = list->len;
	parts.items =
		arena_new_array(arena, struct compare_part, parts.count + 1);
	if (list->len > 0)
		memcpy(parts.items, list->data,
		       list->len * sizeof(struct compare_part));
	g_array_free(list, TRUE);
	list_years(layout, document, arena);
	list_columns(layout, document, report, arena);
	parts.layout = layout;
	return parts;
}
