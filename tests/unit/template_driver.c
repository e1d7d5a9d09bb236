/*
 * Prints what a Mustache template becomes by the rules of the specification.
 * mustache_spec.py runs it, once for each case.
 *
 * Standard input holds, without anything in between:
 *
 *	input  = text count (text text)* value
 *	text   = LENGTH ":" bytes
 *	count  = NUMBER ":"
 *	value  = "n" | "f" | "t" | "s" text
 *	       | "l" count value* | "o" count (text value)*
 *
 * which are the template, the partials with their names, and the data: null,
 * false, true, text, list, object. Exit status 1: the template is refused,
 * with the findings on standard error; 2: the input is not of this form.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/diag_print.h"
#include "read/template.h"

struct input {
	const char *at;
	const char *end;
	struct arena *arena;
	unsigned depth;
};

static void fail(const char *why)
{
	fprintf(stderr, "template_driver: %s\n", why);
	exit(2);
}

static char next_byte(struct input *input)
{
	if (input->at == input->end)
		fail("the input ends too early");
	return *input->at++;
}

static size_t next_count(struct input *input)
{
	size_t count = 0;
	char c;

	while ((c = next_byte(input)) != ':') {
		if (c < '0' || c > '9' || count > 100 * 1000 * 1000)
			fail("a number is expected");
		count = count * 10 + (size_t)(c - '0');
	}
	return count;
}

/* The bytes lie in the arena, ending with a zero byte. */
static const char *next_text(struct input *input, size_t *length)
{
	const char *text;

	*length = next_count(input);
	if (*length > (size_t)(input->end - input->at))
		fail("a text is longer than the input");
	text = arena_copy(input->arena, input->at, *length);
	input->at += *length;
	return text;
}

static struct value next_value(struct input *input);

static struct value next_list(struct input *input)
{
	struct list *list = list_new(input->arena);

	for (size_t count = next_count(input); count > 0; count--)
		list_add(list, next_value(input));
	return value_list(list);
}

static struct value next_object(struct input *input)
{
	struct object *object = object_new(input->arena);

	for (size_t count = next_count(input); count > 0; count--) {
		size_t length;
		const char *name = next_text(input, &length);

		object_set(object, name, next_value(input));
	}
	return value_object(object);
}

static struct value next_value(struct input *input)
{
	struct value value = { .kind = VALUE_NULL };
	size_t length;
	const char *text;

	if (++input->depth > 100)
		fail("the data lies too deep");
	switch (next_byte(input)) {
	case 'n':
		break;
	case 'f':
		value = value_truth(false);
		break;
	case 't':
		value = value_truth(true);
		break;
	case 's':
		text = next_text(input, &length);
		value = value_text(arena_copy(input->arena, text, length));
		break;
	case 'l':
		value = next_list(input);
		break;
	case 'o':
		value = next_object(input);
		break;
	default:
		fail("a value is expected");
	}
	input->depth--;
	return value;
}

static void compile(struct template_set *set, const char *name,
		    struct input *input, struct diag_list *diags)
{
	struct source *source = source_new(name, name, input->arena);

	source->text = (char *)next_text(input, &source->length);
	template_compile(set, name, source, diags);
}

static int run(struct input *input, GString *out, struct diag_list *diags)
{
	struct template_options options = { .unescaped = true };
	struct template_set *set = template_set_new(&options, input->arena);
	struct value root;

	compile(set, "the template", input, diags);
	for (size_t count = next_count(input); count > 0; count--) {
		size_t length;

		compile(set, next_text(input, &length), input, diags);
	}
	root = next_value(input);
	if (diag_count(diags, DIAG_ERROR) > 0)
		return -1;
	return template_render(out, set, "the template", root, diags);
}

static GString *read_all(FILE *in)
{
	GString *text = g_string_new(NULL);
	char bytes[4096];
	size_t got;

	while ((got = fread(bytes, 1, sizeof(bytes), in)) > 0)
		g_string_append_len(text, bytes, (gssize)got);
	return text;
}

int main(void)
{
	GString *text = read_all(stdin);
	GString *out = g_string_new(NULL);
	struct diag_list *diags = diag_list_new();
	struct input input = { .at = text->str,
			       .end = text->str + text->len,
			       .arena = arena_new() };
	int result = run(&input, out, diags);

	fwrite(out->str, 1, out->len, stdout);
	diag_print(diags, DIAG_ENGLISH, 0, stderr);
	arena_free(input.arena);
	diag_list_free(diags);
	g_string_free(out, TRUE);
	g_string_free(text, TRUE);
	return result == 0 ? 0 : 1;
}
