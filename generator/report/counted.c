#include "report/counted.h"

#include <string.h>

#include "base/arena.h"
#include "report/forums.h"
#include "report/report.h"

static const char *word(const struct counted *counted, enum label label)
{
	return labels_word(&counted->report->labels, label);
}

/* --- Which forums and columns ------------------------------------------ */

static void add_column(struct counted *counted, enum query_field field,
		       size_t group)
{
	struct columns *columns = &counted->columns;

	if (columns->count == COLUMNS_MOST)
		return;
	columns->columns[columns->count].field = field;
	columns->columns[columns->count++].group = group;
}

/* A cost is shown by its parts. */
static void add_question_columns(struct counted *counted,
				 const struct query_parts *parts)
{
	add_column(counted, FIELD_FORUM, 0);
	for (size_t i = 0; i < parts->columns_count; i++) {
		if (parts->columns[i].field != FIELD_COST) {
			add_column(counted, parts->columns[i].field,
				   parts->columns[i].group);
			continue;
		}
		add_column(counted, FIELD_FEE, 0);
		add_column(counted, FIELD_OTHER, 0);
	}
	counted->joined = counted->columns.count > 2;
}

static void count_question(struct counted *counted)
{
	const struct account *account = counted->account;
	const struct report *report = counted->report;
	struct query_parts parts = query_parts(account->query);

	counted->where = parts.condition;
	add_question_columns(counted, &parts);
	counted->forums = arena_new_array(counted->arena, const struct page *,
					  report->forums_count);
	for (size_t i = 0; i < report->forums_count; i++)
		if (query_takes_part(account->query, report->forums[i],
				     account->year, report))
			counted->forums[counted->forums_count++] =
				report->forums[i];
}

static size_t count_below(const struct page *page, int64_t year)
{
	size_t count = page->kind == PAGE_FORUM &&
		       report_year(page->forum, year) != NULL;

	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		count += count_below(at, year);
	return count;
}

static void add_forums_below(struct counted *counted, const struct page *page)
{
	if (page->kind == PAGE_FORUM &&
	    report_year(page->forum, counted->account->year) != NULL)
		counted->forums[counted->forums_count++] = page;
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		add_forums_below(counted, at);
}

static bool has_forums_itself(const struct page *section)
{
	return section->first_child->kind == PAGE_FORUM;
}

static void count_section(struct counted *counted)
{
	const struct account *account = counted->account;

	counted->columns.count =
		columns_usual(counted->columns.columns, counted->report,
			      has_forums_itself(account->section));
	counted->forums =
		arena_new_array(counted->arena, const struct page *,
				count_below(account->section, account->year));
	add_forums_below(counted, account->section);
}

static void count_table(struct counted *counted)
{
	struct forums_total total = forums_total(
		counted->account->options, counted->report, counted->arena);

	counted->forums = total.pages;
	counted->forums_count = total.count;
	counted->where = total.where;
	add_column(counted, FIELD_FORUM, 0);
	for (size_t i = 0; i < total.columns.count; i++)
		if (query_is_quantity(total.columns.columns[i].field))
			add_column(counted, total.columns.columns[i].field,
				   total.columns.columns[i].group);
}

void counted_init(struct counted *counted, const struct account *account,
		  const struct report *report, struct arena *arena)
{
	static void (*const counts[])(struct counted * counted) = {
		[ACCOUNT_QUESTION] = count_question,
		[ACCOUNT_SECTION] = count_section,
		[ACCOUNT_TABLE] = count_table,
	};

	*counted = (struct counted){ .account = account,
				     .report = report,
				     .arena = arena };
	counted->measure = account->query == NULL
				   ? MEASURE_SUM
				   : query_parts(account->query).measure;
	counts[account->kind](counted);
	columns_clear(&counted->columns);
}

/* --- How a forum was counted ------------------------------------------- */

static bool has_column(const struct counted *counted, enum query_field field)
{
	for (size_t i = 0; i < counted->columns.count; i++)
		if (counted->columns.columns[i].field == field)
			return true;
	return false;
}

/* A cost beside both of its parts lacks what they lack. */
static bool is_judged(const struct counted *counted, size_t i)
{
	enum query_field field = counted->columns.columns[i].field;

	if (field == FIELD_COST)
		return !has_column(counted, FIELD_FEE) ||
		       !has_column(counted, FIELD_OTHER);
	return query_is_quantity(field);
}

static struct quantity_sum column_sum(const struct counted *counted,
				      const struct page *page, size_t i)
{
	const struct query_column *column = &counted->columns.columns[i];
	struct quantity_sum sum;

	quantity_sum_init(&sum, query_field_kind(column->field));
	query_sum_forum(&sum, page, column, 1, counted->account->year);
	return sum;
}

struct judgement counted_judge(const struct counted *counted,
			       const struct page *page)
{
	struct judgement judgement = { 0 };

	for (size_t i = 0; i < counted->columns.count; i++) {
		struct quantity_sum sum;

		if (!is_judged(counted, i))
			continue;
		sum = column_sum(counted, page, i);
		judgement.counted += sum.values > 0;
		judgement.unknown += sum.unknown > 0;
		judgement.missing += sum.missing > 0;
		judgement.per_part += sum.per_part > 0;
		judgement.not_applicable += sum.not_applicable > 0;
		if (sum.elsewhere > 0)
			judgement.elsewhere = page->forum->costs_in.to;
	}
	/* What only counts forums has no columns to judge. */
	if (counted->columns.count == 1)
		judgement.counted = 1;
	return judgement;
}

/* "okänd", or "Övrig kostnad okänd" when there are several columns. */
static void append_reason(GString *out, const struct counted *counted,
			  size_t column, const char *reason)
{
	const char *heading;

	if (out->len > 0)
		g_string_append(out, ", ");
	if (counted->columns.count > 2) {
		heading = query_column_heading(counted->columns.columns[column],
					       counted->report, counted->arena);
		g_string_append_len(out, heading,
				    (gssize)strcspn(heading, "("));
		if (out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	g_string_append(out, reason);
}

static void append_reasons(GString *out, const struct counted *counted,
			   const struct page *page)
{
	for (size_t i = 0; i < counted->columns.count; i++) {
		struct quantity_sum sum;

		if (!is_judged(counted, i))
			continue;
		sum = column_sum(counted, page, i);
		if (sum.unknown > 0)
			append_reason(out, counted, i,
				      word(counted, LABEL_QUANTITY_UNKNOWN));
		if (sum.missing > 0)
			append_reason(out, counted, i,
				      word(counted, LABEL_QUANTITY_MISSING));
		if (sum.per_part > 0)
			append_reason(out, counted, i,
				      word(counted, LABEL_PAGE_PER_PART));
	}
}

void counted_append_how(GString *out, const struct counted *counted,
			const struct page *page, const struct page **elsewhere)
{
	struct judgement judgement = counted_judge(counted, page);
	bool lacks =
		judgement.unknown + judgement.missing + judgement.per_part > 0;
	GString *reasons = g_string_new(NULL);

	append_reasons(reasons, counted, page);
	if (judgement.counted == 0 && !lacks && judgement.not_applicable > 0)
		g_string_append(reasons,
				word(counted, LABEL_QUANTITY_NOT_APPLICABLE));
	*elsewhere = judgement.elsewhere;
	if (judgement.elsewhere != NULL) {
		if (reasons->len > 0)
			g_string_append(reasons, ", ");
		g_string_append(reasons,
				word(counted, LABEL_PAGE_COUNTED_ELSEWHERE));
		lacks = true;
	}
	if (counted->measure == MEASURE_COUNT && page->forum->stands_for != 1 &&
	    page->forum->reason != NULL)
		g_string_append(reasons, page->forum->reason);
	g_string_append(out, word(counted, judgement.counted == 0
						   ? LABEL_PAGE_COUNTED_NOT
					   : lacks ? LABEL_PAGE_COUNTED_PARTLY
						   : LABEL_PAGE_COUNTED));
	if (reasons->len > 0)
		g_string_append_printf(out, ": %s", reasons->str);
	g_string_free(reasons, TRUE);
}

/* A {forums} table has all its rows already where it stands. */
bool counted_is_brief(const struct counted *counted)
{
	if (counted->forums_count <= COUNTED_ROWS_MOST)
		return false;
	switch (counted->account->kind) {
	case ACCOUNT_SECTION:
		return !has_forums_itself(counted->account->section);
	case ACCOUNT_QUESTION:
		return true;
	default:
		return false;
	}
}
