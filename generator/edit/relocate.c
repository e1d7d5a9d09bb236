#include "edit/relocate.h"

#include <stdbool.h>
#include <string.h>

#include "base/diag.h"
#include "base/source.h"
#include "edit/patch.h"
#include "report/report.h"
#include "report/uses.h"

struct relocating {
	struct patch *patch;
	const struct report *report;
	const struct relocate_id *id;
	struct diag_list *diags;
	struct source copy; /* the file in which places are looked at */
	/* file and address → where it was found last, and one more */
	GHashTable *found;
};

/* The text of the file that `source` names; NULL with the finding. */
static const char *text_of(struct relocating *relocating,
			   const struct source *source)
{
	if (relocating->copy.path != source->path) {
		source_drop(&relocating->copy);
		relocating->copy = *source;
		relocating->copy.text = NULL;
	}
	if (source_read(&relocating->copy, relocating->diags) != 0)
		return NULL;
	return relocating->copy.text;
}

/* Of an id, or of a word in any language: bytes of UTF-8 from 0x80 on. */
static bool is_word_character(char c)
{
	return g_ascii_isalnum(c) || c == '-' || (unsigned char)c >= 0x80;
}

/* Does `old` stand at `at`, and not as a part of another word? */
static bool stands_at(const char *text, const char *at, const char *old)
{
	size_t length = strlen(old);

	return strncmp(at, old, length) == 0 &&
	       (at == text || !is_word_character(at[-1]) ||
		!is_word_character(old[0])) &&
	       (!is_word_character(at[length]) ||
		!is_word_character(old[length - 1]));
}

/* Is what stands at `at` the address of a link, and not other text? */
static bool is_address(const char *text, const char *at)
{
	while (at > text && (at[-1] == '<' || at[-1] == '\n' || at[-1] == ' '))
		at--;
	return at > text + 1 && ((at[-1] == '(' && at[-2] == ']') ||
				 (at[-1] == ':' && at[-2] == ']'));
}

/* The only place of `old` within `where`; NULL: there is none, or several. */
static const char *find_within(const char *text, struct span where,
			       const char *old)
{
	const char *end = text + where.offset + where.length;
	const char *found = NULL;

	for (const char *at = text + where.offset; at + strlen(old) <= end;
	     at++) {
		if (!stands_at(text, at, old))
			continue;
		if (found != NULL)
			return NULL;
		found = at;
	}
	return found;
}

/* The first place from `from` on that is this address. */
static const char *next_address(const char *text, const char *from,
				const char *address)
{
	for (; (from = strstr(from, address)) != NULL; from++)
		if (is_address(text, from))
			return from;
	return NULL;
}

/*
 * The parser finds an address by looking for its words, which may stand before
 * the link, too; and several links may have the same.
 */
static const char *find_address(struct relocating *relocating, const char *text,
				const struct use *use)
{
	char *key = g_strconcat(use->where.source->name, "\n", use->address,
				use->kind == USE_ID ? "\n" : "", NULL);
	size_t after =
		GPOINTER_TO_SIZE(g_hash_table_lookup(relocating->found, key));
	const char *start = text + use->where.offset;
	const char *found =
		next_address(text, MAX(start, text + after), use->address);

	if (found == NULL)
		found = next_address(text, start, use->address);
	if (found == NULL)
		g_free(key);
	else
		g_hash_table_insert(relocating->found, key,
				    GSIZE_TO_POINTER(found - text + 1));
	return found;
}

/* Where the use has its text; NULL: that cannot be told. */
static const char *find_use(struct relocating *relocating, const char *text,
			    const struct use *use)
{
	const char *found;

	if (use->address == NULL)
		return find_within(text, use->where, use->text);
	found = find_address(relocating, text, use);
	if (found != NULL && use->kind == USE_ID)
		found += strlen(use->address) - strlen(use->text);
	return found;
}

/* Write `new` where the use has its text. */
static int write_use(struct relocating *relocating, const struct use *use,
		     const char *new)
{
	const char *text = text_of(relocating, use->where.source);
	const char *found;

	if (text == NULL)
		return -1;
	found = find_use(relocating, text, use);
	if (found == NULL)
		return diag_add(relocating->diags, DIAG_EDIT_PLACE, use->where,
				"%s", use->text);
	return patch_replace(relocating->patch,
			     source_span(use->where.source,
					 (size_t)(found - text),
					 strlen(use->text)),
			     new, relocating->diags);
}

/* --- Ids ------------------------------------------------------------------ */

/*
 * What the id becomes; NULL: it stays. Ids of headings and tables that nobody
 * wrote begin with that of their page.
 */
static char *new_id(const struct relocating *relocating, const struct use *use)
{
	const struct relocate_id *id = relocating->id;
	const struct report *report = relocating->report;
	size_t length;
	const struct target *target;
	const struct target *page;

	if (id->table == NULL || use->table != id->table)
		return NULL;
	if (strcmp(use->text, id->from) == 0)
		return g_strdup(id->to);
	if (id->table != report->targets)
		return NULL;
	length = strlen(id->from);
	target = use->to;
	page = g_hash_table_lookup(report->targets, id->from);
	if (!target->made || page == NULL || page->kind != TARGET_PAGE ||
	    target->page != page->page ||
	    strncmp(use->text, id->from, length) != 0 ||
	    use->text[length] != '-')
		return NULL;
	return g_strconcat(id->to, use->text + length, NULL);
}

static int relocate_id(struct relocating *relocating, const struct use *use)
{
	char *new = new_id(relocating, use);
	int result = new == NULL ? 0 : write_use(relocating, use, new);

	g_free(new);
	return result;
}

/* --- Paths ---------------------------------------------------------------- */

/* The path from the folder of the file `from` to the file `to`. */
static char *relative_path(const char *from, const char *to)
{
	char **start = g_strsplit(from, "/", -1);
	char **end = g_strsplit(to, "/", -1);
	GString *path = g_string_new(NULL);
	guint same = 0;

	while (start[same + 1] != NULL && end[same + 1] != NULL &&
	       strcmp(start[same], end[same]) == 0)
		same++;
	for (guint i = same; start[i + 1] != NULL; i++)
		g_string_append(path, "../");
	for (guint i = same; end[i] != NULL; i++)
		g_string_append_printf(path, "%s%s", i > same ? "/" : "",
				       end[i]);
	g_strfreev(start);
	g_strfreev(end);
	return g_string_free(path, FALSE);
}

/* As the old path is written: `./` before, and blanks as `%20`. */
static char *written_path(const char *path, const char *old)
{
	bool dot = g_str_has_prefix(old, "./") && !g_str_has_prefix(path, ".");
	char *escaped = strpbrk(old, "%") != NULL ||
					strchr(path, ' ') != NULL ||
					strpbrk(path, "()<>") != NULL
				? g_uri_escape_string(path, "/", TRUE)
				: g_strdup(path);
	char *written = g_strconcat(dot ? "./" : "", escaped, NULL);

	g_free(escaped);
	return written;
}

static int relocate_path(struct relocating *relocating, const struct use *use)
{
	const char *from = use->from->source->name;
	const char *to =
		use->kind == USE_PICTURE
			? use->to
			: ((const struct target *)use->to)->page->source->name;
	char *new_from = patch_name(relocating->patch, from, true);
	char *new_to = patch_name(relocating->patch, to, true);
	char *before = relative_path(from, to);
	char *after = relative_path(new_from, new_to);
	int result = 0;

	if (strcmp(before, after) != 0) {
		char *new = written_path(after, use->text);

		result = write_use(relocating, use, new);
		g_free(new);
	}
	g_free(after);
	g_free(before);
	g_free(new_to);
	g_free(new_from);
	return result;
}

int relocate(struct patch *patch, const struct report *report,
	     const struct relocate_id *id, struct diag_list *diags)
{
	struct relocating relocating = {
		.patch = patch,
		.report = report,
		.id = id,
		.diags = diags,
		.found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					       NULL),
	};
	int result = 0;

	for (guint i = 0; i < report->uses->len; i++) {
		const struct use *use =
			&g_array_index(report->uses, struct use, i);
		int one = use->kind == USE_ID ? relocate_id(&relocating, use)
					      : relocate_path(&relocating, use);

		if (one != 0)
			result = -1;
	}
	g_hash_table_destroy(relocating.found);
	source_drop(&relocating.copy);
	return result;
}
