/* body: items and their places, what is refused, limits, kinds of nodes. */
#include "room.h"

#include <cmark.h>

#include "format/docbook_text.h"
#include "format/html_body.h"
#include "read/body.h"

static struct body *parse(struct room *room, const char *text)
{
	room_set_text(room, text);
	return body_parse(room->source, 0, room->source->length, 0, room->arena,
			  room->diags);
}

/* --- Items ---------------------------------------------------------------- */

/* ` 3<text>`: the line, and what stands there. */
static void append_place(GString *out, struct span where)
{
	size_t line;
	size_t column;

	source_position(where.source, where.offset, &line, &column);
	g_string_append_printf(out, " %zu<%.*s>", line, (int)where.length,
			       where.source->text + where.offset);
}

static void begin(GString *out, const char *kind, struct span where)
{
	g_string_append_printf(out, "%s%s", out->len > 0 ? "\n" : "", kind);
	append_place(out, where);
}

static void describe_headings(GString *out, const struct body *body)
{
	for (size_t i = 0; i < body->headings.count; i++) {
		const struct body_heading *heading = body->headings.items[i];
		char kind[4] = { 'h', (char)('0' + heading->level), '\0' };

		begin(out, kind, heading->item.where);
		g_string_append_printf(out, " '%s'", heading->text);
		if (heading->id != NULL)
			append_place(out, heading->id_where);
	}
}

static void describe_inlines(GString *out, const struct body *body)
{
	for (size_t i = 0; i < body->links.count; i++) {
		const struct body_link *link = body->links.items[i];

		begin(out, link->empty ? "empty-link" : "link",
		      link->item.where);
		g_string_append_printf(out, " '%s'", link->url);
	}
	for (size_t i = 0; i < body->images.count; i++) {
		const struct body_image *image = body->images.items[i];

		begin(out, "image", image->item.where);
		g_string_append_printf(out, " '%s'", image->text);
	}
	for (size_t i = 0; i < body->roles.count; i++) {
		const struct body_role *role = body->roles.items[i];

		begin(out, body_role_names[role->name], role->item.where);
		append_place(out, role->text_where);
	}
}

static void describe_notes(GString *out, const struct body *body)
{
	for (size_t i = 0; i < body->references.count; i++) {
		const struct body_note_reference *reference =
			body->references.items[i];

		begin(out, "reference", reference->item.where);
		g_string_append_printf(out, " %u", reference->index);
	}
	for (const struct body_note *note = body->notes; note != NULL;
	     note = note->next) {
		begin(out, "note", note->where);
		g_string_append_printf(out, " %u", note->references);
	}
}

static void describe_table(GString *out, const struct body_table *table,
			   struct arena *arena)
{
	begin(out, "table", table->item.where);
	g_string_append_printf(out, " %zu×%zu %zu%s", table->columns,
			       table->rows, table->header_rows,
			       table->row_headers ? " stub" : "");
	if (table->caption_text != NULL)
		g_string_append_printf(out, " '%s'", table->caption_text);
	if (table->id != NULL)
		append_place(out, table->id_where);
	for (size_t i = 0; i < table->columns * table->rows; i++)
		g_string_append_printf(out, "%s%s",
				       i == 0			 ? " "
				       : i % table->columns == 0 ? "/"
								 : "|",
				       body_plain_text(table->cells[i], arena));
}

static void describe_tables(GString *out, const struct body *body,
			    struct arena *arena)
{
	for (size_t i = 0; i < body->tables.count; i++) {
		const struct body_item *item = body->tables.items[i];
		const struct body_forums *forums =
			(const struct body_forums *)item;

		if (item->kind == BODY_TABLE) {
			describe_table(out, (const struct body_table *)item,
				       arena);
			continue;
		}
		begin(out,
		      forums->about == GENERATED_GOALS	 ? "goals"
		      : forums->about == GENERATED_KNOWN ? "known"
							 : "forums",
		      item->where);
		g_string_append_printf(out, " '%s'", forums->caption_text);
		for (const struct body_option *at = forums->options; at != NULL;
		     at = at->next) {
			append_place(out, at->name_where);
			append_place(out, at->value_where);
		}
	}
}

static void assert_items(struct room *room, const char *text,
			 const char *wanted)
{
	struct body *body = parse(room, text);
	GString *out = g_string_new(NULL);

	describe_headings(out, body);
	describe_inlines(out, body);
	describe_notes(out, body);
	describe_tables(out, body, room->arena);
	if (strcmp(out->str, wanted) != 0)
		fail_msg("%s\nwanted %s\ngot    %s", text, wanted, out->str);
	g_string_free(out, TRUE);
	body_free(body);
	room_assert_told(room, text, "");
}

static void test_items(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;
	} cases[] = {
		{ "", "" },
		{ "Bara *text*.\n", "" },
		{ "## Å *b* `c`\n", "h2 1<## Å *b* `c`> 'Å b c'" },
		{ "Å\n---\n\n### B\n", "h2 1<Å> 'Å'\nh3 4<### B> 'B'" },
		{ "(a-b)=\n## C\n", "h2 2<## C> 'C' 1<a-b>" },
		{ "å [ord](#a), [](#b) och <https://c.se>",
		  "link 1<#a> '#a'\nempty-link 1<#b> '#b'\n"
		  "link 1<https://c.se> 'https://c.se'" },
		{ "<a@b.se> [c](#d)",
		  "link 1<a@b.se> 'mailto:a@b.se'\nlink 1<#d> '#d'" },
		{ "[a](<#b&amp;c>\n)", "link 1<(<#b&amp;c>> '#b&c'" },
		{ "{ref}`` a`b `` {ref}`c\nd`",
		  "ref 1<{ref}`> 1<a`b>\nref 1<{ref}`> 1<c\nd>" },
		/* The same address twice is found twice. */
		{ "[a](#x)\n\n[b](#x)\n", "link 1<#x> '#x'\nlink 3<#x> '#x'" },
		{ "[a][b] [b]\n\n[b]: ../c.md\n",
		  "link 3<../c.md> '../c.md'\nlink 3<../c.md> '../c.md'" },
		{ "![å *b*](c.png)", "image 1<c.png> 'å b'" },
		{ "[![a](b.png)](#c)", "link 1<#c> '#c'\nimage 1<b.png> 'a'" },
		{ "å {ref}`b` {value}`antal()`\n{claim}`1 = 2`",
		  "ref 1<{ref}`> 1<b>\nvalue 1<{value}`> 1<antal()>\n"
		  "claim 2<{claim}`> 2<1 = 2>" },
		{ "* {ref}`a`\n  * {ref}`a`\n",
		  "ref 1<{ref}`> 1<a>\nref 2<{ref}`> 2<a>" },
		{ "> å\n> {ref}`b`\n", "ref 2<{ref}`> 2<b>" },
		{ "a[^å] b[^1] c[^å]\n\n[^1]: X.\n[^å]: Y\n    z.\n",
		  "reference 1<[^å]> 1\nreference 1<[^1]> 1\n"
		  "reference 1<[^å]> 2\nnote 3<[^1]> 1\nnote 4<[^å]> 2" },
		{ "a[^1]\n\n[^1]: Se {ref}`b`.\n\n    [c](#d)\n",
		  "link 5<#d> '#d'\nref 3<{ref}`> 3<b>\n"
		  "reference 1<[^1]> 1\nnote 3<[^1]> 1" },
		{ "`[^1]`\n\n```\n[^1]: x\n(a)=\n```\n", "" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_items(room, cases[i].text, cases[i].wanted);
}

static void test_tables(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;
	} cases[] = {
		{ "| å | b |\n| --- | ---: |\n| c | \\| |\n",
		  "table 1<| å | b |> 2×2 1 å|b/c||" },
		{ "a | b\n-|-\nc | d\n", "table 1<a | b> 2×2 1 a|b/c|d" },
		{ "| a |\n|---|\n", "table 1<| a |> 1×1 1 a" },
		{ "| {ref}`x` | [l](#m) |\n| --- | --- |\n| {ref}`x` | [^1] |\n"
		  "\n[^1]: N.\n",
		  "link 1<#m> '#m'\nref 1<{ref}`> 1<x>\nref 3<{ref}`> 3<x>\n"
		  "reference 3<[^1]> 1\nnote 5<[^1]> 1\n"
		  "table 1<| {ref}`x` | [l](#m) |> 2×2 1 |l/|" },
		{ "```{table} Å *b*\n:name: c-d\n| e |\n|---|\n| f |\n```\n",
		  "table 1<```{table} Å *b*> 1×2 1 'Å b' 2<c-d> e/f" },
		{ "```{csv-table} A\nå,\"b, \"\"c\"\"\"\n,d\n```\n",
		  "table 1<```{csv-table} A> 2×2 1 'A' å|b, \"c\"/|d" },
		{ "```{list-table} A\n:header-rows: 2\n:stub-columns: 1\n"
		  "* - å\n  - b\n* - c\n  - d\n* - e\n  - f\n```\n",
		  "table 1<```{list-table} A> 2×3 2 stub 'A' å|b/c|d/e|f" },
		{ "```{list-table}\n:header-rows: 0\n* - a\n```\n",
		  "table 1<```{list-table}> 1×1 0 a" },
		{ "```{forums} Å\n:where: avgift > 0 tkr\n:name:  b \n```\n",
		  "forums 1<```{forums} Å> 'Å' 2<:where:> 2<avgift > 0 tkr> "
		  "3<:name:> 3<b>" },
		{ "```{goals} Å\n```\n\n~~~{known-differences} B\n~~~\n",
		  "goals 1<```{goals} Å> 'Å'\n"
		  "known 4<~~~{known-differences} B> 'B'" },
		{ "````{note}\nSe {ref}`a`.\n\n```{table} B\n| c "
		  "|\n|---|\n```\n"
		  "````\n",
		  "ref 2<{ref}`> 2<a>\ntable 4<```{table} B> 1×1 1 'B' c" },
		{ "* a\n\n  ```{note}\n  {ref}`b`\n  ```\n",
		  "ref 4<{ref}`> 4<b>" },
		{ "```python\n{ref}`a`\n```\n", "" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_items(room, cases[i].text, cases[i].wanted);
}

/* A body is a part of its file; in YAML it is indented. */
static void test_part(void **state)
{
	static const char text[] = "---\ntitel: {ref}`x`\n---\n{ref}`x`\n";
	static const char yaml[] = "text: |\n  {ref}`å`\n\n      kod\n  ## B\n";
	struct room *room = *state;
	struct body *body;
	const struct body_role *role;
	const struct body_heading *heading;

	room_set_text(room, text);
	body = body_parse(room->source, 24, strlen(text) - 24, 0, room->arena,
			  room->diags);
	assert_int_equal(body->roles.count, 1);
	role = body->roles.items[0];
	assert_int_equal(role->item.where.offset, 24);
	assert_int_equal(role->text_where.offset, 30);
	body_free(body);

	room_set_text(room, yaml);
	body = body_parse(room->source, 8, strlen(yaml) - 8, 2, room->arena,
			  room->diags);
	role = body->roles.items[0];
	heading = body->headings.items[0];
	assert_int_equal(role->item.where.offset, 10);
	assert_int_equal(heading->item.where.offset, 33);
	assert_int_equal(cmark_node_get_type(cmark_node_next(
				 cmark_node_first_child(body->root))),
			 CMARK_NODE_CODE_BLOCK);
	body_free(body);
	body_free(NULL);
	room_assert_told(room, "part", "");
}

/* --- What is refused ------------------------------------------------------ */

static void test_refused(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;
	} cases[] = {
		{ "# Å\n", "1:1+3 heading-first" },
		{ "##\n", "1:1+2 heading-empty" },
		{ "* ## A\n", "1:1+6 heading-place" },
		{ "å <b>c</b>\n", "1:3+3 html-raw" },
		{ "<div>\nx\n</div>\n", "1:1+5 html-raw" },
		{ "å {rfe}`b`\n", "1:3+5 role-unknown" },
		{ "å {ref} `b`\n", "1:3+6 role-space" },
		{ "å {ref}`b\n", "1:3+6 role-open" },
		{ "## {ref}`a`\n", "1:4+6 role-place" },
		{ "```{tabel}\n```\n", "1:1+10 directive-unknown" },
		{ "å\n\n```{note}\nb\n", "3:1+9 directive-open" },
		{ ":::{note}\nå\n:::\n", "1:1+9 directive-colons" },
		{ "```{note}\n```\n", "1:1+9 directive-empty" },
		{ "```{goals} A\nå\n```\n", "2:1+1 directive-text" },
		{ "```{forums} A\n:whre: b\n```\n", "2:1+6 option-unknown" },
		{ "```{forums} A\n:most: 1\n:most: 2\n```\n",
		  "3:1+6 option-twice" },
		{ "```{forums} A\n:most:\n```\n", "2:1+6 option-empty" },
		{ "```{list-table}\n:header-rows: å\n* - a\n```\n",
		  "2:15+1 option-value" },
		{ "```{table} A\n:name: Å b\n| a |\n|---|\n```\n",
		  "2:8+3 id-form" },
		{ "```{table}\n:name: a\n| a |\n|---|\n```\n",
		  "1:1+10 table-caption" },
		{ "```{table} A\nå\n```\n", "1:1+12 table-form" },
		{ "```{list-table} A\n* å\n```\n", "1:1+17 table-form" },
		{ "| å |\n| - |\n| b | c |\n", "3:1+9 table-ragged" },
		{ "å\n| b |\n| - |\n", "2:1+5 table-blank" },
		{ "(å)=\n## B\n", "1:2+1 id-form" },
		{ "(a)=\nb\n", "1:2+1 label-alone" },
		{ "å[^b]\n", "1:2+4 note-missing" },
		{ "å\n\n[^b]: c\n", "3:1+4 note-unused" },
		{ "å[^b]\n\n[^b]: c\n[^b]: d\n", "4:1+4 note-twice" },
		{ "å[^b]\n\n[^b]:\n", "3:1+4 note-empty" },
		{ "å[^b c]\n", "1:2+6 note-name" },
		{ "## å[^b]\n\n[^b]: c\n", "1:5+4 note-place" },
		{ "å[^b][^c]\n\n[^b]: c[^c]\n[^c]: d\n", "3:8+4 note-place" },
		{ "å ![](b.png)\n", "1:7+5 image-text" },
		{ "å &#27;\n", "1:3+5 text-control" },
		{ "å &#x85;\n", "1:3+6 text-control" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		body_free(parse(room, cases[i].text));
		room_assert_told(room, cases[i].text, cases[i].wanted);
	}
}

/* `count` times `unit`, then `end`; told is `wanted` when it is one more. */
static void assert_limit(struct room *room, const char *unit, size_t count,
			 const char *end, const char *wanted)
{
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < count; i++)
		g_string_append(text, unit);
	g_string_append(text, end);
	body_free(parse(room, text->str));
	room_assert_told(room, unit, "");
	g_string_prepend(text, unit);
	body_free(parse(room, text->str));
	room_assert_told(room, unit, wanted);
	g_string_free(text, TRUE);
}

static void test_limits(void **state)
{
	struct room *room = *state;

	assert_limit(room, "a", BODY_BYTES_MAX, "", "1:1+1 body-size");
	assert_limit(room, "> ", BODY_CONTAINERS_MAX, "å",
		     "1:1+67 line-containers");
	assert_limit(room, "|", BODY_BARS_MAX, "å", "1:1+66 line-bars");
}

static void test_depth(void **state)
{
	struct room *room = *state;
	GString *text = g_string_new(NULL);

	/* Within the limit of a line: lists below each other. */
	for (int i = 0; i < BODY_DEPTH_MAX; i++)
		g_string_append_printf(text, "%*s* a\n", 2 * i, "");
	body_free(parse(room, text->str));
	room_assert_told(room, "depth", "20:39+1 body-depth");
	g_string_assign(text, "");
	for (int i = 0; i < BODY_DIRECTIVES_MAX + 1; i++) {
		for (int k = 0; k < BODY_DIRECTIVES_MAX + 4 - i; k++)
			g_string_append_c(text, '`');
		g_string_append(text, "{note}\n");
	}
	g_string_append(text, "å\n");
	for (int i = BODY_DIRECTIVES_MAX; i >= 0; i--) {
		for (int k = 0; k < BODY_DIRECTIVES_MAX + 4 - i; k++)
			g_string_append_c(text, '`');
		g_string_append_c(text, '\n');
	}
	body_free(parse(room, text->str));
	room_assert_told(room, "directives", "5:1+10 directive-depth");
	g_string_free(text, TRUE);
}

static void test_ids(void **state)
{
	static const struct {
		const char *text;
		bool is_id;
	} cases[] = {
		{ "a", true },	  { "a-1", true }, { "a--", true },
		{ "", false },	  { "A", false },  { "1a", false },
		{ "-a", false },  { "å", false },  { "a_b", false },
		{ "a b", false }, { "aB", false }, { "z9", true },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_int_equal(
			body_is_id(cases[i].text, strlen(cases[i].text)),
			cases[i].is_id);
	assert_true(body_is_id("abC", 2));
}

/* --- Kinds of nodes ------------------------------------------------------- */

/* All that libcmark knows but HTML, which is refused. */
static bool is_used(int type)
{
	return type != CMARK_NODE_NONE && type != CMARK_NODE_HTML_BLOCK &&
	       type != CMARK_NODE_HTML_INLINE;
}

static void count_types(cmark_node *root,
			unsigned counts[CMARK_NODE_LAST_INLINE + 1])
{
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		if (event == CMARK_EVENT_ENTER)
			counts[cmark_node_get_type(
				cmark_iter_get_node(iter))]++;
	cmark_iter_free(iter);
}

static void test_types_survive(void **state)
{
	static const char text[] = "## A\n\n> *b* **c** `d`\n> e\\\nf\n\n"
				   "* [g](#h) ![i](j.png)\n\n***\n\n```\nk\n"
				   "```\n\n```{note}\n{ref}`l`\n```\n";
	struct room *room = *state;
	struct body *body = parse(room, text);
	unsigned counts[CMARK_NODE_LAST_INLINE + 1] = { 0 };

	count_types(body->root, counts);
	for (int i = 0; i <= CMARK_NODE_LAST_INLINE; i++)
		if ((counts[i] > 0) != is_used(i))
			fail_msg("node type %d: %u", i, counts[i]);
	assert_int_equal(counts[CMARK_NODE_DOCUMENT], 1);
	assert_int_equal(counts[CMARK_NODE_HEADING], 1);
	assert_int_equal(counts[CMARK_NODE_PARAGRAPH], 3);
	assert_int_equal(counts[CMARK_NODE_CUSTOM_BLOCK], 1);
	assert_int_equal(counts[CMARK_NODE_CUSTOM_INLINE], 1);
	body_free(body);
	room_assert_told(room, text, "");
}

static void test_types_have_rules(void **state)
{
	(void)state;
	for (int i = 0; i <= CMARK_NODE_LAST_INLINE; i++) {
		assert_int_equal(html_has_rule((cmark_node_type)i), is_used(i));
		assert_int_equal(docbook_has_rule((cmark_node_type)i),
				 is_used(i));
	}
}

/* What the program knows must be the names that it can tell. */
static void test_names(void **state)
{
	struct room *room = *state;

	for (size_t i = 0; body_directive_names[i] != NULL; i++) {
		char *text = g_strdup_printf("```{%s} A\n```\n",
					     body_directive_names[i]);
		struct body *body = parse(room, text);
		cmark_node *node = cmark_node_first_child(body->root);

		assert_int_equal(cmark_node_get_type(node),
				 CMARK_NODE_CUSTOM_BLOCK);
		body_free(body);
		g_free(text);
	}
	assert_string_equal(body_role_names[ROLE_REF], "ref");
	assert_string_equal(body_role_names[ROLE_CLAIM], "claim");
	assert_string_equal(body_role_names[ROLE_LANGUAGE], "en");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_items),
		ROOM_TEST(test_tables),
		ROOM_TEST(test_part),
		ROOM_TEST(test_refused),
		ROOM_TEST(test_limits),
		ROOM_TEST(test_depth),
		ROOM_TEST(test_ids),
		ROOM_TEST(test_types_survive),
		ROOM_TEST(test_types_have_rules),
		ROOM_TEST(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
