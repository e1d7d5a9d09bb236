#include "edit/comments.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"

/* A key or a scalar: text in which `#` opens no comment. */
struct token {
	size_t start;
	size_t end;
	const struct record *record; /* that it is of */
};

/* A value in its list or mapping. */
struct entry {
	const struct record *record;
	const struct record *parent;
	size_t start;
	size_t column;
	struct comment_place place;
};

struct comments {
	const char *text; /* of the source */
	size_t start;	  /* of the piece */
	size_t end;
	struct arena *arena;
	GArray *tokens;	    /* struct token, in the order of the text */
	GPtrArray *entries; /* struct entry *, likewise; outer ones first */
	size_t next;	    /* of `entries`: none before has started */
	GHashTable *of;	    /* record → struct entry */
	struct entry root;
};

/* Brackets that are open while the text is gone through. */
struct brackets {
	size_t opened[RECORD_DEPTH_MAX + 1];
	size_t depth;
	size_t closed; /* where the one opened that closed last */
	size_t end;    /* after it; 0: none has */
};

static size_t line_start(const struct comments *comments, size_t at)
{
	while (at > comments->start && comments->text[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(const struct comments *comments, size_t at)
{
	while (at < comments->end && comments->text[at] != '\n')
		at++;
	return at;
}

static size_t column_of(const struct comments *comments, size_t at)
{
	return (size_t)g_utf8_strlen(comments->text + line_start(comments, at),
				     (gssize)(at - line_start(comments, at)));
}

/* Is the line before that of `at` empty? */
static bool is_after_blank(const struct comments *comments, size_t at)
{
	size_t start = line_start(comments, at);
	size_t before;

	if (start == comments->start)
		return false;
	before = line_start(comments, start - 1);
	before += strspn(comments->text + before, " \t");
	return comments->text[before] == '\n';
}

/* Does nothing but blanks and dashes stand before `at` on its line? */
static bool begins_line(const struct comments *comments, size_t at)
{
	size_t start = line_start(comments, at);

	return start + strspn(comments->text + start, " \t-?") >= at;
}

/* Finding the tokens and entries. */

static bool is_block_scalar(const struct comments *comments,
			    const struct record *record)
{
	size_t at = record->where.offset;
	char before = at > comments->start ? comments->text[at - 1] : ' ';

	return record->kind == RECORD_SCALAR && record->quoted &&
	       at < comments->end && strchr("|>", comments->text[at]) != NULL &&
	       comments->text[at] != '\0' && before != '"' && before != '\'';
}

static void add_token(struct comments *comments, struct span where,
		      const struct record *record)
{
	struct token token = { where.offset, where.offset + where.length,
			       record };

	if (where.length > 0)
		g_array_append_val(comments->tokens, token);
}

static void add_scalar(struct comments *comments, const struct record *record)
{
	struct span where = record->where;
	size_t header;

	if (!is_block_scalar(comments, record)) {
		add_token(comments, where, record);
		return;
	}
	/* The header's line may have a comment; the lines below have none. */
	header = strspn(comments->text + where.offset, "|>+-0123456789");
	add_token(comments, source_span(where.source, where.offset, header),
		  record);
	header = line_end(comments, where.offset);
	if (where.offset + where.length > header)
		add_token(comments,
			  source_span(where.source, header,
				      where.offset + where.length - header),
			  record);
}

static struct entry *add_entry(struct comments *comments,
			       const struct record *record,
			       const struct record *parent)
{
	struct entry *entry = arena_new_array(comments->arena, struct entry, 1);

	entry->record = record;
	entry->parent = parent;
	entry->start = record->key != NULL ? record->key_where.offset
					   : record->where.offset;
	/* Spans are without quotation marks. */
	if (entry->start > comments->start &&
	    strchr("\"'", comments->text[entry->start - 1]) != NULL)
		entry->start--;
	entry->column = parent->kind == RECORD_LIST
				? column_of(comments, parent->where.offset)
				: column_of(comments, entry->start);
	entry->place.blank_before = begins_line(comments, entry->start) &&
				    is_after_blank(comments, entry->start);
	g_ptr_array_add(comments->entries, entry);
	g_hash_table_insert(comments->of, (gpointer)record, entry);
	return entry;
}

static void add_members(struct comments *comments, const struct record *record)
{
	for (const struct record *at = record->first; at != NULL;
	     at = at->next) {
		add_entry(comments, at, record);
		if (at->key != NULL)
			add_token(comments, at->key_where, at);
		if (at->kind == RECORD_SCALAR)
			add_scalar(comments, at);
		else
			add_members(comments, at);
	}
}

/* Giving the comments to entries. */

static struct entry *entry_of(const struct comments *comments,
			      const struct record *record)
{
	return g_hash_table_lookup(comments->of, record);
}

static struct comment *append(struct comments *comments, struct comment **list,
			      size_t at)
{
	struct comment *comment =
		arena_new_array(comments->arena, struct comment, 1);

	comment->text = comments->text + at;
	comment->length = line_end(comments, at) - at;
	while (g_ascii_isspace(comment->text[comment->length - 1]))
		comment->length--;
	while (*list != NULL)
		list = &(*list)->next;
	*list = comment;
	return comment;
}

static struct entry *holder_of(const struct comments *comments,
			       const struct entry *entry)
{
	return entry->parent == NULL ? NULL : entry_of(comments, entry->parent);
}

static bool is_within(const struct comments *comments,
		      const struct entry *entry, const struct record *container)
{
	while (entry != NULL && entry->record != container)
		entry = holder_of(comments, entry);
	return entry != NULL;
}

/*
 * Does a comment in `column` stand below the members of `holder`, of which
 * `member` is one? A list may stand in the column of its key; then it does not.
 */
static bool stands_below(size_t column, const struct entry *member,
			 const struct entry *holder)
{
	if (holder->record->kind == RECORD_LIST && holder->parent != NULL &&
	    holder->parent->kind == RECORD_MAP &&
	    holder->column == member->column)
		return false;
	return column >= member->column;
}

/*
 * The list or mapping that a comment ends, which stands between the entries
 * before and after it, or NULL: it begins what comes after.
 */
static struct entry *ended_by(struct comments *comments, struct entry *before,
			      struct entry *after, size_t column,
			      const struct brackets *brackets)
{
	struct entry *at = before;

	if (after != NULL && column <= after->column && brackets->depth == 0)
		return NULL;
	while (at != NULL && at->parent != NULL) {
		struct entry *holder = holder_of(comments, at);

		if (after != NULL && is_within(comments, after, at->parent))
			return NULL;
		if (brackets->depth > 0
			    ? holder->record->where.offset ==
				      brackets->opened[brackets->depth - 1]
			    : stands_below(column, at, holder))
			return holder;
		at = holder;
	}
	return after == NULL ? &comments->root : NULL;
}

static struct entry *entry_at(const struct comments *comments, size_t index)
{
	return index < comments->entries->len
		       ? g_ptr_array_index(comments->entries, index)
		       : NULL;
}

static void give_own_line(struct comments *comments, size_t at,
			  const struct brackets *brackets)
{
	struct entry *before;
	struct entry *after;
	struct entry *holder;
	struct comment *comment;

	while (comments->next < comments->entries->len &&
	       entry_at(comments, comments->next)->start < at)
		comments->next++;
	before = comments->next > 0 ? entry_at(comments, comments->next - 1)
				    : NULL;
	after = entry_at(comments, comments->next);
	holder = ended_by(comments, before, after, column_of(comments, at),
			  brackets);
	comment = append(comments,
			 holder != NULL ? &holder->place.after
					: &after->place.before,
			 at);
	comment->blank_before = is_after_blank(comments, at);
}

/* The entry whose value opened the brackets that have just closed. */
static struct entry *closed_entry(const struct comments *comments,
				  const struct brackets *brackets)
{
	for (guint i = 0; i < comments->entries->len; i++) {
		struct entry *entry = g_ptr_array_index(comments->entries, i);

		if (entry->record->kind != RECORD_SCALAR &&
		    entry->record->where.offset == brackets->closed)
			return entry;
	}
	return NULL;
}

/* What a line has besides the first comment goes above it. */
static void give_line_end(struct comments *comments, size_t at,
			  struct entry *entry)
{
	append(comments,
	       entry->place.at_end == NULL ? &entry->place.at_end
					   : &entry->place.before,
	       at);
}

static void give(struct comments *comments, size_t at,
		 const struct token *token, const struct brackets *brackets)
{
	struct entry *entry = NULL;

	if (brackets->depth == 0 && brackets->end > line_start(comments, at) &&
	    (token == NULL || token->end <= brackets->end))
		entry = closed_entry(comments, brackets);
	else if (token != NULL && token->end > line_start(comments, at))
		entry = entry_of(comments, token->record);
	if (entry != NULL)
		give_line_end(comments, at, entry);
	else
		give_own_line(comments, at, brackets);
}

static void count_bracket(struct brackets *brackets, size_t at, char c)
{
	if (strchr("[{", c) != NULL && brackets->depth < RECORD_DEPTH_MAX) {
		brackets->opened[brackets->depth++] = at;
	} else if (strchr("]}", c) != NULL && brackets->depth > 0) {
		brackets->closed = brackets->opened[--brackets->depth];
		brackets->end = at + 1;
	}
}

/* Look for comments from `at` to `end`, between `token` and the next one. */
static void search_gap(struct comments *comments, size_t at, size_t end,
		       const struct token *token, struct brackets *brackets)
{
	for (; at < end; at++) {
		char c = comments->text[at];

		if (c == '#' && (at == comments->start ||
				 g_ascii_isspace(comments->text[at - 1]))) {
			give(comments, at, token, brackets);
			at = line_end(comments, at);
		} else if (strchr("[]{}", c) != NULL) {
			count_bracket(brackets, at, c);
		}
	}
}

static void search(struct comments *comments)
{
	struct brackets brackets = { .depth = 0 };
	const struct token *token = NULL;
	size_t at = comments->start;

	for (guint i = 0; i <= comments->tokens->len; i++) {
		const struct token *following =
			i == comments->tokens->len
				? NULL
				: &g_array_index(comments->tokens, struct token,
						 i);

		search_gap(comments, at,
			   following == NULL ? comments->end : following->start,
			   token, &brackets);
		if (following == NULL)
			return;
		at = MAX(following->end, at);
		token = following;
	}
}

/* Before the first key of all: what an empty line parts from it. */
static void take_file_comments(struct comments *comments)
{
	struct entry *first;
	struct comment *last = NULL;
	struct comment *at;

	if (comments->entries->len == 0)
		return;
	first = g_ptr_array_index(comments->entries, 0);
	if (first->place.blank_before)
		for (at = first->place.before; at != NULL; at = at->next)
			last = at;
	else
		for (at = first->place.before; at != NULL && at->next != NULL;
		     at = at->next)
			if (at->next->blank_before)
				last = at;
	if (last == NULL)
		return;
	comments->root.place.of_file = first->place.before;
	first->place.before = last->next;
	if (last->next != NULL)
		last->next->blank_before = false;
	last->next = NULL;
	first->place.blank_before = false;
}

struct comments *comments_find(const struct source *source, size_t offset,
			       size_t length, const struct record *root,
			       struct arena *arena)
{
	struct comments *comments = g_new0(struct comments, 1);

	comments->text = source->text;
	comments->start = offset;
	comments->end = offset + length;
	comments->arena = arena;
	comments->tokens = g_array_new(FALSE, FALSE, sizeof(struct token));
	comments->entries = g_ptr_array_new();
	comments->of = g_hash_table_new(NULL, NULL);
	comments->root.record = root;
	g_hash_table_insert(comments->of, (gpointer)root, &comments->root);
	if (root->kind == RECORD_SCALAR)
		add_scalar(comments, root);
	else
		add_members(comments, root);
	search(comments);
	take_file_comments(comments);
	return comments;
}

const struct comment_place *comments_of(const struct comments *comments,
					const struct record *record)
{
	return &entry_of(comments, record)->place;
}

bool comments_within(const struct comments *comments,
		     const struct record *record)
{
	if (comments_of(comments, record)->after != NULL)
		return true;
	for (const struct record *at = record->first; at != NULL;
	     at = at->next) {
		const struct comment_place *place = comments_of(comments, at);

		if (place->before != NULL || place->at_end != NULL ||
		    comments_within(comments, at))
			return true;
	}
	return false;
}

void comments_free(struct comments *comments)
{
	g_array_free(comments->tokens, TRUE);
	g_ptr_array_free(comments->entries, TRUE);
	g_hash_table_destroy(comments->of);
	g_free(comments);
}
