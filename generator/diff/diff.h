/*
 * diff: what is written when two versions are compared?
 */
#ifndef BILAGA_DIFF_DIFF_H
#define BILAGA_DIFF_DIFF_H

#include <stdbool.h>

struct diag_list;

/* What to compare, and what to make of it. */
struct diff_call {
	const char *root;    /* that holds generator/labels and themes */
	const char *content; /* the content folder, in the repository */
	const char *before;  /* a folder or commit */
	const char *after;   /* likewise; NULL: the content folder as it is */
	const char *format;  /* "text", "html" or "docbook" */
	const char *output;  /* the file to write; NULL: standard output */
	const char *theme;   /* of HTML; NULL: the default */
	int year;	     /* 0: each version's own */
};

/*
 * Compare the versions. Findings are printed to standard error, those of a
 * version after a line that names it. The exit status (see README.md): nothing
 * is written when a version cannot be had or has an error.
 */
int diff_run(const struct diff_call *call);

#endif
