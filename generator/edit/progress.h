/*
 * progress: who owes which figures of a year?
 *
 * A listing for the terminal: by unit, how many forums are confirmed, carried
 * over, drafts or not begun, and then each that is not ready, with who changed
 * its file last and when, as git has it. Names of persons are told here and
 * nowhere else: what is published holds none, and does not change with git.
 */
#ifndef BILAGA_EDIT_PROGRESS_H
#define BILAGA_EDIT_PROGRESS_H

#include <stdint.h>
#include <stdio.h>

struct report;

/*
 * Print how far the collection of `year` has come. `content` is the content
 * folder; where it lies in no git repository, or git is not there, nothing is
 * told of who and when.
 */
void progress_print(const struct report *report, const char *content,
		    int64_t year, FILE *out);

#endif
