/*
 * listing: which names are there in a folder, in a fixed order?
 */
#ifndef BILAGA_BASE_LISTING_H
#define BILAGA_BASE_LISTING_H

#include <glib.h>

/*
 * The names in `folder` that do not begin with a full stop and that end with
 * `ending`, without it, sorted by their bytes. Empty when the folder cannot be
 * read. The array and the names (char *) are the caller's:
 * g_ptr_array_free(names, TRUE).
 */
GPtrArray *listing_new(const char *folder, const char *ending);

#endif
