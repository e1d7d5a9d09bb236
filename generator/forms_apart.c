#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include <glib.h>

#include "command/options.h"
#include "forms.h"
#include "serve/stages.h"

/* It reads the call anew, from the same arguments. */
int forms_run(const struct edit_call *call, const struct options *options)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

	(void)call;
	if (length >= 0) {
		char *folder, *program;

		path[length] = '\0';
		folder = g_path_get_dirname(path);
		program = g_build_filename(folder, FORMS_PROGRAM, NULL);
		execv(program, options->argv);
		g_free(program);
		g_free(folder);
	}
	fputs("bilaga: the program " FORMS_PROGRAM " is missing\n", stderr);
	return STATUS_MACHINE;
}
