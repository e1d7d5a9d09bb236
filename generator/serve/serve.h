/*
 * serve: how does a writer see the site while writing?
 */
#ifndef BILAGA_SERVE_SERVE_H
#define BILAGA_SERVE_SERVE_H

#include "serve/stages.h"

/*
 * Read as `call` says, show it at `address` and `port`, and read again each
 * time that something in the content folder or the theme's is saved, until
 * the program is asked to end (SIGINT, SIGTERM). Nothing is written. Findings
 * lead to `editor` on the reader's machine; NULL: to the publication's. The
 * exit status of the program.
 */
enum status serve(const struct stages_call *call, const char *address, int port,
		  const char *editor);

#endif
