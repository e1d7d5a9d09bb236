#include "report/calculation.h"

#include <string.h>

#include "base/arena.h"
#include "report/builder.h"
#include "report/cost.h"
#include "report/facts.h"
#include "report/report.h"

#define TIMES_SIGN " × "

/* --- Words and numbers -----------------------------------------------------
 */

static void append_trip(GString *out, const struct trip *trip,
			const struct report *report)
{
	g_string_append_printf(out, "%s %s",
			       labels_word(&report->labels, LABEL_PAGE_TRIP_TO),
			       trip->to);
}

void calculation_append_step(GString *out, const struct cost_step *step,
			     const struct report *report)
{
	const struct labels *labels = &report->labels;

	if (step->trip != NULL)
		append_trip(out, step->trip, report);
	else if (step->group != NULL)
		g_string_append_printf(out, "%s, %s",
				       labels_word(labels, LABEL_PAGE_HOURS),
				       step->group);
	else
		g_string_append(out, labels_word(labels, LABEL_PAGE_FEE));
	for (size_t i = 0; i < step->factors_count; i++)
		g_string_append_printf(out, "%s%s", i == 0 ? ": " : TIMES_SIGN,
				       step->factors[i].word);
}

/* Kronor have two decimals or none. */
static void append_money(GString *out, const struct quantity *quantity,
			 const struct report *report)
{
	bool whole = quantity->low % 100 == 0 && quantity->high % 100 == 0;

	quantity_format(out, quantity, &report->labels.quantity,
			QUANTITY_IN_KRONOR, whole ? 0 : 2, true);
}

static void append_value(GString *out, const struct quantity *quantity,
			 bool percent, const struct report *report)
{
	if (quantity->kind == QUANTITY_MONEY) {
		append_money(out, quantity, report);
		return;
	}
	quantity_format(out, quantity, &report->labels.quantity,
			quantity->kind == QUANTITY_HOURS ? QUANTITY_IN_HOURS
							 : QUANTITY_IN_NUMBERS,
			-1, true);
	if (percent && quantity->state == QUANTITY_VALUE)
		g_string_append(out, "\u00A0%");
}

/* `450 kr per timme` is 450 kr when it is multiplied with hours. */
static void append_factor(GString *out, const struct cost_factor *factor,
			  const struct report *report)
{
	struct quantity quantity = factor->quantity;

	quantity.per_part &= factor->rate == NULL;
	append_value(out, &quantity, factor->percent, report);
}

void calculation_append_numbers(GString *out, const struct cost_step *step,
				const struct report *report)
{
	for (size_t i = 0; i < step->factors_count; i++) {
		if (i > 0)
			g_string_append(out, TIMES_SIGN);
		append_factor(out, &step->factors[i], report);
	}
}

void calculation_append_rate(GString *out, const struct rate *rate)
{
	g_string_append(out, rate->name);
	if (rate->place != NULL)
		g_string_append_printf(out, ", %s", rate->place);
}

/* --- One forum -------------------------------------------------------------
 */

enum { COLUMN_STEP, COLUMN_NUMBERS, COLUMN_AMOUNT, COLUMN_SOURCE, COLUMNS };

static void append_source(GString *out, const struct rate *rate)
{
	g_string_append_printf(out, "%s, ", rate->source);
	facts_append_date(out, &rate->date);
}

static void set_sources(struct builder *builder, struct cell *cell,
			const struct cost_step *step)
{
	GString *text = builder->text;

	for (size_t i = 0; i < step->factors_count; i++) {
		const struct rate *rate = step->factors[i].rate;
		bool alone = true;

		if (rate == NULL)
			continue;
		for (size_t k = 0; k < step->factors_count; k++)
			alone &= k == i || step->factors[k].rate == NULL;
		if (text->len > 0)
			g_string_append(text, "; ");
		if (!alone) {
			calculation_append_rate(text, rate);
			g_string_append(text, ": ");
		}
		append_source(text, rate);
	}
	builder_made(builder, cell);
}

static void set_money(struct builder *builder, struct cell *cell,
		      const struct quantity *quantity)
{
	append_money(builder->text, quantity, builder->report);
	builder_made(builder, cell);
	builder_note(builder, quantity);
}

static void add_step_row(struct builder *builder, const struct cost_step *step)
{
	struct row *row = builder_row(builder, ROW_DATA);

	calculation_append_step(builder->text, step, builder->report);
	builder_made(builder, &row->cells[COLUMN_STEP]);
	calculation_append_numbers(builder->text, step, builder->report);
	builder_made(builder, &row->cells[COLUMN_NUMBERS]);
	set_money(builder, &row->cells[COLUMN_AMOUNT], &step->amount);
	set_sources(builder, &row->cells[COLUMN_SOURCE], step);
}

/* `timmar (Kansliet)`: a rate is the same for all, the rest is not. */
static const char *lack_name(struct builder *builder,
			     const struct cost_step *step,
			     const struct cost_factor *factor)
{
	const char *whose = step->trip != NULL ? step->trip->to : step->group;

	if (factor->rate != NULL || whose == NULL)
		return factor->word;
	return arena_printf(builder->arena, "%s (%s)", factor->word, whose);
}

static void append_step_lacks(struct builder *builder,
			      const struct cost_step *step, GHashTable *seen)
{
	GString *text = builder->text;

	for (size_t i = 0; i < step->factors_count; i++) {
		const struct cost_factor *factor = &step->factors[i];
		const char *name;

		if (factor->quantity.state == QUANTITY_VALUE &&
		    !(factor->quantity.per_part && factor->rate == NULL))
			continue;
		name = lack_name(builder, step, factor);
		if (!g_hash_table_add(seen, (char *)name))
			continue;
		g_string_append(text, text->len > 0
					      ? ","
					      : builder_word(builder,
							     LABEL_PAGE_LACKS));
		g_string_append_printf(text, " %s", name);
	}
}

/* What is not known in the steps of a part, each named once. */
static void append_lacks(struct builder *builder, const struct cost *cost,
			 enum cost_part part)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (const struct cost_step *at = cost->steps; at != NULL;
	     at = at->next)
		if (at->part == part && at->amount.state == QUANTITY_UNKNOWN)
			append_step_lacks(builder, at, seen);
	g_hash_table_destroy(seen);
}

static void add_sum_row(struct builder *builder, const struct cost *cost,
			enum cost_part part)
{
	struct row *row = builder_row(builder, ROW_SUBTOTAL);

	builder_text(&row->cells[COLUMN_STEP],
		     builder_word(builder, part == COST_FEE
						   ? LABEL_PAGE_COMPUTED_FEE
						   : LABEL_PAGE_COMPUTED_OTHER),
		     NULL);
	append_lacks(builder, cost, part);
	builder_made(builder, &row->cells[COLUMN_NUMBERS]);
	set_money(builder, &row->cells[COLUMN_AMOUNT], &cost->parts[part]);
}

static bool is_closed(const struct quantity *quantity)
{
	return quantity->state == QUANTITY_VALUE && !quantity->per_part &&
	       !quantity->no_low && !quantity->no_high;
}

/* `20 % av den angivna`, of one amount and another. */
static void append_share(struct builder *builder, int64_t difference,
			 int64_t stated)
{
	struct quantity percent = { .state = QUANTITY_VALUE };
	uint64_t size = (uint64_t)(difference < 0 ? -difference : difference);
	cost_wide share = ((cost_wide)size * 20000 / (uint64_t)stated + 1) / 2;

	if (share > INT64_MAX)
		return;
	percent.low = difference < 0 ? -(int64_t)share : (int64_t)share;
	percent.high = percent.low;
	quantity_format(builder->text, &percent,
			&builder->report->labels.quantity, QUANTITY_IN_NUMBERS,
			1, false);
	g_string_append_printf(builder->text, "\u00A0%% %s",
			       builder_word(builder, LABEL_PAGE_OF_THE_STATED));
}

static void set_difference(struct builder *builder, struct row *row,
			   const struct quantity *stated,
			   const struct quantity *computed)
{
	struct quantity difference = { .state = QUANTITY_VALUE,
				       .kind = QUANTITY_MONEY };

	if (!is_closed(stated) || !is_closed(computed)) {
		builder_text(&row->cells[COLUMN_AMOUNT],
			     builder_word(builder, LABEL_PAGE_NO_DIFFERENCE),
			     NULL);
		return;
	}
	difference.low = computed->low - stated->high;
	difference.high = computed->high - stated->low;
	difference.estimate = stated->estimate || computed->estimate;
	set_money(builder, &row->cells[COLUMN_AMOUNT], &difference);
	if (difference.low != difference.high || stated->low == 0)
		return;
	append_share(builder, difference.low, stated->low);
	builder_made(builder, &row->cells[COLUMN_NUMBERS]);
}

/* Stated and computed side by side. */
static void add_comparison(struct builder *builder,
			   const struct forum_year *year)
{
	const struct quantity *stated = &year->other.quantity;
	struct quantity computed = cost_computed(year);
	struct row *row;

	if (year->other_computed || computed.state == QUANTITY_MISSING)
		return;
	row = builder_row(builder, ROW_DATA);
	builder_text(&row->cells[COLUMN_STEP],
		     builder_word(builder, LABEL_PAGE_STATED_OTHER), NULL);
	set_money(builder, &row->cells[COLUMN_AMOUNT], stated);
	row = builder_row(builder, ROW_DATA);
	builder_text(&row->cells[COLUMN_STEP],
		     builder_word(builder, LABEL_PAGE_DIFFERENCE), NULL);
	set_difference(builder, row, stated, &computed);
}

static void add_part(struct builder *builder, const struct cost *cost,
		     enum cost_part part)
{
	if (cost->parts[part].state == QUANTITY_MISSING)
		return;
	for (const struct cost_step *at = cost->steps; at != NULL;
	     at = at->next)
		if (at->part == part)
			add_step_row(builder, at);
	add_sum_row(builder, cost, part);
}

static void add_year(struct builder *builder, const struct forum_year *year)
{
	struct row *group = builder_row(builder, ROW_GROUP);

	builder_text(&group->cells[0],
		     arena_printf(builder->arena, "%d", year->year), NULL);
	add_part(builder, year->cost, COST_OTHER);
	add_comparison(builder, year);
	add_part(builder, year->cost, COST_FEE);
}

static bool has_cost(const struct forum *forum)
{
	for (size_t i = 0; i < forum->years_count; i++)
		if (forum->years[i].cost != NULL)
			return true;
	return false;
}

const struct table *calculation_table(const struct report *report,
				      const struct page *page,
				      struct arena *arena)
{
	const struct forum *forum = page->forum;
	struct builder builder;

	if (!has_cost(forum))
		return NULL;
	builder_begin(&builder, report, NULL, COLUMNS, arena);
	builder.table->name = builder_word(&builder, LABEL_PAGE_COMPUTED);
	builder_heading(&builder, COLUMN_STEP, LABEL_PAGE_CALCULATION, false);
	builder_heading(&builder, COLUMN_NUMBERS, LABEL_PAGE_NUMBERS, false);
	builder_heading(&builder, COLUMN_AMOUNT, LABEL_PAGE_AMOUNT, true);
	builder_heading(&builder, COLUMN_SOURCE, LABEL_PAGE_SOURCE_AND_DATE,
			false);
	for (size_t i = forum->years_count; i > 0; i--)
		if (forum->years[i - 1].cost != NULL)
			add_year(&builder, &forum->years[i - 1]);
	return builder_finish(&builder);
}

/* --- Rates -----------------------------------------------------------------
 */

const struct table *calculation_rates(const void *options,
				      const struct target *target,
				      const struct report *report,
				      struct arena *arena)
{
	struct builder builder;

	(void)options;
	builder_begin(&builder, report, target, 4, arena);
	builder_heading(&builder, 0, LABEL_PAGE_RATE, false);
	builder_heading(&builder, 1, LABEL_PAGE_VALUE, true);
	builder_heading(&builder, 2, LABEL_PAGE_SOURCE, false);
	builder_heading(&builder, 3, LABEL_PAGE_DATE, true);
	for (const struct rate *at = report->rates_first; at != NULL;
	     at = at->next) {
		struct row *row;

		if (at->year != builder.year)
			continue;
		row = builder_row(&builder, ROW_DATA);
		calculation_append_rate(builder.text, at);
		builder_made(&builder, &row->cells[0]);
		append_value(builder.text, &at->value.quantity, at->percent,
			     report);
		builder_made(&builder, &row->cells[1]);
		builder_text(&row->cells[2], at->source, NULL);
		facts_append_date(builder.text, &at->date);
		builder_made(&builder, &row->cells[3]);
	}
	return builder_finish(&builder);
}
