/*
 * tree: what lies in a folder of the output, and is it ours to change?
 *
 * `output` keeps each edition in two trees that take turns, the shown one and
 * the spare. Both are reached here, folder by folder and never through a
 * symbolic link, so that nothing outside them is met. The shown tree is only
 * read. In the spare, whatever stands in the way is removed.
 *
 * Only for `output`. What opens or closes the folders of a tree needs its
 * lock, or that no other thread runs; the rest keeps nothing between calls.
 */
#ifndef BILAGA_BASE_TREE_H
#define BILAGA_BASE_TREE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/diag.h"

struct arena;

/* The list of files in each tree: it also tells that the tree is ours. */
#define TREE_LIST ".bilaga-files"

#define TREE_FILE_MODE	 ((mode_t)0644)
#define TREE_FOLDER_MODE ((mode_t)0755)

/* What went wrong in the trees of one output, kept apart for all threads. */
struct tree_faults {
	const char *folder; /* that the trees lie in, as the user named it */
	struct diag_list *diags;
	GMutex mutex; /* for `diags` */
	gint failed;  /* atomic */
};

struct tree {
	struct tree_faults *faults;
	struct arena *arena; /* for paths */
	int parent;	     /* the folder that the tree lies in, open */
	const char *name;    /* there */
	bool spare;	     /* may be changed */
	bool exists;
	bool ours;	 /* has a list of files */
	GArray *folders; /* open; struct tree_folder, the tree itself first */
};

struct tree_folder {
	const char *path; /* relative to the tree; "" is the tree itself */
	size_t length;
	int fd;	    /* −1: not there */
	bool fresh; /* made in this run: holds only what this run wrote */
	bool kept;  /* in `folders` of the tree, which closes it */
};

/* A list of findings of its own for what fails in `folder`. */
void tree_faults_init(struct tree_faults *faults, const char *folder);
void tree_faults_release(struct tree_faults *faults);

/*
 * Add the finding `id` about `path` in the folder of all trees, with the
 * words for the errno value `error` (0: none). After the first, only more
 * DIAG_OUTPUT_FOREIGN are added: the rest is its echo. Always −1.
 */
int tree_fault(struct tree_faults *faults, enum diag_id id, const char *path,
	       int error);

/* DIAG_OUTPUT_WRITE about `path` in `tree`. Always −1. */
int tree_fail(const struct tree *tree, const char *path, int error);

/* A tree that is not looked at; the caller sets `parent` and `spare`. */
void tree_init(struct tree *tree, struct tree_faults *faults,
	       struct arena *arena, const char *name);
void tree_release(struct tree *tree);

/*
 * Open the tree if it exists, and see whether it is ours: a folder that has a
 * list of files, or nothing at all. 0, or −1: it is not, or the machine fails.
 */
int tree_look(struct tree *tree);

/* Make the spare if it is missing, and mark it as ours. 0 or −1. */
int tree_make(struct tree *spare);

/* Close all that is open in the tree; it can be looked at again. */
void tree_close(struct tree *tree);

/* The tree itself, which must exist, as a folder; not to be released. */
struct tree_folder tree_root(const struct tree *tree);

/*
 * The folder that is the first `length` bytes of `path`: made when it is
 * missing from the spare, fd −1 when it is missing from the shown tree. Give
 * it back with tree_folder_release(), also after a failure. 0 or −1.
 */
int tree_folder_get(struct tree *tree, const char *path, size_t length,
		    struct tree_folder *folder);
void tree_folder_release(struct tree_folder *folder);

/*
 * The names in an open folder, in no order; `path` is for the finding. NULL
 * on failure, otherwise free it with g_ptr_array_free().
 */
GPtrArray *tree_names(const struct tree *tree, const char *path, int fd);

/*
 * Remove what lies at `path` in the spare, whatever it is, or nothing.
 * `parent` is its folder, open. 0 or −1.
 */
int tree_remove(struct tree *spare, int parent, const char *path);

/*
 * Give what is open the mode that it would have without an umask. The special
 * bits of folders (a group that is inherited) are left. 0 or −1.
 */
int tree_mode_set(const struct tree *tree, const char *path, int fd,
		  mode_t mode);

/*
 * Remove from the spare all that `paths`, sorted, does not name. 0 or −1;
 * `removed` is raised by what went, a folder with all in it counting as one.
 */
int tree_prune(struct tree *spare, const GPtrArray *paths, size_t *removed);

/*
 * Is there anything in the shown tree that its list does not name? When the
 * trees have changed places, it would be removed by the run after this one.
 * 0, or −1: there is, or the machine fails.
 */
int tree_refuse_strangers(struct tree *shown);

/* Give the tree the name of another, which must be free. 0 or −1. */
int tree_rename(const struct tree *from, const struct tree *to);

/* As openat() for a folder that is not a symbolic link, with errno. */
int tree_folder_fd(int parent, const char *name);

/* Whether an open() failed because nothing that we may read lies there. */
bool tree_is_absent(int error);

/* How much of the first `length` bytes of `path` is its folder. */
size_t tree_parent_length(const char *path, size_t length);

/* The part of `path` after the last slash. */
const char *tree_last_name(const char *path);

/* Sort an array of paths; asserts that each is there once. */
void tree_paths_sort(GPtrArray *paths);

/* `path` becomes FOLDER/`name`, where FOLDER is its first `length` bytes. */
void tree_path_enter(GString *path, size_t length, const char *name);

#endif
