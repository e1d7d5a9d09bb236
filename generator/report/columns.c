#include "report/columns.h"

#include "base/arena.h"
#include "report/builder.h"
#include "report/report.h"

void columns_clear(struct columns *columns)
{
	for (size_t i = 0; i < columns->count; i++)
		quantity_sum_init(&columns->sums[i],
				  query_field_kind(columns->columns[i].field));
	columns->stands_for = 0;
	columns->rows = 0;
}

void columns_add(struct columns *columns, const struct page *page, int64_t year)
{
	for (size_t i = 0; i < columns->count; i++)
		if (query_is_quantity(columns->columns[i].field))
			query_sum_forum(&columns->sums[i], page,
					&columns->columns[i], 1, year);
	columns->stands_for += page->forum->stands_for;
	columns->rows++;
}

void columns_add_all(struct columns *columns, const struct page *page,
		     int64_t year)
{
	if (page->kind == PAGE_FORUM && report_year(page->forum, year) != NULL)
		columns_add(columns, page, year);
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		columns_add_all(columns, at, year);
}

void columns_join(struct columns *columns, const struct columns *other)
{
	for (size_t i = 0; i < columns->count; i++)
		quantity_sum_join(&columns->sums[i], &other->sums[i]);
	columns->stands_for += other->stands_for;
	columns->rows += other->rows;
}

void columns_head(struct builder *builder, const struct columns *columns)
{
	for (size_t i = 0; i < columns->count; i++) {
		builder->table->columns[i].heading = query_column_heading(
			columns->columns[i], builder->report, builder->arena);
		builder->table->columns[i].number =
			query_is_quantity(columns->columns[i].field);
		if (columns->columns[i].field == FIELD_TITLE ||
		    columns->columns[i].field == FIELD_FORUM)
			builder->table->row_header = i;
	}
}

/* Several things in one cell are shown as a list in words. */
static void set_items(struct builder *builder, struct cell *cell,
		      const struct page *page, struct query_column column)
{
	GArray *items;

	if (column.field == FIELD_FORUM) {
		builder_text(cell, page->target.full, &page->target);
		return;
	}
	items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	query_items(items, page, column, builder->year, builder->report);
	for (guint i = 0; i < items->len; i++) {
		const struct query_item *item =
			&g_array_index(items, struct query_item, i);

		if (i > 0)
			g_string_append(builder->text, ", ");
		g_string_append(builder->text, item->text);
		cell->target = items->len == 1 ? item->target : NULL;
	}
	g_array_free(items, TRUE);
	builder_made(builder, cell);
}

struct row *columns_forum_row(struct builder *builder,
			      const struct columns *columns,
			      const struct page *page)
{
	struct row *row = builder_row(builder, ROW_DATA);

	for (size_t i = 0; i < columns->count; i++) {
		struct cell *cell = &row->cells[i];
		const struct page *elsewhere;
		struct quantity quantity;

		if (!query_is_quantity(columns->columns[i].field)) {
			set_items(builder, cell, page, columns->columns[i]);
			continue;
		}
		quantity = query_quantity(page, columns->columns[i],
					  builder->year, &elsewhere);
		if (elsewhere != NULL)
			builder_elsewhere(builder, cell, elsewhere);
		else
			builder_quantity(builder, cell, &quantity, false);
	}
	return row;
}

/* Sums under the columns of numbers; `text` stands under the row's name. */
struct row *columns_sum_row(struct builder *builder,
			    const struct columns *columns, enum row_kind kind,
			    const char *text, const struct target *target)
{
	struct row *row = builder_row(builder, kind);
	struct cell *name = &row->cells[builder->table->row_header];

	builder_text(name, text, target);
	if (kind == ROW_TOTAL && builder->table->target != NULL)
		name->account = builder->table->target->account;
	for (size_t i = 0; i < columns->count; i++)
		if (query_is_quantity(columns->columns[i].field))
			builder_sum(builder, &row->cells[i], &columns->sums[i]);
	return row;
}

size_t columns_usual(struct query_column *columns, const struct report *report,
		     bool of_forums)
{
	size_t groups = MIN(report->publication.groups_count, 8);
	size_t count = 0;

	columns[count++].field = FIELD_FORUM;
	if (!of_forums)
		columns[count++].field = FIELD_STANDS_FOR;
	for (size_t i = 0; i < groups; i++) {
		columns[count].field = FIELD_PARTICIPANTS;
		columns[count++].group = i;
	}
	columns[count++].field = FIELD_FEE;
	columns[count++].field = FIELD_OTHER;
	columns[count++].field = FIELD_COST;
	return count;
}
