/*
 * change: what has changed for a forum from one year to another?
 */
#ifndef BILAGA_REPORT_CHANGE_H
#define BILAGA_REPORT_CHANGE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/quantity.h"
#include "report/query_field.h"

struct labels;
struct page;

/* A forum's figure in two years. One that is not there has 0. */
struct forum_change {
	struct quantity earlier;
	struct quantity later;
	struct quantity difference;
	const struct page *elsewhere; /* under which it is reported, or NULL */
	bool absent;		      /* it is there in neither year */
};

/* How `column` of the forum changed from the year `from` to the year `to`. */
struct forum_change change_of(const struct page *page,
			      struct query_column column, int64_t from,
			      int64_t to);

/*
 * Add the change to `sum`. A change that is only known to be at least or at
 * most so much counts as not known: a sum of changes has no bounds.
 */
void change_add(struct quantity_sum *sum, const struct forum_change *change);

/* The sum of the changes that are known; what it lacks the sum tells. */
struct quantity change_sum(const struct quantity_sum *sum);

/*
 * `difference` in hundredths of `earlier`, with a decimal. False when
 * `earlier` is nothing, so that there is no such number.
 */
bool change_per_cent(struct quantity *per_cent,
		     const struct quantity *difference,
		     const struct quantity *earlier);

/* Append a change with its sign: `+12`, `−5`, `minst +3`, `0`. */
void change_format(GString *out, const struct quantity *change,
		   const struct labels *labels, enum quantity_unit unit,
		   int decimals);

#endif
