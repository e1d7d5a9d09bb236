/*
 * theme: which templates and files does a theme have?
 *
 * A theme is a folder with `theme.yaml`, `templates/NAME.mustache` and
 * `files/`. What it lacks comes from its parent, which theme.yaml names.
 */
#ifndef BILAGA_REPORT_THEME_H
#define BILAGA_REPORT_THEME_H

#include <stddef.h>

struct arena;
struct diag_list;
struct template_set;

/* The most ancestors that a theme may have. */
#define THEME_PARENTS_MAX 8

struct theme_file {
	const char *path; /* to read */
	const char *name; /* below files/ */
};

struct theme {
	struct template_set *templates;
	struct theme_file *files; /* sorted by name */
	size_t files_count;
};

/*
 * Load the theme in `folder` (NULL: the theme `stad` in `themes`). `names` are
 * all names that the program sets, `required` the templates it needs; both
 * NULL-terminated. The theme lies in `arena`. NULL with findings added.
 */
const struct theme *theme_load(const char *folder, const char *themes,
			       const char *const *names,
			       const char *const *required, struct arena *arena,
			       struct diag_list *diags);

#endif
