/*
 * markup: how are elements and text written as HTML and XML?
 *
 * Keeps the elements that are open, escapes all text, and asserts that each
 * close fits its open: what it writes is well formed.
 */
#ifndef BILAGA_FORMAT_MARKUP_H
#define BILAGA_FORMAT_MARKUP_H

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

#define MARKUP_DEPTH_MAX 256

struct markup {
	GString *out;
	const char *open[MARKUP_DEPTH_MAX];
	unsigned depth;
	bool in_tag; /* the start tag has not been ended: `<p` */
};

/* Append `text` escaped for content and attributes. */
void markup_escape(GString *out, const char *text);

/* Write to `out`, which stays the caller's. */
void markup_init(struct markup *markup, GString *out);

/* Assert that all elements are closed. */
void markup_finish(struct markup *markup);

/*
 * The functions below are inline so that the compiler counts the bytes of
 * names, which nearly always are literals; what ends in _length does the work.
 */

void markup_open_length(struct markup *markup, const char *name, size_t length);
void markup_close_length(struct markup *markup, const char *name,
			 size_t length);
void markup_begin_length(struct markup *markup, const char *name,
			 size_t length);
void markup_attribute_length(struct markup *markup, const char *name,
			     size_t length, const char *value);
void markup_word_length(struct markup *markup, const char *name, size_t length,
			const char *word, size_t word_length);

/* Open an element; `name` must live until it is closed. */
static inline void markup_open(struct markup *markup, const char *name)
{
	markup_open_length(markup, name, strlen(name));
}

/* Add an attribute to the element just opened. NULL values add nothing. */
static inline void markup_attribute(struct markup *markup, const char *name,
				    const char *value)
{
	if (value != NULL)
		markup_attribute_length(markup, name, strlen(name), value);
}

/* The same for a word of the markup's own, which has nothing to escape. */
static inline void markup_word(struct markup *markup, const char *name,
			       const char *word)
{
	if (word != NULL)
		markup_word_length(markup, name, strlen(name), word,
				   strlen(word));
}

/*
 * The same for a value that the caller appends to `markup->out` itself,
 * between the two calls, escaped if need be.
 */
static inline void markup_attribute_begin(struct markup *markup,
					  const char *name)
{
	markup_begin_length(markup, name, strlen(name));
}

void markup_attribute_end(struct markup *markup);

/* The same for a number. */
void markup_number(struct markup *markup, const char *name, int64_t value);

/* Open an element with a class, which is a word of the markup's own. */
static inline void markup_open_class(struct markup *markup, const char *name,
				     const char *class)
{
	markup_open(markup, name);
	markup_word(markup, "class", class);
}

static inline void markup_close(struct markup *markup, const char *name)
{
	markup_close_length(markup, name, strlen(name));
}

/*
 * In XML: close the innermost element, as `<name/>` when nothing has been
 * written in it, not even an empty text.
 */
void markup_end(struct markup *markup);

/* End an element that has no content, such as `br`. */
void markup_void(struct markup *markup, const char *name);

void markup_text(struct markup *markup, const char *text);

/* An element with nothing but text. */
static inline void markup_element(struct markup *markup, const char *name,
				  const char *text)
{
	markup_open(markup, name);
	markup_text(markup, text);
	markup_close(markup, name);
}

/* In XML: a processing instruction, `<?text?>`. */
void markup_instruction(struct markup *markup, const char *text);

/* A line end between blocks, so that the source can be read. */
void markup_break(struct markup *markup);

#endif
