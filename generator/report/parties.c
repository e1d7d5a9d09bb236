#include "report/parties.h"

#include "base/collate.h"
#include "report/report.h"

struct naming {
	GHashTable *seen; /* struct organisation → struct party */
	GPtrArray *parties;
	const struct page *page;
};

static void free_party(void *data)
{
	struct party *party = data;

	g_ptr_array_free(party->forums, TRUE);
	g_free(party);
}

static void name_party(struct naming *naming,
		       const struct organisation *organisation)
{
	struct party *party = g_hash_table_lookup(naming->seen, organisation);
	GPtrArray *forums;

	if (party == NULL) {
		party = g_new(struct party, 1);
		party->organisation = organisation;
		party->forums = g_ptr_array_new();
		g_hash_table_insert(naming->seen, (void *)organisation, party);
		g_ptr_array_add(naming->parties, party);
	}
	/* Pages come in order, so one that is there is the last. */
	forums = party->forums;
	if (forums->len == 0 ||
	    g_ptr_array_index(forums, forums->len - 1) != naming->page)
		g_ptr_array_add(forums, (void *)naming->page);
}

static void name_all(struct naming *naming, const struct reference_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].to != NULL)
			name_party(naming, list->items[i].to);
}

static const char *party_name(const void *item)
{
	return ((const struct party *)item)->organisation->name;
}

GPtrArray *parties_of_document(const struct report *report,
			       const struct document *document)
{
	struct naming naming = {
		.seen = g_hash_table_new(NULL, NULL),
		.parties = g_ptr_array_new_with_free_func(free_party),
	};

	for (size_t i = 0; i < document->pages_count; i++) {
		const struct forum *forum = document->pages[i]->forum;
		const struct forum_year *year;

		if (forum == NULL)
			continue;
		naming.page = document->pages[i];
		name_all(&naming, &forum->run_by);
		name_all(&naming, &forum->parties);
		year = report_year(forum, report->publication.year);
		if (year != NULL)
			name_all(&naming, &year->paid_to);
	}
	g_hash_table_destroy(naming.seen);
	collator_sort(report->collator, naming.parties->pdata,
		      naming.parties->len, party_name);
	return naming.parties;
}

void parties_free(GPtrArray *parties)
{
	g_ptr_array_free(parties, TRUE);
}
