/*
 * head_tree: what does a tree say, and how is it changed at a path?
 *
 * The half of head_edit.h that knows nothing of how YAML is written.
 */
#ifndef BILAGA_EDIT_HEAD_TREE_H
#define BILAGA_EDIT_HEAD_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "read/record.h"

struct arena;

/* One step of a path: a key, or a place in a list. */
struct head_step {
	const char *key; /* NULL: `index` */
	size_t index;
};

/* The steps of `path`, in `arena`; 0: it is no path. */
size_t head_path(struct head_step **steps, const char *path,
		 struct arena *arena);

/* A copy of all of `record`, in `arena`; NULL gives NULL. */
struct record *head_copy(const struct record *record, struct arena *arena);

/* What is at the path, or NULL. */
struct record *head_at(struct record *root, const struct head_step *steps,
		       size_t count);

/*
 * Put `value` at the path, making what is missing on the way; `insert`: before
 * what is at the place, which is in a list. false: something is in the way.
 */
bool head_put(struct record *root, const struct head_step *steps, size_t count,
	      const struct record *value, bool insert, struct arena *arena);

/* Take away what is at the path, and what gets empty by that. */
void head_take(struct record *root, const struct head_step *steps,
	       size_t count);

#endif
