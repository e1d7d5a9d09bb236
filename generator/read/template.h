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

struct arena;
struct diag_list;

/* How deep sections may lie in each other in one template. */
#define TEMPLATE_SECTIONS_MAX 32

/* How deep partials may lie in each other when a template is rendered. */
#define TEMPLATE_PARTIALS_MAX 32

/* How many passes of sections and partials one rendering may take. */
#define TEMPLATE_STEPS_MAX ((uint64_t)100 * 1000 * 1000)

/*
 * Values: a small tree that lies in an arena, made anew for each page.
 *
 * Names and texts are not copied: they must live as long as the tree. Names
 * are the program's own (see template_set_check()), as a rule literals.
 * Numbers are given as text, formatted for the reader.
 */

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
		const char *text; /* need not end with a zero byte */
		struct list *list;
		struct object *object;
	};
};

/* VALUE_TRUE or VALUE_FALSE. */
struct value value_truth(bool truth);

/* Text or markup that ends with a zero byte. NULL gives VALUE_NULL. */
struct value value_text(const char *text);
struct value value_markup(const char *markup);

/* Text or markup of `length` bytes, less than 4 GiB. */
struct value value_text_length(const char *text, size_t length);
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

/* Let `name` (ending with a zero byte) be `value`, whatever it was before. */
void object_set(struct object *object, const char *name, struct value value);

/* The same for the commonest kinds; as value_text() and its like say. */
void object_set_text(struct object *object, const char *name, const char *text);
void object_set_markup(struct object *object, const char *name,
		       const char *markup);
void object_set_truth(struct object *object, const char *name, bool truth);

/* A new object or list, in the same arena, that `name` of `object` is. */
struct object *object_add_object(struct object *object, const char *name);
struct list *object_add_list(struct object *object, const char *name);

/*
 * What `name` of `object`, or of what it lies within, is; NULL when it has no
 * such name. It is good until the next name is set.
 */
const struct value *object_get(const struct object *object, const char *name);

/* An empty list, in `arena`, which it keeps for growing. */
struct list *list_new(struct arena *arena);

/* Add `value` after the last item. */
void list_add(struct list *list, struct value value);

/* A new object, in the same arena, that is the last item of `list`. */
struct object *list_add_object(struct list *list);

/* How many items `list` has. */
size_t list_length(const struct list *list);

/*
 * Templates.
 */

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
