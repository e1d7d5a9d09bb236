#include "report/chart.h"

#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/chart_table.h"
#include "report/chart_tally.h"
#include "report/report.h"

/* A share is in hundredths of a per cent. */
#define WHOLE_SHARE ((int64_t)100 * 100)

/* --- Is it a chart that can be read? ---------------------------------------
 */

static int check_size(const struct chart_query *query,
		      const struct body_forums *directive,
		      const struct report *report, struct diag_list *diags)
{
	struct arena *arena = arena_new();
	struct chart_tally tally;
	int result = 0;

	chart_tally_begin(&tally, query, report, arena);
	if (tally.bars->len > CHART_BARS_MOST)
		result = diag_add(diags, DIAG_CHART_SIZE, directive->item.where,
				  "%u > %d", tally.bars->len, CHART_BARS_MOST);
	else if (tally.series->len > CHART_SERIES_MOST)
		result = diag_add(diags, DIAG_CHART_SERIES,
				  directive->item.where, "%u > %d",
				  tally.series->len, CHART_SERIES_MOST);
	else if (tally.bars->len == 0)
		diag_add(diags, DIAG_CHART_EMPTY, directive->item.where, NULL);
	chart_tally_end(&tally);
	arena_free(arena);
	return result;
}

const void *chart_query_new(const struct body_forums *directive,
			    const struct report *report, struct arena *arena,
			    struct diag_list *diags)
{
	struct chart_query *query =
		arena_new_array(arena, struct chart_query, 1);

	if (chart_query_read(query, directive, report, arena, diags) != 0)
		return NULL;
	/* What could not be read may be what the chart would show. */
	if (!report->unread && !report->wrong &&
	    check_size(query, directive, report, diags) != 0)
		return NULL;
	return query;
}

/* --- What is drawn
 * ------------------------------------------------------------
 */

static enum quantity_unit shown_unit(const struct chart_tally *tally)
{
	switch (query_field_kind(tally->query->columns[0].field)) {
	case QUANTITY_MONEY:
		return QUANTITY_IN_THOUSANDS;
	case QUANTITY_HOURS:
		return QUANTITY_IN_HOURS;
	default:
		return QUANTITY_IN_NUMBERS;
	}
}

static const char *unit_word(const struct chart_tally *tally)
{
	switch (shown_unit(tally)) {
	case QUANTITY_IN_THOUSANDS:
		return labels_word(&tally->report->labels,
				   LABEL_QUANTITY_THOUSAND);
	case QUANTITY_IN_HOURS:
		return labels_word(&tally->report->labels,
				   LABEL_QUANTITY_HOURS);
	default:
		return "";
	}
}

static struct chart_value value_of(const struct chart_tally *tally,
				   const struct quantity *quantity)
{
	GString *text = g_string_new(NULL);
	struct chart_value value = {
		.number = quantity->state == QUANTITY_VALUE &&
			  !quantity->per_part,
		.open = quantity->no_high,
		.low = quantity->low,
		.high = quantity->high,
	};

	quantity_format(text, quantity, &tally->report->labels.quantity,
			shown_unit(tally), -1, false);
	value.text = arena_take(tally->arena, text);
	return value;
}

static struct chart_value value_of_sum(const struct chart_tally *tally,
				       const struct quantity_sum *sum)
{
	struct quantity quantity = quantity_sum_result(sum);

	return value_of(tally, &quantity);
}

/* "Årsavgift 837 · Övrig kostnad 125" */
static const char *parts_of(const struct chart_tally *tally,
			    const struct chart *chart,
			    const struct chart_bar *bar)
{
	GString *text;

	if (chart->series_count < 2 || tally->query->kind == CHART_LINE)
		return NULL;
	text = g_string_new(NULL);
	for (size_t i = 0; i < chart->series_count; i++)
		/* Of how much is known, only what there is. */
		if (chart->kind != CHART_SHARE || bar->values[i].low > 0)
			g_string_append_printf(text, "%s%s\u00A0%s",
					       text->len > 0 ? " · " : "",
					       chart->series[i],
					       bar->values[i].text);
	return arena_take(tally->arena, text);
}

static void draw_sums(const struct chart_tally *tally,
		      const struct chart *chart, struct chart_bar *drawn,
		      const struct chart_tally_bar *bar)
{
	for (size_t i = 0; i < chart->series_count; i++)
		drawn->values[i] = value_of_sum(tally, &bar->sums[i]);
	drawn->whole = chart->series_count == 1 && !tally->query->group_series
			       ? drawn->values[0]
			       : value_of_sum(tally, &bar->whole);
}

/* Where all is reported under another forum, a sum of 0 says nothing. */
static void draw_elsewhere(const struct chart_tally *tally,
			   struct chart_bar *drawn,
			   const struct chart_tally_bar *bar)
{
	const struct page *to;

	if (bar->whole.elsewhere == 0 || bar->whole.values > 0 ||
	    bar->whole.unknown > 0 || bar->whole.missing > 0)
		return;
	drawn->whole.number = false;
	drawn->whole.text =
		labels_word(&tally->report->labels, LABEL_DATA_IS_ELSEWHERE);
	drawn->parts = NULL;
	if (bar->page == NULL)
		return;
	to = bar->page->forum->costs_in.to;
	drawn->whole.text = arena_printf(
		tally->arena, "%s %s",
		labels_word(&tally->report->labels, LABEL_PAGE_ELSEWHERE),
		to->target.number);
}

static void draw_shares(const struct chart_tally *tally,
			struct chart_bar *drawn,
			const struct chart_tally_bar *bar,
			const enum chart_known *states, size_t count)
{
	size_t sum = 0;
	int64_t before = 0;

	for (size_t i = 0; i < count; i++) {
		int64_t until;

		sum += bar->states[states[i]];
		until = bar->entries == 0 ? 0
					  : (int64_t)sum * WHOLE_SHARE /
						    (int64_t)bar->entries;
		drawn->values[i] = (struct chart_value){
			.text = arena_printf(tally->arena, "%zu",
					     bar->states[states[i]]),
			.number = true,
			.low = until - before,
			.high = until - before,
		};
		before = until;
	}
	drawn->whole = (struct chart_value){
		.text = arena_printf(tally->arena, "%zu %s %zu",
				     chart_tally_not_known(bar),
				     labels_word(&tally->report->labels,
						 LABEL_PAGE_CHART_OF),
				     bar->entries),
		.number = bar->entries > 0,
		.low = before,
		.high = before,
	};
}

static void name_series(const struct chart_tally *tally, struct chart *chart,
			const enum chart_known *states, size_t states_count)
{
	bool share = tally->query->kind == CHART_SHARE;

	chart->series_count = share ? states_count : chart_tally_series(tally);
	chart->series = arena_new_array(tally->arena, const char *,
					chart->series_count);
	for (size_t i = 0; i < chart->series_count; i++)
		chart->series[i] =
			share ? chart_tally_state_word(tally, states[i])
			      : chart_tally_label(tally, i);
}

static void draw_bars(const struct chart_tally *tally, struct chart *chart,
		      const enum chart_known *states)
{
	bool share = tally->query->kind == CHART_SHARE;

	chart->bars_count = tally->bars->len;
	chart->bars = arena_new_array(tally->arena, struct chart_bar,
				      chart->bars_count);
	for (size_t i = 0; i < chart->bars_count; i++) {
		const struct chart_tally_bar *bar =
			&g_array_index(tally->bars, struct chart_tally_bar, i);
		struct chart_bar *drawn = &chart->bars[i];

		drawn->label = bar->label;
		drawn->values = arena_new_array(
			tally->arena, struct chart_value, chart->series_count);
		if (share)
			draw_shares(tally, drawn, bar, states,
				    chart->series_count);
		else
			draw_sums(tally, chart, drawn, bar);
		drawn->parts = parts_of(tally, chart, drawn);
		if (!share)
			draw_elsewhere(tally, drawn, bar);
	}
}

static void widen(struct chart *chart, const struct chart_value *value,
		  int64_t *least, int64_t *largest)
{
	if (!value->number)
		return;
	*least = MIN(*least, value->low);
	*largest = MAX(*largest, value->high);
	chart->open |= value->open;
	chart->ranges |= value->high > value->low;
}

static void set_scale(const struct chart_tally *tally, struct chart *chart)
{
	int64_t least = 0;
	int64_t largest = 0;
	bool share = chart->kind == CHART_SHARE;

	for (size_t i = 0; i < chart->bars_count; i++) {
		if (chart->kind != CHART_LINE)
			widen(chart, &chart->bars[i].whole, &least, &largest);
		for (size_t k = 0;
		     chart->kind == CHART_LINE && k < chart->series_count; k++)
			widen(chart, &chart->bars[i].values[k], &least,
			      &largest);
	}
	chart->scale = scale_fit(least, share ? WHOLE_SHARE : largest, 100, 5);
	chart->unit = share ? "" : unit_word(tally);
	chart->ticks = arena_new_array(tally->arena, const char *,
				       scale_steps(&chart->scale) + 1);
	for (unsigned i = 0; i <= scale_steps(&chart->scale); i++) {
		int64_t at = chart->scale.first + i * chart->scale.step;
		struct quantity tick = {
			.state = QUANTITY_VALUE,
			.kind = (uint8_t)query_field_kind(
				tally->query->columns[0].field),
			.low = at,
			.high = at
		};

		chart->ticks[i] =
			share ? arena_printf(tally->arena,
					     "%" G_GINT64_FORMAT "\u00A0%%",
					     at / 100)
			      : value_of(tally, &tick).text;
	}
}

/* --- In a sentence ----------------------------------------------------------
 */

static void append_value(GString *out, const struct chart *chart,
			 const struct chart_value *value)
{
	g_string_append(out, value->text);
	if (value->number && chart->unit[0] != '\0')
		g_string_append_printf(out, "\u00A0%s", chart->unit);
}

static void append_extreme(GString *out, const struct chart_tally *tally,
			   const struct chart *chart, enum label label,
			   const struct chart_bar *bar)
{
	g_string_append_printf(out, "%s: %s, ",
			       labels_word(&tally->report->labels, label),
			       bar->label);
	append_value(out, chart, &bar->whole);
	g_string_append(out, ". ");
}

static int64_t weight(const struct chart_tally *tally, size_t i)
{
	const struct chart_tally_bar *bar =
		&g_array_index(tally->bars, struct chart_tally_bar, i);

	if (tally->query->kind == CHART_SHARE)
		return bar->entries == 0
			       ? 0
			       : (int64_t)chart_tally_not_known(bar) *
					 WHOLE_SHARE / (int64_t)bar->entries;
	return quantity_sum_result(&bar->whole).low;
}

static void tell_bars(GString *out, const struct chart_tally *tally,
		      const struct chart *chart)
{
	const struct chart_bar *largest = NULL;
	const struct chart_bar *least = NULL;
	size_t without = 0;
	int64_t top = 0;
	int64_t bottom = 0;

	for (size_t i = 0; i < chart->bars_count; i++) {
		const struct chart_bar *bar = &chart->bars[i];
		int64_t at = weight(tally, i);

		if (!bar->whole.number) {
			without++;
			continue;
		}
		if (largest == NULL || at > top) {
			largest = bar;
			top = at;
		}
		if (least == NULL || at < bottom) {
			least = bar;
			bottom = at;
		}
	}
	if (largest != NULL)
		append_extreme(out, tally, chart, LABEL_PAGE_CHART_LARGEST,
			       largest);
	if (least != largest)
		append_extreme(out, tally, chart, LABEL_PAGE_CHART_LEAST,
			       least);
	if (without > 0)
		g_string_append_printf(out, "%s: %zu. ",
				       labels_word(&tally->report->labels,
						   LABEL_PAGE_CHART_WITHOUT),
				       without);
}

static void tell_lines(GString *out, const struct chart *chart)
{
	size_t ends[] = { 0, chart->bars_count - 1 };

	for (size_t i = 0; i < chart->series_count; i++) {
		g_string_append_printf(out, "%s: ", chart->series[i]);
		for (size_t k = 0; k < G_N_ELEMENTS(ends); k++) {
			const struct chart_bar *bar = &chart->bars[ends[k]];

			g_string_append_printf(out, "%s%s ", k > 0 ? ", " : "",
					       bar->label);
			append_value(out, chart, &bar->values[i]);
		}
		g_string_append(out, ". ");
	}
}

static const char *summary_of(const struct chart_tally *tally,
			      const struct chart *chart)
{
	GString *out = g_string_new(NULL);
	const struct labels *labels = &tally->report->labels;

	if (chart->bars_count == 0) {
		g_string_append(out,
				labels_word(labels, LABEL_PAGE_CHART_NOTHING));
		return arena_take(tally->arena, out);
	}
	if (chart->kind == CHART_LINE)
		tell_lines(out, chart);
	else
		tell_bars(out, tally, chart);
	g_string_append(out, labels_word(labels, LABEL_PAGE_CHART_SEE_TABLE));
	return arena_take(tally->arena, out);
}

const struct chart *chart_new(const void *options, const struct target *target,
			      const struct report *report, struct arena *arena)
{
	const struct chart_query *query = options;
	struct chart *chart = arena_new_array(arena, struct chart, 1);
	enum chart_known states[KNOWN_STATES];
	struct chart_tally tally;

	chart_tally_begin(&tally, query, report, arena);
	chart->kind = query->kind;
	chart->target = target;
	name_series(&tally, chart, states, chart_tally_states(&tally, states));
	draw_bars(&tally, chart, states);
	set_scale(&tally, chart);
	chart->summary = summary_of(&tally, chart);
	chart->table = chart_table_new(&tally, NULL);
	chart_tally_end(&tally);
	return chart;
}

const struct table *chart_table(const void *options,
				const struct target *target,
				const struct report *report,
				struct arena *arena)
{
	struct chart_tally tally;
	const struct table *table;

	chart_tally_begin(&tally, options, report, arena);
	table = chart_table_new(&tally, target);
	chart_tally_end(&tally);
	return table;
}
