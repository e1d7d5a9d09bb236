#include "diff/sheet_text.h"

#include <string.h>

#include "diff/sheet.h"
#include "report/labels.h"

/* Signs that Markdown would take for marks. */
#define MARKS "\\`*_[]<>|~&"

static void append_escaped(GString *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (strchr(MARKS, *text) != NULL)
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text == '\n' ? ' ' : *text);
	}
}

/* At the start of a line a number with a point would begin a list. */
static void append_start(GString *out, const char *text)
{
	size_t digits = strspn(text, "0123456789");

	if (strchr("-+#=", text[0]) != NULL && text[0] != '\0')
		g_string_append_c(out, '\\');
	if (digits > 0 && (text[digits] == '.' || text[digits] == ')')) {
		g_string_append_len(out, text, (gssize)digits);
		g_string_append_c(out, '\\');
		text += digits;
	}
	append_escaped(out, text);
}

/* The first and last letter or digit of `text`: what can be marked. */
static bool find_letters(const char *text, const char **first, const char **end)
{
	*first = NULL;
	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		if (!g_unichar_isalnum(g_utf8_get_char(text)))
			continue;
		if (*first == NULL)
			*first = text;
		*end = g_utf8_next_char(text);
	}
	return *first != NULL;
}

static void append_part(GString *out, const char *text, size_t length)
{
	char *part = g_strndup(text, length);

	append_escaped(out, part);
	g_free(part);
}

/* Marks hold only where they touch letters, so signs stand outside them. */
static void append_marked(GString *out, const char *text)
{
	const char *first;
	const char *end;

	if (!find_letters(text, &first, &end)) {
		append_escaped(out, text);
		return;
	}
	append_part(out, text, (size_t)(first - text));
	g_string_append(out, "**");
	append_part(out, first, (size_t)(end - first));
	g_string_append(out, "**");
	append_escaped(out, end);
}

/* The text as it was, or is, with what has changed in it marked. */
static void append_side(GString *out, const struct block *block,
			enum run_kind kind, const struct labels *labels)
{
	GString *side = g_string_new(NULL);
	bool mixed = false;
	char *at;

	for (size_t i = 0; i < block->count; i++)
		mixed |= block->runs[i].kind == RUN_PLAIN;
	for (size_t i = 0; i < block->count; i++) {
		const struct run *run = &block->runs[i];

		if (run->kind == kind && mixed)
			append_marked(side, run->text);
		else if (run->kind == kind || run->kind == RUN_PLAIN)
			append_escaped(side, run->text);
	}
	at = g_strstrip(side->str);
	g_string_append_printf(out, "%s%s%s",
			       labels_word(labels, LABEL_DIFF_QUOTE_OPEN), at,
			       labels_word(labels, LABEL_DIFF_QUOTE_CLOSE));
	g_string_free(side, TRUE);
}

static void append_lead(GString *out, const struct block *block)
{
	g_string_append(out, "- ");
	if (block->lead == NULL)
		return;
	g_string_append(out, "**");
	append_escaped(out, block->lead);
	g_string_append(out, ":** ");
}

static void append_quoted(GString *out, const char *text,
			  const struct labels *labels)
{
	g_string_append(out, labels_word(labels, LABEL_DIFF_QUOTE_OPEN));
	append_escaped(out, text);
	g_string_append(out, labels_word(labels, LABEL_DIFF_QUOTE_CLOSE));
}

static void write_item(GString *out, const struct block *block,
		       const struct labels *labels)
{
	append_lead(out, block);
	if (block->runs[0].kind == RUN_PLAIN)
		append_start(out, block->runs[0].text);
	else
		g_string_append_printf(
			out, "%s ",
			labels_word(labels, block->runs[0].kind == RUN_INSERTED
						    ? LABEL_DIFF_ADDED
						    : LABEL_DIFF_REMOVED));
	for (size_t i = 0; block->runs[0].kind != RUN_PLAIN && i < block->count;
	     i++) {
		g_string_append(out, i == 0 ? "" : ", ");
		append_quoted(out, block->runs[i].text, labels);
	}
	g_string_append_c(out, '\n');
}

/* "ändrat från ”…” till ”…”" */
static void write_changed(GString *out, const struct block *block,
			  const struct labels *labels)
{
	append_lead(out, block);
	g_string_append_printf(out, "%s ",
			       labels_word(labels, LABEL_DIFF_CHANGED_FROM));
	append_side(out, block, RUN_DELETED, labels);
	g_string_append_printf(out, " %s ",
			       labels_word(labels, LABEL_DIFF_CHANGED_TO));
	append_side(out, block, RUN_INSERTED, labels);
	g_string_append_c(out, '\n');
}

static void write_row(GString *out, const char *const *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		g_string_append(out, i == 0 ? "| " : " | ");
		append_escaped(out, cells[i]);
	}
	g_string_append(out, " |\n");
}

static void write_table(GString *out, const struct sheet_table *table)
{
	write_row(out, table->headings, table->columns);
	for (size_t i = 0; i < table->columns; i++)
		g_string_append(out, i == 0 ? "| ---" : " | ---:");
	g_string_append(out, " |\n");
	for (guint i = 0; i < table->rows->len; i++)
		write_row(out, g_ptr_array_index(table->rows, i),
			  table->columns);
}

static void write_heading(GString *out, unsigned level, const char *text)
{
	for (unsigned i = 0; i < level; i++)
		g_string_append_c(out, '#');
	g_string_append_c(out, ' ');
	append_escaped(out, text);
	g_string_append_c(out, '\n');
}

static bool is_item(const struct block *block)
{
	return block->kind == BLOCK_ITEM || block->kind == BLOCK_CHANGED;
}

static void write_block(GString *out, const struct block *block,
			const struct labels *labels)
{
	switch (block->kind) {
	case BLOCK_HEADING:
		write_heading(out, block->level, block->runs[0].text);
		break;
	case BLOCK_PARAGRAPH:
		append_start(out, block->runs[0].text);
		g_string_append_c(out, '\n');
		break;
	case BLOCK_ITEM:
		write_item(out, block, labels);
		break;
	case BLOCK_CHANGED:
		write_changed(out, block, labels);
		break;
	case BLOCK_TABLE:
		write_table(out, block->table);
		break;
	}
}

void sheet_text(GString *out, const struct sheet *sheet,
		const struct labels *labels)
{
	const struct block *before = NULL;

	write_heading(out, 1, sheet->title);
	for (guint i = 0; i < sheet->blocks->len; i++) {
		const struct block *block =
			&g_array_index(sheet->blocks, struct block, i);

		if (before == NULL || !is_item(before) || !is_item(block))
			g_string_append_c(out, '\n');
		write_block(out, block, labels);
		before = block;
	}
}
