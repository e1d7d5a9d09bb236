/*
 * statement: how accessible does the publisher say that the website is?
 *
 * What registers/accessibility.yaml says. It has the parts that the Swedish
 * agency Digg requires by law (2018:1937) and its regulation MDFFS 2019:2,
 * which are those of the model in decision (EU) 2018/1523 of the Commission.
 */
#ifndef BILAGA_REPORT_STATEMENT_H
#define BILAGA_REPORT_STATEMENT_H

#include <stddef.h>

#include "report/report.h"

/* Content that is not accessible, or need not be. */
struct statement_content {
	const char *what;
	const char *reason;
	const char *criterion; /* of WCAG; NULL: not said, as the next two */
	const char *instead;   /* where the same can be had */
	const char *mended;    /* when it will be accessible */
};

struct statement_list {
	struct statement_content *items;
	size_t count;
};

struct statement_address {
	const char *name;
	const char *url; /* https: or mailto: */
};

struct statement {
	const char *service; /* NULL: the publication's title */
	const char *law;
	const char *standard; /* NULL: not said */
	int compliance;	      /* LABEL_COMPLIANCE_… */
	struct span compliance_where;
	struct statement_list shortcomings;
	struct statement_list burden;
	struct statement_list outside;
	int evaluation; /* LABEL_EVALUATION_… */
	struct text_list tested;
	struct date assessed; /* whole days */
	struct date updated;
	struct span assessed_where;
	struct span updated_where;
	struct statement_address contact;
	struct statement_address supervision;
};

/* Do its parts go together, and is it of the publication's time? */
void statement_check(const struct report *report, struct diag_list *diags);

#endif
