/*
 * quantity_unit: which units do quantities have, and how are their digits set?
 *
 * What reading (quantity_parse.c) and writing (quantity.c) share.
 */
#ifndef BILAGA_BASE_QUANTITY_UNIT_H
#define BILAGA_BASE_QUANTITY_UNIT_H

#include <glib.h>
#include <stdint.h>

#include "base/quantity.h"

/* Between thousands, and before a unit: U+00A0. */
#define QUANTITY_SPACE "\302\240"

/* An amount has hundredths, whatever its unit. */
#define QUANTITY_DECIMALS 2u

#define QUANTITY_GROUP_DIGITS 3u

struct quantity_unit_rule {
	enum quantity_kind kind;
	unsigned exponent; /* ten to this of the kind's own unit */
};

extern const struct quantity_unit_rule quantity_units[QUANTITY_UNIT_COUNT];

/* From 1 to ten to the eighth: as many as millions of kronor have decimals. */
extern const int64_t quantity_powers_of_ten[QUANTITY_DECIMALS + 7];

/* The word for a unit; "" when none is written. */
const char *quantity_unit_word(const struct quantity_words *words,
			       enum quantity_unit unit);

/* Append a number with spaces between thousands. */
void quantity_append_grouped(GString *out, uint64_t number);

#endif
