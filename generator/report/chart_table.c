#include "report/chart_table.h"

#include "base/arena.h"
#include "report/builder.h"
#include "report/forums_query.h"
#include "report/report.h"

static const char *name_heading(const struct chart_tally *tally)
{
	const struct labels *labels = &tally->report->labels;

	switch (tally->query->by) {
	case BY_YEAR:
		return labels_word(labels, LABEL_PAGE_YEAR);
	case BY_GROUP:
		return query_column_heading(tally->query->asked->group_by,
					    tally->report, tally->arena);
	case BY_COLUMN:
		return labels_word(labels, LABEL_PAGE_FACTS);
	default:
		return labels_word(labels, LABEL_PAGE_FORUM);
	}
}

/* "Summa (tkr)" */
static const char *with_unit(const struct chart_tally *tally,
			     const char *heading)
{
	if (query_field_kind(tally->query->columns[0].field) != QUANTITY_MONEY)
		return heading;
	return arena_printf(
		tally->arena, "%s (%s)", heading,
		labels_word(&tally->report->labels, LABEL_QUANTITY_THOUSAND));
}

/* A chart of several columns has their sum too. */
static bool has_whole(const struct chart_tally *tally)
{
	return !tally->query->group_series && tally->query->columns_count > 1;
}

static void head_of_sums(const struct chart_tally *tally,
			 struct builder *builder)
{
	size_t count = chart_tally_series(tally);

	for (size_t i = 0; i < count; i++)
		builder->table->columns[i + 1].heading =
			with_unit(tally, chart_tally_label(tally, i));
	if (has_whole(tally))
		builder->table->columns[count + 1].heading = with_unit(
			tally, builder_word(builder, LABEL_PAGE_COST_SHORT));
	for (size_t i = 1; i < builder->table->columns_count; i++)
		builder->table->columns[i].number = true;
}

/* A forum's own figure, which may be reported under another. */
static void set_own(struct builder *builder, struct cell *cell,
		    const struct page *page, struct query_column column)
{
	const struct page *elsewhere;
	struct quantity quantity =
		query_quantity(page, column, builder->year, &elsewhere);

	if (elsewhere != NULL)
		builder_elsewhere(builder, cell, elsewhere);
	else
		builder_quantity(builder, cell, &quantity, false);
}

static void row_of_sums(const struct chart_tally *tally,
			struct builder *builder,
			const struct chart_tally_bar *bar, enum row_kind kind)
{
	struct row *row = builder_row(builder, kind);
	size_t count = chart_tally_series(tally);

	builder_text(&row->cells[0], bar->label, bar->target);
	for (size_t i = 0; i < count; i++) {
		if (bar->page != NULL)
			set_own(builder, &row->cells[i + 1], bar->page,
				tally->query->columns[i]);
		else
			builder_sum(builder, &row->cells[i + 1], &bar->sums[i]);
	}
	if (!has_whole(tally))
		return;
	if (bar->page != NULL && bar->whole.elsewhere > 0)
		builder_elsewhere(builder, &row->cells[count + 1],
				  bar->page->forum->costs_in.to);
	else
		builder_sum(builder, &row->cells[count + 1], &bar->whole);
}

static void head_of_shares(const struct chart_tally *tally,
			   struct builder *builder,
			   const enum chart_known *states, size_t count)
{
	struct column *columns = builder->table->columns;

	columns[1].heading = builder_word(builder, LABEL_PAGE_CHART_ENTRIES);
	for (size_t i = 0; i < count; i++)
		columns[i + 2].heading =
			chart_tally_state_word(tally, states[i]);
	columns[count + 2].heading =
		builder_word(builder, LABEL_PAGE_CHART_NOT_KNOWN);
	for (size_t i = 1; i < count + 3; i++)
		columns[i].number = true;
	(void)tally;
}

/* Whole per cents, half away from zero. */
static const char *percent(const struct chart_tally *tally, size_t part,
			   size_t all)
{
	return arena_printf(tally->arena, "%zu\u00A0%%",
			    all == 0 ? 0 : (200 * part + all) / (2 * all));
}

static void row_of_shares(const struct chart_tally *tally,
			  struct builder *builder,
			  const struct chart_tally_bar *bar,
			  const enum chart_known *states, size_t count)
{
	struct row *row = builder_row(builder, ROW_DATA);

	builder_text(&row->cells[0], bar->label, bar->target);
	builder_count(builder, &row->cells[1], (int64_t)bar->entries);
	for (size_t i = 0; i < count; i++)
		builder_count(builder, &row->cells[i + 2],
			      (int64_t)bar->states[states[i]]);
	builder_text(&row->cells[count + 2],
		     percent(tally, chart_tally_not_known(bar), bar->entries),
		     NULL);
}

const struct table *chart_table_new(struct chart_tally *tally,
				    const struct target *target)
{
	enum chart_known states[KNOWN_STATES];
	size_t states_count = chart_tally_states(tally, states);
	bool share = tally->query->kind == CHART_SHARE;
	size_t columns =
		share ? states_count + 3
		      : chart_tally_series(tally) + 1 + has_whole(tally);
	struct builder builder;

	builder_begin(&builder, tally->report, target, columns, tally->arena);
	for (guint i = 0; i < tally->counted->len; i++) {
		const struct chart_counted *counted =
			&g_array_index(tally->counted, struct chart_counted, i);

		builder_of(&builder, counted->page, counted->year);
	}
	builder.table->columns[0].heading = name_heading(tally);
	if (share)
		head_of_shares(tally, &builder, states, states_count);
	else
		head_of_sums(tally, &builder);
	for (guint i = 0; i < tally->bars->len; i++) {
		const struct chart_tally_bar *bar =
			&g_array_index(tally->bars, struct chart_tally_bar, i);

		if (share)
			row_of_shares(tally, &builder, bar, states,
				      states_count);
		else
			row_of_sums(tally, &builder, bar, ROW_DATA);
	}
	/* The sum of some of the bars would be taken for that of all. */
	if (tally->query->kind == CHART_BARS && tally->query->by != BY_YEAR &&
	    tally->bars->len > 1 && tally->query->asked->most == 0) {
		tally->all.label = builder_word(&builder, LABEL_PAGE_TOTAL);
		row_of_sums(tally, &builder, &tally->all, ROW_TOTAL);
	}
	return builder_finish(&builder);
}
