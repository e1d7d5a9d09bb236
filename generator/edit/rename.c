#include "edit/rename.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/source.h"
#include "edit/head_edit.h"
#include "edit/patch.h"
#include "edit/place.h"
#include "edit/relocate.h"
#include "edit/revision.h"
#include "report/report.h"

/* Registers whose entries can be renamed, and where a report has them. */
static const struct {
	const char *name;
	size_t table;
	size_t where; /* of the id, in an entry */
	bool words;   /* not ids: words of the publication's language */
} registers[] = {
	{ "organisations", offsetof(struct report, organisations),
	  offsetof(struct organisation, where), false },
	{ "units", offsetof(struct report, units),
	  offsetof(struct named, where), false },
	{ "goals", offsetof(struct report, goals),
	  offsetof(struct named, where), false },
	{ "forms", offsetof(struct report, forms), offsetof(struct form, where),
	  true },
};

/* What is renamed: a page, another target, or an entry of a register. */
struct subject {
	const char *id;
	GHashTable *table;
	const struct target *target; /* NULL: an entry */
	struct span where;	     /* of the id, unless it is a page */
	size_t entry_where;	     /* of an entry: the member that has it */
	bool word;		     /* of an entry: it is no id */
};

static const struct span no_place;

/* --- Finding it ----------------------------------------------------------- */

static bool find_entry(struct subject *subject, const struct report *report,
		       size_t i, const char *id)
{
	GHashTable *table = *(GHashTable *const *)((const char *)report +
						   registers[i].table);
	const char *entry =
		table == NULL ? NULL : g_hash_table_lookup(table, id);

	if (entry == NULL)
		return false;
	*subject = (struct subject){
		.id = id,
		.table = table,
		.where = *(const struct span *)(entry + registers[i].where),
		.entry_where = registers[i].where,
		.word = registers[i].words,
	};
	return true;
}

/* An entry of any register; −1 with the finding. */
static int find_any_entry(struct subject *subject, struct revision *revision,
			  const char *id)
{
	GString *names = g_string_new(NULL);
	size_t found = 0;
	int result = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(registers); i++) {
		if (!find_entry(subject, revision->report, i, id))
			continue;
		g_string_append_printf(names, "%s%s/%s",
				       found++ > 0 ? " | " : "",
				       registers[i].name, id);
	}
	if (found == 0)
		result = revision_unknown(revision, id);
	if (found > 1) {
		result = diag_add(revision->diags, DIAG_EDIT_SEVERAL, no_place,
				  "%s", id);
		diag_write(revision->diags, "%s", names->str);
	}
	g_string_free(names, TRUE);
	return result;
}

static int find_subject(struct subject *subject, struct revision *revision,
			const char *id)
{
	const struct report *report = revision->report;
	const struct target *target = g_hash_table_lookup(report->targets, id);
	const char *slash = strchr(id, '/');

	if (target != NULL && !target->made) {
		*subject = (struct subject){ target->id, report->targets,
					     target,	 target->where,
					     0,		 false };
		return 0;
	}
	if (slash == NULL)
		return find_any_entry(subject, revision, id);
	for (size_t i = 0; i < G_N_ELEMENTS(registers); i++)
		if (strlen(registers[i].name) == (size_t)(slash - id) &&
		    strncmp(registers[i].name, id, (size_t)(slash - id)) == 0 &&
		    find_entry(subject, report, i, slash + 1))
			return 0;
	return revision_unknown(revision, id);
}

/*
 * A word that heads and queries can have as it is: letters, digits and hyphens.
 */
static bool is_word(const char *text)
{
	if (!g_unichar_isalpha(g_utf8_get_char_validated(text, -1)))
		return false;
	for (; *text != '\0'; text = g_utf8_next_char(text))
		if (*text != '-' &&
		    !g_unichar_isalnum(g_utf8_get_char_validated(text, -1)))
			return false;
	return true;
}

/* Is the id one, and free? One that the page itself had before is. */
static int check_new_id(struct revision *revision,
			const struct subject *subject, const char *new)
{
	const void *taken;

	if (subject->word && !is_word(new))
		return diag_add(revision->diags, DIAG_EDIT_FORM_WORD, no_place,
				"%s", new);
	if (!subject->word && !body_is_id(new, strlen(new)))
		return diag_add(revision->diags, DIAG_ID_FORM, no_place, "%s",
				new);
	taken = g_hash_table_lookup(subject->table, new);
	if (taken == NULL || taken == subject->target)
		return 0;
	if (subject->target == NULL)
		return diag_add(revision->diags, DIAG_EDIT_TAKEN,
				*(const struct span *)((const char *)taken +
						       subject->entry_where),
				"%s", new);
	if (((const struct target *)taken)->made)
		return 0;
	return diag_add(revision->diags, DIAG_EDIT_TAKEN,
			((const struct target *)taken)->where, "%s", new);
}

/* --- Its file ------------------------------------------------------------- */

/* The path of the page when its own name is its id; else NULL. */
static char *named_path(const struct page *page)
{
	char *name = place_last_name(page);
	const char *id = page->target.id;
	size_t number = strspn(name, "0123456789");
	const char *start = name[number] == '-' ? name + number + 1 : name;
	size_t length = strlen(id);
	bool same = strncmp(start, id, length) == 0 &&
		    strchr(page->kind == PAGE_FORUM ? "." : "",
			   start[length]) != NULL;

	g_free(name);
	return same ? place_path(page) : NULL;
}

/* A document's folder is named in publication.yaml, too. */
static int rename_document(struct revision *revision, const char *folder,
			   const char *new)
{
	const struct reference_list *documents =
		&revision->report->publication.documents;

	for (size_t i = 0; i < documents->count; i++)
		if (strcmp(documents->items[i].id, folder) == 0 &&
		    patch_replace(revision->patch, documents->items[i].where,
				  new, revision->diags) != 0)
			return -1;
	return 0;
}

/* Give the file or folder of the page its new name, if it has the old one. */
static int rename_file(struct revision *revision, const struct page *page,
		       const char *new)
{
	char *path = page->source == NULL ? NULL : named_path(page);
	const char *end;
	char *to;
	int result = 0;

	if (path == NULL)
		return 0;
	end = page->kind == PAGE_FORUM ? strrchr(path, '.')
				       : path + strlen(path);
	to = g_strdup_printf("%.*s%s%s",
			     (int)(end - path - strlen(page->target.id)), path,
			     new, end);
	if (page->kind == PAGE_DOCUMENT)
		result = rename_document(revision, path, to);
	if (result == 0)
		result = patch_rename(revision->patch, path, to,
				      revision->diags);
	g_free(to);
	g_free(path);
	return result;
}

/* --- Its head ------------------------------------------------------------- */

static int set_text(struct revision *revision, struct head_edit *edit,
		    enum label key, const char *text)
{
	return head_edit_set_text(edit, revision_word(revision, key), text,
				  revision->diags);
}

/* The aliases of the page are those it had, without `new`, and its old id. */
static int set_aliases(struct revision *revision, struct head_edit *edit,
		       const struct page *page, const char *new)
{
	const char *key = revision_word(revision, LABEL_KEY_ALIAS);
	const struct record *old = head_edit_find(edit, key);
	const char **ids = g_new0(const char *, page->aliases_count + 1);
	size_t count = 0;
	bool added = false;
	int result;

	for (size_t i = 0; i < page->aliases_count; i++) {
		bool back = strcmp(page->aliases[i].id, new) == 0;

		added |= back;
		ids[count++] = back ? page->target.id : page->aliases[i].id;
	}
	if (!added)
		ids[count++] = page->target.id;
	if (count == 1 && (old == NULL || old->kind == RECORD_SCALAR))
		result = head_edit_set_text(edit, key, ids[0], revision->diags);
	else
		result = head_edit_set_texts(edit, key, ids, count,
					     revision->diags);
	g_free(ids);
	return result;
}

/* New keys stand where a writer looks for them: at the top. */
static const char *const *head_words(const void *context,
				     const char *const *keys, size_t count)
{
	(void)keys;
	return count == 0 ? context : NULL;
}

static int change_head(struct revision *revision, const struct page *page,
		       const char *new, const char *title)
{
	const char *const words[] = {
		revision_word(revision, LABEL_KEY_TITLE),
		revision_word(revision, LABEL_KEY_SHORT_TITLE),
		revision_word(revision, LABEL_KEY_NAME),
		revision_word(revision, LABEL_KEY_ID),
		revision_word(revision, LABEL_KEY_ALIAS),
		NULL,
	};
	const struct head_order order = { head_words, words };
	struct source copy = *page->source;
	struct head_edit *edit = NULL;
	int result = -1;

	copy.text = NULL;
	if (source_read(&copy, revision->diags) == 0)
		edit = head_edit_file(&copy, &order, revision->diags);
	if (edit != NULL) {
		const char *id = revision_word(revision, LABEL_KEY_ID);

		result = 0;
		if (new != NULL && head_edit_find(edit, id) != NULL)
			result = set_text(revision, edit, LABEL_KEY_ID, new);
		if (new != NULL && result == 0)
			result = set_aliases(revision, edit, page, new);
		if (title != NULL && result == 0)
			result = set_text(revision, edit, LABEL_KEY_TITLE,
					  title);
		if (result == 0)
			result = revision_take(revision, edit, page->source);
	}
	head_edit_free(edit);
	source_drop(&copy);
	return result;
}

/* --- The whole ------------------------------------------------------------ */

static int plan_page(struct revision *revision, const struct page *page,
		     const char *new, const char *title)
{
	if (page->source == NULL)
		return revision_unknown(revision, page->target.id);
	if (new != NULL && rename_file(revision, page, new) != 0)
		return -1;
	if (title != NULL)
		revision_renames(revision, page->target.title, title);
	return change_head(revision, page, new, title);
}

int rename_plan(struct revision *revision, const char *id, const char *new,
		const char *title)
{
	struct subject subject = { 0 };
	struct relocate_id relocated;
	int result;

	if (find_subject(&subject, revision, id) != 0)
		return -1;
	if (new != NULL && strcmp(new, subject.id) == 0)
		new = NULL;
	if (new != NULL && check_new_id(revision, &subject, new) != 0)
		return -1;
	if (new != NULL)
		revision_renames(revision, subject.id, new);
	relocated = (struct relocate_id){
		.table = new == NULL ? NULL : subject.table,
		.from = subject.id,
		.to = new,
	};
	if (subject.target != NULL && subject.target->kind == TARGET_PAGE)
		result = plan_page(revision, subject.target->page, new, title);
	else if (new != NULL)
		result = patch_replace(revision->patch, subject.where, new,
				       revision->diags);
	else
		result = 0;
	if (result != 0)
		return -1;
	return relocate(revision->patch, revision->report, &relocated,
			revision->diags);
}
