/*
 * sheet_markup: what is a comparison as HTML, and as DocBook?
 */
#ifndef BILAGA_DIFF_SHEET_MARKUP_H
#define BILAGA_DIFF_SHEET_MARKUP_H

#include <glib.h>

struct labels;
struct report;
struct sheet;

/*
 * Append what stands below the title, as HTML. What is new is in <ins>, what
 * is gone in <del>, each with words for those who do not see them.
 */
void sheet_html(GString *out, const struct sheet *sheet,
		const struct labels *labels);

/*
 * Append the whole as a DocBook 5 article, in the language of `report`. What
 * is new is an emphasis with the role `inserted`, what is gone `deleted`.
 */
void sheet_docbook(GString *out, const struct sheet *sheet,
		   const struct report *report);

#endif
