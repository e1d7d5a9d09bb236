/*
 * html: which pages does the website have, and what stands on each?
 */
#ifndef BILAGA_FORMAT_HTML_H
#define BILAGA_FORMAT_HTML_H

#include <stdbool.h>

struct diag_list;
struct output;
struct report;
struct theme;

/*
 * Hand all pages, pictures and files of `theme` to `output`; with `search`
 * there is a page for it, and all lead there. 0, or −1: the
 * machine failed, or a template did not come to an end.
 */
int html_render(struct output *output, const struct report *report,
		const struct theme *theme, bool search,
		struct diag_list *diags);

#endif
