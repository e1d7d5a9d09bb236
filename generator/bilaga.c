/*
 * bilaga: options, commands, exit status.
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
#include "format/render.h"
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

/* Findings that are printed in full before the rest is only counted. */
#define FINDINGS_SHOWN 100

struct options {
	const char *command;
	const char *content;
	const char *output;
	const char *theme;
	const char *format;
	const char *address;
	int year;
	int port;
	bool strict;
	bool numbers;
};

static const char usage[] =
	"Usage: bilaga build [CONTENT] [-o OUTPUT] [--format "
	"html,docbook,data]\n"
	"                    [--year YEAR] [--theme FOLDER] [--strict]\n"
	"       bilaga check [CONTENT] [--format "
	"text|json|sarif|github|gitlab]\n"
	"                    [--year YEAR] [--strict]\n"
	"       bilaga serve [CONTENT] [--port N] [--address ADDRESS] [--year "
	"YEAR]\n"
	"                    [--theme FOLDER]\n"
	"       bilaga --help | --version\n"
	"\n"
	"Turns a folder of Markdown and YAML into a website, DocBook and open "
	"data.\n"
	"\n"
	"  CONTENT          the folder with publication.yaml (default: "
	"content)\n"
	"  -o, --output     where html/ and docbook/ are published (default: "
	"output)\n"
	"  --format         build: what to make (default: all);\n"
	"                   check: how findings are printed (default: text)\n"
	"  --year YEAR      show another year than the publication's\n"
	"  --theme FOLDER   a theme of your own (default: the theme stad)\n"
	"  --strict         warnings count as errors\n"
	"  --numbers        check: list the numbers in digits that texts state "
	"by\n"
	"                   themselves, outside roles, as text or json\n"
	"  --port N         serve: where the preview listens (default: 8000)\n"
	"  --address A      serve: at which address (default: 127.0.0.1, which "
	"only\n"
	"                   this machine reaches)\n"
	"\n"
	"Exit status: 0 good, 1 errors in the content, 2 wrong call, 3 the "
	"machine\n"
	"failed. Nothing is written when there is an error.\n";

static int wrong_call(const char *what, const char *argument)
{
	fprintf(stderr, "bilaga: %s: %s\nbilaga --help shows how to call it.\n",
		what, argument);
	return STATUS_CALL;
}

static int read_year(int *year, const char *text)
{
	if (strlen(text) != 4 || strspn(text, "0123456789") != 4 ||
	    text[0] == '0')
		return -1;
	*year = atoi(text);
	return 0;
}

static int read_port(int *port, const char *text)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 5 || text[digits] != '\0')
		return -1;
	*port = atoi(text);
	return *port >= 1 && *port <= 65535 ? 0 : -1;
}

/* The value of the option at `argv[*i]`: after `=`, or the next argument. */
static const char *option_value(char **argv, int argc, int *i, const char *name)
{
	size_t length = strlen(name);

	if (strncmp(argv[*i], name, length) != 0)
		return NULL;
	if (argv[*i][length] == '=')
		return argv[*i] + length + 1;
	if (argv[*i][length] != '\0' || *i + 1 >= argc)
		return NULL;
	(*i)++;
	return argv[*i];
}

static int read_option(struct options *options, char **argv, int argc, int *i)
{
	static const struct {
		const char *name;
		size_t offset;
	} texts[] = {
		{ "-o", offsetof(struct options, output) },
		{ "--output", offsetof(struct options, output) },
		{ "--theme", offsetof(struct options, theme) },
		{ "--format", offsetof(struct options, format) },
		{ "--address", offsetof(struct options, address) },
	};
	const char *value;

	if (strcmp(argv[*i], "--strict") == 0) {
		options->strict = true;
		return 0;
	}
	if (strcmp(argv[*i], "--numbers") == 0) {
		options->numbers = true;
		return 0;
	}
	for (size_t k = 0; k < G_N_ELEMENTS(texts); k++) {
		value = option_value(argv, argc, i, texts[k].name);
		if (value == NULL)
			continue;
		*(const char **)((char *)options + texts[k].offset) = value;
		return value[0] == '\0' ? -1 : 0;
	}
	value = option_value(argv, argc, i, "--port");
	if (value != NULL)
		return read_port(&options->port, value);
	value = option_value(argv, argc, i, "--year");
	return value == NULL ? -1 : read_year(&options->year, value);
}

static int read_options(struct options *options, int argc, char **argv)
{
	bool named = false;

	*options = (struct options){
		.command = argv[1],
		.content = "content",
		.address = "127.0.0.1",
		.port = 8000,
	};
	for (int i = 2; i < argc; i++) {
		char *argument = argv[i];

		if (argument[0] == '-') {
			if (read_option(options, argv, argc, &i) != 0)
				return wrong_call("this option is wrong",
						  argument);
		} else if (named) {
			return wrong_call("this argument is too many",
					  argument);
		} else {
			options->content = argument;
			named = true;
		}
	}
	return STATUS_GOOD;
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
	bool checks = strcmp(options->command, "check") == 0;
	const char *format =
		checks && options->format != NULL ? options->format : "text";
	char *folder = forge_folder(options->content);

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
		diag_print(diags, language, FINDINGS_SHOWN,
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

static int run(const struct options *options, const char *root)
{
	bool build = strcmp(options->command, "build") == 0;
	const struct stages_call call = {
		.root = root,
		.content = options->content,
		.output = build ? options->output : NULL,
		.formats = build ? options->format : NULL,
		.theme = options->theme,
		.year = options->year,
		.strict = options->strict,
	};
	struct stages stages;
	enum status status;

	stages_run(&stages, &call);
	status = stages.status;
	if (options->numbers && stages.report->documents_count > 0)
		status = print_numbers(&stages, options);
	else
		print_findings(stages.diags, stages.report, options);
	if (ferror(stdout) || fflush(stdout) != 0)
		status = STATUS_MACHINE;
	stages_release(&stages);
	return (int)status;
}

/* Without --output the preview keeps its pages to itself. */
static int run_serve(const struct options *options, const char *root)
{
	const struct stages_call call = {
		.root = root,
		.content = options->content,
		.output = options->output,
		.theme = options->theme,
		.year = options->year,
		.strict = options->strict,
	};

	return (int)serve(&call, options->address, options->port);
}

static const char *const check_formats[] = { "text",   "json",	 "sarif",
					     "github", "gitlab", NULL };

/* Whose command it is; NULL: nobody's. */
static int (*find_command(const char *name))(const struct options *options,
					     const char *root)
{
	if (strcmp(name, "build") == 0 || strcmp(name, "check") == 0)
		return run;
	return strcmp(name, "serve") == 0 ? run_serve : NULL;
}

static int check_call(struct options *options)
{
	bool build = strcmp(options->command, "build") == 0;

	if (find_command(options->command) == NULL)
		return wrong_call("there is no such command", options->command);
	if (build && options->output == NULL)
		options->output = "output";
	if (options->format == NULL)
		return STATUS_GOOD;
	if (strcmp(options->command, "check") == 0
		    ? g_strv_contains(check_formats, options->format)
		    : render_formats_known(options->format))
		return STATUS_GOOD;
	return wrong_call("there is no such format", options->format);
}

int main(int argc, char **argv)
{
	struct options options;
	int status;
	char *root;

	if (argc < 2) {
		fputs(usage, stderr);
		return STATUS_CALL;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		fputs(usage, stdout);
		return fflush(stdout) == 0 ? STATUS_GOOD : STATUS_MACHINE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("bilaga " BILAGA_VERSION);
		return fflush(stdout) == 0 ? STATUS_GOOD : STATUS_MACHINE;
	}
	status = read_options(&options, argc, argv);
	if (status == STATUS_GOOD)
		status = check_call(&options);
	if (status != STATUS_GOOD)
		return status;
	root = find_data_root();
	if (root == NULL) {
		fputs("bilaga: its labels and themes are missing\n", stderr);
		return STATUS_MACHINE;
	}
	status = find_command(options.command)(&options, root);
	g_free(root);
	return status;
}
