#include "report/kinds.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/listing.h"
#include "read/record.h"

static int read_words(struct kind *kind, const struct record *words,
		      const char *language, struct diag_list *diags)
{
	const struct record *word = record_member(words, language);

	if (word == NULL || word->kind != RECORD_SCALAR)
		return diag_add(diags, DIAG_KEY_MISSING, words->key_where, "%s",
				language);
	kind->word = word->text;
	return 0;
}

static const char *const field_types[] = {
	[KIND_TEXT] = "text",
	[KIND_TEXTS] = "texts",
	[KIND_DATE] = "date",
	[KIND_DOCUMENTS] = "documents",
};

/* The text of a member that must be there. */
static const char *member_text(const struct record *map, const char *key,
			       struct diag_list *diags)
{
	const struct record *member = record_member(map, key);

	if (member != NULL && member->kind == RECORD_SCALAR)
		return member->text;
	diag_add(diags, DIAG_KEY_MISSING, map->key_where, "%s", key);
	return "";
}

static int read_field(struct kind_field *field, const struct record *at,
		      const char *language, struct diag_list *diags)
{
	char *heading = g_strconcat("heading-", language, NULL);
	const char *type = member_text(at, "type", diags);
	size_t i = 0;

	field->name = at->key;
	field->word = member_text(at, language, diags);
	field->heading = member_text(at, heading, diags);
	g_free(heading);
	while (i < G_N_ELEMENTS(field_types) &&
	       strcmp(field_types[i], type) != 0)
		i++;
	if (i == G_N_ELEMENTS(field_types))
		return diag_add(diags, DIAG_VALUE_WORD, at->where, "%s", type);
	field->type = (enum kind_field_type)i;
	return 0;
}

static int read_fields(struct kind *kind, const struct record *map,
		       const char *language, struct arena *arena,
		       struct diag_list *diags)
{
	struct kind_field *fields =
		arena_new_array(arena, struct kind_field, map->count);
	int result = 0;

	kind->fields = fields;
	for (const struct record *at = map->first; at != NULL; at = at->next)
		if (read_field(&fields[kind->fields_count++], at, language,
			       diags) != 0)
			result = -1;
	return result;
}

static int read_member(struct kind *kind, const struct record *at,
		       const char *language, struct arena *arena,
		       struct diag_list *diags)
{
	bool is_yes = at->kind == RECORD_SCALAR && strcmp(at->text, "yes") == 0;

	if (strcmp(at->key, "words") == 0)
		return read_words(kind, at, language, diags);
	if (strcmp(at->key, "fields") == 0)
		return read_fields(kind, at, language, arena, diags);
	if (strcmp(at->key, "cost-tables") == 0)
		kind->cost_tables = is_yes;
	else if (strcmp(at->key, "numbered") == 0)
		kind->unnumbered = !is_yes;
	else if (strcmp(at->key, "one-page") == 0)
		kind->one_page = is_yes;
	else
		return diag_add(diags, DIAG_KEY_UNKNOWN, at->key_where, "%s",
				at->key);
	return 0;
}

static int read_kind(struct kind *kind, struct source *source,
		     const char *language, struct arena *arena,
		     struct diag_list *diags)
{
	struct record *root;
	int result = 0;

	if (source_read(source, diags) != 0)
		return -1;
	if (record_parse(&root, source, 0, source->length, arena, diags) != 0 ||
	    root == NULL)
		result = -1;
	for (const struct record *at = root == NULL ? NULL : root->first;
	     at != NULL; at = at->next)
		if (read_member(kind, at, language, arena, diags) != 0)
			result = -1;
	source_drop(source);
	if (result == 0 && kind->word == NULL)
		result = diag_add(diags, DIAG_KEY_MISSING, source_whole(source),
				  "words");
	return result;
}

GPtrArray *kinds_load(const char *root, const char *language,
		      struct arena *arena, struct diag_list *diags)
{
	const char *folder = arena_printf(arena, "%s/generator/kinds", root);
	GPtrArray *names = listing_new(folder, ".yaml");
	GPtrArray *kinds = g_ptr_array_new();
	int result = 0;

	for (guint i = 0; i < names->len; i++) {
		struct kind *kind = arena_new_array(arena, struct kind, 1);
		char *path;

		kind->name = arena_strdup(arena, g_ptr_array_index(names, i));
		path = arena_printf(arena, "%s/%s.yaml", folder, kind->name);
		if (read_kind(kind, source_new(path, path, arena), language,
			      arena, diags) != 0)
			result = -1;
		g_ptr_array_add(kinds, kind);
	}
	if (names->len == 0)
		result = diag_add(
			diags, DIAG_FOLDER_OPEN,
			source_whole(source_new(folder, folder, arena)), NULL);
	g_ptr_array_free(names, TRUE);
	if (result == 0)
		return kinds;
	g_ptr_array_free(kinds, TRUE);
	return NULL;
}

const struct kind *kinds_find(const GPtrArray *kinds, const char *word)
{
	for (guint i = 0; i < kinds->len; i++) {
		const struct kind *kind = g_ptr_array_index(kinds, i);

		if (strcmp(kind->word, word) == 0)
			return kind;
	}
	return NULL;
}
