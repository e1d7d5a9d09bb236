#include "forms.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "command/options.h"
#include "edit/edit.h"
#include "form/export.h"
#include "form/import.h"

/* Ask whoever sits at the terminal. */
static bool agrees(const char *question, const char *good)
{
	char answer[64] = "";

	printf("%s ", question);
	fflush(stdout);
	if (fgets(answer, sizeof(answer), stdin) == NULL)
		return false;
	return strcmp(g_strstrip(answer), good) == 0;
}

int forms_run(const struct edit_call *call, const struct options *options)
{
	bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);

	if (options->command == COMMAND_EXPORT)
		return form_export(call,
				   options->output == NULL ? "forms"
							   : options->output,
				   options->year);
	return form_import(call, options->arguments[0], options->year,
			   options->yes, terminal ? agrees : NULL);
}
