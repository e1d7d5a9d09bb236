#include "form/grid.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"
#include "form/csv.h"
#include "form/workbook.h"

/* What spreadsheets put beside a file while somebody has it open. */
#define LOCK_START	 "~$"
#define OTHER_LOCK_START ".~lock."

struct span grid_file_place(const char *path, struct arena *arena)
{
	const char *slash = strrchr(path, '/');

	return source_whole(
		source_new(path, slash == NULL ? path : slash + 1, arena));
}

struct grid *grid_new(const char *path, struct arena *arena)
{
	struct grid *grid = arena_new_array(arena, struct grid, 1);

	grid->name = grid_file_place(path, arena).source->name;
	grid->rows = g_ptr_array_new();
	return grid;
}

void grid_free(struct grid *grid)
{
	if (grid != NULL)
		g_ptr_array_free(grid->rows, TRUE);
}

struct grid_row *grid_row_at(struct grid *grid, size_t number,
			     struct arena *arena)
{
	struct grid_row *row = grid->rows->len == 0
				       ? NULL
				       : grid->rows->pdata[grid->rows->len - 1];

	if (row != NULL && row->number == number)
		return row;
	if (grid->rows->len >= GRID_ROWS_MAX)
		return NULL;
	row = arena_new_array(arena, struct grid_row, 1);
	row->number = number;
	g_ptr_array_add(grid->rows, row);
	return row;
}

/* Blanks of any kind, and line ends, before and after a text. */
static void trim(const char **text, size_t *length)
{
	const char *start = *text;
	const char *end = start + *length;

	while (start < end && g_unichar_isspace(g_utf8_get_char(start)))
		start = g_utf8_next_char(start);
	while (end > start) {
		const char *last = g_utf8_prev_char(end);

		if (!g_unichar_isspace(g_utf8_get_char(last)))
			break;
		end = last;
	}
	*text = start;
	*length = (size_t)(end - start);
}

static void make_room(struct grid_row *row, size_t count, struct arena *arena)
{
	struct cell *cells;

	if (count <= row->count)
		return;
	cells = arena_new_array(arena, struct cell, count);
	if (row->count > 0)
		memcpy(cells, row->cells, row->count * sizeof(*cells));
	for (size_t i = row->count; i < count; i++)
		cells[i].text = "";
	row->cells = cells;
	row->count = count;
}

int grid_put(struct grid_row *row, size_t column, enum cell_kind kind,
	     const char *text, size_t length, struct arena *arena)
{
	trim(&text, &length);
	if (length == 0 && kind == CELL_TEXT)
		return 0;
	if (column >= GRID_COLUMNS_MAX)
		return -1;
	if (column >= row->count)
		make_room(row, MIN(column + 32, GRID_COLUMNS_MAX), arena);
	row->cells[column].kind = kind;
	row->cells[column].text = arena_copy(arena, text, length);
	return 0;
}

static gboolean is_empty(const struct grid_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].text[0] != '\0' ||
		    row->cells[i].kind != CELL_TEXT)
			return FALSE;
	return TRUE;
}

void grid_tidy(struct grid *grid)
{
	guint kept = 0;

	for (guint i = 0; i < grid->rows->len; i++)
		if (!is_empty(grid->rows->pdata[i]))
			grid->rows->pdata[kept++] = grid->rows->pdata[i];
	g_ptr_array_set_size(grid->rows, (gint)kept);
}

const struct cell *grid_cell(const struct grid_row *row, size_t column)
{
	static const struct cell nothing = { CELL_TEXT, "" };

	return column < row->count ? &row->cells[column] : &nothing;
}

const char *grid_column_name(size_t column, struct arena *arena)
{
	const char *rest =
		column < 26 ? "" : grid_column_name(column / 26 - 1, arena);

	return arena_printf(arena, "%s%c", rest, (char)('A' + column % 26));
}

static const char *place_start(const struct grid *grid,
			       const struct labels *labels, struct arena *arena)
{
	if (grid->sheet == NULL)
		return grid->name;
	return arena_printf(arena, "%s, %s %s", grid->name,
			    labels_word(labels, LABEL_SHEET_SHEET),
			    grid->sheet);
}

struct span grid_row_place(const struct grid *grid, size_t row,
			   const struct labels *labels, struct arena *arena)
{
	const char *name = arena_printf(
		arena, "%s, %s %zu", place_start(grid, labels, arena),
		labels_word(labels, LABEL_SHEET_ROW), row);

	return source_whole(source_new(grid->name, name, arena));
}

struct span grid_place(const struct grid *grid, size_t row, size_t column,
		       const char *heading, const struct labels *labels,
		       struct arena *arena)
{
	struct span of_row = grid_row_place(grid, row, labels, arena);
	const char *name = arena_printf(arena, "%s, %s %s", of_row.source->name,
					labels_word(labels, LABEL_SHEET_COLUMN),
					grid_column_name(column, arena));

	if (heading != NULL)
		name = arena_printf(arena, "%s (%s)", name, heading);
	return source_whole(source_new(grid->name, name, arena));
}

/* --- Files ---------------------------------------------------------------- */

/* The bytes of the file, which the caller frees; NULL with the finding. */
static char *load(const char *path, size_t *length, struct span where,
		  struct diag_list *diags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;
	char *bytes = NULL;
	ssize_t got = -1;

	if (fd < 0 || fstat(fd, &status) != 0) {
		diag_add(diags, DIAG_FILE_OPEN, where, "%s", g_strerror(errno));
	} else if (!S_ISREG(status.st_mode)) {
		diag_add(diags, DIAG_FILE_KIND, where, NULL);
	} else if ((uint64_t)status.st_size > GRID_BYTES_MAX) {
		diag_add(diags, DIAG_SHEET_SIZE, where, NULL);
	} else {
		bytes = g_malloc((size_t)status.st_size + 1);
		got = source_read_bytes(fd, bytes, (size_t)status.st_size);
		if (got < 0)
			diag_add(diags, DIAG_FILE_OPEN, where, "%s",
				 g_strerror(errno));
	}
	if (fd >= 0)
		close(fd);
	if (got < 0) {
		g_free(bytes);
		return NULL;
	}
	bytes[got] = '\0';
	*length = (size_t)got;
	return bytes;
}

/* Old workbooks, and those with a password, begin so; so do others' zips. */
static bool is_old_workbook(const char *bytes, size_t length)
{
	return length >= 4 && memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0;
}

static bool is_zip(const char *bytes, size_t length)
{
	return length >= 2 && memcmp(bytes, "PK", 2) == 0;
}

static struct grid *read_bytes(const char *path, const char *bytes,
			       size_t length, const char *decimal,
			       const char *sheet, struct arena *arena,
			       struct diag_list *diags)
{
	struct span where = grid_file_place(path, arena);

	if (length == 0) {
		diag_add(diags, DIAG_SHEET_EMPTY, where, NULL);
		return NULL;
	}
	if (is_old_workbook(bytes, length)) {
		diag_add(diags, DIAG_SHEET_FORMAT, where, NULL);
		return NULL;
	}
	if (is_zip(bytes, length))
		return workbook_read(path, bytes, length, decimal, sheet, arena,
				     diags);
	return csv_read(path, bytes, length, arena, diags);
}

struct grid *grid_read(const char *path, const char *decimal, const char *sheet,
		       struct arena *arena, struct diag_list *diags)
{
	struct span where = grid_file_place(path, arena);
	struct grid *grid;
	size_t length;
	char *bytes;

	if (g_str_has_prefix(where.source->name, LOCK_START) ||
	    g_str_has_prefix(where.source->name, OTHER_LOCK_START)) {
		diag_add(diags, DIAG_SHEET_LOCK, where, NULL);
		return NULL;
	}
	bytes = load(path, &length, where, diags);
	if (bytes == NULL)
		return NULL;
	grid = read_bytes(path, bytes, length, decimal, sheet, arena, diags);
	g_free(bytes);
	if (grid == NULL)
		return NULL;
	grid_tidy(grid);
	if (grid->rows->len > 0)
		return grid;
	diag_add(diags, DIAG_SHEET_EMPTY, where, NULL);
	grid_free(grid);
	return NULL;
}
