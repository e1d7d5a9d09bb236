/*
 * docbook: what is a document in DocBook 5?
 *
 * One file for each document, streamed. Numbers stand in `label` attributes,
 * so that no stylesheet numbers anew.
 */
#ifndef BILAGA_FORMAT_DOCBOOK_H
#define BILAGA_FORMAT_DOCBOOK_H

struct diag_list;
struct output;
struct report;

/*
 * Hand the documents of `report`, and the pictures they show, to `output`.
 * 0, or −1: the machine failed.
 */
int docbook_render(struct output *output, const struct report *report,
		   struct diag_list *diags);

#endif
