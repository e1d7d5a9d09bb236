#include "report/page.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "report/report.h"
#include "report/schema.h"

/* The line `---` at or after `from`; NULL if there is none. */
static const char *find_rule(const char *from)
{
	while (from != NULL) {
		size_t length = strcspn(from, "\n");

		while (length > 3 && from[length - 1] == ' ')
			length--;
		if (length == 3 && memcmp(from, "---", 3) == 0)
			return from;
		from = strchr(from, '\n');
		from = from == NULL ? NULL : from + 1;
	}
	return NULL;
}

/* The first line after `at` that cannot be of a head; or the first of all. */
static struct span first_text(const struct source *source, const char *at)
{
	while (*at == '\n') {
		const char *line = at + 1;
		size_t length = strcspn(line, "\n");

		if (length > 0 && strchr(" \t-#", *line) == NULL &&
		    memchr(line, ':', length) == NULL)
			return source_span(
				source, (size_t)(line - source->text), length);
		at = line + length;
	}
	return source_span(source, 0, strcspn(source->text, "\n"));
}

static int split_markdown(struct page_parts *parts, const struct source *source,
			  struct diag_list *diags)
{
	const char *text = source->text;
	const char *rule = find_rule(text);
	const char *head;
	const char *end;

	if (rule != text)
		return diag_add(diags, DIAG_HEAD_MISSING,
				source_span(source, 0, strcspn(text, "\n")),
				NULL);
	head = text + strcspn(text, "\n");
	rule = *head == '\0' ? NULL : find_rule(head + 1);
	if (rule == NULL)
		return diag_add(diags, DIAG_HEAD_OPEN, first_text(source, head),
				NULL);
	parts->head = (size_t)(head + 1 - text);
	parts->head_length = (size_t)(rule - head - 1);
	end = rule + strcspn(rule, "\n");
	end += *end == '\n';
	parts->body = (size_t)(end - text);
	parts->body_length = source->length - parts->body;
	return 0;
}

int page_split(struct page_parts *parts, const struct source *source,
	       struct diag_list *diags)
{
	if (source->length == 0)
		return diag_add(diags, DIAG_FILE_EMPTY, source_whole(source),
				NULL);
	if (!g_str_has_suffix(source->name, ".yaml"))
		return split_markdown(parts, source, diags);
	parts->head_length = source->length;
	return 0;
}

/*
 * The text of a .yaml file stands in a block scalar: the lines after `|`,
 * indented alike.
 */
static void find_block(struct page_parts *parts, const struct page_head *head,
		       const struct source *source, struct diag_list *diags)
{
	const char *text = source->text;
	const char *start = text + head->text_where.offset;
	const char *end = start + head->text_where.length;
	const char *line;

	if (head->text == NULL)
		return;
	if (*start != '|') {
		diag_add(diags, DIAG_TEXT_BLOCK, head->text_where, NULL);
		return;
	}
	line = start + strcspn(start, "\n") + 1;
	if (line > end)
		return;
	parts->body = (size_t)(line - text);
	parts->body_length = (size_t)(end - line);
	line += strspn(line, "\n");
	parts->body_indent = strspn(line, " ");
}

static void keep_head(struct page *page, const struct page_head *head,
		      struct arena *arena)
{
	if (head->title != NULL)
		page->target.title = head->title;
	page->target.where = head->title_where;
	page->short_title = head->short_title;
	if (head->id.id != NULL) {
		page->target.id = head->id.id;
		page->target.where = head->id.where;
	}
	page->aliases = head->aliases.items;
	page->aliases_count = head->aliases.count;
	page->controls = head->controls;
	page->controls_count = head->controls_count;
	if (page->kind != PAGE_FORUM)
		return;
	page->forum = arena_new_array(arena, struct forum, 1);
	*page->forum = head->forum;
}

static void read_head(struct page *page, struct page_head *head,
		      struct page_parts *parts, const struct schema *schema,
		      struct arena *arena, struct arena *scratch,
		      struct diag_list *diags)
{
	struct record *record = NULL;
	bool is_yaml = parts->head == 0;

	if (record_parse(&record, page->source, parts->head, parts->head_length,
			 scratch, diags) != 0) {
		page->unread = true;
		return;
	}
	if (schema_read_head(head, page->kind, record, page->head_where, schema,
			     arena, diags) != 0)
		page->wrong = true;
	if (is_yaml)
		find_block(parts, head, page->source, diags);
	else if (head->text != NULL)
		diag_add(diags, DIAG_TEXT_TWICE, head->text_where, NULL);
}

static void check_name(struct page *page, struct diag_list *diags)
{
	if (body_is_id(page->target.id, strlen(page->target.id)))
		return;
	diag_add(diags, DIAG_FILE_NAME, source_whole(page->source), NULL);
	page->unread = true;
}

void page_read(struct page *page, struct page_head *head,
	       const struct schema *schema, struct arena *arena,
	       struct arena *scratch, struct diag_list *diags)
{
	struct page_parts parts = { 0 };

	memset(head, 0, sizeof(*head));
	head->forum.stands_for = 1;
	head->title_where = page->head_where;
	if (page->source == NULL) {
		page->unread = true;
		return;
	}
	if (source_read(page->source, diags) != 0) {
		page->unread = true;
		keep_head(page, head, arena);
		return;
	}
	if (schema_asks_lines(schema))
		source_keep_lines(page->source, arena);
	page->head_where =
		source_span(page->source, 0, strcspn(page->source->text, "\n"));
	head->title_where = page->head_where;
	if (page_split(&parts, page->source, diags) == 0)
		read_head(page, head, &parts, schema, arena, scratch, diags);
	else
		page->unread = true;
	keep_head(page, head, arena);
	check_name(page, diags);
	page->body = body_parse(page->source, parts.body, parts.body_length,
				parts.body_indent, arena, diags);
	source_drop(page->source);
	arena_reset(scratch);
}
