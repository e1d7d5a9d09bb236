#include "edit/create.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"
#include "edit/create_text.h"
#include "edit/edit.h"
#include "edit/head_edit.h"
#include "edit/patch.h"
#include "edit/place.h"
#include "edit/revision.h"
#include "report/help.h"
#include "report/kinds.h"
#include "report/report.h"

/* An id that is made of a title has no more than this many letters. */
#define ID_LENGTH 40

static const struct span no_place;

/* --- The id --------------------------------------------------------------- */

static bool is_taken(const struct report *report, const char *id)
{
	const struct target *target = g_hash_table_lookup(report->targets, id);

	return target != NULL && !target->made;
}

/* The words of the title that an id has room for, and a number if needed. */
static const char *id_of_title(const struct report *report, const char *title,
			       const char *what)
{
	GString *id = g_string_new(NULL);
	size_t length;

	body_append_slug(id, title);
	if (id->len > ID_LENGTH) {
		g_string_truncate(id, ID_LENGTH + 1);
		g_string_truncate(
			id, (gsize)(strrchr(id->str, '-') == NULL
					    ? ID_LENGTH
					    : strrchr(id->str, '-') - id->str));
	}
	if (!body_is_id(id->str, id->len)) {
		g_string_prepend_c(id, '-');
		g_string_prepend(id, what);
		if (id->str[id->len - 1] == '-')
			g_string_truncate(id, id->len - 1);
	}
	length = id->len;
	for (unsigned i = 2; is_taken(report, id->str); i++) {
		g_string_truncate(id, length);
		g_string_append_printf(id, "-%u", i);
	}
	return arena_take(report->arena, id);
}

/* The id that is given, if it is one and free; NULL with the finding. */
static const char *check_id(struct revision *revision, const char *id)
{
	const struct target *target;

	if (!body_is_id(id, strlen(id))) {
		diag_add(revision->diags, DIAG_ID_FORM, no_place, "%s", id);
		return NULL;
	}
	if (!is_taken(revision->report, id))
		return id;
	target = g_hash_table_lookup(revision->report->targets, id);
	diag_add(revision->diags, DIAG_EDIT_TAKEN, target->where, "%s", id);
	return NULL;
}

static const char *find_id(struct revision *revision,
			   const struct create_call *call, const char *title)
{
	if (call->id != NULL)
		return check_id(revision, call->id);
	return id_of_title(revision->report, title, call->what);
}

/* --- What is needed ------------------------------------------------------- */

static const char *ask_title(struct revision *revision,
			     const struct create_call *call)
{
	return ask(&call->ask, revision, "--title", call->title,
		   revision_word(revision, LABEL_KEY_TITLE), NULL);
}

/* One of the labels from `first` to `last`. */
static const char *ask_label(struct revision *revision,
			     const struct create_call *call, const char *option,
			     const char *given, enum label key,
			     enum label first, enum label last)
{
	const char **words = g_new0(const char *, last - first + 2);
	const char *answer;

	for (int i = first; i <= (int)last; i++)
		words[i - (int)first] = revision_word(revision, (enum label)i);
	answer = ask(&call->ask, revision, option, given,
		     revision_word(revision, key), words);
	g_free(words);
	return answer;
}

static const char *ask_form(struct revision *revision,
			    const struct create_call *call)
{
	GHashTable *forms = revision->report->forms;
	GList *keys = forms == NULL ? NULL
				    : g_list_sort(g_hash_table_get_keys(forms),
						  (GCompareFunc)strcmp);
	GPtrArray *words = g_ptr_array_new();
	const char *answer;

	for (GList *at = keys; at != NULL; at = at->next)
		g_ptr_array_add(words, at->data);
	g_ptr_array_add(words, NULL);
	answer = ask(&call->ask, revision, "--form", call->form,
		     revision_word(revision, LABEL_KEY_FORM),
		     keys == NULL ? NULL : (const char *const *)words->pdata);
	g_ptr_array_free(words, TRUE);
	g_list_free(keys);
	return answer;
}

/* --- The file ------------------------------------------------------------- */

/* Put a new file with all keys of `group` into the patch. 0 or −1. */
static int add_file(struct revision *revision, const char *path,
		    const char *group, const struct create_value *values,
		    const struct kind *kind)
{
	const struct report *report = revision->report;
	const struct help *help =
		help_load(revision->call->root,
			  revision_word(revision, LABEL_LANGUAGE_CODE),
			  report->arena, revision->diags);
	GString *text;
	int result;

	if (help == NULL)
		return -1;
	text = create_text(report, help, group, values, kind);
	result =
		patch_create(revision->patch, path, text->str, revision->diags);
	g_string_free(text, TRUE);
	return result;
}

/* Ask for the title, the first of `values`. The id; NULL with the finding. */
static const char *begin_page(struct revision *revision,
			      const struct create_call *call,
			      struct create_value *values)
{
	values[0] = (struct create_value){ LABEL_KEY_TITLE,
					   ask_title(revision, call) };
	return values[0].value == NULL
		       ? NULL
		       : find_id(revision, call, values[0].value);
}

/* Add FOLDER/NN-id and what follows. Its path; NULL with the finding. */
static const char *add_page(struct revision *revision,
			    const struct page *folder,
			    const struct create_call *call, const char *id,
			    const char *end, const struct create_value *values)
{
	unsigned number = place_number(revision, folder, NULL, call->after);
	char *name = place_name(folder);
	const char *path = arena_printf(revision->report->arena, "%s/%u-%s%s",
					name, number, id, end);

	g_free(name);
	if (number == 0 ||
	    add_file(revision, path, call->what, values, NULL) != 0)
		return NULL;
	return path;
}

static const char *create_forum(struct revision *revision,
				const struct create_call *call)
{
	struct page *folder = place_folder(revision, call->folder);
	struct create_value values[5] = { 0 };
	const char *id;

	if (folder == NULL)
		return NULL;
	if (folder->kind == PAGE_DOCUMENT) {
		diag_add(revision->diags, DIAG_EDIT_SECTION, no_place, "%s",
			 call->folder);
		return NULL;
	}
	id = begin_page(revision, call, values);
	if (id == NULL)
		return NULL;
	values[1].key = LABEL_KEY_FORM;
	values[1].value = ask_form(revision, call);
	values[2].key = LABEL_KEY_MEMBERSHIP;
	values[2].value =
		ask_label(revision, call, "--membership", call->membership,
			  LABEL_KEY_MEMBERSHIP, LABEL_MEMBERSHIP_WITH_FEE,
			  LABEL_MEMBERSHIP_PARTNER_CITY);
	values[3].key = LABEL_KEY_LEVEL;
	values[3].value = ask_label(revision, call, "--level", call->level,
				    LABEL_KEY_LEVEL, LABEL_LEVEL_LOCAL,
				    LABEL_LEVEL_INTERNATIONAL);
	if (values[1].value == NULL || values[2].value == NULL ||
	    values[3].value == NULL)
		return NULL;
	return add_page(revision, folder, call, id, ".md", values);
}

static const char *create_section(struct revision *revision,
				  const struct create_call *call)
{
	struct page *folder = place_folder(revision, call->folder);
	struct create_value values[2] = { 0 };
	const char *id =
		folder == NULL ? NULL : begin_page(revision, call, values);

	return id == NULL ? NULL
			  : add_page(revision, folder, call, id, "/index.md",
				     values);
}

/* --- Documents ------------------------------------------------------------ */

/* The new document is the last in publication.yaml. */
static int list_document(struct revision *revision, const char *name)
{
	const struct report *report = revision->report;
	const struct reference_list *documents = &report->publication.documents;
	const char **ids = g_new0(const char *, documents->count + 1);
	struct source copy = *report->source;
	struct head_edit *edit = NULL;
	int result = -1;

	for (size_t i = 0; i < documents->count; i++)
		ids[i] = documents->items[i].id;
	ids[documents->count] = name;
	copy.text = NULL;
	if (source_read(&copy, revision->diags) == 0)
		edit = head_edit_file(&copy, NULL, revision->diags);
	if (edit != NULL &&
	    head_edit_set_texts(
		    edit, revision_word(revision, LABEL_KEY_DOCUMENTS), ids,
		    documents->count + 1, revision->diags) == 0)
		result = revision_take(revision, edit, report->source);
	head_edit_free(edit);
	source_drop(&copy);
	g_free(ids);
	return result;
}

static const char *ask_kind(struct revision *revision,
			    const struct create_call *call,
			    const GPtrArray *kinds)
{
	const char **words = g_new0(const char *, kinds->len + 1);
	const char *answer;

	for (guint i = 0; i < kinds->len; i++)
		words[i] = ((const struct kind *)g_ptr_array_index(kinds, i))
				   ->word;
	answer = ask(&call->ask, revision, "--kind", call->kind,
		     revision_word(revision, LABEL_KEY_KIND), words);
	g_free(words);
	return answer;
}

static const char *add_document(struct revision *revision,
				const struct create_call *call,
				const GPtrArray *kinds)
{
	struct create_value values[3] = { { LABEL_KEY_TITLE, NULL } };
	const char *path;

	values[0].value = ask_title(revision, call);
	if (values[0].value == NULL)
		return NULL;
	values[1].key = LABEL_KEY_KIND;
	values[1].value = ask_kind(revision, call, kinds);
	if (values[1].value == NULL)
		return NULL;
	path = arena_printf(revision->report->arena, "%s/index.md",
			    call->folder);
	if (add_file(revision, path, "document", values,
		     kinds_find(kinds, values[1].value)) != 0 ||
	    list_document(revision, call->folder) != 0)
		return NULL;
	return path;
}

static const char *create_document(struct revision *revision,
				   const struct create_call *call)
{
	GPtrArray *kinds;
	const char *path = NULL;

	kinds = kinds_load(revision->call->root,
			   revision_word(revision, LABEL_LANGUAGE_CODE),
			   revision->report->arena, revision->diags);
	if (kinds == NULL)
		return NULL;
	if (check_id(revision, call->folder) != NULL)
		path = add_document(revision, call, kinds);
	g_ptr_array_free(kinds, TRUE);
	return path;
}

const char *create_plan(struct revision *revision,
			const struct create_call *call)
{
	if (strcmp(call->what, "forum") == 0)
		return create_forum(revision, call);
	if (strcmp(call->what, "section") == 0)
		return create_section(revision, call);
	return create_document(revision, call);
}
