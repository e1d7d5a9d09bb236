/*
 * year: how does a year begin?
 *
 * Each forum that went on in the last year gets the new one, with its figures
 * copied and marked as carried over, so that nobody takes them for new ones.
 * What is said of the year beforehand stays, and is completed. One that ended,
 * or that has figures of the year already, is left as it is: so it does no harm
 * to do it twice.
 */
#ifndef BILAGA_EDIT_YEAR_H
#define BILAGA_EDIT_YEAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct revision;

struct year_counts {
	int64_t from;	  /* the year whose figures are copied */
	size_t added;	  /* forums that get the year */
	size_t completed; /* of which something was said beforehand */
	size_t had;
	size_t ended;
	size_t absent;	/* that were not there in `from` */
	bool published; /* the report gets the year, too */
};

/*
 * Put into the patch that the year `to` begins; `publish`: that the report
 * shows it, too. 0, or −1 with the finding.
 */
int year_plan(struct revision *revision, int to, bool publish,
	      struct year_counts *counts);

#endif
