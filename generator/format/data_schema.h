/*
 * data_schema: how are the data files described, for programs and people?
 *
 * As CSVW has it (W3C, Metadata Vocabulary for Tabular Data, 2015): for each
 * file what it holds, and for each column what it is.
 */
#ifndef BILAGA_FORMAT_DATA_SCHEMA_H
#define BILAGA_FORMAT_DATA_SCHEMA_H

#include <glib.h>
#include <stdbool.h>

struct report;

struct data_column {
	const char *name;      /* the same in all languages; NULL: none */
	const char *heading;   /* as in the header line */
	const char *about;     /* a sentence; NULL: the heading says it */
	const char *type;      /* of XML Schema: "string" */
	const char *separator; /* between several things; NULL: only one */
};

/* Begin the description, up to the first table. */
void data_schema_begin(GString *out, const struct report *report);

/*
 * Append a table: the file `url`, what it is called and, unless NULL, what
 * there is to say of it. Its columns follow, and then data_schema_end().
 */
void data_schema_table(GString *out, const char *url, const char *title,
		       const char *about, bool first);
void data_schema_column(GString *out, const struct data_column *column,
			bool first);
void data_schema_table_end(GString *out);

/* End the description. */
void data_schema_end(GString *out);

#endif
