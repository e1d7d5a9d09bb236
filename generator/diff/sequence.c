#include "diff/sequence.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"

/* How far is looked from each end for a way through before anchors are. */
#define STEPS_MOST (SEQUENCE_DIFFERENCES_MAX / 2)

/* Boxes lie in each other at most so deep: what makes none smaller stops. */
#define DEPTH_MOST 200

/* Not reached. */
#define NOWHERE (-1)

struct walk {
	const uint32_t *a;
	const uint32_t *b;
	struct sequence_match *match;
	/* For each diagonal how far the first sequence was gone through, from
	 * the beginning and from the end; the middle one is diagonal 0. */
	int32_t *forward;
	int32_t *backward;
	struct arena *arena;
};

/* A piece of each sequence, which are compared. */
struct box {
	int32_t a, a_end;
	int32_t b, b_end;
};

static void match_pair(struct sequence_match *match, int32_t a, int32_t b)
{
	match->of_a[a] = b;
	match->of_b[b] = a;
}

/* Match what the pieces begin and end with alike, and leave the rest. */
static void trim(struct walk *walk, struct box *box)
{
	while (box->a < box->a_end && box->b < box->b_end &&
	       walk->a[box->a] == walk->b[box->b])
		match_pair(walk->match, box->a++, box->b++);
	while (box->a < box->a_end && box->b < box->b_end &&
	       walk->a[box->a_end - 1] == walk->b[box->b_end - 1])
		match_pair(walk->match, --box->a_end, --box->b_end);
}

/* --- A way through the middle ---------------------------------------------
 */

/* Where the best way of one more step is, before what is alike. */
static int32_t next_place(const int32_t *far, int32_t diagonal, int32_t step)
{
	bool down = diagonal == -step ||
		    (diagonal != step && far[diagonal - 1] < far[diagonal + 1]);

	return down ? far[diagonal + 1] : far[diagonal - 1] + 1;
}

/*
 * One more step on all diagonals from one end. Does some way meet one from the
 * other end, which `other` has? Then `*x` and `*y` are how far it has come.
 */
static bool step_from(const struct walk *walk, const struct box *box, bool back,
		      int32_t step, int32_t *x, int32_t *y)
{
	int32_t a_count = box->a_end - box->a;
	int32_t b_count = box->b_end - box->b;
	int32_t shift = a_count - b_count;
	int32_t *far = back ? walk->backward : walk->forward;
	const int32_t *other = back ? walk->forward : walk->backward;
	/* The other end has gone as many steps, or will. */
	int32_t reach = back ? step : step - 1;
	bool may_meet = (shift % 2 != 0) != back;

	for (int32_t k = -step; k <= step; k += 2) {
		if (k < -b_count || k > a_count)
			continue;
		*x = next_place(far, k, step);
		*y = *x - k;
		while (*x < a_count && *y < b_count &&
		       (back ? walk->a[box->a_end - 1 - *x] ==
					walk->b[box->b_end - 1 - *y]
			     : walk->a[box->a + *x] == walk->b[box->b + *y])) {
			(*x)++;
			(*y)++;
		}
		far[k] = *x;
		if (may_meet && *x <= a_count && *y <= b_count &&
		    shift - k >= -reach && shift - k <= reach &&
		    *x + other[shift - k] >= a_count)
			return true;
	}
	return false;
}

/*
 * A place on a shortest way through the box, which is neither of its ends;
 * false when there is none within STEPS_MOST steps from both.
 */
static bool find_middle(const struct walk *walk, const struct box *box,
			int32_t *a, int32_t *b)
{
	int32_t most = box->a_end - box->a + box->b_end - box->b;
	int32_t x;
	int32_t y;

	most = MIN(most, STEPS_MOST);
	for (int32_t k = -most - 1; k <= most + 1; k++) {
		walk->forward[k] = NOWHERE;
		walk->backward[k] = NOWHERE;
	}
	walk->forward[1] = 0;
	walk->backward[1] = 0;
	for (int32_t step = 0; step <= most; step++) {
		if (step_from(walk, box, false, step, &x, &y)) {
			*a = box->a + x;
			*b = box->b + y;
			return true;
		}
		if (step_from(walk, box, true, step, &x, &y)) {
			*a = box->a_end - x;
			*b = box->b_end - y;
			return true;
		}
	}
	return false;
}

/* --- Anchors ----------------------------------------------------------------
 */

/* The items that stand once in a piece: item → its place + 1; 0: more. */
static GHashTable *single(const uint32_t *items, int32_t first, int32_t end)
{
	GHashTable *places = g_hash_table_new(NULL, NULL);

	for (int32_t i = first; i < end; i++) {
		gpointer key = GUINT_TO_POINTER(items[i]);
		bool known = g_hash_table_contains(places, key);

		g_hash_table_insert(places, key,
				    GINT_TO_POINTER(known ? 0 : i + 1));
	}
	return places;
}

/*
 * Match the items that stand once in both pieces, as many as are in the same
 * order. `*count` becomes how many; what comes back is their places in the
 * first sequence, in the arena.
 */
static int32_t *match_anchors(struct walk *walk, const struct box *box,
			      size_t *count)
{
	GHashTable *in_a = single(walk->a, box->a, box->a_end);
	GHashTable *in_b = single(walk->b, box->b, box->b_end);
	size_t most = (size_t)(box->a_end - box->a);
	int32_t *anchors = arena_new_array(walk->arena, int32_t, most + 1);
	uint32_t *places = arena_new_array(walk->arena, uint32_t, most + 1);
	bool *stays = arena_new_array(walk->arena, bool, most + 1);
	size_t common = 0;

	for (int32_t i = box->a; i < box->a_end; i++) {
		gpointer key = GUINT_TO_POINTER(walk->a[i]);
		int32_t b = GPOINTER_TO_INT(g_hash_table_lookup(in_b, key));

		if (b == 0 ||
		    GPOINTER_TO_INT(g_hash_table_lookup(in_a, key)) == 0)
			continue;
		anchors[common] = i;
		places[common++] = (uint32_t)b - 1;
	}
	sequence_rising(places, common, stays, walk->arena);
	*count = 0;
	for (size_t i = 0; i < common; i++) {
		if (!stays[i])
			continue;
		match_pair(walk->match, anchors[i], (int32_t)places[i]);
		anchors[(*count)++] = anchors[i];
	}
	g_hash_table_destroy(in_a);
	g_hash_table_destroy(in_b);
	return anchors;
}

/* --- A box ------------------------------------------------------------------
 */

static void compare_box(struct walk *walk, struct box box, int depth);

/* Compare what lies between items that are known to be the same. */
static void compare_between(struct walk *walk, struct box box, int depth)
{
	struct box part = { box.a, 0, box.b, 0 };
	size_t count;
	const int32_t *anchors = match_anchors(walk, &box, &count);

	if (count == 0)
		walk->match->cut = true;
	for (size_t i = 0; i < count; i++) {
		part.a_end = anchors[i];
		part.b_end = walk->match->of_a[anchors[i]];
		compare_box(walk, part, depth + 1);
		part.a = part.a_end + 1;
		part.b = part.b_end + 1;
	}
	part.a_end = box.a_end;
	part.b_end = box.b_end;
	if (count > 0)
		compare_box(walk, part, depth + 1);
}

static void compare_box(struct walk *walk, struct box box, int depth)
{
	struct box rest;

	trim(walk, &box);
	if (box.a == box.a_end || box.b == box.b_end)
		return;
	rest = box;
	if (depth >= DEPTH_MOST) {
		walk->match->cut = true;
	} else if (find_middle(walk, &box, &box.a_end, &box.b_end)) {
		rest.a = box.a_end;
		rest.b = box.b_end;
		compare_box(walk, box, depth + 1);
		compare_box(walk, rest, depth + 1);
	} else {
		compare_between(walk, rest, depth);
	}
}

struct sequence_match sequence_compare(const uint32_t *a, size_t a_count,
				       const uint32_t *b, size_t b_count,
				       struct arena *arena)
{
	struct sequence_match match = {
		.of_a = arena_new_array(arena, int32_t, a_count + 1),
		.of_b = arena_new_array(arena, int32_t, b_count + 1),
	};
	const struct box all = { 0, (int32_t)a_count, 0, (int32_t)b_count };
	size_t width = 2 * MIN(a_count + b_count, STEPS_MOST) + 3;
	int32_t *far = arena_new_array(arena, int32_t, 2 * width);
	struct walk walk = { .a = a,
			     .b = b,
			     .match = &match,
			     .forward = far + width / 2,
			     .backward = far + width + width / 2,
			     .arena = arena };

	memset(match.of_a, -1, sizeof(int32_t) * (a_count + 1));
	memset(match.of_b, -1, sizeof(int32_t) * (b_count + 1));
	compare_box(&walk, all, 0);
	return match;
}

/* Patience: `ends[n]` is where the best rising row of n + 1 items ends. */
void sequence_rising(const uint32_t *items, size_t count, bool *stays,
		     struct arena *arena)
{
	size_t *ends = arena_new_array(arena, size_t, count + 1);
	size_t *before = arena_new_array(arena, size_t, count + 1);
	size_t length = 0;
	size_t at;

	for (size_t i = 0; i < count; i++) {
		size_t low = 0;
		size_t high = length;

		while (low < high) {
			size_t middle = (low + high) / 2;

			if (items[ends[middle]] < items[i])
				low = middle + 1;
			else
				high = middle;
		}
		before[i] = low > 0 ? ends[low - 1] : count;
		ends[low] = i;
		if (low == length)
			length++;
	}
	memset(stays, 0, sizeof(*stays) * count);
	for (at = length > 0 ? ends[length - 1] : count; at < count;
	     at = before[at])
		stays[at] = true;
}
