/*
 * sentence: which sentences and words does a reader meet in a text?
 *
 * A text is cut into sentences and those into words, each with a key by which
 * it is compared. A reference has the id that it leads to as its key, so that
 * a new number of a section is no change of all texts that mention it.
 */
#ifndef BILAGA_DIFF_SENTENCE_H
#define BILAGA_DIFF_SENTENCE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct page;
struct report;
struct target;

struct word {
	const char *text;
	const char *key;
	bool joined; /* stands after the one before without a blank */
	bool quiet;  /* is only shown where it has changed: where links lead,
		      * and what is set in italics or bold */
};

enum sentence_kind {
	SENTENCE_TEXT,
	SENTENCE_HEADING,
	SENTENCE_ROW,  /* of a table */
	SENTENCE_NOTE, /* in a footnote */
	SENTENCE_MADE  /* what is asked for in a table that is worked out */
};

struct sentence {
	enum sentence_kind kind;
	const char *under; /* the heading that it stands under; NULL: none */
	const char *key;
	struct word *words;
	size_t count;
};

struct reader {
	const struct report *report;
	/* The id that a target has in the version compared with. */
	const char *(*id_of)(const void *matching, const struct target *target);
	const void *matching;
	struct arena *arena;
};

/* The sentences of the text of `page`, in order (struct sentence). */
GArray *sentences_of_page(const struct reader *reader, const struct page *page);

/* The sentences of a text without marks; the words lie in the arena. */
GArray *sentences_of_text(const struct reader *reader, const char *text);

#endif
