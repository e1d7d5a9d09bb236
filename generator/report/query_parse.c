#include "report/query_parse.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/query_field.h"
#include "report/report.h"

struct span parse_span(const struct parse *parse, const char *start,
		       size_t length)
{
	struct span where = parse->where;

	if (where.length < strlen(parse->text))
		return where;
	where.offset += (uint32_t)(start - parse->text);
	where.length = (uint32_t)MAX(length, 1);
	return where;
}

/* A stroke within a word, as in `AI/ML`, belongs to it. */
static size_t mark_length(const char *at, bool within)
{
	static const char *const marks[] = { "<=", ">=", "!=", "≠", "≤",
					     "≥",  "=",	 "<",  ">", "(",
					     ")",  ",",	 "+" };

	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (strncmp(at, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	return !within && *at == '/';
}

/* The comma of `1,5 mnkr`, not one of a list. */
static bool is_decimal_comma(const char *at, const char *start)
{
	return *at == ',' && at > start && g_ascii_isdigit(at[-1]) &&
	       g_ascii_isdigit(at[1]);
}

void parse_next(struct parse *parse)
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
	} else if (mark_length(at, false) > 0) {
		token.kind = TOKEN_MARK;
		token.length = mark_length(at, false);
		at += token.length;
	} else if (*at != '\0') {
		token.kind = TOKEN_WORD;
		while (*at != '\0' && *at != ' ' && *at != '"' &&
		       (mark_length(at, true) == 0 ||
			is_decimal_comma(at, token.start)))
			at++;
		token.length = (size_t)(at - token.start);
	}
	parse->token = token;
	parse->at = at;
}

void parse_begin(struct parse *parse, const char *text, struct span where,
		 const struct report *report, struct arena *arena,
		 struct diag_list *diags)
{
	*parse = (struct parse){ .text = text,
				 .where = where,
				 .at = text,
				 .report = report,
				 .arena = arena,
				 .diags = diags };
	parse_next(parse);
}

const char *parse_word(const struct parse *parse, enum label label)
{
	return labels_word(&parse->report->labels, label);
}

bool parse_is(const struct parse *parse, const char *text)
{
	return (parse->token.kind == TOKEN_WORD ||
		parse->token.kind == TOKEN_MARK) &&
	       parse->token.length == strlen(text) &&
	       memcmp(parse->token.start, text, parse->token.length) == 0;
}

bool parse_is_word(const struct parse *parse, enum label label)
{
	return parse_is(parse, parse_word(parse, label));
}

bool parse_accept(struct parse *parse, const char *text)
{
	if (!parse_is(parse, text))
		return false;
	parse_next(parse);
	return true;
}

bool parse_accept_word(struct parse *parse, enum label label)
{
	return parse_accept(parse, parse_word(parse, label));
}

/* Such as `SEK million`. */
bool parse_accept_words(struct parse *parse, enum label label)
{
	const struct parse before = *parse;
	char **words = g_strsplit(parse_word(parse, label), " ", -1);
	bool found = true;

	for (char **at = words; *at != NULL && found; at++)
		found = parse_accept(parse, *at);
	g_strfreev(words);
	if (!found)
		*parse = before;
	return found;
}

struct span parse_token_span(const struct parse *parse)
{
	return parse_span(parse, parse->token.start, parse->token.length);
}

struct span parse_span_from(const struct parse *parse, const char *start)
{
	return parse_span(parse, start, (size_t)(parse->last_end - start));
}

int parse_expected(struct parse *parse, const char *what)
{
	if (parse->token.kind == TOKEN_END)
		diag_add(parse->diags, DIAG_QUERY_END, parse_token_span(parse),
			 NULL);
	else
		diag_add(parse->diags, DIAG_QUERY_SYNTAX,
			 parse_token_span(parse), "%.*s",
			 (int)parse->token.length, parse->token.start);
	diag_write(parse->diags, "%s", what);
	return -1;
}

int parse_expect(struct parse *parse, const char *mark)
{
	return parse_accept(parse, mark) ? 0 : parse_expected(parse, mark);
}

int parse_expect_end(struct parse *parse, const char *or_else)
{
	if (parse->token.kind == TOKEN_END)
		return 0;
	return parse_expected(parse, or_else);
}

void parse_tell_words(struct diag_list *diags, const char *name,
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

int parse_column(struct parse *parse, struct query_column *column)
{
	struct token token = parse->token;

	if (token.kind != TOKEN_WORD)
		return parse_expected(parse, parse_word(parse, LABEL_KEY_FEE));
	parse_next(parse);
	return query_find_column(column, token.start, token.length,
				 parse_span(parse, token.start, token.length),
				 parse->report, parse->diags);
}
