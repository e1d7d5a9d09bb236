/*
 * yaml_fmt: in which form is a head or a register written?
 *
 * Keys stand in the order of the schema, years in theirs and groups in that of
 * publication.yaml; one blank follows a colon, two blanks are one step of
 * indentation, short lists stand between brackets, quantities are written as
 * pages write them, and quotation marks stand only where YAML needs them.
 * Comments stay with their key. What is said stays the same.
 */
#ifndef BILAGA_EDIT_YAML_FMT_H
#define BILAGA_EDIT_YAML_FMT_H

#include <glib.h>
#include <stdbool.h>

#include "report/schema.h"

struct arena;

/* The widest lines that lists and mappings between brackets make. */
#define YAML_FMT_LIST_WIDTH 120
#define YAML_FMT_MAP_WIDTH  160

/* The longest texts in them; a sentence has a line of its own. */
#define YAML_FMT_ITEM_WIDTH  40
#define YAML_FMT_VALUE_WIDTH 80

struct yaml_fmt {
	const struct labels *labels;
	const char *const *groups; /* of participants, NULL-terminated */
	const struct kind *kind;   /* of a document; else NULL */
	/* What stands in the piece: the keys of `inner`, if `form` says so. */
	enum schema_form form;
	enum schema_map_id inner;
	bool is_register; /* `form` is that of each of its values */
	/* Change the lines of a text that is Markdown; NULL: do not. */
	void (*text)(GString *lines);
};

/* Does the file, whose text is in memory, say anything beside comments? */
bool yaml_fmt_has_values(const struct source *source, struct arena *arena);

/*
 * Append the `length` bytes at `offset` of `source`, which must be right YAML,
 * in that form. 0, or −1 when it cannot be written so that it says the same;
 * then it is left alone. `arena` is for scratch.
 */
int yaml_fmt_append(GString *out, const struct source *source, size_t offset,
		    size_t length, const struct yaml_fmt *how,
		    struct arena *arena);

#endif
