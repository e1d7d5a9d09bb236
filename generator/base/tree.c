#include "base/tree.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

/* Folders kept open in each tree; a publication has one for each document. */
#define FOLDERS_KEPT 64

/* Findings. */

void tree_faults_init(struct tree_faults *faults, const char *folder)
{
	*faults = (struct tree_faults){
		.folder = folder,
		.diags = diag_list_new(),
	};
	g_mutex_init(&faults->mutex);
}

void tree_faults_release(struct tree_faults *faults)
{
	diag_list_free(faults->diags);
	g_mutex_clear(&faults->mutex);
}

int tree_fault(struct tree_faults *faults, enum diag_id id, const char *path,
	       int error)
{
	static const struct span no_place;
	const char *colon = error != 0 ? ": " : "";
	const char *reason = error != 0 ? strerrordesc_np(error) : "";

	g_mutex_lock(&faults->mutex);
	if (g_atomic_int_get(&faults->failed) == 0 || id == DIAG_OUTPUT_FOREIGN)
		diag_add(faults->diags, id, no_place, "%s/%s%s%s",
			 faults->folder, path, colon,
			 reason == NULL ? "" : reason);
	if (diag_id_level(id) == DIAG_ERROR)
		g_atomic_int_set(&faults->failed, 1);
	g_mutex_unlock(&faults->mutex);
	return -1;
}

int tree_fail(const struct tree *tree, const char *path, int error)
{
	GString *full = g_string_new(tree->name);

	if (*path != '\0')
		tree_path_enter(full, full->len, path);
	tree_fault(tree->faults, DIAG_OUTPUT_WRITE, full->str, error);
	g_string_free(full, TRUE);
	return -1;
}

/* Paths. */

size_t tree_parent_length(const char *path, size_t length)
{
	while (length > 0 && path[length - 1] != '/')
		length--;
	return length > 0 ? length - 1 : 0;
}

const char *tree_last_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

void tree_path_enter(GString *path, size_t length, const char *name)
{
	g_string_truncate(path, length);
	if (length > 0)
		g_string_append_c(path, '/');
	g_string_append(path, name);
}

static gint paths_compare(gconstpointer left, gconstpointer right)
{
	const char *const *a = left;
	const char *const *b = right;

	return strcmp(*a, *b);
}

void tree_paths_sort(GPtrArray *paths)
{
	g_ptr_array_sort(paths, paths_compare);
	for (guint i = 1; i < paths->len; i++)
		assert(strcmp(g_ptr_array_index(paths, i - 1),
			      g_ptr_array_index(paths, i)) != 0);
}

/* The first of the sorted `paths` that is not before `path`, or NULL. */
static const char *paths_from(const GPtrArray *paths, const char *path)
{
	guint low = 0;
	guint high = paths->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (strcmp(g_ptr_array_index(paths, middle), path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < paths->len ? g_ptr_array_index(paths, low) : NULL;
}

static bool paths_have_file(const GPtrArray *paths, const char *path)
{
	const char *found = paths_from(paths, path);

	return found != NULL && strcmp(found, path) == 0;
}

/* `path` is changed while it is looked up. */
static bool paths_have_folder(const GPtrArray *paths, GString *path)
{
	const char *found;
	bool result;

	g_string_append_c(path, '/');
	found = paths_from(paths, path->str);
	result = found != NULL && strncmp(found, path->str, path->len) == 0;
	g_string_truncate(path, path->len - 1);
	return result;
}

/* What lies in a folder. */

int tree_folder_fd(int parent, const char *name)
{
	return (int)TEMP_FAILURE_RETRY(openat(
		parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

/* Likewise, for one that is ours but may be closed to us by its mode. */
static int spare_folder_fd(int parent, const char *name)
{
	int fd = tree_folder_fd(parent, name);

	if (fd < 0 && errno == EACCES &&
	    fchmodat(parent, name, TREE_FOLDER_MODE, 0) == 0)
		fd = tree_folder_fd(parent, name);
	return fd;
}

bool tree_is_absent(int error)
{
	return error == ENOENT || error == ENOTDIR || error == ELOOP ||
	       error == EACCES || error == ENXIO;
}

int tree_mode_set(const struct tree *tree, const char *path, int fd,
		  mode_t mode)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return tree_fail(tree, path, errno);
	if ((status.st_mode & 0777) == mode)
		return 0;
	if (fchmod(fd, (status.st_mode & 07000) | mode) != 0)
		return tree_fail(tree, path, errno);
	return 0;
}

/* Add what `stream` has to `names`. 0 or an errno value. */
static int names_read(GPtrArray *names, DIR *stream)
{
	const struct dirent *entry;

	while (errno = 0, (entry = readdir(stream)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			g_ptr_array_add(names, g_strdup(entry->d_name));
	return errno;
}

/* All are read at once, since removing some could disturb the reading. */
GPtrArray *tree_names(const struct tree *tree, const char *path, int fd)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	int again = tree_folder_fd(fd, ".");
	DIR *stream = again < 0 ? NULL : fdopendir(again);
	int error = stream == NULL ? errno : names_read(names, stream);

	if (stream != NULL)
		closedir(stream);
	else if (again >= 0)
		close(again);
	if (error == 0)
		return names;
	tree_fail(tree, path, error);
	g_ptr_array_free(names, TRUE);
	return NULL;
}

/* Remove all that lies in the open folder `path`. */
static int folder_empty(struct tree *spare, int fd, const char *path)
{
	GPtrArray *names = tree_names(spare, path, fd);
	GString *inner = g_string_new(path);
	size_t length = inner->len;
	int result = names == NULL ? -1 : 0;

	for (guint i = 0; result == 0 && i < names->len; i++) {
		tree_path_enter(inner, length, g_ptr_array_index(names, i));
		result = tree_remove(spare, fd, inner->str);
	}
	if (names != NULL)
		g_ptr_array_free(names, TRUE);
	g_string_free(inner, TRUE);
	return result;
}

static int folder_remove(struct tree *spare, int parent, const char *path)
{
	const char *name = tree_last_name(path);
	int fd = spare_folder_fd(parent, name);
	int result;

	if (fd < 0)
		return tree_fail(spare, path, errno);
	result = tree_mode_set(spare, path, fd, TREE_FOLDER_MODE);
	if (result == 0)
		result = folder_empty(spare, fd, path);
	close(fd);
	if (result == 0 && unlinkat(parent, name, AT_REMOVEDIR) != 0)
		result = tree_fail(spare, path, errno);
	return result;
}

int tree_remove(struct tree *spare, int parent, const char *path)
{
	assert(spare->spare);
	if (unlinkat(parent, tree_last_name(path), 0) == 0 || errno == ENOENT)
		return 0;
	if (errno == EISDIR)
		return folder_remove(spare, parent, path);
	return tree_fail(spare, path, errno);
}

/* Folders, kept open. */

/* Open or make `folder` of the spare. Something else in its place goes. */
static int spare_folder_open(struct tree *spare,
			     const struct tree_folder *parent,
			     struct tree_folder *folder)
{
	const char *name = tree_last_name(folder->path);

	if (!parent->fresh) {
		folder->fd = spare_folder_fd(parent->fd, name);
		if (folder->fd >= 0)
			return tree_mode_set(spare, folder->path, folder->fd,
					     TREE_FOLDER_MODE);
		if (!tree_is_absent(errno))
			return tree_fail(spare, folder->path, errno);
		if (errno != ENOENT &&
		    tree_remove(spare, parent->fd, folder->path) != 0)
			return -1;
	}
	if (mkdirat(parent->fd, name, TREE_FOLDER_MODE) != 0)
		return tree_fail(spare, folder->path, errno);
	folder->fresh = true;
	folder->fd = spare_folder_fd(parent->fd, name);
	if (folder->fd < 0)
		return tree_fail(spare, folder->path, errno);
	return tree_mode_set(spare, folder->path, folder->fd, TREE_FOLDER_MODE);
}

static int shown_folder_open(const struct tree *shown,
			     const struct tree_folder *parent,
			     struct tree_folder *folder)
{
	folder->fd = tree_folder_fd(parent->fd, tree_last_name(folder->path));
	if (folder->fd < 0 && !tree_is_absent(errno))
		return tree_fail(shown, folder->path, errno);
	return 0;
}

static void folder_keep(struct tree *tree, struct tree_folder *folder)
{
	if (folder->fd < 0 || tree->folders->len == FOLDERS_KEPT)
		return;
	folder->kept = true;
	g_array_append_val(tree->folders, *folder);
}

void tree_folder_release(struct tree_folder *folder)
{
	if (folder->fd >= 0 && !folder->kept)
		close(folder->fd);
	folder->fd = -1;
}

int tree_folder_get(struct tree *tree, const char *path, size_t length,
		    struct tree_folder *folder)
{
	struct tree_folder parent;
	int result;

	/* Newest first: a document is written folder by folder. */
	for (guint i = tree->folders->len; i-- > 0;) {
		*folder = g_array_index(tree->folders, struct tree_folder, i);
		if (folder->length == length &&
		    memcmp(folder->path, path, length) == 0)
			return 0;
	}
	*folder = (struct tree_folder){ .fd = -1 };
	if (length == 0)
		return 0;
	result = tree_folder_get(tree, path, tree_parent_length(path, length),
				 &parent);
	if (result == 0 && parent.fd >= 0) {
		folder->path = arena_copy(tree->arena, path, length);
		folder->length = length;
		if (tree->spare)
			result = spare_folder_open(tree, &parent, folder);
		else
			result = shown_folder_open(tree, &parent, folder);
		folder_keep(tree, folder);
	}
	tree_folder_release(&parent);
	return result;
}

/* Trees. */

void tree_init(struct tree *tree, struct tree_faults *faults,
	       struct arena *arena, const char *name)
{
	*tree = (struct tree){
		.faults = faults,
		.arena = arena,
		.parent = -1,
		.name = name,
		.folders =
			g_array_new(FALSE, FALSE, sizeof(struct tree_folder)),
	};
}

void tree_release(struct tree *tree)
{
	tree_close(tree);
	g_array_free(tree->folders, TRUE);
}

void tree_close(struct tree *tree)
{
	for (guint i = 0; i < tree->folders->len; i++)
		close(g_array_index(tree->folders, struct tree_folder, i).fd);
	g_array_set_size(tree->folders, 0);
	tree->exists = false;
	tree->ours = false;
}

struct tree_folder tree_root(const struct tree *tree)
{
	assert(tree->exists);
	return g_array_index(tree->folders, struct tree_folder, 0);
}

static void root_set(struct tree *tree, int fd, bool fresh)
{
	struct tree_folder root = { .path = "", .fd = fd, .fresh = fresh };

	assert(tree->folders->len == 0);
	folder_keep(tree, &root);
	tree->exists = true;
}

static int check_ours(struct tree *tree)
{
	int fd = tree_root(tree).fd;
	struct stat status;
	GPtrArray *names;
	guint count;

	if (fstatat(fd, TREE_LIST, &status, AT_SYMLINK_NOFOLLOW) == 0)
		tree->ours = S_ISREG(status.st_mode);
	else if (errno != ENOENT)
		return tree_fail(tree, TREE_LIST, errno);
	if (tree->ours)
		return 0;
	names = tree_names(tree, "", fd);
	if (names == NULL)
		return -1;
	count = names->len;
	g_ptr_array_free(names, TRUE);
	if (count > 0)
		return tree_fault(tree->faults, DIAG_OUTPUT_FOREIGN, tree->name,
				  0);
	return 0;
}

int tree_look(struct tree *tree)
{
	int fd = tree_folder_fd(tree->parent, tree->name);

	if (fd >= 0) {
		root_set(tree, fd, false);
		return check_ours(tree);
	}
	if (errno == ENOENT)
		return 0;
	if (errno == ENOTDIR || errno == ELOOP)
		return tree_fault(tree->faults, DIAG_OUTPUT_FOREIGN, tree->name,
				  0);
	return tree_fail(tree, "", errno);
}

/* The empty list comes first of all: after a crash it tells whose this is. */
static int mark_ours(struct tree *spare)
{
	int fd = (int)TEMP_FAILURE_RETRY(openat(
		tree_root(spare).fd, TREE_LIST,
		O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, TREE_FILE_MODE));

	if (fd < 0)
		return tree_fail(spare, TREE_LIST, errno);
	close(fd);
	spare->ours = true;
	return 0;
}

int tree_make(struct tree *spare)
{
	int fd;

	assert(spare->spare);
	if (!spare->exists) {
		if (mkdirat(spare->parent, spare->name, TREE_FOLDER_MODE) != 0)
			return tree_fail(spare, "", errno);
		fd = spare_folder_fd(spare->parent, spare->name);
		if (fd < 0)
			return tree_fail(spare, "", errno);
		root_set(spare, fd, true);
	}
	if (tree_mode_set(spare, "", tree_root(spare).fd, TREE_FOLDER_MODE) !=
	    0)
		return -1;
	return spare->ours ? 0 : mark_ours(spare);
}

int tree_rename(const struct tree *from, const struct tree *to)
{
	if (renameat(from->parent, from->name, to->parent, to->name) != 0)
		return tree_fail(from, "", errno);
	return 0;
}

/* What is not wanted in a tree, or not known. */

static int prune_folder(struct tree *spare, const GPtrArray *paths,
			GString *path, size_t *removed);

/* Remove the entry `path` of the open folder, or what goes below it. */
static int prune_entry(struct tree *spare, int folder, const GPtrArray *paths,
		       GString *path, size_t *removed)
{
	if (paths_have_file(paths, path->str))
		return 0;
	if (paths_have_folder(paths, path))
		return prune_folder(spare, paths, path, removed);
	(*removed)++;
	return tree_remove(spare, folder, path->str);
}

/* Remove from the folder `path` what is not wanted. */
static int prune_folder(struct tree *spare, const GPtrArray *paths,
			GString *path, size_t *removed)
{
	size_t length = path->len;
	struct tree_folder folder;
	GPtrArray *names = NULL;
	int result = tree_folder_get(spare, path->str, length, &folder);

	if (result == 0 && !folder.fresh) {
		names = tree_names(spare, path->str, folder.fd);
		result = names == NULL ? -1 : 0;
	}
	for (guint i = 0; result == 0 && names != NULL && i < names->len; i++) {
		tree_path_enter(path, length, g_ptr_array_index(names, i));
		result = prune_entry(spare, folder.fd, paths, path, removed);
	}
	g_string_truncate(path, length);
	if (names != NULL)
		g_ptr_array_free(names, TRUE);
	tree_folder_release(&folder);
	return result;
}

int tree_prune(struct tree *spare, const GPtrArray *paths, size_t *removed)
{
	GString *path = g_string_new(NULL);
	int result = prune_folder(spare, paths, path, removed);

	g_string_free(path, TRUE);
	return result;
}

/* Read the list of files; nothing when there is none. 0 or −1. */
static int list_read(const struct tree *tree, GString *list)
{
	char piece[4096];
	ssize_t got;
	int error = 0;
	int fd = (int)TEMP_FAILURE_RETRY(
		openat(tree_root(tree).fd, TREE_LIST,
		       O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));

	if (fd < 0)
		return errno == ENOENT ? 0 : tree_fail(tree, TREE_LIST, errno);
	while ((got = TEMP_FAILURE_RETRY(read(fd, piece, sizeof(piece)))) > 0)
		g_string_append_len(list, piece, got);
	if (got < 0)
		error = errno;
	close(fd);
	return error == 0 ? 0 : tree_fail(tree, TREE_LIST, error);
}

/* Its lines, cut up in place, so that `list` owns them. */
static GPtrArray *list_paths(GString *list)
{
	GPtrArray *paths = g_ptr_array_new();
	char *end;

	for (char *line = list->str; (end = strchr(line, '\n')) != NULL;
	     line = end + 1) {
		*end = '\0';
		g_ptr_array_add(paths, line);
	}
	/* It is sorted, unless somebody has edited it. */
	g_ptr_array_sort(paths, paths_compare);
	return paths;
}

static int strangers_in(const struct tree *shown, int fd, GString *path,
			const GPtrArray *known, GPtrArray *strangers);

/* Is the entry `path` of the open folder a stranger, or has it some? */
static int stranger_entry(const struct tree *shown, int folder, GString *path,
			  const GPtrArray *known, GPtrArray *strangers)
{
	int result;
	int fd;

	if (paths_have_file(known, path->str))
		return 0;
	fd = tree_folder_fd(folder, tree_last_name(path->str));
	if (fd >= 0) {
		result = strangers_in(shown, fd, path, known, strangers);
		close(fd);
		return result;
	}
	if (errno == ENOENT)
		return 0;
	if (errno != ENOTDIR && errno != ELOOP)
		return tree_fail(shown, path->str, errno);
	g_ptr_array_add(strangers,
			g_strconcat(shown->name, "/", path->str, NULL));
	return 0;
}

/* Add to `strangers` the files in an open folder that `known` lacks. */
static int strangers_in(const struct tree *shown, int fd, GString *path,
			const GPtrArray *known, GPtrArray *strangers)
{
	GPtrArray *names = tree_names(shown, path->str, fd);
	size_t length = path->len;
	int result = names == NULL ? -1 : 0;

	for (guint i = 0; result == 0 && i < names->len; i++) {
		tree_path_enter(path, length, g_ptr_array_index(names, i));
		result = stranger_entry(shown, fd, path, known, strangers);
	}
	g_string_truncate(path, length);
	if (names != NULL)
		g_ptr_array_free(names, TRUE);
	return result;
}

int tree_refuse_strangers(struct tree *shown)
{
	GString *list = g_string_new(NULL);
	int result = list_read(shown, list);
	GPtrArray *known = list_paths(list);
	GPtrArray *strangers = g_ptr_array_new_with_free_func(g_free);
	GString *path = g_string_new(NULL);

	if (result == 0)
		result = strangers_in(shown, tree_root(shown).fd, path, known,
				      strangers);
	g_ptr_array_sort(strangers, paths_compare);
	for (guint i = 0; i < strangers->len; i++)
		result = tree_fault(shown->faults, DIAG_OUTPUT_FOREIGN,
				    g_ptr_array_index(strangers, i), 0);
	g_string_free(path, TRUE);
	g_ptr_array_free(strangers, TRUE);
	g_ptr_array_free(known, TRUE);
	g_string_free(list, TRUE);
	return result;
}
