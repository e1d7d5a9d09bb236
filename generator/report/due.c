#include "report/due.h"

#include "base/arena.h"
#include "report/calendar.h"

static const struct length one_day = { .days = 1 };
static const struct length one_year = { .months = 12 };

static bool is_said(const struct length *length)
{
	return length->months > 0 || length->days > 0;
}

/* --- When an agreement ends ----------------------------------------------- */

/* Notice was given: the period that then runs is the last one. */
static struct date end_after_notice(const struct agreement *agreement)
{
	struct date end = { 0 };
	struct date given = calendar_last_day(&agreement->ended);
	struct date free;

	if (is_said(&agreement->notice))
		free = calendar_add(&given, &agreement->notice, 1);
	else
		free = given;
	if (agreement->until.year == 0)
		return is_said(&agreement->notice) ? free : end;
	if (!is_said(&agreement->extended))
		return agreement->until;
	end = calendar_last_day(&agreement->until);
	return calendar_repeat(&end, &agreement->extended, &free);
}

/* The end that has not passed, or the only one; year 0: none is known. */
static struct date next_end(const struct agreement *agreement,
			    const struct report *report)
{
	const struct date *seen = &report->publication.seen_from;
	struct date end;

	if (agreement->ended.year > 0)
		return end_after_notice(agreement);
	if (agreement->until.year == 0)
		return agreement->until;
	end = calendar_last_day(&agreement->until);
	/* As it was written, as long as that is the end. */
	if (!is_said(&agreement->extended) || calendar_compare(&end, seen) >= 0)
		return agreement->until;
	return calendar_repeat(&end, &agreement->extended, seen);
}

bool due_last_day(struct date *day, const struct agreement *agreement,
		  const struct report *report)
{
	const struct date *seen = &report->publication.seen_from;
	struct date first;
	struct date from;

	if (agreement->until.year == 0 || !is_said(&agreement->notice) ||
	    agreement->ended.year > 0)
		return false;
	first = calendar_last_day(&agreement->until);
	*day = calendar_add(&first, &agreement->notice, -1);
	if (!is_said(&agreement->extended))
		return true;
	/* Not before this: months differ by at most three days. */
	from = calendar_add(seen, &agreement->notice, 1);
	from = calendar_add(&from, &one_day, -4);
	if (calendar_compare(&from, &first) < 0)
		from = first;
	while (calendar_compare(day, seen) < 0) {
		struct date end;

		from = calendar_add(&from, &one_day, 1);
		end = calendar_repeat(&first, &agreement->extended, &from);
		*day = calendar_add(&end, &agreement->notice, -1);
		from = end;
	}
	return true;
}

/* --- When something is reviewed ------------------------------------------- */

/* The last day of the term of office that `day` lies in. */
static struct date term_end(const struct date *day,
			    const struct publication *publication)
{
	const struct date *first = &publication->term_from;
	long years = (long)publication->term_years;
	struct length term = { .months = (unsigned)years * one_year.months };
	struct date next = *first;
	struct date before;
	long times = 0;

	while (calendar_compare(&next, day) <= 0)
		next = calendar_add(first, &term, ++times);
	while (first->year + (times - 1) * years >= CALENDAR_YEAR_LEAST) {
		before = calendar_add(first, &term, times - 1);
		if (calendar_compare(&before, day) <= 0)
			break;
		next = before;
		times--;
	}
	return calendar_add(&next, &one_day, -1);
}

/* Once each term: in the one after that in which it was last done. */
static struct date next_in_term(const struct review *review,
				const struct report *report)
{
	const struct publication *publication = &report->publication;
	struct date day;

	if (review->last.year == 0)
		return term_end(&publication->seen_from, publication);
	day = calendar_last_day(&review->last);
	day = term_end(&day, publication);
	day = calendar_add(&day, &one_day, 1);
	return term_end(&day, publication);
}

/* As exact as that from which it is counted. */
static struct date years_after(const struct date *from, int years)
{
	struct date when = *from;

	if (calendar_is_day(from))
		return calendar_add(from, &one_year, years);
	when.year = (uint16_t)(when.year + years);
	return when;
}

static struct date next_review(const struct review *review,
			       const struct agreement *agreement,
			       const struct report *report)
{
	const struct date none = { 0 };
	int years = review->interval - LABEL_INTERVAL_1 + 1;

	if (review->next.year > 0)
		return review->next;
	if (review->interval == LABEL_INTERVAL_TERM)
		return next_in_term(review, report);
	if (review->interval == 0)
		return none;
	if (review->last.year > 0)
		return years_after(&review->last, years);
	if (agreement->from.year > 0)
		return years_after(&agreement->from, years);
	return none;
}

/* --- What is due -----------------------------------------------------------
 */

static const char *word(const struct report *report, enum label label)
{
	return labels_word(&report->labels, label);
}

static void add_end(GArray *dues, struct due due,
		    const struct agreement *agreement,
		    const struct report *report, struct arena *arena)
{
	due.kind = DUE_END;
	due.extended =
		is_said(&agreement->extended) && agreement->ended.year == 0;
	due.what = word(report, due.extended ? LABEL_PAGE_AGREEMENT_EXTENDED
					     : LABEL_PAGE_AGREEMENT_ENDS);
	if (agreement->kind != NULL)
		due.what = arena_printf(arena, "%s (%s)", due.what,
					agreement->kind);
	due.when = next_end(agreement, report);
	due.why = agreement->ended.year > 0 ? LABEL_PAGE_WHY_ENDED
		  : agreement->further	    ? LABEL_PAGE_WHY_FURTHER
					    : LABEL_PAGE_WHY_NO_END;
	g_array_append_val(dues, due);
}

static void add_notice(GArray *dues, struct due due,
		       const struct agreement *agreement,
		       const struct report *report)
{
	if (!due_last_day(&due.when, agreement, report))
		return;
	due.kind = DUE_NOTICE;
	due.what = word(report, LABEL_PAGE_NOTICE_DUE);
	g_array_append_val(dues, due);
}

static void add_review(GArray *dues, struct due due,
		       const struct review *review,
		       const struct agreement *agreement,
		       const struct report *report, struct arena *arena)
{
	GString *what = g_string_new(word(report, LABEL_PAGE_REVIEW));

	if (review->what != NULL)
		g_string_append_printf(what, ": %s", review->what);
	if (review->interval != 0)
		g_string_append_printf(
			what, "%s %s", review->what != NULL ? "," : "",
			word(report, (enum label)review->interval));
	else if (review->text != NULL)
		g_string_append_printf(what, ": %s", review->text);
	due.kind = DUE_REVIEW;
	due.what = arena_take(arena, what);
	due.when = next_review(review, agreement, report);
	due.why = review->interval == 0 ? LABEL_PAGE_WHY_NO_INTERVAL
					: LABEL_PAGE_WHY_NO_LAST;
	g_array_append_val(dues, due);
}

void due_append(GArray *dues, const struct page *page,
		const struct report *report, struct arena *arena)
{
	const struct agreement *agreement = page->forum->agreement;
	struct due due = { .page = page, .order = dues->len };

	if (agreement == NULL)
		return;
	/* What is only reviewed binds nobody, so nothing ends. */
	if (agreement->kind != NULL || agreement->decision != NULL ||
	    agreement->from.year > 0 || agreement->until.year > 0 ||
	    agreement->further || agreement->ended.year > 0)
		add_end(dues, due, agreement, report, arena);
	add_notice(dues, due, agreement, report);
	for (size_t i = 0; i < agreement->reviews_count; i++)
		add_review(dues, due, &agreement->reviews[i], agreement, report,
			   arena);
}

static int compare_dues(const void *left, const void *right)
{
	const struct due *a = left;
	const struct due *b = right;
	int order = (a->when.year == 0) - (b->when.year == 0);

	if (order == 0 && a->when.year > 0) {
		struct date first = calendar_last_day(&a->when);
		struct date second = calendar_last_day(&b->when);

		order = calendar_compare(&first, &second);
	}
	if (order == 0)
		order = (a->order > b->order) - (a->order < b->order);
	return order != 0 ? order : (int)a->kind - (int)b->kind;
}

void due_append_all(GArray *dues, const struct report *report,
		    struct arena *arena)
{
	for (size_t i = 0; i < report->forums_count; i++)
		if (report_year(report->forums[i]->forum,
				report->publication.year) != NULL)
			due_append(dues, report->forums[i], report, arena);
	for (guint i = 0; i < dues->len; i++)
		g_array_index(dues, struct due, i).order = i;
	g_array_sort(dues, compare_dues);
}

enum label due_state(const struct due *due, const struct report *report)
{
	const struct date *seen = &report->publication.seen_from;
	struct date year = calendar_add(seen, &one_year, 1);
	struct date day;

	if (due->when.year == 0)
		return LABEL_PAGE_NO_DATE;
	day = calendar_last_day(&due->when);
	if (calendar_compare(&day, seen) < 0)
		return LABEL_PAGE_PASSED;
	return calendar_compare(&day, &year) <= 0 ? LABEL_PAGE_WITHIN_YEAR
						  : LABEL_PAGE_LATER;
}
