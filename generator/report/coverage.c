#include "report/coverage.h"

#include <string.h>

#include "base/arena.h"
#include "report/query.h"
#include "report/report.h"

static enum standing said(bool is_said)
{
	return is_said ? STANDING_VALUE : STANDING_MISSING;
}

static enum standing standing_of(const struct quantity *quantity)
{
	static const enum standing standings[] = {
		[QUANTITY_MISSING] = STANDING_MISSING,
		[QUANTITY_VALUE] = STANDING_VALUE,
		[QUANTITY_UNKNOWN] = STANDING_UNKNOWN,
		[QUANTITY_NOT_APPLICABLE] = STANDING_NOT_APPLICABLE,
	};

	return standings[quantity->state];
}

static bool is_nothing(const struct quantity *quantity)
{
	return quantity->state == QUANTITY_NOT_APPLICABLE ||
	       (quantity->state == QUANTITY_VALUE && quantity->high == 0 &&
		!quantity->no_high);
}

/* --- Each field -------------------------------------------------------------
 */

/* A field of a forum in the year that is shown. */
struct asking {
	const struct report *report;
	const struct forum *forum;
	const struct forum_year *year;
};

/* What a figure stands with costs that are reported elsewhere. */
static enum standing cost(const struct asking *asking,
			  const struct figure *figure)
{
	if (asking->forum->costs_in.id != NULL)
		return STANDING_ELSEWHERE;
	return standing_of(&figure->quantity);
}

static enum standing ask_fee(const struct asking *asking)
{
	return cost(asking, &asking->year->fee);
}

static enum standing ask_other(const struct asking *asking)
{
	return cost(asking, &asking->year->other);
}

static enum standing ask_state(const struct asking *asking)
{
	return said(asking->year->state != 0);
}

/* It stands as its cost does when nothing is said of it. */
static enum standing detail(const struct asking *asking,
			    const struct figure *figure, bool is_said)
{
	enum standing standing = cost(asking, figure);

	if (is_said || standing == STANDING_ELSEWHERE)
		return is_said ? STANDING_VALUE : standing;
	if (is_nothing(&figure->quantity))
		return STANDING_NOT_APPLICABLE;
	return standing == STANDING_VALUE ? STANDING_MISSING : standing;
}

static enum standing ask_paid_to(const struct asking *asking)
{
	const struct forum_year *year = asking->year;
	bool fee = cost(asking, &year->fee) == STANDING_VALUE &&
		   !is_nothing(&year->fee.quantity);

	return detail(asking, &year->fee,
		      year->paid_to.count > 0 ||
			      (fee && asking->forum->run_by.count == 1));
}

static enum standing ask_other_for(const struct asking *asking)
{
	return detail(asking, &asking->year->other,
		      asking->year->other_for.count > 0);
}

static enum standing ask_hours(const struct asking *asking)
{
	const struct forum_year *year = asking->year;
	size_t count = asking->report->publication.groups_count;
	bool nobody = true;

	for (size_t i = 0; i < count; i++) {
		if (year->hours != NULL &&
		    year->hours[i].quantity.state != QUANTITY_MISSING)
			return standing_of(&year->hours[i].quantity);
		if (!is_nothing(&year->participants[i].quantity))
			nobody = false;
	}
	return nobody ? STANDING_NOT_APPLICABLE : STANDING_MISSING;
}

static enum standing ask_results(const struct asking *asking)
{
	return said(asking->year->results.count > 0);
}

static enum standing ask_form(const struct asking *asking)
{
	return said(asking->forum->form.id != NULL);
}

static enum standing ask_membership(const struct asking *asking)
{
	return said(asking->forum->membership != 0);
}

static enum standing ask_level(const struct asking *asking)
{
	return said(asking->forum->level != 0);
}

static enum standing ask_run_by(const struct asking *asking)
{
	if (asking->forum->run_by_nobody)
		return STANDING_NOT_APPLICABLE;
	return said(asking->forum->run_by.count > 0);
}

static enum standing ask_parties(const struct asking *asking)
{
	return said(asking->forum->parties.count > 0);
}

static enum standing ask_responsible(const struct asking *asking)
{
	return said(asking->forum->responsible.id != NULL);
}

static enum standing ask_goals(const struct asking *asking)
{
	return said(asking->forum->goals.count > 0);
}

/* The best that is said of any of its meetings. */
static enum standing ask_meetings(const struct asking *asking)
{
	enum standing standing = STANDING_MISSING;

	for (size_t i = 0; i < asking->forum->meetings_count; i++) {
		enum standing one = standing_of(
			&asking->forum->meetings[i].per_year.quantity);

		standing = MIN(standing, one);
	}
	return standing;
}

static enum standing ask_agreement(const struct asking *asking)
{
	return said(asking->forum->agreement != NULL);
}

static enum standing ask_can_end(const struct asking *asking)
{
	return said(asking->forum->can_end != 0);
}

/* `column` is what a judged field is shown as; FIELD_COUNT: none. */
static const struct {
	enum label key;
	enum label heading;
	enum standing (*ask)(const struct asking *asking);
	bool asked;
	enum query_field column;
} rules[] = {
	{ LABEL_KEY_FEE, LABEL_PAGE_FEE, ask_fee, true, FIELD_COUNT },
	{ LABEL_KEY_OTHER, LABEL_PAGE_OTHER, ask_other, true, FIELD_COUNT },
	{ LABEL_KEY_STATE, LABEL_PAGE_STATE, ask_state, true, FIELD_STATE },
	{ LABEL_KEY_PAID_TO, LABEL_PAGE_PAID_TO, ask_paid_to, false,
	  FIELD_PAID_TO },
	{ LABEL_KEY_OTHER_FOR, LABEL_PAGE_OTHER_FOR, ask_other_for, false,
	  FIELD_COUNT },
	{ LABEL_KEY_FORM, LABEL_PAGE_FORM, ask_form, false, FIELD_FORM },
	{ LABEL_KEY_MEMBERSHIP, LABEL_PAGE_MEMBERSHIP, ask_membership, false,
	  FIELD_MEMBERSHIP },
	{ LABEL_KEY_LEVEL, LABEL_PAGE_LEVEL, ask_level, false, FIELD_LEVEL },
	{ LABEL_KEY_RUN_BY, LABEL_PAGE_RUN_BY, ask_run_by, false,
	  FIELD_RUN_BY },
	{ LABEL_KEY_PARTIES, LABEL_PAGE_PARTIES, ask_parties, false,
	  FIELD_PARTIES },
	{ LABEL_KEY_RESPONSIBLE, LABEL_PAGE_RESPONSIBLE, ask_responsible, false,
	  FIELD_RESPONSIBLE },
	{ LABEL_KEY_GOALS, LABEL_PAGE_GOALS, ask_goals, false, FIELD_GOALS },
	{ LABEL_KEY_MEETINGS, LABEL_PAGE_MEETINGS, ask_meetings, false,
	  FIELD_COUNT },
	{ LABEL_KEY_AGREEMENT, LABEL_PAGE_AGREEMENT, ask_agreement, false,
	  FIELD_COUNT },
	{ LABEL_KEY_CAN_END, LABEL_PAGE_CAN_END, ask_can_end, false,
	  FIELD_CAN_END },
	{ LABEL_KEY_RESULTS, LABEL_PAGE_RESULTS, ask_results, false,
	  FIELD_COUNT },
	{ LABEL_KEY_HOURS, LABEL_PAGE_HOURS, ask_hours, false, FIELD_COUNT },
};

/* --- For others -------------------------------------------------------------
 */

size_t coverage_fields(const struct report *report)
{
	return report->publication.groups_count + G_N_ELEMENTS(rules);
}

bool coverage_is_asked(const struct report *report, size_t field)
{
	size_t groups = report->publication.groups_count;

	return field < groups || rules[field - groups].asked;
}

const char *coverage_key(const struct report *report, size_t field,
			 struct arena *arena)
{
	size_t groups = report->publication.groups_count;

	if (field >= groups)
		return labels_word(&report->labels, rules[field - groups].key);
	return arena_printf(
		arena, "%s.%s",
		labels_word(&report->labels, LABEL_KEY_PARTICIPANTS),
		report->publication.groups[field]);
}

const char *coverage_heading(const struct report *report, size_t field,
			     struct arena *arena)
{
	size_t groups = report->publication.groups_count;

	if (field >= groups)
		return labels_word(&report->labels,
				   rules[field - groups].heading);
	return arena_printf(
		arena, "%s, %s",
		labels_word(&report->labels, LABEL_PAGE_PARTICIPANTS),
		report->publication.group_names[field]);
}

enum standing coverage_of(const struct report *report, const struct page *page,
			  size_t field)
{
	size_t groups = report->publication.groups_count;
	struct asking asking = { report, page->forum,
				 report_year(page->forum,
					     report->publication.year) };

	g_assert(asking.year != NULL);
	if (field < groups)
		return standing_of(&asking.year->participants[field].quantity);
	return rules[field - groups].ask(&asking);
}

bool coverage_is_judged(const struct report *report, const struct page *page,
			size_t field)
{
	size_t groups = report->publication.groups_count;
	const struct text_list *judged = &page->forum->judged;
	const char *key;

	if (field < groups)
		return false;
	key = labels_word(&report->labels, rules[field - groups].key);
	for (size_t i = 0; i < judged->count; i++)
		if (strcmp(judged->items[i], key) == 0)
			return true;
	return false;
}

void coverage_append(GString *out, const struct report *report,
		     const struct page *page, size_t field)
{
	size_t groups = report->publication.groups_count;
	struct query_column column = { FIELD_COUNT, 0 };
	GArray *items;

	if (field >= groups)
		column.field = rules[field - groups].column;
	if (column.field == FIELD_COUNT)
		return;
	items = g_array_new(FALSE, FALSE, sizeof(struct query_item));
	query_items(items, page, column, report->publication.year, report);
	for (guint i = 0; i < items->len; i++) {
		if (i > 0)
			g_string_append(out, ", ");
		g_string_append(
			out, g_array_index(items, struct query_item, i).text);
	}
	g_array_free(items, TRUE);
}

void coverage_append_value(GString *out, const struct report *report,
			   const struct page *page, size_t field)
{
	size_t groups = report->publication.groups_count;
	const struct forum_year *year =
		report_year(page->forum, report->publication.year);
	const struct quantity *quantity = NULL;

	if (field < groups)
		quantity = &year->participants[field].quantity;
	else if (rules[field - groups].key == LABEL_KEY_FEE)
		quantity = &year->fee.quantity;
	else if (rules[field - groups].key == LABEL_KEY_OTHER)
		quantity = &year->other.quantity;
	else
		coverage_append(out, report, page, field);
	if (quantity != NULL)
		quantity_format(out, quantity, &report->labels.quantity,
				field < groups ? QUANTITY_IN_NUMBERS
					       : QUANTITY_IN_THOUSANDS,
				-1, true);
}

void coverage_add(struct coverage *coverage, const struct report *report,
		  const struct page *page)
{
	coverage->forums++;
	for (size_t i = 0; i < coverage_fields(report); i++)
		if (coverage_is_asked(report, i))
			coverage->standing[coverage_of(report, page, i)]++;
}

int coverage_share(const struct coverage *coverage)
{
	const size_t *standing = coverage->standing;
	size_t known =
		standing[STANDING_VALUE] + standing[STANDING_NOT_APPLICABLE];
	size_t lacking =
		standing[STANDING_UNKNOWN] + standing[STANDING_MISSING];
	size_t all = known + lacking;

	if (all == 0)
		return -1;
	if (known == 0 || lacking == 0)
		return known == 0 ? 0 : 100;
	return (int)CLAMP((known * 200 + all) / (2 * all), 1, 99);
}
