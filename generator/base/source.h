/*
 * source: what does a file of the source tree say, and where in it is a place?
 *
 * The text of a file is checked (size, UTF-8, control characters) and made
 * plain (a byte-order mark is dropped, CRLF and CR become LF) when it is read.
 * All offsets are bytes in that plain text. A place is kept as a span; lines
 * and columns are worked out only when a finding is printed.
 */
#ifndef BILAGA_BASE_SOURCE_H
#define BILAGA_BASE_SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct arena;
struct diag_list;

/* The largest file that is read; content/README.md names it. */
#define SOURCE_BYTES_MAX ((size_t)1024 * 1024)

/* By which a file is known again, if nobody has written to it since. */
struct source_stamp {
	uint64_t device;
	uint64_t inode;
	int64_t bytes;
	int64_t seconds; /* when it was written; together with `nanoseconds` */
	int64_t nanoseconds;
};

struct source {
	const char *path; /* what to open */
	const char *name; /* what to show: relative to the content folder */
	char *text;	  /* NULL when not (or no longer) in memory */
	size_t length;
	struct source_stamp stamp; /* of the first reading; zeroes before it */
	const uint32_t *lines;	   /* where each ends; NULL: not kept */
	size_t lines_count;
};

/* A place: `length` bytes from `offset` in `source`. */
struct span {
	const struct source *source; /* NULL: no place in any file */
	uint32_t offset;
	uint32_t length;
};

/*
 * A source for the file `path`, shown as `name`; both are copied to `arena`.
 * Nothing is read.
 */
struct source *source_new(const char *path, const char *name,
			  struct arena *arena);

/*
 * Read from `fd` until its end or `most` bytes have come. How many came, or −1
 * with errno.
 */
ssize_t source_read_bytes(int fd, char *bytes, size_t most);

/*
 * Read and check the file. 0, or −1 with the findings added. The text lies
 * on the heap until source_drop().
 */
int source_read(struct source *source, struct diag_list *diags);

/*
 * Read the file as source_read() does, but leave its characters unchecked: to
 * show a line in which something is wrong. 0, or −1 with the findings added.
 */
int source_read_raw(struct source *source, struct diag_list *diags);

/*
 * The first control character in UTF-8 that did not come from a file as it
 * stands, such as `\e` in YAML or `&#27;` in Markdown; NULL if there is none.
 */
const char *source_find_control(const char *text, size_t length);

/* The stamp of an open file, as fstat() tells it in `status`. */
struct stat;
struct source_stamp source_stamp(const struct stat *status);

/* Free the text; places stay good, since the file can be read again. */
void source_drop(struct source *source);

/* The span of `length` bytes at `offset`. */
struct span source_span(const struct source *source, size_t offset,
			size_t length);

/* The span of the whole file: shown without line. */
struct span source_whole(const struct source *source);

/*
 * Byte offset of `line` (from 0) in the text, which must be in memory; past
 * the last line, the length of the text.
 */
size_t source_line_offset(const struct source *source, size_t line);

/*
 * Byte offset of the character `column` (from 0, in characters) of `line`
 * (from 0), as libyaml counts places.
 */
size_t source_char_offset(const struct source *source, size_t line,
			  size_t column);

/*
 * Keep in `arena` where the lines of the text, which is in memory, end, so
 * that source_line() can tell the line of a place when the text is dropped.
 */
void source_keep_lines(struct source *source, struct arena *arena);

/* Line (from 1) of the place; 0: there is none, or lines were not kept. */
size_t source_line(struct span where);

/*
 * Keep in `arena` where the lines of the text, which is in memory, end, so
 * that source_line() can tell the line of a place when the text is dropped.
 */
void source_keep_lines(struct source *source, struct arena *arena);

/* Line (from 1) of the place; 0: there is none, or lines were not kept. */
size_t source_line(struct span where);

/* Line (from 1) and column in characters (from 1) of `offset`. */
void source_position(const struct source *source, size_t offset, size_t *line,
		     size_t *column);

#endif
