/*
 * collate: in which order do words stand?
 *
 * The order is that of a language, not of the machine: in Swedish å, ä and ö
 * come last, and nothing depends on the locales that are installed. Numbers
 * in words are compared as numbers (2.9 before 2.10). Texts that the language
 * holds equal are ordered by their bytes, so 0 means the same bytes.
 *
 * A collator may be used by many threads at once.
 */
#ifndef BILAGA_BASE_COLLATE_H
#define BILAGA_BASE_COLLATE_H

#include <stddef.h>

struct arena;
struct collator;
struct diag_list;

/*
 * The order of the language `locale` ("sv"), which is copied; a language that
 * is not known gets the order that most share. Free it with collator_free().
 *
 * The rules are read at first use (it takes a part of a millisecond; a run
 * that sorts nothing does not pay for it), by whichever thread comes first; if
 * they cannot be, words are ordered by their bytes. With `diags` they are read
 * at once, and NULL is returned with the finding added if they cannot be.
 */
struct collator *collator_new(const char *locale, struct diag_list *diags);

/* NULL is allowed. */
void collator_free(struct collator *collator);

/* Negative, 0 or positive as the text `a` stands before, is, or after `b`. */
int collator_compare(const struct collator *collator, const char *a,
		     const char *b);

/*
 * A key for `text`, in `arena`: strcmp() of two keys is collator_compare() of
 * their texts, but much faster. It ends with a zero byte and is not text.
 */
const char *collator_key(const struct collator *collator, const char *text,
			 struct arena *arena);

/*
 * Sort the `count` pointers at `items` (the `pdata` of a GPtrArray) by the
 * text that `text` gives for each. Those with the same text keep their order.
 */
void collator_sort(const struct collator *collator, void **items, size_t count,
		   const char *(*text)(const void *item));

/*
 * The heading under which `text` stands in a register: "A" to "Z" and the
 * further letters of the language ("Å", "Ä", "Ö"), "0–9" before a digit, and
 * "" for all else (signs, other scripts). É is under E, and Æ, in Swedish,
 * under Ä. Sorted texts have their headings in one piece, except that "" is
 * both first and last. It lives as long as `collator`.
 */
const char *collator_initial(const struct collator *collator, const char *text);

#endif
