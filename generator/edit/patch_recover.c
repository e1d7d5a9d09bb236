#include "edit/patch_recover.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "edit/patch.h"
#include "edit/patch_journal.h"
#include "edit/patch_parts.h"
#include "report/unfinished.h"

/* How far the change had come. */
struct reached {
	bool ready;
	bool staged;
	bool committed;
};

/* --- Reading the journal ----------------------------------------------------
 */

static int take_file(struct patch *patch, const char *before, const char *after,
		     const char *name, struct diag_list *diags)
{
	struct patch_file *file;

	if (patch_check_place(patch, name, diags) != 0)
		return -1;
	file = patch_file_new(patch, name, NULL, 0, 0);
	file->fresh = before == NULL;
	file->before = g_strdup(before);
	file->after = g_strdup(after);
	return 0;
}

static int take_move(struct patch *patch, const char *from, const char *to,
		     struct diag_list *diags)
{
	if (patch_check_place(patch, from, diags) != 0 ||
	    patch_check_place(patch, to, diags) != 0)
		return -1;
	patch_add_move(patch, from, to);
	return 0;
}

static int take_folder(struct patch *patch, const char *name,
		       struct diag_list *diags)
{
	if (patch_check_place(patch, name, diags) != 0)
		return -1;
	g_ptr_array_add(patch->folders, g_strdup(name));
	return 0;
}

static int take_line(struct patch *patch, struct reached *reached, char **parts,
		     struct diag_list *diags)
{
	const char *word = parts[0];
	guint count = g_strv_length(parts);

	if (count == 4 && strcmp(word, "change") == 0)
		return take_file(patch, parts[1], parts[2], parts[3], diags);
	if (count == 3 && strcmp(word, "create") == 0)
		return take_file(patch, NULL, parts[1], parts[2], diags);
	if (count == 2 && strcmp(word, "folder") == 0)
		return take_folder(patch, parts[1], diags);
	if (count == 3 && strcmp(word, "move") == 0)
		return take_move(patch, parts[1], parts[2], diags);
	if (count == 1 && strcmp(word, "ready") == 0)
		reached->ready = true;
	else if (count == 1 && strcmp(word, "staged") == 0)
		reached->staged = true;
	else if (count == 1 && strcmp(word, "committed") == 0)
		reached->committed = true;
	else
		return patch_fault(DIAG_EDIT_JOURNAL, UNFINISHED_JOURNAL,
				   diags);
	return 0;
}

/*
 * The lines of a journal: a last one without its end is not said. Nothing was
 * done when it does not say that it is ready.
 */
static int take_lines(struct patch *patch, struct reached *reached,
		      const char *text, struct diag_list *diags)
{
	char **lines;
	int result = 0;

	if (!g_str_has_prefix(text, PATCH_JOURNAL_FORM))
		return g_str_has_prefix(PATCH_JOURNAL_FORM, text)
			       ? 0
			       : patch_fault(DIAG_EDIT_JOURNAL,
					     UNFINISHED_JOURNAL, diags);
	if (strstr(text, "\nready\n") == NULL)
		return 0;
	lines = g_strsplit(text + strlen(PATCH_JOURNAL_FORM), "\n", -1);
	for (char **at = lines; at[0] != NULL && at[1] != NULL; at++) {
		char **parts = g_strsplit(*at, "\t", -1);

		if (take_line(patch, reached, parts, diags) != 0)
			result = -1;
		g_strfreev(parts);
	}
	g_strfreev(lines);
	return result;
}

/* --- What the files tell ----------------------------------------------------
 */

/*
 * Which moves are done: those whose new name is there and whose old is not, as
 * both are called after the moves that follow, so the last is looked at first.
 */
static int find_moves(struct patch *patch, struct diag_list *diags)
{
	int result = 0;

	for (guint i = patch->moves->len; i-- > 0;) {
		struct patch_move *move =
			&g_array_index(patch->moves, struct patch_move, i);
		char *from = patch_name_after(patch, move->from, i + 1, false);
		char *to = patch_name_after(patch, move->to, i + 1, false);
		bool there = patch_exists(patch, to);

		move->done = there && !patch_exists(patch, from);
		if (there && !move->done)
			result = patch_fault(DIAG_EDIT_TWICE, to, diags);
		g_free(to);
		g_free(from);
	}
	return result;
}

/* The file as it is called now, and the hidden ones beside it. */
struct look {
	char *sum;   /* of what lies there; NULL: nothing */
	char *spare; /* name; NULL: there is none */
	char *kept;  /* the old file, where two cannot change places; NULL */
};

static char *find_hidden(const struct patch *patch,
			 const struct patch_file *file, unsigned which)
{
	char *name = patch_spare(file->name, which);
	char *now = patch_name(patch, name, false);
	bool there = patch_exists(patch, now);

	g_free(now);
	if (!there)
		g_clear_pointer(&name, g_free);
	return name;
}

static struct look look_at(const struct patch *patch,
			   const struct patch_file *file)
{
	char *now = patch_name(patch, file->name, false);
	struct look look = {
		.sum = patch_sum(patch, now),
		.spare = find_hidden(patch, file, 1),
		.kept = find_hidden(patch, file, 2),
	};

	g_free(now);
	return look;
}

static void look_release(struct look *look)
{
	g_free(look->sum);
	g_free(look->spare);
	g_free(look->kept);
}

static bool is_sum(const char *sum, const char *wanted)
{
	return sum != NULL && wanted != NULL && strcmp(sum, wanted) == 0;
}

static void drop(const struct patch *patch, const char *name)
{
	char *now = patch_name(patch, name, false);

	unlinkat(patch->root_fd, now, 0);
	g_free(now);
}

/* A new file has its name when the hidden one has gone. */
static void find_fresh(struct patch_file *file, struct look *look, bool staged)
{
	file->placed =
		staged && look->spare == NULL && is_sum(look->sum, file->after);
	if (!file->placed)
		file->spare = g_steal_pointer(&look->spare);
}

/* Has the hidden file the new text, and not what was there before? */
static bool is_new(const struct patch *patch, const struct patch_file *file,
		   const char *hidden)
{
	char *now = patch_name(patch, hidden, false);
	char *sum = patch_sum(patch, now);
	bool new = is_sum(sum, file->after);

	g_free(sum);
	g_free(now);
	return new;
}

/*
 * Is the old text in the hidden file, to be put back? Then the file says what
 * the patch wrote, or has no name at this moment. If it says something else,
 * somebody has written it since, and only a person can tell which to keep.
 */
static int find_changed(const struct patch *patch, struct patch_file *file,
			struct look *look, bool staged, struct diag_list *diags)
{
	const char *hidden = look->kept == NULL ? look->spare : look->kept;
	bool before = is_sum(look->sum, file->before);

	if (hidden == NULL)
		return 0;
	file->spare = g_strdup(hidden);
	if (!staged || before ||
	    (look->kept == NULL && is_new(patch, file, hidden)))
		return 0;
	if (look->sum != NULL && !is_sum(look->sum, file->after)) {
		char *now = patch_name(patch, hidden, false);

		patch_fault(DIAG_EDIT_LEFT, now, diags);
		g_free(now);
		return -1;
	}
	file->placed = true;
	/* The new text has not got its name yet, and needs none. */
	if (look->kept != NULL && look->spare != NULL)
		drop(patch, look->spare);
	return 0;
}

static int find_files(struct patch *patch, bool staged, struct diag_list *diags)
{
	int result = 0;

	for (guint i = 0; i < patch->files->len; i++) {
		struct patch_file *file = g_ptr_array_index(patch->files, i);
		struct look look = look_at(patch, file);

		if (file->fresh)
			find_fresh(file, &look, staged);
		else if (find_changed(patch, file, &look, staged, diags) != 0)
			result = -1;
		look_release(&look);
	}
	return result;
}

/* --- Doing it ---------------------------------------------------------------
 */

/* Remove what was kept of a change that stays. */
static void finish(struct patch *patch)
{
	for (guint i = 0; i < patch->moves->len; i++)
		g_array_index(patch->moves, struct patch_move, i).done = true;
	for (guint i = 0; i < patch->files->len; i++) {
		const struct patch_file *file =
			g_ptr_array_index(patch->files, i);

		for (unsigned which = 1; which <= 2; which++) {
			char *spare = patch_spare(file->name, which);

			drop(patch, spare);
			g_free(spare);
		}
	}
	patch_journal_end(patch);
}

static int recover(struct patch *patch, const char *text,
		   struct diag_list *diags)
{
	static const struct span no_place;
	struct reached reached = { 0 };

	if (take_lines(patch, &reached, text, diags) != 0)
		return -1;
	if (!reached.ready) {
		patch_journal_end(patch);
		return 0;
	}
	if (reached.committed) {
		finish(patch);
		diag_add(diags, DIAG_EDIT_FINISHED, no_place, NULL);
		return 0;
	}
	if (find_moves(patch, diags) != 0 ||
	    find_files(patch, reached.staged, diags) != 0)
		return -1;
	patch->applied = true;
	if (patch_abandon(patch, diags) != 0)
		return -1;
	diag_add(diags, DIAG_EDIT_UNDONE, no_place, NULL);
	return 0;
}

/* All of a file that is open; the caller frees. NULL with errno. */
static char *read_all(int fd)
{
	GString *text = g_string_new(NULL);
	char buffer[8192];
	ssize_t got;

	while ((got = TEMP_FAILURE_RETRY(read(fd, buffer, sizeof(buffer)))) > 0)
		g_string_append_len(text, buffer, got);
	return g_string_free(text, got < 0);
}

/* The journal belongs to a process that is at work. */
static int recover_open(struct patch *patch, struct diag_list *diags)
{
	char *text;
	int result;

	if (patch->journal_fd < 0)
		return errno == ENOENT
			       ? 0
			       : patch_fail(UNFINISHED_JOURNAL, errno, diags);
	if (TEMP_FAILURE_RETRY(flock(patch->journal_fd, LOCK_EX | LOCK_NB)) !=
	    0)
		return patch_fault(DIAG_EDIT_BUSY, patch->root, diags);
	text = read_all(patch->journal_fd);
	if (text == NULL)
		return patch_fail(UNFINISHED_JOURNAL, errno, diags);
	result = recover(patch, text, diags);
	g_free(text);
	return result;
}

int patch_recover(const char *root, struct diag_list *diags)
{
	struct patch *patch = patch_new(root);
	int result = 0;

	if (patch->root_fd >= 0) {
		patch->journal_fd = (int)TEMP_FAILURE_RETRY(
			openat(patch->root_fd, UNFINISHED_JOURNAL,
			       O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
		result = recover_open(patch, diags);
	}
	patch_free(patch);
	return result;
}
