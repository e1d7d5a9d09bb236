/*
 * floor: what is the least that a build must take?
 *
 *     floor CONTENT OUTPUT COPY
 *
 * Nothing that makes pages with libcmark can be faster than libcmark alone on
 * the same bodies, and writing the same bytes to the same files. CONTENT is
 * what a build has read and OUTPUT what it has written; COPY is made. Printed
 * as JSON: how many bodies and files, and the seconds of the two parts.
 *
 * Reading is not part of the floor. It is done in batches between the timed
 * parts, small enough that what is read is still in the cache of the
 * processor, as it is for a build.
 */
#include <cmark.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BATCH_BYTES ((size_t)1024 * 1024)

struct part {
	const char *name;
	size_t count;
	size_t bytes;
	double cpu;
	double wall;
};

/* A file in memory; `path` is where it is to be written. */
struct file {
	char *path;
	char *bytes;
	size_t length;
};

struct batch {
	GArray *files; /* struct file */
	size_t bytes;
};

static G_GNUC_NORETURN void die(const char *doing, const char *path)
{
	fprintf(stderr, "floor: %s: %s: %s\n", path, doing, strerror(errno));
	exit(1);
}

static double seconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Do `work` on all files of the batch, and add the time it takes to `part`. */
static void part_run(struct part *part, const struct batch *batch,
		     void (*work)(const struct file *file))
{
	double wall = seconds(CLOCK_MONOTONIC);
	double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);

	for (guint i = 0; i < batch->files->len; i++)
		work(&g_array_index(batch->files, struct file, i));
	part->cpu += seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	part->wall += seconds(CLOCK_MONOTONIC) - wall;
	part->count += batch->files->len;
	part->bytes += batch->bytes;
}

static void part_print(const struct part *part, const char *after)
{
	printf("\"%s\": {\"count\": %zu, \"bytes\": %zu, \"cpu\": %.6f, "
	       "\"wall\": %.6f}%s",
	       part->name, part->count, part->bytes, part->cpu, part->wall,
	       after);
}

/* The two parts. */

static void body_render(const struct file *file)
{
	cmark_node *root = cmark_parse_document(file->bytes, file->length,
						CMARK_OPT_DEFAULT);

	free(cmark_render_html(root, CMARK_OPT_DEFAULT));
	cmark_node_free(root);
}

static void folder_make(const char *path)
{
	char *folder = g_path_get_dirname(path);

	if (mkdir(folder, 0777) != 0 && errno == ENOENT) {
		folder_make(folder);
		if (mkdir(folder, 0777) != 0)
			die("mkdir", folder);
	}
	g_free(folder);
}

static void file_write(const struct file *file)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
	int fd = open(file->path, flags, 0666);

	if (fd == -1 && errno == ENOENT) {
		folder_make(file->path);
		fd = open(file->path, flags, 0666);
	}
	if (fd == -1)
		die("open", file->path);
	if (write(fd, file->bytes, file->length) != (ssize_t)file->length)
		die("write", file->path);
	if (close(fd) != 0)
		die("close", file->path);
}

/* Reading. */

static gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void files_find(GPtrArray *paths, const char *folder)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	if (dir == NULL)
		die("open", folder);
	while ((name = g_dir_read_name(dir)) != NULL)
		g_ptr_array_add(names, g_strdup(name));
	g_dir_close(dir);
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++) {
		char *path = g_build_filename(folder, names->pdata[i], NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
			files_find(paths, path);
			g_free(path);
		} else {
			g_ptr_array_add(paths, path);
		}
	}
	g_ptr_array_free(names, TRUE);
}

static void batch_init(struct batch *batch)
{
	batch->files = g_array_new(FALSE, FALSE, sizeof(struct file));
	batch->bytes = 0;
}

static void batch_empty(struct batch *batch)
{
	for (guint i = 0; i < batch->files->len; i++) {
		struct file *file =
			&g_array_index(batch->files, struct file, i);

		g_free(file->path);
		g_free(file->bytes);
	}
	g_array_set_size(batch->files, 0);
	batch->bytes = 0;
}

static void batch_release(struct batch *batch)
{
	batch_empty(batch);
	g_array_free(batch->files, TRUE);
}

/* Read `path`, which is to be written at `copy`; takes `copy`. */
static void batch_add(struct batch *batch, const char *path, char *copy)
{
	struct file file = { .path = copy };

	if (!g_file_get_contents(path, &file.bytes, &file.length, NULL))
		die("read", path);
	batch->bytes += file.length;
	g_array_append_val(batch->files, file);
}

/* Keep only the body of the file that was added last. */
static void batch_cut_head(struct batch *batch)
{
	struct file *file = &g_array_index(batch->files, struct file,
					   batch->files->len - 1);
	const char *end;

	if (!g_str_has_prefix(file->bytes, "---\n"))
		return;
	end = strstr(file->bytes + 3, "\n---\n");
	if (end == NULL)
		return;
	end += strlen("\n---\n");
	batch->bytes -= (size_t)(end - file->bytes);
	file->length -= (size_t)(end - file->bytes);
	memmove(file->bytes, end, file->length + 1);
}

static bool is_page(const char *path)
{
	return g_str_has_suffix(path, ".md") &&
	       !g_str_has_suffix(path, "/README.md");
}

static void bodies_run(struct part *part, const char *content)
{
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	struct batch batch;

	files_find(paths, content);
	batch_init(&batch);
	for (guint i = 0; i < paths->len; i++) {
		if (is_page(paths->pdata[i])) {
			batch_add(&batch, paths->pdata[i], NULL);
			batch_cut_head(&batch);
		}
		if (batch.bytes >= BATCH_BYTES || i + 1 == paths->len) {
			part_run(part, &batch, body_render);
			batch_empty(&batch);
		}
	}
	batch_release(&batch);
	g_ptr_array_free(paths, TRUE);
}

static void files_run(struct part *part, const char *output, const char *copy)
{
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	struct batch batch;

	files_find(paths, output);
	batch_init(&batch);
	for (guint i = 0; i < paths->len; i++) {
		const char *path = paths->pdata[i];

		batch_add(&batch, path,
			  g_strconcat(copy, path + strlen(output), NULL));
		if (batch.bytes >= BATCH_BYTES || i + 1 == paths->len) {
			part_run(part, &batch, file_write);
			batch_empty(&batch);
		}
	}
	batch_release(&batch);
	g_ptr_array_free(paths, TRUE);
}

int main(int argc, char **argv)
{
	struct part bodies = { .name = "bodies" };
	struct part files = { .name = "files" };

	if (argc != 4) {
		fputs("usage: floor CONTENT OUTPUT COPY\n", stderr);
		return 2;
	}
	bodies_run(&bodies, argv[1]);
	files_run(&files, argv[2], argv[3]);
	putchar('{');
	part_print(&bodies, ", ");
	part_print(&files, "}\n");
	return 0;
}
