/*
 * place: which number does a page get in a folder, and what is its name then?
 */
#ifndef BILAGA_EDIT_PLACE_H
#define BILAGA_EDIT_PLACE_H

struct revision;
struct page;

/*
 * The document or section that `text` means: its folder, with or without the
 * content folder before it, or its id. NULL with the finding.
 */
struct page *place_folder(struct revision *revision, const char *text);

/* The folder of a document or section, below the content; caller frees. */
char *place_name(const struct page *folder);

/*
 * The number, from 1, of `page` (NULL: one that is new) in `folder`: after the
 * page called `after`, first when that is the folder's own id, or last when
 * `after` is NULL. When there is no number left between two, those that follow
 * get new ones in the patch. 0 with the finding.
 */
unsigned place_number(struct revision *revision, const struct page *folder,
		      const struct page *page, const char *after);

/* The last part of the path of the page: "10-skr.md"; a folder's own name. */
char *place_last_name(const struct page *page);

/* The path of the page's file, or of its folder; caller frees. */
char *place_path(const struct page *page);

#endif
