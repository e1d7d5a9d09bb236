/*
 * page: what does the file of a page say?
 *
 * Files are read one by one, each with an arena and findings of its own, so
 * that several threads can share the work without changing a byte.
 */
#ifndef BILAGA_REPORT_PAGE_H
#define BILAGA_REPORT_PAGE_H

struct arena;
struct diag_list;
struct page;
struct page_head;
struct schema;

/*
 * Read head and text of `page` from its source. `scratch` is forgotten before
 * the call returns; what lives on lies in `arena`. What a document alone has
 * is left in `head`. Findings are added.
 */
void page_read(struct page *page, struct page_head *head,
	       const struct schema *schema, struct arena *arena,
	       struct arena *scratch, struct diag_list *diags);

#endif
