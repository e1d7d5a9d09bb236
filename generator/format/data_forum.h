/*
 * data_forum: which properties of a forum, besides its figures, are data?
 *
 * Each is one column of forums.csv, where several things stand between bars,
 * and one member in forums.json, where they are a list. What somebody or
 * something is called stands in a file of its own: here are ids.
 */
#ifndef BILAGA_FORMAT_DATA_FORUM_H
#define BILAGA_FORMAT_DATA_FORUM_H

#include <glib.h>

struct arena;
struct forum_year;
struct page;
struct report;

/* What stands between several things in one field of CSV. */
#define DATA_FORUM_SEPARATOR "|"

/* Append the fields of the header line, each after a comma. */
void data_forum_csv_head(GString *out, const struct report *report,
			 struct arena *arena);

/* Append the fields of a forum in `year`, one of its own, coming or not. */
void data_forum_csv(GString *out, const struct page *page,
		    const struct forum_year *year, const struct report *report,
		    struct arena *arena);

/*
 * Append the members of a forum, or of one of its years, each after a comma:
 * those of a forum have nothing to do with the year, which is NULL.
 */
void data_forum_json(GString *out, const struct page *page,
		     const struct forum_year *year, const struct report *report,
		     struct arena *arena);

/* Append an object for each column, as CSVW describes it, after a comma. */
void data_forum_describe(GString *out, const struct report *report,
			 struct arena *arena);

#endif
