#include "report/facts.h"

#include <string.h>

#include "base/arena.h"
#include "report/coming.h"
#include "report/kinds.h"
#include "report/report.h"

struct telling {
	const struct report *report;
	const struct page *page;
	const struct forum *forum;
	const struct forum_year *year; /* NULL: not there this year */
	struct arena *arena;
	struct fact *first;
	struct fact *last;
	struct fact_item *last_item;
};

static const char *word(const struct telling *telling, enum label label)
{
	return labels_word(&telling->report->labels, label);
}

static void add_fact_called(struct telling *telling, const char *heading)
{
	struct fact *fact = arena_new_array(telling->arena, struct fact, 1);

	fact->heading = heading;
	if (telling->last == NULL)
		telling->first = fact;
	else
		telling->last->next = fact;
	telling->last = fact;
	telling->last_item = NULL;
}

static void add_fact(struct telling *telling, enum label heading)
{
	add_fact_called(telling, word(telling, heading));
}

static struct fact_item *add_item(struct telling *telling, const char *text,
				  const struct target *target)
{
	struct fact_item *item =
		arena_new_array(telling->arena, struct fact_item, 1);

	item->text = text;
	item->target = target;
	if (telling->last_item == NULL)
		telling->last->items = item;
	else
		telling->last_item->next = item;
	telling->last_item = item;
	return item;
}

static void tell_text(struct telling *telling, enum label heading,
		      const char *text)
{
	if (text == NULL)
		return;
	add_fact(telling, heading);
	add_item(telling, text, NULL);
}

static void tell_label(struct telling *telling, enum label heading, int label)
{
	if (label != 0)
		tell_text(telling, heading, word(telling, (enum label)label));
}

static void tell_texts(struct telling *telling, enum label heading,
		       const struct text_list *list)
{
	if (list->count == 0)
		return;
	add_fact(telling, heading);
	for (size_t i = 0; i < list->count; i++)
		add_item(telling, list->items[i], NULL);
}

static const char *organisation_name(struct telling *telling,
				     const struct organisation *to)
{
	if (to->abbreviation == NULL)
		return to->name;
	return arena_printf(telling->arena, "%s (%s)", to->name,
			    to->abbreviation);
}

static void tell_organisations(struct telling *telling, enum label heading,
			       const struct reference_list *list)
{
	if (list->count == 0)
		return;
	add_fact(telling, heading);
	for (size_t i = 0; i < list->count; i++)
		add_item(telling, organisation_name(telling, list->items[i].to),
			 NULL);
}

/* "2.14.6 Eurocities", leading there. */
static struct fact_item *add_page(struct telling *telling,
				  const struct page *page)
{
	return add_item(telling, page->target.full, &page->target);
}

static void tell_page(struct telling *telling, enum label heading,
		      const struct reference *reference)
{
	if (reference->to == NULL)
		return;
	add_fact(telling, heading);
	add_page(telling, reference->to);
}

/* How many of each group take part: ": A 1, B 2". */
static const char *representatives(struct telling *telling,
				   const struct page *page)
{
	const struct report *report = telling->report;
	const struct forum_year *year =
		report_year(page->forum, report->publication.year);
	GString *text = g_string_new(NULL);

	for (size_t i = 0; year != NULL && i < report->publication.groups_count;
	     i++) {
		const struct quantity *quantity =
			&year->participants[i].quantity;

		if (quantity->state != QUANTITY_VALUE)
			continue;
		g_string_append_printf(text, "%s%s\u00A0",
				       text->len == 0 ? ": " : ", ",
				       report->publication.groups[i]);
		quantity_format(text, quantity, &report->labels.quantity,
				QUANTITY_IN_NUMBERS, -1, false);
	}
	return arena_take(telling->arena, text);
}

static void tell_pages(struct telling *telling, enum label heading,
		       struct page *const *pages, size_t count,
		       const struct page *but)
{
	bool told = false;

	for (size_t i = 0; i < count; i++) {
		if (pages[i] == but)
			continue;
		if (!told)
			add_fact(telling, heading);
		told = true;
		add_page(telling, pages[i])->after =
			representatives(telling, pages[i]);
	}
}

static void tell_family(struct telling *telling)
{
	const struct forum *forum = telling->forum;
	const struct page *parent = forum->part_of.to;

	tell_page(telling, LABEL_PAGE_PART_OF, &forum->part_of);
	if (parent != NULL)
		tell_pages(telling, LABEL_PAGE_SIBLINGS,
			   parent->forum->children,
			   parent->forum->children_count, telling->page);
	tell_pages(telling, LABEL_PAGE_CHILDREN, forum->children,
		   forum->children_count, NULL);
	tell_page(telling, LABEL_PAGE_COSTS_IN, &forum->costs_in);
	if (forum->costs_of_count == 0)
		return;
	add_fact(telling, LABEL_PAGE_COSTS_HERE);
	for (size_t i = 0; i < forum->costs_of_count; i++)
		add_page(telling, forum->costs_of[i]);
}

void facts_append_date(GString *out, const struct date *date)
{
	if (date->year == 0)
		return;
	g_string_append_printf(out, "%04u", date->year);
	if (date->month > 0)
		g_string_append_printf(out, "-%02u", date->month);
	if (date->day > 0)
		g_string_append_printf(out, "-%02u", date->day);
}

const char *facts_date(const struct date *date, struct arena *arena)
{
	GString *text;

	if (date->year == 0)
		return NULL;
	text = g_string_new(NULL);
	facts_append_date(text, date);
	return arena_take(arena, text);
}

void facts_append_long_date(GString *out, const struct date *date,
			    const struct report *report)
{
	if (date->year == 0)
		return;
	if (date->day > 0)
		g_string_append_printf(out, "%u\u00A0", date->day);
	if (date->month > 0)
		g_string_append_printf(
			out, "%s ",
			labels_word(
				&report->labels,
				(enum label)(LABEL_MONTH_1 + date->month - 1)));
	g_string_append_printf(out, "%u", date->year);
}

/* "1 natt", "högst 1 natt", but "0–1 nätter". */
static bool is_one(const struct quantity *quantity)
{
	return quantity->high == 100 &&
	       (quantity->low == 100 || quantity->no_low);
}

static void append_number(struct telling *telling, GString *text,
			  const struct quantity *quantity, enum label one,
			  enum label many)
{
	quantity_format(text, quantity, &telling->report->labels.quantity,
			QUANTITY_IN_NUMBERS, -1, false);
	g_string_append_printf(text, " %s",
			       word(telling, is_one(quantity) ? one : many));
}

/* "ca 4 möten per år", "möten per år: ej aktuellt" */
static void append_meetings(struct telling *telling, GString *text,
			    const struct quantity *quantity)
{
	if (quantity->state == QUANTITY_VALUE) {
		append_number(telling, text, quantity,
			      LABEL_PAGE_ONE_MEETING_PER_YEAR,
			      LABEL_PAGE_MEETINGS_PER_YEAR);
		return;
	}
	if (quantity->state == QUANTITY_UNKNOWN) {
		g_string_append(text,
				word(telling, LABEL_PAGE_MEETINGS_UNKNOWN));
		return;
	}
	g_string_append_printf(
		text, "%s: ", word(telling, LABEL_PAGE_MEETINGS_PER_YEAR));
	quantity_format(text, quantity, &telling->report->labels.quantity,
			QUANTITY_IN_NUMBERS, -1, false);
}

/* "styrgrupp: ca 4 möten per år, digitalt" */
static void tell_meeting(struct telling *telling, const struct meeting *meeting)
{
	GString *text = g_string_new(meeting->organ);
	const char *between = meeting->organ != NULL ? ": " : "";

	if (meeting->per_year.quantity.state != QUANTITY_MISSING) {
		g_string_append(text, between);
		append_meetings(telling, text, &meeting->per_year.quantity);
		between = ", ";
	}
	if (meeting->held != 0)
		g_string_append_printf(
			text, "%s%s", between,
			word(telling, (enum label)meeting->held));
	add_item(telling, arena_take(telling->arena, text), NULL);
}

static void tell_meetings(struct telling *telling)
{
	const struct forum *forum = telling->forum;

	if (forum->meetings_count == 0)
		return;
	add_fact(telling, LABEL_PAGE_MEETINGS);
	for (size_t i = 0; i < forum->meetings_count; i++)
		tell_meeting(telling, &forum->meetings[i]);
}

static void add_clause(struct telling *telling, enum label heading,
		       const char *text)
{
	if (text != NULL)
		add_item(telling,
			 arena_printf(telling->arena, "%s %s",
				      word(telling, heading), text),
			 NULL);
}

static void add_date_clause(struct telling *telling, enum label heading,
			    const struct date *date)
{
	const char *text = facts_date(date, telling->arena);

	if (text != NULL)
		add_clause(telling, heading, text);
}

static void append_dated(struct telling *telling, GString *text,
			 enum label label, const struct date *date)
{
	if (date->year == 0)
		return;
	g_string_append_printf(text, ", %s ", word(telling, label));
	facts_append_date(text, date);
}

/* "uppföljning vartannat år: återrapportering, senast 2023" */
static void tell_review(struct telling *telling, const struct review *review)
{
	GString *text = g_string_new(word(telling, LABEL_PAGE_REVIEW));

	if (review->interval != 0)
		g_string_append_printf(
			text, " %s",
			word(telling, (enum label)review->interval));
	else if (review->text != NULL)
		g_string_append_printf(text, " %s", review->text);
	if (review->what != NULL)
		g_string_append_printf(text, ": %s", review->what);
	append_dated(telling, text, LABEL_PAGE_LAST, &review->last);
	append_dated(telling, text, LABEL_PAGE_PLANNED, &review->next);
	add_item(telling, arena_take(telling->arena, text), NULL);
}

static void tell_agreement(struct telling *telling)
{
	const struct agreement *agreement = telling->forum->agreement;

	if (agreement == NULL)
		return;
	add_fact(telling, LABEL_PAGE_AGREEMENT);
	if (agreement->kind != NULL)
		add_item(telling, agreement->kind, NULL);
	add_clause(telling, LABEL_PAGE_DECISION, agreement->decision);
	add_date_clause(telling, LABEL_PAGE_FROM, &agreement->from);
	add_date_clause(telling, LABEL_PAGE_UNTIL, &agreement->until);
	if (agreement->further)
		add_item(telling, word(telling, LABEL_PAGE_FURTHER), NULL);
	add_clause(telling, LABEL_PAGE_EXTENDED, agreement->extended.text);
	add_clause(telling, LABEL_PAGE_NOTICE, agreement->notice.text);
	add_date_clause(telling, LABEL_PAGE_ENDED, &agreement->ended);
	for (size_t i = 0; i < agreement->reviews_count; i++)
		tell_review(telling, &agreement->reviews[i]);
}

static void tell_form(struct telling *telling)
{
	const struct form *form = telling->forum->form.to;
	const char *class = word(telling, (enum label)form->class);

	if (strcmp(class, form->word) == 0)
		tell_text(telling, LABEL_PAGE_FORM, form->word);
	else
		tell_text(telling, LABEL_PAGE_FORM,
			  arena_printf(telling->arena, "%s (%s)", form->word,
				       class));
}

static void tell_run_by(struct telling *telling)
{
	if (telling->forum->run_by_nobody)
		tell_text(telling, LABEL_PAGE_RUN_BY,
			  word(telling, LABEL_PAGE_NOBODY));
	tell_organisations(telling, LABEL_PAGE_RUN_BY, &telling->forum->run_by);
	tell_organisations(telling, LABEL_PAGE_PARTIES,
			   &telling->forum->parties);
}

static void tell_stands_for(struct telling *telling)
{
	const struct forum *forum = telling->forum;

	if (forum->stands_for == 1)
		return;
	add_fact(telling, LABEL_PAGE_STANDS_FOR);
	add_item(telling,
		 arena_printf(telling->arena, "%d %s", (int)forum->stands_for,
			      word(telling, LABEL_PAGE_STANDS_FOR_FORUMS)),
		 NULL);
	if (forum->reason != NULL)
		add_item(telling, forum->reason, NULL);
}

static void tell_named(struct telling *telling, enum label heading,
		       const struct reference *items, size_t count)
{
	if (count == 0 || items[0].to == NULL)
		return;
	add_fact(telling, heading);
	for (size_t i = 0; i < count; i++)
		add_item(telling, ((const struct named *)items[i].to)->name,
			 NULL);
}

static void tell_hours(struct telling *telling)
{
	const struct report *report = telling->report;

	if (telling->year->hours == NULL)
		return;
	add_fact(telling, LABEL_PAGE_HOURS);
	for (size_t i = 0; i < report->publication.groups_count; i++) {
		const struct quantity *hours =
			&telling->year->hours[i].quantity;
		GString *text;

		if (hours->state == QUANTITY_MISSING)
			continue;
		text = g_string_new(report->publication.groups[i]);
		g_string_append(text, "\u00A0");
		quantity_format(text, hours, &report->labels.quantity,
				QUANTITY_IN_HOURS, -1, true);
		add_item(telling, arena_take(telling->arena, text), NULL);
	}
}

static void append_count(struct telling *telling, GString *text,
			 const struct figure *figure, enum label one,
			 enum label many)
{
	if (figure->quantity.state != QUANTITY_VALUE)
		return;
	g_string_append(text, ", ");
	append_number(telling, text, &figure->quantity, one, many);
}

static void tell_trips(struct telling *telling)
{
	if (telling->year->trips_count == 0)
		return;
	add_fact(telling, LABEL_PAGE_TRIPS);
	for (size_t i = 0; i < telling->year->trips_count; i++) {
		const struct trip *trip = &telling->year->trips[i];
		GString *text = g_string_new(trip->to);

		append_count(telling, text, &trip->people,
			     LABEL_PAGE_ONE_PERSON, LABEL_PAGE_PEOPLE);
		append_count(telling, text, &trip->times, LABEL_PAGE_ONE_TIME,
			     LABEL_PAGE_TIMES);
		append_count(telling, text, &trip->nights, LABEL_PAGE_ONE_NIGHT,
			     LABEL_PAGE_NIGHTS);
		add_item(telling, arena_take(telling->arena, text), NULL);
	}
}

/* `2023, avgift: 800 tkr → 837 tkr (2024-03-01). Skälet` */
static void tell_change(struct telling *telling, int year,
			const struct change *change)
{
	GString *text = g_string_new(NULL);

	g_string_append_printf(text, "%d, %s: %s \u2192 %s (", year,
			       change->field, change->from, change->to);
	facts_append_date(text, &change->date);
	g_string_append_printf(text, "). %s", change->reason);
	add_item(telling, arena_take(telling->arena, text), NULL);
}

static void tell_changes(struct telling *telling, enum label heading, int sort)
{
	const struct forum *forum = telling->forum;
	bool told = false;

	for (size_t i = forum->years_count; i-- > 0;)
		for (size_t k = 0; k < forum->years[i].changes_count; k++) {
			if (forum->years[i].changes[k].sort != sort)
				continue;
			if (!told)
				add_fact(telling, heading);
			told = true;
			tell_change(telling, forum->years[i].year,
				    &forum->years[i].changes[k]);
		}
}

static void add_title(struct telling *telling, const char *text, bool *told)
{
	if (!*told)
		add_fact(telling, LABEL_PAGE_OTHER_TITLES);
	*told = true;
	add_item(telling, text, NULL);
}

/* What the forum is called in other years than the one that is shown. */
static void tell_titles(struct telling *telling)
{
	const struct forum *forum = telling->forum;
	bool told = false;

	if (strcmp(forum->title, telling->page->target.title) != 0)
		add_title(telling, forum->title, &told);
	for (size_t i = forum->years_count; i-- > 0;) {
		const struct forum_year *year = &forum->years[i];

		if (year->title == NULL || year == telling->year)
			continue;
		add_title(telling,
			  arena_printf(telling->arena, "%d: %s", year->year,
				       year->title),
			  &told);
	}
}

static void tell_coming(struct telling *telling)
{
	const struct forum *forum = telling->forum;
	GPtrArray *items = g_ptr_array_new();

	for (size_t i = 0; i < forum->coming_count; i++) {
		g_ptr_array_set_size(items, 0);
		coming_items(items, &forum->coming[i], telling->report,
			     telling->arena);
		if (items->len == 0)
			continue;
		add_fact_called(telling,
				arena_printf(telling->arena, "%s %d",
					     word(telling, LABEL_PAGE_COMING),
					     forum->coming[i].year));
		for (guint k = 0; k < items->len; k++)
			add_item(telling, g_ptr_array_index(items, k), NULL);
	}
	g_ptr_array_free(items, TRUE);
}

static void tell_year(struct telling *telling)
{
	const struct forum_year *year = telling->year;

	if (year == NULL)
		return;
	tell_label(telling, LABEL_PAGE_STATUS, year->status);
	tell_label(telling, LABEL_PAGE_STATE, year->state);
	tell_organisations(telling, LABEL_PAGE_PAID_TO, &year->paid_to);
	tell_texts(telling, LABEL_PAGE_OTHER_FOR, &year->other_for);
	tell_hours(telling);
	tell_trips(telling);
	tell_texts(telling, LABEL_PAGE_RESULTS, &year->results);
	tell_text(telling, LABEL_PAGE_REMARK, year->remark);
}

const struct fact *facts_of_forum(const struct report *report,
				  const struct page *page, struct arena *arena)
{
	const struct forum *forum = page->forum;
	struct telling telling = {
		.report = report,
		.page = page,
		.forum = forum,
		.year = report_year(forum, report->publication.year),
		.arena = arena,
	};

	tell_text(&telling, LABEL_PAGE_NAME, forum->name);
	tell_form(&telling);
	tell_label(&telling, LABEL_PAGE_MEMBERSHIP, forum->membership);
	tell_label(&telling, LABEL_PAGE_LEVEL, forum->level);
	tell_run_by(&telling);
	tell_meetings(&telling);
	tell_agreement(&telling);
	tell_label(&telling, LABEL_PAGE_CAN_END, forum->can_end);
	if (forum->decided_by.id != NULL)
		tell_named(&telling, LABEL_PAGE_DECIDED_BY, &forum->decided_by,
			   1);
	tell_family(&telling);
	tell_stands_for(&telling);
	tell_named(&telling, LABEL_PAGE_GOALS, forum->goals.items,
		   forum->goals.count);
	tell_year(&telling);
	tell_titles(&telling);
	tell_changes(&telling, LABEL_PAGE_CORRECTIONS,
		     (int)LABEL_CHANGE_CORRECTION);
	tell_changes(&telling, LABEL_PAGE_REVISIONS,
		     (int)LABEL_CHANGE_REVISION);
	tell_coming(&telling);
	tell_named(&telling, LABEL_PAGE_RESPONSIBLE, &forum->responsible, 1);
	tell_texts(&telling, LABEL_PAGE_JUDGED, &forum->judged);
	return telling.first;
}

/* --- Documents ----------------------------------------------------------- */

static void tell_date(struct telling *telling, const char *heading,
		      const struct date *date)
{
	GString *text = g_string_new(NULL);

	facts_append_long_date(text, date, telling->report);
	add_fact_called(telling, heading);
	add_item(telling, arena_take(telling->arena, text), NULL);
}

static void tell_field(struct telling *telling, const struct document_field *at)
{
	if (at->field->type == KIND_DATE) {
		tell_date(telling, at->field->heading, &at->date);
		return;
	}
	add_fact_called(telling, at->field->heading);
	telling->last->role = at->field->name;
	for (size_t i = 0; i < at->texts.count; i++)
		add_item(telling, at->texts.items[i], NULL);
	for (size_t i = 0; i < at->documents.count; i++) {
		const struct page *page = at->documents.items[i].to;

		add_item(telling,
			 arena_printf(telling->arena, "%zu. %s", i + 1,
				      page->target.title),
			 &page->target);
	}
}

const struct fact *facts_of_document(const struct report *report,
				     const struct document *document,
				     struct arena *arena)
{
	struct telling telling = { .report = report, .arena = arena };

	tell_text(&telling, LABEL_PAGE_PUBLISHER, document->publisher);
	if (telling.last != NULL)
		telling.last->role = "publisher";
	tell_date(&telling, word(&telling, LABEL_PAGE_DATE), &document->date);
	tell_text(&telling, LABEL_PAGE_REFERENCE, document->reference);
	for (const struct document_field *at = document->fields; at != NULL;
	     at = at->next)
		tell_field(&telling, at);
	return telling.first;
}
