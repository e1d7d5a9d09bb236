#include "report/schema.h"

#include <string.h>

#include "base/arena.h"
#include "report/kinds.h"
#include "report/schema_reader.h"

/* What each reader takes. */
static const struct {
	schema_read_function *read;
	enum schema_form form;
	enum schema_map_id inner;
} takes[] = {
	{ schema_read_text, SCHEMA_TEXT, SCHEMA_NONE },
	{ schema_read_title, SCHEMA_TEXT, SCHEMA_NONE },
	{ schema_read_year_title, SCHEMA_TEXT, SCHEMA_NONE },
	{ schema_read_trip_to, SCHEMA_TEXT, SCHEMA_NONE },
	{ schema_read_change_field, SCHEMA_TEXT, SCHEMA_NONE },
	{ schema_read_change_from, SCHEMA_TEXT, SCHEMA_NONE },
	{ schema_read_change_to, SCHEMA_TEXT, SCHEMA_NONE },
	{ schema_read_text_list, SCHEMA_TEXTS, SCHEMA_NONE },
	{ schema_read_long_text, SCHEMA_LONG_TEXT, SCHEMA_NONE },
	{ schema_read_edit_url, SCHEMA_EDIT_ADDRESS, SCHEMA_NONE },
	{ schema_read_site_url, SCHEMA_ADDRESS, SCHEMA_NONE },
	{ schema_read_contact_url, SCHEMA_CONTACT, SCHEMA_NONE },
	{ schema_read_key_figures, SCHEMA_NAMED_TEXTS, SCHEMA_NONE },
	{ schema_read_shortcuts, SCHEMA_NAMED_TEXTS, SCHEMA_NONE },
	{ schema_read_reference, SCHEMA_ID, SCHEMA_NONE },
	{ schema_read_reference_list, SCHEMA_IDS, SCHEMA_NONE },
	{ schema_read_documents, SCHEMA_IDS, SCHEMA_NONE },
	{ schema_read_run_by, SCHEMA_RUN_BY, SCHEMA_NONE },
	{ schema_read_word, SCHEMA_WORD, SCHEMA_NONE },
	{ schema_read_can_end, SCHEMA_WORD, SCHEMA_NONE },
	{ schema_read_carried, SCHEMA_WORD, SCHEMA_NONE },
	{ schema_read_status, SCHEMA_WORD, SCHEMA_NONE },
	{ schema_read_compliance, SCHEMA_WORD, SCHEMA_NONE },
	{ schema_read_word_reference, SCHEMA_NAME, SCHEMA_NONE },
	{ schema_read_judged, SCHEMA_KEYS, SCHEMA_NONE },
	{ schema_read_date, SCHEMA_DATE, SCHEMA_NONE },
	{ schema_read_ended, SCHEMA_DATE, SCHEMA_NONE },
	{ schema_read_review_last, SCHEMA_DATE, SCHEMA_NONE },
	{ schema_read_review_next, SCHEMA_DATE, SCHEMA_NONE },
	{ schema_read_change_date, SCHEMA_DATE, SCHEMA_NONE },
	{ schema_read_day, SCHEMA_DAY, SCHEMA_NONE },
	{ schema_read_assessed, SCHEMA_DAY, SCHEMA_NONE },
	{ schema_read_updated, SCHEMA_DAY, SCHEMA_NONE },
	{ schema_read_until, SCHEMA_DATE_OR, SCHEMA_NONE },
	{ schema_read_length, SCHEMA_LENGTH, SCHEMA_NONE },
	{ schema_read_reviews, SCHEMA_REVIEW, SCHEMA_REVIEW_MAP },
	{ schema_read_number, SCHEMA_NUMBER, SCHEMA_NONE },
	{ schema_read_stands_for, SCHEMA_NUMBER, SCHEMA_NONE },
	{ schema_read_shown_year, SCHEMA_YEAR, SCHEMA_NONE },
	{ schema_read_count, SCHEMA_COUNT, SCHEMA_NONE },
	{ schema_read_money, SCHEMA_MONEY, SCHEMA_NONE },
	{ schema_read_other, SCHEMA_MONEY, SCHEMA_NONE },
	{ schema_read_fee, SCHEMA_FEE, SCHEMA_FORMULA },
	{ schema_read_tolerance, SCHEMA_PERCENT, SCHEMA_NONE },
	{ schema_read_rate_value, SCHEMA_QUANTITY, SCHEMA_NONE },
	{ schema_read_formula_rate, SCHEMA_RATE, SCHEMA_NONE },
	{ schema_read_participants, SCHEMA_GROUP_COUNTS, SCHEMA_NONE },
	{ schema_read_group_hours, SCHEMA_GROUP_HOURS, SCHEMA_NONE },
	{ schema_read_groups_register, SCHEMA_GROUPS, SCHEMA_GROUP },
	{ schema_read_agreement, SCHEMA_MAP, SCHEMA_AGREEMENT },
	{ schema_read_confirmed, SCHEMA_MAP, SCHEMA_CONFIRMED },
	{ schema_read_term, SCHEMA_MAP, SCHEMA_TERM },
	{ schema_read_plausibility, SCHEMA_MAP, SCHEMA_PLAUSIBILITY },
	{ schema_read_address, SCHEMA_MAP, SCHEMA_CONTACT_MAP },
	{ schema_read_contents, SCHEMA_MAPS, SCHEMA_CONTENT },
	{ schema_read_meetings, SCHEMA_MAPS, SCHEMA_MEETING },
	{ schema_read_trips, SCHEMA_MAPS, SCHEMA_TRIP },
	{ schema_read_changes, SCHEMA_MAPS, SCHEMA_CHANGE },
	{ schema_read_years, SCHEMA_YEARS, SCHEMA_YEAR_MAP },
	{ schema_read_controls, SCHEMA_CONTROLS, SCHEMA_NONE },
	{ schema_read_kind, SCHEMA_KIND, SCHEMA_NONE },
	{ schema_read_anything, SCHEMA_ANYTHING, SCHEMA_NONE },
};

/* Words that readers know beside their rows. */
static const struct {
	schema_read_function *read;
	struct schema_words words;
} own_words[] = {
	{ schema_read_run_by, { LABEL_WORD_NONE, LABEL_WORD_NONE } },
	{ schema_read_until,
	  { LABEL_WORD_UNTIL_FURTHER_NOTICE,
	    LABEL_WORD_UNTIL_FURTHER_NOTICE } },
	{ schema_read_other, { LABEL_WORD_COMPUTED, LABEL_WORD_COMPUTED } },
	{ schema_read_reviews, { LABEL_INTERVAL_1, LABEL_INTERVAL_TERM } },
};

/* The words that a row is closed to, NULL-terminated; NULL: it is open. */
static const char *const *words_of_row(const struct schema_row *row,
				       const struct labels *labels,
				       struct arena *arena)
{
	const struct schema_words *range = row->more;
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

static void describe_row(struct schema_key *key, const struct schema_row *row,
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
						  schema_rows[id].count + more);

	map->name = schema_rows[id].name;
	map->keys = keys;
	map->count = schema_rows[id].count + more;
	for (size_t i = 0; i < schema_rows[id].count; i++)
		describe_row(&keys[i], &schema_rows[id].rows[i], labels, arena);
	for (size_t i = 0; i < more; i++)
		describe_field(&keys[schema_rows[id].count + i],
			       &kind->fields[i]);
	return map;
}
