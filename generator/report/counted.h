/*
 * counted: which forums does a total count, and how was each counted?
 */
#ifndef BILAGA_REPORT_COUNTED_H
#define BILAGA_REPORT_COUNTED_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "report/account.h"
#include "report/columns.h"

struct arena;

/*
 * On a page more rows than this are told section by section, so that it does
 * not grow with the report.
 */
#define COUNTED_ROWS_MOST 300

/* What a part of a question adds: nothing but forums when `count` is 0. */
struct counted_part {
	enum query_measure measure;
	size_t first; /* of its columns */
	size_t count;
	int64_t year;
};

/* The forums that take part in a total, and of each these columns. */
struct counted {
	const struct account *account;
	const struct report *report;
	struct arena *arena;	    /* where what is made of this lies */
	enum query_measure measure; /* of the first part */
	struct counted_part parts[QUERY_PARTS_MOST];
	size_t parts_count; /* 0 unless it is of a question */
	bool one_year;	    /* all parts are of the same */
	const struct page **forums;
	size_t forums_count;
	struct columns columns; /* the first names the forum */
	const int64_t *years;	/* that stand side by side, if several do */
	size_t years_count;
	const char *where; /* the condition as written; NULL: all forums */
};

/* Find what `account` counts; all of it lies in `arena`. */
void counted_init(struct counted *counted, const struct account *account,
		  const struct report *report, struct arena *arena);

/* The year of a column. */
int64_t counted_year(const struct counted *counted, size_t column);

/*
 * Does the total count the forum, which is one of `forums`, in the year of a
 * part? If not, it adds nothing to it.
 */
bool counted_takes_part(const struct counted *counted, size_t part,
			const struct page *page);

/* Are the rows too many for a page? */
bool counted_is_brief(const struct counted *counted);

/* Of how many columns a forum gives a figure, or why it gives none. */
struct judgement {
	size_t counted;
	size_t unknown;
	size_t missing;
	size_t per_part;
	size_t not_applicable;
	const struct page *elsewhere; /* NULL: not reported elsewhere */
};

struct judgement counted_judge(const struct counted *counted,
			       const struct page *page);

/*
 * Append how the forum was counted, `räknas delvis: avgift okänd`, when it is
 * judged so. How a figure that was worked out from others came about belongs
 * here, too.
 */
void counted_append_how(GString *out, const struct counted *counted,
			const struct page *page,
			const struct judgement *judgement);

#endif
