#include "report/query_condition.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/query_field.h"
#include "report/query_parse.h"
#include "report/report.h"
#include "report/uses.h"

#define DEPTH_MAX 32
/* How many values of a field are told when none of them is near. */
#define VALUES_TOLD 24

enum condition_kind {
	IS_ALL,
	IS_ANY,
	IS_NOT,
	IS_COMPARED,
	IS_AMONG,
	IS_SAID /* the field says something */
};

enum comparison {
	COMPARE_EQUAL,
	COMPARE_DIFFERENT,
	COMPARE_LESS,
	COMPARE_LESS_OR_EQUAL,
	COMPARE_MORE,
	COMPARE_MORE_OR_EQUAL
};

struct comparison_value {
	const char *text;
	struct quantity quantity;
	const struct page *section; /* for FIELD_SECTION */
	struct comparison_value *next;
};

struct query_condition {
	enum condition_kind kind;
	struct query_condition *first; /* of IS_ALL, IS_ANY, IS_NOT */
	struct query_condition *next;
	struct query_column column;
	enum comparison comparison;
	struct comparison_value *values;
};

static struct query_condition *parse_any(struct parse *parse);

static bool at_value_end(const struct parse *parse)
{
	return parse->token.kind == TOKEN_END || parse_is(parse, ")") ||
	       parse_is(parse, ",") || parse_is_word(parse, LABEL_QUERY_AND) ||
	       parse_is_word(parse, LABEL_QUERY_OR) ||
	       parse_is_word(parse, LABEL_QUERY_ACROSS) ||
	       parse_is_word(parse, LABEL_QUERY_YEAR) ||
	       parse_is_word(parse, LABEL_QUERY_IN);
}

/* The words that a field can be compared with; NULL when it is not closed. */
static const char **closed_words(const struct parse *parse,
				 enum query_field field)
{
	static const struct {
		enum query_field field;
		enum label first, last;
	} ranges[] = {
		{ FIELD_CLASS, LABEL_CLASS_NETWORK, LABEL_CLASS_COOPERATION },
		{ FIELD_MEMBERSHIP, LABEL_MEMBERSHIP_WITH_FEE,
		  LABEL_MEMBERSHIP_PARTNER_CITY },
		{ FIELD_LEVEL, LABEL_LEVEL_LOCAL, LABEL_LEVEL_INTERNATIONAL },
		{ FIELD_STATE, LABEL_STATE_STARTS, LABEL_STATE_ENDS },
		{ FIELD_CAN_END, LABEL_CAN_END_YES,
		  LABEL_CAN_END_BY_AGREEMENT },
		{ FIELD_CARRIED, LABEL_WORD_YES, LABEL_WORD_NO },
		{ FIELD_STATUS, LABEL_STATUS_DRAFT, LABEL_STATUS_REVIEWED },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(ranges); i++) {
		const char **words;
		size_t count = 0;

		if (ranges[i].field != field)
			continue;
		words = arena_new_array(parse->arena, const char *,
					ranges[i].last - ranges[i].first + 2);
		for (int k = ranges[i].first; k <= (int)ranges[i].last; k++)
			words[count++] = parse_word(parse, (enum label)k);
		return words;
	}
	return NULL;
}

/* The register whose ids a field holds; NULL when it is another field. */
static GHashTable *field_register(const struct parse *parse,
				  enum query_field field)
{
	const struct report *report = parse->report;

	switch (field) {
	case FIELD_FORM:
		return report->forms;
	case FIELD_RUN_BY:
	case FIELD_PARTIES:
	case FIELD_PAID_TO:
		return report->organisations;
	case FIELD_RESPONSIBLE:
		return report->units;
	case FIELD_GOALS:
		return report->goals;
	case FIELD_SECTION:
	case FIELD_PART_OF:
	case FIELD_COSTS_IN:
	case FIELD_ID:
		return report->targets;
	default:
		return NULL;
	}
}

/* The words that a value can be, NULL-terminated, in the arena. */
static const char **register_words(const struct parse *parse, GHashTable *names)
{
	GList *keys =
		g_list_sort(g_hash_table_get_keys(names), (GCompareFunc)strcmp);
	const char **words = arena_new_array(parse->arena, const char *,
					     g_hash_table_size(names) + 1);
	size_t count = 0;

	for (GList *at = keys; at != NULL; at = at->next)
		words[count++] = at->data;
	g_list_free(keys);
	return words;
}

/* Few words are all told, of many the one that may be meant. */
static int unknown_value(struct parse *parse, struct span where,
			 const char *text, const char **words)
{
	const char *nearest = diag_nearest(text, words);
	guint count = g_strv_length((char **)words);

	diag_add(parse->diags, DIAG_QUERY_VALUE, where, "%s", text);
	diag_suggest(parse->diags, nearest);
	if (nearest == NULL && count > 0 && count <= VALUES_TOLD) {
		char *all = g_strjoinv(" | ", (char **)words);

		diag_write(parse->diags, "%s", all);
		g_free(all);
	}
	return -1;
}

static int check_value(struct parse *parse, struct query_column column,
		       struct comparison_value *value, struct span where)
{
	const char **words = closed_words(parse, column.field);
	GHashTable *names = field_register(parse, column.field);

	if (query_is_quantity(column.field))
		return quantity_parse(&value->quantity,
				      query_field_kind(column.field),
				      value->text, strlen(value->text), where,
				      &parse->report->labels.quantity,
				      parse->arena, parse->diags);
	if (words != NULL) {
		for (size_t i = 0; words[i] != NULL; i++)
			if (strcmp(words[i], value->text) == 0)
				return 0;
		return unknown_value(parse, where, value->text, words);
	}
	if (names != NULL && g_hash_table_lookup(names, value->text) == NULL) {
		/* It may be the id of what could not be read. */
		if (names == parse->report->targets && parse->report->unread)
			return -1;
		return unknown_value(parse, where, value->text,
				     register_words(parse, names));
	}
	if (names != NULL)
		uses_add(parse->report,
			 &(struct use){ .kind = USE_ID,
					.where = where,
					.text = value->text,
					.table = names,
					.to = g_hash_table_lookup(
						names, value->text) });
	if (names != NULL && names == parse->report->targets) {
		const struct target *target =
			g_hash_table_lookup(names, value->text);

		/* An id that the page had before means the page too. */
		value->section = target->page;
		if (target->kind == TARGET_PAGE)
			value->text = target->page->target.id;
	}
	return 0;
}

/* Words up to a keyword are one value: `mot avgift`, `0 tkr`. */
static struct comparison_value *parse_value(struct parse *parse,
					    struct query_column column)
{
	struct comparison_value *value =
		arena_new_array(parse->arena, struct comparison_value, 1);
	struct span where = parse_token_span(parse);

	if (parse->token.kind == TOKEN_QUOTED) {
		value->text = arena_copy(parse->arena, parse->token.start,
					 parse->token.length);
		parse_next(parse);
	} else {
		const char *start = parse->token.start;
		const char *end = start;

		while (!at_value_end(parse) &&
		       parse->token.kind == TOKEN_WORD) {
			end = parse->token.start + parse->token.length;
			parse_next(parse);
		}
		if (end == start) {
			parse_expected(parse,
				       parse_word(parse, LABEL_KEY_VALUE));
			return NULL;
		}
		value->text =
			arena_copy(parse->arena, start, (size_t)(end - start));
		where = parse_span(parse, start, (size_t)(end - start));
	}
	return check_value(parse, column, value, where) == 0 ? value : NULL;
}

static int parse_comparison(struct parse *parse, enum comparison *comparison)
{
	static const struct {
		const char *mark;
		enum comparison comparison;
	} marks[] = {
		{ "=", COMPARE_EQUAL },
		{ "!=", COMPARE_DIFFERENT },
		{ "≠", COMPARE_DIFFERENT },
		{ "<", COMPARE_LESS },
		{ "<=", COMPARE_LESS_OR_EQUAL },
		{ "≤", COMPARE_LESS_OR_EQUAL },
		{ ">", COMPARE_MORE },
		{ ">=", COMPARE_MORE_OR_EQUAL },
		{ "≥", COMPARE_MORE_OR_EQUAL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
		if (parse_accept(parse, marks[i].mark)) {
			*comparison = marks[i].comparison;
			return 0;
		}
	}
	return parse_expected(parse, "=");
}

static int parse_among(struct parse *parse, struct query_condition *condition)
{
	struct comparison_value **end = &condition->values;

	condition->kind = IS_AMONG;
	if (parse_expect(parse, "(") != 0)
		return -1;
	do {
		*end = parse_value(parse, condition->column);
		if (*end == NULL)
			return -1;
		end = &(*end)->next;
	} while (parse_accept(parse, ","));
	return parse_expect(parse, ")");
}

static struct query_condition *condition_new(struct parse *parse,
					     enum condition_kind kind)
{
	struct query_condition *condition =
		arena_new_array(parse->arena, struct query_condition, 1);

	condition->kind = kind;
	return condition;
}

static struct query_condition *parse_one(struct parse *parse)
{
	struct query_condition *condition;
	struct span where;

	if (++parse->depth > DEPTH_MAX) {
		diag_add(parse->diags, DIAG_QUERY_DEPTH,
			 parse_token_span(parse), NULL);
		return NULL;
	}
	if (parse_accept_word(parse, LABEL_QUERY_NOT)) {
		condition = condition_new(parse, IS_NOT);
		condition->first = parse_one(parse);
		parse->depth--;
		return condition->first == NULL ? NULL : condition;
	}
	if (parse_accept(parse, "(")) {
		condition = parse_any(parse);
		parse->depth--;
		return condition == NULL || parse_expect(parse, ")") != 0
			       ? NULL
			       : condition;
	}
	parse->depth--;
	condition = condition_new(parse, IS_COMPARED);
	if (parse_column(parse, &condition->column) != 0)
		return NULL;
	if (parse_accept_word(parse, LABEL_QUERY_AMONG))
		return parse_among(parse, condition) == 0 ? condition : NULL;
	if (parse_accept_word(parse, LABEL_QUERY_SAID)) {
		condition->kind = IS_SAID;
		return condition;
	}
	where = parse_token_span(parse);
	if (parse_comparison(parse, &condition->comparison) != 0)
		return NULL;
	if (condition->comparison > COMPARE_DIFFERENT &&
	    !query_is_quantity(condition->column.field)) {
		diag_add(parse->diags, DIAG_QUERY_ORDER, where, NULL);
		return NULL;
	}
	condition->values = parse_value(parse, condition->column);
	return condition->values == NULL ? NULL : condition;
}

/* One or more, joined by the same word. */
static struct query_condition *
parse_joined(struct parse *parse, enum condition_kind kind, enum label joiner,
	     struct query_condition *(*parse_part)(struct parse *parse))
{
	struct query_condition *first = parse_part(parse);
	struct query_condition *joined;
	struct query_condition *last = first;

	if (first == NULL || !parse_is_word(parse, joiner))
		return first;
	joined = condition_new(parse, kind);
	joined->first = first;
	while (parse_accept_word(parse, joiner)) {
		last->next = parse_part(parse);
		if (last->next == NULL)
			return NULL;
		last = last->next;
	}
	return joined;
}

static struct query_condition *parse_all(struct parse *parse)
{
	return parse_joined(parse, IS_ALL, LABEL_QUERY_AND, parse_one);
}

static struct query_condition *parse_any(struct parse *parse)
{
	return parse_joined(parse, IS_ANY, LABEL_QUERY_OR, parse_all);
}

struct query_condition *query_parse_part(struct parse *parse)
{
	return parse_any(parse);
}

struct query_condition *query_parse_condition(const char *text,
					      struct span where,
					      const struct report *report,
					      struct arena *arena,
					      struct diag_list *diags)
{
	struct query_condition *condition;
	struct parse parse;

	parse_begin(&parse, text, where, report, arena, diags);
	condition = parse_any(&parse);
	if (condition == NULL ||
	    parse_expect_end(
		    &parse, arena_printf(arena, "%s | %s",
					 parse_word(&parse, LABEL_QUERY_AND),
					 parse_word(&parse, LABEL_QUERY_OR))) !=
		    0)
		return NULL;
	return condition;
}

/* Numbers are compared by their lower ends; what has none is never so. */
static bool compare_numbers(const struct quantity *a, enum comparison how,
			    const struct quantity *b)
{
	if (how == COMPARE_EQUAL)
		return quantity_equal(a, b);
	if (how == COMPARE_DIFFERENT)
		return !quantity_equal(a, b);
	if (a->state != QUANTITY_VALUE || b->state != QUANTITY_VALUE ||
	    a->per_part)
		return false;
	switch (how) {
	case COMPARE_LESS:
		return a->low < b->low;
	case COMPARE_LESS_OR_EQUAL:
		return a->low <= b->low;
	case COMPARE_MORE:
		return a->low > b->low;
	default:
		return a->low >= b->low;
	}
}

static bool lies_in(const struct page *page, const struct page *section)
{
	while (page != NULL && page != section)
		page = page->parent;
	return page != NULL;
}

static bool has_value(const struct query_condition *condition,
		      const struct comparison_value *value,
		      const struct page *page, int64_t year,
		      const struct report *report)
{
	if (condition->column.field == FIELD_SECTION)
		return lies_in(page, value->section);
	return query_has_item(page, condition->column, year, value->text,
			      report);
}

/* Has the forum anything in the field? A number may be known or not. */
static bool is_said(const struct query_condition *condition,
		    const struct page *page, int64_t year,
		    const struct report *report)
{
	if (query_is_quantity(condition->column.field)) {
		const struct page *elsewhere;

		return query_quantity(page, condition->column, year, &elsewhere)
			       .state != QUANTITY_MISSING;
	}
	return query_has_item(page, condition->column, year, NULL, report);
}

static bool compares(const struct query_condition *condition,
		     const struct comparison_value *value,
		     const struct page *page, int64_t year,
		     const struct report *report)
{
	if (query_is_quantity(condition->column.field)) {
		const struct page *elsewhere;
		struct quantity quantity = query_quantity(
			page, condition->column, year, &elsewhere);

		return elsewhere == NULL &&
		       compare_numbers(&quantity, condition->comparison,
				       &value->quantity);
	}
	return has_value(condition, value, page, year, report) ==
	       (condition->comparison == COMPARE_EQUAL);
}

const struct page *query_only(const struct query_condition *condition,
			      const struct report *report)
{
	const struct target *target;

	if (condition == NULL || condition->kind != IS_COMPARED ||
	    condition->column.field != FIELD_ID ||
	    condition->comparison != COMPARE_EQUAL)
		return NULL;
	target = g_hash_table_lookup(report->targets, condition->values->text);
	return target == NULL ? NULL : target->page;
}

bool query_matches(const struct query_condition *condition,
		   const struct page *page, int64_t year,
		   const struct report *report)
{
	const struct query_condition *at;

	if (condition == NULL)
		return true;
	switch (condition->kind) {
	case IS_SAID:
		return is_said(condition, page, year, report);
	case IS_NOT:
		return !query_matches(condition->first, page, year, report);
	case IS_ALL:
		for (at = condition->first; at != NULL; at = at->next)
			if (!query_matches(at, page, year, report))
				return false;
		return true;
	case IS_ANY:
		for (at = condition->first; at != NULL; at = at->next)
			if (query_matches(at, page, year, report))
				return true;
		return false;
	default:
		for (const struct comparison_value *value = condition->values;
		     value != NULL; value = value->next)
			if (compares(condition, value, page, year, report))
				return true;
		return false;
	}
}
