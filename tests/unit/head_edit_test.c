/*
 * head_edit: what comes of a change, what stays, and 20 000 changes at random:
 * each says exactly what was asked, and lines that it is not about are the
 * same.
 */
#include "room.h"

#include <stdbool.h>

#include "edit/head_edit.h"
#include "edit/head_tree.h"
#include "read/record.h"

static const char *const root_words[] = { "titel", "form", "möten", "år",
					  NULL };
static const char *const year_words[] = { "läge",   "deltagare",    "avgift",
					  "övrigt", "övrigt-avser", NULL };

static const char *const *words(const void *context, const char *const *keys,
				size_t count)
{
	(void)context;
	if (count == 0)
		return root_words;
	return count == 2 && strcmp(keys[0], "år") == 0 ? year_words : NULL;
}

static const struct head_order order = { words, NULL };

/* The text with the changes; NULL when they were refused. Caller frees. */
static char *result(struct head_edit *edit, struct room *room)
{
	const GArray *changes = head_edit_changes(edit, room->diags);
	GString *text = g_string_new(NULL);
	size_t at = 0;

	if (changes == NULL) {
		g_string_free(text, TRUE);
		return NULL;
	}
	for (guint i = 0; i < changes->len; i++) {
		struct head_change one =
			g_array_index(changes, struct head_change, i);

		/* In order, and none touches another. */
		assert_true(i == 0 || one.offset > at);
		assert_true(one.offset + one.length <= room->source->length);
		g_string_append_len(text, room->source->text + at,
				    (gssize)(one.offset - at));
		g_string_append(text, one.text);
		at = one.offset + one.length;
	}
	g_string_append(text, room->source->text + at);
	return g_string_free(text, FALSE);
}

/* "=text", "[a|b", "{key=text", "+text" (insert), "-" (remove). */
static int ask(struct head_edit *edit, const char *path, const char *what,
	       struct room *room)
{
	char **parts = g_strsplit(what[0] == '\0' ? "" : what + 1, "|", -1);
	guint count = g_strv_length(parts);
	int done = -1;

	switch (what[0]) {
	case '=':
		done = head_edit_set_text(edit, path, what + 1, room->diags);
		break;
	case '[':
		done = head_edit_set_texts(edit, path,
					   (const char *const *)parts, count,
					   room->diags);
		break;
	case '{': {
		struct record *map = head_map(room->arena);

		for (guint i = 0; i < count; i++) {
			char **pair = g_strsplit(parts[i], "=", 2);

			head_append(room->arena, map, pair[0],
				    head_text(room->arena, pair[1]));
			g_strfreev(pair);
		}
		done = head_edit_set(edit, path, map, room->diags);
		break;
	}
	case '+':
		done = head_edit_insert(edit, path,
					head_text(room->arena, what + 1),
					room->diags);
		break;
	default:
		done = head_edit_remove(edit, path, room->diags);
	}
	g_strfreev(parts);
	return done;
}

struct change_case {
	const char *before;
	const char *path;
	const char *what;
	const char *after; /* NULL: refused */
};

static const struct change_case cases[] = {
	/* Texts. */
	{ "a: b\n", "a", "=c", "a: c\n" },
	{ "a: b # k\nå: x", "a", "=längre ord", "a: längre ord # k\nå: x" },
	{ "a: b\n", "a", "=b", "a: b\n" },
	{ "a: 'b'\n", "a", "=b", "a: 'b'\n" },
	{ "a: b\n", "a", "=c: d", "a: \"c: d\"\n" },
	{ "a: 'it''s: b'\n", "a", "=it's: c", "a: 'it''s: c'\n" },
	{ "a: b\n", "a", "=c # d", "a: \"c # d\"\n" },
	{ "a: b\n", "a", "=- c", "a: \"- c\"\n" },
	{ "a: b\n", "a", "=[c", "a: \"[c\"\n" },
	{ "a: b\n", "a", "=\"c\" \\", "a: \"\\\"c\\\" \\\\\"\n" },
	{ "a: b\n", "a", "= c ", "a: \" c \"\n" },
	{ "a: b\n", "a", "=", "a: \"\"\n" },
	{ "a: b\n", "a", "=~", "a: \"~\"\n" },
	{ "a: b\n", "a", "=ja", "a: ja\n" },
	{ "a: b\n", "a", "=1\u00a0000 kr", "a: 1\u00a0000 kr\n" },
	{ "a: b\n", "a", "=c\u2028d", NULL },
	{ "a:\n", "a", "=c", "a: c\n" },
	{ "a: # k\n", "a", "=c", "a: c # k\n" },
	{ "a: b\n  c\nd: e\n", "a", "=x", "a: x\nd: e\n" },
	{ "a: |\n  b\n  c\n\nd: e\n", "a", "=x", "a: x\n\nd: e\n" },
	{ "a: >-\n  b\n  c\n# k\nd: e\n", "a", "=x", "a: x\n# k\nd: e\n" },
	{ "a: b\nc: d\n", "a", "=x\ny\n", "a: \"x\\ny\\n\"\nc: d\n" },
	{ "a: b # k\n", "a", "=x\ny", "a: \"x\\ny\" # k\n" },
	{ "a:\n  b: c\n", "a.b", "=x\n\n y", "a:\n  b: \"x\\n\\n y\"\n" },
	{ "\"a b\": 'c'\n", "a b", "=d", "\"a b\": d\n" },
	{ "a.b: c\n", "a\\.b", "=d", "a.b: d\n" },
	/* New keys: where the order says, as the others are indented. */
	{ "titel: x\nmöten: y\n", "form", "=z",
	  "titel: x\nform: z\nmöten: y\n" },
	{ "titel: x", "form", "=z", "titel: x\nform: z" },
	{ "form: x\n", "titel", "=z", "titel: z\nform: x\n" },
	{ "# k\nform: x\n", "titel", "=z", "titel: z\n# k\nform: x\n" },
	{ "# k\n\nform: x\n", "titel", "=z", "# k\n\ntitel: z\nform: x\n" },
	{ "titel: x # k\n# l\nextra: y\n", "form", "=z",
	  "titel: x # k\nform: z\n# l\nextra: y\n" },
	{ "möten: y\ntitel: x\n", "form", "=z",
	  "möten: y\ntitel: x\nform: z\n" },
	{ "titel: x\n", "okänd", "=z", "titel: x\nokänd: z\n" },
	{ "", "titel", "=z", "titel: z\n" },
	{ "# k\n", "titel", "=z", "# k\ntitel: z\n" },
	{ "år:\n    2023:\n        avgift: 1 tkr\n", "år.2023.läge", "=pågår",
	  "år:\n    2023:\n        läge: pågår\n        avgift: 1 tkr\n" },
	{ "år:\n  2023:\n    avgift: 1 tkr\n", "år.2022.avgift", "=2 tkr",
	  "år:\n  2022:\n    avgift: 2 tkr\n  2023:\n    avgift: 1 tkr\n" },
	{ "år:\n  2023:\n    avgift: 1 tkr\n# slut\n", "år.2024",
	  "{läge=pågår|avgift=2 tkr",
	  "år:\n  2023:\n    avgift: 1 tkr\n  2024:\n    läge: pågår\n"
	  "    avgift: 2 tkr\n# slut\n" },
	{ "år:\n  2023: {läge: pågår, övrigt: 1 tkr}\n", "år.2023.avgift",
	  "=2 tkr",
	  "år:\n  2023: {läge: pågår, avgift: 2 tkr, övrigt: 1 tkr}\n" },
	{ "år:\n  2023: {avgift: 1 tkr}\n", "år.2023.läge", "=pågår",
	  "år:\n  2023: {läge: pågår, avgift: 1 tkr}\n" },
	{ "år:\n  2023: {}\n", "år.2023.läge", "=pågår",
	  "år:\n  2023:\n    läge: pågår\n" },
	{ "år:\n  2023: # k\n", "år.2023.läge", "=pågår",
	  "år:\n  2023: # k\n    läge: pågår\n" },
	{ "titel: x\n", "år.2023.deltagare.SLK", "=2",
	  "titel: x\når:\n  2023:\n    deltagare:\n      SLK: 2\n" },
	/* Mappings that become texts, and texts that become mappings. */
	{ "a: # k\n  b: c\n  # l\n  d: e\nf: g\n", "a", "=x",
	  "a: x # k\nf: g\n" },
	{ "a: b # k\nf: g\n", "a", "{c=d", "a: # k\n  c: d\nf: g\n" },
	{ "a: {b: c} # k\n", "a", "=d", "a: d # k\n" },
	{ "a: b\n", "a", "{c=d|e=f", "a:\n  c: d\n  e: f\n" },
	{ "a:\n  b: c\n  d: e\n", "a", "{x=y", "a:\n  x: y\n" },
	{ "a: b\n", "a.c", "=d", NULL },
	{ "a:\n  - b\n", "a.c", "=d", NULL },
	/* Lists. */
	{ "a: [b, c]\n", "a[1]", "=d", "a: [b, d]\n" },
	{ "a: [b, c] # k\n", "a[2]", "=d", "a: [b, c, d] # k\n" },
	{ "a: [b, c]\n", "a[0]", "+d", "a: [d, b, c]\n" },
	{ "a: [b, c]\n", "a[1]", "+d", "a: [b, d, c]\n" },
	{ "a: [b, c, d]\n", "a[0]", "-", "a: [c, d]\n" },
	{ "a: [b, c, d]\n", "a[1]", "-", "a: [b, d]\n" },
	{ "a: [b, c, d]\n", "a[2]", "-", "a: [b, c]\n" },
	{ "a: [b, c, d]\n", "a", "[d", "a: [d]\n" },
	{ "a: [b, c, d]\n", "a", "[b|x|y|d", "a: [b, x, y, d]\n" },
	{ "a: [b, c]\n", "a[3]", "=d", NULL },
	{ "a: [b, c]\n", "a", "[b|x, y", "a: [b, \"x, y\"]\n" },
	{ "a: []\n", "a[0]", "=d", "a: [d]\n" },
	{ "a: b\n", "a[1]", "=d", "a: [b, d]\n" },
	{ "a: b\n", "a[0]", "=d", "a: [d]\n" },
	{ "c: d\n", "a[0]", "=d", "c: d\na: [d]\n" },
	{ "a:\n  # k\n  - b # l\n  - c\n", "a[1]", "=d",
	  "a:\n  # k\n  - b # l\n  - d\n" },
	{ "a:\n  - b # l\n  - c\nd: e\n", "a[1]", "+x",
	  "a:\n  - b # l\n  - x\n  - c\nd: e\n" },
	{ "a:\n- b\n- c\nd: e\n", "a[0]", "+x", "a:\n- x\n- b\n- c\nd: e\n" },
	{ "a:\n  - b\n  # k\n  - c\nd: e\n", "a[1]", "-",
	  "a:\n  - b\n  # k\nd: e\n" },
	{ "a:\n  - b: c\n    d: e\n", "a[0].b", "-", "a:\n  - d: e\n" },
	{ "a:\n  - b: c\n    d: e\n", "a[0].d", "-", "a:\n  - b: c\n" },
	{ "möten:\n  - organ: b\n", "möten[1].organ", "=c",
	  "möten:\n  - organ: b\n  - organ: c\n" },
	{ "a:\n  - b: c\n", "a[0].x", "=d", "a:\n  - b: c\n    x: d\n" },
	{ "a:\n  - b: c\n", "a[0]", "=d", "a:\n  - d\n" },
	{ "a: b\n", "a", "[En lång mening, med komma.|En till.",
	  "a:\n  - En lång mening, med komma.\n  - En till.\n" },
	/* Removing: what gets empty goes, too. */
	{ "a: b # k\n# l\nc: d\n", "a", "-", "# l\nc: d\n" },
	{ "# l\na: b\nc: d\n", "a", "-", "# l\nc: d\n" },
	{ "a: b\nc: d", "c", "-", "a: b\n" },
	{ "a:\n  b:\n    c: d\ne: f\n", "a.b.c", "-", "e: f\n" },
	{ "a: {b: c, d: e, f: g}\n", "a.b", "-", "a: {d: e, f: g}\n" },
	{ "a: {b: c, d: e, f: g}\n", "a.f", "-", "a: {b: c, d: e}\n" },
	{ "a: b\nc: d\n", "x.y", "-", "a: b\nc: d\n" },
	{ "a: b\n", "a", "-", NULL },
	{ "a: |\n  b\n\n  c\nd: e\n", "a", "-", "d: e\n" },
	/* What is no path. */
	{ "a: b\n", "", "=c", NULL },
	{ "a: b\n", "a..b", "=c", NULL },
	{ "a: b\n", "a[x]", "=c", NULL },
	{ "a: b\n", "a[0", "=c", NULL },
	/* What cannot be done without changing more. */
	{ "a: [b: c]\n", "a[0].d", "=e", NULL },
};

static void test_changes(void **state)
{
	struct room *room = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct change_case *one = &cases[i];
		struct head_edit *edit;
		char *after = NULL;

		room_set_text(room, one->before);
		edit = head_edit_new(room->source, 0, room->source->length,
				     &order, room->diags);
		assert_non_null(edit);
		if (ask(edit, one->path, one->what, room) == 0)
			after = result(edit, room);
		if (g_strcmp0(after, one->after) != 0)
			fail_msg("%s\n%s %s\nwanted\n%s\ngot\n%s", one->before,
				 one->path, one->what, one->after, after);
		assert_int_equal(diag_count(room->diags, DIAG_ERROR),
				 one->after == NULL);
		diag_list_free(room->diags);
		room->diags = diag_list_new();
		g_free(after);
		head_edit_free(edit);
	}
}

static void test_finding(void **state)
{
	struct room *room = *state;
	struct head_edit *edit;

	room_set_text(room, "---\nå: b\nc: d\n---\ntext\n");
	edit = head_edit_file(room->source, &order, room->diags);
	assert_non_null(edit);
	assert_int_equal(head_edit_set_text(edit, "c.x", "y", room->diags), -1);
	room_assert_told(room, "a text is in the way", "3:1+4 edit-by-hand");
	/* What was refused is not in what follows. */
	assert_int_equal(head_edit_set_text(edit, "å", "ö", room->diags), 0);
	{
		char *after = result(edit, room);

		assert_string_equal(after, "---\nå: ö\nc: d\n---\ntext\n");
		g_free(after);
	}
	head_edit_free(edit);
	room_set_text(room, "text\n");
	assert_null(head_edit_file(room->source, &order, room->diags));
	room_assert_told(room, "no head", "1:1+4 head-missing");
	room_set_text(room, "---\na: 'b\n---\n");
	assert_null(head_edit_file(room->source, &order, room->diags));
	room_assert_told(room, "no YAML", "2:4+1 yaml-quote");
}

/* --- At random ------------------------------------------------------------ */

#define RANDOM_RUNS 20000

static unsigned next(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % below;
}

static const char *const head =
	"# överst\n"
	"titel: \"Nätverk: ett\" # k1\n"
	"form: nätverk\n"
	"\n"
	"# om deltagarna\n"
	"deltar: [goteborg, 'malmö', \"c, d\"] # k2\n"
	"drivs-av:\n"
	"  - skr\n"
	"  # den andra\n"
	"  - 'stad # 2'\n"
	"möten:\n"
	"  - organ: styrgrupp # k3\n"
	"    per-år: 2–4\n"
	"  - organ: arbetsgrupp\n"
	"    hålls: digitalt\n"
	"avtal: {sort: medlemskap, 'beslut': 2019-05-22 § 386}\n"
	"bedömt:\n"
	"år:\n"
	"  # året\n"
	"  2023:\n"
	"    läge: pågår\n"
	"    deltagare: # vilka\n"
	"      SLK: 2\n"
	"      KS: ej aktuellt   # k4\n"
	"    avgift: 16 tkr\n"
	"    # övrigt saknas\n"
	"  2022:\n"
	"    anmärkning: >\n"
	"      En mening.\n"
	"      En till.\n"
	"\n"
	"    resultat: |\n"
	"      rad\n"
	"\n"
	"# sist\n"
	"extra: slut # k5\n";

static const char *const paths[] = {
	"titel",
	"form",
	"namn",
	"deltar",
	"deltar[0]",
	"deltar[1]",
	"deltar[2]",
	"drivs-av",
	"drivs-av[0]",
	"drivs-av[1]",
	"drivs-av[2]",
	"möten[0].organ",
	"möten[0].per-år",
	"möten[1].hålls",
	"möten[1]",
	"möten[2].organ",
	"avtal.sort",
	"avtal.beslut",
	"avtal.uppsägning",
	"bedömt",
	"bedömt[0]",
	"år.2023.läge",
	"år.2023.deltagare.SLK",
	"år.2023.deltagare.KS",
	"år.2023.deltagare.X",
	"år.2023.avgift",
	"år.2023.övrigt",
	"år.2023.övrigt-avser",
	"år.2023",
	"år.2022.anmärkning",
	"år.2022.resultat",
	"år.2021.avgift",
	"år.2024.deltagare.SLK",
	"extra",
	"extra[0]",
	"extra.djup.ner",
};

static const char *const values[] = {
	"=ny",	       "=a: b",	 "=c # d",     "=",    "=- x",	 "=12 tkr",
	"=två\nrader", "=rad\n", "=\"q\" 's'", "=%x",  "=@",	 "=`",
	"=2–4",	       "=å ä ö", "=~",	       "={",   "=x,y]",	 "=?",
	"=: ",	       "=!a",	 "=*b",	       "=---", "[a",	 "[a|b",
	"[a, b|c: d",  "{x=y",	 "{x=y|z=#",   "+in",  "+in: i", "-",
	"-",	       "-",
};

/* The lines of a text that are whole comments, as they follow each other. */
static char *comment_lines(const char *text)
{
	char **lines = g_strsplit(text, "\n", -1);
	GString *found = g_string_new(NULL);

	for (char **line = lines; *line != NULL; line++)
		if (g_str_has_prefix(g_strstrip(*line), "#"))
			g_string_append_printf(found, "%s\n", *line);
	g_strfreev(lines);
	return g_string_free(found, FALSE);
}

/*
 * Lines that are in `before` but not in `after`, in number: each step takes at
 * most those of the value that it is about.
 */
static size_t lines_lost(const char *before, const char *after)
{
	char **lines = g_strsplit(before, "\n", -1);
	char **left = g_strsplit(after, "\n", -1);
	GHashTable *there = g_hash_table_new(g_str_hash, g_str_equal);
	size_t lost = 0;

	for (char **line = left; *line != NULL; line++)
		g_hash_table_add(there, *line);
	for (char **line = lines; *line != NULL; line++)
		lost += !g_hash_table_contains(there, *line);
	g_hash_table_destroy(there);
	g_strfreev(lines);
	g_strfreev(left);
	return lost;
}

/* What stands in the tree but below `path` is the same in both. */
static void assert_rest_same(const struct record *before,
			     const struct record *after, const char *path,
			     struct room *room)
{
	struct head_step *steps;
	size_t count = head_path(&steps, path, room->arena);
	struct record *left = head_copy(before, room->arena);
	struct record *right = head_copy(after, room->arena);

	/* A mapping on the way may have been made, or have got empty. */
	(void)count;
	for (struct record *at = left->first; at != NULL; at = at->next)
		if (strcmp(at->key, steps[0].key) != 0)
			assert_true(
				head_equal(at, record_member(right, at->key)));
}

static bool one_step(struct room *room, unsigned *seed)
{
	const char *path = paths[next(seed, G_N_ELEMENTS(paths))];
	const char *what = values[next(seed, G_N_ELEMENTS(values))];
	bool outer = strchr(path, '.') == NULL || what[0] == '{' ||
		     strcmp(path, "år.2023") == 0;
	char *before = g_strdup(room->source->text);
	struct record *old;
	struct record *new;
	struct head_edit *edit = head_edit_new(
		room->source, 0, room->source->length, &order, room->diags);
	char *after = NULL;

	assert_non_null(edit);
	assert_int_equal(record_parse(&old, room->source, 0,
				      room->source->length, room->arena,
				      room->diags),
			 0);
	if (ask(edit, path, what, room) == 0) {
		after = result(edit, room);
		if (after == NULL)
			fail_msg("refused: %s %s\n%s", path, what, before);
	}
	if (after == NULL) {
		diag_list_free(room->diags);
		room->diags = diag_list_new();
	} else {
		char *comments = comment_lines(before);
		char *left = comment_lines(after);

		room_set_text(room, after);
		assert_int_equal(record_parse(&new, room->source, 0,
					      room->source->length, room->arena,
					      room->diags),
				 0);
		assert_rest_same(old, new, path, room);
		/* A scalar costs a line or two, with what it alone held. */
		if (!outer && lines_lost(before, after) > 6)
			fail_msg("%s %s\n%s\n%s", path, what, before, after);
		if (!outer && what[0] == '=' && strcmp(comments, left) != 0 &&
		    strstr(path, "[") == NULL && strstr(path, "2022") == NULL)
			fail_msg("%s %s\n%s\n%s", path, what, before, after);
		g_free(comments);
		g_free(left);
	}
	g_free(before);
	g_free(after);
	head_edit_free(edit);
	return room->source->length < 4000;
}

static void test_random(void **state)
{
	struct room *room = *state;
	unsigned seed = 1;
	unsigned left = 0;

	for (size_t run = 0; run < RANDOM_RUNS; run++) {
		if (left == 0) {
			source_drop(room->source);
			arena_reset(room->arena);
			room->source = source_new(room->path, "f", room->arena);
			room_set_text(room, head);
			left = 1 + next(&seed, 12);
		}
		left = one_step(room, &seed) ? left - 1 : 0;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(test_changes),
		ROOM_TEST(test_finding),
		ROOM_TEST(test_random),
	};

	return cmocka_run_group_tests_name("head_edit", tests, NULL, NULL);
}
