/*
 * asset: how does a file that is not made by us reach the output?
 */
#ifndef BILAGA_FORMAT_ASSET_H
#define BILAGA_FORMAT_ASSET_H

struct diag_list;
struct output;
struct report;

/* Copy the file `path` to `name` of `output`. 0, or −1: the machine failed. */
int asset_copy(struct output *output, const char *path, const char *name,
	       struct diag_list *diags);

/* Copy all pictures that the pages of `report` show. */
int asset_copy_all(struct output *output, const struct report *report,
		   struct diag_list *diags);

#endif
