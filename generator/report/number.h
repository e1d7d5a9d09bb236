/*
 * number: which numbers do sections, tables and notes have, and which ids are
 * taken?
 *
 * Numbers are given once, before any output, so every output shows the same
 * ones. Ids are entered in the report's table of targets.
 */
#ifndef BILAGA_REPORT_NUMBER_H
#define BILAGA_REPORT_NUMBER_H

struct diag_list;
struct report;

/*
 * Number all of `report`, whose pages are in order, and enter their ids.
 * Findings: an id used twice or reserved, a heading that skips a level.
 */
void number_report(struct report *report, struct diag_list *diags);

#endif
