#include "base/scale.h"

#include <glib.h>

static int64_t clamp(int64_t value)
{
	return CLAMP(value, -SCALE_LARGEST, SCALE_LARGEST);
}

/* Away from zero, so that the axis holds the value. */
static int64_t steps_to(int64_t value, int64_t step)
{
	int64_t whole = value / step;

	if (value % step > 0)
		return whole + 1;
	return value % step < 0 ? whole - 1 : whole;
}

static int64_t next_step(int64_t power, int64_t step)
{
	if (step == power)
		return 2 * power;
	return step == 2 * power ? 5 * power : MIN(power, INT64_MAX / 10) * 10;
}

struct scale scale_fit(int64_t least, int64_t largest, int64_t smallest,
		       unsigned steps)
{
	int64_t power = 1;
	int64_t step = 1;

	least = MIN(clamp(least), 0);
	largest = MAX(clamp(largest), 0);
	while (step < smallest ||
	       steps_to(largest, step) - steps_to(least, step) > steps) {
		step = next_step(power, step);
		if (step % 10 == 0 && step / 10 == power)
			power = step;
	}
	if (least == largest)
		largest = step;
	return (struct scale){ steps_to(least, step) * step,
			       steps_to(largest, step) * step, step };
}

unsigned scale_steps(const struct scale *scale)
{
	return (unsigned)((scale->last - scale->first) / scale->step);
}

int64_t scale_place(const struct scale *scale, int64_t value, int64_t length)
{
	int64_t span = scale->last - scale->first;
	int64_t at = CLAMP(value, scale->first, scale->last) - scale->first;

	/* Twice the length, to round; so much of a large axis is not seen. */
	while (span > INT64_MAX / (2 * length + 1)) {
		span /= 2;
		at /= 2;
	}
	return (2 * at * length + span) / (2 * span);
}
