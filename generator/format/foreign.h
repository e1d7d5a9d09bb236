/*
 * foreign: which texts of a page are in another language?
 *
 * Names of registers/languages.yaml are marked wherever they stand, in titles,
 * tables and text alike, so that they are read out in their own language
 * (WCAG 2.1, 3.1.2). It is done when the markup is written, in one place: no
 * writer need think of it, and a text is one text until then.
 */
#ifndef BILAGA_FORMAT_FOREIGN_H
#define BILAGA_FORMAT_FOREIGN_H

#include <glib.h>

struct arena;
struct report;

/* How a format marks a text: `open`, the language, `middle`, text, `close`. */
struct foreign_mark {
	const char *open;
	const char *middle;
	const char *close;
	/* Elements with text that cannot be marked, NULL-terminated. */
	const char *const *skipped;
};

struct foreign_book;

/*
 * The names of `report`, for a format, which must live as long; in `arena`.
 * NULL when there are none.
 */
const struct foreign_book *foreign_book_new(const struct report *report,
					    const struct foreign_mark *mark,
					    struct arena *arena);

/*
 * Mark the names in `markup`: whole elements, or text that is escaped. What
 * stands directly in an element with a language of its own is left as it is.
 * `book` may be NULL: then nothing is done.
 */
void foreign_mark(const struct foreign_book *book, GString *markup);

#endif
