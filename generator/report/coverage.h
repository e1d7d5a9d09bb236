/*
 * coverage: how does each forum stand with each thing asked for?
 *
 * A field is something that a head can say: the participants of each group,
 * the costs, the form, the agreement and so on. Fields are numbered from 0, the
 * groups first.
 */
#ifndef BILAGA_REPORT_COVERAGE_H
#define BILAGA_REPORT_COVERAGE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct page;
struct report;

enum standing {
	STANDING_VALUE,
	STANDING_NOT_APPLICABLE,
	STANDING_ELSEWHERE, /* it is reported under another forum */
	STANDING_UNKNOWN,
	STANDING_MISSING,
	STANDING_COUNT
};

/* How many fields there are. */
size_t coverage_fields(const struct report *report);

/* Is the field one that a forum must say something of every year? */
bool coverage_is_asked(const struct report *report, size_t field);

/* The key as a writer has it, and the words of pages; in `arena`. */
const char *coverage_key(const struct report *report, size_t field,
			 struct arena *arena);
const char *coverage_heading(const struct report *report, size_t field,
			     struct arena *arena);

/* How the forum, which has the report's year, stands with the field. */
enum standing coverage_of(const struct report *report, const struct page *page,
			  size_t field);

/* Is the field marked as judged by the authors? */
bool coverage_is_judged(const struct report *report, const struct page *page,
			size_t field);

/* Append what the forum says of a field that can be judged, or nothing. */
void coverage_append(GString *out, const struct report *report,
		     const struct page *page, size_t field);

/* Append the value of a field that must be said of every year, or nothing. */
void coverage_append_value(GString *out, const struct report *report,
			   const struct page *page, size_t field);

/* How many fields stand in each way. */
struct coverage {
	size_t forums; /* entries that were added */
	size_t standing[STANDING_COUNT];
};

/* Add how the forum stands with all fields that must be said. */
void coverage_add(struct coverage *coverage, const struct report *report,
		  const struct page *page);

/*
 * What is known (a value, or that there is none) of what could be, in whole
 * per cent; −1 when there is nothing. 100 is only all, and 0 only nothing:
 * what lies between is 1 to 99, rounded half up.
 */
int coverage_share(const struct coverage *coverage);

#endif
