/*
 * sheet_text: what is a comparison as text?
 *
 * Markdown that is read as well without being rendered, and suits as a comment
 * on a proposal: changes are told in words.
 */
#ifndef BILAGA_DIFF_SHEET_TEXT_H
#define BILAGA_DIFF_SHEET_TEXT_H

#include <glib.h>

struct labels;
struct sheet;

void sheet_text(GString *out, const struct sheet *sheet,
		const struct labels *labels);

#endif
