#include "command/options.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>

const struct command_row command_rows[COMMANDS_COUNT] = {
#define COMMAND(id, name, arguments, least, most, summary)                     \
	{ name, arguments, least, most, summary },
#include "command/commands.def"
};

#define IN(id) (1u << COMMAND_##id)
const struct option_row option_rows[] = {
#define OPTION(name, letter, commands, kind, member, value, words, summary)    \
	{ name,                                                                \
	  letter,                                                              \
	  (commands),                                                          \
	  OPTION_##kind,                                                       \
	  offsetof(struct options, member),                                    \
	  value,                                                               \
	  words,                                                               \
	  summary },
#include "command/commands.def"
};
#undef IN

const size_t option_rows_count = G_N_ELEMENTS(option_rows);

bool option_is_of(const struct option_row *option, enum command command)
{
	return (option->commands & (1u << command)) != 0;
}

/* --- Reading --------------------------------------------------------------
 */

int options_wrong(enum command command, const char *what, const char *argument,
		  FILE *errors)
{
	const struct command_row *row = &command_rows[command];

	fprintf(errors,
		"bilaga %s: %s: %s\n"
		"It is called so: bilaga %s%s%s [OPTIONS]\n"
		"bilaga %s --help tells more.\n",
		row->name, what, argument, row->name,
		row->arguments[0] == '\0' ? "" : " ", row->arguments,
		row->name);
	return -1;
}

/* Is what is up to a comma or the end of `text` one of the words? */
static bool is_word(const char *text, size_t length, const char *words)
{
	for (;;) {
		size_t end = strcspn(words, ",");

		if (end == length && memcmp(words, text, end) == 0)
			return true;
		if (words[end] == '\0')
			return false;
		words += end + 1;
	}
}

static bool are_words(const char *text, const char *words)
{
	for (;;) {
		size_t end = strcspn(text, ",");

		if (!is_word(text, end, words))
			return false;
		if (text[end] == '\0')
			return true;
		text += end + 1;
	}
}

static bool read_number(int *number, const char *text, int least, int most)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 5 || text[digits] != '\0')
		return false;
	*number = atoi(text);
	return *number >= least && *number <= most;
}

static bool read_value(struct options *options, const struct option_row *row,
		       const char *value)
{
	void *member = (char *)options + row->offset;

	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)member = true;
		return true;
	case OPTION_YEAR:
		return read_number(member, value, 1000, 9999);
	case OPTION_PORT:
		return read_number(member, value, 1, 65535);
	case OPTION_WORD:
		*(const char **)member = value;
		return is_word(value, strlen(value), row->words);
	case OPTION_WORDS:
		*(const char **)member = value;
		return are_words(value, row->words);
	case OPTION_TEXT:
		break;
	}
	*(const char **)member = value;
	return value[0] != '\0';
}

/* The option that `argument` begins with; NULL: the command has none such. */
static const struct option_row *find_option(enum command command,
					    const char *argument)
{
	for (size_t i = 0; i < option_rows_count; i++) {
		const struct option_row *row = &option_rows[i];
		size_t length = strlen(row->name);

		if (!option_is_of(row, command))
			continue;
		if (strncmp(argument, row->name, length) == 0 &&
		    (argument[length] == '\0' || argument[length] == '='))
			return row;
		if (row->letter != 0 && argument[1] == row->letter &&
		    (argument[2] == '\0' || argument[2] == '='))
			return row;
	}
	return NULL;
}

/* What the value may be is said when it is one of some words. */
static int wrong_value(const struct options *options,
		       const struct option_row *row, const char *value,
		       FILE *errors)
{
	char *what =
		row->words == NULL
			? g_strdup_printf("%s: this value is wrong", row->name)
			: g_strdup_printf("%s is one of %s, and not", row->name,
					  row->words);

	options_wrong(options->command, what, value, errors);
	g_free(what);
	return -1;
}

/* The option at `argv[*i]`, whose value may be the next argument. */
static int read_option(struct options *options, char **argv, int argc, int *i,
		       FILE *errors)
{
	const char *argument = argv[*i];
	const struct option_row *row = find_option(options->command, argument);
	const char *equals = strchr(argument, '=');
	const char *value = "";

	if (row == NULL)
		return options_wrong(options->command,
				     "there is no such option here", argument,
				     errors);
	if (row->kind == OPTION_FLAG) {
		if (equals != NULL)
			return options_wrong(options->command,
					     "this option has no value",
					     argument, errors);
	} else if (equals != NULL) {
		value = equals + 1;
	} else if (*i + 1 < argc) {
		value = argv[++*i];
	} else {
		return options_wrong(options->command,
				     "this option needs a value", argument,
				     errors);
	}
	if (read_value(options, row, value))
		return 0;
	return wrong_value(options, row, value, errors);
}

static int read_arguments(struct options *options, int argc, char **argv,
			  FILE *errors)
{
	const struct command_row *row = &command_rows[options->command];
	bool only_arguments = false;

	for (int i = 2; i < argc; i++) {
		char *argument = argv[i];

		if (!only_arguments && strcmp(argument, "--") == 0) {
			only_arguments = true;
		} else if (!only_arguments &&
			   (strcmp(argument, "--help") == 0 ||
			    strcmp(argument, "-h") == 0)) {
			options->help = true;
		} else if (!only_arguments && argument[0] == '-' &&
			   argument[1] != '\0') {
			if (read_option(options, argv, argc, &i, errors) != 0)
				return -1;
		} else if (options->arguments_count == row->most) {
			return options_wrong(options->command,
					     "this argument is too many",
					     argument, errors);
		} else {
			options->arguments[options->arguments_count++] =
				argument;
		}
	}
	if (options->arguments_count < row->least && !options->help)
		return options_wrong(options->command, "something is missing",
				     row->arguments, errors);
	return 0;
}

int options_read(struct options *options, int argc, char **argv, FILE *errors)
{
	*options = (struct options){ .argv = argv,
				     .address = "127.0.0.1",
				     .port = 8000 };
	for (size_t i = 0; i < COMMANDS_COUNT; i++) {
		if (strcmp(argv[1], command_rows[i].name) != 0)
			continue;
		options->command = (enum command)i;
		return read_arguments(options, argc, argv, errors);
	}
	fprintf(errors,
		"bilaga: there is no such command: %s\n"
		"bilaga --help lists them.\n",
		argv[1]);
	return -1;
}

/* --- Telling --------------------------------------------------------------
 */

/* Columns before the text of an option or a command. */
#define INDENT		 22
#define LINE_MAX_COLUMNS 79

/* The words of `text` in lines from column `indent`, where `out` stands. */
static void print_lines(FILE *out, size_t indent, const char *text)
{
	size_t column = indent;

	while (*text != '\0') {
		size_t length = strcspn(text, " ");

		if (column > indent && column + 1 + length > LINE_MAX_COLUMNS) {
			fprintf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (column > indent) {
			fputc(' ', out);
			column++;
		}
		fwrite(text, 1, length, out);
		column += length;
		text += length;
		text += *text == ' ';
	}
	fputc('\n', out);
}

/* `text` from column INDENT on; `column` is where the line stands. */
static void print_wrapped(FILE *out, size_t column, const char *text)
{
	if (column >= INDENT) {
		fputc('\n', out);
		column = 0;
	}
	fprintf(out, "%*s", (int)(INDENT - column), "");
	print_lines(out, INDENT, text);
}

static void print_option(const struct option_row *row, FILE *out)
{
	GString *head = g_string_new("  ");
	GString *text = g_string_new(row->summary);

	if (row->letter != 0)
		g_string_append_printf(head, "-%c, ", row->letter);
	g_string_append(head, row->name);
	if (row->value != NULL)
		g_string_append_printf(head, " %s", row->value);
	if (row->words != NULL) {
		char **words = g_strsplit(row->words, ",", -1);
		char *joined = g_strjoinv(", ", words);

		g_string_append_printf(text, ": %s", joined);
		g_free(joined);
		g_strfreev(words);
	}
	fputs(head->str, out);
	print_wrapped(out, head->len, text->str);
	g_string_free(text, TRUE);
	g_string_free(head, TRUE);
}

void options_print_command(enum command command, FILE *out)
{
	const struct command_row *row = &command_rows[command];

	fprintf(out, "Usage: bilaga %s%s%s [OPTIONS]\n\n", row->name,
		row->arguments[0] == '\0' ? "" : " ", row->arguments);
	print_lines(out, 0, row->summary);
	fputc('\n', out);
	for (size_t i = 0; i < option_rows_count; i++)
		if (option_is_of(&option_rows[i], command))
			print_option(&option_rows[i], out);
}

void options_print_usage(FILE *out)
{
	fputs("Usage: bilaga COMMAND [ARGUMENTS] [OPTIONS]\n"
	      "       bilaga --help | --version\n\n"
	      "Turns a folder of Markdown and YAML into a website, DocBook and "
	      "open data.\n\n",
	      out);
	for (size_t i = 0; i < COMMANDS_COUNT; i++) {
		const struct command_row *row = &command_rows[i];

		fprintf(out, "  %s", row->name);
		print_wrapped(out, 2 + strlen(row->name), row->summary);
	}
	fputs("\nbilaga COMMAND --help tells a command's arguments and "
	      "options.\nCONTENT is the folder with publication.yaml; not "
	      "said, "
	      "it is `content`.\n\n"
	      "Exit status: 0 good, 1 errors in the content, 2 wrong call, 3 "
	      "the machine\nfailed. Nothing is written when there is an "
	      "error.\n",
	      out);
}
