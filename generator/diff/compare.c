#include "diff/compare.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "diff/figure_changes.h"
#include "diff/key_figure_changes.h"
#include "diff/page_changes.h"
#include "diff/register_changes.h"
#include "diff/sheet.h"
#include "report/report.h"

/* The parts of the sheet that pages stand in, in order. */
enum part {
	PART_NEW,
	PART_ENDED,
	PART_CHANGED,
	PART_NEW_PAGES,
	PART_GONE_PAGES,
	PART_CHANGED_PAGES,
	PART_REGISTERS,
	PART_PUBLICATION,
	PART_NUMBERS,
	PART_COUNT
};

static const enum label part_headings[] = {
	[PART_NEW] = LABEL_DIFF_NEW_FORUMS,
	[PART_ENDED] = LABEL_DIFF_ENDED_FORUMS,
	[PART_CHANGED] = LABEL_DIFF_CHANGED_FORUMS,
	[PART_NEW_PAGES] = LABEL_DIFF_NEW_PAGES,
	[PART_GONE_PAGES] = LABEL_DIFF_GONE_PAGES,
	[PART_CHANGED_PAGES] = LABEL_DIFF_CHANGED_PAGES,
	[PART_REGISTERS] = LABEL_DIFF_REGISTERS,
	[PART_PUBLICATION] = LABEL_DIFF_PUBLICATION,
	[PART_NUMBERS] = LABEL_DIFF_NEW_NUMBERS,
};

/* Names in links within the sheet. */
static const char *const part_ids[] = {
	[PART_NEW] = "new",
	[PART_ENDED] = "ended",
	[PART_CHANGED] = "changed",
	[PART_NEW_PAGES] = "new-pages",
	[PART_GONE_PAGES] = "gone-pages",
	[PART_CHANGED_PAGES] = "pages",
	[PART_REGISTERS] = "registers",
	[PART_PUBLICATION] = "publication",
	[PART_NUMBERS] = "numbers",
};

struct comparing {
	struct sheet *sheet;
	struct page_versions versions;
	struct matching matching;
	struct sheet parts[PART_COUNT];
	size_t counts[PART_COUNT]; /* of entries */
	size_t moved;		   /* forums */
	struct sheet_table *numbers;
};

static const char *word(const struct comparing *comparing, enum label label)
{
	return labels_word(&comparing->versions.figures.after->labels, label);
}

/* Is the forum one of those of the shown year? Other pages always are. */
static bool is_shown(const struct report *report, const struct page *page)
{
	return page != NULL &&
	       (page->forum == NULL ||
		report_year(page->forum, report->publication.year) != NULL);
}

static enum part part_of(const struct comparing *comparing,
			 const struct match *match)
{
	const struct figure_versions *figures = &comparing->versions.figures;
	const struct page *page =
		match->after == NULL ? match->before : match->after;
	bool forum = page->kind == PAGE_FORUM;
	bool before = is_shown(figures->before, match->before);
	bool after = is_shown(figures->after, match->after);

	if (match->before == NULL || (after && !before))
		return forum ? PART_NEW : PART_NEW_PAGES;
	if (match->after == NULL || (before && !after))
		return forum ? PART_ENDED : PART_GONE_PAGES;
	return forum ? PART_CHANGED : PART_CHANGED_PAGES;
}

static void tell_number(struct comparing *comparing, const struct match *match)
{
	const char *const headings[] = { word(comparing, LABEL_DIFF_PAGE),
					 word(comparing, LABEL_DIFF_BEFORE),
					 word(comparing, LABEL_DIFF_AFTER) };
	const char *const cells[] = { match->after->target.title,
				      match->before->target.number,
				      match->after->target.number };

	if (comparing->numbers == NULL)
		comparing->numbers =
			sheet_table(&comparing->parts[PART_NUMBERS],
				    word(comparing, LABEL_DIFF_NUMBERS_CAPTION),
				    headings, G_N_ELEMENTS(headings));
	sheet_row(&comparing->parts[PART_NUMBERS], comparing->numbers, cells);
	comparing->counts[PART_NUMBERS]++;
}

static void tell_page(struct comparing *comparing, const struct match *match)
{
	const struct figure_versions *figures = &comparing->versions.figures;
	enum part part = part_of(comparing, match);
	const struct page *page =
		match->after == NULL ? match->before : match->after;
	struct sheet *sheet = &comparing->parts[part];
	struct sheet changes;

	arena_reset(figures->arena);
	sheet_init(&changes, NULL, comparing->sheet->arena);
	if (match->before != NULL && match->after != NULL)
		page_changes(&changes, &comparing->versions, match);
	else
		page_shown(&changes, &comparing->versions,
			   match->after == NULL ? figures->before
						: figures->after,
			   page, match->after == NULL);
	if (changes.blocks->len > 0 ||
	    (part != PART_CHANGED && part != PART_CHANGED_PAGES)) {
		sheet_heading(
			sheet, 3,
			arena_printf(comparing->sheet->arena, "%s%s",
				     match->after == NULL ? "before." : "page.",
				     page->target.id),
			match_page_name(page));
		if (changes.blocks->len == 0)
			sheet_paragraph(
				&changes,
				word(comparing, match->after == NULL
							? LABEL_DIFF_NOT_THERE
							: LABEL_DIFF_NO_TEXT));
		sheet_join(sheet, &changes);
		comparing->counts[part]++;
	}
	if (page->kind == PAGE_FORUM &&
	    (match->move == MOVE_ELSEWHERE || match->move == MOVE_WITHIN))
		comparing->moved++;
	if (match->move == MOVE_RENUMBERED)
		tell_number(comparing, match);
	sheet_release(&changes);
}

static const char *count_text(const struct comparing *comparing, size_t count)
{
	return arena_printf(comparing->sheet->arena, "%zu", count);
}

static void tell_counts(struct comparing *comparing)
{
	for (int i = 0; i < PART_COUNT; i++) {
		if (comparing->counts[i] == 0)
			continue;
		sheet_item(comparing->sheet, word(comparing, part_headings[i]),
			   RUN_PLAIN,
			   count_text(comparing, comparing->counts[i]));
		sheet_lead_to(comparing->sheet, part_ids[i]);
	}
	if (comparing->moved > 0)
		sheet_item(comparing->sheet,
			   word(comparing, LABEL_DIFF_MOVED_FORUMS), RUN_PLAIN,
			   count_text(comparing, comparing->moved));
}

static const char *version_name(const struct comparing *comparing,
				const struct compared *compared)
{
	return compared->name[0] == '\0' ? word(comparing, LABEL_DIFF_AS_IT_IS)
					 : compared->name;
}

static bool is_nothing(const struct comparing *comparing)
{
	for (int i = 0; i < PART_COUNT; i++)
		if (comparing->counts[i] > 0)
			return false;
	return true;
}

static void tell_summary(struct comparing *comparing,
			 const struct compared *before,
			 const struct compared *after)
{
	struct sheet *sheet = comparing->sheet;

	sheet_paragraph(sheet,
			arena_printf(sheet->arena, "%s %s %s %s.",
				     word(comparing, LABEL_DIFF_COMPARED),
				     version_name(comparing, before),
				     word(comparing, LABEL_DIFF_TO),
				     version_name(comparing, after)));
	if (is_nothing(comparing)) {
		sheet_paragraph(sheet, word(comparing, LABEL_DIFF_NOTHING));
		return;
	}
	sheet_heading(sheet, 2, "summary", word(comparing, LABEL_DIFF_SUMMARY));
	tell_counts(comparing);
	key_figure_answers(sheet, before->report, after->report);
	figure_totals(sheet, &comparing->versions.figures);
	figure_section_totals(sheet, &comparing->versions.figures);
}

static void tell_parts(struct comparing *comparing)
{
	for (int i = 0; i < PART_COUNT; i++) {
		if (comparing->counts[i] > 0) {
			sheet_heading(comparing->sheet, 2, part_ids[i],
				      word(comparing, part_headings[i]));
			sheet_join(comparing->sheet, &comparing->parts[i]);
		}
		sheet_release(&comparing->parts[i]);
	}
}

static size_t count_items(const struct sheet *sheet)
{
	size_t count = 0;

	for (guint i = 0; i < sheet->blocks->len; i++)
		count += g_array_index(sheet->blocks, struct block, i).kind !=
			 BLOCK_HEADING;
	return count;
}

static void tell_registers(struct comparing *comparing)
{
	const struct figure_versions *figures = &comparing->versions.figures;
	struct sheet *registers = &comparing->parts[PART_REGISTERS];
	struct sheet *publication = &comparing->parts[PART_PUBLICATION];

	register_changes(registers, figures->before, figures->after, 3);
	publication_changes(publication, figures->before, figures->after);
	key_figure_changes(publication, figures->before, figures->after);
	comparing->counts[PART_REGISTERS] = count_items(registers);
	comparing->counts[PART_PUBLICATION] = count_items(publication);
}

void compare_versions(struct sheet *sheet, const struct compared *before,
		      const struct compared *after)
{
	struct comparing comparing = { .sheet = sheet };

	matching_init(&comparing.matching, before->report, after->report,
		      sheet->arena);
	comparing.versions.figures =
		(struct figure_versions){ before->report, after->report,
					  &comparing.matching, arena_new() };
	comparing.versions.renamed =
		register_renamed(before->report, after->report, sheet->arena);
	for (int i = 0; i < PART_COUNT; i++)
		sheet_init(&comparing.parts[i], NULL, sheet->arena);
	sheet->title = arena_printf(sheet->arena, "%s: %s",
				    word(&comparing, LABEL_DIFF_HEADLINE),
				    after->report->publication.title);
	for (size_t i = 0; i < comparing.matching.count; i++)
		tell_page(&comparing, &comparing.matching.items[i]);
	tell_registers(&comparing);
	tell_summary(&comparing, before, after);
	tell_parts(&comparing);
	arena_free(comparing.versions.figures.arena);
	g_hash_table_destroy(comparing.versions.renamed);
	matching_release(&comparing.matching);
}
