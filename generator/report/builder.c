#include "report/builder.h"

#include "base/arena.h"
#include "report/collection.h"
#include "report/query.h"
#include "report/report.h"

const char *builder_word(const struct builder *builder, enum label label)
{
	return labels_word(&builder->report->labels, label);
}

void builder_begin(struct builder *builder, const struct report *report,
		   const struct target *target, size_t columns,
		   struct arena *arena)
{
	builder->report = report;
	builder->arena = arena;
	builder->year = report->publication.year;
	builder->table = arena_new_array(arena, struct table, 1);
	builder->table->target = target;
	builder->table->columns =
		arena_new_array(arena, struct column, columns);
	builder->table->columns_count = columns;
	builder->end = &builder->table->rows;
	builder->text = g_string_sized_new(64);
	builder->carried = NULL;
}

void builder_of(struct builder *builder, const struct page *page, int64_t year)
{
	const struct forum_year *own = report_year(page->forum, year);

	if (own == NULL || !own->carried)
		return;
	if (builder->carried == NULL)
		builder->carried = g_hash_table_new(NULL, NULL);
	g_hash_table_add(builder->carried, (void *)own);
}

void builder_of_all(struct builder *builder, const struct page *page,
		    int64_t year)
{
	if (page->kind == PAGE_FORUM)
		builder_of(builder, page, year);
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		builder_of_all(builder, at, year);
}

/* The hash table has no order; the sentences have. */
static void tell_carried(struct builder *builder)
{
	GPtrArray *years = g_ptr_array_new();
	GHashTableIter iter;
	gpointer year;

	g_hash_table_iter_init(&iter, builder->carried);
	while (g_hash_table_iter_next(&iter, &year, NULL))
		g_ptr_array_add(years, year);
	builder->table->carried =
		collection_sentences(years, builder->report, builder->arena);
	g_ptr_array_free(years, TRUE);
	g_hash_table_destroy(builder->carried);
}

const struct table *builder_finish(struct builder *builder)
{
	if (builder->carried != NULL)
		tell_carried(builder);
	g_string_free(builder->text, TRUE);
	return builder->table;
}

void builder_fix(struct cell *cell, const struct page *page, struct span where)
{
	builder_page(cell, page);
	cell->edit = where.source != NULL ? where : page->head_where;
}

/* A cell's text, put together in `builder->text`, which is emptied. */
void builder_made(struct builder *builder, struct cell *cell)
{
	cell->text = arena_copy(builder->arena, builder->text->str,
				builder->text->len);
	g_string_truncate(builder->text, 0);
}

struct row *builder_row(struct builder *builder, enum row_kind kind)
{
	struct row *row = arena_new_array(builder->arena, struct row, 1);
	size_t cells;

	row->kind = kind;
	cells = row_is_wide(row) ? 1 : builder->table->columns_count;
	row->cells = arena_new_array(builder->arena, struct cell, cells);
	for (size_t i = 0; i < cells; i++)
		row->cells[i].text = "";
	*builder->end = row;
	builder->end = &row->next;
	return row;
}

void builder_note_row(struct builder *builder, const char *text)
{
	builder_text(&builder_row(builder, ROW_NOTE)->cells[0], text, NULL);
}

void builder_text(struct cell *cell, const char *text,
		  const struct target *target)
{
	cell->text = text;
	cell->target = target;
}

/* Money is shown in thousands in tables; its unit stands in the heading. */
enum quantity_unit builder_unit(const struct quantity *quantity)
{
	return quantity->kind == QUANTITY_MONEY	  ? QUANTITY_IN_THOUSANDS
	       : quantity->kind == QUANTITY_HOURS ? QUANTITY_IN_HOURS
						  : QUANTITY_IN_NUMBERS;
}

static unsigned legend_of(const struct quantity *quantity)
{
	unsigned legend = 0;

	switch ((enum quantity_state)quantity->state) {
	case QUANTITY_NOT_APPLICABLE:
		return LEGEND_NOT_APPLICABLE;
	case QUANTITY_UNKNOWN:
		return LEGEND_UNKNOWN;
	case QUANTITY_MISSING:
		return LEGEND_MISSING;
	case QUANTITY_VALUE:
		break;
	}
	if (quantity->no_high)
		legend |= LEGEND_AT_LEAST;
	if (quantity->no_low)
		legend |= LEGEND_AT_MOST;
	if (quantity->estimate)
		legend |= LEGEND_ABOUT;
	if (quantity->per_part)
		legend |= LEGEND_PER_PART;
	return legend;
}

void builder_note(struct builder *builder, const struct quantity *quantity)
{
	builder->table->legend |= legend_of(quantity);
}

void builder_absent(struct builder *builder, struct cell *cell)
{
	builder->table->legend |= LEGEND_ABSENT;
	builder_text(cell, builder_word(builder, LABEL_PAGE_ABSENT), NULL);
}

void builder_append_quantity(struct builder *builder,
			     const struct quantity *quantity, bool with_unit)
{
	builder_note(builder, quantity);
	quantity_format(builder->text, quantity,
			&builder->report->labels.quantity,
			builder_unit(quantity), -1, with_unit);
}

void builder_quantity(struct builder *builder, struct cell *cell,
		      const struct quantity *quantity, bool with_unit)
{
	builder_append_quantity(builder, quantity, with_unit);
	builder_made(builder, cell);
}

void builder_elsewhere(struct builder *builder, struct cell *cell,
		       const struct page *elsewhere)
{
	builder->table->legend |= LEGEND_ELSEWHERE;
	cell->text = arena_printf(builder->arena, "%s %s",
				  builder_word(builder, LABEL_PAGE_ELSEWHERE),
				  elsewhere->target.number[0] != '\0'
					  ? elsewhere->target.number
					  : elsewhere->target.title);
	cell->target = &elsewhere->target;
}

void builder_sum(struct builder *builder, struct cell *cell,
		 const struct quantity_sum *sum)
{
	struct quantity result = quantity_sum_result(sum);

	builder_note(builder, &result);
	quantity_format(builder->text, &result,
			&builder->report->labels.quantity,
			builder_unit(&result), -1, false);
	query_append_lacks(builder->text, sum, false, &builder->report->labels);
	builder_made(builder, cell);
}

void builder_heading(struct builder *builder, size_t column, enum label heading,
		     bool number)
{
	builder->table->columns[column].heading =
		builder_word(builder, heading);
	builder->table->columns[column].number = number;
}

/* A document has neither number nor a title with one. */
void builder_page(struct cell *cell, const struct page *page)
{
	builder_text(cell,
		     page->target.full != NULL ? page->target.full
					       : page_short_title(page),
		     &page->target);
}

void builder_count(struct builder *builder, struct cell *cell, int64_t count)
{
	builder_text(cell,
		     arena_printf(builder->arena, "%" G_GINT64_FORMAT, count),
		     NULL);
}
