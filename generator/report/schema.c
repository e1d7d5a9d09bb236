#include "report/schema.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/calendar.h"
#include "report/edit_address.h"
#include "report/kinds.h"
#include "report/statement.h"

#define PER_CENT "%"

/* Ten per cent, in hundredths of a per cent. */
#define USUAL_TOLERANCE 1000

/* Tables are made of these, whose words depend on the language. */
struct row {
	enum label label;
	int (*read)(void *out, const struct record *value,
		    const struct record_reader *reader,
		    const struct record_field *field);
	size_t offset;
	bool required;
	const void *more;
};

/* Words that a field can have: the labels from `first` to `last`. */
struct word_range {
	enum label first;
	enum label last;
};

struct schema {
	const GPtrArray *kinds;
	struct record_table *kind_tables; /* of documents, one for each kind */
	const struct labels *labels;
	const struct publication *publication;
	struct record_table document;
	struct record_table section;
	struct record_table forum;
	struct record_table meeting;
	struct record_table agreement;
	struct record_table review;
	struct record_table year;
	struct record_table trip;
	struct record_table change;
	struct record_table confirmed;
	struct record_table plausibility;
	struct record_table organisation;
	struct record_table form;
	struct record_table named;
	struct record_table rate;
	struct record_table formula;
	struct record_table group;
	struct record_table content;
	struct record_table address;
	struct record_table statement;
};

static const struct schema *schema_of(const struct record_reader *reader)
{
	return reader->context;
}

static const char *word_of(const struct record_reader *reader, enum label label)
{
	return labels_word(schema_of(reader)->labels, label);
}

/* Is it a scalar that says something? */
static int check_scalar(const struct record *value,
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
static const char *keep(const struct record *value,
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

static int read_text(void *out, const struct record *value,
		     const struct record_reader *reader,
		     const struct record_field *field)
{
	const char **text = out;
	size_t length;

	(void)field;
	if (check_scalar(value, reader) != 0)
		return -1;
	length = one_line(value);
	if (length == 0)
		return diag_add(reader->diags, DIAG_VALUE_LINES, value->where,
				NULL);
	*text = arena_copy(reader->arena, value->text, length);
	return 0;
}

/* A title is kept with its place, which findings about ids point at. */
static int read_title(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	struct page_head *head = out;

	head->title_where = value->where;
	return read_text(&head->title, value, reader, field);
}

static int read_long_text(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	struct page_head *head = out;

	(void)field;
	if (check_scalar(value, reader) != 0)
		return -1;
	head->text = keep(value, reader);
	head->text_where = value->where;
	return 0;
}

/* `Kustförbundet` is meant as `kustforbundet`. */
static void suggest_id(const char *text, struct diag_list *diags)
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
	if (check_scalar(value, reader) != 0)
		return -1;
	if (body_is_id(value->text, value->length))
		return 0;
	diag_add(reader->diags, DIAG_ID_FORM, value->where, "%s", value->text);
	suggest_id(value->text, reader->diags);
	return -1;
}

static int read_reference(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	struct reference *reference = out;

	(void)field;
	if (check_id(value, reader) != 0)
		return -1;
	reference->id = keep(value, reader);
	reference->where = value->where;
	return 0;
}

/* Forms are words, not ids. */
static int read_word_reference(void *out, const struct record *value,
			       const struct record_reader *reader,
			       const struct record_field *field)
{
	struct reference *reference = out;

	(void)field;
	if (check_scalar(value, reader) != 0)
		return -1;
	reference->id = keep(value, reader);
	reference->where = value->where;
	return 0;
}

/* Call `read` for a scalar, or for each item of a list. */
static int read_each(void *items, size_t size, const struct record *value,
		     const struct record_reader *reader,
		     int (*read)(void *out, const struct record *value,
				 const struct record_reader *reader,
				 const struct record_field *field))
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

static size_t item_count(const struct record *value)
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

static int read_reference_list(void *out, const struct record *value,
			       const struct record_reader *reader,
			       const struct record_field *field)
{
	struct reference_list *list = out;
	size_t count = item_count(value);

	(void)field;
	list->items = arena_new_array(reader->arena, struct reference, count);
	if (read_each(list->items, sizeof(*list->items), value, reader,
		      read_reference) != 0)
		return -1;
	list->count = count;
	return check_twice(list, reader);
}

static int read_run_by(void *out, const struct record *value,
		       const struct record_reader *reader,
		       const struct record_field *field)
{
	struct forum *forum = out;

	if (value->kind == RECORD_SCALAR &&
	    strcmp(value->text, word_of(reader, LABEL_WORD_NONE)) == 0) {
		forum->run_by_nobody = true;
		return 0;
	}
	return read_reference_list(&forum->run_by, value, reader, field);
}

static int read_text_list(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	struct text_list *list = out;
	size_t count = item_count(value);

	(void)field;
	list->items = arena_new_array(reader->arena, const char *, count);
	if (read_each(list->items, sizeof(*list->items), value, reader,
		      read_text) != 0)
		return -1;
	list->count = count;
	return 0;
}

static int read_word(void *out, const struct record *value,
		     const struct record_reader *reader,
		     const struct record_field *field)
{
	const struct word_range *range = field->more;
	const struct labels *labels = schema_of(reader)->labels;
	const char *words[16];
	int *label = out;
	size_t count = 0;

	if (check_scalar(value, reader) != 0)
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

static int read_date(void *out, const struct record *value,
		     const struct record_reader *reader,
		     const struct record_field *field)
{
	(void)field;
	if (check_scalar(value, reader) != 0)
		return -1;
	if (parse_date(out, value->text) != 0)
		return diag_add(reader->diags, DIAG_DATE, value->where, "%s",
				value->text);
	return 0;
}

static int read_until(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	struct agreement *agreement = out;

	agreement->until_where = value->where;
	if (value->kind == RECORD_SCALAR &&
	    strcmp(value->text,
		   word_of(reader, LABEL_WORD_UNTIL_FURTHER_NOTICE)) == 0) {
		agreement->further = true;
		return 0;
	}
	return read_date(&agreement->until, value, reader, field);
}

static int read_ended(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	struct agreement *agreement = out;

	agreement->ended_where = value->where;
	return read_date(&agreement->ended, value, reader, field);
}

/* A date whose day is known: not a month or a year. */
static int read_day(void *out, const struct record *value,
		    const struct record_reader *reader,
		    const struct record_field *field)
{
	struct date *date = out;

	if (read_date(date, value, reader, field) != 0)
		return -1;
	if (calendar_is_day(date))
		return 0;
	date->year = 0;
	return diag_add(reader->diags, DIAG_DATE_DAY, value->where, "%s",
			value->text);
}

static int read_length(void *out, const struct record *value,
		       const struct record_reader *reader,
		       const struct record_field *field)
{
	const struct labels *labels = schema_of(reader)->labels;
	struct length *length = out;
	GString *some;

	length->where = value->where;
	if (read_text(&length->text, value, reader, field) != 0)
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

static int read_can_end(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	struct forum *forum = out;

	forum->can_end_where = value->where;
	return read_word(&forum->can_end, value, reader, field);
}

/* A year as a whole number; 0 when it is none. */
static int parse_year(const char *text)
{
	const char *at = text;
	int year = take_digits(&at, 4);

	return *at == '\0' && year >= CALENDAR_YEAR_LEAST &&
			       year <= CALENDAR_YEAR_MOST
		       ? year
		       : 0;
}

static int read_shown_year(void *out, const struct record *value,
			   const struct record_reader *reader,
			   const struct record_field *field)
{
	struct publication *publication = out;

	(void)field;
	if (check_scalar(value, reader) != 0)
		return -1;
	publication->year = parse_year(value->text);
	publication->year_where = value->where;
	if (publication->year == 0)
		return diag_add(reader->diags, DIAG_YEAR, value->where, "%s",
				value->text);
	return 0;
}

/* A whole number from 1 to 9 999. */
static int read_number(void *out, const struct record *value,
		       const struct record_reader *reader,
		       const struct record_field *field)
{
	int64_t *number = out;
	size_t digits;

	(void)field;
	if (check_scalar(value, reader) != 0)
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

static int read_stands_for(void *out, const struct record *value,
			   const struct record_reader *reader,
			   const struct record_field *field)
{
	struct forum *forum = out;

	forum->stands_for_where = value->where;
	return read_number(&forum->stands_for, value, reader, field);
}

static int read_quantity(struct figure *figure, enum quantity_kind kind,
			 const struct record *value,
			 const struct record_reader *reader)
{
	/* It is said, though perhaps wrongly: it is not missing as well. */
	figure->quantity.state = QUANTITY_UNKNOWN;
	if (value->kind == RECORD_SCALAR && value->length == 0)
		return diag_add(reader->diags, DIAG_QUANTITY_EMPTY,
				value->key_where, "%s", value->key);
	if (check_scalar(value, reader) != 0)
		return -1;
	figure->where = value->where;
	if (quantity_parse(&figure->quantity, kind, value->text, value->length,
			   value->where, &schema_of(reader)->labels->quantity,
			   reader->arena, reader->diags) == 0)
		return 0;
	figure->quantity.state = QUANTITY_UNKNOWN;
	return -1;
}

static int read_money(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	(void)field;
	return read_quantity(out, QUANTITY_MONEY, value, reader);
}

static int read_count(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	(void)field;
	return read_quantity(out, QUANTITY_COUNT, value, reader);
}

static int read_hours(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	(void)field;
	return read_quantity(out, QUANTITY_HOURS, value, reader);
}

/* The value is hundredths of a per cent: `31,42 %`, or not known. */
static int read_percent(struct figure *figure, const struct record *value,
			const struct record_reader *reader)
{
	const struct quantity_words *words =
		&schema_of(reader)->labels->quantity;
	const char *mark = value->kind == RECORD_SCALAR
				   ? g_strrstr(value->text, PER_CENT)
				   : NULL;
	struct record number = *value;

	if (mark != NULL && mark > value->text && mark[1] == '\0') {
		number.length = (size_t)(mark - value->text);
		number.text =
			arena_copy(reader->arena, value->text, number.length);
		if (value->where.length == value->length)
			number.where.length = (uint32_t)number.length;
		return read_quantity(figure, QUANTITY_COUNT, &number, reader);
	}
	if (read_quantity(figure, QUANTITY_COUNT, value, reader) != 0)
		return -1;
	if (figure->quantity.state != QUANTITY_VALUE)
		return 0;
	figure->quantity = (struct quantity){ .state = QUANTITY_UNKNOWN };
	diag_add(reader->diags, DIAG_PERCENT_UNIT, value->where, "%s",
		 value->text);
	if (strstr(value->text, words->per) == NULL)
		diag_write(reader->diags, "%s %%", value->text);
	return -1;
}

/* Is `word` the first of the text, or the last? */
static bool begins_with_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	return strncmp(text, word, length) == 0 &&
	       (text[length] == ' ' || text[length] == '\0');
}

static bool ends_with_word(const char *text, size_t length, const char *word)
{
	size_t tail = strlen(word);

	return length > tail && memcmp(text + length - tail, word, tail) == 0 &&
	       !g_ascii_isalpha(text[length - tail - 1]);
}

/* What kind of number is `42 %`, `2,50 kr per head`, `3 h`, `604 829`? */
static enum quantity_kind guess_kind(const char *text,
				     const struct quantity_words *words)
{
	char *per = g_strdup_printf(" %s ", words->per);
	const char *end = strstr(text, per);
	size_t length = end == NULL ? strlen(text) : (size_t)(end - text);
	enum quantity_kind kind = QUANTITY_COUNT;

	g_free(per);
	if (g_strstr_len(text, (gssize)length, words->kronor) != NULL)
		kind = QUANTITY_MONEY;
	else if (ends_with_word(text, length, words->hours))
		kind = QUANTITY_HOURS;
	return kind;
}

/* A number whose kind is seen by its unit. */
static int read_any_quantity(struct figure *figure, bool *percent,
			     const struct record *value,
			     const struct record_reader *reader)
{
	const struct quantity_words *words =
		&schema_of(reader)->labels->quantity;

	*percent = value->kind == RECORD_SCALAR &&
		   strstr(value->text, PER_CENT) != NULL;
	if (*percent)
		return read_percent(figure, value, reader);
	return read_quantity(figure,
			     value->kind == RECORD_SCALAR
				     ? guess_kind(value->text, words)
				     : QUANTITY_COUNT,
			     value, reader);
}

/* A rate in a formula is a number, or the name of one in the register. */
static bool is_number(const char *text, const struct quantity_words *words)
{
	const char *const starts[] = { words->about, words->at_least,
				       words->at_most, words->unknown,
				       words->not_applicable };

	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++)
		if (begins_with_word(text, starts[i]))
			return true;
	return g_ascii_isdigit(text[0]);
}

static int read_formula_rate(void *out, const struct record *value,
			     const struct record_reader *reader,
			     const struct record_field *field)
{
	struct fee_formula *formula = out;

	if (check_scalar(value, reader) != 0)
		return -1;
	formula->rate_where = value->where;
	if (is_number(value->text, &schema_of(reader)->labels->quantity))
		return read_any_quantity(&formula->value, &formula->percent,
					 value, reader);
	return read_text(&formula->rate, value, reader, field);
}

/* An amount, or a rate and the base that it is multiplied with. */
static int read_fee(void *out, const struct record *value,
		    const struct record_reader *reader,
		    const struct record_field *field)
{
	struct forum_year *year = out;

	if (value->kind != RECORD_MAP)
		return read_money(&year->fee, value, reader, field);
	year->formula = arena_new_array(reader->arena, struct fee_formula, 1);
	/* Until it is worked out. */
	year->fee.quantity.state = QUANTITY_UNKNOWN;
	year->fee.where = value->key_where;
	return record_fill(year->formula, value, value->key_where,
			   &schema_of(reader)->formula, reader);
}

/* An amount, or the word that it is to be worked out. */
static int read_other(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	struct forum_year *year = out;

	if (value->kind != RECORD_SCALAR ||
	    strcmp(value->text, word_of(reader, LABEL_WORD_COMPUTED)) != 0)
		return read_money(&year->other, value, reader, field);
	year->other_computed = true;
	year->other.quantity.state = QUANTITY_UNKNOWN;
	year->other.where = value->where;
	return 0;
}

static int read_rate_value(void *out, const struct record *value,
			   const struct record_reader *reader,
			   const struct record_field *field)
{
	struct rate *rate = out;

	(void)field;
	switch (rate->label) {
	case 0:
		return read_any_quantity(&rate->value, &rate->percent, value,
					 reader);
	case LABEL_RATE_OVERHEAD:
	case LABEL_RATE_CONTRIBUTION:
		rate->percent = true;
		return read_percent(&rate->value, value, reader);
	default:
		return read_quantity(&rate->value, QUANTITY_MONEY, value,
				     reader);
	}
}

static void tell_group(const char *key, const struct publication *publication,
		       const struct record_reader *reader)
{
	const char *nearest = diag_nearest(key, publication->groups);
	char *all;

	if (nearest != NULL) {
		diag_suggest(reader->diags, nearest);
		return;
	}
	all = g_strjoinv(" | ", (char **)publication->groups);
	diag_write(reader->diags, "%s", all);
	g_free(all);
}

/* One figure for each of the publication's groups, by the group's name. */
static int read_groups(struct figure **out, const struct record *value,
		       const struct record_reader *reader,
		       int (*read)(void *out, const struct record *value,
				   const struct record_reader *reader,
				   const struct record_field *field))
{
	const struct publication *publication = schema_of(reader)->publication;
	int result = 0;

	if (value->kind != RECORD_MAP)
		return diag_add(reader->diags, DIAG_VALUE_MAP, value->where,
				NULL);
	if (*out == NULL)
		*out = arena_new_array(reader->arena, struct figure,
				       publication->groups_count + 1);
	for (const struct record *at = value->first; at != NULL;
	     at = at->next) {
		size_t group = 0;

		while (group < publication->groups_count &&
		       strcmp(publication->groups[group], at->key) != 0)
			group++;
		if (group == publication->groups_count) {
			result = diag_add(reader->diags, DIAG_GROUP_UNKNOWN,
					  at->key_where, "%s", at->key);
			tell_group(at->key, publication, reader);
		} else if (read(*out + group, at, reader, NULL) != 0) {
			result = -1;
		}
	}
	return result;
}

static int read_participants(void *out, const struct record *value,
			     const struct record_reader *reader,
			     const struct record_field *field)
{
	(void)field;
	return read_groups(out, value, reader, read_count);
}

static int read_group_hours(void *out, const struct record *value,
			    const struct record_reader *reader,
			    const struct record_field *field)
{
	(void)field;
	return read_groups(out, value, reader, read_hours);
}

static int read_meeting(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	(void)field;
	return record_fill(out, value, value->where,
			   &schema_of(reader)->meeting, reader);
}

static int read_meetings(void *out, const struct record *value,
			 const struct record_reader *reader,
			 const struct record_field *field)
{
	struct forum *forum = out;

	(void)field;
	forum->meetings_count = item_count(value);
	forum->meetings = arena_new_array(reader->arena, struct meeting,
					  forum->meetings_count);
	return read_each(forum->meetings, sizeof(struct meeting), value, reader,
			 read_meeting);
}

static int read_agreement(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	struct agreement **agreement = out;

	(void)field;
	*agreement = arena_new_array(reader->arena, struct agreement, 1);
	return record_fill(*agreement, value, value->where,
			   &schema_of(reader)->agreement, reader);
}

static int read_trip_to(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	struct trip *trip = out;

	trip->to_where = value->where;
	return read_text(&trip->to, value, reader, field);
}

/* How often, in words: one of the intervals, or as it is said. */
static int read_review_text(struct review *review, const struct record *value,
			    const struct record_reader *reader)
{
	const char *text;

	if (read_text(&text, value, reader, NULL) != 0)
		return -1;
	for (int i = LABEL_INTERVAL_1; i <= LABEL_INTERVAL_TERM; i++)
		if (strcmp(text, word_of(reader, (enum label)i)) == 0)
			review->interval = i;
	if (review->interval == 0)
		review->text = text;
	return 0;
}

static int read_review_last(void *out, const struct record *value,
			    const struct record_reader *reader,
			    const struct record_field *field)
{
	struct review *review = out;

	review->last_where = value->where;
	return read_date(&review->last, value, reader, field);
}

static int read_review_next(void *out, const struct record *value,
			    const struct record_reader *reader,
			    const struct record_field *field)
{
	struct review *review = out;

	review->next_where = value->where;
	return read_date(&review->next, value, reader, field);
}

static int read_review(void *out, const struct record *value,
		       const struct record_reader *reader,
		       const struct record_field *field)
{
	struct review *review = out;

	(void)field;
	review->where = value->where;
	if (value->kind == RECORD_MAP)
		return record_fill(review, value, value->where,
				   &schema_of(reader)->review, reader);
	return read_review_text(review, value, reader);
}

static int read_reviews(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	struct agreement *agreement = out;

	(void)field;
	agreement->reviews_count = item_count(value);
	agreement->reviews = arena_new_array(reader->arena, struct review,
					     agreement->reviews_count);
	return read_each(agreement->reviews, sizeof(struct review), value,
			 reader, read_review);
}

static int read_trip(void *out, const struct record *value,
		     const struct record_reader *reader,
		     const struct record_field *field)
{
	(void)field;
	return record_fill(out, value, value->where, &schema_of(reader)->trip,
			   reader);
}

static int read_trips(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	struct forum_year *year = out;

	(void)field;
	year->trips_count = item_count(value);
	year->trips =
		arena_new_array(reader->arena, struct trip, year->trips_count);
	return read_each(year->trips, sizeof(struct trip), value, reader,
			 read_trip);
}

/* What is changed, and its values: read when it is known what it is. */
static int read_change_field(void *out, const struct record *value,
			     const struct record_reader *reader,
			     const struct record_field *field)
{
	struct change *change = out;

	change->field_where = value->where;
	return read_text(&change->field, value, reader, field);
}

static int read_change_from(void *out, const struct record *value,
			    const struct record_reader *reader,
			    const struct record_field *field)
{
	struct change *change = out;

	change->from_where = value->where;
	return read_text(&change->from, value, reader, field);
}

static int read_change_to(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	struct change *change = out;

	change->to_where = value->where;
	return read_text(&change->to, value, reader, field);
}

static int read_change_date(void *out, const struct record *value,
			    const struct record_reader *reader,
			    const struct record_field *field)
{
	struct change *change = out;

	change->date_where = value->where;
	return read_date(&change->date, value, reader, field);
}

/* The names of what a year has that can be changed, NULL-terminated. */
static const char **change_words(const struct record_reader *reader)
{
	const struct schema *schema = schema_of(reader);
	const struct publication *publication = schema->publication;
	const char *participants = word_of(reader, LABEL_KEY_PARTICIPANTS);
	const char *changes = word_of(reader, LABEL_KEY_CHANGES);
	GPtrArray *words = g_ptr_array_new();

	for (size_t i = 0; i < publication->groups_count; i++)
		g_ptr_array_add(words,
				(char *)arena_printf(reader->arena, "%s.%s",
						     participants,
						     publication->groups[i]));
	for (size_t i = 0; i < schema->year.count; i++)
		if (strcmp(schema->year.words[i], participants) != 0 &&
		    strcmp(schema->year.words[i], changes) != 0)
			g_ptr_array_add(words, (char *)schema->year.words[i]);
	g_ptr_array_add(words, NULL);
	return (const char **)g_ptr_array_free(words, FALSE);
}

/* Which figure is called so? Groups come first among the words. */
static int find_changed(struct change *change,
			const struct record_reader *reader)
{
	static const enum label keys[] = { LABEL_KEY_FEE, LABEL_KEY_OTHER,
					   LABEL_KEY_STATE, LABEL_KEY_PAID_TO };
	size_t groups = schema_of(reader)->publication->groups_count;
	const char **words = change_words(reader);
	int result = -1;

	for (size_t i = 0; words[i] != NULL && result != 0; i++) {
		if (strcmp(words[i], change->field) != 0)
			continue;
		result = 0;
		change->group = i;
		change->key = i < groups ? (int)LABEL_KEY_PARTICIPANTS : 0;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(keys) && result == 0; i++)
		if (strcmp(word_of(reader, keys[i]), change->field) == 0)
			change->key = (int)keys[i];
	if (result != 0) {
		diag_add(reader->diags, DIAG_CHANGE_FIELD, change->field_where,
			 "%s", change->field);
		diag_suggest(reader->diags, diag_nearest(change->field, words));
	}
	g_free(words);
	return result;
}

static int read_changed_figure(struct figure *figure, const char *text,
			       struct span where, const struct change *change,
			       const struct record_reader *reader)
{
	bool count = change->key == (int)LABEL_KEY_PARTICIPANTS;

	if (!count && change->key != (int)LABEL_KEY_FEE &&
	    change->key != (int)LABEL_KEY_OTHER)
		return 0;
	figure->where = where;
	return quantity_parse(
		&figure->quantity, count ? QUANTITY_COUNT : QUANTITY_MONEY,
		text, strlen(text), where, &schema_of(reader)->labels->quantity,
		reader->arena, reader->diags);
}

static int read_change(void *out, const struct record *value,
		       const struct record_reader *reader,
		       const struct record_field *field)
{
	struct change *change = out;

	(void)field;
	if (record_fill(change, value, value->where, &schema_of(reader)->change,
			reader) != 0 ||
	    find_changed(change, reader) != 0 ||
	    read_changed_figure(&change->from_figure, change->from,
				change->from_where, change, reader) != 0)
		return -1;
	return read_changed_figure(&change->to_figure, change->to,
				   change->to_where, change, reader);
}

static int read_changes(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	struct forum_year *year = out;

	(void)field;
	year->changes_count = item_count(value);
	year->changes = arena_new_array(reader->arena, struct change,
					year->changes_count);
	return read_each(year->changes, sizeof(struct change), value, reader,
			 read_change);
}

static int read_year_title(void *out, const struct record *value,
			   const struct record_reader *reader,
			   const struct record_field *field)
{
	struct forum_year *year = out;

	year->title_where = value->where;
	return read_text(&year->title, value, reader, field);
}

/* `carried-over: yes`; "no" is as if nothing were said. */
static int read_carried(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	struct forum_year *year = out;
	int word = 0;

	year->carried_where = value->where;
	if (read_word(&word, value, reader, field) != 0)
		return -1;
	year->carried = word == (int)LABEL_WORD_YES;
	return 0;
}

static int read_status(void *out, const struct record *value,
		       const struct record_reader *reader,
		       const struct record_field *field)
{
	struct forum_year *year = out;

	int word = 0;

	year->status_where = value->where;
	if (read_word(&word, value, reader, field) != 0)
		return -1;
	year->status = word;
	return 0;
}

/* `confirmed:` gives a reason for each key that something was found about. */
static int read_confirmed(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	const struct record_table *table = &schema_of(reader)->confirmed;
	struct forum_year *year = out;
	const char **reasons;
	int result;

	(void)field;
	reasons = arena_new_array(reader->arena, const char *, table->count);
	result = record_fill(reasons, value, value->where, table, reader);
	if (value->kind != RECORD_MAP)
		return result;
	year->confirmed = arena_new_array(reader->arena, struct confirmation,
					  value->count);
	for (const struct record *at = value->first; at != NULL; at = at->next)
		for (size_t i = 0; i < table->count; i++)
			if (strcmp(table->words[i], at->key) == 0 &&
			    reasons[i] != NULL)
				year->confirmed[year->confirmed_count++] =
					(struct confirmation){ table->words[i],
							       reasons[i],
							       at->key_where,
							       false };
	return result;
}

/* Fields and figures are read when there is a report to ask. */
static int read_control_year(struct page_head *head, const struct record *value,
			     const struct record_reader *reader)
{
	int year = parse_year(value->key);
	int result = 0;

	if (year == 0)
		return diag_add(reader->diags, DIAG_YEAR, value->key_where,
				"%s", value->key);
	if (value->kind != RECORD_MAP)
		return diag_add(reader->diags, DIAG_VALUE_MAP, value->where,
				NULL);
	for (const struct record *at = value->first; at != NULL;
	     at = at->next) {
		struct control *control;

		if (check_scalar(at, reader) != 0) {
			result = -1;
			continue;
		}
		control = &head->controls[head->controls_count++];
		control->year = year;
		control->year_where = value->key_where;
		control->field = arena_strdup(reader->arena, at->key);
		control->field_where = at->key_where;
		control->text = keep(at, reader);
		control->where = at->where;
	}
	return result;
}

static int read_controls(void *out, const struct record *value,
			 const struct record_reader *reader,
			 const struct record_field *field)
{
	struct page_head *head = out;
	size_t count = 0;
	int result = 0;

	(void)field;
	if (value->kind != RECORD_MAP)
		return diag_add(reader->diags, DIAG_VALUE_MAP, value->where,
				NULL);
	for (const struct record *at = value->first; at != NULL; at = at->next)
		count += at->count;
	head->controls = arena_new_array(reader->arena, struct control, count);
	for (const struct record *at = value->first; at != NULL; at = at->next)
		if (read_control_year(head, at, reader) != 0)
			result = -1;
	return result;
}

static int compare_years(const void *left, const void *right)
{
	const struct forum_year *a = left;
	const struct forum_year *b = right;

	return a->year - b->year;
}

static int read_year(struct forum_year *year, const struct record *value,
		     const struct record_reader *reader)
{
	const struct publication *publication = schema_of(reader)->publication;

	year->year = parse_year(value->key);
	year->where = value->key_where;
	year->participants = arena_new_array(reader->arena, struct figure,
					     publication->groups_count + 1);
	for (size_t i = 0; i < publication->groups_count; i++)
		year->participants[i].where = value->key_where;
	year->fee.where = value->key_where;
	year->fee.quantity.kind = QUANTITY_MONEY;
	year->other.where = value->key_where;
	year->other.quantity.kind = QUANTITY_MONEY;
	if (year->year == 0)
		return diag_add(reader->diags, DIAG_YEAR, value->key_where,
				"%s", value->key);
	return record_fill(year, value, value->key_where,
			   &schema_of(reader)->year, reader);
}

/* The year that the figures of each year are carried over from, if they are. */
static int find_origins(struct forum *forum, const struct record_reader *reader)
{
	for (size_t i = 1; i < forum->years_count; i++)
		forum->years[i].before = &forum->years[i - 1];
	if (forum->years_count == 0 || !forum->years[0].carried)
		return 0;
	forum->years[0].carried = false;
	return diag_add(reader->diags, DIAG_CARRIED_FIRST,
			forum->years[0].carried_where, "%d",
			forum->years[0].year);
}

/* Years after the publication's own are coming ones. */
static void split_years(struct forum *forum, int64_t own_year)
{
	size_t count = forum->years_count;

	while (own_year != 0 && forum->years_count > 0 &&
	       forum->years[forum->years_count - 1].year > own_year)
		forum->years_count--;
	forum->coming = forum->years + forum->years_count;
	forum->coming_count = count - forum->years_count;
}

static int read_years(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	struct forum *forum = out;
	int result = 0;

	(void)field;
	if (value->kind != RECORD_MAP)
		return diag_add(reader->diags, DIAG_VALUE_MAP, value->where,
				NULL);
	forum->years =
		arena_new_array(reader->arena, struct forum_year, value->count);
	for (const struct record *at = value->first; at != NULL; at = at->next)
		if (read_year(&forum->years[forum->years_count++], at,
			      reader) != 0)
			result = -1;
	qsort(forum->years, forum->years_count, sizeof(struct forum_year),
	      compare_years);
	if (find_origins(forum, reader) != 0)
		result = -1;
	split_years(forum, schema_of(reader)->publication->own_year);
	return result;
}

/* What was judged is named by its key. */
static int read_judged(void *out, const struct record *value,
		       const struct record_reader *reader,
		       const struct record_field *field)
{
	const struct record_table *table = &schema_of(reader)->forum;
	struct text_list *list = out;
	int result = read_text_list(list, value, reader, field);
	const struct record *item =
		value->kind == RECORD_LIST ? value->first : value;

	for (size_t i = 0; i < list->count; i++, item = item->next) {
		const char *const *word = table->words;

		while (*word != NULL && strcmp(*word, list->items[i]) != 0)
			word++;
		if (*word != NULL)
			continue;
		result = diag_add(reader->diags, DIAG_KEY_UNKNOWN, item->where,
				  "%s", list->items[i]);
		diag_suggest(reader->diags,
			     diag_nearest(list->items[i], table->words));
	}
	return result;
}

static int read_anything(void *out, const struct record *value,
			 const struct record_reader *reader,
			 const struct record_field *field)
{
	(void)out;
	(void)value;
	(void)reader;
	(void)field;
	return 0;
}

/* The words of all kinds, NULL-terminated; the caller frees the array. */
static const char **kind_words(const GPtrArray *kinds)
{
	const char **words = g_new0(const char *, kinds->len + 1);

	for (guint i = 0; i < kinds->len; i++)
		words[i] = ((const struct kind *)g_ptr_array_index(kinds, i))
				   ->word;
	return words;
}

static const char *nearest_kind(const GPtrArray *kinds, const char *text)
{
	const char **words = kind_words(kinds);
	const char *nearest = diag_nearest(text, words);

	g_free(words);
	return nearest;
}

static int unknown_kind(const struct record *value,
			const struct record_reader *reader)
{
	const GPtrArray *kinds = schema_of(reader)->kinds;
	const char **words = kind_words(kinds);
	char *all = g_strjoinv(" | ", (char **)words);

	diag_add(reader->diags, DIAG_KIND_UNKNOWN, value->where, "%s",
		 value->text);
	diag_suggest(reader->diags, diag_nearest(value->text, words));
	diag_write(reader->diags, "%s", all);
	g_free(all);
	g_free(words);
	return -1;
}

static int read_kind(void *out, const struct record *value,
		     const struct record_reader *reader,
		     const struct record_field *field)
{
	struct page_head *head = out;

	(void)field;
	if (check_scalar(value, reader) != 0)
		return -1;
	head->kind = kinds_find(schema_of(reader)->kinds, value->text);
	return head->kind == NULL ? unknown_kind(value, reader) : 0;
}

/* A key of the kind's own. They are told in the order of the kind. */
static int read_kind_field(void *out, const struct record *value,
			   const struct record_reader *reader,
			   const struct record_field *field)
{
	struct page_head *head = out;
	struct document_field **at = &head->fields;
	struct document_field *new =
		arena_new_array(reader->arena, struct document_field, 1);

	new->field = field->more;
	while (*at != NULL && (*at)->field < new->field)
		at = &(*at)->next;
	new->next = *at;
	*at = new;
	switch (new->field->type) {
	case KIND_TEXT:
	case KIND_TEXTS:
		return read_text_list(&new->texts, value, reader, field);
	case KIND_DATE:
		return read_date(&new->date, value, reader, field);
	default:
		return read_reference_list(&new->documents, value, reader,
					   field);
	}
}

static const struct word_range memberships = { LABEL_MEMBERSHIP_WITH_FEE,
					       LABEL_MEMBERSHIP_PARTNER_CITY };
static const struct word_range levels = { LABEL_LEVEL_LOCAL,
					  LABEL_LEVEL_INTERNATIONAL };
static const struct word_range helds = { LABEL_HELD_ONLINE, LABEL_HELD_BOTH };
static const struct word_range states = { LABEL_STATE_STARTS,
					  LABEL_STATE_ENDS };
static const struct word_range change_sorts = { LABEL_CHANGE_CORRECTION,
						LABEL_CHANGE_REVISION };
static const struct word_range can_ends = { LABEL_CAN_END_YES,
					    LABEL_CAN_END_BY_AGREEMENT };
static const struct word_range yes_or_no = { LABEL_WORD_YES, LABEL_WORD_NO };
static const struct word_range statuses = { LABEL_STATUS_DRAFT,
					    LABEL_STATUS_REVIEWED };
static const struct word_range pays = { LABEL_PAY_OFFICIALS,
					LABEL_PAY_ELECTED };

static const struct word_range intervals = { LABEL_INTERVAL_1,
					     LABEL_INTERVAL_TERM };
static const struct word_range classes = { LABEL_CLASS_NETWORK,
					   LABEL_CLASS_COOPERATION };

#define AT(structure, member) offsetof(struct structure, member)

/* Keys that all pages have. */
#define PAGE_ROWS                                                              \
	{ LABEL_KEY_TITLE, read_title, 0, true, NULL },                        \
		{ LABEL_KEY_SHORT_TITLE, read_text,                            \
		  AT(page_head, short_title), false, NULL },                   \
		{ LABEL_KEY_ID, read_reference, AT(page_head, id), false,      \
		  NULL },                                                      \
		{ LABEL_KEY_ALIAS, read_reference_list,                        \
		  AT(page_head, aliases), false, NULL },                       \
	{                                                                      \
		LABEL_KEY_EXTRA, read_anything, 0, false, NULL                 \
	}

static const struct row section_rows[] = {
	PAGE_ROWS,
	{ LABEL_KEY_CONTROL, read_controls, 0, false, NULL },
};

static const struct row document_rows[] = {
	PAGE_ROWS,
	{ LABEL_KEY_KIND, read_kind, 0, true, NULL },
	{ LABEL_KEY_SUBTITLE, read_text, AT(page_head, subtitle), false, NULL },
	{ LABEL_KEY_PUBLISHER, read_text, AT(page_head, publisher), false,
	  NULL },
	{ LABEL_KEY_DATE, read_date, AT(page_head, date), false, NULL },
	{ LABEL_KEY_REFERENCE, read_text, AT(page_head, reference), false,
	  NULL },
	{ LABEL_KEY_CONTROL, read_controls, 0, false, NULL },
};

#define FORUM(member) AT(page_head, forum.member)

static const struct row forum_rows[] = {
	PAGE_ROWS,
	{ LABEL_KEY_NAME, read_text, FORUM(name), false, NULL },
	{ LABEL_KEY_FORM, read_word_reference, FORUM(form), true, NULL },
	{ LABEL_KEY_MEMBERSHIP, read_word, FORUM(membership), true,
	  &memberships },
	{ LABEL_KEY_LEVEL, read_word, FORUM(level), true, &levels },
	{ LABEL_KEY_RUN_BY, read_run_by, AT(page_head, forum), false, NULL },
	{ LABEL_KEY_PARTIES, read_reference_list, FORUM(parties), false, NULL },
	{ LABEL_KEY_RESPONSIBLE, read_reference, FORUM(responsible), false,
	  NULL },
	{ LABEL_KEY_STANDS_FOR, read_stands_for, AT(page_head, forum), false,
	  NULL },
	{ LABEL_KEY_REASON, read_text, FORUM(reason), false, NULL },
	{ LABEL_KEY_GOALS, read_reference_list, FORUM(goals), false, NULL },
	{ LABEL_KEY_MEETINGS, read_meetings, AT(page_head, forum), false,
	  NULL },
	{ LABEL_KEY_AGREEMENT, read_agreement, FORUM(agreement), false, NULL },
	{ LABEL_KEY_CAN_END, read_can_end, AT(page_head, forum), false,
	  &can_ends },
	{ LABEL_KEY_DECIDED_BY, read_reference, FORUM(decided_by), false,
	  NULL },
	{ LABEL_KEY_PART_OF, read_reference, FORUM(part_of), false, NULL },
	{ LABEL_KEY_COSTS_IN, read_reference, FORUM(costs_in), false, NULL },
	{ LABEL_KEY_JUDGED, read_judged, FORUM(judged), false, NULL },
	{ LABEL_KEY_YEARS, read_years, AT(page_head, forum), true, NULL },
	{ LABEL_KEY_TEXT, read_long_text, 0, false, NULL },
};

static const struct row meeting_rows[] = {
	{ LABEL_KEY_ORGAN, read_text, AT(meeting, organ), false, NULL },
	{ LABEL_KEY_PER_YEAR, read_count, AT(meeting, per_year), false, NULL },
	{ LABEL_KEY_HELD, read_word, AT(meeting, held), false, &helds },
};

static const struct row agreement_rows[] = {
	{ LABEL_KEY_KIND, read_text, AT(agreement, kind), false, NULL },
	{ LABEL_KEY_DECISION, read_text, AT(agreement, decision), false, NULL },
	{ LABEL_KEY_FROM, read_date, AT(agreement, from), false, NULL },
	{ LABEL_KEY_UNTIL, read_until, 0, false, NULL },
	{ LABEL_KEY_EXTENDED, read_length, AT(agreement, extended), false,
	  NULL },
	{ LABEL_KEY_NOTICE, read_length, AT(agreement, notice), false, NULL },
	{ LABEL_KEY_ENDED, read_ended, 0, false, NULL },
	{ LABEL_KEY_REVIEW, read_reviews, 0, false, NULL },
};

static const struct row review_rows[] = {
	{ LABEL_KEY_WHAT, read_text, AT(review, what), false, NULL },
	{ LABEL_KEY_HOW_OFTEN, read_word, AT(review, interval), false,
	  &intervals },
	{ LABEL_KEY_LAST, read_review_last, 0, false, NULL },
	{ LABEL_KEY_NEXT, read_review_next, 0, false, NULL },
};

static const struct row year_rows[] = {
	{ LABEL_KEY_CARRIED_OVER, read_carried, 0, false, &yes_or_no },
	{ LABEL_KEY_STATUS, read_status, 0, false, &statuses },
	{ LABEL_KEY_STATE, read_word, AT(forum_year, state), false, &states },
	{ LABEL_KEY_PARTICIPANTS, read_participants,
	  AT(forum_year, participants), false, NULL },
	{ LABEL_KEY_FEE, read_fee, 0, false, NULL },
	{ LABEL_KEY_PAID_TO, read_reference_list, AT(forum_year, paid_to),
	  false, NULL },
	{ LABEL_KEY_OTHER, read_other, 0, false, NULL },
	{ LABEL_KEY_OTHER_FOR, read_text_list, AT(forum_year, other_for), false,
	  NULL },
	{ LABEL_KEY_HOURS, read_group_hours, AT(forum_year, hours), false,
	  NULL },
	{ LABEL_KEY_TRIPS, read_trips, 0, false, NULL },
	{ LABEL_KEY_RESULTS, read_text_list, AT(forum_year, results), false,
	  NULL },
	{ LABEL_KEY_REMARK, read_text, AT(forum_year, remark), false, NULL },
	{ LABEL_KEY_TITLE, read_year_title, 0, false, NULL },
	{ LABEL_KEY_COSTS_IN, read_reference, AT(forum_year, costs_in), false,
	  NULL },
	{ LABEL_KEY_CHANGES, read_changes, 0, false, NULL },
	{ LABEL_KEY_CONFIRMED, read_confirmed, 0, false, NULL },
};

static const struct row change_rows[] = {
	{ LABEL_KEY_FIELD, read_change_field, 0, true, NULL },
	{ LABEL_KEY_KIND, read_word, AT(change, sort), true, &change_sorts },
	{ LABEL_KEY_CHANGED_FROM, read_change_from, 0, true, NULL },
	{ LABEL_KEY_CHANGED_TO, read_change_to, 0, true, NULL },
	{ LABEL_KEY_DATE, read_change_date, 0, true, NULL },
	{ LABEL_KEY_REASON, read_text, AT(change, reason), true, NULL },
};

/* What can be confirmed, each with its reason. */
#define CONFIRMED(key, place)                                                  \
	{                                                                      \
		key, read_text, place * sizeof(const char *), false, NULL      \
	}

static const struct row confirmed_rows[] = {
	CONFIRMED(LABEL_KEY_PARTICIPANTS, 0), CONFIRMED(LABEL_KEY_FEE, 1),
	CONFIRMED(LABEL_KEY_OTHER, 2),	      CONFIRMED(LABEL_KEY_OTHER_FOR, 3),
	CONFIRMED(LABEL_KEY_PAID_TO, 4),      CONFIRMED(LABEL_KEY_HOURS, 5),
	CONFIRMED(LABEL_KEY_STATE, 6),
};

static const struct row trip_rows[] = {
	{ LABEL_KEY_TO, read_trip_to, 0, true, NULL },
	{ LABEL_KEY_PEOPLE, read_count, AT(trip, people), true, NULL },
	{ LABEL_KEY_TIMES, read_count, AT(trip, times), true, NULL },
	{ LABEL_KEY_NIGHTS, read_count, AT(trip, nights), false, NULL },
};

static const struct row organisation_rows[] = {
	{ LABEL_KEY_NAME, read_text, AT(organisation, name), true, NULL },
	{ LABEL_KEY_ABBREVIATION, read_text, AT(organisation, abbreviation),
	  false, NULL },
	{ LABEL_KEY_KIND, read_text, AT(organisation, kind), false, NULL },
	{ LABEL_KEY_LEVEL, read_word, AT(organisation, level), false, &levels },
	{ LABEL_KEY_BELONGS_TO, read_reference, AT(organisation, belongs_to),
	  false, NULL },
};

static const struct row form_rows[] = {
	{ LABEL_KEY_CLASS, read_word, AT(form, class), true, &classes },
};

static const struct row named_rows[] = {
	{ LABEL_KEY_NAME, read_text, AT(named, name), true, NULL },
	{ LABEL_KEY_SOURCE, read_text, AT(named, source), false, NULL },
};

static const struct row rate_rows[] = {
	{ LABEL_KEY_VALUE, read_rate_value, 0, true, NULL },
	{ LABEL_KEY_SOURCE, read_text, AT(rate, source), true, NULL },
	{ LABEL_KEY_DATE, read_date, AT(rate, date), true, NULL },
};

static const struct row formula_rows[] = {
	{ LABEL_KEY_RATE, read_formula_rate, 0, true, NULL },
	{ LABEL_KEY_BASE, read_word_reference, AT(fee_formula, base), true,
	  NULL },
};

/* A group of participants in the long form. */
struct group {
	const char *name;
	int pay;
};

static const struct row group_rows[] = {
	{ LABEL_KEY_NAME, read_text, AT(group, name), true, NULL },
	{ LABEL_KEY_STANDS_FOR, read_word, AT(group, pay), false, &pays },
};

static int read_groups_register(void *out, const struct record *value,
				const struct record_reader *reader,
				const struct record_field *field);

static const struct row term_rows[] = {
	{ LABEL_KEY_FIRST, read_day, AT(publication, term_from), true, NULL },
	{ LABEL_KEY_YEARS_LONG, read_number, AT(publication, term_years), true,
	  NULL },
};

static int read_term(void *out, const struct record *value,
		     const struct record_reader *reader,
		     const struct record_field *field);

static int read_documents(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	if (value->kind == RECORD_LIST && value->count == 0)
		return diag_add(reader->diags, DIAG_CONTENT_EMPTY, value->where,
				NULL);
	return read_reference_list(out, value, reader, field);
}

static int read_edit_url(void *out, const struct record *value,
			 const struct record_reader *reader,
			 const struct record_field *field)
{
	if (read_text(out, value, reader, field) != 0)
		return -1;
	if (edit_address_is_good(value->text))
		return 0;
	return diag_add(reader->diags, DIAG_EDIT_URL, value->where, "%s",
			value->text);
}

/* Where the website will lie ends as a folder does. */
static int read_site_url(void *out, const struct record *value,
			 const struct record_reader *reader,
			 const struct record_field *field)
{
	struct publication *publication = out;
	const char **url = &publication->site_url;

	if (read_text(url, value, reader, field) != 0)
		return -1;
	if (!g_str_has_prefix(value->text, "https://"))
		return diag_add(reader->diags, DIAG_SITE_URL, value->where,
				"%s", value->text);
	if (!g_str_has_suffix(*url, "/"))
		*url = arena_printf(reader->arena, "%s/", *url);
	publication->site_url_where = value->where;
	return 0;
}

/* A name for each question; they stand in the order of the file. */
static int read_key_figures(void *out, const struct record *value,
			    const struct record_reader *reader,
			    const struct record_field *field)
{
	struct publication *publication = out;
	struct key_figure *figure;

	(void)field;
	if (value->kind != RECORD_MAP || value->count == 0)
		return diag_add(reader->diags, DIAG_VALUE_MAP, value->where,
				NULL);
	figure =
		arena_new_array(reader->arena, struct key_figure, value->count);
	publication->key_figures = figure;
	for (const struct record *at = value->first; at != NULL;
	     at = at->next, figure++) {
		if (read_text(&figure->question, at, reader, NULL) != 0)
			return -1;
		figure->name = arena_strdup(reader->arena, at->key);
		figure->where = at->where;
		publication->key_figures_count++;
	}
	return 0;
}

/* Likewise an id for each name. */
static int read_shortcuts(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	struct publication *publication = out;
	struct shortcut *shortcut;

	(void)field;
	if (value->kind != RECORD_MAP || value->count == 0)
		return diag_add(reader->diags, DIAG_VALUE_MAP, value->where,
				NULL);
	shortcut =
		arena_new_array(reader->arena, struct shortcut, value->count);
	publication->shortcuts = shortcut;
	for (const struct record *at = value->first; at != NULL;
	     at = at->next, shortcut++) {
		if (read_reference(&shortcut->page, at, reader, NULL) != 0)
			return -1;
		shortcut->name = arena_strdup(reader->arena, at->key);
		publication->shortcuts_count++;
	}
	return 0;
}

static int read_tolerance(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	struct publication *publication = out;
	struct figure figure = { 0 };

	(void)field;
	if (read_percent(&figure, value, reader) != 0)
		return -1;
	if (figure.quantity.state != QUANTITY_VALUE ||
	    figure.quantity.low != figure.quantity.high ||
	    figure.quantity.no_high || figure.quantity.per_part)
		return diag_add(reader->diags, DIAG_PERCENT_UNIT, value->where,
				"%s", value->text);
	publication->tolerance = figure.quantity.low;
	return 0;
}

static int read_plausibility(void *out, const struct record *value,
			     const struct record_reader *reader,
			     const struct record_field *field)
{
	(void)field;
	return record_fill(out, value, value->where,
			   &schema_of(reader)->plausibility, reader);
}

static const struct row plausibility_rows[] = {
	{ LABEL_KEY_CHANGE, read_number, AT(plausibility, change), false,
	  NULL },
	{ LABEL_KEY_AMOUNT, read_money, AT(plausibility, amount), false, NULL },
	{ LABEL_KEY_PARTICIPANTS, read_count, AT(plausibility, participants),
	  false, NULL },
};

static const struct word_range robots = { LABEL_ROBOTS_YES, LABEL_ROBOTS_NO };

static const struct row publication_rows[] = {
	{ LABEL_KEY_FORMAT, read_number, AT(publication, format), true, NULL },
	{ LABEL_KEY_LANGUAGE, read_text, AT(publication, language), true,
	  NULL },
	{ LABEL_KEY_TITLE, read_text, AT(publication, title), true, NULL },
	{ LABEL_KEY_SUBTITLE, read_text, AT(publication, subtitle), false,
	  NULL },
	{ LABEL_KEY_PUBLISHER, read_text, AT(publication, publisher), true,
	  NULL },
	{ LABEL_KEY_RESPONSIBLE, read_reference, AT(publication, responsible),
	  false, NULL },
	{ LABEL_KEY_YEAR, read_shown_year, 0, true, NULL },
	{ LABEL_KEY_DATE, read_date, AT(publication, date), true, NULL },
	{ LABEL_KEY_SEEN_FROM, read_day, AT(publication, seen_from), false,
	  NULL },
	{ LABEL_KEY_TERM, read_term, 0, false, NULL },
	{ LABEL_KEY_REFERENCE, read_text, AT(publication, reference), false,
	  NULL },
	{ LABEL_KEY_GROUPS, read_groups_register, 0, true, NULL },
	{ LABEL_KEY_DOCUMENTS, read_documents, AT(publication, documents), true,
	  NULL },
	{ LABEL_KEY_EDIT_URL, read_edit_url, AT(publication, edit_url), false,
	  NULL },
	{ LABEL_KEY_TOLERANCE, read_tolerance, 0, false, NULL },
	{ LABEL_KEY_PLAUSIBILITY, read_plausibility,
	  AT(publication, plausibility), false, NULL },
	{ LABEL_KEY_SITE_URL, read_site_url, 0, false, NULL },
	{ LABEL_KEY_ROBOTS, read_word, AT(publication, robots), false,
	  &robots },
	{ LABEL_KEY_KEY_FIGURES, read_key_figures, 0, false, NULL },
	{ LABEL_KEY_SHORTCUTS, read_shortcuts, 0, false, NULL },
};

/* --- The accessibility statement --------------------------------------------
 */

static const struct word_range compliances = { LABEL_COMPLIANCE_FULL,
					       LABEL_COMPLIANCE_NONE };
static const struct word_range evaluations = { LABEL_EVALUATION_OWN,
					       LABEL_EVALUATION_OTHER };

static const struct row content_rows[] = {
	{ LABEL_KEY_WHAT, read_text, AT(statement_content, what), true, NULL },
	{ LABEL_KEY_REASON, read_text, AT(statement_content, reason), true,
	  NULL },
	{ LABEL_KEY_CRITERION, read_text, AT(statement_content, criterion),
	  false, NULL },
	{ LABEL_KEY_INSTEAD, read_text, AT(statement_content, instead), false,
	  NULL },
	{ LABEL_KEY_MENDED, read_text, AT(statement_content, mended), false,
	  NULL },
};

static int read_content(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	(void)field;
	return record_fill(out, value, value->where,
			   &schema_of(reader)->content, reader);
}

static int read_contents(void *out, const struct record *value,
			 const struct record_reader *reader,
			 const struct record_field *field)
{
	struct statement_list *list = out;

	(void)field;
	list->count = item_count(value);
	list->items = arena_new_array(reader->arena, struct statement_content,
				      list->count);
	return read_each(list->items, sizeof(struct statement_content), value,
			 reader, read_content);
}

static int read_contact_url(void *out, const struct record *value,
			    const struct record_reader *reader,
			    const struct record_field *field)
{
	if (read_text(out, value, reader, field) != 0)
		return -1;
	if (g_str_has_prefix(value->text, "https://") ||
	    g_str_has_prefix(value->text, "mailto:"))
		return 0;
	return diag_add(reader->diags, DIAG_STATEMENT_ADDRESS, value->where,
			"%s", value->text);
}

static const struct row address_rows[] = {
	{ LABEL_KEY_NAME, read_text, AT(statement_address, name), true, NULL },
	{ LABEL_KEY_SITE_URL, read_contact_url, AT(statement_address, url),
	  true, NULL },
};

static int read_address(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	(void)field;
	return record_fill(out, value, value->where,
			   &schema_of(reader)->address, reader);
}

static int read_compliance(void *out, const struct record *value,
			   const struct record_reader *reader,
			   const struct record_field *field)
{
	struct statement *statement = out;

	statement->compliance_where = value->where;
	return read_word(&statement->compliance, value, reader, field);
}

static int read_assessed(void *out, const struct record *value,
			 const struct record_reader *reader,
			 const struct record_field *field)
{
	struct statement *statement = out;

	statement->assessed_where = value->where;
	return read_day(&statement->assessed, value, reader, field);
}

static int read_updated(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	struct statement *statement = out;

	statement->updated_where = value->where;
	return read_day(&statement->updated, value, reader, field);
}

static const struct row statement_rows[] = {
	{ LABEL_KEY_SERVICE, read_text, AT(statement, service), false, NULL },
	{ LABEL_KEY_LAW, read_text, AT(statement, law), true, NULL },
	{ LABEL_KEY_STANDARD, read_text, AT(statement, standard), false, NULL },
	{ LABEL_KEY_COMPLIANCE, read_compliance, 0, true, &compliances },
	{ LABEL_KEY_SHORTCOMINGS, read_contents, AT(statement, shortcomings),
	  false, NULL },
	{ LABEL_KEY_BURDEN, read_contents, AT(statement, burden), false, NULL },
	{ LABEL_KEY_OUTSIDE, read_contents, AT(statement, outside), false,
	  NULL },
	{ LABEL_KEY_EVALUATION, read_word, AT(statement, evaluation), true,
	  &evaluations },
	{ LABEL_KEY_TESTED, read_text_list, AT(statement, tested), true, NULL },
	{ LABEL_KEY_ASSESSED, read_assessed, 0, true, NULL },
	{ LABEL_KEY_UPDATED, read_updated, 0, true, NULL },
	{ LABEL_KEY_CONTACT, read_address, AT(statement, contact), true, NULL },
	{ LABEL_KEY_SUPERVISION, read_address, AT(statement, supervision), true,
	  NULL },
};

/* A group is a name alone, or a name and how its working time is paid. */
static int read_group(struct publication *publication, size_t at,
		      const struct record *value,
		      const struct record_reader *reader)
{
	struct group group = { NULL, LABEL_PAY_OFFICIALS };
	int result;

	if (value->kind == RECORD_MAP)
		result = record_fill(&group, value, value->key_where,
				     &schema_of(reader)->group, reader);
	else
		result = read_text(&group.name, value, reader, NULL);
	publication->group_names[at] = group.name;
	publication->group_pay[at] = group.pay;
	return result;
}

static int read_groups_register(void *out, const struct record *value,
				const struct record_reader *reader,
				const struct record_field *field)
{
	struct publication *publication = out;
	size_t at = 0;

	(void)field;
	if (value->kind != RECORD_MAP || value->count == 0)
		return diag_add(reader->diags, DIAG_VALUE_MAP, value->where,
				NULL);
	publication->groups_count = value->count;
	publication->groups =
		arena_new_array(reader->arena, const char *, value->count + 1);
	publication->group_names =
		arena_new_array(reader->arena, const char *, value->count + 1);
	publication->group_pay =
		arena_new_array(reader->arena, int, value->count + 1);
	for (const struct record *group = value->first; group != NULL;
	     group = group->next) {
		publication->groups[at] =
			arena_strdup(reader->arena, group->key);
		if (read_group(publication, at, group, reader) != 0)
			return -1;
		at++;
	}
	return 0;
}

static struct record_table table_new(const struct row *rows, size_t count,
				     const struct labels *labels,
				     struct arena *arena)
{
	struct record_field *fields =
		arena_new_array(arena, struct record_field, count);
	const char **words = arena_new_array(arena, const char *, count + 1);
	struct record_table table = { fields, words, count };

	for (size_t i = 0; i < count; i++) {
		words[i] = labels_word(labels, rows[i].label);
		fields[i] = (struct record_field){
			.word = words[i],
			.read = rows[i].read,
			.offset = rows[i].offset,
			.required = rows[i].required,
			.more = rows[i].more,
		};
	}
	return table;
}

#define TABLE(rows) table_new(rows, G_N_ELEMENTS(rows), labels, arena)

/* How long the terms of office are, and when one of them begins. */
static int read_term(void *out, const struct record *value,
		     const struct record_reader *reader,
		     const struct record_field *field)
{
	const struct labels *labels = schema_of(reader)->labels;
	struct arena *arena = reader->arena;
	struct record_table table = TABLE(term_rows);

	(void)field;
	return record_fill(out, value, value->where, &table, reader);
}

/* The keys of all documents, and then those of the kind. */
static struct record_table kind_table_new(const struct kind *kind,
					  const struct record_table *document,
					  struct arena *arena)
{
	size_t count = document->count + kind->fields_count;
	struct record_field *fields =
		arena_new_array(arena, struct record_field, count);
	const char **words = arena_new_array(arena, const char *, count + 1);
	struct record_table table = { fields, words, count };

	memcpy(fields, document->fields, document->count * sizeof(*fields));
	memcpy(words, document->words, document->count * sizeof(*words));
	for (size_t i = 0; i < kind->fields_count; i++) {
		size_t at = document->count + i;

		words[at] = kind->fields[i].word;
		fields[at] = (struct record_field){
			.word = words[at],
			.read = read_kind_field,
			.more = &kind->fields[i],
		};
	}
	return table;
}

static void make_kind_tables(struct schema *schema, struct arena *arena)
{
	schema->kind_tables =
		arena_new_array(arena, struct record_table, schema->kinds->len);
	for (guint i = 0; i < schema->kinds->len; i++)
		schema->kind_tables[i] =
			kind_table_new(g_ptr_array_index(schema->kinds, i),
				       &schema->document, arena);
}

const struct schema *schema_new(const struct labels *labels,
				const struct publication *publication,
				const GPtrArray *kinds, struct arena *arena)
{
	struct schema *schema = arena_new_array(arena, struct schema, 1);

	schema->kinds = kinds;
	schema->labels = labels;
	schema->publication = publication;
	schema->document = TABLE(document_rows);
	schema->section = TABLE(section_rows);
	schema->forum = TABLE(forum_rows);
	schema->meeting = TABLE(meeting_rows);
	schema->agreement = TABLE(agreement_rows);
	schema->review = TABLE(review_rows);
	schema->year = TABLE(year_rows);
	schema->trip = TABLE(trip_rows);
	schema->change = TABLE(change_rows);
	schema->confirmed = TABLE(confirmed_rows);
	schema->organisation = TABLE(organisation_rows);
	schema->form = TABLE(form_rows);
	schema->named = TABLE(named_rows);
	schema->rate = TABLE(rate_rows);
	schema->formula = TABLE(formula_rows);
	schema->content = TABLE(content_rows);
	schema->address = TABLE(address_rows);
	schema->statement = TABLE(statement_rows);
	make_kind_tables(schema, arena);
	return schema;
}

/* A document's table depends on its kind, so that is looked for first. */
static const struct record_table *document_table(const struct schema *schema,
						 const struct record *record)
{
	const struct record *kind = record_member(
		record, labels_word(schema->labels, LABEL_KEY_KIND));

	const char *nearest;

	if (kind == NULL || kind->kind != RECORD_SCALAR)
		return &schema->document;
	/* A kind that is misspelt has the keys of the one that is meant. */
	nearest = nearest_kind(schema->kinds, kind->text);
	for (guint i = 0; i < schema->kinds->len && nearest != NULL; i++) {
		const struct kind *at = g_ptr_array_index(schema->kinds, i);

		if (strcmp(at->word, nearest) == 0)
			return &schema->kind_tables[i];
	}
	return &schema->document;
}

bool schema_asks_lines(const struct schema *schema)
{
	const char *url = schema->publication->edit_url;

	return url != NULL && strstr(url, EDIT_LINE) != NULL;
}

int schema_read_head(struct page_head *head, enum page_kind kind,
		     const struct record *record, struct span where,
		     const struct schema *schema, struct arena *arena,
		     struct diag_list *diags)
{
	struct record_reader reader = { arena, diags, (void *)schema };
	const struct record_table *table =
		kind == PAGE_FORUM     ? &schema->forum
		: kind == PAGE_SECTION ? &schema->section
				       : document_table(schema, record);

	memset(head, 0, sizeof(*head));
	head->forum.stands_for = 1;
	head->title_where = where;
	return record_fill(head, record, where, table, &reader);
}

int schema_read_publication(struct publication *publication,
			    const struct record *record, struct span where,
			    const struct labels *labels, struct arena *arena,
			    struct diag_list *diags)
{
	struct schema schema = { .labels = labels, .publication = publication };
	struct record_reader reader = { arena, diags, &schema };
	struct record_table table = TABLE(publication_rows);
	int result;

	schema.plausibility = TABLE(plausibility_rows);
	schema.group = TABLE(group_rows);
	publication->tolerance = USUAL_TOLERANCE;
	result = record_fill(publication, record, where, &table, &reader);

	if (publication->seen_from.year == 0 && publication->date.year > 0)
		publication->seen_from = calendar_last_day(&publication->date);
	if (publication->format > 1) {
		const struct record *format = record_member(
			record, labels_word(labels, LABEL_KEY_FORMAT));

		result = diag_add(diags, DIAG_FORMAT, format->where, "%s",
				  format->text);
	}
	return result;
}

static int read_entry(void *out, const struct record *entry,
		      const struct record_table *table,
		      const struct schema *schema, struct arena *arena,
		      struct diag_list *diags)
{
	struct record_reader reader = { arena, diags, (void *)schema };

	return record_fill(out, entry, entry->key_where, table, &reader);
}

static int check_key(const struct record *entry, struct diag_list *diags)
{
	if (body_is_id(entry->key, strlen(entry->key)))
		return 0;
	diag_add(diags, DIAG_ID_FORM, entry->key_where, "%s", entry->key);
	suggest_id(entry->key, diags);
	return -1;
}

int schema_read_organisation(struct organisation *organisation,
			     const struct record *entry,
			     const struct schema *schema, struct arena *arena,
			     struct diag_list *diags)
{
	organisation->id = arena_strdup(arena, entry->key);
	organisation->where = entry->key_where;
	if (check_key(entry, diags) != 0)
		return -1;
	return read_entry(organisation, entry, &schema->organisation, schema,
			  arena, diags);
}

int schema_read_form(struct form *form, const struct record *entry,
		     const struct schema *schema, struct arena *arena,
		     struct diag_list *diags)
{
	form->word = arena_strdup(arena, entry->key);
	form->where = entry->key_where;
	return read_entry(form, entry, &schema->form, schema, arena, diags);
}

int schema_read_named(struct named *named, const struct record *entry,
		      const struct schema *schema, struct arena *arena,
		      struct diag_list *diags)
{
	named->id = arena_strdup(arena, entry->key);
	named->where = entry->key_where;
	if (check_key(entry, diags) != 0)
		return -1;
	return read_entry(named, entry, &schema->named, schema, arena, diags);
}

int schema_year(const char *text)
{
	return parse_year(text);
}

int schema_rate_label(const char *name, const struct schema *schema)
{
	for (int i = LABEL_RATE_SALARY; i <= LABEL_RATE_ALLOWANCE; i++)
		if (strcmp(labels_word(schema->labels, (enum label)i), name) ==
		    0)
			return i;
	return 0;
}

const char *schema_value_key(const struct schema *schema)
{
	return labels_word(schema->labels, LABEL_KEY_VALUE);
}

int schema_read_rate(struct rate *rate, const struct record *entry,
		     const struct schema *schema, struct arena *arena,
		     struct diag_list *diags)
{
	rate->where = entry->key_where;
	rate->value.where = entry->key_where;
	return read_entry(rate, entry, &schema->rate, schema, arena, diags);
}

int schema_read_statement(struct statement *statement,
			  const struct record *record, struct span where,
			  const struct schema *schema, struct arena *arena,
			  struct diag_list *diags)
{
	struct record_reader reader = { arena, diags, (void *)schema };

	return record_fill(statement, record, where, &schema->statement,
			   &reader);
}

/* Describing. */

typedef int (*reader)(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field);

/* What each reader takes. */
static const struct {
	reader read;
	enum schema_form form;
	enum schema_map_id inner;
} takes[] = {
	{ read_text, SCHEMA_TEXT, SCHEMA_NONE },
	{ read_title, SCHEMA_TEXT, SCHEMA_NONE },
	{ read_year_title, SCHEMA_TEXT, SCHEMA_NONE },
	{ read_trip_to, SCHEMA_TEXT, SCHEMA_NONE },
	{ read_change_field, SCHEMA_TEXT, SCHEMA_NONE },
	{ read_change_from, SCHEMA_TEXT, SCHEMA_NONE },
	{ read_change_to, SCHEMA_TEXT, SCHEMA_NONE },
	{ read_text_list, SCHEMA_TEXTS, SCHEMA_NONE },
	{ read_long_text, SCHEMA_LONG_TEXT, SCHEMA_NONE },
	{ read_edit_url, SCHEMA_EDIT_ADDRESS, SCHEMA_NONE },
	{ read_site_url, SCHEMA_ADDRESS, SCHEMA_NONE },
	{ read_contact_url, SCHEMA_CONTACT, SCHEMA_NONE },
	{ read_key_figures, SCHEMA_NAMED_TEXTS, SCHEMA_NONE },
	{ read_shortcuts, SCHEMA_NAMED_TEXTS, SCHEMA_NONE },
	{ read_reference, SCHEMA_ID, SCHEMA_NONE },
	{ read_reference_list, SCHEMA_IDS, SCHEMA_NONE },
	{ read_documents, SCHEMA_IDS, SCHEMA_NONE },
	{ read_run_by, SCHEMA_RUN_BY, SCHEMA_NONE },
	{ read_word, SCHEMA_WORD, SCHEMA_NONE },
	{ read_can_end, SCHEMA_WORD, SCHEMA_NONE },
	{ read_carried, SCHEMA_WORD, SCHEMA_NONE },
	{ read_status, SCHEMA_WORD, SCHEMA_NONE },
	{ read_compliance, SCHEMA_WORD, SCHEMA_NONE },
	{ read_word_reference, SCHEMA_NAME, SCHEMA_NONE },
	{ read_judged, SCHEMA_KEYS, SCHEMA_NONE },
	{ read_date, SCHEMA_DATE, SCHEMA_NONE },
	{ read_ended, SCHEMA_DATE, SCHEMA_NONE },
	{ read_review_last, SCHEMA_DATE, SCHEMA_NONE },
	{ read_review_next, SCHEMA_DATE, SCHEMA_NONE },
	{ read_change_date, SCHEMA_DATE, SCHEMA_NONE },
	{ read_day, SCHEMA_DAY, SCHEMA_NONE },
	{ read_assessed, SCHEMA_DAY, SCHEMA_NONE },
	{ read_updated, SCHEMA_DAY, SCHEMA_NONE },
	{ read_until, SCHEMA_DATE_OR, SCHEMA_NONE },
	{ read_length, SCHEMA_LENGTH, SCHEMA_NONE },
	{ read_reviews, SCHEMA_REVIEW, SCHEMA_REVIEW_MAP },
	{ read_number, SCHEMA_NUMBER, SCHEMA_NONE },
	{ read_stands_for, SCHEMA_NUMBER, SCHEMA_NONE },
	{ read_shown_year, SCHEMA_YEAR, SCHEMA_NONE },
	{ read_count, SCHEMA_COUNT, SCHEMA_NONE },
	{ read_money, SCHEMA_MONEY, SCHEMA_NONE },
	{ read_other, SCHEMA_MONEY, SCHEMA_NONE },
	{ read_fee, SCHEMA_FEE, SCHEMA_FORMULA },
	{ read_tolerance, SCHEMA_PERCENT, SCHEMA_NONE },
	{ read_rate_value, SCHEMA_QUANTITY, SCHEMA_NONE },
	{ read_formula_rate, SCHEMA_RATE, SCHEMA_NONE },
	{ read_participants, SCHEMA_GROUP_COUNTS, SCHEMA_NONE },
	{ read_group_hours, SCHEMA_GROUP_HOURS, SCHEMA_NONE },
	{ read_groups_register, SCHEMA_GROUPS, SCHEMA_GROUP },
	{ read_agreement, SCHEMA_MAP, SCHEMA_AGREEMENT },
	{ read_confirmed, SCHEMA_MAP, SCHEMA_CONFIRMED },
	{ read_term, SCHEMA_MAP, SCHEMA_TERM },
	{ read_plausibility, SCHEMA_MAP, SCHEMA_PLAUSIBILITY },
	{ read_address, SCHEMA_MAP, SCHEMA_CONTACT_MAP },
	{ read_contents, SCHEMA_MAPS, SCHEMA_CONTENT },
	{ read_meetings, SCHEMA_MAPS, SCHEMA_MEETING },
	{ read_trips, SCHEMA_MAPS, SCHEMA_TRIP },
	{ read_changes, SCHEMA_MAPS, SCHEMA_CHANGE },
	{ read_years, SCHEMA_YEARS, SCHEMA_YEAR_MAP },
	{ read_controls, SCHEMA_CONTROLS, SCHEMA_NONE },
	{ read_kind, SCHEMA_KIND, SCHEMA_NONE },
	{ read_anything, SCHEMA_ANYTHING, SCHEMA_NONE },
};

/* Words that readers know beside their rows. */
static const struct {
	reader read;
	struct word_range words;
} own_words[] = {
	{ read_run_by, { LABEL_WORD_NONE, LABEL_WORD_NONE } },
	{ read_until,
	  { LABEL_WORD_UNTIL_FURTHER_NOTICE,
	    LABEL_WORD_UNTIL_FURTHER_NOTICE } },
	{ read_other, { LABEL_WORD_COMPUTED, LABEL_WORD_COMPUTED } },
	{ read_reviews, { LABEL_INTERVAL_1, LABEL_INTERVAL_TERM } },
};

#define MAP(map_name, rows)                                                    \
	{                                                                      \
		map_name, rows, G_N_ELEMENTS(rows)                             \
	}

static const struct {
	const char *name;
	const struct row *rows;
	size_t count;
} maps[SCHEMA_MAP_COUNT] = {
	[SCHEMA_FORUM] = MAP("forum", forum_rows),
	[SCHEMA_YEAR_MAP] = MAP("year", year_rows),
	[SCHEMA_MEETING] = MAP("meeting", meeting_rows),
	[SCHEMA_AGREEMENT] = MAP("agreement", agreement_rows),
	[SCHEMA_REVIEW_MAP] = MAP("review", review_rows),
	[SCHEMA_TRIP] = MAP("trip", trip_rows),
	[SCHEMA_CHANGE] = MAP("change", change_rows),
	[SCHEMA_CONFIRMED] = MAP("confirmed", confirmed_rows),
	[SCHEMA_FORMULA] = MAP("formula", formula_rows),
	[SCHEMA_SECTION] = MAP("section", section_rows),
	[SCHEMA_DOCUMENT] = MAP("document", document_rows),
	[SCHEMA_PUBLICATION] = MAP("publication", publication_rows),
	[SCHEMA_TERM] = MAP("term", term_rows),
	[SCHEMA_GROUP] = MAP("group", group_rows),
	[SCHEMA_PLAUSIBILITY] = MAP("plausibility", plausibility_rows),
	[SCHEMA_ORGANISATION] = MAP("organisation", organisation_rows),
	[SCHEMA_FORM] = MAP("form", form_rows),
	[SCHEMA_NAMED] = MAP("named", named_rows),
	[SCHEMA_RATE_MAP] = MAP("rate", rate_rows),
	[SCHEMA_STATEMENT] = MAP("accessibility", statement_rows),
	[SCHEMA_CONTENT] = MAP("shortcoming", content_rows),
	[SCHEMA_CONTACT_MAP] = MAP("contact", address_rows),
};

/* The words that a row is closed to, NULL-terminated; NULL: it is open. */
static const char *const *words_of_row(const struct row *row,
				       const struct labels *labels,
				       struct arena *arena)
{
	const struct word_range *range = row->more;
	const char **words;
	size_t count = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(own_words); i++)
		if (own_words[i].read == row->read)
			range = &own_words[i].words;
	if (range == NULL)
		return NULL;
	words = arena_new_array(arena, const char *,
				(size_t)(range->last - range->first) + 2);
	for (int i = range->first; i <= (int)range->last; i++)
		words[count++] = labels_word(labels, (enum label)i);
	return words;
}

static void describe_row(struct schema_key *key, const struct row *row,
			 const struct labels *labels, struct arena *arena)
{
	size_t i = 0;

	while (i < G_N_ELEMENTS(takes) && takes[i].read != row->read)
		i++;
	*key = (struct schema_key){
		.word = labels_word(labels, row->label),
		.name = labels_name(row->label) + strlen("key."),
		.label = row->label,
		.required = row->required,
		.words = words_of_row(row, labels, arena),
	};
	/* tests/schema finds a reader that no row here is about. */
	if (i == G_N_ELEMENTS(takes))
		return;
	key->form = takes[i].form;
	key->inner = takes[i].inner;
}

static void describe_field(struct schema_key *key,
			   const struct kind_field *field)
{
	static const enum schema_form forms[] = {
		[KIND_TEXT] = SCHEMA_TEXTS,
		[KIND_TEXTS] = SCHEMA_TEXTS,
		[KIND_DATE] = SCHEMA_DATE,
		[KIND_DOCUMENTS] = SCHEMA_IDS,
	};

	*key = (struct schema_key){
		.word = field->word,
		.name = field->name,
		.label = LABEL_COUNT,
		.form = forms[field->type],
	};
}

const struct schema_map *schema_map_new(enum schema_map_id id,
					const struct labels *labels,
					const struct kind *kind,
					struct arena *arena)
{
	struct schema_map *map = arena_new_array(arena, struct schema_map, 1);
	size_t more = kind == NULL ? 0 : kind->fields_count;
	struct schema_key *keys = arena_new_array(arena, struct schema_key,
						  maps[id].count + more);

	map->name = maps[id].name;
	map->keys = keys;
	map->count = maps[id].count + more;
	for (size_t i = 0; i < maps[id].count; i++)
		describe_row(&keys[i], &maps[id].rows[i], labels, arena);
	for (size_t i = 0; i < more; i++)
		describe_field(&keys[maps[id].count + i], &kind->fields[i]);
	return map;
}

const struct schema_register *schema_register_at(size_t index)
{
	static const struct schema_register registers[] = {
		{ "organisations", SCHEMA_MAP, SCHEMA_ORGANISATION, false },
		{ "forms", SCHEMA_MAP, SCHEMA_FORM, false },
		{ "units", SCHEMA_MAP, SCHEMA_NAMED, false },
		{ "goals", SCHEMA_MAP, SCHEMA_NAMED, false },
		{ "rates", SCHEMA_RATES, SCHEMA_RATE_MAP, false },
		{ "abbreviations", SCHEMA_TEXT, SCHEMA_NONE, false },
		{ "accessibility", SCHEMA_MAP, SCHEMA_STATEMENT, true },
		{ "languages", SCHEMA_TEXTS, SCHEMA_NONE, false },
	};

	return index < G_N_ELEMENTS(registers) ? &registers[index] : NULL;
}
