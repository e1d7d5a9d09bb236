#include "base/meter.h"

#include <errno.h>
#include <glib.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"

/* A run that is over sooner shows nothing. */
#define FIRST_MILLISECONDS 1000
#define NEXT_MILLISECONDS  200

/* Where the terminal does not tell its width. */
#define COLUMNS 80

/* From here to the end of the line: ECMA-48, EL. */
#define ERASE "\033[K"

struct meter {
	int fd;	 /* the terminal */
	int end; /* can be read when the run is over */
	GThread *thread;
	gint done;

	GMutex mutex; /* for all below */
	const char *what;
	size_t total;
};

static bool is_terminal(int fd)
{
	const char *kind = getenv("TERM");

	return isatty(fd) && kind != NULL && *kind != '\0' &&
	       strcmp(kind, "dumb") != 0;
}

/* One column is left free: a line that is full may go on to the next. */
static long columns(int fd)
{
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return COLUMNS - 1;
	return size.ws_col - 1;
}

/* A line that did not arrive is no fault of the run. */
static void put(const struct meter *meter, const GString *line)
{
	(void)!TEMP_FAILURE_RETRY(write(meter->fd, line->str, line->len));
}

/* "läser sidor: 1200 / 10889"; nothing before the first stage. */
static void tell(struct meter *meter, GString *line)
{
	int done;

	g_string_truncate(line, 0);
	g_mutex_lock(&meter->mutex);
	done = g_atomic_int_get(&meter->done);
	text_append_string(line, meter->what);
	if (done > 0) {
		text_append_string(line, ": ");
		text_append_number(line, done);
	}
	if (done > 0 && meter->total > 0) {
		text_append_string(line, " / ");
		text_append_number(line, (int64_t)meter->total);
	}
	g_mutex_unlock(&meter->mutex);
}

static void show(struct meter *meter, GString *line)
{
	long width = columns(meter->fd);

	tell(meter, line);
	if (g_utf8_strlen(line->str, -1) > width)
		g_string_truncate(line, (gsize)(g_utf8_offset_to_pointer(
							line->str, width) -
						line->str));
	/* To the beginning of the line; at its end what is left is erased. */
	g_string_prepend_c(line, '\r');
	text_append_string(line, ERASE);
	put(meter, line);
}

static void *run(void *data)
{
	struct meter *meter = data;
	struct pollfd end = { .fd = meter->end, .events = POLLIN };
	GString *line = g_string_new(NULL);
	int wait = FIRST_MILLISECONDS;

	while (TEMP_FAILURE_RETRY(poll(&end, 1, wait)) == 0) {
		show(meter, line);
		wait = NEXT_MILLISECONDS;
	}
	if (wait == NEXT_MILLISECONDS) {
		g_string_assign(line, "\r" ERASE);
		put(meter, line);
	}
	g_string_free(line, TRUE);
	return NULL;
}

struct meter *meter_new(int fd)
{
	int end = is_terminal(fd) ? eventfd(0, EFD_CLOEXEC) : -1;
	struct meter *meter;

	if (end < 0)
		return NULL;
	meter = g_new0(struct meter, 1);
	meter->fd = fd;
	meter->end = end;
	meter->what = "";
	g_mutex_init(&meter->mutex);
	meter->thread = g_thread_new("meter", run, meter);
	return meter;
}

void meter_begin(struct meter *meter, const char *what, size_t total)
{
	if (meter == NULL)
		return;
	g_mutex_lock(&meter->mutex);
	meter->what = what;
	meter->total = total;
	g_atomic_int_set(&meter->done, 0);
	g_mutex_unlock(&meter->mutex);
}

void meter_step(struct meter *meter)
{
	if (meter != NULL)
		g_atomic_int_inc(&meter->done);
}

void meter_free(struct meter *meter)
{
	uint64_t once = 1;

	if (meter == NULL)
		return;
	/* Nothing but this is ever written there, so there is room. */
	(void)!TEMP_FAILURE_RETRY(write(meter->end, &once, sizeof(once)));
	g_thread_join(meter->thread);
	close(meter->end);
	g_mutex_clear(&meter->mutex);
	g_free(meter);
}
