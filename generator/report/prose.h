/*
 * prose: which numbers does the text of the pages state by itself?
 *
 * A number in a role is worked out or held to the data. All others are only as
 * right as the one who wrote them, so they can be listed, to be looked at. Only
 * digits are found, not numbers in words.
 */
#ifndef BILAGA_REPORT_PROSE_H
#define BILAGA_REPORT_PROSE_H

#include <stdbool.h>
#include <stdio.h>

struct diag_list;
struct report;

/*
 * Print the numbers in the bodies of all pages, in reading order, one a line
 * or, with `json`, as an array. Left out are those in code, roles, links and
 * options of directives; years and dates; laws and reference numbers; numbers
 * of sections, of lists and of what a word such as `§` names; and those that
 * are part of a name, such as C40. The files are read anew: findings are of
 * those that cannot be.
 */
void prose_print(const struct report *report, bool json, FILE *out,
		 struct diag_list *diags);

#endif
