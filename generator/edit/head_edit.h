/*
 * head_edit: how is a value in a head or register changed, and nothing else?
 *
 * What is asked for is first done to the tree that the YAML says. Then the
 * fewest bytes are found that make the text say it: comments, order, blanks,
 * indentation and quotation marks of all else stay. The text that comes out is
 * read again, and must say exactly what was asked for; otherwise nothing is
 * given, and a finding tells that it is to be done by hand.
 *
 * A path names a value: keys with points between, places in lists from 0 in
 * brackets: `år.2023.avgift`, `möten[1].hålls`. A backslash before a point,
 * bracket or backslash makes it a part of the key.
 */
#ifndef BILAGA_EDIT_HEAD_EDIT_H
#define BILAGA_EDIT_HEAD_EDIT_H

#include <glib.h>

#include "base/source.h"
#include "read/record.h"

struct arena;
struct diag_list;
struct head_edit;

/* In which order the keys of a mapping stand when a new one is put in. */
struct head_order {
	/*
	 * The words, NULL-terminated, of the mapping below the `count` keys
	 * (those of lists between are left out); NULL: new ones come last, or,
	 * where all keys are numbers, in the order of those.
	 */
	const char *const *(*words)(const void *context,
				    const char *const *keys, size_t count);
	const void *context;
};

/* Bytes that become others; `offset` is in the source. */
struct head_change {
	size_t offset;
	size_t length;
	const char *text;
};

/*
 * Begin to change the `length` bytes of YAML at `offset` of `source`, whose
 * text is in memory, and stays so until head_edit_free(). `order` is copied;
 * NULL: new keys come last. NULL with findings when the YAML cannot be read.
 */
struct head_edit *head_edit_new(const struct source *source, size_t offset,
				size_t length, const struct head_order *order,
				struct diag_list *diags);

/* As head_edit_new(), for a whole file: the head of a page, or a register. */
struct head_edit *head_edit_file(const struct source *source,
				 const struct head_order *order,
				 struct diag_list *diags);

/* Free `edit`. NULL is allowed. */
void head_edit_free(struct head_edit *edit);

/* What is said at `path` with the changes so far; NULL: nothing. */
const struct record *head_edit_find(const struct head_edit *edit,
				    const char *path);

/*
 * Let `path` say `value`, which is copied; of the tree only kinds, keys and
 * texts are looked at. Mappings and lists on the way are made; the place after
 * the last makes a list longer. Of what is there, only what differs is changed.
 * 0, or −1 with a finding when something else than a mapping or list is on the
 * way.
 */
int head_edit_set(struct head_edit *edit, const char *path,
		  const struct record *value, struct diag_list *diags);

/* head_edit_set() with a text. */
int head_edit_set_text(struct head_edit *edit, const char *path,
		       const char *text, struct diag_list *diags);

/* head_edit_set() with a list of texts. */
int head_edit_set_texts(struct head_edit *edit, const char *path,
			const char *const *texts, size_t count,
			struct diag_list *diags);

/*
 * Put `value` into a list, before what is at the place with which `path` ends.
 * 0, or −1 with a finding.
 */
int head_edit_insert(struct head_edit *edit, const char *path,
		     const struct record *value, struct diag_list *diags);

/*
 * Remove what is at `path`, and mappings and lists that get empty by that. A
 * comment on its line goes, those on lines of their own above stay. Nothing
 * there: nothing done. 0, or −1 with a finding: nothing would be left.
 */
int head_edit_remove(struct head_edit *edit, const char *path,
		     struct diag_list *diags);

/*
 * The changes of bytes, in the order of their places, none touching another
 * (struct head_change); they lie in `edit`. NULL with a finding when they
 * cannot be made without changing more.
 */
const GArray *head_edit_changes(struct head_edit *edit,
				struct diag_list *diags);

/* A text, list or mapping for head_edit_set(), in `arena`; texts are copied. */
struct record *head_text(struct arena *arena, const char *text);
struct record *head_list(struct arena *arena);
struct record *head_map(struct arena *arena);

/* Put `member` last; `key` in a mapping, NULL in a list. Returns `member`. */
struct record *head_append(struct arena *arena, struct record *container,
			   const char *key, struct record *member);

/* Do the two say the same? The order of keys says nothing. */
bool head_equal(const struct record *left, const struct record *right);

#endif
