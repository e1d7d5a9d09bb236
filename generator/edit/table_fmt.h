/*
 * table_fmt: how do the bars of pipe tables stand below each other?
 *
 * Columns are as wide as their widest cell, counted as screens show it. A
 * table that would be too wide for that has one blank around each cell.
 */
#ifndef BILAGA_EDIT_TABLE_FMT_H
#define BILAGA_EDIT_TABLE_FMT_H

#include <glib.h>

/* The widest line of a table whose bars stand below each other. */
#define TABLE_FMT_WIDTH 120

/*
 * Write the pipe tables of the Markdown `text` anew; what is no table, or has
 * rows of unlike length, stays as it is.
 */
void table_fmt(GString *text);

#endif
