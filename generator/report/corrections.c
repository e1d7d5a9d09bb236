#include "report/corrections.h"

#include "base/arena.h"
#include "report/builder.h"
#include "report/facts.h"
#include "report/report.h"

static void add_change(struct builder *builder, const struct page *page,
		       int year, const struct change *change)
{
	struct row *row = builder_row(builder, ROW_DATA);

	builder_page(&row->cells[0], page);
	builder_count(builder, &row->cells[1], year);
	builder_text(&row->cells[2], change->field, NULL);
	builder_text(&row->cells[3], change->from, NULL);
	builder_text(&row->cells[4], change->to, NULL);
	facts_append_date(builder->text, &change->date);
	builder_made(builder, &row->cells[5]);
	builder_text(&row->cells[6], change->reason, NULL);
}

/* The changes of one sort in a forum's years, the last year first. */
static size_t add_forum(struct builder *builder, const struct page *page,
			int sort, size_t count)
{
	const struct forum *forum = page->forum;

	for (size_t i = forum->years_count; i-- > 0;) {
		const struct forum_year *year = &forum->years[i];

		for (size_t k = 0; k < year->changes_count; k++) {
			const struct change *change = &year->changes[k];

			if (change->sort != sort)
				continue;
			if (count++ == 0)
				builder_text(
					&builder_row(builder, ROW_GROUP)
						 ->cells[0],
					builder_word(
						builder,
						sort == (int)LABEL_CHANGE_CORRECTION
							? LABEL_PAGE_CORRECTIONS
							: LABEL_PAGE_REVISIONS),
					NULL);
			add_change(builder, page, year->year, change);
		}
	}
	return count;
}

const struct table *corrections_table(const void *options,
				      const struct target *target,
				      const struct report *report,
				      struct arena *arena)
{
	static const enum label headings[] = {
		LABEL_PAGE_FORUM,      LABEL_PAGE_YEAR,
		LABEL_PAGE_FIELD,      LABEL_PAGE_CHANGED_FROM,
		LABEL_PAGE_CHANGED_TO, LABEL_PAGE_DATE,
		LABEL_PAGE_REASON,
	};
	size_t all = 0;
	struct builder builder;

	(void)options;
	builder_begin(&builder, report, target, G_N_ELEMENTS(headings), arena);
	for (size_t i = 0; i < G_N_ELEMENTS(headings); i++)
		builder_heading(&builder, i, headings[i],
				headings[i] == LABEL_PAGE_DATE);
	for (int sort = LABEL_CHANGE_CORRECTION; sort <= LABEL_CHANGE_REVISION;
	     sort++) {
		size_t count = 0;

		for (size_t i = 0; i < report->forums_count; i++)
			count = add_forum(&builder, report->forums[i], sort,
					  count);
		all += count;
	}
	if (all == 0)
		builder_note_row(&builder,
				 builder_word(&builder, LABEL_PAGE_NO_CHANGES));
	return builder_finish(&builder);
}
