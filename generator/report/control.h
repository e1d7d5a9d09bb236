/*
 * control: do the figures below a page add up to its control totals?
 *
 * A control total was counted by somebody else, from the source: a figure that
 * is changed later by mistake no longer adds up to it.
 */
#ifndef BILAGA_REPORT_CONTROL_H
#define BILAGA_REPORT_CONTROL_H

struct diag_list;
struct report;

/*
 * Check the control totals of all pages, with findings, and set `stated` and
 * `answer` of each. Differences that are known become part of `report->known`.
 */
void control_check(struct report *report, struct diag_list *diags);

#endif
