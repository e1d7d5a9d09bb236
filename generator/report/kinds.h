/*
 * kinds: which kinds of documents are there, and what does each want?
 *
 * A kind is a YAML file in generator/kinds/; its file name is its permanent
 * name, and `words` gives the word that writers use in each language.
 */
#ifndef BILAGA_REPORT_KINDS_H
#define BILAGA_REPORT_KINDS_H

#include <glib.h>
#include <stdbool.h>

struct arena;
struct diag_list;

/* What a key of a kind's own may hold. */
enum kind_field_type {
	KIND_TEXT,
	KIND_TEXTS,
	KIND_DATE,
	KIND_DOCUMENTS /* ids of documents, in order: "bilaga 1" is the first */
};

/* A key that heads of this kind have beside those of all documents. */
struct kind_field {
	enum kind_field_type type;
	const char *name;    /* "signed-by" */
	const char *word;    /* the key, in the publication's language */
	const char *heading; /* as pages have it */
};

struct kind {
	const char *name; /* "inventory" */
	const char *word; /* in the publication's language */
	bool cost_tables; /* sections with forums get a table of costs */
	bool unnumbered;  /* headings have no numbers */
	bool one_page;	  /* each page is printed on one sheet of paper */
	const struct kind_field *fields;
	size_t fields_count;
};

/*
 * All kinds of the program, whose data lies in `root`, by name, with their
 * words in `language`. The array of struct kind * is the caller's; the kinds
 * lie in `arena`. NULL with findings added when the program's own files are
 * wrong.
 */
GPtrArray *kinds_load(const char *root, const char *language,
		      struct arena *arena, struct diag_list *diags);

/* The kind that writers call `word`, or NULL. */
const struct kind *kinds_find(const GPtrArray *kinds, const char *word);

#endif
