/*
 * answer: how does what stands in a cell reach the head of a forum?
 */
#ifndef BILAGA_FORM_ANSWER_H
#define BILAGA_FORM_ANSWER_H

#include "base/source.h"

struct diag_list;
struct form_column;
struct form_table;
struct head_edit;
struct page;

/*
 * Let the head say what the cell says. 1: it does now; 0: it did already, if
 * perhaps in other words; −1 with the finding at `where`.
 */
int answer_take(const struct form_table *form, const struct form_column *column,
		const struct page *page, struct head_edit *edit,
		const char *text, struct span where, struct diag_list *diags);

#endif
