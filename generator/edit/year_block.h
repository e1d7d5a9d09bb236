/*
 * year_block: how is the year of a forum copied in its file?
 *
 * The lines of the year are copied as they stand, so that comments, order,
 * indentation and wording are kept. Left out is what belongs to the old year
 * alone: results, remark, corrections, an earlier title, the status.
 */
#ifndef BILAGA_EDIT_YEAR_BLOCK_H
#define BILAGA_EDIT_YEAR_BLOCK_H

#include <glib.h>
#include <stddef.h>

struct arena;
struct labels;
struct record;
struct source;

/*
 * What the new year says: all that `from` says and that is copied, and that it
 * is carried over. In `arena`.
 */
struct record *year_block_record(const struct record *from,
				 const struct labels *labels,
				 struct arena *arena);

/*
 * Append to `text` the lines of the year `to`, copied from those of `from`, a
 * member of the mapping `years` in `source`, whose text is in memory. What
 * comes back is where they are to be put in; −1, and nothing appended, when the
 * year does not stand on lines of its own.
 */
gssize year_block_lines(GString *text, const struct source *source,
			const struct record *years, const struct record *from,
			int to, const struct labels *labels);

#endif
