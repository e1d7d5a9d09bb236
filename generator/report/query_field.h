/*
 * query_field: what can be known of a forum?
 */
#ifndef BILAGA_REPORT_QUERY_FIELD_H
#define BILAGA_REPORT_QUERY_FIELD_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/quantity.h"
#include "base/quantity_sum.h"
#include "base/source.h"

struct arena;
struct forum_year;
struct diag_list;
struct page;
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
	FIELD_CARRIED, /* carried over and not confirmed: yes or no */
	FIELD_STATUS,
	FIELD_STANDS_FOR,
	FIELD_PARTICIPANTS,	/* of one group */
	FIELD_ALL_PARTICIPANTS, /* of all groups */
	FIELD_HOURS,		/* of one group */
	FIELD_ALL_HOURS,	/* of all groups */
	FIELD_MEETINGS,		/* a year, of all bodies of the forum */
	FIELD_FEE,
	FIELD_OTHER,
	FIELD_COST,	 /* fee and other together */
	FIELD_COMPUTED,	 /* other, worked out of hours and journeys */
	FIELD_FULL_COST, /* fee, and other as stated or else as computed */
	FIELD_COUNT
};

/*
 * A field. `group` is which group FIELD_PARTICIPANTS and FIELD_HOURS are of;
 * how many groups there are, with FIELD_ALL_…; and how many parts the number
 * of the section has that FIELD_SECTION means, 0 for the nearest.
 */
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

/* A count that is known. */
struct quantity query_count(int64_t count);

/* The section that FIELD_SECTION means by `group` for the forum. */
const struct page *query_section(const struct page *page, size_t group);

/*
 * The number of a forum in `year`. `*elsewhere` becomes the forum under which
 * it is reported, if it is. A forum without that year has QUANTITY_MISSING.
 */
struct quantity query_quantity(const struct page *page,
			       struct query_column column, int64_t year,
			       const struct page **elsewhere);

/* The same of a year of the forum's, coming or not; NULL: it has none. */
struct quantity query_quantity_of(const struct page *page,
				  struct query_column column,
				  const struct forum_year *figures,
				  const struct page **elsewhere);

/*
 * Add the `count` columns of a forum, together, to `sum`, which is of forums:
 * one that lacks more than one of them, or a part of one, lacks once.
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

/* Has the forum the thing called `key`, or any with NULL? */
bool query_has_item(const struct page *page, struct query_column column,
		    int64_t year, const char *key, const struct report *report);

/*
 * The word for a field, as a writer has it; as a heading of a column; and as
 * that without a unit.
 */
const char *query_column_word(struct query_column column,
			      const struct report *report, struct arena *arena);
const char *query_column_heading(struct query_column column,
				 const struct report *report,
				 struct arena *arena);
const char *query_column_name(struct query_column column,
			      const struct report *report, struct arena *arena);

#endif
