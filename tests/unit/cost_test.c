/* cost: products, sums and rounding; years of tests/sites/kostnad. */
#include "room.h"

#include "report/check.h"
#include "report/cost.h"
#include "report/refs.h"
#include "report/report.h"

#define CONTENT "tests/sites/kostnad/content"

/* --- Arithmetic ------------------------------------------------------------
 */

static const struct quantity_words words = {
	"ca", "minst", "högst", "okänd", "ej aktuellt", "saknas", "per",
	"kr", "tkr",   "mnkr",	"h",	 ",",		"eller",
};

/* `450 kr`, `12 h`, `45 %`, `3`: read as heads and registers are. */
static struct cost_factor factor(struct room *room, const char *text)
{
	struct cost_factor made = { .percent = strchr(text, '%') != NULL };
	enum quantity_kind kind = strstr(text, " kr") != NULL ? QUANTITY_MONEY
				  : g_str_has_suffix(text, " h")
					  ? QUANTITY_HOURS
					  : QUANTITY_COUNT;
	struct span where = { 0 };

	assert_int_equal(quantity_parse(&made.quantity, kind, text,
					strcspn(text, "%"), where, &words,
					room->arena, room->diags),
			 0);
	return made;
}

static struct cost_amount product(struct room *room, const char *text)
{
	struct cost_factor factors[COST_FACTORS_MOST];
	char **parts = g_strsplit(text, " * ", -1);
	size_t count = 0;

	for (; parts[count] != NULL; count++)
		factors[count] = factor(room, parts[count]);
	g_strfreev(parts);
	return cost_product(factors, count);
}

/* In öre, exactly; or what it is instead. */
static char *written(const struct quantity *quantity, bool overflow)
{
	static const char *const states[] = {
		[QUANTITY_MISSING] = "missing",
		[QUANTITY_UNKNOWN] = "unknown",
		[QUANTITY_NOT_APPLICABLE] = "not applicable",
	};

	if (overflow)
		return g_strdup("overflow");
	if (quantity->state != QUANTITY_VALUE)
		return g_strdup(states[quantity->state]);
	return g_strdup_printf("%s%s%s%" G_GINT64_FORMAT "..%" G_GINT64_FORMAT,
			       quantity->estimate ? "about " : "",
			       quantity->no_high ? "at least " : "",
			       quantity->no_low ? "at most " : "",
			       quantity->low, quantity->high);
}

struct sum_case {
	const char *terms; /* joined by " + " */
	const char *wanted;
};

static const struct sum_case sums[] = {
	{ "60 h * 400 kr", "2400000..2400000" },
	{ "60 h * 400 kr * 45 %", "1080000..1080000" },
	{ "60 h * 400 kr + 60 h * 400 kr * 45 %", "3480000..3480000" },
	{ "8 h * 480 kr * 31,42 %", "120653..120653" },
	/* Half an öre is rounded away from zero; less is not. */
	{ "0,01 h * 0,50 kr", "1..1" },
	{ "0,01 h * 0,49 kr", "0..0" },
	{ "0,5 % * 1 234 567 kr", "617284..617284" },
	/* Twice 0,4 öre is 0,8: rounded once, at the end. */
	{ "0,01 h * 0,40 kr", "0..0" },
	{ "0,01 h * 0,40 kr + 0,01 h * 0,40 kr", "1..1" },
	{ "0,01 h * 0,50 kr + 0,01 h * 0,50 kr", "1..1" },
	/* Journeys. */
	{ "2 * 3 * 1 200 kr", "720000..720000" },
	{ "2 * 3 * 1 * 1 500 kr", "900000..900000" },
	{ "1–2 * 4 * 600–900 kr", "240000..720000" },
	{ "2,50 kr * 24 681", "6170250..6170250" },
	/* Bounds and estimates. */
	{ "minst 10 h * 400 kr", "at least 400000..400000" },
	{ "högst 4 h * 500 kr", "at most 0..200000" },
	{ "minst 10 h * högst 400 kr", "at least 0..0" },
	{ "minst 10 h * 400 kr + högst 4 h * 500 kr",
	  "at least 400000..400000" },
	{ "högst 4 h * 500 kr + 1 h * 500 kr", "50000..250000" },
	{ "ca 5 h * 500 kr", "about 250000..250000" },
	{ "20–30 h * 400 kr + ca 5 h * 500 kr", "about 1050000..1450000" },
	/* What is not known, and what there is not. */
	{ "okänd * 400 kr", "unknown" },
	{ "okänd * 400 kr + 1 h * 400 kr", "at least 40000..40000" },
	{ "0 h * okänd", "0..0" },
	{ "högst 0 h * okänd", "0..0" },
	{ "minst 0 h * okänd", "unknown" },
	{ "0 * 2 per del * 100 kr", "0..0" },
	{ "2 per del * 100 kr", "unknown" },
	{ "2 * 100 kr per resa", "20000..20000" },
	{ "2 * ej aktuellt", "not applicable" },
	{ "okänd * ej aktuellt", "not applicable" },
	{ "2 * ej aktuellt + okänd * 1 kr", "unknown" },
	{ "2 * ej aktuellt + 2 * 1 kr", "200..200" },
	{ "", "missing" },
	/* The largest that fits, and one more. */
	{ "0,01 * 92 233 720 368 547 758 kr",
	  "92233720368547758..92233720368547758" },
	{ "1 * 92 233 720 368 547 758,07 kr",
	  "9223372036854775807..9223372036854775807" },
	{ "2 * 92 233 720 368 547 758 kr", "overflow" },
	{ "1 * 92 233 720 368 547 758,07 kr + 1 * 0,01 kr", "overflow" },
	{ "92 233 720 368 547 758 h * 92 233 720 368 547 758 kr * "
	  "92 233 720 368 547 758 %",
	  "overflow" },
};

static void check_sum(struct room *room, const struct sum_case *at)
{
	struct cost_sum sum = { 0 };
	char **terms = g_strsplit(at->terms, " + ", -1);
	bool overflow = false;
	struct quantity result;
	char *got;

	for (char **term = terms; *term != NULL; term++) {
		struct cost_amount amount = product(room, *term);

		cost_sum_add(&sum, &amount);
	}
	g_strfreev(terms);
	result = cost_sum_result(&sum, &overflow);
	got = written(&result, overflow);
	if (strcmp(got, at->wanted) != 0)
		fail_msg("%s\nwanted %s\ngot    %s", at->terms, at->wanted,
			 got);
	g_free(got);
}

static void test_sums(void **state)
{
	for (size_t i = 0; i < G_N_ELEMENTS(sums); i++)
		check_sum(*state, &sums[i]);
}

/* One too large for its type counts as nothing, in whatever order. */
static void test_too_large(void **state)
{
	struct cost_factor factors[COST_FACTORS_MOST] = { 0 };
	struct cost_amount amount;
	bool overflow = false;

	(void)state;
	for (size_t i = 0; i < COST_FACTORS_MOST; i++) {
		factors[i].quantity.state = QUANTITY_VALUE;
		factors[i].quantity.kind =
			i == 0 ? QUANTITY_MONEY : QUANTITY_COUNT;
		factors[i].quantity.low = factors[i].quantity.high = INT64_MAX;
	}
	amount = cost_product(factors, COST_FACTORS_MOST);
	assert_true(amount.overflow);
	assert_int_equal(amount.state, QUANTITY_UNKNOWN);
	assert_int_equal(cost_round(&amount, &overflow).state,
			 QUANTITY_UNKNOWN);
	assert_true(overflow);
}

/* --- Stated and computed ---------------------------------------------------
 */

struct differing {
	const char *stated;
	const char *computed;
	int64_t tolerance;
	bool differs;
};

static const struct differing differings[] = {
	{ "100 kr", "110 kr", 1000, false }, /* not over ten per cent */
	{ "100 kr", "110,01 kr", 1000, true },
	{ "100 kr", "90 kr", 1000, false },
	{ "100 kr", "89,99 kr", 1000, true },
	{ "100 kr", "100,01 kr", 0, true },
	{ "0 kr", "0 kr", 0, false },
	{ "0 kr", "0,01 kr", 1000, true },
	{ "50–100 kr", "100–300 kr", 0, false },
	{ "50–100 kr", "111–300 kr", 1000, true },
	{ "minst 50 kr", "300 kr", 1000, false },
	{ "minst 50 kr", "40 kr", 1000, true },
	{ "högst 50 kr", "40 kr", 1000, false },
	{ "högst 50 kr", "60 kr", 1000, true },
	{ "100 kr", "minst 50 kr", 1000, false },
	{ "100 kr", "minst 150 kr", 1000, true },
	{ "okänd", "150 kr", 1000, false },
	{ "ej aktuellt", "150 kr", 1000, false },
	{ "100 kr", "okänd", 1000, false },
	{ "100 kr per del", "150 kr", 1000, false },
	{ "92 233 720 368 547 758 kr", "0 kr", 9999, true },
};

static void test_differs(void **state)
{
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(differings); i++) {
		const struct differing *at = &differings[i];
		struct cost cost = { 0 };
		struct forum_year year = { .cost = &cost };

		year.other.quantity = factor(room, at->stated).quantity;
		cost.parts[COST_OTHER] = factor(room, at->computed).quantity;
		if (cost_differs(&year, at->tolerance) != at->differs)
			fail_msg("%s and %s", at->stated, at->computed);
		year.other_computed = true;
		assert_false(cost_differs(&year, at->tolerance));
	}
}

static void test_full_other(void **state)
{
	struct room *room = *state;
	struct cost cost = { 0 };
	struct forum_year year = { .cost = &cost };

	cost.parts[COST_OTHER] = factor(room, "7 kr").quantity;
	year.other.quantity = factor(room, "5 kr").quantity;
	assert_int_equal(cost_full_other(&year).low, 500);
	year.other.quantity = factor(room, "ej aktuellt").quantity;
	assert_int_equal(cost_full_other(&year).state, QUANTITY_NOT_APPLICABLE);
	year.other.quantity = factor(room, "okänd").quantity;
	assert_int_equal(cost_full_other(&year).low, 700);
	year.other.quantity.state = QUANTITY_MISSING;
	assert_int_equal(cost_full_other(&year).low, 700);
	year.cost = NULL;
	assert_int_equal(cost_full_other(&year).state, QUANTITY_MISSING);
	assert_int_equal(cost_computed(&year).state, QUANTITY_MISSING);
}

/* --- A publication ----------------------------------------------------------
 */

/* The steps of a year are what its parts are made of, and rates are its own. */
static void test_site(void **state)
{
	struct diag_list *diags = diag_list_new();
	struct report *report = report_read(CONTENT, ".", 0, diags);
	size_t years = 0;

	(void)state;
	refs_resolve(report, CONTENT, diags);
	check_report(report, diags);
	assert_int_equal(diag_count(diags, DIAG_ERROR), 0);
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct forum *forum = report->forums[i]->forum;

		for (size_t k = 0; k < forum->years_count; k++) {
			const struct forum_year *year = &forum->years[k];

			if (year->cost == NULL)
				continue;
			years++;
			assert_non_null(year->cost->steps);
			assert_null(forum->costs_in.id);
			for (const struct cost_step *at = year->cost->steps;
			     at != NULL; at = at->next)
				for (size_t f = 0; f < at->factors_count; f++)
					if (at->factors[f].rate != NULL)
						assert_int_equal(
							at->factors[f]
								.rate->year,
							year->year);
		}
	}
	assert_int_equal(years, 15);
	report_free(report);
	diag_list_free(diags);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_sums),	     ROOM_TEST(test_too_large),
		ROOM_TEST(test_differs),     ROOM_TEST(test_full_other),
		cmocka_unit_test(test_site),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
