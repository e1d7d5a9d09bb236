/*
 * sheet: what does a comparison say, whatever the format?
 *
 * Headings, paragraphs, items and tables, whose texts are runs that are new,
 * gone or neither. Those who compare write a sheet; formats only write it out,
 * so they cannot differ.
 */
#ifndef BILAGA_DIFF_SHEET_H
#define BILAGA_DIFF_SHEET_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

enum run_kind { RUN_PLAIN, RUN_INSERTED, RUN_DELETED };

struct run {
	enum run_kind kind;
	const char *text;
};

enum block_kind {
	BLOCK_HEADING,
	BLOCK_PARAGRAPH,
	BLOCK_ITEM,    /* of a list: runs of one kind, each a thing by itself */
	BLOCK_CHANGED, /* likewise, from one text to another */
	BLOCK_TABLE
};

struct sheet_table {
	const char *caption;
	const char **headings; /* of all columns; the first names the row */
	size_t columns;
	GPtrArray *rows; /* const char **: the cells */
};

struct block {
	enum block_kind kind;
	unsigned level;	  /* of a heading, from 2 */
	const char *id;	  /* of a heading; NULL: none */
	const char *to;	  /* the heading that the lead leads to; NULL: none */
	const char *lead; /* what an item is about: "Form"; NULL: nothing */
	struct run *runs;
	size_t count;
	struct sheet_table *table;
};

struct sheet {
	const char *title;
	GArray *blocks; /* struct block */
	struct arena *arena;
};

void sheet_init(struct sheet *sheet, const char *title, struct arena *arena);
void sheet_release(struct sheet *sheet);

/* Texts are copied to the arena, but for ids and captions of tables. */
void sheet_heading(struct sheet *sheet, unsigned level, const char *id,
		   const char *text);
void sheet_paragraph(struct sheet *sheet, const char *text);

/* `text` with a large first letter, in the arena. */
const char *sheet_capital(const struct sheet *sheet, const char *text);

/* An item with one run, after `lead` (NULL: none). */
void sheet_item(struct sheet *sheet, const char *lead, enum run_kind kind,
		const char *text);

/* Let the lead of the last item lead to the heading with the id `to`. */
void sheet_lead_to(struct sheet *sheet, const char *to);

/* An item of all `texts` (const char *), of which each is one thing. */
void sheet_items(struct sheet *sheet, const char *lead, enum run_kind kind,
		 const GPtrArray *texts);

/* An item that is `before` and has become `after`, either of them whole. */
void sheet_replaced(struct sheet *sheet, const char *lead, const char *before,
		    const char *after);

/*
 * An item on what was said and what is said instead, either of which may be
 * NULL; none when they are alike.
 */
void sheet_said(struct sheet *sheet, const char *lead, const char *before,
		const char *after);

/* An item of several runs (struct run), which are copied. */
void sheet_changed(struct sheet *sheet, const char *lead, const GArray *runs);

/*
 * A table with `columns` headings, which are copied; rows are added to it.
 * `cells` are as many, and are copied too.
 */
struct sheet_table *sheet_table(struct sheet *sheet, const char *caption,
				const char *const *headings, size_t columns);
void sheet_row(struct sheet *sheet, struct sheet_table *table,
	       const char *const *cells);

/* Move all blocks of `from` to the end of `sheet`; both of one arena. */
void sheet_join(struct sheet *sheet, struct sheet *from);

#endif
