#include "read/template.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"

/* Values. */

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

struct value value_text_length(const char *text, size_t length)
{
	return characters(VALUE_TEXT, text, length);
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

#define NAME_KEY_FACTOR UINT64_C(0xD6E8FEB86659FD93)

/* The first and the last eight bytes of a name: all of one up to 16 bytes. */
struct ends {
	uint64_t first;
	uint64_t last;
};

static inline struct ends name_ends(const char *name, size_t length)
{
	struct ends ends = { 0, 0 };

	if (length >= 8) {
		memcpy(&ends.first, name, 8);
		memcpy(&ends.last, name + length - 8, 8);
	} else if (length >= 4) {
		memcpy(&ends.first, name, 4);
		memcpy(&ends.last, name + length - 4, 4);
	} else if (length > 0) {
		ends.first = (unsigned char)name[0] |
			     (uint64_t)(unsigned char)name[length / 2] << 8;
		ends.last = (unsigned char)name[length - 1];
	}
	return ends;
}

static uint32_t name_key(const char *name, size_t length)
{
	struct ends ends = name_ends(name, length);
	uint64_t key = ends.first ^ length;

	key ^= ends.last * UINT64_C(0x9E3779B97F4A7C15);
	for (size_t at = 8; at + 8 < length; at += 8) {
		memcpy(&ends.first, name + at, 8);
		key = (key ^ key >> 32 ^ ends.first) * NAME_KEY_FACTOR;
	}
	key = (key ^ key >> 32) * NAME_KEY_FACTOR;
	key = (key ^ key >> 32) * NAME_KEY_FACTOR;
	return (uint32_t)(key >> 32);
}

/* As memcmp(), which costs more than all else in looking a name up. */
static inline bool same_bytes(const char *a, size_t a_length, const char *b,
			      size_t b_length)
{
	struct ends a_ends;
	struct ends b_ends;

	if (a_length != b_length)
		return false;
	a_ends = name_ends(a, a_length);
	b_ends = name_ends(b, b_length);
	return a_ends.first == b_ends.first && a_ends.last == b_ends.last &&
	       (a_length <= 16 || memcmp(a, b, a_length) == 0);
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
		     same_bytes(field->name, field->length, name, length)))
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

void object_set(struct object *object, const char *name, struct value value)
{
	size_t length = strlen(name);
	uint32_t key = name_key(name, length);
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

void object_set_text(struct object *object, const char *name, const char *text)
{
	object_set(object, name, value_text(text));
}

void object_set_markup(struct object *object, const char *name,
		       const char *markup)
{
	object_set(object, name, value_markup(markup));
}

void object_set_truth(struct object *object, const char *name, bool truth)
{
	object_set(object, name, value_truth(truth));
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

/* What a name is in `object` and those around it; NULL: nothing. */
static const struct value *find_value(const struct object *object,
				      const char *name, size_t length,
				      uint32_t key)
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

	return find_value(object, name, length, name_key(name, length));
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

/* Compiled templates: a row of operations. */

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

static const struct op no_ops[1];

#define BUCKETS 1024

struct template_set {
	struct arena *arena;
	struct template_options options;
	struct compiled *first;
	struct compiled **end;
	struct compiled *buckets[BUCKETS];
};

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

static struct compiled *set_find(const struct template_set *set,
				 const char *name, size_t length)
{
	struct compiled *at = set->buckets[name_key(name, length) % BUCKETS];

	while (at != NULL &&
	       !same_bytes(at->name, at->name_length, name, length))
		at = at->in_bucket;
	return at;
}

/* The template with this name, which may still have to be compiled. */
static struct compiled *set_take(struct template_set *set, const char *name,
				 size_t length)
{
	struct compiled *template = set_find(set, name, length);
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
	const struct compiled *template = set_find(set, name, strlen(name));

	return template != NULL && template->source != NULL;
}

static const unsigned char escape_of[256] = {
	['&'] = 1, ['<'] = 2, ['>'] = 3, ['"'] = 4, ['\''] = 5,
};

static const char *const escapes[] = {
	NULL, "&amp;", "&lt;", "&gt;", "&quot;", "&#39;",
};

static void append_escaped(GString *out, const char *text, size_t length)
{
	const char *end = text + length;
	const char *plain = text;

	for (const char *at = text; at < end; at++) {
		unsigned escape = escape_of[(unsigned char)*at];

		if (escape == 0)
			continue;
		text_append(out, plain, (size_t)(at - plain));
		text_append(out, escapes[escape], strlen(escapes[escape]));
		plain = at + 1;
	}
	text_append(out, plain, (size_t)(end - plain));
}

/* Compiling. */

/* How much of a bad tag a finding quotes, in bytes. */
#define QUOTE_MAX ((size_t)60)

struct tag {
	char sigil;	/* one of SIGILS, or a space for a plain name */
	size_t start;	/* of the opening delimiter */
	size_t end;	/* after the closing delimiter */
	size_t content; /* without whitespace around it */
	size_t content_length;
	bool alone;	    /* nothing but whitespace beside it on its lines */
	size_t lines_start; /* with that whitespace and the line's end … */
	size_t lines_end;   /* … if it is alone; else as start and end */
};

#define SIGILS "!#^/>&{=$<"

struct open_section {
	guint op;
	struct tag tag;
};

struct compiler {
	struct template_set *set;
	const struct source *source;
	struct diag_list *diags;
	const char *text;
	size_t length;
	const char *open; /* the delimiters */
	const char *close;
	size_t open_length;
	size_t close_length;
	GArray *ops;
	GString *literals;
	guint fence; /* text must not be joined with operations before this */
	struct open_section sections[TEMPLATE_SECTIONS_MAX];
	size_t depth;
	int result;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool has_blank(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (is_blank(text[i]))
			return true;
	return false;
}

/* Add a finding at `start`, that quotes no more than the line. */
static void refuse(struct compiler *compiler, enum diag_id id, size_t start,
		   size_t end)
{
	const char *at = compiler->text + start;
	const char *newline = memchr(at, '\n', end - start);
	size_t length = newline == NULL ? end - start : (size_t)(newline - at);
	size_t shown = MIN(length, QUOTE_MAX);

	while (shown > 0 && shown < length && (at[shown] & 0xC0) == 0x80)
		shown--;
	compiler->result = diag_add(
		compiler->diags, id,
		source_span(compiler->source, start, length), "\"%.*s%s\"",
		(int)shown, at, shown < length ? "…" : "");
}

static void refuse_tag(struct compiler *compiler, const struct tag *tag)
{
	refuse(compiler, DIAG_TEMPLATE_SYNTAX, tag->start, tag->end);
}

/* Offset of the next `word` from `from` on, or the length of the text. */
static size_t find_word(const struct compiler *compiler, const char *word,
			size_t length, size_t from)
{
	const char *found = memmem(compiler->text + from,
				   compiler->length - from, word, length);

	return found == NULL ? compiler->length
			     : (size_t)(found - compiler->text);
}

/*
 * Offset of the closing delimiter of a tag, before which `before` must stand
 * (0: nothing); the length of the text when there is none.
 */
static size_t find_close(const struct compiler *compiler, size_t from,
			 char before)
{
	size_t at = find_word(compiler, compiler->close, compiler->close_length,
			      from);

	while (before != 0 && at < compiler->length &&
	       (at == from || compiler->text[at - 1] != before))
		at = find_word(compiler, compiler->close,
			       compiler->close_length, at + 1);
	return at;
}

static void trim(const struct compiler *compiler, struct tag *tag, size_t end)
{
	while (tag->content < end && is_blank(compiler->text[tag->content]))
		tag->content++;
	while (end > tag->content && is_blank(compiler->text[end - 1]))
		end--;
	tag->content_length = end - tag->content;
}

/*
 * Is the tag alone on its lines? No other tag can be there: its delimiter
 * would not be whitespace.
 */
static bool find_lines(const struct compiler *compiler, struct tag *tag)
{
	const char *text = compiler->text;
	size_t start = tag->start;
	size_t end = tag->end;

	while (start > 0 && (text[start - 1] == ' ' || text[start - 1] == '\t'))
		start--;
	while (end < compiler->length &&
	       (text[end] == ' ' || text[end] == '\t'))
		end++;
	if (end + 1 < compiler->length && text[end] == '\r' &&
	    text[end + 1] == '\n')
		end++;
	if ((start > 0 && text[start - 1] != '\n') ||
	    (end < compiler->length && text[end] != '\n'))
		return false;
	tag->lines_start = start;
	tag->lines_end = MIN(end + 1, compiler->length);
	return true;
}

/* Find the next tag from `from` on. False if there is none. */
static bool read_tag(struct compiler *compiler, size_t from, struct tag *tag)
{
	size_t close;
	char before = 0;

	tag->start = find_word(compiler, compiler->open, compiler->open_length,
			       from);
	if (tag->start == compiler->length)
		return false;
	tag->content = tag->start + compiler->open_length;
	tag->sigil = ' ';
	if (tag->content < compiler->length &&
	    memchr(SIGILS, compiler->text[tag->content], strlen(SIGILS)))
		tag->sigil = compiler->text[tag->content++];
	if (tag->sigil == '{' || tag->sigil == '=')
		before = tag->sigil == '{' ? '}' : '=';
	close = find_close(compiler, tag->content, before);
	if (close == compiler->length) {
		refuse(compiler, DIAG_TEMPLATE_SYNTAX, tag->start, close);
		return false;
	}
	tag->end = close + compiler->close_length;
	tag->lines_start = tag->start;
	tag->lines_end = tag->end;
	tag->alone = memchr("!#^/>=", tag->sigil, 6) != NULL &&
		     find_lines(compiler, tag);
	trim(compiler, tag, before == 0 ? close : close - 1);
	return true;
}

static struct op *last_op(const struct compiler *compiler)
{
	return &g_array_index(compiler->ops, struct op, compiler->ops->len - 1);
}

/*
 * Make what `literals` have from `start` on an operation. Text that only tags
 * without output part becomes one. An empty one is added to know that a line
 * begins with a tag: the line may have to be indented.
 */
static void join_text(struct compiler *compiler, size_t start, bool line_start)
{
	struct op op = {
		.kind = OP_TEXT,
		.line_start = line_start,
		.length = (uint32_t)(compiler->literals->len - start),
		.offset = (uint32_t)start,
	};

	if (op.length > 0 && compiler->ops->len > compiler->fence &&
	    last_op(compiler)->kind == OP_TEXT)
		last_op(compiler)->length += op.length;
	else if (op.length > 0 || op.line_start)
		g_array_append_val(compiler->ops, op);
}

/* Add the text of the source between two places. */
static void add_text(struct compiler *compiler, size_t from, size_t to)
{
	size_t start = compiler->literals->len;

	text_append(compiler->literals, compiler->text + from, to - from);
	join_text(compiler, start,
		  from == 0 || compiler->text[from - 1] == '\n');
}

static struct op named_op(enum op_kind kind, const struct tag *tag)
{
	return (struct op){ .kind = kind,
			    .offset = (uint32_t)tag->content,
			    .extent = (uint32_t)tag->content_length };
}

static struct part make_part(const struct compiler *compiler, const char *name,
			     size_t length)
{
	return (struct part){
		.name = arena_copy(compiler->set->arena, name, length),
		.length = (uint32_t)length,
		.key = name_key(name, length),
		.offset = (uint32_t)(name - compiler->text),
	};
}

/*
 * Take the parts of the dotted name in `tag`. A bad name is refused and left
 * as {{.}}: nothing will be rendered.
 */
static void take_name(struct compiler *compiler, const struct tag *tag,
		      struct op *op)
{
	const char *at = compiler->text + tag->content;
	const char *end = at + tag->content_length;
	uint32_t count = 1;
	struct part *parts;

	if (tag->content_length == 1 && *at == '.')
		return;
	for (const char *c = at; c < end; c++)
		count += *c == '.';
	parts = arena_new_array(compiler->set->arena, struct part, count);
	for (uint32_t i = 0; i < count; i++) {
		const char *dot = memchr(at, '.', (size_t)(end - at));
		size_t length = (size_t)((dot == NULL ? end : dot) - at);

		if (length == 0 || has_blank(at, length)) {
			refuse_tag(compiler, tag);
			return;
		}
		parts[i] = make_part(compiler, at, length);
		at += length + 1;
	}
	op->parts = parts;
	op->length = count;
}

/* What the name of `op` is whenever the template is rendered; NULL: not known.
 */
static const struct value *constant(const struct compiler *compiler,
				    const struct op *op)
{
	const struct object *object = compiler->set->options.constants;
	const struct value *value = NULL;

	for (uint32_t i = 0; i < op->length && object != NULL; i++) {
		const struct part *part = &op->parts[i];

		value = find_value(object, part->name, part->length, part->key);
		object = value != NULL && value->kind == VALUE_OBJECT
				 ? value->object
				 : NULL;
		if (object == NULL && i + 1 < op->length)
			return NULL;
	}
	return value;
}

/*
 * Add a constant as text of the template. Not one of several lines, which would
 * be indented as such text is, and not an empty one, for which add_text() has
 * not said whether a line begins there.
 */
static bool add_constant(struct compiler *compiler, const struct value *value)
{
	size_t start = compiler->literals->len;

	if (value == NULL || value->kind != VALUE_TEXT || value->length == 0 ||
	    memchr(value->text, '\n', value->length) != NULL)
		return false;
	append_escaped(compiler->literals, value->text, value->length);
	join_text(compiler, start, false);
	return true;
}

static void add_value(struct compiler *compiler, const struct tag *tag)
{
	struct op op = named_op(tag->sigil == ' ' ? OP_VALUE : OP_RAW, tag);

	take_name(compiler, tag, &op);
	if (!add_constant(compiler, constant(compiler, &op)))
		g_array_append_val(compiler->ops, op);
}

static void open_section(struct compiler *compiler, const struct tag *tag)
{
	struct op op =
		named_op(tag->sigil == '#' ? OP_SECTION : OP_INVERTED, tag);

	if (compiler->depth == TEMPLATE_SECTIONS_MAX) {
		refuse(compiler, DIAG_TEMPLATE_NESTING, tag->start, tag->end);
		return;
	}
	take_name(compiler, tag, &op);
	compiler->sections[compiler->depth++] = (struct open_section){
		.op = compiler->ops->len,
		.tag = *tag,
	};
	g_array_append_val(compiler->ops, op);
}

static bool same_name(const struct compiler *compiler, const struct tag *a,
		      const struct tag *b)
{
	return same_bytes(compiler->text + a->content, a->content_length,
			  compiler->text + b->content, b->content_length);
}

static void write_close(struct compiler *compiler, const struct tag *tag)
{
	diag_write(compiler->diags, "%.*s/%.*s%.*s", (int)compiler->open_length,
		   compiler->open, (int)tag->content_length,
		   compiler->text + tag->content, (int)compiler->close_length,
		   compiler->close);
}

/*
 * Say that `tag` does not close the innermost section, and leave the sections
 * in the one that it closes, so that one mistake gives one finding.
 */
static void refuse_close(struct compiler *compiler, const struct tag *tag)
{
	const struct tag *inner;
	size_t depth = compiler->depth;

	refuse_tag(compiler, tag);
	if (depth == 0)
		return;
	inner = &compiler->sections[depth - 1].tag;
	write_close(compiler, inner);
	diag_also(compiler->diags, source_span(compiler->source, inner->start,
					       inner->end - inner->start));
	while (depth > 0 &&
	       !same_name(compiler, &compiler->sections[depth - 1].tag, tag))
		depth--;
	compiler->depth = depth > 0 ? depth - 1 : compiler->depth - 1;
}

static void close_section(struct compiler *compiler, const struct tag *tag)
{
	const struct open_section *section;

	compiler->fence = compiler->ops->len;
	if (compiler->depth == 0 ||
	    !same_name(compiler, &compiler->sections[compiler->depth - 1].tag,
		       tag)) {
		refuse_close(compiler, tag);
		return;
	}
	section = &compiler->sections[--compiler->depth];
	g_array_index(compiler->ops, struct op, section->op).body =
		compiler->ops->len - section->op - 1;
}

static void add_partial(struct compiler *compiler, const struct tag *tag)
{
	struct arena *arena = compiler->set->arena;
	const char *name = compiler->text + tag->content;
	struct op op = named_op(OP_PARTIAL, tag);
	struct partial *partial;

	if (tag->content_length == 0 || has_blank(name, tag->content_length)) {
		refuse_tag(compiler, tag);
		return;
	}
	partial = arena_new_array(arena, struct partial, 1);
	partial->template = set_take(compiler->set, name, tag->content_length);
	partial->alone = tag->alone;
	partial->indent_length = (uint32_t)(tag->start - tag->lines_start);
	partial->indent = arena_copy(arena, compiler->text + tag->lines_start,
				     partial->indent_length);
	op.partial = partial;
	g_array_append_val(compiler->ops, op);
}

static void set_delimiters(struct compiler *compiler, const struct tag *tag)
{
	const char *open = compiler->text + tag->content;
	const char *end = open + tag->content_length;
	const char *open_end = open;
	const char *close;

	while (open_end < end && !is_blank(*open_end))
		open_end++;
	close = open_end;
	while (close < end && is_blank(*close))
		close++;
	if (open == open_end || close == end ||
	    has_blank(close, (size_t)(end - close)) ||
	    memchr(open, '=', tag->content_length) != NULL) {
		refuse_tag(compiler, tag);
		diag_write(compiler->diags, "%.*s=<%% %%>=%.*s",
			   (int)compiler->open_length, compiler->open,
			   (int)compiler->close_length, compiler->close);
		return;
	}
	compiler->open = open;
	compiler->open_length = (size_t)(open_end - open);
	compiler->close = close;
	compiler->close_length = (size_t)(end - close);
}

static void add_tag(struct compiler *compiler, const struct tag *tag)
{
	switch (tag->sigil) {
	case '!':
		break;
	case '#':
	case '^':
		open_section(compiler, tag);
		break;
	case '/':
		close_section(compiler, tag);
		break;
	case '>':
		add_partial(compiler, tag);
		break;
	case '=':
		set_delimiters(compiler, tag);
		break;
	case '$':
	case '<':
		refuse_tag(compiler, tag);
		break;
	default:
		add_value(compiler, tag);
	}
}

static void compile_text(struct compiler *compiler)
{
	struct tag tag;
	size_t at = 0;

	while (read_tag(compiler, at, &tag)) {
		if (at < tag.lines_start)
			add_text(compiler, at, tag.lines_start);
		if (!tag.alone)
			add_text(compiler, tag.start, tag.start);
		add_tag(compiler, &tag);
		at = tag.lines_end;
	}
	if (at < compiler->length)
		add_text(compiler, at, compiler->length);
	while (compiler->depth > 0) {
		const struct tag *open =
			&compiler->sections[--compiler->depth].tag;

		refuse_tag(compiler, open);
		write_close(compiler, open);
	}
}

/* Move what was compiled to where it stays. */
static void keep_ops(const struct compiler *compiler, struct compiled *template)
{
	struct arena *arena = compiler->set->arena;
	size_t count = compiler->ops->len;
	struct op *ops = arena_new_array(arena, struct op, count);
	const char *literals = arena_copy(arena, compiler->literals->str,
					  compiler->literals->len);

	if (count > 0)
		memcpy(ops, compiler->ops->data, count * sizeof(*ops));
	for (size_t i = 0; i < count; i++)
		if (ops[i].kind == OP_TEXT)
			ops[i].text = literals + ops[i].offset;
	template->ops = ops;
	template->op_count = count;
}

int template_compile(struct template_set *set, const char *name,
		     const struct source *source, struct diag_list *diags)
{
	struct compiled *template = set_take(set, name, strlen(name));
	struct compiler compiler = {
		.set = set,
		.source = source,
		.diags = diags,
		.text = source->text,
		.length = source->length,
		.open = "{{",
		.close = "}}",
		.open_length = 2,
		.close_length = 2,
		.ops = g_array_new(FALSE, FALSE, sizeof(struct op)),
		.literals = g_string_new(NULL),
	};

	g_assert(source->text != NULL && source->length < UINT32_MAX);
	template->source = source;
	compile_text(&compiler);
	if (compiler.result != 0)
		g_array_set_size(compiler.ops, 0);
	keep_ops(&compiler, template);
	g_array_free(compiler.ops, TRUE);
	g_string_free(compiler.literals, TRUE);
	return compiler.result;
}

/* Checking. */

struct checker {
	struct object *declared;
	const char *const *declared_names;
	GPtrArray *template_names; /* ending with NULL */
	struct diag_list *diags;
	int result;
};

static struct span name_span(const struct compiled *template,
			     const struct op *op)
{
	return source_span(template->source, op->offset, op->extent);
}

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
			 name_span(template, op), "\"%s\"", inner->name);
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
			checker->result = diag_add(
				checker->diags, DIAG_TEMPLATE_DEPTH,
				name_span(template, op), "\"%s\"", inner->name);
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
		       ? find_value(value->object, part->name, part->length,
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
		return value->list->count > 0;
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
	diag_add(run->diags, id, name_span(call->template, op), NULL);
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
		append_escaped(run->out, value->text, value->length);
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
	for (uint32_t i = 0; i < list->count && !run->stopped; i++)
		render_pass(run, call, scope, op, &list->items[i]);
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
	const struct compiled *template = set_find(set, name, strlen(name));
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
