/*
 * patch_parts: what is kept of a patch?
 *
 * Only patch.c, which makes the changes, and patch_print.c, which shows them,
 * look inside.
 */
#ifndef BILAGA_EDIT_PATCH_PARTS_H
#define BILAGA_EDIT_PATCH_PARTS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Bytes of the file as it lies on the disk. */
struct patch_edit {
	size_t offset;
	size_t length;
	char *text;
};

struct patch_file {
	char *name;  /* before any renaming */
	bool fresh;  /* is not there yet */
	char *bytes; /* as read */
	size_t length;
	mode_t mode;
	GArray *edits; /* struct patch_edit, in order of their places */
	char *spare;   /* the file made ready, and then the old one; or NULL */
	bool placed;   /* the new one has its name */
};

struct patch_move {
	char *from;
	char *to;
	bool done;
};

struct patch {
	char *root;
	int root_fd;	     /* −1: could not be opened */
	GPtrArray *files;    /* struct patch_file */
	GHashTable *by_name; /* name → struct patch_file */
	GArray *moves;	     /* struct patch_move */
	GPtrArray *folders;  /* names of those that were made, in order */
	bool applied;
};

/* The file with all changes made; the caller frees it. */
GString *patch_result(const struct patch_file *file);
#endif
