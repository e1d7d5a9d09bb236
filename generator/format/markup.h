/*
 * markup: how are elements and text written as HTML?
 *
 * Keeps the elements that are open, escapes all text, and asserts that each
 * close fits its open: what it writes is well formed.
 */
#ifndef BILAGA_FORMAT_MARKUP_H
#define BILAGA_FORMAT_MARKUP_H

#include <glib.h>
#include <stdbool.h>

#define MARKUP_DEPTH_MAX 256

struct markup {
	GString *out;
	const char *open[MARKUP_DEPTH_MAX];
	unsigned depth;
	bool in_tag; /* the start tag has not been ended: `<p` */
};

/* Write to `out`, which stays the caller's. */
void markup_init(struct markup *markup, GString *out);

/* Assert that all elements are closed. */
void markup_finish(struct markup *markup);

/* Open an element; `name` must live until it is closed. */
void markup_open(struct markup *markup, const char *name);

/* Add an attribute to the element just opened. NULL values add nothing. */
void markup_attribute(struct markup *markup, const char *name,
		      const char *value);
void markup_number(struct markup *markup, const char *name, unsigned value);

/*
 * The same for a value that the caller appends to `markup->out` itself,
 * between the two calls, escaped if need be.
 */
void markup_attribute_begin(struct markup *markup, const char *name);
void markup_attribute_end(struct markup *markup);

/* Open an element with a class. */
void markup_open_class(struct markup *markup, const char *name,
		       const char *class);

void markup_close(struct markup *markup, const char *name);

/* End an element that has no content, such as `br`. */
void markup_void(struct markup *markup, const char *name);

void markup_text(struct markup *markup, const char *text);

/* An element with nothing but text. */
void markup_element(struct markup *markup, const char *name, const char *text);

/* A line end between blocks, so that the source can be read. */
void markup_break(struct markup *markup);

/* Append `text` escaped for content and attributes. */
void markup_escape(GString *out, const char *text);

#endif
