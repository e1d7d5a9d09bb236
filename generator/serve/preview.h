/*
 * preview: what do browsers see while a writer works?
 *
 * A small web server on this machine shows the last edition that could be
 * built, and tells its pages when there is a new one and what was found wrong.
 */
#ifndef BILAGA_SERVE_PREVIEW_H
#define BILAGA_SERVE_PREVIEW_H

#include <stdbool.h>

struct diag_list;
struct preview;
struct stages;

/*
 * Show the website in the folder `site`, which may come later, at `address`
 * (an address of this machine) and `port`. `root` holds generator/serve. NULL
 * with a finding when that cannot be listened to. Free it with preview_free(),
 * which waits for what is being sent; NULL is allowed.
 */
struct preview *preview_new(const char *root, const char *site,
			    const char *address, int port,
			    struct diag_list *diags);
void preview_free(struct preview *preview);

/* Tell all pages what came of a run. The run may be released after it. */
void preview_show(struct preview *preview, const struct stages *stages);

/* Send a sign of life, so that connections which are gone are noticed. */
void preview_beat(struct preview *preview);

#endif
