/*
 * facts: what is told of a forum beside its figures and its text?
 *
 * The facts of the head, in words and in order, so that every format tells
 * the same.
 */
#ifndef BILAGA_REPORT_FACTS_H
#define BILAGA_REPORT_FACTS_H

#include <glib.h>
#include <stddef.h>

struct arena;
struct page;
struct report;
struct target;

/* One thing told: a text, which may lead somewhere, and what follows it. */
struct fact_item {
	const char *text;
	const struct target *target; /* NULL: leads nowhere */
	const char *after;	     /* NULL: nothing */
	struct fact_item *next;
};

struct fact {
	const char *heading;
	const char *role; /* of a document's: "signed-by"; NULL: none */
	struct fact_item *items;
	struct fact *next;
};

/* The facts of the forum `page`, in `arena`; NULL when there are none. */
const struct fact *facts_of_forum(const struct report *report,
				  const struct page *page, struct arena *arena);

struct date;
struct document;

/* What the head of `document` says, likewise. */
const struct fact *facts_of_document(const struct report *report,
				     const struct document *document,
				     struct arena *arena);

/* Append a date as in tables, `2024-02-08`, or as much as is known of it. */
void facts_append_date(GString *out, const struct date *date);

/* The same as a text in `arena`; NULL when nothing is known of it. */
const char *facts_date(const struct date *date, struct arena *arena);

/* Append a date as in running text, `8 februari 2024`. */
void facts_append_long_date(GString *out, const struct date *date,
			    const struct report *report);

#endif
