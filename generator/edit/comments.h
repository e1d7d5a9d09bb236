/*
 * comments: which comments and blank lines of a piece of YAML belong to which
 * value?
 *
 * A comment on lines of its own belongs to what comes after it, unless it is
 * indented as what comes before is; one at the end of a line belongs to that
 * line. Those that an empty line parts from the first key of all are the
 * file's.
 */
#ifndef BILAGA_EDIT_COMMENTS_H
#define BILAGA_EDIT_COMMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "read/record.h"

struct arena;

/* One comment, with its `#`, without blanks at its end. */
struct comment {
	const char *text; /* in the source */
	size_t length;
	bool blank_before; /* an empty line */
	struct comment *next;
};

/* What belongs to a value, or to a key and its value. */
struct comment_place {
	struct comment *before;	 /* on lines of their own */
	struct comment *at_end;	 /* of its line */
	struct comment *after;	 /* its members: of a list or mapping */
	struct comment *of_file; /* of the root: before everything */
	bool blank_before;	 /* between `before` and it */
	bool blank_after_file;	 /* of the root: after `of_file` */
};

struct comments;

/*
 * Find the comments of the `length` bytes at `offset` of `source`, which were
 * parsed as `root`. All lies in `arena` and points to the source's text.
 */
struct comments *comments_find(const struct source *source, size_t offset,
			       size_t length, const struct record *root,
			       struct arena *arena);

/* What belongs to `record`; never NULL. */
const struct comment_place *comments_of(const struct comments *comments,
					const struct record *record);

/* Does any comment stand within the list or mapping? */
bool comments_within(const struct comments *comments,
		     const struct record *record);

/* Forget them: `comments` itself is the caller's to free by this. */
void comments_free(struct comments *comments);

#endif
