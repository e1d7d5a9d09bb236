#include "format/search.h"

#include <glib.h>
#include <libstemmer.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/output.h"
#include "format/asset.h"
#include "format/html_place.h"
#include "format/plain.h"
#include "report/report.h"

/* The files that are made. */
#define INDEX SEARCH_FOLDER "index.js"
#define TEXTS SEARCH_FOLDER "text.js"

/* The shortest compound that is taken apart, and its shortest part. */
#define COMPOUND_LEAST 8
#define PART_LEAST     4

/*
 * Languages whose words are stemmed: those that both libstemmer and
 * lunr-languages know, and whose stems have been compared.
 */
static const struct stemming {
	const char *language;
	const char *algorithm; /* of libstemmer */
	const char *script;    /* from npm, in SEARCH_FOLDER */
	const char *path;      /* below the folder of the scripts */
} stemmings[] = {
	{ "sv", "swedish", SEARCH_FOLDER "lunr.sv.js",
	  "node_modules/lunr-languages/min/lunr.sv.min.js" },
};

/* What is copied besides, for all languages. */
static const struct script {
	const char *name;
	const char *path;
} scripts[] = {
	{ SEARCH_FOLDER "minisearch.js", "node_modules/minisearch.min.js" },
	{ SEARCH_FOLDER "minisearch-license.txt",
	  "node_modules/minisearch/LICENSE.txt" },
	{ SEARCH_FOLDER "lunr.js", "lunr.js" },
	{ SEARCH_FOLDER "lunr.stemmer.support.js",
	  "node_modules/lunr-languages/min/lunr.stemmer.support.min.js" },
	{ SEARCH_FOLDER "lunr-license.txt",
	  "node_modules/lunr-languages/LICENSE" },
};

/* sok.js has the same names. */
enum field {
	FIELD_NUMBER,
	FIELD_TITLE,
	FIELD_NAMES,
	FIELD_TEXT,
	FIELD_PARTS,
	FIELD_COUNT
};

static const char *const field_names[FIELD_COUNT] = { "number", "title",
						      "names", "text",
						      "parts" };

/* How often a term stands in a field of a page. */
struct posting {
	uint32_t page;
	uint16_t field;
	uint32_t count;
};

struct term {
	const char *text;
	GArray *postings; /* struct posting */
};

/* A word as it is written, in small letters. */
struct word {
	const char *text;
	struct term *term;
	bool split;	  /* `parts` has been worked out */
	GPtrArray *parts; /* struct term *; NULL: it is no compound */
};

struct indexing {
	const struct report *report;
	struct arena *arena;
	struct arena *page_arena;   /* forgotten after each page */
	struct sb_stemmer *stemmer; /* NULL: words are taken as they are */
	GHashTable *words;	    /* text → struct word */
	GHashTable *terms;	    /* text → struct term */
	GPtrArray *of_pages; /* of each page: GPtrArray of its struct word */
	uint32_t (*lengths)[FIELD_COUNT]; /* of each page */
	uint32_t page;			  /* that is read */
	GString *names;			  /* of that page */
	GString *out;
};

/* --- Which scripts there are ---------------------------------------------- */

static const struct stemming *find_stemming(const struct report *report)
{
	const char *language =
		labels_word(&report->labels, LABEL_LANGUAGE_CODE);

	for (size_t i = 0; i < G_N_ELEMENTS(stemmings); i++)
		if (strcmp(stemmings[i].language, language) == 0)
			return &stemmings[i];
	return NULL;
}

static bool is_file(const char *folder, const char *name)
{
	char *path = g_build_filename(folder, name, NULL);
	bool found = g_file_test(path, G_FILE_TEST_IS_REGULAR);

	g_free(path);
	return found;
}

bool search_is_there(const char *folder)
{
	for (size_t i = 0; i < G_N_ELEMENTS(scripts); i++)
		if (!is_file(folder, scripts[i].path))
			return false;
	for (size_t i = 0; i < G_N_ELEMENTS(stemmings); i++)
		if (!is_file(folder, stemmings[i].path))
			return false;
	return true;
}

const char *const *search_scripts(const struct report *report,
				  struct arena *arena)
{
	static const char *const plain[] = { SEARCH_FOLDER "minisearch.js",
					     INDEX, TEXTS, NULL };
	const struct stemming *stemming = find_stemming(report);
	const char **names;

	if (stemming == NULL)
		return plain;
	names = arena_new_array(arena, const char *, 7);
	names[0] = SEARCH_FOLDER "minisearch.js";
	names[1] = SEARCH_FOLDER "lunr.js";
	names[2] = SEARCH_FOLDER "lunr.stemmer.support.js";
	names[3] = stemming->script;
	names[4] = INDEX;
	names[5] = TEXTS;
	return names;
}

static int copy_script(struct output *output, const char *folder,
		       const char *path, const char *name,
		       struct diag_list *diags)
{
	char *from = g_build_filename(folder, path, NULL);
	int result = asset_copy(output, from, name, diags);

	g_free(from);
	return result;
}

static int copy_scripts(struct output *output, const struct report *report,
			const char *folder, struct diag_list *diags)
{
	const struct stemming *stemming = find_stemming(report);
	size_t count = stemming == NULL ? 2 : G_N_ELEMENTS(scripts);
	int result = 0;

	for (size_t i = 0; i < count && result == 0; i++)
		result = copy_script(output, folder, scripts[i].path,
				     scripts[i].name, diags);
	if (result == 0 && stemming != NULL)
		result = copy_script(output, folder, stemming->path,
				     stemming->script, diags);
	return result;
}

/* --- Words ------------------------------------------------------------------
 */

static struct term *find_term(struct indexing *indexing, const char *text)
{
	struct term *term = g_hash_table_lookup(indexing->terms, text);

	if (term != NULL)
		return term;
	term = arena_new_array(indexing->arena, struct term, 1);
	term->text = arena_strdup(indexing->arena, text);
	term->postings = g_array_new(FALSE, FALSE, sizeof(struct posting));
	g_hash_table_insert(indexing->terms, (char *)term->text, term);
	return term;
}

/* Figures and what has figures in it stay as they are. */
static const char *stem_of(struct indexing *indexing, const char *text)
{
	const sb_symbol *stem;

	if (indexing->stemmer == NULL || strpbrk(text, "0123456789") != NULL)
		return text;
	stem = sb_stemmer_stem(indexing->stemmer, (const sb_symbol *)text,
			       (int)strlen(text));
	g_assert(stem != NULL);
	return (const char *)stem;
}

static struct word *find_word(struct indexing *indexing, const char *text)
{
	struct word *word = g_hash_table_lookup(indexing->words, text);

	if (word != NULL)
		return word;
	word = arena_new_array(indexing->arena, struct word, 1);
	word->text = arena_strdup(indexing->arena, text);
	word->term = find_term(indexing, stem_of(indexing, text));
	g_hash_table_insert(indexing->words, (char *)word->text, word);
	return word;
}

static void count_term(struct indexing *indexing, struct term *term,
		       enum field field)
{
	GArray *postings = term->postings;
	struct posting *last =
		postings->len == 0 ? NULL
				   : &g_array_index(postings, struct posting,
						    postings->len - 1);
	struct posting posting = { indexing->page, (uint16_t)field, 1 };

	if (last != NULL && last->page == indexing->page &&
	    last->field == field) {
		last->count++;
		return;
	}
	g_array_append_val(postings, posting);
	indexing->lengths[indexing->page][field]++;
}

/* Is the point between `before` and `after` one within a section number? */
static bool is_inner_point(gunichar before, gunichar sign, const char *after)
{
	return sign == '.' && before >= '0' && before <= '9' && *after >= '0' &&
	       *after <= '9';
}

static bool is_letter(gunichar sign)
{
	return g_unichar_isalnum(sign) || g_unichar_ismark(sign);
}

static void add_word(struct indexing *indexing, GString *text, enum field field)
{
	GPtrArray *words =
		g_ptr_array_index(indexing->of_pages, indexing->page);
	struct word *word;

	if (text->len == 0)
		return;
	word = find_word(indexing, text->str);
	count_term(indexing, word->term, field);
	g_ptr_array_add(words, word);
	g_string_truncate(text, 0);
}

/* All words of `text`; a number such as 2.14.6 is one. */
static void add_text(struct indexing *indexing, const char *text,
		     enum field field)
{
	GString *word = g_string_new(NULL);
	gunichar before = 0;
	char *folded;

	if (text == NULL)
		return;
	folded = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE);
	for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar sign = g_utf8_get_char(at);

		if (is_letter(sign))
			g_string_append_unichar(word, g_unichar_tolower(sign));
		else if (is_inner_point(before, sign, at + 1))
			g_string_append_c(word, '.');
		else
			add_word(indexing, word, field);
		before = sign;
	}
	add_word(indexing, word, field);
	g_free(folded);
	g_string_free(word, TRUE);
}

/* --- Compounds --------------------------------------------------------------
 */

static struct word *part_word(struct indexing *indexing, const char *text,
			      size_t length)
{
	char *part = g_strndup(text, length);
	struct word *word = NULL;

	if (g_utf8_strlen(part, -1) >= PART_LEAST)
		word = g_hash_table_lookup(indexing->words, part);
	g_free(part);
	return word;
}

static void add_part(struct word *word, const struct word *part)
{
	if (word->parts == NULL)
		word->parts = g_ptr_array_new();
	if (!g_ptr_array_find(word->parts, part->term, NULL))
		g_ptr_array_add(word->parts, part->term);
}

/*
 * A compound is two words that stand in the publication by themselves, with or
 * without an s that binds them. Each way to part it counts: to the reader who
 * looks for one of the parts all are right.
 */
static void split_word(struct indexing *indexing, struct word *word)
{
	word->split = true;
	if (g_utf8_strlen(word->text, -1) < COMPOUND_LEAST ||
	    strpbrk(word->text, "0123456789") != NULL)
		return;
	for (const char *at = word->text; *at != '\0';
	     at = g_utf8_next_char(at)) {
		size_t length = (size_t)(at - word->text);
		const struct word *second = part_word(indexing, at, strlen(at));
		const struct word *first;

		if (second == NULL)
			continue;
		first = part_word(indexing, word->text, length);
		if (first == NULL && length > 0 && at[-1] == 's')
			first = part_word(indexing, word->text, length - 1);
		if (first == NULL)
			continue;
		add_part(word, first);
		add_part(word, second);
	}
}

static void add_parts(struct indexing *indexing)
{
	GPtrArray *words =
		g_ptr_array_index(indexing->of_pages, indexing->page);

	for (guint i = 0; i < words->len; i++) {
		struct word *word = g_ptr_array_index(words, i);

		if (!word->split)
			split_word(indexing, word);
		for (guint j = 0; word->parts != NULL && j < word->parts->len;
		     j++)
			count_term(indexing, g_ptr_array_index(word->parts, j),
				   FIELD_PARTS);
	}
}

/* --- What a page says -------------------------------------------------------
 */

static void add_name(struct indexing *indexing, const char *name)
{
	if (name == NULL)
		return;
	if (indexing->names->len > 0)
		g_string_append(indexing->names, " · ");
	g_string_append(indexing->names, name);
}

static void add_organisation(struct indexing *indexing,
			     const struct organisation *organisation)
{
	if (organisation == NULL)
		return;
	add_name(indexing, organisation->name);
	if (organisation->abbreviation != NULL)
		g_string_append_printf(indexing->names, " (%s)",
				       organisation->abbreviation);
}

static void add_organisations(struct indexing *indexing,
			      const struct reference_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		add_organisation(indexing, list->items[i].to);
}

/* Does `word` stand in `text` by itself? */
static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = strstr(text, word); at != NULL;
	     at = strstr(at + length, word)) {
		gunichar before =
			at == text ? 0
				   : g_utf8_get_char(
					     g_utf8_find_prev_char(text, at));
		gunichar after = g_utf8_get_char(at + length);

		if (!is_letter(before) && !is_letter(after))
			return true;
	}
	return false;
}

/* A text that has the one of an abbreviation and its meaning has both. */
static void add_abbreviations(struct indexing *indexing, const char *text)
{
	const struct report *report = indexing->report;

	for (size_t i = 0; i < report->abbreviations_count; i++) {
		const struct abbreviation *at = &report->abbreviations[i];
		bool is_short = has_word(text, at->text);
		bool is_long = has_word(text, at->meaning);

		if (is_short != is_long)
			add_name(indexing, is_short ? at->meaning : at->text);
	}
}

static void add_form(struct indexing *indexing, const struct forum *forum)
{
	const struct form *form = forum->form.to;
	const struct labels *labels = &indexing->report->labels;

	if (form != NULL) {
		add_text(indexing, form->word, FIELD_TEXT);
		add_text(indexing, labels_word(labels, (enum label)form->class),
			 FIELD_TEXT);
	}
	if (forum->level != 0)
		add_text(indexing,
			 labels_word(labels, (enum label)forum->level),
			 FIELD_TEXT);
	if (forum->membership != 0)
		add_text(indexing,
			 labels_word(labels, (enum label)forum->membership),
			 FIELD_TEXT);
}

static void add_forum(struct indexing *indexing, const struct forum *forum)
{
	const struct named *unit = forum->responsible.to;

	add_name(indexing, forum->name);
	add_name(indexing, forum->title);
	for (size_t i = 0; i < forum->years_count; i++)
		add_name(indexing, forum->years[i].title);
	add_organisations(indexing, &forum->run_by);
	add_organisations(indexing, &forum->parties);
	add_form(indexing, forum);
	if (unit != NULL)
		add_text(indexing, unit->name, FIELD_TEXT);
	for (size_t i = 0; i < forum->goals.count; i++)
		if (forum->goals.items[i].to != NULL)
			add_text(
				indexing,
				((const struct named *)forum->goals.items[i].to)
					->name,
				FIELD_TEXT);
}

static const char *body_text(struct indexing *indexing, const struct page *page)
{
	if (page->body == NULL)
		return "";
	return plain_read(page->body->root, page, indexing->report,
			  indexing->page_arena);
}

/* --- JSON -------------------------------------------------------------------
 */

static void json_member(GString *out, const char *name, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	g_string_append_printf(out, ",\"%s\":", name);
	json_append_text(out, text);
}

/* The pages' texts: what a hit is shown in. */
static void write_page_text(struct indexing *indexing, const char *body)
{
	g_string_append(indexing->out, indexing->page == 0 ? "[" : ",\n[");
	json_append_text(indexing->out, body);
	g_string_append_c(indexing->out, ',');
	json_append_text(indexing->out, indexing->names->str);
	g_string_append_c(indexing->out, ']');
}

static void read_page(struct indexing *indexing, const struct page *page)
{
	const char *body = body_text(indexing, page);

	g_ptr_array_add(indexing->of_pages, g_ptr_array_new());
	g_string_truncate(indexing->names, 0);
	if (page->short_title != NULL &&
	    strcmp(page->short_title, page->target.title) != 0)
		add_name(indexing, page->short_title);
	add_text(indexing, page->target.number, FIELD_NUMBER);
	add_text(indexing, page->target.title, FIELD_TITLE);
	add_text(indexing, body, FIELD_TEXT);
	if (page->forum != NULL)
		add_forum(indexing, page->forum);
	add_abbreviations(indexing, page->target.title);
	add_abbreviations(indexing, body);
	add_text(indexing, indexing->names->str, FIELD_NAMES);
	write_page_text(indexing, body);
	arena_reset(indexing->page_arena);
}

static int write_script(struct output *output, const char *name,
			const GString *text)
{
	return output_write(output, name, text->str, text->len);
}

/* Read all pages, and write their texts on the way. */
static int read_pages(struct indexing *indexing, struct output *output)
{
	const struct report *report = indexing->report;

	g_string_assign(indexing->out, "var bilagaTexts = [\n");
	for (size_t i = 0; i < report->pages_count; i++) {
		indexing->page = (uint32_t)i;
		read_page(indexing, report->pages[i]);
	}
	g_string_append(indexing->out, "];\n");
	/* Only now is it known which words there are for parts. */
	for (size_t i = 0; i < report->pages_count; i++) {
		indexing->page = (uint32_t)i;
		add_parts(indexing);
	}
	return write_script(output, TEXTS, indexing->out);
}

/* --- The index --------------------------------------------------------------
 */

static bool has_fee(const struct report *report, const struct forum *forum)
{
	const struct forum_year *year =
		report_year(forum, report->publication.year);

	if (year == NULL || year->fee.quantity.state != QUANTITY_VALUE)
		return false;
	return year->fee.quantity.high > 0 || year->fee.quantity.no_high ||
	       year->fee.quantity.foreign != NULL;
}

static void write_forum_facts(struct indexing *indexing,
			      const struct forum *forum)
{
	const struct report *report = indexing->report;
	const struct form *form = forum->form.to;
	GString *out = indexing->out;

	if (form != NULL)
		json_member(out, "form", form->word);
	if (forum->level != 0)
		json_member(
			out, "level",
			labels_word(&report->labels, (enum label)forum->level));
	if (has_fee(report, forum))
		g_string_append(out, ",\"fee\":true");
}

/* What is known of a page besides its words; `up` counts from 0, −1: none. */
static void write_page(struct indexing *indexing, const struct page *page,
		       GHashTable *places)
{
	static const char *const kinds[] = { "document", "section", "forum" };
	struct html_place place = { indexing->report, NULL, false,
				    indexing->page_arena, false };
	GString *out = indexing->out;

	g_string_append(out, "{\"url\":");
	json_append_text(out, html_url(&place, &page->target));
	json_member(out, "number", page->target.number);
	json_member(out, "title", page->target.title);
	if (strcmp(page_short_title(page), page->target.title) != 0)
		json_member(out, "short", page_short_title(page));
	json_member(out, "kind", kinds[page->kind]);
	g_string_append_printf(out, ",\"up\":%d",
			       page->parent == NULL
				       ? -1
				       : GPOINTER_TO_INT(g_hash_table_lookup(
						 places, page->parent)));
	if (page->forum != NULL)
		write_forum_facts(indexing, page->forum);
	g_string_append_c(out, '}');
}

static void write_pages(struct indexing *indexing)
{
	const struct report *report = indexing->report;
	GHashTable *places = g_hash_table_new(NULL, NULL);

	g_string_append(indexing->out, "\"pages\":[\n");
	for (size_t i = 0; i < report->pages_count; i++)
		g_hash_table_insert(places, report->pages[i],
				    GINT_TO_POINTER(i));
	for (size_t i = 0; i < report->pages_count; i++) {
		if (i > 0)
			g_string_append(indexing->out, ",\n");
		write_page(indexing, report->pages[i], places);
	}
	g_string_append(indexing->out, "],\n");
	g_hash_table_destroy(places);
	arena_reset(indexing->page_arena);
}

/* Mean lengths are only used to weigh: three decimals are enough. */
static void write_lengths(struct indexing *indexing)
{
	size_t count = indexing->report->pages_count;
	uint64_t sums[FIELD_COUNT] = { 0 };
	GString *out = indexing->out;

	g_string_append(out, "\"fieldLength\":{");
	for (size_t i = 0; i < count; i++) {
		g_string_append_printf(out, "%s\"%zu\":[", i > 0 ? "," : "", i);
		for (int j = 0; j < FIELD_COUNT; j++) {
			sums[j] += indexing->lengths[i][j];
			g_string_append_printf(out, "%s%u", j > 0 ? "," : "",
					       indexing->lengths[i][j]);
		}
		g_string_append_c(out, ']');
	}
	g_string_append(out, "},\n\"averageFieldLength\":[");
	for (int j = 0; j < FIELD_COUNT; j++) {
		uint64_t mean = count == 0 ? 0 : sums[j] * 1000 / count;

		g_string_append_printf(out, "%s%u.%03u", j > 0 ? "," : "",
				       (unsigned)(mean / 1000),
				       (unsigned)(mean % 1000));
	}
	g_string_append(out, "],\n");
}

static void write_term(struct indexing *indexing, const struct term *term)
{
	GString *out = indexing->out;
	const char *field_comma = "";

	g_string_append_c(out, '[');
	json_append_text(out, term->text);
	g_string_append(out, ",{");
	for (int field = 0; field < FIELD_COUNT; field++) {
		const char *comma = "";

		for (guint i = 0; i < term->postings->len; i++) {
			const struct posting *at = &g_array_index(
				term->postings, struct posting, i);

			if (at->field != field)
				continue;
			if (*comma == '\0')
				g_string_append_printf(out, "%s\"%d\":{",
						       field_comma, field);
			g_string_append_printf(out, "%s\"%u\":%u", comma,
					       at->page, at->count);
			comma = ",";
			field_comma = ",";
		}
		if (*comma != '\0')
			g_string_append_c(out, '}');
	}
	g_string_append(out, "}]");
}

static gint compare_terms(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

static void write_terms(struct indexing *indexing)
{
	GList *texts = g_list_sort(g_hash_table_get_keys(indexing->terms),
				   compare_terms);
	const char *comma = "";

	g_string_append(indexing->out, "\"index\":[\n");
	for (const GList *at = texts; at != NULL; at = at->next) {
		const struct term *term =
			g_hash_table_lookup(indexing->terms, at->data);

		if (term->postings->len == 0)
			continue;
		g_string_append(indexing->out, comma);
		write_term(indexing, term);
		comma = ",\n";
	}
	g_string_append(indexing->out, "]");
	g_list_free(texts);
}

static int write_index(struct indexing *indexing, struct output *output)
{
	const struct report *report = indexing->report;
	const struct stemming *stemming = find_stemming(report);
	GString *out = indexing->out;

	g_string_assign(out, "var bilagaIndex = {\n\"stemmer\":");
	json_append_text(out, stemming == NULL ? "" : stemming->language);
	g_string_append(out, ",\n");
	write_pages(indexing);
	g_string_append_printf(out,
			       "\"search\":{\"serializationVersion\":2,"
			       "\"documentCount\":%zu,\"nextId\":%zu,"
			       "\"dirtCount\":0,\"storedFields\":{},\n"
			       "\"fieldIds\":{",
			       report->pages_count, report->pages_count);
	for (int i = 0; i < FIELD_COUNT; i++)
		g_string_append_printf(out, "%s\"%s\":%d", i > 0 ? "," : "",
				       field_names[i], i);
	g_string_append(out, "},\n\"documentIds\":{");
	for (size_t i = 0; i < report->pages_count; i++)
		g_string_append_printf(out, "%s\"%zu\":%zu", i > 0 ? "," : "",
				       i, i);
	g_string_append(out, "},\n");
	write_lengths(indexing);
	write_terms(indexing);
	g_string_append(out, "}};\n");
	return write_script(output, INDEX, out);
}

/* --- All of it --------------------------------------------------------------
 */

static void indexing_init(struct indexing *indexing,
			  const struct report *report)
{
	const struct stemming *stemming = find_stemming(report);

	*indexing = (struct indexing){
		.report = report,
		.arena = arena_new(),
		.page_arena = arena_new(),
		.words = g_hash_table_new(g_str_hash, g_str_equal),
		.terms = g_hash_table_new(g_str_hash, g_str_equal),
		.of_pages = g_ptr_array_new(),
		.lengths = g_malloc0_n(report->pages_count + 1,
				       sizeof(uint32_t[FIELD_COUNT])),
		.names = g_string_new(NULL),
		.out = g_string_new(NULL),
	};
	if (stemming != NULL)
		indexing->stemmer =
			sb_stemmer_new(stemming->algorithm, "UTF_8");
}

static void indexing_release(struct indexing *indexing)
{
	GHashTableIter iter;
	void *value;

	g_hash_table_iter_init(&iter, indexing->words);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		struct word *word = value;

		if (word->parts != NULL)
			g_ptr_array_free(word->parts, TRUE);
	}
	g_hash_table_iter_init(&iter, indexing->terms);
	while (g_hash_table_iter_next(&iter, NULL, &value))
		g_array_free(((struct term *)value)->postings, TRUE);
	for (guint i = 0; i < indexing->of_pages->len; i++)
		g_ptr_array_free(g_ptr_array_index(indexing->of_pages, i),
				 TRUE);
	g_ptr_array_free(indexing->of_pages, TRUE);
	g_hash_table_destroy(indexing->words);
	g_hash_table_destroy(indexing->terms);
	g_free(indexing->lengths);
	g_string_free(indexing->names, TRUE);
	g_string_free(indexing->out, TRUE);
	if (indexing->stemmer != NULL)
		sb_stemmer_delete(indexing->stemmer);
	arena_free(indexing->page_arena);
	arena_free(indexing->arena);
}

int search_render(struct output *output, const struct report *report,
		  const char *folder, struct diag_list *diags)
{
	struct indexing indexing;
	int result;

	if (!output_wants(output, INDEX) && !output_wants(output, TEXTS))
		return copy_scripts(output, report, folder, diags);
	indexing_init(&indexing, report);
	result = read_pages(&indexing, output);
	if (result == 0)
		result = write_index(&indexing, output);
	if (result == 0)
		result = copy_scripts(output, report, folder, diags);
	indexing_release(&indexing);
	return result;
}
