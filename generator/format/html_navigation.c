#include "format/html_navigation.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "format/html_place.h"
#include "format/html_writing.h"
#include "format/markup.h"
#include "report/report.h"

/* In the contents beside a page, at most so many of one level are shown. */
#define SHOWN_MOST 40

#define SHOWN_AROUND 8

#define CURRENT " aria-current=\"page\""

static void write_link(struct markup *markup, const struct html_place *place,
		       const struct target *target, const char *title,
		       bool current)
{
	markup_open(markup, "a");
	html_href(markup, place, target);
	markup_word(markup, "aria-current", current ? "page" : NULL);
	html_number(markup, target->number);
	markup_text(markup, title);
	markup_close(markup, "a");
}

static void write_entry(struct markup *markup, const struct html_place *place,
			const struct page *page)
{
	write_link(markup, place, &page->target, page_short_title(page),
		   page == place->page);
}

/* An entry that is not where the reader is, with nothing below it. */
static void write_item(struct markup *markup, const struct html_place *place,
		       const struct target *target, const char *title)
{
	markup_open(markup, "li");
	write_link(markup, place, target, title, false);
	markup_close(markup, "li");
	markup_break(markup);
}

/*
 * The headings of a page that has pages below it, which have the numbers
 * before theirs: at most so many, in the list that these follow in.
 */
static void write_headings(struct markup *markup,
			   const struct html_place *place,
			   const struct page *page, size_t most)
{
	const struct target *heading;
	size_t at = 0;

	while (most-- > 0 && (heading = page_next_heading(page, &at)) != NULL)
		write_item(markup, place, heading, heading->title);
}

static bool is_ancestor(const struct page *page, const struct page *of)
{
	while (of != NULL && of != page)
		of = of->parent;
	return of != NULL;
}

static size_t count_children(const struct page *page)
{
	size_t count = 0;

	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		count++;
	return count;
}

static void write_branch(struct markup *markup, const struct html_place *place,
			 const struct page *parent);

/* The sections of a chapter that the reader is not in, up to so many. */
static void write_sections(struct markup *markup,
			   const struct html_place *place,
			   const struct page *chapter)
{
	size_t count = 0;

	markup_open(markup, "ul");
	write_headings(markup, place, chapter, SHOWN_MOST);
	for (const struct page *at = chapter->first_child;
	     at != NULL && count < SHOWN_MOST; at = at->next) {
		if (at->kind != PAGE_SECTION)
			continue;
		count++;
		write_item(markup, place, &at->target, page_short_title(at));
	}
	markup_close(markup, "ul");
}

/*
 * In a small document all chapters unfold. In a large one only the reader's own
 * does: a page must not grow with the document.
 */
static bool is_small(const struct page *document)
{
	size_t count = 0;

	for (const struct page *chapter = document->first_child;
	     chapter != NULL; chapter = chapter->next)
		for (const struct page *at = chapter->first_child; at != NULL;
		     at = at->next)
			if (++count > SHOWN_MOST)
				return false;
	return true;
}

/*
 * What is in a chapter folds, without a script; the reader's own is open. The
 * summary is beside the chapter's link, not around it: each does one thing.
 */
static void write_fold(struct markup *markup, const struct html_place *place,
		       const struct page *chapter, bool open)
{
	const struct labels *labels = &place->report->labels;

	if (chapter->first_child == NULL ||
	    (!open &&
	     !(page_has_sections(chapter) && is_small(chapter->parent))))
		return;
	markup_open(markup, "details");
	markup_word(markup, "open", open ? "" : NULL);
	markup_open(markup, "summary");
	markup_attribute(markup, "aria-label",
			 arena_concat(place->arena,
				      labels_word(labels, LABEL_PAGE_UNFOLD),
				      " ", page_short_title(chapter), NULL));
	markup_close(markup, "summary");
	if (open)
		write_branch(markup, place, chapter);
	else
		write_sections(markup, place, chapter);
	markup_close(markup, "details");
}

/*
 * The pages below `parent`, with the branch that the reader is in opened.
 * Where there are many, only those around the reader are shown, so that a page
 * does not grow with the report.
 */
static void write_branch(struct markup *markup, const struct html_place *place,
			 const struct page *parent)
{
	size_t count = count_children(parent);
	size_t here = 0;
	size_t at = 0;

	if (count == 0)
		return;
	for (const struct page *child = parent->first_child;
	     child != NULL && !is_ancestor(child, place->page);
	     child = child->next)
		here++;
	markup_open(markup, "ul");
	write_headings(markup, place, parent, SHOWN_MOST);
	for (const struct page *child = parent->first_child; child != NULL;
	     child = child->next, at++) {
		bool open = is_ancestor(child, place->page);

		if (count > SHOWN_MOST &&
		    (at + SHOWN_AROUND < here || at > here + SHOWN_AROUND))
			continue;
		markup_open(markup, "li");
		write_entry(markup, place, child);
		if (parent->kind == PAGE_DOCUMENT)
			write_fold(markup, place, child, open);
		else if (open)
			write_branch(markup, place, child);
		markup_close(markup, "li");
		markup_break(markup);
	}
	markup_close(markup, "ul");
}

static void write_navigation(struct writing *writing,
			     const struct html_place *place)
{
	struct markup markup;

	g_string_truncate(writing->navigation, 0);
	markup_init(&markup, writing->navigation);
	write_branch(&markup, place, place->page->document->page);
	markup_finish(&markup);
}

/*
 * Forums of one section have the same contents beside them, but for the mark
 * at their own entry. What was written for the one before is used again, with
 * the mark moved: it is a third of what a page takes.
 */
static bool move_mark(struct writing *writing, const struct html_place *place)
{
	GString *text = writing->navigation;
	const struct page *page = place->page;
	const struct page *last = writing->navigation_of;
	char *mark;
	char *entry;

	if (last == NULL || last->parent != page->parent ||
	    last->first_child != NULL || page->first_child != NULL ||
	    page->parent == NULL || count_children(page->parent) > SHOWN_MOST)
		return false;
	mark = strstr(text->str, CURRENT);
	g_assert(mark != NULL);
	g_string_erase(text, mark - text->str, (gssize)strlen(CURRENT));
	g_string_assign(writing->path, "href=\"");
	html_address(writing->path, place, &page->target);
	g_string_append_c(writing->path, '"');
	entry = strstr(text->str, writing->path->str);
	g_assert(entry != NULL);
	g_string_insert(text, entry - text->str + (gssize)writing->path->len,
			CURRENT);
	return true;
}

struct value html_navigation(struct writing *writing,
			     const struct html_place *place)
{
	if (!move_mark(writing, place))
		write_navigation(writing, place);
	writing->navigation_of = place->page;
	return value_markup_length(writing->navigation->str,
				   writing->navigation->len);
}

static void write_contents(struct markup *markup,
			   const struct html_place *place,
			   const struct page *parent)
{
	if (parent->first_child == NULL)
		return;
	markup_open(markup, "ul");
	write_headings(markup, place, parent, SIZE_MAX);
	for (const struct page *at = parent->first_child; at != NULL;
	     at = at->next) {
		markup_open(markup, "li");
		write_entry(markup, place, at);
		write_contents(markup, place, at);
		markup_close(markup, "li");
		markup_break(markup);
	}
	markup_close(markup, "ul");
}

struct value html_contents(const struct writing *writing,
			   const struct html_place *place)
{
	struct markup markup;

	writing_begin(writing, &markup);
	write_contents(&markup, place, place->page->document->page);
	return writing_end(writing, &markup);
}

/* Of the contents only the way down to where the total stands. */
static void write_way(struct markup *markup, const struct html_place *place,
		      const struct page *page)
{
	if (page->parent != NULL && page->parent->kind != PAGE_DOCUMENT)
		write_way(markup, place, page->parent);
	if (page->kind == PAGE_DOCUMENT)
		return;
	write_item(markup, place, &page->target, page_short_title(page));
}

struct value html_way(const struct writing *writing,
		      const struct html_place *place)
{
	struct markup markup;

	writing_begin(writing, &markup);
	if (place->page->kind != PAGE_DOCUMENT) {
		markup_open(&markup, "ul");
		write_way(&markup, place, place->page);
		markup_close(&markup, "ul");
	}
	return writing_end(writing, &markup);
}
