/*
 * method: how did the totals of a document come about?
 */
#ifndef BILAGA_REPORT_METHOD_H
#define BILAGA_REPORT_METHOD_H

#include "report/table.h"

/*
 * The table that {method} asks for: a row for each total that stands in the
 * document of `target`, with its rule, its result and the forums that were
 * counted. `options` is NULL.
 */
const struct table *method_table(const void *options,
				 const struct target *target,
				 const struct report *report,
				 struct arena *arena);

#endif
