#include "report/query.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/cost.h"
#include "report/report.h"

/* --- Words ------------------------------------------------------------- */

enum token_kind {
	TOKEN_END,
	TOKEN_WORD,
	TOKEN_QUOTED,
	TOKEN_MARK /* ( ) , + = ≠ < > and their pairs */
};

struct token {
	enum token_kind kind;
	const char *start;
	size_t length;
};

struct parse {
	const char *text;
	struct span where; /* of the text */
	const char *at;	   /* after `token` */
	struct token token;
	const char *last_end; /* of the token before */
	const struct report *report;
	struct arena *arena;
	struct diag_list *diags;
	size_t depth;
};

#define DEPTH_MAX 32
/* How many values of a field are told when none of them is near. */
#define VALUES_TOLD 24

/* The place of a part of the text, if the text stands in the source. */
static struct span part_span(const struct parse *parse, const char *start,
			     size_t length)
{
	struct span where = parse->where;

	if (where.length < strlen(parse->text))
		return where;
	where.offset += (uint32_t)(start - parse->text);
	where.length = (uint32_t)MAX(length, 1);
	return where;
}

static size_t mark_length(const char *at)
{
	static const char *const marks[] = { "<=", ">=", "!=", "≠", "≤",
					     "≥",  "=",	 "<",  ">", "(",
					     ")",  ",",	 "+" };

	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (strncmp(at, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	return 0;
}

/* The comma of `1,5 mnkr`, not one of a list. */
static bool is_decimal_comma(const char *at, const char *start)
{
	return *at == ',' && at > start && g_ascii_isdigit(at[-1]) &&
	       g_ascii_isdigit(at[1]);
}

static void next_token(struct parse *parse)
{
	const char *at = parse->at;
	struct token token = { TOKEN_END, NULL, 0 };

	parse->last_end = at;
	while (*at == ' ')
		at++;
	token.start = at;
	if (*at == '"') {
		token.kind = TOKEN_QUOTED;
		token.start = at + 1;
		token.length = strcspn(token.start, "\"");
		at = token.start + token.length;
		if (*at == '\0') /* it is not closed */
			token = (struct token){ TOKEN_MARK, token.start - 1,
						token.length + 1 };
		at += *at == '"';
	} else if (mark_length(at) > 0) {
		token.kind = TOKEN_MARK;
		token.length = mark_length(at);
		at += token.length;
	} else if (*at != '\0') {
		token.kind = TOKEN_WORD;
		while (*at != '\0' && *at != ' ' && *at != '"' &&
		       (mark_length(at) == 0 ||
			is_decimal_comma(at, token.start)))
			at++;
		token.length = (size_t)(at - token.start);
	}
	parse->token = token;
	parse->at = at;
}

static void parse_begin(struct parse *parse, const char *text,
			struct span where, const struct report *report,
			struct arena *arena, struct diag_list *diags)
{
	*parse = (struct parse){ .text = text,
				 .where = where,
				 .at = text,
				 .report = report,
				 .arena = arena,
				 .diags = diags };
	next_token(parse);
}

static const char *word(const struct parse *parse, enum label label)
{
	return labels_word(&parse->report->labels, label);
}

static bool token_is(const struct parse *parse, const char *text)
{
	return (parse->token.kind == TOKEN_WORD ||
		parse->token.kind == TOKEN_MARK) &&
	       parse->token.length == strlen(text) &&
	       memcmp(parse->token.start, text, parse->token.length) == 0;
}

static bool token_is_word(const struct parse *parse, enum label label)
{
	return token_is(parse, word(parse, label));
}

static bool accept(struct parse *parse, const char *text)
{
	if (!token_is(parse, text))
		return false;
	next_token(parse);
	return true;
}

static bool accept_word(struct parse *parse, enum label label)
{
	return accept(parse, word(parse, label));
}

/* A word that may be several, such as `SEK million`. */
static bool accept_words(struct parse *parse, enum label label)
{
	const struct parse before = *parse;
	char **words = g_strsplit(word(parse, label), " ", -1);
	bool found = true;

	for (char **at = words; *at != NULL && found; at++)
		found = accept(parse, *at);
	g_strfreev(words);
	if (!found)
		*parse = before;
	return found;
}

static struct span token_span(const struct parse *parse)
{
	return part_span(parse, parse->token.start, parse->token.length);
}

/* The finding that `what` was expected where the current token stands. */
static int expected(struct parse *parse, const char *what)
{
	if (parse->token.kind == TOKEN_END)
		diag_add(parse->diags, DIAG_QUERY_END, token_span(parse), NULL);
	else
		diag_add(parse->diags, DIAG_QUERY_SYNTAX, token_span(parse),
			 "%.*s", (int)parse->token.length, parse->token.start);
	diag_write(parse->diags, "%s", what);
	return -1;
}

static int expect(struct parse *parse, const char *mark)
{
	return accept(parse, mark) ? 0 : expected(parse, mark);
}

/* --- Fields ------------------------------------------------------------ */

struct field_rule {
	enum label word;    /* as writers have it */
	enum label heading; /* as pages have it */
	bool quantity;
	enum quantity_kind kind;
};

static const struct field_rule field_rules[FIELD_COUNT] = {
	[FIELD_NUMBER] = { LABEL_QUERY_NUMBER, LABEL_PAGE_NUMBER, false, 0 },
	[FIELD_TITLE] = { LABEL_QUERY_TITLE, LABEL_PAGE_FORUM, false, 0 },
	[FIELD_FORUM] = { LABEL_QUERY_FORUM, LABEL_PAGE_FORUM, false, 0 },
	[FIELD_ID] = { LABEL_QUERY_ID, LABEL_QUERY_ID, false, 0 },
	[FIELD_SECTION] = { LABEL_QUERY_SECTION, LABEL_PAGE_SECTION, false, 0 },
	[FIELD_FORM] = { LABEL_KEY_FORM, LABEL_PAGE_FORM, false, 0 },
	[FIELD_CLASS] = { LABEL_QUERY_CLASS, LABEL_PAGE_CLASS, false, 0 },
	[FIELD_MEMBERSHIP] = { LABEL_KEY_MEMBERSHIP, LABEL_PAGE_MEMBERSHIP,
			       false, 0 },
	[FIELD_LEVEL] = { LABEL_KEY_LEVEL, LABEL_PAGE_LEVEL, false, 0 },
	[FIELD_RUN_BY] = { LABEL_KEY_RUN_BY, LABEL_PAGE_RUN_BY, false, 0 },
	[FIELD_PARTIES] = { LABEL_KEY_PARTIES, LABEL_PAGE_PARTIES, false, 0 },
	[FIELD_RESPONSIBLE] = { LABEL_KEY_RESPONSIBLE, LABEL_PAGE_RESPONSIBLE,
				false, 0 },
	[FIELD_GOALS] = { LABEL_KEY_GOALS, LABEL_PAGE_GOALS, false, 0 },
	[FIELD_STATE] = { LABEL_KEY_STATE, LABEL_PAGE_STATE, false, 0 },
	[FIELD_PAID_TO] = { LABEL_KEY_PAID_TO, LABEL_PAGE_RECIPIENT, false, 0 },
	[FIELD_PART_OF] = { LABEL_KEY_PART_OF, LABEL_PAGE_PART_OF, false, 0 },
	[FIELD_COSTS_IN] = { LABEL_KEY_COSTS_IN, LABEL_PAGE_COSTS_IN, false,
			     0 },
	[FIELD_CAN_END] = { LABEL_KEY_CAN_END, LABEL_PAGE_CAN_END, false, 0 },
	[FIELD_REMARK] = { LABEL_KEY_REMARK, LABEL_PAGE_REMARK, false, 0 },
	[FIELD_STANDS_FOR] = { LABEL_KEY_STANDS_FOR, LABEL_PAGE_FORUM_COUNT,
			       true, QUANTITY_COUNT },
	[FIELD_PARTICIPANTS] = { LABEL_KEY_PARTICIPANTS,
				 LABEL_PAGE_PARTICIPANTS, true,
				 QUANTITY_COUNT },
	[FIELD_FEE] = { LABEL_KEY_FEE, LABEL_PAGE_FEE_SHORT, true,
			QUANTITY_MONEY },
	[FIELD_OTHER] = { LABEL_KEY_OTHER, LABEL_PAGE_OTHER_SHORT, true,
			  QUANTITY_MONEY },
	[FIELD_COST] = { LABEL_QUERY_COST, LABEL_PAGE_COST_SHORT, true,
			 QUANTITY_MONEY },
	[FIELD_COMPUTED] = { LABEL_QUERY_COMPUTED, LABEL_PAGE_COMPUTED_SHORT,
			     true, QUANTITY_MONEY },
	[FIELD_FULL_COST] = { LABEL_QUERY_FULL_COST, LABEL_PAGE_FULL_COST_SHORT,
			      true, QUANTITY_MONEY },
};

bool query_is_quantity(enum query_field field)
{
	return field_rules[field].quantity;
}

enum quantity_kind query_field_kind(enum query_field field)
{
	return field_rules[field].kind;
}

/* All words for fields, to find the nearest among; in the order of fields. */
static const char *const *field_words(const struct report *report,
				      struct arena *arena)
{
	size_t groups = report->publication.groups_count;
	const char **words =
		arena_new_array(arena, const char *, FIELD_COUNT + groups + 1);
	size_t count = 0;

	for (int i = 0; i < FIELD_COUNT; i++)
		words[count++] =
			labels_word(&report->labels, field_rules[i].word);
	for (size_t i = 0; i < groups; i++)
		words[count++] = arena_printf(
			arena, "%s.%s",
			labels_word(&report->labels, LABEL_KEY_PARTICIPANTS),
			report->publication.groups[i]);
	return words;
}

/* Add to the newest finding the word that is meant, or else all there are. */
static void tell_words(struct diag_list *diags, const char *name,
		       const char *const *words)
{
	const char *nearest = diag_nearest(name, words);
	char *all;

	if (nearest != NULL) {
		diag_suggest(diags, nearest);
		return;
	}
	all = g_strjoinv(" | ", (char **)words);
	diag_write(diags, "%s", all);
	g_free(all);
}

int query_find_column(struct query_column *column, const char *text,
		      size_t length, struct span where,
		      const struct report *report, struct diag_list *diags)
{
	struct arena *arena = arena_new();
	const char *const *words = field_words(report, arena);
	char *name = g_strndup(text, length);
	int result = -1;

	for (size_t i = 0; words[i] != NULL && result != 0; i++) {
		if (strcmp(words[i], name) != 0 || i == FIELD_PARTICIPANTS)
			continue;
		column->field = i < FIELD_COUNT ? (enum query_field)i
						: FIELD_PARTICIPANTS;
		column->group = i < FIELD_COUNT ? 0 : i - FIELD_COUNT;
		result = 0;
	}
	if (result != 0) {
		diag_add(diags, DIAG_QUERY_FIELD, where, "%s", name);
		if (strcmp(name, words[FIELD_PARTICIPANTS]) == 0)
			diag_suggest(diags, words[FIELD_COUNT]);
		else
			tell_words(diags, name, words);
	}
	g_free(name);
	arena_free(arena);
	return result;
}

const char *query_column_word(struct query_column column,
			      const struct report *report, struct arena *arena)
{
	return field_words(report, arena)[column.field == FIELD_PARTICIPANTS
						  ? FIELD_COUNT + column.group
						  : column.field];
}

const char *query_column_heading(struct query_column column,
				 const struct report *report,
				 struct arena *arena)
{
	const struct labels *labels = &report->labels;
	const struct field_rule *rule = &field_rules[column.field];

	if (column.field == FIELD_PARTICIPANTS)
		return report->publication.groups[column.group];
	if (rule->quantity && rule->kind == QUANTITY_MONEY)
		return arena_printf(
			arena, "%s (%s)", labels_word(labels, rule->heading),
			labels_word(labels, LABEL_QUANTITY_THOUSAND));
	return labels_word(labels, rule->heading);
}

static struct quantity count_quantity(int64_t count)
{
	struct quantity quantity = { .state = QUANTITY_VALUE,
				     .kind = QUANTITY_COUNT,
				     .low = count * 100,
				     .high = count * 100 };

	return quantity;
}

static struct quantity add_two(const struct quantity *a,
			       const struct quantity *b)
{
	struct quantity_sum sum;

	quantity_sum_init(&sum, QUANTITY_MONEY);
	quantity_sum_add(&sum, a);
	quantity_sum_add(&sum, b);
	return quantity_sum_result(&sum);
}

struct quantity query_quantity(const struct page *page,
			       struct query_column column, int64_t year,
			       const struct page **elsewhere)
{
	const struct forum *forum = page->forum;
	const struct forum_year *figures = report_year(forum, year);
	struct quantity missing = {
		.state = QUANTITY_MISSING,
		.kind = (uint8_t)field_rules[column.field].kind
	};

	*elsewhere = NULL;
	if (column.field == FIELD_STANDS_FOR)
		return count_quantity(forum->stands_for);
	if (figures == NULL)
		return missing;
	if (column.field == FIELD_PARTICIPANTS)
		return figures->participants[column.group].quantity;
	if (figures->costs_in.to != NULL) {
		*elsewhere = figures->costs_in.to;
		return missing;
	}
	if (column.field == FIELD_FEE)
		return figures->fee.quantity;
	if (column.field == FIELD_OTHER)
		return figures->other.quantity;
	if (column.field == FIELD_COMPUTED)
		return cost_computed(figures);
	if (column.field == FIELD_FULL_COST) {
		missing = cost_full_other(figures);
		return add_two(&figures->fee.quantity, &missing);
	}
	return add_two(&figures->fee.quantity, &figures->other.quantity);
}

static void add_item(GArray *items, const char *key, const char *text,
		     const struct target *target)
{
	struct query_item item = { key, text, target };

	if (key != NULL)
		g_array_append_val(items, item);
}

static void add_label(GArray *items, int label, const struct report *report)
{
	const char *text;

	if (label == 0)
		return;
	text = labels_word(&report->labels, (enum label)label);
	add_item(items, text, text, NULL);
}

static void add_organisations(GArray *items, const struct reference_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct organisation *to = list->items[i].to;

		if (to != NULL)
			add_item(items, to->id, to->name, NULL);
	}
}

static void add_named(GArray *items, const struct reference *reference)
{
	const struct named *to = reference->to;

	if (to != NULL)
		add_item(items, to->id, to->name, NULL);
}

static void add_page(GArray *items, const struct reference *reference)
{
	const struct page *to = reference->to;

	if (to != NULL)
		add_item(items, to->target.id, to->target.number, &to->target);
}

/* A fee without a named recipient is paid to the one that runs the forum. */
static void add_recipients(GArray *items, const struct forum *forum,
			   const struct forum_year *figures)
{
	if (figures == NULL)
		return;
	add_organisations(items, figures->paid_to.count > 0 ? &figures->paid_to
							    : &forum->run_by);
}

void query_items(GArray *items, const struct page *page,
		 struct query_column column, int64_t year,
		 const struct report *report)
{
	const struct forum *forum = page->forum;
	const struct forum_year *figures = report_year(forum, year);
	const struct form *form = forum->form.to;

	switch (column.field) {
	case FIELD_NUMBER:
		add_item(items, page->target.number, page->target.number,
			 &page->target);
		break;
	case FIELD_TITLE:
		add_item(items, page->target.title, page->target.title,
			 &page->target);
		break;
	case FIELD_FORUM:
		add_item(items, page->target.id, page->target.full,
			 &page->target);
		break;
	case FIELD_ID:
		add_item(items, page->target.id, page->target.id, NULL);
		break;
	case FIELD_SECTION:
		add_item(items, page->parent->target.id,
			 page->parent->target.title, &page->parent->target);
		break;
	case FIELD_FORM:
		add_item(items, forum->form.id, forum->form.id, NULL);
		break;
	case FIELD_CLASS:
		add_label(items, form == NULL ? 0 : form->class, report);
		break;
	case FIELD_MEMBERSHIP:
		add_label(items, forum->membership, report);
		break;
	case FIELD_LEVEL:
		add_label(items, forum->level, report);
		break;
	case FIELD_RUN_BY:
		add_organisations(items, &forum->run_by);
		break;
	case FIELD_PARTIES:
		add_organisations(items, &forum->parties);
		break;
	case FIELD_RESPONSIBLE:
		add_named(items, &forum->responsible);
		break;
	case FIELD_GOALS:
		for (size_t i = 0; i < forum->goals.count; i++)
			add_named(items, &forum->goals.items[i]);
		break;
	case FIELD_STATE:
		add_label(items, figures == NULL ? 0 : figures->state, report);
		break;
	case FIELD_PAID_TO:
		add_recipients(items, forum, figures);
		break;
	case FIELD_PART_OF:
		add_page(items, &forum->part_of);
		break;
	case FIELD_COSTS_IN:
		add_page(items, figures == NULL ? &forum->costs_in
						: &figures->costs_in);
		break;
	case FIELD_CAN_END:
		add_label(items, forum->can_end, report);
		break;
	case FIELD_REMARK:
		if (figures != NULL)
			add_item(items, figures->remark, figures->remark, NULL);
		break;
	default:
		break;
	}
}

/* --- Conditions -------------------------------------------------------- */

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
	return parse->token.kind == TOKEN_END || token_is(parse, ")") ||
	       token_is(parse, ",") || token_is_word(parse, LABEL_QUERY_AND) ||
	       token_is_word(parse, LABEL_QUERY_OR) ||
	       token_is_word(parse, LABEL_QUERY_YEAR) ||
	       token_is_word(parse, LABEL_QUERY_IN);
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
	};

	for (size_t i = 0; i < G_N_ELEMENTS(ranges); i++) {
		const char **words;
		size_t count = 0;

		if (ranges[i].field != field)
			continue;
		words = arena_new_array(parse->arena, const char *,
					ranges[i].last - ranges[i].first + 2);
		for (int k = ranges[i].first; k <= (int)ranges[i].last; k++)
			words[count++] = word(parse, (enum label)k);
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
				      field_rules[column.field].kind,
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
	if (column.field == FIELD_SECTION) {
		const struct target *target =
			g_hash_table_lookup(names, value->text);

		value->section = target->page;
	}
	return 0;
}

/* Words up to a keyword are one value: `mot avgift`, `0 tkr`. */
static struct comparison_value *parse_value(struct parse *parse,
					    struct query_column column)
{
	struct comparison_value *value =
		arena_new_array(parse->arena, struct comparison_value, 1);
	struct span where = token_span(parse);

	if (parse->token.kind == TOKEN_QUOTED) {
		value->text = arena_copy(parse->arena, parse->token.start,
					 parse->token.length);
		next_token(parse);
	} else {
		const char *start = parse->token.start;
		const char *end = start;

		while (!at_value_end(parse) &&
		       parse->token.kind == TOKEN_WORD) {
			end = parse->token.start + parse->token.length;
			next_token(parse);
		}
		if (end == start) {
			expected(parse, word(parse, LABEL_KEY_VALUE));
			return NULL;
		}
		value->text =
			arena_copy(parse->arena, start, (size_t)(end - start));
		where = part_span(parse, start, (size_t)(end - start));
	}
	return check_value(parse, column, value, where) == 0 ? value : NULL;
}

static int parse_column(struct parse *parse, struct query_column *column)
{
	struct token token = parse->token;

	if (token.kind != TOKEN_WORD)
		return expected(parse, word(parse, LABEL_KEY_FEE));
	next_token(parse);
	return query_find_column(column, token.start, token.length,
				 part_span(parse, token.start, token.length),
				 parse->report, parse->diags);
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
		if (accept(parse, marks[i].mark)) {
			*comparison = marks[i].comparison;
			return 0;
		}
	}
	return expected(parse, "=");
}

static int parse_among(struct parse *parse, struct query_condition *condition)
{
	struct comparison_value **end = &condition->values;

	condition->kind = IS_AMONG;
	if (expect(parse, "(") != 0)
		return -1;
	do {
		*end = parse_value(parse, condition->column);
		if (*end == NULL)
			return -1;
		end = &(*end)->next;
	} while (accept(parse, ","));
	return expect(parse, ")");
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
		diag_add(parse->diags, DIAG_QUERY_DEPTH, token_span(parse),
			 NULL);
		return NULL;
	}
	if (accept_word(parse, LABEL_QUERY_NOT)) {
		condition = condition_new(parse, IS_NOT);
		condition->first = parse_one(parse);
		parse->depth--;
		return condition->first == NULL ? NULL : condition;
	}
	if (accept(parse, "(")) {
		condition = parse_any(parse);
		parse->depth--;
		return condition == NULL || expect(parse, ")") != 0 ? NULL
								    : condition;
	}
	parse->depth--;
	condition = condition_new(parse, IS_COMPARED);
	if (parse_column(parse, &condition->column) != 0)
		return NULL;
	if (accept_word(parse, LABEL_QUERY_AMONG))
		return parse_among(parse, condition) == 0 ? condition : NULL;
	if (accept_word(parse, LABEL_QUERY_SAID)) {
		condition->kind = IS_SAID;
		return condition;
	}
	where = token_span(parse);
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

	if (first == NULL || !token_is_word(parse, joiner))
		return first;
	joined = condition_new(parse, kind);
	joined->first = first;
	while (accept_word(parse, joiner)) {
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

static int expect_end(struct parse *parse, const char *or_else)
{
	if (parse->token.kind == TOKEN_END)
		return 0;
	return expected(parse, or_else);
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
	    expect_end(&parse, arena_printf(arena, "%s | %s",
					    word(&parse, LABEL_QUERY_AND),
					    word(&parse, LABEL_QUERY_OR))) != 0)
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
	GArray *items;
	bool found = false;

	if (condition->column.field == FIELD_SECTION)
		return lies_in(page, value->section);
	items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	query_items(items, page, condition->column, year, report);
	for (guint i = 0; i < items->len && !found; i++)
		found = strcmp(g_array_index(items, struct query_item, i).key,
			       value->text) == 0;
	g_array_free(items, TRUE);
	return found;
}

/* Has the forum anything in the field? A number may be known or not. */
static bool is_said(const struct query_condition *condition,
		    const struct page *page, int64_t year,
		    const struct report *report)
{
	GArray *items;
	bool said;

	if (query_is_quantity(condition->column.field)) {
		const struct page *elsewhere;

		return query_quantity(page, condition->column, year, &elsewhere)
			       .state != QUANTITY_MISSING;
	}
	items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	query_items(items, page, condition->column, year, report);
	said = items->len > 0;
	g_array_free(items, TRUE);
	return said;
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

/* --- Questions --------------------------------------------------------- */

enum measure {
	MEASURE_COUNT,
	MEASURE_ROWS,
	MEASURE_SUM,
	MEASURE_MEAN,
	MEASURE_LEAST,
	MEASURE_LARGEST,
	MEASURE_DISTINCT
};

#define COLUMNS_MOST 8

struct query {
	enum measure measure;
	struct query_column columns[COLUMNS_MOST]; /* that are added */
	size_t columns_count;
	struct query_condition *condition;
	int64_t year; /* 0: the report's */
	enum quantity_unit unit;
};

static const struct {
	enum label word;
	enum measure measure;
} measures[] = {
	{ LABEL_QUERY_COUNT, MEASURE_COUNT },
	{ LABEL_QUERY_SUM, MEASURE_SUM },
	{ LABEL_QUERY_MEAN, MEASURE_MEAN },
	{ LABEL_QUERY_LEAST, MEASURE_LEAST },
	{ LABEL_QUERY_LARGEST, MEASURE_LARGEST },
	{ LABEL_QUERY_DISTINCT, MEASURE_DISTINCT },
};

static int parse_measure_name(struct parse *parse, struct query *query)
{
	const char *words[G_N_ELEMENTS(measures) + 1] = { NULL };
	char *name;

	for (size_t i = 0; i < G_N_ELEMENTS(measures); i++) {
		words[i] = word(parse, measures[i].word);
		if (accept(parse, words[i])) {
			query->measure = measures[i].measure;
			return 0;
		}
	}
	if (parse->token.kind != TOKEN_WORD)
		return expected(parse, word(parse, LABEL_QUERY_COUNT));
	name = g_strndup(parse->token.start, parse->token.length);
	diag_add(parse->diags, DIAG_QUERY_MEASURE, token_span(parse), "%s",
		 name);
	tell_words(parse->diags, name, words);
	g_free(name);
	return -1;
}

static int parse_addend(struct parse *parse, struct query *query)
{
	struct query_column *column = &query->columns[query->columns_count];
	struct span where = token_span(parse);

	if (query->columns_count == COLUMNS_MOST)
		return diag_add(parse->diags, DIAG_QUERY_DEPTH, where, NULL);
	if (parse_column(parse, column) != 0)
		return -1;
	if (query->measure != MEASURE_DISTINCT &&
	    !query_is_quantity(column->field))
		return diag_add(parse->diags, DIAG_QUERY_NUMBER, where, NULL);
	if (query->measure == MEASURE_DISTINCT &&
	    query_is_quantity(column->field))
		return diag_add(parse->diags, DIAG_QUERY_DISTINCT, where, NULL);
	query->columns_count++;
	if (query->columns_count > 1 &&
	    field_rules[column->field].kind !=
		    field_rules[query->columns[0].field].kind)
		return diag_add(parse->diags, DIAG_QUERY_KINDS, where, NULL);
	return 0;
}

static int parse_measure(struct parse *parse, struct query *query)
{
	if (parse_measure_name(parse, query) != 0 || expect(parse, "(") != 0)
		return -1;
	if (query->measure == MEASURE_COUNT) {
		if (accept_word(parse, LABEL_QUERY_ROWS))
			query->measure = MEASURE_ROWS;
		return expect(parse, ")");
	}
	do
		if (parse_addend(parse, query) != 0)
			return -1;
	while (query->measure != MEASURE_DISTINCT && accept(parse, "+"));
	return expect(parse, ")");
}

enum quantity_kind query_kind(const struct query *query)
{
	switch (query->measure) {
	case MEASURE_COUNT:
	case MEASURE_ROWS:
	case MEASURE_DISTINCT:
		return QUANTITY_COUNT;
	default:
		return field_rules[query->columns[0].field].kind;
	}
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
	struct span where = token_span(parse);

	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		if (!accept_words(parse, units[i].word))
			continue;
		if (units[i].kind != query_kind(query))
			return diag_add(parse->diags, DIAG_QUERY_UNIT, where,
					"%s", word(parse, units[i].word));
		query->unit = units[i].unit;
		return 0;
	}
	return expected(parse, word(parse, LABEL_QUANTITY_THOUSAND));
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
	struct span where = token_span(parse);
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
	next_token(parse);
	return check_year(parse, year, where);
}

static int parse_query(struct parse *parse, struct query *query)
{
	if (parse_measure(parse, query) != 0)
		return -1;
	if (query_kind(query) == QUANTITY_MONEY)
		query->unit = QUANTITY_IN_THOUSANDS;
	else if (query_kind(query) == QUANTITY_HOURS)
		query->unit = QUANTITY_IN_HOURS;
	if (accept_word(parse, LABEL_QUERY_WHERE)) {
		query->condition = parse_any(parse);
		if (query->condition == NULL)
			return -1;
	}
	if (accept_word(parse, LABEL_QUERY_YEAR) &&
	    parse_year(parse, query) != 0)
		return -1;
	if (accept_word(parse, LABEL_QUERY_IN) && parse_unit(parse, query) != 0)
		return -1;
	return expect_end(parse, arena_printf(parse->arena, "%s | %s | %s",
					      word(parse, LABEL_QUERY_WHERE),
					      word(parse, LABEL_QUERY_YEAR),
					      word(parse, LABEL_QUERY_IN)));
}

struct query *query_parse(const char *text, struct span where,
			  const struct report *report, struct arena *arena,
			  struct diag_list *diags)
{
	struct query *query = arena_new_array(arena, struct query, 1);
	struct parse parse;

	parse_begin(&parse, text, where, report, arena, diags);
	return parse_query(&parse, query) == 0 ? query : NULL;
}

/* A forum is there in a year when it has that year. */
static bool takes_part(const struct query *query, const struct page *page,
		       int64_t year, const struct report *report)
{
	return report_year(page->forum, year) != NULL &&
	       query_matches(query->condition, page, year, report);
}

/* Add what `column` is made of; −1 when it is reported under another. */
static int add_parts(struct quantity_sum *own, const struct page *page,
		     struct query_column column, int64_t year)
{
	static const struct query_column costs[] = { { FIELD_FEE, 0 },
						     { FIELD_OTHER, 0 } };
	const struct forum_year *figures;
	const struct page *elsewhere;
	struct quantity quantity;

	if (column.field == FIELD_COST) {
		for (size_t i = 0; i < G_N_ELEMENTS(costs); i++)
			if (add_parts(own, page, costs[i], year) != 0)
				return -1;
		return 0;
	}
	quantity = query_quantity(page, column, year, &elsewhere);
	if (elsewhere != NULL)
		return -1;
	figures = report_year(page->forum, year);
	if (column.field == FIELD_FULL_COST && figures != NULL) {
		quantity_sum_add(own, &figures->fee.quantity);
		quantity = cost_full_other(figures);
	}
	quantity_sum_add(own, &quantity);
	return 0;
}

/* What is summed is forums, so a forum lacks at most once. */
void query_sum_join(struct quantity_sum *sum, const struct quantity_sum *own)
{
	struct quantity quantity = quantity_sum_result(own);

	quantity_sum_add(sum, &quantity);
	if (own->values == 0)
		return;
	if (own->unknown > 0)
		sum->unknown++;
	else if (own->missing > 0)
		sum->missing++;
	else if (own->per_part > 0)
		sum->per_part++;
}

void query_sum_forum(struct quantity_sum *sum, const struct page *page,
		     const struct query_column *columns, size_t count,
		     int64_t year)
{
	struct quantity_sum own;

	quantity_sum_init(&own, (enum quantity_kind)sum->kind);
	for (size_t i = 0; i < count; i++) {
		if (add_parts(&own, page, columns[i], year) != 0) {
			quantity_sum_add_elsewhere(sum);
			return;
		}
	}
	if (count == 1 && columns[0].field != FIELD_COST &&
	    columns[0].field != FIELD_FULL_COST)
		quantity_sum_join(sum, &own);
	else
		query_sum_join(sum, &own);
}

static void add_forum(const struct query *query, const struct page *page,
		      int64_t year, struct quantity_sum *sum)
{
	struct quantity quantity;

	if (query->measure == MEASURE_COUNT || query->measure == MEASURE_ROWS) {
		quantity = count_quantity(query->measure == MEASURE_ROWS
						  ? 1
						  : page->forum->stands_for);
		quantity_sum_add(sum, &quantity);
		return;
	}
	query_sum_forum(sum, page, query->columns, query->columns_count, year);
}

static int64_t count_distinct(const struct query *query, int64_t year,
			      const struct report *report)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	int64_t count;

	for (size_t i = 0; i < report->forums_count; i++)
		if (takes_part(query, report->forums[i], year, report))
			query_items(items, report->forums[i], query->columns[0],
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

static struct quantity result_of(const struct query *query,
				 const struct quantity_sum *sum)
{
	switch (query->measure) {
	case MEASURE_MEAN:
		return quantity_sum_mean(sum);
	case MEASURE_LEAST:
		return quantity_sum_least(sum);
	case MEASURE_LARGEST:
		return quantity_sum_largest(sum);
	case MEASURE_COUNT:
	case MEASURE_ROWS:
		/* Of nothing there are none: that is known. */
		return sum->values == 0 ? count_quantity(0)
					: quantity_sum_result(sum);
	default:
		return quantity_sum_result(sum);
	}
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
		return query->measure == MEASURE_MEAN ? 1 : -1;
	}
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
			out, "%s ", labels_word(labels, LABEL_PAGE_FORUM_WORD));
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
	append_count(out, sum->per_part, forums, LABEL_PAGE_PER_PART,
		     LABEL_PAGE_PER_PART, labels, &first);
	if (!first)
		g_string_append_c(out, ')');
}

struct query_answer query_answer(const struct query *query, int64_t year,
				 const struct report *report,
				 struct arena *arena)
{
	struct query_answer answer = { .unit = query->unit };
	GString *text = g_string_new(NULL);

	if (query->year != 0)
		year = query->year;
	quantity_sum_init(&answer.sum, query_kind(query));
	if (query->measure == MEASURE_DISTINCT) {
		answer.result =
			count_quantity(count_distinct(query, year, report));
	} else {
		for (size_t i = 0; i < report->forums_count; i++)
			if (takes_part(query, report->forums[i], year, report))
				add_forum(query, report->forums[i], year,
					  &answer.sum);
		answer.result = result_of(query, &answer.sum);
	}
	answer.decimals = usual_decimals(query);
	quantity_format(text, &answer.result, &report->labels.quantity,
			answer.unit, answer.decimals, true);
	if (query->measure == MEASURE_SUM)
		query_append_lacks(text, &answer.sum, true, &report->labels);
	else if (query->measure == MEASURE_MEAN ||
		 query->measure == MEASURE_LEAST ||
		 query->measure == MEASURE_LARGEST)
		g_string_append_printf(
			text, " (%zu %s)", answer.sum.values,
			labels_word(&report->labels, LABEL_PAGE_VALUES));
	answer.text = arena_take(arena, text);
	return answer;
}
