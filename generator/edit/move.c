#include "edit/move.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "edit/patch.h"
#include "edit/place.h"
#include "edit/relocate.h"
#include "edit/revision.h"
#include "report/report.h"

/* The page called `id`, which can be moved; NULL with the finding. */
static struct page *find_page(struct revision *revision, const char *id)
{
	static const struct span no_place;
	const struct target *target =
		g_hash_table_lookup(revision->report->targets, id);

	if (target == NULL || target->kind != TARGET_PAGE) {
		revision_unknown(revision, id);
		return NULL;
	}
	if (target->page->kind != PAGE_DOCUMENT && target->page->source != NULL)
		return target->page;
	diag_add(revision->diags, DIAG_EDIT_DOCUMENT, no_place, "%s", id);
	return NULL;
}

static bool lies_in(const struct page *folder, const struct page *page)
{
	while (folder != NULL && folder != page)
		folder = folder->parent;
	return folder != NULL;
}

/* The path that the page gets; NULL with the finding. */
static char *new_path(struct revision *revision, const struct page *page,
		      const struct page *folder, const char *after)
{
	unsigned number = place_number(revision, folder, page, after);
	char *parent = place_name(folder);
	char *name = place_last_name(page);
	char *path = NULL;

	if (number > 0)
		path = g_strdup_printf("%s/%u%s", parent, number,
				       name + strspn(name, "0123456789"));
	g_free(name);
	g_free(parent);
	return path;
}

int move_plan(struct revision *revision, const char *id, const char *folder,
	      const char *after)
{
	static const struct span no_place;
	static const struct relocate_id no_id;
	struct page *page = find_page(revision, id);
	struct page *to = page == NULL ? NULL : place_folder(revision, folder);
	char *from;
	char *old;
	char *path;
	int result = -1;

	if (to == NULL)
		return -1;
	if (lies_in(to, page))
		return diag_add(revision->diags, DIAG_EDIT_INTO_ITSELF,
				no_place, "%s", id);
	path = new_path(revision, page, to, after);
	/* One that it lies in may get another number to make room. */
	old = place_path(page);
	from = patch_name(revision->patch, old, true);
	g_free(old);
	if (path != NULL &&
	    patch_rename(revision->patch, from, path, revision->diags) == 0)
		result = relocate(revision->patch, revision->report, &no_id,
				  revision->diags);
	g_free(from);
	g_free(path);
	return result;
}
