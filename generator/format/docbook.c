#include "format/docbook.h"

#include <cmark.h>
#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/collate.h"
#include "base/output.h"
#include "base/text.h"
#include "format/asset.h"
#include "format/docbook_table.h"
#include "format/docbook_text.h"
#include "format/docbook_writing.h"
#include "format/foreign.h"
#include "read/body.h"
#include "report/calculation.h"
#include "report/facts.h"
#include "report/kinds.h"
#include "report/parties.h"
#include "report/report.h"
#include "report/table.h"

#define NAMESPACE	"http://docbook.org/ns/docbook"
#define XLINK_NAMESPACE "http://www.w3.org/1999/xlink"

/* --- Abbreviations -------------------------------------------------------
 */

static const char *abbreviation_text(const void *item)
{
	return ((const struct abbreviation *)item)->text;
}

/* Does the text have `name` by itself? */
static bool is_said(const struct docbook_writing *writing, const char *name)
{
	const char *from = writing->said->str;
	const char *at = from;
	size_t length = strlen(name);

	for (; length > 0 && (at = strstr(at, name)) != NULL; at += length)
		if ((at == from || !g_unichar_isalnum(g_utf8_get_char(
					   g_utf8_prev_char(at)))) &&
		    !g_unichar_isalnum(g_utf8_get_char(at + length)))
			return true;
	return false;
}

/*
 * Look for the abbreviations that were not met before in what has been said
 * since, and forget that: the text of a whole document is large.
 */
static void meet_abbreviations(struct docbook_writing *writing)
{
	for (guint i = 0; i < writing->unmet->len;)
		if (is_said(writing,
			    abbreviation_text(writing->unmet->pdata[i])))
			g_ptr_array_add(writing->met,
					g_ptr_array_steal_index_fast(
						writing->unmet, i));
		else
			i++;
	g_string_truncate(writing->said, 0);
}

/* --- Pages ---------------------------------------------------------------
 */

static bool is_heading(cmark_node *node)
{
	return cmark_node_get_type(node) == CMARK_NODE_HEADING;
}

static void start_section(struct docbook_writing *writing, const char *name,
			  const struct target *target)
{
	docbook_start_part(writing, name);
	docbook_part_attribute(writing, "xml:id", target->id);
	if (target->number[0] != '\0')
		docbook_part_attribute(writing, "label", target->number);
	docbook_line(writing);
	docbook_element(writing, "title", target->title);
	docbook_line(writing);
}

/* A section says something, if only nothing. */
static void fill_section(struct docbook_writing *writing, bool filled)
{
	if (!filled)
		docbook_element(writing, "para", "");
}

/*
 * The blocks from `node` up to the next heading; returns that heading, or
 * NULL. `*filled` tells whether there were any.
 */
static cmark_node *write_blocks(struct docbook_writing *writing,
				cmark_node *node, bool *filled)
{
	for (; node != NULL && !is_heading(node);
	     node = cmark_node_next(node)) {
		docbook_tree(writing, node);
		*filled |=
			cmark_node_get_type(node) != CMARK_NODE_THEMATIC_BREAK;
	}
	return node;
}

/* Does the heading `node` open a section in that of `heading`? */
static bool is_below(cmark_node *node, const struct body_heading *heading)
{
	const struct body_heading *next =
		node == NULL ? NULL : cmark_node_get_user_data(node);

	return next != NULL && next->level > heading->level;
}

/* Sub-sections lie in each other as the levels of their headings do. */
static void write_subsections(struct docbook_writing *writing, cmark_node *node)
{
	unsigned levels[8] = { 1 };
	size_t depth = 0;

	while (node != NULL) {
		const struct body_heading *heading =
			cmark_node_get_user_data(node);
		cmark_node *next;
		bool filled = false;

		while (levels[depth] >= heading->level) {
			docbook_end_part(writing);
			docbook_line(writing);
			depth--;
		}
		start_section(writing, "section", heading->target);
		levels[++depth] = heading->level;
		next = write_blocks(writing, cmark_node_next(node), &filled);
		fill_section(writing, filled || is_below(next, heading));
		node = next;
	}
	for (; depth > 0; depth--) {
		docbook_end_part(writing);
		docbook_line(writing);
	}
}

static void write_fact(struct docbook_writing *writing, const struct fact *fact)
{
	docbook_start(writing, "varlistentry");
	docbook_attribute(writing, "role", fact->role);
	docbook_element(writing, "term", fact->heading);
	docbook_start(writing, "listitem");
	for (const struct fact_item *at = fact->items; at != NULL;
	     at = at->next) {
		if (at->target == NULL && at->after == NULL) {
			docbook_element(writing, "para", at->text);
			continue;
		}
		docbook_start(writing, "para");
		if (at->target != NULL)
			docbook_link(writing, at->target, at->text);
		else
			docbook_text(writing, at->text);
		if (at->after != NULL)
			docbook_text(writing, at->after);
		docbook_end(writing);
	}
	docbook_end(writing);
	docbook_end(writing);
	docbook_line(writing);
}

static void write_facts(struct docbook_writing *writing,
			const struct fact *facts)
{
	if (facts == NULL)
		return;
	docbook_start(writing, "variablelist");
	docbook_attribute(writing, "role", "facts");
	docbook_line(writing);
	for (; facts != NULL; facts = facts->next)
		write_fact(writing, facts);
	docbook_end(writing);
	docbook_line(writing);
}

static void write_forum(struct docbook_writing *writing,
			const struct page *page)
{
	const struct table *figures =
		table_of_forum(writing->report, page, writing->arena);

	if (figures != NULL)
		docbook_table(writing, figures);
	write_facts(writing,
		    facts_of_forum(writing->report, page, writing->arena));
	figures = calculation_table(writing->report, page, writing->arena);
	if (figures != NULL)
		docbook_table(writing, figures);
}

/*
 * What a page holds: DocBook has all blocks of a section before the sections
 * in it, so figures and costs come before the sub-sections of the text.
 */
static void write_content(struct docbook_writing *writing,
			  const struct page *page)
{
	cmark_node *node = page->body == NULL
				   ? NULL
				   : cmark_node_first_child(page->body->root);
	bool filled = false;

	writing->page = page;
	if (page->kind == PAGE_DOCUMENT) {
		write_facts(writing,
			    facts_of_document(writing->report, page->document,
					      writing->arena));
		filled = true;
	}
	node = write_blocks(writing, node, &filled);
	if (page->kind == PAGE_FORUM) {
		write_forum(writing, page);
		filled = true;
	}
	if (page->costs_target != NULL) {
		docbook_table(writing, table_of_section(writing->report, page,
							writing->arena));
		filled = true;
	}
	if (page->years_target != NULL)
		docbook_table(writing,
			      table_of_section_years(writing->report, page,
						     writing->arena));
	fill_section(writing,
		     filled || node != NULL || page->first_child != NULL);
	write_subsections(writing, node);
	meet_abbreviations(writing);
	arena_reset(writing->arena);
}

/*
 * A document of one page is an article, one with chapters a book. Without
 * numbers pages are no chapters, but sections after the text.
 */
static bool is_book(const struct document *document)
{
	return document->page->first_child != NULL &&
	       (document->kind == NULL || !document->kind->unnumbered);
}

static void write_page(struct docbook_writing *writing, const struct page *page)
{
	bool chapter = page->depth == 1 && is_book(page->document);

	start_section(writing, chapter ? "chapter" : "section", &page->target);
	write_content(writing, page);
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		write_page(writing, at);
	docbook_end_part(writing);
	docbook_line(writing);
}

/* --- Documents -----------------------------------------------------------
 */

static void write_info(struct docbook_writing *writing)
{
	const struct document *document = writing->document;
	GString *date = g_string_new(NULL);

	docbook_start_part(writing, "info");
	docbook_line(writing);
	docbook_element(writing, "title", document->page->target.title);
	if (document->subtitle != NULL)
		docbook_element(writing, "subtitle", document->subtitle);
	if (document->page->short_title != NULL)
		docbook_element(writing, "titleabbrev",
				document->page->short_title);
	facts_append_date(date, &document->date);
	docbook_element(writing, "date", date->str);
	g_string_free(date, TRUE);
	if (document->reference != NULL) {
		docbook_start(writing, "biblioid");
		docbook_attribute(writing, "class", "other");
		docbook_attribute(writing, "otherclass",
				  docbook_word(writing, LABEL_KEY_REFERENCE));
		docbook_text(writing, document->reference);
		docbook_end(writing);
	}
	if (document->publisher != NULL) {
		docbook_start(writing, "publisher");
		docbook_element(writing, "publishername", document->publisher);
		docbook_end(writing);
	}
	if (document->kind != NULL) {
		docbook_start(writing, "bibliomisc");
		docbook_attribute(writing, "role", "kind");
		docbook_text(writing, document->kind->word);
		docbook_end(writing);
		docbook_line(writing);
	}
	docbook_end_part(writing);
	docbook_line(writing);
}

/* The document's own text is a preface; it needs a title. */
static void write_preface(struct docbook_writing *writing)
{
	docbook_start_part(writing, "preface");
	docbook_line(writing);
	docbook_element(writing, "title",
			docbook_word(writing, LABEL_PAGE_ABOUT));
	docbook_line(writing);
	write_content(writing, writing->document->page);
	docbook_end_part(writing);
	docbook_line(writing);
}

/* Open a list at the back, which docbook_end_part() closes. */
static void start_back(struct docbook_writing *writing, const char *name,
		       const char *id, enum label title)
{
	docbook_start_part(writing, name);
	docbook_part_attribute(writing, "xml:id", id);
	docbook_line(writing);
	docbook_element(writing, "title", docbook_word(writing, title));
	docbook_line(writing);
}

static void write_glossary(struct docbook_writing *writing,
			   const GPtrArray *sorted)
{
	start_back(writing, "glossary", "back.abbreviations",
		   LABEL_PAGE_ABBREVIATIONS);
	for (guint i = 0; i < sorted->len; i++) {
		const struct abbreviation *at = g_ptr_array_index(sorted, i);

		docbook_start(writing, "glossentry");
		docbook_element(writing, "glossterm", at->text);
		docbook_start(writing, "glossdef");
		docbook_element(writing, "para", at->meaning);
		docbook_end(writing);
		docbook_end(writing);
		docbook_line(writing);
	}
	docbook_end_part(writing);
	docbook_line(writing);
}

/*
 * What the abbreviations that the document has mean. The website has them where
 * they are used.
 */
static void write_abbreviations(struct docbook_writing *writing)
{
	GPtrArray *met = writing->met;

	meet_abbreviations(writing);
	if (met->len == 0)
		return;
	collator_sort(writing->report->collator, met->pdata, met->len,
		      abbreviation_text);
	write_glossary(writing, met);
}

static void write_party(struct docbook_writing *writing,
			const struct party *party)
{
	GString *places = g_string_new(NULL);

	for (guint i = 0; i < party->forums->len; i++) {
		const struct page *page = g_ptr_array_index(party->forums, i);

		if (i > 0)
			text_append_string(places, " ");
		text_append_string(places, page->target.id);
	}
	docbook_start(writing, "indexentry");
	docbook_start(writing, "primaryie");
	docbook_attribute(writing, "linkends", places->str);
	docbook_text(writing, party->organisation->name);
	docbook_end(writing);
	docbook_end(writing);
	docbook_line(writing);
	g_string_free(places, TRUE);
}

/*
 * The parties and the forums that name them, in the order of the language:
 * stylesheets would need its rules to sort `indexterm`s.
 */
static void write_parties(struct docbook_writing *writing)
{
	GPtrArray *parties =
		parties_of_document(writing->report, writing->document);

	if (parties->len > 0) {
		start_back(writing, "index", "back.parties",
			   LABEL_PAGE_PARTY_INDEX);
		for (guint i = 0; i < parties->len; i++)
			write_party(writing, g_ptr_array_index(parties, i));
		docbook_end_part(writing);
		docbook_line(writing);
	}
	parties_free(parties);
}

/* A document of one page is an article, one with chapters a book. */
static void write_root(struct docbook_writing *writing)
{
	const struct page *page = writing->document->page;
	bool book = is_book(writing->document);

	docbook_start_part(writing, book ? "book" : "article");
	docbook_part_attribute(writing, "xmlns", NAMESPACE);
	docbook_part_attribute(writing, "xmlns:xlink", XLINK_NAMESPACE);
	docbook_part_attribute(writing, "version", "5.0");
	docbook_part_attribute(writing, "xml:lang",
			       docbook_word(writing, LABEL_LANGUAGE_CODE));
	docbook_part_attribute(writing, "xml:id", page->target.id);
	if (writing->document->kind != NULL &&
	    writing->document->kind->one_page && !book)
		docbook_part_attribute(writing, "role", "one-page");
	docbook_line(writing);
	write_info(writing);
	if (book)
		write_preface(writing);
	else
		write_content(writing, page);
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		write_page(writing, at);
	if (book) {
		write_abbreviations(writing);
		write_parties(writing);
	}
	docbook_end_part(writing);
}

/* The summary of a drawing is read without elements. */
static const char *const unmarked[] = { "phrase", NULL };
static const struct foreign_mark foreign_phrase = {
	"<foreignphrase xml:lang=\"", "\">", "</foreignphrase>", unmarked
};

static int write_document(struct output *output, const struct report *report,
			  const struct document *document,
			  const struct foreign_book *foreign,
			  struct arena *arena)
{
	char *name = g_strdup_printf("%s.xml", document->page->target.id);
	struct output_file *file = output_begin(output, name);
	struct docbook_writing writing;

	docbook_begin(&writing, output, file, report, document, arena);
	writing.foreign = foreign;
	write_root(&writing);
	docbook_finish(&writing);
	g_free(name);
	return output_end(file);
}

int docbook_render(struct output *output, const struct report *report,
		   struct diag_list *diags)
{
	struct arena *shared = arena_new();
	struct arena *arena = arena_new();
	const struct foreign_book *foreign =
		foreign_book_new(report, &foreign_phrase, shared);
	int result = 0;

	for (size_t i = 0; i < report->documents_count && result == 0; i++)
		result = write_document(output, report, report->documents[i],
					foreign, arena);
	if (result == 0)
		result = asset_copy_all(output, report, diags);
	arena_free(arena);
	arena_free(shared);
	return result;
}
