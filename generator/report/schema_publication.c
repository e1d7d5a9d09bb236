#include "report/schema_reader.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/edit_address.h"
#include "report/statement.h"

int schema_read_documents(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	if (value->kind == RECORD_LIST && value->count == 0)
		return diag_add(reader->diags, DIAG_CONTENT_EMPTY, value->where,
				NULL);
	return schema_read_reference_list(out, value, reader, field);
}

int schema_read_edit_url(void *out, const struct record *value,
			 const struct record_reader *reader,
			 const struct record_field *field)
{
	if (schema_read_text(out, value, reader, field) != 0)
		return -1;
	if (edit_address_is_good(value->text))
		return 0;
	return diag_add(reader->diags, DIAG_EDIT_URL, value->where, "%s",
			value->text);
}

/* Where the website will lie ends as a folder does. */
int schema_read_site_url(void *out, const struct record *value,
			 const struct record_reader *reader,
			 const struct record_field *field)
{
	struct publication *publication = out;
	const char **url = &publication->site_url;

	if (schema_read_text(url, value, reader, field) != 0)
		return -1;
	if (!g_str_has_prefix(value->text, "https://"))
		return diag_add(reader->diags, DIAG_SITE_URL, value->where,
				"%s", value->text);
	if (!g_str_has_suffix(*url, "/"))
		*url = arena_printf(reader->arena, "%s/", *url);
	publication->site_url_where = value->where;
	return 0;
}

/* A name for each question; they stand in the order of the file. */
int schema_read_key_figures(void *out, const struct record *value,
			    const struct record_reader *reader,
			    const struct record_field *field)
{
	struct publication *publication = out;
	struct key_figure *figure;

	(void)field;
	if (value->kind != RECORD_MAP || value->count == 0)
		return diag_add(reader->diags, DIAG_VALUE_MAP, value->where,
				NULL);
	figure =
		arena_new_array(reader->arena, struct key_figure, value->count);
	publication->key_figures = figure;
	for (const struct record *at = value->first; at != NULL;
	     at = at->next, figure++) {
		if (schema_read_text(&figure->question, at, reader, NULL) != 0)
			return -1;
		figure->name = arena_strdup(reader->arena, at->key);
		figure->where = at->where;
		publication->key_figures_count++;
	}
	return 0;
}

/* Likewise an id for each name. */
int schema_read_shortcuts(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	struct publication *publication = out;
	struct shortcut *shortcut;

	(void)field;
	if (value->kind != RECORD_MAP || value->count == 0)
		return diag_add(reader->diags, DIAG_VALUE_MAP, value->where,
				NULL);
	shortcut =
		arena_new_array(reader->arena, struct shortcut, value->count);
	publication->shortcuts = shortcut;
	for (const struct record *at = value->first; at != NULL;
	     at = at->next, shortcut++) {
		if (schema_read_reference(&shortcut->page, at, reader, NULL) !=
		    0)
			return -1;
		shortcut->name = arena_strdup(reader->arena, at->key);
		publication->shortcuts_count++;
	}
	return 0;
}

int schema_read_tolerance(void *out, const struct record *value,
			  const struct record_reader *reader,
			  const struct record_field *field)
{
	struct publication *publication = out;
	struct figure figure = { 0 };

	(void)field;
	if (schema_read_percent(&figure, value, reader) != 0)
		return -1;
	if (figure.quantity.state != QUANTITY_VALUE ||
	    figure.quantity.low != figure.quantity.high ||
	    figure.quantity.no_high || figure.quantity.per_part)
		return diag_add(reader->diags, DIAG_PERCENT_UNIT, value->where,
				"%s", value->text);
	publication->tolerance = figure.quantity.low;
	return 0;
}

int schema_read_plausibility(void *out, const struct record *value,
			     const struct record_reader *reader,
			     const struct record_field *field)
{
	(void)field;
	return record_fill(out, value, value->where,
			   schema_table(reader, SCHEMA_PLAUSIBILITY), reader);
}

/* --- The accessibility statement --------------------------------------------
 */

static int read_content(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	(void)field;
	return record_fill(out, value, value->where,
			   schema_table(reader, SCHEMA_CONTENT), reader);
}

int schema_read_contents(void *out, const struct record *value,
			 const struct record_reader *reader,
			 const struct record_field *field)
{
	struct statement_list *list = out;

	(void)field;
	list->count = schema_item_count(value);
	list->items = arena_new_array(reader->arena, struct statement_content,
				      list->count);
	return schema_read_each(list->items, sizeof(struct statement_content),
				value, reader, read_content);
}

int schema_read_contact_url(void *out, const struct record *value,
			    const struct record_reader *reader,
			    const struct record_field *field)
{
	if (schema_read_text(out, value, reader, field) != 0)
		return -1;
	if (g_str_has_prefix(value->text, "https://") ||
	    g_str_has_prefix(value->text, "mailto:"))
		return 0;
	return diag_add(reader->diags, DIAG_STATEMENT_ADDRESS, value->where,
			"%s", value->text);
}

int schema_read_address(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	(void)field;
	return record_fill(out, value, value->where,
			   schema_table(reader, SCHEMA_CONTACT_MAP), reader);
}

int schema_read_compliance(void *out, const struct record *value,
			   const struct record_reader *reader,
			   const struct record_field *field)
{
	struct statement *statement = out;

	statement->compliance_where = value->where;
	return schema_read_word(&statement->compliance, value, reader, field);
}

int schema_read_assessed(void *out, const struct record *value,
			 const struct record_reader *reader,
			 const struct record_field *field)
{
	struct statement *statement = out;

	statement->assessed_where = value->where;
	return schema_read_day(&statement->assessed, value, reader, field);
}

int schema_read_updated(void *out, const struct record *value,
			const struct record_reader *reader,
			const struct record_field *field)
{
	struct statement *statement = out;

	statement->updated_where = value->where;
	return schema_read_day(&statement->updated, value, reader, field);
}

/* A group is a name alone, or a name and how its working time is paid. */
static int read_group(struct publication *publication, size_t at,
		      const struct record *value,
		      const struct record_reader *reader)
{
	struct schema_group group = { NULL, LABEL_PAY_OFFICIALS };
	int result;

	if (value->kind == RECORD_MAP)
		result =
			record_fill(&group, value, value->key_where,
				    schema_table(reader, SCHEMA_GROUP), reader);
	else
		result = schema_read_text(&group.name, value, reader, NULL);
	publication->group_names[at] = group.name;
	publication->group_pay[at] = group.pay;
	return result;
}

int schema_read_groups_register(void *out, const struct record *value,
				const struct record_reader *reader,
				const struct record_field *field)
{
	struct publication *publication = out;
	size_t at = 0;

	(void)field;
	if (value->kind != RECORD_MAP || value->count == 0)
		return diag_add(reader->diags, DIAG_VALUE_MAP, value->where,
				NULL);
	publication->groups_count = value->count;
	publication->groups =
		arena_new_array(reader->arena, const char *, value->count + 1);
	publication->group_names =
		arena_new_array(reader->arena, const char *, value->count + 1);
	publication->group_pay =
		arena_new_array(reader->arena, int, value->count + 1);
	for (const struct record *group = value->first; group != NULL;
	     group = group->next) {
		publication->groups[at] =
			arena_strdup(reader->arena, group->key);
		if (read_group(publication, at, group, reader) != 0)
			return -1;
		at++;
	}
	return 0;
}

/* How long the terms of office are, and when one of them begins. */
int schema_read_term(void *out, const struct record *value,
		     const struct record_reader *reader,
		     const struct record_field *field)
{
	(void)field;
	return record_fill(out, value, value->where,
			   schema_table(reader, SCHEMA_TERM), reader);
}
