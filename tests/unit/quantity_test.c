/* quantity: reading, writing, rounding, comparing and adding. */
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
#include "base/quantity.h"
#include "base/quantity_sum.h"

#define NB	 "\302\240"	/* no-break space */
#define NNB	 "\342\200\257" /* narrow no-break space */
#define MIN_SIGN "\342\210\222"

static const struct quantity_words swedish = {
	.about = "ca",
	.at_least = "minst",
	.at_most = "högst",
	.unknown = "okänd",
	.not_applicable = "ej aktuellt",
	.missing = "saknas",
	.per = "per",
	.kronor = "kr",
	.thousand = "tkr",
	.million = "mnkr",
	.hours = "h",
	.decimal = ",",
	.either = "eller",
};

static const struct quantity_words english = {
	.about = "about",
	.at_least = "at least",
	.at_most = "at most",
	.unknown = "unknown",
	.not_applicable = "not applicable",
	.missing = "missing",
	.per = "per",
	.kronor = "SEK",
	.thousand = "SEK thousand",
	.million = "SEK million",
	.hours = "h",
	.decimal = ".",
	.either = "or",
};

enum { COUNT = QUANTITY_COUNT, MONEY = QUANTITY_MONEY, HOURS = QUANTITY_HOURS };

/* Reading from memory that ends where the text does. */
static int parse(struct quantity *q, int kind, const char *text,
		 struct span where, const struct quantity_words *words,
		 struct arena *arena, struct diag_list *diags)
{
	size_t length = strlen(text);
	char *copy = malloc(length + (length == 0));
	int result;

	assert_non_null(copy);
	memcpy(copy, text, length);
	result = quantity_parse(q, (enum quantity_kind)kind, copy, length,
				where, words, arena, diags);
	free(copy);
	return result;
}

/* Unless it is a value: the state; "~" estimate, "<" and ">" open ends. */
static void describe(GString *out, const struct quantity *q)
{
	static const char *const states[] = { "missing", "", "unknown",
					      "not applicable" };

	g_string_assign(out, states[q->state]);
	if (q->estimate)
		g_string_append_c(out, '~');
	if (q->no_low)
		g_string_append_c(out, '<');
	if (q->no_high)
		g_string_append_c(out, '>');
	if (q->state == QUANTITY_VALUE) {
		g_string_append_printf(out, "%" G_GINT64_FORMAT, q->low);
		if (q->high != q->low)
			g_string_append_printf(out, "..%" G_GINT64_FORMAT,
					       q->high);
	}
	if (q->per_part)
		g_string_append_printf(out, " per [%s]", q->per);
	if (q->foreign != NULL)
		g_string_append_printf(out, " [%s]", q->foreign);
}

struct value_case {
	int kind;
	const char *text;
	const char *meaning;
	const char *written; /* in its own unit; NULL: as `text` */
};

static const struct value_case values[] = {
	/* Plain numbers. */
	{ COUNT, "0", "0", NULL },
	{ COUNT, "12", "1200", NULL },
	{ COUNT, " 12 ", "1200", "12" },
	{ COUNT, "12\n", "1200", "12" },
	{ COUNT, "999", "99900", NULL },
	{ COUNT, "1000", "100000", "1" NB "000" },
	{ COUNT, "1 000", "100000", "1" NB "000" },
	{ COUNT, "1" NB "000", "100000", NULL },
	{ COUNT, "1" NNB "000", "100000", "1" NB "000" },
	{ COUNT, "1\342\200\211000", "100000", "1" NB "000" },
	{ COUNT, "20 000", "2000000", "20" NB "000" },
	{ COUNT, "200 000", "20000000", "200" NB "000" },
	{ COUNT, "1 234 567", "123456700", "1" NB "234" NB "567" },
	{ COUNT, "1234567", "123456700", "1" NB "234" NB "567" },
	{ COUNT, "12,5", "1250", NULL },
	{ COUNT, "12.5", "1250", "12,5" },
	{ COUNT, "12,50", "1250", "12,5" },
	{ COUNT, "0,25", "25", NULL },
	{ COUNT, "0,05", "5", NULL },
	{ COUNT, "1 234,5", "123450", "1" NB "234,5" },
	{ COUNT, "92233720368547758,07", "9223372036854775807",
	  "92" NB "233" NB "720" NB "368" NB "547" NB "758,07" },
	/* Ranges. */
	{ COUNT, "2–4", "200..400", NULL },
	{ COUNT, "2-4", "200..400", "2–4" },
	{ COUNT, "2 – 4", "200..400", "2–4" },
	{ COUNT, "2 - 4", "200..400", "2–4" },
	{ COUNT, "2" MIN_SIGN "4", "200..400", "2–4" },
	{ COUNT, "2\342\200\2204", "200..400", "2–4" },
	{ COUNT, "2\342\200\2214", "200..400", "2–4" },
	{ COUNT, "2\342\200\2224", "200..400", "2–4" },
	{ COUNT, "2" NB "–" NB "4", "200..400", "2–4" },
	{ COUNT, "4–4", "400", "4" },
	{ COUNT, "0–3", "0..300", NULL },
	{ COUNT, "1,5–2,5", "150..250", NULL },
	{ COUNT, "1 000–2 000", "100000..200000", "1" NB "000–2" NB "000" },
	{ COUNT, "10–100", "1000..10000", NULL },
	/* Words before. */
	{ COUNT, "ca 12", "~1200", "ca" NB "12" },
	{ COUNT, "Ca 12", "~1200", "ca" NB "12" },
	{ COUNT, "CA" NB "12", "~1200", "ca" NB "12" },
	{ COUNT, "ca  12", "~1200", "ca" NB "12" },
	{ COUNT, "ca 10–12", "~1000..1200", "ca" NB "10–12" },
	{ COUNT, "ca 2–3", "~200..300", "ca" NB "2–3" },
	{ COUNT, "minst 144", ">14400", "minst" NB "144" },
	{ COUNT, "Minst 144", ">14400", "minst" NB "144" },
	{ COUNT, "minst 0", ">0", "minst" NB "0" },
	{ COUNT, "högst 4", "<0..400", "högst" NB "4" },
	{ COUNT, "Högst 4", "<0..400", "högst" NB "4" },
	{ COUNT, "HÖGST 4", "<0..400", "högst" NB "4" },
	{ COUNT, "högst 0", "<0", "högst" NB "0" },
	{ COUNT, "minst ca 12", "~>1200", "minst" NB "ca" NB "12" },
	{ COUNT, "ca minst 12", "~>1200", "minst" NB "ca" NB "12" },
	{ COUNT, "högst ca 12", "~<0..1200", "högst" NB "ca" NB "12" },
	{ COUNT, "ca högst 12", "~<0..1200", "högst" NB "ca" NB "12" },
	/* States. */
	{ COUNT, "okänd", "unknown", NULL },
	{ COUNT, "Okänd", "unknown", "okänd" },
	{ COUNT, "OKÄND", "unknown", "okänd" },
	{ COUNT, " okänd\t", "unknown", "okänd" },
	{ COUNT, "ej aktuellt", "not applicable", NULL },
	{ COUNT, "Ej aktuellt", "not applicable", "ej aktuellt" },
	{ COUNT, "ej" NB "aktuellt", "not applicable", "ej aktuellt" },
	{ COUNT, "ej   aktuellt", "not applicable", "ej aktuellt" },
	{ MONEY, "okänd", "unknown", NULL },
	{ HOURS, "ej aktuellt", "not applicable", NULL },
	/* Per part. */
	{ COUNT, "2 per forum", "200 per [forum]", NULL },
	{ COUNT, "2 Per forum", "200 per [forum]", "2 per forum" },
	{ COUNT, "2 per  forum ", "200 per [forum]", "2 per forum" },
	{ COUNT, "2–3 per forum", "200..300 per [forum]", NULL },
	{ COUNT, "ca 2 per forum", "~200 per [forum]", "ca" NB "2 per forum" },
	{ COUNT, "minst 2 per år", ">200 per [år]", "minst" NB "2 per år" },
	{ COUNT, "2 per grupp och år", "200 per [grupp och år]", NULL },
	{ COUNT, "2 per under-grupp", "200 per [under-grupp]", NULL },
	{ MONEY, "10 tkr per forum", "1000000 per [forum]",
	  "10" NB "tkr per forum" },
	{ MONEY, "0 per forum", "0 per [forum]", NULL },
	/* Money. */
	{ MONEY, "0", "0", NULL },
	{ MONEY, "0,00", "0", "0" },
	{ MONEY, "0–0", "0", "0" },
	{ MONEY, "0 kr", "0", "0" NB "kr" },
	{ MONEY, "0 tkr", "0", "0" NB "tkr" },
	{ MONEY, "837 tkr", "83700000", "837" NB "tkr" },
	{ MONEY, "837tkr", "83700000", "837" NB "tkr" },
	{ MONEY, "837" NB "tkr", "83700000", "837" NB "tkr" },
	{ MONEY, "837 TKR", "83700000", "837" NB "tkr" },
	{ MONEY, "65 000 kr", "6500000", "65" NB "000" NB "kr" },
	{ MONEY, "65000 kr", "6500000", "65" NB "000" NB "kr" },
	{ MONEY, "65 000,50 kr", "6500050", "65" NB "000,5" NB "kr" },
	{ MONEY, "0,01 kr", "1", "0,01" NB "kr" },
	{ MONEY, "1,5 mnkr", "150000000", "1,5" NB "mnkr" },
	{ MONEY, "1.5 mnkr", "150000000", "1,5" NB "mnkr" },
	{ MONEY, "1,00000001 mnkr", "100000001", "1,00000001" NB "mnkr" },
	{ MONEY, "0,00000001 mnkr", "1", "0,00000001" NB "mnkr" },
	{ MONEY, "0.125 mnkr", "12500000", "0,125" NB "mnkr" },
	{ MONEY, "1,500 tkr", "150000", "1,5" NB "tkr" },
	{ MONEY, "1 234.567 tkr", "123456700", "1" NB "234,567" NB "tkr" },
	{ MONEY, "1,00001 tkr", "100001", "1,00001" NB "tkr" },
	{ MONEY, "2 390 tkr", "239000000", "2" NB "390" NB "tkr" },
	{ MONEY, "92233720368547758,07 kr", "9223372036854775807",
	  "92" NB "233" NB "720" NB "368" NB "547" NB "758,07" NB "kr" },
	{ MONEY, "92233720368,54775807 mnkr", "9223372036854775807",
	  "92" NB "233" NB "720" NB "368,54775807" NB "mnkr" },
	{ MONEY, "10–20 tkr", "1000000..2000000", "10–20" NB "tkr" },
	{ MONEY, "10 tkr–20 tkr", "1000000..2000000", "10–20" NB "tkr" },
	{ MONEY, "10 tkr – 20 tkr", "1000000..2000000", "10–20" NB "tkr" },
	{ MONEY, "900 tkr–1,1 mnkr", "90000000..110000000",
	  "0,9–1,1" NB "mnkr" },
	{ MONEY, "0–5 kr", "0..500", "0–5" NB "kr" },
	{ MONEY, "0–5 tkr", "0..500000", "0–5" NB "tkr" },
	{ MONEY, "ca 12 tkr", "~1200000", "ca" NB "12" NB "tkr" },
	{ MONEY, "minst 144 tkr", ">14400000", "minst" NB "144" NB "tkr" },
	{ MONEY, "högst 1,5 mnkr", "<0..150000000",
	  "högst" NB "1,5" NB "mnkr" },
	{ MONEY, "ca 10–12 tkr", "~1000000..1200000",
	  "ca" NB "10–12" NB "tkr" },
	/* Other currencies. */
	{ MONEY, "1 500 EUR (17 250 kr)", "1725000 [1 500 EUR]",
	  "1 500 EUR (17" NB "250" NB "kr)" },
	{ MONEY, "1 500 EUR(17 250 kr)", "1725000 [1 500 EUR]",
	  "1 500 EUR (17" NB "250" NB "kr)" },
	{ MONEY, "1 500 EUR ( 17,25 tkr )", "1725000 [1 500 EUR]",
	  "1 500 EUR (17,25" NB "tkr)" },
	{ MONEY, "1 500 € (17 250 kr)", "1725000 [1 500 €]",
	  "1 500 € (17" NB "250" NB "kr)" },
	{ MONEY, "1 500 EUR (ca 17 tkr)", "~1700000 [1 500 EUR]",
	  "1 500 EUR (ca" NB "17" NB "tkr)" },
	{ MONEY, "ca 1 500 EUR (17 tkr)", "~1700000 [ca 1 500 EUR]",
	  "ca 1 500 EUR (ca" NB "17" NB "tkr)" },
	{ MONEY, "minst 9 USD (99 kr)", ">9900 [minst 9 USD]",
	  "minst 9 USD (minst" NB "99" NB "kr)" },
	{ MONEY, "högst 9 USD (99 kr)", "<0..9900 [högst 9 USD]",
	  "högst 9 USD (högst" NB "99" NB "kr)" },
	{ MONEY, "1–2 EUR (11–23 kr)", "1100..2300 [1–2 EUR]",
	  "1–2 EUR (11–23" NB "kr)" },
	{ MONEY, "1 EUR–2 EUR (20 kr)", "2000 [1 EUR–2 EUR]",
	  "1 EUR–2 EUR (20" NB "kr)" },
	{ MONEY, "9 EUR (99 kr) per forum", "9900 per [forum] [9 EUR]",
	  "9 EUR (99" NB "kr) per forum" },
	{ MONEY, "1 500 EUR", "unknown [1 500 EUR]", NULL },
	{ MONEY, "1 500 EUR ", "unknown [1 500 EUR]", "1 500 EUR" },
	{ MONEY, "1500EUR", "unknown [1500EUR]", NULL },
	{ MONEY, "ca 1 500 NOK", "unknown [ca 1 500 NOK]", NULL },
	{ MONEY, "9 EUR per forum", "unknown per [forum] [9 EUR]", NULL },
	{ MONEY, "99999999999999999999 EUR",
	  "unknown [99999999999999999999 "
	  "EUR]",
	  NULL },
	/* Hours. */
	{ HOURS, "60 h", "6000", "60" NB "h" },
	{ HOURS, "60h", "6000", "60" NB "h" },
	{ HOURS, "60", "6000", NULL },
	{ HOURS, "1,25 h", "125", "1,25" NB "h" },
	{ HOURS, "ca 40–60 h", "~4000..6000", "ca" NB "40–60" NB "h" },
	{ HOURS, "2 h per möte", "200 per [möte]", "2" NB "h per möte" },
};

static void check_value(const struct value_case *c,
			const struct quantity_words *words)
{
	struct arena *arena = arena_new();
	struct diag_list *diags = diag_list_new();
	GString *out = g_string_new(NULL);
	struct quantity q;
	struct span nowhere = { 0 };

	if (parse(&q, c->kind, c->text, nowhere, words, arena, diags) < 0)
		fail_msg("\"%s\" is refused", c->text);
	assert_int_equal(diag_count(diags, DIAG_NOTE), 0);
	describe(out, &q);
	assert_string_equal(out->str, c->meaning);
	g_string_truncate(out, 0);
	quantity_format(out, &q, words, (enum quantity_unit)q.unit, -1, true);
	assert_string_equal(out->str,
			    c->written == NULL ? c->text : c->written);
	g_string_free(out, TRUE);
	diag_list_free(diags);
	arena_free(arena);
}

static void test_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
		check_value(&values[i], &swedish);
}

static void test_english(void **state)
{
	static const struct value_case cases[] = {
		{ COUNT, "at least 12.5", ">1250", "at least" NB "12.5" },
		{ COUNT, "At" NB "most 3", "<0..300", "at most" NB "3" },
		{ COUNT, "about 1,5", "~150", "about" NB "1.5" },
		{ COUNT, "Not  applicable", "not applicable",
		  "not applicable" },
		{ MONEY, "2 SEK", "200", "2" NB "SEK" },
		{ MONEY, "1.234 SEK thousand", "123400",
		  "1.234" NB "SEK thousand" },
		{ MONEY, "2 SEK million", "200000000", "2" NB "SEK million" },
		{ MONEY, "2–3 SEK" NB "million per forum",
		  "200000000..300000000 per [forum]",
		  "2–3" NB "SEK million per forum" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		check_value(&cases[i], &english);
}

struct fault_case {
	int kind;
	const char *text;
	const char *found;  /* name, column and length of the part */
	const char *advice; /* suggestion or what to write; NULL: none */
};

#define LONG_TEXT                                                              \
	"mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmåååå"  \
	"mmmmmmmmmmmmmmmmm"

static const struct fault_case faults[] = {
	/* Not a number. */
	{ COUNT, "", "quantity-empty 1 0", NULL },
	{ COUNT, "  ", "quantity-empty 1 2", NULL },
	{ COUNT, "tolv", "quantity-form 1 4", NULL },
	{ COUNT, "12,", "quantity-form 3 1", NULL },
	{ COUNT, ",5", "quantity-form 1 2", NULL },
	{ COUNT, "1,5,5", "quantity-form 4 2", NULL },
	{ COUNT, "12 %", "quantity-form 4 1", NULL },
	{ COUNT, "12 (ungefär)", "quantity-form 4 9", NULL },
	{ COUNT, "2024-02-08", "quantity-form 1 10", NULL },
	{ COUNT, "2024-12-31", "quantity-form 1 10", NULL },
	{ COUNT, "10-12-31", "quantity-form 1 8", NULL },
	{ COUNT, "031-365 00 00", "quantity-form 1 13", NULL },
	{ COUNT, "007", "quantity-form 1 3", NULL },
	{ COUNT, "2–", "quantity-form 1 2", NULL },
	{ COUNT, "2–4–6", "quantity-form 1 5", NULL },
	{ COUNT, "2–ca 4", "quantity-form 3 4", NULL },
	{ COUNT, "ca", "quantity-form 1 2", NULL },
	{ COUNT, "ca12", "quantity-form 1 4", "ca" },
	{ COUNT, "ca ca 12", "quantity-form 4 5", NULL },
	{ COUNT, "minst högst 12", "quantity-form 7 8", NULL },
	{ COUNT, "minst fyra", "quantity-form 7 4", NULL },
	{ COUNT, "minst okänd", "quantity-form 7 5", NULL },
	{ COUNT, "minst 2–4", "quantity-form 1 9", NULL },
	{ COUNT, "högst 2–4", "quantity-form 1 9", NULL },
	{ COUNT, "2 per", "quantity-form 1 5", NULL },
	{ COUNT, "2 per 3", "quantity-form 7 1", NULL },
	{ COUNT, "?", "quantity-form 1 1", "okänd" },
	{ COUNT, "-", "quantity-form 1 1", "ej aktuellt" },
	{ COUNT, " – ", "quantity-form 2 1", "ej aktuellt" },
	{ COUNT, "??", "quantity-form 1 2", NULL },
	{ COUNT, "--", "quantity-form 1 2", NULL },
	{ COUNT, "okänt", "quantity-form 1 5", "okänd" },
	{ COUNT, "OKÄNT", "quantity-form 1 5", "okänd" },
	{ COUNT, "ej aktuell", "quantity-form 1 10", "ej aktuellt" },
	{ COUNT, "mints 4", "quantity-form 1 7", "minst" },
	{ COUNT, "saknas", "quantity-form 1 6", NULL },
	{ COUNT, LONG_TEXT, "quantity-form 1 80", NULL },
	/* Groups, marks. */
	{ COUNT, "20 00", "quantity-groups 1 5", "2" NB "000" },
	{ COUNT, "1 0000", "quantity-groups 1 6", "10" NB "000" },
	{ COUNT, "1  000", "quantity-groups 1 6", "1" NB "000" },
	{ COUNT, "1000 000", "quantity-groups 1 8", "1" NB "000" NB "000" },
	{ COUNT, "0 123", "quantity-groups 1 5", "123" },
	{ COUNT, "ca 12 34", "quantity-groups 4 5", "1" NB "234" },
	{ MONEY, "1.500 kr", "quantity-ambiguous 1 5",
	  "1" NB "500 eller 1,500" },
	{ COUNT, "12.500", "quantity-ambiguous 1 6",
	  "12" NB "500 eller 12,500" },
	{ MONEY, "1.234.567 kr", "quantity-ambiguous 1 5",
	  "1" NB "234 eller 1,234" },
	/* Signs and size. */
	{ COUNT, "-4", "quantity-negative 1 2", NULL },
	{ COUNT, "–4", "quantity-negative 1 2", NULL },
	{ COUNT, MIN_SIGN "4", "quantity-negative 1 2", NULL },
	{ COUNT, MIN_SIGN " 40 tkr", "quantity-negative 1 4", NULL },
	{ COUNT, "2--4", "quantity-negative 3 2", NULL },
	{ COUNT, "ca -4", "quantity-negative 4 2", NULL },
	{ COUNT, "2024-12", "quantity-range 1 7", "12–2" NB "024" },
	{ COUNT, "4–2", "quantity-range 1 3", "2–4" },
	{ MONEY, "20–10 tkr", "quantity-range 1 9", "10–20" NB "tkr" },
	{ MONEY, "1 mnkr–10 tkr", "quantity-range 1 13",
	  "10–1" NB "000" NB "tkr" },
	{ COUNT, "1,125", "quantity-precision 1 5", NULL },
	{ MONEY, "1,005 kr", "quantity-precision 1 8", NULL },
	{ MONEY, "1,000001 tkr", "quantity-precision 1 12", NULL },
	{ MONEY, "1,000000001 mnkr", "quantity-precision 1 16", NULL },
	{ MONEY, "1,00000000000000000000000000001 mnkr",
	  "quantity-precision 1 36", NULL },
	{ COUNT, "92233720368547758,08", "quantity-overflow 1 20", NULL },
	{ COUNT, "92233720368547759", "quantity-overflow 1 17", NULL },
	{ COUNT, "9223372036854775808", "quantity-overflow 1 19", NULL },
	{ COUNT, "99999999999999999999999", "quantity-overflow 1 23", NULL },
	{ MONEY, "92233720369 mnkr", "quantity-overflow 1 16", NULL },
	{ MONEY, "1–92233720369 mnkr", "quantity-overflow 3 16", NULL },
	/* Units. */
	{ MONEY, "837", "quantity-unit 1 3", "837" NB "tkr eller 837" NB "kr" },
	{ MONEY, "99 999", "quantity-unit 1 6",
	  "99 999" NB "tkr eller 99 999" NB "kr" },
	{ MONEY, "150 000", "quantity-unit 1 7",
	  "150 000" NB "kr eller 150 000" NB "tkr" },
	{ MONEY, "ca 10–20", "quantity-unit 4 5",
	  "10–20" NB "tkr eller 10–20" NB "kr" },
	{ MONEY, "0–20", "quantity-unit 1 4",
	  "0–20" NB "tkr eller 0–20" NB "kr" },
	{ MONEY, "20–0", "quantity-unit 1 2", "20" NB "tkr eller 20" NB "kr" },
	{ MONEY, "10 tkr–20", "quantity-unit 8 2",
	  "20" NB "tkr eller 20" NB "kr" },
	{ MONEY, "2 per forum", "quantity-unit 1 1",
	  "2" NB "tkr eller 2" NB "kr" },
	{ MONEY, "12 tk", "quantity-unit-unknown 4 2", "tkr" },
	{ MONEY, "12 mkr", "quantity-unit-unknown 4 3", "mnkr" },
	{ MONEY, "12 MKR", "quantity-unit-unknown 4 3", "mnkr" },
	{ MONEY, "12 SEK", "quantity-unit-unknown 4 3", "kr" },
	{ MONEY, "12 KSEK", "quantity-unit-unknown 4 4", "tkr" },
	{ MONEY, "12 MSEK", "quantity-unit-unknown 4 4", "mnkr" },
	{ MONEY, "12 eur", "quantity-unit-unknown 4 3", "EUR" },
	{ MONEY, "12 QQQ", "quantity-unit-unknown 4 3", NULL },
	{ MONEY, "12 h", "quantity-unit-unknown 4 1", NULL },
	{ MONEY, "12 elefanter", "quantity-unit-unknown 4 9", NULL },
	{ COUNT, "12 tkr", "quantity-unit-unknown 4 3", "12" },
	{ COUNT, "ca 2–4 st", "quantity-unit-unknown 8 2", "ca 2–4" },
	{ COUNT, "12 EUR", "quantity-unit-unknown 4 3", "12" },
	{ HOURS, "12 kr", "quantity-unit-unknown 4 2", "h" },
	{ HOURS, "12 tim", "quantity-unit-unknown 4 3", "h" },
	/* Too much. */
	{ COUNT, "okänd summa", "quantity-rest 7 5", NULL },
	{ COUNT, "ej aktuellt 2023", "quantity-rest 13 4", NULL },
	{ COUNT, "2 per forum!", "quantity-rest 12 1", NULL },
	{ MONEY, "837 tkr plus moms", "quantity-rest 9 9", NULL },
	{ MONEY, "837 tkr.", "quantity-rest 8 1", NULL },
	{ MONEY, "17 250 kr (1 500 EUR)", "quantity-rest 11 11", NULL },
	/* Parentheses. */
	{ MONEY, "9 EUR (99", "quantity-form 7 3", NULL },
	{ MONEY, "9 EUR ()", "quantity-form 7 2", NULL },
	{ MONEY, "9 EUR (99)", "quantity-unit 8 2",
	  "99" NB "tkr eller 99" NB "kr" },
	{ MONEY, "9 EUR (9 USD)", "quantity-form 8 5", NULL },
	{ MONEY, "9 EUR (okänd)", "quantity-form 8 5", NULL },
	{ MONEY, "9 EUR (99 kr x)", "quantity-form 8 7", NULL },
	{ MONEY, "9 EUR (99 kr) x", "quantity-rest 15 1", NULL },
	{ MONEY, "minst 9 EUR (högst 9 kr)", "quantity-form 14 10", NULL },
	{ MONEY, "högst 9 EUR (minst 9 kr)", "quantity-form 14 10", NULL },
	{ MONEY, "minst 9 EUR (8–9 kr)", "quantity-form 14 6", NULL },
	{ MONEY, "9 EUR–99 kr", "quantity-form 1 11", NULL },
};

/* The value of `"name": ` in the first finding, or NULL; to be freed. */
static char *json_member(const char *json, const char *name)
{
	char *key = g_strdup_printf("\"%s\": ", name);
	const char *at = strstr(json, key);
	const char *end;

	if (at != NULL)
		at += strlen(key);
	g_free(key);
	if (at == NULL)
		return NULL;
	at += *at == '"';
	for (end = at; *end != '"' && *end != ',' && *end != '}'; end++)
		;
	if (at[-1] == '"')
		end = strchr(at, '"');
	return g_strndup(at, (gsize)(end - at));
}

/* The only finding, as the table has it. */
static char *found(struct diag_list *diags, char **advice)
{
	char *json = NULL;
	size_t length;
	FILE *out = open_memstream(&json, &length);
	char *name;
	char *column;
	char *marked;
	char *text;

	assert_non_null(out);
	assert_int_equal(diag_count(diags, DIAG_NOTE), 1);
	diag_print_json(diags, DIAG_SWEDISH, out);
	fclose(out);
	name = json_member(json, "name");
	column = json_member(json, "column");
	marked = json_member(json, "length");
	*advice = json_member(json, "suggestion");
	if (*advice == NULL)
		*advice = json_member(json, "instead");
	text = g_strdup_printf("%s %s %s", name, column, marked);
	g_free(name);
	g_free(column);
	g_free(marked);
	free(json);
	return text;
}

static void check_fault(const struct fault_case *c, struct span where)
{
	struct arena *arena = arena_new();
	struct diag_list *diags = diag_list_new();
	struct quantity q = { .state = QUANTITY_VALUE };
	char *advice;
	char *text;

	if (parse(&q, c->kind, c->text, where, &swedish, arena, diags) != -1)
		fail_msg("\"%s\" is not refused", c->text);
	assert_int_equal(q.state, QUANTITY_MISSING);
	text = found(diags, &advice);
	if (strcmp(text, c->found) != 0)
		fail_msg("\"%s\": %s, not %s", c->text, text, c->found);
	if (g_strcmp0(advice, c->advice) != 0)
		fail_msg("\"%s\": advice %s, not %s", c->text, advice,
			 c->advice);
	g_free(text);
	g_free(advice);
	diag_list_free(diags);
	arena_free(arena);
}

/* All texts in one file, a line each, so that places can be told. */
static void test_faults(void **state)
{
	char path[] = "/tmp/bilaga-quantity-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");
	struct arena *arena = arena_new();
	struct source *source = source_new(path, "quantity", arena);
	size_t offset = 0;

	(void)state;
	assert_non_null(file);
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++)
		fprintf(file, "%s\n", faults[i].text);
	fclose(file);
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		size_t length = strlen(faults[i].text);

		check_fault(&faults[i], source_span(source, offset, length));
		offset += length + 1;
	}
	unlink(path);
	arena_free(arena);
}

/* Quoted in the file, the text is not where its place says: all is marked. */
static void test_fault_elsewhere(void **state)
{
	char path[] = "/tmp/bilaga-quantity-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");
	struct arena *arena = arena_new();
	struct diag_list *diags = diag_list_new();
	struct source *source = source_new(path, "quantity", arena);
	struct quantity q;
	char *advice;
	char *text;

	(void)state;
	assert_non_null(file);
	fputs("x: \"12 %\"\n", file);
	fclose(file);
	assert_int_equal(parse(&q, COUNT, "12 %", source_span(source, 3, 6),
			       &swedish, arena, diags),
			 -1);
	text = found(diags, &advice);
	assert_string_equal(text, "quantity-form 4 6");
	g_free(text);
	g_free(advice);
	unlink(path);
	diag_list_free(diags);
	arena_free(arena);
}

/* Broken UTF-8 never comes this far, but is no danger. */
static void test_broken_bytes(void **state)
{
	static const char *const texts[] = { "\377",	      "12\302",
					     "12 tkr\200",    "\200\200 12",
					     "ca\342\200 12", "2\342\200" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct arena *arena = arena_new();
		struct diag_list *diags = diag_list_new();
		struct span nowhere = { 0 };
		struct quantity q;

		assert_int_equal(parse(&q, COUNT, texts[i], nowhere, &swedish,
				       arena, diags),
				 -1);
		diag_list_free(diags);
		arena_free(arena);
	}
}

struct format_case {
	const char *expected;
	int64_t low;
	int64_t high;
	enum quantity_unit unit;
	int decimals;
	bool with_unit;
};

static const struct format_case formats[] = {
	{ "0", 0, 0, QUANTITY_IN_NUMBERS, 0, true },
	{ "0,0" NB "mnkr", 0, 0, QUANTITY_IN_MILLIONS, 1, true },
	{ "7,9" NB "mnkr", 789999999, 789999999, QUANTITY_IN_MILLIONS, 1,
	  true },
	{ "7,9", 789999999, 789999999, QUANTITY_IN_MILLIONS, 1, false },
	{ "8" NB "mnkr", 789999999, 789999999, QUANTITY_IN_MILLIONS, 0, true },
	{ "8,0" NB "mnkr", 800000000, 800000000, QUANTITY_IN_MILLIONS, 1,
	  true },
	{ "8" NB "mnkr", 800000000, 800000000, QUANTITY_IN_MILLIONS, -1, true },
	{ "7,89999999" NB "mnkr", 789999999, 789999999, QUANTITY_IN_MILLIONS,
	  -1, true },
	{ "7,89999999" NB "mnkr", 789999999, 789999999, QUANTITY_IN_MILLIONS, 8,
	  true },
	{ "7,8999999900" NB "mnkr", 789999999, 789999999, QUANTITY_IN_MILLIONS,
	  10, true },
	{ "7" NB "899" NB "999,99" NB "kr", 789999999, 789999999,
	  QUANTITY_IN_KRONOR, -1, true },
	{ "7" NB "900" NB "000" NB "kr", 789999999, 789999999,
	  QUANTITY_IN_KRONOR, 0, true },
	{ "2" NB "079" NB "tkr", 207900000, 207900000, QUANTITY_IN_THOUSANDS, 0,
	  true },
	{ "2" NB "000", 200000, 200000, QUANTITY_IN_NUMBERS, -1, true },
	{ "0,5", 50, 50, QUANTITY_IN_NUMBERS, -1, true },
	{ "1", 50, 50, QUANTITY_IN_NUMBERS, 0, true },
	{ "0", 49, 49, QUANTITY_IN_NUMBERS, 0, true },
	{ "2", 150, 150, QUANTITY_IN_NUMBERS, 0, true },
	{ "3", 250, 250, QUANTITY_IN_NUMBERS, 0, true },
	{ "0,1", 5, 5, QUANTITY_IN_NUMBERS, 1, true },
	{ "12,50" NB "h", 1250, 1250, QUANTITY_IN_HOURS, 2, true },
	{ "10–12" NB "tkr", 1000000, 1200000, QUANTITY_IN_THOUSANDS, 0, true },
	{ "10" NB "tkr", 1000000, 1040000, QUANTITY_IN_THOUSANDS, 0, true },
	{ "0–1", 49, 50, QUANTITY_IN_NUMBERS, 0, true },
	{ MIN_SIGN "5", -500, -500, QUANTITY_IN_NUMBERS, -1, true },
	{ MIN_SIGN "1" NB "000" NB "kr", -100000, -100000, QUANTITY_IN_KRONOR,
	  0, true },
	{ MIN_SIGN "1", -50, -50, QUANTITY_IN_NUMBERS, 0, true },
	{ "0", -49, -49, QUANTITY_IN_NUMBERS, 0, true },
	{ MIN_SIGN "3" NB "–" NB MIN_SIGN "1", -300, -100, QUANTITY_IN_NUMBERS,
	  0, true },
	{ MIN_SIGN "3" NB "–" NB "2", -300, 200, QUANTITY_IN_NUMBERS, 0, true },
	{ "0–2", -30, 200, QUANTITY_IN_NUMBERS, 0, true },
	{ "92" NB "233" NB "720" NB "368" NB "547" NB "758,07", INT64_MAX,
	  INT64_MAX, QUANTITY_IN_NUMBERS, -1, true },
	{ "92" NB "233" NB "720" NB "368" NB "mnkr", INT64_MAX, INT64_MAX,
	  QUANTITY_IN_MILLIONS, 0, true },
	{ MIN_SIGN "92" NB "233" NB "720" NB "368" NB "547" NB "758,08",
	  INT64_MIN, INT64_MIN, QUANTITY_IN_NUMBERS, -1, true },
};

static void test_format(void **state)
{
	GString *out = g_string_new(NULL);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
		const struct format_case *c = &formats[i];
		struct quantity q = { .state = QUANTITY_VALUE,
				      .low = c->low,
				      .high = c->high };

		g_string_truncate(out, 0);
		quantity_format(out, &q, &swedish, c->unit, c->decimals,
				c->with_unit);
		assert_string_equal(out->str, c->expected);
	}
	g_string_free(out, TRUE);
}

static void test_format_states(void **state)
{
	GString *out = g_string_new("x");
	struct quantity q = { 0 };

	(void)state;
	quantity_format(out, &q, &swedish, QUANTITY_IN_THOUSANDS, 1, true);
	assert_string_equal(out->str, "xsaknas");
	q.state = QUANTITY_VALUE;
	q.no_low = true;
	q.low = q.high = -500;
	g_string_truncate(out, 0);
	quantity_format(out, &q, &swedish, QUANTITY_IN_NUMBERS, -1, true);
	assert_string_equal(out->str, "högst" NB MIN_SIGN "5");
	g_string_free(out, TRUE);
}

static void test_round(void **state)
{
	static const struct {
		int64_t hundredths;
		enum quantity_unit unit;
		int decimals;
		int64_t expected;
	} cases[] = {
		{ 789999999, QUANTITY_IN_MILLIONS, 1, 790000000 },
		{ 785000000, QUANTITY_IN_MILLIONS, 1, 790000000 },
		{ 784999999, QUANTITY_IN_MILLIONS, 1, 780000000 },
		{ -785000000, QUANTITY_IN_MILLIONS, 1, -790000000 },
		{ -784999999, QUANTITY_IN_MILLIONS, 1, -780000000 },
		{ 123456789, QUANTITY_IN_MILLIONS, -1, 123456789 },
		{ 123456789, QUANTITY_IN_MILLIONS, 8, 123456789 },
		{ 123456789, QUANTITY_IN_MILLIONS, 20, 123456789 },
		{ 123456789, QUANTITY_IN_MILLIONS, 0, 100000000 },
		{ 150, QUANTITY_IN_KRONOR, 0, 200 },
		{ 149, QUANTITY_IN_NUMBERS, 0, 100 },
		{ 0, QUANTITY_IN_HOURS, 0, 0 },
		{ INT64_MAX, QUANTITY_IN_KRONOR, 2, INT64_MAX },
		{ INT64_MIN, QUANTITY_IN_KRONOR, 2, INT64_MIN },
		{ INT64_MAX, QUANTITY_IN_MILLIONS, 0, 9223372036800000000 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_true(quantity_round(cases[i].hundredths, cases[i].unit,
					   cases[i].decimals) ==
			    cases[i].expected);
}

/* Worked out by hand: a quotient, rounded once, and its ends crosswise. */
static void test_divide(void **state)
{
	static const struct {
		const char *of;
		const char *by;
		enum quantity_division division;
		enum quantity_unit unit;
		int decimals;
		const char *text;
	} cases[] = {
		/* 1 000 / 3 = 333,33…; 2 000 / 3 = 666,66… */
		{ "1000 kr", "3", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, -1,
		  "333,33" NB "kr" },
		{ "2000 kr", "3", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, -1,
		  "666,67" NB "kr" },
		{ "2000 kr", "3", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, 0,
		  "667" NB "kr" },
		/* 1 499,996…: never 1 500,00 and then 2 tkr */
		{ "4499,99 kr", "3", QUANTITY_DIVIDED, QUANTITY_IN_THOUSANDS, 0,
		  "1" NB "tkr" },
		/* half away from zero: 2,5 öre of 5 / 2 */
		{ "0,05 kr", "2", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, -1,
		  "0,03" NB "kr" },
		{ "3 kr", "2", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, 0,
		  "2" NB "kr" },
		/* 10 / 4 to 20 / 2 */
		{ "10-20 kr", "2-4", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, -1,
		  "2,5–10" NB "kr" },
		{ "ca 10 kr", "4", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, -1,
		  "ca" NB "2,5" NB "kr" },
		{ "10 kr", "ca 4", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, -1,
		  "ca" NB "2,5" NB "kr" },
		/* ≥ 11 / 3 is at least 3,66; 11 / ≥ 3 at most 3,67 */
		{ "minst 11 kr", "3", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, -1,
		  "minst" NB "3,66" NB "kr" },
		{ "11 kr", "minst 3", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, -1,
		  "högst" NB "3,67" NB "kr" },
		{ "högst 11 kr", "3", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, -1,
		  "högst" NB "3,67" NB "kr" },
		{ "11 kr", "högst 3", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, -1,
		  "minst" NB "3,66" NB "kr" },
		{ "10 kr", "0-4", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, -1,
		  "minst" NB "2,5" NB "kr" },
		{ "minst 11 kr", "minst 3", QUANTITY_DIVIDED,
		  QUANTITY_IN_KRONOR, -1, "okänd" },
		{ "högst 11 kr", "0-3", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR,
		  -1, "okänd" },
		{ "0 kr", "3", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, -1,
		  "0" NB "kr" },
		{ "okänd", "3", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, -1,
		  "okänd" },
		{ "ej aktuellt", "3", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR, -1,
		  "ej aktuellt" },
		{ "5 kr per forum", "3", QUANTITY_DIVIDED, QUANTITY_IN_KRONOR,
		  -1, "okänd" },
		{ "5 kr", "0", QUANTITY_BY_NOTHING, QUANTITY_IN_KRONOR, -1,
		  "okänd" },
		{ "5 kr", "okänd", QUANTITY_BY_UNKNOWN, QUANTITY_IN_KRONOR, -1,
		  "okänd" },
		{ "5 kr", "ej aktuellt", QUANTITY_BY_UNKNOWN,
		  QUANTITY_IN_KRONOR, -1, "okänd" },
		{ "5 kr", "2 per forum", QUANTITY_BY_UNKNOWN,
		  QUANTITY_IN_KRONOR, -1, "okänd" },
		{ "92233720368547758 kr", "0,01", QUANTITY_TOO_LARGE,
		  QUANTITY_IN_KRONOR, -1, "okänd" },
		{ "92233720368547758 kr", "1", QUANTITY_DIVIDED,
		  QUANTITY_IN_KRONOR, -1,
		  "92" NB "233" NB "720" NB "368" NB "547" NB "758" NB "kr" },
	};
	struct arena *arena = arena_new();
	struct diag_list *diags = diag_list_new();
	GString *out = g_string_new(NULL);
	struct span nowhere = { 0 };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct quantity of, by, q;

		parse(&of, MONEY, cases[i].of, nowhere, &swedish, arena, diags);
		parse(&by, COUNT, cases[i].by, nowhere, &swedish, arena, diags);
		assert_int_equal(quantity_divide(&q, &of, &by, QUANTITY_MONEY,
						 cases[i].unit,
						 cases[i].decimals),
				 cases[i].division);
		g_string_truncate(out, 0);
		quantity_format(out, &q, &swedish, cases[i].unit, -1, true);
		if (strcmp(out->str, cases[i].text) != 0)
			fail_msg("%s / %s: %s", cases[i].of, cases[i].by,
				 out->str);
	}
	assert_int_equal(diag_count(diags, DIAG_ERROR), 0);
	g_string_free(out, TRUE);
	diag_list_free(diags);
	arena_free(arena);
}

/* From one year to the next, worked out by hand. */
static void test_difference(void **state)
{
	static const struct {
		const char *later;
		const char *earlier;
		const char *text;
	} cases[] = {
		{ "12", "10", "2" },
		{ "10", "12", MIN_SIGN "2" },
		{ "10", "10", "0" },
		{ "10-20", "5", "5–15" },
		{ "10-20", "12", MIN_SIGN "2" NB "–" NB "8" },
		{ "10", "4-6", "4–6" },
		{ "ca 10", "4", "ca" NB "6" },
		{ "minst 10", "4", "minst" NB "6" },
		{ "10", "minst 4", "högst" NB "6" },
		{ "högst 10", "4", "högst" NB "6" },
		{ "10", "högst 4", "minst" NB "6" },
		{ "minst 10", "minst 4", "okänd" },
		{ "minst 10", "högst 4", "minst" NB "6" },
		{ "ej aktuellt", "4", MIN_SIGN "4" },
		{ "4", "ej aktuellt", "4" },
		{ "ej aktuellt", "ej aktuellt", "ej aktuellt" },
		{ "okänd", "4", "okänd" },
		{ "4", "okänd", "okänd" },
		{ "2 per forum", "1 per forum", "okänd" },
	};
	struct arena *arena = arena_new();
	struct diag_list *diags = diag_list_new();
	GString *out = g_string_new(NULL);
	struct span nowhere = { 0 };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct quantity later, earlier, q;

		parse(&later, COUNT, cases[i].later, nowhere, &swedish, arena,
		      diags);
		parse(&earlier, COUNT, cases[i].earlier, nowhere, &swedish,
		      arena, diags);
		q = quantity_difference(&later, &earlier);
		g_string_truncate(out, 0);
		quantity_format(out, &q, &swedish, QUANTITY_IN_NUMBERS, -1,
				true);
		if (strcmp(out->str, cases[i].text) != 0)
			fail_msg("%s - %s: %s", cases[i].later,
				 cases[i].earlier, out->str);
	}
	g_string_free(out, TRUE);
	diag_list_free(diags);
	arena_free(arena);
}

/* What a claim needs: how the text put it. */
static void test_written_form(void **state)
{
	static const struct {
		const char *text;
		enum quantity_unit unit;
		int decimals;
	} cases[] = {
		{ "7,9 mnkr", QUANTITY_IN_MILLIONS, 1 },
		{ "7,90 mnkr", QUANTITY_IN_MILLIONS, 2 },
		{ "2 079 tkr", QUANTITY_IN_THOUSANDS, 0 },
		{ "1,25–2,5 tkr", QUANTITY_IN_THOUSANDS, 2 },
		{ "950,5 tkr–1,1 mnkr", QUANTITY_IN_MILLIONS, 4 },
		{ "0,01 mnkr–15000 kr", QUANTITY_IN_KRONOR, 0 },
		{ "0", QUANTITY_IN_NUMBERS, 0 },
		{ "9 EUR (99,5 kr)", QUANTITY_IN_KRONOR, 1 },
		{ "okänd", QUANTITY_IN_NUMBERS, 0 },
	};
	struct arena *arena = arena_new();
	struct diag_list *diags = diag_list_new();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct span nowhere = { 0 };
		struct quantity q;

		assert_int_equal(parse(&q, MONEY, cases[i].text, nowhere,
				       &swedish, arena, diags),
				 0);
		assert_int_equal(q.unit, cases[i].unit);
		assert_int_equal(q.decimals, cases[i].decimals);
	}
	diag_list_free(diags);
	arena_free(arena);
}

/* xorshift64*: the same numbers each time. */
static uint64_t draw(uint64_t *seed)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return *seed * 0x2545F4914F6CDD1D;
}

/* Numbers of all sizes, many of them round. */
static int64_t draw_number(uint64_t *seed)
{
	uint64_t number = draw(seed) >> (1 + draw(seed) % 63);

	return (int64_t)(draw(seed) % 2 == 0 ? number : number - number % 100);
}

static struct quantity draw_value(uint64_t *seed, int kind)
{
	struct quantity q = { .state = QUANTITY_VALUE, .kind = (uint8_t)kind };
	int64_t number = draw_number(seed);

	q.low = q.high = draw_number(seed);
	q.estimate = draw(seed) % 4 == 0;
	switch (draw(seed) % 5) {
	case 0:
		q.no_high = true;
		break;
	case 1:
		q.no_low = true;
		q.low = 0;
		break;
	case 2:
		q.low = MIN(number, q.low);
		q.high = MAX(number, q.high);
		break;
	}
	if (draw(seed) % 8 == 0) {
		q.per_part = true;
		q.per = draw(seed) % 2 == 0 ? "forum" : "år och grupp";
	}
	return q;
}

static struct quantity draw_quantity(uint64_t *seed, int kind)
{
	struct quantity q = draw_value(seed, kind);
	struct quantity none = { .kind = (uint8_t)kind };

	switch (draw(seed) % 10) {
	case 0:
		none.state = QUANTITY_UNKNOWN;
		return none;
	case 1:
		none.state = QUANTITY_NOT_APPLICABLE;
		return none;
	case 2:
		if (kind != MONEY)
			return q;
		none.state = QUANTITY_UNKNOWN;
		none.foreign = "ca 1 500–2 000 EUR";
		return none;
	case 3:
		if (kind == MONEY)
			q.foreign = "1 500 EUR";
		return q;
	}
	return q;
}

static enum quantity_unit draw_unit(uint64_t *seed, int kind)
{
	if (kind == MONEY)
		return (enum quantity_unit)(QUANTITY_IN_KRONOR +
					    draw(seed) % 3);
	return kind == HOURS ? QUANTITY_IN_HOURS : QUANTITY_IN_NUMBERS;
}

static void test_round_trip(void **state)
{
	struct arena *arena = arena_new();
	struct diag_list *diags = diag_list_new();
	GString *out = g_string_new(NULL);
	uint64_t seed = 20240208;

	(void)state;
	for (size_t i = 0; i < 30000; i++) {
		int kind = (int)(i % 3);
		const struct quantity_words *words =
			draw(&seed) % 2 == 0 ? &swedish : &english;
		struct quantity q = draw_quantity(&seed, kind);
		struct span nowhere = { 0 };
		struct quantity again;

		/* The English words do not read "ca". */
		if (q.foreign != NULL && q.state == QUANTITY_UNKNOWN)
			words = &swedish;
		g_string_truncate(out, 0);
		quantity_format(out, &q, words, draw_unit(&seed, kind), -1,
				true);
		if (parse(&again, kind, out->str, nowhere, words, arena,
			  diags) < 0 ||
		    !quantity_equal(&q, &again))
			fail_msg("\"%s\" is not read as written", out->str);
		if (i % 1000 == 0)
			arena_reset(arena);
	}
	g_string_free(out, TRUE);
	diag_list_free(diags);
	arena_free(arena);
}

/* The sum, mean, least and largest of texts, with a bar between them. */
struct sum_case {
	const char *texts;
	const char *sum;
	const char *mean;
	const char *least;
	const char *largest;
};

/* "-" is missing, "=" is elsewhere. */
static const struct sum_case sums[] = {
	{ "", "missing", "missing", "missing", "missing" },
	{ "1|2|3", "600", "200", "100", "300" },
	{ "0", "0", "0", "0", "0" },
	{ "2–4|3", "500..700", "250..350", "200..300", "300..400" },
	{ "ca 2|3", "~500", "~250", "~200", "300" },
	{ "ca 5|100", "~10500", "~5250", "~500", "10000" },
	{ "ca 2|2", "~400", "~200", "~200", "~200" },
	{ "högst 4", "<0..400", "<0..400", "<0..400", "<0..400" },
	{ "högst 4|högst 3", "<0..700", "<0..350", "<0..300", "<0..400" },
	{ "högst 4|2", "200..600", "100..300", "<0..200", "200..400" },
	{ "högst 4|10", "1000..1400", "500..700", "<0..400", "1000" },
	{ "minst 4|2", ">600", ">300", "200", ">400" },
	{ "minst 4|minst 2", ">600", ">300", ">200", ">400" },
	{ "minst 4|högst 2", ">400", ">200", "<0..200", ">400" },
	{ "minst 4|2–9", ">600", ">300", "200..900", ">400" },
	{ "okänd", "unknown", "unknown", "unknown", "unknown" },
	{ "okänd|ej aktuellt", "unknown", "unknown", "unknown", "unknown" },
	{ "okänd|-", "unknown", "unknown", "unknown", "unknown" },
	{ "okänd|12", ">1200", "1200", "1200", "1200" },
	{ "okänd|2–4", ">200", "200..400", "200..400", "200..400" },
	{ "okänd|högst 4", ">0", "<0..400", "<0..400", "<0..400" },
	{ "okänd|0", ">0", "0", "0", "0" },
	{ "-", "missing", "missing", "missing", "missing" },
	{ "-|ej aktuellt", "missing", "missing", "missing", "missing" },
	{ "-|12", ">1200", "1200", "1200", "1200" },
	{ "ej aktuellt", "not applicable", "not applicable", "not applicable",
	  "not applicable" },
	{ "ej aktuellt|ej aktuellt", "not applicable", "not applicable",
	  "not applicable", "not applicable" },
	{ "ej aktuellt|12", "1200", "1200", "1200", "1200" },
	{ "2 per forum", "unknown", "unknown", "unknown", "unknown" },
	{ "2 per forum|12", ">1200", "1200", "1200", "1200" },
	{ "=", "0", "missing", "missing", "missing" },
	{ "=|ej aktuellt", "0", "not applicable", "not applicable",
	  "not applicable" },
	{ "=|12", "1200", "1200", "1200", "1200" },
	{ "=|okänd", "unknown", "unknown", "unknown", "unknown" },
	{ "0,01|0,02", "3", "2", "1", "2" },
	{ "0,01|0,01|0,02", "4", "1", "1", "2" },
	{ "92233720368547758,07|0,01", "unknown", "unknown", "1",
	  "9223372036854775807" },
};

static void add_text(struct quantity_sum *sum, const char *text,
		     struct arena *arena)
{
	struct diag_list *diags = diag_list_new();
	struct quantity q = { 0 };
	struct span nowhere = { 0 };

	if (strcmp(text, "=") == 0) {
		quantity_sum_add_elsewhere(sum);
	} else {
		if (strcmp(text, "-") != 0)
			assert_int_equal(parse(&q, COUNT, text, nowhere,
					       &swedish, arena, diags),
					 0);
		quantity_sum_add(sum, &q);
	}
	diag_list_free(diags);
}

static void check_described(struct quantity q, const char *expected,
			    const char *texts)
{
	GString *out = g_string_new(NULL);

	describe(out, &q);
	if (strcmp(out->str, expected) != 0)
		fail_msg("%s: %s, not %s", texts, out->str, expected);
	assert_int_equal(q.kind, COUNT);
	g_string_free(out, TRUE);
}

static void test_sums(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(sums); i++) {
		const struct sum_case *c = &sums[i];
		char **texts = g_strsplit(c->texts, "|", -1);
		struct quantity_sum sum;

		quantity_sum_init(&sum, QUANTITY_COUNT);
		for (size_t j = 0; texts[j] != NULL; j++)
			add_text(&sum, texts[j], arena);
		check_described(quantity_sum_result(&sum), c->sum, c->texts);
		check_described(quantity_sum_mean(&sum), c->mean, c->texts);
		check_described(quantity_sum_least(&sum), c->least, c->texts);
		check_described(quantity_sum_largest(&sum), c->largest,
				c->texts);
		g_strfreev(texts);
	}
	arena_free(arena);
}

static void test_sum_counts(void **state)
{
	static const char *const texts[] = {
		"1",	       "2–3",	      "-", "okänd", "okänd",
		"ej aktuellt", "2 per forum", "=", "=",	    "=",
	};
	struct arena *arena = arena_new();
	struct quantity foreign = { .state = QUANTITY_UNKNOWN,
				    .foreign = "1 EUR" };
	struct quantity_sum sum;

	(void)state;
	quantity_sum_init(&sum, QUANTITY_COUNT);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		add_text(&sum, texts[i], arena);
	quantity_sum_add(&sum, &foreign);
	assert_int_equal(sum.values, 2);
	assert_int_equal(sum.unknown, 3);
	assert_int_equal(sum.missing, 1);
	assert_int_equal(sum.not_applicable, 1);
	assert_int_equal(sum.per_part, 1);
	assert_int_equal(sum.elsewhere, 3);
	assert_false(sum.overflow);
	arena_free(arena);
}

/* Differences may be negative. */
static void test_sum_negative(void **state)
{
	struct quantity q = { .state = QUANTITY_VALUE, .low = -3, .high = -3 };
	struct quantity_sum sum;

	(void)state;
	quantity_sum_init(&sum, QUANTITY_COUNT);
	quantity_sum_add(&sum, &q);
	q.low = q.high = 0;
	quantity_sum_add(&sum, &q);
	check_described(quantity_sum_result(&sum), "-3", "-3 0");
	check_described(quantity_sum_mean(&sum), "-2", "-3 0");
	check_described(quantity_sum_least(&sum), "-3", "-3 0");
	check_described(quantity_sum_largest(&sum), "0", "-3 0");
}

static bool same_end(struct quantity_end a, struct quantity_end b)
{
	return a.at == b.at && a.estimate == b.estimate;
}

static bool same_sum(const struct quantity_sum *a, const struct quantity_sum *b)
{
	return a->low == b->low && a->high == b->high &&
	       same_end(a->least_low, b->least_low) &&
	       same_end(a->least_high, b->least_high) &&
	       same_end(a->largest_low, b->largest_low) &&
	       same_end(a->largest_high, b->largest_high) &&
	       a->kind == b->kind && a->estimate == b->estimate &&
	       a->no_low == b->no_low && a->no_high == b->no_high &&
	       a->overflow == b->overflow && a->values == b->values &&
	       a->unknown == b->unknown && a->missing == b->missing &&
	       a->not_applicable == b->not_applicable &&
	       a->per_part == b->per_part && a->elsewhere == b->elsewhere;
}

/* Adding one by one, and joining the parts from the end, are the same. */
static void test_sum_joins(void **state)
{
	uint64_t seed = 985;
	size_t overflows = 0;

	(void)state;
	for (size_t i = 0; i < 5000; i++) {
		struct quantity_sum parts[4];
		struct quantity_sum all;

		quantity_sum_init(&all, QUANTITY_MONEY);
		for (size_t j = 0; j < G_N_ELEMENTS(parts); j++)
			quantity_sum_init(&parts[j], QUANTITY_MONEY);
		for (size_t j = draw(&seed) % 12; j > 0; j--) {
			struct quantity q = draw_quantity(&seed, MONEY);
			size_t part = draw(&seed) % G_N_ELEMENTS(parts);

			if (draw(&seed) % 10 == 0) {
				quantity_sum_add_elsewhere(&all);
				quantity_sum_add_elsewhere(&parts[part]);
				continue;
			}
			quantity_sum_add(&all, &q);
			quantity_sum_add(&parts[part], &q);
		}
		quantity_sum_join(&parts[2], &parts[3]);
		quantity_sum_join(&parts[1], &parts[0]);
		quantity_sum_join(&parts[2], &parts[1]);
		assert_true(same_sum(&all, &parts[2]));
		overflows += all.overflow;
	}
	assert_true(overflows > 0);
}

/* In order; each comes before all that follow, descending those of values. */
static void test_compare(void **state)
{
	static const char *const texts[] = {
		"0",	       "högst 4", "1",	   "2",		  "2–3",
		"2–4",	       "minst 2", "1 000", "1 per forum", "2 per forum",
		"ej aktuellt", "okänd",	  "-",
	};
	const size_t last_value = 7;
	struct quantity q[G_N_ELEMENTS(texts)] = { 0 };
	struct arena *arena = arena_new();
	struct diag_list *diags = diag_list_new();
	struct span nowhere = { 0 };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (strcmp(texts[i], "-") != 0)
			assert_int_equal(parse(&q[i], COUNT, texts[i], nowhere,
					       &swedish, arena, diags),
					 0);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		assert_int_equal(quantity_compare(&q[i], &q[i], false), 0);
		assert_true(quantity_equal(&q[i], &q[i]));
		for (size_t j = i + 1; j < G_N_ELEMENTS(texts); j++) {
			bool turned = j <= last_value || (i == 8 && j == 9);

			assert_false(quantity_equal(&q[i], &q[j]));
			assert_true(quantity_compare(&q[i], &q[j], false) < 0);
			assert_true(quantity_compare(&q[j], &q[i], false) > 0);
			assert_true(turned ==
				    (quantity_compare(&q[i], &q[j], true) > 0));
		}
	}
	diag_list_free(diags);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_english),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_fault_elsewhere),
		cmocka_unit_test(test_broken_bytes),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_format_states),
		cmocka_unit_test(test_round),
		cmocka_unit_test(test_divide),
		cmocka_unit_test(test_difference),
		cmocka_unit_test(test_written_form),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_sum_counts),
		cmocka_unit_test(test_sum_negative),
		cmocka_unit_test(test_sum_joins),
		cmocka_unit_test(test_compare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
