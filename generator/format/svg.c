#include "format/svg.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "format/markup.h"
#include "report/chart.h"
#include "report/labels.h"
#include "report/report.h"

/* --- Measures, in units -----------------------------------------------------
 */

#define LINE   20 /* of text */
#define BAR    18
#define ROOM   12 /* between bars */
#define TICK   3  /* a line of the scale beyond a bar */
#define SWATCH 14
#define HEAD   10  /* of the arrow of an open value */
#define NARROW 20  /* more bars than this have their names beside them */
#define ASIDE  200 /* the width of those names */
#define LINES  260 /* the height of a chart of lines */
#define MARGIN 64  /* beside it, for the scale */

/*
 * How wide a character is, at most about: text is not measured, which would
 * need the reader's typeface. Words are narrower than figures.
 */
#define FIGURE 9
#define LETTER 8

/* --- Looks -------------------------------------------------------------------
 */

enum look {
	LOOK_LABEL,  /* the name of a bar */
	LOOK_VALUE,  /* a figure */
	LOOK_WORD,   /* a word in place of a figure */
	LOOK_PARTS,  /* the figures of the parts of a bar */
	LOOK_LEGEND, /* text of the legend */
	LOOK_TICK,   /* a figure of the scale */
	LOOK_GRID,   /* a line of the scale */
	LOOK_AXIS,   /* its zero */
	LOOK_RANGE,  /* between the least and the largest */
	LOOK_OPEN,   /* at least so much */
	LOOK_BAR,    /* of a series */
	LOOK_LINE,
	LOOK_POINT
};

static const struct {
	const char *class;
	const char *fill;
	const char *stroke;
} looks[] = {
	[LOOK_LABEL] = { "chart-label", "#1b2129", NULL },
	[LOOK_VALUE] = { "chart-value", "#1b2129", NULL },
	[LOOK_WORD] = { "chart-word", "#515c69", NULL },
	[LOOK_PARTS] = { "chart-parts", "#515c69", NULL },
	[LOOK_LEGEND] = { "chart-legend", "#1b2129", NULL },
	[LOOK_TICK] = { "chart-tick", "#515c69", NULL },
	[LOOK_GRID] = { "chart-grid", "none", "#cdd5de" },
	[LOOK_AXIS] = { "chart-axis", "none", "#6a7684" },
	[LOOK_RANGE] = { "chart-range", "none", "#1b2129" },
	[LOOK_OPEN] = { "chart-open", "#1b2129", NULL },
	[LOOK_BAR] = { "chart-bar", NULL, NULL },
	[LOOK_LINE] = { "chart-line", NULL, NULL },
	[LOOK_POINT] = { "chart-point", NULL, NULL },
};

/* At least 3 to 1 against white (WCAG 1.4.11). */
static const char *const series_colours[CHART_SERIES_MOST] = {
	"#0b57a4", "#b35c00", "#2e7d4f", "#7a3fa0", "#6a7684", "#a3243b",
};

struct drawing {
	struct markup *markup;
	const struct chart *chart;
	const struct labels *labels;
	struct arena *arena;
	bool alone;	 /* a file of its own */
	bool silent;	 /* only measured */
	int y;		 /* how far down it is drawn */
	int left;	 /* of the plot */
	int length;	 /* of it, sideways */
	GString **ticks; /* collects lines of the scale; or NULL */
};

/* Give the element just opened its look: `series` from 0, or −1 for none. */
static void look(struct drawing *drawing, enum look look, int series)
{
	const char *colour = series < 0 ? NULL : series_colours[series];
	bool line = look == LOOK_LINE;

	if (!drawing->alone) {
		markup_attribute_begin(drawing->markup, "class");
		text_append_string(drawing->markup->out, looks[look].class);
		if (series >= 0) {
			text_append_string(drawing->markup->out, " chart-");
			text_append_number(drawing->markup->out, series + 1);
		}
		markup_attribute_end(drawing->markup);
		return;
	}
	markup_attribute(drawing->markup, "fill",
			 colour == NULL ? looks[look].fill
			 : line		? "none"
					: colour);
	markup_attribute(drawing->markup, "stroke",
			 line ? colour : looks[look].stroke);
	if (line)
		markup_word(drawing->markup, "stroke-width", "2");
	if (look == LOOK_RANGE)
		markup_word(drawing->markup, "stroke-dasharray", "3 2");
}

static void text(struct drawing *drawing, enum look which, int x, int y,
		 const char *anchor, const char *words)
{
	if (drawing->silent)
		return;
	markup_open(drawing->markup, "text");
	look(drawing, which, -1);
	markup_number(drawing->markup, "x", x);
	markup_number(drawing->markup, "y", y);
	markup_attribute(drawing->markup, "text-anchor", anchor);
	markup_text(drawing->markup, words);
	markup_close(drawing->markup, "text");
	markup_break(drawing->markup);
}

static void box(struct drawing *drawing, enum look which, int series, int x,
		int y, int width, int height)
{
	if (drawing->silent)
		return;
	markup_open(drawing->markup, "rect");
	look(drawing, which, series);
	markup_number(drawing->markup, "x", x);
	markup_number(drawing->markup, "y", y);
	markup_number(drawing->markup, "width", width);
	markup_number(drawing->markup, "height", height);
	markup_close(drawing->markup, "rect");
}

static void path(struct drawing *drawing, enum look which, int series,
		 const char *d)
{
	if (drawing->silent)
		return;
	markup_open(drawing->markup, "path");
	look(drawing, which, series);
	markup_attribute(drawing->markup, "d", d);
	markup_close(drawing->markup, "path");
	markup_break(drawing->markup);
}

static int width_of(const char *words, int character)
{
	return (int)MIN(g_utf8_strlen(words, -1), 1000) * character;
}

/* As much of `words` as there is room for, at a space if there is one. */
static const char *part_that_fits(struct drawing *drawing, const char **words,
				  int width, bool last)
{
	glong most = width / LETTER;
	const char *at = *words;
	const char *space = NULL;
	const char *end = at;
	const char *part;

	if (g_utf8_strlen(at, -1) <= most) {
		*words = "";
		return at;
	}
	for (glong i = 0; i < most - 1; i++, end = g_utf8_next_char(end))
		if (*end == ' ')
			space = end;
	if (!last && space != NULL)
		end = space;
	while (last && end > at && end[-1] == ' ')
		end--;
	part = arena_printf(drawing->arena, last ? "%.*s…" : "%.*s",
			    (int)(end - at), at);
	*words = end + (*end == ' ');
	return part;
}

/* Text in at most `lines` lines; what is more is cut: the table has it all. */
static void lines_of_text(struct drawing *drawing, enum look which, int x,
			  int width, int lines, const char *words)
{
	for (int i = 0; i < lines && words[0] != '\0'; i++) {
		const char *part =
			part_that_fits(drawing, &words, width, i == lines - 1);

		text(drawing, which, x, drawing->y + LINE - 4, NULL, part);
		drawing->y += LINE;
	}
}

/* --- The legend
 * ---------------------------------------------------------------
 */

/* Each series has a shape of its own, so that colours are not needed. */
static void mark(struct drawing *drawing, int series, int x, int y)
{
	static const char *const shapes[CHART_SERIES_MOST] = {
		"m-5,0a5,5 0 1 0 10,0a5,5 0 1 0 -10,0z",
		"m-5,-5h10v10h-10z",
		"m0,-6l6,11h-12z",
		"m0,-7l7,7l-7,7l-7,-7z",
		"m0,6l6,-11h-12z",
		"m-6,-2h4v-4h4v4h4v4h-4v4h-4v-4h-4z",
	};

	path(drawing, LOOK_POINT, series,
	     arena_printf(drawing->arena, "M%d,%d%s", x, y, shapes[series]));
}

static void legend_entry(struct drawing *drawing, int *x, int series,
			 const char *words)
{
	int width = SWATCH + 6 + width_of(words, LETTER) + 14;

	if (*x > 0 && *x + width > SVG_WIDTH) {
		*x = 0;
		drawing->y += LINE + 2;
	}
	if (series < 0)
		;
	else if (drawing->chart->kind == CHART_LINE)
		mark(drawing, series, *x + SWATCH / 2,
		     drawing->y + LINE / 2 + 1);
	else
		box(drawing, LOOK_BAR, series, *x, drawing->y + 3, SWATCH,
		    SWATCH);
	text(drawing, LOOK_LEGEND, *x + (series < 0 ? 0 : SWATCH + 6),
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
		lines_of_text(
			drawing, LOOK_TICK, 0, SVG_WIDTH, 2,
			labels_word(drawing->labels, LABEL_PAGE_CHART_RANGE));
	if (chart->open)
		lines_of_text(
			drawing, LOOK_TICK, 0, SVG_WIDTH, 2,
			labels_word(drawing->labels, LABEL_PAGE_CHART_OPEN));
}

/* --- Bars
 * -----------------------------------------------------------------------
 */

static int place(const struct drawing *drawing, int64_t value)
{
	return drawing->left +
	       (int)scale_place(&drawing->chart->scale, value, drawing->length);
}

/* Long values leave less room for bars. */
static void set_plot(struct drawing *drawing, int left)
{
	int most = 0;

	for (size_t i = 0; i < drawing->chart->bars_count; i++)
		most = MAX(most, width_of(drawing->chart->bars[i].whole.text,
					  FIGURE));
	most = MIN(most + HEAD + 8, (SVG_WIDTH - left) / 2);
	drawing->left = left;
	drawing->length = SVG_WIDTH - left - most;
}

static bool is_compact(const struct chart *chart)
{
	return chart->bars_count > NARROW;
}

/* From `from` to `to`, whichever is the larger; what is there can be seen. */
static int part(struct drawing *drawing, enum look which, int series,
		int64_t from, int64_t to)
{
	int a = place(drawing, MIN(from, to));
	int b = place(drawing, MAX(from, to));
	bool gap = which == LOOK_BAR && from > 0;

	if (from == to)
		return b;
	b = MAX(b, a + 1);
	/* A little paper between parts, for those who do not see colours. */
	if (gap && b - a > 3)
		a += 1;
	if (which == LOOK_RANGE && b - a > 2)
		box(drawing, which, series, a, drawing->y + 1, b - a - 1,
		    BAR - 2);
	else
		box(drawing, which, series, a, drawing->y, b - a, BAR);
	return b;
}

/* The parts one after the other, then what is not certain; where it ends. */
static int parts(struct drawing *drawing, const struct chart_bar *bar)
{
	const struct chart *chart = drawing->chart;
	int64_t at = 0;
	int end = place(drawing, 0);

	for (size_t i = 0; i < chart->series_count; i++) {
		const struct chart_value *value = &bar->values[i];

		if (!value->number)
			continue;
		end = MAX(end,
			  part(drawing, LOOK_BAR, (int)i, at, at + value->low));
		at += value->low;
	}
	if (bar->whole.high > bar->whole.low)
		end = MAX(end, part(drawing, LOOK_RANGE, -1, bar->whole.low,
				    bar->whole.high));
	if (bar->whole.open) {
		path(drawing, LOOK_OPEN, -1,
		     arena_printf(drawing->arena, "M%d,%dl%d,%dl-%d,%dz",
				  end + 2, drawing->y, HEAD - 2, BAR / 2,
				  HEAD - 2, BAR / 2));
		end += HEAD;
	}
	return end;
}

static void bar_and_value(struct drawing *drawing, const struct chart_bar *bar)
{
	int end;

	if (bar->whole.number) {
		end = parts(drawing, bar);
		text(drawing, LOOK_VALUE, end + 6, drawing->y + BAR - 4, NULL,
		     bar->whole.text);
	} else {
		text(drawing, LOOK_WORD, place(drawing, 0) + 6,
		     drawing->y + BAR - 4, NULL, bar->whole.text);
	}
}

/* Lines of the scale stand only at bars, so that no text is crossed. */
static void add_ticks(struct drawing *drawing)
{
	const struct scale *scale = &drawing->chart->scale;

	for (unsigned i = 0; i <= scale_steps(scale); i++) {
		GString *d = drawing->ticks[i];

		text_append(d, "M", 1);
		text_append_number(
			d, place(drawing, scale->first + i * scale->step));
		text_append(d, ",", 1);
		text_append_number(d, drawing->y - TICK);
		text_append(d, "v", 1);
		text_append_number(d, BAR + 2 * TICK);
	}
}

static void one_bar(struct drawing *drawing, const struct chart_bar *bar)
{
	bool compact = is_compact(drawing->chart);
	const char *words = bar->label;

	if (compact) {
		text(drawing, LOOK_LABEL, 0, drawing->y + BAR - 4, NULL,
		     part_that_fits(drawing, &words, ASIDE - 24, true));
	} else {
		lines_of_text(drawing, LOOK_LABEL, 0, SVG_WIDTH, 2, words);
		drawing->y += 2;
	}
	bar_and_value(drawing, bar);
	if (drawing->ticks != NULL)
		add_ticks(drawing);
	drawing->y += BAR;
	if (!compact && bar->parts != NULL) {
		drawing->y += 2;
		lines_of_text(drawing, LOOK_PARTS, 0, SVG_WIDTH, 2, bar->parts);
	}
	drawing->y += compact ? ROOM / 2 : ROOM;
}

static void all_bars(struct drawing *drawing)
{
	for (size_t i = 0; i < drawing->chart->bars_count; i++)
		one_bar(drawing, &drawing->chart->bars[i]);
}

/* The lines of the scale lie under the bars, so they are drawn first. */
static void grid(struct drawing *drawing)
{
	const struct scale *scale = &drawing->chart->scale;
	unsigned steps = scale_steps(scale);
	struct drawing silent = *drawing;

	if (drawing->silent)
		return;
	silent.silent = true;
	silent.ticks = arena_new_array(drawing->arena, GString *, steps + 1);
	for (unsigned i = 0; i <= steps; i++)
		silent.ticks[i] = g_string_new(NULL);
	all_bars(&silent);
	for (unsigned i = 0; i <= steps; i++) {
		bool zero = scale->first + i * scale->step == 0;

		path(drawing, zero ? LOOK_AXIS : LOOK_GRID, -1,
		     silent.ticks[i]->str);
		g_string_free(silent.ticks[i], TRUE);
	}
}

/* How many steps from one figure of the scale to the next that has room. */
static unsigned stride(const struct drawing *drawing)
{
	const struct chart *chart = drawing->chart;
	unsigned steps = scale_steps(&chart->scale);
	int most = 1;

	for (unsigned i = 0; i <= steps; i++)
		most = MAX(most, width_of(chart->ticks[i], FIGURE));
	return (unsigned)(most + FIGURE) * steps / (unsigned)drawing->length +
	       1;
}

static void scale_words(struct drawing *drawing)
{
	const struct chart *chart = drawing->chart;
	const struct scale *scale = &chart->scale;
	unsigned by = stride(drawing);

	for (unsigned i = 0; i <= scale_steps(scale); i += by) {
		int at = place(drawing, scale->first + i * scale->step);
		int half = width_of(chart->ticks[i], FIGURE) / 2;
		bool edge = at - half < 0;

		text(drawing, LOOK_TICK, edge ? 0 : at, drawing->y + LINE - 4,
		     edge ? NULL : "middle", chart->ticks[i]);
	}
	if (chart->unit[0] != '\0')
		text(drawing, LOOK_TICK, SVG_WIDTH, drawing->y + LINE - 4,
		     "end", chart->unit);
	drawing->y += LINE;
}

static void draw_bars(struct drawing *drawing)
{
	const struct chart *chart = drawing->chart;

	set_plot(drawing, is_compact(chart) ? ASIDE : 0);
	drawing->y += TICK;
	grid(drawing);
	all_bars(drawing);
	scale_words(drawing);
}

/* --- Lines
 * ----------------------------------------------------------------------
 */

/* From the top down. */
static int height_of(const struct drawing *drawing, int64_t value)
{
	return drawing->y + LINES -
	       (int)scale_place(&drawing->chart->scale, value, LINES);
}

static int year_place(const struct drawing *drawing, size_t i)
{
	size_t count = drawing->chart->bars_count;

	return drawing->left +
	       (int)(i * (size_t)drawing->length / (MAX(count, 2) - 1));
}

static void grid_of_lines(struct drawing *drawing)
{
	const struct chart *chart = drawing->chart;
	const struct scale *scale = &chart->scale;

	if (chart->unit[0] != '\0') {
		text(drawing, LOOK_TICK, MARGIN - 8, drawing->y + LINE - 4,
		     "end", chart->unit);
		drawing->y += LINE;
	}
	drawing->y += LINE;
	for (unsigned i = 0; i <= scale_steps(scale); i++) {
		int64_t at = scale->first + i * scale->step;
		int y = height_of(drawing, at);

		path(drawing, at == 0 ? LOOK_AXIS : LOOK_GRID, -1,
		     arena_printf(drawing->arena, "M%d,%dH%d", MARGIN - 4, y,
				  SVG_WIDTH));
		text(drawing, LOOK_TICK, MARGIN - 8, y + 5, "end",
		     chart->ticks[i]);
	}
}

/* A year without a value breaks the line. */
static void line(struct drawing *drawing, size_t series)
{
	const struct chart *chart = drawing->chart;
	GString *d = g_string_new(NULL);
	bool broken = true;

	for (size_t i = 0; i < chart->bars_count; i++) {
		const struct chart_value *value =
			&chart->bars[i].values[series];

		if (value->number)
			g_string_append_printf(d, "%c%d,%d", broken ? 'M' : 'L',
					       year_place(drawing, i),
					       height_of(drawing, value->low));
		broken = !value->number;
	}
	if (d->len > 0)
		path(drawing, LOOK_LINE, (int)series, d->str);
	g_string_free(d, TRUE);
}

/* A value that may be larger has a whisker, or an arrow when it is open. */
static void point(struct drawing *drawing, size_t series, size_t i)
{
	const struct chart_value *value =
		&drawing->chart->bars[i].values[series];
	int x = year_place(drawing, i);
	int y = height_of(drawing, value->low);

	if (!value->number)
		return;
	if (value->high > value->low)
		path(drawing, LOOK_RANGE, -1,
		     arena_printf(drawing->arena, "M%d,%dV%dm-6,0h12", x, y,
				  height_of(drawing, value->high)));
	if (value->open)
		path(drawing, LOOK_OPEN, -1,
		     arena_printf(drawing->arena, "M%d,%dh12l-6,-9z", x - 6,
				  y - 8));
	mark(drawing, (int)series, x, y);
}

/*
 * The values of a year, each above its point, or above the value below it
 * when they would stand in each other. Words stand at zero.
 */
static void values_of_year(struct drawing *drawing, size_t i)
{
	const struct chart *chart = drawing->chart;
	const struct chart_bar *bar = &chart->bars[i];
	const char *anchor = i == 0			  ? NULL
			     : i == chart->bars_count - 1 ? "end"
							  : "middle";
	int x = year_place(drawing, i) - (i == 0 ? 4 : 0);
	bool done[CHART_SERIES_MOST] = { false };
	int floor = drawing->y + LINES;

	for (size_t k = 0; k < chart->series_count; k++) {
		size_t lowest = CHART_SERIES_MOST;
		const struct chart_value *value;
		int y;

		for (size_t n = 0; n < chart->series_count; n++)
			if (!done[n] &&
			    (lowest == CHART_SERIES_MOST ||
			     bar->values[n].low < bar->values[lowest].low))
				lowest = n;
		done[lowest] = true;
		value = &bar->values[lowest];
		y = height_of(drawing, value->number ? value->high : 0) - 12 -
		    (value->open ? 8 : 0);
		y = MIN(y, floor);
		text(drawing, value->number ? LOOK_VALUE : LOOK_WORD, x, y,
		     anchor, value->text);
		floor = y - LINE + 2;
	}
}

static void draw_lines(struct drawing *drawing)
{
	const struct chart *chart = drawing->chart;

	drawing->left = MARGIN + 8;
	drawing->length = SVG_WIDTH - drawing->left - 12;
	grid_of_lines(drawing);
	for (size_t k = 0; k < chart->series_count; k++) {
		line(drawing, k);
		for (size_t i = 0; i < chart->bars_count; i++)
			point(drawing, k, i);
	}
	for (size_t i = 0; i < chart->bars_count; i++) {
		bool last = i == chart->bars_count - 1;

		values_of_year(drawing, i);
		text(drawing, LOOK_TICK,
		     year_place(drawing, i) + (last ? 12 : 0),
		     drawing->y + LINES + LINE, last ? "end" : "middle",
		     chart->bars[i].label);
	}
	drawing->y += LINES + LINE + 10;
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
		lines_of_text(
			drawing, LOOK_WORD, 0, SVG_WIDTH, 2,
			labels_word(drawing->labels, LABEL_PAGE_CHART_NOTHING));
	else if (chart->kind == CHART_LINE)
		draw_lines(drawing);
	else
		draw_bars(drawing);
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
