/*
 * number: how is a number of a workbook written in words of people?
 *
 * Workbooks have numbers as programs write them: `0.30000000000000004`,
 * `1.5E3`. Spreadsheets show fifteen digits of them; so is it done here, with
 * the digits themselves and no arithmetic of machines.
 */
#ifndef BILAGA_FORM_NUMBER_H
#define BILAGA_FORM_NUMBER_H

#include <glib.h>

/*
 * Write `text` so: "0,3" and "1500" with `decimal` ",". What is no number, or
 * has more than thirty digits, stays as it is.
 */
void number_shown(GString *text, const char *decimal);

#endif
