/* query: what is refused and where, answers, fields. Of tests/sites/summor. */
#include "room.h"

#include "report/check.h"
#include "report/query.h"
#include "report/refs.h"
#include "report/report.h"

#define CONTENT "tests/sites/summor/content"
#define NB	"\302\240" /* no-break space */

/* Read once; not changed by questions. */
static struct report *report;

static int report_setup(void **state)
{
	struct diag_list *diags = diag_list_new();

	(void)state;
	report = report_read(CONTENT, ".", 0, diags);
	refs_resolve(report, CONTENT, diags);
	check_report(report, diags);
	assert_int_equal(diag_count(diags, DIAG_ERROR), 0);
	assert_int_equal(report->forums_count, 28);
	diag_list_free(diags);
	return 0;
}

static int report_teardown(void **state)
{
	(void)state;
	report_free(report);
	return 0;
}

static const struct page *forum(const char *id)
{
	const struct target *target = g_hash_table_lookup(report->targets, id);

	assert_non_null(target);
	assert_int_equal(target->page->kind, PAGE_FORUM);
	return target->page;
}

/* --- What is refused ------------------------------------------------------ */

/* The text stands in a file after `before`, so that places can be told. */
static struct span place_text(struct room *room, const char *before,
			      const char *text)
{
	char *line = g_strconcat(before, text, "`\n", NULL);

	room_set_text(room, line);
	g_free(line);
	return source_span(room->source, strlen(before), strlen(text));
}

static void test_refused(void **state)
{
	static const struct {
		const char *text;
		const char *wanted; /* columns from 1, in characters */
	} cases[] = {
		{ "", "1:1+1 query-end" },
		{ "   ", "1:4+1 query-end" },
		{ "sumam(avgift)", "1:1+5 query-measure" },
		{ "(avgift)", "1:1+1 query-syntax" },
		{ "summa", "1:6+1 query-end" },
		{ "summa avgift", "1:7+6 query-syntax" },
		{ "summa(", "1:7+1 query-end" },
		{ "summa()", "1:7+1 query-syntax" },
		{ "summa(avgfit)", "1:7+6 query-field" },
		{ "summa(deltagre)", "1:7+8 query-field" },
		{ "summa(arbetstid.XX)", "1:7+12 query-field" },
		{ "antal() där avsnitt.9 = norr", "1:13+9 query-field" },
		{ "summa(avgift) /", "1:16+1 query-end" },
		{ "summa(avgift) / avgift", "1:17+6 query-measure" },
		{ "summa(avgift) / summa(avgfit)", "1:23+6 query-field" },
		{ "antal() / summa(avgift)", "1:11+13 query-quotient" },
		{ "summa(avgift) / antal() / antal()", "1:25+1 query-syntax" },
		{ "summa(avgift) / antal() i h", "1:27+1 query-unit" },
		{ "summa(avgift) / summa(övrigt) i kr", "1:33+2 query-unit" },
		{ "antal() oavsett", "1:16+1 query-end" },
		{ "antal() oavsett nivå", "1:17+4 query-syntax" },
		{ "förändring(avgift)", "1:12+6 query-measure" },
		{ "förändring(summa(avgift)", "1:25+1 query-end" },
		{ "förändrign(summa(avgift))", "1:1+10 query-measure" },
		{ "summa(deltagare.XX)", "1:7+12 query-field" },
		{ "summa(titel)", "1:7+5 query-number" },
		{ "summa(avgift", "1:13+1 query-end" },
		{ "summa(avgift +)", "1:15+1 query-syntax" },
		{ "summa(avgift + nivå)", "1:16+4 query-number" },
		{ "summa(övrigt + deltagare.KK)", "1:16+12 query-kinds" },
		{ "summa(avgift) övrigt", "1:15+6 query-syntax" },
		{ "summa(avgift)) ", "1:14+1 query-syntax" },
		{ "olika(avgift)", "1:7+6 query-distinct" },
		{ "olika(form + nivå)", "1:12+1 query-syntax" },
		{ "antal(avgift)", "1:7+6 query-syntax" },
		{ "antal() där", "1:12+1 query-end" },
		{ "antal() där nivå", "1:17+1 query-end" },
		{ "antal() där nivå =", "1:19+1 query-end" },
		{ "antal() där nivå = lokal och", "1:29+1 query-end" },
		{ "antal() där nivå = lokla", "1:20+5 query-value" },
		{ "antal() där nivå = \"lokla\"", "1:21+5 query-value" },
		{ "antal() där nivå > lokal", "1:18+1 query-order" },
		{ "antal() där åäö = lokal", "1:13+3 query-field" },
		{ "antal() där nivå lokal", "1:18+5 query-syntax" },
		{ "antal() där form = nätvrk", "1:20+6 query-value" },
		{ "antal() där drivs-av = zeta", "1:24+4 query-value" },
		{ "antal() där avsnitt = ingenstans", "1:23+10 query-value" },
		{ "antal() där id = ingen", "1:18+5 query-value" },
		{ "antal() där avgift > 10", "1:22+2 quantity-unit" },
		{ "antal() där avgift > å", "1:22+1 quantity-form" },
		{ "antal() där avgift > 1,5 tkr kr", "1:30+2 quantity-rest" },
		{ "antal() där nivå bland lokal", "1:24+5 query-syntax" },
		{ "antal() där nivå bland ()", "1:25+1 query-syntax" },
		{ "antal() där nivå bland (lokal", "1:30+1 query-end" },
		{ "antal() där nivå bland (lokal, )", "1:32+1 query-syntax" },
		{ "antal() där (nivå = lokal", "1:26+1 query-end" },
		{ "antal() där nivå = lokal)", "1:25+1 query-syntax" },
		{ "antal() där inte", "1:17+1 query-end" },
		{ "antal() år", "1:11+1 year" },
		{ "antal() år 20", "1:12+2 year" },
		{ "antal() år tjugo", "1:12+5 year" },
		{ "antal() år 202å", "1:12+4 year" },
		{ "antal() år 1999", "1:12+4 year-empty" },
		{ "antal() i tkr", "1:11+3 query-unit" },
		{ "summa(avgift) i", "1:16+1 query-end" },
		{ "summa(avgift) i h", "1:17+1 query-unit" },
		{ "summa(avgift) i öre", "1:17+3 query-syntax" },
		{ "summa(avgift) i tkr år 2023", "1:21+2 query-syntax" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *text = cases[i].text;

		assert_null(query_parse(text, place_text(room, "", text),
					report, room->arena, room->diags));
		room_assert_told(room, text, cases[i].wanted);
	}
}

/* Where the text stands in a line, and where it is not as it stands there. */
static void test_places(void **state)
{
	struct room *room = *state;
	const char *text = "summa(avgfit)";
	struct span where = place_text(room, "å {value}`", text);

	assert_null(query_parse(text, where, report, room->arena, room->diags));
	room_assert_told(room, text, "1:17+6 query-field");
	where.length = 4;
	assert_null(query_parse(text, where, report, room->arena, room->diags));
	room_assert_told(room, text, "1:11+4 query-field");
	assert_null(query_parse_condition(
		"nivå = lokla", place_text(room, ":where: ", "nivå = lokla"),
		report, room->arena, room->diags));
	room_assert_told(room, text, "1:16+5 query-value");
	assert_null(query_parse_condition(
		"nivå = lokal år 2023",
		place_text(room, "", "nivå = lokal år 2023"), report,
		room->arena, room->diags));
	room_assert_told(room, text, "1:14+2 query-syntax");
}

static void test_depth(void **state)
{
	struct room *room = *state;

	for (int depth = 31; depth <= 32; depth++) {
		GString *text = g_string_new(NULL);
		bool good = depth == 31;

		for (int i = 0; i < depth; i++)
			g_string_append(text, i % 2 == 0 ? "(" : "inte ");
		g_string_append(text, "nivå = lokal");
		for (int i = 0; i < depth; i += 2)
			g_string_append_c(text, ')');
		assert_true(
			good ==
			(query_parse_condition(
				 text->str, place_text(room, "", text->str),
				 report, room->arena, room->diags) != NULL));
		room_assert_told(room, text->str,
				 good ? "" : "1:97+4 query-depth");
		g_string_free(text, TRUE);
	}
	assert_null(query_parse(
		"summa(avgift + avgift + avgift + avgift + avgift + avgift + "
		"avgift + avgift + avgift)",
		(struct span){ 0 }, report, room->arena, room->diags));
	room_assert_told(room, "addends", "0:0+0 query-depth");
}

/* --- Answers -------------------------------------------------------------- */

static struct query_answer ask(struct room *room, const char *text)
{
	struct query *query = query_parse(text, place_text(room, "", text),
					  report, room->arena, room->diags);

	room_assert_told(room, text, "");
	assert_non_null(query);
	return query_answer(query, report->publication.year, report,
			    room->arena);
}

static void test_answers(void **state)
{
	static const struct {
		const char *text;
		const char *answer;
	} cases[] = {
		{ "antal()", "31" },
		{ " antal ( rader ) ", "26" },
		{ "summa(avgift)",
		  "minst" NB "ca" NB "747" NB "tkr (3 forum ej beräknade, 1 "
		  "forum saknas, 1 forum angivet per del)" },
		{ "summa(avgift+övrigt) i mnkr",
		  "minst" NB "ca" NB "2,4" NB "mnkr (6 forum ej beräknade, 1 "
		  "forum saknas, 1 forum angivet per del)" },
		{ "medel(avgift) i kr",
		  "minst" NB "ca" NB "41" NB "513" NB "kr (18 värden)" },
		{ "minst(deltagare.KK)", "högst" NB "1 (22 värden)" },
		{ "störst(deltagare.KK)", "minst" NB "ca" NB "10 (22 värden)" },
		{ "olika(betalas-till) där avgift > 0 kr", "4" },
		{ "summa(avgift) där nivå = lokal år 2023 i kr",
		  "500" NB "000" NB "kr" },
		{ "antal(rader) där nivå=lokal", "7" },
		{ "antal(rader) där inte(nivå=lokal)", "19" },
		{ "antal(rader) där nivå bland(lokal,\"regional\")", "15" },
		{ "antal(rader) där medlemskap = mot avgift och nivå ≠ lokal",
		  "14" },
		{ "antal(rader) där avgift = 65 000,50 kr", "1" },
		{ "antal(rader) där kostnad > 1,5 mnkr", "1" },
		{ "antal(rader) där kostnad bland (150 tkr,300 tkr)", "2" },
		{ "antal(rader) där deltagare.KK = minst 3", "1" },
		{ "antal(rader) där övrigt finns år 2021", "1" },
		{ "summa(övrigt) år 2022", "ej aktuellt" },
		{ "summa(övrigt) där id = dotter",
		  "0" NB "tkr (1 forum redovisas i annat forum)" },
		{ "summa(avgift) där nivå = lokal i mnkr",
		  "minst" NB "0,09" NB "mnkr (1 forum ej beräknat)" },
		{ "summa(avgift) där avsnitt = tom", "saknas" },
		{ "antal() där avsnitt = tom", "0" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_string_equal(ask(room, cases[i].text).text,
				    cases[i].answer);
}

/* Worked out by hand from the table in tests/sites/summor/README.md. */
static void test_quotients(void **state)
{
	static const struct {
		const char *text;
		const char *answer;
	} cases[] = {
		/* 300 tkr / 2 */
		{ "summa(kostnad) / summa(deltagare.KK) där id = moder",
		  "150" NB "000" NB "kr" },
		{ "summa(kostnad) / summa(deltagare.KK) där id = moder i tkr",
		  "150" NB "tkr" },
		/* All groups: 300 / 4 */
		{ "summa(kostnad)/summa(deltagare) där id = moder i tkr",
		  "75" NB "tkr" },
		/* 15–25 tkr / 2–4: 15 / 4 to 25 / 2 */
		{ "summa(kostnad) / summa(deltagare.KK) där id = intervall",
		  "3" NB "750–12" NB "500" NB "kr" },
		/* ≥ 150 tkr / ≥ 3: anything */
		{ "summa(kostnad) / summa(deltagare.KK) där id = minst",
		  "okänd" },
		/* ≥ 150 tkr / 1 */
		{ "summa(kostnad) / summa(deltagare.KS) där id = minst",
		  "minst" NB "150" NB "000" NB "kr" },
		/* 6 tkr / ≥ 3 */
		{ "summa(övrigt) / summa(deltagare.KK) där id = minst",
		  "högst" NB "2" NB "000" NB "kr" },
		/* 0–30 tkr / 0–4: anything */
		{ "summa(övrigt) / summa(deltagare.KK) där id = hogst",
		  "okänd" },
		/* ca 25 tkr / ca 10–12: 2 083,33 to 2 500 */
		{ "summa(avgift) / summa(deltagare.KK) där id = uppskattning",
		  "ca" NB "2" NB "083–2" NB "500" NB "kr" },
		/* 327 tkr / 7 entries */
		{ "summa(avgift) / antal(rader) där avsnitt = relationer",
		  "46" NB "714" NB "kr" },
		/* 40 / 327 */
		{ "störst(avgift) / summa(avgift) där id = moder",
		  "1,00 (1 värde)" },
		{ "antal() / antal(rader)", "1,2" },
		/* 1 744,5 tkr and 4 lacking, by 31 */
		{ "summa(övrigt) / antal()",
		  "minst" NB "56" NB "274" NB "kr (4 forum ej beräknade)" },
		/* 5 – 4 = 1 tkr; 40 – 30 = 10 tkr */
		{ "förändring(summa(avgift)) där id = fem-ar", "1" NB "tkr" },
		{ "förändring(summa(kostnad)) där id = fem-ar", "11" NB "tkr" },
		{ "förändring(summa(övrigt)) där id = fem-ar år 2022",
		  "okänd" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_string_equal(ask(room, cases[i].text).text,
				    cases[i].answer);
}

/* What is only found when the question is answered. */
static void test_checked(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;
	} cases[] = {
		{ "summa(kostnad) / summa(deltagare.KS) där id = intervall",
		  "1:18+19 query-divide" },
		{ "summa(kostnad) / summa(deltagare.KS) där id = okant",
		  "1:18+19 query-divide" },
		{ "summa(kostnad) / summa(deltagare.KS) där avsnitt = tom",
		  "1:18+19 query-divide" },
		{ "summa(kostnad) / summa(deltagare.KK)",
		  "1:1+36 query-unlike" },
		{ "summa(avgift) / summa(möten)", "1:1+28 query-unlike" },
		{ "summa(deltagare.KK) / summa(möten) där id = tal",
		  "1:23+12 query-divide" },
		{ "summa(kostnad) / summa(deltagare.KK) oavsett medlemskap",
		  "" },
		{ "summa(kostnad) / summa(deltagare.KK) där medlemskap = "
		  "mot avgift",
		  "" },
		{ "summa(kostnad) / antal()", "" },
		{ "förändring(summa(avgift)) år 2020", "1:1+25 year-empty" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *text = cases[i].text;
		struct query_answer answer = ask(room, text);

		assert_int_equal(
			query_check(&answer, 2024, report, room->diags),
			cases[i].wanted[0] == '\0' ? 0 : -1);
		room_assert_told(room, text, cases[i].wanted);
	}
}

/* What claims are held to: not rounded, with what is lacking. */
static void test_sums(void **state)
{
	struct room *room = *state;
	struct query_answer answer = ask(room, "summa(kostnad)");

	assert_int_equal(answer.result.state, QUANTITY_VALUE);
	assert_true(answer.result.no_high);
	assert_true(answer.result.estimate);
	assert_int_equal(answer.result.low, 249175050);
	assert_int_equal(answer.unit, QUANTITY_IN_THOUSANDS);
	assert_int_equal(answer.sum.unknown, 6);
	assert_int_equal(answer.sum.missing, 1);
	assert_int_equal(answer.sum.per_part, 1);
	assert_int_equal(answer.sum.elsewhere, 1);
	assert_int_equal(answer.sum.not_applicable, 1);
	assert_int_equal(answer.sum.values, 23);
	answer = ask(room, "medel(räknas-som)");
	assert_int_equal(answer.result.low, 119);
	assert_int_equal(answer.result.kind, QUANTITY_COUNT);
}

/* A question without a year is of the one that is asked for. */
static void test_years(void **state)
{
	static const struct {
		const char *text;
		int64_t year;
		const char *answer;
	} cases[] = {
		{ "antal()", 2023, "4" },
		{ "antal() år 2024", 2023, "31" },
		{ "summa(kostnad)", 2020, "11" NB "tkr" },
		{ "antal()", 1999, "0" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct query *query =
			query_parse(cases[i].text, (struct span){ 0 }, report,
				    room->arena, room->diags);

		assert_non_null(query);
		assert_string_equal(
			query_answer(query, cases[i].year, report, room->arena)
				.text,
			cases[i].answer);
	}
}

static void test_kinds(void **state)
{
	static const struct {
		const char *text;
		enum quantity_kind kind;
	} cases[] = {
		{ "antal()", QUANTITY_COUNT },
		{ "antal(rader)", QUANTITY_COUNT },
		{ "olika(form)", QUANTITY_COUNT },
		{ "summa(deltagare.KS)", QUANTITY_COUNT },
		{ "medel(räknas-som)", QUANTITY_COUNT },
		{ "störst(kostnad)", QUANTITY_MONEY },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_int_equal(query_kind(query_parse(
					 cases[i].text, (struct span){ 0 },
					 report, room->arena, room->diags)),
				 cases[i].kind);
}

static void test_lacks(void **state)
{
	static const struct {
		size_t unknown, missing, per_part;
		bool forums;
		const char *text;
	} cases[] = {
		{ 0, 0, 0, true, "" },
		{ 1, 0, 0, true, " (1 forum ej beräknat)" },
		{ 2, 0, 0, false, " (2 ej beräknade)" },
		{ 0, 3, 0, true, " (3 forum saknas)" },
		{ 0, 0, 4, false, " (4 angivna per del)" },
		{ 1, 2, 3, false,
		  " (1 ej beräknat, 2 saknas, 3 angivna per del)" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct quantity_sum sum = { .unknown = cases[i].unknown,
					    .missing = cases[i].missing,
					    .per_part = cases[i].per_part,
					    .not_applicable = 9,
					    .values = 9,
					    .elsewhere = 9 };
		GString *text = g_string_new(NULL);

		query_append_lacks(text, &sum, cases[i].forums,
				   &report->labels);
		assert_string_equal(text->str, cases[i].text);
		g_string_free(text, TRUE);
	}
}

/* --- Conditions ----------------------------------------------------------- */

static void test_matches(void **state)
{
	static const struct {
		const char *condition;
		const char *id;
		bool matches;
	} cases[] = {
		{ "avsnitt = norr", "fyrar", true },
		{ "avsnitt = kust", "skogar", false },
		{ "avsnitt ≠ kust", "skogar", true },
		{ "drivs-av = beta", "tva-driver", true },
		{ "drivs-av ≠ beta", "tva-driver", false },
		{ "betalas-till = beta", "tva-driver", false },
		{ "betalas-till = beta", "syster", true },
		{ "avgift = 0 kr", "hogst", true },
		{ "avgift < 1 kr", "okand-avgift", false },
		{ "avgift ≥ 0 kr", "okand-avgift", false },
		{ "avgift ≠ 1 kr", "okand-avgift", true },
		{ "avgift ≥ 0 kr", "per-del", false },
		{ "avgift finns", "saknas", false },
		{ "avgift finns", "dotter", false },
		{ "kostnad = 300 tkr", "moder", true },
		{ "läge finns", "saknas", false },
		{ "inte läge finns", "saknas", true },
		{ "mål finns", "tal", true },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct query_condition *condition = query_parse_condition(
			cases[i].condition, (struct span){ 0 }, report,
			room->arena, room->diags);

		assert_non_null(condition);
		if (query_matches(condition, forum(cases[i].id), 2024,
				  report) != cases[i].matches)
			fail_msg("%s: %s", cases[i].id, cases[i].condition);
	}
	assert_true(query_matches(NULL, forum("tal"), 2024, report));
}

/* --- Fields --------------------------------------------------------------- */

/* "key=text→number" of each item, with commas between. */
static char *items_of(const char *id, struct query_column column, int64_t year)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	GString *out = g_string_new(NULL);

	query_items(items, forum(id), column, year, report);
	for (guint i = 0; i < items->len; i++) {
		const struct query_item *item =
			&g_array_index(items, struct query_item, i);

		g_string_append_printf(out, "%s%s=%s", i > 0 ? ", " : "",
				       item->key, item->text);
		if (item->target != NULL)
			g_string_append_printf(out, "→%s", item->target->id);
	}
	g_array_free(items, TRUE);
	return g_string_free(out, FALSE);
}

static void test_items(void **state)
{
	static const struct {
		const char *id;
		const char *field;
		const char *items;
	} cases[] = {
		{ "tva-driver", "nummer", "3.5=3.5→tva-driver" },
		{ "tva-driver", "titel", "Två driver=Två driver→tva-driver" },
		{ "tva-driver", "forum",
		  "tva-driver=3.5 Två driver→tva-driver" },
		{ "tva-driver", "id", "tva-driver=tva-driver" },
		{ "tva-driver", "avsnitt",
		  "relationer=Relationer och år→relationer" },
		{ "tva-driver", "form", "råd=råd" },
		{ "tva-driver", "slag", "samarbete=samarbete" },
		{ "tva-driver", "medlemskap", "avtal=avtal" },
		{ "tva-driver", "nivå", "regional=regional" },
		{ "tva-driver", "drivs-av", "alfa=Alfaförbundet, beta=Beta" },
		{ "tva-driver", "deltar", "delta=Ålands delta" },
		{ "tva-driver", "ansvarig", "kansliet=Kansliet" },
		{ "tva-driver", "mål",
		  "rent-vatten=Rent vatten, trygga-byar=Trygga byar" },
		{ "tva-driver", "läge", "pågår=pågår" },
		{ "tva-driver", "betalas-till", "gamma=Gamma" },
		{ "tal", "betalas-till", "alfa=Alfaförbundet" },
		{ "hogst", "betalas-till", "" },
		{ "dotter", "ingår-i", "moder=3.1→moder" },
		{ "dotter", "redovisas-i", "moder=3.1→moder" },
		{ "moder", "ingår-i", "" },
		{ "tal", "kan-avslutas", "ja=ja" },
		{ "moder", "kan-avslutas", "" },
		{ "ej-aktuellt", "anmärkning", "Inget kostar.=Inget kostar." },
		{ "tal", "anmärkning", "" },
		{ "saknas", "läge", "" },
		{ "avslutat", "läge", "" },
		{ "tal", "avgift", "" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct query_column column;
		char *items;

		assert_int_equal(query_find_column(&column, cases[i].field,
						   strlen(cases[i].field),
						   (struct span){ 0 }, report,
						   room->diags),
				 0);
		items = items_of(cases[i].id, column, 2024);
		assert_string_equal(items, cases[i].items);
		g_free(items);
	}
}

/* Each field is found under the word that is told for it. */
static void test_columns(void **state)
{
	struct room *room = *state;

	for (int i = 0; i < FIELD_COUNT; i++) {
		struct query_column column = { (enum query_field)i, 0 };
		struct query_column found;
		bool of_one = i == FIELD_PARTICIPANTS || i == FIELD_HOURS;
		bool of_all =
			i == FIELD_ALL_PARTICIPANTS || i == FIELD_ALL_HOURS;
		size_t last = of_one ? 1 : i == FIELD_SECTION ? 2 : 0;
		const char *word;

		/* Of all groups there are two. */
		column.group = of_all ? 2 : 0;
		last = of_all ? 2 : last;
		for (; column.group <= last; column.group++) {
			word = query_column_word(column, report, room->arena);
			assert_int_equal(query_find_column(&found, word,
							   strlen(word),
							   (struct span){ 0 },
							   report, room->diags),
					 0);
			assert_int_equal(found.field, column.field);
			assert_int_equal(found.group, column.group);
		}
	}
	assert_string_equal(
		query_column_word(
			(struct query_column){ FIELD_PARTICIPANTS, 1 }, report,
			room->arena),
		"deltagare.KS");
	assert_string_equal(
		query_column_heading((struct query_column){ FIELD_FEE, 0 },
				     report, room->arena),
		"Årsavgift (tkr)");
	assert_true(query_is_quantity(FIELD_COST));
	assert_false(query_is_quantity(FIELD_TITLE));
}

static void test_quantities(void **state)
{
	static const struct {
		const char *id;
		enum query_field field;
		int64_t year;
		enum quantity_state state;
		int64_t low, high;
		const char *elsewhere;
	} cases[] = {
		{ "tal", FIELD_COST, 2024, QUANTITY_VALUE, 15000000, 15000000,
		  NULL },
		{ "tal", FIELD_FEE, 2023, QUANTITY_VALUE, 9000000, 9000000,
		  NULL },
		{ "tal", FIELD_FEE, 2022, QUANTITY_MISSING, 0, 0, NULL },
		{ "intervall", FIELD_COST, 2024, QUANTITY_VALUE, 1500000,
		  2500000, NULL },
		{ "hogst", FIELD_COST, 2024, QUANTITY_VALUE, 0, 3000000, NULL },
		{ "bada-okanda", FIELD_COST, 2024, QUANTITY_UNKNOWN, 0, 0,
		  NULL },
		{ "ej-aktuellt", FIELD_COST, 2024, QUANTITY_NOT_APPLICABLE, 0,
		  0, NULL },
		{ "dotter", FIELD_COST, 2024, QUANTITY_MISSING, 0, 0, "moder" },
		{ "dotter", FIELD_PARTICIPANTS, 2024, QUANTITY_VALUE, 100, 100,
		  NULL },
		{ "byar", FIELD_STANDS_FOR, 2024, QUANTITY_VALUE, 600, 600,
		  NULL },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct query_column column = { cases[i].field, 0 };
		const struct page *elsewhere;
		struct quantity quantity = query_quantity(
			forum(cases[i].id), column, cases[i].year, &elsewhere);

		assert_int_equal(quantity.state, cases[i].state);
		assert_int_equal(quantity.low, cases[i].low);
		assert_int_equal(quantity.high, cases[i].high);
		assert_ptr_equal(elsewhere, cases[i].elsewhere == NULL
						    ? NULL
						    : forum("moder"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_refused),   ROOM_TEST(test_places),
		ROOM_TEST(test_depth),	   ROOM_TEST(test_answers),
		ROOM_TEST(test_quotients), ROOM_TEST(test_checked),
		ROOM_TEST(test_sums),	   ROOM_TEST(test_years),
		ROOM_TEST(test_kinds),	   ROOM_TEST(test_lacks),
		ROOM_TEST(test_matches),   ROOM_TEST(test_items),
		ROOM_TEST(test_columns),   ROOM_TEST(test_quantities),
	};

	return cmocka_run_group_tests(tests, report_setup, report_teardown);
}
