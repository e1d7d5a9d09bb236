/* difference: which kind, which ends, and how they are written. */
#include "room.h"

#include "report/difference.h"
#include "report/labels.h"

#define NB "\302\240" /* no-break space */

/* The words that differences are written with. */
static struct labels words(void)
{
	struct labels labels = { 0 };

	labels.quantity = (struct quantity_words){
		.about = "ca",
		.at_least = "minst",
		.at_most = "h\303\266gst",
		.unknown = "?",
		.not_applicable = "-",
		.missing = "...",
		.per = "per",
		.kronor = "kr",
		.thousand = "tkr",
		.million = "mnkr",
		.hours = "h",
		.decimal = ",",
		.either = "eller",
	};
	labels.words[LABEL_PAGE_LOWEST] = "l\303\244gst";
	labels.words[LABEL_PAGE_HIGHEST] = "h\303\266gst";
	return labels;
}

/* What is told of a figure: "12", "10-20", "ca 12", "?", "->" elsewhere. */
static struct difference_figure
figure(struct room *room, const struct labels *labels, const char *text)
{
	struct difference_figure figure = { { 0 }, NULL };
	/* Only whether it is the same is asked of it. */
	static const char page;

	figure.quantity.kind = QUANTITY_COUNT;
	if (strcmp(text, "->") == 0)
		figure.elsewhere = (const struct page *)&page;
	else if (text[0] != '\0')
		assert_int_equal(
			quantity_parse(&figure.quantity, QUANTITY_COUNT, text,
				       strlen(text), (struct span){ 0 },
				       &labels->quantity, room->arena,
				       room->diags),
			0);
	return figure;
}

static void test_between(void **state)
{
	static const struct {
		const char *before;
		const char *after;
		enum difference_kind kind;
		const char *text;
		bool comparable;
	} rows[] = {
		{ "12", "12", DIFFERENCE_NONE, "0", true },
		{ "10", "12,5", DIFFERENCE_CHANGED, "+2,5", true },
		{ "12", "ca 10", DIFFERENCE_CHANGED, "ca" NB "\342\210\2222",
		  true },
		{ "-", "1500", DIFFERENCE_CHANGED, "+1" NB "500", true },
		{ "-", "0", DIFFERENCE_NONE, "0", true },
		{ "10-20", "12-25", DIFFERENCE_CHANGED,
		  "l\303\244gst" NB "+2, h\303\266gst" NB "+5", true },
		{ "10-20", "15", DIFFERENCE_CHANGED,
		  "l\303\244gst" NB "+5, h\303\266gst" NB "\342\210\2225",
		  true },
		{ "?", "500", DIFFERENCE_KNOWN, "+500", false },
		{ "", "3", DIFFERENCE_KNOWN, "+3", false },
		{ "2 per del", "3", DIFFERENCE_KNOWN, "+3", false },
		{ "minst 6", "6", DIFFERENCE_KNOWN, "0", false },
		{ "?", "minst 6", DIFFERENCE_KNOWN, "+6", false },
		{ "h\303\266gst 30", "25", DIFFERENCE_KNOWN,
		  "l\303\244gst" NB "+25, h\303\266gst" NB "\342\210\2225",
		  false },
		{ "500", "?", DIFFERENCE_UNKNOWN, "\342\210\222500", false },
		{ "-", "?", DIFFERENCE_UNKNOWN, "0", false },
		{ "7", "minst 7", DIFFERENCE_UNKNOWN, "0", false },
		{ "minst 6", "minst 8", DIFFERENCE_CHANGED, "+2", false },
		{ "?", "", DIFFERENCE_NONE, "0", false },
		{ "2 per del", "3 per del", DIFFERENCE_NONE, "0", false },
		{ "5", "->", DIFFERENCE_MOVED, "\342\210\2225", false },
		{ "->", "?", DIFFERENCE_MOVED, "0", false },
		{ "->", "->", DIFFERENCE_NONE, "0", false },
	};
	struct labels labels = words();
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct difference_figure before =
			figure(room, &labels, rows[i].before);
		struct difference_figure after =
			figure(room, &labels, rows[i].after);
		struct difference difference =
			difference_between(&before, &after);
		GString *text = g_string_new(NULL);

		assert_int_equal(difference.kind, rows[i].kind);
		assert_int_equal(difference_is_comparable(&before, &after),
				 rows[i].comparable);
		difference_format(text, &difference, QUANTITY_COUNT, false,
				  &labels);
		assert_string_equal(text->str, rows[i].text);
		g_string_free(text, TRUE);
	}
}

/* What a new forum brings, one that ends takes; added up, they are nothing. */
static void test_new_and_ended(void **state)
{
	static const char *const texts[] = { "12", "10-20", "ca 3", "minst 6",
					     "?",  "-",	    "->",   "" };
	struct labels labels = words();
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct difference_figure at = figure(room, &labels, texts[i]);
		struct difference sum = difference_new(&at);
		struct difference ended = difference_ended(&at);

		assert_true(sum.low >= 0 && sum.high >= sum.low);
		difference_add(&sum, &ended);
		assert_int_equal(sum.low, 0);
		assert_int_equal(sum.high, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_between),
		ROOM_TEST(test_new_and_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
