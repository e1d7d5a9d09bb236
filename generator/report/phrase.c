#include "report/phrase.h"

#include "report/report.h"

void phrase_full(GString *out, const struct target *target,
		 const struct report *report)
{
	if (target->kind == TARGET_TABLE)
		g_string_append_printf(out, "%s\u00A0%s. ",
				       labels_word(&report->labels,
						   LABEL_PAGE_TABLE),
				       target->number);
	else if (target->number[0] != '\0')
		g_string_append_printf(out, "%s ", target->number);
	g_string_append(out, target->title);
}

static enum label kind_word(const struct target *target)
{
	if (target->kind == TARGET_TABLE)
		return LABEL_PAGE_TABLE_REFERENCE;
	if (target->kind == TARGET_PAGE && target->page->depth == 1)
		return LABEL_PAGE_CHAPTER_REFERENCE;
	return LABEL_PAGE_SECTION_REFERENCE;
}

void phrase_short(GString *out, const struct target *target,
		  const struct page *from, const struct report *report)
{
	const struct document *document = target->page->document;

	if (target->kind == TARGET_PAGE && target->page == document->page) {
		g_string_append(out, page_short_title(target->page));
		return;
	}
	if (document != from->document)
		g_string_append_printf(out, "%s, ",
				       page_short_title(document->page));
	if (target->number[0] == '\0')
		g_string_append(out, target->title);
	else
		g_string_append_printf(out, "%s\u00A0%s",
				       labels_word(&report->labels,
						   kind_word(target)),
				       target->number);
}
