#include "format/words.h"

#include <string.h>

struct reading {
	void (*take)(void *data, const char *word, size_t length);
	void *data;
	GString *word;
};

bool words_is_letter(gunichar sign)
{
	return g_unichar_isalnum(sign) || g_unichar_ismark(sign);
}

static void end_word(struct reading *reading)
{
	if (reading->word->len == 0)
		return;
	reading->take(reading->data, reading->word->str, reading->word->len);
	g_string_truncate(reading->word, 0);
}

/* --- Any text ------------------------------------------------------------- */

/* Is the point between `before` and `after` one within a section number? */
static bool is_inner_point(gunichar before, gunichar sign, char after)
{
	return sign == '.' && before >= '0' && before <= '9' &&
	       g_ascii_isdigit(after);
}

static void read_any(struct reading *reading, const char *text, size_t length)
{
	char *folded =
		g_utf8_normalize(text, (gssize)length, G_NORMALIZE_ALL_COMPOSE);
	gunichar before = 0;

	for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar sign = g_utf8_get_char(at);

		if (words_is_letter(sign))
			g_string_append_unichar(reading->word,
						g_unichar_tolower(sign));
		else if (is_inner_point(before, sign, at[1]))
			g_string_append_c(reading->word, '.');
		else
			end_word(reading);
		before = sign;
	}
	end_word(reading);
	g_free(folded);
}

/* --- Plain text: what nearly all of a publication is ------------------------
 */

/* The first bytes of signs of two and three bytes that are known here. */
#define LATIN_SIGNS   0xC2 /* U+0080 to U+00BF */
#define LATIN_LETTERS 0xC3 /* U+00C0 to U+00FF */
#define PUNCTUATION   0xE2 /* with 0x80: U+2000 to U+203F */

/* Is U+0080 to U+00BF, by its second byte, no letter, before and in NFKC? */
static bool is_plain_sign(unsigned char second)
{
	return second >= 0xA0 && strchr("\xA8\xAA\xAF\xB2\xB3\xB4\xB5\xB8\xB9"
					"\xBA\xBC\xBD\xBE",
					second) == NULL;
}

/* The same of U+2000 to U+203F, by its third byte; nor is it a point. */
static bool is_plain_punctuation(unsigned char third)
{
	return third != 0x97 && third != 0xA4 && third != 0xBE;
}

/*
 * How many bytes the sign at `at` has; 0, if it is not known here, or is not
 * in NFKC.
 */
static size_t plain_size(const unsigned char *at)
{
	if (*at < 0x80)
		return 1;
	if (*at == LATIN_LETTERS ||
	    (*at == LATIN_SIGNS && is_plain_sign(at[1])))
		return 2;
	return *at == PUNCTUATION && at[1] == 0x80 &&
			       is_plain_punctuation(at[2])
		       ? 3
		       : 0;
}

/* The small letter of U+00C0 to U+00FF, by their second bytes; 0: no letter. */
static char small_letter(unsigned char second)
{
	if (second == 0x97 || second == 0xB7)
		return 0;
	return (char)(second < 0x9F ? second + 0x20 : second);
}

/*
 * Read the word that begins at `at`, which may be none, to `word`, where there
 * is room for all that follows. What comes after it is returned.
 */
static const char *read_word(const char *at, const char *end, char **word)
{
	char *to = *word;

	for (; at < end; at++) {
		if (g_ascii_isalnum(*at)) {
			*to++ = g_ascii_tolower(*at);
		} else if ((unsigned char)*at == LATIN_LETTERS) {
			char letter = small_letter((unsigned char)at[1]);

			if (letter == 0)
				break;
			*to++ = *at++;
			*to++ = letter;
		} else if (*at == '.' && to > *word &&
			   g_ascii_isdigit(at[-1]) && g_ascii_isdigit(at[1])) {
			*to++ = '.';
		} else {
			break;
		}
	}
	*word = to;
	return at;
}

/* Bytes of signs that end a word begin none, so they need not be counted. */
static void read_plain(struct reading *reading, const char *text, size_t length)
{
	GString *word = reading->word;
	const char *end = text + length;
	const char *at = text;

	g_string_set_size(word, length);
	while (at < end) {
		char *to = word->str;

		at = read_word(at, end, &to);
		*to = '\0';
		if (to > word->str)
			reading->take(reading->data, word->str,
				      (size_t)(to - word->str));
		at++;
	}
	g_string_truncate(word, 0);
}

static bool is_plain(const char *text, size_t length)
{
	const char *end = text + length;
	size_t size;

	for (const char *at = text; at < end; at += size) {
		size = plain_size((const unsigned char *)at);
		if (size == 0)
			return false;
	}
	return true;
}

/* Nothing is composed across a blank: what lies between is read by itself. */
bool words_read(const char *text,
		void (*take)(void *data, const char *word, size_t length),
		void *data)
{
	struct reading reading = { take, data, NULL };
	size_t length;
	bool plain;

	if (text == NULL)
		text = "";
	length = strlen(text);
	plain = is_plain(text, length);
	reading.word = g_string_sized_new(length);
	if (plain)
		read_plain(&reading, text, length);
	for (const char *at = text; !plain && *at != '\0';) {
		size_t piece = strcspn(at, " ");

		if (is_plain(at, piece))
			read_plain(&reading, at, piece);
		else
			read_any(&reading, at, piece);
		at += piece + (at[piece] == ' ');
	}
	g_string_free(reading.word, TRUE);
	return plain;
}
