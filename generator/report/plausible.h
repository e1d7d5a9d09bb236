/*
 * plausible: which figures depart from what could be expected?
 *
 * What departs may be right all the same, so all findings are warnings. A year
 * of a forum confirms one with its reason, under the key that it is about; it
 * is then no longer told, but stands in `report->implausible` for the quality
 * page. The rules, with their limits, stand in content/README.md.
 */
#ifndef BILAGA_REPORT_PLAUSIBLE_H
#define BILAGA_REPORT_PLAUSIBLE_H

struct diag_list;
struct report;

/* Judge all years of all forums, and set `report->implausible`. */
void plausible_check(struct report *report, struct diag_list *diags);

#endif
