#include "base/text.h"

#include <stdbool.h>

/* The digits of the longest, and a sign. */
#define NUMBER_LENGTH_MAX 20

void text_append_number(GString *out, int64_t number)
{
	char text[NUMBER_LENGTH_MAX];
	char *end = text + sizeof(text);
	char *at = end;
	bool negative = number < 0;
	uint64_t rest = negative ? -(uint64_t)number : (uint64_t)number;

	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (negative)
		*--at = '-';
	text_append(out, at, (size_t)(end - at));
}

static void append_name(GString *out, char sign)
{
	switch (sign) {
	case '&':
		text_append(out, "&amp;", 5);
		break;
	case '<':
		text_append(out, "&lt;", 4);
		break;
	case '>':
		text_append(out, "&gt;", 4);
		break;
	case '"':
		text_append(out, "&quot;", 6);
		break;
	default:
		text_append(out, "&#39;", 5);
		break;
	}
}

void text_append_escaped(GString *out, const char *text, const char *signs)
{
	for (;;) {
		size_t plain = strcspn(text, signs);

		text_append(out, text, plain);
		if (text[plain] == '\0')
			return;
		append_name(out, text[plain]);
		text += plain + 1;
	}
}
