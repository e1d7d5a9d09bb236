/*
 * meter: how far has a run come, for whoever waits at the terminal?
 *
 * One line, "läser sidor: 1200 / 10889", that appears when a run has taken a
 * second, is rewritten in place, and is gone when the run ends. Only a terminal
 * gets it, and only one that can rewrite a line: in a pipe, a file, or where
 * TERM is `dumb` or not set there is no meter at all. It has no colours, so
 * there is nothing for NO_COLOR to turn off.
 *
 * A thread of its own shows it. The time decides whether the line is seen, and
 * nothing else: no stage asks the meter for anything.
 */
#ifndef BILAGA_BASE_METER_H
#define BILAGA_BASE_METER_H

#include <stddef.h>

struct meter;

/*
 * A meter on the terminal that is open as `fd`, which stays the caller's. NULL
 * when there is none to show it on; all functions below do nothing then. Free
 * with meter_free().
 */
struct meter *meter_new(int fd);

/*
 * A stage of the run begins: `what` is done, `total` times (0: not known). The
 * word must live until the next stage or meter_free().
 */
void meter_begin(struct meter *meter, const char *what, size_t total);

/* Once more it is done. Any thread may say so. */
void meter_step(struct meter *meter);

/* Remove the line, if it was shown, and free `meter`. NULL is allowed. */
void meter_free(struct meter *meter);

#endif
