/* scale: round numbers on an axis, and places on it. */
#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/scale.h"

static const struct {
	int64_t least, largest, smallest;
	unsigned steps;
	int64_t first, last, step;
} fits[] = {
	{ 0, 0, 1, 5, 0, 1, 1 },
	{ 0, 0, 100, 5, 0, 100, 100 },
	{ 0, 1, 1, 5, 0, 1, 1 },
	{ 0, 5, 1, 5, 0, 5, 1 },
	{ 0, 6, 1, 5, 0, 6, 2 },
	{ 0, 10, 1, 5, 0, 10, 2 },
	{ 0, 11, 1, 5, 0, 15, 5 },
	{ 0, 25, 1, 5, 0, 25, 5 },
	{ 0, 26, 1, 5, 0, 30, 10 },
	{ 0, 99, 1, 5, 0, 100, 20 },
	{ 0, 354000000, 100, 5, 0, 400000000, 100000000 },
	{ 0, 3, 100, 5, 0, 100, 100 },
	{ 7, 9, 1, 5, 0, 10, 2 }, /* it begins at 0 */
	{ -3, 0, 1, 5, -3, 0, 1 },
	{ -9, -4, 1, 5, -10, 0, 2 }, /* and ends there */
	{ -40, 60, 1, 5, -40, 60, 20 },
	{ -1, 99, 1, 5, -50, 100, 50 },
	{ -10, 10, 1, 2, -10, 10, 10 },
	{ 0, INT64_MAX, 1, 5, 0, 2500000000000000000, 500000000000000000 },
};

static void test_fits(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(fits); i++) {
		struct scale scale = scale_fit(fits[i].least, fits[i].largest,
					       fits[i].smallest, fits[i].steps);

		assert_int_equal(scale.first, fits[i].first);
		assert_int_equal(scale.last, fits[i].last);
		assert_int_equal(scale.step, fits[i].step);
	}
}

/* Whatever the ends: steps of 1, 2 or 5, few, and both ends on the axis. */
static void test_holds(void **state)
{
	static const int64_t ends[] = { 0,	  1,	     2,
					3,	  7,	     10,
					99,	  100,	     101,
					4999,	  123456789, INT64_MAX / 4,
					INT64_MAX };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
		for (size_t k = 0; k < G_N_ELEMENTS(ends); k++) {
			struct scale scale = scale_fit(-ends[i], ends[k], 1, 5);
			int64_t digit = scale.step;

			while (digit % 10 == 0)
				digit /= 10;
			assert_true(digit == 1 || digit == 2 || digit == 5);
			assert_in_range(scale_steps(&scale), 1, 5);
			assert_true(scale.first <=
				    -MIN(ends[i], SCALE_LARGEST));
			assert_true(scale.last >= MIN(ends[k], SCALE_LARGEST));
			assert_int_equal(scale.first % scale.step, 0);
			assert_int_equal(scale.last % scale.step, 0);
		}
}

static void test_places(void **state)
{
	struct scale plain = { 0, 400, 100 };
	struct scale below = { -100, 300, 100 };
	struct scale large = { 0, SCALE_LARGEST / 5 * 5, SCALE_LARGEST / 5 };

	(void)state;
	assert_int_equal(scale_place(&plain, 0, 200), 0);
	assert_int_equal(scale_place(&plain, 400, 200), 200);
	assert_int_equal(scale_place(&plain, 100, 200), 50);
	assert_int_equal(scale_place(&plain, 1, 200), 1); /* a half, up */
	assert_int_equal(scale_place(&plain, 0, 1), 0);
	assert_int_equal(scale_place(&plain, 500, 200), 200);
	assert_int_equal(scale_place(&plain, -1, 200), 0);
	assert_int_equal(scale_place(&below, 0, 400), 100);
	assert_int_equal(scale_place(&below, -50, 400), 50);
	assert_int_equal(scale_place(&large, large.last / 2, 1000), 500);
	assert_int_equal(scale_place(&large, large.last, 1000000), 1000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fits),
		cmocka_unit_test(test_holds),
		cmocka_unit_test(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
