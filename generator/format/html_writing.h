/*
 * html_writing: what has one at hand who writes pages?
 */
#ifndef BILAGA_FORMAT_HTML_WRITING_H
#define BILAGA_FORMAT_HTML_WRITING_H

#include <glib.h>
#include <stdbool.h>

#include "format/markup.h"
#include "read/template.h"
#include "report/labels.h"
#include "report/report.h"

struct abbreviation_book;
struct arena;
struct diag_list;
struct foreign_book;
struct output;
struct theme;

/* Pages of the publication's own, at its top. */
#define HTML_STATEMENT	   "tillganglighet.html"
#define HTML_ABBREVIATIONS "forkortningar.html"

/* The first page of the site, and of a document's folder. */
#define HTML_FRONT "index.html"

/* What all pages at such a place have: made once for a run of them. */
struct around {
	struct arena *arena;
	const struct document *document; /* NULL: nothing is made yet */
	bool whole;
	bool beside;
	struct object *values;
};

struct writing {
	struct output *output;
	const struct report *report;
	const struct theme *theme;
	struct diag_list *diags; /* of the task that is done */
	GArray *tasks;		 /* of struct task; of all threads */
	struct arena *arena;	 /* of one page; forgotten after it */
	const struct abbreviation_book *book; /* in an arena of its own */
	const struct foreign_book *foreign;   /* likewise; NULL: no names */
	struct around around;
	bool search;	/* is there a page for it? */
	GString *page;	/* the page that is written */
	GString *piece; /* a part of it */
	GString *path;
	GString *navigation;		  /* beside the page */
	const struct page *navigation_of; /* the page it was written for */
};

/* What keeps a page out of the lists of search engines. */
#define NO_ROBOTS "noindex"

/* A word of the publication's language. */
static inline const char *writing_word(const struct writing *writing,
				       enum label label)
{
	return labels_word(&writing->report->labels, label);
}

/* Begin a piece of markup; only one is written at a time. */
void writing_begin(const struct writing *writing, struct markup *markup);

/* End it, and keep it in the arena of the page. */
struct value writing_end(const struct writing *writing, struct markup *markup);

/* A date in figures, or in full. */
const char *html_date(const struct report *report, const struct date *date,
		      bool in_full, struct arena *arena);

/* What all pages have; `root` leads to the top of the site. */
struct object *writing_values(const struct writing *writing, const char *root,
			      struct arena *arena);

/* Is the file `name` in `folder` wanted? Asked before it is worked out. */
bool writing_wants(struct writing *writing, const char *folder,
		   const char *name);

/* Write the file by a template. 0 or −1. */
int writing_write(struct writing *writing, const char *folder, const char *name,
		  const char *template, struct object *values);

/* What a page of `title` is, for <meta>. */
const char *writing_in_publication(const struct writing *writing,
				   const char *title);

/* The folder of a document, with the slash after it. */
const char *writing_folder(const struct writing *writing,
			   const struct document *document);

/* What one thread needs; what threads have in common is as in `like`. */
void writing_init(struct writing *writing, const struct writing *like);

void writing_release(struct writing *writing);

#endif
