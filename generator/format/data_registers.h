/*
 * data_registers: what are the ids in the data called?
 *
 * Parties, units, goals and sections, each with its id, by which the rows of
 * forums.csv are joined with them.
 */
#ifndef BILAGA_FORMAT_DATA_REGISTERS_H
#define BILAGA_FORMAT_DATA_REGISTERS_H

#include <glib.h>

struct arena;
struct output;
struct report;

/*
 * Hand a file for each register to `output`, below the folder `folder`. 0, or
 * −1: the machine failed. Texts lie in `arena`.
 */
int data_registers_write(struct output *output, const char *folder,
			 const struct report *report, struct arena *arena);

/* Append each register as a member of JSON, a list, after a comma. */
void data_registers_json(GString *out, const struct report *report);

/* Append the description of each file, after a comma. */
void data_registers_describe(GString *out, const struct report *report,
			     struct arena *arena);

#endif
