#include "report/meaning.h"

#include "base/arena.h"
#include "report/report.h"

/* LABEL_PAGE_MEANING_… of a field; 0: none. */
static const int meanings[FIELD_COUNT] = {
	[FIELD_MEMBERSHIP] = LABEL_PAGE_MEANING_MEMBERSHIP,
	[FIELD_LEVEL] = LABEL_PAGE_MEANING_LEVEL,
	[FIELD_CAN_END] = LABEL_PAGE_MEANING_CAN_END,
	[FIELD_STANDS_FOR] = LABEL_PAGE_MEANING_FORUM_COUNT,
	[FIELD_PARTICIPANTS] = LABEL_PAGE_MEANING_PARTICIPANTS,
	[FIELD_ALL_PARTICIPANTS] = LABEL_PAGE_MEANING_ALL_PARTICIPANTS,
	[FIELD_MEETINGS] = LABEL_PAGE_MEANING_MEETINGS,
	[FIELD_FEE] = LABEL_PAGE_MEANING_FEE,
	[FIELD_OTHER] = LABEL_PAGE_MEANING_OTHER,
	[FIELD_COST] = LABEL_PAGE_MEANING_COST,
	[FIELD_COMPUTED] = LABEL_PAGE_MEANING_COMPUTED,
	[FIELD_FULL_COST] = LABEL_PAGE_MEANING_FULL_COST,
};

const char *meaning_of_column(struct query_column column,
			      const struct report *report, struct arena *arena)
{
	int label = meanings[column.field];
	const char *word;

	if (label == 0)
		return NULL;
	word = labels_word(&report->labels, (enum label)label);
	/* At the head stands only the short name of the group. */
	if (column.field == FIELD_PARTICIPANTS)
		return arena_printf(
			arena, "%s: %s", word,
			report->publication.group_names[column.group]);
	return word;
}
