#include "format/markup.h"

#include <string.h>

/* Most pieces are a few bytes, so the call into GLib is what costs. */
static inline void append(GString *out, const char *text, size_t length)
{
	if (out->len + length >= out->allocated_len) {
		g_string_append_len(out, text, (gssize)length);
		return;
	}
	memcpy(out->str + out->len, text, length);
	out->len += length;
	out->str[out->len] = '\0';
}

static inline void append_text(GString *out, const char *text)
{
	append(out, text, strlen(text));
}

void markup_init(struct markup *markup, GString *out)
{
	markup->out = out;
	markup->depth = 0;
	markup->in_tag = false;
}

static void end_tag(struct markup *markup)
{
	if (!markup->in_tag)
		return;
	append(markup->out, ">", 1);
	markup->in_tag = false;
}

void markup_finish(struct markup *markup)
{
	end_tag(markup);
	g_assert(markup->depth == 0);
}

void markup_open(struct markup *markup, const char *name)
{
	g_assert(markup->depth < MARKUP_DEPTH_MAX);
	end_tag(markup);
	append(markup->out, "<", 1);
	append_text(markup->out, name);
	markup->open[markup->depth++] = name;
	markup->in_tag = true;
}

void markup_attribute(struct markup *markup, const char *name,
		      const char *value)
{
	if (value == NULL)
		return;
	markup_attribute_begin(markup, name);
	markup_escape(markup->out, value);
	markup_attribute_end(markup);
}

void markup_attribute_begin(struct markup *markup, const char *name)
{
	g_assert(markup->in_tag);
	append(markup->out, " ", 1);
	append_text(markup->out, name);
	append(markup->out, "=\"", 2);
}

void markup_attribute_end(struct markup *markup)
{
	append(markup->out, "\"", 1);
}

void markup_number(struct markup *markup, const char *name, unsigned value)
{
	char text[12];

	g_snprintf(text, sizeof(text), "%u", value);
	markup_attribute(markup, name, text);
}

void markup_open_class(struct markup *markup, const char *name,
		       const char *class)
{
	markup_open(markup, name);
	markup_attribute(markup, "class", class);
}

void markup_close(struct markup *markup, const char *name)
{
	g_assert(markup->depth > 0);
	markup->depth--;
	g_assert(strcmp(markup->open[markup->depth], name) == 0);
	end_tag(markup);
	append(markup->out, "</", 2);
	append_text(markup->out, name);
	append(markup->out, ">", 1);
}

void markup_void(struct markup *markup, const char *name)
{
	g_assert(markup->depth > 0);
	markup->depth--;
	g_assert(strcmp(markup->open[markup->depth], name) == 0);
	end_tag(markup);
}

void markup_text(struct markup *markup, const char *text)
{
	end_tag(markup);
	markup_escape(markup->out, text);
}

void markup_element(struct markup *markup, const char *name, const char *text)
{
	markup_open(markup, name);
	markup_text(markup, text);
	markup_close(markup, name);
}

void markup_break(struct markup *markup)
{
	end_tag(markup);
	append(markup->out, "\n", 1);
}

void markup_escape(GString *out, const char *text)
{
	for (;;) {
		size_t plain = strcspn(text, "&<>\"");

		append(out, text, plain);
		text += plain;
		switch (*text++) {
		case '\0':
			return;
		case '&':
			append(out, "&amp;", 5);
			break;
		case '<':
			append(out, "&lt;", 4);
			break;
		case '>':
			append(out, "&gt;", 4);
			break;
		default:
			append(out, "&quot;", 6);
			break;
		}
	}
}
