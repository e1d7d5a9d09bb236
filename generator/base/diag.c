#include "base/diag.h"

#include <stdarg.h>
#include <string.h>

#include "base/arena.h"

struct rule {
	enum diag_level level;
	const char *name;
	const char *text[2]; /* by enum diag_language */
	const char *advice[2];
};

static const struct rule rules[DIAG_COUNT] = {
#define ERROR	DIAG_ERROR
#define WARNING DIAG_WARNING
#define NOTE	DIAG_NOTE
#define DIAG(identifier, level, name, english, swedish, english_advice,        \
	     swedish_advice)                                                   \
	[DIAG_##identifier] = { level,                                         \
				name,                                          \
				{ swedish, english },                          \
				{ swedish_advice, english_advice } },
#include "base/diag.def"
#undef DIAG
#undef ERROR
#undef WARNING
#undef NOTE
};

struct finding {
	enum diag_id id;
	struct span where;
	struct span also;
	const char *detail;	/* NULL: none */
	const char *suggestion; /* NULL: none */
	const char *instead;	/* NULL: none */
	size_t order;		/* keeps findings at one place in order */
};

struct diag_list {
	GArray *findings;
	struct arena *arena;
	GPtrArray *joined; /* arenas that findings of joined lists lie in */
};

/* Words around a finding, by enum diag_language. */
enum frame_word {
#define DIAG_WORD(identifier, english, swedish) WORD_##identifier,
#include "base/diag_words.def"
#undef DIAG_WORD
	WORD_COUNT
};

static const char *const frame_words[WORD_COUNT][2] = {
#define DIAG_WORD(identifier, english, swedish)                                \
	[WORD_##identifier] = { swedish, english },
#include "base/diag_words.def"
#undef DIAG_WORD
};

struct diag_list *diag_list_new(void)
{
	struct diag_list *diags = g_new0(struct diag_list, 1);

	diags->findings = g_array_new(FALSE, TRUE, sizeof(struct finding));
	diags->arena = arena_new();
	diags->joined = g_ptr_array_new();
	return diags;
}

void diag_list_free(struct diag_list *diags)
{
	if (diags == NULL)
		return;
	for (guint i = 0; i < diags->joined->len; i++)
		arena_free(g_ptr_array_index(diags->joined, i));
	g_ptr_array_free(diags->joined, TRUE);
	arena_free(diags->arena);
	g_array_free(diags->findings, TRUE);
	g_free(diags);
}

int diag_add(struct diag_list *diags, enum diag_id id, struct span where,
	     const char *detail, ...)
{
	struct finding finding = { .id = id, .where = where };

	if (detail != NULL) {
		va_list args;
		GString *text = g_string_new(NULL);

		va_start(args, detail);
		g_string_append_vprintf(text, detail, args);
		va_end(args);
		finding.detail = arena_take(diags->arena, text);
	}
	finding.order = diags->findings->len;
	g_array_append_val(diags->findings, finding);
	return -1;
}

static struct finding *newest(struct diag_list *diags)
{
	g_assert(diags->findings->len > 0);
	return &g_array_index(diags->findings, struct finding,
			      diags->findings->len - 1);
}

void diag_also(struct diag_list *diags, struct span where)
{
	newest(diags)->also = where;
}

void diag_suggest(struct diag_list *diags, const char *word)
{
	newest(diags)->suggestion = arena_strdup(diags->arena, word);
}

void diag_write(struct diag_list *diags, const char *format, ...)
{
	va_list args;
	GString *text = g_string_new(NULL);

	va_start(args, format);
	g_string_append_vprintf(text, format, args);
	va_end(args);
	newest(diags)->instead = arena_take(diags->arena, text);
}

void diag_list_join(struct diag_list *diags, struct diag_list *from)
{
	for (guint i = 0; i < from->findings->len; i++) {
		struct finding finding =
			g_array_index(from->findings, struct finding, i);

		finding.order = diags->findings->len;
		g_array_append_val(diags->findings, finding);
	}
	g_array_set_size(from->findings, 0);
	g_ptr_array_add(diags->joined, from->arena);
	from->arena = arena_new();
}

size_t diag_count(const struct diag_list *diags, enum diag_level level)
{
	size_t count = 0;

	for (guint i = 0; i < diags->findings->len; i++)
		count += rules[g_array_index(diags->findings, struct finding, i)
				       .id]
				 .level >= level;
	return count;
}

int diag_machine_failed(const struct diag_list *diags)
{
	static const enum diag_id ids[] = {
		DIAG_FILE_OPEN,	  DIAG_FOLDER_OPEN,    DIAG_OUTPUT_WRITE,
		DIAG_OUTPUT_BUSY, DIAG_OUTPUT_FOREIGN, DIAG_COLLATE_OPEN,
	};

	for (guint i = 0; i < diags->findings->len; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(ids); k++)
			if (g_array_index(diags->findings, struct finding, i)
				    .id == ids[k])
				return 1;
	return 0;
}

/* Folders before what lies in them, as in a listing: `/` is least. */
static int compare_names(const char *a, const char *b)
{
	for (; *a != '\0' && *a == *b; a++, b++)
		;
	if (*a == *b)
		return 0;
	if (*a == '\0' || *b == '\0')
		return *a == '\0' ? -1 : 1;
	if (*a == '/' || *b == '/')
		return *a == '/' ? -1 : 1;
	return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
}

static int compare_findings(const void *left, const void *right)
{
	const struct finding *a = left;
	const struct finding *b = right;
	int order = 0;

	if (a->where.source != b->where.source) {
		if (a->where.source == NULL || b->where.source == NULL)
			return a->where.source == NULL ? 1 : -1;
		order = compare_names(a->where.source->name,
				      b->where.source->name);
	}
	if (order != 0)
		return order;
	if (a->where.offset != b->where.offset)
		return a->where.offset < b->where.offset ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* The two read the same when nothing that is printed tells them apart. */
static int same_finding(const struct finding *a, const struct finding *b)
{
	return a->id == b->id && a->where.source == b->where.source &&
	       a->where.offset == b->where.offset &&
	       g_strcmp0(a->detail, b->detail) == 0;
}

static void sort(struct diag_list *diags)
{
	guint kept = 0;

	if (diags->findings->len == 0)
		return;
	g_array_sort(diags->findings, compare_findings);
	for (guint i = 1; i < diags->findings->len; i++) {
		struct finding *last =
			&g_array_index(diags->findings, struct finding, kept);
		struct finding *next =
			&g_array_index(diags->findings, struct finding, i);

		if (same_finding(last, next))
			continue;
		kept++;
		g_array_index(diags->findings, struct finding, kept) = *next;
	}
	g_array_set_size(diags->findings, kept + 1);
}

/* A place, as far as it can be told: the file may be gone or unreadable. */
struct place {
	size_t line; /* 0: the whole file */
	size_t column;
	const char *text; /* the line, not ended; NULL when not known */
	size_t length;
	size_t mark; /* characters to mark */
};

static size_t characters(const char *text, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += ((unsigned char)text[i] & 0xC0) != 0x80;
	return count;
}

/*
 * A file that is looked into. Findings come in order, so the last place is
 * kept: many in one file, or on one line, are found in one walk.
 */
struct reading {
	struct source copy;
	size_t at; /* the last offset */
	size_t line;
	size_t column;
	size_t start; /* of the line */
	size_t end;   /* of the line */
};

static void reading_begin(struct reading *reading)
{
	reading->at = 0;
	reading->line = 1;
	reading->column = 1;
	reading->start = 0;
	reading->end = 0;
}

/*
 * The text was dropped, so it is read anew. The findings of that reading are
 * not wanted: the run has them already.
 */
static void reading_open(struct reading *reading, const struct source *source)
{
	struct diag_list *quiet;

	if (reading->copy.path == source->path)
		return;
	source_drop(&reading->copy);
	reading->copy = *source;
	reading->copy.text = NULL;
	quiet = diag_list_new();
	source_read_raw(&reading->copy, quiet);
	diag_list_free(quiet);
	reading_begin(reading);
}

static void reading_go(struct reading *reading, size_t offset)
{
	const char *text = reading->copy.text;
	const char *next;

	if (offset < reading->at)
		reading_begin(reading);
	while ((next = memchr(text + reading->at, '\n',
			      offset - reading->at)) != NULL) {
		reading->at = (size_t)(next + 1 - text);
		reading->start = reading->at;
		reading->line++;
		reading->column = 1;
	}
	reading->column += characters(text + reading->at, offset - reading->at);
	reading->at = offset;
	if (reading->end >= offset && reading->end > reading->start)
		return;
	next = memchr(text + offset, '\n', reading->copy.length - offset);
	reading->end =
		next == NULL ? reading->copy.length : (size_t)(next - text);
}

/* The caller drops the file that is kept in `reading`. */
static struct place place_find(struct span where, struct reading *reading)
{
	struct place place = { 0 };
	size_t offset;

	if (where.source == NULL || where.offset == UINT32_MAX)
		return place;
	reading_open(reading, where.source);
	if (reading->copy.text == NULL)
		return place;
	offset = MIN(where.offset, reading->copy.length);
	reading_go(reading, offset);
	place.line = reading->line;
	place.column = reading->column;
	place.text = reading->copy.text + reading->start;
	place.length = reading->end - reading->start;
	place.mark = characters(reading->copy.text + offset,
				MIN(where.length, reading->end - offset));
	return place;
}

/* Long lines are shown in part, with the spot inside. */
#define SHOWN_BEFORE 60
#define SHOWN_MOST   100

static const char *skip_characters(const char *text, const char *end,
				   size_t count)
{
	for (; text < end && count > 0; count--) {
		do
			text++;
		while (text < end && ((unsigned char)*text & 0xC0) == 0x80);
	}
	return text;
}

/* What a terminal could take as commands or a new line is shown as "?". */
static void append_shown(GString *out, const char *text, gssize length)
{
	char *valid = g_utf8_make_valid(text, length);

	for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);

		if (c == '\t')
			g_string_append_c(out, ' ');
		else if (g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029 ||
			 c == 0xFEFF)
			g_string_append_c(out, '?');
		else
			g_string_append_unichar(out, c);
	}
	g_free(valid);
}

static void append_source_line(GString *out, const struct place *place)
{
	const char *end = place->text + place->length;
	const char *from = place->text;
	size_t before = place->column - 1;
	size_t mark = MAX(place->mark, 1);
	GString *line;

	if (before > SHOWN_BEFORE) {
		from = skip_characters(from, end, before - SHOWN_BEFORE / 2);
		before = SHOWN_BEFORE / 2;
	}
	line = g_string_new(from == place->text ? "" : "… ");
	before += from == place->text ? 0 : 2;
	append_shown(line, from, skip_characters(from, end, SHOWN_MOST) - from);
	if (skip_characters(from, end, SHOWN_MOST) < end)
		g_string_append(line, " …");
	g_string_append_printf(out, "%6zu | %s\n       | %*s^", place->line,
			       line->str, (int)before, "");
	for (size_t i = 1; i < mark && before + i < SHOWN_MOST; i++)
		g_string_append_c(out, '~');
	g_string_append_c(out, '\n');
	g_string_free(line, TRUE);
}

static void append_place(GString *out, struct span where,
			 const struct place *place)
{
	if (where.source == NULL)
		return;
	append_shown(out, where.source->name, -1);
	if (place->line > 0)
		g_string_append_printf(out, ":%zu:%zu", place->line,
				       place->column);
}

static void append_finding(GString *out, const struct finding *finding,
			   enum diag_language language, struct reading *reading)
{
	const struct rule *rule = &rules[finding->id];
	struct place place = place_find(finding->where, reading);
	const char *advice = rule->advice[language];

	append_place(out, finding->where, &place);
	if (finding->where.source != NULL)
		g_string_append(out, ": ");
	g_string_append_printf(out, "%s: %s",
			       diag_level_word(rule->level, language),
			       rule->text[language]);
	if (finding->detail != NULL) {
		g_string_append(out, ": ");
		append_shown(out, finding->detail, -1);
	}
	g_string_append_printf(out, " [%s]\n", rule->name);
	if (place.text != NULL)
		append_source_line(out, &place);
	if (finding->suggestion != NULL) {
		g_string_append_printf(
			out, "       = %s \"",
			frame_words[WORD_DID_YOU_MEAN][language]);
		append_shown(out, finding->suggestion, -1);
		g_string_append(out, "\"?\n");
	}
	if (finding->instead != NULL) {
		g_string_append_printf(
			out, "       = %s: ",
			frame_words[WORD_WRITE_INSTEAD][language]);
		append_shown(out, finding->instead, -1);
		g_string_append_c(out, '\n');
	} else if (advice[0] != '\0') {
		g_string_append_printf(out, "       = %s\n", advice);
	}
	if (finding->also.source != NULL) {
		place = place_find(finding->also, reading);
		g_string_append_printf(out, "       = %s ",
				       frame_words[WORD_OTHER_PLACE][language]);
		append_place(out, finding->also, &place);
		g_string_append_c(out, '\n');
	}
}

static void append_left_out(GString *out, size_t count,
			    enum diag_language language)
{
	g_string_append_printf(out, "… %s %zu %s\n",
			       frame_words[WORD_AND][language], count,
			       frame_words[WORD_MORE][language]);
}

void diag_print(struct diag_list *diags, enum diag_language language,
		size_t most, FILE *out)
{
	struct reading reading = { 0 };
	GString *text = g_string_new(NULL);

	sort(diags);
	for (guint i = 0; i < diags->findings->len; i++) {
		if (most > 0 && i >= most) {
			append_left_out(text, diags->findings->len - most,
					language);
			break;
		}
		append_finding(
			text,
			&g_array_index(diags->findings, struct finding, i),
			language, &reading);
	}
	fputs(text->str, out);
	source_drop(&reading.copy);
	g_string_free(text, TRUE);
}

static void append_json_text(GString *out, const char *text)
{
	char *valid = g_utf8_make_valid(text, -1);

	g_string_append_c(out, '"');
	for (const char *at = valid; *at != '\0'; at++) {
		if (*at == '"' || *at == '\\')
			g_string_append_printf(out, "\\%c", *at);
		else if ((unsigned char)*at < 0x20)
			g_string_append_printf(out, "\\u%04x", *at);
		else
			g_string_append_c(out, *at);
	}
	g_string_append_c(out, '"');
	g_free(valid);
}

static void append_json_member(GString *out, const char *name, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	g_string_append_printf(out, ", \"%s\": ", name);
	append_json_text(out, text);
}

void diag_print_json(struct diag_list *diags, enum diag_language language,
		     FILE *out)
{
	struct reading reading = { 0 };
	GString *text = g_string_new("[");

	sort(diags);
	for (guint i = 0; i < diags->findings->len; i++) {
		const struct finding *finding =
			&g_array_index(diags->findings, struct finding, i);
		const struct rule *rule = &rules[finding->id];
		struct place place = place_find(finding->where, &reading);
		static const char *const levels[] = { "note", "warning",
						      "error" };

		g_string_append_printf(text,
				       "%s\n  {\"name\": \"%s\", "
				       "\"level\": \"%s\"",
				       i > 0 ? "," : "", rule->name,
				       levels[rule->level]);
		if (finding->where.source != NULL)
			append_json_member(text, "file",
					   finding->where.source->name);
		if (place.line > 0)
			g_string_append_printf(
				text,
				", \"line\": %zu, \"column\": %zu, "
				"\"length\": %zu",
				place.line, place.column, place.mark);
		append_json_member(text, "message", rule->text[language]);
		append_json_member(text, "detail", finding->detail);
		append_json_member(text, "suggestion", finding->suggestion);
		append_json_member(text, "instead", finding->instead);
		append_json_member(text, "advice", rule->advice[language]);
		g_string_append_c(text, '}');
	}
	g_string_append(text, diags->findings->len > 0 ? "\n]\n" : "]\n");
	fputs(text->str, out);
	source_drop(&reading.copy);
	g_string_free(text, TRUE);
}

const char *diag_level_word(enum diag_level level, enum diag_language language)
{
	static const enum frame_word words[] = {
		[DIAG_NOTE] = WORD_NOTE,
		[DIAG_WARNING] = WORD_WARNING,
		[DIAG_ERROR] = WORD_ERROR,
	};

	return frame_words[words[level]][language];
}

enum diag_level diag_id_level(enum diag_id id)
{
	return rules[id].level;
}

const char *diag_id_name(enum diag_id id)
{
	return rules[id].name;
}

const char *diag_id_text(enum diag_id id, enum diag_language language)
{
	return rules[id].text[language];
}

#define WORD_MAX 40

/* A word as characters in small letters; over WORD_MAX it has no length. */
struct word {
	gunichar characters[WORD_MAX];
	size_t length;
};

static void read_word(struct word *word, const char *text)
{
	word->length = 0;
	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		if (word->length == WORD_MAX) {
			word->length = 0;
			return;
		}
		word->characters[word->length++] =
			g_unichar_tolower(g_utf8_get_char(text));
	}
}

/*
 * The optimal string alignment distance (Damerau–Levenshtein with adjacent
 * transpositions only) in characters.
 */
static size_t edit_distance(const struct word *first, const struct word *second)
{
	size_t rows[3][WORD_MAX + 1];
	const gunichar *a = first->characters;
	const gunichar *b = second->characters;
	size_t length_a = first->length;
	size_t length_b = second->length;

	for (size_t j = 0; j <= length_b; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= length_a; i++) {
		size_t *row = rows[i % 3];
		size_t *above = rows[(i + 2) % 3];
		size_t *two_above = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= length_b; j++) {
			size_t differs = a[i - 1] != b[j - 1];

			row[j] = MIN(MIN(above[j] + 1, row[j - 1] + 1),
				     above[j - 1] + differs);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				row[j] = MIN(row[j], two_above[j - 2] + 1);
		}
	}
	return rows[length_a % 3][length_b];
}

const char *diag_nearest(const char *word, const char *const *words)
{
	const char *nearest = NULL;
	struct word own;
	struct word other;
	size_t best;

	read_word(&own, word);
	/* A third of the letters may be wrong; of two, one may be missing. */
	best = (own.length + 1) / 3 + 1;
	for (; *words != NULL && own.length > 0; words++) {
		size_t distance;

		read_word(&other, *words);
		if (other.length == 0)
			continue;
		distance = edit_distance(&own, &other);
		if (own.length < 3 && distance > 0 &&
		    other.length <= own.length)
			continue;
		if (distance < best) {
			best = distance;
			nearest = *words;
		}
	}
	return nearest;
}
