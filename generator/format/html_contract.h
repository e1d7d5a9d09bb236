/*
 * html_contract: which names may templates use, and which templates must there
 * be?
 */
#ifndef BILAGA_FORMAT_HTML_CONTRACT_H
#define BILAGA_FORMAT_HTML_CONTRACT_H

#include "report/theme.h"

struct arena;
struct report;

/*
 * What templates may use on the pages of `report`, and which there must be; in
 * `arena`.
 */
struct theme_contract html_contract(const struct report *report,
				    struct arena *arena);

#endif
