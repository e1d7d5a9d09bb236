#include "edit/yaml_fmt.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "edit/comments.h"
#include "edit/yaml_scalar.h"

#define STEP 2

/* What is known of a value by the key that it has. */
struct shape {
	const struct schema_map *keys; /* NULL: none are known */
	enum schema_form form;	       /* of a scalar */
	/* Of the members that `keys` does not have. */
	enum schema_form each;
	enum schema_map_id each_inner;
	enum { AS_IT_IS, BY_YEAR, BY_GROUP } order;
	bool inlined; /* when it fits, between braces */
};

struct writing {
	const struct yaml_fmt *how;
	const struct source *source;
	const struct comments *comments;
	struct yaml_scalars scalars;
	struct arena *arena;
	const struct schema_map *maps[SCHEMA_MAP_COUNT];
	GString *out;
};

/* Which shape has what? */

static const struct schema_map *map_of(struct writing *writing,
				       enum schema_map_id id)
{
	if (id == SCHEMA_NONE)
		return NULL;
	if (writing->maps[id] == NULL)
		writing->maps[id] = schema_map_new(
			id, writing->how->labels,
			id == SCHEMA_DOCUMENT ? writing->how->kind : NULL,
			writing->arena);
	return writing->maps[id];
}

/* Mappings that say one thing in one breath. */
static bool is_short(enum schema_map_id id)
{
	switch (id) {
	case SCHEMA_FORMULA:
	case SCHEMA_TERM:
	case SCHEMA_GROUP:
	case SCHEMA_PLAUSIBILITY:
	case SCHEMA_ORGANISATION:
	case SCHEMA_FORM:
	case SCHEMA_NAMED:
	case SCHEMA_RATE_MAP:
		return true;
	default:
		return false;
	}
}

static struct shape shape_of(struct writing *writing, enum schema_form form,
			     enum schema_map_id inner)
{
	struct shape shape = { .form = form };

	switch (form) {
	case SCHEMA_YEARS:
		shape.each = SCHEMA_MAP;
		shape.each_inner = inner;
		shape.order = BY_YEAR;
		return shape;
	case SCHEMA_CONTROLS:
		shape.order = BY_YEAR;
		return shape;
	case SCHEMA_GROUP_COUNTS:
		shape.each = SCHEMA_COUNT;
		shape.order = BY_GROUP;
		return shape;
	case SCHEMA_GROUP_HOURS:
		shape.each = SCHEMA_HOURS;
		shape.order = BY_GROUP;
		return shape;
	case SCHEMA_GROUPS:
		shape.each = SCHEMA_MAP;
		shape.each_inner = inner;
		return shape;
	case SCHEMA_RATES:
		shape.each = SCHEMA_RATE_PLACES;
		shape.each_inner = inner;
		return shape;
	case SCHEMA_RATE_PLACES:
		shape.each = SCHEMA_MAP;
		shape.each_inner = inner;
		break;
	default:
		break;
	}
	shape.keys = map_of(writing, inner);
	shape.inlined = is_short(inner);
	return shape;
}

static const struct schema_key *find_key(const struct shape *shape,
					 const char *word)
{
	for (size_t i = 0; shape->keys != NULL && i < shape->keys->count; i++)
		if (strcmp(shape->keys->keys[i].word, word) == 0)
			return &shape->keys->keys[i];
	return NULL;
}

/* The shape of a member, or of an item, which is that of the list. */
static struct shape shape_within(struct writing *writing,
				 const struct shape *shape,
				 const struct record *at)
{
	const struct schema_key *key;

	if (at->key == NULL)
		return *shape;
	key = find_key(shape, at->key);
	return key != NULL ? shape_of(writing, key->form, key->inner)
			   : shape_of(writing, shape->each, shape->each_inner);
}

/* In which order do members stand? */

/* A place far behind all others. */
#define LAST 10000

static int rank(const struct writing *writing, const struct shape *shape,
		const struct record *member)
{
	const char *const *groups = writing->how->groups;
	const struct schema_key *key = find_key(shape, member->key);
	int at = 0;

	if (key != NULL && key->label == LABEL_KEY_EXTRA)
		return LAST - 1;
	if (key != NULL && key->label == LABEL_KEY_TEXT)
		return LAST;
	if (key != NULL)
		return (int)(key - shape->keys->keys);
	if (shape->order == BY_YEAR)
		return schema_year(member->key);
	if (shape->order != BY_GROUP)
		return LAST - 2;
	while (groups[at] != NULL && strcmp(groups[at], member->key) != 0)
		at++;
	return at;
}

struct ranked {
	const struct record *member;
	int rank;
	size_t place;
};

static int compare_ranked(const void *left, const void *right)
{
	const struct ranked *a = left;
	const struct ranked *b = right;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return a->place < b->place ? -1 : 1;
}

/* The members, in their order; of a list, as they stand. */
static const struct record **members_of(struct writing *writing,
					const struct record *container,
					const struct shape *shape)
{
	struct ranked *ranked = arena_new_array(writing->arena, struct ranked,
						container->count + 1);
	const struct record **members = arena_new_array(
		writing->arena, const struct record *, container->count + 1);
	size_t count = 0;

	for (const struct record *at = container->first; at != NULL;
	     at = at->next, count++)
		ranked[count] = (struct ranked){
			at,
			container->kind == RECORD_MAP ? rank(writing, shape, at)
						      : 0,
			count,
		};
	qsort(ranked, count, sizeof(*ranked), compare_ranked);
	for (size_t i = 0; i < count; i++)
		members[i] = ranked[i].member;
	return members;
}

/* How is a scalar written? */

/* Is it a text of lines of its own, after `|` or `>`? */
static bool is_block(const struct record *scalar, const struct writing *writing)
{
	const char *text = writing->source->text;
	size_t at = scalar->where.offset;

	return scalar->quoted && (text[at] == '|' || text[at] == '>') &&
	       (at == 0 || (text[at - 1] != '"' && text[at - 1] != '\''));
}

/* The text of a scalar, in the form for it. */
static const char *text_of(const struct record *scalar,
			   const struct shape *shape,
			   const struct writing *writing)
{
	return yaml_scalar_text(scalar->text, shape->form, &writing->scalars);
}

/* A text of several lines. */

static void write_blanks(GString *out, size_t count)
{
	for (; count > 0; count--)
		g_string_append_c(out, ' ');
}

/* The column of the first member of the list or mapping. */
static size_t column_within(const struct record *container,
			    const struct writing *writing)
{
	const char *text = writing->source->text;
	size_t at = container->where.offset;
	size_t start = at;

	while (start > 0 && text[start - 1] != '\n')
		start--;
	return (size_t)g_utf8_strlen(text + start, (gssize)(at - start));
}

/* How far the lines of the block at `lines` are indented. */
static size_t block_indent(const char *header, const char *lines,
			   const struct record *container,
			   const struct writing *writing)
{
	const char *digit = header + strcspn(header, "123456789\n#");

	if (*digit >= '1' && *digit <= '9')
		return column_within(container, writing) +
		       (size_t)(*digit - '0');
	lines += strspn(lines, " \n");
	while (lines > header && lines[-1] == ' ')
		lines--;
	return strspn(lines, " ");
}

/* The lines of the block, each ending with a line feed, without indent. */
static GString *block_lines(const struct record *scalar,
			    const struct record *container,
			    const struct writing *writing)
{
	const char *header = writing->source->text + scalar->where.offset;
	const char *end = header + scalar->where.length;
	const char *line = header + strcspn(header, "\n");
	GString *lines = g_string_new(NULL);
	size_t indent;

	line += *line == '\n';
	indent = block_indent(header, line, container, writing);
	while (line < end) {
		size_t length = strcspn(line, "\n");
		size_t blanks = MIN(strspn(line, " "), MIN(indent, length));

		g_string_append_len(lines, line + blanks,
				    (gssize)(length - blanks));
		g_string_append_c(lines, '\n');
		line += length + (line[length] == '\n' ? 1 : 0);
		if (length == 0 && line >= end)
			break;
	}
	return lines;
}

/* Does a blank begin the text, so that its indentation must be told? */
static bool begins_blank(const char *lines)
{
	lines += strspn(lines, "\n");
	return *lines == ' ';
}

static void write_lines(GString *out, const char *line, size_t indent)
{
	while (*line != '\0') {
		size_t length = strcspn(line, "\n");

		if (length > 0)
			write_blanks(out, indent);
		g_string_append_len(out, line, (gssize)length + 1);
		line += length + 1;
	}
}

static void write_line_end(struct writing *writing,
			   const struct comment_place *place)
{
	if (place != NULL && place->at_end != NULL) {
		g_string_append_c(writing->out, ' ');
		g_string_append_len(writing->out, place->at_end->text,
				    (gssize)place->at_end->length);
	}
	g_string_append_c(writing->out, '\n');
}

static void write_block(struct writing *writing, const struct record *scalar,
			const struct record *container,
			const struct shape *shape, size_t indent,
			const struct comment_place *place)
{
	const char *header = writing->source->text + scalar->where.offset;
	GString *lines = block_lines(scalar, container, writing);
	size_t signs = strspn(header, "|>+-0123456789");
	bool keeps = memchr(header, '+', signs) != NULL;

	while (!keeps && g_str_has_suffix(lines->str, "\n\n"))
		g_string_truncate(lines, lines->len - 1);
	if (shape->form == SCHEMA_LONG_TEXT && writing->how->text != NULL &&
	    *header == '|')
		writing->how->text(lines);
	g_string_append_printf(writing->out, " %c", *header);
	if (begins_blank(lines->str))
		g_string_append_printf(writing->out, "%d", STEP);
	if (keeps)
		g_string_append_c(writing->out, '+');
	if (memchr(header, '-', signs) != NULL)
		g_string_append_c(writing->out, '-');
	write_line_end(writing, place);
	write_lines(writing->out, lines->str, indent + STEP);
	g_string_free(lines, TRUE);
}

/* Lists and mappings between brackets. */

static bool is_short_text(const struct record *item, glong most,
			  const struct writing *writing)
{
	return item->kind == RECORD_SCALAR && !is_block(item, writing) &&
	       (item->length > 0 || item->quoted) &&
	       g_utf8_strlen(item->text, -1) <= most &&
	       strchr(item->text, '\n') == NULL;
}

/*
 * Append the list as `[a, b]`. −1 when it is not one of short texts: then
 * `out` is as it was.
 */
static int append_flow_list(GString *out, const struct record *list,
			    const struct shape *shape, struct writing *writing)
{
	size_t before = out->len;

	g_string_append_c(out, '[');
	for (const struct record *at = list->first; at != NULL; at = at->next) {
		size_t start = out->len;

		if (!is_short_text(at, YAML_FMT_ITEM_WIDTH, writing))
			goto not ;
		if (at != list->first)
			g_string_append(out, ", ");
		start = out->len;
		yaml_scalar_append(out, text_of(at, shape, writing), true,
				   &writing->scalars);
		if (out->str[start] == '"' || out->str[start] == '\'')
			goto not ;
	}
	g_string_append_c(out, ']');
	return 0;
	not : g_string_truncate(out, before);
	return -1;
}

static int append_flow_value(GString *out, const struct record *value,
			     const struct shape *shape, struct writing *writing)
{
	if (value->kind == RECORD_LIST)
		return append_flow_list(out, value, shape, writing);
	if (!is_short_text(value, YAML_FMT_VALUE_WIDTH, writing))
		return -1;
	yaml_scalar_append(out, text_of(value, shape, writing), true,
			   &writing->scalars);
	return 0;
}

/* `{namn: Lerums kommun, sort: kommun}`, or −1. */
static int append_flow_map(GString *out, const struct record *map,
			   const struct shape *shape, struct writing *writing)
{
	const struct record **members = members_of(writing, map, shape);
	size_t before = out->len;

	g_string_append_c(out, '{');
	for (size_t i = 0; i < map->count; i++) {
		struct shape own = shape_within(writing, shape, members[i]);

		if (i > 0)
			g_string_append(out, ", ");
		yaml_scalar_append_key(out, members[i]->key, &writing->scalars);
		g_string_append(out, ": ");
		if (append_flow_value(out, members[i], &own, writing) != 0) {
			g_string_truncate(out, before);
			return -1;
		}
	}
	g_string_append_c(out, '}');
	return 0;
}

/* The width of the line that `out` ends with. */
static size_t line_width(const GString *out)
{
	const char *line = strrchr(out->str, '\n');

	return (size_t)g_utf8_strlen(line == NULL ? out->str : line + 1, -1);
}

/* Write the value on the line that is begun; −1 when it does not fit. */
static int write_flow(struct writing *writing, const struct record *value,
		      const struct shape *shape)
{
	GString *out = writing->out;
	size_t before = out->len;
	size_t most = value->kind == RECORD_LIST ? YAML_FMT_LIST_WIDTH
						 : YAML_FMT_MAP_WIDTH;
	int result;

	if (value->count > 0 && value->kind == RECORD_MAP && !shape->inlined)
		return -1;
	if (comments_within(writing->comments, value))
		return -1;
	g_string_append_c(out, ' ');
	result = value->kind == RECORD_LIST
			 ? append_flow_list(out, value, shape, writing)
			 : append_flow_map(out, value, shape, writing);
	if (result == 0 && (value->count == 0 || line_width(out) <= most))
		return 0;
	g_string_truncate(out, before);
	return -1;
}

/* Lists and mappings line by line. */

static void write_comments(struct writing *writing, const struct comment *at,
			   size_t indent, bool first)
{
	for (; at != NULL; at = at->next, first = false) {
		if (at->blank_before && !first)
			g_string_append_c(writing->out, '\n');
		write_blanks(writing->out, indent);
		g_string_append_len(writing->out, at->text, (gssize)at->length);
		g_string_append_c(writing->out, '\n');
	}
}

static void write_before(struct writing *writing, const struct record *record,
			 size_t indent, bool first)
{
	const struct comment_place *place =
		comments_of(writing->comments, record);

	write_comments(writing, place->before, indent, first);
	if (place->blank_before && !(first && place->before == NULL))
		g_string_append_c(writing->out, '\n');
}

static void write_map(struct writing *writing, const struct record *map,
		      const struct shape *shape, size_t indent, bool begun);
static void write_list(struct writing *writing, const struct record *list,
		       const struct shape *shape, size_t indent);

/* What follows `key:` or `-`, and the end of the line. */
static void write_value(struct writing *writing, const struct record *value,
			const struct record *container,
			const struct shape *shape, size_t indent)
{
	const struct comment_place *place =
		comments_of(writing->comments, value);

	if (value->kind == RECORD_SCALAR && is_block(value, writing)) {
		write_block(writing, value, container, shape, indent, place);
	} else if (value->kind == RECORD_SCALAR) {
		if (!record_is_empty(value)) {
			g_string_append_c(writing->out, ' ');
			yaml_scalar_append(writing->out,
					   text_of(value, shape, writing),
					   false, &writing->scalars);
		}
		write_line_end(writing, place);
	} else if (write_flow(writing, value, shape) == 0) {
		write_line_end(writing, place);
	} else {
		write_line_end(writing, place);
		if (value->kind == RECORD_MAP)
			write_map(writing, value, shape, indent + STEP, false);
		else
			write_list(writing, value, shape, indent + STEP);
	}
}

/* Members; with `begun` the first follows a dash, and has no comment. */
static void write_map(struct writing *writing, const struct record *map,
		      const struct shape *shape, size_t indent, bool begun)
{
	const struct record **members = members_of(writing, map, shape);

	for (size_t i = 0; i < map->count; i++) {
		struct shape own = shape_within(writing, shape, members[i]);

		if (i > 0 || !begun) {
			write_before(writing, members[i], indent, i == 0);
			write_blanks(writing->out, indent);
		}
		yaml_scalar_append_key(writing->out, members[i]->key,
				       &writing->scalars);
		g_string_append_c(writing->out, ':');
		write_value(writing, members[i], map, &own, indent);
	}
	write_comments(writing, comments_of(writing->comments, map)->after,
		       indent, false);
}

/* A mapping as an item begins behind its dash. */
static void write_item(struct writing *writing, const struct record *item,
		       const struct record *list, const struct shape *shape,
		       size_t indent, bool first)
{
	const struct record **members;

	write_before(writing, item, indent, first);
	if (item->kind != RECORD_MAP || item->count == 0) {
		write_blanks(writing->out, indent);
		g_string_append_c(writing->out, '-');
		write_value(writing, item, list, shape, indent);
		return;
	}
	members = members_of(writing, item, shape);
	write_comments(writing,
		       comments_of(writing->comments, members[0])->before,
		       indent, first);
	/* That of a mapping between braces. */
	if (comments_of(writing->comments, item)->at_end != NULL)
		write_comments(writing,
			       comments_of(writing->comments, item)->at_end,
			       indent, first);
	write_blanks(writing->out, indent);
	g_string_append(writing->out, "- ");
	write_map(writing, item, shape, indent + STEP, true);
}

static void write_list(struct writing *writing, const struct record *list,
		       const struct shape *shape, size_t indent)
{
	for (const struct record *at = list->first; at != NULL; at = at->next)
		write_item(writing, at, list, shape, indent, at == list->first);
	write_comments(writing, comments_of(writing->comments, list)->after,
		       indent, false);
}

static void write_root(struct writing *writing, const struct record *root,
		       const struct shape *shape)
{
	const struct comment_place *place =
		comments_of(writing->comments, root);

	if (place->of_file != NULL) {
		write_comments(writing, place->of_file, 0, true);
		g_string_append_c(writing->out, '\n');
	}
	if (root->kind == RECORD_MAP)
		write_map(writing, root, shape, 0, false);
	else
		write_list(writing, root, shape, 0);
}

/* Does what was written say the same? */

/*
 * Texts are the same when they are written alike: a quantity comes out in one
 * way however it went in, and so do the lines of tables.
 */
static bool is_same_text(const struct record *a, const struct record *b,
			 const struct shape *shape, struct writing *writing)
{
	GString *lines;
	bool same;

	if (strcmp(a->text, b->text) == 0)
		return record_is_empty(a) == record_is_empty(b);
	if (shape->form != SCHEMA_LONG_TEXT || writing->how->text == NULL)
		return strcmp(text_of(a, shape, writing), b->text) == 0;
	lines = g_string_new(a->text);
	writing->how->text(lines);
	same = strcmp(lines->str, b->text) == 0;
	g_string_free(lines, TRUE);
	return same;
}

static bool is_same(const struct record *a, const struct record *b,
		    const struct shape *shape, struct writing *writing)
{
	const struct record *other = b->first;

	if (a->kind != b->kind || a->count != b->count)
		return false;
	if (a->kind == RECORD_SCALAR)
		return is_same_text(a, b, shape, writing);
	for (const struct record *at = a->first; at != NULL; at = at->next) {
		struct shape own = shape_within(writing, shape, at);

		if (a->kind == RECORD_MAP)
			other = record_member(b, at->key);
		if (other == NULL || !is_same(at, other, &own, writing))
			return false;
		other = other->next;
	}
	return true;
}

/* A comment for each comment. */
static size_t count_comments(const struct comment *at)
{
	size_t count = 0;

	for (; at != NULL; at = at->next)
		count++;
	return count;
}

static size_t count_within(const struct comments *comments,
			   const struct record *record)
{
	const struct comment_place *place = comments_of(comments, record);
	size_t count =
		count_comments(place->before) + count_comments(place->at_end) +
		count_comments(place->after) + count_comments(place->of_file);

	for (const struct record *at = record->first; at != NULL; at = at->next)
		count += count_within(comments, at);
	return count;
}

static int check_same(struct writing *writing, const struct record *root,
		      const struct shape *shape, size_t from)
{
	GString *out = writing->out;
	struct source source = { .text = out->str + from,
				 .length = out->len - from };
	struct record *again = NULL;
	struct comments *comments;
	bool same;

	if (record_parse(&again, &source, 0, source.length, writing->arena,
			 writing->scalars.diags) != 0 ||
	    again == NULL || !is_same(root, again, shape, writing))
		return -1;
	comments =
		comments_find(&source, 0, source.length, again, writing->arena);
	same = count_within(comments, again) ==
	       count_within(writing->comments, root);
	comments_free(comments);
	return same ? 0 : -1;
}

bool yaml_fmt_has_values(const struct source *source, struct arena *arena)
{
	struct diag_list *diags = diag_list_new();
	struct record *root = NULL;
	bool found = record_parse(&root, source, 0, source->length, arena,
				  diags) == 0 &&
		     root != NULL && !record_is_empty(root);

	diag_list_free(diags);
	return found;
}

int yaml_fmt_append(GString *out, const struct source *source, size_t offset,
		    size_t length, const struct yaml_fmt *how,
		    struct arena *arena)
{
	struct writing writing = {
		.how = how,
		.source = source,
		.scalars = { how->labels, diag_list_new(), arena },
		.arena = arena,
		.out = out,
	};
	struct shape shape = { .form = SCHEMA_ANYTHING };
	struct comments *comments;
	struct record *root = NULL;
	size_t before = out->len;
	int result = -1;

	if (record_parse(&root, source, offset, length, arena,
			 writing.scalars.diags) != 0 ||
	    root == NULL || root->kind == RECORD_SCALAR)
		goto out;
	if (how->is_register) {
		shape.each = how->form;
		shape.each_inner = how->inner;
	} else {
		shape = shape_of(&writing, how->form, how->inner);
		shape.inlined = false;
	}
	comments = comments_find(source, offset, length, root, arena);
	writing.comments = comments;
	write_root(&writing, root, &shape);
	result = check_same(&writing, root, &shape, before);
	comments_free(comments);
out:
	if (result != 0)
		g_string_truncate(out, before);
	diag_list_free(writing.scalars.diags);
	return result;
}
