/*
 * body_parse: how do the files that read a body work together?
 *
 * For body.c, footnote.c, role.c, directive.c and table.c only.
 */
#ifndef BILAGA_READ_BODY_PARSE_H
#define BILAGA_READ_BODY_PARSE_H

#include <glib.h>

#include "read/body.h"

/* A line `(id)=`, which names what follows it. */
struct body_label {
	const char *id;
	struct span where;
	size_t line; /* from 1, of the label */
	bool used;
};

struct body_parse {
	const struct source *source;
	struct body *body;
	size_t start;  /* of the body in the source */
	size_t end;    /* of the body in the source */
	size_t cursor; /* where the next item is looked for in the source */
	GPtrArray *headings, *links, *images, *roles, *references, *tables,
		*trees;
	GArray *labels;	     /* struct body_label */
	unsigned directives; /* that are open around this place */
	bool cell;	     /* it is a cell that is being read */
	bool html;	     /* has been met, and refused */
	bool note;	     /* it is a note that is being read */
	bool caption;	     /* it is a table's caption */
	bool note_name;	     /* a note's name has been refused */
	/* Line (from 0) and offset that were worked out last. */
	size_t line;
	size_t line_offset;
	struct arena *arena;
	struct diag_list *diags;
};

/* Byte offset in the source of `line` (from 1, as libcmark counts). */
size_t body_line_offset(struct body_parse *parse, size_t line);

/*
 * The place of `text` at or after the cursor, which moves behind it. What is
 * not there may stand before, as the address that two links share; else it is
 * an empty span at the cursor.
 */
struct span body_locate(struct body_parse *parse, const char *text);

/*
 * Parse `text`, whose first line is `line` (from 1) of the source, as a
 * document, and handle all that is found in it. The tree belongs to the body.
 */
cmark_node *body_parse_text(struct body_parse *parse, const char *text,
			    size_t length, size_t line);

/* The label on the line before `line`, marked as used; or NULL. */
struct body_label *body_take_label(struct body_parse *parse, size_t line);

/* An item of `size` bytes, placed on `node`. */
void *body_item_new(struct body_parse *parse, cmark_node *node, size_t size,
		    enum body_kind kind, struct span where);

/* Replace `node` by a custom node of `type` and free it. */
cmark_node *body_replace(cmark_node *node, cmark_node_type type);

/* Is `node` part of a heading or a caption, which are only plain text? */
bool body_in_title(const struct body_parse *parse, cmark_node *node);

/* footnote.c: blank out notes in `text` (lines are kept) and keep them. */
void body_read_notes(struct body_parse *parse, GString *text, size_t line);
/* footnote.c: make references of `[^label]` in a text node. */
void body_read_note_references(struct body_parse *parse, cmark_node *text);
/* footnote.c: join references and notes. */
void body_join_notes(struct body_parse *parse);

/* role.c: `{name}` at the end of a text node before the code node. */
void body_read_role(struct body_parse *parse, cmark_node *code);
/* role.c: a role in a text node: its backtick has no other. */
void body_refuse_open_role(struct body_parse *parse, cmark_node *text);

/* directive.c: a code block with the info string `{name} argument`. */
void body_read_directive(struct body_parse *parse, cmark_node *block);

/* table.c: is the paragraph a pipe table? If so it is replaced. */
bool body_read_pipe_table(struct body_parse *parse, cmark_node *paragraph);
/* table.c: the tables of directives; `line` is the first of `text`. */
struct body_table *body_read_table(struct body_parse *parse, cmark_node *node,
				   const char *text, size_t line,
				   struct span where);
struct body_table *body_read_csv_table(struct body_parse *parse,
				       cmark_node *node, const char *text,
				       size_t line, struct span where);
struct body_table *body_read_list_table(struct body_parse *parse,
					cmark_node *node, const char *text,
					size_t line, struct span where);

#endif
