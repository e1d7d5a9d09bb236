/*
 * Tables: pipe tables as in GitHub Flavored Markdown § 4.10, comma-separated
 * values as in RFC 4180, and lists of lists as in MyST.
 */
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "read/body_parse.h"

/* A row that is being read: the texts of its cells. */
struct row {
	GPtrArray *cells; /* char *, freed with the row */
	size_t line;	  /* from 1 */
};

static void row_free(void *data)
{
	struct row *row = data;

	g_ptr_array_free(row->cells, TRUE);
	g_free(row);
}

static struct row *row_new(size_t line)
{
	struct row *row = g_new0(struct row, 1);

	row->cells = g_ptr_array_new_with_free_func(g_free);
	row->line = line;
	return row;
}

/*
 * A cell is one paragraph. What would make its first character open a block
 * of another kind is escaped, as a writer means `- 5` in a cell to be text.
 */
static GString *cell_text(const char *text)
{
	GString *out = g_string_new(NULL);
	size_t digits = strspn(text, "0123456789");
	size_t mark = digits > 0 ? digits : 0;
	bool opens;

	if (digits > 0)
		opens = text[mark] == '.' || text[mark] == ')';
	else if (text[0] == '-' || text[0] == '+' || text[0] == '*')
		opens = text[1] == ' ' || text[1] == '\0' ||
			(text[0] != '+' && text[1] == text[0] &&
			 text[2] == text[0]);
	else
		opens = text[0] == '>' || text[0] == '#' ||
			strncmp(text, "```", 3) == 0 ||
			strncmp(text, "~~~", 3) == 0;
	g_string_append_len(out, text, (gssize)mark);
	if (opens)
		g_string_append_c(out, '\\');
	g_string_append(out, text + mark);
	return out;
}

/*
 * The cursor tells where the cell is. Lines before it are left out: libcmark
 * would read as many for each cell as the table has.
 */
static cmark_node *parse_cell(struct body_parse *parse, const char *text)
{
	GString *cell = cell_text(text);
	cmark_node *root;

	parse->cell = true;
	root = body_parse_text(parse, cell->str, cell->len, 1);
	parse->cell = false;
	g_string_free(cell, TRUE);
	return root;
}

/* The table of `rows` (struct row), all of `columns` cells. */
static struct body_table *table_new(struct body_parse *parse, cmark_node *node,
				    GPtrArray *rows, size_t columns,
				    struct span where)
{
	struct body_table *table =
		body_item_new(parse, node, sizeof(*table), BODY_TABLE, where);
	enum body_align *aligns =
		arena_new_array(parse->arena, enum body_align, columns);
	size_t cursor = parse->cursor;

	table->columns = columns;
	table->rows = rows->len;
	table->header_rows = 1;
	table->aligns = aligns;
	table->cells = arena_new_array(parse->arena, cmark_node *,
				       columns * rows->len);
	for (size_t r = 0; r < rows->len; r++) {
		struct row *row = g_ptr_array_index(rows, r);

		cursor = MAX(cursor, body_line_offset(parse, row->line));
		parse->cursor = cursor;
		for (size_t c = 0; c < columns; c++)
			table->cells[r * columns + c] = parse_cell(
				parse, g_ptr_array_index(row->cells, c));
		cursor = parse->cursor;
	}
	g_ptr_array_add(parse->tables, table);
	return table;
}

/* Do all rows have `columns` cells? */
static int check_ragged(struct body_parse *parse, GPtrArray *rows,
			size_t columns)
{
	int result = 0;

	for (guint i = 0; i < rows->len; i++) {
		struct row *row = g_ptr_array_index(rows, i);
		size_t offset = body_line_offset(parse, row->line);

		if (row->cells->len == columns)
			continue;
		result = diag_add(
			parse->diags, DIAG_TABLE_RAGGED,
			source_span(
				parse->source, offset,
				strcspn(parse->source->text + offset, "\n")),
			"%u ≠ %zu", row->cells->len, columns);
	}
	return result;
}

static void add_cell(struct row *row, GString *cell)
{
	g_strstrip(cell->str);
	g_ptr_array_add(row->cells, g_strdup(cell->str));
	g_string_truncate(cell, 0);
}

/* Divide a line at its bars; `\|` is a bar in the text. */
static struct row *split_pipes(const char *line, size_t length, size_t number)
{
	struct row *row = row_new(number);
	GString *cell = g_string_new(NULL);
	const char *at = line;
	const char *end = line + length;

	while (end > at && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (at < end && *at == '|')
		at++;
	if (end > at && end[-1] == '|' && (end - 1 == at || end[-2] != '\\'))
		end--;
	for (; at < end; at++) {
		if (*at == '\\' && at + 1 < end && at[1] == '|')
			g_string_append_c(cell, *++at);
		else if (*at == '|')
			add_cell(row, cell);
		else
			g_string_append_c(cell, *at);
	}
	add_cell(row, cell);
	g_string_free(cell, TRUE);
	return row;
}

/* `:---`, `---`, `:---:` or `---:`; −1 when the text is none of these. */
static int delimiter_align(const char *text)
{
	bool left = text[0] == ':';
	size_t dashes = strspn(text + left, "-");
	const char *rest = text + left + dashes;

	if (dashes == 0 || strcmp(rest, rest[0] == ':' ? ":" : "") != 0)
		return -1;
	if (rest[0] == ':')
		return left ? ALIGN_CENTER : ALIGN_RIGHT;
	return left ? ALIGN_LEFT : ALIGN_NONE;
}

static bool is_delimiter(const struct row *row)
{
	for (guint i = 0; i < row->cells->len; i++)
		if (delimiter_align(g_ptr_array_index(row->cells, i)) < 0)
			return false;
	return true;
}

/* The rows of a pipe table in `text`; the second is the delimiter row. */
static GPtrArray *pipe_rows(const char *text, size_t length, size_t line)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(row_free);
	const char *end = text + length;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));

		if (stop == NULL)
			stop = end;
		if (strspn(text, " \t") < (size_t)(stop - text))
			g_ptr_array_add(
				rows,
				split_pipes(text, (size_t)(stop - text), line));
		text = stop + 1;
		line++;
	}
	return rows;
}

/* Takes `rows`, whose second is a delimiter row. */
static struct body_table *pipe_table(struct body_parse *parse, cmark_node *node,
				     GPtrArray *rows, struct span where)
{
	struct row *delimiter = g_ptr_array_index(rows, 1);
	size_t columns = delimiter->cells->len;
	enum body_align *aligns =
		arena_new_array(parse->arena, enum body_align, columns);
	struct body_table *table = NULL;

	for (size_t c = 0; c < columns; c++)
		aligns[c] = (enum body_align)delimiter_align(
			g_ptr_array_index(delimiter->cells, c));
	if (check_ragged(parse, rows, columns) == 0) {
		g_ptr_array_remove_index(rows, 1);
		table = table_new(parse, node, rows, columns, where);
		table->aligns = aligns;
	}
	g_ptr_array_free(rows, TRUE);
	return table;
}

/* The first line below the first of the paragraph that is a delimiter row. */
static size_t find_delimiter(const char *text, size_t length)
{
	const char *end = text + length;
	size_t line = 0;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		const char *at = text + strspn(text, " |");

		if (stop == NULL)
			stop = end;
		if (line > 0 && (*at == '-' || *at == ':') &&
		    memchr(text, '|', (size_t)(stop - text)) != NULL &&
		    memchr(text, '-', (size_t)(stop - text)) != NULL) {
			struct row *row =
				split_pipes(text, (size_t)(stop - text), 0);
			bool found = is_delimiter(row);

			row_free(row);
			if (found)
				return line;
		}
		text = stop + 1;
		line++;
	}
	return 0;
}

bool body_read_pipe_table(struct body_parse *parse, cmark_node *paragraph)
{
	size_t first = (size_t)cmark_node_get_start_line(paragraph);
	size_t last = (size_t)cmark_node_get_end_line(paragraph);
	size_t start;
	size_t length;
	const char *text;
	struct span where;
	struct body_label *label;
	struct body_table *table;
	size_t delimiter;
	GPtrArray *rows;

	if (last == first)
		return false;
	start = body_line_offset(parse, first);
	text = parse->source->text + start;
	length = body_line_offset(parse, last) - start;
	length += strcspn(text + length, "\n");
	if (memchr(text, '|', length) == NULL)
		return false;
	delimiter = find_delimiter(text, length);
	if (delimiter == 0)
		return false;
	where = source_span(parse->source, start, strcspn(text, "\n"));
	if (delimiter > 1) {
		start = body_line_offset(parse, first + delimiter - 1);
		where = source_span(parse->source, start,
				    strcspn(parse->source->text + start, "\n"));
		diag_add(parse->diags, DIAG_TABLE_BLANK, where, NULL);
		return false;
	}
	rows = pipe_rows(text, length, first);
	label = body_take_label(parse, first);
	table = pipe_table(parse,
			   body_replace(paragraph, CMARK_NODE_CUSTOM_BLOCK),
			   rows, where);
	if (table != NULL && label != NULL)
		diag_add(parse->diags, DIAG_TABLE_CAPTION, label->where,
			 "(%s)=", label->id);
	return true;
}

struct body_table *body_read_table(struct body_parse *parse, cmark_node *node,
				   const char *text, size_t line,
				   struct span where)
{
	GPtrArray *rows = pipe_rows(text, strlen(text), line);

	if (rows->len < 2 || !is_delimiter(g_ptr_array_index(rows, 1))) {
		diag_add(parse->diags, DIAG_TABLE_FORM, where, NULL);
		g_ptr_array_free(rows, TRUE);
		return NULL;
	}
	return pipe_table(parse, node, rows, where);
}

/* One record of comma-separated values; `*at` moves to the next line. */
static struct row *split_commas(const char **at, size_t *line)
{
	struct row *row = row_new(*line);
	GString *cell = g_string_new(NULL);
	bool quoted = false;
	const char *c = *at;

	for (; *c != '\0' && (quoted || *c != '\n'); c++) {
		if (*c == '\n')
			(*line)++;
		if (*c == '"' && quoted && c[1] == '"')
			g_string_append_c(cell, *c++);
		else if (*c == '"')
			quoted = !quoted;
		else if (*c == ',' && !quoted)
			add_cell(row, cell);
		else
			g_string_append_c(cell, *c == '\n' ? ' ' : *c);
	}
	add_cell(row, cell);
	g_string_free(cell, TRUE);
	*at = *c == '\n' ? c + 1 : c;
	(*line)++;
	return row;
}

struct body_table *body_read_csv_table(struct body_parse *parse,
				       cmark_node *node, const char *text,
				       size_t line, struct span where)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(row_free);
	struct body_table *table = NULL;

	while (*text != '\0') {
		size_t blank = strspn(text, " \t");

		if (text[blank] == '\n') {
			text += blank + 1;
			line++;
			continue;
		}
		g_ptr_array_add(rows, split_commas(&text, &line));
	}
	if (rows->len == 0) {
		diag_add(parse->diags, DIAG_TABLE_FORM, where, NULL);
	} else {
		struct row *first = g_ptr_array_index(rows, 0);

		if (check_ragged(parse, rows, first->cells->len) == 0)
			table = table_new(parse, node, rows, first->cells->len,
					  where);
	}
	g_ptr_array_free(rows, TRUE);
	return table;
}

static cmark_node *only_list(cmark_node *parent)
{
	cmark_node *list = cmark_node_first_child(parent);

	if (list == NULL || cmark_node_next(list) != NULL ||
	    cmark_node_get_type(list) != CMARK_NODE_LIST)
		return NULL;
	return list;
}

static size_t count_children(cmark_node *node)
{
	size_t count = 0;

	for (cmark_node *at = cmark_node_first_child(node); at != NULL;
	     at = cmark_node_next(at))
		count++;
	return count;
}

/* Each item of the outer list is a row, and holds a list of cells. */
static int check_list(struct body_parse *parse, cmark_node *list,
		      struct span where, size_t *columns)
{
	int result = 0;

	for (cmark_node *item = cmark_node_first_child(list); item != NULL;
	     item = cmark_node_next(item)) {
		cmark_node *cells = only_list(item);
		size_t count = cells == NULL ? 0 : count_children(cells);
		size_t line = (size_t)cmark_node_get_start_line(item);
		size_t offset = body_line_offset(parse, line);

		if (cells == NULL)
			return diag_add(parse->diags, DIAG_TABLE_FORM, where,
					NULL);
		if (*columns == 0)
			*columns = count;
		if (count != *columns)
			result = diag_add(
				parse->diags, DIAG_TABLE_RAGGED,
				source_span(
					parse->source, offset,
					strcspn(parse->source->text + offset,
						"\n")),
				"%zu ≠ %zu", count, *columns);
	}
	return result;
}

struct body_table *body_read_list_table(struct body_parse *parse,
					cmark_node *node, const char *text,
					size_t line, struct span where)
{
	cmark_node *root = body_parse_text(parse, text, strlen(text), line);
	cmark_node *list = only_list(root);
	size_t columns = 0;
	struct body_table *table;
	size_t at = 0;

	if (list == NULL) {
		diag_add(parse->diags, DIAG_TABLE_FORM, where, NULL);
		return NULL;
	}
	if (check_list(parse, list, where, &columns) != 0)
		return NULL;
	table = body_item_new(parse, node, sizeof(*table), BODY_TABLE, where);
	table->columns = columns;
	table->rows = count_children(list);
	table->aligns = arena_new_array(parse->arena, enum body_align, columns);
	table->cells = arena_new_array(parse->arena, cmark_node *,
				       columns * table->rows);
	/* The items stay in the tree of the list, which the body keeps. */
	for (cmark_node *row = cmark_node_first_child(list); row != NULL;
	     row = cmark_node_next(row))
		for (cmark_node *cell = cmark_node_first_child(
			     cmark_node_first_child(row));
		     cell != NULL; cell = cmark_node_next(cell))
			table->cells[at++] = cell;
	g_ptr_array_add(parse->tables, table);
	return table;
}
