#include "serve/watch.h"

#include <errno.h>
#include <glib.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "report/unfinished.h"

/*
 * A file counts when it is closed, not while it is written. Editors that save
 * by renaming move a file there.
 */
#define EVENTS                                                                 \
	(IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM |              \
	 IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)
#define QUIET_MILLISECONDS 8
/* Who never stops writing is not waited for: so many events, and it goes. */
#define QUIET_MOST	  12
#define LOOK_MILLISECONDS 500
#define DEPTH_MOST	  32

struct watch {
	const char *const *folders;
	int fd;
	bool looking; /* folders are looked through: no watches are left */
	guint64 seen; /* what they looked like */
};

/* --- Folders that are looked through -----------------------------------------
 */

static bool counts(const char *name)
{
	size_t length = strlen(name);

	/* While a command changes files, nothing is shown: that has an end. */
	if (strcmp(name, UNFINISHED_JOURNAL) == 0)
		return true;
	return length > 0 && name[0] != '.' && name[length - 1] != '~';
}

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static guint64 mix(guint64 sum, const void *data, size_t length)
{
	const unsigned char *bytes = data;

	for (size_t i = 0; i < length; i++)
		sum = (sum ^ bytes[i]) * G_GUINT64_CONSTANT(0x100000001b3);
	return sum;
}

/* The sums of the names in a folder are added: their order does not count. */
static guint64 look(const char *path, int depth)
{
	GDir *folder = g_dir_open(path, 0, NULL);
	guint64 all = 0;
	const char *name;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		char *inside = g_build_filename(path, name, NULL);
		struct stat about;

		if (counts(name) && lstat(inside, &about) == 0) {
			guint64 sum = G_GUINT64_CONSTANT(0xcbf29ce484222325);

			sum = mix(sum, inside, strlen(inside));
			sum = mix(sum, &about.st_size, sizeof(about.st_size));
			sum = mix(sum, &about.st_mtim, sizeof(about.st_mtim));
			sum = mix(sum, &about.st_ino, sizeof(about.st_ino));
			all += sum;
			if (S_ISDIR(about.st_mode) && depth < DEPTH_MOST)
				all += look(inside, depth + 1);
		}
		g_free(inside);
	}
	if (folder != NULL)
		g_dir_close(folder);
	return all;
}

static guint64 look_all(const struct watch *watch)
{
	guint64 all = 0;

	for (const char *const *at = watch->folders; *at != NULL; at++)
		all += look(*at, 0);
	return all;
}

/* --- Watches
 * ------------------------------------------------------------------ */

/* −1 when no more watches are to be had; a folder that is gone is none. */
static int watch_folder(struct watch *watch, const char *path, int depth)
{
	GDir *folder;
	const char *name;
	int result = 0;

	if (inotify_add_watch(watch->fd, path, EVENTS | IN_ONLYDIR) < 0)
		return errno == ENOSPC || errno == ENOMEM ? -1 : 0;
	folder = g_dir_open(path, 0, NULL);
	while (folder != NULL && result == 0 &&
	       (name = g_dir_read_name(folder)) != NULL) {
		char *inside = g_build_filename(path, name, NULL);
		struct stat about;

		if (counts(name) && depth < DEPTH_MOST &&
		    lstat(inside, &about) == 0 && S_ISDIR(about.st_mode))
			result = watch_folder(watch, inside, depth + 1);
		g_free(inside);
	}
	if (folder != NULL)
		g_dir_close(folder);
	return result;
}

/* Folders that are watched already are watched once, so all are named again. */
static void watch_all(struct watch *watch)
{
	for (const char *const *at = watch->folders;
	     *at != NULL && !watch->looking; at++)
		/* What is gone has no watch that tells when it comes back. */
		if (!g_file_test(*at, G_FILE_TEST_IS_DIR) ||
		    watch_folder(watch, *at, 0) != 0)
			watch->looking = true;
	if (watch->looking)
		watch->seen = look_all(watch);
}

struct watch *watch_new(const char *const *folders, struct diag_list *diags)
{
	struct span nowhere = { 0 };
	struct watch *watch = g_new0(struct watch, 1);

	watch->folders = folders;
	watch->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	watch->looking = watch->fd < 0;
	watch_all(watch);
	if (watch->looking)
		diag_add(diags, DIAG_SERVE_WATCHES, nowhere, NULL);
	return watch;
}

void watch_free(struct watch *watch)
{
	if (watch == NULL)
		return;
	if (watch->fd >= 0)
		close(watch->fd);
	g_free(watch);
}

/* Take all events. Is one of them of interest? `*folders`: of a folder. */
static bool take_events(struct watch *watch, bool *folders)
{
	char buffer[16 * 1024]
		__attribute__((aligned(__alignof__(struct inotify_event))));
	bool found = false;
	ssize_t length;

	while ((length = read(watch->fd, buffer, sizeof(buffer))) > 0) {
		const char *at = buffer;

		while (at < buffer + length) {
			const struct inotify_event *event =
				(const struct inotify_event *)(const void *)at;

			at += sizeof(*event) + event->len;
			if (event->mask & IN_IGNORED)
				continue;
			/* With a full queue events are lost: look at all. */
			if (event->mask & (IN_ISDIR | IN_Q_OVERFLOW |
					   IN_DELETE_SELF | IN_MOVE_SELF))
				*folders = true;
			found |= event->len == 0 || counts(event->name);
		}
	}
	return found;
}

/* Events of one save come together; a build begins when they have come. */
static void wait_quiet(struct watch *watch)
{
	struct pollfd wait = { .fd = watch->fd, .events = POLLIN };
	bool folders = false;

	for (int i = 0; i < QUIET_MOST; i++) {
		if (poll(&wait, 1, QUIET_MILLISECONDS) <= 0)
			break;
		take_events(watch, &folders);
	}
	if (folders)
		watch_all(watch);
}

static enum watch_news look_again(struct watch *watch)
{
	guint64 now = look_all(watch);

	if (now == watch->seen)
		return WATCH_NOTHING;
	watch->seen = now;
	return WATCH_CHANGED;
}

enum watch_news watch_wait(struct watch *watch, int other, int milliseconds)
{
	struct pollfd waits[2] = {
		{ .fd = other, .events = POLLIN },
		{ .fd = watch->fd, .events = POLLIN },
	};
	bool folders = false;
	int count = watch->looking ? 1 : 2;

	if (watch->looking)
		milliseconds = MIN(milliseconds, LOOK_MILLISECONDS);
	if (poll(waits, (nfds_t)count, milliseconds) < 0)
		return WATCH_NOTHING;
	if (waits[0].revents != 0)
		return WATCH_OTHER;
	if (watch->looking)
		return look_again(watch);
	if (waits[1].revents == 0 || !take_events(watch, &folders))
		return WATCH_NOTHING;
	if (folders)
		watch_all(watch);
	wait_quiet(watch);
	return WATCH_CHANGED;
}
