#include "diff/statement_changes.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "diff/sheet.h"
#include "report/facts.h"
#include "report/labels.h"
#include "report/statement.h"

struct telling {
	struct sheet *sheet;
	const struct labels *labels;
};

static const char *word(const struct telling *telling, enum label label)
{
	return labels_word(telling->labels, label);
}

static const char *word_or_null(const struct telling *telling, int label)
{
	return label == 0 ? NULL : word(telling, (enum label)label);
}

/* "Sundsby kommun (https://example.org/)" */
static const char *address_text(const struct telling *telling,
				const struct statement_address *address)
{
	if (address->name == NULL || address->url == NULL)
		return address->name != NULL ? address->name : address->url;
	return arena_printf(telling->sheet->arena, "%s (%s)", address->name,
			    address->url);
}

/* --- Content that is not accessible --------------------------------------- */

static const struct statement_content *
content_called(const struct statement_list *list, const char *what)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].what, what) == 0)
			return &list->items[i];
	return NULL;
}

/* What is said of content that both versions have. */
static void compare_content(const struct telling *telling,
			    const struct statement_content *before,
			    const struct statement_content *after)
{
	const struct {
		enum label lead;
		const char *before;
		const char *after;
	} texts[] = {
		{ LABEL_PAGE_REASON, before->reason, after->reason },
		{ LABEL_PAGE_STATEMENT_CRITERION, before->criterion,
		  after->criterion },
		{ LABEL_PAGE_STATEMENT_INSTEAD, before->instead,
		  after->instead },
		{ LABEL_PAGE_STATEMENT_MENDED, before->mended, after->mended },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		sheet_said(telling->sheet,
			   arena_printf(telling->sheet->arena, "%s – %s",
					after->what,
					word(telling, texts[i].lead)),
			   texts[i].before, texts[i].after);
}

static void compare_list(const struct telling *telling, enum label lead,
			 const struct statement_list *before,
			 const struct statement_list *after)
{
	for (size_t i = 0; i < after->count; i++) {
		const struct statement_content *now = &after->items[i];
		const struct statement_content *then =
			content_called(before, now->what);

		if (then == NULL)
			sheet_item(telling->sheet, word(telling, lead),
				   RUN_INSERTED, now->what);
		else
			compare_content(telling, then, now);
	}
	for (size_t i = 0; i < before->count; i++)
		if (content_called(after, before->items[i].what) == NULL)
			sheet_item(telling->sheet, word(telling, lead),
				   RUN_DELETED, before->items[i].what);
}

/* --- What was tested ------------------------------------------------------ */

static bool has_text(const struct text_list *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], text) == 0)
			return true;
	return false;
}

static void tell_lacking(const struct telling *telling, enum run_kind kind,
			 const struct text_list *list,
			 const struct text_list *other)
{
	for (size_t i = 0; i < list->count; i++)
		if (!has_text(other, list->items[i]))
			sheet_item(telling->sheet,
				   word(telling, LABEL_PAGE_STATEMENT_TESTED),
				   kind, list->items[i]);
}

/* --- The whole ------------------------------------------------------------ */

static void compare_texts(const struct telling *telling,
			  const struct statement *before,
			  const struct statement *after)
{
	const struct {
		enum label lead;
		const char *before;
		const char *after;
	} texts[] = {
		{ LABEL_KEY_SERVICE, before->service, after->service },
		{ LABEL_KEY_LAW, before->law, after->law },
		{ LABEL_PAGE_STATEMENT_STANDARD, before->standard,
		  after->standard },
		{ LABEL_KEY_COMPLIANCE,
		  word_or_null(telling, before->compliance),
		  word_or_null(telling, after->compliance) },
		{ LABEL_PAGE_STATEMENT_EVALUATION,
		  word_or_null(telling, before->evaluation),
		  word_or_null(telling, after->evaluation) },
		{ LABEL_PAGE_STATEMENT_ASSESSED,
		  facts_date(&before->assessed, telling->sheet->arena),
		  facts_date(&after->assessed, telling->sheet->arena) },
		{ LABEL_PAGE_STATEMENT_UPDATED,
		  facts_date(&before->updated, telling->sheet->arena),
		  facts_date(&after->updated, telling->sheet->arena) },
		{ LABEL_PAGE_STATEMENT_CONTACT,
		  address_text(telling, &before->contact),
		  address_text(telling, &after->contact) },
		{ LABEL_PAGE_STATEMENT_SUPERVISION,
		  address_text(telling, &before->supervision),
		  address_text(telling, &after->supervision) },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		sheet_said(telling->sheet,
			   sheet_capital(telling->sheet,
					 word(telling, texts[i].lead)),
			   texts[i].before, texts[i].after);
}

static void compare_statements(const struct telling *telling,
			       const struct statement *before,
			       const struct statement *after)
{
	compare_texts(telling, before, after);
	compare_list(telling, LABEL_PAGE_STATEMENT_SHORTCOMINGS,
		     &before->shortcomings, &after->shortcomings);
	compare_list(telling, LABEL_PAGE_STATEMENT_BURDEN, &before->burden,
		     &after->burden);
	compare_list(telling, LABEL_PAGE_STATEMENT_OUTSIDE, &before->outside,
		     &after->outside);
	tell_lacking(telling, RUN_INSERTED, &after->tested, &before->tested);
	tell_lacking(telling, RUN_DELETED, &before->tested, &after->tested);
}

void statement_changes(struct sheet *sheet, const struct report *before,
		       const struct report *after, unsigned level)
{
	struct sheet part;
	const struct telling telling = { &part, &after->labels };
	const char *heading = word(&telling, LABEL_PAGE_STATEMENT);

	sheet_init(&part, NULL, sheet->arena);
	if (before->statement != NULL && after->statement != NULL)
		compare_statements(&telling, before->statement,
				   after->statement);
	else if (before->statement != NULL || after->statement != NULL)
		sheet_item(&part, word(&telling, LABEL_DIFF_ENTRY),
			   before->statement == NULL ? RUN_INSERTED
						     : RUN_DELETED,
			   heading);
	if (part.blocks->len > 0)
		sheet_heading(sheet, level, NULL, heading);
	sheet_join(sheet, &part);
	sheet_release(&part);
}
