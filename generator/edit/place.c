#include "edit/place.h"

#include <glib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "edit/edit.h"
#include "edit/revision.h"
#include "edit/patch.h"
#include "report/report.h"

/* Numbers go in steps of ten, so that there is room between them. */
#define STEP	   10
#define NUMBER_MAX 999999

char *place_path(const struct page *page)
{
	return page->kind == PAGE_FORUM
		       ? g_strdup(page->source->name)
		       : g_path_get_dirname(page->source->name);
}

char *place_name(const struct page *folder)
{
	return g_path_get_dirname(folder->source->name);
}

char *place_last_name(const struct page *page)
{
	char *path = place_path(page);
	char *name = g_path_get_basename(path);

	g_free(path);
	return name;
}

/* Is `text` the folder, perhaps with the content folder before it? */
static bool is_folder(const struct revision *revision, const char *folder,
		      const char *text)
{
	char *wanted = g_canonicalize_filename(text, "/");
	char *path = g_canonicalize_filename(folder, "/");
	char *content = g_canonicalize_filename(revision->call->content, NULL);
	char *full = g_build_filename(content, folder, NULL);
	char *given = g_canonicalize_filename(text, NULL);
	bool same = strcmp(wanted, path) == 0 || strcmp(given, full) == 0;

	g_free(given);
	g_free(full);
	g_free(content);
	g_free(path);
	g_free(wanted);
	return same;
}

struct page *place_folder(struct revision *revision, const char *text)
{
	static const struct span no_place;
	const struct report *report = revision->report;
	const struct target *target =
		g_hash_table_lookup(report->targets, text);

	for (size_t i = 0; i < report->pages_count; i++) {
		struct page *page = report->pages[i];
		char *folder;
		bool found;

		if (page->kind == PAGE_FORUM || page->source == NULL)
			continue;
		folder = place_name(page);
		found = is_folder(revision, folder, text);
		g_free(folder);
		if (found)
			return page;
	}
	if (target != NULL && target->kind == TARGET_PAGE &&
	    target->page->kind != PAGE_FORUM && target->page->source != NULL)
		return target->page;
	diag_add(revision->diags, DIAG_EDIT_FOLDER, no_place, "%s", text);
	revision_suggest(revision, text);
	return NULL;
}

static unsigned number_of(const struct page *page)
{
	char *name = place_last_name(page);
	unsigned number = (unsigned)strtoul(name, NULL, 10);

	g_free(name);
	return number;
}

/* The pages of the folder in order, `page` left out. */
static GPtrArray *siblings_of(const struct page *folder,
			      const struct page *page)
{
	GPtrArray *siblings = g_ptr_array_new();

	for (struct page *at = folder->first_child; at != NULL; at = at->next)
		if (at != page && at->source != NULL)
			g_ptr_array_add(siblings, at);
	return siblings;
}

/* How many of the siblings come before; −1 with the finding. */
static int count_before(struct revision *revision, const struct page *folder,
			GPtrArray *siblings, const char *after)
{
	static const struct span no_place;
	const struct target *target;

	if (after == NULL)
		return (int)siblings->len;
	target = g_hash_table_lookup(revision->report->targets, after);
	if (target != NULL && target->kind == TARGET_PAGE) {
		guint index;

		if (target->page == folder)
			return 0;
		if (g_ptr_array_find(siblings, target->page, &index))
			return (int)index + 1;
	}
	diag_add(revision->diags, DIAG_EDIT_AFTER, no_place, "%s", after);
	return revision_suggest(revision, after);
}

/* Give a sibling another number. */
static int renumber(struct revision *revision, const struct page *page,
		    unsigned number)
{
	char *path = place_path(page);
	char *name = place_last_name(page);
	char *folder = g_path_get_dirname(path);
	char *to = g_strdup_printf("%s/%u%s", folder, number,
				   name + strspn(name, "0123456789"));
	int result = patch_rename(revision->patch, path, to, revision->diags);

	g_free(to);
	g_free(folder);
	g_free(name);
	g_free(path);
	return result;
}

/*
 * No number is left between the siblings before and those that follow: these
 * go up, as few as can be, the last first.
 */
static int make_room(struct revision *revision, const GPtrArray *siblings,
		     guint first, unsigned number)
{
	unsigned next = number;
	guint end = first;

	while (end < siblings->len &&
	       number_of(g_ptr_array_index(siblings, end)) <= next) {
		next += STEP;
		end++;
	}
	for (guint i = end; i > first; i--) {
		unsigned new = number + STEP *(i - first);

		if (renumber(revision, g_ptr_array_index(siblings, i - 1),
			     new) != 0)
			return -1;
	}
	return 0;
}

unsigned place_number(struct revision *revision, const struct page *folder,
		      const struct page *page, const char *after)
{
	static const struct span no_place;
	GPtrArray *siblings = siblings_of(folder, page);
	int before = count_before(revision, folder, siblings, after);
	unsigned low = 0;
	unsigned number = 0;

	if (before > 0)
		low = number_of(g_ptr_array_index(siblings, before - 1));
	if (before >= 0)
		number = (low / STEP + 1) * STEP;
	if (before >= 0 && (guint)before < siblings->len) {
		unsigned high = number_of(g_ptr_array_index(siblings, before));

		if (number >= high && high > low + 1)
			number = low + (high - low) / 2;
		else if (number >= high &&
			 make_room(revision, siblings, (guint)before, number) !=
				 0)
			number = 0;
	}
	if (number > NUMBER_MAX) {
		diag_add(revision->diags, DIAG_EDIT_AFTER, no_place, "%u",
			 number);
		number = 0;
	}
	g_ptr_array_free(siblings, TRUE);
	return number;
}
