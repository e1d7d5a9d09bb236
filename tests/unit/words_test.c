/* words: what a search takes for words, and by two ways the same. */
#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "format/words.h"

static void join(void *data, const char *word, size_t length)
{
	GString *out = data;

	assert_int_equal(strlen(word), length);
	if (out->len > 0)
		g_string_append_c(out, '|');
	g_string_append(out, word);
}

static const struct {
	const char *text;
	const char *words;
	bool plain;
} texts[] = {
	{ "", "", true },
	{ " – ", "", true },
	{ "Kommunernas avgifter", "kommunernas|avgifter", true },
	{ "ÅRE, Öckerö; ×÷", "åre|öckerö", true },
	{ "2.14.6 och 3. Slut.", "2.14.6|och|3|slut", true },
	{ ".5 5. 1..2 a.1 1.a", "5|5|1|2|a|1|1|a", true },
	{ "1\u2024"
	  "2",
	  "1.2", false },
	{ "e\u0301te\u0301 Mo\u0308te", "\u00E9t\u00E9|m\u00F6te", false },
	{ "m\u00B2 \uFB01n", "m2|fin", false },
	{ "\u00A0a\u00A0b\u2026c", "a|b|c", true },
	{ "x \u2192 y", "x|y", false },
};

static void test_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		GString *found = g_string_new(NULL);

		assert_int_equal(words_read(texts[i].text, join, found),
				 texts[i].plain);
		assert_string_equal(found->str, texts[i].words);
		g_string_free(found, TRUE);
	}
	assert_true(words_read(NULL, join, NULL));
}

/* Words as the header says, without a thought of speed. */
static void read_slowly(GString *out, const char *text)
{
	char *folded = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE);
	GString *word = g_string_new(NULL);
	gunichar before = 0;

	for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar sign = g_utf8_get_char(at);

		if (words_is_letter(sign)) {
			g_string_append_unichar(word, g_unichar_tolower(sign));
		} else if (sign == '.' && before < 128 &&
			   g_ascii_isdigit(before) && g_ascii_isdigit(at[1])) {
			g_string_append_c(word, '.');
		} else if (word->len > 0) {
			join(out, word->str, word->len);
			g_string_truncate(word, 0);
		}
		before = sign;
	}
	if (word->len > 0)
		join(out, word->str, word->len);
	g_string_free(word, TRUE);
	g_free(folded);
}

/* Each sign, between letters, figures and blanks, gives the same words. */
static void test_all_signs(void **state)
{
	GString *text = g_string_new(NULL);
	GString *quick = g_string_new(NULL);
	GString *slow = g_string_new(NULL);

	(void)state;
	for (gunichar sign = 1; sign < 0x30000; sign++) {
		if (!g_unichar_validate(sign))
			continue;
		g_string_assign(text, "Ab 1");
		for (int i = 0; i < 4; i++) {
			g_string_append_unichar(text, sign);
			g_string_append(text, &"e\0001\0.\0 "[i * 2]);
		}
		g_string_append(text, "Ö.9");
		g_string_truncate(quick, 0);
		g_string_truncate(slow, 0);
		words_read(text->str, join, quick);
		read_slowly(slow, text->str);
		assert_string_equal(quick->str, slow->str);
	}
	g_string_free(text, TRUE);
	g_string_free(quick, TRUE);
	g_string_free(slow, TRUE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_all_signs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
