#include "report/check.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/query.h"
#include "report/report.h"
#include "report/table.h"

struct checking {
	struct report *report;
	struct diag_list *diags;
	GHashTable *answers; /* text of a {value} → its answer */
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

static void check_costs(struct checking *checking, const struct page *page,
			const struct forum_year *year)
{
	/* Said, though it may lead nowhere: that is told already. */
	bool elsewhere = page->forum->costs_in.id != NULL;
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

static void check_years(struct checking *checking, const struct page *page)
{
	const struct publication *publication = &checking->report->publication;
	const struct forum *forum = page->forum;

	for (size_t i = 0; i < forum->years_count; i++) {
		const struct forum_year *year = &forum->years[i];

		for (size_t k = 0; k < publication->groups_count; k++)
			check_missing(checking, year, &year->participants[k],
				      publication->groups[k]);
		check_costs(checking, page, year);
		check_recipient(checking, page, year);
		check_state(checking, year);
	}
}

static void (*const forum_checks[])(struct checking *checking,
				    const struct page *page) = {
	check_stands_for,
	check_years,
};

/* --- Texts --------------------------------------------------------------- */

/* What the data give is not known while they are wrong. */
static int check_query(struct checking *checking,
		       const struct query_answer *answer, int64_t year)
{
	const struct report *report = checking->report;

	if (report->unread || report->wrong)
		return 0;
	return query_check(answer, year, report, checking->diags);
}

/* Each question is read where it stands, for its findings. */
static void check_value(struct checking *checking, struct body_role *role)
{
	struct report *report = checking->report;
	struct query *query = query_parse(role->text, role->text_where, report,
					  report->arena, checking->diags);
	struct query_answer answer;

	if (query == NULL)
		return;
	role->result = g_hash_table_lookup(checking->answers, role->text);
	if (role->result != NULL)
		return;
	answer = query_answer(query, report->publication.year, report,
			      report->arena);
	role->result = answer.text;
	/* The same question has the same answer, and the same faults. */
	if (check_query(checking, &answer, report->publication.year) == 0)
		g_hash_table_insert(checking->answers, (char *)role->text,
				    (char *)answer.text);
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
		       const struct query_answer *answer)
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
		claim->known, NULL
	};
}

static void check_claim(struct checking *checking, struct page *page,
			struct body_role *role)
{
	struct report *report = checking->report;
	struct quantity stated;
	struct query_answer answer;
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
	answer = query_answer(query, report->publication.own_year, report,
			      report->arena);
	if (check_query(checking, &answer, report->publication.own_year) != 0)
		return;
	tell_claim(checking, &claim, role, &stated, &answer);
	{
		GString *text = g_string_new(NULL);

		quantity_format(text, &stated, &report->labels.quantity,
				(enum quantity_unit)stated.unit,
				stated.decimals, true);
		role->result = arena_take(report->arena, text);
	}
	if (claim.known != NULL)
		keep_known(checking, page, role->result, &claim, &answer);
}

static void check_forums(struct checking *checking, struct body_forums *forums)
{
	forums->table =
		table_query_new(forums, checking->report,
				checking->report->arena, checking->diags);
}

static void check_body(struct checking *checking, struct page *page)
{
	struct body *body = page->body;

	for (size_t i = 0; i < body->roles.count; i++) {
		struct body_role *role = body->roles.items[i];

		if (role->name == ROLE_VALUE)
			check_value(checking, role);
		else if (role->name == ROLE_CLAIM)
			check_claim(checking, page, role);
	}
	for (size_t i = 0; i < body->tables.count; i++) {
		struct body_item *item = body->tables.items[i];

		if (item->kind == BODY_FORUMS)
			check_forums(checking, (struct body_forums *)item);
	}
}

/* --- The whole ------------------------------------------------------------ */

/* Say which years there are, the last first. */
static void tell_years(struct checking *checking)
{
	const struct report *report = checking->report;
	GString *years = g_string_new(NULL);

	for (int64_t year = 2200; year >= 1900; year--) {
		bool found = false;

		for (size_t i = 0; i < report->forums_count && !found; i++)
			found = report_year(report->forums[i]->forum, year) !=
				NULL;
		if (found)
			g_string_append_printf(years, "%s%d",
					       years->len > 0 ? " | " : "",
					       (int)year);
	}
	if (years->len > 0)
		diag_write(checking->diags, "%s", years->str);
	g_string_free(years, TRUE);
}

/* Is there a forum in the year of the publication? */
static void check_year(struct checking *checking)
{
	const struct report *report = checking->report;

	for (size_t i = 0; i < report->forums_count; i++)
		if (report_year(report->forums[i]->forum,
				report->publication.year) != NULL)
			return;
	if (report->forums_count == 0 || report->unread || report->wrong)
		return;
	diag_add(checking->diags, DIAG_YEAR_EMPTY,
		 report->publication.year_where, "%d",
		 (int)report->publication.year);
	tell_years(checking);
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

static void (*const report_checks[])(struct checking *checking) = {
	check_year,
	check_overflow,
};

void check_report(struct report *report, struct diag_list *diags)
{
	struct checking checking = {
		.report = report,
		.diags = diags,
		.answers = g_hash_table_new(g_str_hash, g_str_equal),
	};

	/* A head with faults is not judged: what it lacks may be misspelt. */
	for (size_t i = 0; i < report->forums_count; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(forum_checks) &&
				   !report->forums[i]->wrong;
		     k++)
			forum_checks[k](&checking, report->forums[i]);
	for (size_t i = 0; i < report->pages_count; i++)
		if (report->pages[i]->body != NULL)
			check_body(&checking, report->pages[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(report_checks); i++)
		report_checks[i](&checking);
	g_hash_table_destroy(checking.answers);
}
