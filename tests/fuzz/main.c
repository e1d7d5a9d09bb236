/*
 * Feeds files to a fuzzing function without libFuzzer: the seeds are run as
 * tests. Each is named before it is fed, so the last one named is the one that
 * ended the program.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int feed(const char *path)
{
	char *text;
	gsize length;
	uint8_t *data;

	puts(path);
	fflush(stdout);
	if (!g_file_get_contents(path, &text, &length, NULL)) {
		puts("cannot be read");
		return -1;
	}
	/* Without the zero byte at the end, so that reading it is found. */
	data = malloc(length);
	g_assert(data != NULL || length == 0);
	memcpy(data, text, length);
	g_free(text);
	LLVMFuzzerTestOneInput(data, length);
	free(data);
	return 0;
}

int main(int argc, char **argv)
{
	int status = 0;

	for (int i = 1; i < argc; i++)
		if (feed(argv[i]) != 0)
			status = 1;
	return status;
}
