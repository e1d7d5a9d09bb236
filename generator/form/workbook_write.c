#include <errno.h>
#include <string.h>
#include <xlsxwriter.h>

#include "base/arena.h"
#include "form/form.h"
#include "form/sheet.h"
#include "form/workbook.h"
#include "report/report.h"

/* No clock: workbooks say that they were made on the first day of 1980. */
#define MADE 315532800

/* What the standard lets a message beside a cell have, in characters. */
#define MESSAGE_MOST	   250
#define MESSAGE_TITLE_MOST 32

/* Columns that stay when the table is moved: id, year and title. */
#define COLUMNS_KEPT 3

/* In points; and as many lines as one can see at once. */
#define LINE_HEIGHT 15.0
#define LINES_MOST  20

#define HELP_WIDTH 100

#define GREY 0xEDEDED
#define DARK 0x1F3B57

struct writing {
	const struct form_table *form;
	const struct sheet *sheet;
	lxw_workbook *book;
	lxw_worksheet *table;
	lxw_worksheet *help;
	lxw_worksheet *lists;
	lxw_format *head;
	lxw_format *locked;
	lxw_format *open;
	lxw_format *text;
	lxw_format *strong;
	int failed;
};

static const char *word(const struct writing *writing, enum label label)
{
	return labels_word(&writing->form->report->labels, label);
}

/* Always as a text, whatever it begins with. */
static void put(struct writing *writing, lxw_worksheet *sheet, size_t row,
		size_t column, const char *text, lxw_format *format)
{
	lxw_error error =
		text[0] == '\0'
			? worksheet_write_blank(sheet, (lxw_row_t)row,
						(lxw_col_t)column, format)
			: worksheet_write_string(sheet, (lxw_row_t)row,
						 (lxw_col_t)column, text,
						 format);

	if (error != LXW_NO_ERROR)
		writing->failed = 1;
}

static lxw_format *format_new(struct writing *writing, bool locked)
{
	lxw_format *format = workbook_add_format(writing->book);

	format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	format_set_text_wrap(format);
	/* Text, so that nothing makes a day of "2-4". */
	format_set_num_format(format, "@");
	if (!locked)
		format_set_unlocked(format);
	return format;
}

static void make_formats(struct writing *writing)
{
	writing->head = format_new(writing, true);
	format_set_bold(writing->head);
	format_set_font_color(writing->head, LXW_COLOR_WHITE);
	format_set_bg_color(writing->head, DARK);
	writing->locked = format_new(writing, true);
	format_set_bg_color(writing->locked, GREY);
	format_set_border(writing->locked, LXW_BORDER_HAIR);
	writing->open = format_new(writing, false);
	format_set_border(writing->open, LXW_BORDER_HAIR);
	writing->text = format_new(writing, true);
	writing->strong = format_new(writing, true);
	format_set_bold(writing->strong);
}

static double width_of(const struct form_column *column)
{
	switch (column->kind) {
	case FORM_ID:
		return 22;
	case FORM_YEAR:
		return 6;
	case FORM_TITLE:
	case FORM_TEXTS:
	case FORM_TEXT:
		return 38;
	case FORM_QUANTITY:
		return 13;
	case FORM_IDS:
		return 24;
	default:
		return 17;
	}
}

/* --- Lists to choose from ------------------------------------------------- */

/* What a cell can be chosen from, NULL-terminated; NULL: anything. */
static const char *const *choices(const struct form_column *column,
				  struct arena *arena)
{
	const char **ids;
	GList *sorted;
	size_t count = 0;

	if (column->kind == FORM_WORD || column->kind == FORM_CONFIRMED)
		return column->words;
	if (!column->single || column->ids == NULL)
		return NULL;
	sorted = g_list_sort(g_hash_table_get_keys(column->ids),
			     (GCompareFunc)strcmp);
	ids = arena_new_array(arena, const char *,
			      g_hash_table_size(column->ids) + 1);
	for (GList *at = sorted; at != NULL; at = at->next)
		ids[count++] = at->data;
	g_list_free(sorted);
	return ids;
}

/* The first characters, ended at a blank. */
static char *shortened(const char *text, size_t most)
{
	char *cut;
	char *blank;

	if ((size_t)g_utf8_strlen(text, -1) <= most)
		return g_strdup(text);
	cut = g_utf8_substring(text, 0, (glong)most - 2);
	blank = strrchr(cut, ' ');
	if (blank != NULL)
		*blank = '\0';
	blank = g_strconcat(cut, " …", NULL);
	g_free(cut);
	return blank;
}

static size_t count_of(const char *const *words)
{
	size_t count = 0;

	while (words != NULL && words[count] != NULL)
		count++;
	return count;
}

/* The words lie on a sheet of their own: in the cell there is little room. */
static char *put_choices(struct writing *writing, size_t column,
			 const char *const *words)
{
	size_t count = count_of(words);
	char last[LXW_MAX_CELL_NAME_LENGTH];
	char first[LXW_MAX_CELL_NAME_LENGTH];

	if (count == 0)
		return NULL;
	for (size_t i = 0; i < count; i++)
		put(writing, writing->lists, i, column, words[i], NULL);
	lxw_rowcol_to_cell_abs(first, 0, (lxw_col_t)column, 1, 1);
	lxw_rowcol_to_cell_abs(last, (lxw_row_t)(count - 1), (lxw_col_t)column,
			       1, 1);
	return g_strdup_printf("='%s'!%s:%s", word(writing, LABEL_SHEET_LISTS),
			       first, last);
}

static void validate(struct writing *writing, size_t at)
{
	const struct form_column *column = &writing->form->columns[at];
	const char *const *words = choices(column, writing->form->arena);
	char *formula = put_choices(writing, at, words);
	char *message = shortened(column->help, MESSAGE_MOST);
	char *title = shortened(column->heading, MESSAGE_TITLE_MOST);
	lxw_data_validation rule = {
		.validate = formula == NULL ? LXW_VALIDATION_TYPE_ANY
					    : LXW_VALIDATION_TYPE_LIST_FORMULA,
		.value_formula = formula,
		.ignore_blank = LXW_VALIDATION_ON,
		.show_input = LXW_VALIDATION_ON,
		.show_error = LXW_VALIDATION_ON,
		.dropdown = LXW_VALIDATION_ON,
		.input_title = title,
		.input_message = message,
		.error_title = title,
		.error_message = (char *)word(writing, LABEL_SHEET_CHOOSE),
	};

	if (column->path != NULL && (formula != NULL || message[0] != '\0') &&
	    worksheet_data_validation_range(
		    writing->table, 1, (lxw_col_t)at,
		    (lxw_row_t)writing->sheet->rows->len, (lxw_col_t)at,
		    &rule) != LXW_NO_ERROR)
		writing->failed = 1;
	g_free(formula);
	g_free(message);
	g_free(title);
}

/* --- The sheets ----------------------------------------------------------- */

/* So many lines does the text take in a column so wide. */
static size_t lines_of(const char *text, double width)
{
	size_t lines = 0;

	for (const char *at = text; at != NULL; lines++) {
		const char *end = strchr(at, '\n');
		glong length = g_utf8_strlen(at, end == NULL ? -1 : end - at);

		/* A blank is often left at the end of a line. */
		lines += (size_t)((double)length * 1.15 / width);
		at = end == NULL ? NULL : end + 1;
	}
	return lines;
}

/* Not all spreadsheets find out by themselves how high a row must be. */
static void set_height(lxw_worksheet *sheet, size_t row, size_t lines)
{
	if (lines > 1)
		worksheet_set_row(sheet, (lxw_row_t)row,
				  LINE_HEIGHT * (double)MIN(lines, LINES_MOST),
				  NULL);
}

static void fill_row(struct writing *writing, size_t at,
		     const struct sheet_row *row)
{
	const struct form_table *form = writing->form;
	size_t most = 1;

	for (size_t i = 0; i < form->count; i++) {
		size_t lines =
			lines_of(row->cells[i], width_of(&form->columns[i]));

		most = MAX(most, lines);
		put(writing, writing->table, at, i, row->cells[i],
		    row->fixed[i] ? writing->locked : writing->open);
	}
	set_height(writing->table, at, most);
}

static void fill_table(struct writing *writing)
{
	const struct form_table *form = writing->form;
	const GPtrArray *rows = writing->sheet->rows;

	for (size_t i = 0; i < form->count; i++) {
		worksheet_set_column(writing->table, (lxw_col_t)i, (lxw_col_t)i,
				     width_of(&form->columns[i]), NULL);
		put(writing, writing->table, 0, i, form->columns[i].heading,
		    writing->head);
		validate(writing, i);
	}
	for (guint k = 0; k < rows->len; k++)
		fill_row(writing, k + 1, rows->pdata[k]);
}

static void arrange_table(struct writing *writing)
{
	/* Widths and heights may be changed; there is no password. */
	lxw_protection allowed = { .format_columns = 1, .format_rows = 1 };
	lxw_worksheet *table = writing->table;

	worksheet_freeze_panes(table, 1, COLUMNS_KEPT);
	worksheet_protect(table, NULL, &allowed);
	worksheet_set_landscape(table);
	worksheet_set_paper(table, 8); /* A3 */
	worksheet_fit_to_pages(table, 2, 0);
	worksheet_repeat_rows(table, 0, 0);
	worksheet_repeat_columns(table, 0, COLUMNS_KEPT - 1);
	worksheet_hide(writing->lists);
	worksheet_protect(writing->lists, NULL, NULL);
	worksheet_protect(writing->help, NULL, &allowed);
}

/* What a column may say, with all words to choose from. */
static char *explanation(const struct writing *writing,
			 const struct form_column *column)
{
	const char *const *words = choices(column, writing->form->arena);
	char *all;
	char *text;

	if (words == NULL || words[0] == NULL)
		return g_strdup(column->help);
	all = g_strjoinv(", ", (char **)words);
	text = g_strdup_printf("%s %s: %s.", column->help,
			       word(writing, LABEL_SHEET_CHOICES), all);
	g_free(all);
	return text;
}

static void fill_help(struct writing *writing)
{
	static const enum label steps[] = {
		LABEL_SHEET_STEP_OPEN,	LABEL_SHEET_STEP_CHANGE,
		LABEL_SHEET_STEP_MONEY, LABEL_SHEET_STEP_EMPTY,
		LABEL_SHEET_STEP_LIST,	LABEL_SHEET_STEP_FORMULA,
		LABEL_SHEET_STEP_SEND,
	};
	lxw_worksheet *sheet = writing->help;
	size_t row = 0;

	worksheet_set_column(sheet, 0, 0, 30, NULL);
	worksheet_set_column(sheet, 1, 1, HELP_WIDTH, NULL);
	put(writing, sheet, row, 0, writing->sheet->title, writing->strong);
	row += 2;
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		const char *text = word(writing, steps[i]);

		set_height(sheet, row, lines_of(text, HELP_WIDTH));
		put(writing, sheet, row++, 1, text, writing->text);
	}
	row++;
	put(writing, sheet, row, 0, word(writing, LABEL_SHEET_HEADING_COLUMN),
	    writing->head);
	put(writing, sheet, row++, 1, word(writing, LABEL_SHEET_HEADING_WRITE),
	    writing->head);
	for (size_t i = 0; i < writing->form->count; i++) {
		const struct form_column *column = &writing->form->columns[i];
		char *text =
			column->path == NULL
				? g_strdup(word(writing, LABEL_SHEET_LOCKED))
				: explanation(writing, column);

		set_height(sheet, row, lines_of(text, HELP_WIDTH));
		put(writing, sheet, row, 0, column->heading, writing->strong);
		put(writing, sheet, row++, 1, text, writing->text);
		g_free(text);
	}
	worksheet_fit_to_pages(sheet, 1, 0);
	worksheet_set_paper(sheet, 9); /* A4 */
	worksheet_set_landscape(sheet);
}

static lxw_worksheet *add_sheet(struct writing *writing, enum label label)
{
	lxw_worksheet *sheet =
		workbook_add_worksheet(writing->book, word(writing, label));

	if (sheet == NULL)
		writing->failed = 1;
	return sheet;
}

static void set_properties(struct writing *writing)
{
	lxw_doc_properties properties = {
		.title = (char *)writing->form->report->publication.title,
		.subject = (char *)writing->sheet->title,
		.created = MADE,
	};

	workbook_set_properties(writing->book, &properties);
}

int workbook_write(const char *path, const struct form_table *form,
		   const struct sheet *sheet)
{
	struct writing writing = { .form = form, .sheet = sheet };

	writing.book = workbook_new(path);
	if (writing.book == NULL)
		return ENOMEM;
	set_properties(&writing);
	make_formats(&writing);
	writing.table = add_sheet(&writing, LABEL_SHEET_NAME);
	writing.help = add_sheet(&writing, LABEL_SHEET_HOW);
	writing.lists = add_sheet(&writing, LABEL_SHEET_LISTS);
	if (writing.failed == 0) {
		fill_table(&writing);
		fill_help(&writing);
		arrange_table(&writing);
	}
	/* The library says what failed, but not why. */
	errno = 0;
	if (workbook_close(writing.book) != LXW_NO_ERROR)
		return errno == 0 ? EIO : errno;
	return writing.failed == 0 ? 0 : EINVAL;
}
