#include "edit/create_text.h"

#include <stdbool.h>
#include <string.h>

#include "edit/head_write.h"
#include "report/help.h"
#include "report/kinds.h"
#include "report/report.h"

/* Comments are broken after so many characters. */
#define COLUMNS 96

/* Keys that hold keys, with the group that explains those. */
static const struct inner {
	enum label key;
	const char *group;
	bool list; /* of such */
} inners[] = {
	{ LABEL_KEY_MEETINGS, "meeting", false },
	{ LABEL_KEY_AGREEMENT, "agreement", false },
	{ LABEL_KEY_TRIPS, "trip", true },
	{ LABEL_KEY_CHANGES, "change", true },
};

struct writing {
	GString *out;
	const struct report *report;
	const struct help *help;
	const struct create_value *values;
};

static const char *word_of(const struct writing *writing, enum label key)
{
	return labels_word(&writing->report->labels, key);
}

/* The label of the key called `name` ("run-by"). */
static enum label key_label(const char *name)
{
	for (int i = 0; i < LABEL_COUNT; i++) {
		const char *full = labels_name((enum label)i);

		if (strncmp(full, "key.", 4) == 0 &&
		    strcmp(full + 4, name) == 0)
			return (enum label)i;
	}
	return LABEL_COUNT;
}

static const char *value_of(const struct writing *writing, enum label key)
{
	for (const struct create_value *at = writing->values; at->value != NULL;
	     at++)
		if (at->key == key)
			return at->value;
	return NULL;
}

static void append_indent(GString *out, size_t indent)
{
	for (size_t i = 0; i < indent; i++)
		g_string_append_c(out, ' ');
}

/* A comment, broken between words. */
static void append_comment(GString *out, size_t indent, const char *text)
{
	char **words = g_strsplit(text, " ", -1);
	size_t column = 0;

	for (char **at = words; *at != NULL; at++) {
		size_t length = (size_t)g_utf8_strlen(*at, -1);

		if (column == 0 || column + 1 + length > COLUMNS) {
			if (column > 0)
				g_string_append_c(out, '\n');
			append_indent(out, indent);
			g_string_append_c(out, '#');
			column = indent + 1;
		}
		g_string_append_printf(out, " %s", *at);
		column += 1 + length;
	}
	g_string_append_c(out, '\n');
	g_strfreev(words);
}

/* The keys within a key, which stand in comments, each with what it is for. */
static void append_inner(struct writing *writing, size_t indent,
			 const struct inner *inner)
{
	GString *out = writing->out;
	const char *const *names =
		help_names(writing->help, inner->group, writing->report->arena);

	for (size_t i = 0; names[i] != NULL; i++) {
		enum label key = key_label(names[i]);

		if (key == LABEL_COUNT)
			continue;
		append_indent(out, indent);
		g_string_append_printf(
			out, "#   %s%s:  # %s\n",
			!inner->list ? ""
			: i == 0     ? "- "
				     : "  ",
			word_of(writing, key),
			help_text(writing->help, inner->group, names[i]));
	}
}

/* A figure for each group of participants. */
static void append_groups(struct writing *writing, size_t indent)
{
	const struct publication *publication = &writing->report->publication;

	for (size_t i = 0; i < publication->groups_count; i++) {
		append_indent(writing->out, indent);
		g_string_append_printf(writing->out, "#   %s:  # %s\n",
				       publication->groups[i],
				       publication->group_names[i]);
	}
}

/* A key that nothing is known of: in a comment, with the keys within it. */
static void append_unknown(struct writing *writing, size_t indent,
			   enum label key)
{
	append_indent(writing->out, indent);
	g_string_append_printf(writing->out, "# %s:\n", word_of(writing, key));
	if (key == LABEL_KEY_PARTICIPANTS || key == LABEL_KEY_HOURS)
		append_groups(writing, indent);
	for (size_t i = 0; i < G_N_ELEMENTS(inners); i++)
		if (inners[i].key == key)
			append_inner(writing, indent, &inners[i]);
}

static void append_group(struct writing *writing, size_t indent,
			 const char *group);

/* The publication's year, of which the state is known. */
static void append_year(struct writing *writing)
{
	const struct create_value values[] = {
		{ LABEL_KEY_STATE, word_of(writing, LABEL_STATE_RUNS) },
		{ LABEL_COUNT, NULL },
	};
	struct writing year = *writing;

	year.values = values;
	g_string_append_printf(writing->out, "%s:\n  %d:\n",
			       word_of(writing, LABEL_KEY_YEARS),
			       (int)writing->report->publication.year);
	append_group(&year, 4, "year");
}

static void append_key(struct writing *writing, size_t indent,
		       const char *group, const char *name)
{
	GString *out = writing->out;
	enum label key = key_label(name);
	const char *value = value_of(writing, key);

	/* A text stands below the head, and not in it. */
	if (key == LABEL_COUNT || key == LABEL_KEY_TEXT)
		return;
	g_string_append_c(out, '\n');
	append_comment(out, indent, help_text(writing->help, group, name));
	if (key == LABEL_KEY_YEARS) {
		append_year(writing);
	} else if (value == NULL) {
		append_unknown(writing, indent, key);
	} else {
		append_indent(out, indent);
		g_string_append_printf(out, "%s: ", word_of(writing, key));
		head_write_line(out, value, false, '"');
		g_string_append_c(out, '\n');
	}
}

static void append_group(struct writing *writing, size_t indent,
			 const char *group)
{
	const char *const *names =
		help_names(writing->help, group, writing->report->arena);

	for (size_t i = 0; names[i] != NULL; i++)
		append_key(writing, indent, group, names[i]);
}

static void append_kind(GString *out, const struct kind *kind)
{
	for (size_t i = 0; i < kind->fields_count; i++) {
		g_string_append_c(out, '\n');
		append_comment(out, 0, kind->fields[i].heading);
		g_string_append_printf(out, "# %s:\n", kind->fields[i].word);
	}
}

GString *create_text(const struct report *report, const struct help *help,
		     const char *group, const struct create_value *values,
		     const struct kind *kind)
{
	struct writing writing = { g_string_new("---\n"), report, help,
				   values };

	append_comment(writing.out, 0,
		       labels_word(&report->labels, LABEL_EDIT_FILL_IN));
	append_group(&writing, 0, group);
	if (kind != NULL)
		append_kind(writing.out, kind);
	g_string_append(writing.out, "---\n");
	return writing.out;
}
