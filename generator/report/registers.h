/*
 * registers: which parties, forms, units, goals, rates and abbreviations are
 * there?
 */
#ifndef BILAGA_REPORT_REGISTERS_H
#define BILAGA_REPORT_REGISTERS_H

#include <stdint.h>

struct diag_list;
struct named;
struct rate;
struct report;
struct schema;

/*
 * Read content/registers/ into `report`. Registers that are not there are
 * empty. Findings are added.
 */
void registers_read(struct report *report, const char *content,
		    const struct schema *schema, struct diag_list *diags);

/*
 * The rate called `name` of `year`, for journeys to `place` or for all (NULL).
 * NULL when the register has none; nothing else is taken instead.
 */
const struct rate *registers_rate(const struct report *report, int64_t year,
				  const char *name, const char *place);

/*
 * In which order units stand, as strcmp(): by name, and what none answers for
 * (NULL) last.
 */
int registers_compare_units(const struct report *report, const struct named *a,
			    const struct named *b);

#endif
