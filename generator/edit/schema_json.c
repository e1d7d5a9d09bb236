#include "edit/schema_json.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "report/help.h"
#include "report/kinds.h"
#include "report/report.h"
#include "report/schema.h"

#define ID_PATTERN     "^[a-z][a-z0-9-]*$"
#define YEAR_PATTERN   "^(19[0-9]{2}|2[01][0-9]{2}|2200)$"
#define DAY_PATTERN    "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
#define DATE_PATTERN   "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
#define NUMBER_PATTERN "^[1-9][0-9]{0,3}$"

/* Blanks as people type them between the parts of a quantity. */
#define BLANK "[ \u00A0\u202F\t]"

/* What has ids that keys name. */
enum id_set {
	NO_IDS,
	UNITS,
	ORGANISATIONS,
	GOALS,
	FORMS,
	FORUMS,
	DOCUMENTS,
	ID_SETS
};

struct writing {
	GString *out;
	size_t depth;
	bool first; /* in the innermost braces or brackets nothing stands yet */
	const struct report *report;
	const GPtrArray *kinds;
	const struct help *help;
	struct arena *arena;
	bool used[ID_SETS]; /* referred to */
};

/* JSON. */

static void new_line(struct writing *writing)
{
	g_string_append_c(writing->out, '\n');
	for (size_t i = 0; i < writing->depth; i++)
		g_string_append(writing->out, "  ");
}

static void separate(struct writing *writing)
{
	if (!writing->first)
		g_string_append_c(writing->out, ',');
	if (writing->depth > 0)
		new_line(writing);
	writing->first = false;
}

/* Begin a member; with NULL an item. */
static void begin(struct writing *writing, const char *name)
{
	separate(writing);
	if (name == NULL)
		return;
	json_append_text(writing->out, name);
	g_string_append(writing->out, ": ");
}

static void write_open(struct writing *writing, const char *name, char bracket)
{
	begin(writing, name);
	g_string_append_c(writing->out, bracket);
	writing->depth++;
	writing->first = true;
}

static void write_close(struct writing *writing, char bracket)
{
	writing->depth--;
	if (!writing->first)
		new_line(writing);
	g_string_append_c(writing->out, bracket);
	writing->first = false;
}

static void write_text(struct writing *writing, const char *name,
		       const char *text)
{
	begin(writing, name);
	json_append_text(writing->out, text);
}

/* `json` as it stands. */
static void write_raw(struct writing *writing, const char *name,
		      const char *json)
{
	begin(writing, name);
	g_string_append(writing->out, json);
}

static const char *word(const struct writing *writing, enum label label)
{
	return labels_word(&writing->report->labels, label);
}

/* Quantities. */

/* `ca` in small and large letters, with any blanks. */
static void append_word_pattern(GString *out, const char *text)
{
	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar small = g_unichar_tolower(g_utf8_get_char(text));
		gunichar large = g_unichar_toupper(small);

		if (small == ' ') {
			g_string_append(out, BLANK "+");
		} else if (small != large) {
			g_string_append_c(out, '[');
			g_string_append_unichar(out, small);
			g_string_append_unichar(out, large);
			g_string_append_c(out, ']');
		} else {
			g_string_append_unichar(out, small);
		}
	}
}

static void append_words_pattern(GString *out, const struct writing *writing,
				 const enum label *labels, size_t count)
{
	g_string_append_c(out, '(');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			g_string_append_c(out, '|');
		append_word_pattern(out, word(writing, labels[i]));
	}
	g_string_append_c(out, ')');
}

static void append_number_pattern(GString *out)
{
	g_string_append(out, "([0-9]{1,3}(" BLANK "[0-9]{3})+|[0-9]+)"
			     "([.,][0-9]+)?");
}

static void append_unit_pattern(GString *out, enum schema_form form,
				const struct writing *writing, bool needed)
{
	static const enum label money[] = { LABEL_QUANTITY_MILLION,
					    LABEL_QUANTITY_THOUSAND,
					    LABEL_QUANTITY_KRONOR };
	static const enum label hours[] = { LABEL_QUANTITY_HOURS };

	if (form == SCHEMA_COUNT)
		return;
	g_string_append(out, "(" BLANK "*");
	if (form == SCHEMA_PERCENT)
		g_string_append(out, "%");
	else if (form == SCHEMA_HOURS)
		append_words_pattern(out, writing, hours, G_N_ELEMENTS(hours));
	else
		append_words_pattern(out, writing, money, G_N_ELEMENTS(money));
	g_string_append(out, needed ? ")" : ")?");
}

/* A number or a range, with its bounds and unit. */
static void append_amount_pattern(GString *out, enum schema_form form,
				  const struct writing *writing)
{
	static const enum label bounds[] = { LABEL_QUANTITY_ABOUT,
					     LABEL_QUANTITY_AT_LEAST,
					     LABEL_QUANTITY_AT_MOST };

	g_string_append_c(out, '(');
	append_words_pattern(out, writing, bounds, G_N_ELEMENTS(bounds));
	g_string_append(out, BLANK "+)*");
	append_number_pattern(out);
	append_unit_pattern(out, form, writing, false);
	g_string_append(out, "(" BLANK "*[-–—]" BLANK "*");
	append_number_pattern(out);
	g_string_append(out, ")?");
	append_unit_pattern(out, form, writing, form != SCHEMA_HOURS);
}

/* The quantities of the form, as quantity.h has their grammar. */
static const char *quantity_pattern(enum schema_form form,
				    const struct writing *writing)
{
	static const enum label states[] = { LABEL_QUANTITY_UNKNOWN,
					     LABEL_QUANTITY_NOT_APPLICABLE };
	GString *out = g_string_new("^(");

	append_words_pattern(out, writing, states, G_N_ELEMENTS(states));
	/* Another currency, and what that is in kronor. */
	if (form == SCHEMA_MONEY) {
		g_string_append(out, "|0|[^()]*([A-Z]{3}|[€$£¥])[^()]*(\\(");
		append_amount_pattern(out, form, writing);
		g_string_append(out, "\\))?");
	}
	g_string_append_c(out, '|');
	append_amount_pattern(out, form, writing);
	g_string_append(out, "(" BLANK "+");
	append_word_pattern(out, word(writing, LABEL_QUANTITY_PER));
	g_string_append(out, BLANK "+.+)?)$");
	return arena_take(writing->arena, out);
}

static void write_quantity(struct writing *writing, enum schema_form form)
{
	write_raw(writing, "type",
		  form == SCHEMA_PERCENT ? "\"string\""
					 : "[\"string\", \"number\"]");
	write_raw(writing, "minimum", "0");
	/* An amount needs its unit, unless there is nothing of it. */
	if (form == SCHEMA_MONEY)
		write_raw(writing, "maximum", "0");
	write_text(writing, "pattern", quantity_pattern(form, writing));
}

/* Plain values. */

/* A text may look like a number in YAML. */
static void write_any_text(struct writing *writing)
{
	write_raw(writing, "type", "[\"string\", \"number\", \"boolean\"]");
	write_raw(writing, "minLength", "1");
}

static void write_pattern(struct writing *writing, const char *pattern)
{
	write_text(writing, "type", "string");
	write_text(writing, "pattern", pattern);
}

/* A number or a text of the pattern. */
static void write_number(struct writing *writing, const char *least,
			 const char *most, const char *pattern)
{
	write_raw(writing, "type", "[\"string\", \"integer\"]");
	write_raw(writing, "minimum", least);
	write_raw(writing, "maximum", most);
	write_text(writing, "pattern", pattern);
}

static void write_words(struct writing *writing, const char *const *words)
{
	write_open(writing, "enum", '[');
	for (; *words != NULL; words++)
		write_text(writing, NULL, *words);
	write_close(writing, ']');
}

static void write_length(struct writing *writing)
{
	GString *pattern = g_string_new("^[1-9][0-9]{0,2} (");

	for (int i = LABEL_LENGTH_DAY; i <= LABEL_LENGTH_YEARS; i++)
		g_string_append_printf(pattern, "%s%s",
				       i == LABEL_LENGTH_DAY ? "" : "|",
				       word(writing, (enum label)i));
	g_string_append(pattern, ")$");
	write_pattern(writing, arena_take(writing->arena, pattern));
}

/* Ids. */

static int compare_texts(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The keys of the table in a fixed order; the caller frees the array. */
static GPtrArray *sorted_keys(GHashTable *table)
{
	GPtrArray *keys = g_ptr_array_new();
	GHashTableIter iter;
	gpointer key;

	if (table != NULL) {
		g_hash_table_iter_init(&iter, table);
		while (g_hash_table_iter_next(&iter, &key, NULL))
			g_ptr_array_add(keys, key);
	}
	g_ptr_array_sort(keys, compare_texts);
	return keys;
}

static const char *const id_set_names[ID_SETS] = {
	[UNITS] = "units",   [ORGANISATIONS] = "organisations",
	[GOALS] = "goals",   [FORMS] = "forms",
	[FORUMS] = "forums", [DOCUMENTS] = "documents",
};

static enum id_set id_set_of(const struct schema_key *key)
{
	switch (key->label) {
	case LABEL_KEY_RESPONSIBLE:
	case LABEL_KEY_DECIDED_BY:
		return UNITS;
	case LABEL_KEY_RUN_BY:
	case LABEL_KEY_PARTIES:
	case LABEL_KEY_PAID_TO:
	case LABEL_KEY_BELONGS_TO:
		return ORGANISATIONS;
	case LABEL_KEY_GOALS:
		return GOALS;
	case LABEL_KEY_FORM:
		return FORMS;
	case LABEL_KEY_PART_OF:
	case LABEL_KEY_COSTS_IN:
		return FORUMS;
	case LABEL_KEY_DOCUMENTS:
	case LABEL_COUNT: /* of a kind */
		return DOCUMENTS;
	default:
		return NO_IDS;
	}
}

static GPtrArray *page_ids(const struct report *report, enum id_set set)
{
	GPtrArray *ids = g_ptr_array_new();

	for (size_t i = 0; set == FORUMS && i < report->forums_count; i++)
		g_ptr_array_add(ids, (char *)report->forums[i]->target.id);
	for (size_t i = 0; set == DOCUMENTS && i < report->documents_count; i++)
		g_ptr_array_add(ids,
				(char *)report->documents[i]->page->target.id);
	return ids;
}

/* The caller frees the array. */
static GPtrArray *ids_of(const struct report *report, enum id_set set)
{
	switch (set) {
	case UNITS:
		return sorted_keys(report->units);
	case ORGANISATIONS:
		return sorted_keys(report->organisations);
	case GOALS:
		return sorted_keys(report->goals);
	case FORMS:
		return sorted_keys(report->forms);
	default:
		return page_ids(report, set);
	}
}

/* Those that were referred to stand at the end of the schema, once. */
static void write_id_sets(struct writing *writing)
{
	bool any = false;

	for (int set = NO_IDS + 1; set < ID_SETS; set++)
		any |= writing->used[set];
	if (!any)
		return;
	write_open(writing, "definitions", '{');
	for (int set = NO_IDS + 1; set < ID_SETS; set++) {
		GPtrArray *ids;

		if (!writing->used[set])
			continue;
		ids = ids_of(writing->report, (enum id_set)set);
		g_ptr_array_add(ids, NULL);
		write_open(writing, id_set_names[set], '{');
		write_words(writing, (const char *const *)ids->pdata);
		write_close(writing, '}');
		g_ptr_array_free(ids, TRUE);
	}
	write_close(writing, '}');
}

/* One of the ids, which are proposed, or another of the pattern. */
static void write_id(struct writing *writing, const struct schema_key *key,
		     const char *pattern)
{
	enum id_set set = id_set_of(key);
	GPtrArray *ids = ids_of(writing->report, set);
	bool some = ids->len > 0;

	g_ptr_array_free(ids, TRUE);
	if (!some) {
		write_pattern(writing, pattern);
		return;
	}
	writing->used[set] = true;
	write_open(writing, "anyOf", '[');
	write_open(writing, NULL, '{');
	write_text(writing, "$ref",
		   arena_printf(writing->arena, "#/definitions/%s",
				id_set_names[set]));
	write_close(writing, '}');
	write_open(writing, NULL, '{');
	write_pattern(writing, pattern);
	write_close(writing, '}');
	write_close(writing, ']');
}

/* Lists and mappings. */

static void write_value(struct writing *writing, const struct schema_key *key);
static void write_map(struct writing *writing, enum schema_map_id id);

/* The same key with another form. */
static struct schema_key as(const struct schema_key *key, enum schema_form form)
{
	struct schema_key other = *key;

	other.form = form;
	return other;
}

/* What `form` says of the key, or a list of such. */
static void write_one_or_several(struct writing *writing,
				 const struct schema_key *key,
				 enum schema_form form)
{
	struct schema_key one = as(key, form);

	write_open(writing, "anyOf", '[');
	if (key->form == SCHEMA_RUN_BY) {
		write_open(writing, NULL, '{');
		write_words(writing, key->words);
		write_close(writing, '}');
	}
	write_open(writing, NULL, '{');
	write_value(writing, &one);
	write_close(writing, '}');
	write_open(writing, NULL, '{');
	write_text(writing, "type", "array");
	if (form == SCHEMA_ID)
		write_raw(writing, "uniqueItems", "true");
	write_open(writing, "items", '{');
	write_value(writing, &one);
	write_close(writing, '}');
	write_close(writing, '}');
	write_close(writing, ']');
}

/* One of the two. */
static void write_either(struct writing *writing,
			 const struct schema_key *first,
			 const struct schema_key *second)
{
	write_open(writing, "anyOf", '[');
	write_open(writing, NULL, '{');
	write_value(writing, first);
	write_close(writing, '}');
	write_open(writing, NULL, '{');
	write_value(writing, second);
	write_close(writing, '}');
	write_close(writing, ']');
}

static void write_word_or(struct writing *writing, const struct schema_key *key,
			  enum schema_form form)
{
	struct schema_key words = as(key, SCHEMA_WORD);
	struct schema_key value = as(key, form);

	value.words = NULL;
	write_either(writing, &words, &value);
}

/* What is proposed, and any other text. */
static void write_review(struct writing *writing, const struct schema_key *key)
{
	struct schema_key words = as(key, SCHEMA_WORD);
	struct schema_key text = as(key, SCHEMA_TEXT);
	struct schema_key map = as(key, SCHEMA_MAP);

	if (key->words == NULL) {
		write_either(writing, &text, &map);
		return;
	}
	write_open(writing, "anyOf", '[');
	write_open(writing, NULL, '{');
	write_value(writing, &words);
	write_close(writing, '}');
	words.form = SCHEMA_REVIEW;
	words.words = NULL;
	write_open(writing, NULL, '{');
	write_value(writing, &words);
	write_close(writing, '}');
	write_open(writing, NULL, '{');
	write_text(writing, "type", "array");
	write_open(writing, "items", '{');
	write_value(writing, &words);
	write_close(writing, '}');
	write_close(writing, '}');
	write_close(writing, ']');
}

static void write_groups(struct writing *writing, enum schema_form form)
{
	const struct publication *publication = &writing->report->publication;

	write_text(writing, "type", "object");
	write_open(writing, "properties", '{');
	for (size_t i = 0; i < publication->groups_count; i++) {
		write_open(writing, publication->groups[i], '{');
		if (publication->group_names[i] != NULL)
			write_text(writing, "description",
				   publication->group_names[i]);
		write_quantity(writing, form);
		write_close(writing, '}');
	}
	write_close(writing, '}');
	write_raw(writing, "additionalProperties", "false");
}

/* A mapping whose keys are of the pattern, and its values of `key`. */
static void write_each(struct writing *writing, const char *pattern,
		       const struct schema_key *key)
{
	write_text(writing, "type", "object");
	if (pattern != NULL) {
		write_open(writing, "patternProperties", '{');
		write_open(writing, pattern, '{');
	} else {
		write_open(writing, "additionalProperties", '{');
	}
	write_value(writing, key);
	write_close(writing, '}');
	if (pattern == NULL)
		return;
	write_close(writing, '}');
	write_raw(writing, "additionalProperties", "false");
}

static void write_kinds(struct writing *writing)
{
	write_open(writing, "enum", '[');
	for (guint i = 0; i < writing->kinds->len; i++)
		write_text(writing, NULL,
			   ((const struct kind *)g_ptr_array_index(
				    writing->kinds, i))
				   ->word);
	write_close(writing, ']');
}

/* The keys of a forum, which may be judged. */
static void write_keys(struct writing *writing)
{
	const struct schema_map *map = schema_map_new(
		SCHEMA_FORUM, &writing->report->labels, NULL, writing->arena);

	write_open(writing, "enum", '[');
	for (size_t i = 0; i < map->count; i++)
		write_text(writing, NULL, map->keys[i].word);
	write_close(writing, ']');
}

static void write_maps(struct writing *writing, const struct schema_key *key)
{
	struct schema_key inner = as(key, SCHEMA_MAP);

	switch (key->form) {
	case SCHEMA_GROUPS: {
		struct schema_key name = as(key, SCHEMA_TEXT);

		write_text(writing, "type", "object");
		write_raw(writing, "minProperties", "1");
		write_open(writing, "additionalProperties", '{');
		write_either(writing, &name, &inner);
		write_close(writing, '}');
		break;
	}
	case SCHEMA_YEARS:
		write_each(writing, YEAR_PATTERN, &inner);
		break;
	case SCHEMA_CONTROLS:
		inner.form = SCHEMA_NAMED_TEXTS;
		write_each(writing, YEAR_PATTERN, &inner);
		break;
	case SCHEMA_NAMED_TEXTS:
		inner.form = SCHEMA_TEXT;
		write_each(writing, NULL, &inner);
		break;
	case SCHEMA_RATES:
		inner.form = SCHEMA_RATE_PLACES;
		write_each(writing, NULL, &inner);
		break;
	default:
		write_map(writing, key->inner);
		break;
	}
}

static void write_key(struct writing *writing, const char *group,
		      const struct schema_key *key);
static void write_required(struct writing *writing,
			   const struct schema_map *map);

/* A rate, or one for each place, with or without one for all others. */
static void write_places(struct writing *writing, const struct schema_key *key)
{
	struct schema_key place = as(key, SCHEMA_MAP);
	const struct schema_map *map = schema_map_new(
		key->inner, &writing->report->labels, NULL, writing->arena);

	write_open(writing, "anyOf", '[');
	write_open(writing, NULL, '{');
	write_text(writing, "type", "object");
	write_open(writing, "properties", '{');
	for (size_t i = 0; i < map->count; i++)
		write_key(writing, map->name, &map->keys[i]);
	write_close(writing, '}');
	write_required(writing, map);
	write_open(writing, "additionalProperties", '{');
	write_value(writing, &place);
	write_close(writing, '}');
	write_close(writing, '}');
	write_open(writing, NULL, '{');
	write_each(writing, NULL, &place);
	write_close(writing, '}');
	write_close(writing, ']');
}

static void write_plain(struct writing *writing, const struct schema_key *key)
{
	switch (key->form) {
	case SCHEMA_LONG_TEXT:
		write_text(writing, "type", "string");
		break;
	case SCHEMA_ADDRESS:
		write_pattern(writing, "^https://");
		break;
	case SCHEMA_EDIT_ADDRESS:
		write_pattern(writing, "^(https://[^\\s/{}]|/(?!/))"
				       "([^\\s{}]|\\{(path|line)\\})*$");
		break;
	case SCHEMA_CONTACT:
		write_pattern(writing, "^(https://|mailto:)");
		break;
	case SCHEMA_ID:
		write_id(writing, key, ID_PATTERN);
		break;
	case SCHEMA_NAME:
		write_id(writing, key, ".");
		break;
	case SCHEMA_WORD:
		write_words(writing, key->words);
		break;
	case SCHEMA_KIND:
		write_kinds(writing);
		break;
	case SCHEMA_DATE:
		write_number(writing, "1900", "2200", DATE_PATTERN);
		break;
	case SCHEMA_DAY:
		write_pattern(writing, DAY_PATTERN);
		break;
	case SCHEMA_LENGTH:
		write_length(writing);
		break;
	case SCHEMA_NUMBER:
		write_number(writing, "1", "9999", NUMBER_PATTERN);
		break;
	case SCHEMA_YEAR:
		write_number(writing, "1900", "2200", YEAR_PATTERN);
		break;
	case SCHEMA_COUNT:
	case SCHEMA_HOURS:
	case SCHEMA_PERCENT:
		write_quantity(writing, key->form);
		break;
	case SCHEMA_GROUP_COUNTS:
		write_groups(writing, SCHEMA_COUNT);
		break;
	case SCHEMA_GROUP_HOURS:
		write_groups(writing, SCHEMA_HOURS);
		break;
	case SCHEMA_ANYTHING:
		break;
	default:
		write_any_text(writing);
		break;
	}
}

/* The members of the schema of the key's value. */
static void write_value(struct writing *writing, const struct schema_key *key)
{
	struct schema_key money = as(key, SCHEMA_MONEY);
	struct schema_key map = as(key, SCHEMA_MAP);

	switch (key->form) {
	case SCHEMA_TEXTS:
		write_one_or_several(writing, key, SCHEMA_TEXT);
		break;
	case SCHEMA_IDS:
	case SCHEMA_RUN_BY:
		write_one_or_several(writing, key, SCHEMA_ID);
		break;
	case SCHEMA_KEYS:
		write_open(writing, "anyOf", '[');
		write_open(writing, NULL, '{');
		write_keys(writing);
		write_close(writing, '}');
		write_open(writing, NULL, '{');
		write_text(writing, "type", "array");
		write_open(writing, "items", '{');
		write_keys(writing);
		write_close(writing, '}');
		write_close(writing, '}');
		write_close(writing, ']');
		break;
	case SCHEMA_DATE_OR:
		write_word_or(writing, key, SCHEMA_DATE);
		break;
	case SCHEMA_MONEY:
		if (key->words != NULL)
			write_word_or(writing, key, SCHEMA_MONEY);
		else
			write_quantity(writing, SCHEMA_MONEY);
		break;
	case SCHEMA_FEE:
		write_either(writing, &money, &map);
		break;
	case SCHEMA_REVIEW:
		write_review(writing, key);
		break;
	case SCHEMA_MAPS:
		write_one_or_several(writing, key, SCHEMA_MAP);
		break;
	case SCHEMA_MAP:
	case SCHEMA_GROUPS:
	case SCHEMA_YEARS:
	case SCHEMA_CONTROLS:
	case SCHEMA_NAMED_TEXTS:
	case SCHEMA_RATES:
		write_maps(writing, key);
		break;
	case SCHEMA_RATE_PLACES:
		write_places(writing, key);
		break;
	default:
		write_plain(writing, key);
		break;
	}
}

static void write_key(struct writing *writing, const char *group,
		      const struct schema_key *key)
{
	const char *text = help_text(writing->help, group, key->name);

	write_open(writing, key->word, '{');
	if (text != NULL)
		write_text(writing, "description", text);
	write_value(writing, key);
	write_close(writing, '}');
}

/* The keys that kinds of documents have, each once. */
static void write_kind_fields(struct writing *writing)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < writing->kinds->len; i++) {
		const struct kind *kind = g_ptr_array_index(writing->kinds, i);
		const struct schema_map *map = schema_map_new(
			SCHEMA_DOCUMENT, &writing->report->labels, kind,
			writing->arena);

		for (size_t k = map->count - kind->fields_count; k < map->count;
		     k++)
			if (g_hash_table_add(seen, (char *)map->keys[k].word))
				write_key(writing, "kind", &map->keys[k]);
	}
	g_hash_table_destroy(seen);
}

/* Which keys a document may have is decided by its kind. */
static void write_kind_rules(struct writing *writing)
{
	write_open(writing, "allOf", '[');
	for (guint i = 0; i < writing->kinds->len; i++) {
		const struct kind *kind = g_ptr_array_index(writing->kinds, i);
		const struct schema_map *map = schema_map_new(
			SCHEMA_DOCUMENT, &writing->report->labels, kind,
			writing->arena);

		write_open(writing, NULL, '{');
		write_open(writing, "if", '{');
		write_open(writing, "properties", '{');
		write_open(writing, word(writing, LABEL_KEY_KIND), '{');
		write_text(writing, "const", kind->word);
		write_close(writing, '}');
		write_close(writing, '}');
		write_close(writing, '}');
		write_open(writing, "then", '{');
		write_open(writing, "propertyNames", '{');
		write_open(writing, "enum", '[');
		for (size_t k = 0; k < map->count; k++)
			write_text(writing, NULL, map->keys[k].word);
		write_close(writing, ']');
		write_close(writing, '}');
		write_close(writing, '}');
		write_close(writing, '}');
	}
	write_close(writing, ']');
}

static void write_required(struct writing *writing,
			   const struct schema_map *map)
{
	bool any = false;

	for (size_t i = 0; i < map->count; i++)
		any |= map->keys[i].required;
	if (!any)
		return;
	write_open(writing, "required", '[');
	for (size_t i = 0; i < map->count; i++)
		if (map->keys[i].required)
			write_text(writing, NULL, map->keys[i].word);
	write_close(writing, ']');
}

static void write_map(struct writing *writing, enum schema_map_id id)
{
	const struct schema_map *map = schema_map_new(
		id, &writing->report->labels, NULL, writing->arena);

	write_text(writing, "type", "object");
	write_open(writing, "properties", '{');
	for (size_t i = 0; i < map->count; i++)
		write_key(writing, map->name, &map->keys[i]);
	if (id == SCHEMA_DOCUMENT)
		write_kind_fields(writing);
	write_close(writing, '}');
	write_required(writing, map);
	write_raw(writing, "additionalProperties", "false");
	if (id == SCHEMA_DOCUMENT)
		write_kind_rules(writing);
}

/* What heads and publication.yaml are. */
static const struct {
	const char *name;
	enum schema_map_id id;
} heads[] = {
	{ "forum", SCHEMA_FORUM },
	{ "section", SCHEMA_SECTION },
	{ "document", SCHEMA_DOCUMENT },
	{ "publication", SCHEMA_PUBLICATION },
};

static void write_register(struct writing *writing,
			   const struct schema_register *file)
{
	const struct schema_key key = {
		.label = LABEL_LANGUAGE_CODE, /* names nothing */
		.form = file->form,
		.inner = file->inner,
	};

	if (file->whole)
		write_map(writing, file->inner);
	else
		write_each(writing,
			   file->form == SCHEMA_RATES ? YEAR_PATTERN : NULL,
			   &key);
}

const char *schema_json_name(size_t index)
{
	const struct schema_register *file;

	if (index < G_N_ELEMENTS(heads))
		return heads[index].name;
	file = schema_register_at(index - G_N_ELEMENTS(heads));
	return file == NULL ? NULL : file->name;
}

static void write_schema(struct writing *writing, const char *name)
{
	const struct schema_register *file;

	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		if (strcmp(heads[i].name, name) == 0)
			write_map(writing, heads[i].id);
	for (size_t i = 0; (file = schema_register_at(i)) != NULL; i++)
		if (strcmp(file->name, name) == 0)
			write_register(writing, file);
}

void schema_json_append(GString *out, const char *name,
			const struct report *report, const GPtrArray *kinds,
			const struct help *help)
{
	struct writing writing = {
		.out = out,
		.report = report,
		.kinds = kinds,
		.help = help,
		.arena = arena_new(),
		.first = true,
	};
	const char *text = help_text(help, "register", name);

	write_open(&writing, NULL, '{');
	write_text(&writing, "$schema",
		   "http://json-schema.org/draft-07/schema#");
	write_text(&writing, "title", name);
	if (text != NULL)
		write_text(&writing, "description", text);
	write_schema(&writing, name);
	write_id_sets(&writing);
	write_close(&writing, '}');
	g_string_append_c(out, '\n');
	arena_free(writing.arena);
}
