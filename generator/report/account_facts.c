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

	if (counted->measure == MEASURE_DISTINCT) {
		GArray *items =
			g_array_new(FALSE, FALSE, sizeof(struct query_item));

		query_items(items, page, counted->columns.columns[1],
			    counted->account->year, counted->report);
		judgement.counted = items->len;
		judgement.missing = items->len == 0;
		g_array_free(items, TRUE);
	}
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

static const char *table_result(const struct counted *counted)
{
	const struct report *report = counted->report;
	GString *text = g_string_new(NULL);
	struct columns total = counted->columns;

	for (size_t i = 0; i < counted->forums_count; i++)
		columns_add(&total, counted->forums[i], counted->account->year);
	for (size_t i = 0; i < total.count; i++) {
		struct quantity result = quantity_sum_result(&total.sums[i]);

		if (!query_is_quantity(total.columns[i].field))
			continue;
		if (text->len > 0)
			g_string_append(text, "; ");
		g_string_append_printf(text, "%s: ",
				       query_column_heading(total.columns[i],
							    report,
							    counted->arena));
		quantity_format(
			text, &result, &report->labels.quantity,
			result.kind == QUANTITY_MONEY	? QUANTITY_IN_THOUSANDS
			: result.kind == QUANTITY_HOURS ? QUANTITY_IN_HOURS
							: QUANTITY_IN_NUMBERS,
			-1, false);
		query_append_lacks(text, &total.sums[i], false,
				   &report->labels);
	}
	return arena_take(counted->arena, text);
}

const char *account_result(const struct counted *counted)
{
	return counted->account->kind == ACCOUNT_QUESTION
		       ? counted->account->answer->text
		       : table_result(counted);
}

/* --- Rules ------------------------------------------------------------- */

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
	const struct labels *labels = &counted->report->labels;
	const char **sentences =
		arena_new_array(counted->arena, const char *, 5);
	bool question = account->kind == ACCOUNT_QUESTION;
	size_t count = 0;

	sentences[count++] = labels_word(labels, rules[counted->measure]);
	if (account->kind == ACCOUNT_TABLE)
		sentences[count++] = labels_word(labels, LABEL_PAGE_RULE_ONCE);
	if (question && account->answer->decimals >= 0)
		sentences[count++] =
			labels_word(labels, LABEL_PAGE_RULE_ROUNDED);
	if (!question)
		sentences[count++] =
			labels_word(labels, LABEL_PAGE_RULE_UNROUNDED);
	if (counted_is_brief(counted))
		sentences[count++] = labels_word(labels, LABEL_PAGE_RULE_BRIEF);
	return sentences;
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

static void tell_number(struct telling *telling, size_t count, enum label label)
{
	if (count > 0)
		tell_item(telling,
			  arena_printf(
				  telling->arena, "%zu %s", count,
				  labels_word(&telling->report->labels, label)),
			  NULL);
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
	tell(&telling, LABEL_PAGE_YEAR);
	tell_item(&telling,
		  arena_printf(telling.arena, "%d", (int)account->year), NULL);
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
	tell_number(&telling, tally.forums, LABEL_PAGE_ACCOUNT_TAKE_PART);
	tell_number(&telling, tally.counted, LABEL_PAGE_COUNTED);
	tell_number(&telling, tally.unknown,
		    tally.unknown == 1 ? LABEL_PAGE_ONE_NOT_CALCULATED
				       : LABEL_PAGE_NOT_CALCULATED);
	tell_number(&telling, tally.missing, LABEL_PAGE_IS_MISSING);
	tell_number(&telling, tally.per_part, LABEL_PAGE_PER_PART);
	tell_number(&telling, tally.not_applicable,
		    LABEL_QUANTITY_NOT_APPLICABLE);
	tell_number(&telling, tally.elsewhere, LABEL_PAGE_COUNTED_ELSEWHERE);
	return telling.first;
}
