#include "report/forums.h"

#include <string.h>

#include "base/arena.h"
#include "base/collate.h"
#include "base/diag.h"
#include "report/builder.h"
#include "report/columns.h"
#include "report/query.h"
#include "report/report.h"

/* --- What a {forums} directive asks for -------------------------------- */

struct forums_query {
	struct query_condition *where;
	const char *where_text; /* as written; NULL: none */
	struct columns columns;
	bool grouped;
	struct query_column group_by;
	bool sorted;
	struct query_column sort;
	bool descending;
	int64_t most; /* 0: all */
	bool total;
};

typedef int (*option_reader)(struct forums_query *query,
			     const struct body_option *option,
			     const struct report *report, struct arena *arena,
			     struct diag_list *diags);

static int read_where(struct forums_query *query,
		      const struct body_option *option,
		      const struct report *report, struct arena *arena,
		      struct diag_list *diags)
{
	query->where_text = option->value;
	query->where = query_parse_condition(option->value, option->value_where,
					     report, arena, diags);
	return query->where == NULL ? -1 : 0;
}

/* Part of an option's value, and where it stands. */
struct part {
	const char *text;
	size_t length;
	struct span where;
};

static struct part option_part(const struct body_option *option, size_t from,
			       size_t to)
{
	struct part part;

	while (from < to && option->value[from] == ' ')
		from++;
	while (to > from && option->value[to - 1] == ' ')
		to--;
	part.text = option->value + from;
	part.length = to - from;
	part.where = option->value_where;
	part.where.offset += (uint32_t)from;
	part.where.length = (uint32_t)MAX(part.length, 1);
	return part;
}

static int read_columns(struct forums_query *query,
			const struct body_option *option,
			const struct report *report, struct arena *arena,
			struct diag_list *diags)
{
	size_t from = 0;
	size_t length = strlen(option->value);

	(void)arena;
	query->columns.count = 0;
	while (from <= length) {
		size_t to = from + strcspn(option->value + from, ",");
		struct part part = option_part(option, from, to);

		if (query->columns.count == COLUMNS_MOST)
			return diag_add(diags, DIAG_OPTION_VALUE, part.where,
					"%zu > %d", query->columns.count + 1,
					COLUMNS_MOST);
		if (query_find_column(
			    &query->columns.columns[query->columns.count++],
			    part.text, part.length, part.where, report,
			    diags) != 0)
			return -1;
		from = to + 1;
	}
	return 0;
}

static int read_group_by(struct forums_query *query,
			 const struct body_option *option,
			 const struct report *report, struct arena *arena,
			 struct diag_list *diags)
{
	struct part part = option_part(option, 0, strlen(option->value));

	(void)arena;
	query->grouped = true;
	if (query_find_column(&query->group_by, part.text, part.length,
			      part.where, report, diags) != 0)
		return -1;
	if (query_is_quantity(query->group_by.field))
		return diag_add(diags, DIAG_QUERY_DISTINCT, part.where, NULL);
	return 0;
}

static int read_sort(struct forums_query *query,
		     const struct body_option *option,
		     const struct report *report, struct arena *arena,
		     struct diag_list *diags)
{
	const char *descending =
		labels_word(&report->labels, LABEL_QUERY_DESCENDING);
	size_t length = strlen(option->value);
	size_t first = strcspn(option->value, " ");
	struct part field = option_part(option, 0, first);
	struct part rest = option_part(option, first, length);

	(void)arena;
	query->sorted = true;
	if (query_find_column(&query->sort, field.text, field.length,
			      field.where, report, diags) != 0)
		return -1;
	if (rest.length == 0)
		return 0;
	query->descending = rest.length == strlen(descending) &&
			    strncmp(rest.text, descending, rest.length) == 0;
	if (query->descending)
		return 0;
	diag_add(diags, DIAG_OPTION_VALUE, rest.where, "%s", rest.text);
	diag_suggest(diags, descending);
	return -1;
}

static int read_most(struct forums_query *query,
		     const struct body_option *option,
		     const struct report *report, struct arena *arena,
		     struct diag_list *diags)
{
	size_t digits = strspn(option->value, "0123456789");

	(void)report;
	(void)arena;
	if (digits == 0 || digits > 4 || option->value[digits] != '\0') {
		diag_add(diags, DIAG_OPTION_VALUE, option->value_where, "%s",
			 option->value);
		diag_write(diags, "1 | 2 | … | 9999");
		return -1;
	}
	for (size_t i = 0; i < digits; i++)
		query->most = query->most * 10 + (option->value[i] - '0');
	return 0;
}

static int read_total(struct forums_query *query,
		      const struct body_option *option,
		      const struct report *report, struct arena *arena,
		      struct diag_list *diags)
{
	const char *yes = labels_word(&report->labels, LABEL_WORD_YES);
	const char *no = labels_word(&report->labels, LABEL_WORD_NO);

	(void)arena;
	query->total = strcmp(option->value, yes) == 0;
	if (query->total || strcmp(option->value, no) == 0)
		return 0;
	diag_add(diags, DIAG_OPTION_VALUE, option->value_where, "%s",
		 option->value);
	diag_write(diags, "%s | %s", yes, no);
	return -1;
}

static const struct {
	const char *name;
	option_reader read;
} option_rules[] = {
	{ "where", read_where },       { "columns", read_columns },
	{ "group-by", read_group_by }, { "sort", read_sort },
	{ "most", read_most },	       { "total", read_total },
};

const void *forums_query_new(const struct body_forums *forums,
			     const struct report *report, struct arena *arena,
			     struct diag_list *diags)
{
	struct forums_query *query =
		arena_new_array(arena, struct forums_query, 1);
	int result = 0;

	query->columns.count =
		columns_usual(query->columns.columns, report, true);
	for (const struct body_option *at = forums->options; at != NULL;
	     at = at->next)
		for (size_t i = 0; i < G_N_ELEMENTS(option_rules); i++)
			if (strcmp(option_rules[i].name, at->name) == 0 &&
			    option_rules[i].read(query, at, report, arena,
						 diags) != 0)
				result = -1;
	return result == 0 ? query : NULL;
}

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

static int compare_rows(const void *left, const void *right, void *data)
{
	const struct answer_row *a = left;
	const struct answer_row *b = right;
	const struct sorting *sorting = data;
	const struct forums_query *query = sorting->query;
	int order = 0;

	/* Sections stay in the order of the report. */
	if (query->grouped && query->group_by.field != FIELD_SECTION &&
	    strcmp(a->group, b->group) != 0)
		order = collator_compare(sorting->report->collator,
					 a->group_text, b->group_text);
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

static void add_answer(GArray *rows, const struct sorting *sorting,
		       const struct page *page, const struct query_item *group,
		       size_t order)
{
	struct answer_row row = { .page = page, .text = "", .order = order };
	const struct forums_query *query = sorting->query;
	const struct page *elsewhere;
	GArray *items;

	if (group != NULL) {
		row.group = group->key;
		row.group_text = group->text;
		row.group_target = group->target;
	}
	if (query->sorted && query_is_quantity(query->sort.field)) {
		row.quantity = query_quantity(page, query->sort, sorting->year,
					      &elsewhere);
	} else if (query->sorted) {
		items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
		query_items(items, page, query->sort, sorting->year,
			    sorting->report);
		if (items->len > 0)
			row.text =
				g_array_index(items, struct query_item, 0).text;
		g_array_free(items, TRUE);
	}
	g_array_append_val(rows, row);
}

/* A forum that has several of what is grouped by stands under each. */
static void add_grouped(GArray *rows, const struct sorting *sorting,
			const struct page *page, size_t order)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	struct query_item none = { "",
				   labels_word(&sorting->report->labels,
					       LABEL_QUANTITY_MISSING),
				   NULL };

	query_items(items, page, sorting->query->group_by, sorting->year,
		    sorting->report);
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

		if (report_year(page->forum, sorting->year) == NULL ||
		    !query_matches(sorting->query->where, page, sorting->year,
				   report))
			continue;
		if (sorting->query->grouped)
			add_grouped(rows, sorting, page, i);
		else
			add_answer(rows, sorting, page, NULL, i);
	}
	g_array_sort_with_data(rows, compare_rows, (void *)sorting);
	if (sorting->query->most > 0 && rows->len > sorting->query->most)
		g_array_set_size(rows, (guint)sorting->query->most);
	return rows;
}

static void add_group_row(struct builder *builder, const struct answer_row *row)
{
	struct row *group = builder_row(builder, ROW_GROUP);

	builder_text(&group->cells[0], row->group_text, row->group_target);
}

/*
 * The rows, with a heading and a subtotal for each group of more than one.
 * A forum under two groups is counted once in the total.
 */
static void add_rows(struct builder *builder, const struct forums_query *query,
		     const GArray *rows)
{
	struct columns total = query->columns;
	struct columns part = query->columns;
	GHashTable *seen = g_hash_table_new(NULL, NULL);

	columns_clear(&total);
	columns_clear(&part);
	for (guint i = 0; i < rows->len; i++) {
		const struct answer_row *row =
			&g_array_index(rows, struct answer_row, i);
		const struct answer_row *next =
			i + 1 < rows->len ? row + 1 : NULL;

		if (query->grouped && part.rows == 0)
			add_group_row(builder, row);
		columns_forum_row(builder, &total, row->page);
		columns_add(&part, row->page, builder->year);
		if (g_hash_table_add(seen, (void *)row->page))
			columns_add(&total, row->page, builder->year);
		if (query->grouped && query->total &&
		    (next == NULL || strcmp(next->group, row->group) != 0)) {
			if (part.rows > 1)
				columns_sum_row(builder, &part, ROW_SUBTOTAL,
						row->group_text, NULL);
		}
		if (next == NULL || !query->grouped ||
		    strcmp(next->group, row->group) != 0)
			columns_clear(&part);
	}
	if (query->total && rows->len > 0)
		columns_sum_row(builder, &total, ROW_TOTAL,
				builder_word(builder, LABEL_PAGE_TOTAL), NULL);
	g_hash_table_destroy(seen);
}

const struct table *forums_table(const void *options,
				 const struct target *target,
				 const struct report *report,
				 struct arena *arena)
{
	const struct forums_query *query = options;
	struct sorting sorting = { query, report, report->publication.year };
	GArray *rows = find_rows(&sorting);
	struct builder builder;

	builder_begin(&builder, report, target, query->columns.count, arena);
	columns_head(&builder, &query->columns);
	add_rows(&builder, query, rows);
	g_array_free(rows, TRUE);
	return builder_finish(&builder);
}

bool forums_has_total(const void *options, const struct report *report)
{
	const struct forums_query *query = options;
	int64_t year = report->publication.year;

	if (!query->total)
		return false;
	for (size_t i = 0; i < report->forums_count; i++)
		if (report_year(report->forums[i]->forum, year) != NULL &&
		    query_matches(query->where, report->forums[i], year,
				  report))
			return true;
	return false;
}

struct forums_total forums_total(const void *options,
				 const struct report *report,
				 struct arena *arena)
{
	const struct forums_query *query = options;
	struct sorting sorting = { query, report, report->publication.year };
	GArray *rows = find_rows(&sorting);
	GHashTable *seen = g_hash_table_new(NULL, NULL);
	struct forums_total total = { .columns = query->columns,
				      .where = query->where_text };

	total.pages = arena_new_array(arena, const struct page *, rows->len);
	columns_clear(&total.columns);
	for (guint i = 0; i < rows->len; i++) {
		const struct page *page =
			g_array_index(rows, struct answer_row, i).page;

		if (!g_hash_table_add(seen, (void *)page))
			continue;
		total.pages[total.count++] = page;
		columns_add(&total.columns, page, sorting.year);
	}
	g_hash_table_destroy(seen);
	g_array_free(rows, TRUE);
	return total;
}
