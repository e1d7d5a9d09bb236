/*
 * manual: what do a manual page and a shell need to know of the commands?
 */
#ifndef BILAGA_COMMAND_MANUAL_H
#define BILAGA_COMMAND_MANUAL_H

#include <stdio.h>

/* The manual page bilaga(1), in the macros of man(7). */
void manual_print(const char *version, FILE *out);

/* A script for bash that completes commands, options and their words. */
void completion_print(FILE *out);

#endif
