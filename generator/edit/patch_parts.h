/*
 * patch_parts: what is kept of a patch?
 *
 * Only the files that begin with patch look inside: patch.c collects changes,
 * patch_apply.c makes them, patch_journal.c sees to it that they are made in
 * full or not at all, and patch_print.c shows them.
 */
#ifndef BILAGA_EDIT_PATCH_PARTS_H
#define BILAGA_EDIT_PATCH_PARTS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/diag.h"

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
	char *before;  /* the SHA-256 of the text that was there; or NULL */
	char *after;   /* and of the new one; both once they are known */
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
	int journal_fd;	     /* −1: there is no journal */
	GPtrArray *files;    /* struct patch_file */
	GHashTable *by_name; /* name → struct patch_file */
	GArray *moves;	     /* struct patch_move */
	GPtrArray *folders;  /* names of those that are made, in order */
	bool applied;
};

/* Add the finding with the name of a file. Always −1. */
int patch_fault(enum diag_id id, const char *name, struct diag_list *diags);

/* Add that the machine failed, with the errno value `error`. Always −1. */
int patch_fail(const char *name, int error, struct diag_list *diags);

/* 0, or −1 with the finding: `name` is no place where files are changed. */
int patch_check_place(const struct patch *patch, const char *name,
		      struct diag_list *diags);

/* Is there a file or folder, or anything else, called `name`? */
bool patch_exists(const struct patch *patch, const char *name);

/* The bytes of a file, which the caller frees, and how it stands; or errno. */
int patch_read(const struct patch *patch, const char *name, char **bytes,
	       struct stat *status);

/* A file of the patch, with no edits yet. `bytes` are taken over. */
struct patch_file *patch_file_new(struct patch *patch, const char *name,
				  char *bytes, size_t length, mode_t mode);

/* Write all bytes. 0 or an errno value. */
int patch_write(int fd, const char *bytes, size_t length);

/* A new name that is right. */
void patch_add_move(struct patch *patch, const char *from, const char *to);

/* As patch_name(), for a name as it is before the move `first`. */
char *patch_name_after(const struct patch *patch, const char *name, guint first,
		       bool all);

/* The file with all changes made; the caller frees it. */
GString *patch_result(const struct patch_file *file);

/* Stands for the sum of a file that cannot be read. */
#define PATCH_SUM_UNREAD "?"

/* The SHA-256 of a file, which the caller frees; NULL: there is none. */
char *patch_sum(const struct patch *patch, const char *name);

/*
 * The hidden names beside the file `name`, which the caller frees: 1 for the
 * new text, which the old one gets when they change places, and 2 for the old
 * one where the file system cannot let two files change places.
 */
char *patch_spare(const char *name, unsigned which);

#endif
