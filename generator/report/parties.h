/*
 * parties: which parties do the forums of a document name, and where?
 *
 * For registers: each party once, in the order of the language, with the
 * forums that it runs, takes part in or is paid by.
 */
#ifndef BILAGA_REPORT_PARTIES_H
#define BILAGA_REPORT_PARTIES_H

#include <glib.h>

struct arena;
struct document;
struct organisation;
struct page;
struct report;

struct party {
	const struct organisation *organisation;
	GPtrArray *forums; /* const struct page *, in reading order */
};

/*
 * The parties of `document`: struct party *, by name. Free the array with
 * parties_free().
 */
GPtrArray *parties_of_document(const struct report *report,
			       const struct document *document);

void parties_free(GPtrArray *parties);

#endif
