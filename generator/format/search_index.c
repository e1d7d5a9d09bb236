#include "format/search_index.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/output.h"
#include "format/html_place.h"
#include "format/terms.h"
#include "report/report.h"

static const char *const field_names[TERM_FIELDS] = {
	[TERM_NUMBER] = "number", [TERM_TITLE] = "title",
	[TERM_NAMES] = "names",	  [TERM_TEXT] = "text",
	[TERM_PARTS] = "parts",
};

/* How much is handed over at a time. */
#define PIECE 65536

struct indexing {
	const struct report *report;
	const struct terms *terms;
	const struct search_parts *parts;
	struct arena *arena;
	struct output_file *file;
	GString *out;
};

const char *search_part_index(size_t part, struct arena *arena)
{
	return arena_printf(arena, SEARCH_FOLDER "index.%zu.js", part + 1);
}

const char *search_part_texts(size_t part, struct arena *arena)
{
	return arena_printf(arena, SEARCH_FOLDER "text.%zu.js", part + 1);
}

/* --- Pieces of text ------------------------------------------------------- */

/* The digits of `number`, which end before `end`; printf() takes far longer. */
static char *digits_before(char *end, size_t number)
{
	do
		*--end = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	return end;
}

static void add_number(GString *out, size_t number)
{
	char room[24];
	char *end = room + sizeof(room);
	char *at = digits_before(end, number);

	g_string_append_len(out, at, end - at);
}

/* "key":value */
static void add_pair(GString *out, size_t key, size_t value)
{
	char room[56];
	char *end = room + sizeof(room);
	char *at = digits_before(end, value);

	*--at = ':';
	*--at = '"';
	at = digits_before(at, key);
	*--at = '"';
	g_string_append_len(out, at, end - at);
}

static void add_comma(GString *out, size_t i)
{
	if (i > 0)
		g_string_append_c(out, ',');
}

static void add_member(GString *out, const char *name, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	g_string_append(out, ",\"");
	g_string_append(out, name);
	g_string_append(out, "\":");
	json_append_text(out, text);
}

/* Failures are told when the file is ended. */
static void flush(struct indexing *indexing, size_t least)
{
	GString *out = indexing->out;

	if (out->len < least)
		return;
	output_add(indexing->file, out->str, out->len);
	g_string_truncate(out, 0);
}

static int end_file(struct indexing *indexing)
{
	flush(indexing, 0);
	return output_end(indexing->file);
}

/* --- Pages ---------------------------------------------------------------- */

static bool has_fee(const struct report *report, const struct forum *forum)
{
	const struct forum_year *year =
		report_year(forum, report->publication.year);

	if (year == NULL || year->fee.quantity.state != QUANTITY_VALUE)
		return false;
	return year->fee.quantity.high > 0 || year->fee.quantity.no_high ||
	       year->fee.quantity.foreign != NULL;
}

static const char *form_word(const struct forum *forum)
{
	const struct form *form = forum->form.to;

	return form == NULL ? NULL : form->word;
}

static const char *level_word(const struct report *report,
			      const struct forum *forum)
{
	return forum->level == 0
		       ? NULL
		       : labels_word(&report->labels, (enum label)forum->level);
}

static const char *page_url(struct indexing *indexing, const struct page *page)
{
	struct html_place place = { indexing->report, NULL, false,
				    indexing->arena, false };

	return html_url(&place, &page->target);
}

/* What is known of a page besides its words, but not where it lies. */
static void add_names(struct indexing *indexing, const struct page *page)
{
	static const char *const kinds[] = { "document", "section", "forum" };
	GString *out = indexing->out;

	g_string_append(out, "\"url\":");
	json_append_text(out, page_url(indexing, page));
	add_member(out, "number", page->target.number);
	add_member(out, "title", page->target.title);
	if (strcmp(page_short_title(page), page->target.title) != 0)
		add_member(out, "short", page_short_title(page));
	add_member(out, "kind", kinds[page->kind]);
}

/* The page that a page lies in counts from the first of its part. */
static void add_up(struct indexing *indexing, size_t page, size_t first)
{
	long up = indexing->parts->places[page].up;
	GString *out = indexing->out;

	g_string_append(out, ",\"up\":");
	if (up < 0) {
		g_string_append(out, "-1");
	} else if ((size_t)up >= first) {
		add_number(out, (size_t)up - first);
	} else {
		const struct page *outside = indexing->report->pages[up];

		json_append_text(out, page_url(indexing, outside));
	}
}

static void add_page(struct indexing *indexing, size_t i, size_t first)
{
	const struct report *report = indexing->report;
	const struct page *page = report->pages[i];
	const struct forum *forum = page->forum;
	GString *out = indexing->out;

	g_string_append_c(out, '{');
	add_names(indexing, page);
	add_up(indexing, i, first);
	if (forum != NULL) {
		add_member(out, "form", form_word(forum));
		add_member(out, "level", level_word(report, forum));
		if (has_fee(report, forum))
			g_string_append(out, ",\"fee\":true");
	}
	g_string_append_c(out, '}');
	arena_reset(indexing->arena);
	flush(indexing, PIECE);
}

static void add_pages(struct indexing *indexing, size_t first, size_t count)
{
	g_string_append(indexing->out, "\"pages\":[\n");
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			g_string_append(indexing->out, ",\n");
		add_page(indexing, first + i, first);
	}
	g_string_append(indexing->out, "],\n");
}

/* --- How long pages are --------------------------------------------------- */

static void add_lengths(struct indexing *indexing, size_t page)
{
	const uint32_t *lengths = terms_lengths(indexing->terms, page);
	GString *out = indexing->out;

	for (int field = 0; field < TERM_FIELDS; field++) {
		g_string_append_c(out, field == 0 ? '[' : ',');
		add_number(out, lengths[field]);
	}
	g_string_append_c(out, ']');
	flush(indexing, PIECE);
}

/* Mean lengths are only used to weigh: three decimals are enough. */
static void add_means(struct indexing *indexing)
{
	size_t count = indexing->report->pages_count;
	uint64_t sums[TERM_FIELDS] = { 0 };

	for (size_t i = 0; i < count; i++)
		for (int field = 0; field < TERM_FIELDS; field++)
			sums[field] += terms_lengths(indexing->terms, i)[field];
	g_string_append(indexing->out, "\"averageFieldLength\":[");
	for (int field = 0; field < TERM_FIELDS; field++) {
		uint64_t mean = count == 0 ? 0 : sums[field] * 1000 / count;

		g_string_append_printf(
			indexing->out, "%s%u.%03u", field > 0 ? "," : "",
			(unsigned)(mean / 1000), (unsigned)(mean % 1000));
	}
	g_string_append(indexing->out, "],\n");
}

/* --- The index of a publication that is not large --------------------------
 */

/* What MiniSearch wants to know of the index besides its terms. */
static void add_head(struct indexing *indexing)
{
	GString *out = indexing->out;
	size_t count = indexing->report->pages_count;

	g_string_append(out, "\"search\":{\"serializationVersion\":2,"
			     "\"documentCount\":");
	add_number(out, count);
	g_string_append(out, ",\"nextId\":");
	add_number(out, count);
	g_string_append(out, ",\"dirtCount\":0,\"storedFields\":{},\n"
			     "\"fieldIds\":{");
	for (size_t field = 0; field < TERM_FIELDS; field++) {
		add_comma(out, field);
		g_string_append_printf(out, "\"%s\":%zu", field_names[field],
				       field);
	}
	g_string_append(out, "},\n\"documentIds\":{");
}

static void add_key(GString *out, size_t key)
{
	g_string_append_c(out, '"');
	add_number(out, key);
	g_string_append(out, "\":");
}

static void add_all_lengths(struct indexing *indexing)
{
	GString *out = indexing->out;
	size_t count = indexing->report->pages_count;

	for (size_t i = 0; i < count; i++) {
		add_comma(out, i);
		add_pair(out, i, i);
	}
	g_string_append(out, "},\n\"fieldLength\":{");
	for (size_t i = 0; i < count; i++) {
		add_comma(out, i);
		add_key(out, i);
		add_lengths(indexing, i);
	}
	g_string_append(out, "},\n");
	add_means(indexing);
}

/* The pages of the field of the posting `from`. */
static void add_field_pages(GString *out, const struct term *term,
			    uint32_t from)
{
	for (uint32_t i = from; i < term->count; i++) {
		const struct posting *at = &term->postings[i];

		if (at->field != term->postings[from].field)
			continue;
		add_comma(out, i - from);
		add_pair(out, at->page, at->count);
	}
}

/* Where the postings of each field begin; term->count: nowhere. */
static void find_fields(const struct term *term, uint32_t first[TERM_FIELDS])
{
	for (int field = 0; field < TERM_FIELDS; field++)
		first[field] = term->count;
	for (uint32_t i = term->count; i-- > 0;)
		first[term->postings[i].field] = i;
}

static void add_term(GString *out, const struct term *term)
{
	uint32_t first[TERM_FIELDS];
	size_t fields = 0;

	find_fields(term, first);
	/* Letters and figures: there is nothing to escape. */
	g_string_append(out, "[\"");
	g_string_append(out, term->text);
	g_string_append(out, "\",{");
	for (size_t field = 0; field < TERM_FIELDS; field++) {
		if (first[field] == term->count)
			continue;
		add_comma(out, fields++);
		add_key(out, field);
		g_string_append_c(out, '{');
		add_field_pages(out, term, first[field]);
		g_string_append_c(out, '}');
	}
	g_string_append(out, "}]");
}

static void add_terms(struct indexing *indexing)
{
	size_t count;
	const struct term **list = terms_list(indexing->terms, &count);

	g_string_append(indexing->out, "\"index\":[\n");
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			g_string_append(indexing->out, ",\n");
		add_term(indexing->out, list[i]);
		flush(indexing, PIECE);
	}
	g_string_append(indexing->out, "]");
	g_free(list);
}

static void begin_index(struct indexing *indexing, struct output *output,
			const char *language)
{
	indexing->file = output_begin(output, SEARCH_INDEX);
	g_string_append(indexing->out, "var bilagaIndex = {\n\"stemmer\":");
	json_append_text(indexing->out, language);
	g_string_append(indexing->out, ",\n");
}

static int write_whole(struct indexing *indexing, struct output *output,
		       const char *language)
{
	begin_index(indexing, output, language);
	add_pages(indexing, 0, indexing->report->pages_count);
	add_head(indexing);
	add_all_lengths(indexing);
	add_terms(indexing);
	g_string_append(indexing->out, "}};\n");
	return end_file(indexing);
}

/* --- The index of a large publication: what all parts have in common -------
 */

/* The documents and sections that tell where in the publication a part is. */
static void add_frame(struct indexing *indexing)
{
	const struct search_place *places = indexing->parts->places;
	GString *out = indexing->out;
	const char *comma = "";

	g_string_append(out, "\"pages\":[\n");
	for (size_t i = 0; i < indexing->report->pages_count; i++) {
		if (!places[i].framed)
			continue;
		g_string_append(out, comma);
		g_string_append(out, "{\"id\":");
		add_number(out, i);
		g_string_append(out, ",\"forums\":");
		add_number(out, places[i].forums);
		g_string_append_c(out, ',');
		add_names(indexing, indexing->report->pages[i]);
		add_up(indexing, i, 0);
		g_string_append_c(out, '}');
		comma = ",\n";
		arena_reset(indexing->arena);
	}
	g_string_append(out, "],\n");
}

/* The words that forums are chosen by, each once. */
static void add_choice(struct indexing *indexing, const char *name,
		       const char *(*word)(const struct report *report,
					   const struct forum *forum))
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	GString *out = indexing->out;

	g_string_append_printf(out, "\"%s\":[", name);
	for (size_t i = 0; i < indexing->report->pages_count; i++) {
		const struct forum *forum = indexing->report->pages[i]->forum;
		const char *text =
			forum == NULL ? NULL : word(indexing->report, forum);

		if (text == NULL || !g_hash_table_add(seen, (void *)text))
			continue;
		add_comma(out, g_hash_table_size(seen) - 1);
		json_append_text(out, text);
	}
	g_string_append(out, "],\n");
	g_hash_table_destroy(seen);
}

static void add_fee(struct indexing *indexing)
{
	const struct report *report = indexing->report;
	bool any = false;

	for (size_t i = 0; i < report->pages_count && !any; i++)
		any = report->pages[i]->forum != NULL &&
		      has_fee(report, report->pages[i]->forum);
	g_string_append(indexing->out,
			any ? "\"fee\":true,\n" : "\"fee\":false,\n");
}

static void add_parts(struct indexing *indexing)
{
	GString *out = indexing->out;

	g_string_append(out, "\"parts\":[");
	for (size_t i = 0; i < indexing->parts->count; i++) {
		const struct search_part *part = &indexing->parts->items[i];

		g_string_append(out, i > 0 ? ",[" : "[");
		add_number(out, part->first);
		g_string_append_c(out, ',');
		add_number(out, part->count);
		g_string_append_c(out, ']');
	}
	g_string_append(out, "],\n");
}

/* Runs of parts that have a term: 1-3+7. */
static void add_runs(GString *out, const bool *has, size_t count)
{
	const char *plus = "";

	for (size_t i = 0; i < count; i++) {
		size_t first = i;

		if (!has[i])
			continue;
		while (i + 1 < count && has[i + 1])
			i++;
		g_string_append(out, plus);
		add_number(out, first + 1);
		if (i > first) {
			g_string_append_c(out, '-');
			add_number(out, i + 1);
		}
		plus = "+";
	}
}

/* Which part a page lies in. */
static uint32_t *find_parts(const struct indexing *indexing)
{
	uint32_t *of_pages = g_new(uint32_t, indexing->report->pages_count + 1);

	for (size_t i = 0; i < indexing->parts->count; i++)
		for (size_t k = 0; k < indexing->parts->items[i].count; k++)
			of_pages[indexing->parts->items[i].first + k] =
				(uint32_t)i;
	return of_pages;
}

static void add_spread(struct indexing *indexing, const struct term *term,
		       const uint32_t *of_pages, bool *has)
{
	size_t counts[TERM_FIELDS] = { 0 };
	GString *out = indexing->out;

	memset(has, 0, indexing->parts->count * sizeof(has[0]));
	for (uint32_t i = 0; i < term->count; i++) {
		counts[term->postings[i].field]++;
		has[of_pages[term->postings[i].page]] = true;
	}
	g_string_append(out, term->text);
	for (int field = 0; field < TERM_FIELDS; field++) {
		g_string_append_c(out, ',');
		add_number(out, counts[field]);
	}
	g_string_append_c(out, ',');
	add_runs(out, has, indexing->parts->count);
}

/* All terms, each with how many pages and which parts have it. */
static void add_dictionary(struct indexing *indexing,
			   const struct term *const *list, size_t count)
{
	uint32_t *of_pages = find_parts(indexing);
	bool *has = g_new(bool, indexing->parts->count);

	g_string_append(indexing->out, "\"terms\":\"");
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			g_string_append_c(indexing->out, ' ');
		add_spread(indexing, list[i], of_pages, has);
		flush(indexing, PIECE);
	}
	g_string_append_c(indexing->out, '"');
	g_free(has);
	g_free(of_pages);
}

static const char *form_of(const struct report *report,
			   const struct forum *forum)
{
	(void)report;
	return form_word(forum);
}

static int write_common(struct indexing *indexing, struct output *output,
			const char *language, const struct term *const *list,
			size_t count)
{
	begin_index(indexing, output, language);
	add_parts(indexing);
	add_frame(indexing);
	add_choice(indexing, "forms", form_of);
	add_choice(indexing, "levels", level_word);
	add_fee(indexing);
	add_head(indexing);
	g_string_append(indexing->out, "},\n\"fieldLength\":{},\n");
	add_means(indexing);
	g_string_append(indexing->out, "\"index\":[]},\n");
	add_dictionary(indexing, list, count);
	g_string_append(indexing->out, "};\n");
	return end_file(indexing);
}

/* --- One part ---------------------------------------------------------------
 */

/* How far the postings of a term have been written. */
struct progress {
	uint32_t words; /* of fields that have words of the text */
	uint32_t parts; /* of the parts of compounds, which come after them */
};

/* Where postings for pages from `end` on begin, from `at`. */
static uint32_t skip(const struct term *term, uint32_t at, size_t end,
		     bool is_parts)
{
	while (at < term->count && term->postings[at].page < end &&
	       (term->postings[at].field == TERM_PARTS) == is_parts)
		at++;
	return at;
}

/* The pages of a field, each counted from the one before, `*` how often. */
static void add_field(GString *out, const struct term *term, unsigned field,
		      uint32_t from, uint32_t to, size_t first)
{
	size_t before = first;
	bool any = false;

	for (uint32_t i = from; i < to; i++) {
		const struct posting *at = &term->postings[i];

		if (at->field != field)
			continue;
		if (!any) {
			g_string_append_c(out, ';');
			add_number(out, field);
		}
		g_string_append_c(out, any ? '.' : ':');
		add_number(out, at->page - before);
		if (at->count > 1) {
			g_string_append_c(out, '*');
			add_number(out, at->count);
		}
		before = at->page;
		any = true;
	}
}

/* Nothing, if the part does not have the term. */
static void add_part_term(GString *out, const struct term *term,
			  struct progress *done, const struct search_part *part)
{
	size_t end = part->first + part->count;
	uint32_t words = skip(term, done->words, end, false);
	uint32_t parts = skip(term, done->parts, end, true);

	if (words == done->words && parts == done->parts)
		return;
	if (out->str[out->len - 1] != '"')
		g_string_append_c(out, ' ');
	g_string_append(out, term->text);
	for (unsigned field = 0; field < TERM_PARTS; field++)
		add_field(out, term, field, done->words, words, part->first);
	add_field(out, term, TERM_PARTS, done->parts, parts, part->first);
	*done = (struct progress){ words, parts };
}

static int write_part(struct indexing *indexing, struct output *output,
		      size_t i, const struct term *const *list, size_t count,
		      struct progress *done)
{
	const struct search_part *part = &indexing->parts->items[i];
	GString *out = indexing->out;

	indexing->file =
		output_begin(output, search_part_index(i, indexing->arena));
	g_string_append_printf(out, "bilagaPart(\"index\",%zu,{\n", i + 1);
	add_pages(indexing, part->first, part->count);
	g_string_append(out, "\"lengths\":[");
	for (size_t k = 0; k < part->count; k++) {
		add_comma(out, k);
		add_lengths(indexing, part->first + k);
	}
	g_string_append(out, "],\n\"terms\":\"");
	for (size_t k = 0; k < count; k++)
		add_part_term(out, list[k], &done[k], part);
	g_string_append(out, "\"});\n");
	return end_file(indexing);
}

static struct progress *begin_progress(const struct term *const *list,
				       size_t count)
{
	struct progress *done = g_new0(struct progress, count + 1);

	for (size_t i = 0; i < count; i++)
		done[i].parts = skip(list[i], 0, SIZE_MAX, false);
	return done;
}

static int write_divided(struct indexing *indexing, struct output *output,
			 const char *language)
{
	size_t count;
	const struct term **list = terms_list(indexing->terms, &count);
	struct progress *done = begin_progress(list, count);
	int result = write_common(indexing, output, language, list, count);

	for (size_t i = 0; i < indexing->parts->count && result == 0; i++)
		result = write_part(indexing, output, i, list, count, done);
	g_free(done);
	g_free(list);
	return result;
}

/* --- All of it --------------------------------------------------------------
 */

int search_index_write(struct output *output, const struct report *report,
		       const struct terms *terms,
		       const struct search_parts *parts, const char *language)
{
	struct indexing indexing = {
		.report = report,
		.terms = terms,
		.parts = parts,
		.arena = arena_new(),
		.out = g_string_new(NULL),
	};
	int result = parts->items != NULL
			     ? write_divided(&indexing, output, language)
			     : write_whole(&indexing, output, language);

	g_string_free(indexing.out, TRUE);
	arena_free(indexing.arena);
	return result;
}
