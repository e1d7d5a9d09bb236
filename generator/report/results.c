#include "report/results.h"

#include "base/arena.h"
#include "report/builder.h"
#include "report/report.h"

static void add_count(struct builder *builder, enum label label, int64_t count)
{
	struct row *row = builder_row(builder, ROW_TOTAL);

	builder_text(&row->cells[0], builder_word(builder, label), NULL);
	builder_count(builder, &row->cells[1], count);
}

const struct table *results_table(const void *options,
				  const struct target *target,
				  const struct report *report,
				  struct arena *arena)
{
	struct builder builder;
	int64_t with = 0;
	int64_t without = 0;

	(void)options;
	builder_begin(&builder, report, target, 2, arena);
	builder_heading(&builder, 0, LABEL_PAGE_FORUM, false);
	builder_heading(&builder, 1, LABEL_PAGE_RESULT, false);
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];
		const struct forum_year *year =
			report_year(page->forum, builder.year);

		if (year == NULL)
			continue;
		/* One row for each, so that the CSV can be sorted. */
		for (size_t k = 0; k < year->results.count; k++) {
			struct row *row = builder_row(&builder, ROW_DATA);

			builder_page(&row->cells[0], page);
			builder_text(&row->cells[1], year->results.items[k],
				     NULL);
		}
		*(year->results.count > 0 ? &with : &without) +=
			page->forum->stands_for;
	}
	add_count(&builder, LABEL_PAGE_WITH_RESULTS, with);
	add_count(&builder, LABEL_PAGE_WITHOUT_RESULTS, without);
	return builder_finish(&builder);
}
