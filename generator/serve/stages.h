/*
 * stages: what comes of one run of all stages?
 *
 * read, resolve, check ║ render, in this order: style.md tells why. A build
 * does it once, a preview each time that something was saved.
 */
#ifndef BILAGA_SERVE_STAGES_H
#define BILAGA_SERVE_STAGES_H

#include <stdbool.h>

struct diag_list;
struct meter;
struct rendering;
struct report;

enum status {
	STATUS_GOOD = 0,
	STATUS_FINDINGS = 1,
	STATUS_CALL = 2,
	STATUS_MACHINE = 3
};

/* What to read, and what to make of it. */
struct stages_call {
	const char *root;    /* that holds generator/labels and themes */
	const char *content; /* the content folder */
	const char *output;  /* NULL: nothing is written */
	bool ready;	     /* make it ready to be rendered all the same */
	const char *formats; /* NULL: all */
	const char *theme;   /* NULL: the default */
	int year;	     /* 0: the publication's */
	bool strict;	     /* a warning is an error */
	struct meter *meter; /* NULL: nobody waits */
};

/* What came of it. */
struct stages {
	struct report *report;
	struct diag_list *diags;
	struct rendering *rendering; /* NULL: not asked for, or with errors */
	enum status status;
};

/* Run all stages. Free what comes of it with stages_release(). */
void stages_run(struct stages *stages, const struct stages_call *call);
void stages_release(struct stages *stages);

/*
 * The same for what several threads hold: it has one reference, and is freed
 * when the last is given up, in whatever thread.
 */
struct stages *stages_new(const struct stages_call *call);
struct stages *stages_ref(struct stages *stages);
void stages_unref(struct stages *stages); /* NULL is allowed */

#endif
