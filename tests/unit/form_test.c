/*
 * form: numbers of workbooks, and cells of text files there and back.
 */
#include "room.h"

#include "form/csv.h"
#include "form/grid.h"
#include "form/number.h"

static void test_numbers(void **state)
{
	static const char *const cases[][2] = {
		{ "0", "0" },
		{ "-0", "0" },
		{ "0.0", "0" },
		{ "3", "3" },
		{ "-3", "-3" },
		{ "007", "7" },
		{ "1500", "1500" },
		{ "2.5", "2,5" },
		{ "2.50", "2,5" },
		{ ".5", "0,5" },
		{ "5.", "5" },
		{ "0.05", "0,05" },
		{ "100.05", "100,05" },
		{ "0.30000000000000004", "0,3" },
		{ "0.1", "0,1" },
		{ "99999999999999.99", "100000000000000" },
		{ "9.9999999999999999", "10" },
		{ "0.99999999999999999", "1" },
		{ "123456789012345.6", "123456789012346" },
		{ "1E3", "1000" },
		{ "1.5E3", "1500" },
		{ "1.5e+3", "1500" },
		{ "1.5E-3", "0,0015" },
		{ "-12.25E1", "-122,5" },
		{ "8.3699999999999992", "8,37" },
		{ "1E40", "1E40" },
		{ "1E-40", "1E-40" },
		{ "1E99999999999999999999", "1E99999999999999999999" },
		/* No numbers. */
		{ "", "" },
		{ "-", "-" },
		{ ".", "." },
		{ "1.2.3", "1.2.3" },
		{ "1E", "1E" },
		{ "1E+", "1E+" },
		{ "1x", "1x" },
		{ "NaN", "NaN" },
	};
	GString *text = g_string_new(NULL);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_string_assign(text, cases[i][0]);
		number_shown(text, ",");
		if (strcmp(text->str, cases[i][1]) != 0)
			fail_msg("%s: wanted %s, got %s", cases[i][0],
				 cases[i][1], text->str);
	}
	g_string_free(text, TRUE);
}

static void test_long_number(void **state)
{
	GString *text = g_string_new("0.");

	(void)state;
	for (size_t i = 0; i < 2000; i++)
		g_string_append_c(text, '3');
	number_shown(text, ",");
	assert_int_equal(text->len, 2002);
	g_string_free(text, TRUE);
}

/* What is written is read again; blanks around a text are not kept. */
static void test_cells(void **state)
{
	static const char *const texts[] = {
		"",	      "a",	  "å, ä; ö\tü", "\"",	  "a\"b\"",
		"två\nrader", "=1+1",	  "+46",	"-5",	  "@x",
		"'=x",	      "''-x",	  "'a",		"'",	  "a'=b",
		"sep=;",      "\"\"\n;,", "–",		"=\"a\"",
	};
	struct room *room = *state;
	GString *out = g_string_new(NULL);
	struct grid *grid;
	size_t columns = G_N_ELEMENTS(texts);

	csv_begin(out);
	for (size_t row = 0; row < 3; row++)
		for (size_t i = 0; i < columns; i++)
			csv_append(out, texts[(i + row) % columns],
				   i + 1 == columns);
	grid = csv_read("f.csv", out->str, out->len, room->arena, room->diags);
	assert_non_null(grid);
	assert_int_equal(grid->rows->len, 3);
	for (size_t row = 0; row < 3; row++)
		for (size_t i = 0; i < columns; i++)
			assert_string_equal(
				grid_cell(grid->rows->pdata[row], i)->text,
				texts[(i + row) % columns]);
	grid_free(grid);
	g_string_free(out, TRUE);
}

static void test_column_names(void **state)
{
	struct room *room = *state;

	assert_string_equal(grid_column_name(0, room->arena), "A");
	assert_string_equal(grid_column_name(25, room->arena), "Z");
	assert_string_equal(grid_column_name(26, room->arena), "AA");
	assert_string_equal(grid_column_name(701, room->arena), "ZZ");
	assert_string_equal(grid_column_name(702, room->arena), "AAA");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_numbers),
		ROOM_TEST(test_long_number),
		ROOM_TEST(test_cells),
		ROOM_TEST(test_column_names),
	};

	return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
