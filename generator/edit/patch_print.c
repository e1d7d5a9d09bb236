#include "edit/patch_print.h"

#include <stdbool.h>
#include <string.h>

#include "base/listing.h"
#include "edit/patch.h"
#include "edit/patch_parts.h"

/* Lines shown around a change. */
#define CONTEXT 3

/* Lines that end with their line feed; the last may lack it. */
struct lines {
	GArray *starts; /* const char *, with one more at the end */
};

/* Some lines of the old file, and what they become. */
struct change {
	size_t old_first;
	size_t old_count;
	size_t new_first;
	size_t new_count;
};

static struct lines lines_of(const char *text, size_t length)
{
	struct lines lines = { g_array_new(FALSE, FALSE, sizeof(char *)) };
	const char *end = text + length;
	const char *at = text;

	while (at < end) {
		const char *feed = memchr(at, '\n', (size_t)(end - at));

		g_array_append_val(lines.starts, at);
		at = feed == NULL ? end : feed + 1;
	}
	g_array_append_val(lines.starts, end);
	return lines;
}

static size_t lines_count(const struct lines *lines)
{
	return lines->starts->len - 1;
}

static const char *line_at(const struct lines *lines, size_t i, size_t *length)
{
	const char *start = g_array_index(lines->starts, const char *, i);

	*length = (size_t)(g_array_index(lines->starts, const char *, i + 1) -
			   start);
	return start;
}

static bool same_line(const struct lines *a, size_t i, const struct lines *b,
		      size_t k)
{
	size_t one;
	size_t other;
	const char *left = line_at(a, i, &one);
	const char *right = line_at(b, k, &other);

	return one == other && memcmp(left, right, one) == 0;
}

/*
 * How many lines end before the byte at `at`: the line that it is in, or one
 * more than there are when it is the end, after a line feed.
 */
static size_t line_of(const struct lines *lines, const char *at)
{
	size_t low = 0;
	size_t high = lines_count(lines);
	size_t length;
	const char *last;

	if (high == 0)
		return 0;
	last = line_at(lines, high - 1, &length);
	if (at == last + length && last[length - 1] == '\n')
		return high;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (g_array_index(lines->starts, const char *, middle) <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* How many lines there are from `first` to the one with the byte at `at`. */
static size_t lines_to(const struct lines *lines, size_t first, const char *at)
{
	return MIN(line_of(lines, at) + 1, lines_count(lines)) - first;
}

/* Leave out lines at both ends that are the same. */
static void trim(struct change *change, const struct lines *before,
		 const struct lines *after)
{
	while (change->old_count > 0 && change->new_count > 0 &&
	       same_line(before, change->old_first, after, change->new_first)) {
		change->old_first++;
		change->new_first++;
		change->old_count--;
		change->new_count--;
	}
	while (change->old_count > 0 && change->new_count > 0 &&
	       same_line(before, change->old_first + change->old_count - 1,
			 after, change->new_first + change->new_count - 1)) {
		change->old_count--;
		change->new_count--;
	}
}

/*
 * The lines that the edits touch. Where the new text lies follows from how
 * much longer it has become by then.
 */
static GArray *list_changes(const struct patch_file *file,
			    const struct lines *before,
			    const struct lines *after, const GString *result)
{
	GArray *changes = g_array_new(FALSE, FALSE, sizeof(struct change));
	size_t removed = 0;
	size_t added = 0;

	for (guint i = 0; i < file->edits->len; i++) {
		const struct patch_edit *edit =
			&g_array_index(file->edits, struct patch_edit, i);
		const char *old = file->bytes + edit->offset;
		const char *new = result->str + edit->offset - removed + added;
		struct change change = { 0 };

		removed += edit->length;
		added += strlen(edit->text);
		change.old_first = line_of(before, old);
		change.old_count =
			lines_to(before, change.old_first, old + edit->length);
		change.new_first = line_of(after, new);
		change.new_count = lines_to(after, change.new_first,
					    new + strlen(edit->text));
		g_array_append_val(changes, change);
	}
	return changes;
}

/* Join neighbours: those that overlap, or (`touching`) have nothing between. */
static GArray *join(GArray *changes, bool touching)
{
	GArray *joined = g_array_new(FALSE, FALSE, sizeof(struct change));

	for (guint i = 0; i < changes->len; i++) {
		struct change next = g_array_index(changes, struct change, i);
		struct change *last =
			joined->len == 0 ? NULL
					 : &g_array_index(joined, struct change,
							  joined->len - 1);

		if (last == NULL || next.old_first >= last->old_first +
							      last->old_count +
							      touching) {
			g_array_append_val(joined, next);
			continue;
		}
		last->old_count =
			next.old_first + next.old_count - last->old_first;
		last->new_count =
			next.new_first + next.new_count - last->new_first;
	}
	g_array_free(changes, TRUE);
	return joined;
}

/* What differs, line by line: as little as can be, and no two side by side. */
static GArray *join_changes(GArray *changes, const struct lines *before,
			    const struct lines *after)
{
	changes = join(changes, false);
	for (guint i = 0; i < changes->len; i++)
		trim(&g_array_index(changes, struct change, i), before, after);
	return join(changes, true);
}

static void append_line(GString *out, char mark, const struct lines *lines,
			size_t i)
{
	size_t length;
	const char *line = line_at(lines, i, &length);

	g_string_append_c(out, mark);
	g_string_append_len(out, line, (gssize)length);
	if (length == 0 || line[length - 1] != '\n')
		g_string_append(out, "\n\\ No newline at end of file\n");
}

static void append_range(GString *out, char mark, size_t first, size_t count)
{
	g_string_append_printf(out, " %c%zu,%zu", mark,
			       count == 0 ? first : first + 1, count);
}

/* One hunk: the changes from `first` to before `end`, with lines around. */
static void append_hunk(GString *out, const GArray *changes, guint first,
			guint end, const struct lines *before,
			const struct lines *after)
{
	const struct change *top =
		&g_array_index(changes, struct change, first);
	const struct change *bottom =
		&g_array_index(changes, struct change, end - 1);
	size_t lead = MIN(top->old_first, (size_t)CONTEXT);
	size_t at = top->old_first - lead;
	size_t stop = MIN(bottom->old_first + bottom->old_count + CONTEXT,
			  lines_count(before));
	size_t new_stop = bottom->new_first + bottom->new_count + stop -
			  bottom->old_first - bottom->old_count;

	g_string_append(out, "@@");
	append_range(out, '-', at, stop - at);
	append_range(out, '+', top->new_first - lead,
		     new_stop - (top->new_first - lead));
	g_string_append(out, " @@\n");
	for (guint i = first; i < end; i++) {
		const struct change *change =
			&g_array_index(changes, struct change, i);

		for (; at < change->old_first; at++)
			append_line(out, ' ', before, at);
		for (size_t k = 0; k < change->old_count; k++)
			append_line(out, '-', before, at++);
		for (size_t k = 0; k < change->new_count; k++)
			append_line(out, '+', after, change->new_first + k);
	}
	for (; at < stop; at++)
		append_line(out, ' ', before, at);
}

static void append_hunks(GString *out, const GArray *changes,
			 const struct lines *before, const struct lines *after)
{
	guint first = 0;

	for (guint i = 1; i <= changes->len; i++) {
		const struct change *last =
			&g_array_index(changes, struct change, i - 1);

		if (i < changes->len &&
		    g_array_index(changes, struct change, i).old_first <=
			    last->old_first + last->old_count + 2 * CONTEXT)
			continue;
		append_hunk(out, changes, first, i, before, after);
		first = i;
	}
}

static void append_names(GString *out, const char *from, const char *to)
{
	g_string_append_printf(out, "diff --git a/%s b/%s\n", from, to);
	if (strcmp(from, to) != 0)
		g_string_append_printf(out, "rename from %s\nrename to %s\n",
				       from, to);
}

static void append_file(GString *out, const struct patch *patch,
			const struct patch_file *file)
{
	char *to = patch_name(patch, file->name, true);
	GString *result = patch_result(file);
	struct lines before = lines_of(file->bytes, file->length);
	struct lines after = lines_of(result->str, result->len);
	GArray *changes = join_changes(
		list_changes(file, &before, &after, result), &before, &after);

	append_names(out, file->fresh ? to : file->name, to);
	if (file->fresh)
		g_string_append_printf(
			out, "new file mode 100644\n--- /dev/null\n+++ b/%s\n",
			to);
	else
		g_string_append_printf(out, "--- a/%s\n+++ b/%s\n", file->name,
				       to);
	append_hunks(out, changes, &before, &after);
	g_array_free(changes, TRUE);
	g_array_free(before.starts, TRUE);
	g_array_free(after.starts, TRUE);
	g_string_free(result, TRUE);
	g_free(to);
}

/* The files at and below `name`, those that have a new text left out. */
static void append_moved(GString *out, const struct patch *patch,
			 const char *name)
{
	char *path = g_build_filename(patch->root, name, NULL);
	GPtrArray *names = listing_new(path, "");

	if (!g_file_test(path, G_FILE_TEST_IS_DIR) &&
	    !g_hash_table_contains(patch->by_name, name)) {
		char *to = patch_name(patch, name, true);

		append_names(out, name, to);
		g_free(to);
	}
	for (guint i = 0; i < names->len; i++) {
		char *inner = g_strconcat(
			name, "/", (char *)g_ptr_array_index(names, i), NULL);

		append_moved(out, patch, inner);
		g_free(inner);
	}
	g_ptr_array_free(names, TRUE);
	g_free(path);
}

void patch_append_diff(GString *out, const struct patch *patch)
{
	for (guint i = 0; i < patch->files->len; i++)
		append_file(out, patch, g_ptr_array_index(patch->files, i));
	for (guint i = 0; i < patch->moves->len; i++)
		append_moved(
			out, patch,
			g_array_index(patch->moves, struct patch_move, i).from);
}

void patch_print_diff(const struct patch *patch, FILE *out)
{
	GString *diff = g_string_new(NULL);

	patch_append_diff(diff, patch);
	fwrite(diff->str, 1, diff->len, out);
	g_string_free(diff, TRUE);
}
