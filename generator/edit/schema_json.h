/*
 * schema_json: which keys and values may heads and registers have, as JSON
 * Schema (draft 07) that editors complete and explain by?
 *
 * Keys and words are those of the publication's language, explanations those
 * of help.h, ids those that the registers have. An id that is none of them is
 * let through, since a register may have been added to since: `check` finds it.
 */
#ifndef BILAGA_EDIT_SCHEMA_JSON_H
#define BILAGA_EDIT_SCHEMA_JSON_H

#include <glib.h>

struct diag_list;
struct help;
struct report;

/*
 * The names of all schemas: "forum", "section", "document", "publication" and
 * those of the registers; NULL after the last.
 */
const char *schema_json_name(size_t index);

/*
 * Append the schema called `name`, one of those, for the publication of
 * `report`, which need not be without errors. `kinds` has those of documents
 * (struct kind *).
 */
void schema_json_append(GString *out, const char *name,
			const struct report *report, const GPtrArray *kinds,
			const struct help *help);

#endif
