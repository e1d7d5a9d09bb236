#include "report/chart_query.h"

#include <glib.h>
#include <string.h>

#include "base/diag.h"
#include "report/forums_query.h"
#include "report/report.h"

static const struct body_option *
find_option(const struct body_forums *directive, const char *name)
{
	for (const struct body_option *at = directive->options; at != NULL;
	     at = at->next)
		if (strcmp(at->name, name) == 0)
			return at;
	return NULL;
}

/* Bars are numbers, all of one kind: money is not added to meetings. */
static int add_column(struct chart_query *query,
		      const struct forums_asked *asked, struct diag_list *diags)
{
	enum query_field field = asked->column.field;

	if (!query_is_quantity(field))
		return diag_add(diags, DIAG_QUERY_NUMBER, asked->where, NULL);
	if (asked->is_quotient)
		return diag_add(diags, DIAG_CHART_QUOTIENT, asked->where, NULL);
	if (query->columns_count > 0 &&
	    query_field_kind(field) !=
		    query_field_kind(query->columns[0].field))
		return diag_add(diags, DIAG_QUERY_KINDS, asked->where, NULL);
	query->columns[query->columns_count++] = asked->column;
	return 0;
}

static int read_columns(struct chart_query *query,
			const struct body_forums *directive,
			struct diag_list *diags)
{
	const struct body_option *option = find_option(directive, "columns");
	const struct forums_query *asked = query->asked;

	if (option == NULL) {
		query->columns[0].field = FIELD_COST;
		query->columns_count = 1;
		return 0;
	}
	if (asked->asked_count > CHART_SERIES_MOST)
		return diag_add(diags, DIAG_CHART_SERIES, option->value_where,
				"%zu > %d", asked->asked_count,
				CHART_SERIES_MOST);
	for (size_t i = 0; i < asked->asked_count; i++)
		if (add_column(query, &asked->asked[i], diags) != 0)
			return -1;
	return 0;
}

static int read_kind(struct chart_query *query,
		     const struct body_forums *directive,
		     const struct report *report, struct diag_list *diags)
{
	static const enum label words[] = { [CHART_BARS] = LABEL_CHART_BARS,
					    [CHART_LINE] = LABEL_CHART_LINE,
					    [CHART_SHARE] = LABEL_CHART_SHARE };
	const char *all[G_N_ELEMENTS(words) + 1] = { NULL };
	const struct body_option *option = find_option(directive, "kind");
	const char *nearest;

	if (option == NULL)
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		all[i] = labels_word(&report->labels, words[i]);
		query->kind = (enum chart_kind)i;
		if (strcmp(option->value, all[i]) == 0)
			return 0;
	}
	diag_add(diags, DIAG_OPTION_VALUE, option->value_where, "%s",
		 option->value);
	nearest = diag_nearest(option->value, all);
	if (nearest != NULL)
		diag_suggest(diags, nearest);
	else
		diag_write(diags, "%s | %s | %s", all[0], all[1], all[2]);
	return -1;
}

/* What a kind of chart has no room for. */
static int check_parts(struct chart_query *query,
		       const struct body_forums *directive,
		       struct diag_list *diags)
{
	const struct body_option *group = find_option(directive, "group-by");
	const struct body_option *years = find_option(directive, "years");
	const struct body_option *most = find_option(directive, "most");
	const struct body_option *sort = find_option(directive, "sort");
	bool many = query->columns_count > 1;

	if (query->kind == CHART_LINE && query->asked->years_count < 2)
		return diag_add(diags, DIAG_CHART_YEARS,
				years == NULL ? directive->item.where
					      : years->value_where,
				NULL);
	if (years != NULL && (most != NULL || sort != NULL))
		return diag_add(
			diags, DIAG_CHART_PARTS,
			(most != NULL ? most : sort)->name_where,
			":%s: + :years:", (most != NULL ? most : sort)->name);
	if (years != NULL && group != NULL && query->kind != CHART_LINE)
		return diag_add(diags, DIAG_CHART_PARTS, group->name_where,
				":group-by: + :years:");
	if (many && group != NULL && query->kind != CHART_BARS)
		return diag_add(diags, DIAG_CHART_PARTS,
				query->asked->asked[1].where,
				":columns: + :group-by:");
	if (many && years != NULL && query->kind == CHART_SHARE)
		return diag_add(diags, DIAG_CHART_PARTS,
				query->asked->asked[1].where,
				":columns: + :years:");
	return 0;
}

static void settle(struct chart_query *query)
{
	bool grouped = query->asked->grouped;

	if (query->asked->years_count > 0)
		query->by = BY_YEAR;
	else if (grouped)
		query->by = BY_GROUP;
	else if (query->kind == CHART_SHARE)
		query->by = BY_COLUMN;
	else
		query->by = BY_FORUM;
	query->group_series = query->kind == CHART_LINE && grouped;
}

int chart_query_read(struct chart_query *query,
		     const struct body_forums *directive,
		     const struct report *report, struct arena *arena,
		     struct diag_list *diags)
{
	query->asked = forums_query_new(directive, report, arena, diags);
	if (query->asked == NULL ||
	    read_columns(query, directive, diags) != 0 ||
	    read_kind(query, directive, report, diags) != 0 ||
	    check_parts(query, directive, diags) != 0)
		return -1;
	settle(query);
	return 0;
}
