#include "report/abbreviation.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/collate.h"
#include "report/report.h"

/* A single letter is too often something else: "del S", "typ V". */
#define LENGTH_LEAST 2

/* An abbreviation, where those that begin with the same byte stand together. */
struct entry {
	const char *text;
	size_t length;
	size_t item; /* index in the book */
};

struct abbreviation_book {
	const struct abbreviation **items; /* in the order of the language */
	size_t count;
	/* Those that begin with a byte: `first[b]` up to `first[b + 1]`. */
	size_t first[257];
	struct entry *by_byte; /* of one byte the longest first */
	/* May one begin with this byte? Or does the text end there? */
	bool stops[256];
};

/* --- The book ---------------------------------------------------------------
 */

static const char *item_text(const void *item)
{
	return ((const struct abbreviation *)item)->text;
}

static void add_item(GPtrArray *items, GHashTable *seen, const char *text,
		     const char *meaning, struct arena *arena)
{
	struct abbreviation *item;

	if (text == NULL || strcmp(text, meaning) == 0 ||
	    !g_hash_table_add(seen, (char *)text))
		return;
	item = arena_new_array(arena, struct abbreviation, 1);
	item->text = text;
	item->meaning = meaning;
	g_ptr_array_add(items, item);
}

/* "OECD" is one; "Greenpeace" is a shorter name, which says what it means. */
static bool is_initials(const char *text)
{
	unsigned capitals = 0;

	for (; text != NULL && *text != '\0'; text = g_utf8_next_char(text)) {
		if (*text == ' ')
			return false;
		capitals += g_unichar_isupper(g_utf8_get_char(text));
	}
	return capitals > 1;
}

/* Two organisations may have one abbreviation: that of the lower id counts. */
static int compare_ids(const void *a, const void *b)
{
	const struct organisation *const *first = a;
	const struct organisation *const *second = b;

	return strcmp((*first)->id, (*second)->id);
}

static void add_organisations(GPtrArray *items, GHashTable *seen,
			      const struct report *report, struct arena *arena)
{
	GPtrArray *sorted = g_ptr_array_new();
	GHashTableIter iter;
	void *value;

	if (report->organisations != NULL) {
		g_hash_table_iter_init(&iter, report->organisations);
		while (g_hash_table_iter_next(&iter, NULL, &value))
			g_ptr_array_add(sorted, value);
	}
	g_ptr_array_sort(sorted, compare_ids);
	for (guint i = 0; i < sorted->len; i++) {
		const struct organisation *at = g_ptr_array_index(sorted, i);

		if (is_initials(at->abbreviation))
			add_item(items, seen, at->abbreviation, at->name,
				 arena);
	}
	g_ptr_array_free(sorted, TRUE);
}

static size_t index_of_byte(const struct abbreviation_book *book, size_t i)
{
	return (unsigned char)book->items[i]->text[0];
}

/* Put `i` where the longer ones of its byte stand before it. */
static void place_item(struct abbreviation_book *book, size_t i, size_t end)
{
	size_t first = book->first[index_of_byte(book, i)];
	const char *text = book->items[i]->text;
	size_t length = strlen(text);

	for (; end > first && book->by_byte[end - 1].length < length; end--)
		book->by_byte[end] = book->by_byte[end - 1];
	book->by_byte[end] = (struct entry){ text, length, i };
}

static void sort_by_byte(struct abbreviation_book *book, struct arena *arena)
{
	size_t next[256];

	book->by_byte = arena_new_array(arena, struct entry, book->count);
	for (size_t i = 0; i < book->count; i++)
		book->first[index_of_byte(book, i) + 1]++;
	for (size_t b = 0; b < 256; b++) {
		book->first[b + 1] += book->first[b];
		next[b] = book->first[b];
	}
	for (size_t i = 0; i < book->count; i++) {
		place_item(book, i, next[index_of_byte(book, i)]++);
		book->stops[index_of_byte(book, i)] = true;
	}
	book->stops[0] = true;
}

const struct abbreviation_book *
abbreviation_book_new(const struct report *report, struct arena *arena)
{
	struct abbreviation_book *book =
		arena_new_array(arena, struct abbreviation_book, 1);
	GPtrArray *items = g_ptr_array_new();
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (size_t i = 0; i < report->abbreviations_count; i++)
		add_item(items, seen, report->abbreviations[i].text,
			 report->abbreviations[i].meaning, arena);
	add_organisations(items, seen, report, arena);
	collator_sort(report->collator, items->pdata, items->len, item_text);
	book->count = items->len;
	book->items =
		arena_new_array(arena, const struct abbreviation *, items->len);
	for (guint i = 0; i < items->len; i++)
		book->items[i] = g_ptr_array_index(items, i);
	sort_by_byte(book, arena);
	g_ptr_array_free(items, TRUE);
	g_hash_table_destroy(seen);
	return book;
}

const struct abbreviation *const *
abbreviation_list(const struct abbreviation_book *book, size_t *count)
{
	*count = book->count;
	return book->items;
}

/* --- In a text --------------------------------------------------------------
 */

void abbreviation_begin(struct abbreviation_met *met,
			const struct abbreviation_book *book,
			struct arena *arena)
{
	met->book = book;
	met->met = arena_new_array(arena, bool, book->count);
	met->count = 0;
}

/* A part of a word: "KOM-KR" has no KOM in it, "EU-samordnare" has EU. */
static bool goes_on_before(const char *text, size_t at)
{
	unsigned char before = at == 0 ? ' ' : (unsigned char)text[at - 1];

	if (before < 0x80)
		return g_ascii_isalnum(before) || before == '-';
	return g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(text + at)));
}

/* A number of a case is no word: "ABC-2023-01081". */
static bool ends_word(const char *at)
{
	if (at[0] == '-' && g_ascii_isdigit(at[1]))
		return false;
	return !g_unichar_isalnum(g_utf8_get_char(at));
}

static bool same_letters(const char *a, const char *b, size_t length)
{
	char *first = g_utf8_casefold(a, (gssize)length);
	char *second = g_utf8_casefold(b, (gssize)length);
	bool same = strcmp(first, second) == 0;

	g_free(first);
	g_free(second);
	return same;
}

/* What it stands for is said before it in brackets, or in brackets after it. */
static bool is_explained(const struct abbreviation *item, const char *text,
			 size_t at)
{
	size_t length = strlen(item->meaning);
	const char *after = text + at + strlen(item->text);

	if (at >= 2 && strncmp(text + at - 2, " (", 2) == 0 && *after == ')')
		return true;
	return strncmp(after, " (", 2) == 0 && strlen(after + 2) >= length &&
	       same_letters(after + 2, item->meaning, length);
}

/* The longest abbreviation that stands at `at`; NULL: none. */
static const struct entry *find_at(const struct abbreviation_book *book,
				   const char *at)
{
	size_t byte = (unsigned char)*at;

	for (size_t k = book->first[byte]; k < book->first[byte + 1]; k++) {
		const struct entry *entry = &book->by_byte[k];

		/* The second byte tells nearly all other words. */
		if (entry->length >= LENGTH_LEAST && at[1] == entry->text[1] &&
		    strncmp(at, entry->text, entry->length) == 0 &&
		    ends_word(at + entry->length))
			return entry;
	}
	return NULL;
}

size_t abbreviation_rest(const char *at)
{
	const char *end = at;

	while ((*end == '-' || *end == ':') &&
	       g_unichar_isalnum(g_utf8_get_char(end + 1)))
		for (end++; g_unichar_isalnum(g_utf8_get_char(end));)
			end = g_utf8_next_char(end);
	return (size_t)(end - at);
}

const struct abbreviation *abbreviation_next(struct abbreviation_met *met,
					     const char *text, size_t *start)
{
	const struct abbreviation_book *book = met->book;

	for (size_t at = 0;; at++) {
		const struct entry *entry;

		while (!book->stops[(unsigned char)text[at]])
			at++;
		if (text[at] == '\0')
			return NULL;
		entry = goes_on_before(text, at) ? NULL
						 : find_at(book, text + at);
		if (entry == NULL || met->met[entry->item])
			continue;
		met->met[entry->item] = true;
		if (is_explained(book->items[entry->item], text, at))
			continue;
		met->count++;
		*start = at;
		return book->items[entry->item];
	}
}
