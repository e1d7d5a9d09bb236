/*
 * export: how do forms reach those who are to fill them in?
 *
 * Each unit that answers for forums gets two files with the same table: a
 * workbook (.xlsx), in which words are chosen from lists, and a text file
 * (.csv). Forums that nobody answers for have files of their own.
 */
#ifndef BILAGA_FORM_EXPORT_H
#define BILAGA_FORM_EXPORT_H

#include <stdio.h>

struct edit_call;

/*
 * Write the forms for the figures of `year` (0: the publication's) of the
 * content into `folder`, which is made. A file that is there and says something
 * else is left alone, and then nothing is written: it may have been filled in.
 * The exit status of the program.
 */
int form_export(const struct edit_call *call, const char *folder, int year);

#endif
