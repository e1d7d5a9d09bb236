#include "report/uses.h"

#include "report/report.h"

void uses_begin(struct report *report)
{
	if (report->uses == NULL)
		report->uses = g_array_new(FALSE, TRUE, sizeof(struct use));
}

void uses_add(const struct report *report, const struct use *use)
{
	if (report->uses != NULL && use->to != NULL && use->where.length > 0)
		g_array_append_val(report->uses, *use);
}
