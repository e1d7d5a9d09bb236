/*
 * quantity_sum: what do quantities add up to?
 */
#ifndef BILAGA_BASE_QUANTITY_SUM_H
#define BILAGA_BASE_QUANTITY_SUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/quantity.h"

/* An end of the least or largest value, and whether it is an estimate. */
struct quantity_end {
	int64_t at;
	bool estimate;
};

/*
 * A sum under way. How many quantities of each sort were added is for the
 * caller's phrases. Sums joined in any order and grouping are the same, as
 * long as nothing added is negative.
 */
struct quantity_sum {
	int64_t low;
	int64_t high;
	struct quantity_end least_low;
	struct quantity_end least_high; /* INT64_MAX: open */
	struct quantity_end largest_low;
	struct quantity_end largest_high;
	uint8_t kind;	/* enum quantity_kind */
	bool estimate;	/* some value is; likewise the next two */
	bool no_low;	/* "högst" */
	bool no_high;	/* "minst" */
	bool overflow;	/* too large: a finding for the caller to add */
	size_t values;	/* that are in the sum */
	size_t unknown; /* likewise with another currency alone */
	size_t missing;
	size_t not_applicable;
	size_t per_part;
	size_t elsewhere;
};

void quantity_sum_init(struct quantity_sum *sum, enum quantity_kind kind);

/* Add `q`, whose kind must be that of the sum when it is a value. */
void quantity_sum_add(struct quantity_sum *sum, const struct quantity *q);

/* Count one that is reported under another; it adds nothing. */
void quantity_sum_add_elsewhere(struct quantity_sum *sum);

/* Add all that was added to `other`. */
void quantity_sum_join(struct quantity_sum *sum,
		       const struct quantity_sum *other);

/*
 * The sum. It never hides what it lacks: an open value, one unknown, one
 * missing or one per part makes it "at least" the sum of the rest.
 *
 *     no value, but some unknown or per part    unknown
 *     else some missing                         missing
 *     else some elsewhere                       0: it is counted there
 *     else some not applicable                  not applicable
 *     nothing at all                            missing
 *     overflow                                  unknown
 */
struct quantity quantity_sum_result(const struct quantity_sum *sum);

/*
 * The mean, to the nearest hundredth (half away from zero), the least and the
 * largest of the values, over `sum->values` of them; the rest is left out.
 * Without values they are as the sum would be, but nothing is 0.
 */
struct quantity quantity_sum_mean(const struct quantity_sum *sum);
struct quantity quantity_sum_least(const struct quantity_sum *sum);
struct quantity quantity_sum_largest(const struct quantity_sum *sum);

#endif
