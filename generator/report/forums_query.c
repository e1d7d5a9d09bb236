#include "report/forums_query.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/report.h"

/* --- What a {forums} directive asks for -------------------------------- */

typedef int (*option_reader)(struct forums_query *query,
			     const struct body_option *option,
			     const struct report *report, struct arena *arena,
			     struct diag_list *diags);

static int read_where(struct forums_query *query,
		      const struct body_option *option,
		      const struct report *report, struct arena *arena,
		      struct diag_list *diags)
{
	query->where_text = option->value;
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

static int read_column(struct query_column *column, struct part part,
		       const struct report *report, struct diag_list *diags)
{
	return query_find_column(column, part.text, part.length, part.where,
				 report, diags);
}

/* `kostnad/deltagare.GRUPP` */
static int read_quotient(struct forums_asked *asked,
			 const struct body_option *option, struct part part,
			 size_t stroke, const struct report *report,
			 struct diag_list *diags)
{
	size_t from = (size_t)(part.text - option->value);
	struct part of = option_part(option, from, from + stroke);
	struct part by =
		option_part(option, from + stroke + 1, from + part.length);
	const struct query_column *both[] = { &asked->column, &asked->by };
	const struct part parts[] = { of, by };
	enum quantity_kind kind;

	asked->is_quotient = true;
	if (read_column(&asked->column, of, report, diags) != 0 ||
	    read_column(&asked->by, by, report, diags) != 0)
		return -1;
	for (size_t i = 0; i < G_N_ELEMENTS(both); i++)
		if (!query_is_quantity(both[i]->field))
			return diag_add(diags, DIAG_QUERY_NUMBER,
					parts[i].where, NULL);
	if (!query_can_divide(query_field_kind(asked->column.field),
			      query_field_kind(asked->by.field), &kind))
		return diag_add(diags, DIAG_QUERY_QUOTIENT, by.where, NULL);
	return 0;
}

static int read_columns(struct forums_query *query,
			const struct body_option *option,
			const struct report *report, struct arena *arena,
			struct diag_list *diags)
{
	size_t length = strlen(option->value);
	size_t to;

	(void)arena;
	for (size_t from = 0; from <= length; from = to + 1) {
		struct forums_asked *asked = &query->asked[query->asked_count];
		struct part part;
		const char *stroke;

		to = from + strcspn(option->value + from, ",");
		part = option_part(option, from, to);
		if (query->asked_count == FORUMS_COLUMNS_MOST)
			return diag_add(diags, DIAG_OPTION_VALUE, part.where,
					"%zu > %d", query->asked_count + 1,
					FORUMS_COLUMNS_MOST);
		query->asked_count++;
		asked->where = part.where;
		stroke = memchr(part.text, '/', part.length);
		if (stroke == NULL ? read_column(&asked->column, part, report,
						 diags) != 0
				   : read_quotient(asked, option, part,
						   (size_t)(stroke - part.text),
						   report, diags) != 0)
			return -1;
	}
	return 0;
}

/* A year that some forum has, in `*year`. */
static int read_year(int64_t *year, struct part part,
		     const struct report *report, struct diag_list *diags)
{
	*year = 0;
	for (size_t i = 0; i < part.length; i++) {
		if (part.length != 4 || !g_ascii_isdigit(part.text[i]))
			return diag_add(diags, DIAG_YEAR, part.where, NULL);
		*year = *year * 10 + (part.text[i] - '0');
	}
	if (part.length == 0)
		return diag_add(diags, DIAG_YEAR, part.where, NULL);
	if (report->unread || report->wrong)
		return 0;
	for (size_t i = 0; i < report->forums_count; i++)
		if (report_year(report->forums[i]->forum, *year) != NULL)
			return 0;
	return diag_add(diags, DIAG_YEAR_EMPTY, part.where, "%d", (int)*year);
}

/* They stand in order, so that the last is what the first has become. */
static int add_year(struct forums_query *query, int64_t year, struct part part,
		    struct diag_list *diags)
{
	if (query->years_count == FORUMS_YEARS_MOST)
		return diag_add(diags, DIAG_OPTION_VALUE, part.where,
				"%zu > %d", query->years_count + 1,
				FORUMS_YEARS_MOST);
	if (query->years_count > 0 &&
	    year <= query->years[query->years_count - 1]) {
		diag_add(diags, DIAG_OPTION_VALUE, part.where, "%d", (int)year);
		diag_write(diags, "%d, %d", (int)year,
			   (int)query->years[query->years_count - 1]);
		return -1;
	}
	query->years[query->years_count++] = year;
	return 0;
}

/* `2019–2023`: all years from the one to the other. */
static int read_range(struct forums_query *query,
		      const struct body_option *option, size_t from,
		      size_t dash, size_t bytes, size_t to,
		      const struct report *report, struct diag_list *diags)
{
	struct part whole = option_part(option, from, to);
	struct part first = option_part(option, from, dash);
	struct part last = option_part(option, dash + bytes, to);
	int64_t year, end;

	if (read_year(&year, first, report, diags) != 0 ||
	    read_year(&end, last, report, diags) != 0)
		return -1;
	if (end <= year) {
		diag_add(diags, DIAG_OPTION_VALUE, whole.where, "%.*s",
			 (int)whole.length, whole.text);
		diag_write(diags, "%d–%d", (int)end, (int)year);
		return -1;
	}
	for (; year <= end; year++)
		if (add_year(query, year, whole, diags) != 0)
			return -1;
	return 0;
}

static int read_years(struct forums_query *query,
		      const struct body_option *option,
		      const struct report *report, struct arena *arena,
		      struct diag_list *diags)
{
	static const char *const dashes[] = { "–", "-" };
	size_t length = strlen(option->value);
	size_t to;

	(void)arena;
	for (size_t from = 0; from <= length; from = to + 1) {
		struct part part;
		const char *dash = NULL;
		size_t bytes = 0;
		int64_t year;

		to = from + strcspn(option->value + from, ",");
		part = option_part(option, from, to);
		for (size_t i = 0; i < G_N_ELEMENTS(dashes) && dash == NULL;
		     i++) {
			bytes = strlen(dashes[i]);
			dash = g_strstr_len(part.text, (gssize)part.length,
					    dashes[i]);
		}
		if (dash != NULL
			    ? read_range(query, option, from,
					 (size_t)(dash - option->value), bytes,
					 to, report, diags) != 0
			    : read_year(&year, part, report, diags) != 0 ||
				      add_year(query, year, part, diags) != 0)
			return -1;
	}
	return 0;
}

/* An option that is one of a few words. −1: it is none. */
static int read_word(const struct body_option *option, const char *const *words,
		     struct diag_list *diags)
{
	for (int i = 0; words[i] != NULL; i++)
		if (strcmp(option->value, words[i]) == 0)
			return i;
	diag_add(diags, DIAG_OPTION_VALUE, option->value_where, "%s",
		 option->value);
	for (int i = 0; words[i] != NULL; i++)
		diag_write(diags, "%s", words[i]);
	return -1;
}

static int read_rows(struct forums_query *query,
		     const struct body_option *option,
		     const struct report *report, struct arena *arena,
		     struct diag_list *diags)
{
	const char *const words[] = {
		labels_word(&report->labels, LABEL_QUERY_GROUPS), NULL
	};

	(void)arena;
	query->groups_only = true;
	query->groups_where = option->value_where;
	return read_word(option, words, diags);
}

static int read_across(struct forums_query *query,
		       const struct body_option *option,
		       const struct report *report, struct arena *arena,
		       struct diag_list *diags)
{
	const char *const words[] = {
		labels_word(&report->labels, LABEL_KEY_MEMBERSHIP), NULL
	};

	(void)arena;
	query->across = true;
	return read_word(option, words, diags);
}

static int read_group_by(struct forums_query *query,
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

static int read_sort(struct forums_query *query,
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

static int read_most(struct forums_query *query,
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

/* An option that is yes or no. */
static int read_truth(bool *truth, const struct body_option *option,
		      const struct report *report, struct diag_list *diags)
{
	const char *yes = labels_word(&report->labels, LABEL_WORD_YES);
	const char *no = labels_word(&report->labels, LABEL_WORD_NO);

	*truth = strcmp(option->value, yes) == 0;
	if (*truth || strcmp(option->value, no) == 0)
		return 0;
	diag_add(diags, DIAG_OPTION_VALUE, option->value_where, "%s",
		 option->value);
	diag_write(diags, "%s | %s", yes, no);
	return -1;
}

static int read_total(struct forums_query *query,
		      const struct body_option *option,
		      const struct report *report, struct arena *arena,
		      struct diag_list *diags)
{
	(void)arena;
	return read_truth(&query->total, option, report, diags);
}

static int read_empty(struct forums_query *query,
		      const struct body_option *option,
		      const struct report *report, struct arena *arena,
		      struct diag_list *diags)
{
	(void)arena;
	return read_truth(&query->may_be_empty, option, report, diags);
}

static const struct {
	const char *name;
	option_reader read;
} option_rules[] = {
	{ "where", read_where },       { "columns", read_columns },
	{ "group-by", read_group_by }, { "sort", read_sort },
	{ "most", read_most },	       { "total", read_total },
	{ "years", read_years },       { "rows", read_rows },
	{ "across", read_across },     { "empty", read_empty },
};

/* The usual columns, when none are asked for: those of groups are sums. */
static void ask_usual(struct forums_query *query, const struct report *report)
{
	struct query_column usual[FORUMS_COLUMNS_MOST];
	size_t count = columns_usual(usual, report, !query->groups_only);

	if (query->asked_count > 0)
		return;
	for (size_t i = query->groups_only ? 1 : 0; i < count; i++)
		query->asked[query->asked_count++].column = usual[i];
}

static int add_column(struct forums_query *query, struct query_column column,
		      struct column_how how, struct span where,
		      struct diag_list *diags)
{
	struct columns *columns = &query->columns;

	if (columns->count == COLUMNS_MOST)
		return diag_add(diags, DIAG_OPTION_VALUE, where, "> %d",
				COLUMNS_MOST);
	columns->columns[columns->count] = column;
	columns->how[columns->count++] = how;
	return 0;
}

/* What is a number has a column for each year, and for how it has changed. */
static int add_years(struct forums_query *query,
		     const struct forums_asked *asked, struct diag_list *diags)
{
	struct column_how how = { .view = asked->is_quotient ? VIEW_QUOTIENT
							     : VIEW_PLAIN,
				  .by = asked->by };
	int result = 0;

	for (size_t i = 0; i < query->years_count && result == 0; i++) {
		how.year = query->years[i];
		result = add_column(query, asked->column, how, asked->where,
				    diags);
	}
	if (asked->is_quotient || query->years_count < 2)
		return result;
	how.from = query->years[0];
	how.view = VIEW_CHANGE;
	if (result == 0)
		result = add_column(query, asked->column, how, asked->where,
				    diags);
	how.view = VIEW_PER_CENT;
	if (result == 0 &&
	    query_field_kind(asked->column.field) == QUANTITY_MONEY)
		result = add_column(query, asked->column, how, asked->where,
				    diags);
	return result;
}

static int add_asked(struct forums_query *query,
		     const struct forums_asked *asked, struct diag_list *diags)
{
	struct column_how how = { .view = asked->is_quotient ? VIEW_QUOTIENT
							     : VIEW_PLAIN,
				  .by = asked->by };

	if (!query_is_quantity(asked->column.field)) {
		if (query->groups_only)
			return diag_add(diags, DIAG_QUERY_NUMBER, asked->where,
					NULL);
		return add_column(query, asked->column, how, asked->where,
				  diags);
	}
	if (query->years_count > 0)
		return add_years(query, asked, diags);
	return add_column(query, asked->column, how, asked->where, diags);
}

/* A row of a group begins with its name and how many forums it has. */
static int add_group_columns(struct forums_query *query,
			     struct diag_list *diags)
{
	struct forums_asked count = { .column = { FIELD_STANDS_FOR, 0 } };
	struct column_how plain = { .view = VIEW_PLAIN };

	if (!query->groups_only)
		return 0;
	if (!query->grouped)
		return diag_add(diags, DIAG_OPTION_NEEDS, query->groups_where,
				":rows:");
	add_column(query, query->group_by, plain, query->groups_where, diags);
	for (size_t i = 0; i < query->asked_count; i++)
		if (query->asked[i].column.field == FIELD_STANDS_FOR)
			return 0;
	return add_asked(query, &count, diags);
}

static int add_columns(struct forums_query *query, const struct report *report,
		       struct diag_list *diags)
{
	int result = 0;

	ask_usual(query, report);
	if (add_group_columns(query, diags) != 0)
		return -1;
	for (size_t i = 0; i < query->asked_count && result == 0; i++)
		result = add_asked(query, &query->asked[i], diags);
	return result;
}

bool forums_takes_part(const struct forums_query *query,
		       const struct page *page, const struct report *report)
{
	int64_t own = report->publication.year;
	const int64_t *years = query->years_count == 0 ? &own : query->years;
	size_t count = MAX(query->years_count, 1);

	for (size_t i = 0; i < count; i++)
		if (report_year(page->forum, years[i]) != NULL &&
		    query_matches(query->where, page, years[i], report))
			return true;
	return false;
}

/* Only forums of one kind of membership are compared by what each costs. */
static int check_alike(const struct forums_query *query,
		       const struct report *report, struct diag_list *diags)
{
	bool apart = query->grouped && !query->total &&
		     query->group_by.field == FIELD_MEMBERSHIP;
	const char *membership =
		labels_word(&report->labels, LABEL_KEY_MEMBERSHIP);
	GPtrArray *kinds;
	char *remedy;
	int result = 0;

	if (query->across || apart || report->unread || report->wrong)
		return 0;
	remedy = g_strdup_printf(":across: %s | :group-by: %s", membership,
				 membership);
	kinds = g_ptr_array_new();
	for (size_t i = 0; i < report->forums_count; i++)
		if (forums_takes_part(query, report->forums[i], report))
			query_note_membership(kinds, report->forums[i], report);
	for (size_t i = 0; i < query->asked_count && kinds->len > 1; i++) {
		const struct forums_asked *asked = &query->asked[i];

		if (!asked->is_quotient ||
		    !query_is_sensitive(query_field_kind(asked->column.field),
					asked->by.field))
			continue;
		query_refuse_unlike(kinds, asked->where, remedy, diags);
		result = -1;
	}
	g_ptr_array_free(kinds, TRUE);
	g_free(remedy);
	return result;
}

bool forums_query_has_rows(const struct forums_query *query,
			   const struct report *report)
{
	for (size_t i = 0; i < report->forums_count; i++)
		if (forums_takes_part(query, report->forums[i], report))
			return true;
	return false;
}

/* A table that says nothing, for a word in the condition that is not met. */
static void check_empty(const struct forums_query *query,
			const struct body_forums *forums,
			const struct report *report, struct diag_list *diags)
{
	if (forums->about == GENERATED_FORUMS && !query->may_be_empty &&
	    !report->unread && !report->wrong &&
	    !forums_query_has_rows(query, report))
		diag_add(diags, DIAG_FORUMS_EMPTY, forums->item.where, NULL);
}

const void *forums_query_new(const struct body_forums *forums,
			     const struct report *report, struct arena *arena,
			     struct diag_list *diags)
{
	struct forums_query *query =
		arena_new_array(arena, struct forums_query, 1);
	int result = 0;

	for (const struct body_option *at = forums->options; at != NULL;
	     at = at->next)
		for (size_t i = 0; i < G_N_ELEMENTS(option_rules); i++)
			if (strcmp(option_rules[i].name, at->name) == 0 &&
			    option_rules[i].read(query, at, report, arena,
						 diags) != 0)
				result = -1;
	if (result != 0 || add_columns(query, report, diags) != 0 ||
	    check_alike(query, report, diags) != 0)
		return NULL;
	check_empty(query, forums, report, diags);
	return query;
}
