/* source: reading, what is refused, limits, lines and columns. */
#include <fcntl.h>
#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/diag_print.h"
#include "base/source.h"

/* A file for the test under way, and what reading it needs. */
struct room {
	char *folder;
	char *path;
	struct arena *arena;
	struct diag_list *diags;
};

static int room_setup(void **state)
{
	struct room *room = g_new0(struct room, 1);

	room->folder = g_dir_make_tmp("bilaga-source-XXXXXX", NULL);
	assert_non_null(room->folder);
	room->path = g_build_filename(room->folder, "file.md", NULL);
	room->arena = arena_new();
	room->diags = diag_list_new();
	*state = room;
	return 0;
}

static int room_teardown(void **state)
{
	struct room *room = *state;

	unlink(room->path);
	assert_int_equal(rmdir(room->folder), 0);
	diag_list_free(room->diags);
	arena_free(room->arena);
	g_free(room->path);
	g_free(room->folder);
	g_free(room);
	return 0;
}

static void write_bytes(const struct room *room, const char *bytes,
			size_t length)
{
	assert_true(
		g_file_set_contents(room->path, bytes, (gssize)length, NULL));
}

static struct source *new_source(const struct room *room)
{
	return source_new(room->path, "file.md", room->arena);
}

/* The findings as JSON, which has all of them; free it. */
static char *told(struct diag_list *diags)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	diag_print_json(diags, DIAG_ENGLISH, out);
	fclose(out);
	return text;
}

/* What is told, and afterwards nothing is. */
static void assert_told(struct room *room, const char *name, const char *detail,
			const char *place)
{
	char *text = told(room->diags);

	assert_non_null(strstr(text, name));
	if (detail != NULL)
		assert_non_null(strstr(text, detail));
	if (place != NULL)
		assert_non_null(strstr(text, place));
	assert_int_equal(diag_count(room->diags, DIAG_NOTE), 1);
	free(text);
	diag_list_free(room->diags);
	room->diags = diag_list_new();
}

#define BOM "\xEF\xBB\xBF"

static void test_plain(void **state)
{
	static const struct {
		const char *bytes;
		const char *text;
	} cases[] = {
		{ "", "" },
		{ "a\n", "a\n" },
		{ "no end", "no end" },
		{ "tab\tand å ä ö \xF0\x9F\x98\x80", "tab\tand å ä ö 😀" },
		{ BOM, "" },
		{ BOM "a\n", "a\n" },
		{ "a\r\nb\r\n", "a\nb\n" },
		{ "a\rb\r", "a\nb\n" },
		{ "\r", "\n" },
		{ "\r\r\n\n\r", "\n\n\n\n" },
		{ BOM "\r\na\r", "\na\n" },
		{ "a\n\nb", "a\n\nb" },
		{ "\xC2\xA0\xC2\xAD\xE2\x80\x8D",
		  "\xC2\xA0\xC2\xAD\xE2\x80\x8D" },
		{ "\xEF\xBF\xBD\xF4\x8F\xBF\xBD",
		  "\xEF\xBF\xBD\xF4\x8F\xBF\xBD" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct source *source = new_source(room);

		write_bytes(room, cases[i].bytes, strlen(cases[i].bytes));
		assert_int_equal(source_read(source, room->diags), 0);
		assert_string_equal(source->text, cases[i].text);
		assert_int_equal(source->length, strlen(cases[i].text));
		source_drop(source);
		assert_null(source->text);
	}
	assert_int_equal(diag_count(room->diags, DIAG_NOTE), 0);
}

static void test_refused(void **state)
{
	static const struct {
		const char *bytes;
		const char *name;
		const char *detail;
		const char *place;
	} cases[] = {
		{ "ab\xFF", "text-encoding", "0xFF", "\"column\": 3" },
		{ "å\xC3", "text-encoding", "0xC3", "\"column\": 2" },
		{ "a\n\xC3\x28", "text-encoding", "0xC3", "\"line\": 2" },
		{ "\xC0\x80", "text-encoding", "0xC0", NULL },
		{ "\xE0\x80\x80", "text-encoding", "0xE0", NULL },
		{ "\xED\xA0\x80", "text-encoding", "0xED", NULL },
		{ "\xF4\x90\x80\x80", "text-encoding", "0xF4", NULL },
		{ "\xF8\x88\x80\x80\x80", "text-encoding", "0xF8", NULL },
		{ "\x80", "text-encoding", "0x80", NULL },
		{ "\xE2\x82", "text-encoding", "0xE2", NULL },
		{ "\xFF\xFE"
		  "a",
		  "text-encoding", "0xFF", NULL },
		{ "r\xE4v", "text-encoding", "0xE4", "\"column\": 2" },
		{ "a\x1B[m", "text-control", "U+001B", "\"column\": 2" },
		{ "\x07", "text-control", "U+0007", NULL },
		{ "a\n\nb\x7F", "text-control", "U+007F", "\"line\": 3" },
		{ "\x0B", "text-control", "U+000B", NULL },
		{ "\x0C", "text-control", "U+000C", NULL },
		{ "\xC2\x85", "text-control", "U+0085", NULL },
		{ "\xC2\x9F", "text-control", "U+009F", NULL },
		{ "\xE2\x80\xA8", "text-control", "U+2028", NULL },
		{ "\xE2\x80\xA9", "text-control", "U+2029", NULL },
		{ "a" BOM, "text-control", "U+FEFF", NULL },
		{ BOM BOM, "text-control", "U+FEFF", "\"column\": 1" },
		{ "\xEF\xB7\x90", "text-control", "U+FDD0", NULL },
		{ "\xEF\xBF\xBE", "text-control", "U+FFFE", NULL },
		{ "\xEF\xBF\xBF", "text-control", "U+FFFF", NULL },
		{ "\xF0\x9F\xBF\xBE", "text-control", "U+1FFFE", NULL },
		{ "a\r\n\xC2\x80", "text-control", "U+0080", "\"line\": 2" },
		{ "å\x08ö", "text-control", "U+0008", "\"column\": 2" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct source *source = new_source(room);

		write_bytes(room, cases[i].bytes, strlen(cases[i].bytes));
		assert_int_equal(source_read(source, room->diags), -1);
		assert_null(source->text);
		assert_told(room, cases[i].name, cases[i].detail,
			    cases[i].place);
	}
}

static void test_zero_byte(void **state)
{
	struct room *room = *state;
	struct source *source = new_source(room);

	write_bytes(room, "a\0b", 3);
	assert_int_equal(source_read(source, room->diags), -1);
	assert_told(room, "text-control", "U+0000", "\"column\": 2");
	assert_int_equal(source_read_raw(source, room->diags), 0);
	assert_int_equal(source->length, 3);
	source_drop(source);
}

static void test_size(void **state)
{
	struct room *room = *state;
	char *bytes = g_malloc(SOURCE_BYTES_MAX + 1);
	struct source *source = new_source(room);

	memset(bytes, 'a', SOURCE_BYTES_MAX + 1);
	write_bytes(room, bytes, SOURCE_BYTES_MAX);
	assert_int_equal(source_read(source, room->diags), 0);
	assert_int_equal(source->length, SOURCE_BYTES_MAX);
	source_drop(source);
	write_bytes(room, bytes, SOURCE_BYTES_MAX + 1);
	assert_int_equal(source_read(source, room->diags), -1);
	assert_false(diag_machine_failed(room->diags));
	assert_told(room, "file-size", "1024 kB", NULL);
	g_free(bytes);
}

static void test_no_file(void **state)
{
	struct room *room = *state;
	struct source *source = new_source(room);

	assert_int_equal(source_read(source, room->diags), -1);
	assert_true(diag_machine_failed(room->diags));
	assert_told(room, "file-open", "No such file", NULL);
}

/* Neither a folder nor a named pipe is read, nor waited for. */
static void test_no_ordinary_file(void **state)
{
	struct room *room = *state;
	struct source *folder = source_new(room->folder, "folder", room->arena);
	struct source *pipe = new_source(room);

	assert_int_equal(source_read(folder, room->diags), -1);
	assert_told(room, "file-kind", NULL, "\"file\": \"folder\"");
	assert_int_equal(mkfifo(room->path, 0600), 0);
	assert_int_equal(source_read(pipe, room->diags), -1);
	assert_told(room, "file-kind", NULL, NULL);
}

/* A text that is in memory is not read again, a dropped one is. */
static void test_again(void **state)
{
	struct room *room = *state;
	struct source *source = new_source(room);
	const char *text;

	write_bytes(room, "one", 3);
	assert_int_equal(source_read(source, room->diags), 0);
	text = source->text;
	write_bytes(room, "two", 3);
	assert_int_equal(source_read(source, room->diags), 0);
	assert_ptr_equal(source->text, text);
	source_drop(source);
	source_drop(source);
	assert_int_equal(source_read(source, room->diags), 0);
	assert_string_equal(source->text, "two");
	source_drop(source);
}

static void test_find_control(void **state)
{
	static const struct {
		const char *text;
		int at; /* −1: none */
	} cases[] = {
		{ "", -1 },
		{ "åäö\n\t", -1 },
		{ "a\x1B", 1 },
		{ "å\xC2\x80", 2 },
		{ "\x7F"
		  "a",
		  0 },
		{ "ab\xE2\x80\xA8", 2 },
		{ "\xEF\xBF\xBD", -1 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *text = cases[i].text;
		const char *found = source_find_control(text, strlen(text));

		if (cases[i].at < 0)
			assert_null(found);
		else
			assert_ptr_equal(found, text + cases[i].at);
	}
	assert_null(source_find_control("\x1B", 0));
}

static void test_positions(void **state)
{
	static const char text[] = "ab\n"		/* 0 1 2 */
				   "åé\n"		/* 3 5 7 */
				   "\n"			/* 8 */
				   "\xF0\x9F\x98\x80x"; /* 9 13, ends at 14 */
	static const struct {
		size_t offset, line, column;
	} cases[] = {
		{ 0, 1, 1 },  { 1, 1, 2 },  { 2, 1, 3 },  { 3, 2, 1 },
		{ 5, 2, 2 },  { 7, 2, 3 },  { 8, 3, 1 },  { 9, 4, 1 },
		{ 13, 4, 2 }, { 14, 4, 3 }, { 99, 4, 3 },
	};
	char copy[sizeof(text)];
	const struct source source = { .path = "p",
				       .name = "n",
				       .text = copy,
				       .length = sizeof(text) - 1 };

	(void)state;
	memcpy(copy, text, sizeof(text));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		size_t line = 0;
		size_t column = 0;

		source_position(&source, cases[i].offset, &line, &column);
		assert_int_equal(line, cases[i].line);
		assert_int_equal(column, cases[i].column);
		if (cases[i].offset < sizeof(text))
			assert_int_equal(source_char_offset(&source, line - 1,
							    column - 1),
					 cases[i].offset);
	}
}

static void test_line_offsets(void **state)
{
	char text[] = "ab\n\nå";
	const struct source source = { .path = "p",
				       .name = "n",
				       .text = text,
				       .length = sizeof(text) - 1 };
	static const size_t offsets[] = { 0, 3, 4, 6, 6 };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(offsets); i++)
		assert_int_equal(source_line_offset(&source, i), offsets[i]);
	/* Past the end of a line is its end. */
	assert_int_equal(source_char_offset(&source, 0, 9), 2);
	assert_int_equal(source_char_offset(&source, 1, 9), 3);
	assert_int_equal(source_char_offset(&source, 2, 9), 6);
	assert_int_equal(source_char_offset(&source, 9, 9), 6);
}

static void test_spans(void **state)
{
	struct room *room = *state;
	const struct source *source = new_source(room);
	struct span span = source_span(source, 7, 3);

	assert_ptr_equal(span.source, source);
	assert_int_equal(span.offset, 7);
	assert_int_equal(span.length, 3);
	span = source_whole(source);
	assert_ptr_equal(span.source, source);
	assert_int_equal(span.length, 0);
	assert_string_equal(source->name, "file.md");
	assert_string_equal(source->path, room->path);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, room_setup, room_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_plain),     TEST(test_refused),
		TEST(test_zero_byte), TEST(test_size),
		TEST(test_no_file),   TEST(test_no_ordinary_file),
		TEST(test_again),     TEST(test_find_control),
		TEST(test_positions), TEST(test_line_offsets),
		TEST(test_spans),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
