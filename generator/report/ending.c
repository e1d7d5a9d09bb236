#include "report/ending.h"

#include "base/arena.h"
#include "report/builder.h"
#include "report/calendar.h"
#include "report/due.h"
#include "report/facts.h"
#include "report/query.h"
#include "report/report.h"

static const struct query_column cost = { FIELD_COST, 0 };

/* What is asked first stands first: on a phone the rest is scrolled to. */
enum { FORUM, COST, DECIDED_BY, NOTICE, LAST_DAY, COLUMNS };

/* Groups, in the order of the table. */
static const enum label groups[] = {
	LABEL_PAGE_ENDING_YES,		LABEL_PAGE_ENDING_BY_AGREEMENT,
	LABEL_PAGE_ENDING_NO,		LABEL_PAGE_ENDING_BY_LAW,
	LABEL_PAGE_ENDING_NOT_ASSESSED,
};

/* What the law wants stands apart, whatever else is said of it. */
static enum label group_of(const struct forum *forum)
{
	if (forum->membership == LABEL_MEMBERSHIP_BY_LAW)
		return LABEL_PAGE_ENDING_BY_LAW;
	switch (forum->can_end) {
	case LABEL_CAN_END_YES:
		return LABEL_PAGE_ENDING_YES;
	case LABEL_CAN_END_NO:
		return LABEL_PAGE_ENDING_NO;
	case LABEL_CAN_END_BY_AGREEMENT:
		return LABEL_PAGE_ENDING_BY_AGREEMENT;
	default:
		return LABEL_PAGE_ENDING_NOT_ASSESSED;
	}
}

/* "går ut 2024": nobody has to act for it to end. */
static void set_end(struct builder *builder, struct cell *cell,
		    const struct agreement *agreement)
{
	g_string_append_printf(builder->text, "%s ",
			       builder_word(builder, LABEL_PAGE_ENDS));
	facts_append_date(builder->text, &agreement->until);
	builder_made(builder, cell);
}

static void set_ended(struct builder *builder, struct cell *cell,
		      const struct agreement *agreement)
{
	g_string_append_printf(builder->text, "%s ",
			       builder_word(builder, LABEL_PAGE_ENDED));
	facts_append_date(builder->text, &agreement->ended);
	builder_made(builder, cell);
}

static void set_last_day(struct builder *builder, struct cell *cell,
			 const struct agreement *agreement)
{
	struct date day;

	if (agreement != NULL &&
	    due_last_day(&day, agreement, builder->report)) {
		facts_append_date(builder->text, &day);
		if (calendar_compare(
			    &day, &builder->report->publication.seen_from) < 0)
			g_string_append_printf(
				builder->text, ", %s",
				builder_word(builder, LABEL_PAGE_PASSED));
		builder_made(builder, cell);
	} else if (agreement != NULL && agreement->ended.year > 0) {
		set_ended(builder, cell, agreement);
	} else if (agreement != NULL && agreement->until.year > 0 &&
		   agreement->extended.text == NULL) {
		set_end(builder, cell, agreement);
	} else if (agreement != NULL && agreement->further) {
		builder_text(cell,
			     builder_word(builder, LABEL_PAGE_WHY_FURTHER),
			     NULL);
	} else {
		builder_text(cell, builder_word(builder, LABEL_PAGE_NOT_SAID),
			     NULL);
	}
}

static void set_cost(struct builder *builder, struct cell *cell,
		     const struct page *page)
{
	const struct page *elsewhere;
	struct quantity quantity =
		query_quantity(page, cost, builder->year, &elsewhere);

	if (elsewhere != NULL)
		builder_elsewhere(builder, cell, elsewhere);
	else
		builder_quantity(builder, cell, &quantity, false);
}

static void add_forum(struct builder *builder, const struct page *page)
{
	const struct forum *forum = page->forum;
	const struct agreement *agreement = forum->agreement;
	const struct named *by = forum->decided_by.to;
	const char *not_said = builder_word(builder, LABEL_PAGE_NOT_SAID);
	struct row *row = builder_row(builder, ROW_DATA);

	builder_page(&row->cells[FORUM], page);
	set_cost(builder, &row->cells[COST], page);
	builder_text(&row->cells[DECIDED_BY], by != NULL ? by->name : not_said,
		     NULL);
	builder_text(&row->cells[NOTICE],
		     agreement != NULL && agreement->notice.text != NULL
			     ? agreement->notice.text
			     : not_said,
		     NULL);
	set_last_day(builder, &row->cells[LAST_DAY], agreement);
}

static void add_sum(struct builder *builder, enum row_kind kind,
		    const char *text, int64_t count,
		    const struct quantity_sum *sum)
{
	struct row *row = builder_row(builder, kind);

	builder_text(&row->cells[FORUM],
		     arena_printf(builder->arena, "%s: %" G_GINT64_FORMAT " %s",
				  text, count,
				  builder_word(builder,
					       LABEL_PAGE_STANDS_FOR_FORUMS)),
		     NULL);
	builder_sum(builder, &row->cells[COST], sum);
}

/* One group: its forums and their sum. How many forums there are. */
static int64_t add_group(struct builder *builder, enum label group,
			 struct quantity_sum *total)
{
	const struct report *report = builder->report;
	struct quantity_sum sum;
	int64_t count = 0;

	quantity_sum_init(&sum, QUANTITY_MONEY);
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];

		if (report_year(page->forum, builder->year) == NULL ||
		    group_of(page->forum) != group)
			continue;
		if (count == 0)
			builder_text(&builder_row(builder, ROW_GROUP)->cells[0],
				     builder_word(builder, group), NULL);
		if (group != LABEL_PAGE_ENDING_NOT_ASSESSED)
			add_forum(builder, page);
		query_sum_forum(&sum, page, &cost, 1, builder->year);
		builder_of(builder, page, builder->year);
		count += page->forum->stands_for;
	}
	if (count > 0)
		add_sum(builder, ROW_SUBTOTAL, builder_word(builder, group),
			count, &sum);
	quantity_sum_join(total, &sum);
	return count;
}

const struct table *ending_table(const void *options,
				 const struct target *target,
				 const struct report *report,
				 struct arena *arena)
{
	struct quantity_sum total;
	struct builder builder;
	int64_t count = 0;

	(void)options;
	quantity_sum_init(&total, QUANTITY_MONEY);
	builder_begin(&builder, report, target, COLUMNS, arena);
	builder_heading(&builder, FORUM, LABEL_PAGE_FORUM, false);
	builder_heading(&builder, COST, LABEL_PAGE_YEARLY_COST, true);
	builder.table->columns[COST].heading =
		arena_printf(arena, "%s (%s)",
			     builder_word(&builder, LABEL_PAGE_YEARLY_COST),
			     builder_word(&builder, LABEL_QUANTITY_THOUSAND));
	builder_heading(&builder, DECIDED_BY, LABEL_PAGE_DECIDED_BY_SHORT,
			false);
	builder_heading(&builder, NOTICE, LABEL_PAGE_NOTICE_SHORT, false);
	builder_heading(&builder, LAST_DAY, LABEL_PAGE_LAST_DAY, false);
	for (size_t i = 0; i < G_N_ELEMENTS(groups); i++)
		count += add_group(&builder, groups[i], &total);
	add_sum(&builder, ROW_TOTAL, builder_word(&builder, LABEL_PAGE_TOTAL),
		count, &total);
	return builder_finish(&builder);
}
