/* sequence: what two sequences have in common, and the work it takes. */
#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/arena.h"
#include "diff/sequence.h"

#define COUNT 24
#define LONG  30000

/* The length of the longest common subsequence, by the table of all. */
static size_t longest(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
	size_t best[COUNT + 1][COUNT + 1] = { 0 };

	for (size_t i = n; i-- > 0;)
		for (size_t k = m; k-- > 0;)
			best[i][k] = a[i] == b[k] ? best[i + 1][k + 1] + 1
						  : MAX(best[i + 1][k],
							best[i][k + 1]);
	return best[0][0];
}

/* How many are common; that they are alike and in order is asserted. */
static size_t common(const struct sequence_match *match, const uint32_t *a,
		     size_t n, const uint32_t *b)
{
	int32_t last = -1;
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		if (match->of_a[i] < 0)
			continue;
		assert_true(match->of_a[i] > last);
		last = match->of_a[i];
		assert_int_equal(a[i], b[last]);
		assert_int_equal(match->of_b[last], i);
		count++;
	}
	return count;
}

static void test_longest(void **state)
{
	GRand *chance = g_rand_new_with_seed(1);

	(void)state;
	for (int round = 0; round < 20000; round++) {
		uint32_t a[COUNT], b[COUNT];
		size_t n = (size_t)g_rand_int_range(chance, 0, COUNT + 1);
		size_t m = (size_t)g_rand_int_range(chance, 0, COUNT + 1);
		int32_t kinds = g_rand_int_range(chance, 1, 9) + 1;
		struct arena *arena = arena_new();
		struct sequence_match match;

		for (size_t i = 0; i < n; i++)
			a[i] = (uint32_t)g_rand_int_range(chance, 1, kinds);
		for (size_t i = 0; i < m; i++)
			b[i] = (uint32_t)g_rand_int_range(chance, 1, kinds);
		match = sequence_compare(a, n, b, m, arena);
		assert_false(match.cut);
		assert_int_equal(common(&match, a, n, b), longest(a, n, b, m));
		arena_free(arena);
	}
	g_rand_free(chance);
}

/* Every other item is another: 15 000 differences, 15 000 in common. */
static void test_far_apart(void **state)
{
	static uint32_t a[LONG], b[LONG];
	struct arena *arena = arena_new();
	struct sequence_match match;

	(void)state;
	for (uint32_t i = 0; i < LONG; i++) {
		a[i] = i + 1;
		b[i] = i % 2 == 0 ? i + 1 : i + 1 + LONG;
	}
	match = sequence_compare(a, LONG, b, LONG, arena);
	assert_false(match.cut);
	assert_int_equal(common(&match, a, LONG, b), LONG / 2);
	arena_free(arena);
}

/* Nothing stands once: the ends are common, and it is told that it is cut. */
static void test_cut(void **state)
{
	static uint32_t a[LONG], b[LONG];
	struct arena *arena = arena_new();
	struct sequence_match match;

	(void)state;
	for (uint32_t i = 0; i < LONG; i++) {
		a[i] = 1;
		b[i] = 2;
	}
	a[0] = b[0] = a[LONG - 1] = b[LONG - 1] = 3;
	match = sequence_compare(a, LONG, b, LONG, arena);
	assert_true(match.cut);
	assert_int_equal(common(&match, a, LONG, b), 2);
	arena_free(arena);
}

/* Turned around: one item is in order, wherever it is. */
static void test_turned(void **state)
{
	static uint32_t a[LONG], b[LONG];
	struct arena *arena = arena_new();
	struct sequence_match match;

	(void)state;
	for (uint32_t i = 0; i < LONG; i++) {
		a[i] = i + 1;
		b[LONG - 1 - i] = i + 1;
	}
	match = sequence_compare(a, LONG, b, LONG, arena);
	assert_int_equal(common(&match, a, LONG, b), 1);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_longest),
		cmocka_unit_test(test_far_apart),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_turned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
