/*
 * A library for LD_PRELOAD that makes system calls fail, for run.sh. Only
 * calls that concern what lies in one folder, or the folder itself, count.
 *
 *	INJECT_UNDER=FOLDER	an absolute path without links
 *	INJECT_CALL=open|write|close|rename|exchange|unlink|mkdir|fstat
 *	INJECT_AT=K		the K-th such call, from 1
 *	INJECT_HOW=EIO		fails with this errno: EIO, ENOSPC, EINTR, …
 *		   kill		ends the process before the call
 *		   short	every write writes one byte
 *		   every	every other such call fails with EINTR
 *	INJECT_HIT=FILE		is made when the call is reached
 *	INJECT_NO_EXCHANGE=1	renameat2(RENAME_EXCHANGE) always fails with
 *				EINVAL, as some file systems do
 *
 * `close` counts only descriptors that something was written to: nothing can
 * be lost by closing others. stdio writes and opens past this library.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DESCRIPTORS 1024

enum call { OPEN, WRITE, CLOSE, RENAME, EXCHANGE, UNLINK, MKDIR, FSTAT };

static const char *const call_names[] = { "open",   "write",	"close",
					  "rename", "exchange", "unlink",
					  "mkdir",  "fstat" };

static const struct {
	const char *name;
	int number;
} errors[] = {
	{ "EIO", EIO },	      { "ENOSPC", ENOSPC }, { "EINTR", EINTR },
	{ "EACCES", EACCES }, { "EMFILE", EMFILE }, { "EROFS", EROFS },
};

static unsigned long reached;
static bool written[DESCRIPTORS];

/* Does `path`, relative to `folder`, lie under INJECT_UNDER? */
static bool is_under(int folder, const char *path)
{
	const char *under = getenv("INJECT_UNDER");
	char link[64];
	char base[PATH_MAX] = "";
	ssize_t length = 0;
	size_t wanted;

	if (under == NULL)
		return false;
	if (*path != '/') {
		if (folder == AT_FDCWD)
			snprintf(link, sizeof(link), "/proc/self/cwd");
		else
			snprintf(link, sizeof(link), "/proc/self/fd/%d",
				 folder);
		length = readlink(link, base, sizeof(base) - 1);
		if (length < 0)
			return false;
		base[length] = '\0';
		if (*path != '\0' && strcmp(path, ".") != 0)
			snprintf(base + length, sizeof(base) - (size_t)length,
				 "/%s", path);
	} else {
		snprintf(base, sizeof(base), "%s", path);
	}
	wanted = strlen(under);
	return strncmp(base, under, wanted) == 0 &&
	       (base[wanted] == '/' || base[wanted] == '\0');
}

static void tell_hit(void)
{
	const char *path = getenv("INJECT_HIT");

	if (path != NULL)
		syscall(SYS_close,
			(int)syscall(SYS_openat, AT_FDCWD, path,
				     O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
}

static int error_number(const char *how)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++)
		if (strcmp(errors[i].name, how) == 0)
			return errors[i].number;
	fprintf(stderr, "inject: INJECT_HOW=%s?\n", how);
	abort();
}

/* Is it this call's turn? How, or NULL. */
static const char *turn(enum call call)
{
	const char *wanted = getenv("INJECT_CALL");
	const char *at = getenv("INJECT_AT");
	const char *how = getenv("INJECT_HOW");

	if (wanted == NULL || strcmp(wanted, call_names[call]) != 0)
		return NULL;
	reached++;
	if (strcmp(how, "short") == 0)
		return how;
	if (strcmp(how, "every") == 0)
		return reached % 2 == 1 ? how : NULL;
	return at != NULL && reached == strtoul(at, NULL, 10) ? how : NULL;
}

/* 0: go on; otherwise fail with errno set, or do not come back. */
static int strike(const char *how)
{
	if (how == NULL)
		return 0;
	tell_hit();
	if (strcmp(how, "kill") == 0)
		kill(getpid(), SIGKILL);
	errno = strcmp(how, "every") == 0 ? EINTR : error_number(how);
	return -1;
}

static int open_any(int folder, const char *path, int flags, mode_t mode)
{
	if (is_under(folder, path) && strike(turn(OPEN)) != 0)
		return -1;
	return (int)syscall(SYS_openat, folder, path, flags, mode);
}

#define OPEN_MODE(flags, mode)                                                 \
	do {                                                                   \
		va_list args;                                                  \
		va_start(args, flags);                                         \
		if (((flags)&O_CREAT) != 0 ||                                  \
		    ((flags)&O_TMPFILE) == O_TMPFILE)                          \
			mode = va_arg(args, mode_t);                           \
		va_end(args);                                                  \
	} while (0)

int openat(int folder, const char *path, int flags, ...)
{
	mode_t mode = 0;

	OPEN_MODE(flags, mode);
	return open_any(folder, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
	mode_t mode = 0;

	OPEN_MODE(flags, mode);
	return open_any(AT_FDCWD, path, flags, mode);
}

ssize_t write(int fd, const void *bytes, size_t length)
{
	if (is_under(fd, "")) {
		const char *how = turn(WRITE);

		if (how != NULL && strcmp(how, "short") == 0) {
			tell_hit();
			length = length > 1 ? 1 : length;
		} else if (strike(how) != 0) {
			return -1;
		}
		if (fd < DESCRIPTORS)
			written[fd] = true;
	}
	return syscall(SYS_write, fd, bytes, length);
}

int close(int fd)
{
	int failed = 0;
	int error = 0;
	int result;

	if (fd >= 0 && fd < DESCRIPTORS && written[fd]) {
		written[fd] = false;
		failed = strike(turn(CLOSE));
		error = errno;
	}
	result = (int)syscall(SYS_close, fd);
	if (failed != 0)
		errno = error;
	return failed != 0 ? -1 : result;
}

static int rename_any(int from_folder, const char *from, int to_folder,
		      const char *to, unsigned flags)
{
	enum call call = flags == RENAME_EXCHANGE ? EXCHANGE : RENAME;

	if (is_under(to_folder, to)) {
		if (call == EXCHANGE && getenv("INJECT_NO_EXCHANGE") != NULL) {
			errno = EINVAL;
			return -1;
		}
		if (strike(turn(call)) != 0)
			return -1;
	}
	return (int)syscall(SYS_renameat2, from_folder, from, to_folder, to,
			    flags);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to,
	      unsigned flags)
{
	return rename_any(from_folder, from, to_folder, to, flags);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	return rename_any(from_folder, from, to_folder, to, 0);
}

int rename(const char *from, const char *to)
{
	return rename_any(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlinkat(int folder, const char *path, int flags)
{
	if (is_under(folder, path) && strike(turn(UNLINK)) != 0)
		return -1;
	return (int)syscall(SYS_unlinkat, folder, path, flags);
}

int mkdirat(int folder, const char *path, mode_t mode)
{
	if (is_under(folder, path) && strike(turn(MKDIR)) != 0)
		return -1;
	return (int)syscall(SYS_mkdirat, folder, path, mode);
}

int mkdir(const char *path, mode_t mode)
{
	return mkdirat(AT_FDCWD, path, mode);
}

int fstatat(int folder, const char *path, struct stat *status, int flags)
{
	if (is_under(folder, path) && strike(turn(FSTAT)) != 0)
		return -1;
	return (int)syscall(SYS_newfstatat, folder, path, status, flags);
}

int fstat(int fd, struct stat *status)
{
	return fstatat(fd, "", status, AT_EMPTY_PATH);
}
