/*
 * form: which columns has a form, and what does a cell say of a forum?
 *
 * A form has a row for each forum and a column for each figure and word of the
 * year that whoever answers for the forum can tell. What stands in a cell is
 * what stands in the forum's head; so export and import agree.
 */
#ifndef BILAGA_FORM_FORM_H
#define BILAGA_FORM_FORM_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/quantity.h"
#include "base/source.h"
#include "report/labels.h"

struct arena;
struct diag_list;
struct head_edit;
struct page;
struct record;
struct report;

enum form_kind {
	FORM_ID,
	FORM_YEAR,
	FORM_TITLE,
	FORM_CONFIRMED, /* `yes`: no longer carried over from the year before */
	FORM_TEXT,
	FORM_TEXTS, /* a list */
	FORM_IDS,   /* likewise, of what a register has */
	FORM_WORD,  /* one of `words` */
	FORM_QUANTITY,
};

struct form_column {
	enum form_kind kind;
	enum label key;	     /* the last part of the path */
	const char *heading; /* as writers call it: "Övrigt avser" */
	/* In the head, or in the meeting; NULL: it is not in a head. */
	const char *path;
	bool meeting;
	const char *help; /* what to write */
	bool required;	  /* may not be empty */
	bool single;	  /* of FORM_IDS: only one */
	enum quantity_kind quantity;
	const char *const *words; /* of FORM_WORD; NULL-terminated */
	const char *also;	  /* a word that it may say as well; or NULL */
	GHashTable *ids; /* of FORM_IDS: those that there are, or NULL */
};

struct form_table {
	const struct report *report;
	struct arena *arena;
	int year;
	struct form_column *columns;
	size_t count;
};

/*
 * The form for the figures of `year`; it lies in `arena`.
 * Whether figures are confirmed is only asked where some are carried over, but
 * with `all`.
 */
struct form_table *form_new(const struct report *report, int year, bool all,
			    struct arena *arena);

/* The forum's figures of the year, whatever year it is; NULL: it has none. */
const struct forum_year *form_year(const struct page *page, int year);

/*
 * What the cell says, in `arena`: "" when nothing is said. `*fixed`: it cannot
 * be told in a cell, only in the source, such as a fee with a formula.
 */
const char *form_cell(const struct form_table *form,
		      const struct form_column *column, const struct page *page,
		      const struct head_edit *edit, bool *fixed);

/* The column's path in this head, in the form's arena; NULL: no cell tells it.
 */
const char *form_path(const struct form_table *form,
		      const struct form_column *column,
		      const struct head_edit *edit);

/* Are two words the same, whatever their letters' size, blanks and hyphens? */
bool form_same_word(const char *left, const char *right);

/* The column called so, as form_same_word() has it. NULL: there is none. */
const struct form_column *form_column(const struct form_table *form,
				      const char *heading);

#endif
