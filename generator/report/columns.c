#include "report/columns.h"

#include <string.h>

#include "base/arena.h"
#include "report/builder.h"
#include "report/change.h"
#include "report/meaning.h"
#include "report/report.h"

static bool is_number(const struct columns *columns, size_t i)
{
	return query_is_quantity(columns->columns[i].field);
}

static bool is_plain(const struct columns *columns)
{
	for (size_t i = 0; i < columns->count; i++)
		if (columns->how[i].view != VIEW_PLAIN)
			return false;
	return true;
}

void columns_sums_init(struct columns_sums *sums, const struct columns *columns,
		       struct arena *arena)
{
	*sums = (struct columns_sums){
		.columns = columns,
		.sums = arena_new_array(arena, struct quantity_sum,
					columns->count),
	};
	if (!is_plain(columns))
		sums->against = arena_new_array(arena, struct quantity_sum,
						columns->count);
	columns_clear(sums);
}

static enum quantity_kind against_kind(const struct columns *columns, size_t i)
{
	const struct column_how *how = &columns->how[i];

	return query_field_kind(how->view == VIEW_QUOTIENT
					? how->by.field
					: columns->columns[i].field);
}

void columns_clear(struct columns_sums *sums)
{
	const struct columns *columns = sums->columns;

	for (size_t i = 0; i < columns->count; i++) {
		if (!is_number(columns, i))
			continue;
		quantity_sum_init(&sums->sums[i],
				  query_field_kind(columns->columns[i].field));
		if (sums->against != NULL)
			quantity_sum_init(&sums->against[i],
					  against_kind(columns, i));
	}
	sums->stands_for = 0;
	sums->rows = 0;
}

/* One that is not there in the year of the column adds nothing. */
static void add_figure(struct columns_sums *sums, size_t i,
		       const struct page *page, int64_t year)
{
	const struct column_how *how = &sums->columns->how[i];
	const struct query_column *column = &sums->columns->columns[i];
	int64_t own = how->year == 0 ? year : how->year;
	struct forum_change change;

	if (how->view == VIEW_CHANGE || how->view == VIEW_PER_CENT) {
		change = change_of(page, *column, how->from, own);
		change_add(&sums->sums[i], &change);
		if (report_year(page->forum, how->from) != NULL)
			query_sum_forum(&sums->against[i], page, column, 1,
					how->from);
		return;
	}
	if (how->year != 0 && report_year(page->forum, own) == NULL)
		return;
	query_sum_forum(&sums->sums[i], page, column, 1, own);
	if (how->view == VIEW_QUOTIENT)
		query_sum_forum(&sums->against[i], page, &how->by, 1, own);
}

void columns_add(struct columns_sums *sums, const struct page *page,
		 int64_t year)
{
	for (size_t i = 0; i < sums->columns->count; i++)
		if (is_number(sums->columns, i))
			add_figure(sums, i, page, year);
	sums->stands_for += page->forum->stands_for;
	sums->rows++;
}

void columns_add_all(struct columns_sums *sums, const struct page *page,
		     int64_t year)
{
	if (page->kind == PAGE_FORUM && report_year(page->forum, year) != NULL)
		columns_add(sums, page, year);
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		columns_add_all(sums, at, year);
}

void columns_join(struct columns_sums *sums, const struct columns_sums *other)
{
	for (size_t i = 0; i < sums->columns->count; i++) {
		if (!is_number(sums->columns, i))
			continue;
		quantity_sum_join(&sums->sums[i], &other->sums[i]);
		if (sums->against != NULL)
			quantity_sum_join(&sums->against[i],
					  &other->against[i]);
	}
	sums->stands_for += other->stands_for;
	sums->rows += other->rows;
}

int64_t columns_year(const struct page *page, int64_t year)
{
	const struct forum *forum = page->forum;
	int64_t found = forum->years_count == 0 ? year : forum->years[0].year;

	for (size_t i = 0; i < forum->years_count; i++)
		if (forum->years[i].year <= year)
			found = forum->years[i].year;
	return found;
}

static const char *unit_word(const struct builder *builder,
			     struct query_column column,
			     const struct column_how *how)
{
	enum quantity_kind kind = query_field_kind(column.field);
	enum label money = LABEL_QUANTITY_THOUSAND;

	if (how->view == VIEW_PER_CENT)
		return "%";
	if (how->view == VIEW_QUOTIENT) {
		query_can_divide(kind, query_field_kind(how->by.field), &kind);
		money = LABEL_QUANTITY_KRONOR;
	}
	if (!query_is_quantity(column.field) || kind == QUANTITY_COUNT)
		return NULL;
	return builder_word(
		builder, kind == QUANTITY_MONEY ? money : LABEL_QUANTITY_HOURS);
}

/* "Summa / Antal deltagare (kr)", "Årsavgift 2022 (tkr)" */
const char *columns_heading(struct builder *builder, struct query_column column,
			    const struct column_how *how)
{
	const struct report *report = builder->report;
	const char *unit = unit_word(builder, column, how);
	GString *text =
		g_string_new(query_column_name(column, report, builder->arena));

	if (how->view == VIEW_QUOTIENT)
		g_string_append_printf(
			text, " / %s",
			query_column_name(how->by, report, builder->arena));
	if (how->view == VIEW_CHANGE || how->view == VIEW_PER_CENT)
		g_string_append_printf(
			text, ", %s",
			builder_word(builder, LABEL_QUERY_CHANGE));
	else if (how->year != 0)
		g_string_append_printf(text, " %d", (int)how->year);
	if (unit != NULL)
		g_string_append_printf(text, " (%s)", unit);
	return arena_take(builder->arena, text);
}

void columns_head(struct builder *builder, const struct columns *columns)
{
	for (size_t i = 0; i < columns->count; i++) {
		builder->table->columns[i].heading = columns_heading(
			builder, columns->columns[i], &columns->how[i]);
		builder->table->columns[i].number =
			query_is_quantity(columns->columns[i].field);
		if (columns->how[i].view == VIEW_PLAIN)
			builder->table->columns[i].meaning = meaning_of_column(
				columns->columns[i], builder->report,
				builder->arena);
		if (columns->columns[i].field == FIELD_TITLE ||
		    columns->columns[i].field == FIELD_FORUM)
			builder->table->row_header = i;
	}
}

/* Several things in one cell are shown as a list in words. */
static void set_items(struct builder *builder, struct cell *cell,
		      const struct page *page, struct query_column column)
{
	GArray *items;

	if (column.field == FIELD_FORUM) {
		builder_text(cell, page->target.full, &page->target);
		return;
	}
	items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	query_items(items, page, column, columns_year(page, builder->year),
		    builder->report);
	for (guint i = 0; i < items->len; i++) {
		const struct query_item *item =
			&g_array_index(items, struct query_item, i);

		if (i > 0)
			g_string_append(builder->text, ", ");
		g_string_append(builder->text, item->text);
		cell->target = items->len == 1 ? item->target : NULL;
	}
	g_array_free(items, TRUE);
	builder_made(builder, cell);
}

/* A dash, and in the legend what it stands for. */
static void set_dash(struct builder *builder, struct cell *cell,
		     enum legend legend)
{
	builder->table->legend |= legend;
	builder_text(cell, "–", NULL);
}

static void append_change(struct builder *builder,
			  const struct quantity *difference)
{
	builder_note(builder, difference);
	change_format(builder->text, difference, &builder->report->labels,
		      builder_unit(difference), -1);
}

static void set_per_cent(struct builder *builder, struct cell *cell,
			 const struct quantity *difference,
			 const struct quantity *earlier)
{
	struct quantity per_cent;

	if (!change_per_cent(&per_cent, difference, earlier)) {
		set_dash(builder, cell, LEGEND_FROM_NOTHING);
		return;
	}
	builder_note(builder, &per_cent);
	change_format(builder->text, &per_cent, &builder->report->labels,
		      QUANTITY_IN_NUMBERS, -1);
	builder_made(builder, cell);
}

/* What something costs for each is shown in kronor; a share has decimals. */
/* Begin a cell with a quotient; false when it is a dash, and done. */
static bool begin_quotient(struct builder *builder, struct cell *cell,
			   const struct quantity *of, const struct quantity *by)
{
	enum quantity_kind kind;
	struct quantity quotient;
	enum quantity_unit unit;
	int decimals;

	query_can_divide((enum quantity_kind)of->kind,
			 (enum quantity_kind)by->kind, &kind);
	unit = kind == QUANTITY_MONEY	? QUANTITY_IN_KRONOR
	       : kind == QUANTITY_HOURS ? QUANTITY_IN_HOURS
					: QUANTITY_IN_NUMBERS;
	decimals = kind == QUANTITY_MONEY	? 0
		   : of->kind == QUANTITY_COUNT ? 1
						: 2;
	if (quantity_divide(&quotient, of, by, kind, unit, decimals) !=
	    QUANTITY_DIVIDED) {
		set_dash(builder, cell, LEGEND_NO_QUOTIENT);
		return false;
	}
	builder_note(builder, &quotient);
	quantity_format(builder->text, &quotient,
			&builder->report->labels.quantity, unit, decimals,
			false);
	return true;
}

static void set_quotient(struct builder *builder, struct cell *cell,
			 const struct quantity *of, const struct quantity *by)
{
	if (begin_quotient(builder, cell, of, by))
		builder_made(builder, cell);
}

/* Of sums of which one may lack other forums than the other: both are told. */
static void set_quotient_sum(struct builder *builder, struct cell *cell,
			     const struct quantity_sum *of,
			     const struct quantity_sum *by)
{
	const struct labels *labels = &builder->report->labels;
	struct quantity above = quantity_sum_result(of);
	struct quantity below = quantity_sum_result(by);

	if (!begin_quotient(builder, cell, &above, &below))
		return;
	query_append_lacks(builder->text, of, false, labels);
	query_append_divisor_lacks(builder->text, by, false, labels);
	builder_made(builder, cell);
}

static void set_changed(struct builder *builder, struct cell *cell,
			const struct page *page, struct query_column column,
			const struct column_how *how)
{
	struct forum_change change =
		change_of(page, column, how->from, how->year);

	if (change.elsewhere != NULL) {
		builder_elsewhere(builder, cell, change.elsewhere);
	} else if (change.absent) {
		builder_absent(builder, cell);
	} else if (how->view == VIEW_PER_CENT) {
		set_per_cent(builder, cell, &change.difference,
			     &change.earlier);
	} else {
		append_change(builder, &change.difference);
		builder_made(builder, cell);
	}
}

/* The forum's number in a column. */
static void set_figure(struct builder *builder, struct cell *cell,
		       const struct page *page, struct query_column column,
		       const struct column_how *how)
{
	int64_t year = how->year == 0 ? builder->year : how->year;
	const struct page *elsewhere;
	struct quantity quantity, by;

	if (how->view == VIEW_CHANGE || how->view == VIEW_PER_CENT) {
		set_changed(builder, cell, page, column, how);
		return;
	}
	if (how->year != 0 && report_year(page->forum, year) == NULL) {
		builder_absent(builder, cell);
		return;
	}
	quantity = query_quantity(page, column, year, &elsewhere);
	if (elsewhere != NULL) {
		builder_elsewhere(builder, cell, elsewhere);
	} else if (how->view == VIEW_QUOTIENT) {
		by = query_quantity(page, how->by, year, &elsewhere);
		if (elsewhere != NULL)
			builder_elsewhere(builder, cell, elsewhere);
		else
			set_quotient(builder, cell, &quantity, &by);
	} else {
		builder_quantity(builder, cell, &quantity, false);
	}
}

struct row *columns_forum_row(struct builder *builder,
			      const struct columns *columns,
			      const struct page *page)
{
	struct row *row = builder_row(builder, ROW_DATA);

	for (size_t i = 0; i < columns->count; i++)
		if (is_number(columns, i))
			set_figure(builder, &row->cells[i], page,
				   columns->columns[i], &columns->how[i]);
		else
			set_items(builder, &row->cells[i], page,
				  columns->columns[i]);
	return row;
}

/* Of the earlier year; nothing when no forum was there. */
static struct quantity earlier_sum(const struct quantity_sum *sum)
{
	struct quantity nothing = { .state = QUANTITY_VALUE,
				    .kind = sum->kind };

	if (sum->values + sum->unknown + sum->missing + sum->not_applicable +
		    sum->per_part ==
	    0)
		return nothing;
	return quantity_sum_result(sum);
}

/* The changes that are known, and how many are not. */
static void set_change_sum(struct builder *builder, struct cell *cell,
			   const struct quantity_sum *sum)
{
	struct quantity known = change_sum(sum);

	append_change(builder, &known);
	query_append_lacks(builder->text, sum, false, &builder->report->labels);
	if (sum->values > 0 && sum->unknown + sum->missing > 0)
		builder->table->legend |= LEGEND_CHANGE_KNOWN;
	builder_made(builder, cell);
}

/* Only a change that is known of all has a share. */
static void set_per_cent_sum(struct builder *builder, struct cell *cell,
			     const struct quantity_sum *sum,
			     const struct quantity_sum *against)
{
	struct quantity change = change_sum(sum);
	struct quantity earlier = earlier_sum(against);

	if (sum->unknown + sum->missing > 0)
		change.state = QUANTITY_UNKNOWN;
	set_per_cent(builder, cell, &change, &earlier);
}

static void set_sum(struct builder *builder, struct cell *cell,
		    const struct columns_sums *sums, size_t i)
{
	const struct quantity_sum *sum = &sums->sums[i];

	switch (sums->columns->how[i].view) {
	case VIEW_QUOTIENT:
		set_quotient_sum(builder, cell, sum, &sums->against[i]);
		break;
	case VIEW_CHANGE:
		set_change_sum(builder, cell, sum);
		break;
	case VIEW_PER_CENT:
		set_per_cent_sum(builder, cell, sum, &sums->against[i]);
		break;
	default:
		builder_sum(builder, cell, sum);
	}
}

/* Sums under the columns of numbers; `text` stands under the row's name. */
struct row *columns_sum_row(struct builder *builder,
			    const struct columns_sums *sums, enum row_kind kind,
			    const char *text, const struct target *target)
{
	struct row *row = builder_row(builder, kind);
	struct cell *name = &row->cells[builder->table->row_header];

	builder_text(name, text, target);
	if (kind == ROW_TOTAL && builder->table->target != NULL)
		name->account = builder->table->target->account;
	for (size_t i = 0; i < sums->columns->count; i++)
		if (is_number(sums->columns, i))
			set_sum(builder, &row->cells[i], sums, i);
	return row;
}

size_t columns_usual(struct query_column *columns, const struct report *report,
		     bool of_forums)
{
	size_t groups = MIN(report->publication.groups_count, 8);
	size_t count = 0;

	columns[count++].field = FIELD_FORUM;
	if (!of_forums)
		columns[count++].field = FIELD_STANDS_FOR;
	for (size_t i = 0; i < groups; i++) {
		columns[count].field = FIELD_PARTICIPANTS;
		columns[count++].group = i;
	}
	columns[count++].field = FIELD_FEE;
	columns[count++].field = FIELD_OTHER;
	columns[count++].field = FIELD_COST;
	return count;
}
