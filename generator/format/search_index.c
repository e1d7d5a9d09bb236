#include "format/search_index.h"

#include <glib.h>

#include "base/arena.h"
#include "base/output.h"
#include "format/search_divided.h"
#include "format/search_write.h"
#include "format/terms.h"
#include "report/report.h"

static void add_key(GString *out, size_t key)
{
	g_string_append_c(out, '"');
	search_add_number(out, key);
	g_string_append(out, "\":");
}

static void add_all_lengths(struct search_writing *writing)
{
	GString *out = writing->out;
	size_t count = writing->report->pages_count;

	for (size_t i = 0; i < count; i++) {
		search_add_comma(out, i);
		search_add_pair(out, i, i);
	}
	g_string_append(out, "},\n\"fieldLength\":{");
	for (size_t i = 0; i < count; i++) {
		search_add_comma(out, i);
		add_key(out, i);
		search_add_lengths(writing, i);
	}
	g_string_append(out, "},\n");
	search_add_means(writing);
}

/* The pages of the field of the posting `from`. */
static void add_field_pages(GString *out, const struct term *term,
			    uint32_t from)
{
	for (uint32_t i = from; i < term->count; i++) {
		const struct posting *at = &term->postings[i];

		if (at->field != term->postings[from].field)
			continue;
		search_add_comma(out, i - from);
		search_add_pair(out, at->page, at->count);
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
		search_add_comma(out, fields++);
		add_key(out, field);
		g_string_append_c(out, '{');
		add_field_pages(out, term, first[field]);
		g_string_append_c(out, '}');
	}
	g_string_append(out, "}]");
}

static void add_terms(struct search_writing *writing)
{
	size_t count;
	const struct term **list = terms_list(writing->terms, &count);

	g_string_append(writing->out, "\"index\":[\n");
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			g_string_append(writing->out, ",\n");
		add_term(writing->out, list[i]);
		search_flush(writing);
	}
	g_string_append(writing->out, "]");
	g_free(list);
}

static int write_whole(struct search_writing *writing, struct output *output,
		       const char *language)
{
	search_begin(writing, output, language);
	search_add_pages(writing, 0, writing->report->pages_count);
	search_add_head(writing);
	add_all_lengths(writing);
	add_terms(writing);
	g_string_append(writing->out, "}};\n");
	return search_end(writing);
}

/* --- All of it --------------------------------------------------------------
 */

int search_index_write(struct output *output, const struct report *report,
		       const struct terms *terms,
		       const struct search_parts *parts, const char *language)
{
	struct search_writing writing = {
		.report = report,
		.terms = terms,
		.parts = parts,
		.arena = arena_new(),
		.out = g_string_new(NULL),
	};
	int result = parts->items != NULL
			     ? search_write_divided(&writing, output, language)
			     : write_whole(&writing, output, language);

	g_string_free(writing.out, TRUE);
	arena_free(writing.arena);
	return result;
}
