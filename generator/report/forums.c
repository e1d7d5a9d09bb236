#include "report/forums.h"

#include <string.h>

#include "base/arena.h"
#include "base/collate.h"
#include "report/builder.h"
#include "report/forums_query.h"
#include "report/query.h"
#include "report/report.h"

/* --- Rows -------------------------------------------------------------------
 */

/* A row of the answer before it is sorted. */
struct answer_row {
	const struct page *page;
	const char *group; /* what it has of the field grouped by */
	const char *group_text;
	const struct target *group_target;
	struct quantity quantity; /* sorted by */
	const char *text;	  /* sorted by */
	size_t order;		  /* in the report */
};

struct sorting {
	const struct forums_query *query;
	const struct report *report;
	int64_t year;
};

/* Rows are of the last year that is asked for. */
static struct sorting sorting_of(const struct forums_query *query,
				 const struct report *report)
{
	struct sorting sorting = { query, report, report->publication.year };

	if (query->years_count > 0)
		sorting.year = query->years[query->years_count - 1];
	return sorting;
}

/* What has no group comes last; names that are alike are kept apart. */
static int compare_group_names(const struct answer_row *a,
			       const struct answer_row *b,
			       const struct collator *collator)
{
	int order = (a->group[0] == '\0') - (b->group[0] == '\0');

	if (order == 0)
		order = collator_compare(collator, a->group_text,
					 b->group_text);
	return order != 0 ? order : strcmp(a->group, b->group);
}

static int compare_rows(const void *left, const void *right, void *data)
{
	const struct answer_row *a = left;
	const struct answer_row *b = right;
	const struct sorting *sorting = data;
	const struct forums_query *query = sorting->query;
	int order = 0;

	if (query->grouped)
		order = compare_group_names(a, b, sorting->report->collator);
	if (order == 0 && query->sorted) {
		if (query_is_quantity(query->sort.field))
			order = quantity_compare(&a->quantity, &b->quantity,
						 query->descending);
		else
			order = collator_compare(sorting->report->collator,
						 a->text, b->text) *
				(query->descending ? -1 : 1);
	}
	if (order != 0)
		return order;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* What the forum says that is sorted by, as a text. */
static const char *sorting_text(const struct sorting *sorting,
				const struct page *page)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	const char *text = "";

	query_items(items, page, sorting->query->sort,
		    columns_year(page, sorting->year), sorting->report);
	if (items->len > 0)
		text = g_array_index(items, struct query_item, 0).text;
	g_array_free(items, TRUE);
	return text;
}

static void add_answer(GArray *rows, const struct sorting *sorting,
		       const struct page *page, const struct query_item *group,
		       size_t order)
{
	struct answer_row row = { .page = page, .text = "", .order = order };
	const struct forums_query *query = sorting->query;
	const struct page *elsewhere;

	if (group != NULL) {
		row.group = group->key;
		row.group_text = group->text;
		row.group_target = group->target;
	}
	/* A section and a forum are known by their numbers. */
	if (row.group_target != NULL && row.group_target->full != NULL)
		row.group_text = row.group_target->full;
	if (query->sorted && query_is_quantity(query->sort.field))
		row.quantity = query_quantity(page, query->sort, sorting->year,
					      &elsewhere);
	else if (query->sorted)
		row.text = sorting_text(sorting, page);
	g_array_append_val(rows, row);
}

/* A forum that has several of what is grouped by stands under each. */
static void add_grouped(GArray *rows, const struct sorting *sorting,
			const struct page *page, size_t order)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	struct query_item none = {
		"", labels_word(&sorting->report->labels, LABEL_PAGE_NO_GROUP),
		NULL
	};

	query_items(items, page, sorting->query->group_by,
		    columns_year(page, sorting->year), sorting->report);
	for (guint i = 0; i < items->len; i++)
		add_answer(rows, sorting, page,
			   &g_array_index(items, struct query_item, i), order);
	if (items->len == 0)
		add_answer(rows, sorting, page, &none, order);
	g_array_free(items, TRUE);
}

static GArray *find_rows(const struct sorting *sorting)
{
	GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct answer_row));
	const struct report *report = sorting->report;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];

		if (!forums_takes_part(sorting->query, page, report))
			continue;
		if (sorting->query->grouped)
			add_grouped(rows, sorting, page, i);
		else
			add_answer(rows, sorting, page, NULL, i);
	}
	g_array_sort_with_data(rows, compare_rows, (void *)sorting);
	return rows;
}

/* --- Sums under way ------------------------------------------------------ */

/* A forum under two groups is counted once in the total. */
struct totals {
	struct columns_sums total;
	struct columns_sums part; /* of the group at hand */
	struct columns_sums rest; /* that are not shown */
	GHashTable *seen;
};

static void totals_begin(struct totals *totals,
			 const struct forums_query *query, struct arena *arena)
{
	columns_sums_init(&totals->total, &query->columns, arena);
	columns_sums_init(&totals->part, &query->columns, arena);
	columns_sums_init(&totals->rest, &query->columns, arena);
	totals->seen = g_hash_table_new(NULL, NULL);
}

/* Add a forum, shown or not, unless it is there already. */
static void totals_add(struct totals *totals, struct builder *builder,
		       const struct forums_query *query,
		       const struct page *page, bool shown)
{
	if (!g_hash_table_add(totals->seen, (void *)page)) {
		builder->table->legend |= LEGEND_SEVERAL;
		return;
	}
	columns_add(&totals->total, page, builder->year);
	builder_of(builder, page, builder->year);
	for (size_t i = 0; i < query->years_count; i++)
		builder_of(builder, page, query->years[i]);
	if (!shown)
		columns_add(&totals->rest, page, builder->year);
}

/* `Ytterligare 23 forum` */
static const char *rest_text(struct builder *builder, int64_t count,
			     enum label one, enum label many)
{
	return arena_printf(builder->arena, "%s %" G_GINT64_FORMAT " %s",
			    builder_word(builder, LABEL_PAGE_MORE), count,
			    builder_word(builder, count == 1 ? one : many));
}

static void totals_end(struct totals *totals, struct builder *builder,
		       const struct forums_query *query, const char *rest)
{
	if (query->total && totals->rest.rows > 0)
		columns_sum_row(builder, &totals->rest, ROW_REST, rest, NULL);
	if (query->total && totals->total.rows > 0)
		columns_sum_row(builder, &totals->total, ROW_TOTAL,
				builder_word(builder, LABEL_PAGE_TOTAL), NULL);
	g_hash_table_destroy(totals->seen);
}

/* --- A row for each forum ------------------------------------------------- */

static void add_group_row(struct builder *builder, const struct answer_row *row)
{
	struct row *group = builder_row(builder, ROW_GROUP);

	builder_text(&group->cells[0], row->group_text, row->group_target);
}

/* Is the row the last of its group? */
static bool ends_group(const GArray *rows, guint i, guint shown)
{
	const struct answer_row *row =
		&g_array_index(rows, struct answer_row, i);

	return i + 1 == shown || strcmp(row->group, row[1].group) != 0;
}

/* The rows, with a heading and a subtotal for each group of more than one. */
static void add_rows(struct builder *builder, const struct forums_query *query,
		     const GArray *rows, struct totals *totals, guint shown)
{
	struct columns_sums *part = &totals->part;

	for (guint i = 0; i < shown; i++) {
		const struct answer_row *row =
			&g_array_index(rows, struct answer_row, i);

		if (query->grouped && part->rows == 0)
			add_group_row(builder, row);
		columns_forum_row(builder, &query->columns, row->page);
		totals_add(totals, builder, query, row->page, true);
		if (!query->grouped)
			continue;
		columns_add(part, row->page, builder->year);
		if (!ends_group(rows, i, shown))
			continue;
		if (query->total && part->rows > 1)
			columns_sum_row(builder, part, ROW_SUBTOTAL,
					row->group_text, NULL);
		columns_clear(part);
	}
}

static void add_forums(struct builder *builder,
		       const struct forums_query *query, const GArray *rows)
{
	struct totals totals;
	guint shown = rows->len;

	totals_begin(&totals, query, builder->arena);
	if (query->most > 0)
		shown = (guint)MIN((int64_t)rows->len, query->most);
	add_rows(builder, query, rows, &totals, shown);
	for (guint i = shown; i < rows->len; i++)
		totals_add(&totals, builder, query,
			   g_array_index(rows, struct answer_row, i).page,
			   false);
	totals_end(&totals, builder, query,
		   rest_text(builder, totals.rest.stands_for,
			     LABEL_PAGE_ONE_FORUM_WORD, LABEL_PAGE_FORUM_WORD));
}

/* --- A row for each group ------------------------------------------------- */

/* Rows from `first` up to `end` are of one group. */
struct group {
	guint first;
	guint end;
	struct quantity quantity; /* sorted by */
	guint order;
};

static int compare_groups(const void *left, const void *right, void *data)
{
	const struct group *a = left;
	const struct group *b = right;
	const struct forums_query *query = data;
	int order = 0;

	if (query->sorted && query_is_quantity(query->sort.field))
		order = quantity_compare(&a->quantity, &b->quantity,
					 query->descending);
	if (order != 0)
		return order;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* What the group adds up to of that which is sorted by. */
static struct quantity sum_group(const struct sorting *sorting,
				 const GArray *rows, const struct group *group)
{
	const struct query_column *column = &sorting->query->sort;
	struct quantity_sum sum;

	quantity_sum_init(&sum, query_field_kind(column->field));
	for (guint i = group->first; i < group->end; i++) {
		const struct page *page =
			g_array_index(rows, struct answer_row, i).page;

		if (report_year(page->forum, sorting->year) != NULL)
			query_sum_forum(&sum, page, column, 1, sorting->year);
	}
	return quantity_sum_result(&sum);
}

static GArray *find_groups(const struct sorting *sorting, const GArray *rows)
{
	const struct forums_query *query = sorting->query;
	GArray *groups = g_array_new(FALSE, FALSE, sizeof(struct group));
	struct group group = { 0 };

	for (guint i = 0; i < rows->len; i++) {
		if (!ends_group(rows, i, rows->len))
			continue;
		group.end = i + 1;
		group.order = groups->len;
		if (query->sorted && query_is_quantity(query->sort.field))
			group.quantity = sum_group(sorting, rows, &group);
		g_array_append_val(groups, group);
		group.first = group.end;
	}
	g_array_sort_with_data(groups, compare_groups, (void *)query);
	return groups;
}

static void add_group(struct builder *builder, const struct forums_query *query,
		      const GArray *rows, const struct group *group,
		      struct totals *totals, bool shown)
{
	const struct answer_row *first =
		&g_array_index(rows, struct answer_row, group->first);
	struct columns_sums *part = &totals->part;

	columns_clear(part);
	for (guint i = group->first; i < group->end; i++) {
		const struct page *page =
			g_array_index(rows, struct answer_row, i).page;

		columns_add(part, page, builder->year);
		totals_add(totals, builder, query, page, shown);
	}
	if (shown)
		columns_sum_row(builder, part, ROW_DATA, first->group_text,
				first->group_target);
}

static void add_groups(struct builder *builder, const struct sorting *sorting,
		       const GArray *rows)
{
	const struct forums_query *query = sorting->query;
	GArray *groups = find_groups(sorting, rows);
	struct totals totals;
	guint shown = groups->len;

	totals_begin(&totals, query, builder->arena);
	if (query->most > 0)
		shown = (guint)MIN((int64_t)groups->len, query->most);
	for (guint i = 0; i < groups->len; i++)
		add_group(builder, query, rows,
			  &g_array_index(groups, struct group, i), &totals,
			  i < shown);
	totals_end(&totals, builder, query,
		   rest_text(builder, groups->len - shown,
			     LABEL_PAGE_ONE_GROUP_WORD, LABEL_PAGE_GROUP_WORD));
	g_array_free(groups, TRUE);
}

const struct table *forums_table(const void *options,
				 const struct target *target,
				 const struct report *report,
				 struct arena *arena)
{
	const struct forums_query *query = options;
	struct sorting sorting = sorting_of(query, report);
	GArray *rows = find_rows(&sorting);
	struct builder builder;

	builder_begin(&builder, report, target, query->columns.count, arena);
	builder.year = sorting.year;
	columns_head(&builder, &query->columns);
	if (query->groups_only)
		add_groups(&builder, &sorting, rows);
	else
		add_forums(&builder, query, rows);
	if (rows->len == 0)
		builder_note_row(&builder,
				 builder_word(&builder, LABEL_PAGE_NO_FORUMS));
	g_array_free(rows, TRUE);
	return builder_finish(&builder);
}

bool forums_has_total(const void *options, const struct report *report)
{
	const struct forums_query *query = options;

	return query->total && forums_query_has_rows(query, report);
}

struct forums_total forums_total(const void *options,
				 const struct report *report,
				 struct arena *arena)
{
	const struct forums_query *query = options;
	struct sorting sorting = sorting_of(query, report);
	GArray *rows = find_rows(&sorting);
	GHashTable *seen = g_hash_table_new(NULL, NULL);
	struct forums_total total = { .columns = query->columns,
				      .years = query->years,
				      .years_count = query->years_count,
				      .year = sorting.year,
				      .where = query->where_text };

	total.pages = arena_new_array(arena, const struct page *, rows->len);
	for (guint i = 0; i < rows->len; i++) {
		const struct page *page =
			g_array_index(rows, struct answer_row, i).page;

		if (g_hash_table_add(seen, (void *)page))
			total.pages[total.count++] = page;
	}
	g_hash_table_destroy(seen);
	g_array_free(rows, TRUE);
	return total;
}
