#include <ftw.h>
#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/diag_print.h"
#include "base/source.h"
#include "edit/patch.h"
#include "edit/patch_print.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyz"

/* A folder with files for the test under way. */
struct room {
	char *top;
	struct arena *arena;
	struct diag_list *diags;
	struct patch *patch;
};

static int room_setup(void **state)
{
	struct room *room = g_new0(struct room, 1);

	room->top = g_dir_make_tmp("bilaga-patch-XXXXXX", NULL);
	assert_non_null(room->top);
	room->arena = arena_new();
	room->diags = diag_list_new();
	room->patch = patch_new(room->top);
	*state = room;
	return 0;
}

static int remove_one(const char *path, const struct stat *status, int kind,
		      struct FTW *walk)
{
	(void)status;
	(void)kind;
	(void)walk;
	return remove(path);
}

static int room_teardown(void **state)
{
	struct room *room = *state;

	patch_free(room->patch);
	nftw(room->top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	diag_list_free(room->diags);
	arena_free(room->arena);
	g_free(room->top);
	g_free(room);
	return 0;
}

static char *full_path(const struct room *room, const char *name)
{
	return g_build_filename(room->top, name, NULL);
}

static void put(struct room *room, const char *name, const char *text)
{
	char *path = full_path(room, name);
	char *folder = g_path_get_dirname(path);
	FILE *out;

	assert_int_equal(g_mkdir_with_parents(folder, 0755), 0);
	out = fopen(path, "w");
	assert_non_null(out);
	assert_true(fputs(text, out) >= 0);
	assert_int_equal(fclose(out), 0);
	g_free(folder);
	g_free(path);
}

/* The file, read as the program reads it. */
static struct source *put_source(struct room *room, const char *name,
				 const char *text)
{
	char *path = full_path(room, name);
	struct source *source = source_new(path, name, room->arena);

	put(room, name, text);
	assert_int_equal(source_read(source, room->diags), 0);
	source_drop(source);
	g_free(path);
	return source;
}

static void assert_file(struct room *room, const char *name, const char *wanted)
{
	char *path = full_path(room, name);
	char *text = NULL;

	g_file_get_contents(path, &text, NULL, NULL);
	if (g_strcmp0(text, wanted) != 0)
		fail_msg("%s: wanted \"%s\", got \"%s\"", name,
			 wanted == NULL ? "nothing" : wanted,
			 text == NULL ? "nothing" : text);
	g_free(text);
	g_free(path);
}

/* How many names there are in the folder, hidden ones too. */
static void assert_names(struct room *room, const char *name, unsigned wanted)
{
	char *path = full_path(room, name);
	GDir *dir = g_dir_open(path, 0, NULL);
	unsigned count = 0;

	assert_non_null(dir);
	while (g_dir_read_name(dir) != NULL)
		count++;
	g_dir_close(dir);
	g_free(path);
	assert_int_equal(count, wanted);
}

static int replace(struct room *room, struct source *source, size_t offset,
		   size_t length, const char *text)
{
	return patch_replace(room->patch, source_span(source, offset, length),
			     text, room->diags);
}

/* One finding was told, of this name. */
static void assert_told(struct room *room, enum diag_id id)
{
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	diag_print_json(room->diags, DIAG_ENGLISH, file);
	fclose(file);
	assert_int_equal(diag_count(room->diags, DIAG_NOTE), 1);
	assert_non_null(strstr(text, diag_id_name(id)));
	free(text);
}

static void apply(struct room *room)
{
	assert_int_equal(patch_apply(room->patch, room->diags), 0);
	assert_int_equal(patch_finish(room->patch, room->diags), 0);
}

static void test_replace(void **state)
{
	struct room *room = *state;
	struct source *source = put_source(room, "a.md", "one two three\n");

	assert_int_equal(replace(room, source, 8, 5, "3"), 0);
	assert_int_equal(replace(room, source, 0, 3, "first"), 0);
	assert_int_equal(replace(room, source, 4, 0, "and "), 0);
	assert_int_equal(replace(room, source, 4, 0, "then "), 0);
	assert_int_equal(replace(room, source, 4, 3, "2"), 0);
	assert_int_equal(replace(room, source, 4, 3, "2"), 0);
	assert_int_equal(patch_files(room->patch), 1);
	apply(room);
	assert_file(room, "a.md", "first and then 2 3\n");
	assert_names(room, "", 1);
}

static void test_line_ends(void **state)
{
	struct room *room = *state;
	struct source *source =
		put_source(room, "a.md", "\xEF\xBB\xBFone\r\ntwo\r\nthree\r\n");
	struct source *old = put_source(room, "b.md", "one\rtwo\r");

	assert_int_equal(replace(room, source, 4, 3, "2\n2b"), 0);
	assert_int_equal(replace(room, source, 14, 0, "four\n"), 0);
	assert_int_equal(replace(room, old, 4, 3, "2"), 0);
	apply(room);
	assert_file(room, "a.md",
		    "\xEF\xBB\xBFone\r\n2\r\n2b\r\nthree\r\nfour\r\n");
	assert_file(room, "b.md", "one\r2\r");
}

static void test_overlap(void **state)
{
	struct room *room = *state;
	struct source *source = put_source(room, "a.md", "one two three\n");

	assert_int_equal(replace(room, source, 4, 3, "2"), 0);
	assert_int_equal(replace(room, source, 6, 2, "x"), -1);
	assert_told(room, DIAG_PATCH_OVERLAP);
	assert_int_equal(replace(room, source, 5, 0, "x"), -1);
	assert_int_equal(replace(room, source, 4, 3, "x"), -1);
	assert_int_equal(replace(room, source, 7, 1, "_"), 0);
	apply(room);
	assert_file(room, "a.md", "one 2_three\n");
}

static void test_create_and_rename(void **state)
{
	struct room *room = *state;
	struct source *source = put_source(room, "s/a.md", "a\n");

	put(room, "s/b.md", "b\n");
	assert_int_equal(replace(room, source, 0, 1, "A"), 0);
	assert_int_equal(
		patch_create(room->patch, "t/n.md", "new\n", room->diags), 0);
	assert_int_equal(
		patch_rename(room->patch, "s/b.md", "s/c.md", room->diags), 0);
	assert_int_equal(patch_rename(room->patch, "s", "u/v", room->diags), 0);
	apply(room);
	assert_file(room, "u/v/a.md", "A\n");
	assert_file(room, "u/v/c.md", "b\n");
	assert_file(room, "t/n.md", "new\n");
	assert_names(room, "", 2);
	assert_names(room, "u/v", 2);
}

static void test_abandon(void **state)
{
	struct room *room = *state;
	struct source *source = put_source(room, "s/a.md", "a\n");

	assert_int_equal(replace(room, source, 0, 1, "A"), 0);
	assert_int_equal(
		patch_create(room->patch, "t/u/n.md", "new\n", room->diags), 0);
	assert_int_equal(patch_rename(room->patch, "s", "v", room->diags), 0);
	assert_int_equal(patch_apply(room->patch, room->diags), 0);
	assert_file(room, "v/a.md", "A\n");
	assert_int_equal(patch_abandon(room->patch, room->diags), 0);
	assert_file(room, "s/a.md", "a\n");
	assert_names(room, "", 1);
	assert_names(room, "s", 1);
}

/* Somebody clears away what was kept to put it back. */
static void test_undo(void **state)
{
	struct room *room = *state;
	struct source *source = put_source(room, "a.md", "a\n");
	char *spare = full_path(room, ".a.md.1.bilaga");

	assert_int_equal(replace(room, source, 0, 1, "A"), 0);
	assert_int_equal(patch_apply(room->patch, room->diags), 0);
	assert_int_equal(unlink(spare), 0);
	assert_int_equal(patch_abandon(room->patch, room->diags), -1);
	assert_told(room, DIAG_PATCH_UNDO);
	assert_file(room, "a.md", "A\n");
	g_free(spare);
}

/* A patch before this one was cut short. */
static void test_left(void **state)
{
	struct room *room = *state;
	struct source *source = put_source(room, "s/a.md", "a\n");

	put(room, "s/.a.md.1.bilaga", "before\n");
	assert_int_equal(replace(room, source, 0, 1, "A"), 0);
	assert_int_equal(patch_apply(room->patch, room->diags), -1);
	assert_told(room, DIAG_EDIT_LEFT);
	assert_file(room, "s/a.md", "a\n");
}

/* The folder that the content lies in has gone. */
static void test_no_root(void **state)
{
	struct room *room = *state;
	struct patch *patch = patch_new("/nowhere/at/all");

	assert_int_equal(patch_create(patch, "a.md", "x", room->diags), 0);
	assert_int_equal(patch_apply(patch, room->diags), -1);
	assert_told(room, DIAG_PATCH_PLACE);
	patch_free(patch);
}

/* Somebody saves between our reading and our writing. */
static void test_changed(void **state)
{
	struct room *room = *state;
	struct source *first = put_source(room, "a.md", "one\n");
	struct source *second = put_source(room, "b.md", "two\n");

	put(room, "b.md", "other\n");
	assert_int_equal(replace(room, first, 0, 3, "1"), 0);
	assert_int_equal(replace(room, second, 0, 3, "2"), -1);
	assert_told(room, DIAG_PATCH_CHANGED);
	put(room, "a.md", "six\n");
	assert_int_equal(patch_apply(room->patch, room->diags), -1);
	assert_file(room, "a.md", "six\n");
	assert_file(room, "b.md", "other\n");
	assert_names(room, "", 2);
}

static void test_taken(void **state)
{
	struct room *room = *state;

	put(room, "a.md", "a\n");
	put(room, "b.md", "b\n");
	assert_int_equal(patch_create(room->patch, "a.md", "x", room->diags),
			 -1);
	assert_told(room, DIAG_PATCH_TAKEN);
	assert_int_equal(patch_rename(room->patch, "a.md", "b.md", room->diags),
			 -1);
	assert_int_equal(patch_rename(room->patch, "a.md", "c.md", room->diags),
			 0);
	assert_int_equal(patch_create(room->patch, "d.md", "d\n", room->diags),
			 0);
	put(room, "c.md", "c\n");
	assert_int_equal(patch_apply(room->patch, room->diags), -1);
	assert_file(room, "a.md", "a\n");
	assert_file(room, "c.md", "c\n");
	assert_file(room, "d.md", NULL);
	assert_names(room, "", 3);
}

static void test_place(void **state)
{
	static const char *const wrong[] = { "../a.md", "/a.md",    "a/../b.md",
					     "",	"a//b.md",  "./a.md",
					     ".git/x",	"link/a.md" };
	struct room *room = *state;
	char *link = full_path(room, "link");

	assert_int_equal(symlink("/tmp", link), 0);
	g_free(link);
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
		assert_int_equal(
			patch_create(room->patch, wrong[i], "x", room->diags),
			-1);
	assert_int_equal(diag_count(room->diags, DIAG_ERROR),
			 G_N_ELEMENTS(wrong));
	assert_int_equal(
		patch_rename(room->patch, "a.md", "../b.md", room->diags), -1);
	assert_true(patch_is_empty(room->patch));
}

static void test_mode(void **state)
{
	struct room *room = *state;
	struct source *source = put_source(room, "a.md", "a\n");
	char *path = full_path(room, "a.md");
	struct stat status;

	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(replace(room, source, 0, 1, "b"), 0);
	apply(room);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	g_free(path);
}

static void assert_diff(struct room *room, const char *wanted)
{
	GString *diff = g_string_new(NULL);

	patch_append_diff(diff, room->patch);
	assert_string_equal(diff->str, wanted);
	g_string_free(diff, TRUE);
}

static void test_diff(void **state)
{
	struct room *room = *state;
	struct source *source = put_source(room, "s/a.md",
					   "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n"
					   "11\n12\n13\n14\n15\nend");

	put(room, "s/b.md", "b\n");
	assert_int_equal(replace(room, source, 2, 1, "two"), 0);
	assert_int_equal(replace(room, source, 4, 2, ""), 0);
	assert_int_equal(replace(room, source, 36, 3, "the end\n"), 0);
	assert_int_equal(
		patch_create(room->patch, "n.md", "new\nfile\n", room->diags),
		0);
	assert_int_equal(patch_rename(room->patch, "s", "t", room->diags), 0);
	assert_diff(room, "diff --git a/s/a.md b/t/a.md\n"
			  "rename from s/a.md\n"
			  "rename to t/a.md\n"
			  "--- a/s/a.md\n"
			  "+++ b/t/a.md\n"
			  "@@ -1,6 +1,5 @@\n"
			  " 1\n-2\n-3\n+two\n 4\n 5\n 6\n"
			  "@@ -13,4 +12,4 @@\n"
			  " 13\n 14\n 15\n-end\n"
			  "\\ No newline at end of file\n"
			  "+the end\n"
			  "diff --git a/n.md b/n.md\n"
			  "new file mode 100644\n"
			  "--- /dev/null\n"
			  "+++ b/n.md\n"
			  "@@ -0,0 +1,2 @@\n"
			  "+new\n+file\n"
			  "diff --git a/s/b.md b/t/b.md\n"
			  "rename from s/b.md\n"
			  "rename to t/b.md\n");
}

static void test_diff_at_end(void **state)
{
	struct room *room = *state;
	struct source *source = put_source(room, "a.md", "1\n2\n");

	assert_int_equal(replace(room, source, 4, 0, "3\n"), 0);
	assert_int_equal(replace(room, source, 4, 0, "4\n"), 0);
	assert_diff(room, "diff --git a/a.md b/a.md\n"
			  "--- a/a.md\n"
			  "+++ b/a.md\n"
			  "@@ -1,2 +1,4 @@\n"
			  " 1\n 2\n+3\n+4\n");
}

/* Random changes, asked for in any order, against what they must give. */
static void one_random(struct room *room, GRand *chance, unsigned number)
{
	GString *text = g_string_new(NULL);
	GString *wanted = g_string_new(NULL);
	GArray *spans = g_array_new(FALSE, FALSE, sizeof(size_t[2]));
	char *name = g_strdup_printf("%u.md", number);
	struct source *source;

	for (int i = g_rand_int_range(chance, 1, 60); i > 0; i--)
		g_string_append_c(
			text,
			(LETTERS "\n\n\n\n")[g_rand_int_range(chance, 0, 30)]);
	source = put_source(room, name, text->str);
	for (size_t at = 0; at < text->len;) {
		size_t kept = (size_t)g_rand_int_range(chance, 1, 9);
		size_t span[2] = { at + kept, 0 };

		span[1] = (size_t)g_rand_int_range(chance, 0, 5);
		if (span[0] + span[1] > text->len) {
			g_string_append(wanted, text->str + at);
			break;
		}
		g_string_append_len(wanted, text->str + at, (gssize)kept);
		g_string_append_printf(wanted, "<%zu\n>", span[0]);
		g_array_append_val(spans, span);
		at = span[0] + span[1];
	}
	while (spans->len > 0) {
		guint k = (guint)g_rand_int_range(chance, 0, (gint)spans->len);
		size_t *span = (size_t *)(spans->data) + 2 * k;
		char *new = g_strdup_printf("<%zu\n>", span[0]);

		assert_int_equal(replace(room, source, span[0], span[1], new),
				 0);
		g_free(new);
		g_array_remove_index(spans, k);
	}
	apply(room);
	assert_file(room, name, wanted->str);
	patch_free(room->patch);
	room->patch = patch_new(room->top);
	g_array_free(spans, TRUE);
	g_string_free(text, TRUE);
	g_string_free(wanted, TRUE);
	g_free(name);
}

static void test_random(void **state)
{
	GRand *chance = g_rand_new_with_seed(1);

	for (unsigned i = 0; i < 200; i++)
		one_random(*state, chance, i);
	g_rand_free(chance);
}

#define ROOM_TEST(name)                                                        \
	cmocka_unit_test_setup_teardown(name, room_setup, room_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_replace), ROOM_TEST(test_line_ends),
		ROOM_TEST(test_overlap), ROOM_TEST(test_create_and_rename),
		ROOM_TEST(test_abandon), ROOM_TEST(test_undo),
		ROOM_TEST(test_left),	 ROOM_TEST(test_no_root),
		ROOM_TEST(test_changed), ROOM_TEST(test_taken),
		ROOM_TEST(test_place),	 ROOM_TEST(test_mode),
		ROOM_TEST(test_diff),	 ROOM_TEST(test_diff_at_end),
		ROOM_TEST(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
