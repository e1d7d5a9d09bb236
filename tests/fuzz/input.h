/*
 * input: how do any bytes become the text of a source?
 *
 * source_read() refuses what is not UTF-8 and control characters, so the
 * modules behind it never meet them.
 */
#ifndef BILAGA_FUZZ_INPUT_H
#define BILAGA_FUZZ_INPUT_H

#include <glib.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A source with the text, in `arena`; NULL when source_read() refuses it. */
static inline struct source *input_source(const uint8_t *data, size_t size,
					  struct arena *arena)
{
	const char *text = size == 0 ? "" : (const char *)data;
	struct source *source;

	if (!g_utf8_validate_len(text, size, NULL) ||
	    source_find_control(text, size) != NULL || size > SOURCE_BYTES_MAX)
		return NULL;
	source = source_new("input.md", "input.md", arena);
	source->text = arena_copy(arena, text, size);
	source->length = size;
	return source;
}

/* Does the place lie in the source, between characters? */
static inline void input_check_span(const struct source *source,
				    struct span where)
{
	const char *text = source->text;

	g_assert(where.source == source);
	g_assert(where.offset <= source->length);
	g_assert(where.length <= source->length - where.offset);
	g_assert(((unsigned char)text[where.offset] & 0xC0) != 0x80);
	g_assert(((unsigned char)text[where.offset + where.length] & 0xC0) !=
		 0x80);
}

#endif
