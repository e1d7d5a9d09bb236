/*
 * template_ops: what is a template when it is compiled?
 *
 * A row of operations; shared by the modules that compile, check and render,
 * and by no others.
 */
#ifndef BILAGA_READ_TEMPLATE_OPS_H
#define BILAGA_READ_TEMPLATE_OPS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/source.h"
#include "read/template.h"

enum op_kind {
	OP_TEXT,
	OP_VALUE,
	OP_RAW, /* {{{name}}} and {{&name}} */
	OP_SECTION,
	OP_INVERTED,
	OP_PARTIAL,
};

/* A part of a dotted name. */
struct part {
	const char *name; /* ends with a zero byte */
	uint32_t length;
	uint32_t key;
	uint32_t offset; /* in the source */
};

struct partial {
	struct compiled *template;
	const char *indent; /* whitespace before a tag alone on its line */
	uint32_t indent_length;
	bool alone;
};

struct op {
	enum op_kind kind;
	bool line_start; /* OP_TEXT: a line of the source begins with it */
	uint32_t length; /* OP_TEXT: bytes; names: parts, 0 for {{.}} */
	uint32_t body;	 /* sections: how many operations lie in it */
	uint32_t offset; /* of the name in the source; OP_TEXT: in `literals` */
	uint32_t extent; /* bytes of the name */
	union {
		const char *text;
		const struct part *parts;
		const struct partial *partial;
	};
};

enum visit { VISIT_NEW, VISIT_OPEN, VISIT_DONE };

/* Not "struct template": clang-format takes that for C++. */
struct compiled {
	struct compiled *next;	    /* in the order they were met */
	struct compiled *in_bucket; /* next with a similar key */
	const char *name;
	size_t name_length;
	const struct source *source; /* NULL: met as a partial only */
	const struct op *ops;
	size_t op_count;
	enum visit visit; /* of template_set_check() */
};

#define BUCKETS 1024

struct template_set {
	struct arena *arena;
	struct template_options options;
	struct compiled *first;
	struct compiled **end;
	struct compiled *buckets[BUCKETS];
};

/*
 * The template with this name; when there is none it is made, and is still to
 * be compiled.
 */
struct compiled *template_take(struct template_set *set, const char *name,
			       size_t length);

/* Append `text` escaped: & < > " '. */
void template_escape(GString *out, const char *text);

/* Where the name of `op` stands in its source. */
struct span template_span(const struct compiled *template, const struct op *op);

#endif
