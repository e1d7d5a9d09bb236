/*
 * json: how is a text written as JSON?
 */
#ifndef BILAGA_BASE_JSON_H
#define BILAGA_BASE_JSON_H

#include <stddef.h>

#include <glib.h>

/*
 * Append the first `length` bytes of `text` as a JSON string (RFC 8259, 7), in
 * quotation marks. What is not UTF-8, and NUL, becomes U+FFFD; `<` is escaped,
 * so that no text can end a script wherever the JSON may stand.
 */
void json_append(GString *out, const char *text, size_t length);

/* The same of a zero-terminated text; NULL gives `null`. */
void json_append_text(GString *out, const char *text);

#endif
