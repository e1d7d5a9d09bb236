#include "format/data_schema.h"

#include <string.h>

#include "base/json.h"
#include "report/labels.h"
#include "report/report.h"

/* A member whose value is a text, unless that is NULL. */
static void append_member(GString *out, const char *key, const char *text)
{
	if (text == NULL)
		return;
	g_string_append_printf(out, ", \"%s\": ", key);
	json_append_text(out, text);
}

void data_schema_begin(GString *out, const struct report *report)
{
	const struct publication *publication = &report->publication;
	const char *language =
		labels_word(&report->labels, LABEL_LANGUAGE_CODE);

	g_string_append(out, "{\"@context\": [\"http://www.w3.org/ns/csvw\", "
			     "{\"@language\": ");
	json_append_text(out, language);
	g_string_append(out, "}]");
	append_member(out, "dc:title", publication->title);
	append_member(out, "dc:publisher", publication->publisher);
	append_member(out, "dc:language", language);
	g_string_append(out, ",\n  \"tables\": [");
}

void data_schema_table(GString *out, const char *url, const char *title,
		       const char *about, bool first)
{
	g_string_append(out, first ? "\n    {\"url\": " : ",\n    {\"url\": ");
	json_append_text(out, url);
	append_member(out, "dc:title", title);
	append_member(out, "dc:description", about);
	g_string_append(out, ", \"tableSchema\": {\"columns\": [");
}

/* A name of CSVW has no hyphens. */
static void append_name(GString *out, const char *name)
{
	char *plain = g_strdelimit(g_strdup(name), "-", '_');

	g_string_append(out, "\"name\": ");
	json_append_text(out, plain);
	g_string_append(out, ", ");
	g_free(plain);
}

void data_schema_column(GString *out, const struct data_column *column,
			bool first)
{
	g_string_append(out, first ? "\n      {" : ",\n      {");
	if (column->name != NULL)
		append_name(out, column->name);
	g_string_append(out, "\"titles\": ");
	json_append_text(out, column->heading);
	append_member(out, "datatype", column->type);
	append_member(out, "separator", column->separator);
	append_member(out, "dc:description", column->about);
	g_string_append_c(out, '}');
}

void data_schema_table_end(GString *out)
{
	g_string_append(out, "]}}");
}

void data_schema_end(GString *out)
{
	g_string_append(out, "\n  ]\n}\n");
}
