#include "report/check.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/meter.h"
#include "report/account.h"
#include "report/cost.h"
#include "report/calendar.h"
#include "report/collection.h"
#include "report/facts.h"
#include "report/control.h"
#include "report/plausible.h"
#include "report/query.h"
#include "report/refs.h"
#include "report/report.h"
#include "report/statement.h"
#include "report/table.h"

struct checking {
	struct report *report;
	struct diag_list *diags;
	struct account_book *book;
};

static const char *word(const struct checking *checking, enum label label)
{
	return labels_word(&checking->report->labels, label);
}

/* --- Heads of forums ---------------------------------------------------- */

static void check_stands_for(struct checking *checking, const struct page *page)
{
	const struct forum *forum = page->forum;

	if (forum->stands_for != 1 && forum->reason == NULL)
		diag_add(checking->diags, DIAG_STANDS_FOR_REASON,
			 forum->stands_for_where, NULL);
}

/* A figure that nobody has given: not the same as not known. */
static void check_missing(struct checking *checking,
			  const struct forum_year *year,
			  const struct figure *figure, const char *key)
{
	if (figure->quantity.state != QUANTITY_MISSING)
		return;
	diag_add(checking->diags, DIAG_FIGURE_MISSING, year->where, "%s", key);
	diag_write(checking->diags, "%s: %s | %s", key,
		   word(checking, LABEL_QUANTITY_UNKNOWN),
		   word(checking, LABEL_QUANTITY_NOT_APPLICABLE));
}

static void check_costs(struct checking *checking,
			const struct forum_year *year)
{
	/* Said, though it may lead nowhere: that is told already. */
	bool elsewhere = year->costs_in.id != NULL;
	const struct figure *costs[] = { &year->fee, &year->other };
	static const enum label keys[] = { LABEL_KEY_FEE, LABEL_KEY_OTHER };

	for (size_t i = 0; i < G_N_ELEMENTS(costs); i++) {
		if (!elsewhere)
			check_missing(checking, year, costs[i],
				      word(checking, keys[i]));
		else if (costs[i]->quantity.state != QUANTITY_MISSING)
			diag_add(checking->diags, DIAG_COSTS_TWICE,
				 costs[i]->where, "%s",
				 word(checking, keys[i]));
	}
}

/* A fee is paid to somebody. */
static void check_recipient(struct checking *checking, const struct page *page,
			    const struct forum_year *year)
{
	const struct quantity *fee = &year->fee.quantity;

	if (fee->state != QUANTITY_VALUE || fee->high <= 0 ||
	    year->paid_to.count == 1)
		return;
	if (year->paid_to.count == 0 && page->forum->run_by.count == 1)
		return;
	diag_add(checking->diags, DIAG_FEE_RECIPIENT, year->fee.where, NULL);
	diag_write(checking->diags, "%s: …", word(checking, LABEL_KEY_PAID_TO));
}

static void check_state(struct checking *checking,
			const struct forum_year *year)
{
	const char *key = word(checking, LABEL_KEY_STATE);

	if (year->state != 0)
		return;
	diag_add(checking->diags, DIAG_FIGURE_MISSING, year->where, "%s", key);
	diag_write(checking->diags, "%s: %s | %s | %s | %s", key,
		   word(checking, LABEL_STATE_STARTS),
		   word(checking, LABEL_STATE_RUNS),
		   word(checking, LABEL_STATE_RESTS),
		   word(checking, LABEL_STATE_ENDS));
}

/* What is stated is held to what the hours and journeys give. */
static void check_computed(struct checking *checking,
			   const struct forum_year *year)
{
	const struct labels *labels = &checking->report->labels;
	struct quantity computed = cost_computed(year);
	GString *text;

	if (!cost_differs(year, checking->report->publication.tolerance))
		return;
	text = g_string_new(NULL);
	quantity_format(text, &computed, &labels->quantity, QUANTITY_IN_KRONOR,
			-1, true);
	diag_add(checking->diags, DIAG_COST_DIFFERS, year->other.where, "%s",
		 text->str);
	diag_write(checking->diags, "%s: %s", word(checking, LABEL_KEY_OTHER),
		   word(checking, LABEL_WORD_COMPUTED));
	g_string_free(text, TRUE);
}

/* A year has a title of its own only when it was another. */
static void check_year_title(struct checking *checking, const struct page *page,
			     const struct forum_year *year)
{
	if (year->title != NULL && strcmp(year->title, page->forum->title) == 0)
		diag_add(checking->diags, DIAG_YEAR_TITLE, year->title_where,
			 "%s", year->title);
}

/* What a change says that it was changed from or to. */
struct stated {
	const char *text;
	const struct figure *figure;
	struct span where;
};

static bool is_number(const struct change *change)
{
	return change->key == (int)LABEL_KEY_PARTICIPANTS ||
	       change->key == (int)LABEL_KEY_FEE ||
	       change->key == (int)LABEL_KEY_OTHER;
}

static bool is_same(const struct change *change, const struct stated *a,
		    const struct stated *b)
{
	if (is_number(change))
		return quantity_equal(&a->figure->quantity,
				      &b->figure->quantity);
	return strcmp(a->text, b->text) == 0;
}

static struct stated stated_to(const struct change *change)
{
	return (struct stated){ change->to, &change->to_figure,
				change->to_where };
}

static struct stated stated_from(const struct change *change)
{
	return (struct stated){ change->from, &change->from_figure,
				change->from_where };
}

/* What the year says now; `text` is NULL when it is more than one word. */
static struct stated stated_now(const struct checking *checking,
				const struct forum_year *year,
				const struct change *change)
{
	struct stated now = { 0 };

	if (change->key == (int)LABEL_KEY_PARTICIPANTS)
		now.figure = &year->participants[change->group];
	else if (change->key == (int)LABEL_KEY_FEE)
		now.figure = &year->fee;
	else if (change->key == (int)LABEL_KEY_OTHER)
		now.figure = &year->other;
	else if (change->key == (int)LABEL_KEY_STATE && year->state != 0)
		now.text = word(checking, (enum label)year->state);
	else if (change->key == (int)LABEL_KEY_PAID_TO &&
		 year->paid_to.count == 1)
		now.text = year->paid_to.items[0].id;
	now.where = now.figure != NULL ? now.figure->where : year->where;
	return now;
}

/* A date of which less is known comes before all days it may be. */
static int compare_dates(const struct date *a, const struct date *b)
{
	return (a->year * 500 + a->month * 40 + a->day) -
	       (b->year * 500 + b->month * 40 + b->day);
}

/* The next change of the same figure, or NULL. */
static const struct change *next_change(const struct forum_year *year, size_t i)
{
	for (size_t k = i + 1; k < year->changes_count; k++)
		if (strcmp(year->changes[k].field, year->changes[i].field) == 0)
			return &year->changes[k];
	return NULL;
}

/* Each change leads on to the next, and the last to what is said now. */
static void check_change(struct checking *checking,
			 const struct forum_year *year, size_t i)
{
	const struct change *change = &year->changes[i];
	const struct change *next = next_change(year, i);
	struct stated from = stated_from(change);
	struct stated to = stated_to(change);
	struct stated after = next != NULL ? stated_from(next)
					   : stated_now(checking, year, change);

	if (is_same(change, &from, &to))
		diag_add(checking->diags, DIAG_CHANGE_NONE, change->to_where,
			 "%s", change->to);
	if ((is_number(change) || after.text != NULL) &&
	    !is_same(change, &to, &after)) {
		diag_add(checking->diags, DIAG_CHANGE_VALUE, change->to_where,
			 "%s", change->to);
		diag_also(checking->diags, after.where);
	}
	if (next != NULL && compare_dates(&next->date, &change->date) < 0)
		diag_add(checking->diags, DIAG_CHANGE_ORDER, next->date_where,
			 NULL);
}

static void check_changes(struct checking *checking,
			  const struct forum_year *year)
{
	for (size_t i = 0; i < year->changes_count; i++)
		check_change(checking, year, i);
}

static void check_years(struct checking *checking, const struct page *page)
{
	const struct publication *publication = &checking->report->publication;
	const struct forum *forum = page->forum;

	for (size_t i = 0; i < forum->years_count; i++) {
		const struct forum_year *year = &forum->years[i];

		for (size_t k = 0; k < publication->groups_count; k++)
			check_missing(checking, year, &year->participants[k],
				      publication->groups[k]);
		check_costs(checking, year);
		check_computed(checking, year);
		check_recipient(checking, page, year);
		check_state(checking, year);
		check_year_title(checking, page, year);
		check_changes(checking, year);
	}
}

/* Of a coming year nothing is missing; only what it says is held to itself. */
static void check_coming(struct checking *checking, const struct page *page)
{
	for (size_t i = 0; i < page->forum->coming_count; i++) {
		check_year_title(checking, page, &page->forum->coming[i]);
		check_changes(checking, &page->forum->coming[i]);
	}
}

/* --- Agreements ------------------------------------------------------------
 */

/* `last` must not lie before `first`, which `text` says in words. */
static void check_order(struct checking *checking, struct span where,
			const struct date *first, enum label first_key,
			const struct date *last, enum label last_key)
{
	struct date from;
	struct date to;
	GString *text;

	if (first->year == 0 || last->year == 0)
		return;
	from = calendar_first_day(first);
	to = calendar_last_day(last);
	if (calendar_compare(&from, &to) <= 0)
		return;
	text = g_string_new(NULL);
	g_string_append_printf(text, "%s ", word(checking, last_key));
	facts_append_date(text, last);
	g_string_append_printf(text, " < %s ", word(checking, first_key));
	facts_append_date(text, first);
	diag_add(checking->diags, DIAG_DATE_ORDER, where, "%s", text->str);
	g_string_free(text, TRUE);
}

/* What was last done cannot lie after the day that all is seen from. */
static void check_past(struct checking *checking, struct span where,
		       const struct date *date)
{
	const struct date *seen = &checking->report->publication.seen_from;
	struct date day;
	GString *text;

	if (date->year == 0 || seen->year == 0)
		return;
	day = calendar_first_day(date);
	if (calendar_compare(&day, seen) <= 0)
		return;
	text = g_string_new(NULL);
	facts_append_date(text, seen);
	g_string_append(text, ": ");
	facts_append_date(text, date);
	diag_add(checking->diags, DIAG_DATE_FUTURE, where, "%s", text->str);
	g_string_free(text, TRUE);
}

static void check_review(struct checking *checking, const struct review *review)
{
	if (review->interval == 0 && review->text == NULL &&
	    review->next.year == 0) {
		diag_add(checking->diags, DIAG_REVIEW_INTERVAL, review->where,
			 NULL);
		diag_write(checking->diags, "%s: %s | %s: 2025-06",
			   word(checking, LABEL_KEY_HOW_OFTEN),
			   word(checking, LABEL_INTERVAL_2),
			   word(checking, LABEL_KEY_NEXT));
	}
	if (review->interval == LABEL_INTERVAL_TERM &&
	    checking->report->publication.term_from.year == 0) {
		diag_add(checking->diags, DIAG_TERM_MISSING, review->where,
			 NULL);
		diag_write(checking->diags, "%s: {%s: 2022-10-15, %s: 4}",
			   word(checking, LABEL_KEY_TERM),
			   word(checking, LABEL_KEY_FIRST),
			   word(checking, LABEL_KEY_YEARS_LONG));
	}
	check_order(checking, review->next_where, &review->last, LABEL_KEY_LAST,
		    &review->next, LABEL_KEY_NEXT);
	check_past(checking, review->last_where, &review->last);
}

static void check_agreement(struct checking *checking, const struct page *page)
{
	const struct agreement *agreement = page->forum->agreement;

	if (agreement == NULL)
		return;
	check_order(checking, agreement->until_where, &agreement->from,
		    LABEL_KEY_FROM, &agreement->until, LABEL_KEY_UNTIL);
	check_order(checking, agreement->ended_where, &agreement->from,
		    LABEL_KEY_FROM, &agreement->ended, LABEL_KEY_ENDED);
	check_past(checking, agreement->ended_where, &agreement->ended);
	if (agreement->extended.text != NULL && agreement->until.year == 0) {
		diag_add(checking->diags, DIAG_EXTENDED_END,
			 agreement->extended.where, NULL);
		diag_write(checking->diags, "%s: 2025-12-31",
			   word(checking, LABEL_KEY_UNTIL));
	}
	for (size_t i = 0; i < agreement->reviews_count; i++)
		check_review(checking, &agreement->reviews[i]);
}

/* What the law says the city takes part in it does not end by itself. */
static void check_can_end(struct checking *checking, const struct page *page)
{
	const struct forum *forum = page->forum;

	if (forum->membership == LABEL_MEMBERSHIP_BY_LAW &&
	    forum->can_end == LABEL_CAN_END_YES)
		diag_add(checking->diags, DIAG_CAN_END_LAW,
			 forum->can_end_where, "%s: %s",
			 word(checking, LABEL_KEY_MEMBERSHIP),
			 word(checking, LABEL_MEMBERSHIP_BY_LAW));
}

static void (*const forum_checks[])(struct checking *checking,
				    const struct page *page) = {
	check_stands_for, check_years,	 check_coming,
	check_agreement,  check_can_end,
};

/* --- Texts --------------------------------------------------------------- */

/* What the data give is not known while they are wrong. */
static int check_query(struct checking *checking, const struct query *query,
		       const struct account *account)
{
	const struct report *report = checking->report;
	struct query_answer answer = *account->answer;

	if (report->unread || report->wrong)
		return 0;
	/* What is asked again has its faults where it stands. */
	answer.query = query;
	return query_check(&answer, account->year, report, checking->diags);
}

/*
 * The same question has the same answer wherever it stands, so it is asked
 * only once; but each is read where it stands, for its findings.
 */
static void check_value(struct checking *checking, const struct page *page,
			struct body_role *role)
{
	struct report *report = checking->report;
	struct query *query = query_parse(role->text, role->text_where, report,
					  report->arena, checking->diags);
	const struct account *account;

	if (query == NULL)
		return;
	account = account_of_question(checking->book, page, query, role->text,
				      report->publication.year);
	role->account = account;
	role->result = account->answer->text;
	check_query(checking, query, account);
}

/* The parts of `7,9 mnkr = summa(avgift); känt: skälet`. */
struct claim {
	const char *stated;
	size_t stated_length;
	const char *question;
	const char *known; /* NULL: none */
};

static struct span part_span(struct span where, size_t from, size_t length)
{
	if (where.length < from + length)
		return where;
	where.offset += (uint32_t)from;
	where.length = (uint32_t)MAX(length, 1);
	return where;
}

static int split_claim(struct checking *checking, struct claim *claim,
		       const struct body_role *role)
{
	const char *equals = strchr(role->text, '=');
	const char *end;
	const char *known;

	claim->stated = role->text;
	claim->stated_length =
		equals == NULL ? 0 : (size_t)(equals - role->text);
	while (claim->stated_length > 0 &&
	       claim->stated[claim->stated_length - 1] == ' ')
		claim->stated_length--;
	if (claim->stated_length == 0)
		return diag_add(checking->diags, DIAG_CLAIM_FORM,
				role->text_where, NULL);
	end = strchr(equals, ';');
	claim->question =
		end == NULL ? arena_strdup(checking->report->arena, equals + 1)
			    : arena_copy(checking->report->arena, equals + 1,
					 (size_t)(end - equals - 1));
	claim->known = NULL;
	if (end == NULL)
		return 0;
	end += 1 + strspn(end + 1, " ");
	known = word(checking, LABEL_QUERY_KNOWN);
	if (strncmp(end, known, strlen(known)) != 0 ||
	    end[strlen(known)] != ':')
		return diag_add(checking->diags, DIAG_CLAIM_FORM,
				part_span(role->text_where,
					  (size_t)(end - role->text),
					  strlen(end)),
				NULL);
	claim->known = end + strlen(known) + 1;
	claim->known += strspn(claim->known, " ");
	if (claim->known[0] == '\0')
		return diag_add(checking->diags, DIAG_CLAIM_FORM,
				role->text_where, NULL);
	return 0;
}

/*
 * A claim holds when the answer, rounded to the decimals of the claim, equals
 * it: what is at least so much is rounded down. A range holds both ends; "at
 * least" must be said of what is open.
 */
static bool holds(const struct quantity *stated,
		  const struct query_answer *answer)
{
	struct quantity result = query_rounded(
		answer, (enum quantity_unit)stated->unit, stated->decimals);

	if (stated->state != QUANTITY_VALUE || result.state != QUANTITY_VALUE)
		return stated->state == result.state;
	return stated->no_high == result.no_high && stated->low == result.low &&
	       stated->high == result.high;
}

/* The answer, not rounded: a claim may be wrong in a decimal only. */
static GString *exact_text(struct checking *checking,
			   const struct query_answer *answer)
{
	const struct labels *labels = &checking->report->labels;
	GString *text = g_string_new(NULL);

	quantity_format(text, &answer->result, &labels->quantity, answer->unit,
			-1, true);
	if (answer->result.no_high)
		query_append_lacks(text, &answer->sum, true, labels);
	return text;
}

static void tell_claim(struct checking *checking, const struct claim *claim,
		       const struct body_role *role,
		       const struct quantity *stated,
		       const struct query_answer *answer)
{
	struct span where =
		part_span(role->text_where, 0, claim->stated_length);
	bool right = holds(stated, answer);
	GString *text;

	/* What the data give is not known while they are wrong. */
	if (right == (claim->known == NULL) || checking->report->unread ||
	    checking->report->wrong)
		return;
	text = exact_text(checking, answer);
	diag_add(checking->diags,
		 right ? DIAG_CLAIM_KNOWN_HOLDS : DIAG_CLAIM_FALSE, where, "%s",
		 text->str);
	g_string_free(text, TRUE);
}

static void keep_known(struct checking *checking, struct page *page,
		       const char *stated, const struct claim *claim,
		       const struct query_answer *answer, struct span where)
{
	struct known_difference **end = &checking->report->known;

	/* What a page states twice is one difference. */
	for (; *end != NULL; end = &(*end)->next)
		if ((*end)->page == page &&
		    strcmp((*end)->stated, stated) == 0 &&
		    strcmp((*end)->answer, answer->text) == 0)
			return;
	*end = arena_new_array(checking->report->arena, struct known_difference,
			       1);
	**end = (struct known_difference){
		page,	      claim->question + strspn(claim->question, " "),
		stated,	      answer->text,
		claim->known, where,
		NULL
	};
}

static void check_claim(struct checking *checking, struct page *page,
			struct body_role *role)
{
	struct report *report = checking->report;
	struct quantity stated;
	const struct account *account;
	struct query *query;
	struct claim claim = { 0 };

	if (split_claim(checking, &claim, role) != 0)
		return;
	query = query_parse(
		claim.question,
		part_span(role->text_where,
			  (size_t)(strchr(role->text, '=') + 1 - role->text),
			  strlen(claim.question)),
		report, report->arena, checking->diags);
	if (query == NULL)
		return;
	if (quantity_parse(&stated, query_kind(query), claim.stated,
			   claim.stated_length,
			   part_span(role->text_where, 0, claim.stated_length),
			   &report->labels.quantity, report->arena,
			   checking->diags) != 0)
		return;
	account =
		account_of_question(checking->book, page, query, claim.question,
				    report->publication.own_year);
	role->account = account;
	if (check_query(checking, query, account) != 0)
		return;
	tell_claim(checking, &claim, role, &stated, account->answer);
	{
		GString *text = g_string_new(NULL);

		quantity_format(text, &stated, &report->labels.quantity,
				(enum quantity_unit)stated.unit,
				stated.decimals, true);
		role->result = arena_take(report->arena, text);
	}
	if (claim.known != NULL)
		keep_known(checking, page, role->result, &claim,
			   account->answer, role->item.where);
}

static void check_forums(struct checking *checking, struct page *page,
			 struct body_forums *forums)
{
	struct table_query *query =
		table_query_new(forums, checking->report,
				checking->report->arena, checking->diags);

	forums->table = query;
	if (query == NULL || forums->target == NULL)
		return;
	if (forums->about != GENERATED_METHOD)
		table_enter_account(checking->book, query,
				    (struct target *)forums->target);
	else if (page->document->method == NULL)
		page->document->method = forums->target;
}

static void check_body(struct checking *checking, struct page *page)
{
	struct body *body = page->body;

	for (size_t i = 0; i < body->roles.count; i++) {
		struct body_role *role = body->roles.items[i];

		if (role->name == ROLE_VALUE)
			check_value(checking, page, role);
		else if (role->name == ROLE_CLAIM)
			check_claim(checking, page, role);
	}
	for (size_t i = 0; i < body->tables.count; i++) {
		struct body_item *item = body->tables.items[i];

		if (item->kind == BODY_FORUMS)
			check_forums(checking, page,
				     (struct body_forums *)item);
	}
}

static void check_page(struct checking *checking, struct page *page)
{
	if (page->body != NULL)
		check_body(checking, page);
	account_enter_section(checking->book, page);
}

/* --- The whole ------------------------------------------------------------ */

/* Is there a forum in the year of the publication? */
static void check_year(struct checking *checking)
{
	const struct report *report = checking->report;

	if (report->forums_count > 0 && !report->unread && !report->wrong)
		report_check_year(report, report->publication.year,
				  report->publication.year_where,
				  checking->diags);
}

/* Sums must fit: told at the forum whose amount is too much. */
static void check_overflow(struct checking *checking)
{
	const struct report *report = checking->report;
	struct quantity_sum sum;

	quantity_sum_init(&sum, QUANTITY_MONEY);
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct forum *forum = report->forums[i]->forum;

		for (size_t k = 0; k < forum->years_count; k++) {
			const struct forum_year *year = &forum->years[k];

			quantity_sum_add(&sum, &year->fee.quantity);
			quantity_sum_add(&sum, &year->other.quantity);
			if (!sum.overflow)
				continue;
			diag_add(checking->diags, DIAG_SUM_OVERFLOW,
				 year->other.where, NULL);
			return;
		}
	}
}

/* The front page asks for the year that is shown, as texts do. */
static void check_key_figures(struct checking *checking)
{
	struct report *report = checking->report;
	const struct publication *publication = &report->publication;

	for (size_t i = 0; i < publication->key_figures_count; i++) {
		struct key_figure *figure = &publication->key_figures[i];
		struct query *query =
			query_parse(figure->question, figure->where, report,
				    report->arena, checking->diags);

		/* An account has a document around it. */
		if (query == NULL || report->documents_count == 0)
			continue;
		figure->account = account_of_question(checking->book, NULL,
						      query, figure->question,
						      publication->year);
		check_query(checking, query, figure->account);
	}
}

static void check_statement(struct checking *checking)
{
	statement_check(checking->report, checking->diags);
}

static void check_controls(struct checking *checking)
{
	control_check(checking->report, checking->diags);
}

static void check_plausible(struct checking *checking)
{
	plausible_check(checking->report, checking->diags);
}

static void check_collection(struct checking *checking)
{
	collection_check(checking->report, checking->diags);
}

static void (*const report_checks[])(struct checking *checking) = {
	check_year,	   check_overflow,  check_controls,   check_plausible,
	check_key_figures, check_statement, check_collection,
};

void check_report(struct report *report, struct diag_list *diags)
{
	struct checking checking = {
		.report = report,
		.diags = diags,
		.book = account_book_new(report),
	};

	/* A head with faults is not judged: what it lacks may be misspelt. */
	for (size_t i = 0; i < report->forums_count; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(forum_checks) &&
				   !report->forums[i]->wrong;
		     k++)
			forum_checks[k](&checking, report->forums[i]);
	for (size_t i = 0; i < report->pages_count; i++)
		check_page(&checking, report->pages[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(report_checks); i++)
		report_checks[i](&checking);
	account_book_close(checking.book);
}

void check_content(struct report *report, const char *content,
		   struct diag_list *diags)
{
	if (report->documents_count == 0)
		return;
	meter_begin(report->meter,
		    labels_word(&report->labels, LABEL_STAGE_CHECK), 0);
	refs_resolve(report, content, diags);
	check_report(report, diags);
}
