#include "base/json.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

/* Those that cannot stand in a string, and `<`; controls are told apart. */
static const bool escaped[256] = { ['"'] = true, ['\\'] = true, ['<'] = true };

static void append_escape(GString *out, unsigned char byte)
{
	static const char digits[] = "0123456789abcdef";
	char code[] = "\\u0000";

	if (byte == '"' || byte == '\\') {
		code[1] = (char)byte;
		text_append(out, code, 2);
		return;
	}
	code[4] = digits[byte / 16];
	code[5] = digits[byte % 16];
	text_append(out, code, 6);
}

static void append_escaped(GString *out, const char *text, size_t length)
{
	const char *end = text + length;
	const char *from = text;

	for (const char *at = text; at < end; at++) {
		unsigned char byte = (unsigned char)*at;

		if (byte >= 0x20 && !escaped[byte])
			continue;
		text_append(out, from, (size_t)(at - from));
		from = at + 1;
		append_escape(out, byte);
	}
	text_append(out, from, (size_t)(end - from));
}

void json_append(GString *out, const char *text, size_t length)
{
	text_append_string(out, "\"");
	if (g_utf8_validate_len(text, length, NULL)) {
		append_escaped(out, text, length);
	} else {
		char *valid = g_utf8_make_valid(text, (gssize)length);

		append_escaped(out, valid, strlen(valid));
		g_free(valid);
	}
	text_append_string(out, "\"");
}

void json_append_text(GString *out, const char *text)
{
	if (text == NULL)
		text_append_string(out, "null");
	else
		json_append(out, text, strlen(text));
}
