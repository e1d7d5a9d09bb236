#include "report/account.h"

#include <string.h>

#include "base/arena.h"
#include "read/body.h"
#include "report/forums.h"
#include "report/phrase.h"
#include "report/report.h"

/* The longest id that a question gives; a file's name holds 255 bytes. */
#define ID_MOST 80

struct account_book {
	struct report *report;
	GPtrArray *accounts; /* struct account, in the order of their places */
	GHashTable *questions; /* year and text → struct account */
	GString *key;
};

struct account_book *account_book_new(struct report *report)
{
	struct account_book *book = g_new(struct account_book, 1);

	book->report = report;
	book->accounts = g_ptr_array_new();
	book->questions = g_hash_table_new(g_str_hash, g_str_equal);
	book->key = g_string_new(NULL);
	return book;
}

/* Note that the total stands on `page`, too. Pages come in reading order. */
static void add_place(struct account_book *book, struct account *account,
		      const struct page *page)
{
	struct account_place **end = &account->places;

	if (page == NULL) {
		account->on_front = true;
		return;
	}
	for (; *end != NULL; end = &(*end)->next)
		if ((*end)->page == page)
			return;
	*end = arena_new_array(book->report->arena, struct account_place, 1);
	(*end)->page = page;
}

static struct account *enter(struct account_book *book, enum account_kind kind,
			     const struct page *page, int64_t year)
{
	struct account *account =
		arena_new_array(book->report->arena, struct account, 1);

	account->kind = kind;
	account->year = year;
	add_place(book, account, page);
	g_ptr_array_add(book->accounts, account);
	return account;
}

/* --- Questions --------------------------------------------------------- */

/* The answer without what it lacks, as a title. */
static const char *answer_title(struct account_book *book,
				const struct query_answer *answer)
{
	GString *title = g_string_new(NULL);

	quantity_format(title, &answer->result, &book->report->labels.quantity,
			answer->unit, answer->decimals, true);
	return arena_take(book->report->arena, title);
}

static struct account *enter_question(struct account_book *book,
				      const struct page *page,
				      const struct query *query,
				      const char *text, int64_t year)
{
	struct report *report = book->report;
	struct account *account = enter(book, ACCOUNT_QUESTION, page, year);
	struct query_answer *answer =
		arena_new_array(report->arena, struct query_answer, 1);

	*answer = query_answer(query, year, report, report->arena);
	account->query = query;
	account->question = text;
	account->answer = answer;
	account->title = answer_title(book, answer);
	return account;
}

const struct account *account_of_question(struct account_book *book,
					  const struct page *page,
					  const struct query *query,
					  const char *text, int64_t year)
{
	struct account *account;
	int64_t named = query_parts(query).year;

	text += strspn(text, " ");
	if (named != 0)
		year = named;
	g_string_printf(book->key, "%d %s", (int)year, text);
	account = g_hash_table_lookup(book->questions, book->key->str);
	if (account != NULL) {
		add_place(book, account, page);
		return account;
	}
	account = enter_question(book, page, query, text, year);
	g_hash_table_insert(book->questions,
			    arena_strdup(book->report->arena, book->key->str),
			    account);
	return account;
}

/* --- Tables ------------------------------------------------------------ */

/* Is there a forum below `page` in `year`? Without one there is no total. */
static bool has_year(const struct page *page, int64_t year)
{
	if (page->kind == PAGE_FORUM && report_year(page->forum, year) != NULL)
		return true;
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		if (has_year(at, year))
			return true;
	return false;
}

void account_enter_section(struct account_book *book, const struct page *page)
{
	int64_t year = book->report->publication.year;
	struct account *account;

	if (page->costs_target == NULL || !has_year(page, year))
		return;
	account = enter(book, ACCOUNT_SECTION, page, year);
	account->section = page;
	account->target = page->costs_target;
	account->id = page->target.id;
	account->title = page->target.full;
	page->costs_target->account = account;
}

void account_enter_table(struct account_book *book, struct target *target,
			 const void *options)
{
	struct report *report = book->report;
	struct account *account;
	GString *title;

	if (!forums_has_total(options, report))
		return;
	account = enter(book, ACCOUNT_TABLE, target->page,
			report->publication.year);
	account->options = options;
	account->target = target;
	account->id = target->id;
	title = g_string_new(NULL);
	phrase_full(title, target, report);
	account->title = arena_take(report->arena, title);
	target->account = account;
}

/* --- Ids --------------------------------------------------------------- */

/* What marks are in ids, by the names that they have in HTML. */
static const struct {
	const char *mark;
	const char *name;
} marks[] = {
	{ "<=", " le " }, { ">=", " ge " }, { "!=", " ne " },
	{ "≠", " ne " },  { "≤", " le " },  { "≥", " ge " },
	{ "<", " lt " },  { ">", " gt " },  { "+", " plus " },
};

static size_t append_mark(GString *out, const char *at)
{
	/* Most are letters and spaces. */
	for (size_t i = 0;
	     !g_ascii_isalnum(*at) && *at != ' ' && i < G_N_ELEMENTS(marks);
	     i++) {
		if (strncmp(at, marks[i].mark, strlen(marks[i].mark)) != 0)
			continue;
		g_string_append(out, marks[i].name);
		return strlen(marks[i].mark);
	}
	g_string_append_c(out, *at);
	return 1;
}

/* What a question longer than an id has instead of its end: FNV-1a. */
static uint32_t hash(const char *text)
{
	uint32_t hash = 2166136261U;

	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619U;
	return hash;
}

static void append_question(GString *id, const char *question)
{
	GString *text = g_string_new(NULL);

	for (const char *at = question; *at != '\0';)
		at += append_mark(text, at);
	body_append_slug(id, text->str);
	g_string_free(text, TRUE);
	if (id->len <= ID_MOST)
		return;
	g_string_truncate(id, ID_MOST - 9);
	g_string_append_printf(id, "-%08x", hash(question));
}

/* The year is part of the id when it is not the one that is meant. */
static const char *question_id(const struct account_book *book,
			       const struct account *account, GHashTable *ids)
{
	GString *id = g_string_new(NULL);
	size_t length;

	append_question(id, account->question);
	if (query_parts(account->query).year == 0 &&
	    account->year != book->report->publication.own_year)
		g_string_append_printf(id, "-%d", (int)account->year);
	length = id->len;
	for (unsigned i = 2; g_hash_table_contains(ids, id->str); i++) {
		g_string_truncate(id, length);
		g_string_append_printf(id, "-%u", i);
	}
	return arena_take(book->report->arena, id);
}

/* Sections and tables have ids already; the questions' are made from them. */
static void give_ids(struct account_book *book)
{
	GHashTable *ids = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < book->accounts->len; i++) {
		struct account *account = book->accounts->pdata[i];

		if (account->id != NULL)
			g_hash_table_add(ids, (char *)account->id);
	}
	for (guint i = 0; i < book->accounts->len; i++) {
		struct account *account = book->accounts->pdata[i];

		if (account->id != NULL)
			continue;
		account->id = question_id(book, account, ids);
		g_hash_table_add(ids, (char *)account->id);
	}
	g_hash_table_destroy(ids);
}

void account_book_close(struct account_book *book)
{
	struct report *report = book->report;

	give_ids(book);
	report->accounts_count = book->accounts->len;
	report->accounts = arena_new_array(report->arena, struct account *,
					   book->accounts->len);
	for (guint i = 0; i < book->accounts->len; i++)
		report->accounts[i] = book->accounts->pdata[i];
	g_ptr_array_free(book->accounts, TRUE);
	g_hash_table_destroy(book->questions);
	g_string_free(book->key, TRUE);
	g_free(book);
}
