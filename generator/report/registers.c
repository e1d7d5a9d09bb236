#include "report/registers.h"

#include <string.h>

#include "base/arena.h"
#include "base/collate.h"
#include "base/diag.h"
#include "read/record.h"
#include "report/report.h"
#include "report/schema.h"
#include "report/statement.h"

struct reading {
	struct report *report;
	const struct schema *schema;
	struct diag_list *diags;
	struct rate **rates_end; /* of the report's rates */
};

static void take_organisation(struct reading *reading,
			      const struct record *entry)
{
	struct arena *arena = reading->report->arena;
	struct organisation *organisation =
		arena_new_array(arena, struct organisation, 1);

	/* With faults it is kept all the same: it is known. */
	if (schema_read_organisation(organisation, entry, reading->schema,
				     arena, reading->diags) != 0 &&
	    organisation->name == NULL)
		organisation->name = organisation->id;
	g_hash_table_insert(reading->report->organisations,
			    (char *)organisation->id, organisation);
}

static void take_form(struct reading *reading, const struct record *entry)
{
	struct arena *arena = reading->report->arena;
	struct form *form = arena_new_array(arena, struct form, 1);

	if (schema_read_form(form, entry, reading->schema, arena,
			     reading->diags) != 0)
		reading->report->wrong = true;
	g_hash_table_insert(reading->report->forms, (char *)form->word, form);
}

static void take_named(struct reading *reading, const struct record *entry,
		       GHashTable *table)
{
	struct arena *arena = reading->report->arena;
	struct named *named = arena_new_array(arena, struct named, 1);

	if (schema_read_named(named, entry, reading->schema, arena,
			      reading->diags) != 0 &&
	    named->name == NULL)
		named->name = named->id;
	g_hash_table_insert(table, (char *)named->id, named);
}

static void take_unit(struct reading *reading, const struct record *entry)
{
	take_named(reading, entry, reading->report->units);
}

static void make_goals(struct reading *reading, size_t count)
{
	reading->report->goals_list =
		arena_new_array(reading->report->arena, struct named *, count);
}

static void take_goal(struct reading *reading, const struct record *entry)
{
	struct report *report = reading->report;
	struct named *goal;

	take_named(reading, entry, report->goals);
	goal = g_hash_table_lookup(report->goals, entry->key);
	if (goal != NULL)
		report->goals_list[report->goals_count++] = goal;
}

/* Places are the same in large and small letters. */
static char *rate_key(int64_t year, const char *name, const char *place)
{
	char *folded = place == NULL ? NULL : g_utf8_casefold(place, -1);
	char *key = g_strdup_printf("%d/%s/%s", (int)year, name,
				    folded == NULL ? "" : folded);

	g_free(folded);
	return key;
}

const struct rate *registers_rate(const struct report *report, int64_t year,
				  const char *name, const char *place)
{
	char *key = rate_key(year, name, place);
	const struct rate *rate =
		report->rates == NULL ? NULL
				      : g_hash_table_lookup(report->rates, key);

	g_free(key);
	return rate;
}

static void add_rate(struct reading *reading, const struct rate *like,
		     const struct record *entry)
{
	struct report *report = reading->report;
	struct rate *rate = arena_new_array(report->arena, struct rate, 1);
	char *key = rate_key(like->year, like->name, like->place);
	const struct rate *first = g_hash_table_lookup(report->rates, key);

	*rate = *like;
	/* With faults it is kept all the same: it is known, its value not. */
	if (schema_read_rate(rate, entry, reading->schema, report->arena,
			     reading->diags) != 0) {
		rate->value.quantity.state = QUANTITY_UNKNOWN;
		report->wrong = true;
	}
	if (first != NULL) {
		diag_add(reading->diags, DIAG_VALUE_TWICE, rate->where, "%s",
			 rate->place);
		diag_also(reading->diags, first->where);
	}
	g_hash_table_insert(report->rates, arena_strdup(report->arena, key),
			    rate);
	g_free(key);
	*reading->rates_end = rate;
	reading->rates_end = &rate->next;
}

/* What a journey costs may be said for each place: those are mappings. */
static bool has_places(const struct rate *rate)
{
	return rate->label == LABEL_RATE_FARE ||
	       rate->label == LABEL_RATE_HOTEL ||
	       rate->label == LABEL_RATE_ALLOWANCE;
}

static void take_rate(struct reading *reading, int year,
		      const struct record *entry)
{
	struct arena *arena = reading->report->arena;
	struct rate rate = {
		.year = year,
		.name = arena_strdup(arena, entry->key),
		.label = schema_rate_label(entry->key, reading->schema),
	};
	struct record own = *entry;
	struct record **end = &own.first;
	size_t places = 0;

	if (entry->kind == RECORD_MAP && has_places(&rate)) {
		own.first = NULL;
		own.count = 0;
		for (const struct record *at = entry->first; at != NULL;
		     at = at->next) {
			struct rate there = rate;

			if (at->kind == RECORD_MAP) {
				there.place = arena_strdup(arena, at->key);
				add_rate(reading, &there, at);
				places++;
				continue;
			}
			*end = arena_new_array(arena, struct record, 1);
			**end = *at;
			(*end)->next = NULL;
			end = &(*end)->next;
			own.count++;
		}
	}
	if (places == 0 || own.count > 0)
		add_rate(reading, &rate, &own);
}

static void take_rates(struct reading *reading, const struct record *entry)
{
	int year = schema_year(entry->key);

	if (year == 0 && entry->kind == RECORD_MAP &&
	    record_member(entry, schema_value_key(reading->schema)) != NULL) {
		diag_add(reading->diags, DIAG_RATE_YEAR, entry->key_where, "%s",
			 entry->key);
		reading->report->wrong = true;
		return;
	}
	if (year == 0) {
		diag_add(reading->diags, DIAG_YEAR, entry->key_where, "%s",
			 entry->key);
		reading->report->wrong = true;
		return;
	}
	if (entry->kind != RECORD_MAP) {
		diag_add(reading->diags, DIAG_VALUE_MAP, entry->where, NULL);
		reading->report->wrong = true;
		return;
	}
	for (const struct record *at = entry->first; at != NULL; at = at->next)
		take_rate(reading, year, at);
}

static void take_abbreviation(struct reading *reading,
			      const struct record *entry)
{
	struct report *report = reading->report;
	struct abbreviation *at =
		&report->abbreviations[report->abbreviations_count];

	if (entry->kind != RECORD_SCALAR) {
		diag_add(reading->diags, DIAG_VALUE_TEXT, entry->where, NULL);
		return;
	}
	if (entry->length == 0) {
		diag_add(reading->diags, DIAG_VALUE_EMPTY, entry->key_where,
			 "%s", entry->key);
		return;
	}
	at->text = arena_strdup(report->arena, entry->key);
	at->meaning = arena_strdup(report->arena, entry->text);
	report->abbreviations_count++;
}

static void make_abbreviations(struct reading *reading, size_t count)
{
	reading->report->abbreviations = arena_new_array(
		reading->report->arena, struct abbreviation, count);
}

/* A single sign is read alike in all languages, and looked for by nobody. */
#define FOREIGN_LEAST 2

static void add_foreign(struct reading *reading, GArray *all,
			const char *language, const struct record *value)
{
	struct foreign_text new = { .language = language };

	if (value->kind != RECORD_SCALAR) {
		diag_add(reading->diags, DIAG_VALUE_TEXT, value->where, NULL);
		return;
	}
	if (value->length == 0)
		diag_add(reading->diags, DIAG_VALUE_EMPTY, value->where, NULL);
	if (value->length < FOREIGN_LEAST)
		return;
	new.text = arena_strdup(reading->report->arena, value->text);
	g_array_append_val(all, new);
}

/* The language that a list of names is in; NULL with a finding. */
static const char *known_language(struct reading *reading,
				  const struct record *entry)
{
	for (size_t i = 0; body_languages[i] != NULL; i++)
		if (strcmp(body_languages[i], entry->key) == 0)
			return body_languages[i];
	diag_add(reading->diags, DIAG_NAME_LANGUAGE, entry->key_where, "%s",
		 entry->key);
	diag_suggest(reading->diags, diag_nearest(entry->key, body_languages));
	return NULL;
}

/* For each language the names in it: one, or a list. */
static void take_languages(struct reading *reading, const struct record *root)
{
	struct report *report = reading->report;
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct foreign_text));

	for (const struct record *at = root->first; at != NULL; at = at->next) {
		const char *language = known_language(reading, at);

		if (language == NULL)
			continue;
		if (at->kind != RECORD_LIST)
			add_foreign(reading, all, language, at);
		else
			for (const struct record *item = at->first;
			     item != NULL; item = item->next)
				add_foreign(reading, all, language, item);
	}
	report->foreign_count = all->len;
	report->foreign =
		arena_new_array(report->arena, struct foreign_text, all->len);
	if (all->len > 0)
		memcpy(report->foreign, all->data,
		       all->len * sizeof(struct foreign_text));
	g_array_free(all, TRUE);
}

/* The file as a whole; with faults there is no statement. */
static void take_statement(struct reading *reading, const struct record *root)
{
	struct report *report = reading->report;
	struct statement *statement =
		arena_new_array(report->arena, struct statement, 1);

	if (schema_read_statement(statement, root, root->where, reading->schema,
				  report->arena, reading->diags) == 0)
		report->statement = statement;
}

struct register_file {
	const char *name;
	void (*begin)(struct reading *reading, size_t count);
	void (*take)(struct reading *reading, const struct record *entry);
	size_t table; /* in the report, that refers to its entries; 0: none */
	/* Instead of `take`: what is done with the whole. */
	void (*take_all)(struct reading *reading, const struct record *root);
};

#define TABLE(member) offsetof(struct report, member)

static const struct register_file files[] = {
	{ "organisations", NULL, take_organisation, TABLE(organisations),
	  NULL },
	{ "forms", NULL, take_form, TABLE(forms), NULL },
	{ "units", NULL, take_unit, TABLE(units), NULL },
	{ "goals", make_goals, take_goal, TABLE(goals), NULL },
	{ "rates", NULL, take_rates, TABLE(rates), NULL },
	{ "abbreviations", make_abbreviations, take_abbreviation, 0, NULL },
	{ "accessibility", NULL, NULL, 0, take_statement },
	{ "languages", NULL, NULL, 0, take_languages },
};

static int take_entries(struct reading *reading, struct source *source,
			const struct register_file *file)
{
	struct arena *scratch = arena_new();
	struct record *root = NULL;
	int result = record_parse(&root, source, 0, source->length, scratch,
				  reading->diags);

	if (result == 0 && root != NULL && root->kind != RECORD_MAP)
		result = diag_add(reading->diags, DIAG_VALUE_MAP, root->where,
				  NULL);
	if (result == 0 && root != NULL) {
		if (file->begin != NULL)
			file->begin(reading, root->count);
		for (const struct record *at = root->first;
		     at != NULL && file->take != NULL; at = at->next)
			file->take(reading, at);
		if (file->take_all != NULL)
			file->take_all(reading, root);
	}
	arena_free(scratch);
	return result;
}

/* What refers to a register that could not be read is not judged. */
static void drop_table(struct report *report, const struct register_file *file)
{
	GHashTable **table = (GHashTable **)((char *)report + file->table);

	if (file->table > 0)
		g_clear_pointer(table, g_hash_table_destroy);
	report->wrong = true;
}

static void read_file(struct reading *reading, const char *content,
		      const struct register_file *file)
{
	struct report *report = reading->report;
	char *name =
		arena_printf(report->arena, "registers/%s.yaml", file->name);
	char *path = arena_printf(report->arena, "%s/%s", content, name);
	struct source *source = source_new(path, name, report->arena);

	if (report_refuse_link(source, reading->diags) != 0) {
		drop_table(report, file);
		return;
	}
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return;
	if (source_read(source, reading->diags) != 0 ||
	    take_entries(reading, source, file) != 0)
		drop_table(report, file);
	source_drop(source);
}

/* The folder is a link: one finding, and nothing refers to anything. */
static int refuse_folder(struct reading *reading, const char *content)
{
	struct arena *arena = reading->report->arena;
	char *path = arena_printf(arena, "%s/registers", content);

	if (report_refuse_link(source_new(path, "registers", arena),
			       reading->diags) == 0)
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		drop_table(reading->report, &files[i]);
	return -1;
}

void registers_read(struct report *report, const char *content,
		    const struct schema *schema, struct diag_list *diags)
{
	struct reading reading = { report, schema, diags,
				   &report->rates_first };

	if (refuse_folder(&reading, content) != 0)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		read_file(&reading, content, &files[i]);
}

int registers_compare_units(const struct report *report, const struct named *a,
			    const struct named *b)
{
	if (a == NULL || b == NULL)
		return (a == NULL) - (b == NULL);
	return collator_compare(report->collator, a->name, b->name);
}
