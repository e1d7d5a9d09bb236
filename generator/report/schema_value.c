#include "report/schema_reader.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/calendar.h"

const struct schema *schema_of(const struct record_reader *reader)
{
	return reader->context;
}

const struct record_table *schema_table(const struct record_reader *reader,
					enum schema_map_id id)
{
	return &schema_of(reader)->tables[id];
}

const char *schema_word(const struct record_reader *reader, enum label label)
{
	return labels_word(schema_of(reader)->labels, label);
}

/* Is it a scalar that says something? */
int schema_check_scalar(const struct record *value,
			const struct record_reader *reader)
{
	if (value->kind != RECORD_SCALAR)
		return diag_add(reader->diags, DIAG_VALUE_TEXT, value->where,
				NULL);
	if (value->length == 0)
		return diag_add(reader->diags, DIAG_VALUE_EMPTY,
				value->key_where, "%s", value->key);
	return 0;
}

/* What is read is copied: the tree of the record does not live as long. */
const char *schema_keep(const struct record *value,
			const struct record_reader *reader)
{
	return arena_copy(reader->arena, value->text, value->length);
}

/* The length without line ends last, as `>` leaves one; 0: there are more. */
static size_t one_line(const struct record *value)
{
	size_t length = strcspn(value->text, "\n");

	return value->text[length + strspn(value->text + length, "\n")] == '\0'
		       ? length
		       : 0;
}

int schema_read_text(void *out, const struct record *value,
		     const struct record_reader *reader,
		     const struct record_field *field)
{
	const char **text = out;
	size_t length;

	(void)field;
	if (schema_check_scalar(value, reader) != 0)
		return -1;
	length = one_line(value);
	if (length == 0)
		return diag_add(reader->diags, DIAG_VALUE_LINES, value->where,
				NULL);
	*text = arena_copy(reader->arena, value->text, length);
	return 0;
}

/* A title is kept with its place, which findings about ids point at. */
int schema_read_title(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	struct page_head *head = out;

	head->title_where = value->where;
	return schema_read_text(&head->title, value, reader, field);
}

int schema_read_long_text(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	struct page_head *head = out;

	(void)field;
	if (schema_check_scalar(value, reader) != 0)
		return -1;
	head->text = schema_keep(value, reader);
	head->text_where = value->where;
	return 0;
}

/* `Kustförbundet` is meant as `kustforbundet`. */
void schema_suggest_id(const char *text, struct diag_list *diags)
{
	GString *id = g_string_new(NULL);

	body_append_slug(id, text);
	if (body_is_id(id->str, id->len))
		diag_suggest(diags, id->str);
	g_string_free(id, TRUE);
}

static int check_id(const struct record *value,
		    const struct record_reader *reader)
{
	if (schema_check_scalar(value, reader) != 0)
		return -1;
	if (body_is_id(value->text, value->length))
		return 0;
	diag_add(reader->diags, DIAG_ID_FORM, value->where, "%s", value->text);
	schema_suggest_id(value->text, reader->diags);
	return -1;
}

static void keep_reference(struct reference *reference,
			   const struct record *value,
			   const struct record_reader *reader)
{
	reference->id = schema_keep(value, reader);
	reference->where = value->where;
}

int schema_read_reference(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	(void)field;
	if (check_id(value, reader) != 0)
		return -1;
	keep_reference(out, value, reader);
	return 0;
}

/* Forms are words, not ids. */
int schema_read_word_reference(void *out, const struct record *value,
			       const struct record_reader *reader,
			       const struct record_field *field)
{
	(void)field;
	if (schema_check_scalar(value, reader) != 0)
		return -1;
	keep_reference(out, value, reader);
	return 0;
}

/* Call `read` for a scalar, or for each item of a list. */
int schema_read_each(void *items, size_t size, const struct record *value,
		     const struct record_reader *reader,
		     schema_read_function *read)
{
	const struct record *at = value->first;
	char *out = items;
	int result = 0;

	if (value->kind != RECORD_LIST)
		return read(out, value, reader, NULL);
	for (; at != NULL; at = at->next, out += size) {
		struct record item = *at;

		item.key = value->key;
		item.key_where = value->key_where;
		if (read(out, &item, reader, NULL) != 0)
			result = -1;
	}
	return result;
}

size_t schema_item_count(const struct record *value)
{
	return value->kind == RECORD_LIST ? value->count : 1;
}

static int check_twice(const struct reference_list *list,
		       const struct record_reader *reader)
{
	GHashTable *seen;
	int result = 0;

	if (list->count < 2)
		return 0;
	seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; i < list->count; i++)
		if (!g_hash_table_add(seen, (char *)list->items[i].id))
			result = diag_add(reader->diags, DIAG_VALUE_TWICE,
					  list->items[i].where, "%s",
					  list->items[i].id);
	g_hash_table_destroy(seen);
	return result;
}

int schema_read_reference_list(void *out, const struct record *value,
			       const struct record_reader *reader,
			       const struct record_field *field)
{
	struct reference_list *list = out;
	size_t count = schema_item_count(value);

	(void)field;
	list->items = arena_new_array(reader->arena, struct reference, count);
	if (schema_read_each(list->items, sizeof(*list->items), value, reader,
			     schema_read_reference) != 0)
		return -1;
	list->count = count;
	return check_twice(list, reader);
}

int schema_read_run_by(void *out, const struct record *value,
		       const struct record_reader *reader,
		       const struct record_field *field)
{
	struct forum *forum = out;

	if (value->kind == RECORD_SCALAR &&
	    strcmp(value->text, schema_word(reader, LABEL_WORD_NONE)) == 0) {
		forum->run_by_nobody = true;
		return 0;
	}
	return schema_read_reference_list(&forum->run_by, value, reader, field);
}

int schema_read_text_list(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	struct text_list *list = out;
	size_t count = schema_item_count(value);

	(void)field;
	list->items = arena_new_array(reader->arena, const char *, count);
	if (schema_read_each(list->items, sizeof(*list->items), value, reader,
			     schema_read_text) != 0)
		return -1;
	list->count = count;
	return 0;
}

int schema_read_word(void *out, const struct record *value,
		     const struct record_reader *reader,
		     const struct record_field *field)
{
	const struct schema_words *range = field->more;
	const struct labels *labels = schema_of(reader)->labels;
	const char *words[16];
	int *label = out;
	size_t count = 0;

	if (schema_check_scalar(value, reader) != 0)
		return -1;
	for (int i = range->first; i <= (int)range->last; i++) {
		words[count++] = labels->words[i];
		if (strcmp(value->text, labels->words[i]) == 0) {
			*label = i;
			return 0;
		}
	}
	words[count] = NULL;
	/* It is said, though wrongly: no second finding that it is missing. */
	*label = (int)range->first;
	diag_add(reader->diags, DIAG_VALUE_WORD, value->where, "%s",
		 value->text);
	diag_suggest(reader->diags, diag_nearest(value->text, words));
	{
		char *all = g_strjoinv(" | ", (char **)words);

		diag_write(reader->diags, "%s", all);
		g_free(all);
	}
	return -1;
}

/* Up to four digits at `*at`; −1 when there are not `digits` of them. */
static int take_digits(const char **at, int digits)
{
	int number = 0;

	for (int i = 0; i < digits; i++, (*at)++) {
		if (**at < '0' || **at > '9')
			return -1;
		number = number * 10 + (**at - '0');
	}
	return number;
}

/* `2024-02-08`, `2024-02` or `2024`, as in ISO 8601. */
static int parse_date(struct date *date, const char *text)
{
	int year = take_digits(&text, 4);
	int month = 0;
	int day = 0;

	if (year < CALENDAR_YEAR_LEAST || year > CALENDAR_YEAR_MOST)
		return -1;
	if (*text == '-') {
		text++;
		month = take_digits(&text, 2);
		if (month < 1 || month > 12)
			return -1;
	}
	if (*text == '-') {
		text++;
		day = take_digits(&text, 2);
		if (day < 1 || day > calendar_days_in_month(year, month))
			return -1;
	}
	if (*text != '\0')
		return -1;
	date->year = (uint16_t)year;
	date->month = (uint8_t)month;
	date->day = (uint8_t)day;
	return 0;
}

int schema_read_date(void *out, const struct record *value,
		     const struct record_reader *reader,
		     const struct record_field *field)
{
	(void)field;
	if (schema_check_scalar(value, reader) != 0)
		return -1;
	if (parse_date(out, value->text) != 0)
		return diag_add(reader->diags, DIAG_DATE, value->where, "%s",
				value->text);
	return 0;
}

int schema_read_until(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	struct agreement *agreement = out;

	agreement->until_where = value->where;
	if (value->kind == RECORD_SCALAR &&
	    strcmp(value->text,
		   schema_word(reader, LABEL_WORD_UNTIL_FURTHER_NOTICE)) == 0) {
		agreement->further = true;
		return 0;
	}
	return schema_read_date(&agreement->until, value, reader, field);
}

int schema_read_ended(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	struct agreement *agreement = out;

	agreement->ended_where = value->where;
	return schema_read_date(&agreement->ended, value, reader, field);
}

/* A date whose day is known: not a month or a year. */
int schema_read_day(void *out, const struct record *value,
		    const struct record_reader *reader,
		    const struct record_field *field)
{
	struct date *date = out;

	if (schema_read_date(date, value, reader, field) != 0)
		return -1;
	if (calendar_is_day(date))
		return 0;
	date->year = 0;
	return diag_add(reader->diags, DIAG_DATE_DAY, value->where, "%s",
			value->text);
}

int schema_read_length(void *out, const struct record *value,
		       const struct record_reader *reader,
		       const struct record_field *field)
{
	const struct labels *labels = schema_of(reader)->labels;
	struct length *length = out;
	GString *some;

	length->where = value->where;
	if (schema_read_text(&length->text, value, reader, field) != 0)
		return -1;
	if (calendar_parse_length(length, length->text, labels) == 0)
		return 0;
	some = g_string_new(NULL);
	calendar_append_lengths(some, labels);
	diag_add(reader->diags, DIAG_LENGTH_FORM, value->where, "%s",
		 value->text);
	diag_write(reader->diags, "%s", some->str);
	g_string_free(some, TRUE);
	return -1;
}

int schema_read_can_end(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	struct forum *forum = out;

	forum->can_end_where = value->where;
	return schema_read_word(&forum->can_end, value, reader, field);
}

/* A year as a whole number; 0 when it is none. */
int schema_year(const char *text)
{
	const char *at = text;
	int year = take_digits(&at, 4);

	return *at == '\0' && year >= CALENDAR_YEAR_LEAST &&
			       year <= CALENDAR_YEAR_MOST
		       ? year
		       : 0;
}

int schema_read_shown_year(void *out, const struct record *value,
			   const struct record_reader *reader,
			   const struct record_field *field)
{
	struct publication *publication = out;

	(void)field;
	if (schema_check_scalar(value, reader) != 0)
		return -1;
	publication->year = schema_year(value->text);
	publication->year_where = value->where;
	if (publication->year == 0)
		return diag_add(reader->diags, DIAG_YEAR, value->where, "%s",
				value->text);
	return 0;
}

/* A whole number from 1 to 9 999. */
int schema_read_number(void *out, const struct record *value,
		       const struct record_reader *reader,
		       const struct record_field *field)
{
	int64_t *number = out;
	size_t digits;

	(void)field;
	if (schema_check_scalar(value, reader) != 0)
		return -1;
	digits = strspn(value->text, "0123456789");
	if (digits == 0 || digits > 4 || value->text[digits] != '\0' ||
	    value->text[0] == '0')
		return diag_add(reader->diags, DIAG_NUMBER, value->where, "%s",
				value->text);
	*number = 0;
	for (size_t i = 0; i < digits; i++)
		*number = *number * 10 + (value->text[i] - '0');
	return 0;
}

int schema_read_stands_for(void *out, const struct record *value,
			   const struct record_reader *reader,
			   const struct record_field *field)
{
	struct forum *forum = out;

	forum->stands_for_where = value->where;
	return schema_read_number(&forum->stands_for, value, reader, field);
}
