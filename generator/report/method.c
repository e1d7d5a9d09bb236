#include "report/method.h"

#include "base/arena.h"
#include "report/account_facts.h"
#include "report/builder.h"
#include "report/counted.h"
#include "report/report.h"

/* --- The forums that were counted, in few numbers ----------------------- */

/* Numbers under way: "2.1, 2.3.4–2.3.9, 3". */
struct numbers {
	GString *out;
	GHashTable *all;     /* page → how many forums of `year` lie in it */
	int64_t year;	     /* that `all` is of */
	GHashTable *counted; /* page → how many of them were counted */
	const struct page *first; /* of pages side by side, all of it counted */
	const struct page *last;
	size_t count;
};

/* What has no number is called by its title. */
static const char *name_of(const struct page *page)
{
	return page->target.number[0] != '\0' ? page->target.number
					      : page->target.title;
}

static void append_number(struct numbers *numbers, const struct page *page)
{
	if (numbers->out->len > 0)
		g_string_append(numbers->out, ", ");
	g_string_append(numbers->out, name_of(page));
}

static void end_run(struct numbers *numbers)
{
	if (numbers->count == 0)
		return;
	append_number(numbers, numbers->first);
	if (numbers->count > 2)
		g_string_append_printf(numbers->out, "–%s",
				       name_of(numbers->last));
	else if (numbers->count == 2)
		append_number(numbers, numbers->last);
	numbers->count = 0;
}

static void add_to_run(struct numbers *numbers, const struct page *page)
{
	if (numbers->count > 0 &&
	    (numbers->last->next != page || numbers->last->kind != page->kind))
		end_run(numbers);
	if (numbers->count++ == 0)
		numbers->first = page;
	numbers->last = page;
}

/* One forum more in the page and in all that it lies in. */
static void add_one(GHashTable *counts, const struct page *page)
{
	for (; page != NULL; page = page->parent) {
		guint count =
			GPOINTER_TO_UINT(g_hash_table_lookup(counts, page));

		g_hash_table_insert(counts, (void *)page,
				    GUINT_TO_POINTER(count + 1));
	}
}

static void count_all(struct numbers *numbers, const struct report *report,
		      int64_t year)
{
	if (numbers->year == year)
		return;
	numbers->year = year;
	g_hash_table_remove_all(numbers->all);
	for (size_t i = 0; i < report->forums_count; i++)
		if (report_year(report->forums[i]->forum, year) != NULL)
			add_one(numbers->all, report->forums[i]);
}

/* A section stands for its forums when all of them were counted. */
static void add_numbers(struct numbers *numbers, const struct page *page)
{
	void *counted = g_hash_table_lookup(numbers->counted, page);

	if (counted == NULL)
		return;
	if (counted == g_hash_table_lookup(numbers->all, page) &&
	    page->depth > 0) {
		add_to_run(numbers, page);
		return;
	}
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		add_numbers(numbers, at);
}

/* Numbers of another document have its name before them. */
static const char *forum_numbers(struct numbers *numbers,
				 const struct account_tally *tally,
				 const struct report *report,
				 const struct document *document,
				 struct arena *arena)
{
	GString *text = g_string_new(NULL);

	g_hash_table_remove_all(numbers->counted);
	for (size_t i = 0; i < tally->counted; i++)
		add_one(numbers->counted, tally->pages[i]);
	for (size_t i = 0; i < report->documents_count; i++) {
		const struct page *page = report->documents[i]->page;

		g_string_truncate(numbers->out, 0);
		add_numbers(numbers, page);
		end_run(numbers);
		if (numbers->out->len == 0)
			continue;
		if (text->len > 0)
			g_string_append(text, "; ");
		if (report->documents[i] != document)
			g_string_append_printf(text,
					       "%s: ", page_short_title(page));
		g_string_append(text, numbers->out->str);
	}
	return arena_take(arena, text);
}

/* --- The table ---------------------------------------------------------- */

/* Where the total stands in the document first; NULL: nowhere. */
static const struct page *place_in(const struct account *account,
				   const struct document *document)
{
	for (const struct account_place *at = account->places; at != NULL;
	     at = at->next)
		if (at->page->document == document)
			return at->page;
	return NULL;
}

static enum label rule_word(const struct account *account)
{
	static const enum label words[] = {
		[MEASURE_COUNT] = LABEL_PAGE_FORUM_COUNT,
		[MEASURE_ROWS] = LABEL_PAGE_ENTRY_COUNT,
		[MEASURE_SUM] = LABEL_PAGE_TOTAL,
		[MEASURE_MEAN] = LABEL_PAGE_TOTAL_MEAN,
		[MEASURE_LEAST] = LABEL_PAGE_TOTAL_LEAST,
		[MEASURE_LARGEST] = LABEL_PAGE_TOTAL_LARGEST,
		[MEASURE_DISTINCT] = LABEL_PAGE_TOTAL_DISTINCT,
	};

	struct query_parts parts;

	if (account->kind != ACCOUNT_QUESTION)
		return LABEL_PAGE_TOTAL;
	parts = query_parts(account->query);
	return parts.is_quotient ? LABEL_PAGE_TOTAL_QUOTIENT
	       : parts.is_change ? LABEL_PAGE_TOTAL_CHANGE
				 : words[parts.parts[0].measure];
}

static void add_account(struct builder *builder, struct numbers *numbers,
			const struct account *account, const struct page *place)
{
	struct row *row = builder_row(builder, ROW_DATA);
	struct account_tally tally;
	struct counted counted;

	counted_init(&counted, account, builder->report, builder->arena);
	tally = account_tally(&counted);
	for (size_t i = 0; i < counted.forums_count; i++)
		builder_of(builder, counted.forums[i], account->year);

	builder_text(&row->cells[0],
		     account->kind == ACCOUNT_QUESTION ? account->question
						       : account->target->title,
		     NULL);
	row->cells[0].account = account;
	builder_page(&row->cells[1], place);
	builder_text(&row->cells[2], builder_word(builder, rule_word(account)),
		     NULL);
	builder_text(&row->cells[3], account_result(&counted), NULL);
	builder_count(builder, &row->cells[4], (int64_t)tally.counted);
	builder_count(builder, &row->cells[5], (int64_t)tally.unknown);
	count_all(numbers, builder->report, account->year);
	builder_text(&row->cells[6],
		     forum_numbers(numbers, &tally, builder->report,
				   place->document, builder->arena),
		     NULL);
}

const struct table *method_table(const void *options,
				 const struct target *target,
				 const struct report *report,
				 struct arena *arena)
{
	const struct document *document = target->page->document;
	struct numbers numbers = { .out = g_string_new(NULL),
				   .all = g_hash_table_new(NULL, NULL),
				   .counted = g_hash_table_new(NULL, NULL) };
	struct builder builder;

	(void)options;
	builder_begin(&builder, report, target, 7, arena);
	builder_heading(&builder, 0, LABEL_PAGE_METHOD_TOTAL, false);
	builder_heading(&builder, 1, LABEL_PAGE_PLACE, false);
	builder_heading(&builder, 2, LABEL_PAGE_ACCOUNT_RULE, false);
	builder_heading(&builder, 3, LABEL_PAGE_ANSWER, false);
	builder_heading(&builder, 4, LABEL_PAGE_METHOD_COUNTED, true);
	builder_heading(&builder, 5, LABEL_PAGE_METHOD_UNKNOWN, true);
	builder_heading(&builder, 6, LABEL_PAGE_METHOD_FORUMS, false);
	for (size_t i = 0; i < report->accounts_count; i++) {
		const struct page *place =
			place_in(report->accounts[i], document);

		if (place != NULL)
			add_account(&builder, &numbers, report->accounts[i],
				    place);
	}
	g_string_free(numbers.out, TRUE);
	g_hash_table_destroy(numbers.all);
	g_hash_table_destroy(numbers.counted);
	return builder_finish(&builder);
}
