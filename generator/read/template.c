#include "read/template.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "read/name.h"
#include "read/template_ops.h"

static const struct op no_ops[1];

struct template_set *template_set_new(const struct template_options *options,
				      struct arena *arena)
{
	struct template_set *set =
		arena_new_array(arena, struct template_set, 1);

	set->arena = arena;
	if (options != NULL)
		set->options = *options;
	if (set->options.steps_max == 0)
		set->options.steps_max = TEMPLATE_STEPS_MAX;
	set->end = &set->first;
	return set;
}

/* NULL: there is none with this name. */
static struct compiled *find_template(const struct template_set *set,
				      const char *name, size_t length)
{
	struct compiled *at = set->buckets[name_key(name, length) % BUCKETS];

	while (at != NULL &&
	       !name_same(at->name, at->name_length, name, length))
		at = at->in_bucket;
	return at;
}

struct compiled *template_take(struct template_set *set, const char *name,
			       size_t length)
{
	struct compiled *template = find_template(set, name, length);
	struct compiled **bucket;

	if (template != NULL)
		return template;
	bucket = &set->buckets[name_key(name, length) % BUCKETS];
	template = arena_new_array(set->arena, struct compiled, 1);
	template->name = arena_copy(set->arena, name, length);
	template->name_length = length;
	template->ops = no_ops;
	template->in_bucket = *bucket;
	*bucket = template;
	*set->end = template;
	set->end = &template->next;
	return template;
}

bool template_set_has(const struct template_set *set, const char *name)
{
	const struct compiled *template =
		find_template(set, name, strlen(name));

	return template != NULL && template->source != NULL;
}

void template_escape(GString *out, const char *text)
{
	text_append_escaped(out, text, "&<>\"'");
}

struct span template_span(const struct compiled *template, const struct op *op)
{
	return source_span(template->source, op->offset, op->extent);
}

/* Rendering. */

struct run {
	GString *out;
	struct diag_list *diags;
	uint64_t steps_left;
	bool unescaped;
	bool stopped;
};

/* A value that names are looked up in, and those around it. */
struct scope {
	const struct scope *outer;
	const struct value *value;
};

struct indent {
	const struct indent *outer;
	const char *text;
	uint32_t length;
};

struct call {
	const struct compiled *template;
	const struct indent *indent; /* of each of its lines; NULL: none */
	unsigned depth;
};

static void append_indent(GString *out, const struct indent *indent)
{
	if (indent == NULL)
		return;
	append_indent(out, indent->outer);
	text_append(out, indent->text, indent->length);
}

/* Append text of a template, with each line that is not empty indented. */
static void append_lines(GString *out, const struct op *op,
			 const struct indent *indent)
{
	const char *end = op->text + op->length;
	const char *at = op->text;
	bool line_start = op->line_start;

	if (at == end)
		append_indent(out, indent);
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *next = newline == NULL ? end : newline + 1;

		if (line_start && *at != '\n' && *at != '\r')
			append_indent(out, indent);
		text_append(out, at, (size_t)(next - at));
		line_start = true;
		at = next;
	}
}

static const struct value *member(const struct value *value,
				  const struct part *part)
{
	return value->kind == VALUE_OBJECT
		       ? object_find(value->object, part->name, part->length,
				     part->key)
		       : NULL;
}

/* What the name of `op` means in `scope`; NULL: nothing. */
static const struct value *find(const struct scope *scope, const struct op *op)
{
	const struct value *value = NULL;

	if (op->length == 0)
		return scope->value;
	for (; scope != NULL && value == NULL; scope = scope->outer)
		value = member(scope->value, op->parts);
	for (uint32_t i = 1; i < op->length && value != NULL; i++)
		value = member(value, &op->parts[i]);
	return value;
}

static bool is_true(const struct value *value)
{
	if (value == NULL)
		return false;
	switch (value->kind) {
	case VALUE_NULL:
	case VALUE_FALSE:
		return false;
	case VALUE_TEXT:
	case VALUE_MARKUP:
		return value->length > 0;
	case VALUE_LIST:
		return list_length(value->list) > 0;
	case VALUE_TRUE:
	case VALUE_OBJECT:
		break;
	}
	return true;
}

static void stop(struct run *run, enum diag_id id, const struct call *call,
		 const struct op *op)
{
	run->stopped = true;
	diag_add(run->diags, id, template_span(call->template, op), NULL);
}

/* May another section or partial be rendered? */
static bool step(struct run *run, const struct call *call, const struct op *op)
{
	if (run->steps_left == 0)
		stop(run, DIAG_TEMPLATE_STEPS, call, op);
	else
		run->steps_left--;
	return !run->stopped;
}

static void render_value(struct run *run, const struct op *op,
			 const struct value *value)
{
	if (value == NULL)
		return;
	if (value->kind == VALUE_MARKUP ||
	    (value->kind == VALUE_TEXT && op->kind == OP_RAW && run->unescaped))
		text_append(run->out, value->text, value->length);
	else if (value->kind == VALUE_TEXT)
		template_escape(run->out, value->text);
}

static void render_ops(struct run *run, const struct call *call,
		       const struct scope *scope, const struct op *op,
		       const struct op *end);

static void render_pass(struct run *run, const struct call *call,
			const struct scope *outer, const struct op *op,
			const struct value *value)
{
	struct scope scope = { outer, value };

	if (step(run, call, op))
		render_ops(run, call, &scope, op + 1, op + 1 + op->body);
}

static void render_section(struct run *run, const struct call *call,
			   const struct scope *scope, const struct op *op)
{
	const struct value *value = find(scope, op);
	const struct list *list;

	if (!is_true(value))
		return;
	if (value->kind != VALUE_LIST) {
		render_pass(run, call, scope, op, value);
		return;
	}
	list = value->list;
	for (size_t i = 0; i < list_length(list) && !run->stopped; i++)
		render_pass(run, call, scope, op, list_item(list, i));
}

static void render_inverted(struct run *run, const struct call *call,
			    const struct scope *scope, const struct op *op)
{
	if (!is_true(find(scope, op)) && step(run, call, op))
		render_ops(run, call, scope, op + 1, op + 1 + op->body);
}

/*
 * A partial alone on its line has each of its lines indented as the tag is.
 * One within a line has none indented: only where the line begins counts.
 */
static void render_partial(struct run *run, const struct call *outer,
			   const struct scope *scope, const struct op *op)
{
	const struct partial *partial = op->partial;
	const struct compiled *template = partial->template;
	struct indent indent = { outer->indent, partial->indent,
				 partial->indent_length };
	struct call call = { template, NULL, outer->depth + 1 };

	if (call.depth > TEMPLATE_PARTIALS_MAX) {
		stop(run, DIAG_TEMPLATE_DEPTH, outer, op);
		return;
	}
	if (partial->alone)
		call.indent = indent.length > 0 ? &indent : outer->indent;
	if (step(run, outer, op))
		render_ops(run, &call, scope, template->ops,
			   template->ops + template->op_count);
}

static void render_ops(struct run *run, const struct call *call,
		       const struct scope *scope, const struct op *op,
		       const struct op *end)
{
	for (; op < end && !run->stopped; op += 1 + op->body) {
		switch (op->kind) {
		case OP_TEXT:
			if (call->indent == NULL)
				text_append(run->out, op->text, op->length);
			else
				append_lines(run->out, op, call->indent);
			break;
		case OP_VALUE:
		case OP_RAW:
			render_value(run, op, find(scope, op));
			break;
		case OP_SECTION:
			render_section(run, call, scope, op);
			break;
		case OP_INVERTED:
			render_inverted(run, call, scope, op);
			break;
		case OP_PARTIAL:
			render_partial(run, call, scope, op);
			break;
		}
	}
}

int template_render(GString *out, const struct template_set *set,
		    const char *name, struct value root,
		    struct diag_list *diags)
{
	const struct compiled *template =
		find_template(set, name, strlen(name));
	struct run run = {
		.out = out,
		.diags = diags,
		.steps_left = set->options.steps_max,
		.unescaped = set->options.unescaped,
	};
	struct scope scope = { NULL, &root };
	struct call call = { template, NULL, 0 };

	g_assert(template != NULL && template->source != NULL);
	render_ops(&run, &call, &scope, template->ops,
		   template->ops + template->op_count);
	return run.stopped ? -1 : 0;
}
