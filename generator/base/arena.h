/*
 * arena: where does memory that lives as long as the run lie?
 *
 * Memory is handed out from large blocks and freed all at once. Out of memory
 * ends the program (GLib does that), so nothing here returns NULL.
 */
#ifndef BILAGA_BASE_ARENA_H
#define BILAGA_BASE_ARENA_H

#include <glib.h>
#include <stddef.h>

struct arena;

/* A new, empty arena; free it with arena_free(). */
struct arena *arena_new(void);

/* Free `arena` and all that lies in it. NULL is allowed. */
void arena_free(struct arena *arena);

/* Forget all that lies in `arena`, but keep its first block for new use. */
void arena_reset(struct arena *arena);

/* `size` bytes of zeroes, aligned for any object; lives as long as `arena`. */
void *arena_alloc(struct arena *arena, size_t size);

/* A copy of `length` bytes of `text` with a zero byte after them. */
char *arena_copy(struct arena *arena, const char *text, size_t length);

/* A copy of the zero-terminated `text`. NULL gives NULL. */
char *arena_strdup(struct arena *arena, const char *text);

/* The texts from `first` on, up to NULL, one after the other. */
char *arena_concat(struct arena *arena, const char *first,
		   ...) G_GNUC_NULL_TERMINATED;

/* The text that printf() would print. */
char *arena_printf(struct arena *arena, const char *format, ...)
	G_GNUC_PRINTF(2, 3);

/*
 * Move `text` into `arena`, ending with a zero byte, and free the GString.
 * What is returned lives as long as the arena; do not free it.
 */
const char *arena_take(struct arena *arena, GString *text);

/* `count` zeroed objects of `type` in `arena`. */
#define arena_new_array(arena, type, count)                                    \
	((type *)arena_alloc((arena), sizeof(type) * (count)))

#endif
