/*
 * compare: what has changed for a reader from one version to another?
 *
 * The summary comes first, then new, ended and changed forums, then documents
 * and sections, registers, the publication itself, and what has only got a new
 * number. Both reports have been checked.
 */
#ifndef BILAGA_DIFF_COMPARE_H
#define BILAGA_DIFF_COMPARE_H

struct report;
struct sheet;

/* A version, and what it is called. */
struct compared {
	const struct report *report;
	const char *name; /* "": the files as they are */
};

/* Write the sheet, in the language of the later version. */
void compare_versions(struct sheet *sheet, const struct compared *before,
		      const struct compared *after);

#endif
