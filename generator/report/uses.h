/*
 * uses: where does the source write ids and paths, and what do they name?
 *
 * Whoever looks an id or a path up tells it here, if somebody asks: so that
 * commands that give things other names find every place, and no more.
 */
#ifndef BILAGA_REPORT_USES_H
#define BILAGA_REPORT_USES_H

#include <glib.h>

#include "base/source.h"

struct page;
struct report;

enum use_kind {
	USE_ID,	     /* of a page, heading, table or entry of a register */
	USE_FILE,    /* a path to the file of a page */
	USE_PICTURE, /* a path to another file */
};

/* All texts and things live as long as the report. */
struct use {
	enum use_kind kind;
	/* The id or address, or something longer in which it stands. */
	struct span where;
	const char *text;	 /* the id or path, as written */
	const char *address;	 /* of a link, in which it stands; or NULL */
	const struct page *from; /* of a path: in whose text it stands */
	const GHashTable *table; /* of an id: in which it was looked up */
	/* struct target, or an entry of `table`; of a picture its path. */
	const void *to;
};

/* From now on keep in `report` what is told. Before refs_resolve(). */
void uses_begin(struct report *report);

/* Tell one. Copied; nothing is done when nobody asks. */
void uses_add(const struct report *report, const struct use *use);

#endif
