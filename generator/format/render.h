/*
 * render: which outputs are there, and how are they published together?
 */
#ifndef BILAGA_FORMAT_RENDER_H
#define BILAGA_FORMAT_RENDER_H

#include <glib.h>

struct diag_list;
struct report;

/* A report with all that it is rendered with. */
struct rendering;

/*
 * Make `report` ready to be rendered: in the formats named in the list
 * `formats` (NULL: all), with the theme in the folder `theme` (NULL: the
 * default in `themes`); `search` is the folder with the scripts of the search,
 * without which there is a note and no search. It lies in the report's arena.
 * NULL with findings added: faults of the theme.
 */
struct rendering *rendering_new(const struct report *report,
				const char *formats, const char *theme,
				const char *themes, const char *search,
				struct diag_list *diags);

/*
 * Publish it in the folder `output`. All or nothing. 0, or −1 with findings
 * added: faults of the theme, or of the machine.
 */
int render_report(const struct rendering *rendering, const char *output,
		  struct diag_list *diags);

/*
 * The file `path` of the website, the same bytes as render_report() would
 * write, and no other is worked out. NULL when there is none, or with findings
 * added. The caller frees it. Any number of threads may ask at a time.
 */
GString *render_file(const struct rendering *rendering, const char *path,
		     struct diag_list *diags);

#endif
