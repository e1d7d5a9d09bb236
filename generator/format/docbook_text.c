#include "format/docbook_text.h"

#include <glib.h>
#include <stdbool.h>

#include "base/arena.h"
#include "format/docbook_table.h"
#include "format/docbook_writing.h"
#include "read/body.h"
#include "report/report.h"

static void write_children(struct docbook_writing *writing, cmark_node *node)
{
	for (cmark_node *at = cmark_node_first_child(node); at != NULL;
	     at = cmark_node_next(at))
		docbook_tree(writing, at);
}

/* A cell with one paragraph is that paragraph's text. */
static void write_cell_text(struct docbook_writing *writing, cmark_node *cell)
{
	cmark_node *first = cmark_node_first_child(cell);

	writing->enclosed++;
	docbook_start(writing, "entry");
	if (first != NULL && cmark_node_next(first) == NULL &&
	    cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH)
		write_children(writing, first);
	else
		write_children(writing, cell);
	docbook_end(writing);
	writing->enclosed--;
}

static void write_body_rows(struct docbook_writing *writing,
			    const struct body_table *table, const char *part,
			    size_t from, size_t to)
{
	docbook_start(writing, part);
	for (size_t r = from; r < to; r++) {
		docbook_start(writing, "row");
		for (size_t c = 0; c < table->columns; c++)
			write_cell_text(writing,
					table->cells[r * table->columns + c]);
		docbook_end(writing);
		docbook_line(writing);
	}
	/* A table has at least one row of cells. */
	if (from == to) {
		docbook_start(writing, "row");
		for (size_t c = 0; c < table->columns; c++)
			docbook_element(writing, "entry", "");
		docbook_end(writing);
	}
	docbook_end(writing);
}

static void write_body_table(struct docbook_writing *writing,
			     const struct body_table *table)
{
	static const char *const aligns[] = {
		[ALIGN_NONE] = "left",
		[ALIGN_LEFT] = "left",
		[ALIGN_CENTER] = "center",
		[ALIGN_RIGHT] = "right",
	};

	docbook_start_table(writing, table->target, table->caption_text,
			    table->columns, table->row_headers);
	for (size_t c = 0; c < table->columns; c++)
		docbook_column(writing, c, aligns[table->aligns[c]]);
	if (table->header_rows > 0)
		write_body_rows(writing, table, "thead", 0, table->header_rows);
	write_body_rows(writing, table, "tbody", table->header_rows,
			table->rows);
	docbook_end_table(writing);
}

static void enter_notice(struct docbook_writing *writing,
			 const struct body_notice *notice)
{
	bool note = notice->name == NOTICE_NOTE;
	const char *name = note ? "note" : "important";

	/* DocBook has no notice in a notice, a footnote or a table. */
	if (writing->enclosed++ > 0) {
		docbook_start(writing, "blockquote");
		docbook_attribute(writing, "role", name);
	} else {
		docbook_start(writing, name);
	}
	docbook_element(
		writing, "title",
		notice->title != NULL
			? notice->title
			: docbook_word(writing, note ? LABEL_PAGE_NOTE
						     : LABEL_PAGE_IMPORTANT));
	docbook_line(writing);
}

static void enter_custom_block(struct docbook_writing *writing,
			       cmark_node *node)
{
	const struct body_item *item = cmark_node_get_user_data(node);

	switch (item->kind) {
	case BODY_TABLE:
		write_body_table(writing, (const struct body_table *)item);
		break;
	case BODY_FORUMS:
		docbook_forums(writing, (const struct body_forums *)item);
		break;
	default:
		enter_notice(writing, (const struct body_notice *)item);
		break;
	}
}

static void leave_custom_block(struct docbook_writing *writing,
			       cmark_node *node)
{
	const struct body_item *item = cmark_node_get_user_data(node);

	if (item->kind == BODY_NOTICE) {
		docbook_end(writing);
		writing->enclosed--;
	}
	docbook_line(writing);
}

/* Ids of notes have a stop, which no other id has. */
static void write_note(struct docbook_writing *writing,
		       const struct body_note_reference *reference_to)
{
	const struct body_note *note = reference_to->note;
	const char *id = arena_printf(writing->arena, "fn.%u", note->number);

	if (reference_to->index > 1) {
		docbook_start(writing, "footnoteref");
		docbook_attribute(writing, "linkend", id);
		docbook_end(writing);
		return;
	}
	docbook_start(writing, "footnote");
	docbook_attribute(writing, "xml:id", id);
	docbook_attribute(writing, "label",
			  arena_printf(writing->arena, "%u", note->number));
	writing->enclosed++;
	write_children(writing, note->root);
	writing->enclosed--;
	docbook_end(writing);
}

/* WCAG 2.1, 3.1.2: so that it is read out in its own language. */
static void foreign_text(struct docbook_writing *writing,
			 const struct body_role *role)
{
	docbook_start(writing, "foreignphrase");
	docbook_attribute(writing, "xml:lang", role->language);
	docbook_text(writing, role->result);
	docbook_end(writing);
}

static void enter_custom_inline(struct docbook_writing *writing,
				cmark_node *node)
{
	const struct body_item *item = cmark_node_get_user_data(node);
	const struct body_role *role = (const struct body_role *)item;

	if (item->kind == BODY_NOTE)
		write_note(writing, (const struct body_note_reference *)item);
	else if (role->name == ROLE_REF)
		docbook_short_reference(writing, role->target);
	else if (role->name == ROLE_LANGUAGE)
		foreign_text(writing, role);
	else if (body_is_in_link(node))
		docbook_text(writing, role->result);
	else
		docbook_account(writing, role->result);
}

static void enter_link(struct docbook_writing *writing, cmark_node *node)
{
	const struct body_link *to = cmark_node_get_user_data(node);

	if (to->empty && to->target != NULL) {
		docbook_full_reference(writing, to->target);
		return;
	}
	if (to->target != NULL) {
		docbook_start_link(writing, to->target);
		return;
	}
	docbook_start(writing, "link");
	docbook_attribute(writing, "xlink:href", to->url);
	if (to->empty)
		docbook_text(writing, to->url);
}

static void leave_link(struct docbook_writing *writing, cmark_node *node)
{
	const struct body_link *to = cmark_node_get_user_data(node);

	if (!to->empty || to->target == NULL)
		docbook_end(writing);
}

static void enter_image(struct docbook_writing *writing, cmark_node *node)
{
	const struct body_image *image = cmark_node_get_user_data(node);
	const struct asset *asset = image->target;

	docbook_start(writing, "inlinemediaobject");
	docbook_start(writing, "imageobject");
	docbook_start(writing, "imagedata");
	docbook_attribute(writing, "fileref", asset->url);
	docbook_end(writing);
	docbook_end(writing);
	docbook_start(writing, "textobject");
	docbook_element(writing, "phrase", image->text);
	docbook_end(writing);
	docbook_end(writing);
}

static void enter_list(struct docbook_writing *writing, cmark_node *node)
{
	bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	int first = cmark_node_get_list_start(node);

	docbook_start(writing, ordered ? "orderedlist" : "itemizedlist");
	if (cmark_node_get_list_tight(node))
		docbook_attribute(writing, "spacing", "compact");
	if (ordered && first != 1)
		docbook_attribute(writing, "startingnumber",
				  arena_printf(writing->arena, "%d", first));
}

/* Items and quotations have at least one block. */
static void enter_item(struct docbook_writing *writing, cmark_node *node)
{
	docbook_start(writing, "listitem");
	if (cmark_node_first_child(node) == NULL)
		docbook_element(writing, "para", "");
}

static void enter_quote(struct docbook_writing *writing, cmark_node *node)
{
	docbook_start(writing, "blockquote");
	if (cmark_node_first_child(node) == NULL)
		docbook_element(writing, "para", "");
}

static void enter_strong(struct docbook_writing *writing, cmark_node *node)
{
	(void)node;
	docbook_start(writing, "emphasis");
	docbook_attribute(writing, "role", "strong");
}

static void enter_text(struct docbook_writing *writing, cmark_node *node)
{
	docbook_text(writing, cmark_node_get_literal(node));
}

static void enter_code(struct docbook_writing *writing, cmark_node *node)
{
	docbook_element(writing, "literal", cmark_node_get_literal(node));
}

static void enter_code_block(struct docbook_writing *writing, cmark_node *node)
{
	docbook_element(writing, "programlisting",
			cmark_node_get_literal(node));
	docbook_line(writing);
}

static void enter_soft_break(struct docbook_writing *writing, cmark_node *node)
{
	(void)node;
	docbook_line(writing);
}

/* DocBook has no line break; its stylesheets have this one. */
static void enter_line_break(struct docbook_writing *writing, cmark_node *node)
{
	(void)node;
	markup_instruction(&writing->markup, "linebreak");
	docbook_line(writing);
}

static void enter_thematic_break(struct docbook_writing *writing,
				 cmark_node *node)
{
	(void)node;
	markup_instruction(&writing->markup, "rule");
	docbook_line(writing);
}

struct node_rule {
	const char *name; /* the element; NULL: `enter` and `leave` say all */
	void (*enter)(struct docbook_writing *writing, cmark_node *node);
	void (*leave)(struct docbook_writing *writing, cmark_node *node);
	bool ends; /* an element is open and to be ended */
	bool block;
};

static const struct node_rule node_rules[CMARK_NODE_LAST_INLINE + 1] = {
	[CMARK_NODE_DOCUMENT] = { .block = true },
	[CMARK_NODE_BLOCK_QUOTE] = { .enter = enter_quote,
				     .ends = true,
				     .block = true },
	[CMARK_NODE_LIST] = { .enter = enter_list,
			      .ends = true,
			      .block = true },
	[CMARK_NODE_ITEM] = { .enter = enter_item,
			      .ends = true,
			      .block = true },
	[CMARK_NODE_CODE_BLOCK] = { .enter = enter_code_block },
	[CMARK_NODE_CUSTOM_BLOCK] = { .enter = enter_custom_block,
				      .leave = leave_custom_block },
	[CMARK_NODE_PARAGRAPH] = { .name = "para",
				   .ends = true,
				   .block = true },
	[CMARK_NODE_THEMATIC_BREAK] = { .enter = enter_thematic_break },
	[CMARK_NODE_TEXT] = { .enter = enter_text },
	[CMARK_NODE_SOFTBREAK] = { .enter = enter_soft_break },
	[CMARK_NODE_LINEBREAK] = { .enter = enter_line_break },
	[CMARK_NODE_CODE] = { .enter = enter_code },
	[CMARK_NODE_CUSTOM_INLINE] = { .enter = enter_custom_inline },
	[CMARK_NODE_EMPH] = { .name = "emphasis", .ends = true },
	[CMARK_NODE_STRONG] = { .enter = enter_strong, .ends = true },
	[CMARK_NODE_LINK] = { .enter = enter_link, .leave = leave_link },
	[CMARK_NODE_IMAGE] = { .enter = enter_image },
};

/* Headings open sections: see write_subsections(). */
bool docbook_has_rule(cmark_node_type type)
{
	const struct node_rule *rule = &node_rules[type];

	return rule->name != NULL || rule->enter != NULL || rule->block ||
	       type == CMARK_NODE_HEADING;
}

static void write_enter(struct docbook_writing *writing, cmark_node *node)
{
	const struct node_rule *rule = &node_rules[cmark_node_get_type(node)];

	if (rule->name != NULL)
		docbook_start(writing, rule->name);
	if (rule->enter != NULL)
		rule->enter(writing, node);
}

static void write_leave(struct docbook_writing *writing, cmark_node *node)
{
	const struct node_rule *rule = &node_rules[cmark_node_get_type(node)];

	if (rule->leave != NULL)
		rule->leave(writing, node);
	if (rule->ends)
		docbook_end(writing);
	if (rule->block)
		docbook_line(writing);
}

void docbook_tree(struct docbook_writing *writing, cmark_node *root)
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
