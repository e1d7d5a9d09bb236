/*
 * version: which folder has the content of a version?
 *
 * A version is a folder, or a commit, tag or branch of the git repository that
 * the content lies in. What git has is taken into a folder of its own, so that
 * neither the working tree nor the repository is touched.
 */
#ifndef BILAGA_DIFF_VERSION_H
#define BILAGA_DIFF_VERSION_H

struct diag_list;

struct version {
	char *content; /* the folder to read */
	char *name;    /* as it is told: "v1 (2825712, 2026-11-22)" */
	char *taken;   /* the folder made for it; NULL: none */
};

/*
 * Find the version that is called `name`; NULL is the content folder as it is.
 * `content` is the content folder, in whose repository commits are looked for;
 * one that lay elsewhere in the repository then is found by publication.yaml.
 * 0, or −1 with the finding added. Release it either way.
 */
int version_find(struct version *version, const char *name, const char *content,
		 struct diag_list *diags);

/* Remove what was taken, and free the texts. */
void version_release(struct version *version);

#endif
