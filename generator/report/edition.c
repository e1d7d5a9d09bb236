#include "report/edition.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/builder.h"
#include "report/columns.h"
#include "report/difference.h"
#include "report/query.h"
#include "report/report.h"

struct edition_options {
	int64_t from; /* 0: the last before the shown year */
	bool groups;  /* are groups alone shown? */
};

/* Why something stands in the table. The first two are of the year before. */
enum group {
	GROUP_CORRECTIONS,
	GROUP_REVISIONS,
	GROUP_NEW,
	GROUP_RETURNED,
	GROUP_ENDED,
	GROUP_ABSENT,
	GROUP_RENAMED,
	GROUP_MOVED,
	GROUP_FEE,
	GROUP_OTHER,
	GROUP_PARTICIPANTS,
	GROUP_KNOWN,
	GROUP_UNKNOWN,
	GROUP_COUNT
};

struct edition {
	const struct report *report;
	struct builder builder;
	struct columns columns; /* forum, how many, groups, fee, other, cost */
	struct columns_sums sums;
	int64_t from;
	int64_t to;
	bool groups_only;
	struct difference totals[GROUP_COUNT][COLUMNS_MOST];
};

/* What one forum has in one group. */
struct line {
	bool told[COLUMNS_MOST];
	struct difference differences[COLUMNS_MOST];
	struct difference_figure before[COLUMNS_MOST];
	struct difference_figure after[COLUMNS_MOST];
};

static enum query_field field_of(const struct edition *edition, size_t column)
{
	return edition->columns.columns[column].field;
}

/* Is it a figure that heads state? The cost of a forum is two of them. */
static bool is_stated(const struct edition *edition, size_t column)
{
	enum query_field field = field_of(edition, column);

	return field == FIELD_PARTICIPANTS || field == FIELD_FEE ||
	       field == FIELD_OTHER;
}

static struct difference_figure figure_of(const struct edition *edition,
					  const struct page *page,
					  size_t column, int64_t year)
{
	struct difference_figure figure;

	figure.quantity = query_quantity(page, edition->columns.columns[column],
					 year, &figure.elsewhere);
	return figure;
}

/* --- What stands in which group ----------------------------------------- */

static void tell(struct line *line, size_t column, struct difference difference)
{
	line->told[column] = true;
	difference_add(&line->differences[column], &difference);
}

/* What fee and other cost have in the group, the cost has. */
static void tell_cost(const struct edition *edition, struct line *line)
{
	size_t cost = edition->columns.count - 1;

	for (size_t i = 0; i < cost; i++)
		if (line->told[i] && (field_of(edition, i) == FIELD_FEE ||
				      field_of(edition, i) == FIELD_OTHER))
			tell(line, cost, line->differences[i]);
}

/* All that a forum has in the only one of the two years that has it. */
static void tell_all(const struct edition *edition, const struct page *page,
		     struct line *line, bool is_new)
{
	int64_t year = is_new ? edition->to : edition->from;

	for (size_t i = 1; i < edition->columns.count; i++) {
		struct difference_figure figure =
			figure_of(edition, page, i, year);

		line->after[i] = figure;
		if (field_of(edition, i) != FIELD_COST)
			tell(line, i,
			     is_new ? difference_new(&figure)
				    : difference_ended(&figure));
	}
	tell_cost(edition, line);
}

static enum group changed_group(enum query_field field)
{
	return field == FIELD_FEE     ? GROUP_FEE
	       : field == FIELD_OTHER ? GROUP_OTHER
				      : GROUP_PARTICIPANTS;
}

static enum group difference_group(enum difference_kind kind,
				   enum query_field field)
{
	switch (kind) {
	case DIFFERENCE_CHANGED:
		return changed_group(field);
	case DIFFERENCE_KNOWN:
		return GROUP_KNOWN;
	case DIFFERENCE_UNKNOWN:
		return GROUP_UNKNOWN;
	case DIFFERENCE_MOVED:
		return GROUP_MOVED;
	default:
		return GROUP_COUNT;
	}
}

/* The figures of a forum of both years that differ for the group's reason. */
static void tell_differences(const struct edition *edition,
			     const struct page *page, struct line *line,
			     enum group group)
{
	for (size_t i = 1; i < edition->columns.count; i++) {
		struct difference difference;

		if (!is_stated(edition, i))
			continue;
		line->before[i] = figure_of(edition, page, i, edition->from);
		line->after[i] = figure_of(edition, page, i, edition->to);
		difference =
			difference_between(&line->before[i], &line->after[i]);
		if (difference_group(difference.kind, field_of(edition, i)) ==
		    group)
			tell(line, i, difference);
	}
	tell_cost(edition, line);
}

static bool is_changed(const struct edition *edition, size_t column,
		       const struct change *change)
{
	const struct query_column *at = &edition->columns.columns[column];

	switch (at->field) {
	case FIELD_FEE:
		return change->key == (int)LABEL_KEY_FEE;
	case FIELD_OTHER:
		return change->key == (int)LABEL_KEY_OTHER;
	default:
		return at->field == FIELD_PARTICIPANTS &&
		       change->key == (int)LABEL_KEY_PARTICIPANTS &&
		       change->group == at->group;
	}
}

/* What was put right, or updated, in the figures of the year before. */
static void tell_changes(const struct edition *edition, const struct page *page,
			 struct line *line, int sort)
{
	const struct forum_year *year = report_year(page->forum, edition->from);

	for (size_t k = 0; k < year->changes_count; k++) {
		const struct change *change = &year->changes[k];
		struct difference_figure before = {
			change->from_figure.quantity, NULL
		};
		struct difference_figure after = { change->to_figure.quantity,
						   NULL };

		for (size_t i = 1;
		     change->sort == sort && i < edition->columns.count; i++)
			if (is_changed(edition, i, change))
				tell(line, i,
				     difference_between(&before, &after));
	}
	tell_cost(edition, line);
}

static const char *title_in(const struct page *page, int64_t year)
{
	const struct forum_year *figures = report_year(page->forum, year);

	return figures->title != NULL ? figures->title : page->forum->title;
}

static bool is_renamed(const struct edition *edition, const struct page *page)
{
	return strcmp(title_in(page, edition->from),
		      title_in(page, edition->to)) != 0;
}

/* Has the forum figures of a year before or after `year`? */
static bool has_year_beside(const struct page *page, int64_t year, bool before)
{
	for (size_t i = 0; i < page->forum->years_count; i++) {
		int64_t at = page->forum->years[i].year;

		if (before ? at < year : at > year)
			return true;
	}
	return false;
}

/* The group that a forum stands in as it is in one of the two years only. */
static enum group presence_group(const struct edition *edition,
				 const struct page *page, bool is_new)
{
	if (is_new)
		return has_year_beside(page, edition->from, true)
			       ? GROUP_RETURNED
			       : GROUP_NEW;
	return has_year_beside(page, edition->to, false) ? GROUP_ABSENT
							 : GROUP_ENDED;
}

static bool has_told(const struct edition *edition, const struct line *line)
{
	for (size_t i = 0; i < edition->columns.count; i++)
		if (line->told[i])
			return true;
	return false;
}

/* What `page` has in `group`; false when it does not stand there. */
static bool find_line(const struct edition *edition, const struct page *page,
		      enum group group, struct line *line)
{
	bool before = report_year(page->forum, edition->from) != NULL;
	bool after = report_year(page->forum, edition->to) != NULL;

	memset(line, 0, sizeof(*line));
	if (group == GROUP_CORRECTIONS || group == GROUP_REVISIONS) {
		if (before)
			tell_changes(edition, page, line,
				     group == GROUP_CORRECTIONS
					     ? (int)LABEL_CHANGE_CORRECTION
					     : (int)LABEL_CHANGE_REVISION);
	} else if (before != after) {
		if (presence_group(edition, page, after) == group)
			tell_all(edition, page, line, after);
	} else if (before && group == GROUP_RENAMED) {
		line->told[edition->columns.count - 1] =
			is_renamed(edition, page);
	} else if (before && group > GROUP_RENAMED) {
		tell_differences(edition, page, line, group);
	}
	return has_told(edition, line);
}

/* --- Cells ---------------------------------------------------------------- */

static enum quantity_kind kind_of(const struct edition *edition, size_t column)
{
	return query_field_kind(field_of(edition, column));
}

static void append_difference(struct edition *edition, size_t column,
			      const struct difference *difference)
{
	difference_format(edition->builder.text, difference,
			  kind_of(edition, column), false,
			  &edition->report->labels);
}

/* ` (tidigare okänd)`: what the figure was, or is, when it is no number. */
static void append_figure(struct edition *edition, enum label when,
			  const struct difference_figure *figure)
{
	struct builder *builder = &edition->builder;

	g_string_append_printf(builder->text, " (%s ",
			       builder_word(builder, when));
	if (figure->elsewhere != NULL)
		g_string_append_printf(
			builder->text, "%s\u00A0%s",
			builder_word(builder, LABEL_PAGE_ELSEWHERE),
			figure->elsewhere->target.number);
	else
		builder_append_quantity(builder, &figure->quantity, false);
	g_string_append_c(builder->text, ')');
}

/* What it was or is says why: it is not known, or reported elsewhere. */
static void append_reason(struct edition *edition, enum group group,
			  const struct line *line, size_t column)
{
	const struct difference_figure *after = &line->after[column];

	if (!is_stated(edition, column))
		return;
	if (group == GROUP_UNKNOWN ||
	    (group == GROUP_MOVED && after->elsewhere != NULL))
		append_figure(edition, LABEL_PAGE_NOW, after);
	else if (group == GROUP_KNOWN || group == GROUP_MOVED)
		append_figure(edition, LABEL_PAGE_BEFORE,
			      &line->before[column]);
}

/* Of a bound only the end that is known is said: `minst +144`. */
static void append_whole(struct edition *edition,
			 const struct quantity *quantity,
			 const struct difference *difference, size_t column)
{
	const struct quantity_words *words = &edition->report->labels.quantity;
	struct difference end = *difference;
	const char *word = NULL;

	if (quantity->no_low && difference->low == 0) {
		word = words->at_most;
		end.low = end.high;
	} else if (quantity->no_high && difference->low == difference->high) {
		word = words->at_least;
		edition->builder.table->legend |= LEGEND_AT_LEAST;
	}
	if (word != NULL)
		g_string_append_printf(edition->builder.text, "%s\u00A0", word);
	append_difference(edition, column, &end);
}

/* All of a forum: `minst +144` when more may come, a word when no number. */
static void set_whole(struct edition *edition, struct cell *cell,
		      const struct line *line, size_t column)
{
	struct builder *builder = &edition->builder;
	const struct difference_figure *figure = &line->after[column];
	const struct quantity *quantity = &figure->quantity;

	if (figure->elsewhere != NULL) {
		builder_elsewhere(builder, cell, figure->elsewhere);
		return;
	}
	if (quantity->state != QUANTITY_VALUE || quantity->per_part) {
		builder_quantity(builder, cell, quantity, false);
		return;
	}
	append_whole(edition, quantity, &line->differences[column], column);
	builder_made(builder, cell);
}

static void set_cell(struct edition *edition, struct cell *cell,
		     enum group group, const struct line *line, size_t column)
{
	if (!line->told[column])
		return;
	if (group >= GROUP_NEW && group <= GROUP_ABSENT) {
		set_whole(edition, cell, line, column);
		return;
	}
	append_difference(edition, column, &line->differences[column]);
	append_reason(edition, group, line, column);
	builder_made(&edition->builder, cell);
}

/* The forum, and what it was called. */
static void set_name(struct edition *edition, struct cell *cell,
		     enum group group, const struct page *page)
{
	const char *text = page->target.full;

	if (group == GROUP_RENAMED)
		text = arena_printf(
			edition->builder.arena, "%s (%s %s %d)", text,
			builder_word(&edition->builder, LABEL_PAGE_CALLED),
			title_in(page, edition->from), (int)edition->from);
	builder_text(cell, text, &page->target);
}

/* --- Rows ----------------------------------------------------------------- */

static const enum label group_labels[GROUP_COUNT] = {
	[GROUP_CORRECTIONS] = LABEL_PAGE_GROUP_CORRECTIONS,
	[GROUP_REVISIONS] = LABEL_PAGE_GROUP_REVISIONS,
	[GROUP_NEW] = LABEL_PAGE_GROUP_NEW,
	[GROUP_RETURNED] = LABEL_PAGE_GROUP_RETURNED,
	[GROUP_ENDED] = LABEL_PAGE_GROUP_ENDED,
	[GROUP_ABSENT] = LABEL_PAGE_GROUP_ABSENT,
	[GROUP_RENAMED] = LABEL_PAGE_GROUP_RENAMED,
	[GROUP_MOVED] = LABEL_PAGE_GROUP_MOVED,
	[GROUP_FEE] = LABEL_PAGE_GROUP_FEE,
	[GROUP_OTHER] = LABEL_PAGE_GROUP_OTHER,
	[GROUP_PARTICIPANTS] = LABEL_PAGE_GROUP_PARTICIPANTS,
	[GROUP_KNOWN] = LABEL_PAGE_GROUP_KNOWN,
	[GROUP_UNKNOWN] = LABEL_PAGE_GROUP_UNKNOWN,
};

/* "Nya forum"; corrections name the year whose figures they are of. */
static const char *group_name(const struct edition *edition, enum group group)
{
	const char *word = builder_word(&edition->builder, group_labels[group]);

	if (group > GROUP_REVISIONS)
		return word;
	return arena_printf(edition->builder.arena, "%s %d", word,
			    (int)edition->from);
}

static void add_line_row(struct edition *edition, enum group group,
			 const struct page *page, const struct line *line)
{
	struct row *row = builder_row(&edition->builder, ROW_DATA);

	set_name(edition, &row->cells[0], group, page);
	for (size_t i = 1; i < edition->columns.count; i++)
		set_cell(edition, &row->cells[i], group, line, i);
}

/* The sums of a group, where some forum has a figure. */
static void add_group_sum(struct edition *edition, enum group group,
			  enum row_kind kind, const char *text,
			  const bool *told)
{
	struct row *row = builder_row(&edition->builder, kind);

	builder_text(&row->cells[0], text, NULL);
	for (size_t i = 1; i < edition->columns.count; i++) {
		if (!told[i])
			continue;
		append_difference(edition, i, &edition->totals[group][i]);
		builder_made(&edition->builder, &row->cells[i]);
	}
}

static void add_group(struct edition *edition, enum group group)
{
	const struct report *report = edition->report;
	const char *name = group_name(edition, group);
	bool told[COLUMNS_MOST] = { false };
	size_t count = 0;
	struct line line;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];

		if (!find_line(edition, page, group, &line))
			continue;
		if (count++ == 0 && !edition->groups_only)
			builder_text(&builder_row(&edition->builder, ROW_GROUP)
					      ->cells[0],
				     name, NULL);
		if (!edition->groups_only)
			add_line_row(edition, group, page, &line);
		for (size_t k = 1; k < edition->columns.count; k++) {
			told[k] |= line.told[k];
			difference_add(&edition->totals[group][k],
				       &line.differences[k]);
		}
	}
	if (edition->groups_only && count > 0)
		add_group_sum(edition, group, ROW_DATA,
			      arena_printf(edition->builder.arena, "%s (%zu)",
					   name, count),
			      told);
	else if (count > 1)
		add_group_sum(edition, group, ROW_SUBTOTAL, name, told);
}

/* --- Totals --------------------------------------------------------------- */

static void sum_year(struct edition *edition, int64_t year)
{
	const struct report *report = edition->report;

	columns_clear(&edition->sums);
	for (size_t i = 0; i < report->forums_count; i++)
		if (report_year(report->forums[i]->forum, year) != NULL)
			columns_add(&edition->sums, report->forums[i], year);
}

static void add_total(struct edition *edition, enum row_kind kind, int64_t year)
{
	sum_year(edition, year);
	columns_sum_row(
		&edition->builder, &edition->sums, kind,
		arena_printf(edition->builder.arena, "%s %d",
			     builder_word(&edition->builder, LABEL_PAGE_TOTAL),
			     (int)year),
		NULL);
}

/* What a figure was before it was changed the first time. */
static struct difference_figure first_stated(const struct edition *edition,
					     const struct page *page,
					     size_t column)
{
	const struct forum_year *year = report_year(page->forum, edition->from);
	struct difference_figure figure =
		figure_of(edition, page, column, edition->from);

	for (size_t i = year->changes_count; i-- > 0;)
		if (is_changed(edition, column, &year->changes[i]))
			figure.quantity = year->changes[i].from_figure.quantity;
	return figure;
}

static void sum_first_stated(struct edition *edition, const struct page *page)
{
	struct quantity_sum cost;
	bool elsewhere = false;

	quantity_sum_init(&cost, QUANTITY_MONEY);
	for (size_t i = 1; i < edition->columns.count; i++) {
		struct quantity_sum *sum = &edition->sums.sums[i];
		struct difference_figure figure =
			first_stated(edition, page, i);

		if (field_of(edition, i) == FIELD_COST && !elsewhere) {
			query_sum_join(sum, &cost);
		} else if (figure.elsewhere != NULL) {
			elsewhere = true;
			quantity_sum_add_elsewhere(sum);
		} else {
			quantity_sum_add(sum, &figure.quantity);
			if (field_of(edition, i) == FIELD_FEE ||
			    field_of(edition, i) == FIELD_OTHER)
				quantity_sum_add(&cost, &figure.quantity);
		}
	}
}

static void add_first_stated(struct edition *edition)
{
	const struct report *report = edition->report;
	struct builder *builder = &edition->builder;

	columns_clear(&edition->sums);
	for (size_t i = 0; i < report->forums_count; i++)
		if (report_year(report->forums[i]->forum, edition->from) !=
		    NULL)
			sum_first_stated(edition, report->forums[i]);
	columns_sum_row(
		builder, &edition->sums, ROW_START,
		arena_printf(builder->arena, "%s %d, %s",
			     builder_word(builder, LABEL_PAGE_TOTAL),
			     (int)edition->from,
			     builder_word(builder, LABEL_PAGE_FIRST_STATED)),
		NULL);
}

/* Were figures of the year before put right or updated? */
static bool has_changes(const struct edition *edition)
{
	struct line line;

	for (size_t i = 0; i < edition->report->forums_count; i++)
		for (int k = GROUP_CORRECTIONS; k <= GROUP_REVISIONS; k++)
			if (find_line(edition, edition->report->forums[i],
				      (enum group)k, &line))
				return true;
	return false;
}

/* --- The assertion -------------------------------------------------------- */

/* All that forums have in a year, end by end. */
static struct difference ends_of(const struct edition *edition, size_t column,
				 int64_t year)
{
	const struct report *report = edition->report;
	struct difference ends = { 0 };

	for (size_t i = 0; i < report->forums_count; i++) {
		struct difference_figure figure;
		struct difference counted;

		if (report_year(report->forums[i]->forum, year) == NULL)
			continue;
		figure = figure_of(edition, report->forums[i], column, year);
		counted = difference_new(&figure);
		difference_add(&ends, &counted);
	}
	return ends;
}

static struct difference ends_of_year(const struct edition *edition,
				      size_t column, int64_t year)
{
	struct difference ends = { 0 };

	if (field_of(edition, column) != FIELD_COST)
		return ends_of(edition, column, year);
	for (size_t i = 1; i < column; i++) {
		struct difference part;

		if (field_of(edition, i) != FIELD_FEE &&
		    field_of(edition, i) != FIELD_OTHER)
			continue;
		part = ends_of(edition, i, year);
		difference_add(&ends, &part);
	}
	return ends;
}

/*
 * The groups are what lies between the totals. A sum that is open above shows
 * no upper end, so those are held to the figures themselves.
 */
static void assert_reconciled(struct edition *edition)
{
	for (size_t i = 1; i < edition->columns.count; i++) {
		struct difference at = ends_of_year(edition, i, edition->from);
		struct difference to = ends_of_year(edition, i, edition->to);

		for (size_t k = GROUP_NEW; k < GROUP_COUNT; k++)
			difference_add(&at, &edition->totals[k][i]);
		g_assert(at.low == to.low && at.high == to.high);
		/* The sums are still those of the year that is shown. */
		g_assert(edition->sums.sums[i].low == to.low);
	}
}

/* --- The table ------------------------------------------------------------ */

/* The last year before the shown one that some forum has figures of; or 0. */
static int64_t year_before(const struct report *report)
{
	int64_t last = 0;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct forum *forum = report->forums[i]->forum;

		for (size_t k = 0; k < forum->years_count; k++) {
			int64_t year = forum->years[k].year;

			if (year < report->publication.year && year > last)
				last = year;
		}
	}
	return last;
}

static void add_nothing(struct edition *edition)
{
	builder_note_row(&edition->builder,
			 arena_printf(edition->builder.arena, "%s %d.",
				      builder_word(&edition->builder,
						   LABEL_PAGE_NO_EARLIER),
				      (int)edition->to));
}

static void add_rows(struct edition *edition)
{
	if (has_changes(edition)) {
		add_first_stated(edition);
		add_group(edition, GROUP_CORRECTIONS);
		add_group(edition, GROUP_REVISIONS);
	}
	add_total(edition, ROW_START, edition->from);
	for (int i = GROUP_NEW; i < GROUP_COUNT; i++)
		add_group(edition, (enum group)i);
	add_total(edition, ROW_TOTAL, edition->to);
	for (size_t i = 0; i < edition->report->forums_count; i++) {
		const struct page *page = edition->report->forums[i];

		builder_of(&edition->builder, page, edition->from);
		builder_of(&edition->builder, page, edition->to);
	}
	edition->builder.table->legend |= LEGEND_DIFFERENCE;
	assert_reconciled(edition);
}

const struct table *edition_table(const void *options,
				  const struct target *target,
				  const struct report *report,
				  struct arena *arena)
{
	const struct edition_options *asked = options;
	struct edition edition = {
		.report = report,
		.from = asked->from != 0 ? asked->from : year_before(report),
		.to = report->publication.year,
		.groups_only = asked->groups,
	};

	edition.columns.count =
		columns_usual(edition.columns.columns, report, false);
	columns_sums_init(&edition.sums, &edition.columns, arena);
	builder_begin(&edition.builder, report, target, edition.columns.count,
		      arena);
	columns_head(&edition.builder, &edition.columns);
	if (edition.from == 0 || edition.from >= edition.to)
		add_nothing(&edition);
	else
		add_rows(&edition);
	return builder_finish(&edition.builder);
}

/* --- Options -------------------------------------------------------------- */

static int read_from(struct edition_options *options,
		     const struct body_option *option,
		     const struct report *report, struct diag_list *diags)
{
	const char *text = option->value;

	if (strspn(text, "0123456789") != 4 || text[4] != '\0')
		return diag_add(diags, DIAG_YEAR, option->value_where, "%s",
				text);
	options->from = g_ascii_strtoll(text, NULL, 10);
	if (report->unread || report->wrong)
		return 0;
	if (report_check_year(report, options->from, option->value_where,
			      diags) != 0)
		return -1;
	if (options->from < report->publication.own_year)
		return 0;
	diag_add(diags, DIAG_OPTION_VALUE, option->value_where, "%s", text);
	diag_write(diags, "< %d", (int)report->publication.own_year);
	return -1;
}

static int read_rows(struct edition_options *options,
		     const struct body_option *option,
		     const struct report *report, struct diag_list *diags)
{
	const char *groups = labels_word(&report->labels, LABEL_WORD_GROUPS);
	const char *all = labels_word(&report->labels, LABEL_WORD_ALL);

	options->groups = strcmp(option->value, groups) == 0;
	if (options->groups || strcmp(option->value, all) == 0)
		return 0;
	diag_add(diags, DIAG_OPTION_VALUE, option->value_where, "%s",
		 option->value);
	diag_write(diags, "%s | %s", groups, all);
	return -1;
}

const void *edition_options_new(const struct body_forums *directive,
				const struct report *report,
				struct arena *arena, struct diag_list *diags)
{
	struct edition_options *options =
		arena_new_array(arena, struct edition_options, 1);
	int result = 0;

	for (const struct body_option *at = directive->options; at != NULL;
	     at = at->next) {
		if (strcmp(at->name, "from") == 0)
			result |= read_from(options, at, report, diags);
		else if (strcmp(at->name, "rows") == 0)
			result |= read_rows(options, at, report, diags);
	}
	return result == 0 ? options : NULL;
}
