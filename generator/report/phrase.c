#include "report/phrase.h"

#include "report/report.h"

const char *phrase_kind(const struct target *target,
			const struct report *report)
{
	return labels_word(&report->labels, target->kind == TARGET_CHART
						    ? LABEL_PAGE_CHART
						    : LABEL_PAGE_TABLE);
}

void phrase_full(GString *out, const struct target *target,
		 const struct report *report)
{
	if (target->kind == TARGET_TABLE || target->kind == TARGET_CHART)
		g_string_append_printf(out, "%s\u00A0%s. ",
				       phrase_kind(target, report),
				       target->number);
	else if (target->number[0] != '\0')
		g_string_append_printf(out, "%s ", target->number);
	g_string_append(out, target->title);
}

static enum label kind_word(const struct target *target)
{
	if (target->kind == TARGET_TABLE)
		return LABEL_PAGE_TABLE_REFERENCE;
	if (target->kind == TARGET_CHART)
		return LABEL_PAGE_CHART_REFERENCE;
	if (target->kind == TARGET_PAGE && target->page->depth == 1)
		return LABEL_PAGE_CHAPTER_REFERENCE;
	return LABEL_PAGE_SECTION_REFERENCE;
}

/* Which appendix of `from` is `document`, from 1; 0 when it is none. */
static size_t appendix_number(const struct document *document,
			      const struct document *from)
{
	for (const struct document_field *at = from->fields; at != NULL;
	     at = at->next)
		for (size_t i = 0; i < at->documents.count; i++)
			if (at->documents.items[i].to == document->page)
				return i + 1;
	return 0;
}

static void append_document(GString *out, const struct document *document,
			    const struct document *from,
			    const struct report *report)
{
	size_t number = appendix_number(document, from);

	if (number == 0)
		g_string_append(out, page_short_title(document->page));
	else
		g_string_append_printf(
			out, "%s\u00A0%zu",
			labels_word(&report->labels, LABEL_PAGE_APPENDIX),
			number);
}

void phrase_short(GString *out, const struct target *target,
		  const struct page *from, const struct report *report)
{
	const struct document *document = target->page->document;
	bool is_document =
		target->kind == TARGET_PAGE && target->page == document->page;

	if (is_document || document != from->document)
		append_document(out, document, from->document, report);
	if (is_document)
		return;
	if (document != from->document)
		g_string_append(out, ", ");
	if (target->number[0] == '\0')
		g_string_append(out, target->title);
	else
		g_string_append_printf(
			out, "%s\u00A0%s",
			labels_word(&report->labels, kind_word(target)),
			target->number);
}
