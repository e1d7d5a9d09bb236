/*
 * registers: which parties, forms, units, goals and abbreviations are there?
 */
#ifndef BILAGA_REPORT_REGISTERS_H
#define BILAGA_REPORT_REGISTERS_H

struct diag_list;
struct report;
struct schema;

/*
 * Read content/registers/ into `report`. Registers that are not there are
 * empty. Findings are added.
 */
void registers_read(struct report *report, const char *content,
		    const struct schema *schema, struct diag_list *diags);

#endif
