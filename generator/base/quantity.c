#include "base/quantity.h"

#include "base/quantity_unit.h"

#define EN_DASH	   "\342\200\223"
#define MINUS_SIGN "\342\210\222"

/* Writing. */

static uint64_t magnitude(int64_t number)
{
	return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

/* How much of a hundredth's `places` goes when `decimals` are kept. */
static uint64_t rounding_step(enum quantity_unit unit, int decimals)
{
	unsigned places = QUANTITY_DECIMALS + quantity_units[unit].exponent;

	if (decimals < 0 || (unsigned)decimals >= places)
		return 1;
	return (uint64_t)quantity_powers_of_ten[places - (unsigned)decimals];
}

enum rounding { TO_NEAREST, DOWNWARDS, UPWARDS };

__extension__ typedef unsigned __int128 wide;

/*
 * `a` * 100 / `b`, when `b` is not 0, or `a` itself, rounded once to whole
 * `step`. −1 when that does not fit.
 */
static int round_ratio(int64_t *result, int64_t a, int64_t b, uint64_t step,
		       enum rounding rounding)
{
	bool negative = a < 0;
	wide number = (wide)magnitude(a) * (b == 0 ? 1 : 100);
	wide divisor = (wide)(b == 0 ? 1 : magnitude(b)) * step;
	wide quotient = number / divisor;
	wide rest = number % divisor;

	if (rounding == TO_NEAREST
		    ? rest >= divisor - rest
		    : rest > 0 && (rounding == UPWARDS) != negative)
		quotient++;
	if (quotient > (wide)INT64_MAX / step)
		return -1;
	*result = (int64_t)(quotient * step);
	if (negative)
		*result = -*result;
	return 0;
}

/* What would not fit is rounded towards zero. */
static int64_t round_to(int64_t hundredths, uint64_t step,
			enum rounding rounding)
{
	int64_t result = hundredths;

	if (round_ratio(&result, hundredths, 0, step, rounding) != 0)
		round_ratio(&result, hundredths, 0, step,
			    hundredths < 0 ? UPWARDS : DOWNWARDS);
	return result;
}

int64_t quantity_round(int64_t hundredths, enum quantity_unit unit,
		       int decimals)
{
	return round_to(hundredths, rounding_step(unit, decimals), TO_NEAREST);
}

struct quantity quantity_rounded(const struct quantity *q,
				 enum quantity_unit unit, int decimals)
{
	uint64_t step = rounding_step(unit, decimals);
	struct quantity rounded = *q;

	if (q->state != QUANTITY_VALUE)
		return rounded;
	rounded.low =
		round_to(q->low, step, q->no_high ? DOWNWARDS : TO_NEAREST);
	rounded.high = q->no_high ? rounded.low
				  : round_to(q->high, step,
					     q->no_low ? UPWARDS : TO_NEAREST);
	return rounded;
}

static void append_decimals(GString *out, uint64_t fraction, unsigned places)
{
	for (; places > 0; places--)
		g_string_append_c(
			out,
			(char)('0' +
			       fraction /
				       (uint64_t)quantity_powers_of_ten[places -
									1] %
				       10));
}

static void append_number(GString *out, int64_t hundredths,
			  const struct quantity_words *words,
			  enum quantity_unit unit, int decimals)
{
	unsigned places = QUANTITY_DECIMALS + quantity_units[unit].exponent;
	uint64_t step = rounding_step(unit, decimals);
	uint64_t number = (magnitude(hundredths) + step / 2) / step;
	unsigned padding = 0;

	if (decimals >= 0) {
		padding = (unsigned)decimals;
		places = MIN(places, padding);
		padding -= places;
	}
	for (; decimals < 0 && places > 0 && number % 10 == 0; places--)
		number /= 10;
	if (hundredths < 0 && number > 0)
		g_string_append(out, MINUS_SIGN);
	quantity_append_grouped(
		out, number / (uint64_t)quantity_powers_of_ten[places]);
	if (places > 0)
		g_string_append(out, words->decimal);
	append_decimals(out, number % (uint64_t)quantity_powers_of_ten[places],
			places);
	for (; padding > 0; padding--)
		g_string_append_c(out, '0');
}

static void append_prefix(GString *out, const char *word)
{
	g_string_append(out, word);
	g_string_append(out, QUANTITY_SPACE);
}

static void append_range(GString *out, const struct quantity *q,
			 const struct quantity_words *words,
			 enum quantity_unit unit, int decimals)
{
	struct quantity shown = quantity_rounded(q, unit, decimals);

	if (shown.low == shown.high || q->no_high || q->no_low) {
		append_number(out, q->no_low ? shown.high : shown.low, words,
			      unit, decimals);
		return;
	}
	append_number(out, shown.low, words, unit, decimals);
	/* A dash right before a minus sign would not be seen as one. */
	g_string_append(out, shown.low < 0
				     ? QUANTITY_SPACE EN_DASH QUANTITY_SPACE
				     : EN_DASH);
	append_number(out, shown.high, words, unit, decimals);
}

static void append_value(GString *out, const struct quantity *q,
			 const struct quantity_words *words,
			 enum quantity_unit unit, int decimals, bool with_unit)
{
	if (q->no_high)
		append_prefix(out, words->at_least);
	else if (q->no_low)
		append_prefix(out, words->at_most);
	if (q->estimate)
		append_prefix(out, words->about);
	append_range(out, q, words, unit, decimals);
	if (with_unit && unit != QUANTITY_IN_NUMBERS) {
		g_string_append(out, QUANTITY_SPACE);
		g_string_append(out, quantity_unit_word(words, unit));
	}
}

static const char *state_word(const struct quantity *q,
			      const struct quantity_words *words)
{
	if (q->foreign != NULL)
		return q->foreign;
	if (q->state == QUANTITY_NOT_APPLICABLE)
		return words->not_applicable;
	return q->state == QUANTITY_UNKNOWN ? words->unknown : words->missing;
}

void quantity_format(GString *out, const struct quantity *q,
		     const struct quantity_words *words,
		     enum quantity_unit unit, int decimals, bool with_unit)
{
	if (q->state != QUANTITY_VALUE) {
		g_string_append(out, state_word(q, words));
	} else if (q->foreign != NULL) {
		g_string_append(out, q->foreign);
		g_string_append(out, " (");
		append_value(out, q, words, unit, decimals, with_unit);
		g_string_append_c(out, ')');
	} else {
		append_value(out, q, words, unit, decimals, with_unit);
	}
	if (q->per_part)
		g_string_append_printf(out, " %s %s", words->per, q->per);
}

/* Comparing. */

bool quantity_equal(const struct quantity *a, const struct quantity *b)
{
	return a->state == b->state && a->kind == b->kind &&
	       a->estimate == b->estimate && a->no_low == b->no_low &&
	       a->no_high == b->no_high && a->per_part == b->per_part &&
	       a->low == b->low && a->high == b->high &&
	       g_strcmp0(a->per, b->per) == 0 &&
	       g_strcmp0(a->foreign, b->foreign) == 0;
}

static int order_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int state_rank(const struct quantity *q)
{
	static const int ranks[] = {
		[QUANTITY_VALUE] = 0,
		[QUANTITY_NOT_APPLICABLE] = 2,
		[QUANTITY_UNKNOWN] = 3,
		[QUANTITY_MISSING] = 4,
	};

	return ranks[q->state] + (q->state == QUANTITY_VALUE && q->per_part);
}

int quantity_compare(const struct quantity *a, const struct quantity *b,
		     bool descending)
{
	int order = state_rank(a) - state_rank(b);

	if (order != 0)
		return order;
	order = order_numbers(a->low, b->low);
	if (order == 0)
		order = order_numbers(a->no_high ? INT64_MAX : a->high,
				      b->no_high ? INT64_MAX : b->high);
	return descending ? -order : order;
}

/* Dividing and comparing over time. */

enum quantity_division quantity_divide(struct quantity *q,
				       const struct quantity *a,
				       const struct quantity *b,
				       enum quantity_kind kind,
				       enum quantity_unit unit, int decimals)
{
	uint64_t step = rounding_step(unit, decimals);
	bool open_low = b->no_high || a->no_low;
	bool open_high = a->no_high || b->no_low || b->low == 0;

	*q = (struct quantity){ .state = QUANTITY_UNKNOWN,
				.kind = (uint8_t)kind };
	if (b->state != QUANTITY_VALUE || b->per_part)
		return QUANTITY_BY_UNKNOWN;
	if (b->high == 0 && !b->no_high)
		return QUANTITY_BY_NOTHING;
	if (a->state != QUANTITY_VALUE || a->per_part) {
		if (a->state != QUANTITY_VALUE)
			q->state = a->state;
		return QUANTITY_DIVIDED;
	}
	if (open_low && open_high)
		return QUANTITY_DIVIDED;
	if ((!open_low &&
	     round_ratio(&q->low, a->low, b->high, step,
			 open_high ? DOWNWARDS : TO_NEAREST) != 0) ||
	    (!open_high && round_ratio(&q->high, a->high, b->low, step,
				       open_low ? UPWARDS : TO_NEAREST) != 0))
		return QUANTITY_TOO_LARGE;
	if (open_high)
		q->high = q->low;
	q->state = QUANTITY_VALUE;
	q->estimate = a->estimate || b->estimate;
	q->no_high = open_high;
	q->no_low = open_low;
	return QUANTITY_DIVIDED;
}

/* What does not occur costs nothing. */
static struct quantity or_nothing(const struct quantity *q)
{
	if (q->state != QUANTITY_NOT_APPLICABLE)
		return *q;
	return (struct quantity){ .state = QUANTITY_VALUE, .kind = q->kind };
}

struct quantity quantity_difference(const struct quantity *later,
				    const struct quantity *earlier)
{
	struct quantity a = or_nothing(later);
	struct quantity b = or_nothing(earlier);
	struct quantity q = { .state = QUANTITY_UNKNOWN, .kind = later->kind };
	bool open_low = a.no_low || b.no_high;
	bool open_high = a.no_high || b.no_low;

	if (later->state == QUANTITY_NOT_APPLICABLE &&
	    earlier->state == QUANTITY_NOT_APPLICABLE)
		return *later;
	if (a.state == QUANTITY_MISSING || b.state == QUANTITY_MISSING)
		q.state = QUANTITY_MISSING;
	if (a.state != QUANTITY_VALUE || b.state != QUANTITY_VALUE ||
	    a.per_part || b.per_part || (open_low && open_high) ||
	    __builtin_sub_overflow(a.low, b.high, &q.low) ||
	    __builtin_sub_overflow(a.high, b.low, &q.high))
		return q;
	if (open_high)
		q.high = q.low;
	if (open_low)
		q.low = MIN(q.high, 0);
	q.state = QUANTITY_VALUE;
	q.estimate = a.estimate || b.estimate;
	q.no_low = open_low;
	q.no_high = open_high;
	return q;
}
