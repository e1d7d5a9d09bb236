#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)64 * 1024)
#define ALIGNMENT  ((size_t)8)

struct block {
	struct block *next;
	size_t size;
	char bytes[];
};

struct arena {
	struct block *blocks; /* newest first; the last is the first made */
	char *at;
	char *end;
};

static struct block *block_new(size_t size)
{
	struct block *block = g_malloc(sizeof(*block) + size);

	block->next = NULL;
	block->size = size;
	return block;
}

static void use_block(struct arena *arena, struct block *block)
{
	arena->at = block->bytes;
	arena->end = block->bytes + block->size;
}

struct arena *arena_new(void)
{
	struct arena *arena = g_new0(struct arena, 1);

	arena->blocks = block_new(BLOCK_SIZE);
	use_block(arena, arena->blocks);
	return arena;
}

void arena_reset(struct arena *arena)
{
	while (arena->blocks->next != NULL) {
		struct block *block = arena->blocks;

		arena->blocks = block->next;
		g_free(block);
	}
	use_block(arena, arena->blocks);
}

void arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	arena_reset(arena);
	g_free(arena->blocks);
	g_free(arena);
}

/* A large object gets a block of its own, so that the current one goes on. */
static void *alloc_large(struct arena *arena, size_t size)
{
	struct block *block = block_new(size);

	if (arena->blocks->next == NULL) {
		/* The first block stays last in the list. */
		block->next = arena->blocks;
		arena->blocks = block;
	} else {
		block->next = arena->blocks->next;
		arena->blocks->next = block;
	}
	return block->bytes;
}

static char *alloc_bytes(struct arena *arena, size_t size)
{
	char *bytes;

	g_assert(size < SIZE_MAX / 2);
	size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	if (size > (size_t)(arena->end - arena->at)) {
		struct block *block;

		if (size > BLOCK_SIZE / 4)
			return alloc_large(arena, size);
		block = block_new(BLOCK_SIZE);
		block->next = arena->blocks;
		arena->blocks = block;
		use_block(arena, block);
	}
	bytes = arena->at;
	arena->at += size;
	return bytes;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(alloc_bytes(arena, size), 0, size);
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
	char *copy = alloc_bytes(arena, length + 1);

	if (length > 0)
		memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return text == NULL ? NULL : arena_copy(arena, text, strlen(text));
}

char *arena_concat(struct arena *arena, const char *first, ...)
{
	size_t length = 0;
	va_list args;
	char *text;
	char *end;

	va_start(args, first);
	for (const char *at = first; at != NULL;
	     at = va_arg(args, const char *))
		length += strlen(at);
	va_end(args);
	text = alloc_bytes(arena, length + 1);
	end = text;
	va_start(args, first);
	for (const char *at = first; at != NULL;
	     at = va_arg(args, const char *))
		end = g_stpcpy(end, at);
	va_end(args);
	*end = '\0';
	return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	char small[256];
	va_list args;
	int length;
	char *text;

	va_start(args, format);
	length = g_vsnprintf(small, sizeof(small), format, args);
	va_end(args);
	g_assert(length >= 0);
	if ((size_t)length < sizeof(small))
		return arena_copy(arena, small, (size_t)length);
	text = alloc_bytes(arena, (size_t)length + 1);
	va_start(args, format);
	g_vsnprintf(text, (gulong)length + 1, format, args);
	va_end(args);
	return text;
}

const char *arena_take(struct arena *arena, GString *text)
{
	const char *copy = arena_copy(arena, text->str, text->len);

	g_string_free(text, TRUE);
	return copy;
}
