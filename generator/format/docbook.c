#include "format/docbook.h"

#include <cmark.h>
#include <glib.h>
#include <libxml/xmlwriter.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/collate.h"
#include "base/output.h"
#include "base/text.h"
#include "format/asset.h"
#include "format/foreign.h"
#include "format/markup.h"
#include "format/svg.h"
#include "read/body.h"
#include "report/calculation.h"
#include "report/chart.h"
#include "report/facts.h"
#include "report/kinds.h"
#include "report/parties.h"
#include "report/phrase.h"
#include "report/report.h"
#include "report/table.h"

#define NAMESPACE	"http://docbook.org/ns/docbook"
#define XLINK_NAMESPACE "http://www.w3.org/1999/xlink"

/* What is written at once: copying costs less than the writer's calls. */
#define PIECE ((size_t)16 * 1024)

/*
 * The writer has what is around the text: the root, sections, and what they
 * begin with. The blocks in them are made by `markup`, which escapes and
 * asserts that elements fit as well, and handed to the writer in large pieces:
 * what it keeps of each open element costs more than all the rest. It fails
 * only when memory or the output does: output tells.
 */
struct writing {
	struct output *output; /* gets a file for each chart */
	xmlTextWriterPtr xml;
	struct markup markup; /* of the blocks; its text waits to be written */
	const struct report *report;
	const struct document *document;
	const struct page *page;
	struct arena *arena; /* of one page; forgotten after it */
	const struct foreign_book *foreign; /* NULL: no names are marked */
	GString *said;	   /* text not searched yet, its elements apart */
	GPtrArray *unmet;  /* abbreviations that the text did not have yet */
	GPtrArray *met;	   /* those that it had */
	unsigned enclosed; /* notices, notes and cells that are open */
};

static const char *word(const struct writing *writing, enum label label)
{
	return labels_word(&writing->report->labels, label);
}

/* --- Parts: what the writer has ---------------------------------------------
 */

/* The summary of a drawing is read without elements. */
static const char *const unmarked[] = { "phrase", NULL };
static const struct foreign_mark foreign_phrase = {
	"<foreignphrase xml:lang=\"", "\">", "</foreignphrase>", unmarked
};

/* Hand over what waits. No start tag may be half written. */
static void flush(struct writing *writing)
{
	GString *piece = writing->markup.out;

	foreign_mark(writing->foreign, piece);
	if (piece->len > 0)
		xmlTextWriterWriteRawLen(writing->xml, BAD_CAST piece->str,
					 (int)piece->len);
	g_string_truncate(piece, 0);
}

static void start_part(struct writing *writing, const char *name)
{
	flush(writing);
	xmlTextWriterStartElement(writing->xml, BAD_CAST name);
}

static void part_attribute(struct writing *writing, const char *name,
			   const char *value)
{
	xmlTextWriterWriteAttribute(writing->xml, BAD_CAST name,
				    BAD_CAST value);
}

static void end_part(struct writing *writing)
{
	g_assert(writing->markup.depth == 0);
	flush(writing);
	xmlTextWriterEndElement(writing->xml);
}

/* --- Blocks: what is written in pieces ---------------------------------------
 */

static void start(struct writing *writing, const char *name)
{
	markup_open(&writing->markup, name);
	text_append_string(writing->said, "\n");
}

static void end(struct writing *writing)
{
	markup_end(&writing->markup);
	if (writing->markup.out->len > PIECE)
		flush(writing);
}

static void attribute(struct writing *writing, const char *name,
		      const char *value)
{
	markup_attribute(&writing->markup, name, value);
}

static void text(struct writing *writing, const char *value)
{
	text_append_string(writing->said, value);
	markup_text(&writing->markup, value);
}

/* An element with nothing but text. */
static void element(struct writing *writing, const char *name,
		    const char *value)
{
	text_append_string(writing->said, "\n");
	text_append_string(writing->said, value);
	text_append_string(writing->said, "\n");
	markup_element(&writing->markup, name, value);
}

static void line(struct writing *writing)
{
	markup_break(&writing->markup);
}

/* --- References ------------------------------------------------------------
 */

static bool is_here(const struct writing *writing, const struct target *target)
{
	return target->page->document == writing->document;
}

/* The address of a target in another document's file. */
static void start_link(struct writing *writing, const struct target *target)
{
	start(writing, "link");
	if (target->kind == TARGET_FILE)
		attribute(
			writing, "xlink:href",
			arena_printf(writing->arena, "../html/%s", target->id));
	else if (is_here(writing, target))
		attribute(writing, "linkend", target->id);
	else
		attribute(writing, "xlink:href",
			  arena_printf(writing->arena, "%s.xml#%s",
				       target->page->document->page->target.id,
				       target->id));
}

static void link_text(struct writing *writing, const struct target *target,
		      const char *value)
{
	start_link(writing, target);
	text(writing, value);
	end(writing);
}

/*
 * A reference whose text the program gives. Within the document it is an
 * `xref`, whose style names the same text, made of the target's label and
 * title (docbook-xsl: xrefstyle templates).
 */
static void reference(struct writing *writing, const struct target *target,
		      const char *style, const char *value)
{
	if (!is_here(writing, target) || style == NULL) {
		link_text(writing, target, value);
		return;
	}
	start(writing, "xref");
	attribute(writing, "linkend", target->id);
	attribute(writing, "xrefstyle", style);
	end(writing);
}

static void full_reference(struct writing *writing, const struct target *target)
{
	GString *value = g_string_new(NULL);
	const char *style =
		target->number[0] == '\0' ? "template:%t" : "template:%n %t";

	if (target->kind == TARGET_TABLE || target->kind == TARGET_CHART)
		style = arena_printf(writing->arena,
				     "template:%s\u00A0%%n. %%t",
				     phrase_kind(target, writing->report));
	phrase_full(value, target, writing->report);
	reference(writing, target, style, value->str);
	g_string_free(value, TRUE);
}

static void short_reference(struct writing *writing,
			    const struct target *target)
{
	GString *value = g_string_new(NULL);
	const char *style = NULL;

	phrase_short(value, target, writing->page, writing->report);
	if (target->number[0] != '\0') {
		size_t length = value->len - strlen(target->number);

		style = arena_printf(writing->arena, "template:%.*s%%n",
				     (int)length, value->str);
	}
	reference(writing, target, style, value->str);
	g_string_free(value, TRUE);
}

/* --- Tables ------------------------------------------------------------------
 */

/* Open a table with its head's columns; closed by end_table(). */
static void start_table(struct writing *writing, const struct target *target,
			const char *caption, size_t columns, bool row_headers)
{
	start(writing, target == NULL ? "informaltable" : "table");
	if (target != NULL) {
		attribute(writing, "xml:id", target->id);
		attribute(writing, "label", target->number);
	}
	attribute(writing, "frame", "topbot");
	attribute(writing, "rowheader",
		  row_headers ? "firstcol" : "norowheader");
	if (target != NULL)
		element(writing, "title", caption);
	start(writing, "tgroup");
	attribute(writing, "cols",
		  arena_printf(writing->arena, "%zu", columns));
}

static void end_table(struct writing *writing)
{
	end(writing);
	end(writing);
	line(writing);
}

static void column(struct writing *writing, size_t index, const char *align)
{
	start(writing, "colspec");
	attribute(writing, "colname",
		  arena_printf(writing->arena, "c%zu", index + 1));
	attribute(writing, "align", align);
	end(writing);
}

/*
 * A figure leads to the document's table of how its totals came about, if it
 * has one.
 */
static void account_text(struct writing *writing, const char *value)
{
	const struct target *method = writing->document->method;

	if (method == NULL) {
		text(writing, value);
		return;
	}
	start(writing, "link");
	attribute(writing, "linkend", method->id);
	attribute(writing, "role", "account");
	text(writing, value);
	end(writing);
}

static void write_cell(struct writing *writing, const struct table *table,
		       const struct cell *cell)
{
	/* In that table itself there is nowhere to lead. */
	if (cell->account != NULL &&
	    table->target != writing->document->method) {
		start(writing, "entry");
		account_text(writing, cell->text);
		end(writing);
		return;
	}
	if (cell->target == NULL) {
		element(writing, "entry", cell->text);
		return;
	}
	start(writing, "entry");
	link_text(writing, cell->target, cell->text);
	end(writing);
}

static void write_wide(struct writing *writing, const struct table *table,
		       const struct row *row)
{
	start(writing, "entry");
	attribute(writing, "namest", "c1");
	attribute(writing, "nameend",
		  arena_printf(writing->arena, "c%zu", table->columns_count));
	if (row->kind == ROW_GROUP) {
		start(writing, "emphasis");
		attribute(writing, "role", "strong");
	}
	if (row->cells[0].target != NULL)
		link_text(writing, row->cells[0].target, row->cells[0].text);
	else
		text(writing, row->cells[0].text);
	if (row->kind == ROW_GROUP)
		end(writing);
	end(writing);
}

static void write_row(struct writing *writing, const struct table *table,
		      const struct row *row)
{
	static const char *const roles[] = {
		[ROW_DATA] = NULL,	     [ROW_GROUP] = "group",
		[ROW_SUBTOTAL] = "subtotal", [ROW_REST] = "subtotal",
		[ROW_START] = "subtotal",    [ROW_TOTAL] = "total",
		[ROW_NOTE] = "nothing",
	};

	start(writing, "row");
	attribute(writing, "role", roles[row->kind]);
	if (row_is_wide(row))
		write_wide(writing, table, row);
	else
		for (size_t i = 0; i < table->columns_count; i++)
			write_cell(writing, table, &row->cells[i]);
	end(writing);
	line(writing);
}

static void write_legend(struct writing *writing, const struct table *table)
{
	const char **words =
		table_legend(table, writing->report, writing->arena);

	if (words[0] == NULL)
		return;
	start(writing, "itemizedlist");
	attribute(writing, "role", "legend");
	attribute(writing, "spacing", "compact");
	for (; *words != NULL; words++) {
		start(writing, "listitem");
		if (*words == table->carried)
			attribute(writing, "role", "carried");
		element(writing, "para", *words);
		end(writing);
	}
	end(writing);
	line(writing);
}

static void write_table(struct writing *writing, const struct table *table)
{
	start_table(writing, table->target,
		    table->target == NULL ? NULL : table->target->title,
		    table->columns_count, table->row_header == 0);
	for (size_t i = 0; i < table->columns_count; i++)
		column(writing, i, table->columns[i].number ? "right" : "left");
	start(writing, "thead");
	start(writing, "row");
	for (size_t i = 0; i < table->columns_count; i++)
		element(writing, "entry", table->columns[i].heading);
	end(writing);
	end(writing);
	line(writing);
	start(writing, "tbody");
	for (const struct row *row = table->rows; row != NULL; row = row->next)
		write_row(writing, table, row);
	if (table->rows == NULL) {
		/* A table has at least one row; this one says nothing. */
		start(writing, "row");
		for (size_t i = 0; i < table->columns_count; i++)
			element(writing, "entry", "");
		end(writing);
	}
	end(writing);
	end_table(writing);
	write_legend(writing, table);
}

/* --- The text
 * ------------------------------------------------------------------ */

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

	writing->enclosed++;
	start(writing, "entry");
	if (first != NULL && cmark_node_next(first) == NULL &&
	    cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH)
		write_children(writing, first);
	else
		write_children(writing, cell);
	end(writing);
	writing->enclosed--;
}

static void write_body_rows(struct writing *writing,
			    const struct body_table *table, const char *part,
			    size_t from, size_t to)
{
	start(writing, part);
	for (size_t r = from; r < to; r++) {
		start(writing, "row");
		for (size_t c = 0; c < table->columns; c++)
			write_cell_text(writing,
					table->cells[r * table->columns + c]);
		end(writing);
		line(writing);
	}
	/* A table has at least one row of cells. */
	if (from == to) {
		start(writing, "row");
		for (size_t c = 0; c < table->columns; c++)
			element(writing, "entry", "");
		end(writing);
	}
	end(writing);
}

static void write_body_table(struct writing *writing,
			     const struct body_table *table)
{
	static const char *const aligns[] = {
		[ALIGN_NONE] = "left",
		[ALIGN_LEFT] = "left",
		[ALIGN_CENTER] = "center",
		[ALIGN_RIGHT] = "right",
	};

	start_table(writing, table->target, table->caption_text, table->columns,
		    table->row_headers);
	for (size_t c = 0; c < table->columns; c++)
		column(writing, c, aligns[table->aligns[c]]);
	if (table->header_rows > 0)
		write_body_rows(writing, table, "thead", 0, table->header_rows);
	write_body_rows(writing, table, "tbody", table->header_rows,
			table->rows);
	end_table(writing);
}

static void enter_notice(struct writing *writing,
			 const struct body_notice *notice)
{
	bool note = notice->name == NOTICE_NOTE;
	const char *name = note ? "note" : "important";

	/* DocBook has no notice in a notice, a footnote or a table. */
	if (writing->enclosed++ > 0) {
		start(writing, "blockquote");
		attribute(writing, "role", name);
	} else {
		start(writing, name);
	}
	element(writing, "title",
		notice->title != NULL
			? notice->title
			: word(writing,
			       note ? LABEL_PAGE_NOTE : LABEL_PAGE_IMPORTANT));
	line(writing);
}

/* The file of a chart; no picture lies in that folder. */
static const char *chart_file(const struct writing *writing,
			      const struct target *target)
{
	return arena_printf(writing->arena, "charts/%s.svg", target->id);
}

/*
 * So wide that its text is about 10 points; smaller when it would then fill
 * most of a page.
 */
static void write_drawing(struct writing *writing, const struct chart *chart)
{
	int height =
		svg_height(chart, &writing->report->labels, writing->arena);
	bool high = height * 2 > SVG_WIDTH * 3;

	start(writing, "mediaobject");
	start(writing, "imageobject");
	start(writing, "imagedata");
	attribute(writing, "fileref", chart_file(writing, chart->target));
	attribute(writing, "format", "SVG");
	attribute(writing, "scalefit", "1");
	attribute(writing, high ? "depth" : "width", high ? "18cm" : "12cm");
	end(writing);
	end(writing);
	start(writing, "textobject");
	element(writing, "phrase", chart->summary);
	end(writing);
	end(writing);
	line(writing);
}

/* A fault of the machine is told when the output ends. */
static void write_chart_file(struct writing *writing, const struct chart *chart)
{
	struct markup markup;

	markup_init(&markup, g_string_new(NULL));
	svg_file(&markup, chart, &writing->report->labels, writing->arena);
	markup_finish(&markup);
	output_write(writing->output, chart_file(writing, chart->target),
		     markup.out->str, markup.out->len);
	g_string_free(markup.out, TRUE);
}

static void write_chart(struct writing *writing, const struct chart *chart)
{
	write_chart_file(writing, chart);
	start(writing, "figure");
	attribute(writing, "xml:id", chart->target->id);
	attribute(writing, "label", chart->target->number);
	element(writing, "title", chart->target->title);
	write_drawing(writing, chart);
	end(writing);
	line(writing);
	write_table(writing, chart->table);
}

static void write_forums(struct writing *writing,
			 const struct body_forums *forums)
{
	const struct chart *chart = table_chart(
		forums->table, forums->target, writing->report, writing->arena);

	if (chart != NULL)
		write_chart(writing, chart);
	else
		write_table(writing,
			    table_of_query(forums->table, forums->target,
					   writing->report, writing->arena));
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
		enter_notice(writing, (const struct body_notice *)item);
		break;
	}
}

static void leave_custom_block(struct writing *writing, cmark_node *node)
{
	const struct body_item *item = cmark_node_get_user_data(node);

	if (item->kind == BODY_NOTICE) {
		end(writing);
		writing->enclosed--;
	}
	line(writing);
}

/* Ids of notes have a stop, which no other id has. */
static void write_note(struct writing *writing,
		       const struct body_note_reference *reference_to)
{
	const struct body_note *note = reference_to->note;
	const char *id = arena_printf(writing->arena, "fn.%u", note->number);

	if (reference_to->index > 1) {
		start(writing, "footnoteref");
		attribute(writing, "linkend", id);
		end(writing);
		return;
	}
	start(writing, "footnote");
	attribute(writing, "xml:id", id);
	attribute(writing, "label",
		  arena_printf(writing->arena, "%u", note->number));
	writing->enclosed++;
	write_children(writing, note->root);
	writing->enclosed--;
	end(writing);
}

/* A link cannot lie in another. */
static bool is_in_link(cmark_node *node)
{
	for (; node != NULL; node = cmark_node_parent(node))
		if (cmark_node_get_type(node) == CMARK_NODE_LINK)
			return true;
	return false;
}

/* WCAG 2.1, 3.1.2: so that it is read out in its own language. */
static void foreign_text(struct writing *writing, const struct body_role *role)
{
	start(writing, "foreignphrase");
	attribute(writing, "xml:lang", role->language);
	text(writing, role->result);
	end(writing);
}

static void enter_custom_inline(struct writing *writing, cmark_node *node)
{
	const struct body_item *item = cmark_node_get_user_data(node);
	const struct body_role *role = (const struct body_role *)item;

	if (item->kind == BODY_NOTE)
		write_note(writing, (const struct body_note_reference *)item);
	else if (role->name == ROLE_REF)
		short_reference(writing, role->target);
	else if (role->name == ROLE_LANGUAGE)
		foreign_text(writing, role);
	else if (is_in_link(node))
		text(writing, role->result);
	else
		account_text(writing, role->result);
}

static void enter_link(struct writing *writing, cmark_node *node)
{
	const struct body_link *to = cmark_node_get_user_data(node);

	if (to->empty && to->target != NULL) {
		full_reference(writing, to->target);
		return;
	}
	if (to->target != NULL) {
		start_link(writing, to->target);
		return;
	}
	start(writing, "link");
	attribute(writing, "xlink:href", to->url);
	if (to->empty)
		text(writing, to->url);
}

static void leave_link(struct writing *writing, cmark_node *node)
{
	const struct body_link *to = cmark_node_get_user_data(node);

	if (!to->empty || to->target == NULL)
		end(writing);
}

static void enter_image(struct writing *writing, cmark_node *node)
{
	const struct body_image *image = cmark_node_get_user_data(node);
	const struct asset *asset = image->target;

	start(writing, "inlinemediaobject");
	start(writing, "imageobject");
	start(writing, "imagedata");
	attribute(writing, "fileref", asset->url);
	end(writing);
	end(writing);
	start(writing, "textobject");
	element(writing, "phrase", image->text);
	end(writing);
	end(writing);
}

static void enter_list(struct writing *writing, cmark_node *node)
{
	bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	int first = cmark_node_get_list_start(node);

	start(writing, ordered ? "orderedlist" : "itemizedlist");
	if (cmark_node_get_list_tight(node))
		attribute(writing, "spacing", "compact");
	if (ordered && first != 1)
		attribute(writing, "startingnumber",
			  arena_printf(writing->arena, "%d", first));
}

/* Items and quotations have at least one block. */
static void enter_item(struct writing *writing, cmark_node *node)
{
	start(writing, "listitem");
	if (cmark_node_first_child(node) == NULL)
		element(writing, "para", "");
}

static void enter_quote(struct writing *writing, cmark_node *node)
{
	start(writing, "blockquote");
	if (cmark_node_first_child(node) == NULL)
		element(writing, "para", "");
}

static void enter_strong(struct writing *writing, cmark_node *node)
{
	(void)node;
	start(writing, "emphasis");
	attribute(writing, "role", "strong");
}

static void enter_text(struct writing *writing, cmark_node *node)
{
	text(writing, cmark_node_get_literal(node));
}

static void enter_code(struct writing *writing, cmark_node *node)
{
	element(writing, "literal", cmark_node_get_literal(node));
}

static void enter_code_block(struct writing *writing, cmark_node *node)
{
	element(writing, "programlisting", cmark_node_get_literal(node));
	line(writing);
}

static void enter_soft_break(struct writing *writing, cmark_node *node)
{
	(void)node;
	line(writing);
}

/* DocBook has no line break; its stylesheets have this one. */
static void enter_line_break(struct writing *writing, cmark_node *node)
{
	(void)node;
	markup_instruction(&writing->markup, "linebreak");
	line(writing);
}

static void enter_thematic_break(struct writing *writing, cmark_node *node)
{
	(void)node;
	markup_instruction(&writing->markup, "rule");
	line(writing);
}

struct node_rule {
	const char *name; /* the element; NULL: `enter` and `leave` say all */
	void (*enter)(struct writing *writing, cmark_node *node);
	void (*leave)(struct writing *writing, cmark_node *node);
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

static void write_enter(struct writing *writing, cmark_node *node)
{
	const struct node_rule *rule = &node_rules[cmark_node_get_type(node)];

	if (rule->name != NULL)
		start(writing, rule->name);
	if (rule->enter != NULL)
		rule->enter(writing, node);
}

static void write_leave(struct writing *writing, cmark_node *node)
{
	const struct node_rule *rule = &node_rules[cmark_node_get_type(node)];

	if (rule->leave != NULL)
		rule->leave(writing, node);
	if (rule->ends)
		end(writing);
	if (rule->block)
		line(writing);
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

/* --- Abbreviations -----------------------------------------------------------
 */

static const char *abbreviation_text(const void *item)
{
	return ((const struct abbreviation *)item)->text;
}

/* Does the text have `name` by itself? */
static bool is_said(const struct writing *writing, const char *name)
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
static void meet_abbreviations(struct writing *writing)
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

/* --- Pages
 * ------------------------------------------------------------------------ */

static bool is_heading(cmark_node *node)
{
	return cmark_node_get_type(node) == CMARK_NODE_HEADING;
}

static void start_section(struct writing *writing, const char *name,
			  const struct target *target)
{
	start_part(writing, name);
	part_attribute(writing, "xml:id", target->id);
	if (target->number[0] != '\0')
		part_attribute(writing, "label", target->number);
	line(writing);
	element(writing, "title", target->title);
	line(writing);
}

/* A section says something, if only nothing. */
static void fill_section(struct writing *writing, bool filled)
{
	if (!filled)
		element(writing, "para", "");
}

/*
 * The blocks from `node` up to the next heading; returns that heading, or
 * NULL. `*filled` tells whether there were any.
 */
static cmark_node *write_blocks(struct writing *writing, cmark_node *node,
				bool *filled)
{
	for (; node != NULL && !is_heading(node);
	     node = cmark_node_next(node)) {
		write_tree(writing, node);
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
static void write_subsections(struct writing *writing, cmark_node *node)
{
	unsigned levels[8] = { 1 };
	size_t depth = 0;

	while (node != NULL) {
		const struct body_heading *heading =
			cmark_node_get_user_data(node);
		cmark_node *next;
		bool filled = false;

		while (levels[depth] >= heading->level) {
			end_part(writing);
			line(writing);
			depth--;
		}
		start_section(writing, "section", heading->target);
		levels[++depth] = heading->level;
		next = write_blocks(writing, cmark_node_next(node), &filled);
		fill_section(writing, filled || is_below(next, heading));
		node = next;
	}
	for (; depth > 0; depth--) {
		end_part(writing);
		line(writing);
	}
}

static void write_fact(struct writing *writing, const struct fact *fact)
{
	start(writing, "varlistentry");
	attribute(writing, "role", fact->role);
	element(writing, "term", fact->heading);
	start(writing, "listitem");
	for (const struct fact_item *at = fact->items; at != NULL;
	     at = at->next) {
		if (at->target == NULL && at->after == NULL) {
			element(writing, "para", at->text);
			continue;
		}
		start(writing, "para");
		if (at->target != NULL)
			link_text(writing, at->target, at->text);
		else
			text(writing, at->text);
		if (at->after != NULL)
			text(writing, at->after);
		end(writing);
	}
	end(writing);
	end(writing);
	line(writing);
}

static void write_facts(struct writing *writing, const struct fact *facts)
{
	if (facts == NULL)
		return;
	start(writing, "variablelist");
	attribute(writing, "role", "facts");
	line(writing);
	for (; facts != NULL; facts = facts->next)
		write_fact(writing, facts);
	end(writing);
	line(writing);
}

static void write_forum(struct writing *writing, const struct page *page)
{
	const struct table *figures =
		table_of_forum(writing->report, page, writing->arena);

	if (figures != NULL)
		write_table(writing, figures);
	write_facts(writing,
		    facts_of_forum(writing->report, page, writing->arena));
	figures = calculation_table(writing->report, page, writing->arena);
	if (figures != NULL)
		write_table(writing, figures);
}

/*
 * What a page holds: DocBook has all blocks of a section before the sections
 * in it, so figures and costs come before the sub-sections of the text.
 */
static void write_content(struct writing *writing, const struct page *page)
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
		write_table(writing, table_of_section(writing->report, page,
						      writing->arena));
		filled = true;
	}
	if (page->years_target != NULL)
		write_table(writing,
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

static void write_page(struct writing *writing, const struct page *page)
{
	bool chapter = page->depth == 1 && is_book(page->document);

	start_section(writing, chapter ? "chapter" : "section", &page->target);
	write_content(writing, page);
	for (const struct page *at = page->first_child; at != NULL;
	     at = at->next)
		write_page(writing, at);
	end_part(writing);
	line(writing);
}

/* --- Documents
 * ----------------------------------------------------------------------- */

static void write_info(struct writing *writing)
{
	const struct document *document = writing->document;
	GString *date = g_string_new(NULL);

	start_part(writing, "info");
	line(writing);
	element(writing, "title", document->page->target.title);
	if (document->subtitle != NULL)
		element(writing, "subtitle", document->subtitle);
	if (document->page->short_title != NULL)
		element(writing, "titleabbrev", document->page->short_title);
	facts_append_date(date, &document->date);
	element(writing, "date", date->str);
	g_string_free(date, TRUE);
	if (document->reference != NULL) {
		start(writing, "biblioid");
		attribute(writing, "class", "other");
		attribute(writing, "otherclass",
			  word(writing, LABEL_KEY_REFERENCE));
		text(writing, document->reference);
		end(writing);
	}
	if (document->publisher != NULL) {
		start(writing, "publisher");
		element(writing, "publishername", document->publisher);
		end(writing);
	}
	if (document->kind != NULL) {
		start(writing, "bibliomisc");
		attribute(writing, "role", "kind");
		text(writing, document->kind->word);
		end(writing);
		line(writing);
	}
	end_part(writing);
	line(writing);
}

/* The document's own text is a preface; it needs a title. */
static void write_preface(struct writing *writing)
{
	start_part(writing, "preface");
	line(writing);
	element(writing, "title", word(writing, LABEL_PAGE_ABOUT));
	line(writing);
	write_content(writing, writing->document->page);
	end_part(writing);
	line(writing);
}

static void write_glossary(struct writing *writing, const GPtrArray *sorted)
{
	start_part(writing, "glossary");
	part_attribute(writing, "xml:id", "back.abbreviations");
	line(writing);
	element(writing, "title", word(writing, LABEL_PAGE_ABBREVIATIONS));
	line(writing);
	for (guint i = 0; i < sorted->len; i++) {
		const struct abbreviation *at = g_ptr_array_index(sorted, i);

		start(writing, "glossentry");
		element(writing, "glossterm", at->text);
		start(writing, "glossdef");
		element(writing, "para", at->meaning);
		end(writing);
		end(writing);
		line(writing);
	}
	end_part(writing);
	line(writing);
}

/*
 * What the abbreviations that the document has mean. The website has them where
 * they are used.
 */
static void write_abbreviations(struct writing *writing)
{
	GPtrArray *met = writing->met;

	meet_abbreviations(writing);
	if (met->len == 0)
		return;
	collator_sort(writing->report->collator, met->pdata, met->len,
		      abbreviation_text);
	write_glossary(writing, met);
}

static void write_party(struct writing *writing, const struct party *party)
{
	GString *places = g_string_new(NULL);

	for (guint i = 0; i < party->forums->len; i++) {
		const struct page *page = g_ptr_array_index(party->forums, i);

		g_string_append_printf(places, "%s%s", i == 0 ? "" : " ",
				       page->target.id);
	}
	start(writing, "indexentry");
	start(writing, "primaryie");
	attribute(writing, "linkends", places->str);
	text(writing, party->organisation->name);
	end(writing);
	end(writing);
	line(writing);
	g_string_free(places, TRUE);
}

/*
 * The parties and the forums that name them, in the order of the language:
 * stylesheets would need its rules to sort `indexterm`s.
 */
static void write_parties(struct writing *writing)
{
	GPtrArray *parties =
		parties_of_document(writing->report, writing->document);

	if (parties->len > 0) {
		start_part(writing, "index");
		part_attribute(writing, "xml:id", "back.parties");
		line(writing);
		element(writing, "title",
			word(writing, LABEL_PAGE_PARTY_INDEX));
		line(writing);
		for (guint i = 0; i < parties->len; i++)
			write_party(writing, g_ptr_array_index(parties, i));
		end_part(writing);
		line(writing);
	}
	parties_free(parties);
}

/* A document of one page is an article, one with chapters a book. */
static void write_root(struct writing *writing)
{
	const struct page *page = writing->document->page;
	bool book = is_book(writing->document);

	xmlTextWriterStartDocument(writing->xml, NULL, "UTF-8", NULL);
	start_part(writing, book ? "book" : "article");
	part_attribute(writing, "xmlns", NAMESPACE);
	part_attribute(writing, "xmlns:xlink", XLINK_NAMESPACE);
	part_attribute(writing, "version", "5.0");
	part_attribute(writing, "xml:lang", word(writing, LABEL_LANGUAGE_CODE));
	part_attribute(writing, "xml:id", page->target.id);
	if (writing->document->kind != NULL &&
	    writing->document->kind->one_page && !book)
		part_attribute(writing, "role", "one-page");
	line(writing);
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
	end_part(writing);
	xmlTextWriterEndDocument(writing->xml);
}

static int write_bytes(void *context, const char *bytes, int length)
{
	return output_add(context, bytes, (size_t)length) == 0 ? length : -1;
}

static int keep_open(void *context)
{
	(void)context;
	return 0;
}

static void writing_init(struct writing *writing, struct output *output,
			 const struct report *report,
			 const struct document *document, struct arena *arena)
{
	*writing = (struct writing){
		.output = output,
		.report = report,
		.document = document,
		.page = document->page,
		.arena = arena,
		.said = g_string_new(NULL),
		.unmet = g_ptr_array_new(),
		.met = g_ptr_array_new(),
	};
	markup_init(&writing->markup, g_string_sized_new(2 * PIECE));
	for (size_t i = 0; i < report->abbreviations_count; i++)
		g_ptr_array_add(writing->unmet, &report->abbreviations[i]);
}

static void writing_release(struct writing *writing)
{
	markup_finish(&writing->markup);
	g_string_free(writing->markup.out, TRUE);
	g_string_free(writing->said, TRUE);
	g_ptr_array_free(writing->unmet, TRUE);
	g_ptr_array_free(writing->met, TRUE);
}

static int write_document(struct output *output, const struct report *report,
			  const struct document *document,
			  const struct foreign_book *foreign,
			  struct arena *arena)
{
	char *name = g_strdup_printf("%s.xml", document->page->target.id);
	struct output_file *file = output_begin(output, name);
	xmlOutputBufferPtr buffer =
		xmlOutputBufferCreateIO(write_bytes, keep_open, file, NULL);
	struct writing writing;

	writing_init(&writing, output, report, document, arena);
	writing.foreign = foreign;
	writing.xml = xmlNewTextWriter(buffer);
	write_root(&writing);
	xmlFreeTextWriter(writing.xml);
	writing_release(&writing);
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
