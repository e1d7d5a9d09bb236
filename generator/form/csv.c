#include "form/csv.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "form/grid.h"

#define MARK "\xEF\xBB\xBF"

/* Would a spreadsheet take the text for a formula? */
static bool is_formula(const char *text)
{
	return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}

/* The text without an apostrophe that hides the start of a formula. */
static const char *plain(const char *text)
{
	const char *start = text + strspn(text, "'");

	return start > text && is_formula(start) ? text + 1 : text;
}

void csv_begin(GString *out)
{
	g_string_append(out, MARK);
}

void csv_append(GString *out, const char *text, bool last)
{
	/* A text that already begins so must come back as it is. */
	bool hide = is_formula(text) || plain(text) != text;
	bool quote = strpbrk(text, ";,\t\"\r\n") != NULL || text[0] == ' ' ||
		     g_str_has_suffix(text, " ");

	if (quote)
		g_string_append_c(out, '"');
	if (hide)
		g_string_append_c(out, '\'');
	for (const char *at = text; *at != '\0'; at++) {
		if (*at == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *at);
	}
	if (quote)
		g_string_append_c(out, '"');
	g_string_append(out, last ? "\r\n" : ";");
}

/* --- Reading -------------------------------------------------------------- */

static char *convert(const char *bytes, size_t length, const char *from,
		     gsize *written)
{
	return g_convert(bytes, (gssize)length, "UTF-8", from, NULL, written,
			 NULL);
}

/* The text in UTF-8, which the caller frees; NULL: in none that is known. */
static char *decode(const char *bytes, size_t length, gsize *written)
{
	if (length >= 3 && memcmp(bytes, MARK, 3) == 0) {
		bytes += 3;
		length -= 3;
		if (!g_utf8_validate(bytes, (gssize)length, NULL))
			return NULL;
	} else if (length >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0) {
		return convert(bytes + 2, length - 2, "UTF-16LE", written);
	} else if (length >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0) {
		return convert(bytes + 2, length - 2, "UTF-16BE", written);
	} else if (!g_utf8_validate(bytes, (gssize)length, NULL)) {
		if (memchr(bytes, '\0', length) != NULL)
			return NULL;
		return convert(bytes, length, "WINDOWS-1252", written);
	}
	*written = length;
	return g_strndup(bytes, length);
}

/* What stands between cells: what the first row has most of. */
static char find_separator(const char *text, const char *end)
{
	static const char separators[] = ";\t,";
	size_t counts[sizeof(separators)] = { 0 };
	bool quoted = false;
	size_t best = 0;

	for (; text < end && (quoted || (*text != '\n' && *text != '\r'));
	     text++) {
		const char *found = memchr(separators, *text, 3);

		if (*text == '"')
			quoted = !quoted;
		else if (found != NULL && !quoted)
			counts[found - separators]++;
	}
	for (size_t i = 1; i < 3; i++)
		if (counts[i] > counts[best])
			best = i;
	return separators[best];
}

struct reading {
	const char *at;
	const char *end;
	char separator;
	GString *cell;
	bool open; /* a quotation mark was never closed */
};

/* Excel writes `sep=;` on a line of its own before the table. */
static void skip_hint(struct reading *reading)
{
	const char *at = reading->at;

	if (reading->end - at < 6 || memcmp(at, "sep=", 4) != 0 ||
	    (at[5] != '\r' && at[5] != '\n'))
		return;
	reading->separator = at[4];
	at += at[5] == '\r' && at[6] == '\n' ? 7 : 6;
	reading->at = at;
}

static void read_quoted(struct reading *reading)
{
	for (reading->at++; reading->at < reading->end; reading->at++) {
		if (*reading->at == '"') {
			if (reading->at[1] != '"') {
				reading->at++;
				return;
			}
			reading->at++;
		}
		g_string_append_c(reading->cell, *reading->at);
	}
	reading->open = true;
}

/* The next cell; true when it is the last of its row. */
static bool read_cell(struct reading *reading)
{
	g_string_truncate(reading->cell, 0);
	if (reading->at < reading->end && *reading->at == '"')
		read_quoted(reading);
	for (; reading->at < reading->end; reading->at++) {
		if (*reading->at == reading->separator) {
			reading->at++;
			return false;
		}
		if (*reading->at == '\n' || *reading->at == '\r')
			break;
		g_string_append_c(reading->cell, *reading->at);
	}
	if (reading->at < reading->end && *reading->at == '\r')
		reading->at++;
	if (reading->at < reading->end && *reading->at == '\n')
		reading->at++;
	return true;
}

static int put_cell(struct grid_row *row, size_t column,
		    const struct reading *reading, struct arena *arena)
{
	const char *text = plain(reading->cell->str);

	return grid_put(row, column, CELL_TEXT, text, strlen(text), arena);
}

/* One row into the table; −1 when it does not fit. */
static int read_row(struct grid *grid, struct reading *reading, size_t number,
		    struct arena *arena)
{
	struct grid_row *row = NULL;
	size_t column = 0;
	bool last;

	do {
		last = read_cell(reading);
		/* Most rows that are too many say nothing at all. */
		if (reading->cell->len > 0 && row == NULL) {
			row = grid_row_at(grid, number, arena);
			if (row == NULL)
				return -1;
		}
		if (row != NULL && put_cell(row, column, reading, arena) != 0)
			return -1;
		column++;
	} while (!last);
	return 0;
}

static int read_rows(struct grid *grid, struct reading *reading,
		     struct arena *arena, struct span where,
		     struct diag_list *diags)
{
	size_t number = 1;

	for (; reading->at < reading->end; number++) {
		if (read_row(grid, reading, number, arena) != 0)
			return diag_add(diags, DIAG_SHEET_SIZE, where, NULL);
		if (reading->open)
			return diag_add(diags, DIAG_SHEET_QUOTE, where, "%zu",
					number);
	}
	return 0;
}

struct grid *csv_read(const char *path, const char *bytes, size_t length,
		      struct arena *arena, struct diag_list *diags)
{
	struct span where = grid_file_place(path, arena);
	struct grid *grid;
	struct reading reading = { 0 };
	gsize written = 0;
	char *text = decode(bytes, length, &written);
	int result;

	if (text == NULL || memchr(text, '\0', written) != NULL) {
		g_free(text);
		diag_add(diags, DIAG_SHEET_FORMAT, where, NULL);
		return NULL;
	}
	grid = grid_new(path, arena);
	reading.at = text;
	reading.end = text + written;
	reading.separator = find_separator(text, reading.end);
	reading.cell = g_string_new(NULL);
	skip_hint(&reading);
	result = read_rows(grid, &reading, arena, where, diags);
	g_string_free(reading.cell, TRUE);
	g_free(text);
	if (result == 0)
		return grid;
	grid_free(grid);
	return NULL;
}
