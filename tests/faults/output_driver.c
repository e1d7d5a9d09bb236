/*
 * Publish one of three small editions with the module `output`, for run.sh:
 *
 *	output_driver FOLDER EDITION
 *
 * Findings go to standard error. Exit status 0, 2 for a wrong call, 3 when
 * the machine failed. From edition to edition files are changed at their
 * beginning and end, come, go, and change places with folders.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/diag_print.h"
#include "base/output.h"

#define EDITIONS 3

struct file {
	const char *path;
	const char *texts[EDITIONS]; /* NULL: not in this edition */
};

static const struct file files[] = {
	{ "index.html", { "front", "front", "front" } },
	{ "a/one.html", { "one of 0", "one of 1", "one of 2" } },
	{ "a/same.html", { "same", "same", "same" } },
	{ "a/b/gone.html", { "gone", "gone", NULL } },
	{ "c/new.html", { NULL, NULL, "new" } },
	{ "turn", { NULL, "a file", NULL } },
	{ "turn/inner", { "in a folder", NULL, "in a folder" } },
	{ "z.css", { "0", "longer 1", "2" } },
};

/* In two pieces, as a format that streams does. */
static int stream(struct output *output, const char *path, const char *text)
{
	size_t half = strlen(text) / 2;
	struct output_file *file = output_begin(output, path);

	output_add(file, text, half);
	output_add(file, text + half, strlen(text) - half);
	return output_end(file);
}

static int publish(const char *folder, int edition, struct diag_list *diags)
{
	struct output *output = output_open(folder, "html", diags);
	int result = 0;

	if (output == NULL)
		return -1;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		const char *text = files[i].texts[edition];

		if (text == NULL)
			continue;
		if (i % 2 == 0)
			result |= output_write(output, files[i].path, text,
					       strlen(text));
		else
			result |= stream(output, files[i].path, text);
	}
	if (result == 0)
		result = output_finish(output);
	output_free(output);
	return result;
}

int main(int argc, char **argv)
{
	struct diag_list *diags;
	int edition;
	int result;

	if (argc != 3)
		return 2;
	edition = atoi(argv[2]);
	if (edition < 0 || edition >= EDITIONS)
		return 2;
	diags = diag_list_new();
	result = publish(argv[1], edition, diags);
	/* A failure without a finding, or the reverse, is a fault of ours. */
	if ((result != 0) != (diag_count(diags, DIAG_ERROR) > 0))
		abort();
	diag_print(diags, DIAG_ENGLISH, 0, stderr);
	diag_list_free(diags);
	return result == 0 ? 0 : 3;
}
