/* markup: elements, attributes, escaping, and what is asserted. */
#include <glib.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "format/markup.h"

static void test_escape(void **state)
{
	static const struct {
		const char *text;
		const char *markup;
	} cases[] = {
		{ "", "" },
		{ "åäö 😀 '", "åäö 😀 '" },
		{ "<", "&lt;" },
		{ "&&", "&amp;&amp;" },
		{ "&amp;", "&amp;amp;" },
		{ "a<b>c\"d&e", "a&lt;b&gt;c&quot;d&amp;e" },
		{ "</script>", "&lt;/script&gt;" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GString *out = g_string_new("=");

		markup_escape(out, cases[i].text);
		assert_string_equal(out->str + 1, cases[i].markup);
		assert_int_equal(out->len, strlen(cases[i].markup) + 1);
		g_string_free(out, TRUE);
	}
}

/* A long text, so that the string grows in the middle of it. */
static void test_growth(void **state)
{
	GString *out = g_string_sized_new(1);
	GString *wanted = g_string_new(NULL);
	GString *text = g_string_new(NULL);

	(void)state;
	for (int i = 0; i < 1000; i++) {
		g_string_append(text, "ab&");
		g_string_append(wanted, "ab&amp;");
		markup_escape(out, "ab&");
	}
	assert_string_equal(out->str, wanted->str);
	g_string_truncate(out, 0);
	markup_escape(out, text->str);
	assert_string_equal(out->str, wanted->str);
	assert_int_equal(out->len, wanted->len);
	g_string_free(text, TRUE);
	g_string_free(wanted, TRUE);
	g_string_free(out, TRUE);
}

static void write_elements(struct markup *markup)
{
	markup_open(markup, "ul");
	markup_break(markup);
	markup_open_class(markup, "li", "a b");
	markup_text(markup, "1 < 2");
	markup_open(markup, "br");
	markup_void(markup, "br");
	markup_element(markup, "em", "\"x\" & 'y'");
	markup_close(markup, "li");
	markup_open(markup, "li");
	markup_close(markup, "li");
	markup_close(markup, "ul");
	markup_text(markup, "slut");
}

static void write_attributes(struct markup *markup)
{
	markup_open(markup, "a");
	markup_attribute(markup, "href", "?a=1&b=\"2\"");
	markup_attribute(markup, "title", NULL);
	markup_attribute(markup, "download", "");
	markup_word(markup, "scope", "row");
	markup_word(markup, "class", NULL);
	markup_number(markup, "start", 0);
	markup_number(markup, "most", 4294967295u);
	markup_attribute_begin(markup, "id");
	g_string_append(markup->out, "own");
	markup_attribute_end(markup);
	markup_close(markup, "a");
	markup_open_class(markup, "p", NULL);
	markup_break(markup);
	markup_close(markup, "p");
	markup_open(markup, "img");
	markup_attribute(markup, "alt", "");
	markup_void(markup, "img");
}

static void write_xml(struct markup *markup)
{
	markup_open(markup, "row");
	markup_open(markup, "entry");
	markup_end(markup);
	markup_open(markup, "entry");
	markup_attribute(markup, "role", "<x>");
	markup_end(markup);
	markup_open(markup, "entry");
	markup_text(markup, "");
	markup_end(markup);
	markup_open(markup, "para");
	markup_instruction(markup, "linebreak");
	markup_text(markup, "?>");
	markup_instruction(markup, "rule");
	markup_end(markup);
	markup_end(markup);
}

static void test_elements(void **state)
{
	static const struct {
		void (*write)(struct markup *markup);
		const char *markup;
	} cases[] = {
		{ write_elements,
		  "<ul>\n<li class=\"a b\">1 &lt; 2<br><em>"
		  "&quot;x&quot; &amp; 'y'</em></li><li></li></ul>slut" },
		{ write_attributes,
		  "<a href=\"?a=1&amp;b=&quot;2&quot;\" download=\"\" "
		  "scope=\"row\" "
		  "start=\"0\" most=\"4294967295\" id=\"own\"></a><p>\n</p>"
		  "<img alt=\"\">" },
		{ write_xml,
		  "<row><entry/><entry role=\"&lt;x&gt;\"/><entry></entry>"
		  "<para><?linebreak?>?&gt;<?rule?></para></row>" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GString *out = g_string_new(NULL);
		struct markup markup;

		markup_init(&markup, out);
		cases[i].write(&markup);
		markup_finish(&markup);
		assert_string_equal(out->str, cases[i].markup);
		g_string_free(out, TRUE);
	}
}

static void test_depth(void **state)
{
	GString *out = g_string_new(NULL);
	struct markup markup;

	(void)state;
	markup_init(&markup, out);
	for (int i = 0; i < MARKUP_DEPTH_MAX; i++)
		markup_open(&markup, "b");
	for (int i = 0; i < MARKUP_DEPTH_MAX; i++)
		markup_close(&markup, "b");
	markup_finish(&markup);
	assert_int_equal(out->len, MARKUP_DEPTH_MAX * strlen("<b></b>"));
	g_string_free(out, TRUE);
}

/* --- What would be our own fault ends the program. ------------------------ */

static void close_other(struct markup *markup)
{
	markup_open(markup, "b");
	markup_close(markup, "i");
}

static void close_none(struct markup *markup)
{
	markup_close(markup, "b");
}

static void end_none(struct markup *markup)
{
	markup_end(markup);
}

static void void_other(struct markup *markup)
{
	markup_open(markup, "b");
	markup_void(markup, "br");
}

static void leave_open(struct markup *markup)
{
	markup_open(markup, "b");
	markup_finish(markup);
}

static void attribute_late(struct markup *markup)
{
	markup_open(markup, "b");
	markup_text(markup, "x");
	markup_attribute(markup, "id", "y");
}

static void open_too_deep(struct markup *markup)
{
	for (int i = 0; i <= MARKUP_DEPTH_MAX; i++)
		markup_open(markup, "b");
}

static void test_asserts(void **state)
{
	static void (*const faults[])(struct markup * markup) = {
		close_other, close_none,     end_none,	    void_other,
		leave_open,  attribute_late, open_too_deep,
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		pid_t child = fork();
		int status = 0;

		assert_true(child >= 0);
		if (child == 0) {
			GString *out = g_string_new(NULL);
			struct markup markup;

			/* Without cmocka's own way to end, and its words. */
			signal(SIGABRT, SIG_DFL);
			close(STDOUT_FILENO);
			close(STDERR_FILENO);
			markup_init(&markup, out);
			faults[i](&markup);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT)
			fail_msg("fault %zu did not end the program", i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escape),	 cmocka_unit_test(test_growth),
		cmocka_unit_test(test_elements), cmocka_unit_test(test_depth),
		cmocka_unit_test(test_asserts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
