/*
 * wording: how do two texts differ, sentence by sentence and word by word?
 */
#ifndef BILAGA_DIFF_WORDING_H
#define BILAGA_DIFF_WORDING_H

#include <glib.h>

struct labels;
struct sheet;

/*
 * Write an item to `sheet` for each sentence (struct sentence) of `before` and
 * `after` that is new, gone, moved or changed; `lead` begins each, unless the
 * sentence says itself where it stands. Two texts that differ too much to be
 * compared are told to be rewritten, whole.
 */
void wording_compare(struct sheet *sheet, const char *lead,
		     const GArray *before, const GArray *after,
		     const struct labels *labels);

/* Write all sentences of a text that is only shown. */
void wording_tell(struct sheet *sheet, const GArray *sentences,
		  const struct labels *labels);

#endif
