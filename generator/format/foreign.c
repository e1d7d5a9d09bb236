#include "format/foreign.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "format/markup.h"
#include "report/report.h"

struct name {
	const char *text; /* escaped, as in markup */
	size_t length;
	const char *language;
};

/*
 * Names are found as Wu and Manber (1994) do: of a window as long as the
 * shortest name, the last two bytes tell how far the next name can be.
 */
struct foreign_book {
	const struct foreign_mark *mark;
	struct name *names; /* by first byte; of one byte the longest first */
	/* Those that begin with a byte: `first[b]` up to `first[b + 1]`. */
	size_t first[257];
	size_t window;
	unsigned char shift[1 << 16]; /* by the two bytes; 0: look */
};

/* --- The book ---------------------------------------------------------------
 */

static int compare_names(const void *a, const void *b)
{
	const struct name *first = a;
	const struct name *second = b;
	int byte = (unsigned char)first->text[0];
	int other = (unsigned char)second->text[0];

	if (byte != other)
		return byte - other;
	if (first->length != second->length)
		return first->length < second->length ? 1 : -1;
	return strcmp(first->text, second->text);
}

/* Two bytes end `rest` before the window does; a line may end at a blank. */
static void set_shift(struct foreign_book *book, char byte, char next,
		      size_t rest)
{
	size_t pair = (size_t)(unsigned char)byte << 8 | (unsigned char)next;

	if (book->shift[pair] > rest)
		book->shift[pair] = (unsigned char)rest;
	if (byte == ' ')
		set_shift(book, '\n', next, rest);
	if (next == ' ')
		set_shift(book, byte, '\n', rest);
}

/* No shift is longer than a byte can say, nor is the window. */
static void fill_shifts(struct foreign_book *book, size_t count)
{
	book->window = UCHAR_MAX;
	for (size_t i = 0; i < count; i++)
		book->window = MIN(book->window, book->names[i].length);
	memset(book->shift, (int)book->window - 1, sizeof(book->shift));
	for (size_t i = 0; i < count; i++)
		for (size_t k = 1; k < book->window; k++)
			set_shift(book, book->names[i].text[k - 1],
				  book->names[i].text[k], book->window - 1 - k);
}

const struct foreign_book *foreign_book_new(const struct report *report,
					    const struct foreign_mark *mark,
					    struct arena *arena)
{
	size_t count = report->foreign_count;
	struct foreign_book *book;

	if (count == 0)
		return NULL;
	book = arena_new_array(arena, struct foreign_book, 1);
	book->mark = mark;
	book->names = arena_new_array(arena, struct name, count);
	for (size_t i = 0; i < count; i++) {
		GString *text = g_string_new(NULL);

		markup_escape(text, report->foreign[i].text);
		book->names[i].length = text->len;
		book->names[i].text = arena_take(arena, text);
		book->names[i].language = report->foreign[i].language;
	}
	qsort(book->names, count, sizeof(*book->names), compare_names);
	for (size_t i = 0; i < count; i++)
		book->first[(unsigned char)book->names[i].text[0] + 1]++;
	for (size_t b = 0; b < 256; b++)
		book->first[b + 1] += book->first[b];
	fill_shifts(book, count);
	return book;
}

/* --- In markup --------------------------------------------------------------
 */

/* A line may end where the name has a blank. */
static bool is_name(const char *at, const char *end, const struct name *name)
{
	if ((size_t)(end - at) < name->length)
		return false;
	for (size_t i = 0; i < name->length; i++)
		if (at[i] != name->text[i] &&
		    !(name->text[i] == ' ' && at[i] == '\n'))
			return false;
	at += name->length;
	return at == end || !g_unichar_isalnum(g_utf8_get_char(at));
}

static bool is_in_word(const char *start, const char *at)
{
	return at > start &&
	       g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(at)));
}

/* The longest name at `at`; NULL: there is none. */
static const struct name *find_name(const struct foreign_book *book,
				    const char *at, const char *end)
{
	size_t byte = (unsigned char)*at;

	for (size_t i = book->first[byte]; i < book->first[byte + 1]; i++)
		if (is_name(at, end, &book->names[i]))
			return &book->names[i];
	return NULL;
}

/* Has the tag of `length` bytes a text that is left as it is? */
static bool is_left(const struct foreign_book *book, const char *tag,
		    size_t length)
{
	if (g_strstr_len(tag, (gssize)length, "lang=\"") != NULL)
		return true;
	for (const char *const *name = book->mark->skipped; *name != NULL;
	     name++) {
		size_t size = strlen(*name);

		if (size < length && memcmp(tag + 1, *name, size) == 0 &&
		    strchr(" >", tag[1 + size]) != NULL)
			return true;
	}
	return false;
}

/* Can what stands at `at` be marked, or is it in a tag or left as it is? */
static bool is_text(const struct foreign_book *book, const char *start,
		    const char *at)
{
	const char *close = at;
	const char *tag;

	while (close > start && close[-1] != '<' && close[-1] != '>')
		close--;
	if (close == start)
		return true;
	if (close[-1] == '<')
		return false;
	for (tag = close; tag > start && *tag != '<';)
		tag--;
	return !is_left(book, tag, (size_t)(close - tag));
}

static void append_name(GString *out, const struct foreign_mark *mark,
			const char *at, const struct name *name)
{
	g_string_append(out, mark->open);
	g_string_append(out, name->language);
	g_string_append(out, mark->middle);
	g_string_append_len(out, at, (gssize)name->length);
	g_string_append(out, mark->close);
}

/* The first name from `from`, which is set to it; NULL: there is none. */
static const struct name *next_name(const struct foreign_book *book,
				    const GString *markup, const char **from)
{
	const char *end = markup->str + markup->len;
	const char *at = *from + book->window - 1;

	while (at < end) {
		size_t pair = (size_t)(unsigned char)at[-1] << 8 |
			      (unsigned char)at[0];
		const char *begin;
		const struct name *name;

		if (book->shift[pair] > 0) {
			at += book->shift[pair];
			continue;
		}
		begin = at - (book->window - 1);
		name = find_name(book, begin, end);
		if (name != NULL && !is_in_word(markup->str, begin) &&
		    is_text(book, markup->str, begin)) {
			*from = begin;
			return name;
		}
		at++;
	}
	return NULL;
}

void foreign_mark(const struct foreign_book *book, GString *markup)
{
	GString *out = NULL;
	const char *done = markup->str;
	const char *at = done;
	const struct name *name;

	if (book == NULL || markup->len < book->window)
		return;
	while ((name = next_name(book, markup, &at)) != NULL) {
		if (out == NULL)
			out = g_string_sized_new(markup->len * 2);
		g_string_append_len(out, done, at - done);
		append_name(out, book->mark, at, name);
		at += name->length;
		done = at;
	}
	if (out == NULL)
		return;
	g_string_append(out, done);
	g_string_assign(markup, out->str);
	g_string_free(out, TRUE);
}
