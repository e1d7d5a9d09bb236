/*
 * calendar: which day is so long before or after another?
 *
 * Days are those of the Gregorian calendar. A day that a month does not have
 * is its last: one month before 31 March is 28 or 29 February.
 */
#ifndef BILAGA_REPORT_CALENDAR_H
#define BILAGA_REPORT_CALENDAR_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct date;
struct labels;
struct length;

/* The years that figures and dates may have. */
#define CALENDAR_YEAR_LEAST 1900
#define CALENDAR_YEAR_MOST  2200

/* How many days the month has. */
int calendar_days_in_month(int year, int month);

/* Is the day known, not the month or year only? */
bool calendar_is_day(const struct date *date);

/* The first and the last day that `date` can mean; its year is known. */
struct date calendar_first_day(const struct date *date);
struct date calendar_last_day(const struct date *date);

/* Negative, 0 or positive as the day `a` comes before, is or is after `b`. */
int calendar_compare(const struct date *a, const struct date *b);

/*
 * The day `times` times `length` after `day`, or before it when `times` is
 * negative; counted from `day` at once, so that 31 January and two months are
 * 31 March.
 */
struct date calendar_add(const struct date *day, const struct length *length,
			 long times);

/*
 * The first of the days `day`, `day` and once `length`, `day` and twice and so
 * on that does not come before `from`. `length` is not nothing.
 */
struct date calendar_repeat(const struct date *day, const struct length *length,
			    const struct date *from);

/*
 * Read `6 månader`, in the words of `labels`, to months and days of `length`;
 * the rest of it is left. −1 when it is no length, and nothing is added.
 */
int calendar_parse_length(struct length *length, const char *text,
			  const struct labels *labels);

/* Append some lengths, for a finding, in the words of `labels`. */
void calendar_append_lengths(GString *out, const struct labels *labels);

#endif
