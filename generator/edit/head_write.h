/*
 * head_write: how is a value written in YAML, as a writer would?
 *
 * Without quotation marks where the text is read as the same without them;
 * short lists in brackets, others and mappings on lines of their own. A text of
 * several lines is written on one, with `\n`: no comment after it can then be
 * taken for a part of it.
 */
#ifndef BILAGA_EDIT_HEAD_WRITE_H
#define BILAGA_EDIT_HEAD_WRITE_H

#include <glib.h>
#include <stdbool.h>

#include "read/record.h"

/* Append a key, without its colon; within braces when `flow`. */
void head_write_key(GString *out, const char *key, bool flow);

/* Append `value` as it stands within brackets or braces. */
void head_write_flow(GString *out, const struct record *value);

/* Is `value` written on the line of its key: a text, or a short list? */
bool head_write_is_inline(const struct record *value);

/*
 * Append the lines of `value`; the first stands where `out` ends, which is
 * `indent` columns in, and the following are indented so far. No line feed
 * last.
 */
void head_write_block(GString *out, const struct record *value, size_t indent);

/* Append what stands after the colon of a key that is `indent` columns in. */
void head_write_after_key(GString *out, const struct record *value,
			  size_t indent);

/*
 * Append `text` on one line; `flow`: within brackets or braces. `mark`: the
 * quotation mark to take when one is needed, where it can be.
 */
void head_write_line(GString *out, const char *text, bool flow, char mark);

#endif
