#include "form/answer.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "edit/head_edit.h"
#include "form/form.h"
#include "read/record.h"
#include "report/report.h"

/* A change that is about to be made. */
struct taking {
	const struct form_table *form;
	const struct form_column *column;
	struct head_edit *edit;
	const char *path;
	const char *text;	  /* of the cell */
	const struct record *old; /* what the head says; NULL: nothing */
	struct span where;
	struct diag_list *diags;
};

/* 1 when it is done, or −1. */
static int set_text(const struct taking *taking, const char *text)
{
	return head_edit_set_text(taking->edit, taking->path, text,
				  taking->diags) == 0
		       ? 1
		       : -1;
}

static bool says(const struct taking *taking, const char *text)
{
	return taking->old != NULL && taking->old->kind == RECORD_SCALAR &&
	       strcmp(taking->old->text, text) == 0;
}

/* Line ends and blanks become one blank each. */
static const char *on_one_line(const char *text, struct arena *arena)
{
	GString *line = g_string_new(NULL);

	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);
		bool end = character == '\n' || character == '\r' ||
			   character == '\t' || character == 0x2028 ||
			   character == 0x2029 || character == 0x85;

		if (!end)
			g_string_append_unichar(line, character);
		else if (line->len > 0 && line->str[line->len - 1] != ' ')
			g_string_append_c(line, ' ');
	}
	return g_strchomp((char *)arena_take(arena, line));
}

static int take_text(const struct taking *taking)
{
	const char *text = on_one_line(taking->text, taking->form->arena);
	const char *control = source_find_control(text, strlen(text));

	if (control != NULL)
		return diag_add(taking->diags, DIAG_TEXT_CONTROL, taking->where,
				"U+%04X", g_utf8_get_char(control));
	return says(taking, text) ? 0 : set_text(taking, text);
}

/* None of the words: tell which there are. */
static int refuse_word(const struct taking *taking)
{
	const char *const *words = taking->column->words;
	char *all = g_strjoinv(" | ", (char **)words);

	diag_add(taking->diags, DIAG_VALUE_WORD, taking->where, "%s",
		 taking->text);
	diag_suggest(taking->diags, diag_nearest(taking->text, words));
	diag_write(taking->diags, "%s", all);
	g_free(all);
	return -1;
}

static int take_word(const struct taking *taking)
{
	const char *const *words = taking->column->words;

	for (; words != NULL && *words != NULL; words++)
		if (form_same_word(*words, taking->text))
			return says(taking, *words) ? 0
						    : set_text(taking, *words);
	return refuse_word(taking);
}

static bool parse(const struct taking *taking, const char *text,
		  struct quantity *quantity, struct diag_list *diags)
{
	return quantity_parse(quantity, taking->column->quantity, text,
			      strlen(text), taking->where,
			      &taking->form->report->labels.quantity,
			      taking->form->arena, diags) == 0;
}

/* Does the head say the same quantity, in other words? */
static bool says_quantity(const struct taking *taking,
			  const struct quantity *quantity)
{
	struct diag_list *diags;
	struct quantity old;
	bool same;

	if (taking->old == NULL || taking->old->kind != RECORD_SCALAR)
		return false;
	diags = diag_list_new();
	same = parse(taking, taking->old->text, &old, diags) &&
	       quantity_equal(&old, quantity);
	diag_list_free(diags);
	return same;
}

static int take_quantity(const struct taking *taking)
{
	const char *also = taking->column->also;
	const char *text = on_one_line(taking->text, taking->form->arena);
	struct quantity quantity;

	if (also != NULL && form_same_word(also, text))
		return says(taking, also) ? 0 : set_text(taking, also);
	if (!parse(taking, text, &quantity, taking->diags))
		return -1;
	return says_quantity(taking, &quantity) ? 0 : set_text(taking, text);
}

/* The items of a cell, which the caller frees with g_strfreev(). */
static char **items_of(const struct form_column *column, const char *text)
{
	const char *mark = strchr(text, '\n') != NULL  ? "\n"
			   : strchr(text, ';') != NULL ? ";"
						       : ",";
	char **parts = g_strsplit(text, mark, column->single ? 1 : -1);
	size_t count = 0;

	for (size_t i = 0; parts[i] != NULL; i++) {
		g_strstrip(parts[i]);
		if (parts[i][0] == '\0')
			g_free(parts[i]);
		else
			parts[count++] = parts[i];
	}
	parts[count] = NULL;
	return parts;
}

/* Of a name that a register has, its id; else the text. */
static const char *id_of(const struct taking *taking, const char *text)
{
	GHashTableIter iter;
	gpointer id;
	gpointer entry;

	if (g_hash_table_contains(taking->column->ids, text))
		return text;
	g_hash_table_iter_init(&iter, taking->column->ids);
	while (g_hash_table_iter_next(&iter, &id, &entry)) {
		const char *name =
			taking->column->ids == taking->form->report->units
				? ((const struct named *)entry)->name
				: ((const struct organisation *)entry)->name;

		if (name != NULL && form_same_word(name, text))
			return id;
	}
	return text;
}

static int refuse_id(const struct taking *taking, const char *text)
{
	GHashTable *ids = taking->column->ids;
	bool unit = ids == taking->form->report->units;
	GList *sorted =
		g_list_sort(g_hash_table_get_keys(ids), (GCompareFunc)strcmp);
	GPtrArray *words = g_ptr_array_new();

	for (GList *at = sorted; at != NULL; at = at->next)
		g_ptr_array_add(words, at->data);
	g_ptr_array_add(words, NULL);
	diag_add(taking->diags,
		 unit ? DIAG_UNIT_UNKNOWN : DIAG_ORGANISATION_UNKNOWN,
		 taking->where, "%s", text);
	diag_suggest(taking->diags,
		     diag_nearest(text, (const char *const *)words->pdata));
	g_ptr_array_free(words, TRUE);
	g_list_free(sorted);
	return -1;
}

/* Ids instead of names; −1 when one is neither. */
static int find_ids(const struct taking *taking, char **items)
{
	int result = 0;

	for (; *items != NULL && taking->column->ids != NULL; items++) {
		const char *id = id_of(taking, *items);

		if (!g_hash_table_contains(taking->column->ids, id)) {
			result = refuse_id(taking, *items);
		} else if (id != *items) {
			g_free(*items);
			*items = g_strdup(id);
		}
	}
	return result;
}

static bool says_items(const struct taking *taking, char **items)
{
	const struct record *at;

	if (taking->old == NULL || taking->old->kind == RECORD_MAP)
		return false;
	if (taking->old->kind == RECORD_SCALAR)
		return items[0] != NULL && items[1] == NULL &&
		       strncmp(taking->old->text, items[0], strlen(items[0])) ==
			       0 &&
		       strspn(taking->old->text + strlen(items[0]), "\n") ==
			       strlen(taking->old->text + strlen(items[0]));
	at = taking->old->first;
	for (; at != NULL && *items != NULL; at = at->next, items++)
		if (at->kind != RECORD_SCALAR || strcmp(at->text, *items) != 0)
			return false;
	return at == NULL && *items == NULL;
}

static int take_items(const struct taking *taking)
{
	const char *also = taking->column->also;
	char **items;
	size_t count;
	int result = 1;

	if (also != NULL && form_same_word(also, taking->text))
		return says(taking, also) ? 0 : set_text(taking, also);
	items = items_of(taking->column, taking->text);
	count = g_strv_length(items);
	if (taking->column->kind == FORM_IDS && find_ids(taking, items) != 0)
		result = -1;
	else if (says_items(taking, items))
		result = 0;
	else if (count == 1 && taking->column->kind == FORM_IDS &&
		 (taking->old == NULL || taking->old->kind != RECORD_LIST))
		result = set_text(taking, items[0]);
	else if (head_edit_set_texts(taking->edit, taking->path,
				     (const char *const *)items, count,
				     taking->diags) != 0)
		result = -1;
	g_strfreev(items);
	return result;
}

/* An empty cell: nothing is to be said. */
static int take_nothing(const struct taking *taking)
{
	if (taking->old == NULL || record_is_empty(taking->old))
		return 0;
	if (taking->column->required)
		return diag_add(taking->diags, DIAG_SHEET_CELL_EMPTY,
				taking->where, NULL);
	return head_edit_remove(taking->edit, taking->path, taking->diags) == 0
		       ? 1
		       : -1;
}

/* The figures are right: nothing says any more that they are the old ones. */
static int take_confirmed(const struct taking *taking)
{
	const char *const *words = taking->column->words;

	if (taking->text[0] == '\0' || form_same_word(words[1], taking->text))
		return 0;
	if (!form_same_word(words[0], taking->text))
		return refuse_word(taking);
	return head_edit_remove(taking->edit, taking->path, taking->diags) == 0
		       ? 1
		       : -1;
}

static int take(const struct taking *taking)
{
	if (taking->column->kind == FORM_CONFIRMED)
		return take_confirmed(taking);
	if (taking->text[0] == '\0')
		return take_nothing(taking);
	switch (taking->column->kind) {
	case FORM_WORD:
		return take_word(taking);
	case FORM_QUANTITY:
		return take_quantity(taking);
	case FORM_TEXTS:
	case FORM_IDS:
		return take_items(taking);
	default:
		return take_text(taking);
	}
}

int answer_take(const struct form_table *form, const struct form_column *column,
		const struct page *page, struct head_edit *edit,
		const char *text, struct span where, struct diag_list *diags)
{
	struct taking taking = {
		.form = form,
		.column = column,
		.edit = edit,
		.text = text,
		.where = where,
		.diags = diags,
	};
	bool fixed;
	const char *now = form_cell(form, column, page, edit, &fixed);

	if (strcmp(now, text) == 0 ||
	    (column->kind == FORM_CONFIRMED && form_same_word(now, text)))
		return 0;
	/* Who deletes that something is confirmed takes nothing back. */
	if (fixed && column->kind == FORM_CONFIRMED && text[0] == '\0')
		return 0;
	if (fixed)
		return diag_add(diags, DIAG_SHEET_CELL_FIXED, where, "%s",
				text);
	if (text[0] == '=')
		return diag_add(diags, DIAG_SHEET_FORMULA, where, "%s", text);
	taking.path = form_path(form, column, edit);
	taking.old = head_edit_find(edit, taking.path);
	return take(&taking);
}
