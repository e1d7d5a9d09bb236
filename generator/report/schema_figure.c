#include "report/schema_reader.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"

#define PER_CENT "%"

static int read_quantity(struct figure *figure, enum quantity_kind kind,
			 const struct record *value,
			 const struct record_reader *reader)
{
	/* It is said, though perhaps wrongly: it is not missing as well. */
	figure->quantity.state = QUANTITY_UNKNOWN;
	if (value->kind == RECORD_SCALAR && value->length == 0)
		return diag_add(reader->diags, DIAG_QUANTITY_EMPTY,
				value->key_where, "%s", value->key);
	if (schema_check_scalar(value, reader) != 0)
		return -1;
	figure->where = value->where;
	if (quantity_parse(&figure->quantity, kind, value->text, value->length,
			   value->where, &schema_of(reader)->labels->quantity,
			   reader->arena, reader->diags) == 0)
		return 0;
	figure->quantity.state = QUANTITY_UNKNOWN;
	return -1;
}

int schema_read_money(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	(void)field;
	return read_quantity(out, QUANTITY_MONEY, value, reader);
}

int schema_read_count(void *out, const struct record *value,
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
int schema_read_percent(struct figure *figure, const struct record *value,
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
		return schema_read_percent(figure, value, reader);
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

int schema_read_formula_rate(void *out, const struct record *value,
			     const struct record_reader *reader,
			     const struct record_field *field)
{
	struct fee_formula *formula = out;

	if (schema_check_scalar(value, reader) != 0)
		return -1;
	formula->rate_where = value->where;
	if (is_number(value->text, &schema_of(reader)->labels->quantity))
		return read_any_quantity(&formula->value, &formula->percent,
					 value, reader);
	return schema_read_text(&formula->rate, value, reader, field);
}

/* An amount, or a rate and the base that it is multiplied with. */
int schema_read_fee(void *out, const struct record *value,
		    const struct record_reader *reader,
		    const struct record_field *field)
{
	struct forum_year *year = out;

	if (value->kind != RECORD_MAP)
		return schema_read_money(&year->fee, value, reader, field);
	year->formula = arena_new_array(reader->arena, struct fee_formula, 1);
	/* Until it is worked out. */
	year->fee.quantity.state = QUANTITY_UNKNOWN;
	year->fee.where = value->key_where;
	return record_fill(year->formula, value, value->key_where,
			   schema_table(reader, SCHEMA_FORMULA), reader);
}

/* An amount, or the word that it is to be worked out. */
int schema_read_other(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	struct forum_year *year = out;

	if (value->kind != RECORD_SCALAR ||
	    strcmp(value->text, schema_word(reader, LABEL_WORD_COMPUTED)) != 0)
		return schema_read_money(&year->other, value, reader, field);
	year->other_computed = true;
	year->other.quantity.state = QUANTITY_UNKNOWN;
	year->other.where = value->where;
	return 0;
}

int schema_read_rate_value(void *out, const struct record *value,
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
		return schema_read_percent(&rate->value, value, reader);
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

int schema_read_participants(void *out, const struct record *value,
			     const struct record_reader *reader,
			     const struct record_field *field)
{
	(void)field;
	return read_groups(out, value, reader, schema_read_count);
}

int schema_read_group_hours(void *out, const struct record *value,
			    const struct record_reader *reader,
			    const struct record_field *field)
{
	(void)field;
	return read_groups(out, value, reader, read_hours);
}
