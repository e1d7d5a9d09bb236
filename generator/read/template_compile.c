#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "read/name.h"
#include "read/template_ops.h"

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

		value = object_find(object, part->name, part->length,
				    part->key);
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
	template_escape(compiler->literals, value->text);
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
	return name_same(compiler->text + a->content, a->content_length,
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
	partial->template =
		template_take(compiler->set, name, tag->content_length);
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
	struct compiled *template = template_take(set, name, strlen(name));
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
