/*
 * calculation: how is it told how a cost came about?
 *
 * The steps that cost.h works out, in words and numbers, with the source of
 * each rate; and the rates themselves.
 */
#ifndef BILAGA_REPORT_CALCULATION_H
#define BILAGA_REPORT_CALCULATION_H

#include <glib.h>

#include "report/table.h"

struct cost_step;
struct rate;

/*
 * How the costs of the forum `page` were computed: for each year, the last
 * first, its steps, what they add up to, and what is stated. It has no number.
 * NULL when nothing was computed.
 */
const struct table *calculation_table(const struct report *report,
				      const struct page *page,
				      struct arena *arena);

/* The rates of the year that is shown: the {rates} directive. */
const struct table *calculation_rates(const void *options,
				      const struct target *target,
				      const struct report *report,
				      struct arena *arena);

/* Append what a step is: `Arbetstid, Kansliet: timmar × snittlön`. */
void calculation_append_step(GString *out, const struct cost_step *step,
			     const struct report *report);

/* Append it with numbers: `60 h × 450 kr`. */
void calculation_append_numbers(GString *out, const struct cost_step *step,
				const struct report *report);

/* Append the name of a rate: `tågbiljett, Stockholm`. */
void calculation_append_rate(GString *out, const struct rate *rate);

#endif
