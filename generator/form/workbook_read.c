#include <string.h>
#include <zip.h>

#include "base/arena.h"
#include "base/diag.h"
#include "form/grid.h"
#include "form/number.h"
#include "form/workbook.h"

/* How much is unpacked and handed to the parser at a time. */
#define PIECE 65536

/* More texts that cells share than any form has. */
#define SHARED_MAX 1000000

/* What a workbook is made of. */
struct book {
	zip_t *zip;
	struct arena *arena;
	const char *decimal;
	const char *wanted; /* the name of the sheet */
	char *sheet;	    /* its name, or that of the first */
	char *sheet_link;
	char *sheet_path;
	GPtrArray *shared;     /* char *: texts that cells share */
	GArray *dates;	       /* bool: of each style of cells */
	GHashTable *day_kinds; /* numbers of formats that show days */
	struct grid *grid;
	size_t unpacked;
	bool too_large;
	/* What is being read. */
	GString *text;
	bool in_text;
	bool in_styles;
	bool in_phonetic;
	bool is_formula;
	char type[12];
	size_t row;
	size_t column;
	size_t style;
	size_t rows_seen; /* so many rows had numbers of their own */
	struct grid_row *merged_row;
};

/* `x:row` and `row` are the same element. */
static const char *local(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon == NULL ? name : colon + 1;
}

static const char *attribute(const gchar **names, const gchar **values,
			     const char *name)
{
	for (size_t i = 0; names[i] != NULL; i++)
		if (strcmp(local(names[i]), name) == 0)
			return values[i];
	return NULL;
}

/* A whole number; 0 when it is none or too large to be meant. */
static size_t number_of(const char *text)
{
	size_t number = 0;

	for (; text != NULL && *text >= '0' && *text <= '9'; text++) {
		if (number > 100000000)
			return 0;
		number = number * 10 + (size_t)(*text - '0');
	}
	return number;
}

/* --- Where the sheet lies ------------------------------------------------- */

static void read_workbook(struct book *book, const char *name,
			  const gchar **names, const gchar **values)
{
	const char *title = attribute(names, values, "name");
	const char *link = attribute(names, values, "id");

	if (strcmp(name, "sheet") != 0 || title == NULL || link == NULL)
		return;
	if (book->sheet != NULL && strcmp(title, book->wanted) != 0)
		return;
	g_free(book->sheet);
	g_free(book->sheet_link);
	book->sheet = g_strdup(title);
	book->sheet_link = g_strdup(link);
}

/* Targets are below xl/, unless they begin with a slash. */
static void read_links(struct book *book, const char *name, const gchar **names,
		       const gchar **values)
{
	const char *id = attribute(names, values, "Id");
	const char *target = attribute(names, values, "Target");

	if (strcmp(name, "Relationship") != 0 || id == NULL || target == NULL ||
	    g_strcmp0(id, book->sheet_link) != 0)
		return;
	g_free(book->sheet_path);
	book->sheet_path = target[0] == '/' ? g_strdup(target + 1)
					    : g_strconcat("xl/", target, NULL);
}

/* --- Which styles show days ----------------------------------------------- */

/* Letters of years, days, hours; not those in quotation marks or brackets. */
static bool shows_days(const char *code)
{
	for (; *code != '\0'; code++) {
		const char *end = NULL;

		if (*code == '"')
			end = strchr(code + 1, '"');
		else if (*code == '[')
			end = strchr(code, ']');
		else if (*code == '\\' && code[1] != '\0')
			end = code + 1;
		if (end != NULL)
			code = end;
		else if (strchr("yYdDhHsS", *code) != NULL)
			return true;
	}
	return false;
}

/* The standard's own formats of days and hours. */
static bool is_own_day(size_t format)
{
	return (format >= 14 && format <= 22) ||
	       (format >= 27 && format <= 36) ||
	       (format >= 45 && format <= 47) || (format >= 50 && format <= 58);
}

static void read_styles(struct book *book, const char *name,
			const gchar **names, const gchar **values)
{
	size_t format = number_of(attribute(names, values, "numFmtId"));
	const char *code = attribute(names, values, "formatCode");

	if (strcmp(name, "cellXfs") == 0)
		book->in_styles = true;
	if (strcmp(name, "numFmt") == 0 && code != NULL && shows_days(code))
		g_hash_table_add(book->day_kinds, GSIZE_TO_POINTER(format));
	if (strcmp(name, "xf") == 0 && book->in_styles &&
	    book->dates->len < SHARED_MAX) {
		bool day = is_own_day(format) ||
			   g_hash_table_contains(book->day_kinds,
						 GSIZE_TO_POINTER(format));

		g_array_append_val(book->dates, day);
	}
}

static void end_styles(struct book *book, const char *name)
{
	if (strcmp(name, "cellXfs") == 0)
		book->in_styles = false;
}

/* --- Texts ---------------------------------------------------------------- */

static void read_text_start(struct book *book, const char *name)
{
	if (strcmp(name, "rPh") == 0)
		book->in_phonetic = true;
	if (strcmp(name, "t") == 0 || strcmp(name, "v") == 0)
		book->in_text = !book->in_phonetic;
}

static void read_text_end(struct book *book, const char *name)
{
	if (strcmp(name, "rPh") == 0)
		book->in_phonetic = false;
	if (strcmp(name, "t") == 0 || strcmp(name, "v") == 0)
		book->in_text = false;
}

/* `_x000D_` stands for a character that XML cannot have. */
static void unescape(GString *text)
{
	g_string_replace(text, "_x000D_", "", 0);
	g_string_replace(text, "_x000A_", "\n", 0);
}

static void read_shared(struct book *book, const char *name,
			const gchar **names, const gchar **values)
{
	(void)names;
	(void)values;
	if (strcmp(name, "si") == 0)
		g_string_truncate(book->text, 0);
	read_text_start(book, name);
}

static void end_shared(struct book *book, const char *name)
{
	read_text_end(book, name);
	if (strcmp(name, "si") != 0)
		return;
	if (book->shared->len >= SHARED_MAX) {
		book->too_large = true;
		return;
	}
	unescape(book->text);
	g_ptr_array_add(book->shared, arena_copy(book->arena, book->text->str,
						 book->text->len));
}

/* --- Cells ---------------------------------------------------------------- */

/* "AB12": the column from 0; digits follow at `*rest`. */
static size_t column_of(const char *name, const char **rest)
{
	size_t column = 0;

	for (; *name >= 'A' && *name <= 'Z' && column < 100000; name++)
		column = column * 26 + (size_t)(*name - 'A') + 1;
	*rest = name;
	return column == 0 ? 0 : column - 1;
}

static void begin_cell(struct book *book, const gchar **names,
		       const gchar **values)
{
	const char *place = attribute(names, values, "r");
	const char *type = attribute(names, values, "t");
	const char *rest;

	if (place != NULL)
		book->column = column_of(place, &rest);
	book->style = number_of(attribute(names, values, "s"));
	book->is_formula = false;
	g_strlcpy(book->type, type == NULL ? "n" : type, sizeof(book->type));
	g_string_truncate(book->text, 0);
}

/* Two corners, "A5:C7": its cells are one. */
static void read_merged(struct book *book, const char *places)
{
	const char *end = places == NULL ? NULL : strchr(places, ':');
	const char *digits;
	size_t first;
	size_t last;
	size_t from;
	size_t to;

	if (end == NULL)
		return;
	first = column_of(places, &digits);
	from = number_of(digits);
	last = column_of(end + 1, &digits);
	to = number_of(digits);
	for (guint i = 0; i < book->grid->rows->len; i++) {
		struct grid_row *row = book->grid->rows->pdata[i];

		for (size_t k = first; k <= last && k < GRID_COLUMNS_MAX &&
				       row->number >= from && row->number <= to;
		     k++)
			grid_put(row, k, CELL_MERGED, places, strlen(places),
				 book->arena);
	}
}

static void read_sheet(struct book *book, const char *name, const gchar **names,
		       const gchar **values)
{
	if (strcmp(name, "row") == 0) {
		const char *number = attribute(names, values, "r");

		book->row = number == NULL ? book->row + 1 : number_of(number);
		book->column = 0;
	} else if (strcmp(name, "c") == 0) {
		begin_cell(book, names, values);
	} else if (strcmp(name, "f") == 0) {
		book->is_formula = true;
	} else if (strcmp(name, "mergeCell") == 0) {
		read_merged(book, attribute(names, values, "ref"));
	}
	read_text_start(book, name);
}

/* What the cell says, by its type; the text is replaced where it is told. */
static enum cell_kind cell_kind(struct book *book)
{
	size_t at;

	if (book->is_formula)
		return CELL_FORMULA;
	if (strcmp(book->type, "e") == 0)
		return CELL_FAULT;
	if (strcmp(book->type, "d") == 0)
		return CELL_DATE;
	if (strcmp(book->type, "s") == 0) {
		at = number_of(book->text->str);
		g_string_assign(book->text, at < book->shared->len
						    ? book->shared->pdata[at]
						    : "");
		return CELL_TEXT;
	}
	if (strcmp(book->type, "n") != 0 || book->text->len == 0) {
		unescape(book->text);
		return CELL_TEXT;
	}
	if (book->style < book->dates->len &&
	    g_array_index(book->dates, bool, book->style))
		return CELL_DATE;
	number_shown(book->text, book->decimal);
	return CELL_TEXT;
}

static void end_cell(struct book *book)
{
	enum cell_kind kind = cell_kind(book);
	struct grid_row *row;

	if (kind == CELL_TEXT && book->text->len == 0)
		return;
	row = grid_row_at(book->grid, book->row, book->arena);
	if (row == NULL || grid_put(row, book->column, kind, book->text->str,
				    book->text->len, book->arena) != 0)
		book->too_large = true;
}

static void end_sheet(struct book *book, const char *name)
{
	read_text_end(book, name);
	if (strcmp(name, "c") != 0)
		return;
	end_cell(book);
	book->column++;
}

/* --- Parts of the file ---------------------------------------------------- */

struct part {
	struct book *book;
	void (*start)(struct book *book, const char *name, const gchar **names,
		      const gchar **values);
	void (*end)(struct book *book, const char *name);
};

static void start_element(GMarkupParseContext *context, const gchar *name,
			  const gchar **names, const gchar **values,
			  gpointer data, GError **error)
{
	const struct part *part = data;

	(void)context;
	(void)error;
	part->start(part->book, local(name), names, values);
}

static void end_element(GMarkupParseContext *context, const gchar *name,
			gpointer data, GError **error)
{
	const struct part *part = data;

	(void)context;
	(void)error;
	if (part->end != NULL)
		part->end(part->book, local(name));
}

static void take_text(GMarkupParseContext *context, const gchar *text,
		      gsize length, gpointer data, GError **error)
{
	const struct part *part = data;

	(void)context;
	(void)error;
	if (part->book->in_text)
		g_string_append_len(part->book->text, text, (gssize)length);
}

/* Feed the parser piece by piece; false: damaged, or too large. */
static bool feed(struct book *book, zip_file_t *file,
		 GMarkupParseContext *context)
{
	char *piece = g_malloc(PIECE);
	zip_int64_t got;
	bool good = true;

	while (good && (got = zip_fread(file, piece, PIECE)) > 0) {
		book->unpacked += (size_t)got;
		if (book->unpacked > GRID_UNPACKED_MAX)
			book->too_large = true;
		good = !book->too_large &&
		       g_markup_parse_context_parse(context, piece, (gssize)got,
						    NULL);
	}
	if (good)
		good = got == 0 &&
		       g_markup_parse_context_end_parse(context, NULL);
	g_free(piece);
	return good;
}

/* Read one part; `needed`: it must be there. */
static bool read_part(struct book *book, const char *path, bool needed,
		      struct part part)
{
	static const GMarkupParser parser = { start_element, end_element,
					      take_text, NULL, NULL };
	zip_file_t *file = path == NULL ? NULL : zip_fopen(book->zip, path, 0);
	GMarkupParseContext *context;
	bool good;

	if (file == NULL)
		return !needed;
	part.book = book;
	context = g_markup_parse_context_new(&parser, 0, &part, NULL);
	good = feed(book, file, context);
	g_markup_parse_context_free(context);
	zip_fclose(file);
	book->in_text = false;
	return good;
}

static bool read_parts(struct book *book)
{
	return read_part(book, "xl/workbook.xml", true,
			 (struct part){ .start = read_workbook }) &&
	       read_part(book, "xl/_rels/workbook.xml.rels", true,
			 (struct part){ .start = read_links }) &&
	       read_part(book, "xl/styles.xml", false,
			 (struct part){ .start = read_styles,
					.end = end_styles }) &&
	       read_part(book, "xl/sharedStrings.xml", false,
			 (struct part){ .start = read_shared,
					.end = end_shared }) &&
	       read_part(
		       book, book->sheet_path, true,
		       (struct part){ .start = read_sheet, .end = end_sheet });
}

static void book_begin(struct book *book)
{
	book->shared = g_ptr_array_new();
	book->dates = g_array_new(FALSE, FALSE, sizeof(bool));
	book->day_kinds = g_hash_table_new(g_direct_hash, g_direct_equal);
	book->text = g_string_new(NULL);
}

static void book_end(struct book *book)
{
	g_ptr_array_free(book->shared, TRUE);
	g_array_free(book->dates, TRUE);
	g_hash_table_destroy(book->day_kinds);
	g_string_free(book->text, TRUE);
	g_free(book->sheet);
	g_free(book->sheet_link);
	g_free(book->sheet_path);
	if (book->zip != NULL)
		zip_discard(book->zip);
}

static zip_t *open_zip(const char *bytes, size_t length)
{
	zip_error_t error;
	zip_source_t *source;
	zip_t *zip;

	zip_error_init(&error);
	source = zip_source_buffer_create(bytes, length, 0, &error);
	zip = source == NULL ? NULL
			     : zip_open_from_source(source, ZIP_RDONLY, &error);
	if (zip == NULL && source != NULL)
		zip_source_free(source);
	zip_error_fini(&error);
	return zip;
}

struct grid *workbook_read(const char *path, const char *bytes, size_t length,
			   const char *decimal, const char *sheet,
			   struct arena *arena, struct diag_list *diags)
{
	struct book book = {
		.zip = open_zip(bytes, length),
		.arena = arena,
		.decimal = decimal,
		.wanted = sheet,
		.grid = grid_new(path, arena),
	};
	bool good;

	book_begin(&book);
	good = book.zip != NULL && read_parts(&book) && !book.too_large;
	if (good)
		book.grid->sheet = arena_strdup(arena, book.sheet);
	else
		diag_add(diags,
			 book.too_large ? DIAG_SHEET_SIZE : DIAG_SHEET_FORMAT,
			 grid_file_place(path, arena), NULL);
	book_end(&book);
	if (good)
		return book.grid;
	grid_free(book.grid);
	return NULL;
}
