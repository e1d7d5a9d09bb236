/*
 * options: which command was called, and with what?
 *
 * The commands and options are the rows of commands.def.
 */
#ifndef BILAGA_COMMAND_OPTIONS_H
#define BILAGA_COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum command {
#define COMMAND(id, name, arguments, least, most, summary) COMMAND_##id,
#include "command/commands.def"
	COMMANDS_COUNT
};

/* The most arguments that a command takes beside its options. */
#define ARGUMENTS_MAX 4

enum option_kind {
	OPTION_FLAG,  /* bool: no value */
	OPTION_TEXT,  /* const char *: anything but nothing */
	OPTION_WORD,  /* const char *: one of the words */
	OPTION_WORDS, /* const char *: several of the words, with commas */
	OPTION_YEAR,  /* int: 1000 to 9999 */
	OPTION_PORT,  /* int: 1 to 65535 */
};

/* What was asked for; texts are those of the arguments. */
struct options {
	enum command command;
	const char *arguments[ARGUMENTS_MAX + 1]; /* ended by NULL */
	size_t arguments_count;
	bool help;   /* only how the command is called is asked for */
	char **argv; /* all of the call, the program's name first */

	const char *output; /* NULL: not said */
	const char *theme;
	const char *format;
	const char *address;
	const char *content; /* of diff; NULL: not said */
	const char *editor;
	int year; /* 0: not said */
	int port;
	bool strict;
	bool numbers;
	const char *title;
	const char *id;
	const char *kind;
	const char *form;
	const char *membership;
	const char *level;
	const char *after;
	bool publish;
	bool status;
	bool dry_run;
	bool as_form;
	bool yes;
	bool force;
	bool check;
};

struct command_row {
	const char *name;
	const char *arguments; /* as they are shown; "": none */
	size_t least, most;
	const char *summary;
};

struct option_row {
	const char *name;
	char letter;	   /* 0: none */
	unsigned commands; /* a bit for each */
	enum option_kind kind;
	size_t offset;	   /* in struct options */
	const char *value; /* as it is shown; NULL: there is none */
	const char *words; /* with commas; NULL: any */
	const char *summary;
};

extern const struct command_row command_rows[COMMANDS_COUNT];
extern const struct option_row option_rows[];
extern const size_t option_rows_count;

/* Does the option belong to the command? */
bool option_is_of(const struct option_row *option, enum command command);

/*
 * Read the arguments that follow the program's name. 0, or −1 when the call is
 * wrong, which `errors` then says.
 */
int options_read(struct options *options, int argc, char **argv, FILE *errors);

/*
 * Say on `errors` `what` is wrong with the `argument` of a command, and how the
 * command is called. Always −1.
 */
int options_wrong(enum command command, const char *what, const char *argument,
		  FILE *errors);

/* How the program is called. */
void options_print_usage(FILE *out);

/* How one command is called. */
void options_print_command(enum command command, FILE *out);

#endif
