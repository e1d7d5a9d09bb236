/*
 * docbook_text: how is the text of a page written in DocBook?
 */
#ifndef BILAGA_FORMAT_DOCBOOK_TEXT_H
#define BILAGA_FORMAT_DOCBOOK_TEXT_H

#include <cmark.h>
#include <stdbool.h>

struct docbook_writing;

/* Write `root`, a block or piece of text, with all in it, but no heading. */
void docbook_tree(struct docbook_writing *writing, cmark_node *root);

/* Is it known how such a node is written? All that a body has must be. */
bool docbook_has_rule(cmark_node_type type);

#endif
