#include "edit/year_block.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/source.h"
#include "edit/head_edit.h"
#include "edit/head_tree.h"
#include "read/record.h"
#include "report/labels.h"

/* --- What is copied ------------------------------------------------------- */

static bool is_key(const struct record *member, const struct labels *labels,
		   enum label label)
{
	return strcmp(member->key, labels_word(labels, label)) == 0;
}

/* What a year gave, and what was done to its figures, is not the next one's. */
static bool is_copied(const struct record *member, const struct labels *labels)
{
	static const enum label own[] = {
		LABEL_KEY_RESULTS, LABEL_KEY_REMARK,	   LABEL_KEY_CHANGES,
		LABEL_KEY_TITLE,   LABEL_KEY_CARRIED_OVER, LABEL_KEY_STATUS,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
		if (is_key(member, labels, own[i]))
			return false;
	return true;
}

/* What started last year goes on this year. */
static bool is_start(const struct record *member, const struct labels *labels)
{
	return is_key(member, labels, LABEL_KEY_STATE) &&
	       member->kind == RECORD_SCALAR &&
	       strcmp(member->text, labels_word(labels, LABEL_STATE_STARTS)) ==
		       0;
}

struct record *year_block_record(const struct record *from,
				 const struct labels *labels,
				 struct arena *arena)
{
	struct record *year = head_map(arena);

	head_append(arena, year, labels_word(labels, LABEL_KEY_CARRIED_OVER),
		    head_text(arena, labels_word(labels, LABEL_WORD_YES)));
	for (const struct record *at = from->first; at != NULL; at = at->next) {
		if (!is_copied(at, labels))
			continue;
		head_append(arena, year, at->key,
			    is_start(at, labels)
				    ? head_text(arena,
						labels_word(labels,
							    LABEL_STATE_RUNS))
				    : head_copy(at, arena));
	}
	return year;
}

/* --- Lines ---------------------------------------------------------------- */

static size_t line_start(const char *text, size_t at)
{
	while (at > 0 && text[at - 1] != '\n')
		at--;
	return at;
}

static size_t next_line(const char *text, size_t at)
{
	at += strcspn(text + at, "\n");
	return text[at] == '\n' ? at + 1 : at;
}

/* Is the key the first on its line? */
static bool begins_line(const char *text, const struct record *member)
{
	size_t at = member->key_where.offset;
	size_t start = line_start(text, at);

	return strspn(text + start, " ") == at - start;
}

/* The first of the comments that stand right above the line, as far in. */
static size_t with_comments(const char *text, size_t start, size_t least)
{
	size_t indent = strspn(text + start, " ");

	while (start > least) {
		size_t above = line_start(text, start - 1);

		if (above < least || strspn(text + above, " ") != indent ||
		    text[above + indent] != '#')
			break;
		start = above;
	}
	return start;
}

/*
 * Where the lines of a member end: they are further in than its key. Blanks
 * and comments between them belong to it, those after it do not, unless they
 * are as far in.
 */
static size_t lines_end(const char *text, const struct record *member)
{
	size_t start = line_start(text, member->key_where.offset);
	size_t indent = member->key_where.offset - start;
	size_t end = next_line(text, start);

	for (size_t at = end; text[at] != '\0'; at = next_line(text, at)) {
		size_t in = strspn(text + at, " ");
		bool nothing = text[at + in] == '\n' || text[at + in] == '\0';

		if (!nothing && in > indent)
			end = next_line(text, at);
		else if (!nothing && text[at + in] != '#')
			break;
	}
	return end;
}

/* --- The block ------------------------------------------------------------ */

static bool on_own_lines(const char *text, const struct record *years,
			 const struct record *from)
{
	size_t line = line_start(text, from->key_where.offset);

	if (from->kind != RECORD_MAP)
		return false;
	for (const struct record *at = years->first; at != NULL; at = at->next)
		if (!begins_line(text, at))
			return false;
	for (const struct record *at = from->first; at != NULL; at = at->next)
		if (!begins_line(text, at) ||
		    line_start(text, at->key_where.offset) == line)
			return false;
	return true;
}

/* The lines from `start` to `end`, in which a start becomes a going on. */
static void append_member(GString *out, const char *text,
			  const struct record *member, size_t start, size_t end,
			  const struct labels *labels)
{
	size_t at = member->where.offset;

	if (!is_start(member, labels)) {
		g_string_append_len(out, text + start, (gssize)(end - start));
		return;
	}
	g_string_append_len(out, text + start, (gssize)(at - start));
	g_string_append(out, labels_word(labels, LABEL_STATE_RUNS));
	at += member->where.length;
	g_string_append_len(out, text + at, (gssize)(end - at));
}

static void append_members(GString *out, const char *text,
			   const struct record *from,
			   const struct labels *labels)
{
	size_t start =
		next_line(text, line_start(text, from->key_where.offset));
	size_t all = lines_end(text, from);

	for (const struct record *at = from->first; at != NULL; at = at->next) {
		size_t end = all;

		if (at->next != NULL) {
			size_t own = next_line(
				text, line_start(text, at->key_where.offset));

			end = with_comments(
				text,
				line_start(text, at->next->key_where.offset),
				own);
		}
		if (is_copied(at, labels))
			append_member(out, text, at, start, end, labels);
		start = end;
	}
}

/* The last year before `to`. */
static const struct record *year_before(const struct record *years, int to)
{
	const struct record *before = NULL;

	for (const struct record *at = years->first; at != NULL; at = at->next)
		if (atoi(at->key) < to &&
		    (before == NULL || atoi(at->key) > atoi(before->key)))
			before = at;
	return before;
}

/* Years stand with the first first, or the last: where is the new one put? */
static size_t find_place(const char *text, const struct record *years, int to)
{
	const struct record *first = years->first;
	const struct record *before = year_before(years, to);
	size_t start;

	if (first->next == NULL || atoi(first->key) < atoi(first->next->key))
		return lines_end(text, before);
	start = line_start(text, before->key_where.offset);
	return with_comments(text, start, 0);
}

gssize year_block_lines(GString *text, const struct source *source,
			const struct record *years, const struct record *from,
			int to, const struct labels *labels)
{
	const char *all = source->text;
	size_t line = line_start(all, from->key_where.offset);
	size_t first;
	size_t place;

	if (from->first == NULL || !on_own_lines(all, years, from))
		return -1;
	place = find_place(all, years, to);
	if (place > 0 && all[place - 1] != '\n')
		g_string_append_c(text, '\n');
	g_string_append_len(text, all + line,
			    (gssize)(from->key_where.offset - line));
	g_string_append_printf(text, "%d:\n", to);
	first = line_start(all, from->first->key_where.offset);
	g_string_append_len(text, all + first,
			    (gssize)(from->first->key_where.offset - first));
	g_string_append_printf(text, "%s: %s\n",
			       labels_word(labels, LABEL_KEY_CARRIED_OVER),
			       labels_word(labels, LABEL_WORD_YES));
	append_members(text, all, from, labels);
	/* The file may end without one, and what follows needs it. */
	if (text->str[text->len - 1] != '\n' && all[place] != '\0')
		g_string_append_c(text, '\n');
	return (gssize)place;
}
