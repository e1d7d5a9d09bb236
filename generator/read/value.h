/*
 * value: what do the names in a template stand for?
 *
 * Values are a small tree that lies in an arena, made anew for each page.
 *
 * Names and texts are not copied: they must live as long as the tree. Names
 * are the program's own (see template_set_check()), as a rule literals.
 * Numbers are given as text, formatted for the reader.
 */
#ifndef BILAGA_READ_VALUE_H
#define BILAGA_READ_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "read/name.h"

struct arena;

enum value_kind {
	VALUE_NULL,   /* writes nothing; a section over it is left out */
	VALUE_FALSE,  /* the same */
	VALUE_TRUE,   /* writes nothing; a section over it is written once */
	VALUE_TEXT,   /* written escaped; a section: once, or not if empty */
	VALUE_MARKUP, /* written as it is; a section: as VALUE_TEXT */
	VALUE_LIST,   /* a section over it is written once for each item */
	VALUE_OBJECT, /* a section over it is written once, in its names */
};

struct object;
struct list;

/* Small enough to be handed over by value; make one with value_…(). */
struct value {
	enum value_kind kind;
	uint32_t length; /* bytes of `text` */
	union {
		const char *text; /* of VALUE_TEXT: ends with a zero byte */
		struct list *list;
		struct object *object;
	};
};

/* VALUE_TRUE or VALUE_FALSE. */
struct value value_truth(bool truth);

/* Text or markup that ends with a zero byte. NULL gives VALUE_NULL. */
struct value value_text(const char *text);
struct value value_markup(const char *markup);

/* Markup of `length` bytes, less than 4 GiB; a zero byte need not follow. */
struct value value_markup_length(const char *markup, size_t length);

/* NULL gives VALUE_NULL. */
struct value value_list(struct list *list);
struct value value_object(struct object *object);

/* An object without names, in `arena`, which it keeps for growing. */
struct object *object_new(struct arena *arena);

/*
 * The same, but names that it has not are those of `outer`, which is not
 * changed and must live as long: what many pages have in common is made once.
 */
struct object *object_new_within(struct arena *arena,
				 const struct object *outer);

/* As object_set(), for a name whose key, by name_key(), is known. */
void object_set_known(struct object *object, const char *name, size_t length,
		      uint32_t key, struct value value);

/*
 * Let `name` (ending with a zero byte) be `value`, whatever it was before.
 * Inline, so that the compiler works out the keys of literals.
 */
static inline void object_set(struct object *object, const char *name,
			      struct value value)
{
	size_t length = strlen(name);

	object_set_known(object, name, length, name_key(name, length), value);
}

/* The same for the commonest kinds; as value_text() and its like say. */
static inline void object_set_text(struct object *object, const char *name,
				   const char *text)
{
	object_set(object, name, value_text(text));
}

static inline void object_set_markup(struct object *object, const char *name,
				     const char *markup)
{
	object_set(object, name, value_markup(markup));
}

static inline void object_set_truth(struct object *object, const char *name,
				    bool truth)
{
	object_set(object, name, value_truth(truth));
}

/* A new object or list, in the same arena, that `name` of `object` is. */
struct object *object_add_object(struct object *object, const char *name);
struct list *object_add_list(struct object *object, const char *name);

/*
 * What `name` of `object`, or of what it lies within, is; NULL when it has no
 * such name. It is good until the next name is set.
 */
const struct value *object_get(const struct object *object, const char *name);

/* The same for a name whose key, by name_key(), is known. */
const struct value *object_find(const struct object *object, const char *name,
				size_t length, uint32_t key);

/* An empty list, in `arena`, which it keeps for growing. */
struct list *list_new(struct arena *arena);

/* Add `value` after the last item. */
void list_add(struct list *list, struct value value);

/* A new object, in the same arena, that is the last item of `list`. */
struct object *list_add_object(struct list *list);

/* How many items `list` has. */
size_t list_length(const struct list *list);

/* The item `i` of `list`, from 0. */
const struct value *list_item(const struct list *list, size_t i);

#endif
