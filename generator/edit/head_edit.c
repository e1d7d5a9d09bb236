#include "edit/head_edit.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "edit/head_tree.h"
#include "edit/head_write.h"
#include "report/page.h"

struct head_edit {
	struct arena *arena;
	const struct source *source;
	size_t offset;
	size_t length;
	struct record *root;   /* as the text says it */
	struct record *wanted; /* with all changes */
	struct head_order order;
	bool ordered;
	GArray *changes; /* struct head_change */
	GPtrArray *keys; /* on the way to what is being compared */
};

static void change_map(struct head_edit *edit, const struct record *old,
		       const struct record *new);
static void change_list(struct head_edit *edit, const struct record *old,
			const struct record *new);

/* --- Places in the text --------------------------------------------------- */

static const char *text_of(const struct head_edit *edit)
{
	return edit->source->text;
}

static size_t text_end(const struct head_edit *edit)
{
	return edit->offset + edit->length;
}

static bool in_marks(const struct head_edit *edit, struct span where)
{
	return where.offset > edit->offset &&
	       (text_of(edit)[where.offset - 1] == '"' ||
		text_of(edit)[where.offset - 1] == '\'');
}

/* Is the list or mapping written in brackets or braces? */
static bool is_flow(const struct head_edit *edit, const struct record *record)
{
	char first = text_of(edit)[record->where.offset];

	return record->kind == RECORD_LIST ? first == '[' : first == '{';
}

static size_t key_start(const struct head_edit *edit,
			const struct record *member)
{
	return member->key_where.offset - in_marks(edit, member->key_where);
}

/* The byte after the colon of the key. */
static size_t key_end(const struct head_edit *edit, const struct record *member)
{
	size_t at = member->key_where.offset + member->key_where.length +
		    in_marks(edit, member->key_where);

	while (at < text_end(edit) && text_of(edit)[at] != ':')
		at++;
	return at + 1;
}

/* The end of the line on which `at` lies. */
static size_t line_end(const struct head_edit *edit, size_t at)
{
	const char *end = memchr(text_of(edit) + at, '\n', text_end(edit) - at);

	return end == NULL ? text_end(edit) : (size_t)(end - text_of(edit));
}

static size_t line_start(const struct head_edit *edit, size_t at)
{
	while (at > edit->offset && text_of(edit)[at - 1] != '\n')
		at--;
	return at;
}

static size_t column(const struct head_edit *edit, size_t at)
{
	const char *start = text_of(edit) + line_start(edit, at);

	return (size_t)g_utf8_strlen(start, text_of(edit) + at - start);
}

/* Is there nothing but blanks between the start of the line and `at`? */
static bool begins_line(const struct head_edit *edit, size_t at)
{
	size_t start = line_start(edit, at);

	return start + strspn(text_of(edit) + start, " ") == at;
}

static size_t value_start(const struct head_edit *edit,
			  const struct record *record)
{
	return record->where.offset - (record->kind == RECORD_SCALAR &&
				       record->quoted &&
				       in_marks(edit, record->where));
}

static size_t value_end(const struct head_edit *edit,
			const struct record *record);

/* The closing bracket after `at`, past commas, blanks and comments. */
static size_t closing(const struct head_edit *edit, size_t at)
{
	const char *text = text_of(edit);

	while (at < text_end(edit) && strchr("]}", text[at]) == NULL)
		at = text[at] == '#' ? line_end(edit, at) : at + 1;
	return at + 1;
}

static size_t scalar_end(const struct head_edit *edit,
			 const struct record *record)
{
	size_t end = record->where.offset + record->where.length;

	if (record->quoted && in_marks(edit, record->where))
		return end + 1;
	/* Of lines, those that are empty are not counted. */
	while (record->quoted && end > record->where.offset &&
	       strchr(" \n", text_of(edit)[end - 1]) != NULL)
		end--;
	return end;
}

static size_t value_end(const struct head_edit *edit,
			const struct record *record)
{
	const struct record *last = record->first;

	if (record->kind == RECORD_SCALAR)
		return scalar_end(edit, record);
	while (last != NULL && last->next != NULL)
		last = last->next;
	if (!is_flow(edit, record))
		return value_end(edit, last);
	return closing(edit, last == NULL ? record->where.offset + 1
					  : value_end(edit, last));
}

/* The `-` of an item of a list on lines. */
static size_t item_mark(const struct head_edit *edit, const struct record *item)
{
	size_t at = value_start(edit, item);

	while (at > edit->offset && text_of(edit)[at - 1] != '-')
		at--;
	return at - 1;
}

/* --- Changes -------------------------------------------------------------- */

static void change(struct head_edit *edit, size_t from, size_t to,
		   GString *text)
{
	struct head_change new = { from, to - from,
				   text == NULL
					   ? ""
					   : arena_take(edit->arena, text) };

	g_array_append_val(edit->changes, new);
}

static GString *indented(size_t indent)
{
	GString *text = g_string_new("\n");

	for (size_t i = 0; i < indent; i++)
		g_string_append_c(text, ' ');
	return text;
}

/* Remove whole lines, with the line feed after them. */
static void remove_lines(struct head_edit *edit, size_t from, size_t to)
{
	size_t end = line_end(edit, to);

	change(edit, line_start(edit, from), end + (end < text_end(edit)),
	       NULL);
}

/* What stood in its place is kept where marks are needed. */
static char old_mark(const struct head_edit *edit, const struct record *old)
{
	return old->quoted && in_marks(edit, old->where)
		       ? text_of(edit)[old->where.offset - 1]
		       : '"';
}

static void replace_flow(struct head_edit *edit, const struct record *old,
			 const struct record *new)
{
	size_t from = value_start(edit, old);
	GString *text = g_string_new(record_is_empty(old) ? " " : "");

	if (new->kind == RECORD_SCALAR)
		head_write_line(text, new->text, true, old_mark(edit, old));
	else
		head_write_flow(text, new);
	change(edit, from, value_end(edit, old), text);
}

static bool is_on_key_line(const struct head_edit *edit,
			   const struct record *old)
{
	return old->kind == RECORD_SCALAR || is_flow(edit, old);
}

/* What stands after the colon of `old`, a blank first. */
static GString *after_key(const struct head_edit *edit,
			  const struct record *old, const struct record *new)
{
	GString *text = g_string_new(NULL);

	if (new->kind != RECORD_SCALAR) {
		head_write_after_key(text, new,
				     column(edit, key_start(edit, old)));
		return text;
	}
	g_string_append_c(text, ' ');
	head_write_line(text, new->text, false, old_mark(edit, old));
	return text;
}

/* A text or short list instead of one: what follows on its line stays. */
static void replace_inline(struct head_edit *edit, const struct record *old,
			   const struct record *new)
{
	GString *text = after_key(edit, old, new);

	if (record_is_empty(old)) {
		change(edit, key_end(edit, old), key_end(edit, old), text);
		return;
	}
	g_string_erase(text, 0, 1);
	change(edit, value_start(edit, old), value_end(edit, old), text);
}

/*
 * All that follows the colon of a key becomes something else; a comment on
 * the line of the key stays there.
 */
static void replace_member(struct head_edit *edit, const struct record *old,
			   const struct record *new)
{
	size_t colon = key_end(edit, old);
	size_t end = value_end(edit, old);
	bool was_inline = is_on_key_line(edit, old);
	bool is_inline = head_write_is_inline(new);
	GString *text;

	if (was_inline && is_inline) {
		replace_inline(edit, old, new);
		return;
	}
	text = after_key(edit, old, new);
	if (was_inline) {
		change(edit, colon, end, NULL);
		change(edit, line_end(edit, end), line_end(edit, end), text);
		return;
	}
	if (is_inline) {
		change(edit, colon, colon, text);
		text = NULL;
	}
	change(edit, line_end(edit, colon), line_end(edit, end), text);
}

static void replace_item(struct head_edit *edit, const struct record *old,
			 const struct record *new)
{
	size_t mark = item_mark(edit, old);
	GString *text = g_string_new(" ");

	head_write_block(text, new, column(edit, mark) + 2);
	change(edit, mark + 1, value_end(edit, old), text);
}

/* `old`, in a container in brackets or not, is to say `new`. */
static void change_value(struct head_edit *edit, const struct record *old,
			 const struct record *new, bool flow)
{
	if (head_equal(old, new))
		return;
	if (old->kind == RECORD_MAP && new->kind == RECORD_MAP &&
	    old->count > 0 && new->count > 0) {
		change_map(edit, old, new);
	} else if (old->kind == RECORD_LIST && new->kind == RECORD_LIST &&
		   old->count > 0 && new->count > 0) {
		change_list(edit, old, new);
	} else if (flow) {
		replace_flow(edit, old, new);
	} else if (old->key != NULL) {
		replace_member(edit, old, new);
	} else {
		replace_item(edit, old, new);
	}
}

/* --- Lists ---------------------------------------------------------------- */

/* The members of a list or mapping, as an array that the caller frees. */
static GPtrArray *members_of(const struct record *container)
{
	GPtrArray *members = g_ptr_array_new();

	for (struct record *at = container->first; at != NULL; at = at->next)
		g_ptr_array_add(members, at);
	return members;
}

/* Items `from` up to `to` go; not all of them. */
static void remove_flow(struct head_edit *edit, const GPtrArray *old,
			guint from, guint to, bool keys)
{
	const struct record *first = old->pdata[from];
	size_t start = keys ? key_start(edit, first) : value_start(edit, first);

	if (to < old->len) {
		const struct record *next = old->pdata[to];

		change(edit, start,
		       keys ? key_start(edit, next) : value_start(edit, next),
		       NULL);
		return;
	}
	change(edit, value_end(edit, old->pdata[from - 1]),
	       value_end(edit, old->pdata[to - 1]), NULL);
}

static void remove_items(struct head_edit *edit, const GPtrArray *old,
			 guint from, guint to)
{
	for (guint i = from; i < to; i++)
		remove_lines(edit, item_mark(edit, old->pdata[i]),
			     value_end(edit, old->pdata[i]));
}

static void insert_flow(struct head_edit *edit, const GPtrArray *old, guint at,
			const struct record *new)
{
	size_t place = at == 0 ? value_start(edit, old->pdata[0])
			       : value_end(edit, old->pdata[at - 1]);
	GString *text = g_string_new(at == 0 ? "" : ", ");

	head_write_flow(text, new);
	if (at == 0)
		g_string_append(text, ", ");
	change(edit, place, place, text);
}

static void insert_item(struct head_edit *edit, const GPtrArray *old, guint at,
			const struct record *new)
{
	size_t mark = item_mark(edit, old->pdata[0]);
	size_t indent = column(edit, mark);
	size_t place = mark;
	GString *text;

	if (at > 0) {
		place = line_end(edit, value_end(edit, old->pdata[at - 1]));
		text = indented(indent);
		g_string_append(text, "- ");
		head_write_block(text, new, indent + 2);
	} else {
		GString *after = indented(indent);

		text = g_string_new("- ");
		head_write_block(text, new, indent + 2);
		g_string_append(text, after->str);
		g_string_free(after, TRUE);
	}
	change(edit, place, place, text);
}

/* All items but the same ones first and last. */
static void change_items(struct head_edit *edit, const struct record *list,
			 const GPtrArray *old, const GPtrArray *new)
{
	bool flow = is_flow(edit, list);
	guint first = 0;
	guint old_end = old->len;
	guint new_end = new->len;

	while (first < old_end && first < new_end &&
	       head_equal(old->pdata[first], new->pdata[first]))
		first++;
	while (old_end > first && new_end > first &&
	       head_equal(old->pdata[old_end - 1], new->pdata[new_end - 1])) {
		old_end--;
		new_end--;
	}
	for (; first < old_end && first < new_end; first++)
		change_value(edit, old->pdata[first], new->pdata[first], flow);
	if (first < old_end && flow)
		remove_flow(edit, old, first, old_end, false);
	else if (first < old_end)
		remove_items(edit, old, first, old_end);
	for (guint i = first; i < new_end; i++)
		(flow ? insert_flow : insert_item)(edit, old, first,
						   new->pdata[i]);
}

static void change_list(struct head_edit *edit, const struct record *old,
			const struct record *new)
{
	GPtrArray *before = members_of(old);
	GPtrArray *after = members_of(new);

	change_items(edit, old, before, after);
	g_ptr_array_free(before, TRUE);
	g_ptr_array_free(after, TRUE);
}

/* --- Mappings ------------------------------------------------------------- */

static bool is_number(const char *key)
{
	return key[0] != '\0' && strlen(key) < 10 &&
	       key[strspn(key, "0123456789")] == '\0';
}

static bool are_numbers(const struct record *map)
{
	for (const struct record *at = map->first; at != NULL; at = at->next)
		if (!is_number(at->key))
			return false;
	return true;
}

/* Where a key belongs; INT_MAX: anywhere, so last. */
static int rank_of(const char *key, const char *const *words, bool numbers)
{
	for (int i = 0; words != NULL && words[i] != NULL; i++)
		if (strcmp(words[i], key) == 0)
			return i;
	return words == NULL && numbers ? atoi(key) : G_MAXINT;
}

/* The lines of comments right above `at`, indented alike, belong to it. */
static size_t above_comments(const struct head_edit *edit, size_t at)
{
	size_t start = line_start(edit, at);
	size_t indent = at - start;

	while (start > edit->offset) {
		size_t above = line_start(edit, start - 1);
		const char *text = text_of(edit) + above;

		if (strspn(text, " ") != indent || text[indent] != '#')
			break;
		start = above;
	}
	return start;
}

/* Before the first member of a mapping on lines. */
static void insert_first(struct head_edit *edit, const struct record *before,
			 const struct record *new)
{
	size_t key = key_start(edit, before);
	size_t indent = column(edit, key);
	bool alone = begins_line(edit, key);
	size_t place = alone ? above_comments(edit, key) : key;
	GString *text = alone ? indented(indent) : g_string_new(NULL);
	GString *after = indented(indent);

	if (alone)
		g_string_erase(text, 0, 1);
	head_write_key(text, new->key, false);
	g_string_append_c(text, ':');
	head_write_after_key(text, new, indent);
	g_string_append(text, alone ? "\n" : after->str);
	g_string_free(after, TRUE);
	change(edit, place, place, text);
}

static void insert_after(struct head_edit *edit, const struct record *anchor,
			 const struct record *new)
{
	size_t indent = column(edit, key_start(edit, anchor));
	size_t place = line_end(edit, value_end(edit, anchor));
	GString *text = indented(indent);

	head_write_key(text, new->key, false);
	g_string_append_c(text, ':');
	head_write_after_key(text, new, indent);
	change(edit, place, place, text);
}

static void insert_flow_member(struct head_edit *edit,
			       const struct record *anchor,
			       const struct record *before,
			       const struct record *new)
{
	GString *text = g_string_new(anchor == NULL ? "" : ", ");
	size_t place = anchor == NULL ? key_start(edit, before)
				      : value_end(edit, anchor);

	head_write_key(text, new->key, true);
	g_string_append(text, ": ");
	head_write_flow(text, new);
	if (anchor == NULL)
		g_string_append(text, ", ");
	change(edit, place, place, text);
}

/* A new member goes after the last of those that belong before it. */
static void insert_member(struct head_edit *edit, const struct record *old,
			  const struct record *new, const struct record *member,
			  const char *const *words)
{
	bool numbers = are_numbers(new);
	int rank = rank_of(member->key, words, numbers);
	const struct record *anchor = NULL;
	const struct record *first = NULL;
	int best = -1;

	for (const struct record *at = old->first; at != NULL; at = at->next) {
		int other = rank_of(at->key, words, numbers);

		if (record_member(new, at->key) == NULL)
			continue;
		if (first == NULL)
			first = at;
		if (rank == G_MAXINT || (other < rank && other > best)) {
			anchor = at;
			best = other;
		}
	}
	if (is_flow(edit, old))
		insert_flow_member(edit, anchor, first, member);
	else if (anchor != NULL)
		insert_after(edit, anchor, member);
	else
		insert_first(edit, first, member);
}

/* Those of `new` that `old` lacks, in the order of ranks; caller frees. */
static GPtrArray *new_members(const struct record *old,
			      const struct record *new,
			      const char *const *words)
{
	GPtrArray *members = g_ptr_array_new();
	bool numbers = are_numbers(new);

	for (struct record *at = new->first; at != NULL; at = at->next) {
		guint place = members->len;

		if (record_member(old, at->key) != NULL)
			continue;
		while (place > 0 &&
		       rank_of(((struct record *)members->pdata[place - 1])
				       ->key,
			       words,
			       numbers) > rank_of(at->key, words, numbers))
			place--;
		g_ptr_array_insert(members, (gint)place, at);
	}
	return members;
}

static void remove_member(struct head_edit *edit, const struct record *member)
{
	size_t start = key_start(edit, member);

	/* The first key of an item stands after its mark. */
	if (begins_line(edit, start))
		remove_lines(edit, start, value_end(edit, member));
	else if (member->next != NULL)
		change(edit, start, key_start(edit, member->next), NULL);
}

static void remove_members(struct head_edit *edit, const struct record *old,
			   const struct record *new)
{
	GPtrArray *members = members_of(old);
	bool flow = is_flow(edit, old);

	for (guint i = 0; i < members->len; i++) {
		const struct record *member = members->pdata[i];
		guint end = i;

		if (record_member(new, member->key) != NULL)
			continue;
		if (!flow) {
			remove_member(edit, member);
			continue;
		}
		while (end < members->len &&
		       record_member(new, ((struct record *)members->pdata[end])
						  ->key) == NULL)
			end++;
		remove_flow(edit, members, i, end, true);
		i = end - 1;
	}
	g_ptr_array_free(members, TRUE);
}

static bool have_common(const struct record *old, const struct record *new)
{
	for (const struct record *at = old->first; at != NULL; at = at->next)
		if (record_member(new, at->key) != NULL)
			return true;
	return false;
}

static void change_members(struct head_edit *edit, const struct record *old,
			   const struct record *new)
{
	const char *const *words =
		edit->ordered ? edit->order.words(
					edit->order.context,
					(const char *const *)edit->keys->pdata,
					edit->keys->len)
			      : NULL;
	GPtrArray *members = new_members(old, new, words);

	remove_members(edit, old, new);
	for (const struct record *at = old->first; at != NULL; at = at->next) {
		const struct record *to = record_member(new, at->key);

		if (to == NULL)
			continue;
		g_ptr_array_add(edit->keys, (char *)at->key);
		change_value(edit, at, to, is_flow(edit, old));
		g_ptr_array_set_size(edit->keys, (gint)edit->keys->len - 1);
	}
	for (guint i = 0; i < members->len; i++)
		insert_member(edit, old, new, members->pdata[i], words);
	g_ptr_array_free(members, TRUE);
}

/* Nothing of it stays: it is written anew. */
static void replace_map(struct head_edit *edit, const struct record *old,
			const struct record *new)
{
	GString *text;

	if (old->key != NULL && !is_flow(edit, old)) {
		replace_member(edit, old, new);
		return;
	}
	text = g_string_new(NULL);
	if (is_flow(edit, old))
		head_write_flow(text, new);
	else
		head_write_block(text, new,
				 column(edit, key_start(edit, old->first)));
	change(edit, old->where.offset, value_end(edit, old), text);
}

static void change_map(struct head_edit *edit, const struct record *old,
		       const struct record *new)
{
	if (have_common(old, new))
		change_members(edit, old, new);
	else
		replace_map(edit, old, new);
}

/* --- What comes of it ----------------------------------------------------- */

static int compare_changes(const void *left, const void *right)
{
	const struct head_change *a = left;
	const struct head_change *b = right;

	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	return (a->length > 0) - (b->length > 0);
}

/* In order, those that touch as one; false when some are about the same. */
static bool merge_changes(struct head_edit *edit)
{
	GArray *sorted = edit->changes;
	GArray *merged = g_array_new(FALSE, FALSE, sizeof(struct head_change));
	bool good = true;

	g_array_sort(sorted, compare_changes);
	for (guint i = 0; i < sorted->len; i++) {
		struct head_change *at =
			&g_array_index(sorted, struct head_change, i);
		struct head_change *last =
			merged->len == 0
				? NULL
				: &g_array_index(merged, struct head_change,
						 merged->len - 1);

		if (last == NULL || last->offset + last->length < at->offset) {
			g_array_append_val(merged, *at);
			continue;
		}
		good = good && last->offset + last->length == at->offset;
		last->length += at->length;
		last->text =
			arena_printf(edit->arena, "%s%s", last->text, at->text);
	}
	g_array_free(sorted, TRUE);
	edit->changes = merged;
	return good;
}

/* The whole YAML with the changes made; the caller frees it. */
static GString *changed_text(const struct head_edit *edit)
{
	GString *text = g_string_new(NULL);
	size_t at = edit->offset;

	for (guint i = 0; i < edit->changes->len; i++) {
		const struct head_change *one =
			&g_array_index(edit->changes, struct head_change, i);

		g_string_append_len(text, text_of(edit) + at,
				    (gssize)(one->offset - at));
		g_string_append(text, one->text);
		at = one->offset + one->length;
	}
	g_string_append_len(text, text_of(edit) + at,
			    (gssize)(text_end(edit) - at));
	return text;
}

/* Does the text say what is wanted when it is read again? */
static bool says_wanted(struct head_edit *edit, const GString *text)
{
	struct source source = { .path = edit->source->path,
				 .name = edit->source->name,
				 .text = text->str,
				 .length = text->len };
	struct diag_list *diags = diag_list_new();
	struct record *root;
	bool same = record_parse(&root, &source, 0, text->len, edit->arena,
				 diags) == 0 &&
		    head_equal(root, edit->wanted);

	diag_list_free(diags);
	return same;
}

static int refuse(const struct head_edit *edit, size_t at,
		  struct diag_list *diags)
{
	return diag_add(
		diags, DIAG_EDIT_BY_HAND,
		source_span(edit->source, at, MAX(line_end(edit, at) - at, 1)),
		NULL);
}

const GArray *head_edit_changes(struct head_edit *edit, struct diag_list *diags)
{
	GString *text;
	size_t at = edit->offset;
	bool good;

	g_array_set_size(edit->changes, 0);
	if (head_equal(edit->root, edit->wanted))
		return edit->changes;
	if (edit->root == NULL || edit->root->count == 0) {
		GString *all = g_string_new(NULL);

		head_write_block(all, edit->wanted, 0);
		g_string_append_c(all, '\n');
		change(edit, edit->root == NULL ? text_end(edit) : at,
		       text_end(edit), all);
	} else {
		change_value(edit, edit->root, edit->wanted, false);
	}
	good = merge_changes(edit);
	if (edit->changes->len > 0)
		at = g_array_index(edit->changes, struct head_change, 0).offset;
	text = changed_text(edit);
	good = good && says_wanted(edit, text);
	g_string_free(text, TRUE);
	if (good)
		return edit->changes;
	refuse(edit, at, diags);
	return NULL;
}

/* --- What is wanted ------------------------------------------------------- */

struct head_edit *head_edit_new(const struct source *source, size_t offset,
				size_t length, const struct head_order *order,
				struct diag_list *diags)
{
	struct head_edit *edit = g_new0(struct head_edit, 1);

	edit->arena = arena_new();
	edit->source = source;
	edit->offset = offset;
	edit->length = length;
	edit->changes = g_array_new(FALSE, FALSE, sizeof(struct head_change));
	edit->keys = g_ptr_array_new();
	edit->ordered = order != NULL;
	if (order != NULL)
		edit->order = *order;
	if (record_parse(&edit->root, source, offset, length, edit->arena,
			 diags) != 0) {
		head_edit_free(edit);
		return NULL;
	}
	edit->wanted = edit->root == NULL ? head_map(edit->arena)
					  : head_copy(edit->root, edit->arena);
	return edit;
}

void head_edit_free(struct head_edit *edit)
{
	if (edit == NULL)
		return;
	g_array_free(edit->changes, TRUE);
	g_ptr_array_free(edit->keys, TRUE);
	arena_free(edit->arena);
	g_free(edit);
}

const struct record *head_edit_find(const struct head_edit *edit,
				    const char *path)
{
	struct head_step *steps;
	size_t count = head_path(&steps, path, edit->arena);

	return count == 0 ? NULL : head_at(edit->wanted, steps, count);
}

/* The place of the last on the way that is there; else the first line. */
static size_t place_of(const struct head_edit *edit,
		       const struct head_step *steps, size_t count)
{
	for (; count > 0; count--) {
		const struct record *at = head_at(edit->root, steps, count);

		if (at != NULL && at->key != NULL)
			return key_start(edit, at);
	}
	return edit->offset;
}

static int put(struct head_edit *edit, const char *path,
	       const struct record *value, bool insert, struct diag_list *diags)
{
	struct head_step *steps;
	size_t count = head_path(&steps, path, edit->arena);
	struct record *tried = head_copy(edit->wanted, edit->arena);

	if (count == 0 ||
	    !head_put(tried, steps, count, value, insert, edit->arena))
		return refuse(edit, place_of(edit, steps, count), diags);
	edit->wanted = tried;
	return 0;
}

int head_edit_set(struct head_edit *edit, const char *path,
		  const struct record *value, struct diag_list *diags)
{
	return put(edit, path, value, false, diags);
}

int head_edit_set_text(struct head_edit *edit, const char *path,
		       const char *text, struct diag_list *diags)
{
	return put(edit, path, head_text(edit->arena, text), false, diags);
}

int head_edit_set_texts(struct head_edit *edit, const char *path,
			const char *const *texts, size_t count,
			struct diag_list *diags)
{
	struct record *list = head_list(edit->arena);

	for (size_t i = 0; i < count; i++)
		head_append(edit->arena, list, NULL,
			    head_text(edit->arena, texts[i]));
	return put(edit, path, list, false, diags);
}

int head_edit_insert(struct head_edit *edit, const char *path,
		     const struct record *value, struct diag_list *diags)
{
	return put(edit, path, value, true, diags);
}

int head_edit_remove(struct head_edit *edit, const char *path,
		     struct diag_list *diags)
{
	struct head_step *steps;
	size_t count = head_path(&steps, path, edit->arena);

	if (count == 0)
		return refuse(edit, edit->offset, diags);
	head_take(edit->wanted, steps, count);
	return edit->wanted->count > 0
		       ? 0
		       : refuse(edit, place_of(edit, steps, count), diags);
}

/* --- Files ---------------------------------------------------------------- */

struct head_edit *head_edit_file(const struct source *source,
				 const struct head_order *order,
				 struct diag_list *diags)
{
	struct page_parts parts = { 0 };

	if (page_split(&parts, source, diags) != 0)
		return NULL;
	return head_edit_new(source, parts.head, parts.head_length, order,
			     diags);
}
