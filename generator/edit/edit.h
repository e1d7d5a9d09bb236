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

/*
 * fmt.h says what is done. With `check` the files are only listed, and 1 comes
 * back when there are any.
 */
int edit_fmt(const struct edit_call *call, bool check);

/*
 * schema_json.h says what is written: the schema called `kind` (NULL: all), to
 * the folder `output` (NULL: to `out`). The content is not changed.
 */
int edit_schema(const struct edit_call *call, const char *kind,
		const char *output);

#endif
