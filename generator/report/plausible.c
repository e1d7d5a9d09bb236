#include "report/plausible.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/report.h"

/* The limits, unless publication.yaml has others: per cent, öre, hundredths. */
#define CHANGE_USUAL	   50
#define AMOUNT_USUAL	   2000000
#define PARTICIPANTS_USUAL 300

/* How many times the median a figure may be, and of how many there is one. */
#define OUTLYING_TIMES 100
#define OUTLYING_LEAST 10

struct judging {
	struct report *report;
	struct diag_list *diags;
	struct implausible **end;
	const struct page *page;
	struct forum_year *year;
	const struct forum_year *before; /* the year that it has before; NULL */
	uint64_t change;		 /* the limits, see above */
	uint64_t amount;
	uint64_t participants;
	uint64_t median_fee; /* twice; 0: there are too few */
	uint64_t median_other;
	uint64_t *median_participants; /* one for each group */
};

static const char *word(const struct judging *judging, enum label label)
{
	return labels_word(&judging->report->labels, label);
}

static struct confirmation *find_confirmation(const struct judging *judging,
					      enum label key)
{
	struct forum_year *year = judging->year;

	for (size_t i = 0; i < year->confirmed_count; i++)
		if (strcmp(year->confirmed[i].key, word(judging, key)) == 0)
			return &year->confirmed[i];
	return NULL;
}

/* What departs about `key` is told unless it is confirmed, and always kept. */
static void tell(struct judging *judging, enum diag_id id, enum label key,
		 struct span where, const char *detail)
{
	struct report *report = judging->report;
	struct confirmation *confirmation = find_confirmation(judging, key);
	struct implausible *new =
		arena_new_array(report->arena, struct implausible, 1);

	new->page = judging->page;
	new->year = judging->year->year;
	new->text = arena_printf(report->arena, "%s: %s", detail,
				 diag_id_text(id, report->labels.findings));
	*judging->end = new;
	judging->end = &new->next;
	if (confirmation == NULL) {
		diag_add(judging->diags, id, where, "%s", detail);
		return;
	}
	new->reason = confirmation->reason;
	confirmation->used = true;
}

static bool is_nothing(const struct quantity *quantity)
{
	return quantity->state == QUANTITY_NOT_APPLICABLE ||
	       (quantity->state == QUANTITY_VALUE && quantity->high == 0 &&
		!quantity->no_high);
}

static bool is_something(const struct quantity *quantity)
{
	return quantity->state == QUANTITY_VALUE && quantity->high > 0;
}

static void append_quantity(const struct judging *judging, GString *out,
			    const struct quantity *quantity)
{
	quantity_format(out, quantity, &judging->report->labels.quantity,
			quantity->kind == QUANTITY_MONEY ? QUANTITY_IN_THOUSANDS
							 : QUANTITY_IN_NUMBERS,
			-1, true);
}

/* `fee 837 tkr`, or with the figure before it, `fee 83 tkr → 837 tkr`. */
static const char *figure_text(const struct judging *judging, const char *key,
			       const struct quantity *before,
			       const struct quantity *quantity)
{
	GString *text = g_string_new(key);

	g_string_append_c(text, ' ');
	if (before != NULL) {
		append_quantity(judging, text, before);
		g_string_append(text, " \u2192 ");
	}
	append_quantity(judging, text, quantity);
	return arena_take(judging->report->arena, text);
}

static const char *group_key(const struct judging *judging, size_t group)
{
	return arena_printf(judging->report->arena, "%s.%s",
			    word(judging, LABEL_KEY_PARTICIPANTS),
			    judging->report->publication.groups[group]);
}

/* --- Against the year before ------------------------------------------------
 */

/* Twice the middle of a range, which is always a whole number. */
static uint64_t middle(const struct quantity *quantity)
{
	return (uint64_t)quantity->low + (uint64_t)quantity->high;
}

/* Is the larger of the two a slip of the decimal point or of the unit? */
static bool is_factor(uint64_t less, uint64_t more)
{
	for (uint64_t factor = 10; factor <= 1000; factor *= 10)
		if (more % factor == 0 && more / factor == less)
			return true;
	return more / less >= 500 && more / less < 2000;
}

static bool is_change(const struct judging *judging, uint64_t before,
		      uint64_t difference)
{
	return before <= UINT64_MAX / 10000 &&
	       difference > before * judging->change / 100;
}

static void judge_change(struct judging *judging, enum label key,
			 const char *name, const struct figure *before,
			 const struct figure *figure, uint64_t least)
{
	uint64_t a = middle(&before->quantity);
	uint64_t b = middle(&figure->quantity);
	uint64_t difference = a > b ? a - b : b - a;
	enum diag_id id;

	if (!is_something(&before->quantity) ||
	    !is_something(&figure->quantity) || before->quantity.per_part ||
	    figure->quantity.per_part || difference < 2 * least)
		return;
	if (is_factor(MIN(a, b), MAX(a, b)))
		id = DIAG_FIGURE_FACTOR;
	else if (is_change(judging, a, difference))
		id = DIAG_FIGURE_CHANGE;
	else
		return;
	tell(judging, id, key, figure->where,
	     figure_text(judging, name, &before->quantity, &figure->quantity));
}

/* Have two groups changed places? Then each of them has changed, too. */
static bool judge_swapped(struct judging *judging)
{
	const struct publication *publication = &judging->report->publication;
	const struct figure *now = judging->year->participants;
	const struct figure *then = judging->before->participants;

	for (size_t i = 0; i < publication->groups_count; i++)
		for (size_t k = i + 1; k < publication->groups_count; k++) {
			const struct quantity *a = &now[i].quantity;
			const struct quantity *b = &now[k].quantity;

			if (quantity_equal(a, b) ||
			    !quantity_equal(a, &then[k].quantity) ||
			    !quantity_equal(b, &then[i].quantity))
				continue;
			tell(judging, DIAG_GROUPS_SWAPPED,
			     LABEL_KEY_PARTICIPANTS, now[i].where,
			     arena_printf(judging->report->arena, "%s, %s",
					  publication->groups[i],
					  publication->groups[k]));
			return true;
		}
	return false;
}

static void judge_before(struct judging *judging)
{
	const struct publication *publication = &judging->report->publication;
	struct forum_year *year = judging->year;
	const struct forum_year *before = judging->before;

	if (before == NULL)
		return;
	if (!judge_swapped(judging))
		for (size_t i = 0; i < publication->groups_count; i++)
			judge_change(
				judging, LABEL_KEY_PARTICIPANTS,
				group_key(judging, i), &before->participants[i],
				&year->participants[i], judging->participants);
	judge_change(judging, LABEL_KEY_FEE, word(judging, LABEL_KEY_FEE),
		     &before->fee, &year->fee, judging->amount);
	judge_change(judging, LABEL_KEY_OTHER, word(judging, LABEL_KEY_OTHER),
		     &before->other, &year->other, judging->amount);
}

/* --- Against the publication's own spread -----------------------------------
 */

static int compare_middles(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left;
	uint64_t b = *(const uint64_t *)right;

	return a < b ? -1 : a > b;
}

/* Twice the median of a figure, over all forums and years; 0: too few. */
static uint64_t
median(const struct report *report,
       const struct figure *(*get)(const struct forum_year *year, size_t group),
       size_t group)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	uint64_t result = 0;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct forum *forum = report->forums[i]->forum;

		for (size_t k = 0; k < forum->years_count; k++) {
			const struct quantity *quantity =
				&get(&forum->years[k], group)->quantity;
			uint64_t at = middle(quantity);

			if (is_something(quantity) && !quantity->per_part)
				g_array_append_val(all, at);
		}
	}
	g_array_sort(all, compare_middles);
	if (all->len >= OUTLYING_LEAST)
		result = g_array_index(all, uint64_t, all->len / 2);
	g_array_free(all, TRUE);
	return result;
}

static const struct figure *get_fee(const struct forum_year *year, size_t group)
{
	(void)group;
	return &year->fee;
}

static const struct figure *get_other(const struct forum_year *year,
				      size_t group)
{
	(void)group;
	return &year->other;
}

static const struct figure *get_participants(const struct forum_year *year,
					     size_t group)
{
	return &year->participants[group];
}

static void judge_outlying_one(struct judging *judging, enum label key,
			       const char *name, const struct figure *figure,
			       uint64_t median)
{
	const struct quantity *quantity = &figure->quantity;

	if (median == 0 || !is_something(quantity) || quantity->per_part ||
	    middle(quantity) / OUTLYING_TIMES <= median)
		return;
	tell(judging, DIAG_FIGURE_OUTLYING, key, figure->where,
	     figure_text(judging, name, NULL, quantity));
}

static void judge_outlying(struct judging *judging)
{
	const struct forum_year *year = judging->year;
	size_t groups = judging->report->publication.groups_count;

	for (size_t i = 0; i < groups; i++)
		judge_outlying_one(judging, LABEL_KEY_PARTICIPANTS,
				   group_key(judging, i),
				   &year->participants[i],
				   judging->median_participants[i]);
	judge_outlying_one(judging, LABEL_KEY_FEE, word(judging, LABEL_KEY_FEE),
			   &year->fee, judging->median_fee);
	judge_outlying_one(judging, LABEL_KEY_OTHER,
			   word(judging, LABEL_KEY_OTHER), &year->other,
			   judging->median_other);
}

/* --- Figures that do not go together ----------------------------------------
 */

static void judge_membership(struct judging *judging)
{
	const struct forum *forum = judging->page->forum;
	const struct figure *fee = &judging->year->fee;

	if (forum->costs_in.id != NULL)
		return;
	if (!(forum->membership == LABEL_MEMBERSHIP_WITH_FEE &&
	      is_nothing(&fee->quantity)) &&
	    !(forum->membership == LABEL_MEMBERSHIP_WITHOUT_FEE &&
	      is_something(&fee->quantity)))
		return;
	tell(judging, DIAG_MEMBERSHIP_FEE, LABEL_KEY_FEE, fee->where,
	     arena_printf(judging->report->arena, "%s: %s, %s",
			  word(judging, LABEL_KEY_MEMBERSHIP),
			  word(judging, (enum label)forum->membership),
			  figure_text(judging, word(judging, LABEL_KEY_FEE),
				      NULL, &fee->quantity)));
}

/* What is paid to whom, and for what, though nothing is paid. */
static void judge_nothing(struct judging *judging)
{
	const struct forum_year *year = judging->year;

	if (year->paid_to.count > 0 && is_nothing(&year->fee.quantity))
		tell(judging, DIAG_PAID_TO_FEE, LABEL_KEY_PAID_TO,
		     year->paid_to.items[0].where, year->paid_to.items[0].id);
	if (year->other_for.count > 0 && is_nothing(&year->other.quantity))
		tell(judging, DIAG_OTHER_FOR_NOTHING, LABEL_KEY_OTHER_FOR,
		     year->other.where, year->other_for.items[0]);
}

static void judge_participants(struct judging *judging)
{
	const struct forum_year *year = judging->year;
	size_t groups = judging->report->publication.groups_count;
	bool somebody = false;
	bool nobody = true;

	for (size_t i = 0; i < groups; i++) {
		const struct quantity *one = &year->participants[i].quantity;

		somebody = somebody || is_something(one);
		nobody = nobody && is_nothing(one);
	}
	/* A forum that rests has no cost; and a nought is an answer. */
	if (somebody && year->state != LABEL_STATE_RESTS &&
	    is_nothing(&year->fee.quantity) &&
	    year->other.quantity.state == QUANTITY_NOT_APPLICABLE)
		tell(judging, DIAG_PARTICIPANTS_COST, LABEL_KEY_OTHER,
		     year->other.where,
		     figure_text(judging, word(judging, LABEL_KEY_OTHER), NULL,
				 &year->other.quantity));
	if (nobody && is_something(&year->other.quantity))
		tell(judging, DIAG_COST_PARTICIPANTS, LABEL_KEY_PARTICIPANTS,
		     year->other.where,
		     figure_text(judging, word(judging, LABEL_KEY_OTHER), NULL,
				 &year->other.quantity));
}

/* Does `text` name the group, as a word of its own? */
static bool names_group(const char *text, const char *group)
{
	char **words = g_strsplit_set(text, " ,()", -1);
	bool found = g_strv_contains((const char *const *)words, group);

	g_strfreev(words);
	return found;
}

static bool costs_name(const struct forum_year *year, const char *group)
{
	for (size_t i = 0; i < year->other_for.count; i++)
		if (names_group(year->other_for.items[i], group))
			return true;
	return false;
}

/* The time of a group of which nobody takes part. */
static void judge_time(struct judging *judging)
{
	const struct publication *publication = &judging->report->publication;
	const struct forum_year *year = judging->year;

	for (size_t i = 0; i < publication->groups_count; i++) {
		const char *group = publication->groups[i];

		if (!is_nothing(&year->participants[i].quantity))
			continue;
		if (costs_name(year, group))
			tell(judging, DIAG_OTHER_FOR_GROUP, LABEL_KEY_OTHER_FOR,
			     year->participants[i].where, group);
		if (year->hours != NULL &&
		    is_something(&year->hours[i].quantity))
			tell(judging, DIAG_HOURS_PARTICIPANTS, LABEL_KEY_HOURS,
			     year->hours[i].where, group);
	}
}

/* The most that any part of the forum has of a group; 0: none has a value. */
static int64_t most_of_parts(const struct forum *forum, int year, size_t group)
{
	int64_t most = 0;

	for (size_t i = 0; i < forum->children_count; i++) {
		const struct forum_year *part =
			report_year(forum->children[i]->forum, year);

		if (part != NULL &&
		    is_something(&part->participants[group].quantity))
			most = MAX(most,
				   part->participants[group].quantity.high);
	}
	return most;
}

/* "2 per forum" is in no sum, so the parts are what it is held against. */
static void judge_parts(struct judging *judging)
{
	const struct publication *publication = &judging->report->publication;
	const struct forum_year *year = judging->year;

	for (size_t i = 0; i < publication->groups_count; i++) {
		const struct figure *figure = &year->participants[i];
		int64_t most =
			most_of_parts(judging->page->forum, year->year, i);

		if (figure->quantity.per_part && most > 0 &&
		    is_something(&figure->quantity) &&
		    figure->quantity.high != most)
			tell(judging, DIAG_PARTS_DIFFER, LABEL_KEY_PARTICIPANTS,
			     figure->where,
			     figure_text(judging, group_key(judging, i), NULL,
					 &figure->quantity));
	}
}

/* What a year gave is not known before it has begun. */
static void judge_ahead(struct judging *judging)
{
	const struct forum_year *year = judging->year;

	/* What is carried over says nothing of what the year gave. */
	if (!year->carried && judging->report->publication.date.year > 0 &&
	    year->year > judging->report->publication.date.year)
		tell(judging, DIAG_YEAR_AHEAD, LABEL_KEY_STATE, year->where,
		     arena_printf(judging->report->arena, "%d", year->year));
}

static void judge_state(struct judging *judging)
{
	const struct forum *forum = judging->page->forum;
	const struct forum_year *year = judging->year;
	const struct forum_year *last = &forum->years[forum->years_count - 1];

	if ((year->state == LABEL_STATE_ENDS && year != last &&
	     last->state != LABEL_STATE_ENDS) ||
	    (year->state == LABEL_STATE_STARTS && judging->before != NULL &&
	     judging->before->state != LABEL_STATE_STARTS))
		tell(judging, DIAG_STATE_ORDER, LABEL_KEY_STATE, year->where,
		     word(judging, (enum label)year->state));
}

static void (*const judges[])(struct judging *judging) = {
	judge_ahead,	    judge_state,      judge_before,
	judge_outlying,	    judge_membership, judge_nothing,
	judge_participants, judge_time,	      judge_parts,
};

/* --- The whole --------------------------------------------------------------
 */

/*
 * Could something have been found that is confirmed here? Reasons are carried
 * over with the figures, and may be needed when these are looked at.
 */
static bool is_judged(const struct judging *judging,
		      const struct confirmation *confirmation, bool coming)
{
	if (judging->year->carried)
		return false;
	return !coming ||
	       strcmp(confirmation->key, word(judging, LABEL_KEY_STATE)) == 0;
}

static void judge_year(struct judging *judging, bool coming)
{
	struct forum_year *year = judging->year;

	/* Of a coming year only that it is there is judged. */
	for (size_t i = 0; i < (coming ? 1 : G_N_ELEMENTS(judges)); i++)
		judges[i](judging);
	for (size_t i = 0; i < year->confirmed_count; i++)
		if (!year->confirmed[i].used &&
		    is_judged(judging, &year->confirmed[i], coming))
			diag_add(judging->diags, DIAG_CONFIRMED_UNNEEDED,
				 year->confirmed[i].where, "%s",
				 year->confirmed[i].key);
}

static uint64_t limit(const struct figure *figure, uint64_t usual)
{
	return figure->quantity.state == QUANTITY_VALUE
		       ? (uint64_t)figure->quantity.low
		       : usual;
}

static void set_limits(struct judging *judging)
{
	const struct report *report = judging->report;
	const struct plausibility *limits = &report->publication.plausibility;
	size_t groups = report->publication.groups_count;

	judging->change =
		limits->change > 0 ? (uint64_t)limits->change : CHANGE_USUAL;
	judging->amount = limit(&limits->amount, AMOUNT_USUAL);
	judging->participants =
		limit(&limits->participants, PARTICIPANTS_USUAL);
	judging->median_fee = median(report, get_fee, 0);
	judging->median_other = median(report, get_other, 0);
	judging->median_participants = g_new0(uint64_t, groups + 1);
	for (size_t i = 0; i < groups; i++)
		judging->median_participants[i] =
			median(report, get_participants, i);
}

void plausible_check(struct report *report, struct diag_list *diags)
{
	struct judging judging = { .report = report,
				   .diags = diags,
				   .end = &report->implausible };

	set_limits(&judging);
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct forum *forum = report->forums[i]->forum;

		/* A head with faults is not judged. */
		if (report->forums[i]->wrong)
			continue;
		judging.page = report->forums[i];
		judging.before = NULL;
		for (size_t k = 0; k < forum->years_count; k++) {
			judging.year = &forum->years[k];
			judge_year(&judging, false);
			judging.before = judging.year;
		}
		for (size_t k = 0; k < forum->coming_count; k++) {
			judging.year = &forum->coming[k];
			judge_year(&judging, true);
		}
	}
	g_free(judging.median_participants);
}
