/*
 * template: what does a template say with these values?
 *
 * Templates are Mustache: comments, variables, sections, inverted sections,
 * partials, other delimiters, and whitespace as the Mustache specification
 * has them. Its optional parts are left out: {{$name}} and {{<name}}
 * (inheritance) are TEMPLATE_SYNTAX, there are no lambdas, and partials have
 * fixed names.
 *
 * A theme's templates are compiled into one set, checked once, and rendered
 * for each page. A set that has been checked is not changed by rendering, so
 * that any number of threads may render from it, each to its own GString.
 *
 * Escaping follows the value, not the template: what {{name}}, {{{name}}} and
 * {{&name}} write is the same. VALUE_TEXT is escaped (& < > " '), VALUE_MARKUP
 * is not. Only the program says what is markup; a theme cannot.
 */
#ifndef BILAGA_READ_TEMPLATE_H
#define BILAGA_READ_TEMPLATE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "read/value.h"

struct arena;
struct diag_list;

/* How deep sections may lie in each other in one template. */
#define TEMPLATE_SECTIONS_MAX 32

/* How deep partials may lie in each other when a template is rendered. */
#define TEMPLATE_PARTIALS_MAX 32

/* How many passes of sections and partials one rendering may take. */
#define TEMPLATE_STEPS_MAX ((uint64_t)100 * 1000 * 1000)

struct template_options {
	/*
	 * As the Mustache specification has it: {{{name}}} and {{&name}}
	 * write text unescaped. For the specification's tests; never for
	 * themes.
	 */
	bool unescaped;
	uint64_t steps_max; /* 0: TEMPLATE_STEPS_MAX */
	/*
	 * Values that are the same whenever a template is rendered, and whose
	 * names nothing else has; NULL: none. They are written when templates
	 * are compiled. For sections over them, and in values, they are there
	 * only if `root` lies within this object.
	 */
	const struct object *constants;
};

struct template_set;

/*
 * An empty set of templates that lies in `arena`. `options` is copied; NULL
 * gives what themes need.
 */
struct template_set *template_set_new(const struct template_options *options,
				      struct arena *arena);

/*
 * Compile the text of `source`, which must be in memory, as the template
 * `name` of `set`; one with that name is replaced. `name` is copied, and so
 * is what is needed of the text, which may be dropped afterwards; `source`
 * itself must live as long as `set`. Templates may come in any order.
 *
 * 0, or −1 with findings added (TEMPLATE_SYNTAX, TEMPLATE_NESTING); the
 * template then writes nothing.
 */
int template_compile(struct template_set *set, const char *name,
		     const struct source *source, struct diag_list *diags);

/*
 * Check all templates of `set` together, after the last template_compile().
 * 0, or −1 with findings added:
 * - TEMPLATE_NAME: a name, or a part of a dotted one, is not in `declared`
 *   (NULL-terminated; all names that the program ever sets);
 * - TEMPLATE_PARTIAL: a partial that no template of the set is called;
 * - TEMPLATE_DEPTH: a partial that includes itself, directly or not, without
 *   a section in between that could end it.
 */
int template_set_check(struct template_set *set, const char *const *declared,
		       struct diag_list *diags);

/* Has a template been compiled under this name? */
bool template_set_has(const struct template_set *set, const char *name);

/*
 * Append to `out` what the template `name`, which must be in `set`, becomes
 * with `root`, as a rule an object. Names that are not found, and partials
 * that are not in the set, write nothing.
 *
 * 0, or −1 with one finding added and `out` cut off where it was met, when
 * the templates do not come to an end with these values: TEMPLATE_DEPTH for
 * more than TEMPLATE_PARTIALS_MAX partials in each other, TEMPLATE_STEPS for
 * more passes than the options allow.
 */
int template_render(GString *out, const struct template_set *set,
		    const char *name, struct value root,
		    struct diag_list *diags);

#endif
