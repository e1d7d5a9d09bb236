#include "format/plot.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "format/drawing.h"
#include "report/chart.h"

/* --- Measures, in units -----------------------------------------------------
 */

#define BAR    18
#define ROOM   12  /* between bars */
#define TICK   3   /* a line of the scale beyond a bar */
#define HEAD   10  /* of the arrow of an open value */
#define NARROW 20  /* more bars than this have their names beside them */
#define ASIDE  200 /* the width of those names */
#define LINES  260 /* the height of a chart of lines */
#define MARGIN 64  /* beside it, for the scale */

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
		most = MAX(most,
			   drawing_width_of(drawing->chart->bars[i].whole.text,
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
		drawing_box(drawing, which, series, a, drawing->y + 1,
			    b - a - 1, BAR - 2);
	else
		drawing_box(drawing, which, series, a, drawing->y, b - a, BAR);
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
		drawing_path(drawing, LOOK_OPEN, -1,
			     arena_printf(drawing->arena,
					  "M%d,%dl%d,%dl-%d,%dz", end + 2,
					  drawing->y, HEAD - 2, BAR / 2,
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
		drawing_text(drawing, LOOK_VALUE, end + 6, drawing->y + BAR - 4,
			     NULL, bar->whole.text);
	} else {
		drawing_text(drawing, LOOK_WORD, place(drawing, 0) + 6,
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
		drawing_text(drawing, LOOK_LABEL, 0, drawing->y + BAR - 4, NULL,
			     drawing_part_that_fits(drawing, &words, ASIDE - 24,
						    true));
	} else {
		drawing_lines(drawing, LOOK_LABEL, 0, SVG_WIDTH, 2, words);
		drawing->y += 2;
	}
	bar_and_value(drawing, bar);
	if (drawing->ticks != NULL)
		add_ticks(drawing);
	drawing->y += BAR;
	if (!compact && bar->parts != NULL) {
		drawing->y += 2;
		drawing_lines(drawing, LOOK_PARTS, 0, SVG_WIDTH, 2, bar->parts);
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

		drawing_path(drawing, zero ? LOOK_AXIS : LOOK_GRID, -1,
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
		most = MAX(most, drawing_width_of(chart->ticks[i], FIGURE));
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
		int half = drawing_width_of(chart->ticks[i], FIGURE) / 2;
		bool edge = at - half < 0;

		drawing_text(drawing, LOOK_TICK, edge ? 0 : at,
			     drawing->y + LINE - 4, edge ? NULL : "middle",
			     chart->ticks[i]);
	}
	if (chart->unit[0] != '\0')
		drawing_text(drawing, LOOK_TICK, SVG_WIDTH,
			     drawing->y + LINE - 4, "end", chart->unit);
	drawing->y += LINE;
}

void plot_bars(struct drawing *drawing)
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
		drawing_text(drawing, LOOK_TICK, MARGIN - 8,
			     drawing->y + LINE - 4, "end", chart->unit);
		drawing->y += LINE;
	}
	drawing->y += LINE;
	for (unsigned i = 0; i <= scale_steps(scale); i++) {
		int64_t at = scale->first + i * scale->step;
		int y = height_of(drawing, at);

		drawing_path(drawing, at == 0 ? LOOK_AXIS : LOOK_GRID, -1,
			     arena_printf(drawing->arena, "M%d,%dH%d",
					  MARGIN - 4, y, SVG_WIDTH));
		drawing_text(drawing, LOOK_TICK, MARGIN - 8, y + 5, "end",
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
		drawing_path(drawing, LOOK_LINE, (int)series, d->str);
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
		drawing_path(drawing, LOOK_RANGE, -1,
			     arena_printf(drawing->arena, "M%d,%dV%dm-6,0h12",
					  x, y,
					  height_of(drawing, value->high)));
	if (value->open)
		drawing_path(drawing, LOOK_OPEN, -1,
			     arena_printf(drawing->arena, "M%d,%dh12l-6,-9z",
					  x - 6, y - 8));
	drawing_mark(drawing, (int)series, x, y);
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
		drawing_text(drawing, value->number ? LOOK_VALUE : LOOK_WORD, x,
			     y, anchor, value->text);
		floor = y - LINE + 2;
	}
}

void plot_lines(struct drawing *drawing)
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
		drawing_text(drawing, LOOK_TICK,
			     year_place(drawing, i) + (last ? 12 : 0),
			     drawing->y + LINES + LINE, last ? "end" : "middle",
			     chart->bars[i].label);
	}
	drawing->y += LINES + LINE + 10;
}
