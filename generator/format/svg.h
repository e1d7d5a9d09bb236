/*
 * svg: how is a chart drawn?
 *
 * As static SVG with real text. Within a page its looks are the theme's, by
 * classes; in a file of its own it has colours and a typeface of its own. All
 * is laid out in whole units on a sheet SVG_WIDTH wide, so narrow that text
 * can be read on a telephone.
 */
#ifndef BILAGA_FORMAT_SVG_H
#define BILAGA_FORMAT_SVG_H

#include <stdbool.h>

struct arena;
struct chart;
struct labels;
struct markup;

#define SVG_WIDTH 480

/* Write the chart as an element within a page. */
void svg_inline(struct markup *markup, const struct chart *chart,
		const struct labels *labels, struct arena *arena);

/* Write the chart as a file. */
void svg_file(struct markup *markup, const struct chart *chart,
	      const struct labels *labels, struct arena *arena);

/* The height that it has, in units. */
int svg_height(const struct chart *chart, const struct labels *labels,
	       struct arena *arena);

#endif
