#include "report/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/collate.h"
#include "base/diag.h"
#include "report/query.h"
#include "report/report.h"

/* A table under way. */
struct making {
	const struct report *report;
	struct arena *arena;
	struct table *table;
	struct row **end;
	int64_t year;
	GString *text; /* that is being put together */
};

static const char *word(const struct making *making, enum label label)
{
	return labels_word(&making->report->labels, label);
}

static void begin(struct making *making, const struct report *report,
		  const struct target *target, size_t columns,
		  struct arena *arena)
{
	making->report = report;
	making->arena = arena;
	making->year = report->publication.year;
	making->table = arena_new_array(arena, struct table, 1);
	making->table->target = target;
	making->table->columns = arena_new_array(arena, struct column, columns);
	making->table->columns_count = columns;
	making->end = &making->table->rows;
	making->text = g_string_sized_new(64);
}

static const struct table *finish(struct making *making)
{
	g_string_free(making->text, TRUE);
	return making->table;
}

/* A cell's text, put together in `making->text`, which is emptied. */
static void set_made(struct making *making, struct cell *cell)
{
	cell->text =
		arena_copy(making->arena, making->text->str, making->text->len);
	g_string_truncate(making->text, 0);
}

static struct row *add_row(struct making *making, enum row_kind kind)
{
	struct row *row = arena_new_array(making->arena, struct row, 1);

	row->kind = kind;
	row->cells = arena_new_array(
		making->arena, struct cell,
		kind == ROW_GROUP ? 1 : making->table->columns_count);
	for (size_t i = 0;
	     kind != ROW_GROUP && i < making->table->columns_count; i++)
		row->cells[i].text = "";
	*making->end = row;
	making->end = &row->next;
	return row;
}

static void set_text(struct cell *cell, const char *text,
		     const struct target *target)
{
	cell->text = text;
	cell->target = target;
}

/* Money is shown in thousands in tables; its unit stands in the heading. */
static enum quantity_unit table_unit(const struct quantity *quantity)
{
	return quantity->kind == QUANTITY_MONEY	  ? QUANTITY_IN_THOUSANDS
	       : quantity->kind == QUANTITY_HOURS ? QUANTITY_IN_HOURS
						  : QUANTITY_IN_NUMBERS;
}

static void note_legend(struct making *making, const struct quantity *quantity)
{
	unsigned *legend = &making->table->legend;

	if (quantity->state == QUANTITY_NOT_APPLICABLE)
		*legend |= LEGEND_NOT_APPLICABLE;
	else if (quantity->state == QUANTITY_UNKNOWN)
		*legend |= LEGEND_UNKNOWN;
	else if (quantity->state == QUANTITY_MISSING)
		*legend |= LEGEND_MISSING;
	else if (quantity->no_high)
		*legend |= LEGEND_AT_LEAST;
}

static void set_quantity(struct making *making, struct cell *cell,
			 const struct quantity *quantity, bool with_unit)
{
	note_legend(making, quantity);
	quantity_format(making->text, quantity,
			&making->report->labels.quantity, table_unit(quantity),
			-1, with_unit);
	set_made(making, cell);
}

static void set_elsewhere(struct making *making, struct cell *cell,
			  const struct page *elsewhere)
{
	making->table->legend |= LEGEND_ELSEWHERE;
	cell->text = arena_printf(making->arena, "%s %s",
				  word(making, LABEL_PAGE_ELSEWHERE),
				  elsewhere->target.number);
	cell->target = &elsewhere->target;
}

static void set_sum(struct making *making, struct cell *cell,
		    const struct quantity_sum *sum)
{
	struct quantity result = quantity_sum_result(sum);

	note_legend(making, &result);
	quantity_format(making->text, &result, &making->report->labels.quantity,
			table_unit(&result), -1, false);
	query_append_lacks(making->text, sum, false, &making->report->labels);
	set_made(making, cell);
}

/* --- The figures of one forum ------------------------------------------ */

static const struct query_column fee_column = { FIELD_FEE, 0 };
static const struct query_column other_column = { FIELD_OTHER, 0 };
static const struct query_column cost_column = { FIELD_COST, 0 };

static void add_figure_row(struct making *making, const struct page *page,
			   const char *heading, struct query_column column,
			   enum row_kind kind)
{
	struct row *row = add_row(making, kind);
	const struct forum *forum = page->forum;

	set_text(&row->cells[0], heading, NULL);
	for (size_t i = 0; i < forum->years_count; i++) {
		struct cell *cell = &row->cells[i + 1];
		const struct page *elsewhere;
		struct quantity quantity = query_quantity(
			page, column, forum->years[i].year, &elsewhere);

		if (elsewhere != NULL)
			set_elsewhere(making, cell, elsewhere);
		else
			set_quantity(making, cell, &quantity, true);
	}
}

const struct table *table_of_forum(const struct report *report,
				   const struct page *page, struct arena *arena)
{
	const struct forum *forum = page->forum;
	const struct publication *publication = &report->publication;
	struct making making;

	if (forum->years_count == 0)
		return NULL;
	begin(&making, report, NULL, forum->years_count + 1, arena);
	making.table->columns[0].heading = word(&making, LABEL_PAGE_FIGURES);
	for (size_t i = 0; i < forum->years_count; i++) {
		making.table->columns[i + 1].heading =
			arena_printf(arena, "%d", forum->years[i].year);
		making.table->columns[i + 1].number = true;
	}
	for (size_t i = 0; i < publication->groups_count; i++) {
		struct query_column column = { FIELD_PARTICIPANTS, i };

		add_figure_row(
			&making, page,
			arena_printf(arena, "%s, %s",
				     word(&making, LABEL_PAGE_PARTICIPANTS),
				     publication->group_names[i]),
			column, ROW_DATA);
	}
	add_figure_row(&making, page, word(&making, LABEL_PAGE_FEE), fee_column,
		       ROW_DATA);
	add_figure_row(&making, page, word(&making, LABEL_PAGE_OTHER),
		       other_column, ROW_DATA);
	add_figure_row(&making, page, word(&making, LABEL_PAGE_COST),
		       cost_column, ROW_TOTAL);
	return finish(&making);
}

/* --- Sums of columns --------------------------------------------------- */

#define COLUMNS_MOST 16

/* The columns of a table of forums, with sums under way. */
struct summing {
	struct query_column columns[COLUMNS_MOST];
	size_t count;
	struct quantity_sum sums[COLUMNS_MOST];
	int64_t stands_for;
	size_t rows;
};

static enum quantity_kind column_kind(struct query_column column)
{
	switch (column.field) {
	case FIELD_FEE:
	case FIELD_OTHER:
	case FIELD_COST:
		return QUANTITY_MONEY;
	default:
		return QUANTITY_COUNT;
	}
}

static void clear_sums(struct summing *summing)
{
	for (size_t i = 0; i < summing->count; i++)
		quantity_sum_init(&summing->sums[i],
				  column_kind(summing->columns[i]));
	summing->stands_for = 0;
	summing->rows = 0;
}

static void sum_forum(struct summing *summing, const struct page *page,
		      int64_t year)
{
	for (size_t i = 0; i < summing->count; i++)
		if (query_is_quantity(summing->columns[i].field))
			query_sum_forum(&summing->sums[i], page,
					&summing->columns[i], 1, year);
	summing->stands_for += page->forum->stands_for;
	summing->rows++;
}

static void sum_all(struct summing *summing, const struct page *page,
		    int64_t year)
{
	if (page->kind == PAGE_FORUM && report_year(page->forum, year) != NULL)
		sum_forum(summing, page, year);
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		sum_all(summing, at, year);
}

static void join_sums(struct summing *summing, const struct summing *other)
{
	for (size_t i = 0; i < summing->count; i++)
		quantity_sum_join(&summing->sums[i], &other->sums[i]);
	summing->stands_for += other->stands_for;
	summing->rows += other->rows;
}

static void set_columns(struct making *making, const struct summing *summing)
{
	for (size_t i = 0; i < summing->count; i++) {
		making->table->columns[i].heading = query_column_heading(
			summing->columns[i], making->report, making->arena);
		making->table->columns[i].number =
			query_is_quantity(summing->columns[i].field);
		if (summing->columns[i].field == FIELD_TITLE ||
		    summing->columns[i].field == FIELD_FORUM)
			making->table->row_header = i;
	}
}

/* Several things in one cell are shown as a list in words. */
static void set_items(struct making *making, struct cell *cell,
		      const struct page *page, struct query_column column)
{
	GArray *items;

	if (column.field == FIELD_FORUM) {
		set_text(cell, page->target.full, &page->target);
		return;
	}
	items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	query_items(items, page, column, making->year, making->report);
	for (guint i = 0; i < items->len; i++) {
		const struct query_item *item =
			&g_array_index(items, struct query_item, i);

		if (i > 0)
			g_string_append(making->text, ", ");
		g_string_append(making->text, item->text);
		cell->target = items->len == 1 ? item->target : NULL;
	}
	g_array_free(items, TRUE);
	set_made(making, cell);
}

static void add_forum_row(struct making *making, const struct summing *summing,
			  const struct page *page)
{
	struct row *row = add_row(making, ROW_DATA);

	for (size_t i = 0; i < summing->count; i++) {
		struct cell *cell = &row->cells[i];
		const struct page *elsewhere;
		struct quantity quantity;

		if (!query_is_quantity(summing->columns[i].field)) {
			set_items(making, cell, page, summing->columns[i]);
			continue;
		}
		quantity = query_quantity(page, summing->columns[i],
					  making->year, &elsewhere);
		if (elsewhere != NULL)
			set_elsewhere(making, cell, elsewhere);
		else
			set_quantity(making, cell, &quantity, false);
	}
}

/* Sums under the columns of numbers; `text` stands under the row's name. */
static void add_sum_row(struct making *making, const struct summing *summing,
			enum row_kind kind, const char *text,
			const struct target *target)
{
	struct row *row = add_row(making, kind);

	set_text(&row->cells[making->table->row_header], text, target);
	for (size_t i = 0; i < summing->count; i++)
		if (query_is_quantity(summing->columns[i].field))
			set_sum(making, &row->cells[i], &summing->sums[i]);
}

/* --- The costs of a section -------------------------------------------- */

static size_t section_columns(struct query_column *columns,
			      const struct report *report, bool of_forums)
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

static void add_section_row(struct making *making,
			    const struct summing *summing,
			    const struct page *page)
{
	add_sum_row(making, summing, ROW_DATA, page->target.full,
		    &page->target);
}

const struct table *table_of_section(const struct report *report,
				     const struct page *page,
				     struct arena *arena)
{
	bool of_forums = page->first_child->kind == PAGE_FORUM;
	struct summing total = { 0 };
	struct summing part;
	struct making making;

	total.count = section_columns(total.columns, report, of_forums);
	clear_sums(&total);
	part = total;
	begin(&making, report, page->costs_target, total.count, arena);
	set_columns(&making, &total);
	if (!of_forums)
		making.table->columns[0].heading =
			word(&making, LABEL_PAGE_SECTION);
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next) {
		clear_sums(&part);
		sum_all(&part, at, making.year);
		/* Neither forums nor sections that are not there this year. */
		if (part.rows > 0 && at->kind == PAGE_FORUM)
			add_forum_row(&making, &total, at);
		else if (part.rows > 0)
			add_section_row(&making, &part, at);
		join_sums(&total, &part);
	}
	if (total.rows > 0)
		add_sum_row(&making, &total, ROW_TOTAL,
			    word(&making, LABEL_PAGE_TOTAL), NULL);
	return finish(&making);
}

/* --- What a {forums} directive asks for -------------------------------- */

struct table_query {
	enum body_generated about;
	struct query_condition *where;
	struct summing columns;
	bool grouped;
	struct query_column group_by;
	bool sorted;
	struct query_column sort;
	bool descending;
	int64_t most; /* 0: all */
	bool total;
};

typedef int (*option_reader)(struct table_query *query,
			     const struct body_option *option,
			     const struct report *report, struct arena *arena,
			     struct diag_list *diags);

static int read_where(struct table_query *query,
		      const struct body_option *option,
		      const struct report *report, struct arena *arena,
		      struct diag_list *diags)
{
	query->where = query_parse_condition(option->value, option->value_where,
					     report, arena, diags);
	return query->where == NULL ? -1 : 0;
}

/* Part of an option's value, and where it stands. */
struct part {
	const char *text;
	size_t length;
	struct span where;
};

static struct part option_part(const struct body_option *option, size_t from,
			       size_t to)
{
	struct part part;

	while (from < to && option->value[from] == ' ')
		from++;
	while (to > from && option->value[to - 1] == ' ')
		to--;
	part.text = option->value + from;
	part.length = to - from;
	part.where = option->value_where;
	part.where.offset += (uint32_t)from;
	part.where.length = (uint32_t)MAX(part.length, 1);
	return part;
}

static int read_columns(struct table_query *query,
			const struct body_option *option,
			const struct report *report, struct arena *arena,
			struct diag_list *diags)
{
	size_t from = 0;
	size_t length = strlen(option->value);

	(void)arena;
	query->columns.count = 0;
	while (from <= length) {
		size_t to = from + strcspn(option->value + from, ",");
		struct part part = option_part(option, from, to);

		if (query->columns.count == COLUMNS_MOST)
			return diag_add(diags, DIAG_OPTION_VALUE, part.where,
					"%zu > %d", query->columns.count + 1,
					COLUMNS_MOST);
		if (query_find_column(
			    &query->columns.columns[query->columns.count++],
			    part.text, part.length, part.where, report,
			    diags) != 0)
			return -1;
		from = to + 1;
	}
	return 0;
}

static int read_group_by(struct table_query *query,
			 const struct body_option *option,
			 const struct report *report, struct arena *arena,
			 struct diag_list *diags)
{
	struct part part = option_part(option, 0, strlen(option->value));

	(void)arena;
	query->grouped = true;
	if (query_find_column(&query->group_by, part.text, part.length,
			      part.where, report, diags) != 0)
		return -1;
	if (query_is_quantity(query->group_by.field))
		return diag_add(diags, DIAG_QUERY_DISTINCT, part.where, NULL);
	return 0;
}

static int read_sort(struct table_query *query,
		     const struct body_option *option,
		     const struct report *report, struct arena *arena,
		     struct diag_list *diags)
{
	const char *descending =
		labels_word(&report->labels, LABEL_QUERY_DESCENDING);
	size_t length = strlen(option->value);
	size_t first = strcspn(option->value, " ");
	struct part field = option_part(option, 0, first);
	struct part rest = option_part(option, first, length);

	(void)arena;
	query->sorted = true;
	if (query_find_column(&query->sort, field.text, field.length,
			      field.where, report, diags) != 0)
		return -1;
	if (rest.length == 0)
		return 0;
	query->descending = rest.length == strlen(descending) &&
			    strncmp(rest.text, descending, rest.length) == 0;
	if (query->descending)
		return 0;
	diag_add(diags, DIAG_OPTION_VALUE, rest.where, "%s", rest.text);
	diag_suggest(diags, descending);
	return -1;
}

static int read_most(struct table_query *query,
		     const struct body_option *option,
		     const struct report *report, struct arena *arena,
		     struct diag_list *diags)
{
	size_t digits = strspn(option->value, "0123456789");

	(void)report;
	(void)arena;
	if (digits == 0 || digits > 4 || option->value[digits] != '\0') {
		diag_add(diags, DIAG_OPTION_VALUE, option->value_where, "%s",
			 option->value);
		diag_write(diags, "1 | 2 | … | 9999");
		return -1;
	}
	for (size_t i = 0; i < digits; i++)
		query->most = query->most * 10 + (option->value[i] - '0');
	return 0;
}

static int read_total(struct table_query *query,
		      const struct body_option *option,
		      const struct report *report, struct arena *arena,
		      struct diag_list *diags)
{
	const char *yes = labels_word(&report->labels, LABEL_WORD_YES);
	const char *no = labels_word(&report->labels, LABEL_WORD_NO);

	(void)arena;
	query->total = strcmp(option->value, yes) == 0;
	if (query->total || strcmp(option->value, no) == 0)
		return 0;
	diag_add(diags, DIAG_OPTION_VALUE, option->value_where, "%s",
		 option->value);
	diag_write(diags, "%s | %s", yes, no);
	return -1;
}

static const struct {
	const char *name;
	option_reader read;
} options[] = {
	{ "where", read_where },       { "columns", read_columns },
	{ "group-by", read_group_by }, { "sort", read_sort },
	{ "most", read_most },	       { "total", read_total },
};

const struct table_query *table_query_new(const struct body_forums *forums,
					  const struct report *report,
					  struct arena *arena,
					  struct diag_list *diags)
{
	struct table_query *query =
		arena_new_array(arena, struct table_query, 1);
	int result = 0;

	query->about = forums->about;
	query->columns.count =
		section_columns(query->columns.columns, report, true);
	for (const struct body_option *at = forums->options; at != NULL;
	     at = at->next)
		for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
			if (strcmp(options[i].name, at->name) == 0 &&
			    options[i].read(query, at, report, arena, diags) !=
				    0)
				result = -1;
	return result == 0 ? query : NULL;
}

/* A row of the answer before it is sorted. */
struct answer_row {
	const struct page *page;
	const char *group; /* what it has of the field grouped by */
	const char *group_text;
	const struct target *group_target;
	struct quantity quantity; /* sorted by */
	const char *text;	  /* sorted by */
	size_t order;		  /* in the report */
};

struct sorting {
	const struct table_query *query;
	const struct report *report;
	int64_t year;
};

static int compare_rows(const void *left, const void *right, void *data)
{
	const struct answer_row *a = left;
	const struct answer_row *b = right;
	const struct sorting *sorting = data;
	const struct table_query *query = sorting->query;
	int order = 0;

	/* Sections stay in the order of the report. */
	if (query->grouped && query->group_by.field != FIELD_SECTION &&
	    strcmp(a->group, b->group) != 0)
		order = collator_compare(sorting->report->collator,
					 a->group_text, b->group_text);
	if (order == 0 && query->sorted) {
		if (query_is_quantity(query->sort.field))
			order = quantity_compare(&a->quantity, &b->quantity,
						 query->descending);
		else
			order = collator_compare(sorting->report->collator,
						 a->text, b->text) *
				(query->descending ? -1 : 1);
	}
	if (order != 0)
		return order;
	return a->order < b->order ? -1 : a->order > b->order;
}

static void add_answer(GArray *rows, const struct sorting *sorting,
		       const struct page *page, const struct query_item *group,
		       size_t order)
{
	struct answer_row row = { .page = page, .text = "", .order = order };
	const struct table_query *query = sorting->query;
	const struct page *elsewhere;
	GArray *items;

	if (group != NULL) {
		row.group = group->key;
		row.group_text = group->text;
		row.group_target = group->target;
	}
	if (query->sorted && query_is_quantity(query->sort.field)) {
		row.quantity = query_quantity(page, query->sort, sorting->year,
					      &elsewhere);
	} else if (query->sorted) {
		items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
		query_items(items, page, query->sort, sorting->year,
			    sorting->report);
		if (items->len > 0)
			row.text =
				g_array_index(items, struct query_item, 0).text;
		g_array_free(items, TRUE);
	}
	g_array_append_val(rows, row);
}

/* A forum that has several of what is grouped by stands under each. */
static void add_grouped(GArray *rows, const struct sorting *sorting,
			const struct page *page, size_t order)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	struct query_item none = { "",
				   labels_word(&sorting->report->labels,
					       LABEL_QUANTITY_MISSING),
				   NULL };

	query_items(items, page, sorting->query->group_by, sorting->year,
		    sorting->report);
	for (guint i = 0; i < items->len; i++)
		add_answer(rows, sorting, page,
			   &g_array_index(items, struct query_item, i), order);
	if (items->len == 0)
		add_answer(rows, sorting, page, &none, order);
	g_array_free(items, TRUE);
}

static GArray *find_rows(const struct sorting *sorting)
{
	GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct answer_row));
	const struct report *report = sorting->report;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];

		if (report_year(page->forum, sorting->year) == NULL ||
		    !query_matches(sorting->query->where, page, sorting->year,
				   report))
			continue;
		if (sorting->query->grouped)
			add_grouped(rows, sorting, page, i);
		else
			add_answer(rows, sorting, page, NULL, i);
	}
	g_array_sort_with_data(rows, compare_rows, (void *)sorting);
	if (sorting->query->most > 0 && rows->len > sorting->query->most)
		g_array_set_size(rows, (guint)sorting->query->most);
	return rows;
}

static void add_group_row(struct making *making, const struct answer_row *row)
{
	struct row *group = add_row(making, ROW_GROUP);

	set_text(&group->cells[0], row->group_text, row->group_target);
}

/*
 * The rows, with a heading and a subtotal for each group of more than one.
 * A forum under two groups is counted once in the total.
 */
static void add_rows(struct making *making, const struct table_query *query,
		     const GArray *rows)
{
	struct summing total = query->columns;
	struct summing part = query->columns;
	GHashTable *seen = g_hash_table_new(NULL, NULL);

	clear_sums(&total);
	clear_sums(&part);
	for (guint i = 0; i < rows->len; i++) {
		const struct answer_row *row =
			&g_array_index(rows, struct answer_row, i);
		const struct answer_row *next =
			i + 1 < rows->len ? row + 1 : NULL;

		if (query->grouped && part.rows == 0)
			add_group_row(making, row);
		add_forum_row(making, &total, row->page);
		sum_forum(&part, row->page, making->year);
		if (g_hash_table_add(seen, (void *)row->page))
			sum_forum(&total, row->page, making->year);
		if (query->grouped && query->total &&
		    (next == NULL || strcmp(next->group, row->group) != 0)) {
			if (part.rows > 1)
				add_sum_row(making, &part, ROW_SUBTOTAL,
					    row->group_text, NULL);
		}
		if (next == NULL || !query->grouped ||
		    strcmp(next->group, row->group) != 0)
			clear_sums(&part);
	}
	if (query->total && rows->len > 0)
		add_sum_row(making, &total, ROW_TOTAL,
			    word(making, LABEL_PAGE_TOTAL), NULL);
	g_hash_table_destroy(seen);
}

/* --- What the text states and the data do not ------------------------------
 */

static void set_heading(struct making *making, size_t column,
			enum label heading, bool number)
{
	making->table->columns[column].heading = word(making, heading);
	making->table->columns[column].number = number;
}

static const struct table *table_of_known(const struct report *report,
					  const struct target *target,
					  struct arena *arena)
{
	struct making making;

	begin(&making, report, target, 5, arena);
	set_heading(&making, 0, LABEL_PAGE_PLACE, false);
	set_heading(&making, 1, LABEL_PAGE_QUESTION, false);
	set_heading(&making, 2, LABEL_PAGE_STATED, false);
	set_heading(&making, 3, LABEL_PAGE_ANSWER, false);
	set_heading(&making, 4, LABEL_PAGE_REASON, false);
	for (const struct known_difference *at = report->known; at != NULL;
	     at = at->next) {
		struct row *row = add_row(&making, ROW_DATA);
		const struct target *place = &at->page->target;

		set_text(&row->cells[0],
			 place->full != NULL ? place->full
					     : page_short_title(at->page),
			 place);
		set_text(&row->cells[1], at->question, NULL);
		set_text(&row->cells[2], at->stated, NULL);
		set_text(&row->cells[3], at->answer, NULL);
		set_text(&row->cells[4], at->reason, NULL);
	}
	return finish(&making);
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

static const struct table *table_of_goals(const struct report *report,
					  const struct target *target,
					  struct arena *arena)
{
	struct making making;

	begin(&making, report, target, 3, arena);
	set_heading(&making, 0, LABEL_PAGE_GOAL, false);
	set_heading(&making, 1, LABEL_PAGE_FORUM_COUNT, true);
	set_heading(&making, 2, LABEL_PAGE_SOURCE, false);
	for (size_t i = 0; i < report->goals_count; i++) {
		const struct named *goal = report->goals_list[i];
		struct row *row = add_row(&making, ROW_DATA);

		set_text(&row->cells[0], goal->name, NULL);
		set_text(&row->cells[1],
			 arena_printf(arena, "%" G_GINT64_FORMAT,
				      count_serving(report, goal)),
			 NULL);
		set_text(&row->cells[2],
			 goal->source == NULL ? "" : goal->source, NULL);
	}
	return finish(&making);
}

static const struct table *table_of_forums(const struct table_query *query,
					   const struct target *target,
					   const struct report *report,
					   struct arena *arena)
{
	struct sorting sorting = { query, report, report->publication.year };
	GArray *rows = find_rows(&sorting);
	struct making making;

	begin(&making, report, target, query->columns.count, arena);
	set_columns(&making, &query->columns);
	add_rows(&making, query, rows);
	g_array_free(rows, TRUE);
	return finish(&making);
}

const struct table *table_of_query(const struct table_query *query,
				   const struct target *target,
				   const struct report *report,
				   struct arena *arena)
{
	switch (query->about) {
	case GENERATED_KNOWN:
		return table_of_known(report, target, arena);
	case GENERATED_GOALS:
		return table_of_goals(report, target, arena);
	default:
		return table_of_forums(query, target, report, arena);
	}
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
		{ LEGEND_ELSEWHERE, LABEL_PAGE_LEGEND_ELSEWHERE },
	};
	const char **words =
		arena_new_array(arena, const char *, G_N_ELEMENTS(rules) + 1);
	size_t count = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
		if (table->legend & rules[i].legend)
			words[count++] =
				labels_word(&report->labels, rules[i].label);
	return words;
}
