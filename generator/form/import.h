/*
 * import: how do the answers of a form reach the heads of forums?
 *
 * A table that form_export() made and somebody filled in is read, and compared
 * with the heads cell by cell. What differs becomes a change of just that
 * value. All is shown before it is written; one bad cell, and nothing is.
 */
#ifndef BILAGA_FORM_IMPORT_H
#define BILAGA_FORM_IMPORT_H

#include <stdbool.h>

struct edit_call;

/*
 * Read `file` into the content. `year` is the year that its figures are of; 0:
 * the publication's. `yes`: do not ask. `ask` is asked otherwise, with a
 * question; NULL: there is nobody to ask, so nothing is written. The exit
 * status of the program.
 */
int form_import(const struct edit_call *call, const char *file, int year,
		bool yes, bool (*ask)(const char *question, const char *good));

#endif
