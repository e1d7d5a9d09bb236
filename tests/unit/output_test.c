#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/diag.h"
#include "base/diag_print.h"
#include "base/output.h"

#define FILES_MAX 8
#define SHOWN	  "html"
#define SPARE	  ".html.spare"
#define OLD	  ".html.old"
#define LIST	  "/.bilaga-files"

struct file {
	const char *path; /* NULL ends the edition */
	const char *text;
};

struct edition {
	struct file files[FILES_MAX + 1];
};

static const struct edition first = { {
	{ "index.html", "front" },
	{ "a/one.html", "one" },
	{ "a/two.html", "two" },
	{ "a/b/deep.css", "deep" },
	{ "empty", "" },
} };

static const struct edition second = { {
	{ "a/b/deep.css", "deep" },
	{ "a/one.html", "One" },
	{ "a/two.html", "two, longer" },
	{ "new/page.html", "new" },
	{ "index.html", "front" },
} };

/* What were files are folders, and the reverse. */
static const struct edition twisted = { {
	{ "index.html/index.html", "front" },
	{ "a", "one" },
	{ "empty/inner/x", "" },
	{ "new", "new" },
} };

static const struct edition none;

static const struct edition *const editions[] = { &first, &second, &twisted,
						  &none };

/* A folder for the test under way. The working folder is never changed. */
struct room {
	char *top;
	char *folder; /* top/output; not made */
	struct diag_list *diags;
};

static int room_setup(void **state)
{
	struct room *room = g_new0(struct room, 1);

	room->top = g_dir_make_tmp("bilaga-output-XXXXXX", NULL);
	assert_non_null(room->top);
	room->folder = g_build_filename(room->top, "output", NULL);
	room->diags = diag_list_new();
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

static void remove_all(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static int room_teardown(void **state)
{
	struct room *room = *state;

	remove_all(room->top);
	diag_list_free(room->diags);
	g_free(room->folder);
	g_free(room->top);
	g_free(room);
	return 0;
}

/* Not g_file_set_contents(), which waits for the disk. */
static void file_put(const char *full, const char *text)
{
	FILE *out = fopen(full, "w");

	assert_non_null(out);
	assert_true(fputs(text, out) >= 0);
	assert_int_equal(fclose(out), 0);
}

/* top/output/PATH; free it. */
static char *inside(const struct room *room, const char *path)
{
	return g_build_filename(room->folder, path, NULL);
}

static void put_folder(const struct room *room, const char *path)
{
	char *full = inside(room, path);

	assert_int_equal(g_mkdir_with_parents(full, 0755), 0);
	g_free(full);
}

static void put(const struct room *room, const char *path, const char *text)
{
	char *full = inside(room, path);
	char *parent = g_path_get_dirname(path);

	put_folder(room, parent);
	file_put(full, text);
	g_free(parent);
	g_free(full);
}

static void put_link(const struct room *room, const char *path,
		     const char *target)
{
	char *full = inside(room, path);

	assert_int_equal(symlink(target, full), 0);
	g_free(full);
}

static void discard(const struct room *room, const char *path)
{
	char *full = inside(room, path);

	remove_all(full);
	g_free(full);
}

static void move(const struct room *room, const char *from, const char *to)
{
	char *old = inside(room, from);
	char *new = inside(room, to);

	assert_int_equal(rename(old, new), 0);
	g_free(old);
	g_free(new);
}

static struct stat status_of(const struct room *room, const char *path)
{
	char *full = inside(room, path);
	struct stat status;

	if (lstat(full, &status) != 0)
		memset(&status, 0, sizeof(status));
	g_free(full);
	return status;
}

static int exists(const struct room *room, const char *path)
{
	return status_of(room, path).st_mode != 0;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

typedef void describe(GString *out, const char *full, const char *path);

/* The text that `what` gives for all that lies in `folder`, sorted. */
static void describe_all(GString *out, const char *folder, const char *path,
			 describe *what)
{
	char *full = g_build_filename(folder, path, NULL);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GDir *stream = g_dir_open(full, 0, NULL);
	const char *name;

	while (stream != NULL && (name = g_dir_read_name(stream)) != NULL)
		g_ptr_array_add(names, *path == '\0' ? g_strdup(name)
						     : g_strconcat(path, "/",
								   name, NULL));
	g_clear_pointer(&stream, g_dir_close);
	g_free(full);
	g_ptr_array_sort(names, compare_names);
	for (guint i = 0; i < names->len; i++) {
		name = g_ptr_array_index(names, i);
		full = g_build_filename(folder, name, NULL);
		what(out, full, name);
		if (g_file_test(full, G_FILE_TEST_IS_DIR) &&
		    !g_file_test(full, G_FILE_TEST_IS_SYMLINK))
			describe_all(out, folder, name, what);
		g_free(full);
	}
	g_ptr_array_free(names, TRUE);
}

static void describe_text(GString *out, const char *full, const char *path)
{
	char *text = NULL;

	if (g_file_test(full, G_FILE_TEST_IS_SYMLINK))
		g_string_append_printf(out, "%s is a link\n", path);
	else if (g_file_get_contents(full, &text, NULL, NULL))
		g_string_append_printf(out, "%s=%s\n", path, text);
	else
		g_string_append_printf(out, "%s\n", path);
	g_free(text);
}

static void describe_change(GString *out, const char *full, const char *path)
{
	struct stat status;

	assert_int_equal(lstat(full, &status), 0);
	g_string_append_printf(out, "%s %lu %ld.%ld %ld.%ld\n", path,
			       (unsigned long)status.st_ino,
			       status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
			       status.st_ctim.tv_sec, status.st_ctim.tv_nsec);
}

static void describe_mode(GString *out, const char *full, const char *path)
{
	struct stat status;

	assert_int_equal(lstat(full, &status), 0);
	g_string_append_printf(out, "%s %o\n", path, status.st_mode & 07777);
}

static char *described(const struct room *room, describe *what)
{
	GString *out = g_string_new(NULL);

	describe_all(out, room->folder, "", what);
	return g_string_free(out, FALSE);
}

static size_t count_files(const struct edition *edition)
{
	size_t count = 0;

	while (edition->files[count].path != NULL)
		count++;
	return count;
}

/* What describe_text() shall say of a tree with the edition. */
static char *edition_text(const struct room *room,
			  const struct edition *edition)
{
	char *plain = g_build_filename(room->top, "plain", NULL);
	GString *out = g_string_new(NULL);
	GString *list = g_string_new(".bilaga-files\n");
	GPtrArray *paths = g_ptr_array_new();

	assert_int_equal(g_mkdir_with_parents(plain, 0755), 0);
	for (size_t i = 0; edition->files[i].path != NULL; i++) {
		char *full =
			g_build_filename(plain, edition->files[i].path, NULL);
		char *parent = g_path_get_dirname(full);

		g_mkdir_with_parents(parent, 0755);
		file_put(full, edition->files[i].text);
		g_free(parent);
		g_free(full);
		g_ptr_array_add(paths, (gpointer)edition->files[i].path);
	}
	g_ptr_array_sort(paths, compare_names);
	for (guint i = 0; i < paths->len; i++)
		g_string_append_printf(list, "%s\n", (char *)paths->pdata[i]);
	g_string_printf(out, ".bilaga-files=%s\n", list->str);
	describe_all(out, plain, "", describe_text);
	remove_all(plain);
	g_free(plain);
	g_string_free(list, TRUE);
	g_ptr_array_free(paths, TRUE);
	return g_string_free(out, FALSE);
}

/* The invariant: a tree is one edition in full and nothing else. */
static void assert_tree(const struct room *room, const char *name,
			const struct edition *edition)
{
	char *folder = inside(room, name);
	GString *found = g_string_new(NULL);
	char *expected = edition_text(room, edition);

	describe_all(found, folder, "", describe_text);
	assert_string_equal(found->str, expected);
	g_free(folder);
	g_free(expected);
	g_string_free(found, TRUE);
}

/* And nothing lies beside the two trees but the lock. */
static void assert_shown(const struct room *room, const struct edition *edition)
{
	GDir *stream = g_dir_open(room->folder, 0, NULL);
	const char *name;

	assert_tree(room, SHOWN, edition);
	while ((name = g_dir_read_name(stream)) != NULL)
		assert_true(g_str_equal(name, SHOWN) ||
			    g_str_equal(name, SPARE) ||
			    g_str_equal(name, ".html.lock"));
	g_dir_close(stream);
}

static int write_all(struct output *output, const struct edition *edition)
{
	int result = 0;

	for (const struct file *file = edition->files; file->path != NULL;
	     file++)
		if (output_write(output, file->path, file->text,
				 strlen(file->text)) != 0)
			result = -1;
	return result;
}

static struct output *room_open(const struct room *room)
{
	return output_open(room->folder, SHOWN, room->diags);
}

/* Publish `edition`; gives what was done. */
static struct output_tally publish(const struct room *room,
				   const struct edition *edition)
{
	struct output *output = room_open(room);
	struct output_tally tally;

	assert_non_null(output);
	assert_int_equal(write_all(output, edition), 0);
	assert_int_equal(output_finish(output), 0);
	tally = output_tally(output);
	assert_int_equal(tally.files, count_files(edition));
	output_free(output);
	assert_int_equal(diag_count(room->diags, DIAG_NOTE), 0);
	assert_shown(room, edition);
	return tally;
}

/* The findings hold `wanted`, once; they are forgotten. */
static void assert_finding(struct room *room, const char *wanted)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	const char *found;

	diag_print(room->diags, DIAG_ENGLISH, 0, out);
	fclose(out);
	found = strstr(text, wanted);
	if (found == NULL)
		fail_msg("no \"%s\" in: %s", wanted, text);
	assert_null(strstr(found + 1, wanted));
	free(text);
	diag_list_free(room->diags);
	room->diags = diag_list_new();
}

static void assert_refused(struct room *room, const char *wanted)
{
	char *before = described(room, describe_change);
	char *after;

	assert_null(room_open(room));
	assert_finding(room, wanted);
	after = described(room, describe_change);
	assert_string_equal(after, before);
	g_free(before);
	g_free(after);
}

/* Every edition after every other, and each twice in a row. */
static void test_editions(void **state)
{
	struct room *room = *state;
	char *before;
	char *after;

	for (size_t i = 0; i < G_N_ELEMENTS(editions); i++) {
		for (size_t j = 0; j < G_N_ELEMENTS(editions); j++) {
			publish(room, editions[i]);
			publish(room, editions[j]);
			before = described(room, describe_change);
			assert_int_equal(publish(room, editions[j]).written, 0);
			after = described(room, describe_change);
			assert_string_equal(after, before);
			g_free(before);
			g_free(after);
			if (i != j)
				assert_tree(room, SPARE, editions[i]);
		}
	}
}

static void test_tally(void **state)
{
	static const struct edition front = { {
		{ "index.html", "FRONT" },
		{ "a/one.html", "one" },
		{ "a/two.html", "two" },
		{ "a/b/deep.css", "deep" },
		{ "empty", "" },
	} };
	static const struct {
		const struct edition *edition;
		size_t written;
		size_t removed;
	} steps[] = {
		{ &first, 5, 0 },  /* to nothing */
		{ &first, 0, 0 },  /* the same */
		{ &second, 5, 0 }, /* to a new spare */
		{ &first, 0, 0 },  /* the spare has it */
		{ &front, 4, 1 },  /* over `second`: deep.css is the same */
		{ &first, 0, 0 },
		{ &none, 0, 3 }, /* over `front`: a, empty, index.html */
	};
	const struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		struct output_tally tally = publish(room, steps[i].edition);

		assert_int_equal(tally.written, steps[i].written);
		assert_int_equal(tally.removed, steps[i].removed);
	}
}

/* A file handed over in pieces of `piece` bytes. */
static int stream(struct output *output, const char *path, const char *bytes,
		  size_t length, size_t piece)
{
	struct output_file *file = output_begin(output, path);

	for (size_t at = 0; at < length; at += piece)
		output_add(file, bytes + at, MIN(piece, length - at));
	return output_end(file);
}

/* Long files that differ at any place, or end early, in pieces of any size. */
static void test_streams(void **state)
{
	static const size_t lengths[] = { 0, 1, 65535, 65536, 65537, 200000 };
	static const size_t pieces[] = { 1, 100, 65536, 1 << 20 };
	static const size_t changes[] = { 0, 1, 65535, 65536, 199999, 200000 };
	const struct room *room = *state;
	char *bytes = g_malloc(200001);
	char *path = inside(room, SHOWN "/folder/long");
	struct output *output;
	char *found;
	gsize length;

	for (size_t i = 0; i < 200000; i++)
		bytes[i] = (char)('a' + i % 23);
	bytes[200000] = '\0';
	for (size_t i = 0; i < G_N_ELEMENTS(lengths) * G_N_ELEMENTS(pieces) *
				       G_N_ELEMENTS(changes);
	     i++) {
		size_t wanted = lengths[i % G_N_ELEMENTS(lengths)];
		size_t piece = pieces[i / G_N_ELEMENTS(lengths) %
				      G_N_ELEMENTS(pieces)];

		bytes[changes[i / G_N_ELEMENTS(lengths) /
			      G_N_ELEMENTS(pieces)]] = (char)('A' + i % 26);
		output = room_open(room);
		assert_int_equal(
			stream(output, "folder/long", bytes, wanted, piece), 0);
		assert_int_equal(output_finish(output), 0);
		output_free(output);
		assert_true(g_file_get_contents(path, &found, &length, NULL));
		assert_int_equal(length, wanted);
		assert_memory_equal(found, bytes, wanted);
		g_free(found);
	}
	assert_int_equal(diag_count(room->diags, DIAG_NOTE), 0);
	g_free(path);
	g_free(bytes);
}

/* Whatever lies in the spare, the next edition is right. */
static void test_spare_disturbed(void **state)
{
	const struct room *room = *state;
	char *outside = g_build_filename(room->top, "outside", NULL);
	char *pipe = inside(room, SPARE "/a/one.html");
	char *locked = inside(room, SPARE "/a/b");
	char *text;

	publish(room, &first);
	publish(room, &second);
	file_put(outside, "front");

	discard(room, SPARE "/index.html");
	put_link(room, SPARE "/index.html", outside);
	discard(room, SPARE "/a/one.html");
	assert_int_equal(mkfifo(pipe, 0600), 0);
	discard(room, SPARE "/a/two.html");
	put(room, SPARE "/a/two.html/file/in/folder", "x");
	put(room, SPARE "/rubbish/deep/down", "x");
	put(room, SPARE "/.bilaga-files.new", "x");
	put_link(room, SPARE "/loop", "../.html.spare");
	put_link(room, SPARE "/new", "../html/new");
	assert_int_equal(chmod(locked, 0), 0);
	publish(room, &first);

	discard(room, SPARE "/a");
	put_link(room, SPARE "/a", room->top);
	discard(room, SPARE "/new");
	put(room, SPARE "/new", "a file");
	publish(room, &second);

	assert_true(g_file_get_contents(outside, &text, NULL, NULL));
	assert_string_equal(text, "front");
	g_free(text);
	g_free(outside);
	g_free(pipe);
	g_free(locked);
}

/* What was changed or removed by hand is put right. */
static void test_shown_disturbed(void **state)
{
	static const char *const paths[] = {
		SHOWN "/index.html",
		SHOWN "/a",
		SHOWN "/empty",
		SHOWN "/a/b/deep.css",
	};
	const struct room *room = *state;

	publish(room, &first);
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		discard(room, paths[i]);
		publish(room, &first);
	}
	put(room, SHOWN "/index.html", "FRONT");
	publish(room, &first);
	put(room, SHOWN "/index.html", "");
	publish(room, &first);
	discard(room, SHOWN);
	publish(room, &first);
	discard(room, SPARE);
	publish(room, &second);
}

/* Neither a reader nor a copy by hard links sees a later edition. */
static void test_kept_by_others(void **state)
{
	const struct room *room = *state;
	char *shown = inside(room, SHOWN "/a/one.html");
	char *copy = g_build_filename(room->top, "copy", NULL);
	char bytes[8] = "";
	char *text;
	int fd;

	publish(room, &first);
	assert_int_equal(link(shown, copy), 0);
	fd = open(shown, O_RDONLY | O_CLOEXEC);
	publish(room, &second);
	publish(room, &twisted);
	publish(room, &second);
	assert_int_equal(read(fd, bytes, sizeof(bytes)), 3);
	assert_memory_equal(bytes, "one", 3);
	assert_true(g_file_get_contents(copy, &text, NULL, NULL));
	assert_string_equal(text, "one");
	close(fd);
	g_free(text);
	g_free(copy);
	g_free(shown);
}

/* What is not ours is never replaced: there is a finding, and no change. */
static void test_foreign(void **state)
{
	static const char *const names[] = { SHOWN, SPARE, OLD };
	static const char foreign[] =
		"bilaga did not make this and leaves it alone";
	struct room *room = *state;

	publish(room, &second);
	publish(room, &none);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		char *inner = g_strconcat(names[i], "/mine", NULL);
		char *list = g_strconcat(names[i], LIST, NULL);

		discard(room, names[i]);
		put(room, names[i], "mine");
		assert_refused(room, foreign);
		discard(room, names[i]);
		put_link(room, names[i], room->top);
		assert_refused(room, foreign);
		discard(room, names[i]);
		put(room, inner, "mine");
		assert_refused(room, foreign);
		put_folder(room, list);
		assert_refused(room, foreign);
		discard(room, names[i]);
		publish(room, &first);
		publish(room, &second);
		g_free(inner);
		g_free(list);
	}
}

/* Likewise a file put into the shown folder. */
static void test_strangers(void **state)
{
	struct room *room = *state;
	struct output *output;

	publish(room, &first);
	put(room, SHOWN "/a/mine", "mine");
	put_link(room, SHOWN "/link", "index.html");
	put_folder(room, SHOWN "/empty-folder/inner");

	/* Nothing is written when nothing has changed. */
	output = room_open(room);
	assert_int_equal(write_all(output, &first), 0);
	assert_int_equal(output_finish(output), 0);
	assert_int_equal(output_tally(output).written, 0);
	output_free(output);

	output = room_open(room);
	assert_int_equal(write_all(output, &second), 0);
	assert_int_equal(output_finish(output), -1);
	output_free(output);
	assert_int_equal(diag_count(room->diags, DIAG_NOTE), 2);
	assert_finding(room, "output/html/a/mine");
	assert_true(exists(room, SHOWN "/a/mine"));
	assert_true(exists(room, SHOWN "/link"));

	discard(room, SHOWN "/a/mine");
	discard(room, SHOWN "/link");
	publish(room, &second);
}

/* An empty folder is taken. */
static void test_empty(void **state)
{
	const struct room *room = *state;

	put_folder(room, SHOWN);
	publish(room, &none);
	discard(room, SPARE);
	put_folder(room, SPARE);
	publish(room, &first);
	discard(room, SHOWN);
	put_folder(room, SHOWN);
	publish(room, &first);
	publish(room, &second);
}

static void test_busy(void **state)
{
	struct room *room = *state;
	struct diag_list *diags = diag_list_new();
	struct output *output = output_open(room->folder, SHOWN, diags);
	struct output *other;

	assert_non_null(output);
	assert_refused(room, "another run is writing here");
	other = output_open(room->folder, "docbook", room->diags);
	assert_non_null(other);
	output_free(other);
	assert_int_equal(output_finish(output), 0);
	other = room_open(room);
	assert_non_null(other);
	output_free(other);
	output_free(output);
	assert_int_equal(diag_count(room->diags, DIAG_NOTE), 0);
	assert_int_equal(diag_count(diags, DIAG_NOTE), 0);
	diag_list_free(diags);
}

static void test_abandon(void **state)
{
	const struct room *room = *state;
	struct output *output;

	for (int times = 0; times < 2; times++) {
		publish(room, &first);
		output = room_open(room);
		assert_int_equal(write_all(output, &second), 0);
		if (times == 0)
			output_abandon(output);
		else
			assert_int_equal(output_prepare(output), 0);
		output_free(output);
		assert_shown(room, &first);
	}
	assert_int_equal(publish(room, &second).written, 0);
}

/* A run that exchanged by two renames was killed after the first or second. */
static void test_old(void **state)
{
	const struct room *room = *state;

	publish(room, &first);
	publish(room, &second);
	move(room, SHOWN, OLD);
	assert_int_equal(publish(room, &second).written, 0);
	move(room, SPARE, OLD);
	publish(room, &second);
	assert_tree(room, SPARE, &first);
	move(room, SHOWN, OLD);
	publish(room, &first);
	assert_tree(room, SPARE, &second);
}

static void test_modes(void **state)
{
	static const mode_t masks[] = { 0, 022, 027, 077 };
	const struct room *room = *state;
	char *spare = inside(room, SPARE "/index.html");
	mode_t before = umask(0);
	char *expected;
	char *found;

	umask(022);
	publish(room, &first);
	publish(room, &second);
	expected = described(room, describe_mode);
	for (size_t i = 0; i < G_N_ELEMENTS(masks); i++) {
		remove_all(room->folder);
		umask(masks[i]);
		publish(room, &first);
		publish(room, &second);
		found = described(room, describe_mode);
		assert_string_equal(found, expected);
		g_free(found);
	}
	umask(before);
	assert_non_null(strstr(expected, "html/a/one.html 644\n"));
	assert_non_null(strstr(expected, "html/a 755\n"));
	assert_int_equal(chmod(spare, 0600), 0);
	publish(room, &first);
	assert_int_equal(status_of(room, SHOWN "/index.html").st_mode & 07777,
			 0644);
	g_free(expected);
	g_free(spare);
}

/* More folders than may be open at a time. */
static void test_many_folders(void **state)
{
	const struct room *room = *state;
	struct rlimit before;
	struct rlimit few;
	char path[64];

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	few = before;
	few.rlim_cur = 160;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	for (int times = 0; times < 3; times++) {
		struct output *output = room_open(room);

		for (int i = 0; i < 150; i++) {
			snprintf(path, sizeof(path), "%d/%d/page", i, times);
			assert_int_equal(output_write(output, path, "x", 1), 0);
		}
		assert_int_equal(output_finish(output), 0);
		assert_int_equal(output_tally(output).files, 150);
		assert_int_equal(output_tally(output).removed,
				 times < 2 ? 0 : 150);
		output_free(output);
	}
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(diag_count(room->diags, DIAG_NOTE), 0);
	assert_true(exists(room, SHOWN "/149/2/page"));
	assert_false(exists(room, SHOWN "/149/0"));
}

static void test_parents(void **state)
{
	static const char *const folders[] = { "x/y/z", "x/y/w/", "v" };
	struct room *room = *state;
	struct output *output;

	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_free(room->folder);
		room->folder = g_build_filename(room->top, folders[i], NULL);
		publish(room, &first);
	}
	output = output_open("", SHOWN, room->diags);
	assert_null(output);
	assert_finding(room, "the output cannot be written");
	g_free(room->folder);
	room->folder = g_build_filename(room->top, "v/html/index.html/x", NULL);
	assert_refused(room, "Not a directory");
}

/* The first failure is told, and everything that follows fails. */
static void test_failure(void **state)
{
	struct room *room = *state;
	char name[300];
	struct output *output;

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	publish(room, &first);
	output = room_open(room);
	assert_int_equal(output_write(output, name, "x", 1), -1);
	assert_int_equal(output_write(output, "good", "x", 1), -1);
	assert_int_equal(stream(output, "streamed", "x", 1, 1), -1);
	assert_int_equal(output_prepare(output), -1);
	assert_int_equal(output_finish(output), -1);
	output_free(output);
	assert_int_equal(diag_count(room->diags, DIAG_NOTE), 1);
	assert_finding(room, "File name too long");
	assert_shown(room, &first);
}

#define THREADS	     4
#define THREAD_FILES 150

struct worker {
	struct output *output;
	int number;
	int edition;
	int result;
};

static void *work(void *data)
{
	struct worker *worker = data;
	char path[64];
	char text[128];

	for (int i = 0; i < THREAD_FILES; i++) {
		int edition = i % 50 == 49 ? worker->edition : 0;

		snprintf(path, sizeof(path), "%d/%d.html", i % 7,
			 i * THREADS + worker->number);
		snprintf(text, sizeof(text), "%s in %d", path, edition);
		worker->result |=
			output_write(worker->output, path, text, strlen(text));
	}
	return NULL;
}

/* Threads and one thread publish the same. */
static void test_threads(void **state)
{
	const struct room *room = *state;
	struct worker workers[THREADS];
	GThread *threads[THREADS];
	char *alone = NULL;

	for (int times = 0; times < 6; times++) {
		struct output *output = room_open(room);
		char *text;

		for (int i = 0; i < THREADS; i++) {
			workers[i] = (struct worker){ output, i, times / 2, 0 };
			if (times % 2 == 0)
				threads[i] =
					g_thread_new(NULL, work, &workers[i]);
			else
				work(&workers[i]);
		}
		for (int i = 0; i < THREADS && times % 2 == 0; i++)
			g_thread_join(threads[i]);
		for (int i = 0; i < THREADS; i++)
			assert_int_equal(workers[i].result, 0);
		assert_int_equal(output_finish(output), 0);
		assert_int_equal(output_tally(output).files,
				 THREADS * THREAD_FILES);
		assert_int_equal(output_tally(output).written == 0,
				 times % 2 == 1);
		output_free(output);
		text = described(room, describe_text);
		if (times % 2 == 1)
			assert_string_equal(text, alone);
		g_free(alone);
		alone = text;
	}
	g_free(alone);
}

#define TEST(function)                                                         \
	cmocka_unit_test_setup_teardown(function, room_setup, room_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_editions),	    TEST(test_tally),
		TEST(test_streams),	    TEST(test_spare_disturbed),
		TEST(test_shown_disturbed), TEST(test_kept_by_others),
		TEST(test_foreign),	    TEST(test_strangers),
		TEST(test_empty),	    TEST(test_busy),
		TEST(test_abandon),	    TEST(test_old),
		TEST(test_modes),	    TEST(test_many_folders),
		TEST(test_parents),	    TEST(test_failure),
		TEST(test_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
