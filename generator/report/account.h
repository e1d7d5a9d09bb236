/*
 * account: which totals can tell how they came about?
 *
 * An account is kept of each question in a text, of each section's table of
 * costs and of each {forums} table with a total. It has a permanent id, by
 * which its page is found; account_rows.h has what stands there.
 */
#ifndef BILAGA_REPORT_ACCOUNT_H
#define BILAGA_REPORT_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "report/query.h"

struct account_book;
struct page;
struct report;
struct target;

enum account_kind {
	ACCOUNT_QUESTION, /* of a {value} or a {claim} */
	ACCOUNT_SECTION,  /* of a section's table of costs */
	ACCOUNT_TABLE	  /* of a {forums} table */
};

/* A page where the total stands. */
struct account_place {
	const struct page *page;
	struct account_place *next;
};

struct account {
	enum account_kind kind;
	/*
	 * That of the section or table; of a question its words and its marks,
	 * `summa(avgift) där nivå = lokal` as `summa-avgift-dar-niva-lokal`.
	 */
	const char *id;
	const char *title;    /* "7,9 mnkr"; "2.1 Norr"; "Tabell 3. Avgifter" */
	const char *question; /* as written; NULL unless ACCOUNT_QUESTION */
	int64_t year;	      /* whose figures are counted */
	const struct query *query;	   /* NULL unless ACCOUNT_QUESTION */
	const struct query_answer *answer; /* likewise */
	const struct page *section;	   /* NULL unless ACCOUNT_SECTION */
	const void *options; /* of {forums}; NULL unless ACCOUNT_TABLE */
	const struct target *target; /* of the table; NULL: a question */
	/* In reading order; none when only the front page has it. */
	struct account_place *places;
	bool on_front;
};

/*
 * A book that accounts of `report` are entered in. account_book_close() gives
 * all their ids, hands them to the report and frees the book.
 */
struct account_book *account_book_new(struct report *report);
void account_book_close(struct account_book *book);

/*
 * The account of the question `text`, read as `query`, on `page`, with its
 * answer for the year that it names, else for `year`. What is asked again has
 * the account that it had. `page` is NULL for the front page.
 */
const struct account *account_of_question(struct account_book *book,
					  const struct page *page,
					  const struct query *query,
					  const char *text, int64_t year);

/* Enter the table of costs of the section `page`, unless it has no total. */
void account_enter_section(struct account_book *book, const struct page *page);

/*
 * Enter the {forums} table `target` with the `options` that it was read with,
 * unless it has no total.
 */
void account_enter_table(struct account_book *book, struct target *target,
			 const void *options);

#endif
