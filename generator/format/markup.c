#include "format/markup.h"

void markup_init(struct markup *markup, GString *out)
{
	markup->out = out;
	markup->depth = 0;
	markup->in_tag = false;
}

/* Add `length` bytes to be filled, after the end of a start tag if it needs
 * one. */
static inline char *extend(struct markup *markup, size_t length)
{
	char *at = text_extend(markup->out, length + markup->in_tag);

	if (markup->in_tag)
		*at++ = '>';
	markup->in_tag = false;
	return at;
}

void markup_finish(struct markup *markup)
{
	extend(markup, 0);
	g_assert(markup->depth == 0);
}

void markup_open_length(struct markup *markup, const char *name, size_t length)
{
	char *at = extend(markup, length + 1);

	g_assert(markup->depth < MARKUP_DEPTH_MAX);
	at[0] = '<';
	memcpy(at + 1, name, length);
	markup->open[markup->depth++] = name;
	markup->in_tag = true;
}

/* Take `name` from the open elements, of which it must be the innermost. */
static void pop(struct markup *markup, const char *name)
{
	const char *open;

	g_assert(markup->depth > 0);
	open = markup->open[--markup->depth];
	g_assert(open == name || strcmp(open, name) == 0);
}

void markup_close_length(struct markup *markup, const char *name, size_t length)
{
	char *at = extend(markup, length + 3);

	pop(markup, name);
	at[0] = '<';
	at[1] = '/';
	memcpy(at + 2, name, length);
	at[length + 2] = '>';
}

void markup_end(struct markup *markup)
{
	g_assert(markup->depth > 0);
	if (!markup->in_tag) {
		markup_close(markup, markup->open[markup->depth - 1]);
		return;
	}
	markup->depth--;
	text_append(markup->out, "/>", 2);
	markup->in_tag = false;
}

void markup_void(struct markup *markup, const char *name)
{
	pop(markup, name);
	extend(markup, 0);
}

/* Write the name of an attribute at `at`, up to its value, which is returned.
 */
static inline char *write_name(char *at, const char *name, size_t length)
{
	at[0] = ' ';
	memcpy(at + 1, name, length);
	at[length + 1] = '=';
	at[length + 2] = '"';
	return at + length + 3;
}

void markup_begin_length(struct markup *markup, const char *name, size_t length)
{
	g_assert(markup->in_tag);
	write_name(text_extend(markup->out, length + 3), name, length);
}

void markup_word_length(struct markup *markup, const char *name, size_t length,
			const char *word, size_t word_length)
{
	char *at = text_extend(markup->out, length + word_length + 4);

	g_assert(markup->in_tag);
	at = write_name(at, name, length);
	memcpy(at, word, word_length);
	at[word_length] = '"';
}

void markup_attribute_end(struct markup *markup)
{
	text_append(markup->out, "\"", 1);
}

void markup_attribute_length(struct markup *markup, const char *name,
			     size_t length, const char *value)
{
	markup_begin_length(markup, name, length);
	markup_escape(markup->out, value);
	markup_attribute_end(markup);
}

void markup_number(struct markup *markup, const char *name, int64_t value)
{
	markup_attribute_begin(markup, name);
	text_append_number(markup->out, value);
	markup_attribute_end(markup);
}

void markup_text(struct markup *markup, const char *text)
{
	extend(markup, 0);
	markup_escape(markup->out, text);
}

void markup_instruction(struct markup *markup, const char *text)
{
	extend(markup, 0);
	text_append(markup->out, "<?", 2);
	text_append_string(markup->out, text);
	text_append(markup->out, "?>", 2);
}

void markup_break(struct markup *markup)
{
	*extend(markup, 1) = '\n';
}

void markup_escape(GString *out, const char *text)
{
	text_append_escaped(out, text, "&<>\"");
}
