/*
 * create_text: what does the file of a new page say?
 */
#ifndef BILAGA_EDIT_CREATE_TEXT_H
#define BILAGA_EDIT_CREATE_TEXT_H

#include <glib.h>

#include "report/labels.h"

struct help;
struct kind;
struct report;

/* What is known of the page: keys with their values, ended by NULL. */
struct create_value {
	enum label key;
	const char *value;
};

/*
 * The file of a page: all keys that `group` of the explanations has ("forum",
 * "section", "document"), those of `kind` (NULL: none) too. The caller frees
 * it.
 */
GString *create_text(const struct report *report, const struct help *help,
		     const char *group, const struct create_value *values,
		     const struct kind *kind);

#endif
