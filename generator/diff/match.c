#include "diff/match.h"

#include <string.h>

#include "base/arena.h"
#include "diff/sequence.h"
#include "report/report.h"

struct pairing {
	struct matching *matching;
	const struct report *before;
	const struct report *after;
	struct arena *arena;
};

static bool is_forum(const struct page *page)
{
	return page->kind == PAGE_FORUM;
}

static struct match *found_of(const struct pairing *pairing,
			      const struct page *page)
{
	return g_hash_table_lookup(pairing->matching->of_page, page);
}

static void pair(struct pairing *pairing, struct match *match,
		 const struct page *before, bool by_title)
{
	match->before = before;
	match->by_title = by_title;
	g_hash_table_insert(pairing->matching->of_page, (void *)before, match);
}

/* The page that has `id`, now or as an alias, in `report`. */
static const struct page *page_called(const struct report *report,
				      const char *id)
{
	const struct target *target = g_hash_table_lookup(report->targets, id);

	return target == NULL || target->kind != TARGET_PAGE ? NULL
							     : target->page;
}

static void pair_if_free(struct pairing *pairing, const struct page *before,
			 const struct page *after)
{
	struct match *match = after == NULL ? NULL : found_of(pairing, after);

	if (before != NULL && match != NULL && match->before == NULL &&
	    found_of(pairing, before) == NULL &&
	    is_forum(before) == is_forum(after))
		pair(pairing, match, before, false);
}

/* Its own id comes before aliases, so that a taken name is not mistaken. */
static void pair_by_id(struct pairing *pairing)
{
	const struct report *before = pairing->before;
	const struct report *after = pairing->after;

	for (size_t i = 0; i < after->pages_count; i++) {
		const struct page *page = after->pages[i];
		const struct page *same = page_called(before, page->target.id);

		if (same != NULL &&
		    strcmp(same->target.id, page->target.id) == 0)
			pair_if_free(pairing, same, page);
	}
	for (size_t i = 0; i < before->pages_count; i++)
		pair_if_free(pairing, before->pages[i],
			     page_called(after, before->pages[i]->target.id));
	for (size_t i = 0; i < after->pages_count; i++)
		pair_if_free(pairing,
			     page_called(before, after->pages[i]->target.id),
			     after->pages[i]);
}

/* A title that several pages have left names none of them. */
static GHashTable *titles_left(struct page *const *pages, size_t count,
			       const struct pairing *pairing, bool is_after)
{
	GHashTable *titles = g_hash_table_new(g_str_hash, g_str_equal);

	for (size_t i = 0; i < count; i++) {
		const struct match *match = found_of(pairing, pages[i]);
		const char *title = pages[i]->target.title;
		bool left = is_after ? match->before == NULL : match == NULL;

		if (!left || title == NULL)
			continue;
		if (g_hash_table_contains(titles, title))
			g_hash_table_insert(titles, (void *)title, NULL);
		else
			g_hash_table_insert(titles, (void *)title, pages[i]);
	}
	return titles;
}

static void pair_by_title(struct pairing *pairing)
{
	GHashTable *before =
		titles_left(pairing->before->pages,
			    pairing->before->pages_count, pairing, false);
	GHashTable *after =
		titles_left(pairing->after->pages, pairing->after->pages_count,
			    pairing, true);

	for (size_t i = 0; i < pairing->after->pages_count; i++) {
		const struct page *page = pairing->after->pages[i];
		struct match *match = found_of(pairing, page);
		const struct page *same;

		if (match->before != NULL || page->target.title == NULL ||
		    g_hash_table_lookup(after, page->target.title) != page)
			continue;
		same = g_hash_table_lookup(before, page->target.title);
		if (same != NULL && is_forum(same) == is_forum(page))
			pair(pairing, match, same, true);
	}
	g_hash_table_destroy(before);
	g_hash_table_destroy(after);
}

/* --- Places --------------------------------------------------------------- */

static bool has_same_parent(const struct pairing *pairing,
			    const struct match *match)
{
	const struct page *before = match->before->parent;
	const struct page *after = match->after->parent;

	if (before == NULL || after == NULL)
		return before == after;
	return found_of(pairing, after)->before == before;
}

/* The place of each page of the earlier version in its reading order. */
static GHashTable *places_before(const struct report *before)
{
	GHashTable *places = g_hash_table_new(NULL, NULL);

	for (size_t i = 0; i < before->pages_count; i++)
		g_hash_table_insert(places, before->pages[i],
				    GSIZE_TO_POINTER(i));
	return places;
}

/* Among pages with the same parent, then and now, the fewest have moved. */
static void compare_children(struct pairing *pairing, GHashTable *places,
			     const struct page *first)
{
	GPtrArray *kept = g_ptr_array_new();
	GArray *order = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	bool *stays;

	for (const struct page *at = first; at != NULL; at = at->next) {
		struct match *match = found_of(pairing, at);
		uint32_t place;

		if (match->before == NULL)
			continue;
		if (!has_same_parent(pairing, match)) {
			match->move = MOVE_ELSEWHERE;
			continue;
		}
		place = (uint32_t)GPOINTER_TO_SIZE(
			g_hash_table_lookup(places, match->before));
		g_ptr_array_add(kept, match);
		g_array_append_val(order, place);
	}
	stays = arena_new_array(pairing->arena, bool, kept->len + 1);
	sequence_rising((const uint32_t *)(void *)order->data, kept->len, stays,
			pairing->arena);
	for (guint i = 0; i < kept->len; i++)
		if (!stays[i])
			((struct match *)g_ptr_array_index(kept, i))->move =
				MOVE_WITHIN;
	g_array_free(order, TRUE);
	g_ptr_array_free(kept, TRUE);
}

static void find_moves(struct pairing *pairing)
{
	const struct report *after = pairing->after;
	GHashTable *places = places_before(pairing->before);

	for (size_t i = 0; i < after->pages_count; i++)
		compare_children(pairing, places, after->pages[i]->first_child);
	g_hash_table_destroy(places);
	for (size_t i = 0; i < pairing->matching->count; i++) {
		struct match *match = &pairing->matching->items[i];

		if (match->before != NULL && match->after != NULL &&
		    match->move == MOVE_NONE &&
		    strcmp(match->before->target.number,
			   match->after->target.number) != 0)
			match->move = MOVE_RENUMBERED;
	}
}

void matching_init(struct matching *matching, const struct report *before,
		   const struct report *after, struct arena *arena)
{
	struct pairing pairing = { matching, before, after, arena };

	matching->of_page = g_hash_table_new(NULL, NULL);
	matching->items = arena_new_array(
		arena, struct match, before->pages_count + after->pages_count);
	matching->count = after->pages_count;
	for (size_t i = 0; i < after->pages_count; i++) {
		matching->items[i].after = after->pages[i];
		g_hash_table_insert(matching->of_page, after->pages[i],
				    &matching->items[i]);
	}
	pair_by_id(&pairing);
	pair_by_title(&pairing);
	for (size_t i = 0; i < before->pages_count; i++) {
		struct match *match = &matching->items[matching->count];

		if (found_of(&pairing, before->pages[i]) != NULL)
			continue;
		matching->count++;
		pair(&pairing, match, before->pages[i], false);
	}
	find_moves(&pairing);
}

void matching_release(struct matching *matching)
{
	g_hash_table_destroy(matching->of_page);
}

const struct match *match_of(const struct matching *matching,
			     const struct page *page)
{
	return g_hash_table_lookup(matching->of_page, page);
}

const char *match_id(const void *matching, const struct target *target)
{
	const struct match *match;

	if (target->kind != TARGET_PAGE)
		return target->id;
	match = match_of(matching, target->page);
	return match == NULL || match->after == NULL ? target->id
						     : match->after->target.id;
}

const char *match_page_name(const struct page *page)
{
	return page->target.full == NULL ? page->target.title
					 : page->target.full;
}
