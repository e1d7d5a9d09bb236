#include "read/body.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "read/body_parse.h"

size_t body_line_offset(struct body_parse *parse, size_t line)
{
	const char *text = parse->source->text;
	const char *at;

	line--;
	if (line < parse->line) {
		parse->line = 0;
		parse->line_offset = 0;
	}
	at = text + parse->line_offset;
	while (parse->line < line) {
		const char *next = strchr(at, '\n');

		if (next == NULL)
			return parse->source->length;
		at = next + 1;
		parse->line++;
		parse->line_offset = (size_t)(at - text);
	}
	return parse->line_offset;
}

struct span body_locate(struct body_parse *parse, const char *text)
{
	const char *from = parse->source->text;
	size_t length = strlen(text);
	const char *found = NULL;
	size_t offset;

	if (parse->cursor < parse->end && length > 0)
		found = memmem(from + parse->cursor, parse->end - parse->cursor,
			       text, length);
	if (found == NULL && length > 0) {
		found = memmem(from + parse->start, parse->end - parse->start,
			       text, length);
		if (found != NULL)
			return source_span(parse->source,
					   (size_t)(found - from), length);
	}
	if (found == NULL)
		return source_span(parse->source, parse->cursor, 0);
	offset = (size_t)(found - from);
	parse->cursor = offset + length;
	return source_span(parse->source, offset, length);
}

void *body_item_new(struct body_parse *parse, cmark_node *node, size_t size,
		    enum body_kind kind, struct span where)
{
	struct body_item *item = arena_alloc(parse->arena, size);

	item->kind = kind;
	item->where = where;
	cmark_node_set_user_data(node, item);
	return item;
}

cmark_node *body_replace(cmark_node *node, cmark_node_type type)
{
	cmark_node *custom = cmark_node_new(type);
	int replaced = cmark_node_replace(node, custom);

	g_assert(replaced);
	cmark_node_free(node);
	return custom;
}

bool body_is_id(const char *text, size_t length)
{
	if (length == 0 || text[0] < 'a' || text[0] > 'z')
		return false;
	for (size_t i = 1; i < length; i++)
		if (!(text[i] >= 'a' && text[i] <= 'z') &&
		    !(text[i] >= '0' && text[i] <= '9') && text[i] != '-')
			return false;
	return true;
}

void body_append_slug(GString *out, const char *text)
{
	size_t start = out->len;

	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar parts[4];
		gunichar c = g_unichar_tolower(g_utf8_get_char(text));

		g_unichar_fully_decompose(c, FALSE, parts, 4);
		c = parts[0];
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			g_string_append_c(out, (char)c);
		else if (out->len > start && out->str[out->len - 1] != '-' &&
			 c != '\'' && c != 0x2019)
			g_string_append_c(out, '-');
	}
	while (out->len > start && out->str[out->len - 1] == '-')
		g_string_truncate(out, out->len - 1);
}

bool body_is_in_link(cmark_node *node)
{
	for (; node != NULL; node = cmark_node_parent(node))
		if (cmark_node_get_type(node) == CMARK_NODE_LINK)
			return true;
	return false;
}

const char *body_plain_text(cmark_node *node, struct arena *arena)
{
	GString *out = g_string_new(NULL);
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *at = cmark_iter_get_node(iter);
		const char *text = NULL;

		switch (cmark_node_get_type(at)) {
		case CMARK_NODE_TEXT:
		case CMARK_NODE_CODE:
			text = cmark_node_get_literal(at);
			break;
		case CMARK_NODE_SOFTBREAK:
		case CMARK_NODE_LINEBREAK:
			text = " ";
			break;
		default:
			break;
		}
		if (text != NULL)
			g_string_append(out, text);
	}
	cmark_iter_free(iter);
	for (char *at = out->str; *at != '\0'; at++)
		if (*at == '\n')
			*at = ' ';
	return arena_take(arena, out);
}

/* The place of an address; if it is not found, that of the next parentheses. */
static struct span locate_url(struct body_parse *parse, const char *url)
{
	struct span where = body_locate(parse, url);
	const char *at;

	/* libcmark puts it before what is written as `<name@host>`. */
	if (where.length == 0 && g_str_has_prefix(url, "mailto:"))
		where = body_locate(parse, url + strlen("mailto:"));
	if (where.length > 0)
		return where;
	/* Nothing, or written with entities such as `&amp;`. */
	where = body_locate(parse, "](");
	if (where.length == 2) {
		where.offset++;
		at = parse->source->text + where.offset;
		where.length = (uint32_t)strcspn(at, ")\n");
		where.length += at[where.length] == ')';
	}
	return where;
}

static void read_link(struct body_parse *parse, cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	struct span where = locate_url(parse, url);
	struct body_link *link =
		body_item_new(parse, node, sizeof(*link), BODY_LINK, where);

	link->url = arena_strdup(parse->arena, url);
	link->empty = cmark_node_first_child(node) == NULL;
	g_ptr_array_add(parse->links, link);
}

static void read_image(struct body_parse *parse, cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	struct span where = locate_url(parse, url);
	struct body_image *image =
		body_item_new(parse, node, sizeof(*image), BODY_IMAGE, where);

	image->url = arena_strdup(parse->arena, url);
	image->text = body_plain_text(node, parse->arena);
	if (image->text[0] == '\0')
		diag_add(parse->diags, DIAG_IMAGE_TEXT, where, "%s", url);
	g_ptr_array_add(parse->images, image);
	/* Its text is kept above; what lies in it must not be seen as links. */
	while (cmark_node_first_child(node) != NULL)
		cmark_node_free(cmark_node_first_child(node));
}

static struct span node_line(struct body_parse *parse, cmark_node *node)
{
	size_t start = body_line_offset(
		parse, (size_t)cmark_node_get_start_line(node));
	const char *text = parse->source->text;

	while (text[start] == ' ')
		start++;
	return source_span(parse->source, start, strcspn(text + start, "\n"));
}

static void read_heading(struct body_parse *parse, cmark_node *node)
{
	unsigned level = (unsigned)cmark_node_get_heading_level(node);
	struct span where = node_line(parse, node);
	struct body_label *label =
		body_take_label(parse, (size_t)cmark_node_get_start_line(node));
	struct body_heading *heading = body_item_new(
		parse, node, sizeof(*heading), BODY_HEADING, where);

	heading->level = level;
	heading->text = body_plain_text(node, parse->arena);
	if (label != NULL) {
		heading->id = label->id;
		heading->id_where = label->where;
	}
	if (level == 1)
		diag_add(parse->diags, DIAG_HEADING_FIRST, where, NULL);
	else if (heading->text[0] == '\0')
		diag_add(parse->diags, DIAG_HEADING_EMPTY, where, NULL);
	if (parse->directives > 0 || parse->note ||
	    cmark_node_parent(node) == NULL ||
	    cmark_node_get_type(cmark_node_parent(node)) !=
		    CMARK_NODE_DOCUMENT) {
		diag_add(parse->diags, DIAG_HEADING_PLACE, where, NULL);
		return;
	}
	g_ptr_array_add(parse->headings, heading);
}

/*
 * Make one text node of texts and soft line breaks in a row: it is what the
 * writer sees as one text, and a tree of half the size.
 */
static void merge_text(cmark_node *node)
{
	cmark_node *next = cmark_node_next(node);
	GString *text;

	if (next == NULL || (cmark_node_get_type(next) != CMARK_NODE_TEXT &&
			     cmark_node_get_type(next) != CMARK_NODE_SOFTBREAK))
		return;
	text = g_string_new(cmark_node_get_literal(node));
	while (next != NULL) {
		cmark_node *after = cmark_node_next(next);

		if (cmark_node_get_type(next) == CMARK_NODE_TEXT)
			g_string_append(text, cmark_node_get_literal(next));
		else if (cmark_node_get_type(next) == CMARK_NODE_SOFTBREAK)
			g_string_append_c(text, '\n');
		else
			break;
		cmark_node_free(next);
		next = after;
	}
	cmark_node_set_literal(node, text->str);
	g_string_free(text, TRUE);
}

bool body_in_title(const struct body_parse *parse, cmark_node *node)
{
	while (node != NULL && cmark_node_get_type(node) != CMARK_NODE_HEADING)
		node = cmark_node_parent(node);
	return parse->caption || node != NULL;
}

static void refuse_html(struct body_parse *parse, cmark_node *node)
{
	const char *text = cmark_node_get_literal(node);
	char *line = g_strndup(text, strcspn(text, "\n"));

	/* The tag that opens is told; the one that closes goes with it. */
	if (!parse->html || strncmp(line, "</", 2) != 0)
		diag_add(parse->diags, DIAG_HTML_RAW, body_locate(parse, line),
			 "%s", line);
	parse->html = true;
	g_free(line);
}

static void check_colon_fence(struct body_parse *parse, cmark_node *text)
{
	if (!parse->cell &&
	    strncmp(cmark_node_get_literal(text), ":::", 3) == 0 &&
	    cmark_node_previous(text) == NULL)
		diag_add(parse->diags, DIAG_DIRECTIVE_COLONS,
			 node_line(parse, cmark_node_parent(text)), NULL);
}

/* Look at one node; it may be replaced, but not what comes after it. */
static void read_node(struct body_parse *parse, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		merge_text(node);
		if (strstr(cmark_node_get_literal(node), "[^") != NULL)
			body_read_note_references(parse, node);
		else if (cmark_node_get_literal(node)[0] == ':')
			check_colon_fence(parse, node);
		if (strstr(cmark_node_get_literal(node), "}`") != NULL)
			body_refuse_open_role(parse, node);
		break;
	case CMARK_NODE_CODE:
		body_read_role(parse, node);
		break;
	case CMARK_NODE_LINK:
		read_link(parse, node);
		break;
	case CMARK_NODE_IMAGE:
		read_image(parse, node);
		break;
	case CMARK_NODE_HEADING:
		read_heading(parse, node);
		break;
	case CMARK_NODE_CODE_BLOCK:
		body_read_directive(parse, node);
		break;
	case CMARK_NODE_HTML_BLOCK:
	case CMARK_NODE_HTML_INLINE:
		refuse_html(parse, node);
		break;
	default:
		break;
	}
}

/* The node after `node` and all that lies in it; `*depth` is kept. */
static cmark_node *node_after(cmark_node *node, const cmark_node *root,
			      size_t *depth)
{
	while (node != root) {
		cmark_node *next = cmark_node_next(node);

		if (next != NULL)
			return next;
		node = cmark_node_parent(node);
		(*depth)--;
	}
	return NULL;
}

static bool is_block(cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);

	return type >= CMARK_NODE_FIRST_BLOCK && type <= CMARK_NODE_LAST_BLOCK;
}

static void tell_depth(struct body_parse *parse)
{
	size_t offset = parse->cursor;

	offset += strspn(parse->source->text + offset, " ");
	diag_add(parse->diags, DIAG_BODY_DEPTH,
		 source_span(parse->source, offset, 1), "%d", BODY_DEPTH_MAX);
}

/*
 * Read all nodes of a tree. A node that is replaced keeps its place, so the
 * place is remembered by what comes before it.
 */
static void read_tree(struct body_parse *parse, cmark_node *root)
{
	cmark_node *node = cmark_node_first_child(root);
	size_t depth = 1;

	while (node != NULL) {
		cmark_node *parent = cmark_node_parent(node);
		cmark_node *before = cmark_node_previous(node);
		cmark_node_type type = cmark_node_get_type(node);

		if (is_block(node) && !parse->cell) {
			size_t start = body_line_offset(
				parse, (size_t)cmark_node_get_start_line(node));

			if (start > parse->cursor)
				parse->cursor = start;
		}
		if (type == CMARK_NODE_PARAGRAPH &&
		    body_read_pipe_table(parse, node)) {
			node = before == NULL ? cmark_node_first_child(parent)
					      : cmark_node_next(before);
			node = node_after(node, root, &depth);
			continue;
		}
		read_node(parse, node);
		node = before == NULL ? cmark_node_first_child(parent)
				      : cmark_node_next(before);
		type = cmark_node_get_type(node);
		if (cmark_node_first_child(node) == NULL ||
		    type == CMARK_NODE_CUSTOM_BLOCK) {
			node = node_after(node, root, &depth);
		} else if (depth == BODY_DEPTH_MAX) {
			tell_depth(parse);
			return;
		} else {
			node = cmark_node_first_child(node);
			depth++;
		}
	}
}

cmark_node *body_parse_text(struct body_parse *parse, const char *text,
			    size_t length, size_t line)
{
	cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
	cmark_node *root;

	/* Lines before, so that the tree has the line numbers of the file. */
	if (line > 1) {
		char *lines = g_malloc(line - 1);

		memset(lines, '\n', line - 1);
		cmark_parser_feed(parser, lines, line - 1);
		g_free(lines);
	}
	cmark_parser_feed(parser, text, length);
	root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	g_ptr_array_add(parse->trees, root);
	read_tree(parse, root);
	return root;
}

/* Count the marks that open lists and quotations at the start of a line. */
static size_t container_marks(const char *at, const char *end)
{
	size_t count = 0;

	for (;;) {
		const char *mark;

		while (at < end && (*at == ' ' || *at == '\t'))
			at++;
		mark = at;
		while (at < end && *at >= '0' && *at <= '9')
			at++;
		if (at == end)
			return count;
		if (at > mark && (*at == '.' || *at == ')'))
			at++;
		else if (at == mark && strchr(">-+*", *at) != NULL)
			at++;
		else
			return count;
		count++;
	}
}

static size_t count_bars(const char *at, const char *end)
{
	size_t count = 0;

	while ((at = memchr(at, '|', (size_t)(end - at))) != NULL) {
		count++;
		at++;
	}
	return count;
}

/* The control character that `&#…;` at `at` makes; 0 when it makes none. */
static gunichar control_entity(const char *at)
{
	bool hexadecimal = (at[2] | 0x20) == 'x';
	const char *digits = at + 2 + hexadecimal;
	guint64 c = g_ascii_strtoull(digits, NULL, hexadecimal ? 16 : 10);
	char text[6];
	int length;

	if (!g_ascii_isxdigit(*digits) || c == 0 || c > 0x10FFFF ||
	    (c & 0xFFFFF800) == 0xD800)
		return 0;
	length = g_unichar_to_utf8((gunichar)c, text);
	return source_find_control(text, (size_t)length) == NULL ? 0
								 : (gunichar)c;
}

/* `&#27;` makes a control character of what are none in the file. */
static int guard_entities(struct body_parse *parse, const char *at,
			  const char *end)
{
	while ((at = memmem(at, (size_t)(end - at), "&#", 2)) != NULL) {
		gunichar c = control_entity(at);

		if (c != 0)
			return diag_add(
				parse->diags, DIAG_TEXT_CONTROL,
				source_span(parse->source,
					    (size_t)(at - parse->source->text),
					    strcspn(at, ";\n") + 1),
				"U+%04X", c);
		at += 2;
	}
	return 0;
}

/*
 * Refuse what makes libcmark 0.30.2 slow: it tries every mark at the start of
 * a line against the rest of the line.
 */
static int guard_line(struct body_parse *parse, const char *at, const char *end)
{
	size_t offset = (size_t)(at - parse->source->text);
	struct span where =
		source_span(parse->source, offset, (size_t)(end - at));
	size_t bars;

	if (container_marks(at, end) > BODY_CONTAINERS_MAX)
		return diag_add(parse->diags, DIAG_LINE_CONTAINERS, where, "%d",
				BODY_CONTAINERS_MAX);
	bars = count_bars(at, end);
	if (bars > BODY_BARS_MAX)
		return diag_add(parse->diags, DIAG_LINE_BARS, where, "%zu > %d",
				bars, BODY_BARS_MAX);
	return guard_entities(parse, at, end);
}

/* `(id)=` alone on a line. */
static bool read_label(struct body_parse *parse, const char *at,
		       const char *end, size_t line)
{
	struct body_label label = { .line = line };
	const char *close;
	size_t offset;

	if (at == end || *at != '(')
		return false;
	while (end > at && end[-1] == ' ')
		end--;
	if (end - at < 3 || end[-1] != '=' || end[-2] != ')')
		return false;
	close = end - 2;
	at++;
	offset = (size_t)(at - parse->source->text);
	label.where = source_span(parse->source, offset, (size_t)(close - at));
	label.id = arena_copy(parse->arena, at, (size_t)(close - at));
	if (!body_is_id(label.id, strlen(label.id)))
		diag_add(parse->diags, DIAG_ID_FORM, label.where, "%s",
			 label.id);
	g_array_append_val(parse->labels, label);
	return true;
}

/* The mark that opens a fence (at least three), or 0. */
static size_t fence_length(const char *at, const char *end, char *mark)
{
	size_t length = 0;

	while (at < end && *at == ' ')
		at++;
	if (at == end || (*at != '`' && *at != '~'))
		return 0;
	*mark = *at;
	while (at + length < end && at[length] == *mark)
		length++;
	return length >= 3 ? length : 0;
}

/*
 * The text that libcmark is given: without labels and, later, notes. Lines
 * keep their numbers.
 */
static GString *prepare(struct body_parse *parse, size_t offset, size_t length,
			size_t indent, size_t line)
{
	GString *text = g_string_sized_new(length + 1);
	const char *at = parse->source->text + offset;
	const char *stop = at + length;
	size_t fence = 0;
	char fence_mark = 0;

	for (; at < stop; line++) {
		const char *end = memchr(at, '\n', (size_t)(stop - at));
		char mark = 0;
		size_t marks;

		if (end == NULL)
			end = stop;
		for (size_t i = 0; i < indent && at < end && *at == ' '; i++)
			at++;
		marks = fence_length(at, end, &mark);
		if (guard_line(parse, at, end) != 0 ||
		    (fence == 0 && read_label(parse, at, end, line)))
			; /* the line is left out */
		else
			g_string_append_len(text, at, end - at);
		if (fence == 0 && marks > 0) {
			fence = marks;
			fence_mark = mark;
		} else if (fence > 0 && marks >= fence && mark == fence_mark) {
			fence = 0;
		}
		g_string_append_c(text, '\n');
		at = end + 1;
	}
	return text;
}

struct body_label *body_take_label(struct body_parse *parse, size_t line)
{
	for (guint i = 0; i < parse->labels->len; i++) {
		struct body_label *label =
			&g_array_index(parse->labels, struct body_label, i);

		if (!label->used && label->line + 1 == line) {
			label->used = true;
			return label;
		}
	}
	return NULL;
}

static struct body_list take_list(struct body_parse *parse, GPtrArray *items)
{
	struct body_list list = { .count = items->len };

	if (items->len > 0) {
		list.items = arena_new_array(parse->arena, void *, items->len);
		memcpy(list.items, items->pdata, items->len * sizeof(void *));
	}
	g_ptr_array_free(items, TRUE);
	return list;
}

static void take_lists(struct body_parse *parse)
{
	struct body *body = parse->body;

	body->headings = take_list(parse, parse->headings);
	body->links = take_list(parse, parse->links);
	body->images = take_list(parse, parse->images);
	body->roles = take_list(parse, parse->roles);
	body->references = take_list(parse, parse->references);
	body->tables = take_list(parse, parse->tables);
	body->trees = take_list(parse, parse->trees);
}

static void check_labels(struct body_parse *parse)
{
	for (guint i = 0; i < parse->labels->len; i++) {
		const struct body_label *label =
			&g_array_index(parse->labels, struct body_label, i);

		if (!label->used)
			diag_add(parse->diags, DIAG_LABEL_ALONE, label->where,
				 "(%s)=", label->id);
	}
	g_array_free(parse->labels, TRUE);
}

struct body *body_parse(const struct source *source, size_t offset,
			size_t length, size_t indent, struct arena *arena,
			struct diag_list *diags)
{
	struct body_parse parse = {
		.source = source,
		.body = arena_new_array(arena, struct body, 1),
		.start = offset,
		.end = offset + length,
		.cursor = offset,
		.headings = g_ptr_array_new(),
		.links = g_ptr_array_new(),
		.images = g_ptr_array_new(),
		.roles = g_ptr_array_new(),
		.references = g_ptr_array_new(),
		.tables = g_ptr_array_new(),
		.trees = g_ptr_array_new(),
		.labels = g_array_new(FALSE, TRUE, sizeof(struct body_label)),
		.arena = arena,
		.diags = diags,
	};
	size_t line = 1;
	size_t column;
	GString *text;

	if (length > BODY_BYTES_MAX) {
		diag_add(diags, DIAG_BODY_SIZE, source_span(source, offset, 1),
			 "%zu kB", length / 1024);
		length = 0;
	}
	parse.body->where = source_span(source, offset, length);
	source_position(source, offset, &line, &column);
	text = prepare(&parse, offset, length, indent, line);
	body_read_notes(&parse, text, line);
	parse.cursor = offset;
	parse.body->root = body_parse_text(&parse, text->str, text->len, line);
	g_string_free(text, TRUE);
	body_join_notes(&parse);
	check_labels(&parse);
	take_lists(&parse);
	return parse.body;
}

void body_free(struct body *body)
{
	if (body == NULL)
		return;
	for (size_t i = 0; i < body->trees.count; i++)
		cmark_node_free(body->trees.items[i]);
	body->trees.count = 0;
}
