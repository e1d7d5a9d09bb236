/*
 * edit_address: at which address is a source file edited?
 *
 * `edit-url` in publication.yaml is the address of the forge's editor. In it
 * `{path}` stands for the path of the file below the content folder, with what
 * an address cannot hold escaped, and `{line}` for the line; without `{path}`
 * the path comes last.
 */
#ifndef BILAGA_REPORT_EDIT_ADDRESS_H
#define BILAGA_REPORT_EDIT_ADDRESS_H

#include <stdbool.h>

#include "base/source.h"

struct arena;
struct report;

#define EDIT_PATH "{path}"
#define EDIT_LINE "{line}"

/*
 * May `edit-url` be this? It begins with https://, or is a path of the server
 * that has the site (`/edit/`); it has no other braces than the two above.
 */
bool edit_address_is_good(const char *url);

/*
 * The publication's `edit-url`, with {path} in it, in `arena`; NULL when it
 * does not say.
 */
const char *edit_address_pattern(const struct report *report,
				 struct arena *arena);

/*
 * Where the place is edited, in `arena`; NULL when the publication does not
 * say. The line is the first when it is not known.
 */
const char *edit_address(const struct report *report, struct span where,
			 struct arena *arena);

#endif
