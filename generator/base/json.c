#include "base/json.h"

#include <string.h>

#include "base/text.h"

static void append_escaped(GString *out, const char *text, size_t length)
{
	const char *end = text + length;
	const char *from = text;

	for (const char *at = text; at < end; at++) {
		unsigned char byte = (unsigned char)*at;

		if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != '<')
			continue;
		text_append(out, from, (size_t)(at - from));
		from = at + 1;
		if (byte == '"' || byte == '\\')
			g_string_append_printf(out, "\\%c", byte);
		else
			g_string_append_printf(out, "\\u%04x", byte);
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
