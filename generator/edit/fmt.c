#include "edit/fmt.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "edit/patch.h"
#include "edit/table_fmt.h"
#include "edit/yaml_fmt.h"
#include "report/page.h"
#include "report/report.h"

struct formatting {
	struct patch *patch;
	GPtrArray *names;
	const struct report *report;
	const char *content;
	const char **groups; /* NULL-terminated */
	struct arena *arena; /* for one file */
	struct diag_list *diags;
};

/* A body that the tables would make too long stays as it is. */
static void append_body(GString *out, const char *text, size_t length)
{
	GString *body = g_string_new_len(text, (gssize)length);

	table_fmt(body);
	if (body->len > BODY_BYTES_MAX)
		g_string_append_len(out, text, (gssize)length);
	else
		g_string_append_len(out, body->str, (gssize)body->len);
	g_string_free(body, TRUE);
}

static int append_head(GString *out, const struct source *source, size_t offset,
		       size_t length, const struct yaml_fmt *how,
		       struct formatting *formatting)
{
	if (yaml_fmt_append(out, source, offset, length, how,
			    formatting->arena) == 0)
		return 0;
	return diag_add(formatting->diags, DIAG_FMT_SAME, source_whole(source),
			NULL);
}

/* Two texts that are gone through line by line. */
struct pair {
	const char *old;
	const char *new;
};

static size_t line_length(const char *line)
{
	size_t length = strcspn(line, "\n");

	return length + (line[length] == '\n');
}

static bool is_same_line(const char *a, const char *b)
{
	size_t length = line_length(a);

	return length == line_length(b) && memcmp(a, b, length) == 0;
}

static const char *skip_lines(const char *at, size_t count)
{
	for (; count > 0; count--)
		at += line_length(at);
	return at;
}

/* How many lines may be new or gone before both texts are alike again. */
#define LINES_APART 200

/* The nearest lines from which on both are alike, or the ends. */
static struct pair find_alike(struct pair at)
{
	struct pair end = { at.old + strlen(at.old), at.new + strlen(at.new) };

	for (size_t apart = 1; apart <= LINES_APART; apart++) {
		const char *old = at.old;

		for (size_t gone = 0; gone <= apart && *old != '\0'; gone++) {
			const char *new = skip_lines(at.new, apart - gone);

			if (*new != '\0' && *new != '\n' &&
			    is_same_line(old, new))
				return (struct pair){ old, new };
			old += line_length(old);
		}
	}
	return end;
}

/* Replace the lines that differ. */
static int add_change(struct formatting *formatting,
		      const struct source *source, const GString *text)
{
	struct pair at = { source->text, text->str };
	int result = 0;

	if (strcmp(source->text, text->str) == 0)
		return 0;
	while (result == 0 && (*at.old != '\0' || *at.new != '\0')) {
		struct pair alike;
		char *lines;

		if (*at.old != '\0' && is_same_line(at.old, at.new)) {
			at.old += line_length(at.old);
			at.new += line_length(at.new);
			continue;
		}
		alike = find_alike(at);
		lines = g_strndup(at.new, (size_t)(alike.new - at.new));
		result = patch_replace(
			formatting->patch,
			source_span(source, (size_t)(at.old - source->text),
				    (size_t)(alike.old - at.old)),
			lines, formatting->diags);
		g_free(lines);
		at = alike;
	}
	g_ptr_array_add(formatting->names, g_strdup(source->name));
	return result;
}

static int append_page(GString *out, const struct source *source,
		       const struct yaml_fmt *how,
		       struct formatting *formatting)
{
	struct page_parts parts = { 0 };
	const char *text = source->text;

	if (page_split(&parts, source, formatting->diags) != 0)
		return -1;
	g_string_append_len(out, text, (gssize)parts.head);
	if (append_head(out, source, parts.head, parts.head_length, how,
			formatting) != 0)
		return -1;
	if (parts.head == 0)
		return 0;
	g_string_append_len(
		out, text + parts.head + parts.head_length,
		(gssize)(parts.body - parts.head - parts.head_length));
	append_body(out, text + parts.body, parts.body_length);
	return 0;
}

/* A file of which nothing is a page is all head. */
static int format_file(struct formatting *formatting, struct source *source,
		       const struct yaml_fmt *how, bool is_page)
{
	GString *out;
	int result;

	if (source_read(source, formatting->diags) != 0)
		return -1;
	out = g_string_sized_new(source->length);
	result = is_page ? append_page(out, source, how, formatting)
			 : append_head(out, source, 0, source->length, how,
				       formatting);
	if (result == 0)
		result = add_change(formatting, source, out);
	g_string_free(out, TRUE);
	source_drop(source);
	arena_reset(formatting->arena);
	return result;
}

static int format_page(struct formatting *formatting, const struct page *page)
{
	const struct yaml_fmt how = {
		.labels = &formatting->report->labels,
		.groups = formatting->groups,
		.kind = page->kind == PAGE_DOCUMENT ? page->document->kind
						    : NULL,
		.form = SCHEMA_MAP,
		.inner = page->kind == PAGE_FORUM     ? SCHEMA_FORUM
			 : page->kind == PAGE_SECTION ? SCHEMA_SECTION
						      : SCHEMA_DOCUMENT,
		.text = table_fmt,
	};

	return format_file(formatting, page->source, &how, true);
}

/* A file below the content folder that need not be there, or is empty. */
static int format_other(struct formatting *formatting, const char *name,
			enum schema_form form, enum schema_map_id inner,
			bool is_register)
{
	const struct yaml_fmt how = {
		.labels = &formatting->report->labels,
		.groups = formatting->groups,
		.form = form,
		.inner = inner,
		.is_register = is_register,
	};
	struct arena *arena = formatting->report->arena;
	char *path = arena_printf(arena, "%s/%s", formatting->content, name);
	struct source *source = source_new(path, name, arena);

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return 0;
	if (source_read(source, formatting->diags) != 0)
		return -1;
	/* Nothing but comments: there is nothing to put in order. */
	if (!yaml_fmt_has_values(source, formatting->arena)) {
		source_drop(source);
		return 0;
	}
	return format_file(formatting, source, &how, false);
}

static int format_all(struct formatting *formatting)
{
	const struct report *report = formatting->report;
	const struct schema_register *file;
	int result = format_other(formatting, "publication.yaml", SCHEMA_MAP,
				  SCHEMA_PUBLICATION, false);

	result |= format_other(formatting, "labels.yaml", SCHEMA_ANYTHING,
			       SCHEMA_NONE, true);
	for (size_t i = 0; (file = schema_register_at(i)) != NULL; i++) {
		char *name = g_strdup_printf("registers/%s.yaml", file->name);

		result |= format_other(formatting, name, file->form,
				       file->inner, !file->whole);
		g_free(name);
	}
	for (size_t i = 0; i < report->pages_count; i++)
		if (report->pages[i]->source != NULL)
			result |= format_page(formatting, report->pages[i]);
	return result == 0 ? 0 : -1;
}

int fmt_collect(struct patch *patch, GPtrArray *names,
		const struct report *report, const char *content,
		struct diag_list *diags)
{
	size_t count = report->publication.groups_count;
	struct formatting formatting = {
		.patch = patch,
		.names = names,
		.report = report,
		.content = content,
		.groups = g_new0(const char *, count + 1),
		.arena = arena_new(),
		.diags = diags,
	};
	int result;

	for (size_t i = 0; i < count; i++)
		formatting.groups[i] = report->publication.groups[i];
	result = format_all(&formatting);
	arena_free(formatting.arena);
	g_free(formatting.groups);
	return result;
}
