#include "diff/wording.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "diff/sentence.h"
#include "diff/sequence.h"
#include "diff/sheet.h"
#include "report/labels.h"

/* From where on two sentences are the same one, changed; in hundredths. */
#define ALIKE_LEAST 45

/* A gap with more pairs of sentences than this is not paired. */
#define PAIRS_MOST 10000

/* A word that stands alone between changes is read with them if so short. */
#define SHORT_WORD 3

struct comparison {
	struct sheet *sheet;
	const char *lead;
	const struct sentence *before; /* NULL: nothing is compared */
	const struct sentence *after;
	const struct labels *labels;
	struct arena *arena;
	GHashTable *numbers; /* key → number, from 1 */
	bool *moved_before;  /* stands elsewhere in the later text */
	bool *moved_after;
	GString *gathered; /* sentences that are told in one */
	enum run_kind gathered_kind;
	const struct sentence *gathered_first;
};

static uint32_t number_of(struct comparison *comparison, const char *key)
{
	gpointer found = g_hash_table_lookup(comparison->numbers, key);

	if (found == NULL) {
		found = GUINT_TO_POINTER(
			g_hash_table_size(comparison->numbers) + 1);
		g_hash_table_insert(comparison->numbers, (void *)key, found);
	}
	return GPOINTER_TO_UINT(found);
}

/* --- Items ---------------------------------------------------------------- */

static const char *quoted_heading(const struct comparison *comparison,
				  const char *heading)
{
	const struct labels *labels = comparison->labels;

	return arena_printf(comparison->arena, "%s %s%s%s",
			    labels_word(labels, LABEL_DIFF_UNDER),
			    labels_word(labels, LABEL_DIFF_QUOTE_OPEN), heading,
			    labels_word(labels, LABEL_DIFF_QUOTE_CLOSE));
}

static const char *lead_of(const struct comparison *comparison,
			   const struct sentence *sentence)
{
	static const enum label words[] = {
		[SENTENCE_HEADING] = LABEL_DIFF_HEADING,
		[SENTENCE_ROW] = LABEL_DIFF_ROW,
		[SENTENCE_NOTE] = LABEL_DIFF_NOTE,
		[SENTENCE_MADE] = LABEL_DIFF_MADE,
	};

	if (sentence->kind != SENTENCE_TEXT)
		return labels_word(comparison->labels, words[sentence->kind]);
	if (comparison->lead != NULL)
		return comparison->lead;
	if (sentence->under == NULL)
		return comparison->before == NULL
			       ? NULL
			       : labels_word(comparison->labels,
					     LABEL_DIFF_TEXT);
	return quoted_heading(comparison, sentence->under);
}

static void append_sentence(GString *text, const struct sentence *sentence)
{
	for (size_t i = 0; i < sentence->count; i++) {
		const struct word *word = &sentence->words[i];

		if (word->quiet)
			continue;
		if (text->len > 0 && !(i > 0 && word->joined))
			g_string_append_c(text, ' ');
		g_string_append(text, word->text);
	}
}

static void end_gathered(struct comparison *comparison)
{
	if (comparison->gathered_first == NULL)
		return;
	sheet_item(comparison->sheet,
		   lead_of(comparison, comparison->gathered_first),
		   comparison->gathered_kind, comparison->gathered->str);
	g_string_truncate(comparison->gathered, 0);
	comparison->gathered_first = NULL;
}

/* Sentences that come or go together are told together. */
static void gather(struct comparison *comparison, enum run_kind kind,
		   const struct sentence *sentence)
{
	const struct sentence *first = comparison->gathered_first;

	if (first != NULL &&
	    (comparison->gathered_kind != kind ||
	     first->kind != sentence->kind || sentence->kind == SENTENCE_ROW ||
	     sentence->kind == SENTENCE_HEADING ||
	     first->under != sentence->under))
		end_gathered(comparison);
	if (comparison->gathered_first == NULL) {
		comparison->gathered_first = sentence;
		comparison->gathered_kind = kind;
	}
	append_sentence(comparison->gathered, sentence);
}

static void tell_moved(struct comparison *comparison,
		       const struct sentence *sentence)
{
	GString *text = g_string_new(NULL);

	append_sentence(text, sentence);
	sheet_item(comparison->sheet,
		   labels_word(comparison->labels, LABEL_DIFF_MOVED_TEXT),
		   RUN_PLAIN, arena_take(comparison->arena, text));
}

/* --- A changed sentence -----------------------------------------------------
 */

static uint32_t *numbers_of_words(struct comparison *comparison,
				  const struct sentence *sentence)
{
	uint32_t *numbers = arena_new_array(comparison->arena, uint32_t,
					    sentence->count + 1);

	for (size_t i = 0; i < sentence->count; i++)
		numbers[i] = number_of(comparison, sentence->words[i].key);
	return numbers;
}

/* How much of the letters of both is in words that they share. */
static int alike(struct comparison *comparison, const struct sentence *a,
		 const struct sentence *b)
{
	GHashTable *left = g_hash_table_new(NULL, NULL);
	size_t all = 0;
	size_t common = 0;

	for (size_t i = 0; i < a->count; i++) {
		gpointer key = GUINT_TO_POINTER(
			number_of(comparison, a->words[i].key));
		guint times = GPOINTER_TO_UINT(g_hash_table_lookup(left, key));

		g_hash_table_insert(left, key, GUINT_TO_POINTER(times + 1));
		all += strlen(a->words[i].text);
	}
	for (size_t i = 0; i < b->count; i++) {
		gpointer key = GUINT_TO_POINTER(
			number_of(comparison, b->words[i].key));
		guint times = GPOINTER_TO_UINT(g_hash_table_lookup(left, key));

		all += strlen(b->words[i].text);
		if (times == 0)
			continue;
		g_hash_table_insert(left, key, GUINT_TO_POINTER(times - 1));
		common += 2 * strlen(b->words[i].text);
	}
	g_hash_table_destroy(left);
	return all == 0 ? 0 : (int)(common * 100 / all);
}

/* Words that agree by chance, between two changes, are read with them. */
static void drop_short(struct sequence_match *match, const struct sentence *a,
		       size_t a_count, size_t b_count)
{
	for (size_t i = 1; i + 1 < a_count; i++) {
		int32_t at = match->of_a[i];

		if (at <= 0 || (size_t)at + 1 >= b_count ||
		    strlen(a->words[i].text) > SHORT_WORD)
			continue;
		if (match->of_a[i - 1] >= 0 || match->of_a[i + 1] >= 0 ||
		    match->of_b[at - 1] >= 0 || match->of_b[at + 1] >= 0)
			continue;
		match->of_a[i] = -1;
		match->of_b[at] = -1;
	}
}

/* The runs of a changed sentence under way. */
struct marking {
	GArray *runs; /* struct run */
	GString *text;
	enum run_kind kind;
	struct arena *arena;
};

static void end_run(struct marking *marking)
{
	struct run run = { .kind = marking->kind };

	if (marking->text->len == 0)
		return;
	run.text = arena_strdup(marking->arena, marking->text->str);
	g_array_append_val(marking->runs, run);
	g_string_truncate(marking->text, 0);
}

static void mark_word(struct marking *marking, enum run_kind kind,
		      const struct word *word, bool first)
{
	if (word->quiet && kind == RUN_PLAIN)
		return;
	if (kind != marking->kind)
		end_run(marking);
	marking->kind = kind;
	if (!first && !word->joined)
		g_string_append_c(marking->text, ' ');
	g_string_append(marking->text, word->text);
}

static void mark_words(struct marking *marking, const struct sentence *a,
		       const struct sentence *b,
		       const struct sequence_match *match)
{
	size_t i = 0;
	size_t k = 0;

	while (i < a->count || k < b->count) {
		if (i < a->count && match->of_a[i] < 0) {
			mark_word(marking, RUN_DELETED, &a->words[i], i == 0);
			i++;
		} else if (k < b->count && match->of_b[k] < 0) {
			mark_word(marking, RUN_INSERTED, &b->words[k], k == 0);
			k++;
		} else {
			mark_word(marking, RUN_PLAIN, &b->words[k],
				  i == 0 && k == 0);
			i++;
			k++;
		}
	}
	end_run(marking);
}

static void tell_changed(struct comparison *comparison,
			 const struct sentence *a, const struct sentence *b)
{
	const uint32_t *words_a = numbers_of_words(comparison, a);
	const uint32_t *words_b = numbers_of_words(comparison, b);
	struct sequence_match match = sequence_compare(
		words_a, a->count, words_b, b->count, comparison->arena);
	struct marking marking = {
		g_array_new(FALSE, FALSE, sizeof(struct run)),
		g_string_new(NULL), RUN_PLAIN, comparison->arena
	};

	drop_short(&match, a, a->count, b->count);
	mark_words(&marking, a, b, &match);
	sheet_changed(comparison->sheet, lead_of(comparison, b), marking.runs);
	g_array_free(marking.runs, TRUE);
	g_string_free(marking.text, TRUE);
}

/* --- What lies between sentences that are the same -------------------------
 */

struct gap {
	size_t a_first;
	size_t a_end;
	size_t b_first;
	size_t b_end;
};

/*
 * Pair the sentences of the gap so that they are most alike, in order: `pairs`
 * becomes for each of the earlier its place among the later, or −1.
 */
static void pair_gap(struct comparison *comparison, const struct gap *gap,
		     int32_t *pairs)
{
	size_t rows = gap->a_end - gap->a_first;
	size_t columns = gap->b_end - gap->b_first;
	size_t width = columns + 1;
	int *best = g_new0(int, (rows + 1) * width);

	for (size_t i = rows; i-- > 0;)
		for (size_t k = columns; k-- > 0;) {
			const struct sentence *a =
				&comparison->before[gap->a_first + i];
			const struct sentence *b =
				&comparison->after[gap->b_first + k];
			bool may =
				a->kind == b->kind &&
				!comparison->moved_before[gap->a_first + i] &&
				!comparison->moved_after[gap->b_first + k];
			int score = may ? alike(comparison, a, b) : 0;
			int with =
				score < ALIKE_LEAST
					? 0
					: score + best[(i + 1) * width + k + 1];
			int without = MAX(best[(i + 1) * width + k],
					  best[i * width + k + 1]);

			best[i * width + k] = MAX(with, without);
		}
	for (size_t i = 0, k = 0; i < rows && k < columns;) {
		int here = best[i * width + k];

		if (here == best[(i + 1) * width + k]) {
			i++;
		} else if (here == best[i * width + k + 1]) {
			k++;
		} else {
			pairs[i++] = (int32_t)(gap->b_first + k++);
		}
	}
	g_free(best);
}

static void tell_gap(struct comparison *comparison, const struct gap *gap)
{
	size_t rows = gap->a_end - gap->a_first;
	size_t columns = gap->b_end - gap->b_first;
	int32_t *pairs = g_new(int32_t, rows + 1);
	size_t k = gap->b_first;

	for (size_t i = 0; i <= rows; i++)
		pairs[i] = -1;
	if (rows > 0 && columns > 0 && rows <= PAIRS_MOST / columns)
		pair_gap(comparison, gap, pairs);
	for (size_t i = 0; i <= rows; i++) {
		const struct sentence *a =
			&comparison->before[gap->a_first + i];
		size_t until = i == rows       ? gap->b_end
			       : pairs[i] >= 0 ? (size_t)pairs[i]
					       : k;

		for (; k < until; k++)
			if (!comparison->moved_after[k])
				gather(comparison, RUN_INSERTED,
				       &comparison->after[k]);
			else {
				end_gathered(comparison);
				tell_moved(comparison, &comparison->after[k]);
			}
		if (i < rows && pairs[i] >= 0) {
			end_gathered(comparison);
			tell_changed(comparison, a, &comparison->after[k++]);
		} else if (i < rows &&
			   !comparison->moved_before[gap->a_first + i]) {
			gather(comparison, RUN_DELETED, a);
		}
	}
	end_gathered(comparison);
	g_free(pairs);
}

static uint32_t *numbers_of(struct comparison *comparison,
			    const GArray *sentences)
{
	uint32_t *numbers = arena_new_array(comparison->arena, uint32_t,
					    sentences->len + 1);

	for (guint i = 0; i < sentences->len; i++)
		numbers[i] = number_of(
			comparison,
			g_array_index(sentences, struct sentence, i).key);
	return numbers;
}

/* What is gone in one place and new in another has moved. */
static void find_moved(struct comparison *comparison,
		       const struct sequence_match *match, const uint32_t *a,
		       size_t a_count, const uint32_t *b, size_t b_count)
{
	GHashTable *gone = g_hash_table_new(NULL, NULL);

	comparison->moved_before =
		arena_new_array(comparison->arena, bool, a_count + 1);
	comparison->moved_after =
		arena_new_array(comparison->arena, bool, b_count + 1);
	for (size_t i = a_count; i-- > 0;)
		if (match->of_a[i] < 0)
			g_hash_table_insert(gone, GUINT_TO_POINTER(a[i]),
					    GSIZE_TO_POINTER(i + 1));
	for (size_t k = 0; k < b_count; k++) {
		gpointer key = GUINT_TO_POINTER(b[k]);
		size_t at = GPOINTER_TO_SIZE(g_hash_table_lookup(gone, key));

		if (match->of_b[k] >= 0 || at == 0)
			continue;
		comparison->moved_before[at - 1] = true;
		comparison->moved_after[k] = true;
		g_hash_table_remove(gone, key);
	}
	g_hash_table_destroy(gone);
}

static void tell_differences(struct comparison *comparison,
			     const struct sequence_match *match, size_t a_count,
			     size_t b_count)
{
	struct gap gap = { 0 };

	while (gap.a_first < a_count || gap.b_first < b_count) {
		gap.a_end = gap.a_first;
		gap.b_end = gap.b_first;
		while (gap.a_end < a_count && match->of_a[gap.a_end] < 0)
			gap.a_end++;
		while (gap.b_end < b_count && match->of_b[gap.b_end] < 0)
			gap.b_end++;
		tell_gap(comparison, &gap);
		gap.a_first = gap.a_end + 1;
		gap.b_first = gap.b_end + 1;
	}
}

static void comparison_init(struct comparison *comparison, struct sheet *sheet,
			    const char *lead, const struct labels *labels)
{
	*comparison = (struct comparison){
		.sheet = sheet,
		.lead = lead,
		.labels = labels,
		.arena = arena_new(),
		.numbers = g_hash_table_new(g_str_hash, g_str_equal),
		.gathered = g_string_new(NULL),
	};
}

static void comparison_release(struct comparison *comparison)
{
	g_string_free(comparison->gathered, TRUE);
	g_hash_table_destroy(comparison->numbers);
	arena_free(comparison->arena);
}

void wording_compare(struct sheet *sheet, const char *lead,
		     const GArray *before, const GArray *after,
		     const struct labels *labels)
{
	struct comparison comparison;
	struct sequence_match match;
	uint32_t *a;
	uint32_t *b;

	comparison_init(&comparison, sheet, lead, labels);
	comparison.before = (const struct sentence *)(void *)before->data;
	comparison.after = (const struct sentence *)(void *)after->data;
	a = numbers_of(&comparison, before);
	b = numbers_of(&comparison, after);
	match = sequence_compare(a, before->len, b, after->len,
				 comparison.arena);
	if (match.cut)
		sheet_paragraph(sheet,
				labels_word(labels, LABEL_DIFF_TOO_DIFFERENT));
	find_moved(&comparison, &match, a, before->len, b, after->len);
	tell_differences(&comparison, &match, before->len, after->len);
	comparison_release(&comparison);
}

void wording_tell(struct sheet *sheet, const GArray *sentences,
		  const struct labels *labels)
{
	struct comparison comparison;

	comparison_init(&comparison, sheet, NULL, labels);
	for (guint i = 0; i < sentences->len; i++)
		gather(&comparison, RUN_PLAIN,
		       &g_array_index(sentences, struct sentence, i));
	end_gathered(&comparison);
	comparison_release(&comparison);
}
