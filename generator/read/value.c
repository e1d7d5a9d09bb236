#include "read/value.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "read/name.h"

struct field {
	const char *name; /* NULL: this place is free */
	uint32_t length;
	uint32_t key;
	struct value value;
};

/* A hash table with open addressing: templates ask far more than is set. */
struct object {
	struct arena *arena;
	const struct object *outer; /* NULL: none */
	struct field *fields;
	uint32_t room; /* a power of two, of which at most half is used */
	uint32_t count;
};

struct list {
	struct arena *arena;
	struct value *items;
	uint32_t room;
	uint32_t count;
};

#define OBJECT_ROOM_FIRST 8
#define LIST_ROOM_FIRST	  8

struct value value_truth(bool truth)
{
	return (struct value){ .kind = truth ? VALUE_TRUE : VALUE_FALSE };
}

static struct value characters(enum value_kind kind, const char *text,
			       size_t length)
{
	g_assert(length <= UINT32_MAX && (text != NULL || length == 0));
	return (struct value){ .kind = kind,
			       .length = (uint32_t)length,
			       .text = text == NULL ? "" : text };
}

struct value value_text(const char *text)
{
	if (text == NULL)
		return (struct value){ .kind = VALUE_NULL };
	return characters(VALUE_TEXT, text, strlen(text));
}

struct value value_markup(const char *markup)
{
	if (markup == NULL)
		return (struct value){ .kind = VALUE_NULL };
	return characters(VALUE_MARKUP, markup, strlen(markup));
}

struct value value_markup_length(const char *markup, size_t length)
{
	return characters(VALUE_MARKUP, markup, length);
}

struct value value_list(struct list *list)
{
	if (list == NULL)
		return (struct value){ .kind = VALUE_NULL };
	return (struct value){ .kind = VALUE_LIST, .list = list };
}

struct value value_object(struct object *object)
{
	if (object == NULL)
		return (struct value){ .kind = VALUE_NULL };
	return (struct value){ .kind = VALUE_OBJECT, .object = object };
}

/* The field with this name, or the free one where it would lie. */
static struct field *find_field(const struct object *object, const char *name,
				size_t length, uint32_t key)
{
	uint32_t mask = object->room - 1;

	for (uint32_t at = key & mask;; at = (at + 1) & mask) {
		struct field *field = &object->fields[at];

		if (field->name == NULL ||
		    (field->key == key &&
		     name_same(field->name, field->length, name, length)))
			return field;
	}
}

struct object *object_new(struct arena *arena)
{
	struct object *object = arena_new_array(arena, struct object, 1);

	object->arena = arena;
	object->room = OBJECT_ROOM_FIRST;
	object->fields =
		arena_new_array(arena, struct field, OBJECT_ROOM_FIRST);
	return object;
}

struct object *object_new_within(struct arena *arena,
				 const struct object *outer)
{
	struct object *object = object_new(arena);

	object->outer = outer;
	return object;
}

static void object_grow(struct object *object)
{
	struct field *old = object->fields;
	uint32_t old_room = object->room;

	g_assert(old_room <= UINT32_MAX / 2);
	object->room = old_room * 2;
	object->fields =
		arena_new_array(object->arena, struct field, object->room);
	for (uint32_t i = 0; i < old_room; i++) {
		struct field *field = &old[i];

		if (field->name != NULL)
			*find_field(object, field->name, field->length,
				    field->key) = *field;
	}
}

void object_set_known(struct object *object, const char *name, size_t length,
		      uint32_t key, struct value value)
{
	struct field *field = find_field(object, name, length, key);

	if (field->name == NULL) {
		if (object->count >= object->room / 2) {
			object_grow(object);
			field = find_field(object, name, length, key);
		}
		object->count++;
		field->name = name;
		field->length = (uint32_t)length;
		field->key = key;
	}
	field->value = value;
}

struct object *object_add_object(struct object *object, const char *name)
{
	struct object *inner = object_new(object->arena);

	object_set(object, name, value_object(inner));
	return inner;
}

struct list *object_add_list(struct object *object, const char *name)
{
	struct list *list = list_new(object->arena);

	object_set(object, name, value_list(list));
	return list;
}

const struct value *object_find(const struct object *object, const char *name,
				size_t length, uint32_t key)
{
	for (; object != NULL; object = object->outer) {
		const struct field *field =
			find_field(object, name, length, key);

		if (field->name != NULL)
			return &field->value;
	}
	return NULL;
}

const struct value *object_get(const struct object *object, const char *name)
{
	size_t length = strlen(name);

	return object_find(object, name, length, name_key(name, length));
}

struct list *list_new(struct arena *arena)
{
	struct list *list = arena_new_array(arena, struct list, 1);

	list->arena = arena;
	return list;
}

static void list_grow(struct list *list)
{
	uint32_t room = list->room == 0 ? LIST_ROOM_FIRST : list->room * 2;
	struct value *items;

	g_assert(room > list->room);
	items = arena_new_array(list->arena, struct value, room);
	if (list->count > 0)
		memcpy(items, list->items, list->count * sizeof(*items));
	list->items = items;
	list->room = room;
}

void list_add(struct list *list, struct value value)
{
	if (list->count == list->room)
		list_grow(list);
	list->items[list->count++] = value;
}

struct object *list_add_object(struct list *list)
{
	struct object *object = object_new(list->arena);

	list_add(list, value_object(object));
	return object;
}

size_t list_length(const struct list *list)
{
	return list->count;
}

const struct value *list_item(const struct list *list, size_t i)
{
	return &list->items[i];
}
