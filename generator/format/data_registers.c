#include "format/data_registers.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/output.h"
#include "base/text.h"
#include "format/data.h"
#include "format/data_schema.h"
#include "report/labels.h"
#include "report/report.h"

#define FIELDS_MOST 6

/* One row: as many texts as the register has fields; NULL: not said. */
struct entry {
	const char *fields[FIELDS_MOST];
};

struct listing {
	const struct report *report;
	GArray *entries; /* struct entry */
};

/* --- What there is -------------------------------------------------------- */

static gint compare_ids(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

/* The ids of a register, sorted; NULL is empty. Free with g_list_free(). */
static GList *ids_of(GHashTable *table)
{
	return table == NULL
		       ? NULL
		       : g_list_sort(g_hash_table_get_keys(table), compare_ids);
}

static void list_organisations(struct listing *listing)
{
	const struct report *report = listing->report;
	GList *ids = ids_of(report->organisations);

	for (const GList *at = ids; at != NULL; at = at->next) {
		const struct organisation *one =
			g_hash_table_lookup(report->organisations, at->data);
		const struct entry entry = { {
			one->id,
			one->name,
			one->abbreviation,
			one->kind,
			one->level == 0 ? NULL
					: labels_word(&report->labels,
						      (enum label)one->level),
			one->belongs_to.id,
		} };

		g_array_append_val(listing->entries, entry);
	}
	g_list_free(ids);
}

static void add_named(struct listing *listing, const struct named *one)
{
	const struct entry entry = { { one->id, one->name, one->source } };

	g_array_append_val(listing->entries, entry);
}

static void list_units(struct listing *listing)
{
	GHashTable *units = listing->report->units;
	GList *ids = ids_of(units);

	for (const GList *at = ids; at != NULL; at = at->next)
		add_named(listing, g_hash_table_lookup(units, at->data));
	g_list_free(ids);
}

static void list_goals(struct listing *listing)
{
	for (size_t i = 0; i < listing->report->goals_count; i++)
		add_named(listing, listing->report->goals_list[i]);
}

/* Those that have forums, and the documents they stand in. */
static void list_sections(struct listing *listing)
{
	const struct report *report = listing->report;
	GHashTable *has_forums = g_hash_table_new(NULL, NULL);

	for (size_t i = 0; i < report->forums_count; i++)
		for (const struct page *at = report->forums[i]->parent;
		     at != NULL; at = at->parent)
			g_hash_table_add(has_forums, (void *)at);
	for (size_t i = 0; i < report->pages_count; i++) {
		const struct page *page = report->pages[i];
		const struct entry entry = { {
			page->target.id,
			page->target.number,
			page->target.title,
			page->document->page->target.id,
			page->parent == NULL ? NULL : page->parent->target.id,
		} };

		if (g_hash_table_contains(has_forums, page))
			g_array_append_val(listing->entries, entry);
	}
	g_hash_table_destroy(has_forums);
}

static const struct register_file {
	const char *name; /* of the file, and in JSON */
	enum label title;
	size_t count; /* fields */
	struct {
		const char *key;
		enum label heading;
	} fields[FIELDS_MOST];
	void (*list)(struct listing *listing);
} registers[] = {
	{ "organisations",
	  LABEL_DATA_ORGANISATIONS,
	  6,
	  { { "id", LABEL_DATA_ID },
	    { "name", LABEL_KEY_NAME },
	    { "abbreviation", LABEL_KEY_ABBREVIATION },
	    { "kind", LABEL_KEY_KIND },
	    { "level", LABEL_DATA_LEVEL },
	    { "belongs-to", LABEL_KEY_BELONGS_TO } },
	  list_organisations },
	{ "units",
	  LABEL_DATA_UNITS,
	  2,
	  { { "id", LABEL_DATA_ID }, { "name", LABEL_KEY_NAME } },
	  list_units },
	{ "goals",
	  LABEL_DATA_GOALS,
	  3,
	  { { "id", LABEL_DATA_ID },
	    { "name", LABEL_KEY_NAME },
	    { "source", LABEL_KEY_SOURCE } },
	  list_goals },
	{ "sections",
	  LABEL_DATA_SECTIONS,
	  5,
	  { { "id", LABEL_DATA_ID },
	    { "number", LABEL_DATA_NUMBER },
	    { "title", LABEL_DATA_TITLE },
	    { "document", LABEL_DATA_DOCUMENT },
	    { "parent", LABEL_DATA_PARENT } },
	  list_sections },
};

/* Free with g_array_free(). */
static GArray *entries_of(const struct register_file *file,
			  const struct report *report)
{
	struct listing listing = { report, g_array_new(FALSE, FALSE,
						       sizeof(struct entry)) };

	file->list(&listing);
	return listing.entries;
}

/* --- As files ------------------------------------------------------------- */

static void append_csv(GString *out, const struct register_file *file,
		       const struct report *report)
{
	GArray *entries = entries_of(file, report);

	for (size_t i = 0; i < file->count; i++)
		data_csv_field(
			out,
			labels_word(&report->labels, file->fields[i].heading),
			i == 0);
	data_csv_end(out);
	for (guint k = 0; k < entries->len; k++) {
		const struct entry *entry =
			&g_array_index(entries, struct entry, k);

		for (size_t i = 0; i < file->count; i++)
			data_csv_field(out,
				       entry->fields[i] == NULL
					       ? ""
					       : entry->fields[i],
				       i == 0);
		data_csv_end(out);
	}
	g_array_free(entries, TRUE);
}

int data_registers_write(struct output *output, const char *folder,
			 const struct report *report, struct arena *arena)
{
	GString *out = g_string_new(NULL);
	int result = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(registers) && result == 0; i++) {
		const char *name = arena_printf(arena, "%s%s.csv", folder,
						registers[i].name);

		if (!output_wants(output, name))
			continue;
		g_string_truncate(out, 0);
		append_csv(out, &registers[i], report);
		result = output_write(output, name, out->str, out->len);
	}
	g_string_free(out, TRUE);
	return result;
}

static void append_entry(GString *out, const struct register_file *file,
			 const struct entry *entry)
{
	for (size_t i = 0; i < file->count; i++) {
		text_append_string(out, i == 0 ? "{" : ", ");
		json_append_text(out, file->fields[i].key);
		text_append_string(out, ": ");
		json_append_text(out, entry->fields[i]);
	}
	text_append_string(out, "}");
}

void data_registers_json(GString *out, const struct report *report)
{
	for (size_t i = 0; i < G_N_ELEMENTS(registers); i++) {
		GArray *entries = entries_of(&registers[i], report);

		text_append_string(out, ",\n  ");
		json_append_text(out, registers[i].name);
		text_append_string(out, ": [");
		for (guint k = 0; k < entries->len; k++) {
			text_append_string(out, k == 0 ? "\n    " : ",\n    ");
			append_entry(out, &registers[i],
				     &g_array_index(entries, struct entry, k));
		}
		g_string_append_c(out, ']');
		g_array_free(entries, TRUE);
	}
}

void data_registers_describe(GString *out, const struct report *report,
			     struct arena *arena)
{
	for (size_t i = 0; i < G_N_ELEMENTS(registers); i++) {
		const struct register_file *file = &registers[i];

		data_schema_table(
			out, arena_printf(arena, "register/%s.csv", file->name),
			labels_word(&report->labels, file->title), NULL, false);
		for (size_t k = 0; k < file->count; k++) {
			const struct data_column column = {
				.name = file->fields[k].key,
				.heading = labels_word(&report->labels,
						       file->fields[k].heading),
				.type = "string",
			};

			data_schema_column(out, &column, k == 0);
		}
		data_schema_table_end(out);
	}
}
