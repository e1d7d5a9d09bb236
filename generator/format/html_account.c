#include "format/html_account.h"

#include "base/arena.h"
#include "format/html_navigation.h"
#include "format/html_place.h"
#include "format/html_table.h"
#include "format/html_values.h"
#include "format/html_writing.h"
#include "format/markup.h"
#include "report/account.h"
#include "report/account_facts.h"
#include "report/account_rows.h"
#include "report/counted.h"
#include "report/report.h"

static struct value account_table(const struct writing *writing,
				  const struct html_place *place,
				  const struct counted *counted)
{
	struct markup markup;

	writing_begin(writing, &markup);
	html_account_table(&markup, place, counted->account,
			   account_rows(counted, false));
	return writing_end(writing, &markup);
}

static void set_rules(struct object *values, const struct counted *counted)
{
	struct list *list = object_add_list(values, "rules");

	for (const char **at = account_rules(counted); *at != NULL; at++)
		object_set_text(list_add_object(list), "text", *at);
}

int html_write_account(struct writing *writing, size_t i)
{
	const struct report *report = writing->report;
	const struct account *account = report->accounts[i];
	const struct page *page = account->places != NULL
					  ? account->places->page
					  : report->documents[0]->page;
	struct html_place place = { report, page, false, writing->arena, true };
	const char *file =
		arena_concat(writing->arena, account->id, ".html", NULL);
	struct object *values;
	struct counted counted;

	if (!writing_wants(writing, HTML_ACCOUNTS, file))
		return 0;
	values = values_of_page(writing, &place);
	counted_init(&counted, account, report, writing->arena);
	object_set_text(values, "title", account->title);
	object_set_text(values, "question",
			account->question != NULL ? account->question
						  : account->target->title);
	object_set_text(values, "description",
			arena_concat(writing->arena,
				     writing_word(writing, LABEL_PAGE_ACCOUNT),
				     ": ", account->title, NULL));
	object_set(values, "navigation", html_way(writing, &place));
	values_set_breadcrumb(values, &place, place.page);
	values_set_facts(values, &place, account_facts(&counted));
	set_rules(values, &counted);
	object_set(values, "rows", account_table(writing, &place, &counted));
	return writing_write(writing, HTML_ACCOUNTS, file, "account", values);
}
