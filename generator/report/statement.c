#include "report/statement.h"

#include <string.h>

#include "base/diag.h"
#include "report/calendar.h"
#include "report/facts.h"

/* What is said to be fully compliant has no shortcomings; all else has. */
static void check_compliance(const struct statement *statement,
			     struct diag_list *diags)
{
	bool lacks = statement->compliance == LABEL_COMPLIANCE_PART ||
		     statement->compliance == LABEL_COMPLIANCE_NONE;
	bool none = statement->shortcomings.count == 0 &&
		    statement->burden.count == 0;

	if (lacks == none)
		diag_add(diags, DIAG_STATEMENT_COMPLIANCE,
			 statement->compliance_where, NULL);
}

/* A statement is updated when, or after, the website was assessed. */
static void check_order(const struct statement *statement,
			struct diag_list *diags)
{
	GString *text;

	if (calendar_compare(&statement->assessed, &statement->updated) <= 0)
		return;
	text = g_string_new(NULL);
	facts_append_date(text, &statement->updated);
	g_string_append(text, " < ");
	facts_append_date(text, &statement->assessed);
	diag_add(diags, DIAG_DATE_ORDER, statement->updated_where, "%s",
		 text->str);
	g_string_free(text, TRUE);
}

/* The publication's own date is what today is: there is no clock. */
static void check_age(const struct statement *statement,
		      const struct publication *publication,
		      struct diag_list *diags)
{
	struct date last = statement->assessed;
	struct date published;
	GString *text;

	if (publication->date.year == 0)
		return;
	last.year++;
	published = calendar_first_day(&publication->date);
	if (calendar_compare(&published, &last) <= 0)
		return;
	text = g_string_new(NULL);
	facts_append_date(text, &publication->date);
	diag_add(diags, DIAG_STATEMENT_OLD, statement->assessed_where, "%s",
		 text->str);
	g_string_free(text, TRUE);
}

/* What has an address on the web is to be used by all. */
static void check_published(const struct publication *publication,
			    struct diag_list *diags)
{
	if (publication->site_url != NULL)
		diag_add(diags, DIAG_STATEMENT_MISSING,
			 publication->site_url_where, NULL);
}

void statement_check(const struct report *report, struct diag_list *diags)
{
	const struct statement *statement = report->statement;

	if (statement == NULL) {
		check_published(&report->publication, diags);
		return;
	}
	check_compliance(statement, diags);
	check_order(statement, diags);
	check_age(statement, &report->publication, diags);
}
