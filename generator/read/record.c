#include "read/record.h"

#include <glib.h>
#include <string.h>
#include <yaml.h>

#include "base/arena.h"
#include "base/diag.h"

/*
 * libyaml tells lines and characters; bytes are counted on from the last
 * place, since a line can be as long as the file.
 */
struct cursor {
	size_t line;
	size_t start; /* offset of the first byte of `line` */
	size_t column;
	size_t offset; /* of `column` */
};

struct parse {
	yaml_parser_t yaml;
	const struct source *source;
	size_t offset;
	size_t length;
	struct cursor cursor;
	struct arena *arena;
	struct diag_list *diags;
};

static void cursor_begin(struct cursor *cursor, size_t line, size_t start)
{
	*cursor = (struct cursor){ line, start, 0, start };
}

static size_t byte_offset(struct parse *parse, const yaml_mark_t *mark)
{
	struct cursor *cursor = &parse->cursor;
	const char *text = parse->source->text;
	const char *end = text + parse->offset + parse->length;
	const char *at;

	if (mark->line < cursor->line)
		cursor_begin(cursor, 0, parse->offset);
	while (cursor->line < mark->line) {
		const char *next =
			memchr(text + cursor->offset, '\n',
			       (size_t)(end - text) - cursor->offset);

		if (next == NULL)
			return (size_t)(end - text);
		cursor_begin(cursor, cursor->line + 1,
			     (size_t)(next + 1 - text));
	}
	if (mark->column < cursor->column)
		cursor_begin(cursor, cursor->line, cursor->start);
	at = text + cursor->offset;
	for (; cursor->column < mark->column && at < end; cursor->column++)
		at = g_utf8_next_char(at);
	cursor->offset = (size_t)(at - text);
	return cursor->offset;
}

static struct span mark_span(struct parse *parse, const yaml_mark_t *mark)
{
	return source_span(parse->source, byte_offset(parse, mark), 1);
}

static struct span event_span(struct parse *parse, const yaml_event_t *event)
{
	size_t start = byte_offset(parse, &event->start_mark);
	size_t end = byte_offset(parse, &event->end_mark);

	return source_span(parse->source, start, end > start ? end - start : 0);
}

/* The line that `offset` lies in; `*start` is its first byte. */
static size_t line_around(const struct parse *parse, size_t offset,
			  const char **start)
{
	const char *text = parse->source->text;
	const char *from = text + offset;
	const char *end;

	while (from > text + parse->offset && from[-1] != '\n')
		from--;
	end = strchr(text + offset, '\n');
	*start = from;
	return end == NULL ? strlen(from) : (size_t)(end - from);
}

/* The first `: ` of a line, with which a key ends; NULL if there is none. */
static const char *key_end(const char *line, size_t length)
{
	return g_strstr_len(line, (gssize)length, ": ");
}

/* `titel: Eurocities: Miljöforumet` needs quotation marks: show them. */
static void suggest_quotes(const struct parse *parse, size_t offset)
{
	const char *line;
	size_t length = line_around(parse, offset, &line);
	const char *colon = key_end(line, length);
	GString *value;

	while (length > 0 && line[length - 1] == ' ')
		length--;
	if (colon == NULL || colon + 2 >= line + length)
		return;
	value = g_string_new_len(colon + 2,
				 (gssize)(length - (size_t)(colon + 2 - line)));
	g_string_replace(value, "\\", "\\\\", 0);
	g_string_replace(value, "\"", "\\\"", 0);
	diag_write(parse->diags, "%.*s: \"%s\"",
		   (int)(colon - line - (ptrdiff_t)strspn(line, " ")),
		   line + strspn(line, " "), value->str);
	g_string_free(value, TRUE);
}

/* The line at `where` does not fit the one above, which may be at fault. */
static void add_indent(struct parse *parse, struct span where, const char *line)
{
	const char *above;

	diag_add(parse->diags, DIAG_YAML_INDENT, where, NULL);
	if (line == parse->source->text + parse->offset)
		return;
	line_around(parse, (size_t)(line - 1 - parse->source->text), &above);
	above += strspn(above, " ");
	diag_also(parse->diags,
		  source_span(parse->source,
			      (size_t)(above - parse->source->text), 1));
}

/*
 * A colon where none can be: the second of its line is a part of the text.
 * The first ends a key, so the line is wrongly indented.
 */
static void add_colon(struct parse *parse, struct span where)
{
	const char *at = parse->source->text + where.offset;
	const char *line;
	size_t length = line_around(parse, where.offset, &line);
	const char *first = key_end(line, length);

	if (first != NULL && first < at) {
		diag_add(parse->diags, DIAG_YAML_COLON, where, NULL);
		suggest_quotes(parse, where.offset);
		return;
	}
	first = line + strspn(line, " ");
	add_indent(parse,
		   source_span(parse->source,
			       (size_t)(first - parse->source->text),
			       (size_t)MAX(at - first, 1)),
		   line);
}

/* A line without `: `, where a key was to be. */
static void add_key_colon(struct parse *parse, struct span problem)
{
	struct span where = mark_span(parse, &parse->yaml.context_mark);
	const char *line;
	size_t length = line_around(parse, where.offset, &line);
	const char *at = parse->source->text + where.offset;
	const char *colon;

	(void)problem;
	where.length = (uint32_t)(line + length - at);
	colon = memchr(at, ':', where.length);
	diag_add(parse->diags, DIAG_YAML_KEY_COLON, where, NULL);
	if (colon != NULL)
		diag_write(parse->diags, "%.*s: %.*s", (int)(colon - at), at,
			   (int)(line + length - colon - 1), colon + 1);
}

static size_t count_quotes(const char *from, const char *to)
{
	size_t count = 0;

	for (; from < to; from++)
		count += *from == '"';
	return count;
}

/*
 * Does the quotation mark before `at` close a text that was opened on a line
 * above? Then that is where one is missing. 0 when it does not.
 */
static int add_open_quote(struct parse *parse, const char *line, const char *at)
{
	const char *first = parse->source->text + parse->offset;

	if (count_quotes(line, at) % 2 == 0)
		return 0;
	while (line > first) {
		const char *end = line - 1;

		for (line = end; line > first && line[-1] != '\n'; line--)
			;
		if (count_quotes(line, end) % 2 == 0)
			continue;
		while (*end != '"')
			end--;
		return diag_add(parse->diags, DIAG_YAML_QUOTE,
				source_span(parse->source,
					    (size_t)(end - parse->source->text),
					    1),
				NULL);
	}
	return 0;
}

/* `drivs-av: - skr` is meant as a list. */
static void suggest_list(const struct parse *parse, size_t offset)
{
	const char *line;
	size_t length = line_around(parse, offset, &line);
	const char *colon = key_end(line, length);
	const char *item = parse->source->text + offset;

	if (colon == NULL || item[0] != '-' || item[1] != ' ')
		return;
	line += strspn(line, " ");
	diag_write(parse->diags, "%.*s: [%.*s]", (int)(colon - line), line,
		   (int)strcspn(item + 2, "\n"), item + 2);
}

/* Something else than a key, after a value on its line or on a line alone. */
static void add_no_key(struct parse *parse, struct span where)
{
	const char *at = parse->source->text + where.offset;
	const char *line;
	size_t length = line_around(parse, where.offset, &line);

	if (line + strspn(line, " ") == at) {
		where.length = (uint32_t)MAX(line + length - at, 1);
		add_indent(parse, where, line);
		return;
	}
	if (add_open_quote(parse, line, at) != 0)
		return;
	diag_add(parse->diags, DIAG_YAML_REST, where, NULL);
	suggest_quotes(parse, where.offset);
}

/* A quotation mark or bracket is shown where it opens, others where met. */
static struct span opening(struct parse *parse, struct span where)
{
	return parse->yaml.context_mark.line == parse->yaml.problem_mark.line
		       ? where
		       : mark_span(parse, &parse->yaml.context_mark);
}

static void add_tab(struct parse *parse, const char *tab)
{
	diag_add(parse->diags, DIAG_YAML_TAB,
		 source_span(parse->source, (size_t)(tab - parse->source->text),
			     1),
		 NULL);
}

static void add_escape(struct parse *parse, struct span where)
{
	diag_add(parse->diags, DIAG_YAML_ESCAPE, where, NULL);
}

static void add_quote(struct parse *parse, struct span where)
{
	diag_add(parse->diags, DIAG_YAML_QUOTE, opening(parse, where), NULL);
}

static void add_bracket(struct parse *parse, struct span where)
{
	diag_add(parse->diags, DIAG_YAML_BRACKET, opening(parse, where), NULL);
}

/* A text that begins with what means something else in YAML. */
static void add_character(struct parse *parse, struct span where)
{
	diag_add(parse->diags, DIAG_YAML_CHARACTER, where, NULL);
	suggest_quotes(parse, where.offset);
}

static void add_block_character(struct parse *parse, struct span where)
{
	(void)where;
	add_character(parse, mark_span(parse, &parse->yaml.context_mark));
}

static void add_tag(struct parse *parse, struct span where)
{
	diag_add(parse->diags, DIAG_YAML_TAG, where, NULL);
	suggest_quotes(parse, where.offset);
}

static void add_anchor(struct parse *parse, struct span where)
{
	diag_add(parse->diags, DIAG_YAML_ANCHOR,
		 mark_span(parse, &parse->yaml.context_mark), NULL);
	suggest_quotes(parse, where.offset);
}

static void add_other(struct parse *parse, struct span where)
{
	diag_add(parse->diags, DIAG_YAML_SYNTAX, where, NULL);
	suggest_list(parse, where.offset);
}

/*
 * libyaml says what it expected; a writer wants to know what was wrong. The
 * first row that fits what libyaml says tells it.
 */
static const struct {
	const char *problem;
	const char *context;
	void (*tell)(struct parse *parse, struct span where);
} syntax_rules[] = {
	{ "mapping values are not allowed", "", add_colon },
	{ "escape", "quoted scalar", add_escape },
	{ "", "quoted scalar", add_quote },
	{ "", "flow", add_bracket },
	{ "expected ':'", "", add_key_colon },
	{ "cannot start", "", add_character },
	{ "", "block scalar", add_block_character },
	{ "tag", "", add_tag },
	{ "", "tag", add_tag },
	{ "alphabetic or numeric", "", add_anchor },
	{ "expected key", "", add_no_key },
	{ "expected '-'", "", add_no_key },
	{ "", "", add_other },
};

static int add_syntax(struct parse *parse)
{
	const yaml_parser_t *yaml = &parse->yaml;
	const char *problem = yaml->problem == NULL ? "" : yaml->problem;
	const char *context = yaml->context == NULL ? "" : yaml->context;
	struct span where = mark_span(parse, &yaml->problem_mark);
	const char *line;
	size_t length = line_around(parse, where.offset, &line);
	const char *tab = memchr(line, '\t', length);
	size_t i = 0;

	while (strstr(problem, syntax_rules[i].problem) == NULL ||
	       strstr(context, syntax_rules[i].context) == NULL)
		i++;
	/* A tab where blanks belong has many consequences. */
	if (tab != NULL && syntax_rules[i].tell != add_colon)
		add_tab(parse, tab);
	else
		syntax_rules[i].tell(parse, where);
	return -1;
}

/* What could make a value something else than what stands there. */
static int refuse(struct parse *parse, const yaml_event_t *event)
{
	const yaml_char_t *anchor = NULL;
	const yaml_char_t *tag = NULL;

	switch (event->type) {
	case YAML_ALIAS_EVENT:
		return diag_add(parse->diags, DIAG_YAML_ANCHOR,
				event_span(parse, event), "*%s",
				event->data.alias.anchor);
	case YAML_SCALAR_EVENT:
		anchor = event->data.scalar.anchor;
		tag = event->data.scalar.tag;
		break;
	case YAML_SEQUENCE_START_EVENT:
		anchor = event->data.sequence_start.anchor;
		tag = event->data.sequence_start.tag;
		break;
	case YAML_MAPPING_START_EVENT:
		anchor = event->data.mapping_start.anchor;
		tag = event->data.mapping_start.tag;
		break;
	default:
		break;
	}
	if (anchor == NULL && tag == NULL)
		return 0;
	if (anchor != NULL)
		diag_add(parse->diags, DIAG_YAML_ANCHOR,
			 event_span(parse, event), "&%s", anchor);
	else
		diag_add(parse->diags, DIAG_YAML_TAG, event_span(parse, event),
			 "%s", tag);
	if (event->type == YAML_SCALAR_EVENT)
		suggest_quotes(parse, byte_offset(parse, &event->start_mark));
	return -1;
}

/* The next event; the caller deletes it. −1 with the finding added. */
static int next_event(struct parse *parse, yaml_event_t *event)
{
	if (!yaml_parser_parse(&parse->yaml, event))
		return add_syntax(parse);
	if (refuse(parse, event) != 0) {
		yaml_event_delete(event);
		return -1;
	}
	return 0;
}

/* `"\e"` makes a control character of what were none in the file. */
static int check_escapes(struct parse *parse, const yaml_event_t *event)
{
	const char *found;

	if (event->data.scalar.style != YAML_DOUBLE_QUOTED_SCALAR_STYLE)
		return 0;
	found = source_find_control((const char *)event->data.scalar.value,
				    event->data.scalar.length);
	if (found == NULL)
		return 0;
	return diag_add(parse->diags, DIAG_TEXT_CONTROL,
			event_span(parse, event), "U+%04X",
			g_utf8_get_char(found));
}

static struct record *scalar_new(struct parse *parse, const yaml_event_t *event)
{
	struct record *record = arena_new_array(parse->arena, struct record, 1);
	yaml_scalar_style_t style = event->data.scalar.style;

	record->kind = RECORD_SCALAR;
	record->quoted = style != YAML_PLAIN_SCALAR_STYLE;
	record->text =
		arena_copy(parse->arena, (const char *)event->data.scalar.value,
			   event->data.scalar.length);
	record->length = event->data.scalar.length;
	record->where = event_span(parse, event);
	if ((style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
	     style == YAML_DOUBLE_QUOTED_SCALAR_STYLE) &&
	    record->where.length >= 2) {
		record->where.offset++;
		record->where.length -= 2;
	}
	return record;
}

/* A container that is being filled. */
struct level {
	struct record *container;
	struct record *last;
	struct record *key; /* of a mapping: read, its value not yet */
	GHashTable *keys;   /* of a mapping with many, by text; else NULL */
};

/* Above this many keys a table is faster than looking at each. */
#define KEYS_FEW 32

static void level_leave(struct level *level)
{
	g_clear_pointer(&level->keys, g_hash_table_destroy);
}

static struct record *find_key(struct level *level, const char *text)
{
	struct record *at = level->container->first;

	if (level->container->count >= KEYS_FEW && level->keys == NULL) {
		level->keys = g_hash_table_new(g_str_hash, g_str_equal);
		for (; at != NULL; at = at->next)
			g_hash_table_insert(level->keys, (char *)at->key, at);
	}
	if (level->keys != NULL)
		return g_hash_table_lookup(level->keys, text);
	while (at != NULL && strcmp(at->key, text) != 0)
		at = at->next;
	return at;
}

static int check_duplicate(struct parse *parse, struct level *level,
			   const struct record *key)
{
	const struct record *first = find_key(level, key->text);

	if (first == NULL)
		return 0;
	diag_add(parse->diags, DIAG_YAML_DUPLICATE, key->where, "%s",
		 key->text);
	diag_also(parse->diags, first->key_where);
	return -1;
}

/* Put `record` into the open container; a mapping takes keys and values. */
static int attach(struct parse *parse, struct level *level,
		  struct record *record)
{
	if (level->container->kind == RECORD_MAP) {
		if (level->key == NULL) {
			if (record->kind != RECORD_SCALAR)
				return diag_add(parse->diags, DIAG_YAML_KEY,
						record->where, NULL);
			level->key = record;
			return check_duplicate(parse, level, record);
		}
		record->key = level->key->text;
		record->key_where = level->key->where;
		level->key = NULL;
	}
	if (level->last == NULL)
		level->container->first = record;
	else
		level->last->next = record;
	level->last = record;
	level->container->count++;
	if (level->keys != NULL)
		g_hash_table_insert(level->keys, (char *)record->key, record);
	return 0;
}

static struct record *container_new(struct parse *parse,
				    const yaml_event_t *event)
{
	struct record *record = arena_new_array(parse->arena, struct record, 1);

	record->kind = event->type == YAML_MAPPING_START_EVENT ? RECORD_MAP
							       : RECORD_LIST;
	record->where = event_span(parse, event);
	return record;
}

/* Read one event into the open containers; 1 when the document has ended. */
static int take_event(struct parse *parse, struct level *levels, size_t *depth,
		      struct record **root)
{
	struct record *record = NULL;
	yaml_event_t event;
	int result = 0;

	if (next_event(parse, &event) != 0)
		return -1;
	switch (event.type) {
	case YAML_DOCUMENT_END_EVENT:
	case YAML_STREAM_END_EVENT:
		result = 1;
		break;
	case YAML_SCALAR_EVENT:
		result = check_escapes(parse, &event);
		if (result == 0)
			record = scalar_new(parse, &event);
		break;
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		record = container_new(parse, &event);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		(*depth)--;
		level_leave(&levels[*depth]);
		break;
	case YAML_DOCUMENT_START_EVENT:
		if (event.data.document_start.version_directive != NULL ||
		    event.data.document_start.tag_directives.start !=
			    event.data.document_start.tag_directives.end)
			result = diag_add(parse->diags, DIAG_YAML_DIRECTIVE,
					  event_span(parse, &event), NULL);
		break;
	default:
		break;
	}
	yaml_event_delete(&event);
	if (record == NULL)
		return result;
	if (*depth == 0)
		*root = record;
	else if (attach(parse, &levels[*depth - 1], record) != 0)
		return -1;
	if (record->kind == RECORD_SCALAR)
		return 0;
	if (*depth == RECORD_DEPTH_MAX)
		return diag_add(parse->diags, DIAG_YAML_DEPTH, record->where,
				"%d", RECORD_DEPTH_MAX);
	levels[*depth] = (struct level){ .container = record };
	(*depth)++;
	return 0;
}

static int parse_document(struct parse *parse, struct record **root)
{
	struct level levels[RECORD_DEPTH_MAX];
	size_t depth = 0;
	int result;
	yaml_event_t event;

	do
		result = take_event(parse, levels, &depth, root);
	while (result == 0);
	while (depth > 0)
		level_leave(&levels[--depth]);
	if (result < 0)
		return -1;
	if (*root == NULL)
		return 0;
	if (next_event(parse, &event) != 0)
		return -1;
	result = event.type == YAML_STREAM_END_EVENT
			 ? 0
			 : diag_add(parse->diags, DIAG_YAML_SECOND,
				    event_span(parse, &event), NULL);
	yaml_event_delete(&event);
	return result;
}

int record_parse(struct record **root, const struct source *source,
		 size_t offset, size_t length, struct arena *arena,
		 struct diag_list *diags)
{
	struct parse parse = {
		.source = source,
		.offset = offset,
		.length = length,
		.cursor = { 0, offset, 0, offset },
		.arena = arena,
		.diags = diags,
	};
	int result;

	*root = NULL;
	if (!yaml_parser_initialize(&parse.yaml))
		g_error("out of memory");
	yaml_parser_set_input_string(
		&parse.yaml, (const unsigned char *)source->text + offset,
		length);
	yaml_parser_set_encoding(&parse.yaml, YAML_UTF8_ENCODING);
	result = parse_document(&parse, root);
	yaml_parser_delete(&parse.yaml);
	return result;
}

const struct record *record_member(const struct record *map, const char *key)
{
	if (map == NULL || map->kind != RECORD_MAP)
		return NULL;
	for (const struct record *at = map->first; at != NULL; at = at->next)
		if (strcmp(at->key, key) == 0)
			return at;
	return NULL;
}

bool record_is_empty(const struct record *record)
{
	return record->kind == RECORD_SCALAR && record->length == 0 &&
	       !record->quoted;
}

static const struct record_field *find_field(const struct record_table *table,
					     const char *key)
{
	for (size_t i = 0; i < table->count; i++)
		if (strcmp(table->fields[i].word, key) == 0)
			return &table->fields[i];
	return NULL;
}

/* Beyond this many unknown keys nobody reads what they were meant to be. */
#define SUGGESTIONS_MOST 100

/* Say what an unknown key was meant to be, or what there is to choose from. */
static void suggest_field(const char *key, const struct record_table *table,
			  const struct record_reader *reader)
{
	const char *nearest = diag_nearest(key, table->words);
	char *all;

	if (nearest != NULL) {
		diag_suggest(reader->diags, nearest);
		return;
	}
	all = g_strjoinv(" | ", (char **)table->words);
	diag_write(reader->diags, "%s", all);
	g_free(all);
}

/* Is a key of the mapping, unknown as it stands, meant to be `word`? */
static bool is_misspelt(const struct record *map, const char *word,
			const struct record_table *table)
{
	for (const struct record *at = map->first; at != NULL; at = at->next)
		if (find_field(table, at->key) == NULL &&
		    g_strcmp0(diag_nearest(at->key, table->words), word) == 0)
			return true;
	return false;
}

static int check_required(const struct record *map, struct span where,
			  const struct record_table *table,
			  const struct record_reader *reader)
{
	int result = 0;

	for (size_t i = 0; i < table->count; i++) {
		const char *word = table->fields[i].word;

		if (!table->fields[i].required ||
		    record_member(map, word) != NULL ||
		    is_misspelt(map, word, table))
			continue;
		result = diag_add(reader->diags, DIAG_KEY_MISSING, where, "%s",
				  word);
		diag_write(reader->diags, "%s: …", word);
	}
	return result;
}

/* Something else than keys with values: the first field is an example. */
static int refuse_value(const struct record *map, struct span where,
			const struct record_table *table,
			const struct record_reader *reader)
{
	if (map != NULL && record_is_empty(map) && map->key != NULL)
		return diag_add(reader->diags, DIAG_VALUE_EMPTY, map->key_where,
				"%s", map->key);
	diag_add(reader->diags, DIAG_VALUE_MAP,
		 map == NULL || record_is_empty(map) ? where : map->where,
		 NULL);
	diag_write(reader->diags, "%s: …", table->words[0]);
	return -1;
}

int record_fill(void *out, const struct record *map, struct span where,
		const struct record_table *table,
		const struct record_reader *reader)
{
	size_t unknown = 0;
	int result;

	if (map == NULL || map->kind != RECORD_MAP)
		return refuse_value(map, where, table, reader);
	result = check_required(map, where, table, reader);
	for (const struct record *at = map->first; at != NULL; at = at->next) {
		const struct record_field *field = find_field(table, at->key);

		if (field == NULL) {
			result = diag_add(reader->diags, DIAG_KEY_UNKNOWN,
					  at->key_where, "%s", at->key);
			if (unknown++ < SUGGESTIONS_MOST)
				suggest_field(at->key, table, reader);
			continue;
		}
		if (field->read((char *)out + field->offset, at, reader,
				field) != 0)
			result = -1;
	}
	return result;
}
