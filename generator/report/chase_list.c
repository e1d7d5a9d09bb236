#include "report/chase_list.h"

#include "base/arena.h"
#include "report/coverage.h"
#include "report/registers.h"
#include "report/report.h"

static size_t count_lacking(const struct report *report,
			    const struct page *page, enum standing standing)
{
	size_t count = 0;

	for (size_t i = 0; i < coverage_fields(report); i++)
		count += coverage_is_asked(report, i) &&
			 coverage_of(report, page, i) == standing;
	return count;
}

static struct chase_list *find_list(GPtrArray *lists, const struct named *unit,
				    const struct report *report,
				    struct arena *arena)
{
	const char *folder = labels_word(&report->labels, LABEL_DATA_CHASE);
	struct chase_list *list;

	for (guint i = 0; i < lists->len; i++) {
		list = g_ptr_array_index(lists, i);
		if (list->unit == unit)
			return list;
	}
	list = arena_new_array(arena, struct chase_list, 1);
	list->unit = unit;
	/* No id has that character, so no unit has that name. */
	list->csv = arena_printf(arena, "data/%s/%s.csv", folder,
				 unit == NULL ? "_" : unit->id);
	list->text = arena_printf(arena, "data/%s/%s.txt", folder,
				  unit == NULL ? "_" : unit->id);
	list->forums = arena_new_array(arena, const struct page *,
				       report->forums_count);
	g_ptr_array_add(lists, list);
	return list;
}

static gint compare_lists(gconstpointer left, gconstpointer right,
			  gpointer data)
{
	return registers_compare_units(
		data, (*(struct chase_list *const *)left)->unit,
		(*(struct chase_list *const *)right)->unit);
}

const struct chase_list *chase_lists(const struct report *report,
				     struct arena *arena, size_t *count)
{
	GPtrArray *lists = g_ptr_array_new();
	struct chase_list *result;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];
		const struct forum_year *year =
			report_year(page->forum, report->publication.year);
		struct chase_list *list;
		size_t unknown;
		size_t missing;

		if (year == NULL)
			continue;
		unknown = count_lacking(report, page, STANDING_UNKNOWN);
		missing = count_lacking(report, page, STANDING_MISSING);
		if (unknown + missing == 0 && !year->carried)
			continue;
		list = find_list(lists, page->forum->responsible.to, report,
				 arena);
		list->forums[list->forums_count++] = page;
		list->unknown += unknown;
		list->missing += missing;
		list->carried += year->carried;
	}
	g_ptr_array_sort_with_data(lists, compare_lists, (void *)report);
	*count = lists->len;
	result = arena_new_array(arena, struct chase_list, lists->len + 1);
	for (guint i = 0; i < lists->len; i++)
		result[i] = *(struct chase_list *)g_ptr_array_index(lists, i);
	g_ptr_array_free(lists, TRUE);
	return result;
}
