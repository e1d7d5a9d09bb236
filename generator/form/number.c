#include "form/number.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* As many digits as spreadsheets show. */
#define DIGITS 15

/* More digits than that nobody reads. */
#define LONGEST 30

struct digits {
	bool negative;
	char all[400]; /* '0' … '9', the first is not '0' */
	int count;
	int point; /* so many of them stand before the decimals */
};

/* The digits of a mantissa; false: it is none. */
static bool read_mantissa(struct digits *digits, const char **at)
{
	bool decimals = false;
	bool any = false;

	for (;; (*at)++) {
		if (**at == '.' && !decimals) {
			decimals = true;
			continue;
		}
		if (**at < '0' || **at > '9')
			return any;
		any = true;
		if (digits->count == 0 && **at == '0') {
			digits->point -= decimals;
			continue;
		}
		if (digits->count == (int)sizeof(digits->all))
			return false;
		digits->all[digits->count++] = **at;
		digits->point += !decimals;
	}
}

static bool read_exponent(struct digits *digits, const char *at)
{
	bool negative = at[1] == '-';
	int exponent = 0;

	at += at[1] == '-' || at[1] == '+' ? 2 : 1;
	if (*at == '\0')
		return false;
	for (; *at >= '0' && *at <= '9' && exponent < 1000; at++)
		exponent = exponent * 10 + (*at - '0');
	digits->point += negative ? -exponent : exponent;
	return *at == '\0';
}

static bool read_digits(struct digits *digits, const char *at)
{
	digits->negative = *at == '-';
	at += digits->negative;
	if (!read_mantissa(digits, &at))
		return false;
	return *at == '\0' ||
	       ((*at == 'E' || *at == 'e') && read_exponent(digits, at));
}

/* To as many digits as are shown, half upwards; zeroes last say nothing. */
static void round_digits(struct digits *digits)
{
	if (digits->count > DIGITS) {
		bool up = digits->all[DIGITS] >= '5';
		int at = DIGITS - 1;

		digits->count = DIGITS;
		while (up && at >= 0 && digits->all[at] == '9')
			digits->all[at--] = '0';
		if (up && at >= 0) {
			digits->all[at]++;
		} else if (up) {
			digits->all[0] = '1';
			digits->point++;
		}
	}
	while (digits->count > 0 && digits->all[digits->count - 1] == '0')
		digits->count--;
}

static void write_digits(GString *text, const struct digits *digits,
			 const char *decimal)
{
	g_string_assign(text, digits->negative && digits->count > 0 ? "-" : "");
	if (digits->count == 0 || digits->point <= 0)
		g_string_append_c(text, '0');
	for (int i = 0; i < digits->point && digits->count > 0; i++)
		g_string_append_c(text,
				  i < digits->count ? digits->all[i] : '0');
	if (digits->count <= digits->point || digits->count == 0)
		return;
	g_string_append(text, decimal);
	for (int i = digits->point; i < 0; i++)
		g_string_append_c(text, '0');
	for (int i = MAX(digits->point, 0); i < digits->count; i++)
		g_string_append_c(text, digits->all[i]);
}

void number_shown(GString *text, const char *decimal)
{
	struct digits digits = { 0 };

	if (!read_digits(&digits, text->str) || abs(digits.point) > LONGEST)
		return;
	round_digits(&digits);
	write_digits(text, &digits, decimal);
}
