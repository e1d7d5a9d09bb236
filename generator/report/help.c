#include "report/help.h"

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"
#include "read/record.h"

struct help {
	const struct record *root;
};

/* The groups are mappings of texts. */
static int check_groups(const struct record *root, const struct source *source,
			struct diag_list *diags)
{
	if (root == NULL || root->kind != RECORD_MAP)
		return diag_add(diags, DIAG_VALUE_MAP, source_whole(source),
				NULL);
	for (const struct record *group = root->first; group != NULL;
	     group = group->next) {
		if (group->kind != RECORD_MAP)
			return diag_add(diags, DIAG_VALUE_MAP, group->where,
					NULL);
		for (const struct record *at = group->first; at != NULL;
		     at = at->next)
			if (at->kind != RECORD_SCALAR)
				return diag_add(diags, DIAG_VALUE_TEXT,
						at->where, NULL);
	}
	return 0;
}

const struct help *help_load(const char *root, const char *language,
			     struct arena *arena, struct diag_list *diags)
{
	char *path = arena_printf(arena, "%s/generator/labels/help-%s.yaml",
				  root, language);
	struct source *source = source_new(path, path, arena);
	struct help *help = arena_new_array(arena, struct help, 1);
	struct record *groups = NULL;
	int result;

	if (source_read(source, diags) != 0)
		return NULL;
	result = record_parse(&groups, source, 0, source->length, arena, diags);
	if (result == 0)
		result = check_groups(groups, source, diags);
	source_drop(source);
	help->root = groups;
	return result == 0 ? help : NULL;
}

const char *help_text(const struct help *help, const char *group,
		      const char *name)
{
	const struct record *text =
		record_member(record_member(help->root, group), name);

	return text == NULL ? NULL : text->text;
}

const char *const *help_names(const struct help *help, const char *group,
			      struct arena *arena)
{
	const struct record *keys = record_member(help->root, group);
	size_t count = keys == NULL ? 0 : keys->count;
	const char **names = arena_new_array(arena, const char *, count + 1);
	const struct record *at = keys == NULL ? NULL : keys->first;

	for (size_t i = 0; i < count; i++, at = at->next)
		names[i] = at->key;
	return names;
}
