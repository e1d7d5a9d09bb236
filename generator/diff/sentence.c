#include "diff/sentence.h"

#include <cmark.h>
#include <string.h>

#include "base/arena.h"
#include "read/body.h"
#include "report/phrase.h"
#include "report/report.h"

#define NO_BREAK_SPACE "\u00A0"

struct reading {
	const struct reader *reader;
	const struct page *page;
	GArray *sentences;
	GArray *words;	 /* of the sentence that is read */
	GString *plain;	 /* text of the block before it is cut */
	bool after_word; /* nothing stands between the last word and this */
	GString *last;	 /* the piece that a text ended with, if a blank decides
			  * whether the sentence ends too; else empty */
	enum sentence_kind kind;
	const char *under;
};

static struct arena *arena_of(const struct reading *reading)
{
	return reading->reader->arena;
}

/* --- Words ---------------------------------------------------------------- */

static void add_word(struct reading *reading, const char *text, size_t length,
		     const char *key, bool quiet)
{
	struct word word = {
		.text = arena_copy(arena_of(reading), text, length),
		.joined = reading->after_word && !quiet,
		.quiet = quiet,
	};

	word.key = key == NULL ? word.text : key;
	g_array_append_val(reading->words, word);
	if (!quiet)
		reading->after_word = true;
}

/* The key of a sentence is the keys of its words. */
static void end_sentence(struct reading *reading)
{
	struct sentence sentence = { .kind = reading->kind,
				     .under = reading->under,
				     .count = reading->words->len };
	GString *key;

	reading->after_word = false;
	g_string_truncate(reading->last, 0);
	if (reading->words->len == 0)
		return;
	key = g_string_new(NULL);
	g_string_append_printf(key, "%d", (int)reading->kind);
	sentence.words = arena_new_array(arena_of(reading), struct word,
					 reading->words->len);
	for (guint i = 0; i < reading->words->len; i++) {
		sentence.words[i] =
			g_array_index(reading->words, struct word, i);
		g_string_append_printf(key, "%c%s",
				       sentence.words[i].joined ? '\2' : '\1',
				       sentence.words[i].key);
	}
	sentence.key = arena_take(arena_of(reading), key);
	g_array_append_val(reading->sentences, sentence);
	g_array_set_size(reading->words, 0);
}

static bool is_stop(gunichar character)
{
	return character == '.' || character == '!' || character == '?' ||
	       character == 0x2026;
}

static bool is_closing(gunichar character)
{
	return character == ')' || character == ']' || character == '"' ||
	       character == 0x201D || character == 0x2019 ||
	       character == 0xBB || character == '\'';
}

static bool is_mark(gunichar character)
{
	return is_stop(character) || is_closing(character) ||
	       character == ',' || character == ';' || character == ':' ||
	       character == '(' || character == '[' || character == 0x201C ||
	       character == 0xAB;
}

/* Marks at the ends of a piece are words of their own. */
static void cut_piece(struct reading *reading, const char *piece, size_t length)
{
	const char *end = piece + length;
	const char *last = end;

	while (piece < last && is_mark(g_utf8_get_char(piece))) {
		const char *next = g_utf8_next_char(piece);

		add_word(reading, piece, (size_t)(next - piece), NULL, false);
		piece = next;
	}
	while (last > piece && is_mark(g_utf8_get_char(g_utf8_prev_char(last))))
		last = g_utf8_prev_char(last);
	if (last > piece)
		add_word(reading, piece, (size_t)(last - piece), NULL, false);
	while (last < end) {
		const char *next = g_utf8_next_char(last);

		add_word(reading, last, (size_t)(next - last), NULL, false);
		last = next;
	}
}

/* Is it one of the language's words that a point shortens? */
static bool is_shortened(const struct reading *reading, const char *word,
			 size_t length)
{
	const char *at = labels_word(&reading->reader->report->labels,
				     LABEL_DIFF_SHORTENED);

	while (*at != '\0') {
		size_t one = strcspn(at, " ");

		if (one == length && memcmp(at, word, length) == 0)
			return true;
		at += one + (at[one] == ' ');
	}
	return false;
}

/*
 * Does the piece, which ends with a point, shorten a word: `t.ex.`, `ca.`, the
 * initial of a name, or the day of a month? A number of a section does not.
 */
static bool is_abbreviation(const struct reading *reading, const char *piece,
			    size_t length)
{
	size_t digits = 0;
	size_t points = 0;

	while (length > 0 && (piece[0] == '(' || piece[0] == '"')) {
		piece++;
		length--;
	}
	for (size_t i = 0; i < length; i++) {
		digits += g_ascii_isdigit(piece[i]);
		points += piece[i] == '.';
	}
	if (digits > 0)
		return digits == 1 && points == 0;
	return points > 0 || g_utf8_strlen(piece, (gssize)length) == 1 ||
	       is_shortened(reading, piece, length);
}

/* Does a sentence end with the piece, when `next` follows? */
static bool ends_sentence(const struct reading *reading, const char *piece,
			  size_t length, const char *next)
{
	const char *end = piece + length;
	gunichar first = g_utf8_get_char(next);
	gunichar stop;

	while (end > piece &&
	       is_closing(g_utf8_get_char(g_utf8_prev_char(end))))
		end = g_utf8_prev_char(end);
	if (end == piece)
		return false;
	stop = g_utf8_get_char(g_utf8_prev_char(end));
	if (!is_stop(stop) || g_unichar_islower(first))
		return false;
	end = g_utf8_prev_char(end);
	return stop != '.' ||
	       !is_abbreviation(reading, piece, (size_t)(end - piece));
}

static bool is_blank(char character)
{
	return character == ' ' || character == '\n' || character == '\t';
}

/* What follows the blanks; a reference does after those at the end. */
static const char *first_after(const char *text)
{
	while (is_blank(*text))
		text++;
	return *text == '\0' ? "A" : text;
}

/* Cut a text into words, and end sentences where they end. */
static void read_text(struct reading *reading, const char *text)
{
	bool is_prose = reading->kind == SENTENCE_TEXT ||
			reading->kind == SENTENCE_NOTE;

	if (is_blank(*text) && reading->last->len > 0 &&
	    ends_sentence(reading, reading->last->str, reading->last->len,
			  first_after(text)))
		end_sentence(reading);
	if (*text != '\0')
		g_string_truncate(reading->last, 0);
	while (*text != '\0') {
		size_t length = strcspn(text, " \n\t");
		const char *next = text + length;

		while (is_blank(*next))
			next++;
		if (text[length] == '\0' && is_prose)
			g_string_append(reading->last, text);
		if (length > 0)
			cut_piece(reading, text, length);
		if (text[length] != '\0')
			reading->after_word = false;
		if (length > 0 && text[length] != '\0' && is_prose &&
		    ends_sentence(reading, text, length,
				  first_after(text + length)))
			end_sentence(reading);
		text = next;
	}
}

/* --- Blocks ---------------------------------------------------------------
 */

/* The text so far, up to something that is no text. */
static void flush_text(struct reading *reading)
{
	read_text(reading, reading->plain->str);
	g_string_truncate(reading->plain, 0);
}

/* One word for all that a reference became, known by where it leads. */
static void add_reference(struct reading *reading, const struct target *target,
			  const char *text)
{
	const struct reader *reader = reading->reader;

	flush_text(reading);
	add_word(reading, text, strlen(text),
		 arena_printf(reader->arena, "\3%s",
			      reader->id_of(reader->matching, target)),
		 false);
	g_string_truncate(reading->last, 0);
}

static const char *full_phrase(const struct reading *reading,
			       const struct target *target)
{
	GString *text = g_string_new(NULL);

	phrase_full(text, target, reading->reader->report);
	return arena_take(arena_of(reading), text);
}

/* Where a link with words of its own leads. */
static void leave_link(struct reading *reading, cmark_node *node)
{
	const struct body_link *link = cmark_node_get_user_data(node);
	const struct reader *reader = reading->reader;
	const char *text;

	if (link == NULL || link->empty)
		return;
	flush_text(reading);
	if (link->target == NULL) {
		text = arena_printf(reader->arena, "(%s)", link->url);
		add_word(reading, text, strlen(text), NULL, true);
		return;
	}
	text = arena_printf(reader->arena, "(%s)",
			    full_phrase(reading, link->target));
	add_word(reading, text, strlen(text),
		 arena_printf(reader->arena, "\4%s",
			      reader->id_of(reader->matching, link->target)),
		 true);
}

static void enter_link(struct reading *reading, cmark_node *node)
{
	const struct body_link *link = cmark_node_get_user_data(node);

	if (link == NULL || !link->empty)
		return;
	if (link->target != NULL)
		add_reference(reading, link->target,
			      full_phrase(reading, link->target));
	else
		g_string_append(reading->plain, link->url);
}

static void enter_role(struct reading *reading, const struct body_role *role)
{
	GString *text;

	if (role->name == ROLE_REF && role->target != NULL) {
		text = g_string_new(NULL);
		phrase_short(text, role->target, reading->page,
			     reading->reader->report);
		add_reference(reading, role->target,
			      arena_take(arena_of(reading), text));
	} else {
		g_string_append(reading->plain, role->result != NULL
							? role->result
							: role->text);
	}
}

/* "(fet stil: ”inga kostnader”)": only shown where it has changed. */
static void leave_emphasis(struct reading *reading, cmark_node *node)
{
	const struct labels *labels = &reading->reader->report->labels;
	bool strong = cmark_node_get_type(node) == CMARK_NODE_STRONG;
	GString *text = g_string_new(NULL);
	cmark_iter *iter = cmark_iter_new(node);
	const char *told;

	while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		const char *literal =
			cmark_node_get_literal(cmark_iter_get_node(iter));

		if (literal != NULL)
			g_string_append(text, literal);
	}
	cmark_iter_free(iter);
	flush_text(reading);
	told = arena_printf(arena_of(reading), "(%s: %s%s%s)",
			    labels_word(labels, strong ? LABEL_DIFF_STRONG
						       : LABEL_DIFF_EMPHASIS),
			    labels_word(labels, LABEL_DIFF_QUOTE_OPEN),
			    text->str,
			    labels_word(labels, LABEL_DIFF_QUOTE_CLOSE));
	add_word(reading, told, strlen(told), NULL, true);
	g_string_free(text, TRUE);
}

static void enter_inline(struct reading *reading, cmark_node *node)
{
	const struct body_item *item = cmark_node_get_user_data(node);

	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
		g_string_append(reading->plain, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		g_string_append_c(reading->plain, ' ');
		break;
	case CMARK_NODE_LINK:
		enter_link(reading, node);
		break;
	case CMARK_NODE_IMAGE:
		if (item != NULL)
			g_string_append(
				reading->plain,
				((const struct body_image *)item)->text);
		break;
	case CMARK_NODE_CUSTOM_INLINE:
		if (item != NULL && item->kind == BODY_ROLE)
			enter_role(reading, (const struct body_role *)item);
		break;
	default:
		break;
	}
}

static void leave_inline(struct reading *reading, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_LINK:
		leave_link(reading, node);
		break;
	case CMARK_NODE_EMPH:
	case CMARK_NODE_STRONG:
		leave_emphasis(reading, node);
		break;
	default:
		break;
	}
}

/* The text in a block that has nothing but inlines below it. */
static void read_inlines(struct reading *reading, cmark_node *block)
{
	cmark_iter *iter = cmark_iter_new(block);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *at = cmark_iter_get_node(iter);

		if (event == CMARK_EVENT_ENTER)
			enter_inline(reading, at);
		else
			leave_inline(reading, at);
	}
	cmark_iter_free(iter);
	flush_text(reading);
}

static void add_plain(struct reading *reading, enum sentence_kind kind,
		      const char *text)
{
	enum sentence_kind before = reading->kind;

	reading->kind = kind;
	read_text(reading, text);
	end_sentence(reading);
	reading->kind = before;
}

/* "Town: 12; 14" */
static void read_row(struct reading *reading, const struct body_table *table,
		     size_t row)
{
	reading->kind = SENTENCE_ROW;
	for (size_t i = 0; i < table->columns; i++) {
		cmark_node *cell = table->cells[row * table->columns + i];

		if (i > 0) {
			reading->after_word = true;
			add_word(reading, i == 1 ? ":" : ";", 1, NULL, false);
			reading->after_word = false;
		}
		if (cell != NULL)
			read_inlines(reading, cell);
	}
	end_sentence(reading);
	reading->kind = SENTENCE_TEXT;
}

static void read_table(struct reading *reading, const struct body_table *table)
{
	if (table->caption_text != NULL)
		add_plain(reading, SENTENCE_HEADING, table->caption_text);
	for (size_t i = 0; i < table->rows; i++)
		read_row(reading, table, i);
}

/* A table that is worked out: what it asks for, not what it answers. */
static void read_made(struct reading *reading, const struct body_forums *made)
{
	GString *text = g_string_new(NULL);

	if (made->caption_text != NULL)
		g_string_append_printf(text, "%s.", made->caption_text);
	for (const struct body_option *at = made->options; at != NULL;
	     at = at->next)
		if (strcmp(at->name, "name") != 0)
			g_string_append_printf(text, " %s:%s%s;", at->name,
					       NO_BREAK_SPACE, at->value);
	if (text->len > 0 && text->str[text->len - 1] == ';')
		g_string_truncate(text, text->len - 1);
	add_plain(reading, SENTENCE_MADE, text->str);
	g_string_free(text, TRUE);
}

static void read_blocks(struct reading *reading, cmark_node *first);

static void read_custom(struct reading *reading, cmark_node *node)
{
	const struct body_item *item = cmark_node_get_user_data(node);

	if (item != NULL && item->kind == BODY_TABLE)
		read_table(reading, (const struct body_table *)item);
	else if (item != NULL && item->kind == BODY_FORUMS)
		read_made(reading, (const struct body_forums *)item);
	else
		read_blocks(reading, cmark_node_first_child(node));
}

static void read_heading(struct reading *reading, cmark_node *node)
{
	const struct body_heading *heading = cmark_node_get_user_data(node);
	enum sentence_kind before = reading->kind;

	reading->under = heading == NULL ? NULL : heading->text;
	reading->kind = SENTENCE_HEADING;
	read_inlines(reading, node);
	end_sentence(reading);
	reading->kind = before;
}

static void read_code(struct reading *reading, cmark_node *node)
{
	char **lines = g_strsplit(cmark_node_get_literal(node), "\n", -1);

	for (char **at = lines; *at != NULL; at++)
		add_plain(reading, SENTENCE_TEXT, *at);
	g_strfreev(lines);
}

static void read_block(struct reading *reading, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_PARAGRAPH:
		read_inlines(reading, node);
		end_sentence(reading);
		break;
	case CMARK_NODE_HEADING:
		read_heading(reading, node);
		break;
	case CMARK_NODE_CODE_BLOCK:
		read_code(reading, node);
		break;
	case CMARK_NODE_CUSTOM_BLOCK:
		read_custom(reading, node);
		break;
	default:
		read_blocks(reading, cmark_node_first_child(node));
		break;
	}
}

static void read_blocks(struct reading *reading, cmark_node *first)
{
	for (cmark_node *at = first; at != NULL; at = cmark_node_next(at))
		read_block(reading, at);
}

static void reading_init(struct reading *reading, const struct reader *reader,
			 const struct page *page)
{
	*reading = (struct reading){
		.reader = reader,
		.page = page,
		.sentences = g_array_new(FALSE, FALSE, sizeof(struct sentence)),
		.words = g_array_new(FALSE, FALSE, sizeof(struct word)),
		.plain = g_string_new(NULL),
		.last = g_string_new(NULL),
	};
}

static GArray *reading_take(struct reading *reading)
{
	g_array_free(reading->words, TRUE);
	g_string_free(reading->plain, TRUE);
	g_string_free(reading->last, TRUE);
	return reading->sentences;
}

GArray *sentences_of_page(const struct reader *reader, const struct page *page)
{
	struct reading reading;

	reading_init(&reading, reader, page);
	if (page->body != NULL && page->body->root != NULL)
		read_blocks(&reading, cmark_node_first_child(page->body->root));
	reading.kind = SENTENCE_NOTE;
	reading.under = NULL;
	for (const struct body_note *note =
		     page->body != NULL ? page->body->notes : NULL;
	     note != NULL; note = note->next)
		if (note->root != NULL)
			read_blocks(&reading,
				    cmark_node_first_child(note->root));
	return reading_take(&reading);
}

GArray *sentences_of_text(const struct reader *reader, const char *text)
{
	struct reading reading;

	reading_init(&reading, reader, NULL);
	read_text(&reading, text);
	end_sentence(&reading);
	return reading_take(&reading);
}
