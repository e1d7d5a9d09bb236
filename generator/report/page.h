/*
 * page: what does the file of a page say?
 *
 * Files are read one by one, each with an arena and findings of its own, so
 * that several threads can share the work without changing a byte.
 */
#ifndef BILAGA_REPORT_PAGE_H
#define BILAGA_REPORT_PAGE_H

#include <stddef.h>

struct arena;
struct diag_list;
struct page;
struct page_head;
struct schema;
struct source;

/*
 * The parts of a file: bytes from the start of its text. A .yaml file is all
 * head; where its text stands in it is known when the head has been read.
 */
struct page_parts {
	size_t head;
	size_t head_length;
	size_t body;
	size_t body_length;
	size_t body_indent;
};

/*
 * Divide the text of `source`, which is in memory, at the lines `---`. 0, or
 * −1 with the finding: there is no head, or it has no end.
 */
int page_split(struct page_parts *parts, const struct source *source,
	       struct diag_list *diags);

/*
 * Read head and text of `page` from its source. `scratch` is forgotten before
 * the call returns; what lives on lies in `arena`. What a document alone has
 * is left in `head`. Findings are added.
 */
void page_read(struct page *page, struct page_head *head,
	       const struct schema *schema, struct arena *arena,
	       struct arena *scratch, struct diag_list *diags);

#endif
