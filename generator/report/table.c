#include "report/table.h"

#include "base/arena.h"
#include "report/account.h"
#include "report/builder.h"
#include "report/calculation.h"
#include "report/chart.h"
#include "report/collection.h"
#include "report/columns.h"
#include "report/coming.h"
#include "report/corrections.h"
#include "report/difference.h"
#include "report/edition.h"
#include "report/ending.h"
#include "report/figures.h"
#include "report/followup.h"
#include "report/forums.h"
#include "report/forums_query.h"
#include "report/meaning.h"
#include "report/method.h"
#include "report/quality.h"
#include "report/query.h"
#include "report/register_table.h"
#include "report/report.h"
#include "report/results.h"

/* A row takes half a kilobyte, and a forum stands in a dozen tables. */
#define KEPT_FORUMS_MOST 1000

/* --- The figures of one forum ------------------------------------------ */

static const struct query_column fee_column = { FIELD_FEE, 0 };
static const struct query_column other_column = { FIELD_OTHER, 0 };
static const struct query_column cost_column = { FIELD_COST, 0 };

/*
 * The years of a forum, the latest first. After the shown year stands how it
 * differs from the one before it.
 */
struct forum_years {
	const struct page *page;
	const struct forum_year *shown;	 /* NULL: no difference is told */
	const struct forum_year *before; /* likewise */
};

static struct forum_years forum_years(const struct report *report,
				      const struct page *page)
{
	const struct forum *forum = page->forum;
	struct forum_years years = { .page = page };

	for (size_t i = 1; i < forum->years_count; i++) {
		if (forum->years[i].year != report->publication.year)
			continue;
		years.shown = &forum->years[i];
		years.before = &forum->years[i - 1];
	}
	return years;
}

static void set_figure(struct builder *builder, struct cell *cell,
		       const struct difference_figure *figure)
{
	if (figure->elsewhere != NULL)
		builder_elsewhere(builder, cell, figure->elsewhere);
	else
		builder_quantity(builder, cell, &figure->quantity, true);
}

static struct difference_figure figure_in(const struct page *page,
					  struct query_column column, int year)
{
	struct difference_figure figure;

	figure.quantity = query_quantity(page, column, year, &figure.elsewhere);
	return figure;
}

/* What is not known in one of the years cannot be compared. */
static void set_difference(struct builder *builder, struct cell *cell,
			   const struct forum_years *years,
			   struct query_column column)
{
	struct difference_figure before =
		figure_in(years->page, column, years->before->year);
	struct difference_figure after =
		figure_in(years->page, column, years->shown->year);
	struct difference difference = difference_between(&before, &after);

	if (after.elsewhere != NULL) {
		builder_elsewhere(builder, cell, after.elsewhere);
		return;
	}
	if (difference_is_comparable(&before, &after))
		difference_format(builder->text, &difference,
				  query_field_kind(column.field), true,
				  &builder->report->labels);
	else
		g_string_append(
			builder->text,
			builder_word(builder, LABEL_PAGE_NOT_COMPARABLE));
	builder_made(builder, cell);
}

static void add_figure_row(struct builder *builder,
			   const struct forum_years *years, const char *heading,
			   struct query_column column, enum row_kind kind)
{
	struct row *row = builder_row(builder, kind);
	const struct forum *forum = years->page->forum;
	struct cell *cell = row->cells;

	builder_text(cell++, heading, NULL);
	if (column.field != FIELD_PARTICIPANTS)
		row->meaning = meaning_of_column(column, builder->report,
						 builder->arena);
	for (size_t i = forum->years_count; i-- > 0;) {
		struct difference_figure figure =
			figure_in(years->page, column, forum->years[i].year);

		set_figure(builder, cell++, &figure);
		if (&forum->years[i] == years->shown)
			set_difference(builder, cell++, years, column);
	}
}

static void add_year_headings(struct builder *builder,
			      const struct forum_years *years)
{
	const struct forum *forum = years->page->forum;
	struct column *column = builder->table->columns;

	column++->heading = builder_word(builder, LABEL_PAGE_FIGURES);
	for (size_t i = forum->years_count; i-- > 0;) {
		column->heading = arena_printf(builder->arena, "%d",
					       forum->years[i].year);
		column++->number = true;
		if (&forum->years[i] != years->shown)
			continue;
		column->heading = arena_printf(
			builder->arena, "%s %d",
			builder_word(builder, LABEL_PAGE_CHANGE_SINCE),
			years->before->year);
		column++->number = true;
	}
}

/* Of each year that is shown and was carried over; NULL: none was. */
static const char *forum_carried(const struct forum *forum,
				 const struct report *report,
				 struct arena *arena)
{
	const char *text = NULL;

	for (size_t i = forum->years_count; i-- > 0;) {
		const char *sentence;

		if (!forum->years[i].carried)
			continue;
		sentence = collection_sentence(&forum->years[i], report, arena);
		text = text == NULL
			       ? sentence
			       : arena_printf(arena, "%s %s", text, sentence);
	}
	return text;
}

const struct table *table_of_forum(const struct report *report,
				   const struct page *page, struct arena *arena)
{
	const struct forum *forum = page->forum;
	const struct publication *publication = &report->publication;
	struct forum_years years = forum_years(report, page);
	struct builder builder;

	if (forum->years_count == 0)
		return NULL;
	builder_begin(&builder, report, NULL,
		      forum->years_count + 1 + (years.shown != NULL), arena);
	add_year_headings(&builder, &years);
	for (size_t i = 0; i < publication->groups_count; i++) {
		struct query_column column = { FIELD_PARTICIPANTS, i };

		add_figure_row(
			&builder, &years,
			arena_printf(
				arena, "%s, %s",
				builder_word(&builder, LABEL_PAGE_PARTICIPANTS),
				publication->group_names[i]),
			column, ROW_DATA);
	}
	add_figure_row(&builder, &years, builder_word(&builder, LABEL_PAGE_FEE),
		       fee_column, ROW_DATA);
	add_figure_row(&builder, &years,
		       builder_word(&builder, LABEL_PAGE_OTHER), other_column,
		       ROW_DATA);
	add_figure_row(&builder, &years,
		       builder_word(&builder, LABEL_PAGE_COST), cost_column,
		       ROW_TOTAL);
	builder.table->carried = forum_carried(forum, report, arena);
	return builder_finish(&builder);
}

static const struct table *make_costs(const struct report *report,
				      const struct page *page,
				      struct arena *arena)
{
	bool of_forums = page->first_child->kind == PAGE_FORUM;
	struct columns columns = { 0 };
	struct columns_sums total, part;
	struct builder builder;

	columns.count = columns_usual(columns.columns, report, of_forums);
	columns_sums_init(&total, &columns, arena);
	columns_sums_init(&part, &columns, arena);
	builder_begin(&builder, report, page->costs_target, columns.count,
		      arena);
	builder_of_all(&builder, page, builder.year);
	columns_head(&builder, &columns);
	if (!of_forums)
		builder.table->columns[0].heading =
			builder_word(&builder, LABEL_PAGE_SECTION);
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next) {
		columns_clear(&part);
		columns_add_all(&part, at, builder.year);
		/* Neither forums nor sections that are not there this year. */
		if (part.rows > 0 && at->kind == PAGE_FORUM)
			columns_forum_row(&builder, &columns, at);
		else if (part.rows > 0)
			columns_sum_row(&builder, &part, ROW_DATA,
					at->target.full, &at->target);
		columns_join(&total, &part);
	}
	if (total.rows > 0)
		columns_sum_row(&builder, &total, ROW_TOTAL,
				builder_word(&builder, LABEL_PAGE_TOTAL), NULL);
	return builder_finish(&builder);
}

const struct table *table_of_section(const struct report *report,
				     const struct page *page,
				     struct arena *arena)
{
	return page->costs != NULL ? page->costs
				   : make_costs(report, page, arena);
}

/* The years that forums below have, each once (int, 1). */
static void find_years(GHashTable *years, const struct page *page)
{
	if (page->kind == PAGE_FORUM)
		for (size_t i = 0; i < page->forum->years_count; i++)
			g_hash_table_add(
				years,
				GINT_TO_POINTER(page->forum->years[i].year));
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		find_years(years, at);
}

static int compare_years(const void *left, const void *right)
{
	return GPOINTER_TO_INT(right) - GPOINTER_TO_INT(left);
}

static const struct table *make_costs_by_year(const struct report *report,
					      const struct page *page,
					      struct arena *arena)
{
	GHashTable *seen = g_hash_table_new(NULL, NULL);
	struct columns columns = { 0 };
	struct columns_sums sums;
	struct builder builder;
	GList *years;

	columns.count = columns_usual(columns.columns, report, false);
	columns_sums_init(&sums, &columns, arena);
	builder_begin(&builder, report, page->years_target, columns.count,
		      arena);
	columns_head(&builder, &columns);
	builder.table->columns[0].heading =
		builder_word(&builder, LABEL_PAGE_YEAR);
	find_years(seen, page);
	years = g_list_sort(g_hash_table_get_keys(seen), compare_years);
	for (const GList *at = years; at != NULL; at = at->next) {
		int year = GPOINTER_TO_INT(at->data);

		columns_clear(&sums);
		columns_add_all(&sums, page, year);
		builder_of_all(&builder, page, year);
		columns_sum_row(&builder, &sums, ROW_DATA,
				arena_printf(arena, "%d", year), NULL);
	}
	g_list_free(years);
	g_hash_table_destroy(seen);
	return builder_finish(&builder);
}

const struct table *table_of_section_years(const struct report *report,
					   const struct page *page,
					   struct arena *arena)
{
	return page->costs_by_year != NULL
		       ? page->costs_by_year
		       : make_costs_by_year(report, page, arena);
}

/* --- What the text states and the data do not ------------------------------
 */

static const struct table *table_of_known(const void *options,
					  const struct target *target,
					  const struct report *report,
					  struct arena *arena)
{
	struct builder builder;

	(void)options;
	builder_begin(&builder, report, target, 5, arena);
	builder_heading(&builder, 0, LABEL_PAGE_PLACE, false);
	builder_heading(&builder, 1, LABEL_PAGE_QUESTION, false);
	builder_heading(&builder, 2, LABEL_PAGE_STATED, false);
	builder_heading(&builder, 3, LABEL_PAGE_ANSWER, false);
	builder_heading(&builder, 4, LABEL_PAGE_REASON, false);
	for (const struct known_difference *at = report->known; at != NULL;
	     at = at->next) {
		struct row *row = builder_row(&builder, ROW_DATA);

		builder_fix(&row->cells[0], at->page, at->where);
		builder_text(&row->cells[1], at->question, NULL);
		builder_text(&row->cells[2], at->stated, NULL);
		builder_text(&row->cells[3], at->answer, NULL);
		builder_text(&row->cells[4], at->reason, NULL);
	}
	return builder_finish(&builder);
}

/* --- Goals and the forums that serve them ------------------------------------
 */

static int64_t count_serving(const struct report *report,
			     const struct named *goal)
{
	int64_t count = 0;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct forum *forum = report->forums[i]->forum;

		if (report_year(forum, report->publication.year) == NULL)
			continue;
		for (size_t k = 0; k < forum->goals.count; k++)
			if (forum->goals.items[k].to == goal)
				count += forum->stands_for;
	}
	return count;
}

static const struct table *table_of_goals(const void *options,
					  const struct target *target,
					  const struct report *report,
					  struct arena *arena)
{
	struct builder builder;

	(void)options;
	builder_begin(&builder, report, target, 3, arena);
	builder_heading(&builder, 0, LABEL_PAGE_GOAL, false);
	builder_heading(&builder, 1, LABEL_PAGE_FORUM_COUNT, true);
	builder_heading(&builder, 2, LABEL_PAGE_SOURCE, false);
	for (size_t i = 0; i < report->goals_count; i++) {
		const struct named *goal = report->goals_list[i];
		struct row *row = builder_row(&builder, ROW_DATA);

		builder_text(&row->cells[0], goal->name, NULL);
		builder_count(&builder, &row->cells[1],
			      count_serving(report, goal));
		builder_text(&row->cells[2],
			     goal->source == NULL ? "" : goal->source, NULL);
	}
	return builder_finish(&builder);
}

/* --- Tables that directives ask for ----------------------------------------
 */

struct table_query {
	const struct generated *generated;
	const void *options;		/* as `read` gave them */
	const struct table *kept;	/* NULL: made where it is shown */
	const struct chart *kept_chart; /* likewise */
};

/* How each kind of directive is read and answered. */
struct generated {
	/* NULL: it has no options of its own. */
	const void *(*read)(const struct body_forums *forums,
			    const struct report *report, struct arena *arena,
			    struct diag_list *diags);
	const struct table *(*make)(const void *options,
				    const struct target *target,
				    const struct report *report,
				    struct arena *arena);
};

static const struct generated generated[] = {
	[GENERATED_FORUMS] = { forums_query_new, forums_table },
	[GENERATED_KNOWN] = { NULL, table_of_known },
	[GENERATED_GOALS] = { NULL, table_of_goals },
	[GENERATED_METHOD] = { NULL, method_table },
	[GENERATED_RATES] = { NULL, calculation_rates },
	[GENERATED_CHANGES] = { edition_options_new, edition_table },
	[GENERATED_CORRECTIONS] = { NULL, corrections_table },
	[GENERATED_COMING] = { NULL, coming_table },
	[GENERATED_FOLLOW_UP] = { followup_new, followup_table },
	[GENERATED_ENDINGS] = { NULL, ending_table },
	[GENERATED_RESULTS] = { NULL, results_table },
	[GENERATED_FIGURES] = { NULL, figures_table },
	[GENERATED_COVERAGE] = { quality_coverage_new, quality_coverage },
	[GENERATED_GAPS] = { NULL, quality_gaps },
	[GENERATED_JUDGED] = { NULL, quality_judged },
	[GENERATED_IMPLAUSIBLE] = { NULL, quality_implausible },
	[GENERATED_CONTROLS] = { NULL, quality_controls },
	[GENERATED_CHASE] = { NULL, quality_chase },
	[GENERATED_COLLECTION] = { NULL, collection_table },
	[GENERATED_CHART] = { chart_query_new, chart_table },
	[GENERATED_REGISTER] = { register_query_new, register_table },
};

struct table_query *table_query_new(const struct body_forums *forums,
				    const struct report *report,
				    struct arena *arena,
				    struct diag_list *diags)
{
	struct table_query *query =
		arena_new_array(arena, struct table_query, 1);

	query->generated = &generated[forums->about];
	if (query->generated->read == NULL)
		return query;
	query->options = query->generated->read(forums, report, arena, diags);
	return query->options == NULL ? NULL : query;
}

void table_enter_account(struct account_book *book,
			 const struct table_query *query, struct target *target)
{
	if (query->generated->make == forums_table)
		account_enter_table(book, target, query->options);
}

const struct table *table_of_query(const struct table_query *query,
				   const struct target *target,
				   const struct report *report,
				   struct arena *arena)
{
	if (query->kept != NULL)
		return query->kept;
	return query->generated->make(query->options, target, report, arena);
}

const struct chart *table_chart(const struct table_query *query,
				const struct target *target,
				const struct report *report,
				struct arena *arena)
{
	if (query->kept_chart != NULL)
		return query->kept_chart;
	if (query->generated != &generated[GENERATED_CHART])
		return NULL;
	return chart_new(query->options, target, report, arena);
}

static void keep_tables(struct page *page, const struct report *report)
{
	struct arena *arena = report->arena;
	const struct body_list *tables = &page->body->tables;

	for (size_t i = 0; i < tables->count; i++) {
		struct body_forums *forums = tables->items[i];
		struct table_query *query = forums->table;

		if (forums->item.kind != BODY_FORUMS)
			continue;
		query->kept =
			table_of_query(query, forums->target, report, arena);
		query->kept_chart =
			table_chart(query, forums->target, report, arena);
	}
	if (page->costs_target != NULL)
		page->costs = make_costs(report, page, arena);
	if (page->years_target != NULL)
		page->costs_by_year = make_costs_by_year(report, page, arena);
}

void table_keep_all(struct report *report)
{
	if (report->forums_count > KEPT_FORUMS_MOST)
		return;
	for (size_t i = 0; i < report->pages_count; i++)
		keep_tables(report->pages[i], report);
}

const char **table_legend(const struct table *table,
			  const struct report *report, struct arena *arena)
{
	static const struct {
		enum legend legend;
		enum label label;
	} rules[] = {
		{ LEGEND_NOT_APPLICABLE, LABEL_PAGE_LEGEND_NOT_APPLICABLE },
		{ LEGEND_UNKNOWN, LABEL_PAGE_LEGEND_UNKNOWN },
		{ LEGEND_MISSING, LABEL_PAGE_LEGEND_MISSING },
		{ LEGEND_AT_LEAST, LABEL_PAGE_LEGEND_AT_LEAST },
		{ LEGEND_AT_MOST, LABEL_PAGE_LEGEND_AT_MOST },
		{ LEGEND_ABOUT, LABEL_PAGE_LEGEND_ABOUT },
		{ LEGEND_PER_PART, LABEL_PAGE_LEGEND_PER_PART },
		{ LEGEND_ELSEWHERE, LABEL_PAGE_LEGEND_ELSEWHERE },
		{ LEGEND_DIFFERENCE, LABEL_PAGE_LEGEND_DIFFERENCE },
		{ LEGEND_ABSENT, LABEL_PAGE_LEGEND_ABSENT },
		{ LEGEND_FROM_NOTHING, LABEL_PAGE_LEGEND_FROM_NOTHING },
		{ LEGEND_NO_QUOTIENT, LABEL_PAGE_LEGEND_NO_QUOTIENT },
		{ LEGEND_CHANGE_KNOWN, LABEL_PAGE_LEGEND_CHANGE_KNOWN },
		{ LEGEND_SEVERAL, LABEL_PAGE_LEGEND_SEVERAL },
	};
	const char **words =
		arena_new_array(arena, const char *, G_N_ELEMENTS(rules) + 2);
	size_t count = 0;

	if (table->carried != NULL)
		words[count++] = table->carried;
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
		if (table->legend & rules[i].legend)
			words[count++] =
				labels_word(&report->labels, rules[i].label);
	return words;
}
