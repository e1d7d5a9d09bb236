#include "report/account_rows.h"

#include <string.h>

#include "base/arena.h"
#include "base/collate.h"
#include "report/account.h"
#include "report/builder.h"
#include "report/columns.h"
#include "report/facts.h"
#include "report/forums.h"
#include "report/report.h"

/* What is counted: the forums that take part, and of each these columns. */
struct counted {
	const struct account *account;
	const struct report *report;
	struct arena *arena;
	const struct page **forums;
	size_t forums_count;
	struct columns columns; /* the first names the forum */
	/* They are added to one figure, which has a column of its own. */
	bool joined;
	const char *where; /* NULL: all forums */
};

static const char *word(const struct counted *counted, enum label label)
{
	return labels_word(&counted->report->labels, label);
}

/* --- Which forums and columns ------------------------------------------ */

static enum query_measure measure_of(const struct account *account)
{
	return account->query == NULL ? MEASURE_SUM
				      : query_parts(account->query).measure;
}

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

static void count(struct counted *counted, const struct account *account,
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
	counts[account->kind](counted);
	columns_clear(&counted->columns);
}

/* --- How a forum was counted ------------------------------------------- */

struct judgement {
	size_t counted; /* columns; likewise the others */
	size_t unknown;
	size_t missing;
	size_t per_part;
	size_t not_applicable;
	const struct page *elsewhere; /* NULL: not reported elsewhere */
};

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

static struct judgement judge(const struct counted *counted,
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

/*
 * How the forum was counted, or why it was not, in the last cell. A figure
 * that was worked out from others tells here how.
 */
static void tell_figure(struct builder *builder, const struct counted *counted,
			const struct page *page, struct row *row)
{
	struct cell *cell = &row->cells[builder->table->columns_count - 1];
	struct judgement judgement = judge(counted, page);
	bool lacks =
		judgement.unknown + judgement.missing + judgement.per_part > 0;
	GString *reasons = g_string_new(NULL);

	append_reasons(reasons, counted, page);
	if (judgement.counted == 0 && !lacks && judgement.not_applicable > 0)
		g_string_append(reasons,
				word(counted, LABEL_QUANTITY_NOT_APPLICABLE));
	if (judgement.elsewhere != NULL) {
		if (reasons->len > 0)
			g_string_append(reasons, ", ");
		g_string_append(reasons,
				word(counted, LABEL_PAGE_COUNTED_ELSEWHERE));
		cell->target = &judgement.elsewhere->target;
		lacks = true;
	}
	if (measure_of(counted->account) == MEASURE_COUNT &&
	    page->forum->stands_for != 1 && page->forum->reason != NULL)
		g_string_append(reasons, page->forum->reason);
	g_string_assign(builder->text,
			word(counted, judgement.counted == 0
					      ? LABEL_PAGE_COUNTED_NOT
				      : lacks ? LABEL_PAGE_COUNTED_PARTLY
					      : LABEL_PAGE_COUNTED));
	if (reasons->len > 0)
		g_string_append_printf(builder->text, ": %s", reasons->str);
	g_string_free(reasons, TRUE);
	builder_made(builder, cell);
}

/* "18 räknas med" in the last cell of a row of sums. */
static void tell_count(struct builder *builder, struct row *row, size_t count)
{
	builder_text(&row->cells[builder->table->columns_count - 1],
		     arena_printf(builder->arena, "%zu %s", count,
				  builder_word(builder, LABEL_PAGE_COUNTED)),
		     NULL);
}

static size_t count_counted(const struct counted *counted)
{
	size_t count = 0;

	for (size_t i = 0; i < counted->forums_count; i++)
		count += judge(counted, counted->forums[i]).counted > 0;
	return count;
}

/* --- Rows of one figure ------------------------------------------------ */

/* What the question adds for the forum. */
static struct quantity own_quantity(const struct counted *counted,
				    const struct page *page,
				    const struct page **elsewhere)
{
	const struct account *account = counted->account;
	struct quantity_sum sum;

	*elsewhere = NULL;
	/* As it is written: "2 per forum", an amount in another currency. */
	if (counted->columns.count == 2)
		return query_quantity(page, counted->columns.columns[1],
				      account->year, elsewhere);
	quantity_sum_init(&sum, query_kind(account->query));
	query_add_forum(account->query, page, account->year, &sum);
	if (sum.elsewhere > 0)
		*elsewhere = page->forum->costs_in.to;
	return quantity_sum_result(&sum);
}

static void set_quantity(struct builder *builder, struct cell *cell,
			 const struct quantity *quantity,
			 const struct page *elsewhere)
{
	if (elsewhere != NULL)
		builder_elsewhere(builder, cell, elsewhere);
	else
		builder_quantity(builder, cell, quantity, false);
}

static enum label total_word(enum query_measure measure)
{
	static const enum label words[] = {
		[MEASURE_COUNT] = LABEL_PAGE_TOTAL,
		[MEASURE_ROWS] = LABEL_PAGE_TOTAL,
		[MEASURE_SUM] = LABEL_PAGE_TOTAL,
		[MEASURE_MEAN] = LABEL_PAGE_TOTAL_MEAN,
		[MEASURE_LEAST] = LABEL_PAGE_TOTAL_LEAST,
		[MEASURE_LARGEST] = LABEL_PAGE_TOTAL_LARGEST,
		[MEASURE_DISTINCT] = LABEL_PAGE_TOTAL_DISTINCT,
	};

	return words[measure];
}

static void set_answer(struct builder *builder, struct cell *cell,
		       const struct account *account)
{
	if (measure_of(account) == MEASURE_SUM)
		builder_sum(builder, cell, &account->answer->sum);
	else
		builder_quantity(builder, cell, &account->answer->result,
				 false);
}

static const char *figure_heading(const struct counted *counted)
{
	const struct query_column cost = { FIELD_COST, 0 };

	switch (measure_of(counted->account)) {
	case MEASURE_COUNT:
		return word(counted, LABEL_PAGE_FORUM_COUNT);
	case MEASURE_ROWS:
		return word(counted, LABEL_PAGE_ENTRY_COUNT);
	default:
		break;
	}
	if (!counted->joined)
		return query_column_heading(counted->columns.columns[1],
					    counted->report, counted->arena);
	if (query_kind(counted->account->query) == QUANTITY_MONEY)
		return query_column_heading(cost, counted->report,
					    counted->arena);
	return word(counted, LABEL_PAGE_TOTAL);
}

static void begin(struct builder *builder, const struct counted *counted,
		  size_t columns)
{
	builder_begin(builder, counted->report, NULL, columns, counted->arena);
	builder->year = counted->account->year;
	builder_heading(builder, columns - 1, LABEL_PAGE_ACCOUNT, false);
}

/* The parts of the figure, if it has any, the figure, and how. */
static void add_question_row(struct builder *builder,
			     const struct counted *counted,
			     const struct page *page)
{
	size_t at = counted->joined ? counted->columns.count : 1;
	struct row *row = builder_row(builder, ROW_DATA);
	const struct page *elsewhere;
	struct quantity quantity;

	builder_page(&row->cells[0], page);
	for (size_t i = 1; i < at; i++) {
		quantity = query_quantity(page, counted->columns.columns[i],
					  builder->year, &elsewhere);
		set_quantity(builder, &row->cells[i], &quantity, elsewhere);
	}
	quantity = own_quantity(counted, page, &elsewhere);
	set_quantity(builder, &row->cells[at], &quantity, elsewhere);
	tell_figure(builder, counted, page, row);
}

static const struct table *question_rows(const struct counted *counted)
{
	size_t at = counted->joined ? counted->columns.count : 1;
	struct builder builder;
	struct row *total;

	begin(&builder, counted, at + 2);
	columns_head(&builder, &counted->columns);
	builder_heading(&builder, at + 1, LABEL_PAGE_ACCOUNT, false);
	builder.table->columns[at].heading = figure_heading(counted);
	builder.table->columns[at].number = true;
	for (size_t i = 0; i < counted->forums_count; i++)
		add_question_row(&builder, counted, counted->forums[i]);
	total = builder_row(&builder, ROW_TOTAL);
	builder_text(&total->cells[0],
		     word(counted, total_word(measure_of(counted->account))),
		     NULL);
	set_answer(&builder, &total->cells[at], counted->account);
	tell_count(&builder, total, count_counted(counted));
	return builder_finish(&builder);
}

/* --- Rows of different things ------------------------------------------ */

/* A thing that a forum has; without one `text` is that it is missing. */
struct thing {
	const char *key;
	const char *text;
	const struct target *target;
	const struct page *page;
	size_t order;
};

static int compare_things(const void *left, const void *right, void *data)
{
	const struct thing *a = left;
	const struct thing *b = right;
	const struct report *report = data;
	int order = (a->key == NULL) - (b->key == NULL);

	if (order == 0)
		order = collator_compare(report->collator, a->text, b->text);
	if (order == 0)
		order = g_strcmp0(a->key, b->key);
	if (order == 0)
		order = (a->order > b->order) - (a->order < b->order);
	return order;
}

static void add_things(GArray *things, const struct counted *counted, size_t i)
{
	const struct page *page = counted->forums[i];
	struct thing none = { NULL, word(counted, LABEL_QUANTITY_MISSING), NULL,
			      page, i };
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct query_item));

	query_items(items, page, counted->columns.columns[1],
		    counted->account->year, counted->report);
	for (guint k = 0; k < items->len; k++) {
		const struct query_item *item =
			&g_array_index(items, struct query_item, k);
		struct thing thing = { item->key, item->text, item->target,
				       page, i };

		g_array_append_val(things, thing);
	}
	if (items->len == 0)
		g_array_append_val(things, none);
	g_array_free(items, TRUE);
}

static GArray *list_things(const struct counted *counted)
{
	GArray *things = g_array_new(FALSE, FALSE, sizeof(struct thing));

	for (size_t i = 0; i < counted->forums_count; i++)
		add_things(things, counted, i);
	g_array_sort_with_data(things, compare_things, (void *)counted->report);
	return things;
}

/* Where the forums are too many, only how many have the thing. */
static void add_thing_alone(struct builder *builder,
			    const struct counted *counted, const GArray *things,
			    guint first, guint end)
{
	const struct thing *thing = &g_array_index(things, struct thing, first);
	struct row *row = builder_row(builder, ROW_DATA);

	builder_text(&row->cells[0], thing->text, thing->target);
	builder_count(builder, &row->cells[1], thing->key != NULL);
	builder_text(&row->cells[2],
		     arena_printf(counted->arena, "%u %s", end - first,
				  word(counted, LABEL_PAGE_FORUM_WORD)),
		     NULL);
}

/* The first forum of a thing counts it; the others have the same again. */
static void add_thing_row(struct builder *builder,
			  const struct counted *counted,
			  const struct thing *thing, bool first)
{
	struct row *row;

	if (first) {
		row = builder_row(builder, ROW_GROUP);
		builder_text(&row->cells[0], thing->text, thing->target);
	}
	row = builder_row(builder, ROW_DATA);
	builder_page(&row->cells[0], thing->page);
	builder_count(builder, &row->cells[1], first && thing->key != NULL);
	builder_text(&row->cells[2],
		     word(counted, thing->key == NULL
					   ? LABEL_PAGE_COUNTED_NOTHING
				   : first ? LABEL_PAGE_COUNTED
					   : LABEL_PAGE_COUNTED_AGAIN),
		     NULL);
}

static guint end_of_thing(const GArray *things, guint first)
{
	const char *key = g_array_index(things, struct thing, first).key;
	guint end = first;

	while (end < things->len &&
	       g_strcmp0(g_array_index(things, struct thing, end).key, key) ==
		       0)
		end++;
	return end;
}

static const struct table *thing_rows(const struct counted *counted, bool brief)
{
	GArray *things = list_things(counted);
	struct builder builder;
	struct row *total;
	guint end;

	begin(&builder, counted, 3);
	builder_heading(&builder, 0, LABEL_PAGE_FORUM, false);
	builder_heading(&builder, 1, LABEL_PAGE_STANDS_FOR, true);
	for (guint first = 0; first < things->len; first = end) {
		end = end_of_thing(things, first);
		if (brief)
			add_thing_alone(&builder, counted, things, first, end);
		for (guint i = first; i < end && !brief; i++)
			add_thing_row(&builder, counted,
				      &g_array_index(things, struct thing, i),
				      i == first);
	}
	total = builder_row(&builder, ROW_TOTAL);
	builder_text(&total->cells[0], word(counted, LABEL_PAGE_TOTAL_DISTINCT),
		     NULL);
	set_answer(&builder, &total->cells[1], counted->account);
	g_array_free(things, TRUE);
	return builder_finish(&builder);
}

/* --- Rows of a table's columns ----------------------------------------- */

static const struct table *table_rows(const struct counted *counted)
{
	struct columns total = counted->columns;
	struct builder builder;

	begin(&builder, counted, total.count + 1);
	columns_head(&builder, &total);
	for (size_t i = 0; i < counted->forums_count; i++) {
		const struct page *page = counted->forums[i];

		tell_figure(&builder, counted, page,
			    columns_forum_row(&builder, &total, page));
		columns_add(&total, page, builder.year);
	}
	tell_count(&builder,
		   columns_sum_row(&builder, &total, ROW_TOTAL,
				   word(counted, LABEL_PAGE_TOTAL), NULL),
		   count_counted(counted));
	return builder_finish(&builder);
}

/* --- Sums of sections instead of too many rows -------------------------- */

/* Each part has an account of its own, where its rows are. */
static const struct table *section_sums(const struct counted *counted)
{
	struct columns total = counted->columns;
	struct columns part = total;
	struct builder builder;

	begin(&builder, counted, total.count + 1);
	columns_head(&builder, &total);
	builder_heading(&builder, 0, LABEL_PAGE_SECTION, false);
	for (const struct page *at = counted->account->section->first_child;
	     at != NULL; at = at->next) {
		struct row *row;

		columns_clear(&part);
		columns_add_all(&part, at, builder.year);
		if (part.rows == 0)
			continue;
		columns_join(&total, &part);
		if (at->kind == PAGE_FORUM) {
			tell_figure(&builder, counted, at,
				    columns_forum_row(&builder, &total, at));
			continue;
		}
		row = columns_sum_row(&builder, &part, ROW_DATA,
				      at->target.full, &at->target);
		row->cells[total.count].text =
			word(counted, LABEL_PAGE_COUNTED_THERE);
		row->cells[total.count].account = at->costs_target->account;
	}
	columns_sum_row(&builder, &total, ROW_TOTAL,
			word(counted, LABEL_PAGE_TOTAL), NULL);
	return builder_finish(&builder);
}

/* The pages at `depth`, and forums above it, that have forums that count. */
static void list_parts(GPtrArray *parts, const struct page *page,
		       unsigned depth, GHashTable *counting)
{
	if (!g_hash_table_contains(counting, page))
		return;
	if (page->depth == depth || page->kind == PAGE_FORUM) {
		g_ptr_array_add(parts, (void *)page);
		return;
	}
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		list_parts(parts, at, depth, counting);
}

/* As deep as the rows do not become too many; the first level always. */
static GPtrArray *choose_parts(const struct counted *counted,
			       GHashTable *counting)
{
	const struct report *report = counted->report;
	GPtrArray *chosen = NULL;

	for (unsigned depth = 1; depth < 16; depth++) {
		GPtrArray *parts = g_ptr_array_new();

		for (size_t i = 0; i < report->documents_count; i++)
			list_parts(parts, report->documents[i]->page, depth,
				   counting);
		if (chosen != NULL && (parts->len > ACCOUNT_ROWS_MOST ||
				       parts->len == chosen->len)) {
			g_ptr_array_free(parts, TRUE);
			break;
		}
		if (chosen != NULL)
			g_ptr_array_free(chosen, TRUE);
		chosen = parts;
	}
	return chosen;
}

static void add_below(const struct counted *counted, const struct page *page,
		      GHashTable *counting, struct quantity_sum *sum,
		      size_t *forums)
{
	if (!g_hash_table_contains(counting, page))
		return;
	if (page->kind == PAGE_FORUM) {
		query_add_forum(counted->account->query, page,
				counted->account->year, sum);
		++*forums;
	}
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		add_below(counted, at, counting, sum, forums);
}

/* Of a mean the parts have their sums; of the least their least. */
static void set_part(struct builder *builder, struct cell *cell,
		     const struct quantity_sum *sum, enum query_measure measure)
{
	struct quantity quantity;

	switch (measure) {
	case MEASURE_LEAST:
		quantity = quantity_sum_least(sum);
		break;
	case MEASURE_LARGEST:
		quantity = quantity_sum_largest(sum);
		break;
	default:
		builder_sum(builder, cell, sum);
		return;
	}
	builder_quantity(builder, cell, &quantity, false);
}

static void add_part_row(struct builder *builder, const struct counted *counted,
			 const struct page *page, GHashTable *counting)
{
	struct row *row = builder_row(builder, ROW_DATA);
	struct quantity_sum sum;
	size_t forums = 0;

	quantity_sum_init(&sum, query_kind(counted->account->query));
	add_below(counted, page, counting, &sum, &forums);
	builder_page(&row->cells[0], page);
	set_part(builder, &row->cells[1], &sum, measure_of(counted->account));
	tell_count(builder, row, sum.values);
}

/* The forums that take part, and all that they lie in. */
static GHashTable *mark_counting(const struct counted *counted)
{
	GHashTable *counting = g_hash_table_new(NULL, NULL);

	for (size_t i = 0; i < counted->forums_count; i++)
		for (const struct page *at = counted->forums[i];
		     at != NULL && g_hash_table_add(counting, (void *)at);
		     at = at->parent)
			;
	return counting;
}

static const struct table *question_sums(const struct counted *counted)
{
	GHashTable *counting = mark_counting(counted);
	GPtrArray *parts = choose_parts(counted, counting);
	struct builder builder;
	struct row *total;

	begin(&builder, counted, 3);
	builder_heading(&builder, 0, LABEL_PAGE_SECTION, false);
	builder.table->columns[1].heading = figure_heading(counted);
	builder.table->columns[1].number = true;
	for (guint i = 0; i < parts->len; i++)
		add_part_row(&builder, counted, parts->pdata[i], counting);
	total = builder_row(&builder, ROW_TOTAL);
	builder_text(&total->cells[0],
		     word(counted, total_word(measure_of(counted->account))),
		     NULL);
	set_answer(&builder, &total->cells[1], counted->account);
	tell_count(&builder, total, counted->account->answer->sum.values);
	g_ptr_array_free(parts, TRUE);
	g_hash_table_destroy(counting);
	return builder_finish(&builder);
}

/* --- All of it --------------------------------------------------------- */

/* A {forums} table has all its rows already where it stands. */
static bool is_brief(const struct counted *counted)
{
	if (counted->forums_count <= ACCOUNT_ROWS_MOST)
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

bool account_is_brief(const struct account *account,
		      const struct report *report)
{
	struct arena *arena = arena_new();
	struct counted counted;
	bool brief;

	count(&counted, account, report, arena);
	brief = is_brief(&counted);
	arena_free(arena);
	return brief;
}

const struct table *account_rows(const struct account *account,
				 const struct report *report, bool all,
				 struct arena *arena)
{
	struct counted counted;
	bool brief;

	count(&counted, account, report, arena);
	brief = !all && is_brief(&counted);
	if (account->kind != ACCOUNT_QUESTION)
		return brief ? section_sums(&counted) : table_rows(&counted);
	if (measure_of(account) == MEASURE_DISTINCT)
		return thing_rows(&counted, brief);
	return brief ? question_sums(&counted) : question_rows(&counted);
}

/* --- How many ---------------------------------------------------------- */

static void tally_forum(struct account_tally *tally,
			const struct counted *counted, const struct page *page)
{
	struct judgement judgement = judge(counted, page);

	if (measure_of(counted->account) == MEASURE_DISTINCT) {
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

struct account_tally account_tally(const struct account *account,
				   const struct report *report,
				   struct arena *arena)
{
	struct account_tally tally = { 0 };
	struct counted counted;

	count(&counted, account, report, arena);
	tally.pages = arena_new_array(arena, const struct page *,
				      counted.forums_count);
	for (size_t i = 0; i < counted.forums_count; i++)
		tally_forum(&tally, &counted, counted.forums[i]);
	return tally;
}

/* --- The result on one line -------------------------------------------- */

static const char *table_result(const struct account *account,
				const struct report *report,
				struct arena *arena)
{
	GString *text = g_string_new(NULL);
	struct counted counted;
	struct columns *total = &counted.columns;

	count(&counted, account, report, arena);
	for (size_t i = 0; i < counted.forums_count; i++)
		columns_add(total, counted.forums[i], account->year);
	for (size_t i = 0; i < total->count; i++) {
		struct quantity result = quantity_sum_result(&total->sums[i]);

		if (!query_is_quantity(total->columns[i].field))
			continue;
		if (text->len > 0)
			g_string_append(text, "; ");
		g_string_append_printf(
			text, "%s: ",
			query_column_heading(total->columns[i], report, arena));
		quantity_format(
			text, &result, &report->labels.quantity,
			result.kind == QUANTITY_MONEY	? QUANTITY_IN_THOUSANDS
			: result.kind == QUANTITY_HOURS ? QUANTITY_IN_HOURS
							: QUANTITY_IN_NUMBERS,
			-1, false);
		query_append_lacks(text, &total->sums[i], false,
				   &report->labels);
	}
	return arena_take(arena, text);
}

const char *account_result(const struct account *account,
			   const struct report *report, struct arena *arena)
{
	return account->kind == ACCOUNT_QUESTION
		       ? account->answer->text
		       : table_result(account, report, arena);
}

/* --- Rules ------------------------------------------------------------- */

const char **account_rules(const struct account *account,
			   const struct report *report, struct arena *arena)
{
	static const enum label rules[] = {
		[MEASURE_COUNT] = LABEL_PAGE_RULE_COUNT,
		[MEASURE_ROWS] = LABEL_PAGE_RULE_ROWS,
		[MEASURE_SUM] = LABEL_PAGE_RULE_SUM,
		[MEASURE_MEAN] = LABEL_PAGE_RULE_MEAN,
		[MEASURE_LEAST] = LABEL_PAGE_RULE_LEAST,
		[MEASURE_LARGEST] = LABEL_PAGE_RULE_LARGEST,
		[MEASURE_DISTINCT] = LABEL_PAGE_RULE_DISTINCT,
	};
	const struct labels *labels = &report->labels;
	const char **sentences = arena_new_array(arena, const char *, 5);
	bool question = account->kind == ACCOUNT_QUESTION;
	size_t count = 0;

	sentences[count++] = labels_word(labels, rules[measure_of(account)]);
	if (account->kind == ACCOUNT_TABLE)
		sentences[count++] = labels_word(labels, LABEL_PAGE_RULE_ONCE);
	if (question && account->answer->decimals >= 0)
		sentences[count++] =
			labels_word(labels, LABEL_PAGE_RULE_ROUNDED);
	if (!question)
		sentences[count++] =
			labels_word(labels, LABEL_PAGE_RULE_UNROUNDED);
	if (account_is_brief(account, report))
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

const struct fact *account_facts(const struct account *account,
				 const struct report *report,
				 struct arena *arena)
{
	struct telling telling = { .report = report, .arena = arena };
	struct account_tally tally = account_tally(account, report, arena);
	struct counted counted;

	telling.next = &telling.first;
	count(&counted, account, report, arena);
	tell_places(&telling, account);
	if (account->kind == ACCOUNT_QUESTION) {
		tell_answer(&telling, account);
		tell_known(&telling, account);
	}
	tell(&telling, LABEL_PAGE_YEAR);
	tell_item(&telling, arena_printf(arena, "%d", (int)account->year),
		  NULL);
	if (account->kind != ACCOUNT_SECTION) {
		tell(&telling, LABEL_PAGE_ACCOUNT_CONDITION);
		tell_item(&telling,
			  counted.where != NULL
				  ? counted.where
				  : word(&counted, LABEL_PAGE_ACCOUNT_ALL),
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
