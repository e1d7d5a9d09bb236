#include "format/search_write.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/output.h"
#include "format/html_place.h"
#include "format/search_index.h"
#include "format/terms.h"
#include "report/report.h"

static const char *const field_names[TERM_FIELDS] = {
	[TERM_NUMBER] = "number", [TERM_TITLE] = "title",
	[TERM_NAMES] = "names",	  [TERM_TEXT] = "text",
	[TERM_PARTS] = "parts",
};

/* How much is handed over at a time. */
#define PIECE 65536

/* --- Pieces of text ------------------------------------------------------- */

/* The digits of `number`, which end before `end`; printf() takes far longer. */
static char *digits_before(char *end, size_t number)
{
	do
		*--end = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	return end;
}

void search_add_number(GString *out, size_t number)
{
	char room[24];
	char *end = room + sizeof(room);
	char *at = digits_before(end, number);

	g_string_append_len(out, at, end - at);
}

/* "key":value */
void search_add_pair(GString *out, size_t key, size_t value)
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

void search_add_comma(GString *out, size_t i)
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
static void hand_over(struct search_writing *writing)
{
	output_add(writing->file, writing->out->str, writing->out->len);
	g_string_truncate(writing->out, 0);
}

void search_flush(struct search_writing *writing)
{
	if (writing->out->len >= PIECE)
		hand_over(writing);
}

int search_end(struct search_writing *writing)
{
	hand_over(writing);
	return output_end(writing->file);
}

/* --- Pages ---------------------------------------------------------------- */

bool search_has_fee(const struct report *report, const struct forum *forum)
{
	const struct forum_year *year =
		report_year(forum, report->publication.year);

	if (year == NULL || year->fee.quantity.state != QUANTITY_VALUE)
		return false;
	return year->fee.quantity.high > 0 || year->fee.quantity.no_high ||
	       year->fee.quantity.foreign != NULL;
}

const char *search_form(const struct report *report, const struct forum *forum)
{
	const struct form *form = forum->form.to;

	(void)report;
	return form == NULL ? NULL : form->word;
}

const char *search_level(const struct report *report, const struct forum *forum)
{
	return forum->level == 0
		       ? NULL
		       : labels_word(&report->labels, (enum label)forum->level);
}

static const char *page_url(struct search_writing *writing,
			    const struct page *page)
{
	struct html_place place = { writing->report, NULL, false,
				    writing->arena, false };

	return html_url(&place, &page->target);
}

/* What is known of a page besides its words, but not where it lies. */
void search_add_names(struct search_writing *writing, const struct page *page)
{
	static const char *const kinds[] = { "document", "section", "forum" };
	GString *out = writing->out;

	g_string_append(out, "\"url\":");
	json_append_text(out, page_url(writing, page));
	add_member(out, "number", page->target.number);
	add_member(out, "title", page->target.title);
	if (strcmp(page_short_title(page), page->target.title) != 0)
		add_member(out, "short", page_short_title(page));
	add_member(out, "kind", kinds[page->kind]);
}

/* The page that a page lies in counts from the first of its part. */
void search_add_up(struct search_writing *writing, size_t page, size_t first)
{
	long up = writing->parts->places[page].up;
	GString *out = writing->out;

	g_string_append(out, ",\"up\":");
	if (up < 0) {
		g_string_append(out, "-1");
	} else if ((size_t)up >= first) {
		search_add_number(out, (size_t)up - first);
	} else {
		const struct page *outside = writing->report->pages[up];

		json_append_text(out, page_url(writing, outside));
	}
}

static void add_page(struct search_writing *writing, size_t i, size_t first)
{
	const struct report *report = writing->report;
	const struct page *page = report->pages[i];
	const struct forum *forum = page->forum;
	GString *out = writing->out;

	g_string_append_c(out, '{');
	search_add_names(writing, page);
	search_add_up(writing, i, first);
	if (forum != NULL) {
		add_member(out, "form", search_form(report, forum));
		add_member(out, "level", search_level(report, forum));
		if (search_has_fee(report, forum))
			g_string_append(out, ",\"fee\":true");
	}
	g_string_append_c(out, '}');
	arena_reset(writing->arena);
	search_flush(writing);
}

void search_add_pages(struct search_writing *writing, size_t first,
		      size_t count)
{
	g_string_append(writing->out, "\"pages\":[\n");
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			g_string_append(writing->out, ",\n");
		add_page(writing, first + i, first);
	}
	g_string_append(writing->out, "],\n");
}

/* --- How long pages are --------------------------------------------------- */

void search_add_lengths(struct search_writing *writing, size_t page)
{
	const uint32_t *lengths = terms_lengths(writing->terms, page);
	GString *out = writing->out;

	for (int field = 0; field < TERM_FIELDS; field++) {
		g_string_append_c(out, field == 0 ? '[' : ',');
		search_add_number(out, lengths[field]);
	}
	g_string_append_c(out, ']');
	search_flush(writing);
}

/* Mean lengths are only used to weigh: three decimals are enough. */
void search_add_means(struct search_writing *writing)
{
	size_t count = writing->report->pages_count;
	uint64_t sums[TERM_FIELDS] = { 0 };

	for (size_t i = 0; i < count; i++)
		for (int field = 0; field < TERM_FIELDS; field++)
			sums[field] += terms_lengths(writing->terms, i)[field];
	g_string_append(writing->out, "\"averageFieldLength\":[");
	for (int field = 0; field < TERM_FIELDS; field++) {
		uint64_t mean = count == 0 ? 0 : sums[field] * 1000 / count;

		g_string_append_printf(
			writing->out, "%s%u.%03u", field > 0 ? "," : "",
			(unsigned)(mean / 1000), (unsigned)(mean % 1000));
	}
	g_string_append(writing->out, "],\n");
}

/* --- The beginning ----------------------------------------------------------
 */

void search_begin(struct search_writing *writing, struct output *output,
		  const char *language)
{
	writing->file = output_begin(output, SEARCH_INDEX);
	g_string_append(writing->out, "var bilagaIndex = {\n\"stemmer\":");
	json_append_text(writing->out, language);
	g_string_append(writing->out, ",\n");
}

/* What MiniSearch wants to know of the index besides its terms. */
void search_add_head(struct search_writing *writing)
{
	GString *out = writing->out;
	size_t count = writing->report->pages_count;

	g_string_append(out, "\"search\":{\"serializationVersion\":2,"
			     "\"documentCount\":");
	search_add_number(out, count);
	g_string_append(out, ",\"nextId\":");
	search_add_number(out, count);
	g_string_append(out, ",\"dirtCount\":0,\"storedFields\":{},\n"
			     "\"fieldIds\":{");
	for (size_t field = 0; field < TERM_FIELDS; field++) {
		search_add_comma(out, field);
		g_string_append_printf(out, "\"%s\":%zu", field_names[field],
				       field);
	}
	g_string_append(out, "},\n\"documentIds\":{");
}
