#include "format/drawing.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "format/markup.h"
#include "report/chart.h"

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

void drawing_text(struct drawing *drawing, enum look which, int x, int y,
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

void drawing_box(struct drawing *drawing, enum look which, int series, int x,
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

void drawing_path(struct drawing *drawing, enum look which, int series,
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

int drawing_width_of(const char *words, int character)
{
	return (int)MIN(g_utf8_strlen(words, -1), 1000) * character;
}

const char *drawing_part_that_fits(struct drawing *drawing, const char **words,
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

void drawing_lines(struct drawing *drawing, enum look which, int x, int width,
		   int lines, const char *words)
{
	for (int i = 0; i < lines && words[0] != '\0'; i++) {
		const char *part = drawing_part_that_fits(
			drawing, &words, width, i == lines - 1);

		drawing_text(drawing, which, x, drawing->y + LINE - 4, NULL,
			     part);
		drawing->y += LINE;
	}
}

/* Each series has a shape of its own, so that colours are not needed. */
void drawing_mark(struct drawing *drawing, int series, int x, int y)
{
	static const char *const shapes[CHART_SERIES_MOST] = {
		"m-5,0a5,5 0 1 0 10,0a5,5 0 1 0 -10,0z",
		"m-5,-5h10v10h-10z",
		"m0,-6l6,11h-12z",
		"m0,-7l7,7l-7,7l-7,-7z",
		"m0,6l6,-11h-12z",
		"m-6,-2h4v-4h4v4h4v4h-4v4h-4v-4h-4z",
	};

	drawing_path(
		drawing, LOOK_POINT, series,
		arena_printf(drawing->arena, "M%d,%d%s", x, y, shapes[series]));
}
