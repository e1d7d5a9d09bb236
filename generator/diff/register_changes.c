#include "diff/register_changes.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "diff/sheet.h"
#include "diff/statement_changes.h"
#include "report/facts.h"
#include "report/report.h"

/* The words that a publication may change. */
#define CHANGEABLE "page."

/* What is told of an entry: what it is called, and its properties in order. */
#define PROPERTIES_MOST 5

struct entry {
	const char *name;
	const char *properties[PROPERTIES_MOST]; /* NULL: not said */
};

/* A register as it is told. */
struct register_kind {
	enum label heading;
	enum label properties[PROPERTIES_MOST]; /* 0: no more */
	GHashTable *(*entries)(const struct report *report,
			       struct arena *arena);
};

static GHashTable *new_entries(void)
{
	return g_hash_table_new(g_str_hash, g_str_equal);
}

static const char *label_or_null(const struct report *report, int label)
{
	return label == 0 ? NULL
			  : labels_word(&report->labels, (enum label)label);
}

/* --- What the registers say ------------------------------------------------
 */

static GHashTable *organisations(const struct report *report,
				 struct arena *arena)
{
	GHashTable *entries = new_entries();
	GHashTableIter iter;
	gpointer value;

	if (report->organisations == NULL)
		return entries;
	g_hash_table_iter_init(&iter, report->organisations);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct organisation *one = value;
		const struct organisation *whole = one->belongs_to.to;
		struct entry *entry = arena_new_array(arena, struct entry, 1);

		entry->name = one->name;
		entry->properties[0] = one->name;
		entry->properties[1] = one->abbreviation;
		entry->properties[2] = one->kind;
		entry->properties[3] = label_or_null(report, one->level);
		entry->properties[4] = whole == NULL ? NULL : whole->name;
		g_hash_table_insert(entries, (void *)one->id, entry);
	}
	return entries;
}

static GHashTable *forms(const struct report *report, struct arena *arena)
{
	GHashTable *entries = new_entries();
	GHashTableIter iter;
	gpointer value;

	if (report->forms == NULL)
		return entries;
	g_hash_table_iter_init(&iter, report->forms);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct form *form = value;
		struct entry *entry = arena_new_array(arena, struct entry, 1);

		entry->name = form->word;
		entry->properties[0] = label_or_null(report, form->class);
		g_hash_table_insert(entries, (void *)form->word, entry);
	}
	return entries;
}

static GHashTable *named(GHashTable *register_, struct arena *arena)
{
	GHashTable *entries = new_entries();
	GHashTableIter iter;
	gpointer value;

	if (register_ == NULL)
		return entries;
	g_hash_table_iter_init(&iter, register_);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct named *one = value;
		struct entry *entry = arena_new_array(arena, struct entry, 1);

		entry->name = one->name;
		entry->properties[0] = one->name;
		entry->properties[1] = one->source;
		g_hash_table_insert(entries, (void *)one->id, entry);
	}
	return entries;
}

static GHashTable *units(const struct report *report, struct arena *arena)
{
	return named(report->units, arena);
}

static GHashTable *goals(const struct report *report, struct arena *arena)
{
	return named(report->goals, arena);
}

static GHashTable *abbreviations(const struct report *report,
				 struct arena *arena)
{
	GHashTable *entries = new_entries();

	for (size_t i = 0; i < report->abbreviations_count; i++) {
		const struct abbreviation *one = &report->abbreviations[i];
		struct entry *entry = arena_new_array(arena, struct entry, 1);

		entry->name =
			arena_printf(arena, "%s (%s)", one->text, one->meaning);
		entry->properties[0] = one->meaning;
		g_hash_table_insert(entries, (void *)one->text, entry);
	}
	return entries;
}

/* "2,5 %": the value of a rate that is a share is hundredths of a per cent. */
static const char *rate_value(const struct report *report,
			      const struct rate *rate, struct arena *arena)
{
	struct quantity value = rate->value.quantity;
	GString *text = g_string_new(NULL);

	if (rate->percent)
		value.kind = QUANTITY_COUNT;
	quantity_format(text, &value, &report->labels.quantity,
			value.kind == QUANTITY_MONEY   ? QUANTITY_IN_KRONOR
			: value.kind == QUANTITY_HOURS ? QUANTITY_IN_HOURS
						       : QUANTITY_IN_NUMBERS,
			-1, true);
	if (rate->percent && value.state == QUANTITY_VALUE)
		g_string_append(text, "\u00A0%");
	return arena_take(arena, text);
}

static GHashTable *rates(const struct report *report, struct arena *arena)
{
	GHashTable *entries = new_entries();

	for (const struct rate *rate = report->rates_first; rate != NULL;
	     rate = rate->next) {
		struct entry *entry = arena_new_array(arena, struct entry, 1);
		GString *date = g_string_new(NULL);

		facts_append_date(date, &rate->date);
		entry->name = arena_printf(
			arena, "%s%s%s %d", rate->name,
			rate->place == NULL ? "" : " ",
			rate->place == NULL ? "" : rate->place, rate->year);
		entry->properties[0] = rate_value(report, rate, arena);
		entry->properties[1] = rate->source;
		entry->properties[2] =
			date->len == 0 ? NULL : arena_strdup(arena, date->str);
		g_hash_table_insert(entries, (void *)entry->name, entry);
		g_string_free(date, TRUE);
	}
	return entries;
}

static const struct register_kind kinds[] = {
	{ LABEL_DIFF_PARTIES,
	  { LABEL_PAGE_NAME, LABEL_KEY_ABBREVIATION, LABEL_KEY_KIND,
	    LABEL_PAGE_LEVEL, LABEL_KEY_BELONGS_TO },
	  organisations },
	{ LABEL_DIFF_FORMS, { LABEL_KEY_CLASS }, forms },
	{ LABEL_DIFF_UNITS, { LABEL_PAGE_NAME, LABEL_PAGE_SOURCE }, units },
	{ LABEL_PAGE_GOALS, { LABEL_PAGE_NAME, LABEL_PAGE_SOURCE }, goals },
	{ LABEL_DIFF_RATES,
	  { LABEL_PAGE_VALUE, LABEL_PAGE_SOURCE, LABEL_PAGE_DATE },
	  rates },
	{ LABEL_PAGE_ABBREVIATIONS, { LABEL_DIFF_MEANING }, abbreviations },
};

/* --- How they differ ------------------------------------------------------
 */

static void tell_entry(struct sheet *sheet, const struct register_kind *kind,
		       const struct report *report, const struct entry *before,
		       const struct entry *after)
{
	if (before == NULL || after == NULL) {
		const struct entry *one = before == NULL ? after : before;

		sheet_item(
			sheet, labels_word(&report->labels, LABEL_DIFF_ENTRY),
			before == NULL ? RUN_INSERTED : RUN_DELETED, one->name);
		return;
	}
	for (size_t i = 0; i < PROPERTIES_MOST && kind->properties[i] != 0; i++)
		sheet_said(sheet,
			   arena_printf(sheet->arena, "%s, %s", before->name,
					labels_word(&report->labels,
						    kind->properties[i])),
			   before->properties[i], after->properties[i]);
}

static gint compare_texts(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

/* The keys of both, sorted. Free with g_list_free(). */
static GList *keys_of(GHashTable *before, GHashTable *after)
{
	GList *keys = g_hash_table_get_keys(after);
	GHashTableIter iter;
	gpointer key;

	g_hash_table_iter_init(&iter, before);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		if (!g_hash_table_contains(after, key))
			keys = g_list_prepend(keys, key);
	return g_list_sort(keys, compare_texts);
}

static void tell_kind(struct sheet *sheet, const struct register_kind *kind,
		      const struct report *before, const struct report *after,
		      unsigned level)
{
	struct sheet part;
	GHashTable *from = kind->entries(before, sheet->arena);
	GHashTable *to = kind->entries(after, sheet->arena);
	GList *keys = keys_of(from, to);

	sheet_init(&part, NULL, sheet->arena);
	for (const GList *at = keys; at != NULL; at = at->next)
		tell_entry(&part, kind, after,
			   g_hash_table_lookup(from, at->data),
			   g_hash_table_lookup(to, at->data));
	if (part.blocks->len > 0)
		sheet_heading(sheet, level, NULL,
			      sheet_capital(sheet, labels_word(&after->labels,
							       kind->heading)));
	sheet_join(sheet, &part);
	sheet_release(&part);
	g_list_free(keys);
	g_hash_table_destroy(from);
	g_hash_table_destroy(to);
}

void register_changes(struct sheet *sheet, const struct report *before,
		      const struct report *after, unsigned level)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		tell_kind(sheet, &kinds[i], before, after, level);
	statement_changes(sheet, before, after, level);
}

/* --- The publication ------------------------------------------------------
 */

/* The day that dates are judged from is the publication's unless said. */
static const char *seen_from(const struct publication *publication,
			     struct arena *arena)
{
	const char *text = facts_date(&publication->seen_from, arena);

	return g_strcmp0(text, facts_date(&publication->date, arena)) == 0
		       ? NULL
		       : text;
}

static const char *groups_text(const struct publication *publication,
			       struct arena *arena)
{
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < publication->groups_count; i++)
		g_string_append_printf(text, "%s%s (%s)", i == 0 ? "" : ", ",
				       publication->groups[i],
				       publication->group_names[i]);
	return arena_take(arena, text);
}

/* The file of the picture called `name`; NULL: there is none. */
static const char *picture_path(const struct report *report, const char *name)
{
	for (size_t i = 0; i < report->assets_count; i++)
		if (strcmp(report->assets[i]->name, name) == 0)
			return report->assets[i]->path;
	return NULL;
}

/* Pictures that are shown, by their names. */
static void tell_pictures(struct sheet *sheet, const struct report *before,
			  const struct report *after)
{
	const char *lead = labels_word(&after->labels, LABEL_DIFF_PICTURE);

	for (size_t i = 0; i < after->assets_count; i++) {
		const struct asset *asset = after->assets[i];
		const char *was = picture_path(before, asset->name);

		if (was == NULL)
			sheet_item(sheet, lead, RUN_INSERTED, asset->name);
		/* One that cannot be read is no other than itself. */
		else if (file_same(was, asset->path) == 0)
			sheet_item(
				sheet, lead, RUN_PLAIN,
				arena_printf(
					sheet->arena, "%s %s", asset->name,
					labels_word(&after->labels,
						    LABEL_DIFF_OTHER_PICTURE)));
	}
	for (size_t i = 0; i < before->assets_count; i++)
		if (picture_path(after, before->assets[i]->name) == NULL)
			sheet_item(sheet, lead, RUN_DELETED,
				   before->assets[i]->name);
}

/* Words of pages that the publication has changed. */
static void tell_words(struct sheet *sheet, const struct report *before,
		       const struct report *after)
{
	if (strcmp(before->publication.language, after->publication.language) !=
	    0)
		return;
	for (int i = 0; i < LABEL_COUNT; i++) {
		const char *from = labels_word(&before->labels, (enum label)i);
		const char *to = labels_word(&after->labels, (enum label)i);

		if (g_str_has_prefix(labels_name((enum label)i), CHANGEABLE) &&
		    strcmp(from, to) != 0)
			sheet_replaced(
				sheet,
				labels_word(&after->labels, LABEL_DIFF_WORD),
				from, to);
	}
}

void publication_changes(struct sheet *sheet, const struct report *before,
			 const struct report *after)
{
	const struct publication *from = &before->publication;
	const struct publication *to = &after->publication;
	struct arena *arena = sheet->arena;
	const struct {
		enum label lead;
		const char *before;
		const char *after;
	} texts[] = {
		{ LABEL_QUERY_TITLE, from->title, to->title },
		{ LABEL_KEY_SUBTITLE, from->subtitle, to->subtitle },
		{ LABEL_PAGE_PUBLISHER, from->publisher, to->publisher },
		{ LABEL_KEY_LANGUAGE, from->language, to->language },
		{ LABEL_PAGE_YEAR, arena_printf(arena, "%d", (int)from->year),
		  arena_printf(arena, "%d", (int)to->year) },
		{ LABEL_PAGE_DATE, facts_date(&from->date, arena),
		  facts_date(&to->date, arena) },
		{ LABEL_KEY_SEEN_FROM, seen_from(from, arena),
		  seen_from(to, arena) },
		{ LABEL_PAGE_REFERENCE, from->reference, to->reference },
		{ LABEL_KEY_GROUPS, groups_text(from, arena),
		  groups_text(to, arena) },
		{ LABEL_KEY_SITE_URL, from->site_url, to->site_url },
		{ LABEL_KEY_EDIT_URL, from->edit_url, to->edit_url },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		sheet_said(sheet,
			   sheet_capital(sheet, labels_word(&after->labels,
							    texts[i].lead)),
			   texts[i].before, texts[i].after);
	tell_pictures(sheet, before, after);
	tell_words(sheet, before, after);
}

/* --- Names ----------------------------------------------------------------
 */

static const char *party_text(const struct organisation *party,
			      struct arena *arena)
{
	if (party->abbreviation == NULL)
		return party->name;
	return arena_printf(arena, "%s (%s)", party->name, party->abbreviation);
}

static void note_renamed(GHashTable *renamed, const char *before,
			 const char *after)
{
	if (strcmp(before, after) != 0)
		g_hash_table_insert(renamed, (void *)before, (void *)after);
}

static void note_parties(GHashTable *renamed, const struct report *before,
			 const struct report *after, struct arena *arena)
{
	GHashTableIter iter;
	gpointer id;
	gpointer value;

	if (before->organisations == NULL || after->organisations == NULL)
		return;
	g_hash_table_iter_init(&iter, before->organisations);
	while (g_hash_table_iter_next(&iter, &id, &value)) {
		const struct organisation *now =
			g_hash_table_lookup(after->organisations, id);

		if (now != NULL)
			note_renamed(renamed, party_text(value, arena),
				     party_text(now, arena));
	}
}

static void note_named(GHashTable *renamed, GHashTable *before,
		       GHashTable *after)
{
	GHashTableIter iter;
	gpointer id;
	gpointer value;

	if (before == NULL || after == NULL)
		return;
	g_hash_table_iter_init(&iter, before);
	while (g_hash_table_iter_next(&iter, &id, &value)) {
		const struct named *now = g_hash_table_lookup(after, id);

		if (now != NULL)
			note_renamed(renamed,
				     ((const struct named *)value)->name,
				     now->name);
	}
}

GHashTable *register_renamed(const struct report *before,
			     const struct report *after, struct arena *arena)
{
	GHashTable *renamed = g_hash_table_new(g_str_hash, g_str_equal);

	note_parties(renamed, before, after, arena);
	note_named(renamed, before->units, after->units);
	note_named(renamed, before->goals, after->goals);
	for (int i = 0; i < LABEL_COUNT; i++)
		if (g_str_has_prefix(labels_name((enum label)i), CHANGEABLE) &&
		    !g_hash_table_contains(renamed, labels_word(&before->labels,
								(enum label)i)))
			note_renamed(
				renamed,
				labels_word(&before->labels, (enum label)i),
				labels_word(&after->labels, (enum label)i));
	return renamed;
}
