/*
 * drawing: of what shapes is a chart drawn, and how do they look?
 *
 * All is measured in whole units. Within a page looks are the theme's, by
 * classes; in a file of its own a drawing has its own.
 */
#ifndef BILAGA_FORMAT_DRAWING_H
#define BILAGA_FORMAT_DRAWING_H

#include <glib.h>
#include <stdbool.h>

#include "format/svg.h"

struct arena;
struct chart;
struct labels;
struct markup;

/* The height of a line of text, in units. */
#define LINE 20

/*
 * How wide a character is, at most about: text is not measured, which would
 * need the reader's typeface. Words are narrower than figures.
 */
#define FIGURE 9
#define LETTER 8

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

/* What is drawn, and how far it has come. */
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

/* Words, from `x` on or, by `anchor`, around or up to it; `y` is their line. */
void drawing_text(struct drawing *drawing, enum look which, int x, int y,
		  const char *anchor, const char *words);

/* A box of the series `series` from 0, or −1 for none. */
void drawing_box(struct drawing *drawing, enum look which, int series, int x,
		 int y, int width, int height);

/* A path, whose data are `d`. */
void drawing_path(struct drawing *drawing, enum look which, int series,
		  const char *d);

/* The mark of a series, around a place. */
void drawing_mark(struct drawing *drawing, int series, int x, int y);

/* About how wide words are, of characters as wide as `character`. */
int drawing_width_of(const char *words, int character);

/*
 * As much of `words` as there is room for, at a space if there is one; `words`
 * is set to the rest. The `last` part is cut short with an ellipsis.
 */
const char *drawing_part_that_fits(struct drawing *drawing, const char **words,
				   int width, bool last);

/*
 * Text in at most `lines` lines, from where the drawing has come to; what is
 * more is cut: the table has it all.
 */
void drawing_lines(struct drawing *drawing, enum look which, int x, int width,
		   int lines, const char *words);

#endif
