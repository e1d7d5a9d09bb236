#include "base/work.h"

#include <glib.h>
#include <stdatomic.h>

/* Below this a further thread costs more than it gives. */
#define TASKS_PER_THREAD 256

size_t work_threads(size_t tasks)
{
	size_t count = MIN(g_get_num_processors(), WORK_THREADS_MAX);

	return MAX(MIN(count, tasks / TASKS_PER_THREAD), 1);
}

size_t work_first(size_t tasks, size_t threads, size_t i)
{
	return tasks * i / threads;
}

struct call {
	void (*run)(void *share);
	void *share;
};

static void *run_call(void *data)
{
	const struct call *call = data;

	call->run(call->share);
	return NULL;
}

void work_run(void *shares, size_t size, size_t count, void (*run)(void *share))
{
	struct call calls[WORK_THREADS_MAX];
	GThread *threads[WORK_THREADS_MAX];

	g_assert(count > 0 && count <= WORK_THREADS_MAX);
	for (size_t i = 1; i < count; i++) {
		calls[i] = (struct call){ run, (char *)shares + i * size };
		threads[i] = g_thread_new("work", run_call, &calls[i]);
	}
	run(shares);
	for (size_t i = 1; i < count; i++)
		g_thread_join(threads[i]);
}

/* The tasks that all takers take from. */
struct queue {
	atomic_size_t next;
	size_t tasks;
	void (*run)(void *share, size_t task);
};

struct taker {
	struct queue *queue;
	void *share;
};

static void take_tasks(void *data)
{
	const struct taker *taker = data;
	struct queue *queue = taker->queue;

	for (;;) {
		size_t task = atomic_fetch_add(&queue->next, 1);

		if (task >= queue->tasks)
			return;
		queue->run(taker->share, task);
	}
}

void work_take(void *shares, size_t size, size_t count, size_t tasks,
	       void (*run)(void *share, size_t task))
{
	struct queue queue = { .tasks = tasks, .run = run };
	struct taker takers[WORK_THREADS_MAX];

	g_assert(count <= WORK_THREADS_MAX);
	for (size_t i = 0; i < count; i++)
		takers[i] = (struct taker){ &queue, (char *)shares + i * size };
	work_run(takers, sizeof(takers[0]), count, take_tasks);
}
