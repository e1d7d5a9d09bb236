/*
 * diag_print: how are findings told?
 *
 * For people, and for programs that show them beside the source: editors,
 * GitHub and GitLab. All are sorted by file and place.
 */
#ifndef BILAGA_BASE_DIAG_PRINT_H
#define BILAGA_BASE_DIAG_PRINT_H

#include <stddef.h>
#include <stdio.h>

#include "base/diag.h"

/* So many findings are told in full to a person who has called a command. */
#define DIAG_SHOWN_MOST 100

/*
 * Print all findings to `out`, sorted by file and place; each with its source
 * line and a mark under the spot. At most `most` are shown in full (0: all);
 * how many were left out is said.
 */
void diag_print(struct diag_list *diags, enum diag_language language,
		size_t most, FILE *out);

/* Print all findings to `out` as JSON, an array of objects. */
void diag_print_json(struct diag_list *diags, enum diag_language language,
		     FILE *out);

/* "error", "warning", "note" or "fel", "varning", "anmärkning". */
const char *diag_level_word(enum diag_level level, enum diag_language language);

/*
 * Print all findings for a forge or an editor: as SARIF 2.1.0, as commands of
 * GitHub Actions, or as a report of GitLab Code Quality. Paths begin with
 * `folder`, the content folder as seen from the top of the repository; "" when
 * it is that. `version` is the program's own.
 */
void diag_print_sarif(struct diag_list *diags, enum diag_language language,
		      const char *folder, const char *version, FILE *out);
void diag_print_github(struct diag_list *diags, enum diag_language language,
		       const char *folder, FILE *out);
void diag_print_gitlab(struct diag_list *diags, enum diag_language language,
		       const char *folder, FILE *out);

#endif
