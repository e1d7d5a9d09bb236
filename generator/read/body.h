/*
 * body: what does the text of a page say?
 *
 * The text is CommonMark, parsed by libcmark, whose tree is kept. What
 * libcmark does not know (roles, directives, tables, footnotes; the dialect
 * is MyST Markdown) is found in that tree: the nodes concerned become custom
 * nodes whose user pointer is one of the items below. Links and headings keep
 * their kind and get an item too. Items lie in the arena of the page; trees
 * are freed by body_free().
 */
#ifndef BILAGA_READ_BODY_H
#define BILAGA_READ_BODY_H

#include <cmark.h>
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"

struct arena;
struct diag_list;

/* Limits, each with a finding. */
#define BODY_BYTES_MAX	    ((size_t)64 * 1024)
#define BODY_CONTAINERS_MAX 32 /* list and quotation marks on a line */
#define BODY_BARS_MAX	    64 /* `|` on a line */
#define BODY_DEPTH_MAX	    40 /* lists, emphasis and so on in each other */
#define BODY_DIRECTIVES_MAX 4  /* directives in each other */

enum body_kind {
	BODY_LINK,    /* on CMARK_NODE_LINK */
	BODY_IMAGE,   /* on CMARK_NODE_IMAGE */
	BODY_HEADING, /* on CMARK_NODE_HEADING */
	BODY_ROLE,    /* on a custom inline */
	BODY_NOTE,    /* on a custom inline: a reference to a footnote */
	BODY_TABLE,   /* on a custom block */
	BODY_NOTICE,  /* on a custom block, whose children are the text */
	BODY_FORUMS   /* on a custom block: a table that a query gives */
};

/* Where the item stands, first member of all items. */
struct body_item {
	enum body_kind kind;
	struct span where;
};

struct body_link {
	struct body_item item;
	const char *url;    /* as written */
	bool empty;	    /* it has no text of its own */
	const void *target; /* set by refs: struct target, NULL if external */
};

struct body_image {
	struct body_item item;
	const char *url;
	const char *text;   /* what it shows, in words */
	const void *target; /* set by refs: struct asset */
};

struct body_heading {
	struct body_item item;
	unsigned level; /* 2 and up */
	const char *id; /* from a label; NULL: report makes one */
	struct span id_where;
	const char *text;
	const void *target; /* set by report: struct target */
};

/* From ROLE_LANGUAGE on, each name is that of a language. */
enum body_role_name { ROLE_REF, ROLE_VALUE, ROLE_CLAIM, ROLE_LANGUAGE };

struct body_role {
	struct body_item item;
	enum body_role_name name;
	const char *text;
	struct span text_where;
	const void *target; /* set by refs for ROLE_REF: struct target */
	/* Set by check for ROLE_VALUE and ROLE_CLAIM; the text in a language.
	 */
	const char *result;
	const char *language; /* ISO 639-1, as in BCP 47; NULL: the page's */
	const void *account;  /* likewise: struct account */
};

/* A footnote: its text, which is a tree of its own. */
struct body_note {
	const char *label;
	struct span where;
	cmark_node *root;
	unsigned number;     /* set by report */
	unsigned references; /* how many places refer to it */
	struct body_note *next;
};

struct body_note_reference {
	struct body_item item;
	const char *label;
	struct body_note *note;
	unsigned index; /* the how-manieth reference to the note, from 1 */
	bool misplaced; /* it is told already that it stands wrongly */
};

struct body_option {
	const char *name;
	const char *value;
	struct span name_where;
	struct span value_where;
	struct body_option *next;
};

enum body_align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct body_table {
	struct body_item item;
	const char *id; /* NULL: none */
	struct span id_where;
	cmark_node *caption; /* a paragraph; NULL: none */
	const char *caption_text;
	size_t columns;
	size_t rows;	    /* all, with header rows */
	size_t header_rows; /* 1 for a pipe table */
	bool row_headers;   /* the first column names the row */
	const enum body_align *aligns;
	cmark_node **cells; /* row by row; documents */
	const void *target; /* set by report: struct target */
};

/* What a table that the program makes is about. */
enum body_generated {
	GENERATED_FORUMS,  /* {forums}: the forums that a question asks for */
	GENERATED_KNOWN,   /* {known-differences}: claims with `known:` */
	GENERATED_GOALS,   /* {goals}: goals and the forums that serve them */
	GENERATED_METHOD,  /* {method}: how the document's totals came about */
	GENERATED_RATES,   /* {rates}: what costs are worked out with */
	GENERATED_CHANGES, /* {changes}: from one year to another */
	GENERATED_CORRECTIONS, /* {corrections}: figures put right or updated */
	GENERATED_COMING,      /* {coming}: what is known of later years */
	GENERATED_FOLLOW_UP,   /* {follow-up}: what is due, and when */
	GENERATED_ENDINGS,     /* {endings}: what can be ended */
	GENERATED_RESULTS,     /* {results}: what has come of the forums */
	GENERATED_FIGURES,     /* {key-figures}: the whole in a few figures */
	GENERATED_COVERAGE,    /* {coverage}: how far fields are filled in */
	GENERATED_GAPS,	       /* {gaps}: which forums lack which figures */
	GENERATED_JUDGED,      /* {judged}: what the authors judged */
	GENERATED_IMPLAUSIBLE, /* {implausible}: what departs, with reasons */
	GENERATED_CONTROLS,    /* {controls}: control totals and answers */
	GENERATED_CHASE,       /* {chase-list}: whom to ask for figures */
	GENERATED_COLLECTION,  /* {collection}: what is confirmed, by unit */
	GENERATED_CHART,       /* {chart}: a question's answer, drawn */
	GENERATED_REGISTER,    /* {register}: forums by what they have */
};

/* A directive whose table the program makes; `table` is the answer. */
struct body_forums {
	struct body_item item;
	enum body_generated about;
	const char *id;
	struct span id_where;
	const char *caption_text;
	const struct body_option *options;
	const void *target; /* set by report: struct target */
	void *table;	    /* set by check: struct table_query */
};

enum body_notice_name { NOTICE_NOTE, NOTICE_IMPORTANT };

struct body_notice {
	struct body_item item;
	enum body_notice_name name;
	const char *title; /* NULL: the ordinary one */
};

/* Items of one kind in the order of the text. */
struct body_list {
	void **items;
	size_t count;
};

struct body {
	struct span where; /* in the file; without a head */
	cmark_node *root;
	struct body_note *notes;     /* in the order of their texts */
	struct body_list headings;   /* struct body_heading */
	struct body_list links;	     /* struct body_link */
	struct body_list images;     /* struct body_image */
	struct body_list roles;	     /* struct body_role */
	struct body_list references; /* struct body_note_reference */
	struct body_list tables;     /* struct body_item: TABLE or FORUMS */
	struct body_list trees;	     /* cmark_node: of notes, cells, captions */
};

/*
 * Parse `length` bytes at `offset` of `source`, whose text is in memory; the
 * first `indent` spaces of each line do not count. The body lies in `arena`,
 * its trees on the heap until body_free(). Findings are added; there is always
 * a body.
 */
struct body *body_parse(const struct source *source, size_t offset,
			size_t length, size_t indent, struct arena *arena,
			struct diag_list *diags);

/* Is `text` an id: [a-z][a-z0-9-]*? */
bool body_is_id(const char *text, size_t length);

/* Append `Årsavgift & annat` as `arsavgift-annat`: the letters of ids only. */
void body_append_slug(GString *out, const char *text);

/* Free the trees. NULL is allowed. */
void body_free(struct body *body);

/* Does `node` lie in a link? A link cannot lie in another. */
bool body_is_in_link(cmark_node *node);

/* The text of `node` without marks, in `arena`. */
const char *body_plain_text(cmark_node *node, struct arena *arena);

/* The names that roles and directives have, NULL-terminated. */
extern const char *const body_role_names[];
/* Of these, the languages. */
extern const char *const *const body_languages;
extern const char *const body_directive_names[];

#endif
