#include "base/collate.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/diag.h"

/* Between a sort key and the text after it: no byte of a key is less. */
#define KEY_SEPARATOR 1

/* A heading, and the least text that stands under it. */
struct heading {
	const char *from;
	const char *text;
};

/*
 * Latin letters that may have a heading, and what lies around them. Those
 * after Z have one only where they are letters of their own, as in Swedish.
 */
static const struct heading candidates[] = {
	{ "0", "0–9" },
	{ "A", "A" },
	{ "B", "B" },
	{ "C", "C" },
	{ "D", "D" },
	{ "E", "E" },
	{ "F", "F" },
	{ "G", "G" },
	{ "H", "H" },
	{ "I", "I" },
	{ "J", "J" },
	{ "K", "K" },
	{ "L", "L" },
	{ "M", "M" },
	{ "N", "N" },
	{ "O", "O" },
	{ "P", "P" },
	{ "Q", "Q" },
	{ "R", "R" },
	{ "S", "S" },
	{ "T", "T" },
	{ "U", "U" },
	{ "V", "V" },
	{ "W", "W" },
	{ "X", "X" },
	{ "Y", "Y" },
	{ "Z", "Z" },
	{ "\u00c5", "\u00c5" },
	{ "\u00c4", "\u00c4" },
	{ "\u00d6", "\u00d6" },
	{ "\u00c6", "\u00c6" },
	{ "\u00d8", "\u00d8" },
	{ "α", "" }, /* Greek is the first script
			      after Latin */
};

/* What is filled in at first use, by one thread. */
struct tables {
	gsize rules_ready; /* for g_once_init_enter(), as the other */
	gsize headings_ready;
	UCollator *rules;   /* NULL: ICU could not read them */
	UCollator *letters; /* accents and capitals make no difference */
	struct heading headings[G_N_ELEMENTS(candidates)];
	size_t heading_count;
	UErrorCode status;
};

struct collator {
	char *locale;
	struct tables *tables;
};

static void rules_open(const struct collator *collator)
{
	struct tables *tables = collator->tables;
	UErrorCode *status = &tables->status;

	tables->rules = ucol_open(collator->locale, status);
	ucol_setAttribute(tables->rules, UCOL_NUMERIC_COLLATION, UCOL_ON,
			  status);
	if (U_SUCCESS(*status))
		return;
	ucol_close(tables->rules);
	tables->rules = NULL;
}

static const UCollator *rules_of(const struct collator *collator)
{
	struct tables *tables = collator->tables;

	if (g_once_init_enter(&tables->rules_ready)) {
		rules_open(collator);
		g_once_init_leave(&tables->rules_ready, 1);
	}
	return tables->rules;
}

struct collator *collator_new(const char *locale, struct diag_list *diags)
{
	struct collator *collator = g_new0(struct collator, 1);
	struct span nowhere = { 0 };

	collator->locale = g_strdup(locale);
	collator->tables = g_new0(struct tables, 1);
	if (diags == NULL || rules_of(collator) != NULL)
		return collator;
	diag_add(diags, DIAG_COLLATE_OPEN, nowhere, "\"%s\": %s", locale,
		 u_errorName(collator->tables->status));
	collator_free(collator);
	return NULL;
}

void collator_free(struct collator *collator)
{
	if (collator == NULL)
		return;
	ucol_close(collator->tables->letters);
	ucol_close(collator->tables->rules);
	g_free(collator->tables);
	g_free(collator->locale);
	g_free(collator);
}

static int compare(const UCollator *rules, const char *a, const char *b)
{
	UErrorCode status = U_ZERO_ERROR;

	return (int)ucol_strcollUTF8(rules, a, -1, b, -1, &status);
}

int collator_compare(const struct collator *collator, const char *a,
		     const char *b)
{
	const UCollator *rules = rules_of(collator);
	int order = rules == NULL ? 0 : compare(rules, a, b);

	return order != 0 ? order : strcmp(a, b);
}

/* Sort keys. */

#define SMALL_TEXT ((size_t)256)
#define SMALL_KEY  ((size_t)1024)

/* `key` and, for what the language holds equal, `text`. */
static const char *join_key(struct arena *arena, const uint8_t *key,
			    size_t key_length, const char *text)
{
	size_t length = strlen(text);
	char *joined = arena_alloc(arena, key_length + length + 2);

	memcpy(joined, key, key_length);
	joined[key_length] = KEY_SEPARATOR;
	memcpy(joined + key_length + 1, text, length);
	return joined;
}

static const char *make_key(const UCollator *rules, const UChar *wide,
			    int32_t length, const char *text,
			    struct arena *arena)
{
	uint8_t small[SMALL_KEY];
	uint8_t *key = small;
	const char *joined;
	int32_t size =
		ucol_getSortKey(rules, wide, length, small, sizeof(small));

	if ((size_t)size > sizeof(small)) {
		key = g_malloc((size_t)size);
		ucol_getSortKey(rules, wide, length, key, size);
	}
	joined = join_key(arena, key, (size_t)size - 1, text);
	if (key != small)
		g_free(key);
	return joined;
}

const char *collator_key(const struct collator *collator, const char *text,
			 struct arena *arena)
{
	const UCollator *rules = rules_of(collator);
	size_t room = strlen(text) + 1; /* UTF-16 is never more units */
	UChar small[SMALL_TEXT];
	UChar *wide = small;
	UErrorCode status = U_ZERO_ERROR;
	int32_t length = 0;
	const char *key;

	if (rules == NULL)
		return arena_strdup(arena, text);
	g_assert(room < INT32_MAX);
	if (room > SMALL_TEXT)
		wide = g_new(UChar, room);
	u_strFromUTF8WithSub(wide, (int32_t)MAX(room, SMALL_TEXT), &length,
			     text, -1, 0xFFFD, NULL, &status);
	key = make_key(rules, wide, length, text, arena);
	if (wide != small)
		g_free(wide);
	return key;
}

struct sorted {
	const char *key;
	void *item;
	size_t index;
};

static int compare_sorted(const void *left, const void *right)
{
	const struct sorted *a = left;
	const struct sorted *b = right;
	int order = strcmp(a->key, b->key);

	return order != 0 ? order
			  : (a->index > b->index) - (a->index < b->index);
}

void collator_sort(const struct collator *collator, void **items, size_t count,
		   const char *(*text)(const void *item))
{
	struct arena *arena;
	struct sorted *sorted;

	if (count < 2)
		return;
	arena = arena_new();
	sorted = arena_new_array(arena, struct sorted, count);
	for (size_t i = 0; i < count; i++) {
		sorted[i].key = collator_key(collator, text(items[i]), arena);
		sorted[i].item = items[i];
		sorted[i].index = i;
	}
	qsort(sorted, count, sizeof(*sorted), compare_sorted);
	for (size_t i = 0; i < count; i++)
		items[i] = sorted[i].item;
	arena_free(arena);
}

/* Headings. */

/* In the order of the language; nearly all are already. */
static void sort_headings(const struct tables *tables, struct heading *headings,
			  size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct heading moved = headings[i];
		size_t j = i;

		for (; j > 0 && compare(tables->rules, headings[j - 1].from,
					moved.from) > 0;
		     j--)
			headings[j] = headings[j - 1];
		headings[j] = moved;
	}
}

/*
 * Of letters that count as one the first has the heading. A letter that is
 * another with an accent, or two in one, comes before Z and has none.
 */
static void headings_open(struct tables *tables)
{
	struct heading sorted[G_N_ELEMENTS(candidates)];
	UErrorCode status = U_ZERO_ERROR;
	const char *last = "";

	tables->letters = ucol_clone(tables->rules, &status);
	if (U_FAILURE(status))
		return;
	ucol_setStrength(tables->letters, UCOL_PRIMARY);
	memcpy(sorted, candidates, sizeof(sorted));
	sort_headings(tables, sorted, G_N_ELEMENTS(sorted));
	for (size_t i = 0; i < G_N_ELEMENTS(sorted); i++) {
		const char *from = sorted[i].from;

		if (compare(tables->letters, from, last) <= 0 ||
		    ((unsigned char)from[0] >= 0x80 &&
		     compare(tables->letters, from, "Z") < 0))
			continue;
		tables->headings[tables->heading_count++] = sorted[i];
		last = from;
	}
}

const char *collator_initial(const struct collator *collator, const char *text)
{
	struct tables *tables = collator->tables;
	size_t low = 0;
	size_t high;

	if (rules_of(collator) == NULL)
		return "";
	if (g_once_init_enter(&tables->headings_ready)) {
		headings_open(tables);
		g_once_init_leave(&tables->headings_ready, 1);
	}
	high = tables->heading_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(tables->letters, tables->headings[middle].from,
			    text) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? "" : tables->headings[low - 1].text;
}
