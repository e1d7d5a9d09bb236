/*
 * edition: how does the total of one year become that of another?
 *
 * One table, from last year's total to this year's: what corrections did to
 * last year's figures, and then new forums, ended ones, changed figures, those
 * that have become known. Each forum and figure stands in one group, so that
 * the groups are to the öre what lies between the totals, the lower ends of
 * ranges and the upper ones each by themselves; that is asserted. What was not
 * known and now is raises the total but is no rise: it is a group of its own.
 */
#ifndef BILAGA_REPORT_EDITION_H
#define BILAGA_REPORT_EDITION_H

struct arena;
struct body_forums;
struct diag_list;
struct report;
struct table;
struct target;

/*
 * Read the options of {changes}: `from`, the year to go from (the one before
 * the shown year that has figures), and `rows`, which may be groups alone.
 * NULL with findings added; else they lie in `arena`.
 */
const void *edition_options_new(const struct body_forums *directive,
				const struct report *report,
				struct arena *arena, struct diag_list *diags);

/*
 * The table, with `target` as caption. It has one row, which says so, when
 * there is no year to go from.
 */
const struct table *edition_table(const void *options,
				  const struct target *target,
				  const struct report *report,
				  struct arena *arena);

#endif
