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
#include "base/quantity_sum.h"
#include "base/source.h"
#include "report/query_condition.h"
#include "report/query_field.h"

struct arena;
struct diag_list;
struct labels;
struct query;
struct report;

/* Read a question such as `summa(avgift) i mnkr`. NULL: findings. */
struct query *query_parse(const char *text, struct span where,
			  const struct report *report, struct arena *arena,
			  struct diag_list *diags);

/* How a question counts. */
enum query_measure {
	MEASURE_COUNT, /* what forums stand for */
	MEASURE_ROWS,  /* forums */
	MEASURE_SUM,
	MEASURE_MEAN,
	MEASURE_LEAST,
	MEASURE_LARGEST,
	MEASURE_DISTINCT
};

/* One measure of a question, and how many years before its year it is of. */
struct query_part {
	enum query_measure measure;
	const struct query_column *columns; /* that are added, or counted */
	size_t columns_count;
	int64_t years_before;
};

#define QUERY_PARTS_MOST 2

/*
 * What a question says: one measure; of a quotient also what it is divided
 * by; of a change the same again, of the year before.
 */
struct query_parts {
	struct query_part parts[QUERY_PARTS_MOST];
	size_t count;
	bool is_quotient;
	bool is_change;
	bool across;	       /* kinds of membership */
	const char *condition; /* as written; NULL: none */
	int64_t year;	       /* 0: not said */
};

/* The parts of a question; they live as long as it does. */
struct query_parts query_parts(const struct query *query);

/* Is the forum one of those that the question is about in `year`? */
bool query_takes_part(const struct query *query, const struct page *page,
		      int64_t year, const struct report *report);

/*
 * Add to `sum` what a part of the question adds for a forum that takes part;
 * nothing for MEASURE_DISTINCT, which has no sum.
 */
void query_add_forum(const struct query *query, size_t part,
		     const struct page *page, int64_t year,
		     struct quantity_sum *sum);

/* The kind of number the question answers with. */
enum quantity_kind query_kind(const struct query *query);

/*
 * Can a number of the kind `of` be divided by one of the kind `by`? `kind`
 * becomes that of the quotient.
 */
bool query_can_divide(enum quantity_kind of, enum quantity_kind by,
		      enum quantity_kind *kind);

/*
 * Is an amount for each `by` only to be compared within one kind of
 * membership? A membership with a fee and one by law give different things.
 */
bool query_is_sensitive(enum quantity_kind of, enum query_field by);

/*
 * Add the forum's membership to `kinds` (words, each once); NULL when the
 * forum has none.
 */
void query_note_membership(GPtrArray *kinds, const struct page *page,
			   const struct report *report);

/* Add the finding that `kinds` are compared at `where`. */
void query_refuse_unlike(const GPtrArray *kinds, struct span where,
			 const char *remedy, struct diag_list *diags);

/* The answer, and how it is written where the question stands in a text. */
struct query_answer {
	const struct query *query;
	struct quantity_sum sum;
	/* Of a quotient what is divided by, of a change the year before. */
	struct quantity_sum by;
	struct quantity earlier; /* of a change: what it is against */
	struct quantity result;
	enum quantity_division division;
	enum quantity_unit unit;
	int decimals;
	const char *text; /* in the arena */
};

/* Answer for the year that the question names, or for `year`. */
struct query_answer query_answer(const struct query *query, int64_t year,
				 const struct report *report,
				 struct arena *arena);

/* What a part of the question has as its result, without rounding. */
struct quantity query_part_result(const struct query_answer *answer,
				  size_t part);

/*
 * The result rounded, once, to `decimals` decimals of `unit`, as
 * quantity_rounded() does.
 */
struct quantity query_rounded(const struct query_answer *answer,
			      enum quantity_unit unit, int decimals);

/*
 * Does the question, in `year`, divide by nothing or by what is not known,
 * compare unlike kinds of membership, or become too large? −1 with the
 * finding at that part of it, or 0.
 */
int query_check(const struct query_answer *answer, int64_t year,
		const struct report *report, struct diag_list *diags);

/*
 * Append what a sum lacks, ` (6 forum ej beräknade)`, or nothing; with
 * `forums` the word is said, else only the number. What has no value of its
 * own tells how many are reported under another.
 */
void query_append_lacks(GString *out, const struct quantity_sum *sum,
			bool forums, const struct labels *labels);

/* The same of what a quotient divides by: ` (i nämnaren 2 forum …)`. */
void query_append_divisor_lacks(GString *out, const struct quantity_sum *by,
				bool forums, const struct labels *labels);

#endif
