#include "diff/sequence.h"

#include <string.h>

#include "base/arena.h"

struct walk {
	const uint32_t *a;
	const uint32_t *b;
	int32_t a_count;
	int32_t b_count;
	int32_t **steps; /* how far each diagonal was after so many changes */
	int32_t changes;
	struct arena *arena;
};

/* Did the best way to the diagonal come from the one above it? */
static bool came_down(const int32_t *far, int32_t diagonal, int32_t changes)
{
	return diagonal == -changes ||
	       (diagonal != changes && far[diagonal - 1] < far[diagonal + 1]);
}

/* One more change on all diagonals; is the end reached? */
static bool step(struct walk *walk, int32_t *far, int32_t changes)
{
	bool done = false;

	for (int32_t k = -changes; k <= changes && !done; k += 2) {
		int32_t x = came_down(far, k, changes) ? far[k + 1]
						       : far[k - 1] + 1;
		int32_t y = x - k;

		while (x < walk->a_count && y < walk->b_count &&
		       walk->a[x] == walk->b[y]) {
			x++;
			y++;
		}
		far[k] = x;
		done = x >= walk->a_count && y >= walk->b_count;
	}
	return done;
}

/* The changes needed from one to the other; −1: more than are allowed. */
static int32_t walk_forward(struct walk *walk)
{
	int32_t most = walk->a_count + walk->b_count;
	int32_t *all;
	int32_t *far;

	if (most > SEQUENCE_DIFFERENCES_MAX)
		most = SEQUENCE_DIFFERENCES_MAX;
	all = arena_new_array(walk->arena, int32_t, 2 * (size_t)most + 3);
	far = all + most + 1;
	walk->steps = arena_new_array(walk->arena, int32_t *, (size_t)most + 1);
	for (int32_t d = 0; d <= most; d++) {
		size_t width = 2 * (size_t)d + 3;
		int32_t *kept = arena_new_array(walk->arena, int32_t, width);

		memcpy(kept, far - d - 1, width * sizeof(*kept));
		walk->steps[d] = kept + d + 1;
		if (step(walk, far, d))
			return d;
	}
	return -1;
}

static void walk_back(const struct walk *walk, struct sequence_match *match,
		      int32_t offset)
{
	int32_t x = walk->a_count;
	int32_t y = walk->b_count;

	for (int32_t d = walk->changes; d >= 0; d--) {
		const int32_t *far = walk->steps[d];
		int32_t k = x - y;
		bool down = came_down(far, k, d);
		int32_t from = down ? k + 1 : k - 1;
		int32_t from_x = far[from];
		int32_t from_y = from_x - from;

		while (x > from_x && y > from_y) {
			x--;
			y--;
			match->of_a[offset + x] = offset + y;
			match->of_b[offset + y] = offset + x;
		}
		x = from_x;
		y = from_y;
	}
}

static void match_pair(struct sequence_match *match, size_t a, size_t b)
{
	match->of_a[a] = (int32_t)b;
	match->of_b[b] = (int32_t)a;
}

struct sequence_match sequence_compare(const uint32_t *a, size_t a_count,
				       const uint32_t *b, size_t b_count,
				       struct arena *arena)
{
	struct sequence_match match = {
		.of_a = arena_new_array(arena, int32_t, a_count + 1),
		.of_b = arena_new_array(arena, int32_t, b_count + 1),
	};
	size_t least = a_count < b_count ? a_count : b_count;
	size_t first = 0;
	size_t last = 0;
	struct walk walk;

	memset(match.of_a, -1, sizeof(int32_t) * (a_count + 1));
	memset(match.of_b, -1, sizeof(int32_t) * (b_count + 1));
	while (first < least && a[first] == b[first]) {
		match_pair(&match, first, first);
		first++;
	}
	while (last < least - first &&
	       a[a_count - 1 - last] == b[b_count - 1 - last]) {
		match_pair(&match, a_count - 1 - last, b_count - 1 - last);
		last++;
	}
	walk = (struct walk){ .a = a + first,
			      .b = b + first,
			      .a_count = (int32_t)(a_count - first - last),
			      .b_count = (int32_t)(b_count - first - last),
			      .arena = arena };
	if (walk.a_count == 0 || walk.b_count == 0)
		return match;
	walk.changes = walk_forward(&walk);
	match.cut = walk.changes < 0;
	if (!match.cut)
		walk_back(&walk, &match, (int32_t)first);
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
