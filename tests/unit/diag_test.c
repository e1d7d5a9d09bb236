/* diag: order, duplicates, marks, long lines, proposals, JSON. */
#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/diag_print.h"

/* Files for the test under way, by their names. */
struct room {
	char *folder;
	struct arena *arena;
	struct diag_list *diags;
	GPtrArray *paths;
};

static int room_setup(void **state)
{
	struct room *room = g_new0(struct room, 1);

	room->folder = g_dir_make_tmp("bilaga-diag-XXXXXX", NULL);
	assert_non_null(room->folder);
	room->arena = arena_new();
	room->diags = diag_list_new();
	room->paths = g_ptr_array_new_with_free_func(g_free);
	*state = room;
	return 0;
}

static int room_teardown(void **state)
{
	struct room *room = *state;

	for (guint i = 0; i < room->paths->len; i++)
		unlink(g_ptr_array_index(room->paths, i));
	assert_int_equal(rmdir(room->folder), 0);
	g_ptr_array_free(room->paths, TRUE);
	diag_list_free(room->diags);
	arena_free(room->arena);
	g_free(room->folder);
	g_free(room);
	return 0;
}

/* A file with `text`, shown as `name`; NULL: there is no file. */
static struct source *file(struct room *room, const char *name,
			   const char *text)
{
	char *path = g_strdup_printf("%s/%u", room->folder, room->paths->len);

	g_ptr_array_add(room->paths, path);
	if (text != NULL)
		assert_true(g_file_set_contents(path, text, -1, NULL));
	return source_new(path, name, room->arena);
}

static void assert_printed(struct room *room, enum diag_language language,
			   size_t most, const char *wanted)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	diag_print(room->diags, language, most, out);
	fclose(out);
	assert_string_equal(text, wanted);
	free(text);
}

static void assert_json(struct room *room, const char *wanted)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	diag_print_json(room->diags, DIAG_ENGLISH, out);
	fclose(out);
	assert_string_equal(text, wanted);
	free(text);
}

/* --- What is printed ----------------------------------------------------- */

static void test_nothing(void **state)
{
	struct room *room = *state;

	assert_printed(room, DIAG_SWEDISH, 0, "");
	assert_json(room, "[]\n");
	assert_int_equal(diag_count(room->diags, DIAG_NOTE), 0);
	assert_false(diag_machine_failed(room->diags));
	diag_list_free(NULL);
}

static void test_parts(void **state)
{
	struct room *room = *state;
	struct source *source = file(room, "a.md", "ett\ntvå: tre\n");

	assert_int_equal(diag_add(room->diags, DIAG_KEY_UNKNOWN,
				  source_span(source, 4, 4), "%s", "två"),
			 -1);
	diag_suggest(room->diags, "tva");
	diag_also(room->diags, source_span(source, 0, 3));
	diag_add(room->diags, DIAG_YAML_DUPLICATE, source_span(source, 10, 3),
		 NULL);
	diag_add(room->diags, DIAG_KEY_MISSING, source_whole(source), "%s: %d",
		 "x", 7);
	diag_write(room->diags, "%s: …", "x");
	assert_printed(room, DIAG_ENGLISH, 0,
		       "a.md:2:1: error: this key is not known here: två "
		       "[key-unknown]\n"
		       "     2 | två: tre\n"
		       "       | ^~~\n"
		       "       = did you mean \"tva\"?\n"
		       "       = see also a.md:1:1\n"
		       "a.md:2:6: error: the key stands twice "
		       "[yaml-duplicate]\n"
		       "     2 | två: tre\n"
		       "       |      ^~~\n"
		       "       = keep one of them\n"
		       "a.md: error: a key is missing: x: 7 [key-missing]\n"
		       "       = write: x: …\n");
	assert_printed(room, DIAG_SWEDISH, 1,
		       "a.md:2:1: fel: nyckeln känns inte igen här: två "
		       "[key-unknown]\n"
		       "     2 | två: tre\n"
		       "       | ^~~\n"
		       "       = menade du \"tva\"?\n"
		       "       = se även a.md:1:1\n"
		       "… och 2 till\n");
}

/* Without a place, with a file that is gone, and with one that never was. */
static void test_no_line(void **state)
{
	struct room *room = *state;
	struct source *gone = file(room, "b.md", NULL);

	diag_add(room->diags, DIAG_FILE_OPEN, (struct span){ 0 }, "nowhere");
	diag_add(room->diags, DIAG_YEAR, source_span(gone, 3, 1), NULL);
	assert_true(diag_machine_failed(room->diags));
	assert_printed(room, DIAG_ENGLISH, 0,
		       "b.md: error: this is not a year [year]\n"
		       "       = a year has four digits, 1900 to 2200\n"
		       "error: the file cannot be read: nowhere [file-open]\n");
}

struct mark {
	const char *text;
	size_t offset, length;
	const char *shown; /* the line and the marks */
};

#define LINE(number, text, marks)                                              \
	"     " number " | " text "\n       | " marks "\n"

static void test_marks(void **state)
{
	static const struct mark cases[] = {
		{ "abc", 0, 3, LINE("1", "abc", "^~~") },
		{ "abc", 1, 1, LINE("1", "abc", " ^") },
		/* Nothing to mark is marked once. */
		{ "abc", 1, 0, LINE("1", "abc", " ^") },
		{ "abc", 3, 1, LINE("1", "abc", "   ^") },
		{ "abc\n", 99, 5, LINE("2", "", "^") },
		{ "", 0, 0, LINE("1", "", "^") },
		{ "\n\nx", 1, 1, LINE("2", "", "^") },
		/* Characters, not bytes. */
		{ "åäö é", 2, 4, LINE("1", "åäö é", " ^~") },
		{ "😀😀x", 8, 1, LINE("1", "😀😀x", "  ^") },
		{ "a\u00A0b", 3, 1, LINE("1", "a\u00A0b", "  ^") },
		/* Up to the end of the line. */
		{ "one\ntwo", 1, 6, LINE("1", "one", " ^~") },
		{ "one\ntwo", 4, 99, LINE("2", "two", "^~~") },
		/* The line end itself. */
		{ "one\ntwo", 3, 1, LINE("1", "one", "   ^") },
		/* A tab is one column. */
		{ "\ta", 1, 1, LINE("1", " a", " ^") },
		{ "a\r\nb", 2, 1, LINE("2", "b", "^") },
		/* What a terminal could obey. */
		{ "\x1B[31mx", 5, 1, LINE("1", "?[31mx", "     ^") },
		{ "\xC2\x9Bx\xE2\x80\xA8", 2, 1, LINE("1", "?x?", " ^") },
		{ "a\xFFz", 2, 1, LINE("1", "a\xEF\xBF\xBDz", "  ^") },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct source *source = file(room, "f", cases[i].text);
		char *text = NULL;
		size_t length;
		FILE *out;

		diag_add(room->diags, DIAG_QUERY_FIELD,
			 source_span(source, cases[i].offset, cases[i].length),
			 NULL);
		out = open_memstream(&text, &length);
		diag_print(room->diags, DIAG_ENGLISH, 0, out);
		fclose(out);
		assert_string_equal(strchr(text, '\n') + 1, cases[i].shown);
		free(text);
		diag_list_free(room->diags);
		room->diags = diag_list_new();
	}
}

/* A part of a long line is shown, with the spot in it. */
static void test_long_lines(void **state)
{
	struct room *room = *state;
	GString *line = g_string_new(NULL);
	struct source *source;
	GString *wanted = g_string_new(NULL);

	for (int i = 0; i < 300; i++)
		g_string_append_printf(line, "å%d", i % 10);
	source = file(room, "f", line->str);
	/* The 201st character, which is three bytes for every two. */
	diag_add(room->diags, DIAG_QUERY_FIELD, source_span(source, 300, 6),
		 NULL);
	diag_add(room->diags, DIAG_QUERY_FIELD, source_span(source, 3, 900),
		 NULL);
	g_string_append(wanted, "f:1:3: error: this field is not known "
				"[query-field]\n     1 | ");
	g_string_append_len(wanted, line->str, 150);
	g_string_append(wanted, " …\n       |   ^");
	for (int i = 0; i < 97; i++)
		g_string_append_c(wanted, '~');
	g_string_append(wanted, "\nf:1:201: error: this field is not known "
				"[query-field]\n     1 | … ");
	g_string_append_len(wanted, line->str + 255, 150);
	g_string_append_printf(wanted, " …\n       | %*s^~~~\n", 32, "");
	assert_printed(room, DIAG_ENGLISH, 0, wanted->str);
	g_string_free(wanted, TRUE);
	g_string_free(line, TRUE);
}

/* A detail is one line without commands, whatever the text holds. */
static void test_details(void **state)
{
	static const struct {
		const char *detail;
		const char *shown;
	} cases[] = {
		{ "å", "å" },
		{ "a\nb\tc", "a?b c" },
		{ "\x1B[2J", "?[2J" },
		{ "\xE2\x80\xA8", "?" },
		{ "\xFF", "\xEF\xBF\xBD" },
		{ "%s", "%s" },
		{ "", "" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *wanted = g_strdup_printf(
			"error: this field is not known: %s [query-field]\n"
			"       = did you mean \"%s\"?\n"
			"       = write: %s\n",
			cases[i].shown, cases[i].shown, cases[i].shown);

		diag_add(room->diags, DIAG_QUERY_FIELD, (struct span){ 0 },
			 "%s", cases[i].detail);
		diag_suggest(room->diags, cases[i].detail);
		diag_write(room->diags, "%s", cases[i].detail);
		assert_printed(room, DIAG_ENGLISH, 0, wanted);
		g_free(wanted);
		diag_list_free(room->diags);
		room->diags = diag_list_new();
	}
}

/* --- Order and number ---------------------------------------------------- */

/* The names and offsets as they are printed. */
static void assert_order(struct room *room, const char *wanted)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	GString *got = g_string_new(NULL);
	char **lines;

	diag_print(room->diags, DIAG_ENGLISH, 0, out);
	fclose(out);
	lines = g_strsplit(text, "\n", -1);
	for (char **at = lines; *at != NULL; at++)
		if (strstr(*at, "error: ") != NULL)
			g_string_append_printf(
				got, "%s%.*s", got->len > 0 ? " " : "",
				(int)(strstr(*at, "error: ") - *at), *at);
	assert_string_equal(got->str, wanted);
	g_strfreev(lines);
	g_string_free(got, TRUE);
	free(text);
}

static void test_order(void **state)
{
	struct room *room = *state;
	struct source *names[] = {
		file(room, "b.md", "123"), file(room, "a/z.md", "123"),
		file(room, "a.md", "123"), file(room, "a/b/c.md", "123"),
		file(room, "a", "123"),	   file(room, "B.md", "123"),
		file(room, "å.md", "123"), file(room, "a-b.md", "123"),
	};

	diag_add(room->diags, DIAG_YEAR, (struct span){ 0 }, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		diag_add(room->diags, DIAG_YEAR, source_span(names[i], 0, 1),
			 NULL);
	diag_add(room->diags, DIAG_YEAR, source_whole(names[0]), NULL);
	diag_add(room->diags, DIAG_YEAR, source_span(names[0], 2, 1), NULL);
	diag_add(room->diags, DIAG_YEAR, source_span(names[0], 1, 1), NULL);
	assert_order(room, "B.md:1:1:  a:1:1:  a/b/c.md:1:1:  a/z.md:1:1:  "
			   "a-b.md:1:1:  a.md:1:1:  b.md:1:1:  b.md:1:2:  "
			   "b.md:1:3:  b.md:  å.md:1:1:  ");
}

/* At one place they are told in the order in which they were found. */
static void test_order_of_finding(void **state)
{
	struct room *room = *state;
	struct source *source = file(room, "f", "x");

	diag_add(room->diags, DIAG_YEAR, source_span(source, 0, 1), "1");
	diag_add(room->diags, DIAG_DATE, source_span(source, 0, 1), "2");
	diag_add(room->diags, DIAG_YEAR, source_span(source, 0, 1), "3");
	assert_json(room,
		    "[\n  {\"name\": \"year\", \"level\": \"error\", "
		    "\"file\": \"f\", \"line\": 1, \"column\": 1, \"length\": "
		    "1, \"source\": \"x\", \"message\": \"this is not a "
		    "year\", \"detail\": "
		    "\"1\", \"advice\": \"a year has four digits, 1900 to "
		    "2200\"},\n  {\"name\": \"date\", \"level\": \"error\", "
		    "\"file\": \"f\", \"line\": 1, \"column\": 1, \"length\": "
		    "1, \"source\": \"x\", \"message\": \"this is not a "
		    "date\", \"detail\": "
		    "\"2\", \"advice\": \"write for example 2024-02-26, "
		    "2024-02 or 2024\"},\n  {\"name\": \"year\", \"level\": "
		    "\"error\", \"file\": \"f\", \"line\": 1, \"column\": 1, "
		    "\"length\": 1, \"source\": \"x\", \"message\": \"this is "
		    "not a year\", "
		    "\"detail\": \"3\", \"advice\": \"a year has four digits, "
		    "1900 to 2200\"}\n]\n");
}

static void test_duplicates(void **state)
{
	struct room *room = *state;
	struct source *source = file(room, "f", "xy");

	diag_add(room->diags, DIAG_YEAR, source_span(source, 0, 1), "a");
	diag_add(room->diags, DIAG_YEAR, source_span(source, 0, 2), "a");
	diag_add(room->diags, DIAG_YEAR, source_span(source, 0, 1), "b");
	diag_add(room->diags, DIAG_YEAR, source_span(source, 1, 1), "a");
	diag_add(room->diags, DIAG_YEAR, source_span(source, 1, 1), NULL);
	diag_add(room->diags, DIAG_YEAR, source_span(source, 1, 1), NULL);
	assert_int_equal(diag_count(room->diags, DIAG_ERROR), 6);
	assert_order(room, "f:1:1:  f:1:1:  f:1:2:  f:1:2: ");
	assert_int_equal(diag_count(room->diags, DIAG_ERROR), 4);
}

static void test_levels(void **state)
{
	struct room *room = *state;

	diag_add(room->diags, DIAG_OUTPUT_EXCHANGE, (struct span){ 0 }, NULL);
	diag_add(room->diags, DIAG_FIGURE_MISSING, (struct span){ 0 }, NULL);
	diag_add(room->diags, DIAG_YEAR, (struct span){ 0 }, NULL);
	assert_int_equal(diag_count(room->diags, DIAG_NOTE), 3);
	assert_int_equal(diag_count(room->diags, DIAG_WARNING), 2);
	assert_int_equal(diag_count(room->diags, DIAG_ERROR), 1);
	assert_false(diag_machine_failed(room->diags));
}

/* What a thread has found stays good when its own list is gone. */
static void test_join(void **state)
{
	struct room *room = *state;
	struct diag_list *from = diag_list_new();
	struct source *source = file(room, "f", "xy");

	diag_add(room->diags, DIAG_YEAR, source_span(source, 1, 1), "old");
	diag_add(from, DIAG_YEAR, source_span(source, 1, 1), "%s", "new");
	diag_suggest(from, "word");
	diag_list_join(room->diags, from);
	assert_int_equal(diag_count(from, DIAG_NOTE), 0);
	diag_add(from, DIAG_YEAR, source_span(source, 0, 1), "%s", "first");
	diag_list_join(room->diags, from);
	diag_list_free(from);
	assert_int_equal(diag_count(room->diags, DIAG_NOTE), 3);
	assert_printed(room, DIAG_SWEDISH, 2,
		       "f:1:1: fel: detta är inget år: first [year]\n"
		       "     1 | xy\n"
		       "       | ^\n"
		       "       = ett år har fyra siffror, 1900 till 2200\n"
		       "f:1:2: fel: detta är inget år: old [year]\n"
		       "     1 | xy\n"
		       "       |  ^\n"
		       "       = ett år har fyra siffror, 1900 till 2200\n"
		       "… och 1 till\n");
}

/* --- JSON ---------------------------------------------------------------- */

static void test_json(void **state)
{
	struct room *room = *state;
	struct source *source = file(room, "å\"\\.md", "åäö");

	diag_add(room->diags, DIAG_FIGURE_MISSING, source_span(source, 2, 4),
		 "%s", "\"\\\n\x1F\xFF/");
	diag_suggest(room->diags, "ö");
	diag_write(room->diags, "ö: …");
	diag_add(room->diags, DIAG_OUTPUT_EXCHANGE, (struct span){ 0 }, NULL);
	assert_json(room,
		    "[\n  {\"name\": \"figure-missing\", \"level\": "
		    "\"warning\", \"file\": \"å\\\"\\\\.md\", \"line\": 1, "
		    "\"column\": 2, \"length\": 2, \"source\": \"åäö\", "
		    "\"message\": \"a figure is "
		    "missing\", \"detail\": \"\\\"\\\\\\u000a\\u001f"
		    "\xEF\xBF\xBD/\", \"suggestion\": \"ö\", \"instead\": "
		    "\"ö: …\"},\n  {\"name\": \"output-exchange\", "
		    "\"level\": \"note\", \"message\": \"this file system "
		    "cannot exchange two folders in one step\"}\n]\n");
}

/* --- What was meant? ----------------------------------------------------- */

static void test_nearest(void **state)
{
	static const char *const words[] = {
		"titel", "nivå",       "avgift", "år", "deltagare",
		"möten", "medlemskap", "mål",	 "id", NULL
	};
	static const struct {
		const char *word;
		const char *nearest;
	} cases[] = {
		{ "titel", "titel" },
		{ "title", "titel" }, /* two letters that changed places */
		{ "Titel", "titel" },
		{ "TITEL", "titel" },
		{ "niva", "nivå" },
		{ "nivå ", "nivå" },
		{ "avgfit", "avgift" },
		{ "avgifter", "avgift" },
		{ "deltgre", "deltagare" },
		{ "medlemsskap", "medlemskap" },
		{ "mal", "mål" },
		{ "mot", NULL },
		{ "ar", NULL }, /* of two letters none may be wrong */
		{ "år", "år" },
		{ "ÅR", "år" },
		{ "x", NULL },
		{ "", NULL },
		{ "helt annat", NULL },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL },
	};
	static const char *const none[] = { NULL };
	static const char *const ties[] = { "ab1", "ab2", NULL };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *nearest = diag_nearest(cases[i].word, words);

		if (cases[i].nearest == NULL)
			assert_null(nearest);
		else if (nearest == NULL)
			fail_msg("nothing is near \"%s\"", cases[i].word);
		else
			assert_string_equal(nearest, cases[i].nearest);
	}
	assert_null(diag_nearest("titel", none));
	assert_string_equal(diag_nearest("ab3", ties), "ab1");
}

/* --- The table of findings ----------------------------------------------- */

static void test_rules(void **state)
{
	GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);

	(void)state;
	for (int i = 0; i < DIAG_COUNT; i++) {
		enum diag_id id = (enum diag_id)i;
		const char *name = diag_id_name(id);

		assert_true(g_hash_table_add(names, (char *)name));
		assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz-"),
				 strlen(name));
		assert_true(diag_id_level(id) <= DIAG_ERROR);
		for (int k = DIAG_SWEDISH; k <= DIAG_ENGLISH; k++) {
			const char *text =
				diag_id_text(id, (enum diag_language)k);

			assert_true(g_utf8_validate(text, -1, NULL));
			assert_int_not_equal(text[0], '\0');
			assert_null(strchr(text, '\n'));
		}
	}
	g_hash_table_destroy(names);
	assert_string_equal(diag_level_word(DIAG_NOTE, DIAG_SWEDISH),
			    "anmärkning");
	assert_string_equal(diag_level_word(DIAG_WARNING, DIAG_ENGLISH),
			    "warning");
}

static char *as_new(const char *text, const void *context)
{
	return g_strdup(strcmp(text, "old") == 0 ? context : text);
}

/* Which findings were not there before? */
static void test_keep_more(void **state)
{
	struct room *room = *state;
	struct source *a = file(room, "a.md", "text");
	struct source *b = file(room, "b.md", "text");
	struct diag_list *after = diag_list_new();

	diag_add(room->diags, DIAG_YEAR, source_span(a, 0, 1), "x");
	diag_add(room->diags, DIAG_YEAR, source_span(a, 1, 1), "old");
	/* The same at another place; the same text in another file; twice. */
	diag_add(after, DIAG_YEAR, source_span(a, 3, 1), "x");
	diag_add(after, DIAG_YEAR, source_span(a, 1, 1), "new");
	assert_int_equal(
		diag_keep_more(after, room->diags, DIAG_NOTE, as_new, "new"),
		0);
	diag_add(after, DIAG_YEAR, source_span(b, 0, 1), "x");
	assert_int_equal(
		diag_keep_more(after, room->diags, DIAG_NOTE, NULL, NULL), 1);
	diag_add(after, DIAG_YEAR, source_span(a, 0, 1), "x");
	diag_add(after, DIAG_YEAR, source_span(a, 2, 1), "x");
	assert_int_equal(
		diag_keep_more(after, room->diags, DIAG_NOTE, NULL, NULL), 2);
	/* Now the one in a.md is one that was there; a note does not count. */
	diag_add(after, DIAG_SERVE_WATCHES, source_span(a, 2, 1), NULL);
	assert_int_equal(
		diag_keep_more(after, room->diags, DIAG_WARNING, NULL, NULL),
		1);
	diag_list_free(after);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, room_setup, room_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing),    TEST(test_parts),
		TEST(test_no_line),    TEST(test_marks),
		TEST(test_long_lines), TEST(test_details),
		TEST(test_order),      TEST(test_order_of_finding),
		TEST(test_duplicates), TEST(test_levels),
		TEST(test_join),       TEST(test_json),
		TEST(test_nearest),    TEST(test_rules),
		TEST(test_keep_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
