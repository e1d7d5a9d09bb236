/*
 * page_changes: what has changed for a reader of a page?
 */
#ifndef BILAGA_DIFF_PAGE_CHANGES_H
#define BILAGA_DIFF_PAGE_CHANGES_H

#include <glib.h>
#include <stdbool.h>

#include "diff/figure_changes.h"

struct sheet;

/* What pages are compared with. */
struct page_versions {
	struct figure_versions figures;
	GHashTable *renamed; /* see register_renamed() */
};

/*
 * Write what has changed on a page of both versions: title, address, place,
 * facts, figures and text. Nothing is written when nothing has.
 */
void page_changes(struct sheet *sheet, const struct page_versions *versions,
		  const struct match *match);

/* Write what stands on a page of `report`; of `is_gone` only its figures. */
void page_shown(struct sheet *sheet, const struct page_versions *versions,
		const struct report *report, const struct page *page,
		bool is_gone);

#endif
