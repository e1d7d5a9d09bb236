#include "edit/table_fmt.h"

#include <stdbool.h>
#include <string.h>

/* Fences that lie in each other; more are not looked into. */
#define FENCES_MOST 16

/* Directives whose text is Markdown, or a table. */
static const char *const open_directives[] = { "{table}", "{note}",
					       "{important}" };

struct fence {
	char sign;
	size_t length;
	bool open; /* what stands in it is read as text */
};

struct cell {
	const char *text;
	size_t length;
	size_t width;
};

enum align { NONE, LEFT, CENTRE, RIGHT };

struct column {
	enum align align;
	size_t width;
};

/* A line: its text without blanks around it. */
struct line {
	const char *start;
	size_t length; /* with the line feed, if there is one */
	const char *text;
	size_t text_length;
};

static struct line line_at(const char *at, const char *end)
{
	const char *stop = memchr(at, '\n', (size_t)(end - at));
	struct line line = { .start = at };

	line.length =
		stop == NULL ? (size_t)(end - at) : (size_t)(stop + 1 - at);
	line.text = at;
	line.text_length = line.length - (stop == NULL ? 0 : 1);
	while (line.text_length > 0 &&
	       strchr(" \t", line.text[line.text_length - 1]) != NULL)
		line.text_length--;
	while (line.text_length > 0 &&
	       (*line.text == ' ' || *line.text == '\t')) {
		line.text++;
		line.text_length--;
	}
	return line;
}

static size_t indent_of(const struct line *line)
{
	return (size_t)(line->text - line->start);
}

/* Fences. */

static size_t fence_length(const struct line *line)
{
	size_t length = 0;

	while (length < line->text_length &&
	       line->text[length] == line->text[0] &&
	       (line->text[0] == '`' || line->text[0] == '~'))
		length++;
	return length >= 3 ? length : 0;
}

static bool is_open_directive(const char *info, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(open_directives); i++) {
		size_t name = strlen(open_directives[i]);

		if (length >= name &&
		    memcmp(info, open_directives[i], name) == 0)
			return true;
	}
	return false;
}

/* Count the line if it opens or closes a fence; false: it does neither. */
static bool take_fence(struct fence *fences, size_t *depth,
		       const struct line *line)
{
	size_t length = fence_length(line);
	const struct fence *inner = *depth > 0 ? &fences[*depth - 1] : NULL;

	if (length == 0)
		return false;
	if (inner != NULL && line->text[0] == inner->sign &&
	    length >= inner->length && length == line->text_length) {
		(*depth)--;
		return true;
	}
	if ((inner != NULL && !inner->open) || *depth == FENCES_MOST)
		return false;
	fences[*depth] = (struct fence){
		line->text[0],
		length,
		is_open_directive(line->text + length,
				  line->text_length - length),
	};
	(*depth)++;
	return true;
}

/* Cells. */

/* As screens show it: some letters take two places, and accents none. */
static size_t display_width(const char *text, size_t length)
{
	const char *end = text + length;
	size_t width = 0;

	for (; text < end; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);

		if (!g_unichar_iszerowidth(c))
			width += g_unichar_iswide(c) ? 2 : 1;
	}
	return width;
}

static void add_cell(GArray *cells, const char *from, const char *to)
{
	struct cell cell;

	while (from < to && g_ascii_isspace(*from))
		from++;
	while (to > from && g_ascii_isspace(to[-1]))
		to--;
	cell.text = from;
	cell.length = (size_t)(to - from);
	cell.width = display_width(from, cell.length);
	g_array_append_val(cells, cell);
}

/* The cells of a row (struct cell), divided as read/table.c does. */
static GArray *cells_of(const struct line *line)
{
	GArray *cells = g_array_new(FALSE, FALSE, sizeof(struct cell));
	const char *at = line->text;
	const char *end = at + line->text_length;
	const char *from;

	if (at < end && *at == '|')
		at++;
	if (end > at && end[-1] == '|' && (end - 1 == at || end[-2] != '\\'))
		end--;
	for (from = at; at < end; at++) {
		if (*at == '\\' && at + 1 < end && at[1] == '|') {
			at++;
		} else if (*at == '|') {
			add_cell(cells, from, at);
			from = at + 1;
		}
	}
	add_cell(cells, from, end);
	return cells;
}

/* How the column of the delimiter cell is aligned; −1: it is none. */
static int align_of(const struct cell *cell)
{
	bool left = cell->length > 0 && cell->text[0] == ':';
	bool right = cell->length > 1 && cell->text[cell->length - 1] == ':';
	size_t dashes = cell->length - left - right;

	if (dashes == 0 || dashes > cell->length)
		return -1;
	for (size_t i = 0; i < dashes; i++)
		if (cell->text[left + i] != '-')
			return -1;
	if (right)
		return left ? CENTRE : RIGHT;
	return left ? LEFT : NONE;
}

/* The columns (struct column) that the delimiter row tells; NULL: none. */
static GArray *columns_of(const struct line *line)
{
	GArray *columns = g_array_new(FALSE, FALSE, sizeof(struct column));
	GArray *cells = cells_of(line);

	for (guint i = 0; i < cells->len && columns != NULL; i++) {
		int align = align_of(&g_array_index(cells, struct cell, i));
		struct column column = { (enum align)align, strlen("---") };

		if (align >= 0)
			g_array_append_val(columns, column);
		else
			g_array_free(g_steal_pointer(&columns), TRUE);
	}
	g_array_free(cells, TRUE);
	return columns;
}

/* Tables. */

static void append_times(GString *out, char c, size_t count)
{
	for (; count > 0; count--)
		g_string_append_c(out, c);
}

static void append_cell(GString *out, const struct cell *cell,
			const struct column *column, bool wide)
{
	size_t rest = wide || cell->width > column->width
			      ? 0
			      : column->width - cell->width;
	size_t before = column->align == RIGHT	  ? rest
			: column->align == CENTRE ? rest / 2
						  : 0;

	g_string_append_c(out, ' ');
	append_times(out, ' ', before);
	g_string_append_len(out, cell->text, (gssize)cell->length);
	append_times(out, ' ', rest - before);
	g_string_append(out, " |");
}

static void append_delimiter(GString *out, const struct column *column,
			     bool wide)
{
	bool left = column->align == LEFT || column->align == CENTRE;
	bool right = column->align == RIGHT || column->align == CENTRE;
	size_t width = wide ? strlen("---") + left + right : column->width;

	g_string_append(out, left ? " :" : " ");
	append_times(out, '-', width - left - right);
	g_string_append(out, right ? ": |" : " |");
}

static void append_table(GString *out, GPtrArray *rows, GArray *columns,
			 size_t indent)
{
	size_t width = indent + 1;
	bool wide;

	for (guint c = 0; c < columns->len; c++)
		width += g_array_index(columns, struct column, c).width + 3;
	wide = width > TABLE_FMT_WIDTH;
	for (guint r = 0; r < rows->len; r++) {
		GArray *cells = g_ptr_array_index(rows, r);

		append_times(out, ' ', indent);
		g_string_append_c(out, '|');
		for (guint c = 0; c < columns->len; c++) {
			const struct column *column =
				&g_array_index(columns, struct column, c);

			if (r == 1)
				append_delimiter(out, column, wide);
			else
				append_cell(
					out,
					&g_array_index(cells, struct cell, c),
					column, wide);
		}
		g_string_append_c(out, '\n');
	}
}

static void free_cells(void *data)
{
	g_array_free(data, TRUE);
}

/* The columns become as wide as their cells. */
static void widen(GArray *columns, GPtrArray *rows)
{
	for (guint r = 0; r < rows->len; r++) {
		GArray *cells = g_ptr_array_index(rows, r);

		for (guint c = 0; c < columns->len && r != 1; c++) {
			struct column *column =
				&g_array_index(columns, struct column, c);

			column->width =
				MAX(column->width,
				    g_array_index(cells, struct cell, c).width);
		}
	}
}

/*
 * Append the table that begins at `line` and return the bytes that it had; 0
 * when there is none.
 */
static size_t take_table(GString *out, const struct line *line, const char *end)
{
	const char *at = line->start + line->length;
	struct line next = line_at(at, end);
	GPtrArray *rows = g_ptr_array_new_with_free_func(free_cells);
	GArray *columns = NULL;
	size_t length = 0;

	if (memchr(line->text, '|', line->text_length) == NULL ||
	    memchr(next.text, '|', next.text_length) == NULL ||
	    (columns = columns_of(&next)) == NULL)
		goto out;
	next = *line;
	at = line->start;
	while (next.text_length > 0 && fence_length(&next) == 0) {
		GArray *cells = cells_of(&next);

		g_ptr_array_add(rows, cells);
		if (cells->len != columns->len)
			goto out;
		at = next.start + next.length;
		next = line_at(at, end);
	}
	widen(columns, rows);
	append_table(out, rows, columns, indent_of(line));
	length = (size_t)(at - line->start);
	if (at[-1] != '\n')
		g_string_truncate(out, out->len - 1);
out:
	if (columns != NULL)
		g_array_free(columns, TRUE);
	g_ptr_array_free(rows, TRUE);
	return length;
}

void table_fmt(GString *text)
{
	GString *out = g_string_sized_new(text->len);
	struct fence fences[FENCES_MOST];
	size_t depth = 0;
	const char *at = text->str;
	const char *end = at + text->len;
	bool begins = true; /* a table can begin here */

	while (at < end) {
		struct line line = line_at(at, end);
		size_t taken = 0;
		bool fence = take_fence(fences, &depth, &line);
		bool open = depth == 0 || fences[depth - 1].open;

		if (!fence && open && begins && indent_of(&line) < 4 &&
		    memchr(line.start, '\t', indent_of(&line)) == NULL)
			taken = take_table(out, &line, end);
		/* The settings of a directive stand before its table. */
		begins = fence || line.text_length == 0 ||
			 (depth > 0 && begins && line.text[0] == ':');
		if (taken == 0) {
			g_string_append_len(out, line.start,
					    (gssize)line.length);
			taken = line.length;
		}
		at += taken;
	}
	g_string_assign(text, out->str);
	g_string_free(out, TRUE);
}
