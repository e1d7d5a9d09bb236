/*
 * head_keys: where does a new key belong in the head of a forum?
 *
 * In the order of the schema, as yaml_fmt.h puts heads: years by number, groups
 * as the publication names them, one's own keys and a text last.
 */
#ifndef BILAGA_EDIT_HEAD_KEYS_H
#define BILAGA_EDIT_HEAD_KEYS_H

#include "edit/head_edit.h"

struct arena;
struct report;

/* The order of keys, for head_edit_new(); it lies in `arena`. */
struct head_order head_keys_order(const struct report *report,
				  struct arena *arena);

#endif
