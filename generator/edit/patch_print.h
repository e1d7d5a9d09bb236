/*
 * patch_print: what would a patch change, as a diff?
 */
#ifndef BILAGA_EDIT_PATCH_PRINT_H
#define BILAGA_EDIT_PATCH_PRINT_H

#include <stdio.h>

#include <glib.h>

struct patch;

/*
 * Append the changes of `patch`, which is not applied, as git writes them
 * (`git apply` takes them): each file with its lines before and after, new
 * files, and renamed ones, of a folder each file in it.
 */
void patch_append_diff(GString *out, const struct patch *patch);

/* The same, to `out`. */
void patch_print_diff(const struct patch *patch, FILE *out);

#endif
