/* text: pieces that fit, pieces that make the text grow, and numbers. */
#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/text.h"

static void test_append(void **state)
{
	GString *text = g_string_sized_new(1);
	GString *wanted = g_string_new(NULL);

	(void)state;
	for (int i = 0; i < 3000; i++) {
		const char *piece = i % 3 == 0 ? "" : i % 3 == 1 ? "a" : "åäö";

		text_append_string(text, piece);
		text_append(text, "xyz", (size_t)(i % 4));
		g_string_append(wanted, piece);
		g_string_append_len(wanted, "xyz", i % 4);
		assert_int_equal(text->len, strlen(text->str));
		assert_true(text->len < text->allocated_len);
	}
	assert_string_equal(text->str, wanted->str);
	memcpy(text_extend(text, 2), "!!", 2);
	g_string_append(wanted, "!!");
	assert_string_equal(text->str, wanted->str);
	g_string_free(text, TRUE);
	g_string_free(wanted, TRUE);
}

static void test_number(void **state)
{
	static const struct {
		int64_t number;
		const char *text;
	} cases[] = {
		{ 0, "=0" },
		{ 9, "=9" },
		{ 10, "=10" },
		{ -1, "=-1" },
		{ 1234567890, "=1234567890" },
		{ INT64_MAX, "=9223372036854775807" },
		{ INT64_MIN, "=-9223372036854775808" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GString *text = g_string_new("=");

		text_append_number(text, cases[i].number);
		assert_string_equal(text->str, cases[i].text);
		g_string_free(text, TRUE);
	}
}

static void test_escaped(void **state)
{
	GString *text = g_string_new("=");

	(void)state;
	text_append_escaped(text, "", "<");
	text_append_escaped(text, "å&<>\"'", "&<>\"'");
	text_append_escaped(text, "<'>", "<");
	assert_string_equal(text->str, "=å&amp;&lt;&gt;&quot;&#39;&lt;'>");
	g_string_free(text, TRUE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_append),
		cmocka_unit_test(test_number),
		cmocka_unit_test(test_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
