/*
 * check: does the report say what its data support?
 *
 * Checks are rows of one table. Questions in texts and tables are read and
 * answered here, so that rendering cannot fail.
 */
#ifndef BILAGA_REPORT_CHECK_H
#define BILAGA_REPORT_CHECK_H

struct diag_list;
struct report;

/* Check all of `report`, whose references are resolved. */
void check_report(struct report *report, struct diag_list *diags);

/*
 * Resolve the references of `report`, which was read from `content`, and check
 * it. Nothing where no document could be read.
 */
void check_content(struct report *report, const char *content,
		   struct diag_list *diags);

#endif
