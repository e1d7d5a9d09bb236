#include "report/schema.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/calendar.h"
#include "report/edit_address.h"
#include "report/kinds.h"
#include "report/schema_reader.h"
#include "report/statement.h"

/* Ten per cent, in hundredths of a per cent. */
#define USUAL_TOLERANCE 1000

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

int schema_read_kind(void *out, const struct record *value,
		     const struct record_reader *reader,
		     const struct record_field *field)
{
	struct page_head *head = out;

	(void)field;
	if (schema_check_scalar(value, reader) != 0)
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
		return schema_read_text_list(&new->texts, value, reader, field);
	case KIND_DATE:
		return schema_read_date(&new->date, value, reader, field);
	default:
		return schema_read_reference_list(&new->documents, value,
						  reader, field);
	}
}

static struct record_table table_new(enum schema_map_id id,
				     const struct labels *labels,
				     struct arena *arena)
{
	const struct schema_row *rows = schema_rows[id].rows;
	size_t count = schema_rows[id].count;
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

static void make_tables(struct schema *schema, struct arena *arena)
{
	for (int i = SCHEMA_NONE + 1; i < SCHEMA_MAP_COUNT; i++)
		schema->tables[i] =
			table_new((enum schema_map_id)i, schema->labels, arena);
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
				       &schema->tables[SCHEMA_DOCUMENT], arena);
}

const struct schema *schema_new(const struct labels *labels,
				const struct publication *publication,
				const GPtrArray *kinds, struct arena *arena)
{
	struct schema *schema = arena_new_array(arena, struct schema, 1);

	schema->kinds = kinds;
	schema->labels = labels;
	schema->publication = publication;
	make_tables(schema, arena);
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
		return &schema->tables[SCHEMA_DOCUMENT];
	/* A kind that is misspelt has the keys of the one that is meant. */
	nearest = nearest_kind(schema->kinds, kind->text);
	for (guint i = 0; i < schema->kinds->len && nearest != NULL; i++) {
		const struct kind *at = g_ptr_array_index(schema->kinds, i);

		if (strcmp(at->word, nearest) == 0)
			return &schema->kind_tables[i];
	}
	return &schema->tables[SCHEMA_DOCUMENT];
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
		kind == PAGE_FORUM     ? &schema->tables[SCHEMA_FORUM]
		: kind == PAGE_SECTION ? &schema->tables[SCHEMA_SECTION]
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
	int result;

	make_tables(&schema, arena);
	publication->tolerance = USUAL_TOLERANCE;
	result = record_fill(publication, record, where,
			     &schema.tables[SCHEMA_PUBLICATION], &reader);

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
	schema_suggest_id(entry->key, diags);
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
	return read_entry(organisation, entry,
			  &schema->tables[SCHEMA_ORGANISATION], schema, arena,
			  diags);
}

int schema_read_form(struct form *form, const struct record *entry,
		     const struct schema *schema, struct arena *arena,
		     struct diag_list *diags)
{
	form->word = arena_strdup(arena, entry->key);
	form->where = entry->key_where;
	return read_entry(form, entry, &schema->tables[SCHEMA_FORM], schema,
			  arena, diags);
}

int schema_read_named(struct named *named, const struct record *entry,
		      const struct schema *schema, struct arena *arena,
		      struct diag_list *diags)
{
	named->id = arena_strdup(arena, entry->key);
	named->where = entry->key_where;
	if (check_key(entry, diags) != 0)
		return -1;
	return read_entry(named, entry, &schema->tables[SCHEMA_NAMED], schema,
			  arena, diags);
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
	return read_entry(rate, entry, &schema->tables[SCHEMA_RATE_MAP], schema,
			  arena, diags);
}

int schema_read_statement(struct statement *statement,
			  const struct record *record, struct span where,
			  const struct schema *schema, struct arena *arena,
			  struct diag_list *diags)
{
	struct record_reader reader = { arena, diags, (void *)schema };

	return record_fill(statement, record, where,
			   &schema->tables[SCHEMA_STATEMENT], &reader);
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
