/*
 * libFuzzer: any text as a question and as a condition about the forums of
 * tests/sites/summor, so it runs in the project's folder. What is refused has
 * a finding; what is accepted has an answer in UTF-8, twice the same.
 */
#include "input.h"

#include <string.h>

#include "report/check.h"
#include "report/query.h"
#include "report/refs.h"
#include "report/report.h"

#define CONTENT "tests/sites/summor/content"

/* Read once; it lives as long as the program. */
static const struct report *the_report(void)
{
	static struct report *report;

	if (report == NULL) {
		struct diag_list *diags = diag_list_new();

		report = report_read(CONTENT, ".", 0, diags);
		refs_resolve(report, CONTENT, diags);
		check_report(report, diags);
		g_assert(diag_count(diags, DIAG_ERROR) == 0);
		diag_list_free(diags);
	}
	return report;
}

static void check_answer(const struct query *query, struct arena *arena)
{
	const struct report *report = the_report();
	struct query_answer answer = query_answer(query, 2024, report, arena);
	struct query_answer again = query_answer(query, 2024, report, arena);

	g_assert(strcmp(answer.text, again.text) == 0);
	g_assert(g_utf8_validate(answer.text, -1, NULL));
	g_assert(answer.text[0] != '\0');
	g_assert(answer.result.kind == query_kind(query));
	g_assert(!answer.sum.overflow);
}

static void ask(const char *text, struct span where, struct arena *arena)
{
	struct diag_list *diags = diag_list_new();
	const struct query *query =
		query_parse(text, where, the_report(), arena, diags);

	g_assert(diag_count(diags, DIAG_ERROR) == (query == NULL));
	if (query != NULL)
		check_answer(query, arena);
	diag_list_free(diags);
}

static void match(const char *text, struct span where, struct arena *arena)
{
	const struct report *report = the_report();
	struct diag_list *diags = diag_list_new();
	const struct query_condition *condition =
		query_parse_condition(text, where, report, arena, diags);

	g_assert(diag_count(diags, DIAG_ERROR) == (condition == NULL));
	for (size_t i = 0; condition != NULL && i < report->forums_count; i++)
		query_matches(condition, report->forums[i], 2024, report);
	diag_list_free(diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct source *source = input_source(data, size, arena);

	/* A question stands between backticks: its line ends are blanks. */
	if (source != NULL && strchr(source->text, '\n') == NULL) {
		struct span where = source_span(source, 0, size);

		ask(source->text, where, arena);
		match(source->text, where, arena);
	}
	arena_free(arena);
	return 0;
}
