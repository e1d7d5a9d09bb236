#include "format/html_body.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "format/html_place.h"
#include "format/html_table.h"
#include "format/markup.h"
#include "read/body.h"
#include "report/abbreviation.h"
#include "report/chart.h"
#include "report/phrase.h"
#include "report/report.h"
#include "report/table.h"

struct writing {
	struct markup *markup;
	const struct html_place *place;
	struct abbreviation_met *met; /* NULL: none are explained */
	unsigned closed; /* links and headings that are open: no place for it */
};

/* --- The text ------------------------------------------------------------ */

static void write_tree(struct writing *writing, cmark_node *root);

static void write_children(struct writing *writing, cmark_node *node)
{
	for (cmark_node *at = cmark_node_first_child(node); at != NULL;
	     at = cmark_node_next(at))
		write_tree(writing, at);
}

/* A cell with one paragraph is that paragraph's text. */
static void write_cell_text(struct writing *writing, cmark_node *cell)
{
	cmark_node *first = cmark_node_first_child(cell);

	if (first != NULL && cmark_node_next(first) == NULL &&
	    cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH)
		write_children(writing, first);
	else
		write_children(writing, cell);
}

static const char *align_class(enum body_align align)
{
	static const char *const classes[] = {
		[ALIGN_NONE] = NULL,
		[ALIGN_LEFT] = NULL,
		[ALIGN_CENTER] = "center",
		[ALIGN_RIGHT] = "number",
	};

	return classes[align];
}

static void write_body_row(struct writing *writing,
			   const struct body_table *table, size_t r)
{
	struct markup *markup = writing->markup;

	markup_open(markup, "tr");
	for (size_t c = 0; c < table->columns; c++) {
		bool column = r < table->header_rows;
		bool row = !column && c == 0 && table->row_headers;
		const char *name = column || row ? "th" : "td";

		markup_open(markup, name);
		markup_word(markup, "scope",
			    column ? "col"
			    : row  ? "row"
				   : NULL);
		markup_word(markup, "class", align_class(table->aligns[c]));
		write_cell_text(writing, table->cells[r * table->columns + c]);
		markup_close(markup, name);
	}
	markup_close(markup, "tr");
	markup_break(markup);
}

static void write_body_rows(struct writing *writing,
			    const struct body_table *table, const char *part,
			    size_t from, size_t to)
{
	if (from == to)
		return;
	markup_open(writing->markup, part);
	for (size_t r = from; r < to; r++)
		write_body_row(writing, table, r);
	markup_close(writing->markup, part);
}

static void write_body_table(struct writing *writing,
			     const struct body_table *table)
{
	const struct target *target = table->target;

	html_table_open(writing->markup, writing->place, target, "text",
			html_word(writing->place, LABEL_PAGE_TABLE));
	write_body_rows(writing, table, "thead", 0, table->header_rows);
	write_body_rows(writing, table, "tbody", table->header_rows,
			table->rows);
	html_table_close(writing->markup, writing->place, target);
}

static void write_notice_title(struct writing *writing,
			       const struct body_notice *notice)
{
	enum label label = notice->name == NOTICE_NOTE ? LABEL_PAGE_NOTE
						       : LABEL_PAGE_IMPORTANT;

	markup_open_class(writing->markup, "p", "notice-title");
	markup_text(writing->markup,
		    notice->title != NULL ? notice->title
					  : html_word(writing->place, label));
	markup_close(writing->markup, "p");
}

static void open_notice(struct writing *writing,
			const struct body_notice *notice)
{
	markup_open_class(writing->markup, "aside",
			  notice->name == NOTICE_NOTE ? "notice"
						      : "notice important");
	write_notice_title(writing, notice);
}

static void write_forums(struct writing *writing,
			 const struct body_forums *forums)
{
	const struct html_place *place = writing->place;
	const struct chart *chart = table_chart(forums->table, forums->target,
						place->report, place->arena);

	if (chart != NULL)
		html_chart(writing->markup, place, chart);
	else
		html_table(writing->markup, place,
			   table_of_query(forums->table, forums->target,
					  place->report, place->arena));
}

static void enter_custom_block(struct writing *writing, cmark_node *node)
{
	const struct body_item *item = cmark_node_get_user_data(node);

	switch (item->kind) {
	case BODY_TABLE:
		write_body_table(writing, (const struct body_table *)item);
		break;
	case BODY_FORUMS:
		write_forums(writing, (const struct body_forums *)item);
		break;
	default:
		open_notice(writing, (const struct body_notice *)item);
		break;
	}
}

static void leave_custom_block(struct writing *writing, cmark_node *node)
{
	const struct body_item *item = cmark_node_get_user_data(node);

	if (item->kind == BODY_NOTICE)
		markup_close(writing->markup, "aside");
}

/*
 * Notes are numbered through the document. Where all its pages stand on one,
 * the page's id before a note's tells whose it is.
 */
static const char *note_prefix(const struct writing *writing)
{
	const struct html_place *place = writing->place;

	return place->whole ? arena_concat(place->arena, place->page->target.id,
					   ".", NULL)
			    : "";
}

static void write_note_reference(struct writing *writing,
				 const struct body_note_reference *reference)
{
	struct markup *markup = writing->markup;
	struct arena *arena = writing->place->arena;
	unsigned number = reference->note->number;

	markup_open(markup, "sup");
	markup_open(markup, "a");
	markup_attribute(
		markup, "href",
		arena_printf(arena, "#%sfn.%u", note_prefix(writing), number));
	markup_attribute(markup, "id",
			 arena_printf(arena, "%sfnref.%u.%u",
				      note_prefix(writing), number,
				      reference->index));
	markup_word(markup, "role", "doc-noteref");
	markup_text(markup, arena_printf(arena, "%u", number));
	markup_close(markup, "a");
	markup_close(markup, "sup");
}

static void write_value(struct writing *writing, const struct body_role *role,
			cmark_node *node)
{
	if (!body_is_in_link(node)) {
		html_account_link(writing->markup, writing->place,
				  role->account, true, role->result);
		return;
	}
	markup_open_class(writing->markup, "span", "value");
	markup_text(writing->markup, role->result);
	markup_close(writing->markup, "span");
}

static void write_reference(struct writing *writing,
			    const struct body_role *role)
{
	GString *text;

	text = g_string_new(NULL);
	phrase_short(text, role->target, writing->place->page,
		     writing->place->report);
	html_link(writing->markup, writing->place, role->target, text->str);
	g_string_free(text, TRUE);
}

/* WCAG 2.1, 3.1.2: so that it is read out in its own language. */
static void write_foreign(struct writing *writing, const struct body_role *role)
{
	markup_open(writing->markup, "span");
	markup_attribute(writing->markup, "lang", role->language);
	markup_text(writing->markup, role->result);
	markup_close(writing->markup, "span");
}

static void enter_custom_inline(struct writing *writing, cmark_node *node)
{
	const struct body_item *item = cmark_node_get_user_data(node);

	const struct body_role *role = (const struct body_role *)item;

	if (item->kind == BODY_NOTE)
		write_note_reference(writing,
				     (const struct body_note_reference *)item);
	else if (role->name == ROLE_REF)
		write_reference(writing, role);
	else if (role->name == ROLE_LANGUAGE)
		write_foreign(writing, role);
	else
		write_value(writing, role, node);
}

static void enter_link(struct writing *writing, cmark_node *node)
{
	const struct body_link *link = cmark_node_get_user_data(node);
	struct markup *markup = writing->markup;

	markup_open(markup, "a");
	if (link->target != NULL)
		html_href(markup, writing->place, link->target);
	else
		markup_attribute(markup, "href", link->url);
	if (link->empty && link->target != NULL) {
		GString *text = g_string_new(NULL);

		phrase_full(text, link->target, writing->place->report);
		markup_text(markup, text->str);
		g_string_free(text, TRUE);
	} else if (link->empty) {
		markup_text(markup, link->url);
	}
}

static void enter_image(struct writing *writing, cmark_node *node)
{
	const struct body_image *image = cmark_node_get_user_data(node);
	const struct asset *asset = image->target;
	struct markup *markup = writing->markup;

	markup_open(markup, "img");
	markup_attribute(
		markup, "src",
		arena_concat(writing->place->arena, "../", asset->url, NULL));
	markup_attribute(markup, "alt", image->text);
	markup_void(markup, "img");
}

/* On a page of its own a text begins at h2; in the whole it lies deeper. */
static const char *heading_name(const struct writing *writing, unsigned level)
{
	if (writing->place->whole)
		level += writing->place->page->depth;
	return html_heading_name(level);
}

static void enter_heading(struct writing *writing, cmark_node *node)
{
	const struct body_heading *heading = cmark_node_get_user_data(node);
	const struct target *target = heading->target;
	struct markup *markup = writing->markup;

	markup_open(markup, heading_name(writing, heading->level));
	markup_attribute(markup, "id", target->id);
	html_number(markup, target->number);
}

static void leave_heading(struct writing *writing, cmark_node *node)
{
	const struct body_heading *heading = cmark_node_get_user_data(node);

	markup_close(writing->markup, heading_name(writing, heading->level));
	markup_break(writing->markup);
}

static const char *list_name(cmark_node *node)
{
	return cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? "ol"
								    : "ul";
}

static void enter_list(struct writing *writing, cmark_node *node)
{
	int start = cmark_node_get_list_start(node);

	markup_open(writing->markup, list_name(node));
	if (strcmp(list_name(node), "ol") == 0 && start != 1)
		markup_number(writing->markup, "start", (unsigned)start);
	markup_break(writing->markup);
}

static void leave_list(struct writing *writing, cmark_node *node)
{
	markup_close(writing->markup, list_name(node));
	markup_break(writing->markup);
}

/* In a tight list paragraphs are not marked (CommonMark § 5.3). */
static bool is_tight(cmark_node *paragraph)
{
	cmark_node *item = cmark_node_parent(paragraph);
	cmark_node *list = item == NULL ? NULL : cmark_node_parent(item);

	return list != NULL && cmark_node_get_type(list) == CMARK_NODE_LIST &&
	       cmark_node_get_list_tight(list);
}

static void enter_paragraph(struct writing *writing, cmark_node *node)
{
	if (!is_tight(node))
		markup_open(writing->markup, "p");
}

static void leave_paragraph(struct writing *writing, cmark_node *node)
{
	if (is_tight(node))
		return;
	markup_close(writing->markup, "p");
	markup_break(writing->markup);
}

static void enter_code_block(struct writing *writing, cmark_node *node)
{
	markup_open(writing->markup, "pre");
	markup_word(writing->markup, "tabindex", "0");
	markup_element(writing->markup, "code", cmark_node_get_literal(node));
	markup_close(writing->markup, "pre");
	markup_break(writing->markup);
}

/* An abbreviation in a text, with the signs that stand close to it. */
struct abbreviated {
	const struct abbreviation *item;
	const char *before; /* signs such as an opening bracket */
	const char *start;
	const char *rest;  /* of the word: "-project" */
	const char *after; /* signs such as a comma */
	const char *end;
};

static bool is_sign(const char *at)
{
	return g_unichar_ispunct(g_utf8_get_char(at));
}

/* Set what surrounds it; `from` is where the text begins. */
static void find_surroundings(struct abbreviated *at, const char *from)
{
	at->before = at->start;
	while (at->before > from && is_sign(g_utf8_prev_char(at->before)))
		at->before = g_utf8_prev_char(at->before);
	at->rest = at->start + strlen(at->item->text);
	at->after = at->rest + abbreviation_rest(at->rest);
	at->end = at->after;
	while (is_sign(at->end))
		at->end = g_utf8_next_char(at->end);
}

static void write_part(struct writing *writing, const char *from,
		       const char *to)
{
	if (to > from)
		markup_text(writing->markup,
			    arena_copy(writing->place->arena, from,
				       (size_t)(to - from)));
}

/*
 * An abbreviation is a button that shows its meaning, by keyboard and by touch
 * and without a script. The meaning stands after it, so that it is read aloud
 * with it, is printed, and is shown by browsers that know no `popover`. A line
 * may be broken at a button as at a picture: the signs around are kept with it.
 */
static void write_abbreviation(struct writing *writing,
			       const struct abbreviated *at)
{
	struct markup *markup = writing->markup;
	const char *id = arena_printf(writing->place->arena, "abbr.%zu",
				      writing->met->count);
	bool bracketed = at->before < at->start && at->start[-1] == '(';

	markup_open_class(markup, "span", "unbroken");
	write_part(writing, at->before, at->start);
	markup_open_class(markup, "button", "abbreviation");
	markup_word(markup, "type", "button");
	markup_attribute(markup, "popovertarget", id);
	markup_attribute(markup, "aria-describedby", id);
	markup_text(markup, at->item->text);
	markup_close(markup, "button");
	write_part(writing, at->rest, at->after);
	markup_open_class(markup, "span",
			  bracketed ? "abbreviation-meaning bracketed"
				    : "abbreviation-meaning");
	markup_attribute(markup, "id", id);
	markup_word(markup, "popover", "");
	markup_text(markup, at->item->meaning);
	markup_close(markup, "span");
	write_part(writing, at->after, at->end);
	markup_close(markup, "span");
}

static void enter_text(struct writing *writing, cmark_node *node)
{
	const char *text = cmark_node_get_literal(node);
	struct abbreviated next;
	size_t start;

	while (writing->met != NULL && writing->closed == 0) {
		next.item = abbreviation_next(writing->met, text, &start);
		if (next.item == NULL)
			break;
		next.start = text + start;
		find_surroundings(&next, text);
		write_part(writing, text, next.before);
		write_abbreviation(writing, &next);
		text = next.end;
	}
	markup_text(writing->markup, text);
}

static void enter_code(struct writing *writing, cmark_node *node)
{
	markup_element(writing->markup, "code", cmark_node_get_literal(node));
}

static void enter_soft_break(struct writing *writing, cmark_node *node)
{
	(void)node;
	markup_break(writing->markup);
}

static void enter_line_break(struct writing *writing, cmark_node *node)
{
	(void)node;
	markup_open(writing->markup, "br");
	markup_void(writing->markup, "br");
	markup_break(writing->markup);
}

static void enter_thematic_break(struct writing *writing, cmark_node *node)
{
	(void)node;
	markup_open(writing->markup, "hr");
	markup_void(writing->markup, "hr");
	markup_break(writing->markup);
}

struct node_rule {
	const char *element; /* NULL: `enter` and `leave` say it all */
	void (*enter)(struct writing *writing, cmark_node *node);
	void (*leave)(struct writing *writing, cmark_node *node);
	bool block; /* ends a line */
};

static const struct node_rule node_rules[CMARK_NODE_LAST_INLINE + 1] = {
	[CMARK_NODE_DOCUMENT] = { .block = true },
	[CMARK_NODE_BLOCK_QUOTE] = { .element = "blockquote", .block = true },
	[CMARK_NODE_LIST] = { .enter = enter_list, .leave = leave_list },
	[CMARK_NODE_ITEM] = { .element = "li", .block = true },
	[CMARK_NODE_CODE_BLOCK] = { .enter = enter_code_block },
	[CMARK_NODE_CUSTOM_BLOCK] = { .enter = enter_custom_block,
				      .leave = leave_custom_block },
	[CMARK_NODE_PARAGRAPH] = { .enter = enter_paragraph,
				   .leave = leave_paragraph },
	[CMARK_NODE_HEADING] = { .enter = enter_heading,
				 .leave = leave_heading },
	[CMARK_NODE_THEMATIC_BREAK] = { .enter = enter_thematic_break },
	[CMARK_NODE_TEXT] = { .enter = enter_text },
	[CMARK_NODE_SOFTBREAK] = { .enter = enter_soft_break },
	[CMARK_NODE_LINEBREAK] = { .enter = enter_line_break },
	[CMARK_NODE_CODE] = { .enter = enter_code },
	[CMARK_NODE_CUSTOM_INLINE] = { .enter = enter_custom_inline },
	[CMARK_NODE_EMPH] = { .element = "em" },
	[CMARK_NODE_STRONG] = { .element = "strong" },
	[CMARK_NODE_LINK] = { .enter = enter_link },
	[CMARK_NODE_IMAGE] = { .enter = enter_image },
};

bool html_has_rule(cmark_node_type type)
{
	const struct node_rule *rule = &node_rules[type];

	return rule->element != NULL || rule->enter != NULL || rule->block;
}

/* A button has no place in a link, nor in a heading, which is a name. */
static bool is_closed(cmark_node *node)
{
	return cmark_node_get_type(node) == CMARK_NODE_LINK ||
	       cmark_node_get_type(node) == CMARK_NODE_HEADING;
}

static void write_enter(struct writing *writing, cmark_node *node)
{
	const struct node_rule *rule = &node_rules[cmark_node_get_type(node)];

	writing->closed += is_closed(node);
	if (rule->element != NULL)
		markup_open(writing->markup, rule->element);
	if (rule->enter != NULL)
		rule->enter(writing, node);
}

static void write_leave(struct writing *writing, cmark_node *node)
{
	const struct node_rule *rule = &node_rules[cmark_node_get_type(node)];

	writing->closed -= is_closed(node);
	if (cmark_node_get_type(node) == CMARK_NODE_LINK)
		markup_close(writing->markup, "a");
	if (rule->leave != NULL)
		rule->leave(writing, node);
	if (rule->element != NULL)
		markup_close(writing->markup, rule->element);
	if (rule->block)
		markup_break(writing->markup);
}

static void write_tree(struct writing *writing, cmark_node *root)
{
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		if (event == CMARK_EVENT_ENTER)
			write_enter(writing, cmark_iter_get_node(iter));
		else
			write_leave(writing, cmark_iter_get_node(iter));
	}
	cmark_iter_free(iter);
}

void html_body(struct markup *markup, const struct html_place *place,
	       struct abbreviation_met *met)
{
	struct writing writing = { markup, place, met, 0 };

	if (place->page->body != NULL)
		write_children(&writing, place->page->body->root);
}

/* --- Footnotes ----------------------------------------------------------- */

bool html_has_notes(const struct page *page)
{
	return page->body != NULL && page->body->notes != NULL;
}

static void write_back_links(struct writing *writing,
			     const struct body_note *note)
{
	struct markup *markup = writing->markup;
	struct arena *arena = writing->place->arena;

	for (unsigned i = 1; i <= note->references; i++) {
		markup_text(markup, " ");
		markup_open(markup, "a");
		markup_attribute(markup, "href",
				 arena_printf(arena, "#%sfnref.%u.%u",
					      note_prefix(writing),
					      note->number, i));
		markup_word(markup, "role", "doc-backlink");
		markup_attribute(markup, "aria-label",
				 arena_printf(arena, "%u: %s", note->number,
					      html_word(writing->place,
							LABEL_PAGE_NOTE_BACK)));
		markup_text(markup, "↩");
		markup_close(markup, "a");
	}
}

/* The way back stands in the last paragraph of the note. */
static void write_note(struct writing *writing, const struct body_note *note)
{
	struct markup *markup = writing->markup;

	markup_open(markup, "li");
	markup_attribute(markup, "id",
			 arena_printf(writing->place->arena, "%sfn.%u",
				      note_prefix(writing), note->number));
	markup_number(markup, "value", note->number);
	for (cmark_node *at = cmark_node_first_child(note->root); at != NULL;
	     at = cmark_node_next(at)) {
		bool last = cmark_node_next(at) == NULL;

		if (!last || cmark_node_get_type(at) != CMARK_NODE_PARAGRAPH) {
			write_tree(writing, at);
			if (last)
				write_back_links(writing, note);
			continue;
		}
		markup_open(markup, "p");
		write_children(writing, at);
		write_back_links(writing, note);
		markup_close(markup, "p");
	}
	markup_close(markup, "li");
	markup_break(markup);
}

void html_notes(struct markup *markup, const struct html_place *place,
		struct abbreviation_met *met)
{
	struct writing writing = { markup, place, met, 0 };
	unsigned number = 0;

	markup_open(markup, "ol");
	/* The texts may stand in another order than the references. */
	for (;;) {
		const struct body_note *next = NULL;

		for (const struct body_note *at = place->page->body->notes;
		     at != NULL; at = at->next)
			if (at->number > number &&
			    (next == NULL || at->number < next->number))
				next = at;
		if (next == NULL)
			break;
		number = next->number;
		write_note(&writing, next);
	}
	markup_close(markup, "ol");
}
