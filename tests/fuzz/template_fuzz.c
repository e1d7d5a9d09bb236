/*
 * libFuzzer: any two templates, the second after a form feed, are compiled,
 * checked and rendered. Whatever they say, it ends soon, twice with the same
 * bytes, and text is never written unescaped.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "read/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const declared[] = { "a",	"b",	  "c", "text",
					"list", "markup", NULL };

/* No value but TEXT has a "<" in it. */
static struct value make_root(struct arena *arena)
{
	struct object *root = object_new(arena);
	struct object *inner = object_add_object(root, "a");
	struct list *list = object_add_list(root, "list");

	object_set_truth(root, "b", true);
	object_set_truth(root, "c", false);
	object_set_text(root, "text", "<\"å\n&'>");
	object_set_markup(root, "markup", "{{text}}\n|");
	object_set_text(inner, "b", "<");
	object_set(inner, "a", value_object(inner));
	object_set_text(list_add_object(list), "a", "1");
	list_add(list, value_text("<"));
	list_add(list, value_list(list_new(arena)));
	return value_object(root);
}

static int compile(struct template_set *set, const char *name, const char *text,
		   size_t length, struct arena *arena, struct diag_list *diags)
{
	struct source *source = source_new(name, name, arena);
	int result;

	source->text = arena_copy(arena, text, length);
	source->length = length;
	result = template_compile(set, name, source, diags);
	assert((result == 0) == (diag_count(diags, DIAG_ERROR) == 0));
	return result;
}

static GString *render(const struct template_set *set, struct value root)
{
	struct diag_list *diags = diag_list_new();
	GString *out = g_string_new(NULL);
	int result = template_render(out, set, "mall", root, diags);

	assert(diag_count(diags, DIAG_ERROR) == (result == 0 ? 0 : 1));
	diag_list_free(diags);
	return out;
}

static void render_twice(const struct template_set *set, struct arena *arena,
			 int has_less_than)
{
	struct value root = make_root(arena);
	GString *first = render(set, root);
	GString *second = render(set, root);

	assert(g_string_equal(first, second));
	assert(has_less_than || memchr(first->str, '<', first->len) == NULL);
	g_string_free(first, TRUE);
	g_string_free(second, TRUE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct template_options options = { .steps_max = 2000 };
	const char *text = size == 0 ? "" : (const char *)data;
	const char *feed = memchr(text, '\f', size);
	size_t length = feed == NULL ? size : (size_t)(feed - text);
	struct arena *arena = arena_new();
	struct diag_list *diags = diag_list_new();
	struct template_set *set = template_set_new(&options, arena);

	compile(set, "mall", text, length, arena, diags);
	if (feed != NULL && diag_count(diags, DIAG_ERROR) == 0)
		compile(set, "del", feed + 1, size - length - 1, arena, diags);
	template_set_check(set, declared, diags);
	render_twice(set, arena, memchr(text, '<', size) != NULL);
	diag_list_free(diags);
	arena_free(arena);
	return 0;
}
