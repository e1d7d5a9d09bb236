#include "format/docbook_writing.h"

#include <glib.h>
#include <libxml/xmlwriter.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/output.h"
#include "base/text.h"
#include "format/foreign.h"
#include "report/phrase.h"
#include "report/report.h"

/* What is written at once: copying costs less than the writer's calls. */
#define PIECE ((size_t)16 * 1024)

const char *docbook_word(const struct docbook_writing *writing,
			 enum label label)
{
	return labels_word(&writing->report->labels, label);
}

/* --- Parts: what the writer has ------------------------------------------
 */

/* Hand over what waits. No start tag may be half written. */
static void flush(struct docbook_writing *writing)
{
	GString *piece = writing->markup.out;

	foreign_mark(writing->foreign, piece);
	if (piece->len > 0)
		xmlTextWriterWriteRawLen(writing->xml, BAD_CAST piece->str,
					 (int)piece->len);
	g_string_truncate(piece, 0);
}

void docbook_start_part(struct docbook_writing *writing, const char *name)
{
	flush(writing);
	xmlTextWriterStartElement(writing->xml, BAD_CAST name);
}

void docbook_part_attribute(struct docbook_writing *writing, const char *name,
			    const char *value)
{
	xmlTextWriterWriteAttribute(writing->xml, BAD_CAST name,
				    BAD_CAST value);
}

void docbook_end_part(struct docbook_writing *writing)
{
	g_assert(writing->markup.depth == 0);
	flush(writing);
	xmlTextWriterEndElement(writing->xml);
}

/* --- Blocks: what is written in pieces -----------------------------------
 */

void docbook_start(struct docbook_writing *writing, const char *name)
{
	markup_open(&writing->markup, name);
	text_append_string(writing->said, "\n");
}

void docbook_end(struct docbook_writing *writing)
{
	markup_end(&writing->markup);
	if (writing->markup.out->len > PIECE)
		flush(writing);
}

void docbook_attribute(struct docbook_writing *writing, const char *name,
		       const char *value)
{
	markup_attribute(&writing->markup, name, value);
}

void docbook_text(struct docbook_writing *writing, const char *value)
{
	text_append_string(writing->said, value);
	markup_text(&writing->markup, value);
}

void docbook_element(struct docbook_writing *writing, const char *name,
		     const char *value)
{
	text_append_string(writing->said, "\n");
	text_append_string(writing->said, value);
	text_append_string(writing->said, "\n");
	markup_element(&writing->markup, name, value);
}

void docbook_line(struct docbook_writing *writing)
{
	markup_break(&writing->markup);
}

/* --- References ----------------------------------------------------------
 */

static bool is_here(const struct docbook_writing *writing,
		    const struct target *target)
{
	return target->page->document == writing->document;
}

void docbook_start_link(struct docbook_writing *writing,
			const struct target *target)
{
	docbook_start(writing, "link");
	if (target->kind == TARGET_FILE)
		docbook_attribute(writing, "xlink:href",
				  arena_concat(writing->arena, "../html/",
					       target->id, NULL));
	else if (is_here(writing, target))
		docbook_attribute(writing, "linkend", target->id);
	else
		docbook_attribute(
			writing, "xlink:href",
			arena_concat(writing->arena,
				     target->page->document->page->target.id,
				     ".xml#", target->id, NULL));
}

void docbook_link(struct docbook_writing *writing, const struct target *target,
		  const char *value)
{
	docbook_start_link(writing, target);
	docbook_text(writing, value);
	docbook_end(writing);
}

/*
 * A reference whose text the program gives. Within the document it is an
 * `xref`, whose style names the same text, made of the target's label and
 * title (docbook-xsl: xrefstyle templates).
 */
static void reference(struct docbook_writing *writing,
		      const struct target *target, const char *style,
		      const char *value)
{
	if (!is_here(writing, target) || style == NULL) {
		docbook_link(writing, target, value);
		return;
	}
	docbook_start(writing, "xref");
	docbook_attribute(writing, "linkend", target->id);
	docbook_attribute(writing, "xrefstyle", style);
	docbook_end(writing);
}

void docbook_full_reference(struct docbook_writing *writing,
			    const struct target *target)
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

void docbook_short_reference(struct docbook_writing *writing,
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

/* --- Files ---------------------------------------------------------------
 */

static int write_bytes(void *context, const char *bytes, int length)
{
	return output_add(context, bytes, (size_t)length) == 0 ? length : -1;
}

static int keep_open(void *context)
{
	(void)context;
	return 0;
}

void docbook_begin(struct docbook_writing *writing, struct output *output,
		   struct output_file *file, const struct report *report,
		   const struct document *document, struct arena *arena)
{
	*writing = (struct docbook_writing){
		.output = output,
		.xml = xmlNewTextWriter(xmlOutputBufferCreateIO(
			write_bytes, keep_open, file, NULL)),
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
	xmlTextWriterStartDocument(writing->xml, NULL, "UTF-8", NULL);
}

void docbook_finish(struct docbook_writing *writing)
{
	flush(writing);
	xmlTextWriterEndDocument(writing->xml);
	xmlFreeTextWriter(writing->xml);
	markup_finish(&writing->markup);
	g_string_free(writing->markup.out, TRUE);
	g_string_free(writing->said, TRUE);
	g_ptr_array_free(writing->unmet, TRUE);
	g_ptr_array_free(writing->met, TRUE);
}
