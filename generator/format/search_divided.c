#include "format/search_divided.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/output.h"
#include "format/search_index.h"
#include "format/search_parts.h"
#include "format/search_write.h"
#include "format/terms.h"
#include "report/report.h"

static const char *part_index(size_t part, struct arena *arena)
{
	return arena_printf(arena, SEARCH_FOLDER "index.%zu.js", part + 1);
}

const char *search_part_texts(size_t part, struct arena *arena)
{
	return arena_printf(arena, SEARCH_FOLDER "text.%zu.js", part + 1);
}

/* --- The index of a large publication: what all parts have in common -------
 */

/* The documents and sections that tell where in the publication a part is. */
static void add_frame(struct search_writing *writing)
{
	const struct search_place *places = writing->parts->places;
	GString *out = writing->out;
	const char *comma = "";

	g_string_append(out, "\"pages\":[\n");
	for (size_t i = 0; i < writing->report->pages_count; i++) {
		if (!places[i].framed)
			continue;
		g_string_append(out, comma);
		g_string_append(out, "{\"id\":");
		search_add_number(out, i);
		g_string_append(out, ",\"forums\":");
		search_add_number(out, places[i].forums);
		g_string_append_c(out, ',');
		search_add_names(writing, writing->report->pages[i]);
		search_add_up(writing, i, 0);
		g_string_append_c(out, '}');
		comma = ",\n";
		arena_reset(writing->arena);
	}
	g_string_append(out, "],\n");
}

/* The words that forums are chosen by, each once. */
static void add_choice(struct search_writing *writing, const char *name,
		       const char *(*word)(const struct report *report,
					   const struct forum *forum))
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	GString *out = writing->out;

	g_string_append_printf(out, "\"%s\":[", name);
	for (size_t i = 0; i < writing->report->pages_count; i++) {
		const struct forum *forum = writing->report->pages[i]->forum;
		const char *text =
			forum == NULL ? NULL : word(writing->report, forum);

		if (text == NULL || !g_hash_table_add(seen, (void *)text))
			continue;
		search_add_comma(out, g_hash_table_size(seen) - 1);
		json_append_text(out, text);
	}
	g_string_append(out, "],\n");
	g_hash_table_destroy(seen);
}

static void add_fee(struct search_writing *writing)
{
	const struct report *report = writing->report;
	bool any = false;

	for (size_t i = 0; i < report->pages_count && !any; i++)
		any = report->pages[i]->forum != NULL &&
		      search_has_fee(report, report->pages[i]->forum);
	g_string_append(writing->out,
			any ? "\"fee\":true,\n" : "\"fee\":false,\n");
}

static void add_parts(struct search_writing *writing)
{
	GString *out = writing->out;

	g_string_append(out, "\"parts\":[");
	for (size_t i = 0; i < writing->parts->count; i++) {
		const struct search_part *part = &writing->parts->items[i];

		g_string_append(out, i > 0 ? ",[" : "[");
		search_add_number(out, part->first);
		g_string_append_c(out, ',');
		search_add_number(out, part->count);
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
		search_add_number(out, first + 1);
		if (i > first) {
			g_string_append_c(out, '-');
			search_add_number(out, i + 1);
		}
		plus = "+";
	}
}

/* Which part a page lies in. */
static uint32_t *find_parts(const struct search_writing *writing)
{
	uint32_t *of_pages = g_new(uint32_t, writing->report->pages_count + 1);

	for (size_t i = 0; i < writing->parts->count; i++)
		for (size_t k = 0; k < writing->parts->items[i].count; k++)
			of_pages[writing->parts->items[i].first + k] =
				(uint32_t)i;
	return of_pages;
}

static void add_spread(struct search_writing *writing, const struct term *term,
		       const uint32_t *of_pages, bool *has)
{
	size_t counts[TERM_FIELDS] = { 0 };
	GString *out = writing->out;

	memset(has, 0, writing->parts->count * sizeof(has[0]));
	for (uint32_t i = 0; i < term->count; i++) {
		counts[term->postings[i].field]++;
		has[of_pages[term->postings[i].page]] = true;
	}
	g_string_append(out, term->text);
	for (int field = 0; field < TERM_FIELDS; field++) {
		g_string_append_c(out, ',');
		search_add_number(out, counts[field]);
	}
	g_string_append_c(out, ',');
	add_runs(out, has, writing->parts->count);
}

/* All terms, each with how many pages and which parts have it. */
static void add_dictionary(struct search_writing *writing,
			   const struct term *const *list, size_t count)
{
	uint32_t *of_pages = find_parts(writing);
	bool *has = g_new(bool, writing->parts->count);

	g_string_append(writing->out, "\"terms\":\"");
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			g_string_append_c(writing->out, ' ');
		add_spread(writing, list[i], of_pages, has);
		search_flush(writing);
	}
	g_string_append_c(writing->out, '"');
	g_free(has);
	g_free(of_pages);
}

static int write_common(struct search_writing *writing, struct output *output,
			const char *language, const struct term *const *list,
			size_t count)
{
	search_begin(writing, output, language);
	add_parts(writing);
	add_frame(writing);
	add_choice(writing, "forms", search_form);
	add_choice(writing, "levels", search_level);
	add_fee(writing);
	search_add_head(writing);
	g_string_append(writing->out, "},\n\"fieldLength\":{},\n");
	search_add_means(writing);
	g_string_append(writing->out, "\"index\":[]},\n");
	add_dictionary(writing, list, count);
	g_string_append(writing->out, "};\n");
	return search_end(writing);
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
			search_add_number(out, field);
		}
		g_string_append_c(out, any ? '.' : ':');
		search_add_number(out, at->page - before);
		if (at->count > 1) {
			g_string_append_c(out, '*');
			search_add_number(out, at->count);
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

static int write_part(struct search_writing *writing, struct output *output,
		      size_t i, const struct term *const *list, size_t count,
		      struct progress *done)
{
	const struct search_part *part = &writing->parts->items[i];
	GString *out = writing->out;

	writing->file = output_begin(output, part_index(i, writing->arena));
	g_string_append_printf(out, "bilagaPart(\"index\",%zu,{\n", i + 1);
	search_add_pages(writing, part->first, part->count);
	g_string_append(out, "\"lengths\":[");
	for (size_t k = 0; k < part->count; k++) {
		search_add_comma(out, k);
		search_add_lengths(writing, part->first + k);
	}
	g_string_append(out, "],\n\"terms\":\"");
	for (size_t k = 0; k < count; k++)
		add_part_term(out, list[k], &done[k], part);
	g_string_append(out, "\"});\n");
	return search_end(writing);
}

static struct progress *begin_progress(const struct term *const *list,
				       size_t count)
{
	struct progress *done = g_new0(struct progress, count + 1);

	for (size_t i = 0; i < count; i++)
		done[i].parts = skip(list[i], 0, SIZE_MAX, false);
	return done;
}

int search_write_divided(struct search_writing *writing, struct output *output,
			 const char *language)
{
	size_t count;
	const struct term **list = terms_list(writing->terms, &count);
	struct progress *done = begin_progress(list, count);
	int result = write_common(writing, output, language, list, count);

	for (size_t i = 0; i < writing->parts->count && result == 0; i++)
		result = write_part(writing, output, i, list, count, done);
	g_free(done);
	g_free(list);
	return result;
}
