/*
 * difference: how does a figure of one year differ from the year before?
 *
 * What is not a number counts as nothing, as it does in sums; so the
 * differences of all figures of a column, and what new forums bring and ended
 * ones take, are to the öre the difference of its sums: the lower ends of the
 * lower, the upper ends of the upper.
 */
#ifndef BILAGA_REPORT_DIFFERENCE_H
#define BILAGA_REPORT_DIFFERENCE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/quantity.h"

struct labels;
struct page;

/* Why a figure differs. */
enum difference_kind {
	DIFFERENCE_NONE,
	DIFFERENCE_CHANGED, /* both are known */
	DIFFERENCE_KNOWN,   /* it was not known before, or only a bound was */
	DIFFERENCE_UNKNOWN, /* the other way round */
	DIFFERENCE_MOVED    /* it is reported under another forum than before */
};

/* A figure, and the forum under which it is reported if it is (query.h). */
struct difference_figure {
	struct quantity quantity;
	const struct page *elsewhere;
};

/* In hundredths. */
struct difference {
	enum difference_kind kind;
	int64_t low;
	int64_t high;
	bool estimate;
};

/* From `before` to `after`, which count the same. */
struct difference difference_between(const struct difference_figure *before,
				     const struct difference_figure *after);

/* Are both numbers, without bounds, so that the difference says something? */
bool difference_is_comparable(const struct difference_figure *before,
			      const struct difference_figure *after);

/* What a forum that is new brings, or one that ends takes. */
struct difference difference_new(const struct difference_figure *figure);
struct difference difference_ended(const struct difference_figure *figure);

/* Add the ends of `other`; what it is an estimate of is one too. */
void difference_add(struct difference *difference,
		    const struct difference *other);

/*
 * Append `+37`, `−5`, `0`, `ca +12` or, when the ends differ, `lägst +2, högst
 * +5`; in `unit`, which is not written unless `with_unit`.
 */
void difference_format(GString *out, const struct difference *difference,
		       enum quantity_kind kind, bool with_unit,
		       const struct labels *labels);

#endif
