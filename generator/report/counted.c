#include "report/counted.h"

#include "base/arena.h"
#include "report/cost.h"
#include "report/forums.h"
#include "report/report.h"

static const char *word(const struct counted *counted, enum label label)
{
	return labels_word(&counted->report->labels, label);
}

/* --- Which forums and columns ------------------------------------------ */

static void add_column(struct counted *counted, struct query_column column,
		       struct column_how how)
{
	struct columns *columns = &counted->columns;

	if (columns->count == COLUMNS_MOST)
		return;
	columns->how[columns->count] = how;
	columns->columns[columns->count++] = column;
}

static void add_field(struct counted *counted, enum query_field field)
{
	add_column(counted, (struct query_column){ field, 0 },
		   (struct column_how){ .view = VIEW_PLAIN });
}

/* A cost is shown by its parts. */
static void add_part(struct counted *counted, const struct query_part *part,
		     bool named)
{
	struct counted_part *counting = &counted->parts[counted->parts_count++];
	struct column_how how = { .view = VIEW_PLAIN };

	counting->measure = part->measure;
	counting->first = counted->columns.count;
	counting->year = counted->account->year - part->years_before;
	how.year = named ? counting->year : 0;
	for (size_t i = 0; i < part->columns_count; i++) {
		if (part->columns[i].field != FIELD_COST) {
			add_column(counted, part->columns[i], how);
			continue;
		}
		add_column(counted, (struct query_column){ FIELD_FEE, 0 }, how);
		add_column(counted, (struct query_column){ FIELD_OTHER, 0 },
			   how);
	}
	counting->count = counted->columns.count - counting->first;
}

int64_t counted_year(const struct counted *counted, size_t column)
{
	int64_t year = counted->columns.how[column].year;

	return year == 0 ? counted->account->year : year;
}

static bool takes_part(const struct counted *counted, size_t part,
		       const struct page *page)
{
	return query_takes_part(counted->account->query, page,
				counted->parts[part].year, counted->report);
}

bool counted_takes_part(const struct counted *counted, size_t part,
			const struct page *page)
{
	/* Else it would not be one of the forums. */
	return counted->one_year || takes_part(counted, part, page);
}

/* In one of the years. */
static bool takes_any_part(const struct counted *counted,
			   const struct page *page)
{
	size_t count = counted->one_year ? 1 : counted->parts_count;

	for (size_t i = 0; i < count; i++)
		if (takes_part(counted, i, page))
			return true;
	return false;
}

static void count_question(struct counted *counted)
{
	const struct report *report = counted->report;
	struct query_parts parts = query_parts(counted->account->query);

	counted->where = parts.condition;
	add_field(counted, FIELD_FORUM);
	for (size_t i = 0; i < parts.count; i++)
		add_part(counted, &parts.parts[i], parts.is_change);
	counted->measure = parts.parts[0].measure;
	counted->one_year = !parts.is_change;
	counted->forums = arena_new_array(counted->arena, const struct page *,
					  report->forums_count);
	for (size_t i = 0; i < report->forums_count; i++)
		if (takes_any_part(counted, report->forums[i]))
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

static bool has_plain(const struct counted *counted, struct query_column column,
		      int64_t year)
{
	const struct columns *columns = &counted->columns;

	for (size_t i = 0; i < columns->count; i++)
		if (columns->columns[i].field == column.field &&
		    columns->columns[i].group == column.group &&
		    columns->how[i].view == VIEW_PLAIN &&
		    columns->how[i].year == year)
			return true;
	return false;
}

/* What is divided, and by what, before the quotient, if there is room. */
static void add_divided(struct counted *counted, struct query_column of,
			const struct column_how *how, size_t left)
{
	const struct query_column both[] = { of, how->by };
	struct column_how plain = { .view = VIEW_PLAIN, .year = how->year };

	for (size_t i = 0; i < G_N_ELEMENTS(both); i++)
		if (counted->columns.count + left < COLUMNS_MOST &&
		    !has_plain(counted, both[i], how->year))
			add_column(counted, both[i], plain);
}

static void count_table(struct counted *counted)
{
	struct forums_total total = forums_total(
		counted->account->options, counted->report, counted->arena);

	counted->forums = total.pages;
	counted->forums_count = total.count;
	counted->where = total.where;
	counted->years = total.years;
	counted->years_count = total.years_count;
	add_field(counted, FIELD_FORUM);
	for (size_t i = 0; i < total.columns.count; i++) {
		const struct column_how *how = &total.columns.how[i];

		if (!query_is_quantity(total.columns.columns[i].field))
			continue;
		if (how->view == VIEW_QUOTIENT)
			add_divided(counted, total.columns.columns[i], how,
				    total.columns.count - i);
		add_column(counted, total.columns.columns[i], *how);
	}
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
	counted->measure = MEASURE_SUM;
	counts[account->kind](counted);
}

/* --- How a forum was counted ------------------------------------------- */

/* A cost beside both of its parts lacks what they lack. */
static bool is_judged(const struct counted *counted, const struct page *page,
		      size_t i)
{
	const struct query_column *column = &counted->columns.columns[i];
	const struct column_how *how = &counted->columns.how[i];

	if (!query_is_quantity(column->field) || how->view != VIEW_PLAIN)
		return false;
	/* One that is not there that year has nothing to lack. */
	if (how->year != 0 && report_year(page->forum, how->year) == NULL)
		return false;
	for (size_t k = 0; k < counted->parts_count; k++)
		if (i >= counted->parts[k].first &&
		    i < counted->parts[k].first + counted->parts[k].count &&
		    !counted_takes_part(counted, k, page))
			return false;
	if (column->field != FIELD_COST)
		return true;
	return !has_plain(counted, (struct query_column){ FIELD_FEE, 0 },
			  how->year) ||
	       !has_plain(counted, (struct query_column){ FIELD_OTHER, 0 },
			  how->year);
}

static struct quantity_sum column_sum(const struct counted *counted,
				      const struct page *page, size_t i)
{
	const struct query_column *column = &counted->columns.columns[i];
	struct quantity_sum sum;

	quantity_sum_init(&sum, query_field_kind(column->field));
	query_sum_forum(&sum, page, column, 1, counted_year(counted, i));
	return sum;
}

/* What only counts forums, or things that they have, has no figures. */
static void judge_part(struct judgement *judgement,
		       const struct counted *counted, size_t i,
		       const struct page *page)
{
	const struct counted_part *part = &counted->parts[i];

	if (!counted_takes_part(counted, i, page))
		return;
	if (part->measure == MEASURE_DISTINCT) {
		bool found = query_has_item(
			page, counted->columns.columns[part->first], part->year,
			NULL, counted->report);

		judgement->counted += found;
		judgement->missing += !found && counted->parts_count == 1;
	} else if (part->count == 0) {
		judgement->counted++;
	}
}

struct judgement counted_judge(const struct counted *counted,
			       const struct page *page)
{
	struct judgement judgement = { 0 };

	for (size_t i = 0; i < counted->columns.count; i++) {
		struct quantity_sum sum;

		if (!is_judged(counted, page, i))
			continue;
		sum = column_sum(counted, page, i);
		judgement.counted += sum.values > 0;
		judgement.unknown += sum.unknown > 0;
		judgement.missing += sum.missing > 0;
		judgement.per_part += sum.per_part > 0;
		judgement.not_applicable += sum.not_applicable > 0;
		if (sum.elsewhere > 0)
			query_quantity(page, counted->columns.columns[i],
				       counted_year(counted, i),
				       &judgement.elsewhere);
	}
	for (size_t i = 0; i < counted->parts_count; i++)
		judge_part(&judgement, counted, i, page);
	return judgement;
}

/* Why a forum was counted so, under way. */
struct telling {
	const struct counted *counted;
	GString *out;
	bool told; /* something of it */
};

static void tell(struct telling *telling, const char *reason)
{
	g_string_append(telling->out, telling->told ? ", " : ": ");
	g_string_append(telling->out, reason);
	telling->told = true;
}

/* "okänd", or "Övrig kostnad okänd" when there are several columns. */
static void tell_reason(struct telling *telling, size_t i, enum label reason)
{
	const struct counted *counted = telling->counted;
	const struct columns *columns = &counted->columns;

	if (columns->count <= 2) {
		tell(telling, word(counted, reason));
		return;
	}
	tell(telling, query_column_name(columns->columns[i], counted->report,
					counted->arena));
	if (columns->how[i].year != 0)
		g_string_append_printf(telling->out, " %d",
				       (int)columns->how[i].year);
	g_string_append_c(telling->out, ' ');
	g_string_append(telling->out, word(counted, reason));
}

/* Is the figure, or a part of it, worked out on the forum's page? */
static bool is_computed(const struct counted *counted, const struct page *page,
			size_t i)
{
	enum query_field field = counted->columns.columns[i].field;
	const struct forum_year *year =
		report_year(page->forum, counted_year(counted, i));
	struct quantity other;
	const struct page *elsewhere;

	if (field == FIELD_FEE)
		return year->cost != NULL &&
		       year->cost->parts[COST_FEE].state == QUANTITY_VALUE;
	if (field != FIELD_COMPUTED && field != FIELD_FULL_COST)
		return false;
	if (year->cost == NULL ||
	    year->cost->parts[COST_OTHER].state != QUANTITY_VALUE)
		return false;
	if (field == FIELD_COMPUTED)
		return true;
	other = query_quantity(page, (struct query_column){ FIELD_OTHER, 0 },
			       year->year, &elsewhere);
	return elsewhere == NULL && other.state != QUANTITY_VALUE;
}

static void tell_reasons(struct telling *telling, const struct page *page,
			 bool lacks)
{
	const struct counted *counted = telling->counted;

	for (size_t i = 0; i < counted->columns.count; i++) {
		struct quantity_sum sum;

		if (!is_judged(counted, page, i))
			continue;
		if (is_computed(counted, page, i))
			tell_reason(telling, i, LABEL_PAGE_COUNTED_COMPUTED);
		if (!lacks)
			continue;
		sum = column_sum(counted, page, i);
		if (sum.unknown > 0)
			tell_reason(telling, i, LABEL_QUANTITY_UNKNOWN);
		if (sum.missing > 0)
			tell_reason(telling, i, LABEL_QUANTITY_MISSING);
		if (sum.per_part > 0)
			tell_reason(telling, i, LABEL_PAGE_ONE_PER_PART);
	}
}

void counted_append_how(GString *out, const struct counted *counted,
			const struct page *page,
			const struct judgement *judgement)
{
	struct telling telling = { .counted = counted, .out = out };
	bool lacks =
		judgement->unknown + judgement->missing + judgement->per_part >
		0;
	bool partly = lacks || judgement->elsewhere != NULL;

	g_string_append(out, word(counted, judgement->counted == 0
						   ? LABEL_PAGE_COUNTED_NOT
					   : partly ? LABEL_PAGE_COUNTED_PARTLY
						    : LABEL_PAGE_COUNTED));
	tell_reasons(&telling, page, lacks);
	if (judgement->counted == 0 && !lacks && judgement->not_applicable > 0)
		tell(&telling, word(counted, LABEL_QUANTITY_NOT_APPLICABLE));
	if (judgement->elsewhere != NULL)
		tell(&telling, word(counted, LABEL_PAGE_COUNTED_ELSEWHERE));
	if (counted->measure == MEASURE_COUNT && page->forum->stands_for != 1 &&
	    page->forum->reason != NULL)
		tell(&telling, page->forum->reason);
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
