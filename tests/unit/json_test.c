/* json: texts as JSON strings. */
#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/json.h"

static const struct {
	const char *text;
	size_t length;
	const char *json;
} texts[] = {
	{ "", 0, "\"\"" },
	{ "åäö – 7,9", 14, "\"åäö – 7,9\"" },
	{ "a\"b\\c", 5, "\"a\\\"b\\\\c\"" },
	{ "\n\t\001", 3, "\"\\u000a\\u0009\\u0001\"" },
	{ "a\0b", 3,
	  "\"a\xef\xbf\xbd"
	  "b\"" },
	{ "</script>", 9, "\"\\u003c/script>\"" },
	{ "a\xff\xc3", 3, "\"a\xef\xbf\xbd\xef\xbf\xbd\"" },
	{ "kort", 2, "\"ko\"" },
};

static void test_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		GString *out = g_string_new("x: ");

		json_append(out, texts[i].text, texts[i].length);
		assert_memory_equal(out->str, "x: ", 3);
		assert_string_equal(out->str + 3, texts[i].json);
		g_string_free(out, TRUE);
	}
}

static void test_null(void **state)
{
	GString *out = g_string_new(NULL);

	(void)state;
	json_append_text(out, NULL);
	json_append_text(out, "a\nb");
	assert_string_equal(out->str, "null\"a\\u000ab\"");
	g_string_free(out, TRUE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
