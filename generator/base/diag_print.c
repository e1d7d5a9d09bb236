#include "base/diag_print.h"

#include <stdbool.h>
#include <string.h>

#include "base/diag_list.h"
#include "base/json.h"
#include "base/source.h"

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

const char *diag_level_word(enum diag_level level, enum diag_language language)
{
	static const enum frame_word words[] = {
		[DIAG_NOTE] = WORD_NOTE,
		[DIAG_WARNING] = WORD_WARNING,
		[DIAG_ERROR] = WORD_ERROR,
	};

	return frame_words[words[level]][language];
}

/* The digits at `*at`, without zeroes first; `*at` is then past them. */
static size_t take_digits(const char **at, const char **first)
{
	const char *digits = *at + strspn(*at, "0");
	size_t count = strspn(digits, "0123456789");

	*first = digits;
	*at = digits + count;
	return count;
}

/* Numbers by their value, as files and rows are: 9 before 10. */
static int compare_numbers(const char **a, const char **b)
{
	const char *left;
	const char *right;
	size_t left_count = take_digits(a, &left);
	size_t right_count = take_digits(b, &right);

	if (left_count != right_count)
		return left_count < right_count ? -1 : 1;
	return strncmp(left, right, left_count);
}

/* Folders before what lies in them, as in a listing: `/` is least. */
static int compare_names(const char *a, const char *b)
{
	while (*a != '\0' && *b != '\0') {
		if (g_ascii_isdigit(*a) && g_ascii_isdigit(*b)) {
			int order = compare_numbers(&a, &b);

			if (order != 0)
				return order;
		} else if (*a == *b) {
			a++;
			b++;
		} else {
			break;
		}
	}
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

/* Longer lines are not handed to other programs: many may be found on one. */
#define SOURCE_MOST 1000

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
	const struct diag_rule *rule = &diag_rules[finding->id];
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

static void append_json_member(GString *out, const char *name, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	g_string_append_printf(out, ", \"%s\": ", name);
	json_append_text(out, text);
}

/* What is put together is printed as soon as it is: there may be many. */
static void print_part(GString *text, FILE *out)
{
	fputs(text->str, out);
	g_string_truncate(text, 0);
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
		const struct diag_rule *rule = &diag_rules[finding->id];
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
		if (place.text != NULL && place.length <= SOURCE_MOST) {
			char *line = g_strndup(place.text, place.length);

			append_json_member(text, "source", line);
			g_free(line);
		}
		append_json_member(text, "message", rule->text[language]);
		append_json_member(text, "detail", finding->detail);
		append_json_member(text, "suggestion", finding->suggestion);
		append_json_member(text, "instead", finding->instead);
		append_json_member(text, "advice", rule->advice[language]);
		g_string_append_c(text, '}');
		print_part(text, out);
	}
	g_string_append(text, diags->findings->len > 0 ? "\n]\n" : "]\n");
	fputs(text->str, out);
	source_drop(&reading.copy);
	g_string_free(text, TRUE);
}

/* --- For programs that show findings beside the source ----------------------
 */

/* What is told of one finding, in one text without line ends. */
static const char *message(GString *text, const struct finding *finding,
			   enum diag_language language)
{
	const struct diag_rule *rule = &diag_rules[finding->id];

	g_string_assign(text, rule->text[language]);
	if (finding->detail != NULL) {
		g_string_append(text, ": ");
		append_shown(text, finding->detail, -1);
	}
	if (finding->suggestion != NULL) {
		g_string_append_printf(
			text, "; %s \"",
			frame_words[WORD_DID_YOU_MEAN][language]);
		append_shown(text, finding->suggestion, -1);
		g_string_append(text, "\"?");
	} else if (finding->instead != NULL) {
		g_string_append_printf(
			text,
			"; %s: ", frame_words[WORD_WRITE_INSTEAD][language]);
		append_shown(text, finding->instead, -1);
	} else if (rule->advice[language][0] != '\0') {
		g_string_append_printf(text, "; %s", rule->advice[language]);
	}
	return text->str;
}

/* The path from where the forge looks: `folder`, and the name within it. */
static char *shown_path(const struct finding *finding, const char *folder)
{
	if (finding->where.source == NULL)
		return NULL;
	if (folder[0] == '\0')
		return g_strdup(finding->where.source->name);
	return g_build_filename(folder, finding->where.source->name, NULL);
}

/* One finding that is being told. */
struct telling {
	GString *out;
	GString *message;
	enum diag_language language;
	const char *folder;
	bool first;
	GHashTable *told; /* fingerprints so far */
};

typedef void (*tell_finding)(struct telling *telling,
			     const struct finding *finding,
			     const struct place *place, const char *path);

static void tell_all(struct diag_list *diags, struct telling *telling,
		     tell_finding tell, FILE *out)
{
	struct reading reading = { 0 };

	sort(diags);
	telling->message = g_string_new(NULL);
	telling->first = true;
	for (guint i = 0; i < diags->findings->len; i++) {
		const struct finding *finding =
			&g_array_index(diags->findings, struct finding, i);
		struct place place = place_find(finding->where, &reading);
		char *path = shown_path(finding, telling->folder);

		message(telling->message, finding, telling->language);
		tell(telling, finding, &place, path);
		telling->first = false;
		print_part(telling->out, out);
		g_free(path);
	}
	g_string_free(telling->message, TRUE);
	source_drop(&reading.copy);
}

static void print_and_free(GString *text, FILE *out)
{
	fputs(text->str, out);
	g_string_free(text, TRUE);
}

/* SARIF 2.1.0 § 3.34: a rule for each kind of finding, told or not. */
static void append_sarif_rules(GString *out, enum diag_language language)
{
	for (int i = 0; i < DIAG_COUNT; i++) {
		const struct diag_rule *rule = &diag_rules[i];

		g_string_append_printf(out, "%s\n        {\"id\": \"%s\"",
				       i > 0 ? "," : "", rule->name);
		g_string_append(out, ", \"shortDescription\": {\"text\": ");
		json_append_text(out, rule->text[language]);
		g_string_append_c(out, '}');
		if (rule->advice[language][0] != '\0') {
			g_string_append(out, ", \"help\": {\"text\": ");
			json_append_text(out, rule->advice[language]);
			g_string_append_c(out, '}');
		}
		g_string_append_c(out, '}');
	}
}

/* A path as a relative URI reference (SARIF 2.1.0 § 3.4.3). */
static void append_uri(GString *out, const char *path)
{
	char *uri = g_uri_escape_string(path, "/", TRUE);

	g_string_append_c(out, '"');
	for (const char *at = uri; *at != '\0'; at++) {
		if (g_ascii_isprint(*at))
			g_string_append_c(out, *at);
		else
			g_string_append_printf(out, "%%%02X",
					       (unsigned char)*at);
	}
	g_string_append_c(out, '"');
	g_free(uri);
}

static void tell_sarif(struct telling *telling, const struct finding *finding,
		       const struct place *place, const char *path)
{
	static const char *const levels[] = { "note", "warning", "error" };
	const struct diag_rule *rule = &diag_rules[finding->id];
	GString *out = telling->out;

	g_string_append_printf(
		out,
		"%s\n      {\"ruleId\": \"%s\", \"ruleIndex\": %d, "
		"\"level\": \"%s\", \"message\": {\"text\": ",
		telling->first ? "" : ",", rule->name, (int)finding->id,
		levels[rule->level]);
	json_append_text(out, telling->message->str);
	g_string_append_c(out, '}');
	if (path != NULL) {
		g_string_append(out, ",\n       \"locations\": [{"
				     "\"physicalLocation\": {"
				     "\"artifactLocation\": {\"uri\": ");
		append_uri(out, path);
		g_string_append_c(out, '}');
		if (place->line > 0)
			g_string_append_printf(
				out,
				", \"region\": {\"startLine\": %zu, "
				"\"startColumn\": %zu, \"endColumn\": %zu}",
				place->line, place->column,
				place->column + MAX(place->mark, 1));
		g_string_append(out, "}}]");
	}
	g_string_append_c(out, '}');
}

void diag_print_sarif(struct diag_list *diags, enum diag_language language,
		      const char *folder, const char *version, FILE *out)
{
	GString *text = g_string_new(
		"{\n  \"$schema\": "
		"\"https://json.schemastore.org/sarif-2.1.0.json\",\n"
		"  \"version\": \"2.1.0\",\n  \"runs\": [{\n"
		"    \"tool\": {\"driver\": {\"name\": \"bilaga\", "
		"\"version\": ");
	struct telling telling = { .out = text,
				   .language = language,
				   .folder = folder };

	json_append_text(text, version);
	g_string_append(text, ", \"rules\": [");
	append_sarif_rules(text, language);
	g_string_append(text, "]}},\n    \"columnKind\": \"unicodeCodePoints\","
			      "\n    \"results\": [");
	tell_all(diags, &telling, tell_sarif, out);
	g_string_append(text, "]\n  }]\n}\n");
	print_and_free(text, out);
}

/*
 * A value in a command of GitHub Actions: "workflow commands", which end at a
 * line's end; in a property also a comma or a colon ends it.
 */
static void append_command_text(GString *out, const char *text, bool property)
{
	char *valid = g_utf8_make_valid(text, -1);

	for (const char *at = valid; *at != '\0'; at++) {
		bool ends = strchr(property ? "%\r\n:," : "%\r\n", *at) != NULL;

		if (ends)
			g_string_append_printf(out, "%%%02X", *at);
		else
			g_string_append_c(out, *at);
	}
	g_free(valid);
}

static void tell_github(struct telling *telling, const struct finding *finding,
			const struct place *place, const char *path)
{
	static const char *const levels[] = { "notice", "warning", "error" };
	const struct diag_rule *rule = &diag_rules[finding->id];
	GString *out = telling->out;

	g_string_append_printf(out, "::%s ", levels[rule->level]);
	if (path != NULL) {
		g_string_append(out, "file=");
		append_command_text(out, path, true);
		g_string_append_c(out, ',');
	}
	if (place->line > 0)
		g_string_append_printf(out, "line=%zu,col=%zu,endColumn=%zu,",
				       place->line, place->column,
				       place->column + MAX(place->mark, 1));
	g_string_append_printf(out, "title=bilaga %s::", rule->name);
	append_command_text(out, telling->message->str, false);
	g_string_append_c(out, '\n');
}

void diag_print_github(struct diag_list *diags, enum diag_language language,
		       const char *folder, FILE *out)
{
	GString *text = g_string_new(NULL);
	struct telling telling = { .out = text,
				   .language = language,
				   .folder = folder };

	tell_all(diags, &telling, tell_github, out);
	print_and_free(text, out);
}

/*
 * What tells a finding from others as lines move: its kind, file and words,
 * and which of the like it is.
 */
static char *fingerprint(struct telling *telling, const struct finding *finding,
			 const char *path)
{
	char *key = g_strdup_printf("%s\n%s\n%s", diag_rules[finding->id].name,
				    path == NULL ? "" : path,
				    telling->message->str);
	guint like = GPOINTER_TO_UINT(g_hash_table_lookup(telling->told, key));
	char *whole = g_strdup_printf("%s\n%u", key, like);
	char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, whole, -1);

	g_free(whole);
	g_hash_table_insert(telling->told, key, GUINT_TO_POINTER(like + 1));
	return sum;
}

static void tell_gitlab(struct telling *telling, const struct finding *finding,
			const struct place *place, const char *path)
{
	static const char *const severities[] = { "info", "minor", "major" };
	const struct diag_rule *rule = &diag_rules[finding->id];
	char *sum = fingerprint(telling, finding, path);
	GString *out = telling->out;

	g_string_append_printf(out,
			       "%s\n  {\"check_name\": \"%s\", "
			       "\"severity\": \"%s\", "
			       "\"fingerprint\": \"%s\", \"description\": ",
			       telling->first ? "" : ",", rule->name,
			       severities[rule->level], sum);
	json_append_text(out, telling->message->str);
	g_string_append(out, ", \"location\": {\"path\": ");
	json_append_text(out, path == NULL ? telling->folder : path);
	g_string_append_printf(out, ", \"lines\": {\"begin\": %zu}}}",
			       MAX(place->line, 1));
	g_free(sum);
}

void diag_print_gitlab(struct diag_list *diags, enum diag_language language,
		       const char *folder, FILE *out)
{
	GString *text = g_string_new("[");
	struct telling telling = {
		.out = text,
		.language = language,
		.folder = folder,
		.told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					      NULL),
	};

	tell_all(diags, &telling, tell_gitlab, out);
	g_string_append(text, diags->findings->len > 0 ? "\n]\n" : "]\n");
	g_hash_table_destroy(telling.told);
	print_and_free(text, out);
}
