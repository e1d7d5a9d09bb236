#include "form/form.h"

#include <string.h>

#include "base/arena.h"
#include "edit/head_edit.h"
#include "read/record.h"
#include "report/report.h"

/* --- Columns -------------------------------------------------------------- */

enum column_place { IN_HEAD, IN_YEAR, IN_MEETING };

/* What stands for a register whose ids a column may say. */
enum column_register { NO_REGISTER, ORGANISATIONS, UNITS };

static const struct column_rule {
	enum form_kind kind;
	enum label key;
	enum label help;
	enum column_place place;
	bool groups; /* a column for each of the publication's groups */
	bool required;
	bool single;
	enum quantity_kind quantity;
	enum label first; /* the words are those from here … */
	enum label last;  /* … to here; LABEL_COUNT: those of the forms */
	enum label also;
	enum column_register ids;
} rules[] = {
	{ .kind = FORM_ID, .key = LABEL_KEY_ID, .help = LABEL_SHEET_LOCKED },
	{ .kind = FORM_YEAR,
	  .key = LABEL_KEY_YEAR,
	  .help = LABEL_SHEET_LOCKED },
	{ .kind = FORM_TITLE,
	  .key = LABEL_KEY_TITLE,
	  .help = LABEL_SHEET_LOCKED },
	{ .kind = FORM_CONFIRMED,
	  .key = LABEL_KEY_CARRIED_OVER,
	  .help = LABEL_SHEET_CONFIRMED_HELP,
	  .place = IN_YEAR,
	  .first = LABEL_WORD_YES,
	  .last = LABEL_WORD_NO },
	{ .kind = FORM_WORD,
	  .key = LABEL_KEY_STATE,
	  .help = LABEL_SHEET_HELP_STATE,
	  .place = IN_YEAR,
	  .first = LABEL_STATE_STARTS,
	  .last = LABEL_STATE_ENDS },
	{ .kind = FORM_QUANTITY,
	  .key = LABEL_KEY_PARTICIPANTS,
	  .help = LABEL_SHEET_HELP_PARTICIPANTS,
	  .place = IN_YEAR,
	  .groups = true,
	  .quantity = QUANTITY_COUNT },
	{ .kind = FORM_QUANTITY,
	  .key = LABEL_KEY_FEE,
	  .help = LABEL_SHEET_HELP_FEE,
	  .place = IN_YEAR,
	  .quantity = QUANTITY_MONEY },
	{ .kind = FORM_IDS,
	  .key = LABEL_KEY_PAID_TO,
	  .help = LABEL_SHEET_HELP_PAID_TO,
	  .place = IN_YEAR,
	  .ids = ORGANISATIONS },
	{ .kind = FORM_QUANTITY,
	  .key = LABEL_KEY_OTHER,
	  .help = LABEL_SHEET_HELP_OTHER,
	  .place = IN_YEAR,
	  .quantity = QUANTITY_MONEY,
	  .also = LABEL_WORD_COMPUTED },
	{ .kind = FORM_TEXTS,
	  .key = LABEL_KEY_OTHER_FOR,
	  .help = LABEL_SHEET_HELP_OTHER_FOR,
	  .place = IN_YEAR },
	{ .kind = FORM_QUANTITY,
	  .key = LABEL_KEY_HOURS,
	  .help = LABEL_SHEET_HELP_HOURS,
	  .place = IN_YEAR,
	  .groups = true,
	  .quantity = QUANTITY_HOURS },
	{ .kind = FORM_TEXTS,
	  .key = LABEL_KEY_RESULTS,
	  .help = LABEL_SHEET_HELP_RESULTS,
	  .place = IN_YEAR },
	{ .kind = FORM_TEXT,
	  .key = LABEL_KEY_REMARK,
	  .help = LABEL_SHEET_HELP_REMARK,
	  .place = IN_YEAR },
	{ .kind = FORM_QUANTITY,
	  .key = LABEL_KEY_PER_YEAR,
	  .help = LABEL_SHEET_HELP_PER_YEAR,
	  .place = IN_MEETING,
	  .quantity = QUANTITY_COUNT },
	{ .kind = FORM_WORD,
	  .key = LABEL_KEY_HELD,
	  .help = LABEL_SHEET_HELP_HELD,
	  .place = IN_MEETING,
	  .first = LABEL_HELD_ONLINE,
	  .last = LABEL_HELD_BOTH },
	{ .kind = FORM_WORD,
	  .key = LABEL_KEY_FORM,
	  .help = LABEL_SHEET_HELP_FORM,
	  .required = true,
	  .last = LABEL_COUNT },
	{ .kind = FORM_WORD,
	  .key = LABEL_KEY_MEMBERSHIP,
	  .help = LABEL_SHEET_HELP_MEMBERSHIP,
	  .required = true,
	  .first = LABEL_MEMBERSHIP_WITH_FEE,
	  .last = LABEL_MEMBERSHIP_PARTNER_CITY },
	{ .kind = FORM_WORD,
	  .key = LABEL_KEY_LEVEL,
	  .help = LABEL_SHEET_HELP_LEVEL,
	  .required = true,
	  .first = LABEL_LEVEL_LOCAL,
	  .last = LABEL_LEVEL_INTERNATIONAL },
	{ .kind = FORM_IDS,
	  .key = LABEL_KEY_RUN_BY,
	  .help = LABEL_SHEET_HELP_RUN_BY,
	  .also = LABEL_WORD_NONE,
	  .ids = ORGANISATIONS },
	{ .kind = FORM_IDS,
	  .key = LABEL_KEY_PARTIES,
	  .help = LABEL_SHEET_HELP_PARTIES,
	  .ids = ORGANISATIONS },
	{ .kind = FORM_WORD,
	  .key = LABEL_KEY_CAN_END,
	  .help = LABEL_SHEET_HELP_CAN_END,
	  .first = LABEL_CAN_END_YES,
	  .last = LABEL_CAN_END_BY_AGREEMENT },
	{ .kind = FORM_IDS,
	  .key = LABEL_KEY_RESPONSIBLE,
	  .help = LABEL_SHEET_HELP_RESPONSIBLE,
	  .single = true,
	  .ids = UNITS },
};

static const char *word(const struct form_table *form, enum label label)
{
	return labels_word(&form->report->labels, label);
}

/* "övrigt-avser" becomes "Övrigt avser". */
static const char *heading_of(const char *text, struct arena *arena)
{
	GString *heading = g_string_new(NULL);
	const char *rest = g_utf8_next_char(text);

	g_string_append_unichar(heading,
				g_unichar_toupper(g_utf8_get_char(text)));
	g_string_append(heading, rest);
	g_strdelimit(heading->str, "-", ' ');
	return arena_take(arena, heading);
}

/* A point in the name of a group is no step. */
static const char *escaped(const char *key, struct arena *arena)
{
	GString *text = g_string_new(NULL);

	for (; *key != '\0'; key++) {
		if (strchr(".[\\", *key) != NULL)
			g_string_append_c(text, '\\');
		g_string_append_c(text, *key);
	}
	return arena_take(arena, text);
}

static const char *path_of(const struct form_table *form,
			   const struct column_rule *rule, const char *group)
{
	const char *key = word(form, rule->key);
	const char *path = key;

	if (rule->kind == FORM_ID || rule->kind == FORM_YEAR ||
	    rule->kind == FORM_TITLE)
		return NULL;
	if (rule->place == IN_YEAR)
		path = arena_printf(form->arena, "%s.%d.%s",
				    word(form, LABEL_KEY_YEARS), form->year,
				    key);
	if (group == NULL)
		return path;
	return arena_printf(form->arena, "%s.%s", path,
			    escaped(group, form->arena));
}

static const char *const *words_between(const struct form_table *form,
					enum label first, enum label last)
{
	size_t count = (size_t)(last - first) + 1;
	const char **words =
		arena_new_array(form->arena, const char *, count + 1);

	for (size_t i = 0; i < count; i++)
		words[i] = word(form, (enum label)(first + i));
	return words;
}

static gint compare_forms(gconstpointer left, gconstpointer right)
{
	const struct form *a = left;
	const struct form *b = right;

	return a->where.offset < b->where.offset ? -1 : 1;
}

/* In the order of the register. */
static const char *const *words_of_forms(const struct form_table *form)
{
	GHashTable *forms = form->report->forms;
	GList *sorted;
	const char **words;
	size_t count = 0;

	if (forms == NULL)
		return NULL;
	sorted = g_list_sort(g_hash_table_get_values(forms), compare_forms);
	words = arena_new_array(form->arena, const char *,
				g_hash_table_size(forms) + 1);
	for (GList *at = sorted; at != NULL; at = at->next)
		words[count++] = ((const struct form *)at->data)->word;
	g_list_free(sorted);
	return words;
}

static const char *const *words_of(const struct form_table *form,
				   const struct column_rule *rule)
{
	if (rule->last == LABEL_COUNT)
		return words_of_forms(form);
	return rule->kind == FORM_WORD || rule->kind == FORM_CONFIRMED
		       ? words_between(form, rule->first, rule->last)
		       : NULL;
}

static GHashTable *ids_of(const struct form_table *form,
			  const struct column_rule *rule)
{
	switch (rule->ids) {
	case ORGANISATIONS:
		return form->report->organisations;
	case UNITS:
		return form->report->units;
	default:
		return NULL;
	}
}

static const char *column_heading(const struct form_table *form,
				  const struct column_rule *rule,
				  const char *group)
{
	const char *own =
		word(form, rule->kind == FORM_CONFIRMED ? LABEL_SHEET_CONFIRMED
							: rule->key);
	struct arena *arena = form->arena;

	if (rule->place == IN_MEETING)
		own = arena_printf(arena, "%s %s",
				   word(form, LABEL_KEY_MEETINGS), own);
	own = heading_of(own, arena);
	return group == NULL ? own : arena_printf(arena, "%s %s", own, group);
}

static void add_column(struct form_table *form, const struct column_rule *rule,
		       const char *group)
{
	form->columns[form->count++] = (struct form_column){
		.kind = rule->kind,
		.key = rule->key,
		.heading = column_heading(form, rule, group),
		.path = path_of(form, rule, group),
		.help = word(form, rule->help),
		.meeting = rule->place == IN_MEETING,
		.required = rule->required,
		.single = rule->single,
		.quantity = rule->quantity,
		.words = words_of(form, rule),
		.also = rule->also == 0 ? NULL : word(form, rule->also),
		.ids = ids_of(form, rule),
	};
}

const struct forum_year *form_year(const struct page *page, int year)
{
	const struct forum *forum = page->forum;

	for (size_t i = 0; i < forum->years_count; i++)
		if (forum->years[i].year == year)
			return &forum->years[i];
	for (size_t i = 0; i < forum->coming_count; i++)
		if (forum->coming[i].year == year)
			return &forum->coming[i];
	return NULL;
}

static bool is_carried(const struct page *page, int year)
{
	const struct forum_year *figures = form_year(page, year);

	return figures != NULL && figures->carried;
}

static bool some_carried(const struct report *report, int year)
{
	for (size_t i = 0; i < report->forums_count; i++)
		if (is_carried(report->forums[i], year))
			return true;
	return false;
}

struct form_table *form_new(const struct report *report, int year, bool all,
			    struct arena *arena)
{
	const struct publication *publication = &report->publication;
	struct form_table *form = arena_new_array(arena, struct form_table, 1);

	form->report = report;
	form->arena = arena;
	form->year = year;
	form->columns = arena_new_array(
		arena, struct form_column,
		G_N_ELEMENTS(rules) * (publication->groups_count + 1));
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
		if (rules[i].kind == FORM_CONFIRMED && !all &&
		    !some_carried(report, year))
			continue;
		if (!rules[i].groups) {
			add_column(form, &rules[i], NULL);
			continue;
		}
		for (size_t k = 0; k < publication->groups_count; k++)
			add_column(form, &rules[i], publication->groups[k]);
	}
	return form;
}

/* As headings are compared; the caller frees it. */
static char *bare(const char *text)
{
	char *folded = g_utf8_casefold(text, -1);
	GString *out = g_string_new(NULL);

	for (const char *at = folded; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar character = g_utf8_get_char(at);

		if (!g_unichar_isspace(character) && character != '-')
			g_string_append_unichar(out, character);
	}
	g_free(folded);
	return g_string_free(out, FALSE);
}

bool form_same_word(const char *left, const char *right)
{
	char *a = bare(left);
	char *b = bare(right);
	bool same = strcmp(a, b) == 0;

	g_free(a);
	g_free(b);
	return same;
}

const struct form_column *form_column(const struct form_table *form,
				      const char *heading)
{
	for (size_t i = 0; i < form->count; i++)
		if (form_same_word(form->columns[i].heading, heading))
			return &form->columns[i];
	return NULL;
}

/* --- What heads say ------------------------------------------------------- */

const char *form_path(const struct form_table *form,
		      const struct form_column *column,
		      const struct head_edit *edit)
{
	const char *meetings = word(form, LABEL_KEY_MEETINGS);
	const struct record *all;

	if (!column->meeting)
		return column->path;
	all = head_edit_find(edit, meetings);
	if (all == NULL || all->kind != RECORD_LIST)
		return arena_printf(form->arena, "%s.%s", meetings,
				    column->path);
	return all->count > 1 ? NULL
			      : arena_printf(form->arena, "%s[0].%s", meetings,
					     column->path);
}

/* Several texts as one, so that items_of() finds them again. */
static const char *joined(const struct record *list, struct arena *arena)
{
	GString *all = g_string_new(NULL);
	const char *mark = ",";

	for (const struct record *at = list->first; at != NULL; at = at->next) {
		if (strchr(at->text, ';') != NULL)
			mark = "\n";
		else if (strchr(at->text, ',') != NULL && mark[0] == ',')
			mark = ";";
	}
	for (const struct record *at = list->first; at != NULL; at = at->next) {
		g_string_append(all, at->text);
		if (at->next != NULL || (list->count == 1 && mark[0] != ','))
			g_string_append(all, mark);
		if (at->next != NULL && mark[0] != '\n')
			g_string_append_c(all, ' ');
	}
	return arena_take(arena, all);
}

static bool are_texts(const struct record *list)
{
	for (const struct record *at = list->first; at != NULL; at = at->next)
		if (at->kind != RECORD_SCALAR || strchr(at->text, '\n') != NULL)
			return false;
	return true;
}

/* The text of one line; YAML's lines end with one more. */
static const char *one_line(const struct record *record, struct arena *arena)
{
	size_t length = strcspn(record->text, "\n");

	return arena_copy(arena, record->text, length);
}

static const char *text_of(const struct form_table *form,
			   const struct form_column *column,
			   const struct record *record, bool *fixed)
{
	struct arena *arena = form->arena;
	bool list = column->kind == FORM_TEXTS || column->kind == FORM_IDS;

	if (record->kind == RECORD_SCALAR && !list)
		return one_line(record, arena);
	if (record->kind == RECORD_SCALAR) {
		struct record item = *record;
		struct record alone = { .kind = RECORD_LIST,
					.first = &item,
					.count = 1 };

		item.next = NULL;
		item.text = one_line(record, arena);
		return joined(&alone, arena);
	}
	if (record->kind == RECORD_LIST && list && are_texts(record))
		return joined(record, arena);
	*fixed = true;
	return word(form, LABEL_SHEET_IN_SOURCE);
}

const char *form_cell(const struct form_table *form,
		      const struct form_column *column, const struct page *page,
		      const struct head_edit *edit, bool *fixed)
{
	const char *path;
	const struct record *record;

	*fixed = column->path == NULL;
	switch (column->kind) {
	case FORM_ID:
		return page->target.id;
	case FORM_YEAR:
		return arena_printf(form->arena, "%d", form->year);
	case FORM_TITLE:
		return page->target.title;
	case FORM_CONFIRMED:
		*fixed = !is_carried(page, form->year);
		return word(form, *fixed ? LABEL_WORD_YES : LABEL_WORD_NO);
	default:
		break;
	}
	path = form_path(form, column, edit);
	*fixed = path == NULL;
	if (*fixed)
		return word(form, LABEL_SHEET_IN_SOURCE);
	record = head_edit_find(edit, path);
	if (record == NULL || record_is_empty(record))
		return "";
	return text_of(form, column, record, fixed);
}
