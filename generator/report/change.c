#include "report/change.h"

#include "report/report.h"

static struct quantity of_year(const struct page *page,
			       struct query_column column, int64_t year,
			       struct forum_change *change)
{
	const struct page *elsewhere;
	struct quantity quantity = { .state = QUANTITY_VALUE,
				     .kind = (uint8_t)query_field_kind(
					     column.field) };

	if (report_year(page->forum, year) == NULL)
		return quantity;
	change->absent = false;
	quantity = query_quantity(page, column, year, &elsewhere);
	if (elsewhere != NULL)
		change->elsewhere = elsewhere;
	return quantity;
}

struct forum_change change_of(const struct page *page,
			      struct query_column column, int64_t from,
			      int64_t to)
{
	struct forum_change change = { .absent = true };

	change.earlier = of_year(page, column, from, &change);
	change.later = of_year(page, column, to, &change);
	change.difference = quantity_difference(&change.later, &change.earlier);
	return change;
}

void change_add(struct quantity_sum *sum, const struct forum_change *change)
{
	struct quantity difference = change->difference;

	if (change->absent)
		return;
	if (change->elsewhere != NULL) {
		quantity_sum_add_elsewhere(sum);
		return;
	}
	if (difference.no_low || difference.no_high)
		difference.state = QUANTITY_UNKNOWN;
	quantity_sum_add(sum, &difference);
}

struct quantity change_sum(const struct quantity_sum *sum)
{
	struct quantity_sum known = *sum;

	if (sum->values == 0)
		return quantity_sum_result(sum);
	known.unknown = known.missing = known.per_part = 0;
	return quantity_sum_result(&known);
}

bool change_per_cent(struct quantity *per_cent,
		     const struct quantity *difference,
		     const struct quantity *earlier)
{
	struct quantity hundredfold = *difference;
	enum quantity_division division;

	*per_cent = *difference;
	if (earlier->state == QUANTITY_NOT_APPLICABLE)
		return false;
	if (difference->state != QUANTITY_VALUE)
		return true;
	if (__builtin_mul_overflow(difference->low, 100, &hundredfold.low) ||
	    __builtin_mul_overflow(difference->high, 100, &hundredfold.high)) {
		per_cent->state = QUANTITY_UNKNOWN;
		return true;
	}
	division = quantity_divide(per_cent, &hundredfold, earlier,
				   QUANTITY_COUNT, QUANTITY_IN_NUMBERS, 1);
	return division != QUANTITY_BY_NOTHING;
}

void change_format(GString *out, const struct quantity *change,
		   const struct labels *labels, enum quantity_unit unit,
		   int decimals)
{
	struct quantity shown = quantity_rounded(change, unit, decimals);
	size_t at = out->len;

	quantity_format(out, change, &labels->quantity, unit, decimals, false);
	if (change->state != QUANTITY_VALUE ||
	    (shown.no_low ? shown.high : shown.low) <= 0)
		return;
	while (at < out->len && !g_ascii_isdigit(out->str[at]))
		at++;
	g_string_insert_c(out, (gssize)at, '+');
}
