/* collate: the order of words, keys, sorting, headings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/collate.h"
#include "base/diag.h"

static int sign(int number)
{
	return (number > 0) - (number < 0);
}

/* Each stands before all that follow. */
static const char *const swedish_order[] = {
	"",	      " ",
	"(re)start",  "§ 2",
	"1",	      "2",
	"2.9",	      "2.10",
	"2.10.1",     "3+3 Storstad",
	"10",	      "100",
	"a",	      "A",
	"ab",	      "abc 9",
	"abc 10",     "Abd",
	"e",	      "é",
	"É",	      "eb",
	"Eurocities", "Eurocities 2",
	"v",	      "V",
	"vz",	      "w",
	"W",	      "x",
	"y",	      "ü",
	"yb",	      "z",
	"zzz",	      "å",
	"Å",	      "åb",
	"ä",	      "Ä",
	"æ",	      "äb",
	"ö",	      "Ö",
	"ø",	      "öb",
	"α",	      "б",
};

static void test_swedish_order(void **state)
{
	struct collator *collator = collator_new("sv", NULL);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(swedish_order); i++) {
		const char *a = swedish_order[i];

		assert_int_equal(collator_compare(collator, a, a), 0);
		for (size_t j = i + 1; j < G_N_ELEMENTS(swedish_order); j++) {
			const char *b = swedish_order[j];

			if (collator_compare(collator, a, b) >= 0 ||
			    collator_compare(collator, b, a) <= 0)
				fail_msg("\"%s\" is not before \"%s\"", a, b);
		}
	}
	collator_free(collator);
}

/* What the language holds equal is ordered by bytes, and is never 0. */
static void test_ties(void **state)
{
	static const char *const pairs[][2] = {
		{ "2", "02" },
		{ "\303\251", "e\314\201" }, /* é, in one and in two */
		{ "a\302\255b", "ab" },	     /* soft hyphen */
	};
	struct collator *collator = collator_new("sv", NULL);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		const char *a = pairs[i][0];
		const char *b = pairs[i][1];

		assert_int_equal(sign(collator_compare(collator, a, b)),
				 sign(strcmp(a, b)));
		assert_int_equal(sign(collator_compare(collator, b, a)),
				 sign(strcmp(b, a)));
	}
	collator_free(collator);
}

static void test_languages(void **state)
{
	static const struct {
		const char *locale;
		const char *before;
		const char *after;
	} cases[] = {
		{ "sv", "z", "å" },    { "sv-SE", "z", "å" },
		{ "sv_SE", "z", "å" }, { "en", "å", "z" },
		{ "en", "ö", "p" },    { "en-GB", "2.9", "2.10" },
		{ "xx", "å", "z" },    { "xx", "2.9", "2.10" },
		{ "da", "ø", "å" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct collator *collator = collator_new(cases[i].locale, NULL);

		assert_true(collator_compare(collator, cases[i].before,
					     cases[i].after) < 0);
		collator_free(collator);
	}
}

/* ICU refuses a keyword with a value that it does not know. */
static void test_no_rules(void **state)
{
	static const char locale[] = "sv@colStrength=none";
	struct diag_list *diags = diag_list_new();
	struct arena *arena = arena_new();
	struct collator *collator;

	(void)state;
	assert_null(collator_new(locale, diags));
	assert_int_equal(diag_count(diags, DIAG_ERROR), 1);
	collator = collator_new("sv", diags);
	assert_non_null(collator);
	assert_int_equal(diag_count(diags, DIAG_NOTE), 1);
	collator_free(collator);

	collator = collator_new(locale, NULL);
	assert_true(collator_compare(collator, "B", "a") < 0);
	assert_int_equal(collator_compare(collator, "a", "a"), 0);
	assert_string_equal(collator_key(collator, "a", arena), "a");
	assert_string_equal(collator_initial(collator, "a"), "");
	collator_free(collator);
	collator_free(NULL);
	arena_free(arena);
	diag_list_free(diags);
}

/* xorshift64*: the same texts each time. */
static uint64_t draw(uint64_t *seed)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return *seed * 0x2545F4914F6CDD1D;
}

static char *draw_text(uint64_t *seed)
{
	static const char *const parts[] = {
		"a", "A", "b",	  "å", "Å", "ä",  "ö", "é", "e\314\201", "v",
		"w", " ", "-",	  ".", "0", "1",  "2", "9", "\302\255",	 "æ",
		"α", "б", "🙂", "z", "",  "\1", "–", "(", "00",	 "ß",
	};
	GString *text = g_string_new(NULL);

	for (size_t i = draw(seed) % 6; i > 0; i--)
		g_string_append(text, parts[draw(seed) % G_N_ELEMENTS(parts)]);
	return g_string_free(text, FALSE);
}

static void test_keys(void **state)
{
	struct collator *collator = collator_new("sv", NULL);
	struct arena *arena = arena_new();
	uint64_t seed = 5;

	(void)state;
	for (size_t i = 0; i < 20000; i++) {
		char *a = draw_text(&seed);
		char *b = draw_text(&seed);
		int order = collator_compare(collator, a, b);

		if (sign(strcmp(collator_key(collator, a, arena),
				collator_key(collator, b, arena))) !=
		    sign(order))
			fail_msg("\"%s\" and \"%s\"", a, b);
		assert_int_equal(order == 0, strcmp(a, b) == 0);
		g_free(a);
		g_free(b);
		if (i % 1000 == 0)
			arena_reset(arena);
	}
	arena_free(arena);
	collator_free(collator);
}

/* Longer than what is kept on the stack; and bytes that are not UTF-8. */
static void test_long_keys(void **state)
{
	struct collator *collator = collator_new("sv", NULL);
	struct arena *arena = arena_new();
	GString *a = g_string_new(NULL);
	GString *b;

	(void)state;
	for (size_t i = 0; i < 5000; i++)
		g_string_append(a, "Åé");
	b = g_string_new(a->str);
	g_string_append_c(b, 'b');
	g_string_append_c(a, 'a');
	assert_true(strcmp(collator_key(collator, a->str, arena),
			   collator_key(collator, b->str, arena)) < 0);
	assert_true(collator_compare(collator, a->str, b->str) < 0);
	assert_true(collator_compare(collator, "\377", "\376") > 0);
	assert_true(strcmp(collator_key(collator, "\377", arena),
			   collator_key(collator, "\376", arena)) > 0);
	g_string_free(a, TRUE);
	g_string_free(b, TRUE);
	arena_free(arena);
	collator_free(collator);
}

struct party {
	const char *name;
	int number;
};

static const char *party_name(const void *item)
{
	const struct party *party = item;

	return party->name;
}

static void test_sort(void **state)
{
	struct party parties[] = {
		{ "Öckerö", 5 }, { "Ale", 0 },	    { "Åre", 3 },
		{ "Ängel", 4 },	 { "forum 10", 2 }, { "Forum 9", 1 },
		{ "Öckerö", 6 }, { "Öckerö", 7 },
	};
	struct collator *collator = collator_new("sv", NULL);
	GPtrArray *items = g_ptr_array_new();

	(void)state;
	collator_sort(collator, items->pdata, 0, party_name);
	for (size_t i = 0; i < G_N_ELEMENTS(parties); i++)
		g_ptr_array_add(items, &parties[i]);
	collator_sort(collator, items->pdata, items->len, party_name);
	for (guint i = 0; i < items->len; i++) {
		const struct party *party = g_ptr_array_index(items, i);

		assert_int_equal(party->number, (int)i);
	}
	g_ptr_array_free(items, TRUE);
	collator_free(collator);
}

static void test_initials(void **state)
{
	static const struct {
		const char *locale;
		const char *text;
		const char *heading;
	} cases[] = {
		{ "sv", "Ale", "A" },
		{ "sv", "ale", "A" },
		{ "sv", "Élan", "E" },
		{ "sv", "Åre", "Å" },
		{ "sv", "åre", "Å" },
		{ "sv", "A\314\212re", "Å" }, /* A and a ring */
		{ "sv", "Ängel", "Ä" },
		{ "sv", "Æbler", "Ä" },
		{ "sv", "Öckerö", "Ö" },
		{ "sv", "Ølen", "Ö" },
		{ "sv", "Über", "Y" },
		{ "sv", "Vara", "V" },
		{ "sv", "Wien", "W" },
		{ "sv", "Zürich", "Z" },
		{ "sv", "Øz", "Ö" },
		{ "sv", "Łódź", "L" },
		{ "sv", "3+3 Storstad", "0–9" },
		{ "sv", "0", "0–9" },
		{ "sv", "½", "0–9" },
		{ "sv", "", "" },
		{ "sv", "§ 12", "" },
		{ "sv", "(re)start", "" },
		{ "sv", "Αθήνα", "" },
		{ "sv", "Минск", "" },
		{ "sv", "東京", "" },
		{ "sv", "🙂", "" },
		{ "en", "Åre", "A" },
		{ "en", "Ängel", "A" },
		{ "en", "Öckerö", "O" },
		{ "en", "Æbler", "A" },
		{ "da", "Æbler", "Æ" },
		{ "da", "Ängel", "Æ" },
		{ "da", "Ølen", "Ø" },
		{ "da", "Åre", "Å" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct collator *collator = collator_new(cases[i].locale, NULL);
		const char *heading = collator_initial(collator, cases[i].text);

		if (strcmp(heading, cases[i].heading) != 0)
			fail_msg("\"%s\" is under \"%s\", not \"%s\"",
				 cases[i].text, heading, cases[i].heading);
		collator_free(collator);
	}
}

static const char *text_itself(const void *item)
{
	return item;
}

/* Sorted texts have each heading once; "" may be first and last. */
static void test_initials_in_order(void **state)
{
	struct collator *collator = collator_new("sv", NULL);
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	void *texts[2000];
	const char *last = "";
	uint64_t seed = 7;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		texts[i] = draw_text(&seed);
	collator_sort(collator, texts, G_N_ELEMENTS(texts), text_itself);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		const char *heading = collator_initial(collator, texts[i]);

		if (strcmp(heading, last) != 0 && heading[0] != '\0')
			assert_true(g_hash_table_add(seen, (char *)heading));
		last = heading;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free(texts[i]);
	g_hash_table_destroy(seen);
	collator_free(collator);
}

/* Many threads, none of which finds the rules read. */
static void *compare_in_thread(void *data)
{
	const struct collator *collator = data;
	size_t wrong = 0;

	for (size_t i = 1; i < G_N_ELEMENTS(swedish_order); i++)
		wrong += collator_compare(collator, swedish_order[i - 1],
					  swedish_order[i]) >= 0;
	wrong += strcmp(collator_initial(collator, "Åre"), "Å") != 0;
	return GSIZE_TO_POINTER(wrong);
}

static void test_threads(void **state)
{
	(void)state;
	for (size_t round = 0; round < 20; round++) {
		struct collator *collator = collator_new("sv", NULL);
		GThread *threads[4];

		for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
			threads[i] = g_thread_new("compare", compare_in_thread,
						  collator);
		for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
			assert_null(g_thread_join(threads[i]));
		collator_free(collator);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_swedish_order),
		cmocka_unit_test(test_ties),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_no_rules),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_long_keys),
		cmocka_unit_test(test_sort),
		cmocka_unit_test(test_initials),
		cmocka_unit_test(test_initials_in_order),
		cmocka_unit_test(test_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
