#include "edit/head_tree.h"

#include <string.h>

#include "base/arena.h"
#include "edit/head_edit.h"

/* The longest place in a list that a path can name. */
#define INDEX_MOST 99999

struct record *head_text(struct arena *arena, const char *text)
{
	struct record *record = arena_new_array(arena, struct record, 1);

	record->kind = RECORD_SCALAR;
	record->text = arena_strdup(arena, text);
	record->length = strlen(text);
	/* Nothing at all between marks is a text; without, it is none. */
	record->quoted = record->length == 0;
	return record;
}

struct record *head_list(struct arena *arena)
{
	struct record *record = arena_new_array(arena, struct record, 1);

	record->kind = RECORD_LIST;
	return record;
}

struct record *head_map(struct arena *arena)
{
	struct record *record = arena_new_array(arena, struct record, 1);

	record->kind = RECORD_MAP;
	return record;
}

struct record *head_append(struct arena *arena, struct record *container,
			   const char *key, struct record *member)
{
	struct record **at = &container->first;

	while (*at != NULL)
		at = &(*at)->next;
	*at = member;
	member->next = NULL;
	member->key = arena_strdup(arena, key);
	container->count++;
	return member;
}

static struct record *copy_one(const struct record *record, const char *key,
			       struct arena *arena)
{
	struct record *copy = head_copy(record, arena);

	copy->key = arena_strdup(arena, key);
	return copy;
}

struct record *head_copy(const struct record *record, struct arena *arena)
{
	struct record *copy;
	struct record **last;

	if (record == NULL)
		return NULL;
	copy = arena_new_array(arena, struct record, 1);
	*copy = *record;
	copy->next = NULL;
	if (record->kind == RECORD_SCALAR)
		copy->text = arena_copy(arena, record->text, record->length);
	copy->first = NULL;
	last = &copy->first;
	for (const struct record *at = record->first; at != NULL;
	     at = at->next) {
		*last = copy_one(at, at->key, arena);
		last = &(*last)->next;
	}
	return copy;
}

static bool equal_lists(const struct record *left, const struct record *right)
{
	const struct record *other = right->first;

	for (const struct record *at = left->first; at != NULL;
	     at = at->next, other = other->next)
		if (!head_equal(at, other))
			return false;
	return true;
}

static bool equal_maps(const struct record *left, const struct record *right)
{
	const struct record *other = right->first;

	for (const struct record *at = left->first; at != NULL; at = at->next) {
		/* Mostly they stand in the same order. */
		const struct record *same =
			other != NULL && strcmp(other->key, at->key) == 0
				? other
				: record_member(right, at->key);

		if (same == NULL || !head_equal(at, same))
			return false;
		other = same->next;
	}
	return true;
}

bool head_equal(const struct record *left, const struct record *right)
{
	if (left == NULL || right == NULL)
		return left == right;
	if (left->kind != right->kind || left->count != right->count)
		return false;
	switch (left->kind) {
	case RECORD_SCALAR:
		return left->length == right->length &&
		       memcmp(left->text, right->text, left->length) == 0 &&
		       record_is_empty(left) == record_is_empty(right);
	case RECORD_LIST:
		return equal_lists(left, right);
	default:
		return equal_maps(left, right);
	}
}

/* `[12]` at `*at`; false when it is none. */
static bool take_index(size_t *index, const char **at)
{
	const char *digit = *at + 1;

	*index = 0;
	for (; *digit >= '0' && *digit <= '9' && *index <= INDEX_MOST; digit++)
		*index = *index * 10 + (size_t)(*digit - '0');
	if (digit == *at + 1 || *digit != ']' || *index > INDEX_MOST)
		return false;
	*at = digit + 1;
	return true;
}

static const char *take_key(const char **at, struct arena *arena)
{
	GString *key = g_string_new(NULL);

	for (; **at != '\0' && **at != '.' && **at != '['; (*at)++) {
		if (**at == '\\' && (*at)[1] != '\0')
			(*at)++;
		g_string_append_c(key, **at);
	}
	return arena_take(arena, key);
}

size_t head_path(struct head_step **steps, const char *path,
		 struct arena *arena)
{
	size_t count = 0;
	const char *at = path;

	*steps = arena_new_array(arena, struct head_step, strlen(path) + 1);
	while (*at != '\0') {
		struct head_step *step = &(*steps)[count++];

		if (*at == '[') {
			if (!take_index(&step->index, &at))
				return 0;
		} else {
			step->key = take_key(&at, arena);
			if (step->key[0] == '\0')
				return 0;
		}
		if (*at == '.')
			at++;
		else if (*at != '\0' && *at != '[')
			return 0;
	}
	return count;
}

static struct record *item_at(struct record *list, size_t index)
{
	struct record *at = list->first;

	while (at != NULL && index-- > 0)
		at = at->next;
	return at;
}

static struct record *step_to(struct record *from, const struct head_step *step)
{
	if (step->key != NULL)
		return (struct record *)record_member(from, step->key);
	if (from->kind == RECORD_LIST)
		return item_at(from, step->index);
	/* One is written without brackets. */
	return from->kind == RECORD_SCALAR && !record_is_empty(from) &&
			       step->index == 0
		       ? from
		       : NULL;
}

struct record *head_at(struct record *root, const struct head_step *steps,
		       size_t count)
{
	for (size_t i = 0; i < count && root != NULL; i++)
		root = step_to(root, &steps[i]);
	return root;
}

/* Let `record` be what `step` goes into; false: it is something else. */
static bool become_container(struct record *record,
			     const struct head_step *step, struct arena *arena)
{
	enum record_kind kind = step->key != NULL ? RECORD_MAP : RECORD_LIST;
	bool empty = record_is_empty(record);
	struct record *only;

	if (record->kind == kind)
		return true;
	if (record->kind != RECORD_SCALAR || (!empty && kind == RECORD_MAP))
		return false;
	only = empty ? NULL : head_copy(record, arena);
	record->kind = kind;
	record->text = NULL;
	record->length = 0;
	record->quoted = false;
	if (only != NULL)
		head_append(arena, record, NULL, only);
	return true;
}

/* Put `new` before `before`, or last when that is NULL. */
static void link_before(struct record *container, struct record *before,
			struct record *new)
{
	struct record **at = &container->first;

	while (*at != before)
		at = &(*at)->next;
	new->next = before;
	*at = new;
	container->count++;
}

static void unlink_member(struct record *container, struct record *member)
{
	struct record **at = &container->first;

	while (*at != member)
		at = &(*at)->next;
	*at = member->next;
	container->count--;
}

bool head_put(struct record *root, const struct head_step *steps, size_t count,
	      const struct record *value, bool insert, struct arena *arena)
{
	for (size_t i = 0; i < count; i++) {
		bool last = i + 1 == count;
		struct record *next;
		struct record *new;

		if (!become_container(root, &steps[i], arena))
			return false;
		next = step_to(root, &steps[i]);
		if (next == NULL && steps[i].key == NULL &&
		    steps[i].index > root->count)
			return false;
		if (next != NULL && !last) {
			root = next;
			continue;
		}
		new = last ? head_copy(value, arena) : head_text(arena, "");
		if (!last)
			new->quoted = false;
		new->key = steps[i].key;
		link_before(root, next, new);
		if (next != NULL && !(insert && steps[i].key == NULL))
			unlink_member(root, next);
		root = new;
	}
	return true;
}

void head_take(struct record *root, const struct head_step *steps, size_t count)
{
	struct record *container = head_at(root, steps, count - 1);
	struct record *member = container == NULL
					? NULL
					: step_to(container, &steps[count - 1]);

	if (member == NULL)
		return;
	/* A text alone, as the first of a list. */
	if (member == container) {
		if (count > 1)
			head_take(root, steps, count - 1);
		return;
	}
	unlink_member(container, member);
	if (container->count == 0 && count > 1)
		head_take(root, steps, count - 1);
}
