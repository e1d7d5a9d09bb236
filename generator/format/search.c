#include "format/search.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/output.h"
#include "format/asset.h"
#include "format/plain.h"
#include "format/search_divided.h"
#include "format/search_index.h"
#include "format/terms.h"
#include "format/words.h"
#include "report/report.h"

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

/* By which it is seen that an abbreviation does not stand on a page. */
struct watches {
	const struct term_watch *text;
	const struct term_watch *meaning;
};

struct indexing {
	const struct report *report;
	struct arena *arena;
	struct arena *page_arena; /* forgotten after each page */
	struct terms *terms;
	struct watches *watches; /* of each abbreviation */
	GString *names;		 /* of the page that is read */
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
	const struct stemming *stemming = find_stemming(report);
	const char **names = arena_new_array(arena, const char *, 7);
	size_t count = 0;

	names[count++] = SEARCH_FOLDER "minisearch.js";
	if (stemming != NULL) {
		names[count++] = SEARCH_FOLDER "lunr.js";
		names[count++] = SEARCH_FOLDER "lunr.stemmer.support.js";
		names[count++] = stemming->script;
	}
	names[count++] = SEARCH_INDEX;
	if (!search_is_divided(report))
		names[count++] = SEARCH_TEXTS;
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

		if (!words_is_letter(before) && !words_is_letter(after))
			return true;
	}
	return false;
}

static bool stands(const struct indexing *indexing, const char *text,
		   const char *word, const struct term_watch *watch)
{
	return terms_may_stand(indexing->terms, watch) && has_word(text, word);
}

/* A text that has the one of an abbreviation and its meaning has both. */
static void add_abbreviations(struct indexing *indexing, const char *text)
{
	const struct report *report = indexing->report;

	for (size_t i = 0; i < report->abbreviations_count; i++) {
		const struct abbreviation *at = &report->abbreviations[i];
		const struct watches *watches = &indexing->watches[i];
		bool is_short = stands(indexing, text, at->text, watches->text);
		bool is_long =
			stands(indexing, text, at->meaning, watches->meaning);

		if (is_short != is_long)
			add_name(indexing, is_short ? at->meaning : at->text);
	}
}

static void add_form(struct indexing *indexing, const struct forum *forum)
{
	const struct form *form = forum->form.to;
	const struct labels *labels = &indexing->report->labels;

	if (form != NULL) {
		terms_add(indexing->terms, form->word, TERM_TEXT);
		terms_add(indexing->terms,
			  labels_word(labels, (enum label)form->class),
			  TERM_TEXT);
	}
	if (forum->level != 0)
		terms_add(indexing->terms,
			  labels_word(labels, (enum label)forum->level),
			  TERM_TEXT);
	if (forum->membership != 0)
		terms_add(indexing->terms,
			  labels_word(labels, (enum label)forum->membership),
			  TERM_TEXT);
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
		terms_add(indexing->terms, unit->name, TERM_TEXT);
	for (size_t i = 0; i < forum->goals.count; i++)
		if (forum->goals.items[i].to != NULL)
			terms_add(
				indexing->terms,
				((const struct named *)forum->goals.items[i].to)
					->name,
				TERM_TEXT);
}

static const char *body_text(struct indexing *indexing, const struct page *page)
{
	if (page->body == NULL)
		return "";
	return plain_read(page->body->root, page, indexing->report,
			  indexing->page_arena);
}

static void read_page(struct indexing *indexing, const struct page *page,
		      const char *body)
{
	struct terms *terms = indexing->terms;

	terms_begin_page(terms);
	g_string_truncate(indexing->names, 0);
	if (page->short_title != NULL &&
	    strcmp(page->short_title, page->target.title) != 0)
		add_name(indexing, page->short_title);
	terms_add(terms, page->target.number, TERM_NUMBER);
	terms_add(terms, page->target.title, TERM_TITLE);
	terms_add(terms, body, TERM_TEXT);
	if (page->forum != NULL)
		add_forum(indexing, page->forum);
	add_abbreviations(indexing, page->target.title);
	add_abbreviations(indexing, body);
	terms_add(terms, indexing->names->str, TERM_NAMES);
}

/* --- The pages' texts: what a hit is shown in ------------------------------
 */

static void add_texts(struct indexing *indexing, size_t first, size_t count)
{
	GString *out = indexing->out;

	for (size_t i = first; i < first + count; i++) {
		const struct page *page = indexing->report->pages[i];
		const char *body = body_text(indexing, page);

		read_page(indexing, page, body);
		g_string_append(out, i == first ? "[" : ",\n[");
		json_append_text(out, body);
		g_string_append_c(out, ',');
		json_append_text(out, indexing->names->str);
		g_string_append_c(out, ']');
		arena_reset(indexing->page_arena);
	}
}

static int read_all(struct indexing *indexing, struct output *output)
{
	GString *out = indexing->out;

	g_string_assign(out, "var bilagaTexts = [\n");
	add_texts(indexing, 0, indexing->report->pages_count);
	g_string_append(out, "];\n");
	return output_write(output, SEARCH_TEXTS, out->str, out->len);
}

static int read_part(struct indexing *indexing, struct output *output,
		     const struct search_part *part, size_t i)
{
	GString *out = indexing->out;

	g_string_printf(out, "bilagaPart(\"text\",%zu,[\n", i + 1);
	add_texts(indexing, part->first, part->count);
	g_string_append(out, "]);\n");
	return output_write(output, search_part_texts(i, indexing->arena),
			    out->str, out->len);
}

/* Read all pages, and write their texts on the way. */
static int read_pages(struct indexing *indexing, struct output *output,
		      const struct search_parts *parts)
{
	int result = 0;

	if (parts->items == NULL)
		result = read_all(indexing, output);
	for (size_t i = 0; i < parts->count && result == 0; i++)
		result = read_part(indexing, output, &parts->items[i], i);
	terms_add_parts(indexing->terms);
	return result;
}

/* --- All of it --------------------------------------------------------------
 */

static void watch_abbreviations(struct indexing *indexing)
{
	const struct report *report = indexing->report;

	indexing->watches = arena_new_array(indexing->arena, struct watches,
					    report->abbreviations_count + 1);
	for (size_t i = 0; i < report->abbreviations_count; i++) {
		const struct abbreviation *at = &report->abbreviations[i];

		indexing->watches[i] = (struct watches){
			terms_watch(indexing->terms, at->text),
			terms_watch(indexing->terms, at->meaning)
		};
	}
}

static void indexing_init(struct indexing *indexing,
			  const struct report *report,
			  const struct stemming *stemming)
{
	*indexing = (struct indexing){
		.report = report,
		.arena = arena_new(),
		.page_arena = arena_new(),
		.terms = terms_new(report->pages_count,
				   stemming == NULL ? NULL
						    : stemming->algorithm),
		.names = g_string_new(NULL),
		.out = g_string_new(NULL),
	};
	watch_abbreviations(indexing);
}

static void indexing_release(struct indexing *indexing)
{
	terms_free(indexing->terms);
	g_string_free(indexing->names, TRUE);
	g_string_free(indexing->out, TRUE);
	arena_free(indexing->page_arena);
	arena_free(indexing->arena);
}

static int write_index(struct output *output, const struct report *report,
		       const struct stemming *stemming)
{
	struct indexing indexing;
	struct search_parts parts;
	int result;

	indexing_init(&indexing, report, stemming);
	parts = search_parts(report, indexing.arena);
	result = read_pages(&indexing, output, &parts);
	if (result == 0)
		result = search_index_write(
			output, report, indexing.terms, &parts,
			stemming == NULL ? "" : stemming->language);
	indexing_release(&indexing);
	return result;
}

int search_render(struct output *output, const struct report *report,
		  const char *folder, struct diag_list *diags)
{
	int result = 0;

	if (output_wants_below(output, SEARCH_FOLDER "index.") ||
	    output_wants_below(output, SEARCH_FOLDER "text."))
		result = write_index(output, report, find_stemming(report));
	if (result == 0)
		result = copy_scripts(output, report, folder, diags);
	return result;
}
