#include "report/prose.h"

#include <string.h>

#include "base/json.h"
#include "base/source.h"
#include "read/body.h"
#include "report/report.h"

#define FENCES_MOST 8
/* Characters of the line that are shown on either side of a number. */
#define SHOWN_AROUND 40

#define EN_DASH	       "\342\200\223"
#define NO_BREAK_SPACE "\302\240"

/* What a fenced block holds. */
enum fence_kind {
	FENCE_CODE,  /* or a table that the program makes: no prose */
	FENCE_TABLE, /* a table that is written */
	FENCE_TEXT   /* a notice */
};

struct fence {
	char mark;
	size_t length;
	enum fence_kind kind;
};

struct scan {
	const struct report *report;
	struct source source; /* the page's, read anew */
	const char *at;
	const char *end;
	const char *line; /* where the line of `at` begins */
	bool in_table;	  /* the line is a row of one */
	struct fence fences[FENCES_MOST];
	size_t fences_count;
	bool json;
	bool first;
	FILE *out;
};

static bool is_digit(const char *at, const char *end)
{
	return at < end && *at >= '0' && *at <= '9';
}

/* A letter, also of more than a byte; the signs of a dash and a section not. */
static bool is_letter(const char *at, const char *end)
{
	return at < end &&
	       g_unichar_isalpha(g_utf8_get_char_validated(at, end - at));
}

static const char *past_digits(const char *at, const char *end)
{
	while (is_digit(at, end))
		at++;
	return at;
}

static bool starts(const char *at, const char *end, const char *text)
{
	return (size_t)(end - at) >= strlen(text) &&
	       memcmp(at, text, strlen(text)) == 0;
}

/* A blank or a no-break space; 0 when there is none. */
static size_t blank_length(const char *at, const char *end)
{
	if (starts(at, end, " "))
		return 1;
	return starts(at, end, NO_BREAK_SPACE) ? strlen(NO_BREAK_SPACE) : 0;
}

/* --- Numbers ---------------------------------------------------------------
 */

/* Past `15 000`, `7,9`, `2–4`: what a reader takes for one number. */
static const char *past_number(const char *at, const char *end)
{
	for (;;) {
		const char *next = past_digits(at, end);
		size_t blank = blank_length(next, end);
		const char *group = next + blank;

		if (blank > 0 && past_digits(group, end) == group + 3 &&
		    next - at <= 3) {
			at = group;
			continue;
		}
		if ((starts(next, end, ",") || starts(next, end, ".")) &&
		    is_digit(next + 1, end))
			at = next + 1;
		else if (starts(next, end, EN_DASH) &&
			 is_digit(next + strlen(EN_DASH), end))
			at = next + strlen(EN_DASH);
		else if (starts(next, end, "-") && is_digit(next + 1, end))
			at = next + 1;
		else
			return next;
	}
}

static bool is_year_text(const char *at, size_t length)
{
	return length == 4 &&
	       ((at[0] == '1' && at[1] == '9') ||
		(at[0] == '2' && (at[1] == '0' || at[1] == '1')));
}

/* `2023`, `2019–2023`, `2023/24`, `2024-02-08`: a year, or what begins so. */
static bool is_year(const char *at, const char *end)
{
	const char *next = past_digits(at, end);

	if (!is_year_text(at, (size_t)(next - at)))
		return false;
	return next == end || *next == '-' || starts(next, end, EN_DASH);
}

/* `2003:778`, `2021/1060`, `1:a`, `2.12.6`, `13.00.01` */
static bool is_reference(const char *at, const char *end, const char *line_end)
{
	size_t points = 0;

	if (end + 1 < line_end && (*end == ':' || *end == '/') &&
	    (is_digit(end + 1, line_end) || is_letter(end + 1, line_end)))
		return true;
	for (; at < end; at++)
		points += *at == '.';
	return points > 1;
}

/* Is one of the words that stand with blanks between in `words` at `text`? */
static bool is_among(const char *text, size_t length, const char *words)
{
	char **list = g_strsplit(words, " ", -1);
	char *word = g_strndup(text, length);
	char *folded = g_utf8_strdown(word, -1);
	bool found = g_strv_contains((const char *const *)list, folded);

	g_free(folded);
	g_free(word);
	g_strfreev(list);
	return found;
}

/* The word before the number names what it is the number of: `avsnitt 4`. */
static bool is_named_before(const struct scan *scan, const char *number)
{
	const char *end = number;
	const char *at;

	while (end > scan->line &&
	       (end[-1] == ' ' ||
		starts(end - MIN(2, end - scan->line), end, NO_BREAK_SPACE)))
		end -= end[-1] == ' ' ? 1 : 2;
	for (at = end;
	     at > scan->line && at[-1] != ' ' && at[-1] != '(' &&
	     !starts(at - MIN(2, at - scan->line), at, NO_BREAK_SPACE);)
		at--;
	return at < end &&
	       is_among(at, (size_t)(end - at),
			labels_word(&scan->report->labels, LABEL_PROSE_BEFORE));
}

static bool is_month(const struct scan *scan, const char *text, size_t length)
{
	bool found = false;

	for (int i = LABEL_MONTH_1; i <= LABEL_MONTH_12 && !found; i++)
		found = length > 0 &&
			is_among(text, length,
				 labels_word(&scan->report->labels,
					     (enum label)i));
	return found;
}

/* `8 februari`, `2 kap.`, `3 §` */
static bool is_named_after(const struct scan *scan, const char *end,
			   const char *line_end)
{
	const char *at = end + blank_length(end, line_end);
	const char *stop = at;

	while (stop < line_end && *stop != ' ' && *stop != ',' &&
	       *stop != ')' && blank_length(stop, line_end) == 0)
		stop++;
	if (stop > at &&
	    is_among(at, (size_t)(stop - at),
		     labels_word(&scan->report->labels, LABEL_PROSE_AFTER)))
		return true;
	/* A month may end a sentence. */
	while (stop > at &&
	       (stop[-1] == '.' || stop[-1] == ';' || stop[-1] == ':'))
		stop--;
	return at > end && is_month(scan, at, (size_t)(stop - at));
}

/* Letters or signs right before or after make it a name: C40, H22, 5G. */
static bool is_in_name(const struct scan *scan, const char *at, const char *end,
		       const char *line_end)
{
	const char *before = g_utf8_find_prev_char(scan->line, at);

	if (is_letter(end, line_end))
		return true;
	if (before == NULL)
		return false;
	if (is_letter(before, at) || *before == '_' || *before == '/' ||
	    *before == ':' || *before == '#' || *before == '&')
		return true;
	return (*before == '-' || *before == '.') && before > scan->line &&
	       (g_ascii_isalnum(before[-1]) || (before[-1] & 0x80) != 0);
}

static const char *line_end(const struct scan *scan, const char *at)
{
	const char *end = memchr(at, '\n', (size_t)(scan->end - at));

	return end == NULL ? scan->end : end;
}

/* --- Telling ---------------------------------------------------------------
 */

/* The characters around a number, as far as the line goes. */
static const char *shown_from(const struct scan *scan, const char *at)
{
	for (size_t i = 0; i < SHOWN_AROUND && at > scan->line; i++)
		at = g_utf8_prev_char(at);
	return at;
}

static const char *shown_to(const char *at, const char *end)
{
	for (size_t i = 0; i < SHOWN_AROUND && at < end; i++)
		at = g_utf8_next_char(at);
	return MIN(at, end);
}

static void print_number(struct scan *scan, const char *at, const char *end)
{
	const char *last = line_end(scan, at);
	const char *from = shown_from(scan, at);
	const char *to = shown_to(end, last);
	size_t line, column;
	GString *text;

	source_position(&scan->source, (size_t)(at - scan->source.text), &line,
			&column);
	if (!scan->json) {
		fprintf(scan->out, "%s:%zu:%zu: %.*s  %s%.*s%s\n",
			scan->source.name, line, column, (int)(end - at), at,
			from > scan->line ? "…" : "", (int)(to - from), from,
			to < last ? "…" : "");
		return;
	}
	text = g_string_new(scan->first ? "[" : ",");
	g_string_append(text, "\n  {\"file\": ");
	json_append_text(text, scan->source.name);
	g_string_append_printf(
		text, ", \"line\": %zu, \"column\": %zu, \"number\": ", line,
		column);
	json_append(text, at, (size_t)(end - at));
	g_string_append(text, ", \"text\": ");
	json_append(text, from, (size_t)(to - from));
	g_string_append_printf(text, ", \"table\": %s}",
			       scan->in_table ? "true" : "false");
	fputs(text->str, scan->out);
	g_string_free(text, TRUE);
	scan->first = false;
}

/* The number at `scan->at`, which is passed; printed unless it names. */
static void take_number(struct scan *scan)
{
	const char *at = scan->at;
	const char *last = line_end(scan, at);
	const char *end = past_number(at, last);

	scan->at = end;
	if (is_in_name(scan, at, end, last)) {
		/* `AB-2023-01081`: all of it. */
		while (scan->at < last && (g_ascii_isalnum(*scan->at) ||
					   strchr("-/:._", *scan->at) != NULL))
			scan->at++;
		return;
	}
	if (is_reference(at, end, last)) {
		scan->at =
			past_digits(end + (*end == ':' || *end == '/'), last);
		return;
	}
	if (!is_year(at, end) && !is_named_before(scan, at) &&
	    !is_named_after(scan, end, last))
		print_number(scan, at, end);
}

/* --- What is no prose ------------------------------------------------------
 */

static void pass(struct scan *scan, const char *to)
{
	for (; scan->at < to; scan->at++)
		if (*scan->at == '\n')
			scan->line = scan->at + 1;
}

/* Code, and so the text of a role: up to as many backticks, in a paragraph. */
static void pass_code(struct scan *scan)
{
	size_t length = strspn(scan->at, "`");
	const char *at = scan->at + length;

	while (at < scan->end && !starts(at, scan->end, "\n\n")) {
		size_t found = *at == '`' ? strspn(at, "`") : 0;

		if (found == length) {
			pass(scan, at + found);
			return;
		}
		at += MAX(found, 1);
	}
	pass(scan, scan->at + length);
}

/* Up to `mark`, on the line. */
static void pass_to(struct scan *scan, char mark)
{
	const char *last = line_end(scan, scan->at);
	const char *end = memchr(scan->at, mark, (size_t)(last - scan->at));

	scan->at = end == NULL ? scan->at + 1 : end + 1;
}

/* Addresses, and names of notes. True when something was passed. */
static bool pass_inline(struct scan *scan)
{
	if (*scan->at == '`')
		pass_code(scan);
	else if (starts(scan->at, scan->end, "]("))
		pass_to(scan, ')');
	else if (starts(scan->at, scan->end, "[^"))
		pass_to(scan, ']');
	else if (starts(scan->at, scan->end, "<http") ||
		 starts(scan->at, scan->end, "<mailto:"))
		pass_to(scan, '>');
	else if (starts(scan->at, scan->end, "http://") ||
		 starts(scan->at, scan->end, "https://"))
		while (scan->at < scan->end && !g_ascii_isspace(*scan->at))
			scan->at++;
	else
		return false;
	return true;
}

static void scan_inline(struct scan *scan)
{
	const char *last = line_end(scan, scan->at);

	while (scan->at < scan->end && scan->at < last) {
		if (is_digit(scan->at, last))
			take_number(scan);
		else if (!pass_inline(scan))
			scan->at = g_utf8_next_char(scan->at);
		last = line_end(scan, MIN(scan->at, scan->end));
	}
}

/* The signs that begin a line: quotations, and marks of lists with numbers. */
static void pass_marks(struct scan *scan)
{
	const char *last = line_end(scan, scan->at);

	for (;;) {
		const char *at = scan->at + strspn(scan->at, " >");
		const char *digits = past_digits(at, last);

		if (at < last && strchr("-*+", *at) != NULL &&
		    starts(at + 1, last, " "))
			at += 2;
		else if (digits > at && digits < last &&
			 strchr(".)", *digits) != NULL &&
			 starts(digits + 1, last, " "))
			at = digits + 2;
		if (at == scan->at || at > last)
			break;
		scan->at = at;
	}
}

/* What the block that this line opens holds. */
static enum fence_kind fence_kind(const char *info, const char *end)
{
	static const struct {
		const char *name;
		enum fence_kind kind;
	} kinds[] = {
		{ "{note}", FENCE_TEXT },	 { "{important}", FENCE_TEXT },
		{ "{table}", FENCE_TABLE },	 { "{csv-table}", FENCE_TABLE },
		{ "{list-table}", FENCE_TABLE },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (starts(info, end, kinds[i].name))
			return kinds[i].kind;
	return FENCE_CODE;
}

/* Does the line open or close a block? Then it is passed, but for a caption. */
static bool take_fence(struct scan *scan)
{
	const char *last = line_end(scan, scan->at);
	const char *at = scan->at;
	char mark = *at;
	struct fence *open = scan->fences_count == 0
				     ? NULL
				     : &scan->fences[scan->fences_count - 1];
	size_t length = 0;

	if (mark != '`' && mark != '~')
		return false;
	while (at + length < last && at[length] == mark)
		length++;
	at += length;
	at += strspn(at, " ");
	if (length < 3 ||
	    (mark == '`' && memchr(at, '`', (size_t)(last - at)) != NULL))
		return false;
	if (open != NULL && at >= last && mark == open->mark &&
	    length >= open->length) {
		scan->fences_count--;
		scan->at = last;
		return true;
	}
	if ((open != NULL && open->kind == FENCE_CODE) ||
	    scan->fences_count == FENCES_MOST)
		return false;
	scan->fences[scan->fences_count++] =
		(struct fence){ mark, length, fence_kind(at, last) };
	scan->at = *at == '{' ? at : last;
	scan_inline(scan);
	return true;
}

/* Lines that hold no prose: options, labels of headings, code. */
static bool is_no_prose(const struct scan *scan, const struct fence *open)
{
	const char *last = line_end(scan, scan->at);

	if (open != NULL && open->kind == FENCE_CODE)
		return true;
	if (open != NULL && *scan->at == ':' && is_letter(scan->at + 1, last))
		return true;
	return *scan->at == '(' && last - scan->at > 2 && last[-1] == '=' &&
	       last[-2] == ')';
}

static void scan_line(struct scan *scan)
{
	const struct fence *open;

	scan->in_table = false;
	pass_marks(scan);
	if (scan->at >= scan->end || *scan->at == '\n' || take_fence(scan))
		return;
	open = scan->fences_count == 0 ? NULL
				       : &scan->fences[scan->fences_count - 1];
	if (is_no_prose(scan, open)) {
		scan->at = line_end(scan, scan->at);
		return;
	}
	scan->in_table =
		*scan->at == '|' || (open != NULL && open->kind == FENCE_TABLE);
	scan_inline(scan);
}

static void scan_page(struct scan *scan, const struct page *page,
		      struct diag_list *diags)
{
	const struct span *where = &page->body->where;

	scan->source = *page->source;
	scan->source.text = NULL;
	if (source_read(&scan->source, diags) != 0)
		return;
	scan->fences_count = 0;
	scan->at = scan->source.text + MIN(where->offset, scan->source.length);
	scan->end = scan->source.text +
		    MIN(where->offset + where->length, scan->source.length);
	while (scan->at < scan->end) {
		scan->line = scan->at;
		scan_line(scan);
		scan->at = line_end(scan, MIN(scan->at, scan->end));
		if (scan->at < scan->end)
			scan->at++;
	}
	source_drop(&scan->source);
}

void prose_print(const struct report *report, bool json, FILE *out,
		 struct diag_list *diags)
{
	struct scan scan = {
		.report = report, .json = json, .first = true, .out = out
	};

	for (size_t i = 0; i < report->pages_count; i++)
		if (report->pages[i]->body != NULL)
			scan_page(&scan, report->pages[i], diags);
	if (json)
		fputs(scan.first ? "[]\n" : "\n]\n", out);
}
