#include "report/cost.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/registers.h"
#include "report/report.h"

/* --- Exact amounts ---------------------------------------------------------
 */

/* An exact amount has so many decimals more than whole öre. */
#define EXACT_DECIMALS 6u
#define EXACT_ONE      1000000u

/* How many decimals a factor has: money is counted in öre. */
static unsigned decimals_of(const struct cost_factor *factor)
{
	if (factor->percent)
		return 4;
	return factor->quantity.kind == QUANTITY_MONEY ? 0 : 2;
}

static void multiply(struct cost_amount *amount, cost_wide low, cost_wide high)
{
	amount->overflow |=
		__builtin_mul_overflow(amount->low, low, &amount->low);
	amount->overflow |=
		__builtin_mul_overflow(amount->high, high, &amount->high);
}

/* An amount for each of something counts: a rate is so by its nature. */
static enum quantity_state state_of(const struct cost_factor *factor)
{
	if (factor->quantity.per_part && factor->rate == NULL &&
	    factor->quantity.kind != QUANTITY_MONEY)
		return QUANTITY_UNKNOWN;
	return (enum quantity_state)factor->quantity.state;
}

static bool is_zero(const struct cost_factor *factor)
{
	return state_of(factor) == QUANTITY_VALUE &&
	       factor->quantity.high == 0 && !factor->quantity.no_high;
}

static struct cost_amount without_value(enum quantity_state state)
{
	return (struct cost_amount){ .state = state };
}

/* Is the product settled without multiplying? */
static bool settle(struct cost_amount *amount,
		   const struct cost_factor *factors, size_t count)
{
	bool unknown = false;

	for (size_t i = 0; i < count; i++) {
		if (is_zero(&factors[i])) {
			*amount = without_value(QUANTITY_VALUE);
			return true;
		}
	}
	for (size_t i = 0; i < count; i++) {
		enum quantity_state state = state_of(&factors[i]);

		if (state == QUANTITY_NOT_APPLICABLE) {
			*amount = without_value(state);
			return true;
		}
		unknown |= state != QUANTITY_VALUE;
	}
	*amount = without_value(QUANTITY_UNKNOWN);
	return unknown;
}

/* An open upper end has no number, as in a quantity. */
static void close_ends(struct cost_amount *amount)
{
	if (amount->overflow)
		*amount = (struct cost_amount){ .state = QUANTITY_UNKNOWN,
						.overflow = true };
	if (amount->no_high)
		amount->high = amount->low;
	amount->no_low &= amount->low == 0 && !amount->no_high;
}

struct cost_amount cost_product(const struct cost_factor *factors, size_t count)
{
	struct cost_amount amount;
	unsigned decimals = 0;

	if (settle(&amount, factors, count))
		return amount;
	amount.state = QUANTITY_VALUE;
	amount.low = amount.high = 1;
	for (size_t i = 0; i < count; i++) {
		const struct quantity *quantity = &factors[i].quantity;

		multiply(&amount, (cost_wide)quantity->low,
			 (cost_wide)quantity->high);
		amount.estimate |= quantity->estimate;
		amount.no_low |= quantity->no_low;
		amount.no_high |= quantity->no_high;
		decimals += decimals_of(&factors[i]);
	}
	g_assert(decimals <= EXACT_DECIMALS);
	for (; decimals < EXACT_DECIMALS; decimals++)
		multiply(&amount, 10, 10);
	close_ends(&amount);
	return amount;
}

/* Whole öre; amounts are never negative. −1 when it does not fit. */
static int round_wide(int64_t *ore, cost_wide exact)
{
	cost_wide whole = exact / EXACT_ONE;

	whole += exact % EXACT_ONE >= EXACT_ONE / 2;
	*ore = whole > INT64_MAX ? 0 : (int64_t)whole;
	return whole > INT64_MAX ? -1 : 0;
}

struct quantity cost_round(const struct cost_amount *amount, bool *overflow)
{
	struct quantity quantity = { .state = (uint8_t)amount->state,
				     .kind = QUANTITY_MONEY,
				     .unit = QUANTITY_IN_KRONOR,
				     .decimals = 2 };

	*overflow |= amount->overflow;
	if (amount->state != QUANTITY_VALUE)
		return quantity;
	if (round_wide(&quantity.low, amount->low) != 0 ||
	    round_wide(&quantity.high, amount->high) != 0) {
		*overflow = true;
		quantity.low = quantity.high = 0;
		quantity.state = QUANTITY_UNKNOWN;
		return quantity;
	}
	quantity.estimate = amount->estimate;
	quantity.no_low = amount->no_low;
	quantity.no_high = amount->no_high;
	return quantity;
}

void cost_sum_add(struct cost_sum *sum, const struct cost_amount *amount)
{
	struct cost_amount *exact = &sum->exact;

	exact->overflow |= amount->overflow;
	if (amount->state == QUANTITY_NOT_APPLICABLE)
		sum->not_applicable++;
	else if (amount->state != QUANTITY_VALUE)
		sum->unknown++;
	else
		sum->values++;
	exact->overflow |=
		__builtin_add_overflow(exact->low, amount->low, &exact->low);
	exact->overflow |=
		__builtin_add_overflow(exact->high, amount->high, &exact->high);
	exact->estimate |= amount->estimate;
	exact->no_low |= amount->no_low;
	exact->no_high |= amount->no_high;
}

struct quantity cost_sum_result(const struct cost_sum *sum, bool *overflow)
{
	struct cost_amount exact = sum->exact;

	exact.state = sum->values > 0		? QUANTITY_VALUE
		      : sum->unknown > 0	? QUANTITY_UNKNOWN
		      : sum->not_applicable > 0 ? QUANTITY_NOT_APPLICABLE
						: QUANTITY_MISSING;
	exact.no_high |= sum->unknown > 0;
	close_ends(&exact);
	return cost_round(&exact, overflow);
}

/* --- Steps -----------------------------------------------------------------
 */

struct working {
	struct report *report;
	struct forum_year *year;
	struct cost_step **end; /* of the year's cost */
	/* The rates that are missing, each told once: the model has seven. */
	const char *told[LABEL_RATE_ALLOWANCE - LABEL_RATE_SALARY + 1];
	size_t told_count;
	struct diag_list *diags;
};

static const char *word(const struct working *working, enum label label)
{
	return labels_word(&working->report->labels, label);
}

static struct cost_step *add_step(struct working *working, enum cost_part part)
{
	struct arena *arena = working->report->arena;
	struct cost_step *step = arena_new_array(arena, struct cost_step, 1);

	if (working->year->cost == NULL) {
		working->year->cost = arena_new_array(arena, struct cost, 1);
		working->end = &working->year->cost->steps;
	}
	step->part = part;
	*working->end = step;
	working->end = &step->next;
	return step;
}

static void add_factor(struct cost_step *step, const struct quantity *quantity,
		       const char *name)
{
	struct cost_factor *factor = &step->factors[step->factors_count++];

	factor->quantity = *quantity;
	factor->word = name;
}

/* A rate that the register lacks is as unknown as one that it says is. */
static void add_rate(struct cost_step *step, const struct rate *rate,
		     const char *name)
{
	static const struct quantity unknown = { .state = QUANTITY_UNKNOWN };

	add_factor(step, rate == NULL ? &unknown : &rate->value.quantity, name);
	step->factors[step->factors_count - 1].rate = rate;
	step->factors[step->factors_count - 1].percent =
		rate != NULL && rate->percent;
}

static void tell_missing(struct working *working, const char *name)
{
	/* Hours may be told before anybody has rates; a figure may not. */
	if (!working->year->other_computed || working->report->rates == NULL)
		return;
	for (size_t i = 0; i < working->told_count; i++)
		if (working->told[i] == name)
			return;
	working->told[working->told_count++] = name;
	diag_add(working->diags, DIAG_RATE_MISSING, working->year->other.where,
		 "%s %d", name, working->year->year);
}

static const struct rate *own_rate(struct working *working, enum label label,
				   const char **name)
{
	const struct rate *rate;

	*name = word(working, label);
	rate = registers_rate(working->report, working->year->year, *name,
			      NULL);
	if (rate == NULL)
		tell_missing(working, *name);
	return rate;
}

/* Hours × a rate, and that once more × what is added to the rate. */
static void work_hours(struct working *working, size_t group)
{
	const struct publication *publication = &working->report->publication;
	const struct quantity *hours = &working->year->hours[group].quantity;
	bool elected = publication->group_pay[group] == LABEL_PAY_ELECTED;
	const char *names[2];
	const struct rate *rates[2];

	if (hours->state == QUANTITY_MISSING)
		return;
	rates[0] =
		own_rate(working, elected ? LABEL_RATE_FEE : LABEL_RATE_SALARY,
			 &names[0]);
	rates[1] = own_rate(working,
			    elected ? LABEL_RATE_CONTRIBUTION
				    : LABEL_RATE_OVERHEAD,
			    &names[1]);
	for (size_t count = 1; count <= 2; count++) {
		struct cost_step *step = add_step(working, COST_OTHER);

		step->group = publication->group_names[group];
		add_factor(step, hours, word(working, LABEL_PAGE_HOURS_WORD));
		for (size_t i = 0; i < count; i++)
			add_rate(step, rates[i], names[i]);
	}
}

/* Tell of a place that is none of those that the rate has. */
static void tell_place(struct working *working, const struct trip *trip,
		       const char *name)
{
	GPtrArray *places = g_ptr_array_new();

	for (const struct rate *at = working->report->rates_first; at != NULL;
	     at = at->next)
		if (at->year == working->year->year && at->place != NULL &&
		    strcmp(at->name, name) == 0)
			g_ptr_array_add(places, (char *)at->place);
	g_ptr_array_add(places, NULL);
	if (places->len == 1) {
		tell_missing(working, name);
	} else {
		diag_add(working->diags, DIAG_RATE_PLACE, trip->to_where,
			 "%s, %s %d", trip->to, name, working->year->year);
		diag_suggest(working->diags,
			     diag_nearest(trip->to,
					  (const char *const *)places->pdata));
	}
	g_ptr_array_free(places, TRUE);
}

/* The rate of the place, or the one for all places. */
static const struct rate *trip_rate(struct working *working,
				    const struct trip *trip, enum label label)
{
	const char *name = word(working, label);
	const struct rate *rate = registers_rate(
		working->report, working->year->year, name, trip->to);

	if (rate == NULL)
		rate = registers_rate(working->report, working->year->year,
				      name, NULL);
	if (rate == NULL)
		tell_place(working, trip, name);
	return rate;
}

static void work_trip_part(struct working *working, const struct trip *trip,
			   enum label label, bool by_night)
{
	struct cost_step *step = add_step(working, COST_OTHER);

	step->trip = trip;
	add_factor(step, &trip->people.quantity,
		   word(working, LABEL_KEY_PEOPLE));
	add_factor(step, &trip->times.quantity, word(working, LABEL_KEY_TIMES));
	if (by_night)
		add_factor(step, &trip->nights.quantity,
			   word(working, LABEL_KEY_NIGHTS));
	add_rate(step, trip_rate(working, trip, label), word(working, label));
}

static void work_trip(struct working *working, const struct trip *trip)
{
	const struct quantity *nights = &trip->nights.quantity;
	bool none = nights->state == QUANTITY_MISSING ||
		    nights->state == QUANTITY_NOT_APPLICABLE ||
		    (nights->state == QUANTITY_VALUE && nights->high == 0 &&
		     !nights->no_high);

	work_trip_part(working, trip, LABEL_RATE_FARE, false);
	if (!none)
		work_trip_part(working, trip, LABEL_RATE_HOTEL, true);
	work_trip_part(working, trip, LABEL_RATE_ALLOWANCE, false);
}

static void work_other(struct working *working)
{
	const struct forum_year *year = working->year;

	for (size_t i = 0; year->hours != NULL &&
			   i < working->report->publication.groups_count;
	     i++)
		work_hours(working, i);
	for (size_t i = 0; i < year->trips_count; i++)
		work_trip(working, &year->trips[i]);
	if (year->other_computed && year->cost == NULL)
		diag_add(working->diags, DIAG_COST_NOTHING, year->other.where,
			 NULL);
}

/* --- Fee formulas ----------------------------------------------------------
 */

/* The rate with that name, or a finding that tells which are meant. */
static const struct rate *named_rate(struct working *working, const char *name,
				     struct span where)
{
	struct report *report = working->report;
	const struct rate *rate =
		registers_rate(report, working->year->year, name, NULL);
	GPtrArray *names;

	if (rate != NULL || report->rates == NULL)
		return rate;
	names = g_ptr_array_new();
	for (const struct rate *at = report->rates_first; at != NULL;
	     at = at->next)
		if (at->year == working->year->year && at->place == NULL)
			g_ptr_array_add(names, (char *)at->name);
	g_ptr_array_add(names, NULL);
	diag_add(working->diags, DIAG_RATE_UNKNOWN, where, "%s %d", name,
		 working->year->year);
	diag_suggest(working->diags,
		     diag_nearest(name, (const char *const *)names->pdata));
	g_ptr_array_free(names, TRUE);
	return NULL;
}

/* One is money, and the other is not; what is not known may be either. */
static bool gives_amount(const struct cost_step *step)
{
	size_t money = 0;

	for (size_t i = 0; i < step->factors_count; i++) {
		const struct cost_factor *factor = &step->factors[i];

		if (factor->quantity.state != QUANTITY_VALUE)
			return true;
		money += !factor->percent &&
			 factor->quantity.kind == QUANTITY_MONEY;
	}
	return money == 1;
}

static void work_fee(struct working *working)
{
	const struct fee_formula *formula = working->year->formula;
	const struct rate *base;
	const struct rate *rate = NULL;
	struct cost_step *step;

	if (formula == NULL || formula->base.id == NULL)
		return;
	base = named_rate(working, formula->base.id, formula->base.where);
	if (formula->rate != NULL)
		rate = named_rate(working, formula->rate, formula->rate_where);
	step = add_step(working, COST_FEE);
	if (formula->rate != NULL) {
		add_rate(step, rate, formula->rate);
	} else {
		add_factor(step, &formula->value.quantity,
			   word(working, LABEL_KEY_RATE));
		step->factors[0].percent = formula->percent;
	}
	add_rate(step, base, formula->base.id);
	if (gives_amount(step))
		return;
	diag_add(working->diags, DIAG_FORMULA_KINDS, formula->rate_where, NULL);
	step->factors[0].quantity.state = QUANTITY_UNKNOWN;
}

/* --- The whole -------------------------------------------------------------
 */

static void add_up(struct working *working)
{
	struct forum_year *year = working->year;
	struct cost_sum sums[COST_PARTS] = { 0 };
	bool overflow[COST_PARTS] = { false };

	if (year->cost == NULL)
		return;
	for (struct cost_step *at = year->cost->steps; at != NULL;
	     at = at->next) {
		struct cost_amount exact =
			cost_product(at->factors, at->factors_count);

		at->amount = cost_round(&exact, &overflow[at->part]);
		cost_sum_add(&sums[at->part], &exact);
	}
	for (int i = 0; i < COST_PARTS; i++)
		year->cost->parts[i] = cost_sum_result(&sums[i], &overflow[i]);
	if (overflow[COST_OTHER])
		diag_add(working->diags, DIAG_COST_OVERFLOW, year->other.where,
			 NULL);
	if (overflow[COST_FEE])
		diag_add(working->diags, DIAG_COST_OVERFLOW, year->fee.where,
			 NULL);
	if (year->other_computed &&
	    year->cost->parts[COST_OTHER].state != QUANTITY_MISSING)
		year->other.quantity = year->cost->parts[COST_OTHER];
	if (year->formula != NULL)
		year->fee.quantity = year->cost->parts[COST_FEE];
}

/* Hours and journeys are costs only where rates are told, or asked for. */
static bool has_rates(const struct report *report, int year)
{
	for (const struct rate *at = report->rates_first; at != NULL;
	     at = at->next)
		if (at->year == year)
			return true;
	return false;
}

void cost_work_out(struct report *report, struct diag_list *diags)
{
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];
		struct forum *forum = page->forum;

		if (page->wrong || forum->costs_in.id != NULL)
			continue;
		for (size_t k = 0; k < forum->years_count; k++) {
			struct forum_year *year = &forum->years[k];
			struct working working = { .report = report,
						   .year = year,
						   .diags = diags };

			if (year->costs_in.id != NULL)
				continue;
			if (year->other_computed ||
			    ((year->hours != NULL || year->trips_count > 0) &&
			     has_rates(report, year->year)))
				work_other(&working);
			work_fee(&working);
			add_up(&working);
		}
	}
}

struct quantity cost_computed(const struct forum_year *year)
{
	static const struct quantity none = { .kind = QUANTITY_MONEY };

	return year->cost == NULL ? none : year->cost->parts[COST_OTHER];
}

struct quantity cost_full_other(const struct forum_year *year)
{
	struct quantity stated = year->other.quantity;
	struct quantity computed = cost_computed(year);

	if (stated.state == QUANTITY_VALUE ||
	    stated.state == QUANTITY_NOT_APPLICABLE ||
	    computed.state == QUANTITY_MISSING)
		return stated;
	return computed;
}

/* Is `more` over `less` by so much of `stated`? */
static bool is_over(int64_t more, int64_t less, int64_t stated,
		    int64_t tolerance)
{
	return more > less && (cost_wide)(more - less) * 10000 >
				      (cost_wide)stated * (cost_wide)tolerance;
}

bool cost_differs(const struct forum_year *year, int64_t tolerance)
{
	const struct quantity *stated = &year->other.quantity;
	struct quantity computed = cost_computed(year);

	if (year->other_computed || stated->state != QUANTITY_VALUE ||
	    stated->per_part || computed.state != QUANTITY_VALUE)
		return false;
	if (!stated->no_high &&
	    is_over(computed.low, stated->high, stated->high, tolerance))
		return true;
	return !computed.no_high &&
	       is_over(stated->low, computed.high, stated->low, tolerance);
}
