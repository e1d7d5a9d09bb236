#include "base/quantity_unit.h"

const struct quantity_unit_rule quantity_units[QUANTITY_UNIT_COUNT] = {
	[QUANTITY_IN_NUMBERS] = { QUANTITY_COUNT, 0 },
	[QUANTITY_IN_KRONOR] = { QUANTITY_MONEY, 0 },
	[QUANTITY_IN_THOUSANDS] = { QUANTITY_MONEY, 3 },
	[QUANTITY_IN_MILLIONS] = { QUANTITY_MONEY, 6 },
	[QUANTITY_IN_HOURS] = { QUANTITY_HOURS, 0 },
};

const int64_t quantity_powers_of_ten[] = { 1,	    10,	      100,
					   1000,    10000,    100000,
					   1000000, 10000000, 100000000 };

const char *quantity_unit_word(const struct quantity_words *words,
			       enum quantity_unit unit)
{
	switch (unit) {
	case QUANTITY_IN_KRONOR:
		return words->kronor;
	case QUANTITY_IN_THOUSANDS:
		return words->thousand;
	case QUANTITY_IN_MILLIONS:
		return words->million;
	case QUANTITY_IN_HOURS:
		return words->hours;
	default:
		return "";
	}
}

void quantity_append_grouped(GString *out, uint64_t number)
{
	char text[64];
	char *at = text + sizeof(text);
	unsigned digits = 0;

	do {
		if (digits > 0 && digits % QUANTITY_GROUP_DIGITS == 0) {
			*--at = QUANTITY_SPACE[1];
			*--at = QUANTITY_SPACE[0];
		}
		*--at = (char)('0' + number % 10);
		number /= 10;
		digits++;
	} while (number > 0);
	g_string_append_len(out, at, text + sizeof(text) - at);
}
