#include "edit/patch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "edit/patch_parts.h"

#define FILE_MODE ((mode_t)0644)

/* Findings. */

int patch_fault(enum diag_id id, const char *name, struct diag_list *diags)
{
	static const struct span no_place;

	return diag_add(diags, id, no_place, "%s", name);
}

int patch_fail(const char *name, int error, struct diag_list *diags)
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
	g_free(file->before);
	g_free(file->after);
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
	patch->journal_fd = -1;
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
	if (patch->journal_fd >= 0)
		close(patch->journal_fd);
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

int patch_check_place(const struct patch *patch, const char *name,
		      struct diag_list *diags)
{
	if (is_plain(name) && !has_obstacle(patch, name))
		return 0;
	return patch_fault(DIAG_PATCH_PLACE, name, diags);
}

bool patch_exists(const struct patch *patch, const char *name)
{
	struct stat status;

	return fstatat(patch->root_fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

char *patch_name_after(const struct patch *patch, const char *name, guint first,
		       bool all)
{
	char *now = g_strdup(name);

	for (guint i = first; i < patch->moves->len; i++) {
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

char *patch_name(const struct patch *patch, const char *name, bool all)
{
	return patch_name_after(patch, name, 0, all);
}

char *patch_spare(const char *name, unsigned which)
{
	char *folder = g_path_get_dirname(name);
	char *last = g_path_get_basename(name);
	char *spare = g_strdup_printf("%s/.%s.%u.bilaga", folder, last, which);

	g_free(last);
	g_free(folder);
	return spare;
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

int patch_read(const struct patch *patch, const char *name, char **bytes,
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

char *patch_sum(const struct patch *patch, const char *name)
{
	struct stat status;
	char *bytes;
	char *sum;
	int error = patch_read(patch, name, &bytes, &status);

	if (error == ENOENT || error == ENOTDIR)
		return NULL;
	if (error != 0)
		return g_strdup(PATCH_SUM_UNREAD);
	sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256,
					  (const guchar *)bytes,
					  (gsize)status.st_size);
	g_free(bytes);
	return sum;
}

struct patch_file *patch_file_new(struct patch *patch, const char *name,
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
	if (patch_check_place(patch, source->name, diags) != 0)
		return NULL;
	error = patch_read(patch, source->name, &bytes, &status);
	if (error != 0 && error != ESTALE && error != ENOENT) {
		patch_fail(source->name, error, diags);
		return NULL;
	}
	if (error != 0 || !same_stamp(source->stamp, source_stamp(&status))) {
		patch_fault(DIAG_PATCH_CHANGED, source->name, diags);
		g_free(bytes);
		return NULL;
	}
	return patch_file_new(patch, source->name, bytes,
			      (size_t)status.st_size, status.st_mode & 07777);
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
				    : patch_fault(DIAG_PATCH_OVERLAP,
						  file->name, diags);
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
		return patch_fault(DIAG_PATCH_CHANGED, file->name, diags);
	edit.text = own_line_ends(file, text);
	return add_edit(file, edit, diags);
}

int patch_create(struct patch *patch, const char *name, const char *text,
		 struct diag_list *diags)
{
	struct patch_file *file;
	struct patch_edit edit = { 0, 0, NULL };

	if (patch_check_place(patch, name, diags) != 0)
		return -1;
	if (g_hash_table_lookup(patch->by_name, name) != NULL ||
	    patch_exists(patch, name))
		return patch_fault(DIAG_PATCH_TAKEN, name, diags);
	file = patch_file_new(patch, name, g_strdup(""), 0, FILE_MODE);
	file->fresh = true;
	edit.text = g_strdup(text);
	g_array_append_val(file->edits, edit);
	return 0;
}

void patch_add_move(struct patch *patch, const char *from, const char *to)
{
	const struct patch_move move = {
		.from = g_strdup(from),
		.to = g_strdup(to),
	};

	g_array_append_val(patch->moves, move);
}

int patch_rename(struct patch *patch, const char *from, const char *to,
		 struct diag_list *diags)
{
	if (patch_check_place(patch, from, diags) != 0 ||
	    patch_check_place(patch, to, diags) != 0)
		return -1;
	if (strcmp(from, to) == 0)
		return 0;
	if (patch_exists(patch, to))
		return patch_fault(DIAG_PATCH_TAKEN, to, diags);
	patch_add_move(patch, from, to);
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
