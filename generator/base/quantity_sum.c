#include "base/quantity_sum.h"

#include <glib.h>

static const struct quantity_end open_end = { INT64_MAX, false };
static const struct quantity_end no_end = { INT64_MIN, false };

void quantity_sum_init(struct quantity_sum *sum, enum quantity_kind kind)
{
	*sum = (struct quantity_sum){
		.kind = (uint8_t)kind,
		.least_low = open_end,
		.least_high = open_end,
		.largest_low = no_end,
		.largest_high = no_end,
	};
}

/* Keep the one that is less (`sign` 1) or more (−1); alike, both count. */
static void keep_end(struct quantity_end *kept, struct quantity_end end,
		     int sign)
{
	int order = sign * ((end.at > kept->at) - (end.at < kept->at));

	if (order < 0)
		*kept = end;
	else if (order == 0)
		kept->estimate |= end.estimate;
}

/* What overflowed is all zero, so that the order of adding makes nothing. */
static void add_amounts(struct quantity_sum *sum, int64_t low, int64_t high)
{
	sum->overflow |= __builtin_add_overflow(sum->low, low, &sum->low);
	sum->overflow |= __builtin_add_overflow(sum->high, high, &sum->high);
	if (sum->overflow)
		sum->low = sum->high = 0;
}

void quantity_sum_join(struct quantity_sum *sum,
		       const struct quantity_sum *other)
{
	g_assert(sum->kind == other->kind);
	sum->overflow |= other->overflow;
	add_amounts(sum, other->low, other->high);
	keep_end(&sum->least_low, other->least_low, 1);
	keep_end(&sum->least_high, other->least_high, 1);
	keep_end(&sum->largest_low, other->largest_low, -1);
	keep_end(&sum->largest_high, other->largest_high, -1);
	sum->estimate |= other->estimate;
	sum->no_low |= other->no_low;
	sum->no_high |= other->no_high;
	sum->values += other->values;
	sum->unknown += other->unknown;
	sum->missing += other->missing;
	sum->not_applicable += other->not_applicable;
	sum->per_part += other->per_part;
	sum->elsewhere += other->elsewhere;
}

static void add_value(struct quantity_sum *sum, const struct quantity *q)
{
	struct quantity_end low = { q->low, q->estimate };
	struct quantity_end high = { q->high, q->estimate };

	g_assert(sum->kind == q->kind);
	add_amounts(sum, q->low, q->high);
	keep_end(&sum->least_low, low, 1);
	keep_end(&sum->least_high, q->no_high ? open_end : high, 1);
	keep_end(&sum->largest_low, low, -1);
	keep_end(&sum->largest_high, high, -1);
	sum->estimate |= q->estimate;
	sum->no_low |= q->no_low;
	sum->no_high |= q->no_high;
	sum->values++;
}

void quantity_sum_add(struct quantity_sum *sum, const struct quantity *q)
{
	switch ((enum quantity_state)q->state) {
	case QUANTITY_MISSING:
		sum->missing++;
		break;
	case QUANTITY_UNKNOWN:
		sum->unknown++;
		break;
	case QUANTITY_NOT_APPLICABLE:
		sum->not_applicable++;
		break;
	case QUANTITY_VALUE:
		if (q->per_part)
			sum->per_part++;
		else
			add_value(sum, q);
		break;
	}
}

void quantity_sum_add_elsewhere(struct quantity_sum *sum)
{
	sum->elsewhere++;
}

/* What a sum without values is. */
static struct quantity without_values(const struct quantity_sum *sum)
{
	struct quantity q = { .kind = sum->kind };

	if (sum->unknown > 0 || sum->per_part > 0)
		q.state = QUANTITY_UNKNOWN;
	else if (sum->missing == 0 && sum->not_applicable > 0)
		q.state = QUANTITY_NOT_APPLICABLE;
	return q;
}

/* A quantity of a sum's kind that keeps to the rules of open ends. */
static struct quantity bounded(const struct quantity_sum *sum,
			       struct quantity_end low,
			       struct quantity_end high, bool no_high)
{
	struct quantity q = {
		.state = QUANTITY_VALUE,
		.kind = sum->kind,
		.estimate = low.estimate || high.estimate,
		.no_low = sum->no_low && low.at == 0 && !no_high,
		.no_high = no_high,
		.low = low.at,
		.high = no_high ? low.at : high.at,
	};

	return q;
}

struct quantity quantity_sum_result(const struct quantity_sum *sum)
{
	size_t lacking = sum->unknown + sum->missing + sum->per_part;
	struct quantity_end low = { sum->low, sum->estimate };
	struct quantity_end high = { sum->high, sum->estimate };

	if (sum->overflow)
		return (struct quantity){ .state = QUANTITY_UNKNOWN,
					  .kind = sum->kind };
	if (sum->values == 0 && (lacking > 0 || sum->elsewhere == 0))
		return without_values(sum);
	return bounded(sum, low, high, sum->no_high || lacking > 0);
}

static int64_t divide(int64_t number, size_t by)
{
	uint64_t all = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	uint64_t quotient = (all + by / 2) / by;

	return number < 0 ? (int64_t)(0 - quotient) : (int64_t)quotient;
}

struct quantity quantity_sum_mean(const struct quantity_sum *sum)
{
	struct quantity_end low = { .estimate = sum->estimate };
	struct quantity_end high = low;

	if (sum->overflow)
		return quantity_sum_result(sum);
	if (sum->values == 0)
		return without_values(sum);
	low.at = divide(sum->low, sum->values);
	high.at = divide(sum->high, sum->values);
	return bounded(sum, low, high, sum->no_high);
}

struct quantity quantity_sum_least(const struct quantity_sum *sum)
{
	if (sum->values == 0)
		return without_values(sum);
	return bounded(sum, sum->least_low, sum->least_high,
		       sum->least_high.at == INT64_MAX);
}

struct quantity quantity_sum_largest(const struct quantity_sum *sum)
{
	if (sum->values == 0)
		return without_values(sum);
	return bounded(sum, sum->largest_low, sum->largest_high, sum->no_high);
}
