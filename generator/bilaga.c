/*
 * bilaga: what each command runs, exit status.
 */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "base/diag.h"
#include "base/diag_print.h"
#include "base/meter.h"
#include "command/manual.h"
#include "command/options.h"
#include "diff/diff.h"
#include "edit/create.h"
#include "edit/edit.h"
#include "forms.h"
#include "report/prose.h"
#include "report/report.h"
#include "serve/serve.h"

#ifndef BILAGA_VERSION
#define BILAGA_VERSION "0.1"
#endif
/* Where `make install` puts labels, kinds and themes. */
#ifndef BILAGA_DATA
#define BILAGA_DATA "/usr/local/share/bilaga"
#endif

static const char *content_of(const struct options *options)
{
	return options->arguments_count == 0 ? "content"
					     : options->arguments[0];
}

static bool is_data_root(const char *root)
{
	char *labels = g_build_filename(root, "generator", "labels", NULL);
	bool found = g_file_test(labels, G_FILE_TEST_IS_DIR);

	g_free(labels);
	return found;
}

/*
 * The folder that holds generator/labels, generator/kinds and themes: seen
 * from the executable, never from the working folder. NULL: there is none.
 */
static char *find_data_root(void)
{
	static const char *const places[] = { "..", "../share/bilaga", "." };
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *folder;
	char *root = NULL;

	if (length < 0)
		return is_data_root(BILAGA_DATA) ? g_strdup(BILAGA_DATA) : NULL;
	path[length] = '\0';
	folder = g_path_get_dirname(path);
	for (size_t i = 0; i < G_N_ELEMENTS(places) && root == NULL; i++) {
		char *joined = g_build_filename(folder, places[i], NULL);

		root = g_canonicalize_filename(joined, "/");
		g_free(joined);
		if (!is_data_root(root))
			g_clear_pointer(&root, g_free);
	}
	if (root == NULL && is_data_root(BILAGA_DATA))
		root = g_strdup(BILAGA_DATA);
	g_free(folder);
	return root;
}

/*
 * The content folder as a forge has it, when the check runs at the top of the
 * repository: `./content/` is "content", `.` is "". Caller frees.
 */
static char *forge_folder(const char *content)
{
	char *folder = g_canonicalize_filename(content, "/");
	char *inside = g_strdup(content[0] == '/' ? folder : folder + 1);

	g_free(folder);
	return inside;
}

static void print_findings(struct diag_list *diags, const struct report *report,
			   const struct options *options)
{
	enum diag_language language = report->labels.findings;
	bool checks = options->command == COMMAND_CHECK;
	const char *format =
		checks && options->format != NULL ? options->format : "text";
	char *folder = forge_folder(content_of(options));

	if (strcmp(format, "json") == 0)
		diag_print_json(diags, language, stdout);
	else if (strcmp(format, "sarif") == 0)
		diag_print_sarif(diags, language, folder, BILAGA_VERSION,
				 stdout);
	else if (strcmp(format, "github") == 0)
		diag_print_github(diags, language, folder, stdout);
	else if (strcmp(format, "gitlab") == 0)
		diag_print_gitlab(diags, language, folder, stdout);
	else
		diag_print(diags, language, DIAG_SHOWN_MOST,
			   checks ? stdout : stderr);
	g_free(folder);
}

/* To be looked at: a number in the text is no fault. */
static enum status print_numbers(struct stages *stages,
				 const struct options *options)
{
	bool json =
		options->format != NULL && strcmp(options->format, "json") == 0;

	prose_print(stages->report, json, stdout, stages->diags);
	return diag_machine_failed(stages->diags) ? STATUS_MACHINE
						  : STATUS_GOOD;
}

/* Is everything on its way that was printed? */
static int flushed(int status)
{
	return fflush(stdout) == 0 && !ferror(stdout) ? status
						      : (int)STATUS_MACHINE;
}

static int run(const struct options *options, const char *root)
{
	bool build = options->command == COMMAND_BUILD;
	const char *output =
		options->output == NULL ? "output" : options->output;
	const struct stages_call call = {
		.root = root,
		.content = content_of(options),
		.output = build ? output : NULL,
		.formats = build ? options->format : NULL,
		.theme = options->theme,
		.year = options->year,
		.strict = options->strict,
		.meter = meter_new(STDERR_FILENO),
	};
	struct stages stages;
	enum status status;

	stages_run(&stages, &call);
	meter_free(call.meter);
	status = stages.status;
	if (options->numbers && stages.report->documents_count > 0)
		status = print_numbers(&stages, options);
	else
		print_findings(stages.diags, stages.report, options);
	stages_release(&stages);
	return flushed((int)status);
}

static int run_serve(const struct options *options, const char *root)
{
	const struct stages_call call = {
		.root = root,
		.content = content_of(options),
		.theme = options->theme,
		.year = options->year,
		.strict = options->strict,
	};

	return (int)serve(&call, options->address, options->port,
			  options->editor);
}

/* With one version, that is compared with the files as they are. */
static int run_diff(const struct options *options, const char *root)
{
	const struct diff_call call = {
		.root = root,
		.content =
			options->content == NULL ? "content" : options->content,
		.before = options->arguments[0],
		.after = options->arguments[1],
		.format = options->format == NULL ? "text" : options->format,
		.output = options->output,
		.theme = options->theme,
		.year = options->year,
	};

	return diff_run(&call);
}

static struct edit_call edit_call(const struct options *options,
				  const char *root, const char *content)
{
	return (struct edit_call){
		.root = root,
		.content = content == NULL ? "content" : content,
		.dry_run = options->dry_run,
		.force = options->force,
		.out = stdout,
		.errors = stderr,
	};
}

static int run_new(const struct options *options, const char *root)
{
	static const char *const kinds[] = { "forum", "section", "document",
					     NULL };
	const char *const *arguments = options->arguments;
	const struct edit_call call = edit_call(options, root, arguments[2]);
	const struct create_call page = {
		.what = arguments[0],
		.folder = arguments[1],
		.title = options->title,
		.id = options->id,
		.kind = options->kind,
		.form = options->form,
		.membership = options->membership,
		.level = options->level,
		.after = options->after,
		.ask = { isatty(STDIN_FILENO) ? stdin : NULL, stderr },
	};

	if (!g_strv_contains(kinds, page.what)) {
		options_wrong(options->command,
			      "this is none of forum, section and document",
			      page.what, stderr);
		return STATUS_CALL;
	}
	return flushed(edit_new(&call, &page));
}

static int run_rename(const struct options *options, const char *root)
{
	const char *const *arguments = options->arguments;
	const struct edit_call call = edit_call(options, root, arguments[2]);

	return flushed(
		edit_rename(&call, arguments[0], arguments[1], options->title));
}

static int run_move(const struct options *options, const char *root)
{
	const char *const *arguments = options->arguments;
	const struct edit_call call = edit_call(options, root, arguments[2]);

	return flushed(
		edit_move(&call, arguments[0], arguments[1], options->after));
}

static int run_fmt(const struct options *options, const char *root)
{
	const struct edit_call call =
		edit_call(options, root, options->arguments[0]);

	return flushed(edit_fmt(&call, options->check));
}

static int run_forms(const struct options *options, const char *root)
{
	bool imports = options->command == COMMAND_IMPORT;
	const struct edit_call call =
		edit_call(options, root, options->arguments[imports ? 1 : 0]);

	return flushed(forms_run(&call, options));
}

/* Nothing but four digits; 0: it is no year. */
static int read_year(const char *text)
{
	return strlen(text) == 4 && strspn(text, "0123456789") == 4 ? atoi(text)
								    : 0;
}

static int run_year(const struct options *options, const char *root)
{
	const char *const *arguments = options->arguments;
	const struct edit_call call = edit_call(options, root, arguments[1]);
	int year = read_year(arguments[0]);

	if (year == 0) {
		options_wrong(options->command, "this is no year", arguments[0],
			      stderr);
		return STATUS_CALL;
	}
	return flushed(options->status
			       ? edit_year_status(&call, year)
			       : edit_year(&call, year, options->publish));
}

static int run_schema(const struct options *options, const char *root)
{
	const struct edit_call call =
		edit_call(options, root, options->arguments[0]);

	if (options->kind == NULL && options->output == NULL) {
		options_wrong(options->command,
			      "one of these options is needed",
			      "--kind, --output", stderr);
		return STATUS_CALL;
	}
	return flushed(edit_schema(&call, options->kind, options->output));
}

static int run_manual(const struct options *options, const char *root)
{
	(void)root;
	if (options->command == COMMAND_MANUAL)
		manual_print(BILAGA_VERSION, stdout);
	else
		completion_print(stdout);
	return flushed(STATUS_GOOD);
}

static int (*const commands[COMMANDS_COUNT])(const struct options *options,
					     const char *root) = {
	[COMMAND_BUILD] = run,	       [COMMAND_CHECK] = run,
	[COMMAND_SERVE] = run_serve,   [COMMAND_DIFF] = run_diff,
	[COMMAND_NEW] = run_new,       [COMMAND_RENAME] = run_rename,
	[COMMAND_MOVE] = run_move,     [COMMAND_YEAR] = run_year,
	[COMMAND_MANUAL] = run_manual, [COMMAND_COMPLETION] = run_manual,
	[COMMAND_FMT] = run_fmt,       [COMMAND_EXPORT] = run_forms,
	[COMMAND_IMPORT] = run_forms,  [COMMAND_SCHEMA] = run_schema,
};

static int run_command(const struct options *options)
{
	char *root = find_data_root();
	int status;

	if (root == NULL) {
		fputs("bilaga: its labels and themes are missing\n", stderr);
		return STATUS_MACHINE;
	}
	status = commands[options->command](options, root);
	g_free(root);
	return status;
}

int main(int argc, char **argv)
{
	struct options options;

	if (argc < 2) {
		options_print_usage(stderr);
		return STATUS_CALL;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		options_print_usage(stdout);
		return flushed(STATUS_GOOD);
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("bilaga " BILAGA_VERSION);
		return flushed(STATUS_GOOD);
	}
	if (options_read(&options, argc, argv, stderr) != 0)
		return STATUS_CALL;
	if (options.help) {
		options_print_command(options.command, stdout);
		return flushed(STATUS_GOOD);
	}
	return run_command(&options);
}
