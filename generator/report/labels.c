#include "report/labels.h"

#include <string.h>

#include "base/arena.h"
#include "read/record.h"

static const char *const names[LABEL_COUNT + 1] = {
#define LABEL(identifier, name) [LABEL_##identifier] = name,
#include "report/labels.def"
#undef LABEL
};

const char *labels_name(enum label label)
{
	return names[label];
}

/*
 * The label called `group`.`key`; −1 if there is none. Word files have the
 * order of labels.def, so the label after the last one found is tried first.
 */
static int find_name(const char *group, const char *key, int last)
{
	size_t length = strlen(group);

	for (int i = 1; i <= LABEL_COUNT; i++) {
		int at = (last + i) % LABEL_COUNT;

		if (strncmp(names[at], group, length) == 0 &&
		    names[at][length] == '.' &&
		    strcmp(names[at] + length + 1, key) == 0)
			return at;
	}
	return -1;
}

/* Say which key of the group is meant, without the group's name. */
static void suggest_key(const char *group, const char *key,
			struct diag_list *diags)
{
	char *name = g_strdup_printf("%s.%s", group, key);
	const char *nearest = diag_nearest(name, names);
	size_t length = strlen(group);

	if (nearest != NULL && strncmp(nearest, name, length + 1) == 0)
		diag_suggest(diags, nearest + length + 1);
	g_free(name);
}

static int check_word(int label, const struct record *group,
		      const struct record *at, struct diag_list *diags)
{
	if (label < 0) {
		diag_add(diags, DIAG_LABEL_UNKNOWN, at->key_where, "%s",
			 at->key);
		suggest_key(group->key, at->key, diags);
		return -1;
	}
	if (at->kind != RECORD_SCALAR)
		return diag_add(diags, DIAG_VALUE_TEXT, at->where, NULL);
	if (at->length == 0)
		return diag_add(diags, DIAG_VALUE_EMPTY, at->key_where, "%s",
				at->key);
	return 0;
}

/* Take the words of one group. */
static int take_group(struct labels *labels, const struct record *group,
		      struct diag_list *diags)
{
	int result = 0;
	int last = 0;

	for (const struct record *at = group->first; at != NULL;
	     at = at->next) {
		int label = find_name(group->key, at->key, last);

		if (check_word(label, group, at, diags) != 0) {
			result = -1;
			continue;
		}
		labels->words[label] = at->text;
		last = label;
	}
	return result;
}

static int take_groups(struct labels *labels, const struct record *root,
		       const char *only, struct diag_list *diags)
{
	int result = 0;

	if (root != NULL && root->kind != RECORD_MAP)
		return diag_add(diags, DIAG_VALUE_MAP, root->where, NULL);
	for (const struct record *at = root == NULL ? NULL : root->first;
	     at != NULL; at = at->next) {
		if (only != NULL && strcmp(only, at->key) != 0) {
			result = diag_add(diags, DIAG_LABEL_GROUP,
					  at->key_where, "%s", at->key);
			continue;
		}
		if (at->kind != RECORD_MAP) {
			result = diag_add(diags, DIAG_VALUE_MAP, at->where,
					  NULL);
			continue;
		}
		if (take_group(labels, at, diags) != 0)
			result = -1;
	}
	return result;
}

static void fill_quantity_words(struct labels *labels)
{
	const char *const *words = labels->words;

	labels->quantity = (struct quantity_words){
		.about = words[LABEL_QUANTITY_ABOUT],
		.at_least = words[LABEL_QUANTITY_AT_LEAST],
		.at_most = words[LABEL_QUANTITY_AT_MOST],
		.unknown = words[LABEL_QUANTITY_UNKNOWN],
		.not_applicable = words[LABEL_QUANTITY_NOT_APPLICABLE],
		.missing = words[LABEL_QUANTITY_MISSING],
		.per = words[LABEL_QUANTITY_PER],
		.kronor = words[LABEL_QUANTITY_KRONOR],
		.thousand = words[LABEL_QUANTITY_THOUSAND],
		.million = words[LABEL_QUANTITY_MILLION],
		.hours = words[LABEL_QUANTITY_HOURS],
		.decimal = words[LABEL_QUANTITY_DECIMAL],
		.either = words[LABEL_QUANTITY_EITHER],
	};
}

static int check_complete(const struct labels *labels,
			  const struct source *source, struct diag_list *diags)
{
	int result = 0;

	for (int i = 0; i < LABEL_COUNT; i++)
		if (labels->words[i] == NULL)
			result = diag_add(diags, DIAG_LABEL_MISSING,
					  source_whole(source), "%s", names[i]);
	return result;
}

/* A language is a plain word: it becomes a part of a path. */
static int check_language(const char *language)
{
	for (const char *at = language; *at != '\0'; at++)
		if (!((*at >= 'a' && *at <= 'z') || *at == '-') ||
		    at - language > 8)
			return -1;
	return language[0] == '\0' ? -1 : 0;
}

int labels_load(struct labels *labels, const char *folder, const char *language,
		struct span where, struct arena *arena, struct diag_list *diags)
{
	char *path = arena_printf(arena, "%s/%s.yaml", folder, language);
	struct source *source;
	struct record *root;
	int result = -1;

	memset(labels, 0, sizeof(*labels));
	if (check_language(language) != 0 ||
	    !g_file_test(path, G_FILE_TEST_IS_REGULAR))
		return diag_add(diags, DIAG_LANGUAGE, where, "%s", language);
	source = source_new(path, path, arena);
	if (source_read(source, diags) != 0)
		return -1;
	if (record_parse(&root, source, 0, source->length, arena, diags) == 0)
		result = take_groups(labels, root, NULL, diags);
	if (result == 0)
		result = check_complete(labels, source, diags);
	source_drop(source);
	if (result != 0)
		return -1;
	fill_quantity_words(labels);
	labels->findings = strcmp(labels->words[LABEL_LANGUAGE_CODE], "sv") == 0
				   ? DIAG_SWEDISH
				   : DIAG_ENGLISH;
	return 0;
}

int labels_override(struct labels *labels, const struct source *source,
		    struct arena *arena, struct diag_list *diags)
{
	struct record *root;

	if (record_parse(&root, source, 0, source->length, arena, diags) != 0)
		return -1;
	return take_groups(labels, root, "page", diags);
}
