#include "command/manual.h"

#include <glib.h>

#include "command/options.h"

/* --- The manual page --------------------------------------------------------
 */

/* Text of a line: a leading point or quote and backslashes mean something. */
static void print_roff(FILE *out, const char *text)
{
	if (text[0] == '.' || text[0] == '\'')
		fputs("\\&", out);
	for (; *text != '\0'; text++) {
		if (*text == '\\')
			fputs("\\e", out);
		else if (*text == '-')
			fputs("\\-", out);
		else
			fputc(*text, out);
	}
}

static void print_roff_option(FILE *out, const struct option_row *row)
{
	fputs(".TP\n.B ", out);
	if (row->letter != 0)
		fprintf(out, "\\-%c, ", row->letter);
	print_roff(out, row->name);
	if (row->value != NULL)
		fprintf(out, " \\fI%s\\fR", row->value);
	fputc('\n', out);
	print_roff(out, row->summary);
	if (row->words != NULL) {
		fputs("\n(", out);
		print_roff(out, row->words);
		fputc(')', out);
	}
	fputc('\n', out);
}

static void print_roff_command(FILE *out, enum command command)
{
	const struct command_row *row = &command_rows[command];

	fprintf(out, ".SS bilaga %s ", row->name);
	print_roff(out, row->arguments);
	fputc('\n', out);
	print_roff(out, row->summary);
	fputs(".\n", out);
	for (size_t i = 0; i < option_rows_count; i++)
		if (option_is_of(&option_rows[i], command))
			print_roff_option(out, &option_rows[i]);
}

void manual_print(const char *version, FILE *out)
{
	fprintf(out,
		".TH BILAGA 1 \"\" \"bilaga %s\" \"User Commands\"\n"
		".SH NAME\n"
		"bilaga \\- a report generator\n"
		".SH SYNOPSIS\n"
		".B bilaga\n"
		".I COMMAND\n"
		"[\\fIARGUMENTS\\fR] [\\fIOPTIONS\\fR]\n"
		".SH DESCRIPTION\n"
		"Turns a folder of Markdown and YAML into a website, DocBook "
		"and open data.\n"
		"CONTENT is the folder with publication.yaml; not said, it is "
		"\\(oqcontent\\(cq.\n"
		".SH COMMANDS\n",
		version);
	for (size_t i = 0; i < COMMANDS_COUNT; i++)
		print_roff_command(out, (enum command)i);
	fputs(".SH EXIT STATUS\n"
	      "0 good; 1 errors in the content; 2 wrong call; 3 the machine "
	      "failed.\n"
	      "Nothing is written when there is an error.\n",
	      out);
}

/* --- Completion -------------------------------------------------------------
 */

/* What completes the value of an option: words, or names of files. */
static void print_value(FILE *out, const struct option_row *row)
{
	fputs("\t\t", out);
	if (row->letter != 0)
		fprintf(out, "-%c|", row->letter);
	fprintf(out, "%s) ", row->name);
	if (row->words != NULL) {
		char *words = g_strdelimit(g_strdup(row->words), ",", ' ');

		fprintf(out, "values=\"-W '%s'\"", words);
		g_free(words);
	} else if (g_str_has_prefix(row->value, "FOLDER")) {
		fputs("values=-d", out);
	} else if (g_str_has_prefix(row->value, "FILE")) {
		fputs("values=-f", out);
	} else {
		fputs("values=none", out);
	}
	fputs(" ;;\n", out);
}

static void print_completed_command(FILE *out, enum command command)
{
	fprintf(out, "\t%s)\n\t\toptions='--help", command_rows[command].name);
	for (size_t i = 0; i < option_rows_count; i++)
		if (option_is_of(&option_rows[i], command))
			fprintf(out, " %s", option_rows[i].name);
	fputs("'\n\t\tcase $before in\n", out);
	for (size_t i = 0; i < option_rows_count; i++)
		if (option_is_of(&option_rows[i], command) &&
		    option_rows[i].value != NULL)
			print_value(out, &option_rows[i]);
	fputs("\t\tesac ;;\n", out);
}

void completion_print(FILE *out)
{
	fputs("# Completes commands and options of bilaga in bash; made by\n"
	      "# `bilaga completion`.\n"
	      "_bilaga()\n{\n"
	      "\tlocal now=${COMP_WORDS[COMP_CWORD]} options= values=-f\n"
	      "\tlocal before=${COMP_WORDS[COMP_CWORD-1]}\n"
	      "\tcase ${COMP_WORDS[1]} in\n",
	      out);
	for (size_t i = 0; i < COMMANDS_COUNT; i++)
		print_completed_command(out, (enum command)i);
	fputs("\tesac\n"
	      "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n"
	      "\t\tvalues=\"-W '--help --version",
	      out);
	for (size_t i = 0; i < COMMANDS_COUNT; i++)
		fprintf(out, " %s", command_rows[i].name);
	fputs("'\"\n"
	      "\telif [ \"$values\" = -f ] && [ \"${now#-}\" != \"$now\" ]; "
	      "then\n"
	      "\t\tvalues=\"-W '$options'\"\n"
	      "\tfi\n"
	      "\tCOMPREPLY=()\n"
	      "\t[ \"$values\" = none ] ||\n"
	      "\t\tmapfile -t COMPREPLY < <(eval compgen \"$values\" -- "
	      "'\"$now\"')\n"
	      "}\n"
	      "complete -o filenames -F _bilaga bilaga\n",
	      out);
}
