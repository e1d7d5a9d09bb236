#include "edit/patch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "edit/patch_parts.h"

#define FILE_MODE   ((mode_t)0644)
#define FOLDER_MODE ((mode_t)0755)

/* How many names of hidden files are tried; a killed run may leave some. */
#define SPARES_MOST 1000

/* From so many files on, all that waits for the disk is written at once. */
#define FILES_MANY 64

/* What the names of hidden files end with. */
#define SPARE_END ".bilaga"

/* Findings. */

static int fault(enum diag_id id, const char *name, struct diag_list *diags)
{
	static const struct span no_place;

	return diag_add(diags, id, no_place, "%s", name);
}

/* The machine failed with the errno value `error`. */
static int fail(const char *name, int error, struct diag_list *diags)
{
	static const struct span no_place;
	const char *reason = strerrordesc_np(error);

	return diag_add(diags, DIAG_PATCH_WRITE, no_place, "%s: %s", name,
			reason == NULL ? "?" : reason);
}

/* What a patch is made of. */

static void edit_clear(void *data)
{
	g_free(((struct patch_edit *)data)->text);
}

static void move_clear(void *data)
{
	struct patch_move *move = data;

	g_free(move->from);
	g_free(move->to);
}

static void file_free(void *data)
{
	struct patch_file *file = data;

	g_array_free(file->edits, TRUE);
	g_free(file->spare);
	g_free(file->bytes);
	g_free(file->name);
	g_free(file);
}

struct patch *patch_new(const char *root)
{
	struct patch *patch = g_new0(struct patch, 1);

	patch->root = g_strdup(root);
	patch->root_fd = (int)TEMP_FAILURE_RETRY(
		open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	patch->files = g_ptr_array_new_with_free_func(file_free);
	patch->by_name = g_hash_table_new(g_str_hash, g_str_equal);
	patch->moves = g_array_new(FALSE, TRUE, sizeof(struct patch_move));
	g_array_set_clear_func(patch->moves, move_clear);
	patch->folders = g_ptr_array_new_with_free_func(g_free);
	return patch;
}

void patch_free(struct patch *patch)
{
	struct diag_list *quiet;

	if (patch == NULL)
		return;
	quiet = diag_list_new();
	patch_abandon(patch, quiet);
	diag_list_free(quiet);
	if (patch->root_fd >= 0)
		close(patch->root_fd);
	g_hash_table_destroy(patch->by_name);
	g_ptr_array_free(patch->files, TRUE);
	g_array_free(patch->moves, TRUE);
	g_ptr_array_free(patch->folders, TRUE);
	g_free(patch->root);
	g_free(patch);
}

bool patch_is_empty(const struct patch *patch)
{
	return patch->files->len == 0 && patch->moves->len == 0;
}

size_t patch_files(const struct patch *patch)
{
	return patch->files->len;
}

/* Names. */

/* Is `name` plain: no empty part, no `.` or `..`, nothing hidden? */
static bool is_plain(const char *name)
{
	char **parts = g_strsplit(name, "/", -1);
	bool plain = parts[0] != NULL;

	for (char **at = parts; *at != NULL; at++)
		plain &= **at != '\0' && **at != '.' &&
			 strpbrk(*at, "\n\t\\") == NULL;
	g_strfreev(parts);
	return plain;
}

/* Is a folder on the way to `name` anything but a folder? */
static bool has_obstacle(const struct patch *patch, const char *name)
{
	bool found = false;

	for (const char *at = strchr(name, '/'); at != NULL && !found;
	     at = strchr(at + 1, '/')) {
		char *folder = g_strndup(name, (size_t)(at - name));
		struct stat status;

		if (fstatat(patch->root_fd, folder, &status,
			    AT_SYMLINK_NOFOLLOW) == 0)
			found = !S_ISDIR(status.st_mode);
		g_free(folder);
	}
	return found;
}

static int check_place(const struct patch *patch, const char *name,
		       struct diag_list *diags)
{
	if (is_plain(name) && !has_obstacle(patch, name))
		return 0;
	return fault(DIAG_PATCH_PLACE, name, diags);
}

static bool exists(const struct patch *patch, const char *name)
{
	struct stat status;

	return fstatat(patch->root_fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

char *patch_name(const struct patch *patch, const char *name, bool all)
{
	char *now = g_strdup(name);

	for (guint i = 0; i < patch->moves->len; i++) {
		const struct patch_move *move =
			&g_array_index(patch->moves, struct patch_move, i);
		size_t length = strlen(move->from);
		char *moved;

		if ((!all && !move->done) ||
		    strncmp(now, move->from, length) != 0 ||
		    (now[length] != '/' && now[length] != '\0'))
			continue;
		moved = g_strconcat(move->to, now + length, NULL);
		g_free(now);
		now = moved;
	}
	return now;
}

static bool is_left(const char *name)
{
	return name[0] == '.' && g_str_has_suffix(name, SPARE_END);
}

static bool is_folder(const struct patch *patch, const char *name)
{
	struct stat status;

	return fstatat(patch->root_fd, name, &status, AT_SYMLINK_NOFOLLOW) ==
		       0 &&
	       S_ISDIR(status.st_mode);
}

static int check_left(const struct patch *patch, const char *folder,
		      struct diag_list *diags)
{
	char *path = g_build_filename(patch->root, folder, NULL);
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;
	int result = 0;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		char *inner = folder[0] == '\0'
				      ? g_strdup(name)
				      : g_build_filename(folder, name, NULL);

		if (is_left(name))
			result = fault(DIAG_EDIT_LEFT, inner, diags);
		else if (name[0] != '.' && is_folder(patch, inner) &&
			 check_left(patch, inner, diags) != 0)
			result = -1;
		g_free(inner);
	}
	if (dir != NULL)
		g_dir_close(dir);
	g_free(path);
	return result;
}

int patch_check_left(const struct patch *patch, struct diag_list *diags)
{
	return check_left(patch, "", diags);
}

/* Reading what is to be changed. */

static int read_open(int fd, char **bytes, size_t length)
{
	size_t got = 0;

	*bytes = g_malloc(length + 1);
	while (got <= length) {
		ssize_t more = TEMP_FAILURE_RETRY(
			read(fd, *bytes + got, length + 1 - got));

		if (more < 0)
			return errno;
		if (more == 0)
			break;
		got += (size_t)more;
	}
	/* It grew, or shrank, while it was read. */
	if (got != length)
		return ESTALE;
	(*bytes)[length] = '\0';
	return 0;
}

/* The bytes of a file and how it stands; 0 or an errno value. */
static int read_bytes(const struct patch *patch, const char *name, char **bytes,
		      struct stat *status)
{
	int fd = (int)TEMP_FAILURE_RETRY(
		openat(patch->root_fd, name,
		       O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
	int error;

	*bytes = NULL;
	if (fd < 0)
		return errno;
	error = fstat(fd, status) != 0 ? errno : 0;
	if (error == 0 && (!S_ISREG(status->st_mode) ||
			   (size_t)status->st_size > SOURCE_BYTES_MAX))
		error = EINVAL;
	if (error == 0)
		error = read_open(fd, bytes, (size_t)status->st_size);
	close(fd);
	if (error != 0)
		g_clear_pointer(bytes, g_free);
	return error;
}

static struct patch_file *file_new(struct patch *patch, const char *name,
				   char *bytes, size_t length, mode_t mode)
{
	struct patch_file *file = g_new0(struct patch_file, 1);

	file->name = g_strdup(name);
	file->bytes = bytes;
	file->length = length;
	file->mode = mode;
	file->edits = g_array_new(FALSE, TRUE, sizeof(struct patch_edit));
	g_array_set_clear_func(file->edits, edit_clear);
	g_ptr_array_add(patch->files, file);
	g_hash_table_insert(patch->by_name, file->name, file);
	return file;
}

static bool same_stamp(struct source_stamp a, struct source_stamp b)
{
	return a.device == b.device && a.inode == b.inode &&
	       a.bytes == b.bytes && a.seconds == b.seconds &&
	       a.nanoseconds == b.nanoseconds;
}

/* The file that `source` was read from; NULL with the finding. */
static struct patch_file *file_get(struct patch *patch,
				   const struct source *source,
				   struct diag_list *diags)
{
	struct patch_file *file =
		g_hash_table_lookup(patch->by_name, source->name);
	struct stat status;
	char *bytes;
	int error;

	if (file != NULL)
		return file;
	if (check_place(patch, source->name, diags) != 0)
		return NULL;
	error = read_bytes(patch, source->name, &bytes, &status);
	if (error != 0 && error != ESTALE && error != ENOENT) {
		fail(source->name, error, diags);
		return NULL;
	}
	if (error != 0 || !same_stamp(source->stamp, source_stamp(&status))) {
		fault(DIAG_PATCH_CHANGED, source->name, diags);
		g_free(bytes);
		return NULL;
	}
	return file_new(patch, source->name, bytes, (size_t)status.st_size,
			status.st_mode & 07777);
}

/*
 * Where the byte `offset` of the text lies on the disk: `source` drops a
 * byte-order mark and makes a line feed of each CRLF and CR.
 */
static size_t raw_offset(const struct patch_file *file, size_t offset)
{
	const char *bytes = file->bytes;
	size_t at = 0;

	if (file->length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		at = 3;
	if (memchr(bytes, '\r', file->length) == NULL)
		return at + offset;
	for (; offset > 0 && at < file->length; offset--) {
		at += bytes[at] == '\r' && bytes[at + 1] == '\n';
		at++;
	}
	return at;
}

/* `text` with the line ends of the file. */
static char *own_line_ends(const struct patch_file *file, const char *text)
{
	const char *end = memchr(file->bytes, '\n', file->length);
	GString *lines;

	if (end == NULL || end == file->bytes || end[-1] != '\r')
		return g_strdup(text);
	lines = g_string_new(NULL);
	for (; *text != '\0'; text++)
		g_string_append(lines,
				*text == '\n' ? "\r\n" : (char[2]){ *text, 0 });
	return g_string_free(lines, FALSE);
}

/* Do two changes meet? An insertion does within what is replaced. */
static bool overlaps(const struct patch_edit *a, const struct patch_edit *b)
{
	return a->offset < b->offset + b->length &&
	       b->offset < a->offset + a->length;
}

static bool is_same(const struct patch_edit *a, const struct patch_edit *b)
{
	return a->length > 0 && a->offset == b->offset &&
	       a->length == b->length && strcmp(a->text, b->text) == 0;
}

/* Put the edit in its place among those of the file; it owns its text. */
static int add_edit(struct patch_file *file, struct patch_edit edit,
		    struct diag_list *diags)
{
	guint place = file->edits->len;

	for (guint i = 0; i < file->edits->len; i++) {
		const struct patch_edit *at =
			&g_array_index(file->edits, struct patch_edit, i);
		bool same = is_same(at, &edit);

		if (same || overlaps(at, &edit)) {
			edit_clear(&edit);
			return same ? 0
				    : fault(DIAG_PATCH_OVERLAP, file->name,
					    diags);
		}
		/* An insertion comes before what is replaced at its place. */
		if (place == file->edits->len &&
		    (at->offset > edit.offset ||
		     (at->offset == edit.offset && edit.length == 0 &&
		      at->length > 0)))
			place = i;
	}
	g_array_insert_val(file->edits, place, edit);
	return 0;
}

int patch_replace(struct patch *patch, struct span where, const char *text,
		  struct diag_list *diags)
{
	struct patch_file *file = file_get(patch, where.source, diags);
	struct patch_edit edit;
	size_t end;

	if (file == NULL)
		return -1;
	edit.offset = raw_offset(file, where.offset);
	end = raw_offset(file, where.offset + where.length);
	edit.length = end - edit.offset;
	if (end > file->length)
		return fault(DIAG_PATCH_CHANGED, file->name, diags);
	edit.text = own_line_ends(file, text);
	return add_edit(file, edit, diags);
}

int patch_create(struct patch *patch, const char *name, const char *text,
		 struct diag_list *diags)
{
	struct patch_file *file;
	struct patch_edit edit = { 0, 0, NULL };

	if (check_place(patch, name, diags) != 0)
		return -1;
	if (g_hash_table_lookup(patch->by_name, name) != NULL ||
	    exists(patch, name))
		return fault(DIAG_PATCH_TAKEN, name, diags);
	file = file_new(patch, name, g_strdup(""), 0, FILE_MODE);
	file->fresh = true;
	edit.text = g_strdup(text);
	g_array_append_val(file->edits, edit);
	return 0;
}

int patch_rename(struct patch *patch, const char *from, const char *to,
		 struct diag_list *diags)
{
	struct patch_move move = { 0 };

	if (check_place(patch, from, diags) != 0 ||
	    check_place(patch, to, diags) != 0)
		return -1;
	if (strcmp(from, to) == 0)
		return 0;
	if (exists(patch, to))
		return fault(DIAG_PATCH_TAKEN, to, diags);
	move.from = g_strdup(from);
	move.to = g_strdup(to);
	g_array_append_val(patch->moves, move);
	return 0;
}

GString *patch_result(const struct patch_file *file)
{
	GString *result = g_string_new(NULL);
	size_t at = 0;

	for (guint i = 0; i < file->edits->len; i++) {
		const struct patch_edit *edit =
			&g_array_index(file->edits, struct patch_edit, i);

		g_string_append_len(result, file->bytes + at,
				    (gssize)(edit->offset - at));
		g_string_append(result, edit->text);
		at = edit->offset + edit->length;
	}
	g_string_append_len(result, file->bytes + at,
			    (gssize)(file->length - at));
	return result;
}

/* Making the changes. */

/* Make the folders on the way to `name`. 0 or an errno value. */
static int make_folders(struct patch *patch, const char *name)
{
	for (const char *at = strchr(name, '/'); at != NULL;
	     at = strchr(at + 1, '/')) {
		char *folder = g_strndup(name, (size_t)(at - name));

		if (mkdirat(patch->root_fd, folder, FOLDER_MODE) == 0) {
			g_ptr_array_add(patch->folders, folder);
			continue;
		}
		g_free(folder);
		if (errno != EEXIST)
			return errno;
	}
	return 0;
}

static int write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t done = TEMP_FAILURE_RETRY(write(fd, bytes, length));

		if (done < 0)
			return errno;
		bytes += done;
		length -= (size_t)done;
	}
	return 0;
}

/* Open a new hidden file beside `file`; −1 with errno. */
static int open_spare(struct patch *patch, struct patch_file *file)
{
	char *folder = g_path_get_dirname(file->name);
	char *last = g_path_get_basename(file->name);
	int fd = -1;

	for (unsigned i = 1; fd < 0 && i <= SPARES_MOST; i++) {
		g_free(file->spare);
		file->spare =
			g_strdup_printf("%s/.%s.%u" SPARE_END, folder, last, i);
		fd = (int)TEMP_FAILURE_RETRY(openat(
			patch->root_fd, file->spare,
			O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE));
		if (fd < 0 && errno != EEXIST)
			break;
	}
	if (fd < 0) {
		int error = errno;

		g_clear_pointer(&file->spare, g_free);
		errno = error;
	}
	g_free(folder);
	g_free(last);
	return fd;
}

/* Write the new text of `file` beside it, and see that it is on the disk. */
static int stage(struct patch *patch, struct patch_file *file)
{
	GString *result;
	int error = file->fresh ? make_folders(patch, file->name) : 0;
	int fd;

	if (error != 0)
		return error;
	fd = open_spare(patch, file);
	if (fd < 0)
		return errno;
	result = patch_result(file);
	error = write_all(fd, result->str, result->len);
	g_string_free(result, TRUE);
	if (error == 0 && !file->fresh && fchmod(fd, file->mode) != 0)
		error = errno;
	if (error == 0 && patch->files->len < FILES_MANY && fsync(fd) != 0)
		error = errno;
	if (close(fd) != 0 && error == 0)
		error = errno;
	return error;
}

/*
 * Let two files change places. A file system that cannot do it in one step
 * takes three; 0 or an errno value.
 */
static int exchange(struct patch *patch, const char *one, const char *other)
{
	int fd = patch->root_fd;
	char *third;
	int error = 0;

	if (renameat2(fd, one, fd, other, RENAME_EXCHANGE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return errno;
	third = g_strconcat(other, "~", NULL);
	if (renameat(fd, one, fd, third) != 0) {
		error = errno;
	} else if (renameat(fd, other, fd, one) != 0) {
		error = errno;
		renameat(fd, third, fd, one);
	} else if (renameat(fd, third, fd, other) != 0) {
		error = errno;
		renameat(fd, one, fd, other);
		renameat(fd, third, fd, one);
	}
	g_free(third);
	return error;
}

/* As rename(), but never over what is there. 0 or an errno value. */
static int rename_free(const struct patch *patch, const char *from,
		       const char *to)
{
	int fd = patch->root_fd;

	if (renameat2(fd, from, fd, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return errno;
	if (exists(patch, to))
		return EEXIST;
	return renameat(fd, from, fd, to) == 0 ? 0 : errno;
}

/* Does the file `name` still have the bytes that were read? */
static bool is_unchanged(const struct patch *patch, const char *name,
			 const struct patch_file *file)
{
	struct stat status;
	char *bytes;
	bool same = read_bytes(patch, name, &bytes, &status) == 0 &&
		    (size_t)status.st_size == file->length &&
		    memcmp(bytes, file->bytes, file->length) == 0;

	g_free(bytes);
	return same;
}

/*
 * Give the new file its name. What it changed places with is looked at again:
 * somebody may have saved at the last moment.
 */
static int place(struct patch *patch, struct patch_file *file,
		 struct diag_list *diags)
{
	int error = file->fresh ? rename_free(patch, file->spare, file->name)
				: exchange(patch, file->spare, file->name);

	if (error == EEXIST)
		return fault(DIAG_PATCH_TAKEN, file->name, diags);
	if (error != 0)
		return fail(file->name, error, diags);
	file->placed = true;
	if (file->fresh)
		g_clear_pointer(&file->spare, g_free);
	else if (!is_unchanged(patch, file->spare, file))
		return fault(DIAG_PATCH_CHANGED, file->name, diags);
	return 0;
}

static int move(struct patch *patch, struct patch_move *move,
		struct diag_list *diags)
{
	int error = make_folders(patch, move->to);

	if (error == 0)
		error = rename_free(patch, move->from, move->to);
	if (error == EEXIST)
		return fault(DIAG_PATCH_TAKEN, move->to, diags);
	if (error != 0)
		return fail(move->from, error, diags);
	move->done = true;
	return 0;
}

/* The names in the folder of `name` are on the disk, too. */
static int flush_folder(const struct patch *patch, const char *name)
{
	char *folder = g_path_get_dirname(name);
	int fd = (int)TEMP_FAILURE_RETRY(openat(
		patch->root_fd, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	int error = fd < 0 ? errno : 0;

	/* Some file systems cannot, which is no fault of the change. */
	if (fd >= 0 && fsync(fd) != 0 && errno != EINVAL)
		error = errno;
	if (fd >= 0)
		close(fd);
	g_free(folder);
	return error;
}

static int flush_name(const struct patch *patch, const char *name,
		      struct diag_list *diags)
{
	char *now = patch_name(patch, name, false);
	int error = flush_folder(patch, now);

	g_free(now);
	return error == 0 ? 0 : fail(name, error, diags);
}

static int check_files(const struct patch *patch, struct diag_list *diags)
{
	if (patch->root_fd < 0)
		return fault(DIAG_PATCH_PLACE, patch->root, diags);
	for (guint i = 0; i < patch->files->len; i++) {
		const struct patch_file *file =
			g_ptr_array_index(patch->files, i);

		if (!file->fresh && !is_unchanged(patch, file->name, file))
			return fault(DIAG_PATCH_CHANGED, file->name, diags);
	}
	return 0;
}

/* All new texts beside their files, and on the disk. */
static int stage_all(struct patch *patch, struct diag_list *diags)
{
	GPtrArray *files = patch->files;

	for (guint i = 0; i < files->len; i++) {
		struct patch_file *file = g_ptr_array_index(files, i);
		int error = stage(patch, file);

		if (error != 0)
			return fail(file->name, error, diags);
	}
	if (files->len >= FILES_MANY && syncfs(patch->root_fd) != 0)
		return fail(patch->root, errno, diags);
	return 0;
}

/* The new names, too. */
static int flush_all(const struct patch *patch, struct diag_list *diags)
{
	const GPtrArray *files = patch->files;

	if (files->len >= FILES_MANY)
		return syncfs(patch->root_fd) == 0
			       ? 0
			       : fail(patch->root, errno, diags);
	for (guint i = 0; i < files->len; i++) {
		const struct patch_file *file = g_ptr_array_index(files, i);

		if (flush_name(patch, file->name, diags) != 0)
			return -1;
	}
	return 0;
}

static int make_changes(struct patch *patch, struct diag_list *diags)
{
	GPtrArray *files = patch->files;

	if (stage_all(patch, diags) != 0)
		return -1;
	for (guint i = 0; i < files->len; i++)
		if (place(patch, g_ptr_array_index(files, i), diags) != 0)
			return -1;
	for (guint i = 0; i < patch->moves->len; i++)
		if (move(patch,
			 &g_array_index(patch->moves, struct patch_move, i),
			 diags) != 0)
			return -1;
	return flush_all(patch, diags);
}

int patch_apply(struct patch *patch, struct diag_list *diags)
{
	g_assert(!patch->applied);
	if (check_files(patch, diags) != 0 ||
	    patch_check_left(patch, diags) != 0)
		return -1;
	patch->applied = true;
	if (make_changes(patch, diags) == 0)
		return 0;
	patch_abandon(patch, diags);
	return -1;
}

void patch_finish(struct patch *patch)
{
	for (guint i = 0; patch->applied && i < patch->files->len; i++) {
		const struct patch_file *file =
			g_ptr_array_index(patch->files, i);
		char *now;

		if (file->spare == NULL)
			continue;
		now = patch_name(patch, file->spare, false);
		unlinkat(patch->root_fd, now, 0);
		g_free(now);
	}
	patch->applied = false;
}

/* Undo one file: what stands in its name is the new text, or the old. */
static int put_back(struct patch *patch, struct patch_file *file)
{
	int fd = patch->root_fd;
	int error = 0;

	if (file->fresh && file->placed)
		error = unlinkat(fd, file->name, 0) == 0 ? 0 : errno;
	else if (file->placed && renameat(fd, file->spare, fd, file->name) != 0)
		error = errno;
	else if (!file->placed && file->spare != NULL)
		unlinkat(fd, file->spare, 0);
	if (error == 0)
		file->placed = false;
	return error;
}

static int undo_failed(const char *name, int error, struct diag_list *diags)
{
	static const struct span no_place;

	return diag_add(diags, DIAG_PATCH_UNDO, no_place, "%s: %s", name,
			strerrordesc_np(error));
}

int patch_abandon(struct patch *patch, struct diag_list *diags)
{
	int result = 0;
	int error;

	if (!patch->applied)
		return 0;
	patch->applied = false;
	for (guint i = patch->moves->len; i-- > 0;) {
		struct patch_move *at =
			&g_array_index(patch->moves, struct patch_move, i);

		if (!at->done)
			continue;
		error = rename_free(patch, at->to, at->from);
		at->done = error != 0;
		if (error != 0)
			result = undo_failed(at->from, error, diags);
	}
	for (guint i = patch->files->len; i-- > 0;) {
		struct patch_file *file = g_ptr_array_index(patch->files, i);

		error = put_back(patch, file);
		if (error != 0)
			result = undo_failed(file->name, error, diags);
	}
	for (guint i = patch->folders->len; i-- > 0;)
		unlinkat(patch->root_fd, g_ptr_array_index(patch->folders, i),
			 AT_REMOVEDIR);
	return result;
}
