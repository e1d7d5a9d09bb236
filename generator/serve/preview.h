/*
 * preview: what do browsers see while a writer works?
 *
 * A small web server on this machine shows the last run without errors, and
 * tells its pages when there is a new one and what was found wrong. No file is
 * written, and none is opened by the name that a request gives: a file of the
 * site is rendered when it is asked for, by the same functions as a build. So
 * it takes as long as one file does, and has the same bytes. Pages get a
 * script with them; below /.bilaga/plain/ lies the site as it would be built.
 */
#ifndef BILAGA_SERVE_PREVIEW_H
#define BILAGA_SERVE_PREVIEW_H

#include <stdbool.h>

struct diag_list;
struct preview;
struct stages;

/*
 * Listen at `address` (an address of this machine) and `port`. `root` holds
 * generator/serve. `editor` is the address of an editor on the reader's
 * machine, with {path}, {line} and {column}; NULL: none. NULL with a finding
 * when that cannot be listened to. Free it with preview_free(), which waits for
 * what is being sent; NULL is allowed.
 */
struct preview *preview_new(const char *root, const char *address, int port,
			    const char *editor, struct diag_list *diags);
void preview_free(struct preview *preview);

/*
 * Show what came of a run, and tell all pages; if it has errors, the last one
 * that had none is still shown. A reference to `stages` is kept.
 */
void preview_show(struct preview *preview, struct stages *stages);

/* Send a sign of life, so that connections which are gone are noticed. */
void preview_beat(struct preview *preview);

#endif
