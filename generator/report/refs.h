/*
 * refs: what does each link and each id in a head lead to?
 *
 * All that names something else is looked up and joined with it, once, before
 * any output. What leads nowhere is a finding.
 */
#ifndef BILAGA_REPORT_REFS_H
#define BILAGA_REPORT_REFS_H

struct diag_list;
struct report;

/* Join all references of `report`; pictures are looked for in `content`. */
void refs_resolve(struct report *report, const char *content,
		  struct diag_list *diags);

#endif
