#include "base/arena.h"
#include "base/diag.h"
#include "read/template_ops.h"

struct checker {
	struct object *declared;
	const char *const *declared_names;
	GPtrArray *template_names; /* ending with NULL */
	struct diag_list *diags;
	int result;
};

static void check_name(struct checker *checker, const struct compiled *template,
		       const struct part *part)
{
	if (object_get(checker->declared, part->name) != NULL)
		return;
	checker->result = diag_add(
		checker->diags, DIAG_TEMPLATE_NAME,
		source_span(template->source, part->offset, part->length),
		"\"%s\"", part->name);
	diag_suggest(checker->diags,
		     diag_nearest(part->name, checker->declared_names));
}

static void check_partial(struct checker *checker,
			  const struct compiled *template, const struct op *op)
{
	const struct compiled *inner = op->partial->template;

	if (inner->source != NULL)
		return;
	checker->result =
		diag_add(checker->diags, DIAG_TEMPLATE_PARTIAL,
			 template_span(template, op), "\"%s\"", inner->name);
	diag_suggest(
		checker->diags,
		diag_nearest(
			inner->name,
			(const char *const *)checker->template_names->pdata));
}

static void check_ops(struct checker *checker, const struct compiled *template)
{
	for (size_t i = 0; i < template->op_count; i++) {
		const struct op *op = &template->ops[i];

		if (op->kind == OP_PARTIAL)
			check_partial(checker, template, op);
		else if (op->kind != OP_TEXT)
			for (uint32_t part = 0; part < op->length; part++)
				check_name(checker, template, &op->parts[part]);
	}
}

/*
 * Follow the partials that do not lie in a section. An inverted section gives
 * no new values, so what it holds would be the same again, without end.
 */
static void check_recursion(struct checker *checker, struct compiled *template)
{
	const struct op *end = template->ops + template->op_count;

	template->visit = VISIT_OPEN;
	for (const struct op *op = template->ops; op < end;
	     op += op->kind == OP_SECTION ? 1 + op->body : 1) {
		struct compiled *inner;

		if (op->kind != OP_PARTIAL)
			continue;
		inner = op->partial->template;
		if (inner->visit == VISIT_OPEN)
			checker->result =
				diag_add(checker->diags, DIAG_TEMPLATE_DEPTH,
					 template_span(template, op), "\"%s\"",
					 inner->name);
		else if (inner->visit == VISIT_NEW)
			check_recursion(checker, inner);
	}
	template->visit = VISIT_DONE;
}

int template_set_check(struct template_set *set, const char *const *declared,
		       struct diag_list *diags)
{
	struct checker checker = {
		.declared = object_new(set->arena),
		.declared_names = declared,
		.template_names = g_ptr_array_new(),
		.diags = diags,
	};

	for (const char *const *name = declared; *name != NULL; name++)
		object_set_truth(checker.declared, *name, true);
	for (struct compiled *at = set->first; at != NULL; at = at->next) {
		at->visit = VISIT_NEW;
		if (at->source != NULL)
			g_ptr_array_add(checker.template_names,
					(gpointer)at->name);
	}
	g_ptr_array_add(checker.template_names, NULL);
	for (struct compiled *at = set->first; at != NULL; at = at->next) {
		check_ops(&checker, at);
		if (at->visit == VISIT_NEW)
			check_recursion(&checker, at);
	}
	g_ptr_array_free(checker.template_names, TRUE);
	return checker.result;
}
