#include "format/data_schema.h"

#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "report/labels.h"
#include "report/report.h"

/* A member whose value is a text, unless that is NULL. */
static void append_member(GString *out, const char *key, const char *text)
{
	if (text == NULL)
		return;
	text_append_string(out, ", \"");
	text_append_string(out, key);
	text_append_string(out, "\": ");
	json_append_text(out, text);
}

void data_schema_begin(GString *out, const struct report *report)
{
	const struct publication *publication = &report->publication;
	const char *language =
		labels_word(&report->labels, LABEL_LANGUAGE_CODE);

	text_append_string(out,
			   "{\"@context\": [\"http://www.w3.org/ns/csvw\", "
			   "{\"@language\": ");
	json_append_text(out, language);
	text_append_string(out, "}]");
	append_member(out, "dc:title", publication->title);
	append_member(out, "dc:publisher", publication->publisher);
	append_member(out, "dc:language", language);
	text_append_string(out, ",\n  \"tables\": [");
}

void data_schema_table(GString *out, const char *url, const char *title,
		       const char *about, bool first)
{
	text_append_string(out,
			   first ? "\n    {\"url\": " : ",\n    {\"url\": ");
	json_append_text(out, url);
	append_member(out, "dc:title", title);
	append_member(out, "dc:description", about);
	text_append_string(out, ", \"tableSchema\": {\"columns\": [");
}

/* A name of CSVW has no hyphens. */
static void append_name(GString *out, const char *name)
{
	char *plain = g_strdelimit(g_strdup(name), "-", '_');

	text_append_string(out, "\"name\": ");
	json_append_text(out, plain);
	text_append_string(out, ", ");
	g_free(plain);
}

void data_schema_column(GString *out, const struct data_column *column,
			bool first)
{
	text_append_string(out, first ? "\n      {" : ",\n      {");
	if (column->name != NULL)
		append_name(out, column->name);
	text_append_string(out, "\"titles\": ");
	json_append_text(out, column->heading);
	append_member(out, "datatype", column->type);
	append_member(out, "separator", column->separator);
	append_member(out, "dc:description", column->about);
	text_append_string(out, "}");
}

void data_schema_table_end(GString *out)
{
	text_append_string(out, "]}}");
}

void data_schema_end(GString *out)
{
	text_append_string(out, "\n  ]\n}\n");
}
