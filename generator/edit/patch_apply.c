#include "edit/patch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "edit/patch_journal.h"
#include "edit/patch_parts.h"
#include "report/unfinished.h"

#define SPARE_MODE  ((mode_t)0644)
#define FOLDER_MODE ((mode_t)0755)

/* From so many files on, all that waits for the disk is written at once. */
#define FILES_MANY 64

/* --- Making the changes ----------------------------------------------------
 */

/* Make the folders on the way to `name`. 0 or an errno value. */
static int make_folders(const struct patch *patch, const char *name)
{
	for (const char *at = strchr(name, '/'); at != NULL;
	     at = strchr(at + 1, '/')) {
		char *folder = g_strndup(name, (size_t)(at - name));

		int error = mkdirat(patch->root_fd, folder, FOLDER_MODE) == 0
				    ? 0
				    : errno;

		g_free(folder);
		if (error != 0 && error != EEXIST)
			return error;
	}
	return 0;
}

int patch_write(int fd, const char *bytes, size_t length)
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

/* Write the new text of `file` beside it, and see that it is on the disk. */
static int stage(struct patch *patch, struct patch_file *file)
{
	GString *result;
	int error = file->fresh ? make_folders(patch, file->name) : 0;
	int fd;

	if (error != 0)
		return error;
	file->spare = patch_spare(file->name, 1);
	fd = (int)TEMP_FAILURE_RETRY(
		openat(patch->root_fd, file->spare,
		       O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, SPARE_MODE));
	if (fd < 0) {
		int opening = errno;

		g_clear_pointer(&file->spare, g_free);
		return opening;
	}
	result = patch_result(file);
	error = patch_write(fd, result->str, result->len);
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
 * Let the new text and the file change places. Where the file system cannot do
 * that, the file gets another hidden name first; 0 or an errno value.
 */
static int exchange(const struct patch *patch, struct patch_file *file)
{
	int fd = patch->root_fd;
	char *kept;
	int error = 0;

	if (renameat2(fd, file->spare, fd, file->name, RENAME_EXCHANGE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return errno;
	kept = patch_spare(file->name, 2);
	if (renameat(fd, file->name, fd, kept) != 0) {
		error = errno;
	} else if (renameat(fd, file->spare, fd, file->name) != 0) {
		error = errno;
		renameat(fd, kept, fd, file->name);
	} else {
		g_free(file->spare);
		file->spare = g_steal_pointer(&kept);
	}
	g_free(kept);
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
	if (patch_exists(patch, to))
		return EEXIST;
	return renameat(fd, from, fd, to) == 0 ? 0 : errno;
}

/* Does the file `name` still have the bytes that were read? */
static bool is_unchanged(const struct patch *patch, const char *name,
			 const struct patch_file *file)
{
	struct stat status;
	char *bytes;
	bool same = patch_read(patch, name, &bytes, &status) == 0 &&
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
				: exchange(patch, file);

	if (error == EEXIST)
		return patch_fault(DIAG_PATCH_TAKEN, file->name, diags);
	if (error != 0)
		return patch_fail(file->name, error, diags);
	file->placed = true;
	if (file->fresh)
		g_clear_pointer(&file->spare, g_free);
	else if (!is_unchanged(patch, file->spare, file))
		return patch_fault(DIAG_PATCH_CHANGED, file->name, diags);
	return 0;
}

static int move(struct patch *patch, struct patch_move *move,
		struct diag_list *diags)
{
	int error = make_folders(patch, move->to);

	if (error == 0)
		error = rename_free(patch, move->from, move->to);
	if (error == EEXIST)
		return patch_fault(DIAG_PATCH_TAKEN, move->to, diags);
	if (error != 0)
		return patch_fail(move->from, error, diags);
	move->done = true;
	return 0;
}

/* The names in the folder of `name`, if it is there, are on the disk, too. */
static int flush_folder(const struct patch *patch, const char *name)
{
	char *folder = g_path_get_dirname(name);
	int fd = (int)TEMP_FAILURE_RETRY(openat(
		patch->root_fd, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	int error = fd < 0 && errno != ENOENT ? errno : 0;

	/* Some file systems cannot, which is no fault of the change. */
	if (fd >= 0 && fsync(fd) != 0 && errno != EINVAL)
		error = errno;
	if (fd >= 0)
		close(fd);
	g_free(folder);
	return error;
}

static int check_files(const struct patch *patch, struct diag_list *diags)
{
	if (patch->root_fd < 0)
		return patch_fault(DIAG_PATCH_PLACE, patch->root, diags);
	for (guint i = 0; i < patch->files->len; i++) {
		const struct patch_file *file =
			g_ptr_array_index(patch->files, i);

		if (!file->fresh && !is_unchanged(patch, file->name, file))
			return patch_fault(DIAG_PATCH_CHANGED, file->name,
					   diags);
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
			return patch_fail(file->name, error, diags);
	}
	if (files->len >= FILES_MANY && syncfs(patch->root_fd) != 0)
		return patch_fail(patch->root, errno, diags);
	return 0;
}

/* The new names, too. 0 or an errno value. */
static int flush_names(const struct patch *patch)
{
	const GPtrArray *files = patch->files;
	int error = 0;

	if (files->len >= FILES_MANY)
		return syncfs(patch->root_fd) == 0 ? 0 : errno;
	for (guint i = 0; i < files->len && error == 0; i++) {
		const struct patch_file *file = g_ptr_array_index(files, i);
		char *now = patch_name(patch, file->name, false);

		error = flush_folder(patch, now);
		g_free(now);
	}
	return error;
}

static int make_changes(struct patch *patch, struct diag_list *diags)
{
	GPtrArray *files = patch->files;
	int error;

	if (stage_all(patch, diags) != 0)
		return -1;
	error = patch_journal_reach(patch, PATCH_STAGED);
	if (error != 0)
		return patch_fail(UNFINISHED_JOURNAL, error, diags);
	for (guint i = 0; i < files->len; i++)
		if (place(patch, g_ptr_array_index(files, i), diags) != 0)
			return -1;
	for (guint i = 0; i < patch->moves->len; i++)
		if (move(patch,
			 &g_array_index(patch->moves, struct patch_move, i),
			 diags) != 0)
			return -1;
	error = flush_names(patch);
	return error == 0 ? 0 : patch_fail(patch->root, error, diags);
}

int patch_apply(struct patch *patch, struct diag_list *diags)
{
	g_assert(!patch->applied);
	if (check_files(patch, diags) != 0 ||
	    patch_journal_begin(patch, diags) != 0)
		return -1;
	patch->applied = true;
	if (make_changes(patch, diags) == 0)
		return 0;
	patch_abandon(patch, diags);
	return -1;
}

/* --- Ending it --------------------------------------------------------------
 */

int patch_finish(struct patch *patch, struct diag_list *diags)
{
	bool clean = true;
	int error;

	if (!patch->applied)
		return 0;
	error = patch_journal_reach(patch, PATCH_COMMITTED);
	if (error != 0)
		return patch_fail(UNFINISHED_JOURNAL, error, diags);
	patch->applied = false;
	for (guint i = 0; i < patch->files->len; i++) {
		const struct patch_file *file =
			g_ptr_array_index(patch->files, i);
		char *now;

		if (file->spare == NULL)
			continue;
		now = patch_name(patch, file->spare, false);
		clean &= unlinkat(patch->root_fd, now, 0) == 0 ||
			 errno == ENOENT;
		g_free(now);
	}
	/* What cannot be removed now, the next command will. */
	if (clean)
		patch_journal_end(patch);
	return 0;
}

/* Has somebody saved the new file since it got its name? */
static bool is_saved_since(const struct patch *patch,
			   const struct patch_file *file)
{
	char *name = patch_name(patch, file->name, false);
	char *now = patch_sum(patch, name);
	bool saved = now != NULL && strcmp(now, PATCH_SUM_UNREAD) != 0 &&
		     strcmp(now, file->after) != 0;

	g_free(now);
	g_free(name);
	return saved;
}

/* Put the old file back. 0 or an errno value. */
static int put_back(struct patch *patch, struct patch_file *file)
{
	int fd = patch->root_fd;
	char *name = patch_name(patch, file->name, false);
	char *spare = file->spare == NULL
			      ? NULL
			      : patch_name(patch, file->spare, false);
	int error = 0;

	if (file->fresh && file->placed)
		error = unlinkat(fd, name, 0) == 0 ? 0 : errno;
	else if (file->placed && renameat(fd, spare, fd, name) != 0)
		error = errno;
	else if (!file->placed && spare != NULL)
		unlinkat(fd, spare, 0);
	if (error == 0)
		file->placed = false;
	g_free(spare);
	g_free(name);
	return error;
}

static int undo_failed(const char *name, int error, struct diag_list *diags)
{
	static const struct span no_place;

	return diag_add(diags, DIAG_PATCH_UNDO, no_place, "%s: %s", name,
			strerrordesc_np(error));
}

static int undo_moves(struct patch *patch, struct diag_list *diags)
{
	int result = 0;

	for (guint i = patch->moves->len; i-- > 0;) {
		struct patch_move *at =
			&g_array_index(patch->moves, struct patch_move, i);
		int error;

		if (!at->done)
			continue;
		error = rename_free(patch, at->to, at->from);
		at->done = error != 0;
		if (error != 0)
			result = undo_failed(at->from, error, diags);
	}
	return result;
}

static int undo_files(struct patch *patch, struct diag_list *diags)
{
	int result = 0;

	for (guint i = patch->files->len; i-- > 0;) {
		struct patch_file *file = g_ptr_array_index(patch->files, i);
		int error;

		/* A new file that somebody has written in is theirs. */
		if (file->placed && is_saved_since(patch, file)) {
			if (!file->fresh)
				result = patch_fault(DIAG_EDIT_LEFT,
						     file->spare, diags);
			continue;
		}
		error = put_back(patch, file);
		if (error != 0)
			result = undo_failed(file->name, error, diags);
	}
	return result;
}

int patch_abandon(struct patch *patch, struct diag_list *diags)
{
	int result;

	if (!patch->applied)
		return 0;
	patch->applied = false;
	result = undo_moves(patch, diags);
	if (undo_files(patch, diags) != 0)
		result = -1;
	for (guint i = patch->folders->len; i-- > 0;)
		unlinkat(patch->root_fd, g_ptr_array_index(patch->folders, i),
			 AT_REMOVEDIR);
	/* What cannot be put back now, the next command tries once more. */
	if (result == 0 && flush_names(patch) == 0)
		patch_journal_end(patch);
	return result;
}
