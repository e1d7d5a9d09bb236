#include "diff/figure_changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "diff/sheet.h"
#include "report/difference.h"
#include "report/query.h"
#include "report/report.h"

struct telling {
	struct sheet *sheet;
	const struct figure_versions *versions;
	const struct labels *labels;
	struct sheet_table *table; /* NULL: no row yet */
	enum label caption;
	bool differs; /* some total does */
};

/* A figure as it is in one version. */
struct told {
	struct difference_figure figure;
	bool absent; /* there is no such forum, year or group */
};

static const char *word(const struct telling *telling, enum label label)
{
	return labels_word(telling->labels, label);
}

/* --- Differences in words ------------------------------------------------- */

static enum quantity_unit unit_of(enum quantity_kind kind)
{
	return kind == QUANTITY_MONEY	? QUANTITY_IN_THOUSANDS
	       : kind == QUANTITY_HOURS ? QUANTITY_IN_HOURS
					: QUANTITY_IN_NUMBERS;
}

/* "37 tkr mer", "2 färre" */
static void append_end(GString *out, int64_t at, enum quantity_kind kind,
		       const struct labels *labels)
{
	bool counted = kind == QUANTITY_COUNT;
	struct quantity quantity = { .state = QUANTITY_VALUE,
				     .kind = (uint8_t)kind,
				     .low = llabs(at),
				     .high = llabs(at) };

	quantity_format(out, &quantity, &labels->quantity, unit_of(kind), -1,
			true);
	if (at == 0)
		return;
	g_string_append_printf(
		out, " %s",
		labels_word(labels, at > 0    ? counted ? LABEL_DIFF_MORE_THINGS
							: LABEL_DIFF_MORE
				    : counted ? LABEL_DIFF_FEWER
					      : LABEL_DIFF_LESS));
}

static void append_ends(GString *out, const struct difference *difference,
			enum quantity_kind kind, const struct labels *labels)
{
	if (difference->low == 0 && difference->high == 0) {
		g_string_append(out, labels_word(labels, LABEL_DIFF_SAME));
		return;
	}
	if (difference->estimate)
		g_string_append_printf(out, "%s\u00A0", labels->quantity.about);
	if (difference->low == difference->high) {
		append_end(out, difference->low, kind, labels);
		return;
	}
	g_string_append_printf(out, "%s\u00A0",
			       labels_word(labels, LABEL_PAGE_LOWEST));
	append_end(out, difference->low, kind, labels);
	g_string_append_printf(out, ", %s\u00A0",
			       labels_word(labels, LABEL_PAGE_HIGHEST));
	append_end(out, difference->high, kind, labels);
}

static bool is_bound(const struct told *told)
{
	return told->figure.quantity.state == QUANTITY_VALUE &&
	       (told->figure.quantity.no_low || told->figure.quantity.no_high);
}

static enum label kind_label(const struct told *before,
			     const struct told *after,
			     enum difference_kind kind)
{
	if (before->absent || after->absent)
		return before->absent ? LABEL_DIFF_IS_NEW : LABEL_DIFF_IS_GONE;
	switch (kind) {
	case DIFFERENCE_KNOWN:
		return is_bound(after) ? LABEL_DIFF_PARTLY_KNOWN
				       : LABEL_DIFF_BECAME_KNOWN;
	case DIFFERENCE_UNKNOWN:
		return is_bound(after) ? LABEL_DIFF_ONLY_PARTLY_KNOWN
				       : LABEL_DIFF_NOT_KNOWN;
	case DIFFERENCE_MOVED:
		return LABEL_DIFF_ELSEWHERE;
	default:
		return LABEL_DIFF_NOT_COMPARABLE;
	}
}

static const char *difference_text(const struct telling *telling,
				   const struct told *before,
				   const struct told *after)
{
	struct difference difference =
		difference_between(&before->figure, &after->figure);
	GString *text;

	if (before->absent || after->absent ||
	    !difference_is_comparable(&before->figure, &after->figure))
		return word(telling,
			    kind_label(before, after, difference.kind));
	text = g_string_new(NULL);
	append_ends(text, &difference, after->figure.quantity.kind,
		    telling->labels);
	return arena_take(telling->versions->arena, text);
}

/* --- One figure -----------------------------------------------------------
 */

static const char *told_text(const struct telling *telling,
			     const struct told *told)
{
	const struct page *elsewhere = told->figure.elsewhere;
	GString *text;

	if (told->absent)
		return word(telling, LABEL_PAGE_ABSENT);
	if (elsewhere != NULL)
		return arena_printf(telling->versions->arena, "%s %s",
				    word(telling, LABEL_PAGE_ELSEWHERE),
				    elsewhere->target.full);
	text = g_string_new(NULL);
	quantity_format(text, &told->figure.quantity,
			&telling->labels->quantity,
			unit_of(told->figure.quantity.kind), -1, true);
	return arena_take(telling->versions->arena, text);
}

static struct told told_of(const struct report *report, const struct page *page,
			   struct query_column column, int64_t year)
{
	struct told told = { .absent = true };

	if (column.field == FIELD_PARTICIPANTS &&
	    column.group >= report->publication.groups_count)
		return told;
	if (page == NULL || page->forum == NULL ||
	    report_year(page->forum, year) == NULL)
		return told;
	told.figure.quantity =
		query_quantity(page, column, year, &told.figure.elsewhere);
	/* Hours and journeys are only asked of some. */
	told.absent = column.field == FIELD_COMPUTED &&
		      told.figure.quantity.state == QUANTITY_MISSING;
	told.figure.quantity.kind = (uint8_t)query_field_kind(column.field);
	return told;
}

static const struct page *elsewhere_now(const struct telling *telling,
					const struct page *page)
{
	const struct match *match;

	if (page == NULL)
		return NULL;
	match = match_of(telling->versions->matching, page);
	return match != NULL && match->after != NULL ? match->after : page;
}

/* Is nothing told of it? */
static bool is_nothing(const struct told *told)
{
	return told->absent ||
	       (told->figure.elsewhere == NULL &&
		told->figure.quantity.state == QUANTITY_MISSING);
}

static bool is_same(const struct telling *telling, const struct told *before,
		    const struct told *after)
{
	const struct page *from =
		elsewhere_now(telling, before->figure.elsewhere);

	if (before->absent || after->absent)
		return is_nothing(before) && is_nothing(after);
	if (from != after->figure.elsewhere)
		return false;
	return from != NULL || quantity_equal(&before->figure.quantity,
					      &after->figure.quantity);
}

static void add_row(struct telling *telling, const char *name,
		    const char *before, const char *after,
		    const char *difference)
{
	const char *const headings[] = { word(telling, LABEL_DIFF_FIGURE),
					 word(telling, LABEL_DIFF_BEFORE),
					 word(telling, LABEL_DIFF_AFTER),
					 word(telling, LABEL_DIFF_DIFFERENCE) };
	const char *const cells[] = { name, before, after, difference };

	if (telling->table == NULL)
		telling->table = sheet_table(telling->sheet,
					     word(telling, telling->caption),
					     headings, G_N_ELEMENTS(headings));
	sheet_row(telling->sheet, telling->table, cells);
}

static void tell_figure(struct telling *telling, const char *name,
			const struct told *before, const struct told *after)
{
	struct told earlier = *before;

	if (is_same(telling, before, after))
		return;
	/* A forum that was matched is the same place. */
	earlier.figure.elsewhere =
		elsewhere_now(telling, before->figure.elsewhere);
	add_row(telling, name, told_text(telling, before),
		told_text(telling, after),
		difference_text(telling, &earlier, after));
}

/* --- All figures of a forum ------------------------------------------------
 */

/* A figure that forums have, and which it is in each version. */
struct column {
	const char *name;
	struct query_column before;
	struct query_column after;
};

static size_t group_called(const struct report *report, const char *name)
{
	for (size_t i = 0; i < report->publication.groups_count; i++)
		if (strcmp(report->publication.groups[i], name) == 0)
			return i;
	return report->publication.groups_count;
}

static void add_column(GArray *columns, const struct report *report,
		       struct query_column before, struct query_column after,
		       struct arena *arena, bool is_after)
{
	struct column column = { query_column_name(is_after ? after : before,
						   report, arena),
				 before, after };

	g_array_append_val(columns, column);
}

static void add_groups(GArray *columns, const struct figure_versions *versions,
		       struct arena *arena)
{
	const struct publication *before = &versions->before->publication;
	const struct publication *after = &versions->after->publication;

	for (size_t i = 0; i < after->groups_count; i++)
		add_column(
			columns, versions->after,
			(struct query_column){ FIELD_PARTICIPANTS,
					       group_called(versions->before,
							    after->groups[i]) },
			(struct query_column){ FIELD_PARTICIPANTS, i }, arena,
			true);
	for (size_t i = 0; i < before->groups_count; i++)
		if (group_called(versions->after, before->groups[i]) ==
		    after->groups_count)
			add_column(
				columns, versions->before,
				(struct query_column){ FIELD_PARTICIPANTS, i },
				(struct query_column){ FIELD_PARTICIPANTS,
						       after->groups_count },
				arena, false);
}

/* Free with g_array_free(). */
static GArray *columns_of(const struct figure_versions *versions,
			  struct arena *arena)
{
	static const enum query_field costs[] = { FIELD_FEE, FIELD_OTHER,
						  FIELD_COMPUTED };
	GArray *columns = g_array_new(FALSE, FALSE, sizeof(struct column));

	add_groups(columns, versions, arena);
	for (size_t i = 0; i < G_N_ELEMENTS(costs); i++)
		add_column(columns, versions->after,
			   (struct query_column){ costs[i], 0 },
			   (struct query_column){ costs[i], 0 }, arena, true);
	return columns;
}

static int compare_years(const void *a, const void *b)
{
	return *(const int *)b - *(const int *)a;
}

static void add_years(GArray *years, const struct page *page)
{
	for (size_t i = 0; page->forum != NULL && i < page->forum->years_count;
	     i++) {
		bool known = false;

		for (guint k = 0; k < years->len && !known; k++)
			known = g_array_index(years, int, k) ==
				page->forum->years[i].year;
		if (!known)
			g_array_append_val(years, page->forum->years[i].year);
	}
}

/* The years that either version has, the latest first. */
static GArray *years_of(const struct match *match)
{
	GArray *years = g_array_new(FALSE, FALSE, sizeof(int));

	add_years(years, match->before);
	add_years(years, match->after);
	qsort(years->data, years->len, sizeof(int), compare_years);
	return years;
}

static void tell_column(struct telling *telling, const struct match *match,
			const struct column *column, const char *name,
			int64_t from, int64_t to)
{
	const struct figure_versions *versions = telling->versions;
	struct told before =
		told_of(versions->before, match->before, column->before, from);
	struct told after =
		told_of(versions->after, match->after, column->after, to);

	tell_figure(telling, name, &before, &after);
}

/* From the year that one version shows to that which the other does. */
static void tell_shown_years(struct telling *telling, const GArray *columns,
			     const struct match *match)
{
	int64_t from = telling->versions->before->publication.year;
	int64_t to = telling->versions->after->publication.year;

	for (guint i = 0; from != to && i < columns->len; i++) {
		const struct column *column =
			&g_array_index(columns, struct column, i);

		tell_column(telling, match, column,
			    arena_printf(telling->versions->arena,
					 "%s, %d %s %d", column->name,
					 (int)from,
					 word(telling, LABEL_DIFF_TO), (int)to),
			    from, to);
	}
}

/*
 * Is the year shown by the one version and unknown to the other? Then its
 * figures are told beside those of the other's year.
 */
static bool is_told_already(const struct figure_versions *versions,
			    const struct match *match, int year)
{
	int64_t from = versions->before->publication.year;
	int64_t to = versions->after->publication.year;

	if (from == to)
		return false;
	return (year == to &&
		report_year(match->before->forum, year) == NULL) ||
	       (year == from && report_year(match->after->forum, year) == NULL);
}

void figure_changes(struct sheet *sheet, const struct figure_versions *versions,
		    const struct match *match)
{
	struct telling telling = { .sheet = sheet,
				   .caption = LABEL_DIFF_FIGURES,
				   .versions = versions,
				   .labels = &versions->after->labels };
	GArray *columns = columns_of(versions, versions->arena);
	GArray *years = years_of(match);

	tell_shown_years(&telling, columns, match);
	for (guint y = 0; y < years->len; y++)
		for (guint i = 0; i < columns->len; i++) {
			const struct column *column =
				&g_array_index(columns, struct column, i);
			int year = g_array_index(years, int, y);

			if (is_told_already(versions, match, year))
				continue;
			tell_column(&telling, match, column,
				    arena_printf(versions->arena, "%s %d",
						 column->name, year),
				    year, year);
		}
	g_array_free(years, TRUE);
	g_array_free(columns, TRUE);
}

void figure_values(struct sheet *sheet, const struct report *report,
		   const struct page *page, struct arena *arena)
{
	const struct figure_versions versions = { report, report, NULL, arena };
	struct telling telling = { .sheet = sheet,
				   .caption = LABEL_DIFF_FIGURES,
				   .versions = &versions,
				   .labels = &report->labels };
	int64_t year = report->publication.year;
	const char *const headings[] = { word(&telling, LABEL_DIFF_FIGURE),
					 arena_printf(arena, "%d", (int)year) };
	GArray *columns = columns_of(&versions, arena);

	for (guint i = 0; i < columns->len; i++) {
		const struct column *column =
			&g_array_index(columns, struct column, i);
		struct told told = told_of(report, page, column->after, year);
		const char *cells[] = { column->name, NULL };

		if (told.absent ||
		    (told.figure.elsewhere == NULL &&
		     told.figure.quantity.state == QUANTITY_MISSING))
			continue;
		cells[1] = told_text(&telling, &told);
		if (telling.table == NULL)
			telling.table = sheet_table(
				sheet, word(&telling, LABEL_DIFF_FIGURES),
				headings, G_N_ELEMENTS(headings));
		sheet_row(sheet, telling.table, cells);
	}
	g_array_free(columns, TRUE);
}

/* --- Totals ----------------------------------------------------------------
 */

static bool is_below(const struct page *page, const struct page *section)
{
	while (page != NULL && page != section)
		page = page->parent;
	return page == section;
}

/*
 * What the forums of the shown year below `section`, all if NULL, add up to;
 * NULL columns: forums.
 */
static struct quantity_sum sum_of(const struct report *report,
				  const struct page *section,
				  const struct query_column *columns,
				  size_t count, bool stands_for)
{
	int64_t year = report->publication.year;
	struct quantity_sum sum;

	quantity_sum_init(&sum, count == 0
					? QUANTITY_COUNT
					: query_field_kind(columns[0].field));
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];
		struct quantity one;

		if (report_year(page->forum, year) == NULL ||
		    !is_below(page, section))
			continue;
		if (count > 0) {
			query_sum_forum(&sum, page, columns, count, year);
			continue;
		}
		one = query_count(stands_for ? page->forum->stands_for : 1);
		quantity_sum_add(&sum, &one);
	}
	return sum;
}

static const char *sum_text(const struct telling *telling,
			    const struct quantity_sum *sum)
{
	struct quantity result = quantity_sum_result(sum);
	GString *text = g_string_new(NULL);

	quantity_format(text, &result, &telling->labels->quantity,
			unit_of(result.kind), -1, true);
	query_append_lacks(text, sum, true, telling->labels);
	return arena_take(telling->versions->arena, text);
}

/* What is known of one total less what is known of the other. */
static const char *sum_difference(const struct telling *telling,
				  const struct quantity_sum *before,
				  const struct quantity_sum *after)
{
	struct quantity from = quantity_sum_result(before);
	struct quantity to = quantity_sum_result(after);
	struct difference difference = { .low = to.low - from.low,
					 .high = to.high - from.high,
					 .estimate =
						 to.estimate || from.estimate };
	GString *text;

	if (from.state != QUANTITY_VALUE || to.state != QUANTITY_VALUE)
		return from.state == to.state
			       ? word(telling, LABEL_DIFF_SAME)
			       : word(telling, LABEL_DIFF_NOT_COMPARABLE);
	text = g_string_new(NULL);
	append_ends(text, &difference, to.kind, telling->labels);
	if ((from.no_high || to.no_high || from.no_low || to.no_low) &&
	    (difference.low != 0 || difference.high != 0))
		g_string_append_printf(text, " (%s)",
				       word(telling, LABEL_DIFF_OF_THE_KNOWN));
	return arena_take(telling->versions->arena, text);
}

static void tell_sum(struct telling *telling, const char *name,
		     const struct quantity_sum *before,
		     const struct quantity_sum *after)
{
	const char *from = sum_text(telling, before);
	const char *to = sum_text(telling, after);

	telling->differs |= strcmp(from, to) != 0;
	add_row(telling, name, from, to,
		sum_difference(telling, before, after));
}

static void tell_column_sum(struct telling *telling, const char *name,
			    const struct query_column *before,
			    const struct query_column *after, size_t count)
{
	const struct figure_versions *versions = telling->versions;
	struct quantity_sum from;
	struct quantity_sum to;

	/* A group that one version lacks has no total there. */
	if (before[0].field == FIELD_PARTICIPANTS &&
	    (before[0].group >= versions->before->publication.groups_count ||
	     after[0].group >= versions->after->publication.groups_count))
		return;
	from = sum_of(versions->before, NULL, before, count, false);
	to = sum_of(versions->after, NULL, after, count, false);
	if (after[0].field != FIELD_COMPUTED || from.values + to.values > 0)
		tell_sum(telling, name, &from, &to);
}

static void tell_counts(struct telling *telling)
{
	static const enum label names[] = { LABEL_PAGE_FORUM_COUNT,
					    LABEL_PAGE_ENTRIES };
	struct quantity_sum entries[2];
	struct quantity_sum forums[2];

	entries[0] = sum_of(telling->versions->before, NULL, NULL, 0, false);
	entries[1] = sum_of(telling->versions->after, NULL, NULL, 0, false);
	forums[0] = sum_of(telling->versions->before, NULL, NULL, 0, true);
	forums[1] = sum_of(telling->versions->after, NULL, NULL, 0, true);
	tell_sum(telling, word(telling, names[0]), &forums[0], &forums[1]);
	if (forums[0].low != entries[0].low || forums[1].low != entries[1].low)
		tell_sum(telling, word(telling, names[1]), &entries[0],
			 &entries[1]);
}

/* What fee and other cost are together. */
static const struct query_column cost[] = { { FIELD_FEE, 0 },
					    { FIELD_OTHER, 0 } };

void figure_totals(struct sheet *sheet, const struct figure_versions *versions)
{
	struct sheet totals;
	struct telling telling = { .sheet = &totals,
				   .caption = LABEL_DIFF_TOTALS,
				   .versions = versions,
				   .labels = &versions->after->labels };
	GArray *columns = columns_of(versions, versions->arena);

	sheet_init(&totals, NULL, sheet->arena);
	tell_counts(&telling);
	for (guint i = 0; i < columns->len; i++) {
		const struct column *column =
			&g_array_index(columns, struct column, i);

		tell_column_sum(&telling, column->name, &column->before,
				&column->after, 1);
	}
	tell_column_sum(&telling, word(&telling, LABEL_PAGE_FULL_COST), cost,
			cost, G_N_ELEMENTS(cost));
	if (telling.differs)
		sheet_join(sheet, &totals);
	else
		sheet_paragraph(sheet, word(&telling, LABEL_DIFF_SAME_TOTALS));
	sheet_release(&totals);
	g_array_free(columns, TRUE);
}

/* --- Totals of sections ----------------------------------------------------
 */

/* One total of a section, unless it is the same in both versions. */
static void tell_part(struct telling *telling, const struct match *match,
		      const struct query_column *columns, size_t count,
		      enum label name)
{
	const struct figure_versions *versions = telling->versions;
	struct quantity_sum from =
		sum_of(versions->before, match->before, columns, count, true);
	struct quantity_sum to =
		sum_of(versions->after, match->after, columns, count, true);

	if (strcmp(sum_text(telling, &from), sum_text(telling, &to)) != 0)
		tell_sum(telling,
			 arena_printf(versions->arena, "%s: %s",
				      match_page_name(match->after),
				      word(telling, name)),
			 &from, &to);
}

void figure_section_totals(struct sheet *sheet,
			   const struct figure_versions *versions)
{
	struct telling telling = { .sheet = sheet,
				   .caption = LABEL_DIFF_SECTIONS,
				   .versions = versions,
				   .labels = &versions->after->labels };

	for (size_t i = 0; i < versions->matching->count; i++) {
		const struct match *match = &versions->matching->items[i];

		/* A section that is new, or gone, is told with its forums. */
		if (match->before == NULL || match->after == NULL ||
		    match->before->kind != PAGE_SECTION ||
		    match->after->kind != PAGE_SECTION)
			continue;
		tell_part(&telling, match, NULL, 0, LABEL_PAGE_FORUM_COUNT);
		tell_part(&telling, match, cost, G_N_ELEMENTS(cost),
			  LABEL_PAGE_FULL_COST);
	}
}
