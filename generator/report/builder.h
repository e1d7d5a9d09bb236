/*
 * builder: how is a table put together, cell by cell?
 *
 * Tables lie in an arena and are written by every format alike (table.h). What
 * a cell needs of the legend is noted as it is set.
 */
#ifndef BILAGA_REPORT_BUILDER_H
#define BILAGA_REPORT_BUILDER_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/quantity.h"
#include "report/labels.h"
#include "report/table.h"

struct page;

/* A table under way. */
struct builder {
	const struct report *report;
	struct arena *arena;
	struct table *table;
	struct row **end;
	int64_t year;  /* whose figures are shown; the report's at first */
	GString *text; /* of a cell that is being put together */
	GHashTable *carried; /* years of forums, copied; NULL: none yet */
};

/*
 * Begin a table of `columns` columns with `target` as number and caption, NULL
 * for none. builder_finish() gives it back; it lies in `arena`.
 */
void builder_begin(struct builder *builder, const struct report *report,
		   const struct target *target, size_t columns,
		   struct arena *arena);
const struct table *builder_finish(struct builder *builder);

/* The word of the publication's language; never NULL. */
const char *builder_word(const struct builder *builder, enum label label);

/* Name a column; `number`, as of dates, stands to the right and is not broken.
 */
void builder_heading(struct builder *builder, size_t column, enum label heading,
		     bool number);

/* Add a row, whose cells are empty texts. */
struct row *builder_row(struct builder *builder, enum row_kind kind);

/* Add a row that says `text`, which is not copied, in place of rows. */
void builder_note_row(struct builder *builder, const char *text);

/* Let a cell hold `text`, which is not copied, and lead to `target` or NULL. */
void builder_text(struct cell *cell, const char *text,
		  const struct target *target);

/* Let a cell hold a page's number and title, and lead there. */
void builder_page(struct cell *cell, const struct page *page);

/* Let a cell hold it, and lead to where it is put right. */
void builder_fix(struct cell *cell, const struct page *page, struct span where);

/* Let a cell hold what stands in `builder->text`, which is emptied. */
void builder_made(struct builder *builder, struct cell *cell);

/* Let a cell hold a whole number. */
void builder_count(struct builder *builder, struct cell *cell, int64_t count);

/* Note what the legend must say of a quantity that is written otherwise. */
void builder_note(struct builder *builder, const struct quantity *quantity);

/* Append a quantity, as the next has it, to the cell being put together. */
void builder_append_quantity(struct builder *builder,
			     const struct quantity *quantity, bool with_unit);

/* Let a cell hold a quantity, money in thousands; with its unit or without. */
void builder_quantity(struct builder *builder, struct cell *cell,
		      const struct quantity *quantity, bool with_unit);

/* The unit that tables have for a quantity. */
enum quantity_unit builder_unit(const struct quantity *quantity);

/* Let the legend tell what a quantity that is shown needs. */
void builder_note(struct builder *builder, const struct quantity *quantity);

/*
 * Note that the table shows figures of the forum's `year`, or of all forums
 * below `page`: if they are carried over from another year, the table says so.
 */
void builder_of(struct builder *builder, const struct page *page, int64_t year);
void builder_of_all(struct builder *builder, const struct page *page,
		    int64_t year);

/* Let a cell say that the forum was not there that year. */
void builder_absent(struct builder *builder, struct cell *cell);

/* Let a cell say that the figure is reported under `elsewhere`. */
void builder_elsewhere(struct builder *builder, struct cell *cell,
		       const struct page *elsewhere);

/* Let a cell hold a sum, with what it lacks. */
void builder_sum(struct builder *builder, struct cell *cell,
		 const struct quantity_sum *sum);

#endif
