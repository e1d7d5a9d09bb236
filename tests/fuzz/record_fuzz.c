/*
 * libFuzzer: any text as YAML. What is refused has one finding; what is
 * accepted keeps its rules: places that lie in the text, no key twice, no
 * deeper than allowed; and it is read twice as the same.
 */
#include "input.h"

#include <string.h>

#include "read/record.h"

static void check_keys(const struct record *map)
{
	for (const struct record *at = map->first; at != NULL; at = at->next) {
		g_assert(at->key != NULL);
		/* The first with its key is the only one. */
		g_assert(record_member(map, at->key) == at);
	}
}

static void check(const struct record *record, const struct source *source,
		  int depth)
{
	size_t count = 0;

	g_assert(depth <= RECORD_DEPTH_MAX);
	input_check_span(source, record->where);
	if (record->key != NULL)
		input_check_span(source, record->key_where);
	if (record->kind == RECORD_SCALAR) {
		g_assert(strlen(record->text) == record->length);
		g_assert(g_utf8_validate(record->text, -1, NULL));
		g_assert(source_find_control(record->text, record->length) ==
			 NULL);
		g_assert(record->first == NULL);
		return;
	}
	for (const struct record *at = record->first; at != NULL;
	     at = at->next, count++) {
		g_assert((at->key != NULL) == (record->kind == RECORD_MAP));
		check(at, source, depth + 1);
	}
	g_assert(count == record->count);
	if (record->kind == RECORD_MAP)
		check_keys(record);
}

static void assert_same(const struct record *a, const struct record *b)
{
	for (; a != NULL && b != NULL; a = a->next, b = b->next) {
		g_assert(a->kind == b->kind && a->quoted == b->quoted);
		g_assert(g_strcmp0(a->key, b->key) == 0);
		g_assert(g_strcmp0(a->text, b->text) == 0);
		g_assert(a->where.offset == b->where.offset);
		g_assert(a->where.length == b->where.length);
		assert_same(a->first, b->first);
	}
	g_assert(a == NULL && b == NULL);
}

static struct record *parse(const struct source *source, size_t offset,
			    struct arena *arena)
{
	struct diag_list *diags = diag_list_new();
	struct record *root;
	int result = record_parse(&root, source, offset,
				  source->length - offset, arena, diags);

	g_assert(diag_count(diags, DIAG_NOTE) == (result != 0));
	if (result != 0)
		root = NULL;
	diag_list_free(diags);
	return root;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct source *source = input_source(data, size, arena);
	struct record *root;
	const char *line;

	if (source != NULL) {
		root = parse(source, 0, arena);
		if (root != NULL)
			check(root, source, 0);
		assert_same(root, parse(source, 0, arena));
		/* As a head, which begins after a line. */
		line = strchr(source->text, '\n');
		if (line != NULL)
			root = parse(source, (size_t)(line + 1 - source->text),
				     arena);
		if (root != NULL)
			check(root, source, 0);
	}
	arena_free(arena);
	return 0;
}
