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
struct object;
struct template_set;

/* The most ancestors that a theme may have. */
#define THEME_PARENTS_MAX 8

struct theme_file {
	const char *path; /* to read */
	const char *name; /* below files/ */
};

/* What templates may use, and which there must be. */
struct theme_contract {
	const char *const *names;    /* all that the program sets, and NULL */
	const char *const *required; /* templates, and NULL */
	/* Values that are the same on all pages: see template_options. */
	const struct object *constants;
};

struct theme {
	struct template_set *templates;
	const struct object *constants; /* that they were compiled with */
	struct theme_file *files;	/* sorted by name */
	size_t files_count;
};

/*
 * Load the theme in `folder` (NULL: the theme `stad` in `themes`). The theme
 * lies in `arena`; the constants must live as long. NULL with findings added.
 */
const struct theme *theme_load(const char *folder, const char *themes,
			       const struct theme_contract *contract,
			       struct arena *arena, struct diag_list *diags);

#endif
