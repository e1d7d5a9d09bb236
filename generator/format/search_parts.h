/*
 * search_parts: into which parts is the index of a large publication divided?
 *
 * Each is a run of pages in reading order: sections that lie beside each other,
 * whole, as long as there are not too many pages in them.
 */
#ifndef BILAGA_FORMAT_SEARCH_PARTS_H
#define BILAGA_FORMAT_SEARCH_PARTS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct report;

/* So many forums have one index; it has about 1 KB for each. */
#define SEARCH_FORUMS_MOST 5000

/* So many pages lie in one part. */
#define SEARCH_PAGES_MOST 1000

/* Pages `first` to before `first` + `count`, from 0. */
struct search_part {
	size_t first;
	size_t count;
};

/* What is known of each page by its place among the pages of the report. */
struct search_place {
	long up;       /* the place of the page it lies in, or −1 */
	size_t size;   /* how many pages it is, with those below it */
	size_t forums; /* and how many of them are forums */
	bool framed;   /* it is divided, or a section whole in a part */
};

struct search_parts {
	const struct search_place *places;
	const struct search_part *items; /* NULL: the index is not divided */
	size_t count;
};

/* Has the publication so many forums that its index is divided? */
bool search_is_divided(const struct report *report);

/* The parts of the index of `report`, in `arena`. */
struct search_parts search_parts(const struct report *report,
				 struct arena *arena);

#endif
