/*
 * html_account: what stands on the page that tells how a total came about?
 */
#ifndef BILAGA_FORMAT_HTML_ACCOUNT_H
#define BILAGA_FORMAT_HTML_ACCOUNT_H

#include <stddef.h>

struct writing;

/* Write how the total `i` came about. */
int html_write_account(struct writing *writing, size_t i);

#endif
