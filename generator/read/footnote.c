/* Footnotes: `[^label]` in the text, `[^label]: text` on a line of its own. */
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "read/body_parse.h"

/* How many notes are looked at to find the one that is meant. */
#define NEAR_MOST 50

/* `[^label]`: the length of it all, or 0; the label is put in `*label`. */
static size_t reference_length(const char *at, const char **label,
			       size_t *label_length)
{
	size_t length;

	if (at[0] != '[' || at[1] != '^')
		return 0;
	length = strcspn(at + 2, "] \n[");
	if (length == 0 || at[2 + length] != ']')
		return 0;
	*label = at + 2;
	*label_length = length;
	return length + 3;
}

/*
 * `[^label]:` at the start of a line, indented by at most three spaces: its
 * length with them and without the colon, or 0.
 */
static size_t definition_length(const char *line, const char **label,
				size_t *label_length)
{
	size_t indent = strspn(line, " ");
	size_t length;

	if (indent > 3)
		return 0;
	length = reference_length(line + indent, label, label_length);
	return length > 0 && line[indent + length] == ':' ? indent + length : 0;
}

/* `[^my note]` with a space: the length of it all, or 0. */
static size_t spaced_length(const char *at)
{
	size_t length;

	if (at[0] != '[' || at[1] != '^')
		return 0;
	length = strcspn(at + 2, "]\n[");
	if (length == 0 || at[2 + length] != ']' ||
	    memchr(at + 2, ' ', length) == NULL)
		return 0;
	return length + 3;
}

static struct body_note *find_note(const struct body_parse *parse,
				   const char *label)
{
	for (struct body_note *note = parse->body->notes; note != NULL;
	     note = note->next)
		if (strcmp(note->label, label) == 0)
			return note;
	return NULL;
}

static void add_note(struct body_parse *parse, struct body_note *note)
{
	struct body_note **end = &parse->body->notes;
	struct body_note *first = find_note(parse, note->label);

	if (first != NULL) {
		diag_add(parse->diags, DIAG_NOTE_TWICE, note->where, "[^%s]",
			 note->label);
		diag_also(parse->diags, first->where);
		return;
	}
	while (*end != NULL)
		end = &(*end)->next;
	*end = note;
}

static void blank(char *from, const char *to)
{
	for (; from < to; from++)
		*from = ' ';
}

/*
 * The lines that belong to the note that begins at `at`: those that follow
 * it up to a blank line, and those indented by four spaces after one.
 */
static char *note_end(char *at)
{
	char *end = strchr(at, '\n');

	while (end != NULL && end[1] != '\0') {
		const char *line = end + 1;
		const char *label = "";
		size_t length;

		if (*line == '\n') {
			const char *after = line + strspn(line, "\n");

			if (strncmp(after, "    ", 4) != 0)
				break;
		} else if (*line == '#' ||
			   definition_length(line, &label, &length) > 0) {
			break;
		}
		end = strchr(line, '\n');
	}
	return end == NULL ? at + strlen(at) : end;
}

/* The text of a note, with the indentation of later lines taken away. */
static GString *note_text(const char *at, const char *end)
{
	GString *text = g_string_new(NULL);

	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		if (stop == NULL)
			stop = end;
		for (int i = 0; i < 4 && at < stop && *at == ' '; i++)
			at++;
		g_string_append_len(text, at, stop - at);
		g_string_append_c(text, '\n');
		at = stop + 1;
	}
	return text;
}

static char *read_note(struct body_parse *parse, char *at, size_t line)
{
	struct body_note *note =
		arena_new_array(parse->arena, struct body_note, 1);
	char *end = note_end(at);
	const char *label = "";
	size_t label_length = 0;
	size_t length = definition_length(at, &label, &label_length);
	GString *text = note_text(at + length + 1, end);
	char *written = g_strndup(label - 2, label_length + 3);

	note->label = arena_copy(parse->arena, label, label_length);
	parse->cursor = body_line_offset(parse, line);
	note->where = body_locate(parse, written);
	g_free(written);
	if (strspn(text->str, " \n") == text->len)
		diag_add(parse->diags, DIAG_NOTE_EMPTY, note->where, "[^%s]",
			 note->label);
	parse->note = true;
	note->root = body_parse_text(parse, text->str, text->len, line);
	parse->note = false;
	g_string_free(text, TRUE);
	add_note(parse, note);
	/* Line ends stay, so that lines keep their numbers. */
	for (char *from = at; from < end;) {
		char *stop = from + strcspn(from, "\n");

		blank(from, MIN(stop, end));
		from = stop + 1;
	}
	return end;
}

/* `[^my note]: text`, which libcmark could take for the address of a link. */
static void refuse_spaced_note(struct body_parse *parse, char *at, size_t line)
{
	size_t indent = strspn(at, " ");
	size_t length = indent > 3 ? 0 : spaced_length(at + indent);

	if (length == 0 || at[indent + length] != ':')
		return;
	diag_add(parse->diags, DIAG_NOTE_NAME,
		 source_span(parse->source,
			     body_line_offset(parse, line) + indent, length),
		 NULL);
	parse->note_name = true;
	blank(at, at + strcspn(at, "\n"));
}

void body_read_notes(struct body_parse *parse, GString *text, size_t line)
{
	char *at = text->str;
	bool fenced = false;

	if (strstr(at, "[^") == NULL)
		return;
	while (*at != '\0') {
		const char *label = "";
		size_t label_length = 0;
		size_t length = definition_length(at, &label, &label_length);
		char *end = at + strcspn(at, "\n");

		if (strncmp(at, "```", 3) == 0 || strncmp(at, "~~~", 3) == 0)
			fenced = !fenced;
		if (!fenced && length > 0)
			end = read_note(parse, at, line);
		else if (!fenced)
			refuse_spaced_note(parse, at, line);
		for (; at < end; at++)
			line += *at == '\n';
		if (*at == '\n') {
			at++;
			line++;
		}
	}
}

static cmark_node *text_node(const char *text, size_t length)
{
	cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
	char *copy = g_strndup(text, length);

	cmark_node_set_literal(node, copy);
	g_free(copy);
	return node;
}

/* Where the note stands it is told already. */
static void refuse_spaced_reference(struct body_parse *parse, const char *at)
{
	size_t length = parse->note_name ? 0 : spaced_length(at);
	char *written;

	if (length == 0)
		return;
	written = g_strndup(at, length);
	diag_add(parse->diags, DIAG_NOTE_NAME, body_locate(parse, written),
		 NULL);
	g_free(written);
}

void body_read_note_references(struct body_parse *parse, cmark_node *node)
{
	char *text = g_strdup(cmark_node_get_literal(node));
	cmark_node *last = node;
	size_t from = 0;
	bool first = true;

	for (size_t at = 0; text[at] != '\0'; at++) {
		const char *label = "";
		size_t label_length = 0;
		size_t length =
			reference_length(text + at, &label, &label_length);
		struct body_note_reference *reference;
		cmark_node *custom;
		char *written;

		if (length == 0) {
			refuse_spaced_reference(parse, text + at);
			continue;
		}
		written = g_strndup(text + at, length);
		custom = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
		reference =
			body_item_new(parse, custom, sizeof(*reference),
				      BODY_NOTE, body_locate(parse, written));
		g_free(written);
		reference->label =
			arena_copy(parse->arena, label, label_length);
		g_ptr_array_add(parse->references, reference);
		reference->misplaced =
			parse->note || body_in_title(parse, node);
		if (reference->misplaced)
			diag_add(parse->diags, DIAG_NOTE_PLACE,
				 reference->item.where, NULL);
		if (first) {
			char *before = g_strndup(text, at);

			cmark_node_set_literal(node, before);
			g_free(before);
			first = false;
		} else if (at > from) {
			cmark_node *between = text_node(text + from, at - from);

			cmark_node_insert_after(last, between);
			last = between;
		}
		cmark_node_insert_after(last, custom);
		last = custom;
		at += length - 1;
		from = at + 1;
	}
	if (!first && text[from] != '\0')
		cmark_node_insert_after(
			last, text_node(text + from, strlen(text + from)));
	g_free(text);
}

/* A note that is meant is referred to, though wrongly. */
static void tell_missing(struct body_parse *parse,
			 const struct body_note_reference *reference)
{
	GPtrArray *labels = g_ptr_array_new();
	const char *nearest;

	for (const struct body_note *note = parse->body->notes; note != NULL;
	     note = note->next)
		if (note->references == 0 && labels->len < NEAR_MOST)
			g_ptr_array_add(labels, (char *)note->label);
	g_ptr_array_add(labels, NULL);
	nearest = diag_nearest(reference->label,
			       (const char *const *)labels->pdata);
	diag_add(parse->diags, DIAG_NOTE_MISSING, reference->item.where,
		 "[^%s]", reference->label);
	diag_suggest(parse->diags, nearest);
	if (nearest != NULL)
		find_note(parse, nearest)->references++;
	g_ptr_array_free(labels, TRUE);
}

void body_join_notes(struct body_parse *parse)
{
	for (guint i = 0; i < parse->references->len; i++) {
		struct body_note_reference *reference =
			g_ptr_array_index(parse->references, i);

		reference->note = find_note(parse, reference->label);
		if (reference->note == NULL && !reference->misplaced)
			tell_missing(parse, reference);
		if (reference->note != NULL)
			reference->index = ++reference->note->references;
	}
	for (const struct body_note *note = parse->body->notes; note != NULL;
	     note = note->next)
		if (note->references == 0)
			diag_add(parse->diags, DIAG_NOTE_UNUSED, note->where,
				 "[^%s]", note->label);
}
