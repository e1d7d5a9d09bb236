/*
 * grid: what stands in the cells of a table that somebody has filled in?
 *
 * A table comes from a text file (csv.h) or a workbook (workbook.h). Cells are
 * texts, trimmed; numbers of workbooks are written as the publication writes
 * them. What cannot be taken as a text is kept with what it is, and told only
 * if somebody asks for the cell.
 */
#ifndef BILAGA_FORM_GRID_H
#define BILAGA_FORM_GRID_H

#include <glib.h>
#include <stddef.h>

#include "base/source.h"
#include "report/labels.h"

struct arena;
struct diag_list;

/* More rows or columns than any form has; content/README.md names them. */
#define GRID_ROWS_MAX	 20000
#define GRID_COLUMNS_MAX 200

/* The largest file, and the most that may come of it when it is unpacked. */
#define GRID_BYTES_MAX	  ((size_t)32 * 1024 * 1024)
#define GRID_UNPACKED_MAX ((size_t)64 * 1024 * 1024)

enum cell_kind {
	CELL_TEXT,    /* "" when empty */
	CELL_FORMULA, /* what is counted, by a program that we are not */
	CELL_DATE,    /* a day that a spreadsheet made of what was typed */
	CELL_FAULT,   /* such as #REF! */
	CELL_MERGED,  /* a part of several that are one */
};

struct cell {
	enum cell_kind kind;
	const char *text;
};

struct grid_row {
	size_t number; /* from 1, as spreadsheets count */
	struct cell *cells;
	size_t count;
};

struct grid {
	const char *name;  /* of the file, without folders */
	const char *sheet; /* NULL: a text file has none */
	GPtrArray *rows;   /* struct grid_row, those that say something */
};

/*
 * Read the file `path`; the table and all in it lie in `arena`. `decimal` is
 * what stands before decimals, and `sheet` which sheet of several is meant.
 * NULL with findings: no file, too large, damaged, no table, empty. The caller
 * frees it.
 */
struct grid *grid_read(const char *path, const char *decimal, const char *sheet,
		       struct arena *arena, struct diag_list *diags);

/* Free what does not lie in the arena. NULL is allowed. */
void grid_free(struct grid *grid);

/* A table without rows, shown as the last part of `path`. */
struct grid *grid_new(const char *path, struct arena *arena);

/*
 * The row of that number, which is not before those that are there; NULL when
 * there are too many.
 */
struct grid_row *grid_row_at(struct grid *grid, size_t number,
			     struct arena *arena);

/*
 * Put a text, which is trimmed, in a column (from 0) of the row. Empty ones
 * beyond what a form has are left out; −1: one is not.
 */
int grid_put(struct grid_row *row, size_t column, enum cell_kind kind,
	     const char *text, size_t length, struct arena *arena);

/* Remove rows without any text. */
void grid_tidy(struct grid *grid);

/* The cell, never NULL. */
const struct cell *grid_cell(const struct grid_row *row, size_t column);

/* "C", "AA" for a column from 0; in `arena`. */
const char *grid_column_name(size_t column, struct arena *arena);

/*
 * A place in the file for findings: "slk.xlsx, blad Formulär, rad 12, kolumn F
 * (Avgift)", where `heading` may be NULL. It lies in `arena`.
 */
struct span grid_place(const struct grid *grid, size_t row, size_t column,
		       const char *heading, const struct labels *labels,
		       struct arena *arena);

/* As grid_place(), of a whole row. */
struct span grid_row_place(const struct grid *grid, size_t row,
			   const struct labels *labels, struct arena *arena);

/* The whole file, for findings. */
struct span grid_file_place(const char *path, struct arena *arena);

#endif
