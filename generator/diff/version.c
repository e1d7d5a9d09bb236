#include "diff/version.h"

#include <errno.h>
#include <ftw.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"

#define PUBLICATION "publication.yaml"

/* The most folders that are named when it is not clear which is meant. */
#define FOLDERS_NAMED_MAX 5

static const struct span nowhere = { 0 };

/*
 * A hook of git's is told where its repository is by variables, which are
 * about that one and from where it was called.
 */
static char **environment(void)
{
	static const char *const misleading[] = { "GIT_DIR", "GIT_WORK_TREE",
						  "GIT_INDEX_FILE",
						  "GIT_PREFIX" };
	char **variables = g_get_environ();

	for (size_t i = 0; i < G_N_ELEMENTS(misleading); i++)
		variables = g_environ_unsetenv(variables, misleading[i]);
	variables = g_environ_setenv(variables, "LC_ALL", "C", TRUE);
	return g_environ_setenv(variables, "GIT_OPTIONAL_LOCKS", "0", TRUE);
}

/* What was run, and what came of it; both texts may be NULL. */
struct ran {
	bool started;
	bool good;
	char *out;
	char *error;
};

static void ran_release(struct ran *ran)
{
	g_free(ran->out);
	g_free(ran->error);
}

static struct ran run_in(const char *folder, const char *const *arguments)
{
	struct ran ran = { 0 };
	char **variables = environment();
	GError *error = NULL;
	int status = 0;

	ran.started = g_spawn_sync(folder, (char **)arguments, variables,
				   G_SPAWN_SEARCH_PATH, NULL, NULL, &ran.out,
				   &ran.error, &status, &error);
	ran.good = ran.started && g_spawn_check_wait_status(status, NULL);
	if (!ran.started)
		ran.error = g_strdup(error->message);
	g_clear_error(&error);
	g_strfreev(variables);
	if (ran.out != NULL)
		g_strchomp(ran.out);
	if (ran.error != NULL)
		g_strstrip(ran.error);
	return ran;
}

/* The first line that a program prints; NULL if it fails. Caller frees. */
static char *line_of(const char *folder, const char *const *arguments)
{
	struct ran ran = run_in(folder, arguments);
	char *line = ran.good ? g_steal_pointer(&ran.out) : NULL;

	if (line != NULL)
		line[strcspn(line, "\n")] = '\0';
	ran_release(&ran);
	return line;
}

static int add_failure(const struct ran *ran, const char *name,
		       struct diag_list *diags)
{
	char *said = g_strdup(ran->error == NULL ? "" : ran->error);

	said[strcspn(said, "\n")] = '\0';
	diag_add(diags, DIAG_DIFF_GIT, nowhere, "%s: %s", name, said);
	g_free(said);
	return -1;
}

/* --- Where the content lies ---------------------------------------------- */

/* The commit that `name` means; NULL with the finding. Caller frees. */
static char *find_commit(const char *name, const char *content,
			 struct diag_list *diags)
{
	char *wanted = g_strconcat(name, "^{commit}", NULL);
	const char *const inside[] = { "git", "rev-parse",
				       "--is-inside-work-tree", NULL };
	const char *const first[] = { "git",	 "rev-parse", "--verify",
				      "--quiet", "HEAD",      NULL };
	const char *const verify[] = {
		"git",	"rev-parse", "--verify", "--quiet", "--end-of-options",
		wanted, NULL
	};
	struct ran ran = run_in(content, inside);
	char *head = NULL;
	char *commit = NULL;

	if (!ran.started)
		add_failure(&ran, name, diags);
	else if (!ran.good)
		diag_add(diags, DIAG_DIFF_REPOSITORY, nowhere, "%s (%s)", name,
			 content);
	else if ((head = line_of(content, first)) == NULL)
		diag_add(diags, DIAG_DIFF_HISTORY, nowhere, "%s", name);
	else if ((commit = line_of(content, verify)) == NULL)
		diag_add(diags, DIAG_DIFF_COMMIT, nowhere, "%s", name);
	ran_release(&ran);
	g_free(head);
	g_free(wanted);
	return commit;
}

/* Has the commit a publication in the folder? `folder` ends with a slash. */
static bool has_publication(const char *content, const char *commit,
			    const char *folder)
{
	char *object = g_strconcat(commit, ":", folder, PUBLICATION, NULL);
	const char *const exists[] = { "git", "cat-file", "-e", object, NULL };
	struct ran ran = run_in(content, exists);
	bool has = ran.good;

	ran_release(&ran);
	g_free(object);
	return has;
}

/*
 * The folders, ending with a slash, of all publications of the commit. A name
 * that git would quote is none that anybody has.
 */
static GPtrArray *publications_of(const char *content, const char *commit)
{
	GPtrArray *folders = g_ptr_array_new_with_free_func(g_free);
	const char *const list[] = {
		"git",	       "-c",   "core.quotePath=false",
		"ls-tree",     "-r",   "--name-only",
		"--full-tree", commit, NULL
	};
	struct ran ran = run_in(content, list);
	char **names = g_strsplit(ran.good ? ran.out : "", "\n", -1);

	for (char **at = names; *at != NULL; at++) {
		char *last = strrchr(*at, '/');

		last = last == NULL ? *at : last + 1;
		if (strcmp(last, PUBLICATION) != 0)
			continue;
		*last = '\0';
		g_ptr_array_add(folders, g_strdup(*at));
	}
	g_strfreev(names);
	ran_release(&ran);
	return folders;
}

/* Which of them is meant is not to be seen. */
static void add_several(const GPtrArray *folders, const char *name,
			struct diag_list *diags)
{
	GString *named = g_string_new(name);

	for (guint i = 0; i < folders->len && i < FOLDERS_NAMED_MAX; i++)
		g_string_append_printf(
			named, "%s%s", i == 0 ? ": " : ", ",
			(const char *)g_ptr_array_index(folders, i));
	if (folders->len > FOLDERS_NAMED_MAX)
		g_string_append(named, ", …");
	diag_add(diags, DIAG_DIFF_CONTENT, nowhere, "%s", named->str);
	g_string_free(named, TRUE);
}

/*
 * Where the content of the commit lies, seen from the top; it ends with a
 * slash, or is empty. NULL with the finding. Caller frees.
 */
static char *find_folder(const char *name, const char *content,
			 const char *commit, struct diag_list *diags)
{
	const char *const prefix[] = { "git", "rev-parse", "--show-prefix",
				       NULL };
	char *here = line_of(content, prefix);
	GPtrArray *folders;
	char *found = NULL;

	if (here != NULL && has_publication(content, commit, here))
		return here;
	folders = publications_of(content, commit);
	if (folders->len == 1) {
		found = g_strdup(g_ptr_array_index(folders, 0));
		diag_add(diags, DIAG_DIFF_MOVED, nowhere, "%s: %s", name,
			 found[0] == '\0' ? "." : found);
	} else {
		add_several(folders, name, diags);
	}
	g_ptr_array_free(folders, TRUE);
	g_free(here);
	return found;
}

/* The folder `folder` of the commit; NULL with the finding. Caller frees. */
static char *named_folder(const char *name, const char *folder,
			  const char *content, const char *commit,
			  struct diag_list *diags)
{
	bool slash = folder[0] == '\0' || g_str_has_suffix(folder, "/");
	char *named = g_strconcat(folder, slash ? "" : "/", NULL);

	if (has_publication(content, commit, named))
		return named;
	diag_add(diags, DIAG_DIFF_CONTENT, nowhere, "%s", name);
	g_free(named);
	return NULL;
}

/* --- Taking it ------------------------------------------------------------
 */

/* git takes no more than lies below the folder that it is run in. */
static int unpack(const char *content, const char *tree, const char *folder,
		  const char *name, struct diag_list *diags)
{
	const char *const show[] = { "git", "rev-parse", "--show-toplevel",
				     NULL };
	char *top = line_of(content, show);
	char *packed = g_strconcat(folder, ".tar", NULL);
	char *output = g_strconcat("--output=", packed, NULL);
	const char *const archive[] = { "git",	"archive", "--format=tar",
					output, tree,	   NULL };
	const char *const extract[] = { "tar", "-x",   "-f", packed,
					"-C",  folder, NULL };
	struct ran packing = run_in(top == NULL ? content : top, archive);
	struct ran unpacking = { 0 };
	int result = -1;

	if (!packing.good)
		add_failure(&packing, name, diags);
	else if (unpacking = run_in(folder, extract), !unpacking.good)
		add_failure(&unpacking, name, diags);
	else
		result = 0;
	ran_release(&packing);
	ran_release(&unpacking);
	g_remove(packed);
	g_free(output);
	g_free(packed);
	g_free(top);
	return result;
}

static int take(struct version *version, const char *content, const char *tree,
		const char *name, struct diag_list *diags)
{
	GError *error = NULL;

	version->taken = g_dir_make_tmp("bilaga-XXXXXX", &error);
	if (version->taken == NULL) {
		diag_add(diags, DIAG_OUTPUT_WRITE, nowhere, "%s",
			 error->message);
		g_error_free(error);
		return -1;
	}
	version->content = g_build_filename(version->taken, "tree", NULL);
	if (g_mkdir(version->content, 0700) != 0) {
		diag_add(diags, DIAG_OUTPUT_WRITE, nowhere, "%s: %s",
			 version->content, g_strerror(errno));
		return -1;
	}
	return unpack(content, tree, version->content, name, diags);
}

/* "v1 (2825712, 2026-11-22)"; one called by its number: "2825712 (2026-…)". */
static char *told_name(const char *name, const char *content,
		       const char *commit)
{
	bool is_number = g_str_has_prefix(commit, name);
	const char *const show[] = {
		"git",	"show",
		"-s",	is_number ? "--format=%h (%cs)" : "--format=%h, %cs",
		commit, NULL
	};
	char *details = line_of(content, show);
	char *told = details == NULL || is_number
			     ? g_strdup(is_number && details != NULL ? details
								     : name)
			     : g_strdup_printf("%s (%s)", name, details);

	g_free(details);
	return told;
}

/* `name` is COMMIT or COMMIT:FOLDER. */
static int take_commit(struct version *version, const char *name,
		       const char *content, struct diag_list *diags)
{
	const char *colon = strchr(name, ':');
	char *asked = colon == NULL ? g_strdup(name)
				    : g_strndup(name, (gsize)(colon - name));
	char *commit = find_commit(asked, content, diags);
	char *folder = NULL;
	char *tree = NULL;
	int result = -1;

	if (commit != NULL && colon != NULL)
		folder = named_folder(name, colon + 1, content, commit, diags);
	else if (commit != NULL)
		folder = find_folder(name, content, commit, diags);
	if (folder != NULL) {
		tree = g_strconcat(commit, ":", folder, NULL);
		version->name = told_name(name, content, commit);
		result = take(version, content, tree, name, diags);
	}
	g_free(tree);
	g_free(folder);
	g_free(commit);
	g_free(asked);
	return result;
}

static bool is_content(const char *folder)
{
	char *path = g_build_filename(folder, PUBLICATION, NULL);
	bool is = g_file_test(path, G_FILE_TEST_EXISTS);

	g_free(path);
	return is;
}

int version_find(struct version *version, const char *name, const char *content,
		 struct diag_list *diags)
{
	const char *folder = name == NULL ? content : name;

	*version = (struct version){ 0 };
	if (!g_file_test(content, G_FILE_TEST_IS_DIR) && name == NULL)
		return diag_add(diags, DIAG_FOLDER_OPEN, nowhere, "%s",
				content);
	if (!g_file_test(content, G_FILE_TEST_IS_DIR) && !is_content(name))
		return diag_add(diags, DIAG_DIFF_REPOSITORY, nowhere, "%s (%s)",
				name, content);
	if (name != NULL && !is_content(name) &&
	    (strchr(name, '/') == NULL ||
	     !g_file_test(name, G_FILE_TEST_IS_DIR)))
		return take_commit(version, name, content, diags);
	version->content = g_strdup(folder);
	version->name = g_strdup(name == NULL ? "" : name);
	return 0;
}

static int remove_one(const char *path, const struct stat *about, int kind,
		      struct FTW *place)
{
	(void)about;
	(void)kind;
	(void)place;
	return remove(path);
}

void version_release(struct version *version)
{
	if (version->taken != NULL)
		nftw(version->taken, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	g_free(version->taken);
	g_free(version->content);
	g_free(version->name);
}
