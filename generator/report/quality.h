/*
 * quality: what do the tables of the quality page say?
 *
 * How well the report is supported: how far each field is filled in, which
 * forums lack which figures, what was judged, and what departs from what could
 * be expected.
 */
#ifndef BILAGA_REPORT_QUALITY_H
#define BILAGA_REPORT_QUALITY_H

struct arena;
struct body_forums;
struct diag_list;
struct report;
struct table;
struct target;

/* Read the options of {coverage}. NULL with findings; else in `arena`. */
const void *quality_coverage_new(const struct body_forums *forums,
				 const struct report *report,
				 struct arena *arena, struct diag_list *diags);

/*
 * {coverage}: in how many entries each field has a value, is not applicable,
 * is reported elsewhere, is not known, or is missing, and in how many it was
 * judged; or, `:by:` section or unit, the same of all figures together.
 */
const struct table *quality_coverage(const void *options,
				     const struct target *target,
				     const struct report *report,
				     struct arena *arena);

/* {gaps}: the forums that lack a figure: which are not known, which missing. */
const struct table *quality_gaps(const void *options,
				 const struct target *target,
				 const struct report *report,
				 struct arena *arena);

/* {judged}: what the authors judged, field by field. */
const struct table *quality_judged(const void *options,
				   const struct target *target,
				   const struct report *report,
				   struct arena *arena);

/* {implausible}: what departs from what could be expected, with the reason. */
const struct table *quality_implausible(const void *options,
					const struct target *target,
					const struct report *report,
					struct arena *arena);

/* {controls}: the control totals of sections, and what the data give. */
const struct table *quality_controls(const void *options,
				     const struct target *target,
				     const struct report *report,
				     struct arena *arena);

/* {chase-list}: the units that have figures to give, and their lists. */
const struct table *quality_chase(const void *options,
				  const struct target *target,
				  const struct report *report,
				  struct arena *arena);

#endif
