/*
 * edit: what do the commands that change the source do, and say?
 *
 * Each reads the content, changes it or nothing, and says so in a line or two
 * on `out`, in the publication's language; on `errors` why not. What comes back
 * is the exit status of the program: 0 good, 1 nothing is changed because of
 * what is said, 3 the machine failed.
 */
#ifndef BILAGA_EDIT_EDIT_H
#define BILAGA_EDIT_EDIT_H

#include <stdbool.h>
#include <stdio.h>

struct create_call;

/* What all have in common. */
struct edit_call {
	const char *root;    /* that holds generator/labels */
	const char *content; /* the content folder */
	bool dry_run;	     /* only show what would change */
	bool force;	     /* whatever is found afterwards */
	FILE *out;
	FILE *errors;
};

/* rename.h says what is done. */
int edit_rename(const struct edit_call *call, const char *id, const char *new,
		const char *title);

/* move.h says what is done. */
int edit_move(const struct edit_call *call, const char *id, const char *folder,
	      const char *after);

/* create.h says what is done. */
int edit_new(const struct edit_call *call, const struct create_call *page);

/*
 * year.h says what is done; with `publish` the report shows the year, too.
 */
int edit_year(const struct edit_call *call, int year, bool publish);

/* progress.h says what is told; nothing is changed. */
int edit_year_status(const struct edit_call *call, int year);

#endif
