/*
 * scale: which round numbers does an axis have, and where do values stand?
 *
 * All are integers; nothing is rounded but a place.
 */
#ifndef BILAGA_BASE_SCALE_H
#define BILAGA_BASE_SCALE_H

#include <stdint.h>

/* What lies beyond is shown at the end of the axis. */
#define SCALE_LARGEST (INT64_MAX / 4)

struct scale {
	int64_t first; /* at most 0 */
	int64_t last;  /* above `first` */
	int64_t step;  /* 1, 2 or 5 times a power of ten */
};

/*
 * The scale from 0, or below it when `least` is, to `largest` or more, in at
 * most `steps` steps (2 or more) of which none is smaller than `smallest` (1 or
 * more).
 */
struct scale scale_fit(int64_t least, int64_t largest, int64_t smallest,
		       unsigned steps);

/* How many steps there are. */
unsigned scale_steps(const struct scale *scale);

/*
 * Where `value` stands on an axis of `length` (over 0, at most a million):
 * from 0 to `length`, to the nearest.
 */
int64_t scale_place(const struct scale *scale, int64_t value, int64_t length);

#endif
