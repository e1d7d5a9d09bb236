/*
 * csv: what does a table in a text file say, and how is one written?
 *
 * Spreadsheets save such files in several ways: between cells a semicolon, a
 * comma or a tab; in UTF-8 with or without a byte-order mark, in UTF-16 with
 * one, or in Windows-1252. All are read. What is written is what a Swedish
 * Excel opens right: UTF-8 with a byte-order mark, semicolons and CRLF.
 */
#ifndef BILAGA_FORM_CSV_H
#define BILAGA_FORM_CSV_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag_list;
struct grid;

/* The table; NULL with findings: characters, an open quotation mark, size. */
struct grid *csv_read(const char *path, const char *bytes, size_t length,
		      struct arena *arena, struct diag_list *diags);

/* Begin a file. */
void csv_begin(GString *out);

/*
 * Append a cell; `last` ends the row. A text that a spreadsheet would take for
 * a formula gets an apostrophe first, which is taken away when it is read.
 */
void csv_append(GString *out, const char *text, bool last);

#endif
