#include "format/markup.h"

#include <string.h>

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
	g_string_append_c(markup->out, '>');
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
	g_string_append_c(markup->out, '<');
	g_string_append(markup->out, name);
	markup->open[markup->depth++] = name;
	markup->in_tag = true;
}

void markup_attribute(struct markup *markup, const char *name,
		      const char *value)
{
	g_assert(markup->in_tag);
	if (value == NULL)
		return;
	g_string_append_c(markup->out, ' ');
	g_string_append(markup->out, name);
	g_string_append_len(markup->out, "=\"", 2);
	markup_escape(markup->out, value);
	g_string_append_c(markup->out, '"');
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
	g_string_append_len(markup->out, "</", 2);
	g_string_append(markup->out, name);
	g_string_append_c(markup->out, '>');
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
	g_string_append_c(markup->out, '\n');
}

void markup_escape(GString *out, const char *text)
{
	for (;;) {
		size_t plain = strcspn(text, "&<>\"");

		g_string_append_len(out, text, (gssize)plain);
		text += plain;
		switch (*text++) {
		case '\0':
			return;
		case '&':
			g_string_append_len(out, "&amp;", 5);
			break;
		case '<':
			g_string_append_len(out, "&lt;", 4);
			break;
		case '>':
			g_string_append_len(out, "&gt;", 4);
			break;
		default:
			g_string_append_len(out, "&quot;", 6);
			break;
		}
	}
}
