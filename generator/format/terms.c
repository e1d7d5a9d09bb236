#include "format/terms.h"

#include <glib.h>
#include <libstemmer.h>
#include <string.h>

#include "base/arena.h"
#include "format/words.h"

/* The shortest compound that is taken apart, and its shortest part. */
#define COMPOUND_LEAST 8
#define PART_LEAST     4

/* By what words are found. */
struct word_key {
	const char *text;
	uint32_t length;
	uint32_t hash;
};

/* A word as it is written, in small letters. */
struct word {
	struct word_key key;
	struct term *term;
	struct term **parts; /* of a compound, ending with NULL; or NULL */
	uint32_t page;	     /* that it was met on last, from 1 */
	bool splits;	     /* it is so long that it may be a compound */
	uint32_t use;	     /* if so: its place in `uses` for that page */
};

/* How often a word that may be a compound stands on a page. */
struct use {
	struct word *word;
	uint32_t page;
	uint32_t count;
};

struct term_watch {
	struct word_key key;	 /* empty: the word does not tell */
	const struct word *word; /* NULL: it has not been met */
};

struct terms {
	struct arena *arena;
	struct sb_stemmer *stemmer; /* NULL: words are taken as they are */
	GHashTable *words;	    /* struct word, by their keys */
	GHashTable *watched;	    /* struct term_watch, by their keys */
	GHashTable *terms;	    /* text → struct term */
	GArray *uses;		    /* struct use, page by page */
	uint32_t (*lengths)[TERM_FIELDS]; /* of each page */
	uint32_t page;			  /* that is told of, from 1 */
	enum term_field field;
	bool plain; /* all that was added of the page is in NFKC */
};

/* --- Keys ----------------------------------------------------------------- */

/* FNV-1a: that of a text goes on from that of its beginning. */
#define HASH_START 2166136261u

static uint32_t hash_on(uint32_t hash, const char *from, const char *to)
{
	for (; from < to; from++)
		hash = (hash ^ (unsigned char)*from) * 16777619u;
	return hash;
}

static struct word_key key_of(const char *text, size_t length)
{
	return (struct word_key){ text, (uint32_t)length,
				  hash_on(HASH_START, text, text + length) };
}

static guint key_hash(gconstpointer key)
{
	return ((const struct word_key *)key)->hash;
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
	const struct word_key *left = a;
	const struct word_key *right = b;

	return left->length == right->length &&
	       memcmp(left->text, right->text, left->length) == 0;
}

/* --- Terms and words ------------------------------------------------------ */

static struct term *find_term(struct terms *terms, const char *text)
{
	struct term *term = g_hash_table_lookup(terms->terms, text);

	if (term != NULL)
		return term;
	term = arena_new_array(terms->arena, struct term, 1);
	term->text = arena_strdup(terms->arena, text);
	g_hash_table_insert(terms->terms, (char *)term->text, term);
	return term;
}

static bool has_figure(const char *text)
{
	return strpbrk(text, "0123456789") != NULL;
}

/* Figures and what has figures in it stay as they are. */
static const char *stem_of(struct terms *terms, const struct word_key *key)
{
	const sb_symbol *stem;

	if (terms->stemmer == NULL || has_figure(key->text))
		return key->text;
	stem = sb_stemmer_stem(terms->stemmer, (const sb_symbol *)key->text,
			       (int)key->length);
	g_assert(stem != NULL);
	return (const char *)stem;
}

static struct word *new_word(struct terms *terms, const struct word_key *key)
{
	struct word *word = arena_new_array(terms->arena, struct word, 1);
	struct term_watch *watch = g_hash_table_lookup(terms->watched, key);

	word->key = *key;
	word->key.text = arena_copy(terms->arena, key->text, key->length);
	word->splits = g_utf8_strlen(key->text, (gssize)key->length) >=
			       COMPOUND_LEAST &&
		       !has_figure(key->text);
	word->term = find_term(terms, stem_of(terms, key));
	g_hash_table_add(terms->words, word);
	if (watch != NULL)
		watch->word = word;
	return word;
}

/* Pages and fields come one after the other, so only the last can be it. */
static void count_term(struct terms *terms, struct term *term, uint32_t page,
		       enum term_field field, uint32_t count)
{
	if (term->count > 0) {
		struct posting *last = &term->postings[term->count - 1];

		if (last->page == page && last->field == field) {
			last->count =
				(uint16_t)MIN(last->count + count, UINT16_MAX);
			return;
		}
	}
	if (term->count == term->size) {
		term->size = MAX(term->size * 2, 4);
		term->postings =
			g_renew(struct posting, term->postings, term->size);
	}
	term->postings[term->count++] =
		(struct posting){ page, (uint16_t)field,
				  (uint16_t)MIN(count, UINT16_MAX) };
	terms->lengths[page][field]++;
}

static void count_use(struct terms *terms, struct word *word)
{
	struct use use = { word, terms->page - 1, 1 };

	if (word->page == terms->page) {
		g_array_index(terms->uses, struct use, word->use).count++;
		return;
	}
	word->use = terms->uses->len;
	g_array_append_val(terms->uses, use);
}

static void add_word(void *data, const char *text, size_t length)
{
	struct terms *terms = data;
	struct word_key key = key_of(text, length);
	struct word *word = g_hash_table_lookup(terms->words, &key);

	if (word == NULL)
		word = new_word(terms, &key);
	count_term(terms, word->term, terms->page - 1, terms->field, 1);
	if (word->splits)
		count_use(terms, word);
	word->page = terms->page;
}

void terms_begin_page(struct terms *terms)
{
	terms->page++;
	terms->plain = true;
}

void terms_add(struct terms *terms, const char *text, enum term_field field)
{
	terms->field = field;
	if (!words_read(text, add_word, terms))
		terms->plain = false;
}

/* --- Does a text stand there? --------------------------------------------- */

static void keep_longest(void *data, const char *word, size_t length)
{
	GString *longest = data;

	if (length > longest->len)
		g_string_assign(longest, word);
}

static struct term_watch *find_watch(struct terms *terms, const GString *text)
{
	struct word_key key = key_of(text->str, text->len);
	struct term_watch *watch = g_hash_table_lookup(terms->watched, &key);

	if (watch != NULL)
		return watch;
	watch = arena_new_array(terms->arena, struct term_watch, 1);
	watch->key = key;
	watch->key.text = arena_copy(terms->arena, text->str, text->len);
	g_hash_table_add(terms->watched, watch);
	return watch;
}

/* A figure at an end may be part of a longer number where the text stands. */
const struct term_watch *terms_watch(struct terms *terms, const char *text)
{
	GString *longest = g_string_new(NULL);
	size_t length = strlen(text);
	const struct term_watch *watch;

	if (length > 0 && !g_ascii_isdigit(text[0]) &&
	    !g_ascii_isdigit(text[length - 1]))
		words_read(text, keep_longest, longest);
	watch = find_watch(terms, longest);
	g_string_free(longest, TRUE);
	return watch;
}

/* Signs that are not in NFKC may become letters, and join what they follow. */
bool terms_may_stand(const struct terms *terms, const struct term_watch *watch)
{
	return !terms->plain || watch->key.length == 0 ||
	       (watch->word != NULL && watch->word->page == terms->page);
}

/* --- Compounds ------------------------------------------------------------ */

/* The word with the key, of so many letters, if it stands by itself. */
static const struct word *part_word(const struct terms *terms,
				    const struct word_key *key, long letters)
{
	return letters < PART_LEAST ? NULL
				    : g_hash_table_lookup(terms->words, key);
}

static void add_part(GPtrArray *parts, const struct word *part)
{
	if (!g_ptr_array_find(parts, part->term, NULL))
		g_ptr_array_add(parts, part->term);
}

/*
 * A compound is two words that stand in the publication by themselves, with or
 * without an s that binds them. Each way to part it counts: to the reader who
 * looks for one of the parts all are right.
 */
static void find_parts(GPtrArray *parts, const struct terms *terms,
		       const struct word_key *whole)
{
	const char *end = whole->text + whole->length;
	long letters = g_utf8_strlen(whole->text, (gssize)whole->length);
	struct word_key first = { whole->text, 0, HASH_START };

	for (long passed = 1; passed <= letters - PART_LEAST; passed++) {
		const char *at = whole->text + first.length;
		const char *next = g_utf8_next_char(at);
		struct word_key before = first;
		const struct word *head;
		const struct word *tail;
		struct word_key rest;

		first.hash = hash_on(first.hash, at, next);
		first.length = (uint32_t)(next - whole->text);
		head = part_word(terms, &first, passed);
		if (head == NULL && *at == 's')
			head = part_word(terms, &before, passed - 1);
		if (head == NULL)
			continue;
		rest = key_of(next, (size_t)(end - next));
		tail = part_word(terms, &rest, letters - passed);
		if (tail == NULL)
			continue;
		add_part(parts, head);
		add_part(parts, tail);
	}
}

static void split_words(struct terms *terms)
{
	GPtrArray *parts = g_ptr_array_new();
	GHashTableIter iter;
	void *value;

	g_hash_table_iter_init(&iter, terms->words);
	while (g_hash_table_iter_next(&iter, &value, NULL)) {
		struct word *word = value;

		if (!word->splits)
			continue;
		g_ptr_array_set_size(parts, 0);
		find_parts(parts, terms, &word->key);
		if (parts->len == 0)
			continue;
		word->parts = arena_new_array(terms->arena, struct term *,
					      parts->len + 1);
		memcpy(word->parts, parts->pdata,
		       parts->len * sizeof(struct term *));
	}
	g_ptr_array_free(parts, TRUE);
}

void terms_add_parts(struct terms *terms)
{
	split_words(terms);
	for (guint i = 0; i < terms->uses->len; i++) {
		const struct use *use =
			&g_array_index(terms->uses, struct use, i);

		for (struct term **part = use->word->parts;
		     part != NULL && *part != NULL; part++)
			count_term(terms, *part, use->page, TERM_PARTS,
				   use->count);
	}
}

/* --- All of them ---------------------------------------------------------- */

static int compare_terms(const void *a, const void *b)
{
	const struct term *const *left = a;
	const struct term *const *right = b;

	return strcmp((*left)->text, (*right)->text);
}

const struct term **terms_list(const struct terms *terms, size_t *count)
{
	const struct term **list;
	size_t length = 0;
	GHashTableIter iter;
	void *value;

	*count = g_hash_table_size(terms->terms);
	list = g_new(const struct term *, *count + 1);
	g_hash_table_iter_init(&iter, terms->terms);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		list[length++] = value;
	qsort(list, length, sizeof(list[0]), compare_terms);
	return list;
}

const uint32_t *terms_lengths(const struct terms *terms, size_t page)
{
	return terms->lengths[page];
}

struct terms *terms_new(size_t pages, const char *algorithm)
{
	struct terms *terms = g_new0(struct terms, 1);

	terms->arena = arena_new();
	terms->words = g_hash_table_new(key_hash, key_equal);
	terms->watched = g_hash_table_new(key_hash, key_equal);
	terms->terms = g_hash_table_new(g_str_hash, g_str_equal);
	terms->uses = g_array_new(FALSE, FALSE, sizeof(struct use));
	terms->lengths = g_malloc0_n(pages + 1, sizeof(terms->lengths[0]));
	if (algorithm != NULL)
		terms->stemmer = sb_stemmer_new(algorithm, "UTF_8");
	return terms;
}

void terms_free(struct terms *terms)
{
	GHashTableIter iter;
	void *value;

	if (terms == NULL)
		return;
	g_hash_table_iter_init(&iter, terms->terms);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		g_free(((struct term *)value)->postings);
	g_hash_table_destroy(terms->words);
	g_hash_table_destroy(terms->watched);
	g_hash_table_destroy(terms->terms);
	g_array_free(terms->uses, TRUE);
	g_free(terms->lengths);
	if (terms->stemmer != NULL)
		sb_stemmer_delete(terms->stemmer);
	arena_free(terms->arena);
	g_free(terms);
}
