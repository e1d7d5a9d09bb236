/*
 * search_divided: how is the index of a large publication written, in parts?
 *
 * One script has all terms, and in which parts each stands. Each part has a
 * script of its own, which depends on nothing but its pages, so that one that
 * a browser has kept from an earlier edition does no harm.
 */
#ifndef BILAGA_FORMAT_SEARCH_DIVIDED_H
#define BILAGA_FORMAT_SEARCH_DIVIDED_H

#include <stddef.h>

struct arena;
struct output;
struct search_writing;

/*
 * The file of the texts of part `part`, from 0, in `arena`. Its number begins
 * with 1.
 */
const char *search_part_texts(size_t part, struct arena *arena);

/*
 * Hand over the script of all parts, and that of each. `language` is the one
 * whose words are stemmed. 0, or −1: the machine failed.
 */
int search_write_divided(struct search_writing *writing, struct output *output,
			 const char *language);

#endif
