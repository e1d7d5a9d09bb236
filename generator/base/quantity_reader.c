#include "base/quantity_reader.h"

#include <string.h>

/* As much of the source as a finding shows. */
#define SHOWN_BYTES 60

/* The character at `at` and its bytes; 0 at the end. */
gunichar reader_char_at(const char *at, const char *end, size_t *bytes)
{
	gunichar c;

	*bytes = at < end;
	if (at == end || (unsigned char)*at < 0x80)
		return at == end ? 0 : (gunichar)*at;
	c = g_utf8_get_char_validated(at, end - at);
	if (c >= 0x110000)
		return 0xFFFD;
	*bytes = (size_t)g_unichar_to_utf8(c, NULL);
	return c;
}

bool reader_is_digit(const char *at, const char *end)
{
	return at < end && *at >= '0' && *at <= '9';
}

/* With thin and no-break spaces, as between thousands. */
bool reader_is_blank(gunichar c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == 0xA0 || c == 0x2009 ||
	       c == 0x202F;
}

/* Hyphens, figure and en dash, minus sign. */
bool reader_is_dash(gunichar c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2013) || c == 0x2212;
}

/* Past the blanks at `at`; `count` becomes how many they are. */
const char *reader_past_blanks(const char *at, const char *end, size_t *count)
{
	size_t bytes;

	for (*count = 0; reader_is_blank(reader_char_at(at, end, &bytes));
	     at += bytes)
		*count += 1;
	return at;
}

const char *reader_past_digits(const char *at, const char *end)
{
	while (reader_is_digit(at, end))
		at++;
	return at;
}

const char *reader_past_letters(const char *at, const char *end)
{
	size_t bytes;

	while (g_unichar_isalpha(reader_char_at(at, end, &bytes)))
		at += bytes;
	return at;
}

void reader_skip_blanks(struct quantity_reader *reader)
{
	size_t count;

	reader->at = reader_past_blanks(reader->at, reader->end, &count);
}

bool reader_take_dash(struct quantity_reader *reader)
{
	size_t bytes;

	if (!reader_is_dash(reader_char_at(reader->at, reader->end, &bytes)))
		return false;
	reader->at += bytes;
	return true;
}

/* Small or large; one by one, so that nothing needs to be allocated. */
static bool same_letter(gunichar a, gunichar b)
{
	if (a < 0x80 && b < 0x80)
		return a == b || ((a ^ b) == 0x20 && g_ascii_isalpha(a));
	return g_unichar_tolower(a) == g_unichar_tolower(b);
}

/* Take `word`, if it stands here and no letter or digit follows. */
bool reader_take_word(struct quantity_reader *reader, const char *word)
{
	const char *at = reader->at;
	size_t bytes;

	/* Most texts begin with a number, and no word does. */
	if (word[0] == '\0' || reader_is_digit(at, reader->end))
		return false;
	for (; *word != '\0'; word = g_utf8_next_char(word)) {
		gunichar wanted = g_utf8_get_char(word);
		gunichar c = reader_char_at(at, reader->end, &bytes);

		if (wanted == ' ' && reader_is_blank(c)) {
			at = reader_past_blanks(at, reader->end, &bytes);
			continue;
		}
		if (!same_letter(c, wanted))
			return false;
		at += bytes;
	}
	if (g_unichar_isalnum(reader_char_at(at, reader->end, &bytes)))
		return false;
	reader->at = at;
	return true;
}

void reader_trim(struct quantity_reader *reader)
{
	size_t bytes;

	reader_skip_blanks(reader);
	while (reader->end > reader->at) {
		const char *last =
			g_utf8_find_prev_char(reader->at, reader->end);

		if (last == NULL ||
		    !reader_is_blank(reader_char_at(last, reader->end, &bytes)))
			break;
		reader->end = last;
	}
	reader->text = reader->at;
}

/* Findings. */

static struct span span_of(const struct quantity_reader *reader,
			   const char *from, const char *to)
{
	struct span where = reader->where;

	if (where.length != reader->whole_length)
		return where;
	where.offset += (uint32_t)(from - reader->whole);
	where.length = (uint32_t)(to - from);
	return where;
}

/* Add the finding `id` at `from`, quoting what lies between the last two. */
static int report(const struct quantity_reader *reader, enum diag_id id,
		  struct span where, const char *from, const char *to)
{
	const char *end = to;

	if (to - from > SHOWN_BYTES)
		for (end = from + SHOWN_BYTES;
		     end > from && (*end & 0xC0) == 0x80; end--)
			;
	return diag_add(reader->diags, id, where, "\"%.*s%s\"",
			(int)(end - from), from, end < to ? "…" : "");
}

int reader_report_part(const struct quantity_reader *reader, enum diag_id id,
		       const char *from, const char *to)
{
	return report(reader, id, span_of(reader, from, to), from, to);
}

/* Not a number from `from` on; at the end, all of it. */
int reader_report_form(const struct quantity_reader *reader, const char *from)
{
	if (from == reader->end)
		from = reader->text;
	return report(reader, DIAG_QUANTITY_FORM,
		      span_of(reader, from, reader->end), reader->text,
		      reader->end);
}

/* In small letters; to be freed. */
char *reader_folded(const char *from, const char *to)
{
	GString *text = g_string_new(NULL);
	size_t bytes;

	for (gunichar c; (c = reader_char_at(from, to, &bytes)) != 0;
	     from += bytes)
		g_string_append_unichar(text, g_unichar_tolower(c));
	return g_string_free(text, FALSE);
}

static const char *nearest(const char *from, const char *to,
			   const char *const *words)
{
	char *word = reader_folded(from, to);
	const char *found = diag_nearest(word, words);

	g_free(word);
	return found;
}

/* A text that begins with no word that is known. */
int reader_report_word(const struct quantity_reader *reader)
{
	const struct quantity_words *words = reader->words;
	const char *const states[] = { words->unknown, words->not_applicable,
				       NULL };
	const char *const prefixes[] = { words->about, words->at_least,
					 words->at_most, NULL };
	const char *end = reader_past_letters(reader->at, reader->end);
	const char *word = nearest(reader->text, reader->end, states);

	if (word == NULL && end < reader->end)
		word = nearest(reader->at, end, prefixes);
	reader_report_form(reader, reader->text);
	if (word != NULL)
		diag_suggest(reader->diags, word);
	return -1;
}

/* A dash or a question mark alone, as tables have: there is a word for it. */
int reader_report_sign(struct quantity_reader *reader)
{
	const char *word = NULL;

	if (reader->end - reader->text == 1 && *reader->text == '?')
		word = reader->words->unknown;
	else if (reader_take_dash(reader) && reader->at == reader->end)
		word = reader->words->not_applicable;
	reader_report_form(reader, reader->text);
	if (word != NULL)
		diag_write(reader->diags, "%s", word);
	return -1;
}
