/*
 * search: by which words is each page found?
 *
 * Here it is said which words of a page count, and the pages' texts are
 * written, in which hits are shown. Words are stemmed as the theme's sok.js
 * does with what a reader asks for; `tests/search` compares the two. The
 * scripts come from npm: see generator/search/setup.
 */
#ifndef BILAGA_FORMAT_SEARCH_H
#define BILAGA_FORMAT_SEARCH_H

#include <stdbool.h>

struct arena;
struct diag_list;
struct output;
struct report;

/* The page of the search. */
#define SEARCH_PAGE "sok.html"

/* Are the scripts from npm in `folder`? */
bool search_is_there(const char *folder);

/*
 * The scripts of the search page, in their order, seen from the top of the
 * site; NULL-terminated, in `arena`.
 */
const char *const *search_scripts(const struct report *report,
				  struct arena *arena);

/*
 * Hand the index and the scripts from `folder` to `output`. 0, or −1: the
 * machine failed.
 */
int search_render(struct output *output, const struct report *report,
		  const char *folder, struct diag_list *diags);

#endif
