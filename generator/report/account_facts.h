/*
 * account_facts: by which rule was a total counted, and of how many forums?
 *
 * What is returned lies in the arena of `counted`.
 */
#ifndef BILAGA_REPORT_ACCOUNT_FACTS_H
#define BILAGA_REPORT_ACCOUNT_FACTS_H

#include <stddef.h>

struct counted;
struct fact;
struct page;

/* Where the total stands, what was asked, and how many were counted. */
const struct fact *account_facts(const struct counted *counted);

/* The rules by which it was counted, as sentences, NULL-terminated. */
const char **account_rules(const struct counted *counted);

/* How many forums took part in a total, and how they were counted. */
struct account_tally {
	size_t forums;	/* that took part */
	size_t counted; /* that gave it some figure */
	size_t unknown; /* that lack one, likewise the next two */
	size_t missing;
	size_t per_part;
	size_t not_applicable;	   /* that have nothing to count */
	size_t elsewhere;	   /* whose costs are reported under another */
	const struct page **pages; /* that were counted */
};

struct account_tally account_tally(const struct counted *counted);

/* What the total is, exactly and with what it lacks, on one line. */
const char *account_result(const struct counted *counted);

#endif
