/*
 * labels: which words does the publication's language have?
 *
 * Keys, states, units, measures and the words of pages stand in
 * labels/LANGUAGE.yaml; none stand in C or in themes. The same words are read
 * from heads and printed on pages.
 */
#ifndef BILAGA_REPORT_LABELS_H
#define BILAGA_REPORT_LABELS_H

#include <stddef.h>

#include "base/diag.h"
#include "base/quantity.h"

struct arena;

enum label {
#define LABEL(identifier, name) LABEL_##identifier,
#include "report/labels.def"
#undef LABEL
	LABEL_COUNT
};

struct labels {
	const char *words[LABEL_COUNT];
	struct quantity_words quantity;
	enum diag_language findings; /* the language of findings */
};

/*
 * Read the words of `language` ("sv") from `folder`/LANGUAGE.yaml. They lie in
 * `arena`. 0, or −1 with findings added (`where` is where the language was
 * named): an unknown language, a word missing or unknown.
 */
int labels_load(struct labels *labels, const char *folder, const char *language,
		struct span where, struct arena *arena,
		struct diag_list *diags);

/*
 * Let the file `source`, whose text is in memory, change words of the group
 * `page`. 0, or −1 with findings added.
 */
int labels_override(struct labels *labels, const struct source *source,
		    struct arena *arena, struct diag_list *diags);

/* The word, never NULL. */
static inline const char *labels_word(const struct labels *labels,
				      enum label label)
{
	return labels->words[label];
}

/* The permanent name of a label, such as "page.contents". */
const char *labels_name(enum label label);

#endif
