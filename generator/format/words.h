/*
 * words: which words does a text have, as a search knows them?
 *
 * Runs of letters, digits and marks, in NFKC and small letters; a point between
 * digits belongs to the word, so 2.14.6 is one. The theme's sok.js takes what a
 * reader asks for apart in the same way.
 */
#ifndef BILAGA_FORMAT_WORDS_H
#define BILAGA_FORMAT_WORDS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Is `sign` part of words? */
bool words_is_letter(gunichar sign);

/*
 * Call `take` for each word of `text`, which is UTF-8, in its order; NULL has
 * none. The word, `length` bytes and a zero, is there until the call ends. Says
 * whether all of the text is in NFKC and in letters of Latin-1.
 */
bool words_read(const char *text,
		void (*take)(void *data, const char *word, size_t length),
		void *data);

#endif
