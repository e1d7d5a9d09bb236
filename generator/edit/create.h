/*
 * create: which file does a new page get, and what does it say?
 */
#ifndef BILAGA_EDIT_CREATE_H
#define BILAGA_EDIT_CREATE_H

#include "edit/ask.h"

struct revision;

/* What is asked for; NULL: not said. */
struct create_call {
	const char *what;   /* "forum", "section" or "document" */
	const char *folder; /* where; of a document the folder to make */
	const char *title;
	const char *id;
	const char *kind; /* of a document */
	const char *form; /* of a forum, and so on */
	const char *membership;
	const char *level;
	const char *after; /* what is to come before */
	struct ask ask;
};

/*
 * Add to the patch of `revision` the file of a new page. It has all keys that
 * it can have, each explained in a comment; what is not known stands in
 * comments too. Its path, in the arena of the report; NULL with findings.
 */
const char *create_plan(struct revision *revision,
			const struct create_call *call);

#endif
