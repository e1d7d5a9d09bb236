#include "base/output.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/meter.h"
#include "base/tree.h"

#define LIST_NEW TREE_LIST ".new"

/* Bytes compared or copied at a time; most pages are one piece. */
#define PIECE ((size_t)64 * 1024)

struct output {
	struct diag_list *diags; /* the caller's: gets `faults` at the end */
	struct meter *meter;
	struct tree_faults faults;
	int parent; /* the output folder, open */
	int lock;
	bool over;	/* finished or abandoned */
	char *wanted;	/* of an edition that is shown nowhere: the only file */
	GString *found; /* what it says; NULL: not handed over */

	GMutex mutex;	     /* for all below while threads write */
	struct arena *arena; /* for paths */
	struct tree shown, spare, old;
	bool changed;	  /* differs from what is shown: the spare is in use */
	bool prepared;	  /* nothing is left to do but show it */
	GPtrArray *paths; /* of this edition */
	GPtrArray *equal; /* those compared with the shown tree only */
	struct output_tally tally;
};

/*
 * A file under way. It goes through up to three steps, and forward only: it
 * equals the shown file so far, the spare's file so far, or is being written.
 */
struct output_file {
	struct output *output;
	struct tree *tree; /* shown or spare */
	struct tree_folder folder;
	const char *path;
	int64_t length; /* that it will have, −1: not known */
	int fd;		/* −1: none */
	bool there;	/* something lies at the path, perhaps no file */
	bool writing;	/* to fd; otherwise fd is compared with */
	bool failed;
	mode_t mode;	 /* of the file compared with */
	uint64_t size;	 /* likewise */
	uint64_t offset; /* bytes compared or written so far */

	/*
	 * Only output_begin(): bytes that wait, up to PIECE. NULL: the file is
	 * of an edition that is shown nowhere; without `output` not wanted.
	 */
	char *held;
	size_t held_length;
};

/* Paths. */

static bool path_is_plain(const char *path)
{
	for (const char *at = path;; at++) {
		size_t length = strcspn(at, "/");

		if (length == 0 || strncmp(at, ".", length) == 0 ||
		    strncmp(at, "..", length) == 0)
			return false;
		at += length;
		if (*at == '\0')
			break;
	}
	return strchr(path, '\n') == NULL && strcmp(path, TREE_LIST) != 0 &&
	       strcmp(path, LIST_NEW) != 0;
}

/* What differs from the shown edition goes to the spare from now on. */
static int spare_begin(struct output *output)
{
	if (output->changed)
		return 0;
	if (tree_make(&output->spare) != 0)
		return -1;
	output->changed = true;
	return 0;
}

/* One file. */

/*
 * Open what lies at the path to compare with it. 1, or 0 when nothing there
 * can be equal, or −1.
 */
static int file_look(struct output_file *file)
{
	struct stat status;

	/* Without O_NONBLOCK a named pipe would stop us. */
	file->fd = (int)TEMP_FAILURE_RETRY(
		openat(file->folder.fd, tree_last_name(file->path),
		       O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
	file->there = file->fd >= 0 || errno != ENOENT;
	if (file->fd < 0)
		return tree_is_absent(errno)
			       ? 0
			       : tree_fail(file->tree, file->path, errno);
	if (fstat(file->fd, &status) != 0)
		return tree_fail(file->tree, file->path, errno);
	if (!S_ISREG(status.st_mode) ||
	    (file->length >= 0 && status.st_size != file->length)) {
		close(file->fd);
		file->fd = -1;
		return 0;
	}
	file->mode = status.st_mode & 07777;
	file->size = (uint64_t)status.st_size;
	return 1;
}

/* Begin to write a new file in the spare; what lies there goes. */
static int file_create(struct output_file *file)
{
	file->writing = true;
	if (file->there &&
	    tree_remove(file->tree, file->folder.fd, file->path) != 0)
		return -1;
	file->fd = (int)TEMP_FAILURE_RETRY(openat(
		file->folder.fd, tree_last_name(file->path),
		O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, TREE_FILE_MODE));
	if (file->fd < 0)
		return tree_fail(file->tree, file->path, errno);
	return tree_mode_set(file->tree, file->path, file->fd, TREE_FILE_MODE);
}

static int file_advance(struct output_file *file);

/* Begin to compare with what `file->tree` has. */
static int file_compare(struct output_file *file)
{
	int found = 0;

	file->there = false;
	if (file->folder.fd >= 0 && !file->folder.fresh)
		found = file_look(file);
	return found == 0 ? file_advance(file) : found < 0 ? -1 : 0;
}

/* Leave the shown tree: compare with the spare's file from the beginning. */
static int file_compare_spare(struct output_file *file)
{
	struct output *output = file->output;
	int result;

	tree_folder_release(&file->folder);
	file->tree = &output->spare;
	g_mutex_lock(&output->mutex);
	result = spare_begin(output);
	if (result == 0)
		result = tree_folder_get(
			file->tree, file->path,
			tree_parent_length(file->path, strlen(file->path)),
			&file->folder);
	g_mutex_unlock(&output->mutex);
	return result == 0 ? file_compare(file) : -1;
}

static int file_feed(struct output_file *file, const char *bytes,
		     size_t length);

/* Feed the first `length` bytes of what is open as `from`. */
static int file_copy(struct output_file *file, int from, uint64_t length)
{
	char piece[PIECE];
	uint64_t at = 0;

	while (at < length) {
		ssize_t got = TEMP_FAILURE_RETRY(
			pread(from, piece, MIN(PIECE, length - at), (off_t)at));

		/* Nothing: somebody has cut the file that we were reading. */
		if (got <= 0)
			return tree_fail(file->tree, file->path,
					 got < 0 ? errno : EIO);
		if (file_feed(file, piece, (size_t)got) != 0)
			return -1;
		at += (uint64_t)got;
	}
	return 0;
}

/*
 * What was compared with differs from here on, or is not there: take the next
 * step, and bring what was equal so far along.
 */
static int file_advance(struct output_file *file)
{
	int equal = file->fd;
	uint64_t length = file->offset;
	int result;

	assert(!file->writing);
	file->fd = -1;
	file->offset = 0;
	if (file->tree == &file->output->shown)
		result = file_compare_spare(file);
	else
		result = file_create(file);
	if (result == 0 && length > 0)
		result = file_copy(file, equal, length);
	if (equal >= 0)
		close(equal);
	return result;
}

/* What cannot be read is taken as different, and so made anew. */
static bool file_goes_on(const struct output_file *file, const char *bytes,
			 size_t length)
{
	char piece[PIECE];
	uint64_t at = file->offset;

	if (length > file->size - at)
		return false;
	while (length > 0) {
		ssize_t got = TEMP_FAILURE_RETRY(
			pread(file->fd, piece, MIN(PIECE, length), (off_t)at));

		if (got <= 0 || memcmp(piece, bytes, (size_t)got) != 0)
			return false;
		bytes += got;
		length -= (size_t)got;
		at += (uint64_t)got;
	}
	return true;
}

static int file_put(struct output_file *file, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t put =
			TEMP_FAILURE_RETRY(write(file->fd, bytes, length));

		if (put < 0)
			return tree_fail(file->tree, file->path, errno);
		bytes += put;
		length -= (size_t)put;
	}
	return 0;
}

static int file_feed(struct output_file *file, const char *bytes, size_t length)
{
	while (!file->writing && !file_goes_on(file, bytes, length))
		if (file_advance(file) != 0)
			return -1;
	if (file->writing && file_put(file, bytes, length) != 0)
		return -1;
	file->offset += length;
	return 0;
}

/* All is fed: what is compared with must end here too. */
static int file_settle(struct output_file *file)
{
	while (!file->writing && file->offset != file->size)
		if (file_advance(file) != 0)
			return -1;
	if (file->tree == &file->output->spare && !file->writing &&
	    file->mode != TREE_FILE_MODE &&
	    fchmod(file->fd, TREE_FILE_MODE) != 0)
		return tree_fail(file->tree, file->path, errno);
	return 0;
}

/*
 * Close, and free what `file` holds. Only now may a full network disk be
 * told; Linux has closed even then, so this is never tried again.
 */
static int file_close(struct output_file *file)
{
	int result = file->failed ? -1 : 0;

	if (file->fd >= 0 && close(file->fd) != 0 && file->writing &&
	    result == 0)
		result = tree_fail(file->tree, file->path, errno);
	tree_folder_release(&file->folder);
	return result;
}

static void file_init(struct output_file *file, struct output *output,
		      struct tree *tree, const char *path, int64_t length)
{
	*file = (struct output_file){
		.output = output,
		.tree = tree,
		.folder = { .fd = -1 },
		.path = path,
		.length = length,
		.fd = -1,
	};
}

/* Begin a file of the edition. */
static void file_open(struct output_file *file, struct output *output,
		      const char *path, int64_t length)
{
	size_t path_length = strlen(path);
	int result = -1;

	assert(path_is_plain(path));
	assert(!output->prepared && !output->over);
	g_mutex_lock(&output->mutex);
	path = arena_copy(output->arena, path, path_length);
	g_ptr_array_add(output->paths, (gpointer)path);
	file_init(file, output,
		  output->changed ? &output->spare : &output->shown, path,
		  length);
	if (g_atomic_int_get(&output->faults.failed) == 0)
		result = tree_folder_get(file->tree, path,
					 tree_parent_length(path, path_length),
					 &file->folder);
	g_mutex_unlock(&output->mutex);
	if (result == 0)
		result = file_compare(file);
	file->failed = result != 0;
}

static int file_finish(struct output_file *file)
{
	struct output *output = file->output;

	if (!file->failed)
		file->failed = file_settle(file) != 0;
	if (file_close(file) != 0)
		return -1;
	meter_step(output->meter);
	if (file->tree == &output->spare && !file->writing)
		return 0;
	g_mutex_lock(&output->mutex);
	if (file->writing)
		output->tally.written++;
	else
		g_ptr_array_add(output->equal, (gpointer)file->path);
	g_mutex_unlock(&output->mutex);
	return 0;
}

void output_count(struct output *output, struct meter *meter)
{
	output->meter = meter;
}

/* An edition of one file. */

struct output *output_new_wanted(const char *path)
{
	struct output *output = g_new0(struct output, 1);

	output->wanted = g_strdup(path);
	return output;
}

bool output_wants(const struct output *output, const char *path)
{
	return output->wanted == NULL || strcmp(output->wanted, path) == 0;
}

bool output_wants_below(const struct output *output, const char *folder)
{
	return output->wanted == NULL ||
	       g_str_has_prefix(output->wanted, folder);
}

GString *output_take_wanted(struct output *output)
{
	return g_steal_pointer(&output->found);
}

static void keep(struct output *output, const char *bytes, size_t length)
{
	if (output->found == NULL)
		output->found = g_string_new(NULL);
	g_string_append_len(output->found, bytes, (gssize)length);
}

int output_write(struct output *output, const char *path, const char *bytes,
		 size_t length)
{
	struct output_file file;

	if (output->wanted != NULL) {
		if (output_wants(output, path))
			keep(output, bytes, length);
		return 0;
	}
	file_open(&file, output, path, (int64_t)length);
	if (!file.failed)
		file.failed = file_feed(&file, bytes, length) != 0;
	return file_finish(&file);
}

struct output_file *output_begin(struct output *output, const char *path)
{
	struct output_file *file = g_new0(struct output_file, 1);

	if (output->wanted != NULL) {
		file->output = output_wants(output, path) ? output : NULL;
		return file;
	}
	file_open(file, output, path, -1);
	file->held = g_malloc(PIECE);
	return file;
}

static void held_feed(struct output_file *file)
{
	if (!file->failed)
		file->failed =
			file_feed(file, file->held, file->held_length) != 0;
	file->held_length = 0;
}

int output_add(struct output_file *file, const char *bytes, size_t length)
{
	if (file->held == NULL) {
		if (file->output != NULL)
			keep(file->output, bytes, length);
		return 0;
	}
	while (length > 0) {
		size_t count = MIN(length, PIECE - file->held_length);

		memcpy(file->held + file->held_length, bytes, count);
		file->held_length += count;
		bytes += count;
		length -= count;
		if (file->held_length == PIECE)
			held_feed(file);
	}
	return file->failed ? -1 : 0;
}

int output_end(struct output_file *file)
{
	int result = 0;

	if (file->held != NULL) {
		held_feed(file);
		result = file_finish(file);
	}
	g_free(file->held);
	g_free(file);
	return result;
}

/* Preparing: no other thread is at work from here on. */

static GString *list_text(const GPtrArray *paths)
{
	GString *list = g_string_new(NULL);

	for (guint i = 0; i < paths->len; i++) {
		g_string_append(list, g_ptr_array_index(paths, i));
		g_string_append_c(list, '\n');
	}
	return list;
}

/* Has `tree` exactly this list of files? 1, 0 or −1. */
static int list_is(struct output *output, struct tree *tree,
		   const GString *list)
{
	struct output_file file;
	int result;

	if (!tree->exists)
		return 0;
	file_init(&file, output, tree, TREE_LIST, (int64_t)list->len);
	file.folder = tree_root(tree);
	result = file_look(&file);
	if (result == 1)
		result = file_goes_on(&file, list->str, list->len);
	file_close(&file);
	return result;
}

/*
 * The list comes last, and in one step: the spare must have one at all times
 * to be known as ours.
 */
static int list_write(struct output *output, const GString *list)
{
	struct tree *spare = &output->spare;
	struct output_file file;
	int same = list_is(output, spare, list);

	if (same != 0)
		return same < 0 ? -1 : 0;
	file_init(&file, output, spare, LIST_NEW, (int64_t)list->len);
	file.folder = tree_root(spare);
	file.failed = file_create(&file) != 0 ||
		      file_feed(&file, list->str, list->len) != 0;
	if (file_close(&file) != 0)
		return -1;
	if (renameat(tree_root(spare).fd, LIST_NEW, tree_root(spare).fd,
		     TREE_LIST) != 0)
		return tree_fail(spare, TREE_LIST, errno);
	return 0;
}

/* Bring `path`, which equals the shown file, up to date in the spare. */
static int equal_copy(struct output *output, const char *path)
{
	struct output_file file;
	struct output_file from;
	size_t folder_length = tree_parent_length(path, strlen(path));
	int found = -1;

	file_init(&file, output, &output->spare, path, -1);
	file_init(&from, output, &output->shown, path, -1);
	if (tree_folder_get(from.tree, path, folder_length, &from.folder) != 0)
		goto out;
	found = from.folder.fd < 0 ? 0 : file_look(&from);
	if (found == 0)
		tree_fail(from.tree, path, ENOENT); /* somebody removed it */
	if (found != 1)
		goto out;
	file.length = (int64_t)from.size;
	file.failed = tree_folder_get(file.tree, path, folder_length,
				      &file.folder) != 0 ||
		      file_compare(&file) != 0 ||
		      file_copy(&file, from.fd, from.size) != 0;
out:
	file.failed = file.failed || found != 1;
	file_close(&from);
	return file_finish(&file);
}

static int spare_prepare(struct output *output, const GString *list)
{
	int result = spare_begin(output);

	if (result == 0 && output->shown.exists)
		result = tree_refuse_strangers(&output->shown);
	/* First what goes, to make room. */
	if (result == 0)
		result = tree_prune(&output->spare, output->paths,
				    &output->tally.removed);
	for (guint i = 0; result == 0 && i < output->equal->len; i++)
		result =
			equal_copy(output, g_ptr_array_index(output->equal, i));
	if (result == 0)
		result = list_write(output, list);
	return result;
}

int output_prepare(struct output *output)
{
	GString *list;
	int result = 0;

	assert(!output->over);
	if (g_atomic_int_get(&output->faults.failed) != 0)
		return -1;
	if (output->prepared)
		return 0;
	output->tally.files = output->paths->len;
	g_ptr_array_add(output->paths, (gpointer)TREE_LIST);
	tree_paths_sort(output->paths);
	list = list_text(output->paths);
	if (!output->changed)
		result = list_is(output, &output->shown, list);
	if (result == 0)
		result = spare_prepare(output, list);
	output->prepared = result >= 0;
	g_string_free(list, TRUE);
	return result < 0 ? -1 : 0;
}

/* Publishing. */

/* Killed between any two of these, leftovers_mend() puts it right. */
static int publish_by_renames(struct output *output)
{
	if (tree_rename(&output->shown, &output->old) != 0)
		return -1;
	if (tree_rename(&output->spare, &output->shown) != 0) {
		tree_rename(&output->old, &output->shown);
		return -1;
	}
	tree_fault(&output->faults, DIAG_OUTPUT_EXCHANGE, output->shown.name,
		   0);
	/* The edition is out. If this fails, the next run will do it. */
	(void)renameat(output->parent, output->old.name, output->parent,
		       output->spare.name);
	return 0;
}

static int publish(struct output *output)
{
	struct tree *shown = &output->shown;
	struct tree *spare = &output->spare;

	if (!shown->exists)
		return tree_rename(spare, shown);
	if (renameat2(output->parent, spare->name, output->parent, shown->name,
		      RENAME_EXCHANGE) == 0)
		return 0;
	if (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP)
		return publish_by_renames(output);
	return tree_fail(shown, "", errno);
}

/* Opening. */

/* Make `folder` and its parents. As mkdir(), with errno. */
static int folder_make(const char *folder)
{
	char *parent;
	int result = mkdir(folder, TREE_FOLDER_MODE);

	if (result != 0 && errno == ENOENT) {
		parent = g_path_get_dirname(folder);
		/* "" has no parent that could help. */
		if (strlen(parent) < strlen(folder) &&
		    (folder_make(parent) == 0 || errno == EEXIST))
			result = mkdir(folder, TREE_FOLDER_MODE);
		g_free(parent);
	}
	return result;
}

/* The output folder itself may be a symbolic link: the user named it. */
static int parent_fd(const char *folder)
{
	return (int)TEMP_FAILURE_RETRY(
		open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

static int parent_open(struct output *output, const char *folder)
{
	bool made = false;

	output->parent = parent_fd(folder);
	if (output->parent < 0 && errno == ENOENT) {
		made = folder_make(folder) == 0;
		if (made || errno == EEXIST)
			output->parent = parent_fd(folder);
	}
	if (output->parent < 0)
		return tree_fail(&output->shown, "", errno);
	output->shown.parent = output->parent;
	output->spare.parent = output->parent;
	output->old.parent = output->parent;
	return made ? tree_mode_set(&output->shown, "", output->parent,
				    TREE_FOLDER_MODE)
		    : 0;
}

static int lock_take(struct output *output, const char *name)
{
	/* For writing: network file systems lock nothing else. */
	output->lock = (int)TEMP_FAILURE_RETRY(
		openat(output->parent, name,
		       O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
		       TREE_FILE_MODE));
	if (output->lock >= 0 &&
	    TEMP_FAILURE_RETRY(flock(output->lock, LOCK_EX | LOCK_NB)) == 0)
		return tree_mode_set(&output->shown, "", output->lock,
				     TREE_FILE_MODE);
	if (output->lock >= 0 && errno == EWOULDBLOCK)
		return tree_fault(&output->faults, DIAG_OUTPUT_BUSY,
				  output->shown.name, 0);
	return tree_fault(&output->faults, DIAG_OUTPUT_WRITE, name, errno);
}

/*
 * Killed while publishing by renames, a run has left the previous edition as
 * `old`: it is shown again if the new one is not, and else becomes the spare.
 */
static int leftovers_mend(struct output *output)
{
	struct tree *trees[] = { &output->shown, &output->spare };
	struct tree *old = &output->old;
	struct stat status;

	if (tree_look(old) != 0)
		return -1;
	if (!old->exists)
		return 0;
	tree_close(old);
	for (size_t i = 0; i < G_N_ELEMENTS(trees); i++) {
		if (fstatat(output->parent, trees[i]->name, &status,
			    AT_SYMLINK_NOFOLLOW) == 0)
			continue;
		if (errno != ENOENT)
			return tree_fail(trees[i], "", errno);
		return tree_rename(old, trees[i]);
	}
	/* All three: no run of ours ends so. */
	return tree_fault(&output->faults, DIAG_OUTPUT_FOREIGN, old->name, 0);
}

static struct output *output_new(const char *folder, const char *name,
				 struct diag_list *diags)
{
	struct output *output = g_new0(struct output, 1);
	struct arena *arena = arena_new();

	output->diags = diags;
	tree_faults_init(&output->faults, arena_strdup(arena, folder));
	output->parent = -1;
	output->lock = -1;
	g_mutex_init(&output->mutex);
	output->arena = arena;
	tree_init(&output->shown, &output->faults, arena,
		  arena_strdup(arena, name));
	tree_init(&output->spare, &output->faults, arena,
		  arena_printf(arena, ".%s.spare", name));
	tree_init(&output->old, &output->faults, arena,
		  arena_printf(arena, ".%s.old", name));
	output->spare.spare = true;
	output->paths = g_ptr_array_new();
	output->equal = g_ptr_array_new();
	return output;
}

struct output *output_open(const char *folder, const char *name,
			   struct diag_list *diags)
{
	struct output *output = output_new(folder, name, diags);
	const char *lock = arena_printf(output->arena, ".%s.lock", name);

	assert(path_is_plain(name) && strchr(name, '/') == NULL);
	if (parent_open(output, folder) == 0 && lock_take(output, lock) == 0 &&
	    leftovers_mend(output) == 0 && tree_look(&output->shown) == 0 &&
	    tree_look(&output->spare) == 0)
		return output;
	output_free(output);
	return NULL;
}

/* The end. */

int output_finish(struct output *output)
{
	int result = output_prepare(output);

	if (result == 0 && output->changed)
		result = publish(output);
	output_abandon(output);
	return result;
}

void output_abandon(struct output *output)
{
	if (output->over)
		return;
	output->over = true;
	tree_close(&output->shown);
	tree_close(&output->spare);
	if (output->lock >= 0)
		close(output->lock);
	if (output->parent >= 0)
		close(output->parent);
	diag_list_join(output->diags, output->faults.diags);
}

void output_free(struct output *output)
{
	if (output == NULL)
		return;
	if (output->wanted != NULL) {
		if (output->found != NULL)
			g_string_free(output->found, TRUE);
		g_free(output->wanted);
		g_free(output);
		return;
	}
	output_abandon(output);
	tree_release(&output->shown);
	tree_release(&output->spare);
	tree_release(&output->old);
	g_ptr_array_free(output->paths, TRUE);
	g_ptr_array_free(output->equal, TRUE);
	tree_faults_release(&output->faults);
	g_mutex_clear(&output->mutex);
	arena_free(output->arena);
	g_free(output);
}

struct output_tally output_tally(const struct output *output)
{
	return output->tally;
}
