/*
 * help: what is a key for, in words for those who write?
 *
 * labels/help-LANGUAGE.yaml explains each key of each kind of head, part and
 * register once; the handbook, `bilaga schema` and `bilaga new` show the same
 * texts.
 */
#ifndef BILAGA_REPORT_HELP_H
#define BILAGA_REPORT_HELP_H

struct arena;
struct diag_list;
struct help;

/*
 * Read the explanations in `language` ("sv") of the program, whose data lies in
 * `root`. They lie in `arena`. NULL with findings added: the program's own file
 * is wrong.
 */
const struct help *help_load(const char *root, const char *language,
			     struct arena *arena, struct diag_list *diags);

/*
 * What the key called `name` ("run-by", as in labels.def after "key.") of the
 * group ("forum", "year", "section", …) is for; NULL: nothing is said. A text
 * of one line, with words to write between grave accents.
 */
const char *help_text(const struct help *help, const char *group,
		      const char *name);

/*
 * The names of the keys of `group` in their order, NULL-terminated, in
 * `arena`.
 */
const char *const *help_names(const struct help *help, const char *group,
			      struct arena *arena);

#endif
