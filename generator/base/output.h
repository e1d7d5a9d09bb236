/*
 * output: how do files reach the output folder, all or nothing?
 *
 * The files of one edition are handed over one by one, in any order, and
 * output_finish() shows them all at once. Until then, and if anything fails,
 * FOLDER/NAME is as it was, whole. Three things lie beside it, hidden:
 *
 *   .NAME.spare  where the next edition is made ready; then the two change
 *                places, so that it holds the previous edition. All in it
 *                is ours, and is removed when no longer wanted.
 *   .NAME.lock   empty; locked while a run writes.
 *   .NAME.old    only after a crash on a file system that cannot exchange
 *                two folders; the next output_open() puts it right.
 *
 * Both folders hold `.bilaga-files`: the sorted paths of their files, one on
 * each line. It tells which folders are ours. What we did not make is never
 * replaced or removed: then there is a finding instead.
 *
 * As long as all that is handed over equals what is shown, nothing is written
 * at all; not even the spare is made. A file of the spare that differs is
 * removed and made anew rather than rewritten: a web server may still be
 * sending it to a reader, and someone may have kept it by a hard link.
 *
 * Nothing is flushed to the disk (fsync): that would take longer than all the
 * rest. If the power fails, the next run compares every byte and puts right
 * what was lost; what bilaga has published can always be made again.
 *
 * A program that stands in the shown folder or holds it open (a shell, a bind
 * mount, a preview server started there) is left with the previous edition,
 * because folders change places; let it go by the path.
 */
#ifndef BILAGA_BASE_OUTPUT_H
#define BILAGA_BASE_OUTPUT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct diag_list;
struct meter;
struct output;
struct output_file;

/* What a run did. Complete after output_prepare() or output_finish(). */
struct output_tally {
	size_t files;	/* of the edition, the list of files not counted */
	size_t written; /* those whose bytes had to be written */
	size_t removed; /* files and folders that are no longer wanted */
};

/*
 * Begin an edition of `folder`/`name`. `folder` is made when it is missing,
 * and its parents. NULL, with the finding added, if it cannot be written,
 * another run is writing there, or something lies in the way that is not
 * ours. `diags` gets the findings of all calls below when the edition ends,
 * by output_finish(), output_abandon() or output_free(), and must live until
 * then: threads that write need not share it. Free with output_free().
 */
struct output *output_open(const char *folder, const char *name,
			   struct diag_list *diags);

/*
 * An edition that is shown nowhere: of all that is handed over only the file
 * `path` is kept, in memory. It writes nothing and cannot fail; of the calls
 * below output_prepare() and those after it may not follow, but
 * output_take_wanted() and output_free().
 */
struct output *output_new_wanted(const char *path);

/*
 * Is the file `path` wanted? Those who have much to do for a file ask first,
 * and need not hand it over when it is not; all files of an ordinary edition
 * are wanted.
 */
bool output_wants(const struct output *output, const char *path);

/* Is any file whose path begins with `folder`, such as "data/", wanted? */
bool output_wants_below(const struct output *output, const char *folder);

/* The wanted file; NULL when nobody handed it over. The caller frees it. */
GString *output_take_wanted(struct output *output);

/* Let each file that is handed over from now on be a step of `meter`. */
void output_count(struct output *output, struct meter *meter);

/*
 * Hand over the file `path`, `length` bytes. `path` is relative and plain:
 * no leading or doubled slash, no `.` or `..`, no newline, each file once,
 * and none is also the folder of another. Folders are made as needed.
 * 0, or −1: the machine failed, and every later call says −1 too.
 *
 * Several threads may write different files at a time.
 */
int output_write(struct output *output, const char *path, const char *bytes,
		 size_t length);

/*
 * The same for a file that is made bit by bit, without holding it in memory:
 * output_begin(), any number of output_add(), and then always output_end(),
 * which frees. output_begin() never returns NULL; a failure is told by all
 * calls that follow. Several files may be under way, each in one thread.
 */
struct output_file *output_begin(struct output *output, const char *path);
int output_add(struct output_file *file, const char *bytes, size_t length);
int output_end(struct output_file *file);

/*
 * All files are handed over: make all ready that can fail for want of space,
 * but show nothing yet. With several outputs, prepare all before the first is
 * finished. 0 or −1. Optional: output_finish() does it if it is not done.
 */
int output_prepare(struct output *output);

/*
 * Show the edition. 0, or −1 and what was shown before is still shown. On a
 * file system that cannot exchange two folders it is gone for a moment, and
 * DIAG_OUTPUT_EXCHANGE says so. Nothing but output_tally() and output_free()
 * may follow.
 */
int output_finish(struct output *output);

/*
 * Give the edition up: what is shown stays. The spare is kept as it is, for
 * the next run. Nothing but output_tally() and output_free() may follow.
 */
void output_abandon(struct output *output);

/* Free `output`; abandons it when it is not finished. NULL is allowed. */
void output_free(struct output *output);

struct output_tally output_tally(const struct output *output);

#endif
