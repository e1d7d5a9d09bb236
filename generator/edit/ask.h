/*
 * ask: what does the writer answer?
 */
#ifndef BILAGA_EDIT_ASK_H
#define BILAGA_EDIT_ASK_H

#include <stdio.h>

struct revision;

/* Where to ask; `in` NULL: nowhere, and what is needed must be given. */
struct ask {
	FILE *in;
	FILE *out;
};

/*
 * What the option `option` gives (NULL: nothing), or else what is answered to
 * the question `word`. With `words` (NULL-terminated; NULL: any text) it is one
 * of them. It lies in the arena of the report. NULL with the finding.
 */
const char *ask(const struct ask *ask, struct revision *revision,
		const char *option, const char *given, const char *word,
		const char *const *words);

#endif
