#include "edit/patch_journal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "edit/patch.h"
#include "edit/patch_parts.h"
#include "report/unfinished.h"

#define JOURNAL_MODE ((mode_t)0600)

/* --- Hidden files -----------------------------------------------------------
 */

static bool is_left(const char *name)
{
	return name[0] == '.' && g_str_has_suffix(name, ".bilaga") &&
	       strcmp(name, UNFINISHED_JOURNAL) != 0;
}

static bool is_folder(const struct patch *patch, const char *name)
{
	struct stat status;

	return fstatat(patch->root_fd, name, &status, AT_SYMLINK_NOFOLLOW) ==
		       0 &&
	       S_ISDIR(status.st_mode);
}

/* 0, or −1 with a finding for each file that no journal is about. */
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
			result = patch_fault(DIAG_EDIT_LEFT, inner, diags);
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

/* --- Writing it -------------------------------------------------------------
 */

/* Note the folders on the way to `name` that are not there yet. */
static void find_folders(struct patch *patch, const char *name)
{
	for (const char *at = strchr(name, '/'); at != NULL;
	     at = strchr(at + 1, '/')) {
		char *folder = g_strndup(name, (size_t)(at - name));

		if (patch_exists(patch, folder) ||
		    g_ptr_array_find_with_equal_func(patch->folders, folder,
						     g_str_equal, NULL))
			g_free(folder);
		else
			g_ptr_array_add(patch->folders, folder);
	}
}

static void append_file(GString *text, struct patch_file *file)
{
	GString *result = patch_result(file);

	file->after = g_compute_checksum_for_string(
		G_CHECKSUM_SHA256, result->str, (gssize)result->len);
	g_string_free(result, TRUE);
	if (!file->fresh)
		file->before = g_compute_checksum_for_string(
			G_CHECKSUM_SHA256, file->bytes, (gssize)file->length);
	if (file->fresh)
		g_string_append_printf(text, "create\t%s\t%s\n", file->after,
				       file->name);
	else
		g_string_append_printf(text, "change\t%s\t%s\t%s\n",
				       file->before, file->after, file->name);
}

/* All that the patch will do; finds the folders that it will make. */
static GString *describe(struct patch *patch)
{
	GString *text = g_string_new(PATCH_JOURNAL_FORM);

	for (guint i = 0; i < patch->files->len; i++) {
		struct patch_file *file = g_ptr_array_index(patch->files, i);

		append_file(text, file);
		if (file->fresh)
			find_folders(patch, file->name);
	}
	for (guint i = 0; i < patch->moves->len; i++)
		find_folders(
			patch,
			g_array_index(patch->moves, struct patch_move, i).to);
	for (guint i = 0; i < patch->folders->len; i++)
		g_string_append_printf(
			text, "folder\t%s\n",
			(const char *)g_ptr_array_index(patch->folders, i));
	for (guint i = 0; i < patch->moves->len; i++) {
		const struct patch_move *move =
			&g_array_index(patch->moves, struct patch_move, i);

		g_string_append_printf(text, "move\t%s\t%s\n", move->from,
				       move->to);
	}
	return g_string_append(text, "ready\n");
}

/* That the journal is there is on the disk, too. 0 or an errno value. */
static int flush_journal(const struct patch *patch)
{
	if (fsync(patch->journal_fd) != 0)
		return errno;
	/* Some file systems cannot, which is no fault of the change. */
	if (fsync(patch->root_fd) != 0 && errno != EINVAL)
		return errno;
	return 0;
}

/*
 * Has this process the journal for itself? Another may have taken one with
 * nothing in it yet for one that was cut short, and removed it. Where nothing
 * can be locked, nobody can tell.
 */
static bool lock(const struct patch *patch)
{
	struct stat status;

	TEMP_FAILURE_RETRY(flock(patch->journal_fd, LOCK_EX));
	return fstat(patch->journal_fd, &status) != 0 || status.st_nlink > 0;
}

int patch_journal_begin(struct patch *patch, struct diag_list *diags)
{
	GString *text;
	int error;

	if (unfinished_check(patch->root, diags) != 0 ||
	    check_left(patch, "", diags) != 0)
		return -1;
	patch->journal_fd = (int)TEMP_FAILURE_RETRY(
		openat(patch->root_fd, UNFINISHED_JOURNAL,
		       O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, JOURNAL_MODE));
	if (patch->journal_fd < 0 && errno == EEXIST)
		return patch_fault(DIAG_EDIT_BUSY, patch->root, diags);
	if (patch->journal_fd < 0)
		return patch_fail(UNFINISHED_JOURNAL, errno, diags);
	if (!lock(patch))
		return patch_fault(DIAG_EDIT_BUSY, patch->root, diags);
	text = describe(patch);
	error = patch_write(patch->journal_fd, text->str, text->len);
	if (error == 0)
		error = flush_journal(patch);
	g_string_free(text, TRUE);
	if (error == 0)
		return 0;
	patch_journal_end(patch);
	return patch_fail(UNFINISHED_JOURNAL, error, diags);
}

int patch_journal_reach(struct patch *patch, enum patch_stage stage)
{
	static const char *const words[] = {
		[PATCH_STAGED] = "staged\n",
		[PATCH_COMMITTED] = "committed\n",
	};
	int fd = patch->journal_fd;
	off_t end = lseek(fd, 0, SEEK_END);
	int error = end < 0 ? errno : 0;

	if (error == 0)
		error = patch_write(fd, words[stage], strlen(words[stage]));
	if (error == 0 && stage == PATCH_COMMITTED && fsync(fd) != 0)
		error = errno;
	/* What is not sure to be there must not be there. */
	if (error != 0 && end >= 0 && ftruncate(fd, end) == 0)
		fsync(fd);
	return error;
}

void patch_journal_end(struct patch *patch)
{
	if (patch->journal_fd < 0)
		return;
	unlinkat(patch->root_fd, UNFINISHED_JOURNAL, 0);
	close(patch->journal_fd);
	patch->journal_fd = -1;
}
