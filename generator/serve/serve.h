/*
 * serve: how does a writer see the site while writing?
 */
#ifndef BILAGA_SERVE_SERVE_H
#define BILAGA_SERVE_SERVE_H

#include "serve/stages.h"

/*
 * Build as `call` says, show it at `address` and `port`, and build again each
 * time that something in the content folder or the theme's is saved, until
 * the program is asked to end (SIGINT, SIGTERM). Without an output folder in
 * `call` one is made for the time being. The exit status of the program.
 */
enum status serve(const struct stages_call *call, const char *address,
		  int port);

#endif
