/*
 * phrase: how is a target called in running text?
 */
#ifndef BILAGA_REPORT_PHRASE_H
#define BILAGA_REPORT_PHRASE_H

#include <glib.h>

struct page;
struct report;
struct target;

/*
 * Append number and title: "2.2.10 STRING", "Tabell 3. Avgifter",
 * "Diagram 2. Avgifter".
 */
void phrase_full(GString *out, const struct target *target,
		 const struct report *report);

/* The word before the number of a table or chart. */
const char *phrase_kind(const struct target *target,
			const struct report *report);

/*
 * Append what {ref} becomes on the page `from`: "avsnitt 2.2.10", "tabell 3";
 * from another document with that document's name before it. What has no
 * number is called by its title.
 */
void phrase_short(GString *out, const struct target *target,
		  const struct page *from, const struct report *report);

#endif
