/*
 * diag: what was found wrong, and where?
 *
 * All findings of a run are collected in a list, which diag_print.h tells at
 * the end. diag.def holds every finding: its level, its name and its
 * words in both languages.
 */
#ifndef BILAGA_BASE_DIAG_H
#define BILAGA_BASE_DIAG_H

#include <glib.h>
#include <stdbool.h>

#include "base/source.h"

enum diag_level { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

enum diag_id {
#define DIAG(identifier, level, name, english, swedish, english_advice,        \
	     swedish_advice)                                                   \
	DIAG_##identifier,
#include "base/diag.def"
#undef DIAG
	DIAG_COUNT
};

enum diag_language { DIAG_SWEDISH, DIAG_ENGLISH };

struct diag_list;

struct diag_list *diag_list_new(void);
void diag_list_free(struct diag_list *diags);

/*
 * Add the finding `id` at `where`, with a detail (what the source says, as
 * printf; NULL for none). Always −1, so that callers can return it.
 */
int diag_add(struct diag_list *diags, enum diag_id id, struct span where,
	     const char *detail, ...) G_GNUC_PRINTF(4, 5);

/* Add to the newest finding the other place, such as the first of two. */
void diag_also(struct diag_list *diags, struct span where);

/* Add to the newest finding "did you mean …?"; NULL adds nothing. */
void diag_suggest(struct diag_list *diags, const char *word);

/* Add to the newest finding what to write instead, in full. */
void diag_write(struct diag_list *diags, const char *format, ...)
	G_GNUC_PRINTF(2, 3);

/* Move all findings of `from` to the end of `diags`. */
void diag_list_join(struct diag_list *diags, struct diag_list *from);

/* How many findings have at least `level`. */
size_t diag_count(const struct diag_list *diags, enum diag_level level);

/* How many errors there are that are none of the `count` `ids`. */
size_t diag_count_but(const struct diag_list *diags, const enum diag_id *ids,
		      size_t count);

/*
 * Leave in `diags` only findings of at least `level` that are not in `than`:
 * what has come about since. Two are the same when their kinds, details and
 * files are, wherever in it they stand; one of `than` is the same as one only.
 * Details and names of files are compared as `same` gives them, which the
 * caller frees (NULL: as they are); so what has been changed on purpose makes
 * no difference. How many are left.
 */
size_t diag_keep_more(struct diag_list *diags, const struct diag_list *than,
		      enum diag_level level,
		      char *(*same)(const char *text, const void *context),
		      const void *context);

/* Is a finding in the file shown as `name`? */
bool diag_is_in(const struct diag_list *diags, const char *name);

/* Leave in `diags` only findings in the file shown as `name`. How many. */
size_t diag_keep_in(struct diag_list *diags, const char *name);

/*
 * Leave in `diags` only findings in files shown as one of `names`, or in none,
 * and not `id`; the others are moved to the end of `others`, with texts that
 * still lie in `diags`. How many are left.
 */
size_t diag_keep_among(struct diag_list *diags, GHashTable *names,
		       enum diag_id id, struct diag_list *others);

/* Has a finding said that the machine failed (exit status 3)? */
int diag_machine_failed(const struct diag_list *diags);

/* What stands in diag.def, for lints and documentation. */
enum diag_level diag_id_level(enum diag_id id);
const char *diag_id_name(enum diag_id id);
const char *diag_id_text(enum diag_id id, enum diag_language language);

/*
 * The word of `words` (NULL-terminated) that is nearest to `word` by edit
 * distance, or else the only one that holds it or is held by it; NULL when
 * there is none such. Ties go to the first.
 */
const char *diag_nearest(const char *word, const char *const *words);

#endif
