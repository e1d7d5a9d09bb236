#include "base/diag.h"

#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag_list.h"

const struct diag_rule diag_rules[DIAG_COUNT] = {
#define ERROR	DIAG_ERROR
#define WARNING DIAG_WARNING
#define NOTE	DIAG_NOTE
#define DIAG(identifier, level, name, english, swedish, english_advice,        \
	     swedish_advice)                                                   \
	[DIAG_##identifier] = { level,                                         \
				name,                                          \
				{ swedish, english },                          \
				{ swedish_advice, english_advice } },
#include "base/diag.def"
#undef DIAG
#undef ERROR
#undef WARNING
#undef NOTE
};

struct diag_list *diag_list_new(void)
{
	struct diag_list *diags = g_new0(struct diag_list, 1);

	diags->findings = g_array_new(FALSE, TRUE, sizeof(struct finding));
	diags->arena = arena_new();
	diags->joined = g_ptr_array_new();
	return diags;
}

void diag_list_free(struct diag_list *diags)
{
	if (diags == NULL)
		return;
	for (guint i = 0; i < diags->joined->len; i++)
		arena_free(g_ptr_array_index(diags->joined, i));
	g_ptr_array_free(diags->joined, TRUE);
	arena_free(diags->arena);
	g_array_free(diags->findings, TRUE);
	g_free(diags);
}

int diag_add(struct diag_list *diags, enum diag_id id, struct span where,
	     const char *detail, ...)
{
	struct finding finding = { .id = id, .where = where };

	if (detail != NULL) {
		va_list args;
		GString *text = g_string_new(NULL);

		va_start(args, detail);
		g_string_append_vprintf(text, detail, args);
		va_end(args);
		finding.detail = arena_take(diags->arena, text);
	}
	finding.order = diags->findings->len;
	g_array_append_val(diags->findings, finding);
	return -1;
}

static struct finding *newest(struct diag_list *diags)
{
	g_assert(diags->findings->len > 0);
	return &g_array_index(diags->findings, struct finding,
			      diags->findings->len - 1);
}

void diag_also(struct diag_list *diags, struct span where)
{
	newest(diags)->also = where;
}

void diag_suggest(struct diag_list *diags, const char *word)
{
	newest(diags)->suggestion = arena_strdup(diags->arena, word);
}

void diag_write(struct diag_list *diags, const char *format, ...)
{
	va_list args;
	GString *text = g_string_new(NULL);

	va_start(args, format);
	g_string_append_vprintf(text, format, args);
	va_end(args);
	newest(diags)->instead = arena_take(diags->arena, text);
}

void diag_list_join(struct diag_list *diags, struct diag_list *from)
{
	for (guint i = 0; i < from->findings->len; i++) {
		struct finding finding =
			g_array_index(from->findings, struct finding, i);

		finding.order = diags->findings->len;
		g_array_append_val(diags->findings, finding);
	}
	g_array_set_size(from->findings, 0);
	g_ptr_array_add(diags->joined, from->arena);
	from->arena = arena_new();
}

size_t diag_count(const struct diag_list *diags, enum diag_level level)
{
	size_t count = 0;

	for (guint i = 0; i < diags->findings->len; i++)
		count += diag_rules[g_array_index(diags->findings,
						  struct finding, i)
					    .id]
				 .level >= level;
	return count;
}

size_t diag_count_but(const struct diag_list *diags, const enum diag_id *ids,
		      size_t count)
{
	size_t errors = diag_count(diags, DIAG_ERROR);

	for (guint i = 0; i < diags->findings->len; i++)
		for (size_t k = 0; k < count; k++)
			errors -= diag_rules[ids[k]].level == DIAG_ERROR &&
				  g_array_index(diags->findings, struct finding,
						i)
						  .id == ids[k];
	return errors;
}

/*
 * What a finding says, wherever in its file it stands: its kind, detail and
 * file. Caller frees.
 */
static char *what_it_says(const struct finding *finding,
			  char *(*same)(const char *text, const void *context),
			  const void *context)
{
	const struct source *source = finding->where.source;
	char *file = same(source == NULL ? "" : source->name, context);
	char *detail =
		same(finding->detail == NULL ? "" : finding->detail, context);
	char *all = g_strdup_printf("%d %s %s", (int)finding->id, file, detail);

	g_free(detail);
	g_free(file);
	return all;
}

static char *as_it_is(const char *text, const void *context)
{
	(void)context;
	return g_strdup(text);
}

size_t diag_keep_more(struct diag_list *diags, const struct diag_list *than,
		      enum diag_level level,
		      char *(*same)(const char *text, const void *context),
		      const void *context)
{
	GHashTable *before =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	guint kept = 0;

	if (same == NULL)
		same = as_it_is;
	for (guint i = 0; i < than->findings->len; i++) {
		char *says = what_it_says(
			&g_array_index(than->findings, struct finding, i), same,
			context);
		guint count =
			GPOINTER_TO_UINT(g_hash_table_lookup(before, says));

		g_hash_table_insert(before, says, GUINT_TO_POINTER(count + 1));
	}
	for (guint i = 0; i < diags->findings->len; i++) {
		struct finding *finding =
			&g_array_index(diags->findings, struct finding, i);
		char *says = what_it_says(finding, same, context);
		guint count =
			GPOINTER_TO_UINT(g_hash_table_lookup(before, says));

		if (count > 0)
			g_hash_table_insert(before, g_strdup(says),
					    GUINT_TO_POINTER(count - 1));
		else if (diag_rules[finding->id].level >= level)
			g_array_index(diags->findings, struct finding, kept++) =
				*finding;
		g_free(says);
	}
	g_array_set_size(diags->findings, kept);
	g_hash_table_destroy(before);
	return kept;
}

bool diag_is_in(const struct diag_list *diags, const char *name)
{
	for (guint i = 0; i < diags->findings->len; i++) {
		const struct source *source =
			g_array_index(diags->findings, struct finding, i)
				.where.source;

		if (source != NULL && strcmp(source->name, name) == 0)
			return true;
	}
	return false;
}

size_t diag_keep_in(struct diag_list *diags, const char *name)
{
	for (guint i = diags->findings->len; i-- > 0;) {
		const struct source *source =
			g_array_index(diags->findings, struct finding, i)
				.where.source;

		if (source == NULL || strcmp(source->name, name) != 0)
			g_array_remove_index(diags->findings, i);
	}
	return diags->findings->len;
}

size_t diag_keep_among(struct diag_list *diags, GHashTable *names,
		       enum diag_id id, struct diag_list *others)
{
	guint kept = 0;

	for (guint i = 0; i < diags->findings->len; i++) {
		struct finding finding =
			g_array_index(diags->findings, struct finding, i);
		const struct source *source = finding.where.source;

		if (finding.id != id &&
		    (source == NULL ||
		     g_hash_table_contains(names, source->name))) {
			g_array_index(diags->findings, struct finding, kept++) =
				finding;
			continue;
		}
		finding.order = others->findings->len;
		g_array_append_val(others->findings, finding);
	}
	g_array_set_size(diags->findings, kept);
	return kept;
}

int diag_machine_failed(const struct diag_list *diags)
{
	static const enum diag_id ids[] = {
		DIAG_FILE_OPEN,	  DIAG_FOLDER_OPEN,    DIAG_OUTPUT_WRITE,
		DIAG_OUTPUT_BUSY, DIAG_OUTPUT_FOREIGN, DIAG_COLLATE_OPEN,
		DIAG_SERVE_PORT,  DIAG_PATCH_WRITE,    DIAG_PATCH_UNDO,
		DIAG_DIFF_GIT,
	};

	for (guint i = 0; i < diags->findings->len; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(ids); k++)
			if (g_array_index(diags->findings, struct finding, i)
				    .id == ids[k])
				return 1;
	return 0;
}

enum diag_level diag_id_level(enum diag_id id)
{
	return diag_rules[id].level;
}

const char *diag_id_name(enum diag_id id)
{
	return diag_rules[id].name;
}

const char *diag_id_text(enum diag_id id, enum diag_language language)
{
	return diag_rules[id].text[language];
}

#define WORD_MAX 40

/* A word as characters in small letters; over WORD_MAX it has no length. */
struct word {
	gunichar characters[WORD_MAX];
	size_t length;
};

static void read_word(struct word *word, const char *text)
{
	word->length = 0;
	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		if (word->length == WORD_MAX) {
			word->length = 0;
			return;
		}
		word->characters[word->length++] =
			g_unichar_tolower(g_utf8_get_char(text));
	}
}

/*
 * The optimal string alignment distance (Damerau–Levenshtein with adjacent
 * transpositions only) in characters.
 */
static size_t edit_distance(const struct word *first, const struct word *second)
{
	size_t rows[3][WORD_MAX + 1];
	const gunichar *a = first->characters;
	const gunichar *b = second->characters;
	size_t length_a = first->length;
	size_t length_b = second->length;

	for (size_t j = 0; j <= length_b; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= length_a; i++) {
		size_t *row = rows[i % 3];
		size_t *above = rows[(i + 2) % 3];
		size_t *two_above = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= length_b; j++) {
			size_t differs = a[i - 1] != b[j - 1];

			row[j] = MIN(MIN(above[j] + 1, row[j - 1] + 1),
				     above[j - 1] + differs);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				row[j] = MIN(row[j], two_above[j - 2] + 1);
		}
	}
	return rows[length_a % 3][length_b];
}

/* Words shorter than this are in too many others. */
#define HELD_BYTES_LEAST 4

/* The only one of `words` that holds `word` or is held by it. */
static const char *only_holding(const char *word, const char *const *words)
{
	const char *found = NULL;

	for (; *words != NULL; words++) {
		if (MIN(strlen(*words), strlen(word)) < HELD_BYTES_LEAST ||
		    (strstr(*words, word) == NULL &&
		     strstr(word, *words) == NULL))
			continue;
		if (found != NULL)
			return NULL;
		found = *words;
	}
	return found;
}

static const char *nearest_word(const char *word, const char *const *words)
{
	const char *nearest = NULL;
	struct word own;
	struct word other;
	size_t best;

	read_word(&own, word);
	/* A third of the letters may be wrong; of two, one may be missing. */
	best = (own.length + 1) / 3 + 1;
	for (; *words != NULL && own.length > 0; words++) {
		size_t distance;

		read_word(&other, *words);
		if (other.length == 0)
			continue;
		distance = edit_distance(&own, &other);
		if (own.length < 3 && distance > 0 &&
		    other.length <= own.length)
			continue;
		if (distance < best) {
			best = distance;
			nearest = *words;
		}
	}
	return nearest;
}

const char *diag_nearest(const char *word, const char *const *words)
{
	const char *nearest = nearest_word(word, words);

	return nearest != NULL ? nearest : only_holding(word, words);
}
