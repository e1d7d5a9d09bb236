/*
 * search_index: how is it written on which pages the words stand?
 *
 * As what MiniSearch 7 loads (its serializationVersion 2), in a script that
 * sets one name: no request, no module. That of a large publication is divided:
 * see search_divided.h. themes/README.md says what both are to a theme.
 */
#ifndef BILAGA_FORMAT_SEARCH_INDEX_H
#define BILAGA_FORMAT_SEARCH_INDEX_H

#include "format/search_parts.h"

struct output;
struct report;
struct terms;

/* What the index of a publication is made of, by the names of its files. */
#define SEARCH_FOLDER "sok/"
#define SEARCH_INDEX  SEARCH_FOLDER "index.js"
#define SEARCH_TEXTS  SEARCH_FOLDER "text.js"

/*
 * Hand over the index of all pages, or of all parts. `language` is the one
 * whose words are stemmed; empty: none. 0, or −1: the machine failed.
 */
int search_index_write(struct output *output, const struct report *report,
		       const struct terms *terms,
		       const struct search_parts *parts, const char *language);

#endif
