/*
 * workbook: what does the table of a workbook (.xlsx) say, and how is one
 * written?
 *
 * It is written with libxlsxwriter, since a workbook with lists to choose from,
 * locked cells and styles is some hundred rules of a large standard, which that
 * library keeps and LibreOffice, run for each, would take seconds for. It is
 * read with libzip and GLib's parser, because strangers' files are: that parser
 * knows no entities but the five, opens nothing, and is fed piece by piece.
 */
#ifndef BILAGA_FORM_WORKBOOK_H
#define BILAGA_FORM_WORKBOOK_H

#include <stddef.h>

struct arena;
struct diag_list;
struct form_table;
struct grid;
struct sheet;

/*
 * Write the workbook of `sheet` to the file `path`. The same sheet gives the
 * same bytes. 0, or an errno.
 */
int workbook_write(const char *path, const struct form_table *form,
		   const struct sheet *sheet);

/*
 * The table on the sheet called `sheet`, or on the first if there is none. NULL
 * with findings: it is damaged, no workbook, or too large when it is unpacked.
 */
struct grid *workbook_read(const char *path, const char *bytes, size_t length,
			   const char *decimal, const char *sheet,
			   struct arena *arena, struct diag_list *diags);

#endif
