/*
 * docbook_table: how are tables and charts written in DocBook?
 */
#ifndef BILAGA_FORMAT_DOCBOOK_TABLE_H
#define BILAGA_FORMAT_DOCBOOK_TABLE_H

#include <stdbool.h>
#include <stddef.h>

struct body_forums;
struct docbook_writing;
struct table;
struct target;

/* A table that the report has made, with what its signs mean below it. */
void docbook_table(struct docbook_writing *writing, const struct table *table);

/*
 * What a {forums} or {chart} directive asks for: a table, or a chart, its file
 * and the table with its figures. A fault of the machine is told when the
 * output ends.
 */
void docbook_forums(struct docbook_writing *writing,
		    const struct body_forums *forums);

/*
 * Open a table of `columns` columns, of which docbook_column() then says how
 * each stands, and close it. `target` has its id and number, NULL: none, and
 * no `caption` either.
 */
void docbook_start_table(struct docbook_writing *writing,
			 const struct target *target, const char *caption,
			 size_t columns, bool row_headers);
void docbook_column(struct docbook_writing *writing, size_t index,
		    const char *align);
void docbook_end_table(struct docbook_writing *writing);

/*
 * A figure, that leads to the document's table of how its totals came about,
 * if it has one.
 */
void docbook_account(struct docbook_writing *writing, const char *value);

#endif
