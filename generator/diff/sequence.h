/*
 * sequence: which items do two sequences have in common, in order?
 *
 * The longest common subsequence, found in linear space by halving (E. W.
 * Myers, An O(ND) Difference Algorithm, 1986, 4b). The work is bounded: where
 * two pieces differ in more than SEQUENCE_DIFFERENCES_MAX items, those that
 * stand once in each and in the same order divide them (patience), and what
 * lies between is compared in turn.
 */
#ifndef BILAGA_DIFF_SEQUENCE_H
#define BILAGA_DIFF_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The most items in only one of two pieces for which the way is shortest. */
#define SEQUENCE_DIFFERENCES_MAX 1000

struct arena;

/* What the items of one sequence have in the other; −1: no such item. */
struct sequence_match {
	int32_t *of_a; /* for each item of the first, its place in the second */
	int32_t *of_b; /* the other way round */
	bool cut;      /* some piece differs too much, and was not compared */
};

/*
 * Compare two sequences of numbers, which are alike when the items are. What
 * is returned lies in `arena`.
 */
struct sequence_match sequence_compare(const uint32_t *a, size_t a_count,
				       const uint32_t *b, size_t b_count,
				       struct arena *arena);

/*
 * Mark in `stays` the most of the different numbers `items` that already
 * stand in rising order; the rest have changed place among them.
 */
void sequence_rising(const uint32_t *items, size_t count, bool *stays,
		     struct arena *arena);

#endif
