/*
 * chart_table: which table has the figures of a chart?
 */
#ifndef BILAGA_REPORT_CHART_TABLE_H
#define BILAGA_REPORT_CHART_TABLE_H

#include "report/chart_tally.h"
#include "report/table.h"

/* A row for each bar, with `target` as number and caption; NULL for none. */
const struct table *chart_table_new(struct chart_tally *tally,
				    const struct target *target);

#endif
