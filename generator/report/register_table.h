/*
 * register_table: which forums stand under each heading of a register?
 *
 * A register lists the forums by what they have (who runs them, who is paid,
 * form, membership, level, goal …), by party with its role, or by name from A
 * to the last letter. What has nothing of the kind stands under a heading of
 * its own.
 */
#ifndef BILAGA_REPORT_REGISTER_TABLE_H
#define BILAGA_REPORT_REGISTER_TABLE_H

struct arena;
struct body_forums;
struct diag_list;
struct report;
struct table;
struct target;

/*
 * Read the options of a {register} directive. NULL with findings added. What
 * is returned lies in `arena`.
 */
const void *register_query_new(const struct body_forums *directive,
			       const struct report *report, struct arena *arena,
			       struct diag_list *diags);

/* The register that the options ask for, with `target` as caption. */
const struct table *register_table(const void *options,
				   const struct target *target,
				   const struct report *report,
				   struct arena *arena);

#endif
