#include "format/search_parts.h"

#include <glib.h>

#include "base/arena.h"
#include "report/report.h"

bool search_is_divided(const struct report *report)
{
	size_t forums = 0;

	for (size_t i = 0; i < report->pages_count; i++)
		forums += report->pages[i]->kind == PAGE_FORUM;
	return forums > SEARCH_FORUMS_MOST;
}

/* In reading order the page that one lies in is the last one so deep. */
static void find_ups(struct search_place *places, const struct report *report)
{
	GArray *last = g_array_new(FALSE, TRUE, sizeof(long));

	for (size_t i = 0; i < report->pages_count; i++) {
		const struct page *page = report->pages[i];

		g_array_set_size(last, page->depth + 1);
		g_array_index(last, long, page->depth) = (long)i;
		places[i].up =
			page->depth == 0
				? -1
				: g_array_index(last, long, page->depth - 1);
		g_assert(page->parent == NULL ||
			 report->pages[places[i].up] == page->parent);
	}
	g_array_free(last, TRUE);
}

static void add_up(struct search_place *places, const struct report *report)
{
	for (size_t i = report->pages_count; i-- > 0;) {
		struct search_place *place = &places[i];

		place->size++;
		place->forums += report->pages[i]->kind == PAGE_FORUM;
		if (place->up < 0)
			continue;
		places[place->up].size += place->size;
		places[place->up].forums += place->forums;
	}
}

static void add_run(GArray *parts, size_t first, size_t count)
{
	struct search_part part = { first, count };
	struct search_part *last =
		parts->len == 0 ? NULL
				: &g_array_index(parts, struct search_part,
						 parts->len - 1);

	if (last != NULL && last->count + count <= SEARCH_PAGES_MOST)
		last->count += count;
	else
		g_array_append_val(parts, part);
}

/* What is too large stands by itself, and what lies in it comes next. */
static void divide(GArray *parts, struct search_place *places,
		   const struct report *report)
{
	size_t step;

	for (size_t i = 0; i < report->pages_count; i += step) {
		bool whole = places[i].size <= SEARCH_PAGES_MOST;

		step = whole ? places[i].size : 1;
		places[i].framed = report->pages[i]->kind != PAGE_FORUM;
		add_run(parts, i, step);
	}
}

struct search_parts search_parts(const struct report *report,
				 struct arena *arena)
{
	size_t count = report->pages_count;
	struct search_place *places =
		arena_new_array(arena, struct search_place, count + 1);
	struct search_parts parts = { places, NULL, 0 };

	find_ups(places, report);
	add_up(places, report);
	if (search_is_divided(report)) {
		GArray *runs =
			g_array_new(FALSE, FALSE, sizeof(struct search_part));
		struct search_part *items;

		divide(runs, places, report);
		parts.count = runs->len;
		items = arena_new_array(arena, struct search_part, runs->len);
		for (guint i = 0; i < runs->len; i++)
			items[i] = g_array_index(runs, struct search_part, i);
		g_array_free(runs, TRUE);
		parts.items = items;
	}
	return parts;
}
