/* abbreviation: what a text has, once on a page, and not within other words. */
#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/collate.h"
#include "report/abbreviation.h"
#include "report/report.h"

static struct abbreviation register_items[] = {
	{ "EU", "European Union" },
	{ "EU-X", "an extension of it" },
	{ "S", "a party" },
	{ "tkr", "thousands" },
	{ "ÖB", "supreme commander" },
};

static struct organisation organisations[] = {
	{ .id = "a", .name = "Our Cities", .abbreviation = "OC" },
	{ .id = "b", .name = "Other Cities", .abbreviation = "OC" },
	{ .id = "c", .name = "Greenpeace", .abbreviation = "Green" },
	{ .id = "d", .name = "NATO", .abbreviation = "NATO" },
};

/* A text, and what is found in it: each with its place. */
static const struct {
	const char *text;
	const char *found; /* "EU@0 tkr@9" */
} texts[] = {
	{ "", "" },
	{ "EU", "EU@0" },
	{ "EU, EU and EU.", "EU@0" },
	{ "the EU.", "EU@4" },
	{ "MEU EUS EU2 eu", "" },
	{ "A-EU", "" },
	{ "EU-project EU:s", "EU@0" },
	{ "EU-2023-17", "" },
	{ "EU-X", "EU-X@0" },
	{ "EU-X and EU", "EU-X@0 EU@9" },
	{ "the European Union (EU) and EU", "" },
	{ "that Union (EU) and EU", "" },
	{ "EU (European Union) and EU", "" },
	{ "EU (EUROPEAN UNION)", "" },
	{ "EU (another union)", "EU@0" },
	{ "(EU project)", "EU@1" },
	{ "S and 10 tkr", "tkr@9" },
	{ "ÖB", "ÖB@0" },
	{ "åÖB ÖBö", "" },
	{ "OC", "OC@0" },
	{ "Green NATO", "" },
};

static struct report report;
static struct arena *arena;

static void test_texts(void **state)
{
	const struct abbreviation_book *book =
		abbreviation_book_new(&report, arena);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		const struct abbreviation *item;
		struct abbreviation_met met;
		GString *found = g_string_new(NULL);
		size_t from = 0;
		size_t start;

		abbreviation_begin(&met, book, arena);
		while ((item = abbreviation_next(&met, texts[i].text,
						 &start)) != NULL) {
			g_string_append_printf(found, "%s%s@%zu",
					       found->len > 0 ? " " : "",
					       item->text, start);
			assert_true(start >= from);
			from = start;
		}
		assert_string_equal(found->str, texts[i].found);
		g_string_free(found, TRUE);
	}
}

/* Of two organisations the first id; names that say it themselves are not. */
static void test_list(void **state)
{
	static const char *const names[] = { "EU", "EU-X", "OC",
					     "S",  "tkr",  "ÖB" };
	const struct abbreviation_book *book =
		abbreviation_book_new(&report, arena);
	size_t count;
	const struct abbreviation *const *items =
		abbreviation_list(book, &count);

	(void)state;
	assert_int_equal(count, G_N_ELEMENTS(names));
	for (size_t i = 0; i < count; i++)
		assert_string_equal(items[i]->text, names[i]);
	assert_string_equal(items[2]->meaning, "Our Cities");
}

static void test_rest(void **state)
{
	(void)state;
	assert_int_equal(abbreviation_rest(""), 0);
	assert_int_equal(abbreviation_rest("-project x"), 8);
	assert_int_equal(abbreviation_rest(":s x"), 2);
	assert_int_equal(abbreviation_rest("-a-b:c."), 6);
	assert_int_equal(abbreviation_rest(": x"), 0);
	assert_int_equal(abbreviation_rest("-"), 0);
	assert_int_equal(abbreviation_rest("-åtgärd,"), 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_rest),
	};
	struct collator *collator = collator_new("sv", NULL);
	int result;

	arena = arena_new();
	report.collator = collator;
	report.abbreviations = register_items;
	report.abbreviations_count = G_N_ELEMENTS(register_items);
	report.organisations = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; i < G_N_ELEMENTS(organisations); i++)
		g_hash_table_insert(report.organisations,
				    (char *)organisations[i].id,
				    &organisations[i]);
	result = cmocka_run_group_tests(tests, NULL, NULL);
	g_hash_table_destroy(report.organisations);
	collator_free(collator);
	arena_free(arena);
	return result;
}
