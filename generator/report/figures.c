#include "report/figures.h"

#include "base/arena.h"
#include "report/builder.h"
#include "report/due.h"
#include "report/phrase.h"
#include "report/query.h"
#include "report/report.h"

enum { NAME, VALUE, COVERAGE, SHOWN_IN, COLUMNS };

/* A figure over all forums that have a year, and how many have all of it. */
struct total {
	struct quantity_sum sum;
	size_t full;
	size_t entries;
};

/* --- Where a figure is shown in full ---------------------------------------
 */

/* The first table of costs: that of a whole document. */
static const struct target *costs_target(const struct report *report)
{
	for (size_t i = 0; i < report->pages_count; i++)
		if (report->pages[i]->costs_target != NULL)
			return report->pages[i]->costs_target;
	return NULL;
}

/* The first table that a directive of that kind makes; NULL: there is none. */
static const struct target *generated_target(const struct report *report,
					     enum body_generated about)
{
	for (size_t i = 0; i < report->pages_count; i++) {
		const struct body *body = report->pages[i]->body;

		for (size_t k = 0; body != NULL && k < body->tables.count;
		     k++) {
			const struct body_forums *at = body->tables.items[k];

			if (at->item.kind == BODY_FORUMS && at->about == about)
				return at->target;
		}
	}
	return NULL;
}

static void set_shown_in(struct builder *builder, struct cell *cell,
			 const struct target *target)
{
	const struct target *own = builder->table->target;

	if (target == NULL || target == own)
		return;
	phrase_short(builder->text, target, own->page, builder->report);
	builder_made(builder, cell);
	cell->target = target;
}

/* --- Rows ------------------------------------------------------------------
 */

static struct row *add_row(struct builder *builder, const char *name,
			   const struct target *shown_in)
{
	struct row *row = builder_row(builder, ROW_DATA);

	builder_text(&row->cells[NAME], name, NULL);
	set_shown_in(builder, &row->cells[SHOWN_IN], shown_in);
	return row;
}

static bool is_full(const struct quantity_sum *sum)
{
	return sum->unknown == 0 && sum->missing == 0 && sum->per_part == 0 &&
	       !sum->no_high && !sum->no_low;
}

/* What one forum has in the column. */
static struct quantity_sum sum_of(const struct page *page,
				  struct query_column column, int64_t year)
{
	struct quantity_sum sum;

	quantity_sum_init(&sum, query_field_kind(column.field));
	query_sum_forum(&sum, page, &column, 1, year);
	return sum;
}

static struct total total_of(const struct builder *builder,
			     struct query_column column)
{
	const struct report *report = builder->report;
	struct total total = { 0 };

	quantity_sum_init(&total.sum, query_field_kind(column.field));
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];
		struct quantity_sum sum;

		if (report_year(page->forum, builder->year) == NULL)
			continue;
		sum = sum_of(page, column, builder->year);
		quantity_sum_join(&total.sum, &sum);
		total.full += is_full(&sum);
		total.entries++;
	}
	return total;
}

static enum quantity_unit unit_of(const struct quantity *quantity)
{
	return quantity->kind == QUANTITY_MONEY ? QUANTITY_IN_THOUSANDS
						: QUANTITY_IN_NUMBERS;
}

static void set_sum(struct builder *builder, struct cell *cell,
		    const struct quantity_sum *sum)
{
	const struct labels *labels = &builder->report->labels;
	struct quantity result = quantity_sum_result(sum);

	quantity_format(builder->text, &result, &labels->quantity,
			unit_of(&result), -1, true);
	builder_made(builder, cell);
}

/* "102 av 108 poster" */
static void set_coverage(struct builder *builder, struct cell *cell,
			 size_t full, size_t entries, enum label what)
{
	g_string_append_printf(builder->text, "%zu %s %zu %s", full,
			       builder_word(builder, LABEL_PAGE_OF), entries,
			       builder_word(builder, what));
	builder_made(builder, cell);
}

static void add_total(struct builder *builder, const char *name,
		      struct query_column column)
{
	struct total total = total_of(builder, column);
	struct row *row = add_row(builder, name, costs_target(builder->report));

	set_sum(builder, &row->cells[VALUE], &total.sum);
	set_coverage(builder, &row->cells[COVERAGE], total.full, total.entries,
		     LABEL_PAGE_KNOWN_OF);
}

static void add_count(struct builder *builder, enum label name, int64_t count,
		      const struct target *shown_in)
{
	struct row *row =
		add_row(builder, builder_word(builder, name), shown_in);

	builder_count(builder, &row->cells[VALUE], count);
}

static void add_forums(struct builder *builder)
{
	static const struct query_column stands_for = { FIELD_STANDS_FOR, 0 };
	struct total total = total_of(builder, stands_for);
	const struct target *costs = costs_target(builder->report);
	struct row *row = add_row(
		builder, builder_word(builder, LABEL_PAGE_FORUM), costs);

	set_sum(builder, &row->cells[VALUE], &total.sum);
	add_count(builder, LABEL_PAGE_ENTRIES, (int64_t)total.entries, costs);
}

static void add_participants(struct builder *builder)
{
	const struct publication *publication = &builder->report->publication;

	for (size_t i = 0; i < publication->groups_count; i++) {
		struct query_column column = { FIELD_PARTICIPANTS, i };

		add_total(builder,
			  arena_printf(builder->arena, "%s, %s",
				       builder_word(builder,
						    LABEL_PAGE_PARTICIPANTS),
				       publication->group_names[i]),
			  column);
	}
}

/* Those who are paid a fee, each counted once. */
static void add_recipients(struct builder *builder)
{
	static const struct query_column paid_to = { FIELD_PAID_TO, 0 };
	const struct report *report = builder->report;
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct query_item));

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];
		const struct forum_year *year =
			report_year(page->forum, builder->year);

		if (year != NULL && year->fee.quantity.high > 0)
			query_items(items, page, paid_to, builder->year,
				    report);
	}
	for (guint i = 0; i < items->len; i++)
		g_hash_table_add(
			seen,
			(char *)g_array_index(items, struct query_item, i).key);
	add_count(builder, LABEL_PAGE_RECIPIENTS,
		  (int64_t)g_hash_table_size(seen), NULL);
	g_array_free(items, TRUE);
	g_hash_table_destroy(seen);
}

/* --- Since the year before --------------------------------------------------
 */

static void set_change(struct builder *builder, struct cell *cell,
		       const struct quantity_sum *now,
		       const struct quantity_sum *before)
{
	struct quantity change = quantity_sum_result(now);
	struct quantity old = quantity_sum_result(before);
	int64_t low = change.low - old.high;
	int64_t high = change.high - old.low;

	change.state = QUANTITY_VALUE;
	change.low = low;
	change.high = high;
	change.estimate = change.estimate || old.estimate;
	if (low > 0)
		g_string_append_c(builder->text, '+');
	quantity_format(builder->text, &change,
			&builder->report->labels.quantity, unit_of(&change), -1,
			true);
	builder_made(builder, cell);
}

/*
 * Of the forums that have both years, those whose cost is known in full: what
 * is new or was not asked for the year before is no change of cost.
 */
static void add_change(struct builder *builder)
{
	static const struct query_column cost = { FIELD_COST, 0 };
	const struct report *report = builder->report;
	int64_t last = builder->year - 1;
	struct quantity_sum now;
	struct quantity_sum before;
	size_t entries = 0;
	size_t full = 0;
	struct row *row;

	quantity_sum_init(&now, QUANTITY_MONEY);
	quantity_sum_init(&before, QUANTITY_MONEY);
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];
		struct quantity_sum this_year;
		struct quantity_sum last_year;

		if (report_year(page->forum, builder->year) == NULL ||
		    report_year(page->forum, last) == NULL)
			continue;
		entries++;
		this_year = sum_of(page, cost, builder->year);
		last_year = sum_of(page, cost, last);
		if (!is_full(&this_year) || !is_full(&last_year))
			continue;
		quantity_sum_join(&now, &this_year);
		quantity_sum_join(&before, &last_year);
		full++;
	}
	row = add_row(
		builder,
		arena_printf(builder->arena, "%s %d",
			     builder_word(builder, LABEL_PAGE_CHANGE_FROM),
			     (int)last),
		NULL);
	if (full == 0) {
		builder_text(&row->cells[VALUE],
			     builder_word(builder, LABEL_PAGE_CHANGE_NONE),
			     NULL);
		return;
	}
	set_change(builder, &row->cells[VALUE], &now, &before);
	set_coverage(builder, &row->cells[COVERAGE], full, entries,
		     LABEL_PAGE_CHANGE_OF);
}

/* --- What is lacking ---------------------------------------------------------
 */

static void add_no_cost(struct builder *builder)
{
	static const struct query_column cost = { FIELD_COST, 0 };
	struct total total = total_of(builder, cost);

	add_count(builder, LABEL_PAGE_NO_COST,
		  (int64_t)(total.entries - total.full),
		  costs_target(builder->report));
}

static void add_ending_soon(struct builder *builder)
{
	const struct report *report = builder->report;
	GArray *dues = g_array_new(FALSE, FALSE, sizeof(struct due));
	int64_t count = 0;

	due_append_all(dues, report, builder->arena);
	for (guint i = 0; i < dues->len; i++) {
		const struct due *due = &g_array_index(dues, struct due, i);

		count += due->kind == DUE_END && !due->extended &&
			 due_state(due, report) == LABEL_PAGE_WITHIN_YEAR;
	}
	g_array_free(dues, TRUE);
	add_count(builder, LABEL_PAGE_ENDING_SOON, count,
		  generated_target(report, GENERATED_FOLLOW_UP));
}

static void add_not_assessed(struct builder *builder)
{
	const struct report *report = builder->report;
	int64_t count = 0;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct forum *forum = report->forums[i]->forum;

		count += report_year(forum, builder->year) != NULL &&
			 forum->can_end == 0 &&
			 forum->membership != LABEL_MEMBERSHIP_BY_LAW;
	}
	add_count(builder, LABEL_PAGE_NOT_ASSESSED, count,
		  generated_target(report, GENERATED_ENDINGS));
}

static void add_differences(struct builder *builder)
{
	const struct report *report = builder->report;
	int64_t count = 0;

	for (const struct known_difference *at = report->known; at != NULL;
	     at = at->next)
		count++;
	add_count(builder, LABEL_PAGE_DIFFERENCES, count,
		  generated_target(report, GENERATED_KNOWN));
}

const struct table *figures_table(const void *options,
				  const struct target *target,
				  const struct report *report,
				  struct arena *arena)
{
	static const struct query_column fee = { FIELD_FEE, 0 };
	static const struct query_column other = { FIELD_OTHER, 0 };
	static const struct query_column cost = { FIELD_COST, 0 };
	struct builder builder;

	(void)options;
	builder_begin(&builder, report, target, COLUMNS, arena);
	builder_heading(&builder, NAME, LABEL_PAGE_KEY_FIGURE, false);
	builder_heading(&builder, VALUE, LABEL_PAGE_KEY_VALUE, true);
	builder_heading(&builder, COVERAGE, LABEL_PAGE_COVERAGE, false);
	builder_heading(&builder, SHOWN_IN, LABEL_PAGE_SHOWN_IN, false);
	add_forums(&builder);
	for (size_t i = 0; i < report->forums_count; i++)
		builder_of(&builder, report->forums[i], builder.year);
	add_total(&builder, builder_word(&builder, LABEL_PAGE_FEES), fee);
	add_recipients(&builder);
	add_total(&builder, builder_word(&builder, LABEL_PAGE_OTHERS), other);
	add_total(&builder, builder_word(&builder, LABEL_PAGE_FULL_COST), cost);
	add_change(&builder);
	add_no_cost(&builder);
	add_participants(&builder);
	add_ending_soon(&builder);
	add_not_assessed(&builder);
	add_differences(&builder);
	return builder_finish(&builder);
}
