#include "report/query.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/query_parse.h"
#include "report/report.h"

#define COLUMNS_MOST 8

/* One measure, such as `summa(avgift + övrigt)`. */
struct term {
	enum query_measure measure;
	struct query_column columns[COLUMNS_MOST]; /* that are added */
	size_t columns_count;
	struct span where;
};

struct query {
	struct term of;
	struct term by; /* of a quotient */
	bool is_quotient;
	bool is_change; /* against the year before */
	bool across;	/* kinds of membership */
	struct query_condition *condition;
	const struct page *only;    /* that can fulfil it; NULL: several can */
	const char *condition_text; /* as written; NULL: none */
	int64_t year;		    /* 0: the report's */
	enum quantity_kind kind;
	enum quantity_unit unit;
	struct span where; /* of the measures */
};

/* --- Reading ------------------------------------------------------------- */

static const struct {
	enum label word;
	enum query_measure measure;
} measures[] = {
	{ LABEL_QUERY_COUNT, MEASURE_COUNT },
	{ LABEL_QUERY_SUM, MEASURE_SUM },
	{ LABEL_QUERY_MEAN, MEASURE_MEAN },
	{ LABEL_QUERY_LEAST, MEASURE_LEAST },
	{ LABEL_QUERY_LARGEST, MEASURE_LARGEST },
	{ LABEL_QUERY_DISTINCT, MEASURE_DISTINCT },
};

/* The finding that no measure is called so. */
static int unknown_measure(struct parse *parse)
{
	const char *words[G_N_ELEMENTS(measures) + 2] = { NULL };
	size_t count = 0;
	char *name;

	if (parse->token.kind != TOKEN_WORD)
		return parse_expected(parse,
				      parse_word(parse, LABEL_QUERY_COUNT));
	for (; count < G_N_ELEMENTS(measures); count++)
		words[count] = parse_word(parse, measures[count].word);
	words[count] = parse_word(parse, LABEL_QUERY_CHANGE);
	name = g_strndup(parse->token.start, parse->token.length);
	diag_add(parse->diags, DIAG_QUERY_MEASURE, parse_token_span(parse),
		 "%s", name);
	parse_tell_words(parse->diags, name, words);
	g_free(name);
	return -1;
}

static int parse_measure_name(struct parse *parse, struct term *term)
{
	for (size_t i = 0; i < G_N_ELEMENTS(measures); i++) {
		if (!parse_accept_word(parse, measures[i].word))
			continue;
		term->measure = measures[i].measure;
		return 0;
	}
	return unknown_measure(parse);
}

static int parse_addend(struct parse *parse, struct term *term)
{
	struct query_column *column = &term->columns[term->columns_count];
	struct span where = parse_token_span(parse);
	bool distinct = term->measure == MEASURE_DISTINCT;

	if (term->columns_count == COLUMNS_MOST)
		return diag_add(parse->diags, DIAG_QUERY_DEPTH, where, NULL);
	if (parse_column(parse, column) != 0)
		return -1;
	if (!distinct && !query_is_quantity(column->field))
		return diag_add(parse->diags, DIAG_QUERY_NUMBER, where, NULL);
	if (distinct && query_is_quantity(column->field))
		return diag_add(parse->diags, DIAG_QUERY_DISTINCT, where, NULL);
	term->columns_count++;
	if (term->columns_count > 1 &&
	    query_field_kind(column->field) !=
		    query_field_kind(term->columns[0].field))
		return diag_add(parse->diags, DIAG_QUERY_KINDS, where, NULL);
	return 0;
}

static int parse_operands(struct parse *parse, struct term *term)
{
	if (parse_expect(parse, "(") != 0)
		return -1;
	if (term->measure == MEASURE_COUNT) {
		if (parse_accept_word(parse, LABEL_QUERY_ROWS))
			term->measure = MEASURE_ROWS;
		return parse_expect(parse, ")");
	}
	do
		if (parse_addend(parse, term) != 0)
			return -1;
	while (term->measure != MEASURE_DISTINCT && parse_accept(parse, "+"));
	return parse_expect(parse, ")");
}

static int parse_term(struct parse *parse, struct term *term)
{
	const char *start = parse->token.start;

	if (parse_measure_name(parse, term) != 0 ||
	    parse_operands(parse, term) != 0)
		return -1;
	term->where = parse_span_from(parse, start);
	return 0;
}

static enum quantity_kind term_kind(const struct term *term)
{
	switch (term->measure) {
	case MEASURE_COUNT:
	case MEASURE_ROWS:
	case MEASURE_DISTINCT:
		return QUANTITY_COUNT;
	default:
		return query_field_kind(term->columns[0].field);
	}
}

enum quantity_kind query_kind(const struct query *query)
{
	return query->kind;
}

bool query_can_divide(enum quantity_kind of, enum quantity_kind by,
		      enum quantity_kind *kind)
{
	*kind = of == by ? QUANTITY_COUNT : of;
	return of == by || by == QUANTITY_COUNT ||
	       (of == QUANTITY_MONEY && by == QUANTITY_HOURS);
}

static int parse_divisor(struct parse *parse, struct query *query)
{
	if (parse_term(parse, &query->by) != 0)
		return -1;
	query->is_quotient = true;
	if (!query_can_divide(query->kind, term_kind(&query->by), &query->kind))
		return diag_add(parse->diags, DIAG_QUERY_QUOTIENT,
				query->by.where, NULL);
	return 0;
}

static int parse_measures(struct parse *parse, struct query *query)
{
	const char *start = parse->token.start;

	query->is_change = parse_accept_word(parse, LABEL_QUERY_CHANGE);
	if ((query->is_change && parse_expect(parse, "(") != 0) ||
	    parse_term(parse, &query->of) != 0)
		return -1;
	query->kind = term_kind(&query->of);
	if (query->is_change ? parse_expect(parse, ")") != 0
			     : parse_accept(parse, "/") &&
				       parse_divisor(parse, query) != 0)
		return -1;
	query->where = parse_span_from(parse, start);
	return 0;
}

static int parse_unit(struct parse *parse, struct query *query)
{
	static const struct {
		enum label word;
		enum quantity_unit unit;
		enum quantity_kind kind;
	} units[] = {
		/* In English the third is how the first two begin. */
		{ LABEL_QUANTITY_THOUSAND, QUANTITY_IN_THOUSANDS,
		  QUANTITY_MONEY },
		{ LABEL_QUANTITY_MILLION, QUANTITY_IN_MILLIONS,
		  QUANTITY_MONEY },
		{ LABEL_QUANTITY_KRONOR, QUANTITY_IN_KRONOR, QUANTITY_MONEY },
		{ LABEL_QUANTITY_HOURS, QUANTITY_IN_HOURS, QUANTITY_HOURS },
	};
	struct span where = parse_token_span(parse);

	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		if (!parse_accept_words(parse, units[i].word))
			continue;
		if (units[i].kind != query->kind)
			return diag_add(parse->diags, DIAG_QUERY_UNIT, where,
					"%s", parse_word(parse, units[i].word));
		query->unit = units[i].unit;
		return 0;
	}
	return parse_expected(parse,
			      parse_word(parse, LABEL_QUANTITY_THOUSAND));
}

/* A year that no forum has is a slip: there is nothing to count. */
static int check_year(struct parse *parse, int64_t year, struct span where)
{
	const struct report *report = parse->report;

	for (size_t i = 0; i < report->forums_count; i++)
		if (report_year(report->forums[i]->forum, year) != NULL)
			return 0;
	if (report->forums_count == 0 || report->unread || report->wrong)
		return 0;
	return diag_add(parse->diags, DIAG_YEAR_EMPTY, where, "%d", (int)year);
}

static int parse_year(struct parse *parse, struct query *query)
{
	struct span where = parse_token_span(parse);
	int64_t year = 0;

	if (parse->token.kind != TOKEN_WORD || parse->token.length != 4)
		return diag_add(parse->diags, DIAG_YEAR, where, NULL);
	for (size_t i = 0; i < 4; i++) {
		char digit = parse->token.start[i];

		if (digit < '0' || digit > '9')
			return diag_add(parse->diags, DIAG_YEAR, where, NULL);
		year = year * 10 + (digit - '0');
	}
	query->year = year;
	parse_next(parse);
	return check_year(parse, year, where);
}

static int parse_across(struct parse *parse, struct query *query)
{
	const char *membership = parse_word(parse, LABEL_KEY_MEMBERSHIP);

	query->across = parse_accept(parse, membership);
	return query->across ? 0 : parse_expected(parse, membership);
}

/* What may follow the measures, in this order. */
static int parse_rest(struct parse *parse, struct query *query)
{
	if (parse_accept_word(parse, LABEL_QUERY_WHERE)) {
		const char *start = parse->token.start;

		query->condition = query_parse_part(parse);
		if (query->condition == NULL)
			return -1;
		query->condition_text = arena_copy(
			parse->arena, start, (size_t)(parse->last_end - start));
		query->only = query_only(query->condition, parse->report);
	}
	if (parse_accept_word(parse, LABEL_QUERY_ACROSS) &&
	    parse_across(parse, query) != 0)
		return -1;
	if (parse_accept_word(parse, LABEL_QUERY_YEAR) &&
	    parse_year(parse, query) != 0)
		return -1;
	if (parse_accept_word(parse, LABEL_QUERY_IN) &&
	    parse_unit(parse, query) != 0)
		return -1;
	return parse_expect_end(
		parse, arena_printf(parse->arena, "%s | %s | %s | %s",
				    parse_word(parse, LABEL_QUERY_WHERE),
				    parse_word(parse, LABEL_QUERY_ACROSS),
				    parse_word(parse, LABEL_QUERY_YEAR),
				    parse_word(parse, LABEL_QUERY_IN)));
}

/* What something costs for each of something is a small amount. */
static enum quantity_unit usual_unit(const struct query *query)
{
	if (query->kind == QUANTITY_MONEY)
		return query->is_quotient ? QUANTITY_IN_KRONOR
					  : QUANTITY_IN_THOUSANDS;
	return query->kind == QUANTITY_HOURS ? QUANTITY_IN_HOURS
					     : QUANTITY_IN_NUMBERS;
}

struct query *query_parse(const char *text, struct span where,
			  const struct report *report, struct arena *arena,
			  struct diag_list *diags)
{
	struct query *query = arena_new_array(arena, struct query, 1);
	struct parse parse;

	parse_begin(&parse, text, where, report, arena, diags);
	if (parse_measures(&parse, query) != 0)
		return NULL;
	query->unit = usual_unit(query);
	return parse_rest(&parse, query) == 0 ? query : NULL;
}

static struct query_part part_of(const struct term *term, int64_t years_before)
{
	return (struct query_part){ term->measure, term->columns,
				    term->columns_count, years_before };
}

struct query_parts query_parts(const struct query *query)
{
	struct query_parts parts = {
		.parts = { part_of(&query->of, 0) },
		.count = 1,
		.is_quotient = query->is_quotient,
		.is_change = query->is_change,
		.across = query->across,
		.condition = query->condition_text,
		.year = query->year,
	};

	if (query->is_quotient)
		parts.parts[parts.count++] = part_of(&query->by, 0);
	if (query->is_change)
		parts.parts[parts.count++] = part_of(&query->of, 1);
	return parts;
}

/* --- Answering ----------------------------------------------------------- */

/* A forum is there in a year when it has that year. */
bool query_takes_part(const struct query *query, const struct page *page,
		      int64_t year, const struct report *report)
{
	return (query->only == NULL || query->only == page) &&
	       report_year(page->forum, year) != NULL &&
	       query_matches(query->condition, page, year, report);
}

static void add_forum(const struct term *term, const struct page *page,
		      int64_t year, struct quantity_sum *sum)
{
	struct quantity quantity;

	if (term->measure == MEASURE_COUNT || term->measure == MEASURE_ROWS) {
		quantity = query_count(term->measure == MEASURE_ROWS
					       ? 1
					       : page->forum->stands_for);
		quantity_sum_add(sum, &quantity);
		return;
	}
	query_sum_forum(sum, page, term->columns, term->columns_count, year);
}

void query_add_forum(const struct query *query, size_t part,
		     const struct page *page, int64_t year,
		     struct quantity_sum *sum)
{
	const struct term *term =
		part > 0 && query->is_quotient ? &query->by : &query->of;

	if (term->measure != MEASURE_DISTINCT)
		add_forum(term, page, year, sum);
}

static int64_t count_distinct(const struct query *query,
			      const struct term *term, int64_t year,
			      const struct report *report)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	int64_t count;

	for (size_t i = 0; i < report->forums_count; i++)
		if (query_takes_part(query, report->forums[i], year, report))
			query_items(items, report->forums[i], term->columns[0],
				    year, report);
	for (guint i = 0; i < items->len; i++)
		g_hash_table_add(
			seen,
			(char *)g_array_index(items, struct query_item, i).key);
	count = g_hash_table_size(seen);
	g_array_free(items, TRUE);
	g_hash_table_destroy(seen);
	return count;
}

/* The values alone, and how many they are, for a mean that is rounded once. */
static struct quantity sum_of_values(const struct quantity_sum *sum)
{
	struct quantity_sum values = *sum;

	values.unknown = values.missing = values.per_part = 0;
	return quantity_sum_result(&values);
}

static struct quantity mean_of(const struct quantity_sum *sum,
			       enum quantity_unit unit, int decimals)
{
	struct quantity values = sum_of_values(sum);
	struct quantity count = query_count((int64_t)sum->values);
	struct quantity mean;

	if (sum->values == 0)
		return quantity_sum_mean(sum);
	quantity_divide(&mean, &values, &count, sum->kind, unit, decimals);
	return mean;
}

static struct quantity result_of(const struct term *term,
				 const struct quantity_sum *sum,
				 enum quantity_unit unit, int decimals)
{
	switch (term->measure) {
	case MEASURE_MEAN:
		return mean_of(sum, unit, decimals);
	case MEASURE_LEAST:
		return quantity_sum_least(sum);
	case MEASURE_LARGEST:
		return quantity_sum_largest(sum);
	case MEASURE_COUNT:
	case MEASURE_ROWS:
	case MEASURE_DISTINCT:
		/* Of nothing there are none: that is known. */
		return sum->values == 0 ? query_count(0)
					: quantity_sum_result(sum);
	default:
		return quantity_sum_result(sum);
	}
}

static void sum_term(struct quantity_sum *sum, const struct query *query,
		     const struct term *term, int64_t year,
		     const struct report *report)
{
	struct quantity distinct;

	quantity_sum_init(sum, term_kind(term));
	if (term->measure == MEASURE_DISTINCT) {
		distinct =
			query_count(count_distinct(query, term, year, report));
		quantity_sum_add(sum, &distinct);
		return;
	}
	for (size_t i = 0; i < report->forums_count; i++)
		if (query_takes_part(query, report->forums[i], year, report))
			add_forum(term, report->forums[i], year, sum);
}

/* In mnkr one decimal is usual; what is counted exactly is shown exactly. */
static int usual_decimals(const struct query *query)
{
	switch (query->unit) {
	case QUANTITY_IN_MILLIONS:
		return 1;
	case QUANTITY_IN_THOUSANDS:
	case QUANTITY_IN_KRONOR:
		return 0;
	default:
		break;
	}
	/* A share of an amount is less than one. */
	if (query->is_quotient)
		return term_kind(&query->of) == QUANTITY_COUNT ? 1 : 2;
	return query->of.measure == MEASURE_MEAN ? 1 : -1;
}

static void append_count(GString *out, size_t count, bool forums,
			 enum label one, enum label many,
			 const struct labels *labels, bool *first)
{
	if (count == 0)
		return;
	g_string_append(out, *first ? " (" : ", ");
	*first = false;
	g_string_append_printf(out, "%zu ", count);
	if (forums)
		g_string_append_printf(
			out, "%s ",
			labels_word(labels, count == 1
						    ? LABEL_PAGE_ONE_FORUM_WORD
						    : LABEL_PAGE_FORUM_WORD));
	g_string_append(out, labels_word(labels, count == 1 ? one : many));
}

void query_append_lacks(GString *out, const struct quantity_sum *sum,
			bool forums, const struct labels *labels)
{
	bool first = true;

	append_count(out, sum->unknown, forums, LABEL_PAGE_ONE_NOT_CALCULATED,
		     LABEL_PAGE_NOT_CALCULATED, labels, &first);
	append_count(out, sum->missing, forums, LABEL_PAGE_IS_MISSING,
		     LABEL_PAGE_IS_MISSING, labels, &first);
	append_count(out, sum->per_part, forums, LABEL_PAGE_ONE_PER_PART,
		     LABEL_PAGE_PER_PART, labels, &first);
	if (sum->values == 0)
		append_count(out, sum->elsewhere, forums,
			     LABEL_PAGE_ONE_ELSEWHERE, LABEL_PAGE_ARE_ELSEWHERE,
			     labels, &first);
	if (!first)
		g_string_append_c(out, ')');
}

struct quantity query_rounded(const struct query_answer *answer,
			      enum quantity_unit unit, int decimals)
{
	const struct query *query = answer->query;
	struct quantity of = result_of(&query->of, &answer->sum, unit,
				       query->is_quotient ? -1 : decimals);
	struct quantity by, result;

	if (query->is_change) {
		of = quantity_difference(&of, &answer->earlier);
	} else if (query->is_quotient) {
		by = result_of(&query->by, &answer->by, QUANTITY_IN_NUMBERS,
			       -1);
		quantity_divide(&result, &of, &by, query->kind, unit, decimals);
		return result;
	}
	return quantity_rounded(&of, unit, decimals);
}

void query_append_divisor_lacks(GString *out, const struct quantity_sum *by,
				bool forums, const struct labels *labels)
{
	GString *lacks = g_string_new(NULL);

	query_append_lacks(lacks, by, forums, labels);
	if (lacks->len > 0)
		g_string_append_printf(
			out, " (%s %s",
			labels_word(labels, LABEL_PAGE_IN_DIVISOR),
			lacks->str + strlen(" ("));
	g_string_free(lacks, TRUE);
}

/* What stands after the answer, so that it does not hide what it lacks. */
static void append_after(GString *out, const struct query_answer *answer,
			 const struct labels *labels)
{
	switch (answer->query->of.measure) {
	case MEASURE_SUM:
		query_append_lacks(out, &answer->sum, true, labels);
		break;
	case MEASURE_MEAN:
	case MEASURE_LEAST:
	case MEASURE_LARGEST:
		g_string_append_printf(
			out, " (%zu %s)", answer->sum.values,
			labels_word(labels, answer->sum.values == 1
						    ? LABEL_PAGE_ONE_VALUE
						    : LABEL_PAGE_VALUES));
		break;
	default:
		break;
	}
	if (answer->query->is_quotient &&
	    answer->query->by.measure == MEASURE_SUM)
		query_append_divisor_lacks(out, &answer->by, true, labels);
}

/* What the answer is without rounding, and if it can be divided. */
static void work_out(struct query_answer *answer, int64_t year,
		     const struct report *report)
{
	const struct query *query = answer->query;
	struct quantity of, by;

	sum_term(&answer->sum, query, &query->of, year, report);
	if (query->is_change) {
		sum_term(&answer->by, query, &query->of, year - 1, report);
		answer->earlier =
			result_of(&query->of, &answer->by, query->unit, -1);
	}
	if (query->is_quotient) {
		sum_term(&answer->by, query, &query->by, year, report);
		of = result_of(&query->of, &answer->sum, query->unit, -1);
		by = result_of(&query->by, &answer->by, QUANTITY_IN_NUMBERS,
			       -1);
		answer->division =
			quantity_divide(&answer->result, &of, &by, query->kind,
					query->unit, -1);
	}
	answer->result = query_rounded(answer, query->unit, -1);
}

struct quantity query_part_result(const struct query_answer *answer,
				  size_t part)
{
	const struct query *query = answer->query;

	if (part == 0)
		return result_of(&query->of, &answer->sum, query->unit, -1);
	if (query->is_change)
		return answer->earlier;
	return result_of(&query->by, &answer->by, QUANTITY_IN_NUMBERS, -1);
}

struct query_answer query_answer(const struct query *query, int64_t year,
				 const struct report *report,
				 struct arena *arena)
{
	struct query_answer answer = { .query = query, .unit = query->unit };
	GString *text = g_string_new(NULL);
	struct quantity shown;

	work_out(&answer, query->year != 0 ? query->year : year, report);
	answer.decimals = usual_decimals(query);
	shown = query_rounded(&answer, answer.unit, answer.decimals);
	/* "At least 0" would say nothing. */
	while (shown.no_high && shown.low == 0 && answer.result.low > 0)
		shown = query_rounded(&answer, answer.unit, ++answer.decimals);
	quantity_format(text, &shown, &report->labels.quantity, answer.unit,
			answer.decimals, true);
	append_after(text, &answer, &report->labels);
	answer.text = arena_take(arena, text);
	return answer;
}

/* --- Checking ------------------------------------------------------------ */

bool query_is_sensitive(enum quantity_kind of, enum query_field by)
{
	return of == QUANTITY_MONEY &&
	       (by == FIELD_PARTICIPANTS || by == FIELD_ALL_PARTICIPANTS ||
		by == FIELD_MEETINGS);
}

void query_note_membership(GPtrArray *kinds, const struct page *page,
			   const struct report *report)
{
	int membership = page->forum->membership;
	const char *word;

	if (membership == 0)
		return;
	word = labels_word(&report->labels, (enum label)membership);
	if (!g_ptr_array_find_with_equal_func(kinds, word, g_str_equal, NULL))
		g_ptr_array_add(kinds, (char *)word);
}

void query_refuse_unlike(const GPtrArray *kinds, struct span where,
			 const char *remedy, struct diag_list *diags)
{
	GString *words = g_string_new(NULL);

	for (guint i = 0; i < kinds->len; i++)
		g_string_append_printf(words, "%s%s", i > 0 ? ", " : "",
				       (char *)kinds->pdata[i]);
	diag_add(diags, DIAG_QUERY_UNLIKE, where, "%s", words->str);
	diag_write(diags, "%s", remedy);
	g_string_free(words, TRUE);
}

static bool is_sensitive(const struct query *query)
{
	bool found = false;

	if (!query->is_quotient || query->across)
		return false;
	for (size_t i = 0; i < query->by.columns_count; i++)
		found |= query_is_sensitive(term_kind(&query->of),
					    query->by.columns[i].field);
	return found;
}

static int check_alike(const struct query *query, int64_t year,
		       const struct report *report, struct diag_list *diags)
{
	GPtrArray *kinds;
	char *remedy;
	guint count;

	if (!is_sensitive(query))
		return 0;
	kinds = g_ptr_array_new();
	for (size_t i = 0; i < report->forums_count; i++)
		if (query_takes_part(query, report->forums[i], year, report))
			query_note_membership(kinds, report->forums[i], report);
	count = kinds->len;
	if (count > 1) {
		remedy = g_strdup_printf(
			"%s %s = … | %s %s",
			labels_word(&report->labels, LABEL_QUERY_WHERE),
			labels_word(&report->labels, LABEL_KEY_MEMBERSHIP),
			labels_word(&report->labels, LABEL_QUERY_ACROSS),
			labels_word(&report->labels, LABEL_KEY_MEMBERSHIP));
		query_refuse_unlike(kinds, query->where, remedy, diags);
		g_free(remedy);
	}
	g_ptr_array_free(kinds, TRUE);
	return count > 1 ? -1 : 0;
}

static int check_division(const struct query_answer *answer,
			  const struct report *report, struct diag_list *diags)
{
	const struct query *query = answer->query;
	struct quantity by;
	GString *text;

	if (answer->division == QUANTITY_TOO_LARGE)
		return diag_add(diags, DIAG_QUERY_OVERFLOW, query->where, NULL);
	if (answer->division == QUANTITY_DIVIDED)
		return 0;
	text = g_string_new(NULL);
	by = result_of(&query->by, &answer->by, QUANTITY_IN_NUMBERS, -1);
	quantity_format(text, &by, &report->labels.quantity,
			QUANTITY_IN_NUMBERS, -1, false);
	diag_add(diags, DIAG_QUERY_DIVIDE, query->by.where, "%s", text->str);
	g_string_free(text, TRUE);
	return -1;
}

/* The year before must have figures. */
static int check_earlier(const struct query *query, int64_t year,
			 const struct report *report, struct diag_list *diags)
{
	if (!query->is_change)
		return 0;
	for (size_t i = 0; i < report->forums_count; i++)
		if (report_year(report->forums[i]->forum, year - 1) != NULL)
			return 0;
	return diag_add(diags, DIAG_YEAR_EMPTY, query->where, "%d",
			(int)(year - 1));
}

int query_check(const struct query_answer *answer, int64_t year,
		const struct report *report, struct diag_list *diags)
{
	const struct query *query = answer->query;

	if (query->year != 0)
		year = query->year;
	if (answer->sum.overflow || answer->by.overflow)
		return diag_add(diags, DIAG_QUERY_OVERFLOW, query->where, NULL);
	if (check_earlier(query, year, report, diags) != 0 ||
	    check_alike(query, year, report, diags) != 0)
		return -1;
	return check_division(answer, report, diags);
}
