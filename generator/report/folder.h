/*
 * folder: which files make up a document, and in which order?
 *
 * Only names are looked at here; what the files say is read afterwards, so
 * that it can be read by several threads.
 */
#ifndef BILAGA_REPORT_FOLDER_H
#define BILAGA_REPORT_FOLDER_H

struct diag_list;
struct document;
struct report;

/* How deep folders may lie in each other within a document. */
#define FOLDER_DEPTH_MAX 12

/*
 * Make the pages of `document` from the folder `path`, shown as `name`: for
 * each file a page with source, kind, id from the name, parent and order.
 * Findings are added; what can be read is there.
 */
void folder_read(struct document *document, const char *path, const char *name,
		 struct report *report, struct diag_list *diags);

#endif
