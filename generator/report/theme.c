#include "report/theme.h"

#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/listing.h"
#include "read/record.h"
#include "read/template.h"

#define DEFAULT_THEME  "stad"
#define TEMPLATE_END   ".mustache"
#define FILE_DEPTH_MAX 6

struct loading {
	const char *themes;
	struct template_set *set;
	GHashTable *templates; /* names that are there */
	GHashTable *files;     /* name → path; both in the arena */
	struct arena *arena;
	struct diag_list *diags;
};

static struct span place(struct loading *loading, const char *path)
{
	return source_whole(source_new(path, path, loading->arena));
}

static int load_template(struct loading *loading, const char *path,
			 const char *name)
{
	struct source *source = source_new(path, path, loading->arena);
	int result;

	if (source_read(source, loading->diags) != 0)
		return -1;
	result = template_compile(loading->set, name, source, loading->diags);
	source_drop(source);
	return result;
}

/* A child's template stays: it was loaded before its parent's. */
static int load_templates(struct loading *loading, const char *folder)
{
	GPtrArray *names = listing_new(folder, TEMPLATE_END);
	int result = 0;

	for (guint i = 0; i < names->len; i++) {
		char *name = arena_strdup(loading->arena,
					  g_ptr_array_index(names, i));
		char *path;

		if (!g_hash_table_add(loading->templates, name))
			continue;
		path = arena_printf(loading->arena, "%s/%s" TEMPLATE_END,
				    folder, name);
		if (load_template(loading, path, name) != 0)
			result = -1;
	}
	g_ptr_array_free(names, TRUE);
	return result;
}

/* Files are taken as they are; a link could lead out of the theme. */
static int list_files(struct loading *loading, const char *folder,
		      const char *below, int depth)
{
	GPtrArray *names;
	int result = 0;

	if (g_file_test(folder, G_FILE_TEST_IS_SYMLINK))
		return diag_add(loading->diags, DIAG_FILE_LINK,
				place(loading, folder), NULL);
	names = listing_new(folder, "");
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		char *path =
			arena_printf(loading->arena, "%s/%s", folder, name);
		char *shown = arena_printf(loading->arena, "%s%s", below, name);
		struct stat status;

		if (lstat(path, &status) != 0 || S_ISLNK(status.st_mode))
			result = diag_add(loading->diags, DIAG_FILE_LINK,
					  place(loading, path), NULL);
		else if (depth > FILE_DEPTH_MAX)
			result = diag_add(loading->diags, DIAG_FOLDER_DEPTH,
					  place(loading, folder), "%d",
					  FILE_DEPTH_MAX);
		else if (S_ISDIR(status.st_mode))
			result |= list_files(
				loading, path,
				arena_printf(loading->arena, "%s/", shown),
				depth + 1);
		else if (S_ISREG(status.st_mode) &&
			 !g_hash_table_contains(loading->files, shown))
			g_hash_table_insert(loading->files, shown, path);
	}
	g_ptr_array_free(names, TRUE);
	return result;
}

/* One key of theme.yaml; the name is for people. */
static int read_key(struct loading *loading, const struct record *at,
		    const char **parent)
{
	static const char *const keys[] = { "name", "parent", NULL };

	if (strcmp(at->key, keys[0]) != 0 && strcmp(at->key, keys[1]) != 0) {
		diag_add(loading->diags, DIAG_KEY_UNKNOWN, at->key_where, "%s",
			 at->key);
		diag_suggest(loading->diags, diag_nearest(at->key, keys));
		return -1;
	}
	if (at->kind != RECORD_SCALAR)
		return diag_add(loading->diags, DIAG_VALUE_TEXT, at->where,
				NULL);
	if (strcmp(at->key, keys[1]) == 0)
		*parent = at->text;
	return 0;
}

/* The parent that theme.yaml names; NULL if it names none. */
static int read_parent(struct loading *loading, const char *folder,
		       const char **parent)
{
	char *path = arena_printf(loading->arena, "%s/theme.yaml", folder);
	struct source *source = source_new(path, path, loading->arena);
	struct record *root;
	int result = 0;

	*parent = NULL;
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return diag_add(loading->diags, DIAG_THEME_MISSING,
				source_whole(source), NULL);
	if (source_read(source, loading->diags) != 0)
		return -1;
	if (record_parse(&root, source, 0, source->length, loading->arena,
			 loading->diags) != 0)
		result = -1;
	else if (root != NULL && root->kind != RECORD_MAP)
		result = diag_add(loading->diags, DIAG_VALUE_MAP, root->where,
				  NULL);
	for (const struct record *at =
		     result != 0 || root == NULL ? NULL : root->first;
	     at != NULL; at = at->next)
		if (read_key(loading, at, parent) != 0)
			result = -1;
	source_drop(source);
	return result;
}

/* A parent is a theme of the program, or a folder beside the child. */
static char *parent_folder(struct loading *loading, const char *folder,
			   const char *parent)
{
	char *path =
		arena_printf(loading->arena, "%s/%s", loading->themes, parent);

	if (strchr(parent, '/') == NULL &&
	    g_file_test(path, G_FILE_TEST_IS_DIR))
		return path;
	return arena_printf(loading->arena, "%s/../%s", folder, parent);
}

static int load_chain(struct loading *loading, const char *folder)
{
	const char *first = folder;
	int result = 0;

	for (int depth = 0; folder != NULL; depth++) {
		const char *parent;

		if (depth > THEME_PARENTS_MAX)
			return diag_add(loading->diags, DIAG_THEME_LOOP,
					place(loading, first), NULL);
		if (read_parent(loading, folder, &parent) != 0)
			return -1;
		result |= load_templates(
			loading,
			arena_printf(loading->arena, "%s/templates", folder));
		result |= list_files(
			loading,
			arena_printf(loading->arena, "%s/files", folder), "",
			0);
		folder = parent == NULL
				 ? NULL
				 : parent_folder(loading, folder, parent);
	}
	return result;
}

static int check_required(struct loading *loading, const char *folder,
			  const char *const *required)
{
	int result = 0;

	for (; *required != NULL; required++)
		if (!template_set_has(loading->set, *required))
			result = diag_add(loading->diags, DIAG_THEME_TEMPLATE,
					  place(loading, folder), "%s%s",
					  *required, TEMPLATE_END);
	return result;
}

static void keep_files(struct theme *theme, struct loading *loading)
{
	GList *names = g_list_sort(g_hash_table_get_keys(loading->files),
				   (GCompareFunc)strcmp);

	theme->files = arena_new_array(loading->arena, struct theme_file,
				       g_hash_table_size(loading->files));
	for (GList *at = names; at != NULL; at = at->next) {
		struct theme_file *file = &theme->files[theme->files_count++];

		file->name = at->data;
		file->path = g_hash_table_lookup(loading->files, at->data);
	}
	g_list_free(names);
}

const struct theme *theme_load(const char *folder, const char *themes,
			       const struct theme_contract *contract,
			       struct arena *arena, struct diag_list *diags)
{
	const struct template_options options = {
		.constants = contract->constants,
	};
	struct loading loading = {
		.themes = themes,
		.set = template_set_new(&options, arena),
		.templates = g_hash_table_new(g_str_hash, g_str_equal),
		.files = g_hash_table_new(g_str_hash, g_str_equal),
		.arena = arena,
		.diags = diags,
	};
	struct theme *theme = arena_new_array(arena, struct theme, 1);
	int result;

	if (folder == NULL)
		folder = arena_printf(arena, "%s/%s", themes, DEFAULT_THEME);
	theme->templates = loading.set;
	theme->constants = contract->constants;
	result = load_chain(&loading, folder);
	if (result == 0)
		result = check_required(&loading, folder, contract->required);
	if (result == 0)
		result =
			template_set_check(loading.set, contract->names, diags);
	keep_files(theme, &loading);
	g_hash_table_destroy(loading.templates);
	g_hash_table_destroy(loading.files);
	return result == 0 ? theme : NULL;
}
