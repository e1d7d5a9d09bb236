/*
 * patch_driver FOLDER: change the files that tests/edit/faults.py puts there,
 * by edit/patch.h. Exit status 0: all is changed; 3: nothing is, it says.
 *
 * patch_driver FOLDER recover: take care of a change that was cut short, by
 * edit/patch_recover.h. Exit status 0: that went well.
 */
#include <glib.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/diag_print.h"
#include "base/source.h"
#include "edit/patch.h"
#include "edit/patch_recover.h"

static int replace(struct patch *patch, const char *folder, const char *name,
		   struct arena *arena, struct diag_list *diags)
{
	char *path = g_build_filename(folder, name, NULL);
	struct source *source = source_new(path, name, arena);
	int result = source_read(source, diags);

	g_free(path);
	source_drop(source);
	if (result != 0)
		return -1;
	return patch_replace(patch, source_span(source, 4, 3), "2", diags);
}

static int change(struct patch *patch, const char *folder, struct arena *arena,
		  struct diag_list *diags)
{
	if (replace(patch, folder, "a.md", arena, diags) != 0 ||
	    replace(patch, folder, "s/b.md", arena, diags) != 0 ||
	    patch_create(patch, "new/deep/n.md", "new\n", diags) != 0 ||
	    patch_rename(patch, "c.md", "s/c.md", diags) != 0 ||
	    patch_rename(patch, "s", "moved/t", diags) != 0 ||
	    patch_apply(patch, diags) != 0)
		return -1;
	return patch_finish(patch, diags);
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct diag_list *diags = diag_list_new();
	struct patch *patch;
	int result;

	if (argc != 2 && argc != 3)
		return 2;
	patch = patch_new(argv[1]);
	result = argc == 3 ? patch_recover(argv[1], diags)
			   : change(patch, argv[1], arena, diags);
	diag_print(diags, DIAG_ENGLISH, 10, stdout);
	patch_free(patch);
	diag_list_free(diags);
	arena_free(arena);
	return result == 0 ? 0 : 3;
}
