/*
 * work: how do several threads share a row of tasks?
 *
 * Either each gets a run of tasks that lie beside each other, or whoever is
 * free takes the next, when tasks differ much. What tasks find is joined in
 * their order: threads never change a byte of output.
 */
#ifndef BILAGA_BASE_WORK_H
#define BILAGA_BASE_WORK_H

#include <stddef.h>

/* The most threads that are ever used. */
#define WORK_THREADS_MAX 8

/*
 * How many threads `tasks` tasks are worth: one for each processor, but each
 * with at least some hundred tasks. At least 1.
 */
size_t work_threads(size_t tasks);

/* The first task of share `i` of `threads`; that of share `threads` is the end.
 */
size_t work_first(size_t tasks, size_t threads, size_t i);

/*
 * Call `run` for each of the `count` shares, which lie `size` bytes apart at
 * `shares`, each in a thread of its own, and wait for all.
 */
void work_run(void *shares, size_t size, size_t count,
	      void (*run)(void *share));

/*
 * Call `run` for each of the tasks 0 up to `tasks`, in this order begun by
 * whichever of the `count` threads is free, and wait for all. The threads have
 * a share each, which lie `size` bytes apart at `shares`; with 0, one in
 * common.
 */
void work_take(void *shares, size_t size, size_t count, size_t tasks,
	       void (*run)(void *share, size_t task));

#endif
