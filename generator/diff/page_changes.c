#include "diff/page_changes.h"

#include <string.h>

#include "base/arena.h"
#include "diff/sentence.h"
#include "diff/sheet.h"
#include "diff/wording.h"
#include "report/facts.h"
#include "report/kinds.h"
#include "report/report.h"

/* A fact longer than this is compared word by word. */
#define FACT_WHOLE_MAX 60

struct telling {
	struct sheet *sheet;
	const struct page_versions *versions;
	const struct report *before;
	const struct report *after;
	const struct labels *labels;
};

static const char *word(const struct telling *telling, enum label label)
{
	return labels_word(telling->labels, label);
}

static struct reader reader_of(const struct telling *telling,
			       const struct report *report)
{
	return (struct reader){ .report = report,
				.id_of = match_id,
				.matching = telling->versions->figures.matching,
				.arena = telling->versions->figures.arena };
}

/* --- Facts ---------------------------------------------------------------- */

/* What other pages say of themselves is told with them. */
static bool is_derived(const struct report *report, const struct fact *fact)
{
	static const enum label derived[] = { LABEL_PAGE_SIBLINGS,
					      LABEL_PAGE_CHILDREN,
					      LABEL_PAGE_COSTS_HERE };

	for (size_t i = 0; i < G_N_ELEMENTS(derived); i++)
		if (strcmp(fact->heading,
			   labels_word(&report->labels, derived[i])) == 0)
			return true;
	return false;
}

/* The word of the later version for one of the earlier. */
static const char *word_now(const struct telling *telling,
			    const char *word_then)
{
	const char *now =
		g_hash_table_lookup(telling->versions->renamed, word_then);

	return now == NULL ? word_then : now;
}

/* The fact that has the heading `heading` in the later version's words. */
static const struct fact *fact_called(const struct telling *telling,
				      const struct fact *facts,
				      const char *heading, bool is_before)
{
	while (facts != NULL &&
	       strcmp(is_before ? word_now(telling, facts->heading)
				: facts->heading,
		      heading) != 0)
		facts = facts->next;
	return facts;
}

/* What an item is compared by: where it leads, or its text. */
static const char *item_key(const struct telling *telling,
			    const struct fact_item *item, bool is_before)
{
	if (item->target != NULL)
		return arena_printf(
			telling->versions->figures.arena, "\3%s",
			match_id(telling->versions->figures.matching,
				 item->target));
	return is_before ? word_now(telling, item->text) : item->text;
}

static bool has_item(const struct telling *telling, const struct fact *fact,
		     const char *key, bool is_before)
{
	const struct fact_item *at = fact == NULL ? NULL : fact->items;

	for (; at != NULL; at = at->next)
		if (strcmp(item_key(telling, at, is_before), key) == 0)
			return true;
	return false;
}

/* The items of one that the other lacks. Free with g_ptr_array_free(). */
static GPtrArray *items_lacking(const struct telling *telling,
				const struct fact *fact,
				const struct fact *other, bool is_before)
{
	GPtrArray *lacking = g_ptr_array_new();
	const struct fact_item *at = fact == NULL ? NULL : fact->items;

	for (; at != NULL; at = at->next)
		if (!has_item(telling, other, item_key(telling, at, is_before),
			      !is_before))
			g_ptr_array_add(lacking, (void *)at->text);
	return lacking;
}

static void tell_texts(const struct telling *telling, const char *lead,
		       const char *before, const char *after)
{
	struct reader reader = reader_of(telling, telling->after);
	GArray *from;
	GArray *to;

	if (g_utf8_strlen(before, -1) <= FACT_WHOLE_MAX &&
	    g_utf8_strlen(after, -1) <= FACT_WHOLE_MAX) {
		sheet_replaced(telling->sheet, lead, before, after);
		return;
	}
	from = sentences_of_text(&reader, before);
	to = sentences_of_text(&reader, after);
	wording_compare(telling->sheet, lead, from, to, telling->labels);
	g_array_free(from, TRUE);
	g_array_free(to, TRUE);
}

static void compare_fact(const struct telling *telling,
			 const struct fact *before, const struct fact *after)
{
	const char *lead = after != NULL ? after->heading : before->heading;
	GPtrArray *gone = items_lacking(telling, before, after, true);
	GPtrArray *new = items_lacking(telling, after, before, false);

	/* Only one for one has a thing become another. */
	if (gone->len == new->len) {
		for (guint i = 0; i < new->len; i++)
			tell_texts(telling, lead, g_ptr_array_index(gone, i),
				   g_ptr_array_index(new, i));
	} else {
		sheet_items(telling->sheet, lead, RUN_DELETED, gone);
		sheet_items(telling->sheet, lead, RUN_INSERTED, new);
	}
	g_ptr_array_free(gone, TRUE);
	g_ptr_array_free(new, TRUE);
}

static const struct fact *facts_of(const struct telling *telling,
				   const struct report *report,
				   const struct page *page)
{
	if (page->kind == PAGE_FORUM)
		return facts_of_forum(report, page,
				      telling->versions->figures.arena);
	if (page->kind == PAGE_DOCUMENT)
		return facts_of_document(report, page->document,
					 telling->versions->figures.arena);
	return NULL;
}

static void compare_facts(const struct telling *telling,
			  const struct match *match)
{
	const struct fact *before =
		facts_of(telling, telling->before, match->before);
	const struct fact *after =
		facts_of(telling, telling->after, match->after);

	for (const struct fact *at = after; at != NULL; at = at->next)
		if (!is_derived(telling->after, at))
			compare_fact(
				telling,
				fact_called(telling, before, at->heading, true),
				at);
	for (const struct fact *at = before; at != NULL; at = at->next)
		if (!is_derived(telling->before, at) &&
		    fact_called(telling, after, word_now(telling, at->heading),
				false) == NULL)
			compare_fact(telling, at, NULL);
}

/* Which years' figures are now confirmed, or only copied. */
static void compare_carried(const struct telling *telling,
			    const struct match *match)
{
	const struct forum *before = match->before->forum;
	const struct forum *after = match->after->forum;

	for (size_t i = after->years_count; i-- > 0;) {
		const struct forum_year *now = &after->years[i];
		const struct forum_year *then = report_year(before, now->year);
		bool was = then != NULL && then->carried;

		if (was != now->carried)
			sheet_item(
				telling->sheet,
				arena_printf(telling->versions->figures.arena,
					     "%s %d",
					     word(telling, LABEL_DIFF_FIGURES),
					     now->year),
				RUN_PLAIN,
				word(telling, was ? LABEL_DIFF_CONFIRMED
						  : LABEL_DIFF_CARRIED));
	}
}

/* --- Title and place ------------------------------------------------------
 */

static void compare_title(const struct telling *telling,
			  const struct target *before,
			  const struct target *after)
{
	if (strcmp(before->title, after->title) != 0)
		sheet_replaced(telling->sheet, word(telling, LABEL_DIFF_TITLE),
			       before->title, after->title);
	if (strcmp(before->id, after->id) != 0)
		sheet_replaced(telling->sheet,
			       word(telling, LABEL_DIFF_ADDRESS), before->id,
			       after->id);
}

static const char *parent_name(const struct page *page)
{
	return match_page_name(page->parent == NULL ? page : page->parent);
}

static void compare_place(const struct telling *telling,
			  const struct match *match)
{
	const char *lead = word(telling, LABEL_DIFF_PLACE);

	if (match->by_title)
		sheet_item(telling->sheet, word(telling, LABEL_DIFF_ADDRESS),
			   RUN_PLAIN, word(telling, LABEL_DIFF_NO_ALIAS));
	if (match->move == MOVE_ELSEWHERE)
		sheet_replaced(telling->sheet, lead, parent_name(match->before),
			       parent_name(match->after));
	else if (match->move == MOVE_WITHIN)
		sheet_item(telling->sheet, lead, RUN_PLAIN,
			   word(telling, LABEL_DIFF_MOVED_WITHIN));
	if ((match->move == MOVE_ELSEWHERE || match->move == MOVE_WITHIN) &&
	    strcmp(match->before->target.number, match->after->target.number) !=
		    0)
		sheet_replaced(telling->sheet, word(telling, LABEL_DIFF_NUMBER),
			       match->before->target.number,
			       match->after->target.number);
}

/* --- Text ----------------------------------------------------------------- */

/* What kind of document it is called. */
static void compare_kinds(const struct telling *telling,
			  const struct match *match)
{
	const struct kind *before = match->before->document->kind;
	const struct kind *after = match->after->document->kind;

	if (match->after->kind == PAGE_DOCUMENT &&
	    match->before->kind == PAGE_DOCUMENT && before != NULL &&
	    after != NULL && strcmp(before->word, after->word) != 0)
		sheet_replaced(telling->sheet, word(telling, LABEL_DIFF_KIND),
			       before->word, after->word);
}

static void compare_subtitles(const struct telling *telling,
			      const struct match *match)
{
	const char *before = match->before->document->subtitle;
	const char *after = match->after->document->subtitle;

	if (match->after->kind != PAGE_DOCUMENT ||
	    match->before->kind != PAGE_DOCUMENT ||
	    g_strcmp0(before, after) == 0)
		return;
	if (before != NULL && after != NULL)
		tell_texts(telling, word(telling, LABEL_DIFF_SUBTITLE), before,
			   after);
	else
		sheet_item(telling->sheet, word(telling, LABEL_DIFF_SUBTITLE),
			   before == NULL ? RUN_INSERTED : RUN_DELETED,
			   before == NULL ? after : before);
}

static void compare_text(const struct telling *telling,
			 const struct match *match)
{
	struct reader reader_before = reader_of(telling, telling->before);
	struct reader reader_after = reader_of(telling, telling->after);
	GArray *before = sentences_of_page(&reader_before, match->before);
	GArray *after = sentences_of_page(&reader_after, match->after);

	wording_compare(telling->sheet, NULL, before, after, telling->labels);
	g_array_free(before, TRUE);
	g_array_free(after, TRUE);
}

static struct telling telling_of(struct sheet *sheet,
				 const struct page_versions *versions)
{
	return (struct telling){ .sheet = sheet,
				 .versions = versions,
				 .before = versions->figures.before,
				 .after = versions->figures.after,
				 .labels = &versions->figures.after->labels };
}

void page_changes(struct sheet *sheet, const struct page_versions *versions,
		  const struct match *match)
{
	struct telling telling = telling_of(sheet, versions);

	compare_title(&telling, &match->before->target, &match->after->target);
	compare_place(&telling, match);
	compare_kinds(&telling, match);
	compare_subtitles(&telling, match);
	if (match->after->kind == PAGE_FORUM) {
		figure_changes(sheet, &versions->figures, match);
		compare_carried(&telling, match);
	}
	compare_facts(&telling, match);
	compare_text(&telling, match);
}

/* --- A page of one version only ------------------------------------------- */

static void show_facts(const struct telling *telling,
		       const struct report *report, const struct page *page)
{
	for (const struct fact *at = facts_of(telling, report, page);
	     at != NULL; at = at->next) {
		GString *text = g_string_new(NULL);

		if (is_derived(report, at)) {
			g_string_free(text, TRUE);
			continue;
		}
		for (const struct fact_item *item = at->items; item != NULL;
		     item = item->next)
			g_string_append_printf(text, "%s%s",
					       item == at->items ? "" : "; ",
					       item->text);
		sheet_item(telling->sheet, at->heading, RUN_PLAIN,
			   arena_take(telling->versions->figures.arena, text));
	}
}

void page_shown(struct sheet *sheet, const struct page_versions *versions,
		const struct report *report, const struct page *page,
		bool is_gone)
{
	struct telling telling = telling_of(sheet, versions);
	struct reader reader = reader_of(&telling, report);
	GArray *sentences;

	if (page->kind == PAGE_FORUM)
		figure_values(sheet, report, page, versions->figures.arena);
	if (!is_gone) {
		show_facts(&telling, report, page);
		sentences = sentences_of_page(&reader, page);
		wording_tell(sheet, sentences, telling.labels);
		g_array_free(sentences, TRUE);
	}
}
