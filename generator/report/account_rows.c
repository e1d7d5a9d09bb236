#include "report/account_rows.h"

#include "base/arena.h"
#include "base/collate.h"
#include "report/builder.h"
#include "report/counted.h"
#include "report/report.h"

static const char *word(const struct counted *counted, enum label label)
{
	return labels_word(&counted->report->labels, label);
}

/* How the forum was counted, or why it was not, in the last cell. */
static void tell_figure(struct builder *builder, const struct counted *counted,
			const struct page *page, struct row *row)
{
	struct cell *cell = &row->cells[builder->table->columns_count - 1];
	const struct page *elsewhere;

	counted_append_how(builder->text, counted, page, &elsewhere);
	if (elsewhere != NULL)
		cell->target = &elsewhere->target;
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
		count += counted_judge(counted, counted->forums[i]).counted > 0;
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
	if (account->query == NULL ||
	    query_parts(account->query).measure == MEASURE_SUM)
		builder_sum(builder, cell, &account->answer->sum);
	else
		builder_quantity(builder, cell, &account->answer->result,
				 false);
}

static const char *figure_heading(const struct counted *counted)
{
	const struct query_column cost = { FIELD_COST, 0 };

	switch (counted->measure) {
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
		     word(counted, total_word(counted->measure)), NULL);
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
		if (chosen != NULL && (parts->len > COUNTED_ROWS_MOST ||
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
	set_part(builder, &row->cells[1], &sum, counted->measure);
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
		     word(counted, total_word(counted->measure)), NULL);
	set_answer(&builder, &total->cells[1], counted->account);
	tell_count(&builder, total, counted->account->answer->sum.values);
	g_ptr_array_free(parts, TRUE);
	g_hash_table_destroy(counting);
	return builder_finish(&builder);
}

/* --- All of it --------------------------------------------------------- */

const struct table *account_rows(const struct counted *counted, bool all)
{
	bool brief = !all && counted_is_brief(counted);

	if (counted->account->kind != ACCOUNT_QUESTION)
		return brief ? section_sums(counted) : table_rows(counted);
	if (counted->measure == MEASURE_DISTINCT)
		return thing_rows(counted, brief);
	return brief ? question_sums(counted) : question_rows(counted);
}
