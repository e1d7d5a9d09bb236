/*
 * yaml_scalar: how is a single value or key written in YAML?
 *
 * A quantity as pages write it, but with ordinary blanks; quotation marks only
 * where YAML would otherwise take the text for something else.
 */
#ifndef BILAGA_EDIT_YAML_SCALAR_H
#define BILAGA_EDIT_YAML_SCALAR_H

#include <glib.h>
#include <stdbool.h>

#include "report/schema.h"

struct arena;
struct diag_list;
struct labels;

struct yaml_scalars {
	const struct labels *labels;
	struct diag_list *diags; /* of trials; nobody sees them */
	struct arena *arena;	 /* for scratch, and what is returned */
};

/* `text` in the way that is common to values of the form. */
const char *yaml_scalar_text(const char *text, enum schema_form form,
			     const struct yaml_scalars *scalars);

/* Append it, in quotation marks if it must; `in_brackets` a comma ends it. */
void yaml_scalar_append(GString *out, const char *text, bool in_brackets,
			const struct yaml_scalars *scalars);

/* A key that would be taken for something else stands in quotation marks. */
void yaml_scalar_append_key(GString *out, const char *key,
			    const struct yaml_scalars *scalars);

#endif
