/*
 * render: which outputs are there, and how are they published together?
 */
#ifndef BILAGA_FORMAT_RENDER_H
#define BILAGA_FORMAT_RENDER_H

struct diag_list;
struct report;

/*
 * Publish `report` in the folder `output`: the formats named in the list
 * `formats` (NULL: all), with the theme in the folder `theme` (NULL: the
 * default in `themes`); `search` is the folder with the scripts of the search,
 * without which there is a note and no search. All or nothing. 0, or −1 with
 * findings added: faults of the theme, or of the machine.
 */
int render_report(const struct report *report, const char *output,
		  const char *formats, const char *theme, const char *themes,
		  const char *search, struct diag_list *diags);

#endif
