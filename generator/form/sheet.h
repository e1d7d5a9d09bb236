/*
 * sheet: which forums does each unit's form have, and what is in its cells?
 */
#ifndef BILAGA_FORM_SHEET_H
#define BILAGA_FORM_SHEET_H

#include <glib.h>
#include <stdbool.h>

struct diag_list;
struct form_table;
struct page;

struct sheet_row {
	const struct page *page;
	const char **cells; /* one for each column; never NULL */
	bool *fixed;	    /* likewise: it can only be changed in the source */
};

struct sheet {
	const char *id;	   /* of the unit; NULL: nobody answers */
	const char *title; /* the unit's name, or that there is none */
	GPtrArray *rows;   /* struct sheet_row, in reading order */
};

/*
 * The sheets of all units, in the order of the first forum of each (struct
 * sheet *), in the form's arena; free with sheets_free(). Forums without
 * figures of the year have no row. NULL with findings when a head cannot be
 * read.
 */
GPtrArray *sheets_new(const struct form_table *form, struct diag_list *diags);

void sheets_free(GPtrArray *sheets);

#endif
