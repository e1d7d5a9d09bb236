/*
 * plot: how are the bars and the lines of a chart drawn?
 */
#ifndef BILAGA_FORMAT_PLOT_H
#define BILAGA_FORMAT_PLOT_H

struct drawing;

/* Draw the bars of the chart with their scale, from where it has come to. */
void plot_bars(struct drawing *drawing);

/* Draw its lines, one for each series, likewise. */
void plot_lines(struct drawing *drawing);

#endif
