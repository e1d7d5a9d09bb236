#include "report/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "report/labels.h"
#include "report/report.h"

#define MONTHS_IN_YEAR 12
#define DAYS_IN_WEEK   7

int calendar_days_in_month(int year, int month)
{
	return g_date_get_days_in_month((GDateMonth)month, (GDateYear)year);
}

bool calendar_is_day(const struct date *date)
{
	return date->day > 0;
}

struct date calendar_first_day(const struct date *date)
{
	struct date day = *date;

	day.month = MAX(day.month, 1);
	day.day = MAX(day.day, 1);
	return day;
}

struct date calendar_last_day(const struct date *date)
{
	struct date day = *date;

	if (day.month == 0)
		day.month = MONTHS_IN_YEAR;
	if (day.day == 0)
		day.day = (uint8_t)calendar_days_in_month(day.year, day.month);
	return day;
}

static void to_gdate(GDate *out, const struct date *day)
{
	g_assert(calendar_is_day(day));
	g_date_clear(out, 1);
	g_date_set_dmy(out, day->day, (GDateMonth)day->month, day->year);
}

int calendar_compare(const struct date *a, const struct date *b)
{
	GDate left;
	GDate right;

	to_gdate(&left, a);
	to_gdate(&right, b);
	return g_date_compare(&left, &right);
}

struct date calendar_add(const struct date *day, const struct length *length,
			 long times)
{
	unsigned count = (unsigned)labs(times);
	struct date result;
	GDate date;

	to_gdate(&date, day);
	if (times < 0) {
		g_date_subtract_months(&date, count * length->months);
		g_date_subtract_days(&date, count * length->days);
	} else {
		g_date_add_months(&date, count * length->months);
		g_date_add_days(&date, count * length->days);
	}
	result.year = g_date_get_year(&date);
	result.month = (uint8_t)g_date_get_month(&date);
	result.day = g_date_get_day(&date);
	return result;
}

struct date calendar_repeat(const struct date *day, const struct length *length,
			    const struct date *from)
{
	long most = (long)(length->months * 31 + length->days);
	struct date result = *day;
	GDate first;
	GDate last;
	long times;

	g_assert(most > 0);
	to_gdate(&first, day);
	to_gdate(&last, from);
	/* So often it fits even if all its months were long. */
	times = MAX(g_date_days_between(&first, &last) / most, 0);
	do
		result = calendar_add(day, length, times++);
	while (calendar_compare(&result, from) < 0);
	return result;
}

static const struct {
	enum label one;
	enum label many;
	unsigned months;
	unsigned days;
} units[] = {
	{ LABEL_LENGTH_DAY, LABEL_LENGTH_DAYS, 0, 1 },
	{ LABEL_LENGTH_WEEK, LABEL_LENGTH_WEEKS, 0, DAYS_IN_WEEK },
	{ LABEL_LENGTH_MONTH, LABEL_LENGTH_MONTHS, 1, 0 },
	{ LABEL_LENGTH_YEAR, LABEL_LENGTH_YEARS, MONTHS_IN_YEAR, 0 },
};

int calendar_parse_length(struct length *length, const char *text,
			  const struct labels *labels)
{
	size_t digits = strspn(text, "0123456789");
	size_t blanks = strspn(text + digits, " ");
	unsigned number = 0;

	/* At most 999: no day is then out of what GLib can count. */
	if (digits == 0 || digits > 3 || blanks == 0)
		return -1;
	for (size_t i = 0; i < digits; i++)
		number = number * 10 + (unsigned)(text[i] - '0');
	if (number == 0)
		return -1;
	text += digits + blanks;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		if (strcmp(text, labels_word(labels, units[i].one)) != 0 &&
		    strcmp(text, labels_word(labels, units[i].many)) != 0)
			continue;
		length->months = number * units[i].months;
		length->days = number * units[i].days;
		return 0;
	}
	return -1;
}

void calendar_append_lengths(GString *out, const struct labels *labels)
{
	g_string_append_printf(out, "14 %s | 2 %s | 6 %s | 1 %s",
			       labels_word(labels, LABEL_LENGTH_DAYS),
			       labels_word(labels, LABEL_LENGTH_WEEKS),
			       labels_word(labels, LABEL_LENGTH_MONTHS),
			       labels_word(labels, LABEL_LENGTH_YEAR));
}
