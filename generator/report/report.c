#include "report/report.h"

#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/collate.h"
#include "base/diag.h"
#include "base/meter.h"
#include "base/listing.h"
#include "base/work.h"
#include "read/body.h"
#include "read/record.h"
#include "report/cost.h"
#include "report/folder.h"
#include "report/kinds.h"
#include "report/number.h"
#include "report/page.h"
#include "report/registers.h"
#include "report/schema.h"

/* Beside the words of languages lie explanations of keys (report/help.h). */
static bool has_language(const char *folder, const char *language)
{
	char *path = g_strdup_printf("%s/%s.yaml", folder, language);
	bool found = strchr(language, '/') == NULL &&
		     !g_str_has_prefix(language, "help-") &&
		     g_file_test(path, G_FILE_TEST_IS_REGULAR);

	g_free(path);
	return found;
}

/* How many lines of `text` begin with a key of the language. */
static size_t count_keys(const char *text, const struct labels *labels)
{
	size_t count = 0;

	while (text != NULL) {
		size_t length = strcspn(text, ":\n");

		for (int i = LABEL_KEY_FORMAT; i <= LABEL_KEY_EDIT_URL; i++) {
			const char *word = labels_word(labels, (enum label)i);

			count += text[length] == ':' &&
				 strlen(word) == length &&
				 memcmp(word, text, length) == 0;
		}
		text = strchr(text, '\n');
		text = text == NULL ? NULL : text + 1;
	}
	return count;
}

/*
 * Load the language that most keys are words of; the last when none fits. It
 * is what findings are told in when the publication does not say. Its name, or
 * NULL with the finding.
 */
static const char *guess_language(struct report *report, const char *folder,
				  struct diag_list *diags)
{
	struct span where = source_whole(report->source);
	GPtrArray *names = listing_new(folder, ".yaml");
	const char *best = NULL;
	size_t most = 0;
	int result = 0;

	for (guint i = 0; i < names->len && result == 0; i++) {
		const char *name = g_ptr_array_index(names, i);
		size_t count;

		if (!has_language(folder, name))
			continue;
		result = labels_load(&report->labels, folder, name, where,
				     report->arena, diags);
		if (result != 0)
			break;
		count = count_keys(report->source->text, &report->labels);
		if (count < most)
			continue;
		most = count;
		best = arena_strdup(report->arena, name);
	}
	g_ptr_array_free(names, TRUE);
	if (result == 0 && best == NULL)
		diag_add(diags, DIAG_LANGUAGE, where, NULL);
	if (result != 0 || best == NULL ||
	    labels_load(&report->labels, folder, best, where, report->arena,
			diags) != 0)
		return NULL;
	return best;
}

/* The language is not said, or not as its keys are. Always −1. */
static int tell_language(struct report *report, const struct record *root,
			 const char *folder, struct diag_list *diags)
{
	const char *language = guess_language(report, folder, diags);
	const struct record *said;
	const char *key;

	if (language == NULL)
		return -1;
	if (root == NULL)
		return diag_add(diags, DIAG_FILE_EMPTY,
				source_whole(report->source), NULL);
	if (root->kind != RECORD_MAP)
		return diag_add(diags, DIAG_VALUE_MAP, root->where, NULL);
	key = labels_word(&report->labels, LABEL_KEY_LANGUAGE);
	said = record_member(root, key);
	if (said == NULL)
		diag_add(diags, DIAG_KEY_MISSING, source_whole(report->source),
			 "%s", key);
	else if (said->kind != RECORD_SCALAR)
		diag_add(diags, DIAG_VALUE_TEXT, said->where, NULL);
	else if (!has_language(folder, said->text))
		diag_add(diags, DIAG_LANGUAGE, said->where, "%s", said->text);
	else
		diag_add(diags, DIAG_VALUE_WORD, said->where, "%s", said->text);
	diag_write(diags, "%s: %s", key, language);
	return -1;
}

/*
 * The publication names its language under a key that is a word of that very
 * language: `språk: sv`, `language: en`. So each value that could be a
 * language is tried; there is hardly ever more than one.
 */
static int find_language(struct report *report, const struct record *root,
			 const char *folder, struct diag_list *diags)
{
	for (const struct record *at = root == NULL ? NULL : root->first;
	     at != NULL && root->kind == RECORD_MAP; at = at->next) {
		if (at->kind != RECORD_SCALAR || at->length > 8 ||
		    !has_language(folder, at->text))
			continue;
		if (labels_load(&report->labels, folder, at->text, at->where,
				report->arena, diags) != 0)
			return -1;
		if (strcmp(at->key, labels_word(&report->labels,
						LABEL_KEY_LANGUAGE)) == 0)
			return 0;
	}
	return tell_language(report, root, folder, diags);
}

static int read_publication(struct report *report, const char *labels_folder,
			    struct diag_list *diags)
{
	struct record *root;
	int result = -1;

	if (report_refuse_link(report->source, diags) != 0)
		return -1;
	if (!g_file_test(report->source->path, G_FILE_TEST_EXISTS))
		return diag_add(diags, DIAG_PUBLICATION_MISSING,
				source_whole(report->source), "%s",
				report->source->path);
	if (source_read(report->source, diags) != 0)
		return -1;
	if (record_parse(&root, report->source, 0, report->source->length,
			 report->arena, diags) != 0)
		guess_language(report, labels_folder, diags);
	else if (find_language(report, root, labels_folder, diags) == 0)
		result = schema_read_publication(
			&report->publication, root,
			source_span(report->source, 0, 1), &report->labels,
			report->arena, diags);
	source_drop(report->source);
	return result;
}

static void override_labels(struct report *report, const char *content,
			    struct diag_list *diags)
{
	char *path = g_build_filename(content, "labels.yaml", NULL);
	struct source *source = source_new(path, "labels.yaml", report->arena);

	if (report_refuse_link(source, diags) == 0 &&
	    g_file_test(path, G_FILE_TEST_EXISTS) &&
	    source_read(source, diags) == 0) {
		labels_override(&report->labels, source, report->arena, diags);
		source_drop(source);
	}
	g_free(path);
}

static void refuse_document(struct report *report, const struct reference *name,
			    struct diag_list *diags)
{
	diag_add(diags, DIAG_DOCUMENT_MISSING, name->where, "%s", name->id);
	report->unread = true;
}

static void read_folders(struct report *report, const char *content,
			 struct diag_list *diags)
{
	const struct reference_list *names = &report->publication.documents;

	report->documents =
		arena_new_array(report->arena, struct document *, names->count);
	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->items[i].id;
		char *path = g_build_filename(content, name, NULL);
		struct document *document =
			arena_new_array(report->arena, struct document, 1);

		if (report_refuse_link(source_new(path, name, report->arena),
				       diags) != 0)
			report->unread = true;
		else if (g_file_test(path, G_FILE_TEST_IS_DIR))
			folder_read(document, path, name, report, diags);
		else
			refuse_document(report, &names->items[i], diags);
		if (document->page != NULL)
			report->documents[report->documents_count++] = document;
		g_free(path);
	}
}

static void collect(struct page *page, GPtrArray *pages)
{
	g_ptr_array_add(pages, page);
	for (struct page *at = page->first_child; at != NULL; at = at->next)
		collect(at, pages);
}

/* List all pages in reading order, and join them. */
static void list_pages(struct report *report)
{
	GPtrArray *pages = g_ptr_array_new();
	size_t forums = 0;

	for (size_t i = 0; i < report->documents_count; i++) {
		struct document *document = report->documents[i];
		guint first = pages->len;

		collect(document->page, pages);
		document->pages_count = pages->len - first;
	}
	report->pages_count = pages->len;
	report->pages =
		arena_new_array(report->arena, struct page *, pages->len + 1);
	report->forums =
		arena_new_array(report->arena, struct page *, pages->len + 1);
	for (guint i = 0; i < pages->len; i++) {
		struct page *page = g_ptr_array_index(pages, i);

		report->pages[i] = page;
		if (page->kind == PAGE_FORUM) {
			report->forums[forums++] = page;
			page->document->forums_count++;
			report->section_levels = MAX(report->section_levels,
						     page->parent->depth);
		}
		if (i > 0 && report->pages[i - 1]->document == page->document) {
			page->preceding = report->pages[i - 1];
			page->preceding->following = page;
		}
	}
	report->forums_count = forums;
	for (size_t i = 0, at = 0; i < report->documents_count; i++) {
		report->documents[i]->pages = report->pages + at;
		at += report->documents[i]->pages_count;
	}
	g_ptr_array_free(pages, TRUE);
}

/* The pages that one thread reads. */
struct share {
	struct page **pages;
	struct page_head **heads; /* of documents, on the heap; else NULL */
	size_t count;
	const struct schema *schema;
	struct arena *arena;
	struct diag_list *diags;
	struct meter *meter;
};

static void read_share(void *data)
{
	struct share *share = data;
	struct arena *scratch = arena_new();

	for (size_t i = 0; i < share->count; i++) {
		struct page_head head;

		page_read(share->pages[i], &head, share->schema, share->arena,
			  scratch, share->diags);
		if (share->pages[i]->kind == PAGE_DOCUMENT)
			share->heads[i] = g_memdup2(&head, sizeof(head));
		meter_step(share->meter);
	}
	arena_free(scratch);
}

/* Each thread has an arena and findings of its own, joined in file order. */
static void read_pages(struct report *report, struct page_head **heads,
		       const struct schema *schema, struct diag_list *diags)
{
	size_t pages = report->pages_count;
	size_t threads = work_threads(pages);
	struct share shares[WORK_THREADS_MAX];

	meter_begin(report->meter,
		    labels_word(&report->labels, LABEL_STAGE_READ), pages);
	for (size_t i = 0; i < threads; i++) {
		size_t first = work_first(pages, threads, i);

		shares[i] = (struct share){
			.pages = report->pages + first,
			.heads = heads + first,
			.count = work_first(pages, threads, i + 1) - first,
			.schema = schema,
			.arena = arena_new(),
			.diags = diag_list_new(),
			.meter = report->meter,
		};
		g_ptr_array_add(report->arenas, shares[i].arena);
	}
	work_run(shares, sizeof(shares[0]), threads, read_share);
	for (size_t i = 0; i < threads; i++) {
		diag_list_join(diags, shares[i].diags);
		diag_list_free(shares[i].diags);
	}
}

static void finish_document(struct document *document,
			    const struct page_head *head,
			    const struct report *report)
{
	const struct publication *publication = &report->publication;

	document->kind = head->kind;
	document->fields = head->fields;
	document->subtitle = head->subtitle;
	document->publisher = head->publisher != NULL ? head->publisher
						      : publication->publisher;
	document->reference = head->reference != NULL ? head->reference
						      : publication->reference;
	document->date = head->date.year != 0 ? head->date : publication->date;
}

/* A forum is called what it was called in the year that is shown. */
static void show_year_title(const struct report *report, struct page *page)
{
	const struct forum_year *year =
		report_year(page->forum, report->publication.year);

	page->forum->title = page->target.title;
	if (year == NULL || year->title == NULL)
		return;
	page->target.title = year->title;
	page->short_title = NULL;
}

static void read_content(struct report *report, const char *content,
			 const GPtrArray *kinds, struct diag_list *diags)
{
	const struct schema *schema = schema_new(
		&report->labels, &report->publication, kinds, report->arena);
	struct page_head **heads;

	registers_read(report, content, schema, diags);
	read_folders(report, content, diags);
	list_pages(report);
	heads = g_new0(struct page_head *, report->pages_count + 1);
	read_pages(report, heads, schema, diags);
	for (size_t i = 0; i < report->pages_count; i++) {
		report->unread |= report->pages[i]->unread;
		report->wrong |= report->pages[i]->wrong;
	}
	for (size_t i = 0; i < report->pages_count; i++) {
		if (heads[i] != NULL)
			finish_document(report->pages[i]->document, heads[i],
					report);
		g_free(heads[i]);
	}
	g_free(heads);
	cost_work_out(report, diags);
	for (size_t i = 0; i < report->forums_count; i++)
		show_year_title(report, report->forums[i]);
	number_report(report, diags);
}

static struct report *report_new(const char *content)
{
	struct report *report = g_new0(struct report, 1);
	char *path = g_build_filename(content, "publication.yaml", NULL);

	report->arena = arena_new();
	report->arenas = g_ptr_array_new();
	report->source = source_new(path, "publication.yaml", report->arena);
	report->targets = g_hash_table_new(g_str_hash, g_str_equal);
	report->organisations = g_hash_table_new(g_str_hash, g_str_equal);
	report->forms = g_hash_table_new(g_str_hash, g_str_equal);
	report->units = g_hash_table_new(g_str_hash, g_str_equal);
	report->goals = g_hash_table_new(g_str_hash, g_str_equal);
	report->rates = g_hash_table_new(g_str_hash, g_str_equal);
	g_free(path);
	return report;
}

struct report *report_read(const char *content, const char *root, int year,
			   struct diag_list *diags)
{
	return report_read_metered(content, root, year, NULL, diags);
}

struct report *report_read_metered(const char *content, const char *root,
				   int year, struct meter *meter,
				   struct diag_list *diags)
{
	struct report *report = report_new(content);
	const char *labels_folder =
		arena_printf(report->arena, "%s/generator/labels", root);
	GPtrArray *kinds;

	report->meter = meter;
	if (read_publication(report, labels_folder, diags) != 0)
		return report;
	report->publication.own_year = report->publication.year;
	if (year != 0)
		report->publication.year = year;
	report->collator = collator_new(
		labels_word(&report->labels, LABEL_LANGUAGE_LOCALE), NULL);
	override_labels(report, content, diags);
	kinds = kinds_load(root,
			   labels_word(&report->labels, LABEL_LANGUAGE_CODE),
			   report->arena, diags);
	if (kinds == NULL)
		return report;
	read_content(report, content, kinds, diags);
	g_ptr_array_free(kinds, TRUE);
	return report;
}

void report_free(struct report *report)
{
	if (report == NULL)
		return;
	for (size_t i = 0; i < report->pages_count; i++)
		body_free(report->pages[i]->body);
	g_hash_table_destroy(report->targets);
	g_clear_pointer(&report->organisations, g_hash_table_destroy);
	g_clear_pointer(&report->forms, g_hash_table_destroy);
	g_clear_pointer(&report->units, g_hash_table_destroy);
	g_clear_pointer(&report->goals, g_hash_table_destroy);
	g_clear_pointer(&report->rates, g_hash_table_destroy);
	if (report->uses != NULL)
		g_array_free(report->uses, TRUE);
	collator_free(report->collator);
	for (guint i = 0; i < report->arenas->len; i++)
		arena_free(g_ptr_array_index(report->arenas, i));
	g_ptr_array_free(report->arenas, TRUE);
	arena_free(report->arena);
	g_free(report);
}

int report_refuse_link(const struct source *source, struct diag_list *diags)
{
	struct stat status;

	if (lstat(source->path, &status) != 0 || !S_ISLNK(status.st_mode))
		return 0;
	return diag_add(diags, DIAG_FILE_LINK, source_whole(source), NULL);
}

const struct forum_year *report_year(const struct forum *forum, int64_t year)
{
	for (size_t i = 0; i < forum->years_count; i++)
		if (forum->years[i].year == year)
			return &forum->years[i];
	return NULL;
}

bool report_has_year(const struct report *report, int64_t year)
{
	for (size_t i = 0; i < report->forums_count; i++)
		if (report_year(report->forums[i]->forum, year) != NULL)
			return true;
	return false;
}

static bool is_coming(const struct report *report, int64_t year)
{
	for (size_t i = 0; i < report->forums_count; i++) {
		const struct forum *forum = report->forums[i]->forum;

		for (size_t k = 0; k < forum->coming_count; k++)
			if (forum->coming[k].year == year)
				return true;
	}
	return false;
}

/*
 * Say which years there are, the last first. When all are coming ones the
 * publication's own year is wrong, and one of them may be meant.
 */
static void tell_years(const struct report *report, struct diag_list *diags)
{
	bool own = report_has_year(report, report->publication.own_year);
	GString *years = g_string_new(NULL);

	for (int64_t year = 2200; year >= 1900; year--)
		if (report_has_year(report, year) ||
		    (!own && is_coming(report, year)))
			g_string_append_printf(years, "%s%d",
					       years->len > 0 ? " | " : "",
					       (int)year);
	if (years->len > 0)
		diag_write(diags, "%s", years->str);
	g_string_free(years, TRUE);
}

int report_check_year(const struct report *report, int64_t year,
		      struct span where, struct diag_list *diags)
{
	if (report_has_year(report, year))
		return 0;
	diag_add(diags,
		 is_coming(report, year) ? DIAG_YEAR_COMING : DIAG_YEAR_EMPTY,
		 where, "%d", (int)year);
	tell_years(report, diags);
	return -1;
}

const char *page_short_title(const struct page *page)
{
	return page->short_title != NULL ? page->short_title
					 : page->target.title;
}

bool page_has_sections(const struct page *page)
{
	const struct page *at = page->first_child;

	while (at != NULL && at->kind != PAGE_SECTION)
		at = at->next;
	return at != NULL;
}

const struct target *page_next_heading(const struct page *page, size_t *at)
{
	const struct body *body = page->body;

	while (body != NULL && *at < body->headings.count) {
		const struct body_heading *heading =
			body->headings.items[(*at)++];

		if (heading->level == 2)
			return heading->target;
	}
	return NULL;
}
