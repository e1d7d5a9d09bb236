/*
 * docbook_writing: how are pieces of DocBook written?
 *
 * xmlTextWriter has what is around the text, its parts: the root, sections, and
 * what they begin with. The blocks in them are made by `markup`, which escapes
 * and asserts that elements fit as well, and handed to the writer in large
 * pieces: what it keeps of each open element costs more than all the rest. It
 * fails only when memory or the output does, and output_end() tells.
 */
#ifndef BILAGA_FORMAT_DOCBOOK_WRITING_H
#define BILAGA_FORMAT_DOCBOOK_WRITING_H

#include <glib.h>

#include "format/markup.h"
#include "report/labels.h"

struct _xmlTextWriter; /* libxml2's */
struct arena;
struct document;
struct foreign_book;
struct output;
struct output_file;
struct page;
struct report;
struct target;

/* A document under way. */
struct docbook_writing {
	struct output *output; /* gets a file for each chart */
	struct _xmlTextWriter *xml;
	struct markup markup; /* of the blocks; its text waits to be written */
	const struct report *report;
	const struct document *document;
	const struct page *page;
	struct arena *arena; /* of one page; forgotten after it */
	const struct foreign_book *foreign; /* NULL: no names are marked */
	GString *said;	   /* text not searched yet, its elements apart */
	GPtrArray *unmet;  /* abbreviations that the text did not have yet */
	GPtrArray *met;	   /* those that it had */
	unsigned enclosed; /* notices, notes and cells that are open */
};

/*
 * Begin the file of `document`, which stays the caller's to end. Files beside
 * it go to `output`; what lives as long as a page lies in `arena`.
 */
void docbook_begin(struct docbook_writing *writing, struct output *output,
		   struct output_file *file, const struct report *report,
		   const struct document *document, struct arena *arena);

/* Write what waits, and free what `writing` holds. All parts are closed. */
void docbook_finish(struct docbook_writing *writing);

/* The word of the publication's language. */
const char *docbook_word(const struct docbook_writing *writing,
			 enum label label);

/* Open a part, give it attributes before anything else, and close it. */
void docbook_start_part(struct docbook_writing *writing, const char *name);
void docbook_part_attribute(struct docbook_writing *writing, const char *name,
			    const char *value);
void docbook_end_part(struct docbook_writing *writing);

/*
 * Open an element in a part, and close it; `name` must live until then. One
 * with nothing in it becomes `<name/>`.
 */
void docbook_start(struct docbook_writing *writing, const char *name);
void docbook_end(struct docbook_writing *writing);

/* Add an attribute to the element just opened. NULL values add nothing. */
void docbook_attribute(struct docbook_writing *writing, const char *name,
		       const char *value);

void docbook_text(struct docbook_writing *writing, const char *value);

/* An element with nothing but text. */
void docbook_element(struct docbook_writing *writing, const char *name,
		     const char *value);

/* A line end, so that the source can be read. */
void docbook_line(struct docbook_writing *writing);

/* Open a link to `target`, in this file or another; docbook_end() closes it. */
void docbook_start_link(struct docbook_writing *writing,
			const struct target *target);

/* The same with its text. */
void docbook_link(struct docbook_writing *writing, const struct target *target,
		  const char *value);

/*
 * A reference whose text the program gives: number and title of `target`, or
 * "avsnitt 2.14". In the document itself it is an `xref`, for whose text the
 * stylesheet puts together the same.
 */
void docbook_full_reference(struct docbook_writing *writing,
			    const struct target *target);
void docbook_short_reference(struct docbook_writing *writing,
			     const struct target *target);

#endif
