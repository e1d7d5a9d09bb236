#include "report/compare.h"

#include <string.h>

#include "base/arena.h"
#include "base/collate.h"
#include "report/builder.h"
#include "report/query.h"
#include "report/report.h"

/* --- A table under way -----------------------------------------------------
 */

struct work {
	const struct report *report;
	const struct compare_part *part;
	const struct compare_layout *layout;
	struct arena *arena;
	struct builder builder;
	const struct columns *columns; /* of the layout */
	GPtrArray *rows;	       /* struct row, with … */
	GPtrArray *pages;	       /* the forum of each */
};

static bool has_several_years(const struct work *work)
{
	return work->layout->years_count > 1;
}

static void set_head(struct work *work)
{
	struct table *table = work->builder.table;
	size_t last = work->columns->count;

	columns_head(&work->builder, work->columns);
	for (size_t i = 0; i < last; i++) {
		enum query_field field = work->columns->columns[i].field;

		table->columns[i].key = work->layout->keys[i];
		table->columns[i].money =
			query_is_quantity(field) &&
			query_field_kind(field) == QUANTITY_MONEY;
	}
	if (!has_several_years(work))
		return;
	builder_heading(&work->builder, last, LABEL_PAGE_YEAR, false);
	table->columns[last].key = "year";
}

/* --- Cells ---------------------------------------------------------------- */

/* What can be chosen of an amount. */
enum amount { HAS_AMOUNT, HAS_NONE, IS_UNKNOWN, IS_MISSING, IS_ELSEWHERE };

static const char *const amount_keys[] = {
	[HAS_AMOUNT] = "yes",	      [HAS_NONE] = "no",
	[IS_UNKNOWN] = "unknown",     [IS_MISSING] = "missing",
	[IS_ELSEWHERE] = "elsewhere",
};

static enum amount amount_of(const struct quantity *quantity,
			     const struct page *elsewhere)
{
	if (elsewhere != NULL)
		return IS_ELSEWHERE;
	switch ((enum quantity_state)quantity->state) {
	case QUANTITY_VALUE:
		return quantity->high > 0 || quantity->no_high ? HAS_AMOUNT
							       : HAS_NONE;
	case QUANTITY_NOT_APPLICABLE:
		return HAS_NONE;
	case QUANTITY_UNKNOWN:
		return IS_UNKNOWN;
	default:
		return IS_MISSING;
	}
}

/* The sections around the forum, the nearest first. */
static const char *section_key(const struct work *work, const struct page *page)
{
	GString *key = g_string_new(NULL);

	for (const struct page *at = page->parent; at->parent != NULL;
	     at = at->parent) {
		if (key->len > 0)
			g_string_append_c(key, '|');
		g_string_append(key, at->target.id);
	}
	return arena_take(work->arena, key);
}

static const char *items_key(const struct work *work, const struct page *page,
			     struct query_column column)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	GString *key = g_string_new(NULL);

	query_items(items, page, column, columns_year(page, work->builder.year),
		    work->report);
	for (guint i = 0; i < items->len; i++) {
		if (i > 0)
			g_string_append_c(key, '|');
		g_string_append(key,
				g_array_index(items, struct query_item, i).key);
	}
	g_array_free(items, TRUE);
	return arena_take(work->arena, key);
}

static const char *cell_key(const struct work *work, const struct page *page,
			    struct query_column column)
{
	const struct page *elsewhere;
	struct quantity quantity;

	switch (column.field) {
	case FIELD_FORUM:
		return page->target.title;
	case FIELD_SECTION:
		return section_key(work, page);
	case FIELD_RUN_BY:
	case FIELD_RESPONSIBLE:
		return items_key(work, page, column);
	case FIELD_FEE:
	case FIELD_OTHER:
		quantity = query_quantity(page, column, work->builder.year,
					  &elsewhere);
		return amount_keys[amount_of(&quantity, elsewhere)];
	default:
		return NULL;
	}
}

static const struct quantity_sum *cell_adds(const struct work *work,
					    const struct page *page,
					    struct query_column column)
{
	struct quantity_sum *sum;

	if (!query_is_quantity(column.field))
		return NULL;
	sum = arena_new_array(work->arena, struct quantity_sum, 1);
	quantity_sum_init(sum, query_field_kind(column.field));
	query_sum_forum(sum, page, &column, 1, work->builder.year);
	return sum;
}

/* --- Rows ----------------------------------------------------------------- */

static void set_year(struct work *work, struct row *row)
{
	if (has_several_years(work))
		builder_text(&row->cells[work->columns->count],
			     arena_printf(work->arena, "%d",
					  (int)work->builder.year),
			     NULL);
}

static void add_row(struct work *work, const struct page *page,
		    struct columns_sums *sums)
{
	struct row *row =
		columns_forum_row(&work->builder, work->columns, page);

	for (size_t i = 0; i < work->columns->count; i++) {
		struct query_column column = work->columns->columns[i];

		row->cells[i].key = cell_key(work, page, column);
		row->cells[i].adds = cell_adds(work, page, column);
	}
	set_year(work, row);
	columns_add(sums, page, work->builder.year);
	g_ptr_array_add(work->rows, row);
	g_ptr_array_add(work->pages, (void *)page);
}

static void add_year(struct work *work, int64_t year, struct columns_sums *sums)
{
	work->builder.year = year;
	columns_sums_init(sums, work->columns, work->arena);
	for (size_t i = 0; i < work->part->count; i++) {
		const struct page *page = work->part->forums[i];

		if (report_year(page->forum, year) != NULL)
			add_row(work, page, sums);
	}
}

/* Years are never added up: each has its own total. */
static void add_all(struct work *work)
{
	struct columns_sums *totals = arena_new_array(
		work->arena, struct columns_sums, work->layout->years_count);

	for (size_t i = 0; i < work->layout->years_count; i++)
		add_year(work, work->layout->years[i], &totals[i]);
	for (size_t i = 0; i < work->layout->years_count; i++) {
		work->builder.year = work->layout->years[i];
		if (totals[i].rows > 0)
			set_year(work,
				 columns_sum_row(&work->builder, &totals[i],
						 ROW_TOTAL,
						 builder_word(&work->builder,
							      LABEL_PAGE_TOTAL),
						 NULL));
	}
}

/* --- What can be chosen ----------------------------------------------------
 */

/* The options of a filter under way. */
struct choosing {
	GPtrArray *options; /* struct compare_option */
	GHashTable *seen;   /* by value */
};

static void add_option(struct choosing *choosing, const char *value,
		       const char *text, struct arena *arena)
{
	struct compare_option *option;

	if (!g_hash_table_add(choosing->seen, (char *)value))
		return;
	option = arena_new_array(arena, struct compare_option, 1);
	option->value = value;
	option->text = text;
	g_ptr_array_add(choosing->options, option);
}

/* What there is only one of is no choice. */
static void add_filter(struct comparison *comparison, const char *name,
		       const char *heading, const struct choosing *choosing,
		       struct arena *arena)
{
	struct compare_filter *filter =
		&comparison->filters[comparison->filters_count];
	size_t count = choosing->options->len;

	if (count < 2)
		return;
	filter->name = name;
	filter->heading = heading;
	filter->options = arena_new_array(arena, struct compare_option, count);
	filter->options_count = count;
	for (size_t i = 0; i < count; i++)
		filter->options[i] =
			*(struct compare_option *)choosing->options->pdata[i];
	comparison->filters_count++;
}

static const char *option_text(const void *item)
{
	return ((const struct compare_option *)item)->text;
}

/* How many rows lie below each section. */
static GHashTable *count_sections(const struct work *work)
{
	GHashTable *counts = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < work->pages->len; i++)
		for (struct page *at = work->pages->pdata[i];
		     at->parent != NULL; at = at->parent) {
			guint count = GPOINTER_TO_UINT(
				g_hash_table_lookup(counts, at));

			g_hash_table_insert(counts, at,
					    GUINT_TO_POINTER(count + 1));
		}
	return counts;
}

/* In reading order; a section that has them all is no choice. */
static void add_sections(struct choosing *choosing, const struct work *work,
			 GHashTable *counts, const struct page *page)
{
	guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, page));

	if (page->kind == PAGE_SECTION && count > 0 && count < work->pages->len)
		add_option(choosing, page->target.id, page->target.full,
			   work->arena);
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		if (at->kind == PAGE_SECTION)
			add_sections(choosing, work, counts, at);
}

static void choose_sections(struct choosing *choosing, const struct work *work)
{
	GHashTable *counts = count_sections(work);

	add_sections(choosing, work, counts, work->part->section);
	g_hash_table_destroy(counts);
}

static void choose_items(struct choosing *choosing, const struct work *work,
			 struct query_column column)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct query_item));

	for (guint i = 0; i < work->pages->len; i++)
		query_items(items, work->pages->pdata[i], column,
			    work->report->publication.year, work->report);
	for (guint i = 0; i < items->len; i++) {
		const struct query_item *item =
			&g_array_index(items, struct query_item, i);

		add_option(choosing, item->key, item->text, work->arena);
	}
	g_array_free(items, TRUE);
	collator_sort(work->report->collator, choosing->options->pdata,
		      choosing->options->len, option_text);
}

/* What occurs of that which an amount can be. */
static void choose_amounts(struct choosing *choosing, const struct work *work,
			   size_t column)
{
	const enum label words[] = {
		[HAS_AMOUNT] = work->columns->columns[column].field == FIELD_FEE
				       ? LABEL_PAGE_SEARCH_HAS_FEE
				       : LABEL_PAGE_COMPARE_HAS_OTHER,
		[HAS_NONE] = LABEL_PAGE_COMPARE_NONE,
		[IS_UNKNOWN] = LABEL_PAGE_COMPARE_UNKNOWN,
		[IS_MISSING] = LABEL_PAGE_COMPARE_MISSING,
		[IS_ELSEWHERE] = LABEL_PAGE_COMPARE_ELSEWHERE,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		for (guint k = 0; k < work->rows->len; k++) {
			const struct row *row = work->rows->pdata[k];

			if (strcmp(row->cells[column].key, amount_keys[i]) == 0)
				add_option(
					choosing, amount_keys[i],
					builder_word(&work->builder, words[i]),
					work->arena);
		}
}

static void choose_years(struct choosing *choosing, const struct work *work)
{
	for (size_t i = 0; i < work->layout->years_count; i++) {
		const char *year = arena_printf(work->arena, "%d",
						(int)work->layout->years[i]);

		add_option(choosing, year, year, work->arena);
	}
}

/* The last column may be the year. */
static void choose(struct choosing *choosing, const struct work *work,
		   size_t column)
{
	if (column == work->columns->count) {
		choose_years(choosing, work);
		return;
	}
	switch (work->columns->columns[column].field) {
	case FIELD_FORUM:
		break;
	case FIELD_SECTION:
		choose_sections(choosing, work);
		break;
	case FIELD_FEE:
	case FIELD_OTHER:
		choose_amounts(choosing, work, column);
		break;
	default:
		if (!query_is_quantity(work->columns->columns[column].field))
			choose_items(choosing, work,
				     work->columns->columns[column]);
	}
}

/* A heading without its unit. */
static const char *filter_heading(struct work *work, size_t column)
{
	if (column == work->columns->count)
		return builder_word(&work->builder, LABEL_PAGE_YEAR);
	return query_column_name(work->columns->columns[column], work->report,
				 work->arena);
}

static void add_filters(struct comparison *comparison, struct work *work)
{
	const struct table *table = work->builder.table;

	for (size_t i = 0; i < table->columns_count; i++) {
		struct choosing choosing = { g_ptr_array_new(),
					     g_hash_table_new(g_str_hash,
							      g_str_equal) };

		choose(&choosing, work, i);
		add_filter(comparison, table->columns[i].key,
			   filter_heading(work, i), &choosing, work->arena);
		g_hash_table_destroy(choosing.seen);
		g_ptr_array_free(choosing.options, TRUE);
	}
}

/* --- The table ------------------------------------------------------------ */

static const char *caption(const struct compare_part *part,
			   const struct report *report, struct arena *arena)
{
	return arena_printf(
		arena, "%s: %s",
		labels_word(&report->labels, LABEL_PAGE_COMPARE_ALL),
		compare_part_title(part, report, arena));
}

struct comparison compare_part_table(const struct compare_parts *parts,
				     const struct compare_part *part,
				     const struct report *report,
				     struct arena *arena)
{
	struct comparison comparison = { 0 };
	struct work *work = g_new0(struct work, 1);

	work->report = report;
	work->part = part;
	work->arena = arena;
	work->rows = g_ptr_array_new();
	work->pages = g_ptr_array_new();
	work->layout = parts->layout;
	work->columns = &parts->layout->columns;
	builder_begin(&work->builder, report, NULL,
		      work->columns->count + has_several_years(work), arena);
	work->builder.table->name = caption(part, report, arena);
	set_head(work);
	add_all(work);
	add_filters(&comparison, work);
	comparison.table = builder_finish(&work->builder);
	g_ptr_array_free(work->rows, TRUE);
	g_ptr_array_free(work->pages, TRUE);
	g_free(work);
	return comparison;
}

/* --- What leads on to the parts --------------------------------------------
 */

static struct target *part_target(const struct compare_part *part,
				  const char *file, struct arena *arena)
{
	struct target *target = arena_new_array(arena, struct target, 1);

	target->kind = TARGET_FILE;
	target->id = arena_printf(
		arena, "%s/%s", part->section->document->page->target.id, file);
	return target;
}

const struct table *
compare_overview(const struct compare_parts *parts, const struct report *report,
		 const char *(*file)(const struct compare_part *part,
				     struct arena *arena),
		 struct arena *arena)
{
	struct columns columns = { 0 };
	struct columns_sums total, sum;
	struct builder builder;

	columns.count = columns_usual(columns.columns, report, false);
	columns_sums_init(&total, &columns, arena);
	columns_sums_init(&sum, &columns, arena);
	builder_begin(&builder, report, NULL, columns.count, arena);
	columns_head(&builder, &columns);
	builder_heading(&builder, builder.table->row_header, LABEL_PAGE_SECTION,
			false);
	for (size_t i = 0; i < parts->count; i++) {
		const struct compare_part *part = &parts->items[i];

		columns_clear(&sum);
		for (size_t k = 0; k < part->count; k++)
			columns_add_all(&sum, part->forums[k], builder.year);
		columns_sum_row(&builder, &sum, ROW_DATA,
				compare_part_title(part, report, arena),
				part_target(part, file(part, arena), arena));
		columns_join(&total, &sum);
	}
	columns_sum_row(&builder, &total, ROW_TOTAL,
			builder_word(&builder, LABEL_PAGE_TOTAL), NULL);
	builder.table->name = arena_printf(
		arena, "%s, %d",
		labels_word(&report->labels, LABEL_PAGE_COMPARE_PARTS),
		(int)report->publication.year);
	return builder_finish(&builder);
}
