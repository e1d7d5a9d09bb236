#include "report/difference.h"

#include "report/labels.h"

/* How much a figure says of the number it stands for. */
enum knowledge { NOTHING, A_BOUND, A_NUMBER };

static enum knowledge known_of(const struct difference_figure *figure)
{
	const struct quantity *quantity = &figure->quantity;

	if (quantity->state == QUANTITY_NOT_APPLICABLE)
		return A_NUMBER;
	if (quantity->state != QUANTITY_VALUE || quantity->per_part)
		return NOTHING;
	return quantity->no_low || quantity->no_high ? A_BOUND : A_NUMBER;
}

/* What the figure adds to a sum. */
static struct difference counted(const struct difference_figure *figure)
{
	const struct quantity *quantity = &figure->quantity;
	struct difference counted = { 0 };

	if (figure->elsewhere != NULL || quantity->state != QUANTITY_VALUE ||
	    quantity->per_part)
		return counted;
	counted.low = quantity->low;
	counted.high = quantity->high;
	counted.estimate = quantity->estimate;
	return counted;
}

struct difference difference_between(const struct difference_figure *before,
				     const struct difference_figure *after)
{
	enum knowledge known_before = known_of(before);
	enum knowledge known_after = known_of(after);
	struct difference from = counted(before);
	struct difference difference = counted(after);
	bool same = quantity_equal(&before->quantity, &after->quantity);

	difference.low -= from.low;
	difference.high -= from.high;
	difference.estimate |= from.estimate;
	if (before->elsewhere != after->elsewhere)
		difference.kind = DIFFERENCE_MOVED;
	else if (before->elsewhere != NULL || same)
		difference.kind = DIFFERENCE_NONE;
	else if (known_after > known_before)
		difference.kind = DIFFERENCE_KNOWN;
	else if (known_after < known_before)
		difference.kind = DIFFERENCE_UNKNOWN;
	else if (difference.low != 0 || difference.high != 0)
		difference.kind = DIFFERENCE_CHANGED;
	return difference;
}

bool difference_is_comparable(const struct difference_figure *before,
			      const struct difference_figure *after)
{
	return before->elsewhere == NULL && after->elsewhere == NULL &&
	       known_of(before) == A_NUMBER && known_of(after) == A_NUMBER;
}

struct difference difference_new(const struct difference_figure *figure)
{
	struct difference difference = counted(figure);

	difference.kind = DIFFERENCE_CHANGED;
	return difference;
}

struct difference difference_ended(const struct difference_figure *figure)
{
	struct difference difference = difference_new(figure);

	difference.low = -difference.low;
	difference.high = -difference.high;
	return difference;
}

void difference_add(struct difference *difference,
		    const struct difference *other)
{
	difference->low += other->low;
	difference->high += other->high;
	difference->estimate |= other->estimate;
}

static void append_end(GString *out, int64_t at, enum quantity_kind kind,
		       bool with_unit, const struct labels *labels)
{
	struct quantity quantity = { .state = QUANTITY_VALUE,
				     .kind = (uint8_t)kind,
				     .low = at,
				     .high = at };

	if (at > 0)
		g_string_append_c(out, '+');
	quantity_format(out, &quantity, &labels->quantity,
			kind == QUANTITY_MONEY	 ? QUANTITY_IN_THOUSANDS
			: kind == QUANTITY_HOURS ? QUANTITY_IN_HOURS
						 : QUANTITY_IN_NUMBERS,
			-1, with_unit);
}

void difference_format(GString *out, const struct difference *difference,
		       enum quantity_kind kind, bool with_unit,
		       const struct labels *labels)
{
	bool one = difference->low == difference->high;

	if (difference->estimate)
		g_string_append_printf(out, "%s\u00A0", labels->quantity.about);
	if (!one)
		g_string_append_printf(out, "%s\u00A0",
				       labels_word(labels, LABEL_PAGE_LOWEST));
	append_end(out, difference->low, kind, with_unit, labels);
	if (one)
		return;
	g_string_append_printf(out, ", %s\u00A0",
			       labels_word(labels, LABEL_PAGE_HIGHEST));
	append_end(out, difference->high, kind, with_unit, labels);
}
