/*
 * meaning: what does the word at the head of a column mean?
 */
#ifndef BILAGA_REPORT_MEANING_H
#define BILAGA_REPORT_MEANING_H

#include "report/query_field.h"

struct arena;
struct report;

/*
 * A sentence that tells what `column` shows, in words of the report, or in
 * `arena`. NULL: the word at its head says enough.
 */
const char *meaning_of_column(struct query_column column,
			      const struct report *report, struct arena *arena);

#endif
