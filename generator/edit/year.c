#include "edit/year.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/source.h"
#include "edit/head_edit.h"
#include "edit/head_tree.h"
#include "edit/patch.h"
#include "edit/revision.h"
#include "edit/year_block.h"
#include "report/collection.h"
#include "report/report.h"

/* How many years after the publication's own one can begin. */
#define YEARS_AHEAD_MAX 10

struct adding {
	struct revision *revision;
	struct arena *arena;
	int64_t from;
	int to;
	struct head_order order;
};

/* --- The order of keys ---------------------------------------------------- */

/* Of those that are copied, in the order of the handbook; NULL-terminated. */
static const char **year_words(const struct revision *revision,
			       struct arena *arena)
{
	static const enum label keys[] = {
		LABEL_KEY_CARRIED_OVER, LABEL_KEY_STATUS,    LABEL_KEY_STATE,
		LABEL_KEY_PARTICIPANTS, LABEL_KEY_FEE,	     LABEL_KEY_PAID_TO,
		LABEL_KEY_OTHER,	LABEL_KEY_OTHER_FOR, LABEL_KEY_HOURS,
		LABEL_KEY_TRIPS,	LABEL_KEY_RESULTS,   LABEL_KEY_REMARK,
	};
	const char **words =
		arena_new_array(arena, const char *, G_N_ELEMENTS(keys) + 1);

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		words[i] = revision_word(revision, keys[i]);
	return words;
}

static const char *const *words_of(const void *context, const char *const *keys,
				   size_t count)
{
	(void)keys;
	return count == 2 ? context : NULL;
}

/* --- The file of a forum -------------------------------------------------- */

static const char *years_key(const struct revision *revision)
{
	return revision_word(revision, LABEL_KEY_YEARS);
}

/* Does the file with `text` at `offset` say what it said, and the new year? */
static bool says(const struct adding *adding, const struct source *source,
		 const struct record *years, const struct record *year,
		 size_t offset, const char *text)
{
	struct diag_list *diags = diag_list_new();
	struct record *wanted = head_copy(years, adding->arena);
	struct source copy = *source;
	GString *whole = g_string_new_len(source->text, (gssize)source->length);
	struct head_edit *edit;
	bool same = false;

	head_append(adding->arena, wanted,
		    arena_printf(adding->arena, "%d", adding->to),
		    head_copy(year, adding->arena));
	g_string_insert(whole, (gssize)offset, text);
	copy.text = whole->str;
	copy.length = whole->len;
	edit = head_edit_file(&copy, NULL, diags);
	if (edit != NULL) {
		const struct record *now =
			head_edit_find(edit, years_key(adding->revision));

		same = now != NULL && head_equal(now, wanted);
	}
	head_edit_free(edit);
	g_string_free(whole, TRUE);
	diag_list_free(diags);
	return same;
}

/* Put in what the year does not say. */
static int complete(struct adding *adding, struct head_edit *edit,
		    const char *path, const struct record *have,
		    const struct record *year)
{
	struct diag_list *diags = adding->revision->diags;
	int result = 0;

	for (const struct record *at = year->first; at != NULL && result == 0;
	     at = at->next) {
		const struct record *own = record_member(have, at->key);
		const char *name =
			arena_printf(adding->arena, "%s.%s", path, at->key);

		if (own == NULL)
			result = head_edit_set(edit, name, at, diags);
		else if (own->kind == RECORD_MAP && at->kind == RECORD_MAP)
			result = complete(adding, edit, name, own, at);
	}
	return result;
}

/* The year as its lines stand; −1 without a finding: it has none of its own. */
static int add_lines(struct adding *adding, const struct source *source,
		     const struct source *read, const struct record *years,
		     const struct record *from, const struct record *year)
{
	struct revision *revision = adding->revision;
	GString *text = g_string_new(NULL);
	gssize place = year_block_lines(text, read, years, from, adding->to,
					&revision->report->labels);
	int result = -1;

	if (place >= 0 &&
	    says(adding, read, years, year, (size_t)place, text->str))
		result = patch_replace(revision->patch,
				       source_span(source, (size_t)place, 0),
				       text->str, revision->diags);
	g_string_free(text, TRUE);
	return result;
}

/* `read` has the text of `source`, which is what the patch knows. */
static int add_year(struct adding *adding, struct head_edit *edit,
		    const struct source *source, const struct source *read)
{
	struct revision *revision = adding->revision;
	const struct record *years = head_edit_find(edit, years_key(revision));
	const struct record *from = record_member(
		years, arena_printf(adding->arena, "%d", (int)adding->from));
	const char *key = arena_printf(adding->arena, "%d", adding->to);
	const char *path =
		arena_printf(adding->arena, "%s.%s", years_key(revision), key);
	const struct record *have = record_member(years, key);
	struct record *year = year_block_record(from, &revision->report->labels,
						adding->arena);
	int result;

	if (have == NULL &&
	    add_lines(adding, source, read, years, from, year) == 0)
		return 0;
	result = have == NULL ? head_edit_set(edit, path, year, revision->diags)
			      : complete(adding, edit, path, have, year);
	return result == 0 ? revision_take(revision, edit, source) : -1;
}

static int add_to_page(struct adding *adding, const struct page *page)
{
	struct source read = *page->source;
	struct head_edit *edit = NULL;
	int result = -1;

	read.text = NULL;
	if (source_read(&read, adding->revision->diags) == 0)
		edit = head_edit_file(&read, &adding->order,
				      adding->revision->diags);
	if (edit != NULL)
		result = add_year(adding, edit, page->source, &read);
	head_edit_free(edit);
	source_drop(&read);
	return result;
}

/* --- All forums ----------------------------------------------------------- */

/*
 * Is only that said of the year which was known beforehand? A forum whose costs
 * are elsewhere has participants alone.
 */
static bool is_only_known(const struct adding *adding,
			  const struct forum_year *year)
{
	size_t groups = adding->revision->report->publication.groups_count;
	size_t missing = 0;

	for (size_t i = 0; i < groups; i++)
		missing += year->participants[i].quantity.state ==
			   QUANTITY_MISSING;
	return !year->carried && year->state != LABEL_STATE_ENDS &&
	       year->fee.quantity.state == QUANTITY_MISSING &&
	       year->other.quantity.state == QUANTITY_MISSING &&
	       (missing > 0 || year->costs_in.id == NULL);
}

static int add_to_forum(struct adding *adding, const struct page *page,
			struct year_counts *counts)
{
	const struct forum_year *from = report_year(page->forum, adding->from);

	const struct forum_year *to = collection_year(page, adding->to);

	if (to != NULL && (from == NULL || !is_only_known(adding, to))) {
		counts->had++;
		return 0;
	}
	if (from == NULL) {
		counts->absent++;
		return 0;
	}
	if (from->state == LABEL_STATE_ENDS) {
		counts->ended++;
		return 0;
	}
	counts->added += to == NULL;
	counts->completed += to != NULL;
	return add_to_page(adding, page);
}

static int show_year(struct adding *adding)
{
	struct revision *revision = adding->revision;
	const struct report *report = revision->report;
	char *text = g_strdup_printf("%d", adding->to);
	int result =
		patch_replace(revision->patch, report->publication.year_where,
			      text, revision->diags);

	g_free(text);
	return result;
}

static int check_call(struct revision *revision, int to)
{
	const struct publication *publication = &revision->report->publication;

	if (revision->report->wrong)
		return diag_add(revision->diags, DIAG_YEAR_WRONG,
				source_whole(revision->report->source), NULL);
	if (to >= publication->own_year &&
	    to <= publication->own_year + YEARS_AHEAD_MAX)
		return 0;
	return diag_add(revision->diags, DIAG_YEAR_NEW, publication->year_where,
			"%d", to);
}

int year_plan(struct revision *revision, int to, bool publish,
	      struct year_counts *counts)
{
	const struct report *report = revision->report;
	struct adding adding = {
		.revision = revision,
		.arena = arena_new(),
		.from = collection_year_before(report, to),
		.to = to,
		.order = { words_of, NULL },
	};
	int result = check_call(revision, to);

	adding.order.context = year_words(revision, adding.arena);
	*counts = (struct year_counts){ .from = adding.from };
	for (size_t i = 0; i < report->forums_count && result == 0; i++)
		result = add_to_forum(&adding, report->forums[i], counts);
	counts->published = publish && report->publication.own_year != to;
	if (counts->published && result == 0)
		result = show_year(&adding);
	arena_free(adding.arena);
	return result;
}
