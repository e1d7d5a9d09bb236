#include "edit/head_write.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"

/* Columns by which what is in a mapping or list is moved in. */
#define STEP 2

/* Lists in brackets that would be longer are written on lines. */
#define FLOW_MOST 200

/* What other readers of YAML take for something else than a text. */
static const char *const other_words[] = { "~",	    "null",  "Null", "NULL",
					   "true",  "True",  "TRUE", "false",
					   "False", "FALSE", NULL };

/* The only value in what `yaml` says; NULL: it cannot be read. */
static const struct record *only_value(const char *yaml, struct arena *arena)
{
	struct source source = { .path = "",
				 .name = "",
				 .text = (char *)yaml,
				 .length = strlen(yaml) };
	struct diag_list *diags = diag_list_new();
	struct record *root;
	int result =
		record_parse(&root, &source, 0, source.length, arena, diags);

	diag_list_free(diags);
	if (result != 0 || root == NULL || root->count != 1)
		return NULL;
	root = root->first;
	return root->kind == RECORD_LIST && root->count == 1 ? root->first
							     : root;
}

/* Is `text`, written as `format` has it, read as the same text? */
static bool is_read_again(const char *format, const char *text)
{
	char **parts = g_strsplit(format, "%s", 2);
	char *yaml = g_strconcat(parts[0], text, parts[1], NULL);
	struct arena *arena = arena_new();
	const struct record *value = only_value(yaml, arena);
	bool same = value != NULL && value->kind == RECORD_SCALAR &&
		    !value->quoted && strcmp(value->text, text) == 0;

	arena_free(arena);
	g_free(yaml);
	g_strfreev(parts);
	return same;
}

static bool is_plain(const char *text, bool flow)
{
	if (text[0] == '\0' || strchr(text, '\n') != NULL ||
	    g_strv_contains(other_words, text))
		return false;
	return is_read_again(flow ? "a: [%s]\n" : "a: %s # b\n", text);
}

static void append_double(GString *out, const char *text)
{
	static const struct {
		gunichar character;
		const char *escape;
	} escapes[] = {
		{ '"', "\\\"" },   { '\\', "\\\\" },	  { '\n', "\\n" },
		{ '\t', "\\t" },   { 0x85, "\\N" },	  { 0x2028, "\\L" },
		{ 0x2029, "\\P" }, { 0xFEFF, "\\uFEFF" },
	};

	g_string_append_c(out, '"');
	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);
		size_t i = 0;

		while (i < G_N_ELEMENTS(escapes) &&
		       escapes[i].character != character)
			i++;
		if (i < G_N_ELEMENTS(escapes))
			g_string_append(out, escapes[i].escape);
		else
			g_string_append_unichar(out, character);
	}
	g_string_append_c(out, '"');
}

static bool can_be_single(const char *text)
{
	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);

		if (character < ' ' || character == 0x85 ||
		    character == 0x2028 || character == 0x2029 ||
		    character == 0xFEFF)
			return false;
	}
	return true;
}

void head_write_line(GString *out, const char *text, bool flow, char mark)
{
	char **parts;
	char *doubled;

	if (is_plain(text, flow)) {
		g_string_append(out, text);
		return;
	}
	if (mark != '\'' || !can_be_single(text)) {
		append_double(out, text);
		return;
	}
	parts = g_strsplit(text, "'", -1);
	doubled = g_strjoinv("''", parts);
	g_string_append_printf(out, "'%s'", doubled);
	g_free(doubled);
	g_strfreev(parts);
}

void head_write_key(GString *out, const char *key, bool flow)
{
	char *yaml = g_strdup_printf(flow ? "{%s: a}\n" : "%s: a\n", key);
	struct arena *arena = arena_new();
	const struct record *value = only_value(yaml, arena);

	if (value != NULL && value->key != NULL && key[0] != '\0' &&
	    strcmp(value->key, key) == 0 && value->key_where.length > 0 &&
	    strchr("\"'", key[0]) == NULL)
		g_string_append(out, key);
	else
		append_double(out, key);
	arena_free(arena);
	g_free(yaml);
}

void head_write_flow(GString *out, const struct record *value)
{
	bool map = value->kind == RECORD_MAP;

	if (value->kind == RECORD_SCALAR) {
		head_write_line(out, value->text, true, '"');
		return;
	}
	g_string_append_c(out, map ? '{' : '[');
	for (const struct record *at = value->first; at != NULL;
	     at = at->next) {
		if (map) {
			head_write_key(out, at->key, true);
			g_string_append(out, ": ");
		}
		head_write_flow(out, at);
		if (at->next != NULL)
			g_string_append(out, ", ");
	}
	g_string_append_c(out, map ? '}' : ']');
}

bool head_write_is_inline(const struct record *value)
{
	size_t length = 0;

	if (value->kind == RECORD_SCALAR || value->count == 0)
		return true;
	if (value->kind == RECORD_MAP)
		return false;
	for (const struct record *at = value->first; at != NULL;
	     at = at->next) {
		if (at->kind != RECORD_SCALAR || !is_plain(at->text, true))
			return false;
		length += at->length + 2;
	}
	return length <= FLOW_MOST;
}

static void append_indent(GString *out, size_t indent)
{
	g_string_append_c(out, '\n');
	for (size_t i = 0; i < indent; i++)
		g_string_append_c(out, ' ');
}

void head_write_after_key(GString *out, const struct record *value,
			  size_t indent)
{
	if (head_write_is_inline(value)) {
		g_string_append_c(out, ' ');
		if (value->kind == RECORD_SCALAR)
			head_write_line(out, value->text, false, '"');
		else
			head_write_flow(out, value);
		return;
	}
	append_indent(out, indent + STEP);
	head_write_block(out, value, indent + STEP);
}

void head_write_block(GString *out, const struct record *value, size_t indent)
{
	if (value->kind == RECORD_SCALAR) {
		head_write_line(out, value->text, false, '"');
		return;
	}
	if (value->count == 0) {
		head_write_flow(out, value);
		return;
	}
	for (const struct record *at = value->first; at != NULL;
	     at = at->next) {
		if (at != value->first)
			append_indent(out, indent);
		if (value->kind == RECORD_LIST) {
			g_string_append(out, "- ");
			head_write_block(out, at, indent + STEP);
			continue;
		}
		head_write_key(out, at->key, false);
		g_string_append_c(out, ':');
		head_write_after_key(out, at, indent);
	}
}
