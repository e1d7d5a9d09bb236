/*
 * record: what does a piece of YAML say?
 *
 * A small part of YAML is read: mappings, lists and scalars, nothing that
 * could make a small file large or a value something else than its text
 * (anchors, aliases, tags, directives and a second document are refused).
 * The result is a tree in an arena; record_fill() then moves a mapping into a
 * structure by a table of fields, and reports keys that the table lacks.
 */
#ifndef BILAGA_READ_RECORD_H
#define BILAGA_READ_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"

struct arena;
struct diag_list;

/* How deep lists and mappings may lie in each other. */
#define RECORD_DEPTH_MAX 32

enum record_kind { RECORD_SCALAR, RECORD_LIST, RECORD_MAP };

struct record {
	enum record_kind kind;
	bool quoted;	 /* a scalar in quotation marks or a block */
	const char *key; /* in a mapping; otherwise NULL */
	struct span key_where;
	const char *text; /* of a scalar; zero-terminated */
	size_t length;
	struct span where;    /* of the value, without quotation marks */
	struct record *first; /* of a list or mapping */
	struct record *next;  /* the next in the same list or mapping */
	size_t count;	      /* of a list or mapping */
};

/*
 * Read `length` bytes at `offset` of `source`, whose text is in memory.
 * `*root` lies in `arena`; it is NULL when there is nothing but comments.
 * 0, or −1 with the finding added.
 */
int record_parse(struct record **root, const struct source *source,
		 size_t offset, size_t length, struct arena *arena,
		 struct diag_list *diags);

/* The member of the mapping with `key`, or NULL. */
const struct record *record_member(const struct record *map, const char *key);

/* Is the value a scalar with no text, as after a bare `key:`? */
bool record_is_empty(const struct record *record);

struct record_table;

/*
 * What a field reader is handed beside the value: where to put things, and
 * `context`, which is the caller's own.
 */
struct record_reader {
	struct arena *arena;
	struct diag_list *diags;
	void *context;
};

/* One key of a mapping. */
struct record_field {
	const char *word; /* the key as it is written */
	/* Put what `value` says at `out`; −1 when a finding was added. */
	int (*read)(void *out, const struct record *value,
		    const struct record_reader *reader,
		    const struct record_field *field);
	size_t offset; /* of the member in the structure */
	bool required;
	const void *more; /* for the reader: a nested table, a list of words */
};

struct record_table {
	const struct record_field *fields;
	const char *const *words; /* the same words, NULL-terminated */
	size_t count;
};

/*
 * Move the members of the mapping `map` into the structure at `out`: calls
 * the reader of each field. Findings for a value that is no mapping, keys that
 * are not in the table, and required keys that are missing (`where` is the
 * place to name for those). Goes on after a fault; −1 if there was any.
 */
int record_fill(void *out, const struct record *map, struct span where,
		const struct record_table *table,
		const struct record_reader *reader);

#endif
