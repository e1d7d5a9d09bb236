#include "format/svg.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "format/drawing.h"
#include "format/markup.h"
#include "format/plot.h"
#include "report/chart.h"
#include "report/labels.h"
#include "report/report.h"

#define SWATCH 14 /* a square of the legend */

/* --- The legend
 * ---------------------------------------------------------------
 */

static void legend_entry(struct drawing *drawing, int *x, int series,
			 const char *words)
{
	int width = SWATCH + 6 + drawing_width_of(words, LETTER) + 14;

	if (*x > 0 && *x + width > SVG_WIDTH) {
		*x = 0;
		drawing->y += LINE + 2;
	}
	if (series < 0)
		;
	else if (drawing->chart->kind == CHART_LINE)
		drawing_mark(drawing, series, *x + SWATCH / 2,
			     drawing->y + LINE / 2 + 1);
	else
		drawing_box(drawing, LOOK_BAR, series, *x, drawing->y + 3,
			    SWATCH, SWATCH);
	drawing_text(drawing, LOOK_LEGEND, *x + (series < 0 ? 0 : SWATCH + 6),
		     drawing->y + LINE - 4, NULL, words);
	*x += width;
}

static void legend(struct drawing *drawing)
{
	const struct chart *chart = drawing->chart;
	bool named = chart->series_count > 1 || chart->kind == CHART_LINE;
	int x = 0;

	if (!named || chart->bars_count == 0)
		return;
	for (size_t i = 0; i < chart->series_count; i++)
		legend_entry(drawing, &x, (int)i, chart->series[i]);
	drawing->y += LINE + 8;
}

/* What a dashed part and an arrow mean, below the chart when it has them. */
static void marks_told(struct drawing *drawing)
{
	const struct chart *chart = drawing->chart;

	if (chart->ranges)
		drawing_lines(
			drawing, LOOK_TICK, 0, SVG_WIDTH, 2,
			labels_word(drawing->labels, LABEL_PAGE_CHART_RANGE));
	if (chart->open)
		drawing_lines(
			drawing, LOOK_TICK, 0, SVG_WIDTH, 2,
			labels_word(drawing->labels, LABEL_PAGE_CHART_OPEN));
}

/* --- The whole
 * -------------------------------------------------------------------
 */

static void draw(struct drawing *drawing)
{
	const struct chart *chart = drawing->chart;

	drawing->y = 0;
	legend(drawing);
	if (chart->bars_count == 0)
		drawing_lines(
			drawing, LOOK_WORD, 0, SVG_WIDTH, 2,
			labels_word(drawing->labels, LABEL_PAGE_CHART_NOTHING));
	else if (chart->kind == CHART_LINE)
		plot_lines(drawing);
	else
		plot_bars(drawing);
	marks_told(drawing);
	drawing->y += 4;
}

int svg_height(const struct chart *chart, const struct labels *labels,
	       struct arena *arena)
{
	struct drawing drawing = {
		.chart = chart, .labels = labels, .arena = arena, .silent = true
	};

	draw(&drawing);
	return drawing.y;
}

static void open_sheet(struct drawing *drawing)
{
	struct markup *markup = drawing->markup;
	int height =
		svg_height(drawing->chart, drawing->labels, drawing->arena);

	markup_open(markup, "svg");
	markup_attribute(
		markup, "viewBox",
		arena_printf(drawing->arena, "0 0 %d %d", SVG_WIDTH, height));
}

static void names(struct drawing *drawing, const char *title_id,
		  const char *description_id)
{
	struct markup *markup = drawing->markup;

	markup_open(markup, "title");
	markup_attribute(markup, "id", title_id);
	markup_text(markup, drawing->chart->target->title);
	markup_close(markup, "title");
	markup_open(markup, "desc");
	markup_attribute(markup, "id", description_id);
	markup_text(markup, drawing->chart->summary);
	markup_close(markup, "desc");
	markup_break(markup);
}

void svg_inline(struct markup *markup, const struct chart *chart,
		const struct labels *labels, struct arena *arena)
{
	struct drawing drawing = { .markup = markup,
				   .chart = chart,
				   .labels = labels,
				   .arena = arena };
	const char *title = arena_printf(arena, "%s.title", chart->target->id);
	const char *description =
		arena_printf(arena, "%s.desc", chart->target->id);

	open_sheet(&drawing);
	markup_word(markup, "class", "chart-drawing");
	markup_word(markup, "role", "img");
	markup_attribute(markup, "aria-labelledby", title);
	markup_attribute(markup, "aria-describedby", description);
	names(&drawing, title, description);
	draw(&drawing);
	markup_close(markup, "svg");
	markup_break(markup);
}

void svg_file(struct markup *markup, const struct chart *chart,
	      const struct labels *labels, struct arena *arena)
{
	struct drawing drawing = { .markup = markup,
				   .chart = chart,
				   .labels = labels,
				   .arena = arena,
				   .alone = true };

	g_string_append(markup->out,
			"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	open_sheet(&drawing);
	markup_word(markup, "xmlns", "http://www.w3.org/2000/svg");
	markup_word(markup, "version", "1.1");
	markup_number(markup, "width", SVG_WIDTH);
	markup_number(markup, "height", svg_height(chart, labels, arena));
	markup_word(markup, "font-family", "DejaVu Sans, sans-serif");
	markup_word(markup, "font-size", "14");
	names(&drawing, NULL, NULL);
	draw(&drawing);
	markup_close(markup, "svg");
	markup_break(markup);
}
