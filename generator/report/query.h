/*
 * query: what does a question about the forums answer?
 *
 * One small language for prose, tables and claims; its grammar stands in
 * content/README.md. Its words are those of the publication's language. A
 * question is read once, with findings, and then answered for any year.
 */
#ifndef BILAGA_REPORT_QUERY_H
#define BILAGA_REPORT_QUERY_H

#include <glib.h>
#include <stdbool.h>

#include "base/quantity.h"
#include "base/source.h"

struct arena;
struct diag_list;
struct labels;
struct page;
struct query;
struct query_condition;
struct report;
struct target;

/* What can be known of a forum, and so asked for or shown in a column. */
enum query_field {
	FIELD_NUMBER,
	FIELD_TITLE,
	FIELD_FORUM, /* number and title */
	FIELD_ID,
	FIELD_SECTION,
	FIELD_FORM,
	FIELD_CLASS,
	FIELD_MEMBERSHIP,
	FIELD_LEVEL,
	FIELD_RUN_BY,
	FIELD_PARTIES,
	FIELD_RESPONSIBLE,
	FIELD_GOALS,
	FIELD_STATE,
	FIELD_PAID_TO,
	FIELD_PART_OF,
	FIELD_COSTS_IN,
	FIELD_CAN_END,
	FIELD_REMARK,
	FIELD_STANDS_FOR,
	FIELD_PARTICIPANTS, /* of one group */
	FIELD_FEE,
	FIELD_OTHER,
	FIELD_COST,	 /* fee and other together */
	FIELD_COMPUTED,	 /* other, worked out of hours and journeys */
	FIELD_FULL_COST, /* fee, and other as stated or else as computed */
	FIELD_COUNT
};

/* A field, and for FIELD_PARTICIPANTS which group. */
struct query_column {
	enum query_field field;
	size_t group;
};

/*
 * The field called by the `length` bytes of `text`, which stand at `where`.
 * 0, or −1 with the finding added.
 */
int query_find_column(struct query_column *column, const char *text,
		      size_t length, struct span where,
		      const struct report *report, struct diag_list *diags);

/* Is the field a number of the given year? */
bool query_is_quantity(enum query_field field);

/* What a field that is a number counts. */
enum quantity_kind query_field_kind(enum query_field field);

/*
 * The number of a forum in `year`. `*elsewhere` becomes the forum under which
 * it is reported, if it is. A forum without that year has QUANTITY_MISSING.
 */
struct quantity query_quantity(const struct page *page,
			       struct query_column column, int64_t year,
			       const struct page **elsewhere);

/*
 * Add the `count` columns of a forum, together, to `sum`, which is of forums:
 * one that lacks more than one of them, or one half of its cost, lacks once.
 */
void query_sum_forum(struct quantity_sum *sum, const struct page *page,
		     const struct query_column *columns, size_t count,
		     int64_t year);

/* Add what one forum has, of all its figures, to `sum`, which is of forums. */
void query_sum_join(struct quantity_sum *sum, const struct quantity_sum *own);

/* A thing a forum has in a field: what is shown, what it is, where it leads. */
struct query_item {
	const char *key;	     /* to compare: an id or a word */
	const char *text;	     /* to show */
	const struct target *target; /* NULL: leads nowhere */
};

/* Append the items of a field that is no quantity (struct query_item). */
void query_items(GArray *items, const struct page *page,
		 struct query_column column, int64_t year,
		 const struct report *report);

/* The word for a field, as a writer has it and as a heading of a column. */
const char *query_column_word(struct query_column column,
			      const struct report *report, struct arena *arena);
const char *query_column_heading(struct query_column column,
				 const struct report *report,
				 struct arena *arena);

/* Read a condition such as `avgift > 0 tkr och nivå = lokal`. NULL: findings.
 */
struct query_condition *query_parse_condition(const char *text,
					      struct span where,
					      const struct report *report,
					      struct arena *arena,
					      struct diag_list *diags);

/* Does the forum fulfil the condition in `year`? NULL is always fulfilled. */
bool query_matches(const struct query_condition *condition,
		   const struct page *page, int64_t year,
		   const struct report *report);

/* Read a question such as `summa(avgift) i mnkr`. NULL: findings. */
struct query *query_parse(const char *text, struct span where,
			  const struct report *report, struct arena *arena,
			  struct diag_list *diags);

/* The kind of number the question answers with. */
enum quantity_kind query_kind(const struct query *query);

/* The answer, and how it is written where the question stands in a text. */
struct query_answer {
	struct quantity_sum sum;
	struct quantity result;
	enum quantity_unit unit;
	int decimals;
	const char *text; /* in the arena */
};

/* Answer for the year that the question names, or for `year`. */
struct query_answer query_answer(const struct query *query, int64_t year,
				 const struct report *report,
				 struct arena *arena);

/*
 * Append what a sum lacks, ` (6 forum ej beräknade)`, or nothing; with
 * `forums` the word is said, else only the number.
 */
void query_append_lacks(GString *out, const struct quantity_sum *sum,
			bool forums, const struct labels *labels);

#endif
