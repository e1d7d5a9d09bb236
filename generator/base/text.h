/*
 * text: how is a text put together from many small pieces?
 *
 * A page is made of some ten thousand pieces of a few bytes, so that the call
 * into GLib would cost more than the copying: what fits is copied here, and
 * only growing is left to GLib. The length of a literal is counted by the
 * compiler.
 */
#ifndef BILAGA_BASE_TEXT_H
#define BILAGA_BASE_TEXT_H

#include <glib.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Make `out` `length` bytes longer; where these begin, to be filled. */
static inline char *text_extend(GString *out, size_t length)
{
	size_t at = out->len;

	if (length >= out->allocated_len - at) {
		g_string_set_size(out, at + length);
	} else {
		out->len = at + length;
		out->str[at + length] = '\0';
	}
	return out->str + at;
}

/* Append `length` bytes. */
static inline void text_append(GString *out, const char *bytes, size_t length)
{
	memcpy(text_extend(out, length), bytes, length);
}

/* Append a text that ends with a zero byte. */
static inline void text_append_string(GString *out, const char *text)
{
	text_append(out, text, strlen(text));
}

/* Append a whole number in decimal digits, with a hyphen if it is negative. */
void text_append_number(GString *out, int64_t number);

/*
 * Append `text` for HTML and XML: of & < > " ' those that are among `signs` by
 * their names.
 */
void text_append_escaped(GString *out, const char *text, const char *signs);

#endif
