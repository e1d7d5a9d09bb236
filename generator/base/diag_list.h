/*
 * diag_list: what is kept of a finding?
 *
 * Only diag.c, which collects findings, and diag_print.c, which tells them,
 * look inside.
 */
#ifndef BILAGA_BASE_DIAG_LIST_H
#define BILAGA_BASE_DIAG_LIST_H

#include <glib.h>
#include <stddef.h>

#include "base/diag.h"

struct arena;

/* What diag.def says of a finding. */
struct diag_rule {
	enum diag_level level;
	const char *name;
	const char *text[2]; /* by enum diag_language */
	const char *advice[2];
};

extern const struct diag_rule diag_rules[DIAG_COUNT];

struct finding {
	enum diag_id id;
	struct span where;
	struct span also;
	const char *detail;	/* NULL: none */
	const char *suggestion; /* NULL: none */
	const char *instead;	/* NULL: none */
	size_t order;		/* keeps findings at one place in order */
};

struct diag_list {
	GArray *findings;
	struct arena *arena;
	GPtrArray *joined; /* arenas that findings of joined lists lie in */
};

#endif
