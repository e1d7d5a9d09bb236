#include "report/schema_reader.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"

static int read_meeting(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	(void)field;
	return record_fill(out, value, value->where,
			   schema_table(reader, SCHEMA_MEETING), reader);
}

int schema_read_meetings(void *out, const struct record *value,
			 const struct record_reader *reader,
			 const struct record_field *field)
{
	struct forum *forum = out;

	(void)field;
	forum->meetings_count = schema_item_count(value);
	forum->meetings = arena_new_array(reader->arena, struct meeting,
					  forum->meetings_count);
	return schema_read_each(forum->meetings, sizeof(struct meeting), value,
				reader, read_meeting);
}

int schema_read_agreement(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	struct agreement **agreement = out;

	(void)field;
	*agreement = arena_new_array(reader->arena, struct agreement, 1);
	return record_fill(*agreement, value, value->where,
			   schema_table(reader, SCHEMA_AGREEMENT), reader);
}

int schema_read_trip_to(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	struct trip *trip = out;

	trip->to_where = value->where;
	return schema_read_text(&trip->to, value, reader, field);
}

/* How often, in words: one of the intervals, or as it is said. */
static int read_review_text(struct review *review, const struct record *value,
			    const struct record_reader *reader)
{
	const char *text;

	if (schema_read_text(&text, value, reader, NULL) != 0)
		return -1;
	for (int i = LABEL_INTERVAL_1; i <= LABEL_INTERVAL_TERM; i++)
		if (strcmp(text, schema_word(reader, (enum label)i)) == 0)
			review->interval = i;
	if (review->interval == 0)
		review->text = text;
	return 0;
}

int schema_read_review_last(void *out, const struct record *value,
			    const struct record_reader *reader,
			    const struct record_field *field)
{
	struct review *review = out;

	review->last_where = value->where;
	return schema_read_date(&review->last, value, reader, field);
}

int schema_read_review_next(void *out, const struct record *value,
			    const struct record_reader *reader,
			    const struct record_field *field)
{
	struct review *review = out;

	review->next_where = value->where;
	return schema_read_date(&review->next, value, reader, field);
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
				   schema_table(reader, SCHEMA_REVIEW_MAP),
				   reader);
	return read_review_text(review, value, reader);
}

int schema_read_reviews(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	struct agreement *agreement = out;

	(void)field;
	agreement->reviews_count = schema_item_count(value);
	agreement->reviews = arena_new_array(reader->arena, struct review,
					     agreement->reviews_count);
	return schema_read_each(agreement->reviews, sizeof(struct review),
				value, reader, read_review);
}

static int read_trip(void *out, const struct record *value,
		     const struct record_reader *reader,
		     const struct record_field *field)
{
	(void)field;
	return record_fill(out, value, value->where,
			   schema_table(reader, SCHEMA_TRIP), reader);
}

int schema_read_trips(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	struct forum_year *year = out;

	(void)field;
	year->trips_count = schema_item_count(value);
	year->trips =
		arena_new_array(reader->arena, struct trip, year->trips_count);
	return schema_read_each(year->trips, sizeof(struct trip), value, reader,
				read_trip);
}

/* What is changed, and its values: read when it is known what it is. */
int schema_read_change_field(void *out, const struct record *value,
			     const struct record_reader *reader,
			     const struct record_field *field)
{
	struct change *change = out;

	change->field_where = value->where;
	return schema_read_text(&change->field, value, reader, field);
}

int schema_read_change_from(void *out, const struct record *value,
			    const struct record_reader *reader,
			    const struct record_field *field)
{
	struct change *change = out;

	change->from_where = value->where;
	return schema_read_text(&change->from, value, reader, field);
}

int schema_read_change_to(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	struct change *change = out;

	change->to_where = value->where;
	return schema_read_text(&change->to, value, reader, field);
}

int schema_read_change_date(void *out, const struct record *value,
			    const struct record_reader *reader,
			    const struct record_field *field)
{
	struct change *change = out;

	change->date_where = value->where;
	return schema_read_date(&change->date, value, reader, field);
}

/* The names of what a year has that can be changed, NULL-terminated. */
static const char **change_words(const struct record_reader *reader)
{
	const struct record_table *table =
		schema_table(reader, SCHEMA_YEAR_MAP);
	const struct publication *publication = schema_of(reader)->publication;
	const char *participants = schema_word(reader, LABEL_KEY_PARTICIPANTS);
	const char *changes = schema_word(reader, LABEL_KEY_CHANGES);
	GPtrArray *words = g_ptr_array_new();

	for (size_t i = 0; i < publication->groups_count; i++)
		g_ptr_array_add(words,
				(char *)arena_printf(reader->arena, "%s.%s",
						     participants,
						     publication->groups[i]));
	for (size_t i = 0; i < table->count; i++)
		if (strcmp(table->words[i], participants) != 0 &&
		    strcmp(table->words[i], changes) != 0)
			g_ptr_array_add(words, (char *)table->words[i]);
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
		if (strcmp(schema_word(reader, keys[i]), change->field) == 0)
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
	if (record_fill(change, value, value->where,
			schema_table(reader, SCHEMA_CHANGE), reader) != 0 ||
	    find_changed(change, reader) != 0 ||
	    read_changed_figure(&change->from_figure, change->from,
				change->from_where, change, reader) != 0)
		return -1;
	return read_changed_figure(&change->to_figure, change->to,
				   change->to_where, change, reader);
}

int schema_read_changes(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	struct forum_year *year = out;

	(void)field;
	year->changes_count = schema_item_count(value);
	year->changes = arena_new_array(reader->arena, struct change,
					year->changes_count);
	return schema_read_each(year->changes, sizeof(struct change), value,
				reader, read_change);
}

int schema_read_year_title(void *out, const struct record *value,
			   const struct record_reader *reader,
			   const struct record_field *field)
{
	struct forum_year *year = out;

	year->title_where = value->where;
	return schema_read_text(&year->title, value, reader, field);
}

/* `carried-over: yes`; "no" is as if nothing were said. */
int schema_read_carried(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	struct forum_year *year = out;
	int word = 0;

	year->carried_where = value->where;
	if (schema_read_word(&word, value, reader, field) != 0)
		return -1;
	year->carried = word == (int)LABEL_WORD_YES;
	return 0;
}

int schema_read_status(void *out, const struct record *value,
		       const struct record_reader *reader,
		       const struct record_field *field)
{
	struct forum_year *year = out;

	int word = 0;

	year->status_where = value->where;
	if (schema_read_word(&word, value, reader, field) != 0)
		return -1;
	year->status = word;
	return 0;
}

/* `confirmed:` gives a reason for each key that something was found about. */
int schema_read_confirmed(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	const struct record_table *table =
		schema_table(reader, SCHEMA_CONFIRMED);
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
	int year = schema_year(value->key);
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

		if (schema_check_scalar(at, reader) != 0) {
			result = -1;
			continue;
		}
		control = &head->controls[head->controls_count++];
		control->year = year;
		control->year_where = value->key_where;
		control->field = arena_strdup(reader->arena, at->key);
		control->field_where = at->key_where;
		control->text = schema_keep(at, reader);
		control->where = at->where;
	}
	return result;
}

int schema_read_controls(void *out, const struct record *value,
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

	year->year = schema_year(value->key);
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
			   schema_table(reader, SCHEMA_YEAR_MAP), reader);
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

int schema_read_years(void *out, const struct record *value,
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
int schema_read_judged(void *out, const struct record *value,
		       const struct record_reader *reader,
		       const struct record_field *field)
{
	const struct record_table *table = schema_table(reader, SCHEMA_FORUM);
	struct text_list *list = out;
	int result = schema_read_text_list(list, value, reader, field);
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

int schema_read_anything(void *out, const struct record *value,
			 const struct record_reader *reader,
			 const struct record_field *field)
{
	(void)out;
	(void)value;
	(void)reader;
	(void)field;
	return 0;
}
