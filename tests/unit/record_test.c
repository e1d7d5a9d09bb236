/* record: the tree and its places, what is refused, moving into structures. */
#include "room.h"

#include "read/record.h"

static int parse(struct room *room, const char *text, struct record **root)
{
	room_set_text(room, text);
	return record_parse(root, room->source, 0, room->source->length,
			    room->arena, room->diags);
}

/* --- The tree ------------------------------------------------------------- */

/* What stands in the source at the place, so that places can be seen. */
static void append_place(GString *out, struct span where)
{
	g_string_append_printf(out, "<%.*s>", (int)where.length,
			       where.source->text + where.offset);
}

/* 'text'<as it stands>, "quoted"<…>, [item …], {key<…>: value …} */
static void describe(GString *out, const struct record *record)
{
	const char *marks = record->kind == RECORD_LIST ? "[]" : "{}";

	if (record->key != NULL) {
		g_string_append(out, record->key);
		append_place(out, record->key_where);
		g_string_append(out, ": ");
	}
	if (record->kind == RECORD_SCALAR) {
		assert_int_equal(strlen(record->text), record->length);
		g_string_append_printf(out, record->quoted ? "\"%s\"" : "'%s'",
				       record->text);
		append_place(out, record->where);
		return;
	}
	g_string_append_c(out, marks[0]);
	for (const struct record *at = record->first; at != NULL;
	     at = at->next) {
		describe(out, at);
		if (at->next != NULL)
			g_string_append_c(out, ' ');
	}
	g_string_append_c(out, marks[1]);
}

static void test_tree(void **state)
{
	static const struct {
		const char *text;
		const char *tree; /* "": nothing */
	} cases[] = {
		{ "", "" },
		{ "# bara en kommentar\n", "" },
		{ "\n\n", "" },
		{ "a: b", "{a<a>: 'b'<b>}" },
		{ "a:\n", "{a<a>: ''<>}" },
		{ "a: ~", "{a<a>: '~'<~>}" },
		{ "a: null", "{a<a>: 'null'<null>}" },
		{ "a: yes", "{a<a>: 'yes'<yes>}" },
		{ "a: 0x1F", "{a<a>: '0x1F'<0x1F>}" },
		{ "a: ''", "{a<a>: \"\"<>}" },
		{ "a: \"\"", "{a<a>: \"\"<>}" },
		{ "a: 'b c'", "{a<a>: \"b c\"<b c>}" },
		{ "a: \"b: c\"", "{a<a>: \"b: c\"<b: c>}" },
		{ "a: 'it''s'", "{a<a>: \"it's\"<it''s>}" },
		{ "a: \"\\u00e5\\t\"", "{a<a>: \"å\t\"<\\u00e5\\t>}" },
		{ "a: b # kommentar", "{a<a>: 'b'<b>}" },
		{ "a: b#c", "{a<a>: 'b#c'<b#c>}" },
		{ "a: 2–4 per år", "{a<a>: '2–4 per år'<2–4 per år>}" },
		/* Several bytes for a character, before and within. */
		{ "å: ä\nö: 😀é", "{å<å>: 'ä'<ä> ö<ö>: '😀é'<😀é>}" },
		{ "å: {ä: 'ö', é: [ü, \"ÿ\"]}",
		  "{å<å>: {ä<ä>: \"ö\"<ö> é<é>: ['ü'<ü> \"ÿ\"<ÿ>]}}" },
		{ "å: [ä, ö]\né: x", "{å<å>: ['ä'<ä> 'ö'<ö>] é<é>: 'x'<x>}" },
		{ "- å\n- ä: ö\n  é: ü\n",
		  "['å'<å> {ä<ä>: 'ö'<ö> é<é>: 'ü'<ü>}]" },
		{ "a:\n  - b\n  - c\n", "{a<a>: ['b'<b> 'c'<c>]}" },
		{ "a:\n- b\n", "{a<a>: ['b'<b>]}" },
		{ "a: []\nb: {}", "{a<a>: [] b<b>: {}}" },
		{ "a:\n  b:\n    c: d\n  e: f\ng: h",
		  "{a<a>: {b<b>: {c<c>: 'd'<d>} e<e>: 'f'<f>} g<g>: 'h'<h>}" },
		{ "2023:\n  x: 1", "{2023<2023>: {x<x>: '1'<1>}}" },
		{ "? a\n: b", "{a<a>: 'b'<b>}" },
		{ "'a b': c", "{a b<a b>: 'c'<c>}" },
		/* A text on several lines is one, with blanks for line ends. */
		{ "a: b\n  c\n", "{a<a>: 'b c'<b\n  c>}" },
		{ "a: |\n  å\n  ä\nb: c",
		  "{a<a>: \"å\nä\n\"<|\n  å\n  ä\n> b<b>: 'c'<c>}" },
		{ "a: >\n  b\n  c\n", "{a<a>: \"b c\n\"<>\n  b\n  c\n>}" },
		{ "---\na: b\n", "{a<a>: 'b'<b>}" },
		{ "a: b\n...\n", "{a<a>: 'b'<b>}" },
		{ "bara text", "'bara text'<bara text>" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		GString *out = g_string_new(NULL);
		struct record *root;

		if (parse(room, cases[i].text, &root) != 0)
			room_assert_told(room, cases[i].text, "");
		if (root != NULL)
			describe(out, root);
		assert_string_equal(out->str, cases[i].tree);
		g_string_free(out, TRUE);
	}
	assert_int_equal(diag_count(room->diags, DIAG_NOTE), 0);
}

/* A head is a part of its file, and its places are those of the file. */
static void test_part(void **state)
{
	static const char text[] = "---\nå: ä\nb:\n  - ö\n---\nc: d\n";
	struct room *room = *state;
	GString *out = g_string_new(NULL);
	struct record *root;

	room_set_text(room, text);
	assert_int_equal(record_parse(&root, room->source, 4, 17, room->arena,
				      room->diags),
			 0);
	describe(out, root);
	assert_string_equal(out->str, "{å<å>: 'ä'<ä> b<b>: ['ö'<ö>]}");
	assert_int_equal(root->first->where.offset, 8);
	g_string_free(out, TRUE);
	assert_int_equal(record_parse(&root, room->source, 4, 0, room->arena,
				      room->diags),
			 0);
	assert_null(root);
	/* What is wrong after it is not looked at, what is in it is. */
	room_set_text(room, "---\nåå: 'x\n---\n\t&*: [\n");
	assert_int_equal(record_parse(&root, room->source, 4, 9, room->arena,
				      room->diags),
			 -1);
	room_assert_told(room, "part", "2:5+1 yaml-quote");
}

static void test_members(void **state)
{
	struct room *room = *state;
	struct record *root;

	assert_int_equal(parse(room, "a:\nb: ''\nc: [d]", &root), 0);
	assert_int_equal(root->count, 3);
	assert_true(record_is_empty(record_member(root, "a")));
	assert_false(record_is_empty(record_member(root, "b")));
	assert_false(record_is_empty(record_member(root, "c")));
	assert_int_equal(record_member(root, "c")->count, 1);
	assert_null(record_member(root, "d"));
	assert_null(record_member(NULL, "a"));
	assert_null(record_member(record_member(root, "c"), "d"));
}

/* --- What is refused ------------------------------------------------------ */

static void test_refused(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;
	} cases[] = {
		{ "a: &b c", "1:4+4 yaml-anchor" },
		{ "a: *b", "1:4+2 yaml-anchor" },
		{ "å: [ä, *b]", "1:8+2 yaml-anchor" },
		{ "&a b: c", "1:1+4 yaml-anchor" },
		{ "a: &b [c]", "1:4+4 yaml-anchor" },
		{ "a: !b c", "1:4+4 yaml-tag" },
		{ "a: !!str c", "1:4+7 yaml-tag" },
		{ "a: !<x> {}", "1:4+6 yaml-tag" },
		{ "%YAML 1.1\n---\na: b", "1:1+9 yaml-directive" },
		{ "%TAG ! x\n---\na: b", "1:1+8 yaml-directive" },
		{ "a: b\n---\nc: d", "2:1+3 yaml-second" },
		{ "a: b\n...\nc: d", "3:1+1 yaml-syntax" },
		{ "a: b\nå: c\na: d", "3:1+1 yaml-duplicate" },
		{ "ä: {å: 1, å: 2}", "1:11+1 yaml-duplicate" },
		{ "[a]: b", "1:1+1 yaml-key" },
		{ "? {a: b}\n: c", "1:3+1 yaml-key" },
		{ "å: b: c", "1:5+1 yaml-colon" },
		{ "ååå: 'b\n", "1:6+1 yaml-quote" },
		{ "a: \"\\q\"", "1:5+1 yaml-escape" },
		{ "å: [b, c", "1:4+1 yaml-bracket" },
		{ "a: {b: c", "1:4+1 yaml-bracket" },
		{ "a:\n\tb: c", "2:1+1 yaml-tab" },
		{ "a: b\n c: d", "2:2+1 yaml-indent" },
		{ "a: @b", "1:4+1 yaml-character" },
		{ "å: `b", "1:4+1 yaml-character" },
		{ "a: \"b\" c", "1:8+1 yaml-rest" },
		{ "a: b\nc\nd: e", "2:1+1 yaml-key-colon" },
		{ "a: \"\\e\"", "1:4+4 text-control" },
		{ "å: \"å\\u0085\"", "1:4+9 text-control" },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct record *root;

		assert_int_equal(parse(room, cases[i].text, &root), -1);
		room_assert_told(room, cases[i].text, cases[i].wanted);
	}
}

static void test_depth(void **state)
{
	struct room *room = *state;

	for (int depth = RECORD_DEPTH_MAX - 1; depth <= RECORD_DEPTH_MAX + 1;
	     depth++) {
		GString *text = g_string_new(NULL);
		struct record *root;
		int result;

		for (int i = 0; i < depth; i++)
			g_string_append_c(text, '[');
		for (int i = 0; i < depth; i++)
			g_string_append_c(text, ']');
		result = parse(room, text->str, &root);
		if (depth <= RECORD_DEPTH_MAX) {
			assert_int_equal(result, 0);
		} else {
			assert_int_equal(result, -1);
			room_assert_told(room, text->str, "1:33+1 yaml-depth");
		}
		g_string_free(text, TRUE);
	}
}

/* Above some number a table finds them. */
static void test_many_keys(void **state)
{
	struct room *room = *state;
	GString *text = g_string_new(NULL);
	struct record *root;

	for (int i = 0; i < 100; i++)
		g_string_append_printf(text, "å%d: {a: %d, b: x}\n", i, i);
	assert_int_equal(parse(room, text->str, &root), 0);
	assert_int_equal(root->count, 100);
	assert_string_equal(
		record_member(record_member(root, "å57"), "a")->text, "57");
	for (int i = 0; i < 100; i += 33) {
		char *again = g_strdup_printf("%så%d: x\n", text->str, i);

		assert_int_equal(parse(room, again, &root), -1);
		room_assert_told(room, "many keys",
				 i < 10 ? "101:1+2 yaml-duplicate"
					: "101:1+3 yaml-duplicate");
		g_free(again);
	}
	g_string_free(text, TRUE);
}

/* --- Into structures ------------------------------------------------------ */

struct inner {
	const char *name;
};

struct outer {
	const char *title;
	const char *level;
	struct inner inner;
	size_t read; /* how many fields were */
};

static int read_text(void *out, const struct record *value,
		     const struct record_reader *reader,
		     const struct record_field *field)
{
	const char **text = out;
	size_t *read = reader->context;

	(void)field;
	(*read)++;
	if (value->kind != RECORD_SCALAR)
		return diag_add(reader->diags, DIAG_VALUE_TEXT, value->where,
				NULL);
	*text = arena_strdup(reader->arena, value->text);
	return 0;
}

static int read_inner(void *out, const struct record *value,
		      const struct record_reader *reader,
		      const struct record_field *field)
{
	return record_fill(out, value, value->where, field->more, reader);
}

static const struct record_field inner_fields[] = {
	{ "namn", read_text, offsetof(struct inner, name), true, NULL },
};
static const char *const inner_words[] = { "namn", NULL };
static const struct record_table inner_table = { inner_fields, inner_words, 1 };
static const struct record_field outer_fields[] = {
	{ "titel", read_text, offsetof(struct outer, title), true, NULL },
	{ "nivå", read_text, offsetof(struct outer, level), false, NULL },
	{ "inre", read_inner, offsetof(struct outer, inner), false,
	  &inner_table },
};
static const char *const outer_words[] = { "titel", "nivå", "inre", NULL };
static const struct record_table outer_table = { outer_fields, outer_words, 3 };

static int fill(struct room *room, const char *text, struct outer *outer)
{
	struct record_reader reader = { room->arena, room->diags,
					&outer->read };
	struct record *root;

	*outer = (struct outer){ 0 };
	assert_int_equal(parse(room, text, &root), 0);
	return record_fill(outer, root, source_span(room->source, 0, 3),
			   &outer_table, &reader);
}

static void test_fill(void **state)
{
	struct room *room = *state;
	struct outer outer;

	assert_int_equal(
		fill(room, "inre: {namn: é}\ntitel: å\nnivå: ä\n", &outer), 0);
	assert_string_equal(outer.title, "å");
	assert_string_equal(outer.level, "ä");
	assert_string_equal(outer.inner.name, "é");
	assert_int_equal(fill(room, "titel: å\n", &outer), 0);
	assert_null(outer.level);
	assert_int_equal(diag_count(room->diags, DIAG_NOTE), 0);
}

static void test_fill_faults(void **state)
{
	static const struct {
		const char *text;
		const char *wanted;
		size_t read; /* fields that were read all the same */
	} cases[] = {
		{ "", "1:1+0 value-map", 0 },
		{ "text", "1:1+4 value-map", 0 },
		{ "- a\n", "1:1+0 value-map", 0 },
		{ "nivå: ä\n", "1:1+3 key-missing", 1 },
		{ "titel: å\nannat: 1\n", "2:1+5 key-unknown", 1 },
		/* What is misspelt is not missing as well. */
		{ "titl: å\nnivå: ä\n", "1:1+4 key-unknown", 1 },
		{ "nviå: å\ntitel: [å]\nx: y\n",
		  "1:1+4 key-unknown\n2:8+1 value-text\n3:1+1 key-unknown", 1 },
		{ "titel: å\ninre: text\n", "2:7+4 value-map", 1 },
		{ "titel: å\ninre:\n", "2:1+4 value-empty", 1 },
		{ "titel: å\ninre: {x: 1}\n",
		  "2:7+1 key-missing\n2:8+1 key-unknown", 1 },
	};
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct outer outer;

		assert_int_equal(fill(room, cases[i].text, &outer), -1);
		room_assert_told(room, cases[i].text, cases[i].wanted);
		assert_int_equal(outer.read, cases[i].read);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_tree),	 ROOM_TEST(test_part),
		ROOM_TEST(test_members), ROOM_TEST(test_refused),
		ROOM_TEST(test_depth),	 ROOM_TEST(test_many_keys),
		ROOM_TEST(test_fill),	 ROOM_TEST(test_fill_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
