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

/*
 * How the forum was counted, or why it was not, in the last cell. How many
 * that makes: 1 or 0.
 */
static size_t tell_figure(struct builder *builder,
			  const struct counted *counted,
			  const struct page *page, struct row *row)
{
	struct cell *cell = &row->cells[builder->table->columns_count - 1];
	struct judgement judgement = counted_judge(counted, page);

	counted_append_how(builder->text, counted, page, &judgement);
	if (judgement.elsewhere != NULL)
		cell->target = &judgement.elsewhere->target;
	builder_made(builder, cell);
	return judgement.counted > 0;
}

/* "18 räknas med" in the last cell of a row of sums. */
static void tell_count(struct builder *builder, struct row *row, size_t count)
{
	builder_text(&row->cells[builder->table->columns_count - 1],
		     arena_printf(builder->arena, "%zu %s", count,
				  builder_word(builder, LABEL_PAGE_COUNTED)),
		     NULL);
}

/* --- Rows of a question ------------------------------------------------ */

/* The things that each part has met, so that each counts once. */
struct figures {
	const struct counted *counted;
	GHashTable *seen[QUERY_PARTS_MOST];
};

static void figures_init(struct figures *figures, const struct counted *counted)
{
	figures->counted = counted;
	for (size_t i = 0; i < QUERY_PARTS_MOST; i++)
		figures->seen[i] = g_hash_table_new(g_str_hash, g_str_equal);
}

static void figures_release(struct figures *figures)
{
	for (size_t i = 0; i < QUERY_PARTS_MOST; i++)
		g_hash_table_destroy(figures->seen[i]);
}

/* How many things the forum has that none before it had. */
static struct quantity new_things(struct figures *figures, size_t i,
				  const struct page *page)
{
	const struct counted *counted = figures->counted;
	const struct counted_part *part = &counted->parts[i];
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	int64_t count = 0;

	query_items(items, page, counted->columns.columns[part->first],
		    part->year, counted->report);
	for (guint k = 0; k < items->len; k++)
		count += g_hash_table_add(
			figures->seen[i],
			(char *)g_array_index(items, struct query_item, k).key);
	g_array_free(items, TRUE);
	return query_count(count);
}

/* Add to `sum` what a part of the question adds for the forum. */
static void add_figure(struct figures *figures, size_t i,
		       const struct page *page, struct quantity_sum *sum)
{
	const struct counted *counted = figures->counted;
	struct quantity things;

	if (counted->parts[i].measure != MEASURE_DISTINCT) {
		query_add_forum(counted->account->query, i, page,
				counted->parts[i].year, sum);
		return;
	}
	things = new_things(figures, i, page);
	quantity_sum_add(sum, &things);
}

/* The kind of number that a part adds. */
static enum quantity_kind part_kind(const struct counted *counted, size_t i)
{
	const struct counted_part *part = &counted->parts[i];

	if (part->count == 0 || part->measure == MEASURE_DISTINCT)
		return QUANTITY_COUNT;
	return query_field_kind(counted->columns.columns[part->first].field);
}

/* What a part of the question adds for the forum. */
static struct quantity own_quantity(struct figures *figures, size_t i,
				    const struct page *page,
				    const struct page **elsewhere)
{
	const struct counted *counted = figures->counted;
	const struct counted_part *part = &counted->parts[i];
	const struct query_column *columns =
		&counted->columns.columns[part->first];
	struct quantity_sum sum;

	*elsewhere = NULL;
	/* As it is written: "2 per forum", an amount in another currency. */
	if (part->count == 1 && part->measure != MEASURE_DISTINCT)
		return query_quantity(page, columns[0], part->year, elsewhere);
	quantity_sum_init(&sum, part_kind(counted, i));
	add_figure(figures, i, page, &sum);
	for (size_t k = 0;
	     sum.elsewhere > 0 && *elsewhere == NULL && k < part->count; k++)
		query_quantity(page, columns[k], part->year, elsewhere);
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

static void set_result(struct builder *builder, struct cell *cell,
		       const struct counted *counted, size_t i)
{
	const struct query_answer *answer = counted->account->answer;
	struct quantity result;

	if (counted->parts[i].measure == MEASURE_SUM) {
		builder_sum(builder, cell, i == 0 ? &answer->sum : &answer->by);
		return;
	}
	result = query_part_result(answer, i);
	builder_quantity(builder, cell, &result, false);
}

/* A part with several columns shows them before its figure. */
static size_t shown_columns(const struct counted_part *part)
{
	return part->count > 1 || (part->measure == MEASURE_DISTINCT)
		       ? part->count
		       : 0;
}

/* Where the figure of a part stands. */
static size_t figure_at(const struct counted *counted, size_t i, bool brief)
{
	size_t at = 1 + i;

	for (size_t k = 0; k <= i && !brief; k++)
		at += shown_columns(&counted->parts[k]);
	return at;
}

static const char *figure_heading(struct builder *builder,
				  const struct counted *counted, size_t i)
{
	const struct counted_part *part = &counted->parts[i];
	const struct query_column cost = { FIELD_COST, 0 };
	struct column_how how = { .view = VIEW_PLAIN };

	if (counted->parts_count == 2 &&
	    counted->parts[0].year != counted->parts[1].year)
		how.year = part->year;
	switch (part->measure) {
	case MEASURE_COUNT:
	case MEASURE_ROWS:
		return arena_printf(
			counted->arena, how.year == 0 ? "%s" : "%s %d",
			word(counted, part->measure == MEASURE_COUNT
					      ? LABEL_PAGE_FORUM_COUNT
					      : LABEL_PAGE_ENTRY_COUNT),
			(int)how.year);
	case MEASURE_DISTINCT:
		return word(counted, LABEL_PAGE_TOTAL_DISTINCT);
	default:
		break;
	}
	if (part->count == 1)
		return columns_heading(
			builder, counted->columns.columns[part->first], &how);
	if (part_kind(counted, i) == QUANTITY_MONEY)
		return columns_heading(builder, cost, &how);
	return word(counted, LABEL_PAGE_TOTAL);
}

/* Of which years the forum has figures in the total. */
static void note_years(struct builder *builder, const struct counted *counted,
		       const struct page *page)
{
	if (counted->years_count == 0 && counted->parts_count == 0)
		builder_of(builder, page, builder->year);
	for (size_t i = 0; i < counted->years_count; i++)
		builder_of(builder, page, counted->years[i]);
	for (size_t i = 0; i < counted->parts_count; i++)
		if (counted_takes_part(counted, i, page))
			builder_of(builder, page, counted->parts[i].year);
}

static void begin(struct builder *builder, const struct counted *counted,
		  size_t columns)
{
	builder_begin(builder, counted->report, NULL, columns, counted->arena);
	builder->year = counted->account->year;
	for (size_t i = 0; i < counted->forums_count; i++)
		note_years(builder, counted, counted->forums[i]);
	builder_heading(builder, columns - 1, LABEL_PAGE_ACCOUNT, false);
}

static void begin_question(struct builder *builder,
			   const struct counted *counted, bool brief)
{
	size_t last = counted->parts_count - 1;

	begin(builder, counted, figure_at(counted, last, brief) + 2);
	builder_heading(builder, 0,
			brief ? LABEL_PAGE_SECTION : LABEL_PAGE_FORUM, false);
	for (size_t i = 0; i < counted->parts_count; i++) {
		const struct counted_part *part = &counted->parts[i];
		size_t at = figure_at(counted, i, brief);
		size_t shown = brief ? 0 : shown_columns(part);

		for (size_t k = 0; k < shown; k++) {
			struct column *column =
				&builder->table->columns[at - shown + k];

			column->heading = columns_heading(
				builder,
				counted->columns.columns[part->first + k],
				&counted->columns.how[part->first + k]);
			column->number = part->measure != MEASURE_DISTINCT;
		}
		builder->table->columns[at].heading =
			figure_heading(builder, counted, i);
		builder->table->columns[at].number = true;
	}
}

static void set_things(struct builder *builder, struct cell *cell,
		       const struct counted *counted, size_t i,
		       const struct page *page)
{
	const struct counted_part *part = &counted->parts[i];
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct query_item));

	query_items(items, page, counted->columns.columns[part->first],
		    part->year, counted->report);
	for (guint k = 0; k < items->len; k++)
		g_string_append_printf(
			builder->text, "%s%s", k == 0 ? "" : ", ",
			g_array_index(items, struct query_item, k).text);
	g_array_free(items, TRUE);
	builder_made(builder, cell);
}

/* The columns of the figure, if it has several, and the figure. */
static void set_part(struct builder *builder, struct figures *figures, size_t i,
		     const struct page *page, struct row *row)
{
	const struct counted *counted = figures->counted;
	const struct counted_part *part = &counted->parts[i];
	size_t at = figure_at(counted, i, false);
	size_t shown = shown_columns(part);
	const struct page *elsewhere;
	struct quantity quantity;

	if (!counted_takes_part(counted, i, page)) {
		for (size_t k = at - shown; k <= at; k++)
			builder_absent(builder, &row->cells[k]);
		return;
	}
	for (size_t k = 0; k < shown; k++) {
		struct cell *cell = &row->cells[at - shown + k];

		if (part->measure == MEASURE_DISTINCT) {
			set_things(builder, cell, counted, i, page);
			continue;
		}
		quantity = query_quantity(
			page, counted->columns.columns[part->first + k],
			part->year, &elsewhere);
		set_quantity(builder, cell, &quantity, elsewhere);
	}
	quantity = own_quantity(figures, i, page, &elsewhere);
	set_quantity(builder, &row->cells[at], &quantity, elsewhere);
}

/* Parts that are counted in unlike ways have their results in rows apart. */
static struct row *add_results(struct builder *builder,
			       const struct counted *counted, bool brief)
{
	enum label before = LABEL_COUNT;
	struct row *row = NULL;

	for (size_t i = 0; i < counted->parts_count; i++) {
		enum label name = total_word(counted->parts[i].measure);

		if (name != before) {
			row = builder_row(builder, ROW_TOTAL);
			builder_text(&row->cells[0], word(counted, name), NULL);
		}
		before = name;
		set_result(builder, &row->cells[figure_at(counted, i, brief)],
			   counted, i);
	}
	return row;
}

/* The quotient or the change, with its unit: it is not that of the column. */
static void add_answer(struct builder *builder, const struct counted *counted,
		       bool brief)
{
	struct query_parts parts = query_parts(counted->account->query);
	struct row *row;

	if (parts.count == 1)
		return;
	row = builder_row(builder, ROW_TOTAL);
	builder_text(&row->cells[0],
		     word(counted, parts.is_quotient ? LABEL_PAGE_TOTAL_QUOTIENT
						     : LABEL_PAGE_TOTAL_CHANGE),
		     NULL);
	builder_text(&row->cells[figure_at(counted, parts.count - 1, brief)],
		     counted->account->title, NULL);
}

static size_t add_question_row(struct builder *builder, struct figures *figures,
			       const struct page *page)
{
	struct row *row = builder_row(builder, ROW_DATA);

	builder_page(&row->cells[0], page);
	for (size_t i = 0; i < figures->counted->parts_count; i++)
		set_part(builder, figures, i, page, row);
	return tell_figure(builder, figures->counted, page, row);
}

static const struct table *question_rows(const struct counted *counted)
{
	struct builder builder;
	struct figures figures;
	size_t count = 0;

	figures_init(&figures, counted);
	begin_question(&builder, counted, false);
	for (size_t i = 0; i < counted->forums_count; i++)
		count += add_question_row(&builder, &figures,
					  counted->forums[i]);
	tell_count(&builder, add_results(&builder, counted, false), count);
	add_answer(&builder, counted, false);
	figures_release(&figures);
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
	set_result(&builder, &total->cells[1], counted, 0);
	g_array_free(things, TRUE);
	return builder_finish(&builder);
}

/* --- Rows of a table's columns ----------------------------------------- */

static const struct table *table_rows(const struct counted *counted)
{
	const struct columns *columns = &counted->columns;
	struct columns_sums total;
	struct builder builder;
	size_t count = 0;

	columns_sums_init(&total, columns, counted->arena);
	begin(&builder, counted, columns->count + 1);
	columns_head(&builder, columns);
	for (size_t i = 0; i < counted->forums_count; i++) {
		const struct page *page = counted->forums[i];

		count +=
			tell_figure(&builder, counted, page,
				    columns_forum_row(&builder, columns, page));
		columns_add(&total, page, builder.year);
	}
	tell_count(&builder,
		   columns_sum_row(&builder, &total, ROW_TOTAL,
				   word(counted, LABEL_PAGE_TOTAL), NULL),
		   count);
	return builder_finish(&builder);
}

/* --- Sums of sections instead of too many rows -------------------------- */

/* Each part has an account of its own, where its rows are. */
static const struct table *section_sums(const struct counted *counted)
{
	const struct columns *columns = &counted->columns;
	struct columns_sums total, part;
	struct builder builder;

	columns_sums_init(&total, columns, counted->arena);
	columns_sums_init(&part, columns, counted->arena);
	begin(&builder, counted, columns->count + 1);
	columns_head(&builder, columns);
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
				    columns_forum_row(&builder, columns, at));
			continue;
		}
		row = columns_sum_row(&builder, &part, ROW_DATA,
				      at->target.full, &at->target);
		row->cells[columns->count].text =
			word(counted, LABEL_PAGE_COUNTED_THERE);
		row->cells[columns->count].account = at->costs_target->account;
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

/* What the forums below `page` add, part by part, and how many count. */
static size_t add_below(struct figures *figures, const struct page *page,
			GHashTable *counting, struct quantity_sum *sums)
{
	const struct counted *counted = figures->counted;
	size_t count = 0;

	if (!g_hash_table_contains(counting, page))
		return 0;
	if (page->kind == PAGE_FORUM) {
		for (size_t i = 0; i < counted->parts_count; i++)
			if (counted_takes_part(counted, i, page))
				add_figure(figures, i, page, &sums[i]);
		count = counted_judge(counted, page).counted > 0;
	}
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		count += add_below(figures, at, counting, sums);
	return count;
}

/* Of a mean the parts have their sums; of the least their least. */
static void set_section(struct builder *builder, struct cell *cell,
			const struct quantity_sum *sum,
			enum query_measure measure)
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

static size_t add_section_row(struct builder *builder, struct figures *figures,
			      const struct page *page, GHashTable *counting)
{
	const struct counted *counted = figures->counted;
	struct row *row = builder_row(builder, ROW_DATA);
	struct quantity_sum sums[QUERY_PARTS_MOST];
	size_t count;

	for (size_t i = 0; i < counted->parts_count; i++)
		quantity_sum_init(&sums[i], part_kind(counted, i));
	count = add_below(figures, page, counting, sums);
	builder_page(&row->cells[0], page);
	for (size_t i = 0; i < counted->parts_count; i++)
		set_section(builder, &row->cells[figure_at(counted, i, true)],
			    &sums[i], counted->parts[i].measure);
	tell_count(builder, row, count);
	return count;
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
	struct figures figures;
	size_t count = 0;

	figures_init(&figures, counted);
	begin_question(&builder, counted, true);
	for (guint i = 0; i < parts->len; i++)
		count += add_section_row(&builder, &figures, parts->pdata[i],
					 counting);
	tell_count(&builder, add_results(&builder, counted, true), count);
	add_answer(&builder, counted, true);
	figures_release(&figures);
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
	if (counted->measure == MEASURE_DISTINCT && counted->parts_count == 1)
		return thing_rows(counted, brief);
	return brief ? question_sums(counted) : question_rows(counted);
}
