#include "format/docbook_table.h"

#include <glib.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/output.h"
#include "format/docbook_writing.h"
#include "format/svg.h"
#include "read/body.h"
#include "report/chart.h"
#include "report/report.h"
#include "report/table.h"

void docbook_start_table(struct docbook_writing *writing,
			 const struct target *target, const char *caption,
			 size_t columns, bool row_headers)
{
	docbook_start(writing, target == NULL ? "informaltable" : "table");
	if (target != NULL) {
		docbook_attribute(writing, "xml:id", target->id);
		docbook_attribute(writing, "label", target->number);
	}
	docbook_attribute(writing, "frame", "topbot");
	docbook_attribute(writing, "rowheader",
			  row_headers ? "firstcol" : "norowheader");
	if (target != NULL)
		docbook_element(writing, "title", caption);
	docbook_start(writing, "tgroup");
	docbook_attribute(writing, "cols",
			  arena_printf(writing->arena, "%zu", columns));
}

void docbook_end_table(struct docbook_writing *writing)
{
	docbook_end(writing);
	docbook_end(writing);
	docbook_line(writing);
}

void docbook_column(struct docbook_writing *writing, size_t index,
		    const char *align)
{
	docbook_start(writing, "colspec");
	docbook_attribute(writing, "colname",
			  arena_printf(writing->arena, "c%zu", index + 1));
	docbook_attribute(writing, "align", align);
	docbook_end(writing);
}

void docbook_account(struct docbook_writing *writing, const char *value)
{
	const struct target *method = writing->document->method;

	if (method == NULL) {
		docbook_text(writing, value);
		return;
	}
	docbook_start(writing, "link");
	docbook_attribute(writing, "linkend", method->id);
	docbook_attribute(writing, "role", "account");
	docbook_text(writing, value);
	docbook_end(writing);
}

static void write_cell(struct docbook_writing *writing,
		       const struct table *table, const struct cell *cell)
{
	/* In that table itself there is nowhere to lead. */
	if (cell->account != NULL &&
	    table->target != writing->document->method) {
		docbook_start(writing, "entry");
		docbook_account(writing, cell->text);
		docbook_end(writing);
		return;
	}
	if (cell->target == NULL) {
		docbook_element(writing, "entry", cell->text);
		return;
	}
	docbook_start(writing, "entry");
	docbook_link(writing, cell->target, cell->text);
	docbook_end(writing);
}

static void write_wide(struct docbook_writing *writing,
		       const struct table *table, const struct row *row)
{
	docbook_start(writing, "entry");
	docbook_attribute(writing, "namest", "c1");
	docbook_attribute(
		writing, "nameend",
		arena_printf(writing->arena, "c%zu", table->columns_count));
	if (row->kind == ROW_GROUP) {
		docbook_start(writing, "emphasis");
		docbook_attribute(writing, "role", "strong");
	}
	if (row->cells[0].target != NULL)
		docbook_link(writing, row->cells[0].target, row->cells[0].text);
	else
		docbook_text(writing, row->cells[0].text);
	if (row->kind == ROW_GROUP)
		docbook_end(writing);
	docbook_end(writing);
}

static void write_row(struct docbook_writing *writing,
		      const struct table *table, const struct row *row)
{
	static const char *const roles[] = {
		[ROW_DATA] = NULL,	     [ROW_GROUP] = "group",
		[ROW_SUBTOTAL] = "subtotal", [ROW_REST] = "subtotal",
		[ROW_START] = "subtotal",    [ROW_TOTAL] = "total",
		[ROW_NOTE] = "nothing",
	};

	docbook_start(writing, "row");
	docbook_attribute(writing, "role", roles[row->kind]);
	if (row_is_wide(row))
		write_wide(writing, table, row);
	else
		for (size_t i = 0; i < table->columns_count; i++)
			write_cell(writing, table, &row->cells[i]);
	docbook_end(writing);
	docbook_line(writing);
}

static void write_legend(struct docbook_writing *writing,
			 const struct table *table)
{
	const char **words =
		table_legend(table, writing->report, writing->arena);

	if (words[0] == NULL)
		return;
	docbook_start(writing, "itemizedlist");
	docbook_attribute(writing, "role", "legend");
	docbook_attribute(writing, "spacing", "compact");
	for (; *words != NULL; words++) {
		docbook_start(writing, "listitem");
		if (*words == table->carried)
			docbook_attribute(writing, "role", "carried");
		docbook_element(writing, "para", *words);
		docbook_end(writing);
	}
	docbook_end(writing);
	docbook_line(writing);
}

void docbook_table(struct docbook_writing *writing, const struct table *table)
{
	docbook_start_table(writing, table->target,
			    table->target == NULL ? NULL : table->target->title,
			    table->columns_count, table->row_header == 0);
	for (size_t i = 0; i < table->columns_count; i++)
		docbook_column(writing, i,
			       table->columns[i].number ? "right" : "left");
	docbook_start(writing, "thead");
	docbook_start(writing, "row");
	for (size_t i = 0; i < table->columns_count; i++)
		docbook_element(writing, "entry", table->columns[i].heading);
	docbook_end(writing);
	docbook_end(writing);
	docbook_line(writing);
	docbook_start(writing, "tbody");
	for (const struct row *row = table->rows; row != NULL; row = row->next)
		write_row(writing, table, row);
	if (table->rows == NULL) {
		/* A table has at least one row; this one says nothing. */
		docbook_start(writing, "row");
		for (size_t i = 0; i < table->columns_count; i++)
			docbook_element(writing, "entry", "");
		docbook_end(writing);
	}
	docbook_end(writing);
	docbook_end_table(writing);
	write_legend(writing, table);
}

/* --- Charts --------------------------------------------------------------
 */

/* The file of a chart; no picture lies in that folder. */
static const char *chart_file(const struct docbook_writing *writing,
			      const struct target *target)
{
	return arena_printf(writing->arena, "charts/%s.svg", target->id);
}

/*
 * So wide that its text is about 10 points; smaller when it would then fill
 * most of a page.
 */
static void write_drawing(struct docbook_writing *writing,
			  const struct chart *chart)
{
	int height =
		svg_height(chart, &writing->report->labels, writing->arena);
	bool high = height * 2 > SVG_WIDTH * 3;

	docbook_start(writing, "mediaobject");
	docbook_start(writing, "imageobject");
	docbook_start(writing, "imagedata");
	docbook_attribute(writing, "fileref",
			  chart_file(writing, chart->target));
	docbook_attribute(writing, "format", "SVG");
	docbook_attribute(writing, "scalefit", "1");
	docbook_attribute(writing, high ? "depth" : "width",
			  high ? "18cm" : "12cm");
	docbook_end(writing);
	docbook_end(writing);
	docbook_start(writing, "textobject");
	docbook_element(writing, "phrase", chart->summary);
	docbook_end(writing);
	docbook_end(writing);
	docbook_line(writing);
}

/* A fault of the machine is told when the output ends. */
static void write_chart_file(struct docbook_writing *writing,
			     const struct chart *chart)
{
	struct markup markup;

	markup_init(&markup, g_string_new(NULL));
	svg_file(&markup, chart, &writing->report->labels, writing->arena);
	markup_finish(&markup);
	output_write(writing->output, chart_file(writing, chart->target),
		     markup.out->str, markup.out->len);
	g_string_free(markup.out, TRUE);
}

static void write_chart(struct docbook_writing *writing,
			const struct chart *chart)
{
	write_chart_file(writing, chart);
	docbook_start(writing, "figure");
	docbook_attribute(writing, "xml:id", chart->target->id);
	docbook_attribute(writing, "label", chart->target->number);
	docbook_element(writing, "title", chart->target->title);
	write_drawing(writing, chart);
	docbook_end(writing);
	docbook_line(writing);
	docbook_table(writing, chart->table);
}

void docbook_forums(struct docbook_writing *writing,
		    const struct body_forums *forums)
{
	const struct chart *chart = table_chart(
		forums->table, forums->target, writing->report, writing->arena);

	if (chart != NULL)
		write_chart(writing, chart);
	else
		docbook_table(writing,
			      table_of_query(forums->table, forums->target,
					     writing->report, writing->arena));
}
