/*
 * cost: what does taking part in a forum cost, by its hours and journeys?
 *
 * The model (design.md §3), with the rates of the same year:
 *
 *     officials        hours × average salary
 *                    + hours × average salary × overhead
 *     elected members  hours × fee
 *                    + hours × fee × employer contribution
 *     a journey        people × times × fare
 *                    + people × times × nights × hotel night
 *                    + people × times × allowance
 *
 * so an allowance is for a person and journey, however many nights. A fee may
 * be a rate × a base. Each product is a step with its own rates. Amounts are
 * exact integers until they are rounded once, to öre, half away from zero.
 * What is not known is left out of a sum, which is then "at least".
 */
#ifndef BILAGA_REPORT_COST_H
#define BILAGA_REPORT_COST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/quantity.h"

struct arena;
struct diag_list;
struct forum_year;
struct page;
struct rate;
struct report;
struct trip;

#define COST_FACTORS_MOST 4

/* What is multiplied. */
struct cost_factor {
	struct quantity quantity;
	bool percent;		 /* the quantity is hundredths of a per cent */
	const char *word;	 /* what it is: "timmar", "snittlön" */
	const struct rate *rate; /* in the register; NULL: none */
};

/* Wide enough for three numbers of a head: millionths of an öre. */
__extension__ typedef unsigned __int128 cost_wide;

/* An exact amount; without a value as `state` says. */
struct cost_amount {
	enum quantity_state state;
	cost_wide low;
	cost_wide high;
	bool estimate;
	bool no_low;
	bool no_high;
	bool overflow; /* too large: the state is then QUANTITY_UNKNOWN */
};

/* What a step is part of. */
enum cost_part { COST_OTHER, COST_FEE, COST_PARTS };

struct cost_step {
	enum cost_part part;
	const char *group;	 /* whose hours; NULL: none */
	const struct trip *trip; /* NULL: none */
	struct cost_factor factors[COST_FACTORS_MOST];
	size_t factors_count;
	struct quantity amount; /* rounded for itself */
	struct cost_step *next;
};

/* What was worked out for one year of a forum. */
struct cost {
	struct cost_step *steps;
	/* QUANTITY_MISSING: there was nothing to work it out of. */
	struct quantity parts[COST_PARTS];
};

/*
 * The exact product: ranges, bounds and estimates are carried. 0 times what is
 * not known is 0. It is an amount: one factor at most is money, and the
 * decimals of the others together are at most six.
 */
struct cost_amount cost_product(const struct cost_factor *factors,
				size_t count);

/* The amount as money in öre; what does not fit is unknown, `*overflow` set. */
struct quantity cost_round(const struct cost_amount *amount, bool *overflow);

/* A sum under way. */
struct cost_sum {
	struct cost_amount exact; /* of what is known */
	size_t values;
	size_t unknown;
	size_t not_applicable;
};

/* Add `amount`; a sum begins as all zero. */
void cost_sum_add(struct cost_sum *sum, const struct cost_amount *amount);

/* The sum, rounded: "at least" when something in it is not known. */
struct quantity cost_sum_result(const struct cost_sum *sum, bool *overflow);

/*
 * Work out all years of all forums that give hours, journeys or a fee formula:
 * the results lie in their years, and are the figures where they are asked
 * for. A forum whose costs are reported under another has none of its own.
 * Findings are added.
 */
void cost_work_out(struct report *report, struct diag_list *diags);

/* The computed other cost; QUANTITY_MISSING when there is none. */
struct quantity cost_computed(const struct forum_year *year);

/* The stated other cost, or the computed one when that is not known. */
struct quantity cost_full_other(const struct forum_year *year);

/*
 * Do stated and computed other cost differ by more than `tolerance` hundredths
 * of a per cent of the stated? Ranges that meet do not.
 */
bool cost_differs(const struct forum_year *year, int64_t tolerance);

#endif
