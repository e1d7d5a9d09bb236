/*
 * collection: how far has the collection of a year's figures come?
 *
 * When a new year begins its figures are copied from the year before and marked
 * as carried over; who answers for a forum confirms them. What a forum's year
 * says of itself (draft, done, reviewed) is told beside that.
 */
#ifndef BILAGA_REPORT_COLLECTION_H
#define BILAGA_REPORT_COLLECTION_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct diag_list;
struct forum_year;
struct named;
struct page;
struct report;
struct table;
struct target;

/* How a forum's year stands; one that is carried over has no other state. */
enum collection_state {
	COLLECTION_CARRIED,
	COLLECTION_DRAFT,
	COLLECTION_NOT_SAID, /* figures, but no status */
	COLLECTION_DONE,
	COLLECTION_REVIEWED,
	COLLECTION_STATES
};

enum collection_state collection_state(const struct forum_year *year);

/* The figures of `year`, among the coming years as well; NULL: none. */
const struct forum_year *collection_year(const struct page *page, int64_t year);

/* The last year before `year` of which some forum has figures; 0: none. */
int64_t collection_year_before(const struct report *report, int64_t year);

/* How many figures are asked for that the year does not say. */
size_t collection_lacking(const struct report *report,
			  const struct forum_year *year);

/* The forums of one unit. */
struct collection_unit {
	const struct named *unit; /* NULL: no unit answers for them */
	size_t forums;		  /* that have the year */
	size_t states[COLLECTION_STATES];
	size_t lacking;		   /* figures that nobody has given */
	const struct page **pages; /* that have the year, in order */
};

/*
 * The units that have forums with figures of `year`, coming or not, by their
 * names, that of no unit last. In `arena`; `*count` is how many.
 */
const struct collection_unit *collection_units(const struct report *report,
					       int64_t year,
					       struct arena *arena,
					       size_t *count);

/* Does some forum of the report's year have figures that are carried over? */
bool collection_has_carried(const struct report *report);

/*
 * Hold what years say of themselves to their figures, and tell, once for each
 * unit and year up to the publication's own, what is not confirmed.
 */
void collection_check(const struct report *report, struct diag_list *diags);

/*
 * A sentence that the figures are carried over, of one forum, or of the `years`
 * of forums (const struct forum_year *), which are sorted. In `arena`.
 */
const char *collection_sentence(const struct forum_year *year,
				const struct report *report,
				struct arena *arena);
const char *collection_sentences(GPtrArray *years, const struct report *report,
				 struct arena *arena);

/* {collection}: for each unit, how many of its forums stand in each way. */
const struct table *collection_table(const void *options,
				     const struct target *target,
				     const struct report *report,
				     struct arena *arena);

#endif
