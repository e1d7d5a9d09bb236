/*
 * query_parse: which words does an expression have, and where do they stand?
 *
 * Only for the modules of the query language.
 */
#ifndef BILAGA_REPORT_QUERY_PARSE_H
#define BILAGA_REPORT_QUERY_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"
#include "report/labels.h"

struct arena;
struct diag_list;
struct query_column;
struct report;

enum token_kind {
	TOKEN_END,
	TOKEN_WORD,
	TOKEN_QUOTED,
	TOKEN_MARK /* ( ) , + / = ≠ < > and their pairs */
};

struct token {
	enum token_kind kind;
	const char *start;
	size_t length;
};

/* An expression under way; `token` is what comes next. */
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

/* Begin to read `text`, which stands at `where`. */
void parse_begin(struct parse *parse, const char *text, struct span where,
		 const struct report *report, struct arena *arena,
		 struct diag_list *diags);

/* Go on to the next token. */
void parse_next(struct parse *parse);

/* The place of a part of the text, if the text stands in the source. */
struct span parse_span(const struct parse *parse, const char *start,
		       size_t length);

/* The place of the token, and of all from `start` to the token before it. */
struct span parse_token_span(const struct parse *parse);
struct span parse_span_from(const struct parse *parse, const char *start);

/* The word of the publication's language. */
const char *parse_word(const struct parse *parse, enum label label);

/* Is the token this word or mark? */
bool parse_is(const struct parse *parse, const char *text);
bool parse_is_word(const struct parse *parse, enum label label);

/* If it is, go on. The last takes a word that may be several. */
bool parse_accept(struct parse *parse, const char *text);
bool parse_accept_word(struct parse *parse, enum label label);
bool parse_accept_words(struct parse *parse, enum label label);

/* −1 with the finding that `what` was expected where the token stands. */
int parse_expected(struct parse *parse, const char *what);

/* 0 past the mark, or at the end; else −1 with the finding. */
int parse_expect(struct parse *parse, const char *mark);
int parse_expect_end(struct parse *parse, const char *or_else);

/* A field; −1 with the finding. */
int parse_column(struct parse *parse, struct query_column *column);

/* Add to the newest finding the word that is meant, or else all there are. */
void parse_tell_words(struct diag_list *diags, const char *name,
		      const char *const *words);

#endif
