#include "report/account_facts.h"

#include <string.h>

#include "base/arena.h"
#include "report/builder.h"
#include "report/counted.h"
#include "report/facts.h"
#include "report/report.h"

/* --- How many ---------------------------------------------------------- */

static void tally_forum(struct account_tally *tally,
			const struct counted *counted, const struct page *page)
{
	struct judgement judgement = counted_judge(counted, page);

	tally->forums++;
	if (judgement.counted > 0)
		tally->pages[tally->counted++] = page;
	if (judgement.unknown > 0)
		tally->unknown++;
	else if (judgement.missing > 0)
		tally->missing++;
	else if (judgement.per_part > 0)
		tally->per_part++;
	else if (judgement.counted == 0 && judgement.not_applicable > 0)
		tally->not_applicable++;
	if (judgement.elsewhere != NULL)
		tally->elsewhere++;
}

struct account_tally account_tally(const struct counted *counted)
{
	struct account_tally tally = { 0 };

	tally.pages = arena_new_array(counted->arena, const struct page *,
				      counted->forums_count);
	for (size_t i = 0; i < counted->forums_count; i++)
		tally_forum(&tally, counted, counted->forums[i]);
	return tally;
}

/* --- The result on one line -------------------------------------------- */

/* The row of the total, with the name of each column. */
static const char *table_result(const struct counted *counted)
{
	GString *text = g_string_new(NULL);
	struct columns_sums total;
	struct builder builder;
	struct row *row;

	columns_sums_init(&total, &counted->columns, counted->arena);
	for (size_t i = 0; i < counted->forums_count; i++)
		columns_add(&total, counted->forums[i], counted->account->year);
	builder_begin(&builder, counted->report, NULL, counted->columns.count,
		      counted->arena);
	columns_head(&builder, &counted->columns);
	row = columns_sum_row(&builder, &total, ROW_TOTAL, "", NULL);
	for (size_t i = 0; i < counted->columns.count; i++)
		if (query_is_quantity(counted->columns.columns[i].field))
			g_string_append_printf(
				text, "%s%s: %s", text->len > 0 ? "; " : "",
				builder.table->columns[i].heading,
				row->cells[i].text);
	builder_finish(&builder);
	return arena_take(counted->arena, text);
}

const char *account_result(const struct counted *counted)
{
	return counted->account->kind == ACCOUNT_QUESTION
		       ? counted->account->answer->text
		       : table_result(counted);
}

/* --- Rules ------------------------------------------------------------- */

struct telling_rules {
	const struct labels *labels;
	const char **sentences;
	size_t count;
};

static void tell_rule(struct telling_rules *telling, enum label rule)
{
	telling->sentences[telling->count++] =
		labels_word(telling->labels, rule);
}

/* How the parts of a question make up its answer. */
static void tell_relation(struct telling_rules *telling,
			  const struct counted *counted,
			  const enum label *rules)
{
	struct query_parts parts = query_parts(counted->account->query);

	if (parts.is_quotient &&
	    parts.parts[1].measure != parts.parts[0].measure)
		tell_rule(telling, rules[parts.parts[1].measure]);
	if (parts.is_quotient)
		tell_rule(telling, LABEL_PAGE_RULE_QUOTIENT);
	if (parts.is_change)
		tell_rule(telling, LABEL_PAGE_RULE_CHANGE);
	if (parts.across)
		tell_rule(telling, LABEL_PAGE_RULE_ACROSS);
}

const char **account_rules(const struct counted *counted)
{
	const struct account *account = counted->account;
	static const enum label rules[] = {
		[MEASURE_COUNT] = LABEL_PAGE_RULE_COUNT,
		[MEASURE_ROWS] = LABEL_PAGE_RULE_ROWS,
		[MEASURE_SUM] = LABEL_PAGE_RULE_SUM,
		[MEASURE_MEAN] = LABEL_PAGE_RULE_MEAN,
		[MEASURE_LEAST] = LABEL_PAGE_RULE_LEAST,
		[MEASURE_LARGEST] = LABEL_PAGE_RULE_LARGEST,
		[MEASURE_DISTINCT] = LABEL_PAGE_RULE_DISTINCT,
	};
	struct telling_rules telling = {
		.labels = &counted->report->labels,
		.sentences = arena_new_array(counted->arena, const char *, 10),
	};
	bool question = account->kind == ACCOUNT_QUESTION;

	tell_rule(&telling, rules[counted->measure]);
	if (question)
		tell_relation(&telling, counted, rules);
	else if (account->kind == ACCOUNT_TABLE)
		tell_rule(&telling, LABEL_PAGE_RULE_ONCE);
	if (question && account->answer->decimals >= 0)
		tell_rule(&telling, LABEL_PAGE_RULE_ROUNDED);
	if (!question)
		tell_rule(&telling, LABEL_PAGE_RULE_UNROUNDED);
	if (counted_is_brief(counted))
		tell_rule(&telling, LABEL_PAGE_RULE_BRIEF);
	return telling.sentences;
}

/* --- Facts ------------------------------------------------------------- */

struct telling {
	const struct report *report;
	struct arena *arena;
	struct fact *first;
	struct fact **next;
	struct fact_item **next_item;
};

static void tell(struct telling *telling, enum label heading)
{
	struct fact *fact = arena_new_array(telling->arena, struct fact, 1);

	fact->heading = labels_word(&telling->report->labels, heading);
	*telling->next = fact;
	telling->next = &fact->next;
	telling->next_item = &fact->items;
}

static void tell_item(struct telling *telling, const char *text,
		      const struct target *target)
{
	struct fact_item *item =
		arena_new_array(telling->arena, struct fact_item, 1);

	item->text = text;
	item->target = target;
	*telling->next_item = item;
	telling->next_item = &item->next;
}

static void tell_count(struct telling *telling, size_t count, enum label label)
{
	tell_item(telling,
		  arena_printf(telling->arena, "%zu %s", count,
			       labels_word(&telling->report->labels, label)),
		  NULL);
}

static void tell_number(struct telling *telling, size_t count, enum label label)
{
	if (count > 0)
		tell_count(telling, count, label);
}

static void tell_places(struct telling *telling, const struct account *account)
{
	tell(telling, LABEL_PAGE_ACCOUNT_PLACE);
	for (const struct account_place *at = account->places; at != NULL;
	     at = at->next) {
		struct cell cell = { 0 };

		builder_page(&cell, at->page);
		tell_item(telling, cell.text, cell.target);
	}
	if (account->on_front)
		tell_item(
			telling,
			labels_word(&telling->report->labels, LABEL_PAGE_FRONT),
			NULL);
}

static void tell_answer(struct telling *telling, const struct account *account)
{
	const struct query_answer *answer = account->answer;
	GString *exact = g_string_new(NULL);

	tell(telling, LABEL_PAGE_QUESTION);
	tell_item(telling, account->question, NULL);
	tell(telling, LABEL_PAGE_ANSWER);
	tell_item(telling, answer->text, NULL);
	quantity_format(exact, &answer->result,
			&telling->report->labels.quantity, answer->unit, -1,
			true);
	if (strcmp(exact->str, account->title) != 0) {
		tell(telling, LABEL_PAGE_ACCOUNT_EXACT);
		tell_item(telling, arena_strdup(telling->arena, exact->str),
			  NULL);
	}
	g_string_free(exact, TRUE);
}

/* What texts state that the data do not bear out. */
static void tell_known(struct telling *telling, const struct account *account)
{
	const struct report *report = telling->report;
	bool first = true;

	/* Claims are held to the publication's own year. */
	if (query_parts(account->query).year == 0 &&
	    account->year != report->publication.own_year)
		return;
	for (const struct known_difference *at = report->known; at != NULL;
	     at = at->next) {
		if (strcmp(at->question, account->question) != 0)
			continue;
		if (first)
			tell(telling, LABEL_PAGE_STATED);
		first = false;
		tell_item(telling,
			  arena_printf(telling->arena, "%s (%s)", at->stated,
				       at->reason),
			  NULL);
	}
}

static void tell_year(struct telling *telling, int64_t year)
{
	tell_item(telling, arena_printf(telling->arena, "%d", (int)year), NULL);
}

/* The earlier first, as in tables. */
static void tell_years(struct telling *telling, const struct counted *counted)
{
	int64_t year = counted->account->year;

	tell(telling, LABEL_PAGE_YEAR);
	for (size_t i = 0; i < counted->years_count; i++)
		tell_year(telling, counted->years[i]);
	for (size_t i = counted->parts_count; i > 0; i--)
		if (counted->parts[i - 1].year != year)
			tell_year(telling, counted->parts[i - 1].year);
	if (counted->years_count == 0)
		tell_year(telling, year);
}

const struct fact *account_facts(const struct counted *counted)
{
	const struct account *account = counted->account;
	struct telling telling = { .report = counted->report,
				   .arena = counted->arena };
	struct account_tally tally = account_tally(counted);

	telling.next = &telling.first;
	tell_places(&telling, account);
	if (account->kind == ACCOUNT_QUESTION) {
		tell_answer(&telling, account);
		tell_known(&telling, account);
	}
	tell_years(&telling, counted);
	if (account->kind != ACCOUNT_SECTION) {
		tell(&telling, LABEL_PAGE_ACCOUNT_CONDITION);
		tell_item(&telling,
			  counted->where != NULL
				  ? counted->where
				  : labels_word(&counted->report->labels,
						LABEL_PAGE_ACCOUNT_ALL),
			  NULL);
	}
	tell(&telling, LABEL_PAGE_ACCOUNT_FORUMS);
	tell_count(&telling, tally.forums, LABEL_PAGE_ACCOUNT_TAKE_PART);
	tell_number(&telling, tally.counted, LABEL_PAGE_COUNTED);
	tell_number(&telling, tally.unknown,
		    tally.unknown == 1 ? LABEL_PAGE_ONE_NOT_CALCULATED
				       : LABEL_PAGE_NOT_CALCULATED);
	tell_number(&telling, tally.missing, LABEL_PAGE_IS_MISSING);
	tell_number(&telling, tally.per_part,
		    tally.per_part == 1 ? LABEL_PAGE_ONE_PER_PART
					: LABEL_PAGE_PER_PART);
	tell_number(&telling, tally.not_applicable,
		    LABEL_QUANTITY_NOT_APPLICABLE);
	tell_number(&telling, tally.elsewhere, LABEL_PAGE_COUNTED_ELSEWHERE);
	return telling.first;
}
