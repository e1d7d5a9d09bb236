#include "edit/progress.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/source.h"
#include "report/collection.h"
#include "report/report.h"

struct progress {
	const struct report *report;
	struct arena *arena;
	GHashTable *changed; /* path below the content → date and author */
	int64_t year;
	int64_t before; /* the last year that some forum has before it */
	FILE *out;
};

static const char *word(const struct progress *progress, enum label label)
{
	return labels_word(&progress->report->labels, label);
}

/* --- Who and when --------------------------------------------------------- */

/*
 * Each commit is a line `\1DATE AUTHOR` and below it the names of its files,
 * the newest first; so the first that names a file is the last to change it.
 */
static void read_log(struct progress *progress, char *log)
{
	char *rest = log;
	const char *commit = NULL;

	for (char *line = strsep(&rest, "\n"); line != NULL;
	     line = strsep(&rest, "\n")) {
		if (line[0] == '\1')
			commit = line + 1;
		else if (line[0] != '\0' && commit != NULL &&
			 !g_hash_table_contains(progress->changed, line))
			g_hash_table_insert(progress->changed, line,
					    (char *)commit);
	}
}

/* The log of the folder; NULL without git, or where it has none. */
static char *git_log(const char *content)
{
	const char *arguments[] = { "git",
				    "-C",
				    content,
				    "-c",
				    "core.quotepath=off",
				    "log",
				    "--no-renames",
				    "--no-show-signature",
				    "--no-color",
				    "--format=%x01%as %an",
				    "--name-only",
				    "--relative",
				    "--",
				    ".",
				    NULL };
	char *text = NULL;
	char *errors = NULL;
	int status = 0;
	bool started = g_spawn_sync(NULL, (char **)arguments, NULL,
				    G_SPAWN_SEARCH_PATH, NULL, NULL, &text,
				    &errors, &status, NULL);

	g_free(errors);
	if (started && g_spawn_check_wait_status(status, NULL))
		return text;
	g_free(text);
	return NULL;
}

/* --- How a forum stands --------------------------------------------------- */

/* Went it on in the last year, though it has not this one? */
static bool is_not_begun(const struct progress *progress,
			 const struct page *page)
{
	const struct forum_year *before =
		report_year(page->forum, progress->before);

	return before != NULL && before->state != LABEL_STATE_ENDS &&
	       collection_year(page, progress->year) == NULL;
}

/* Why it is not ready, in words; NULL: it is, or it has no such year. */
static const char *why(const struct progress *progress, const struct page *page)
{
	const struct forum_year *year = collection_year(page, progress->year);

	if (year == NULL)
		return is_not_begun(progress, page)
			       ? word(progress,
				      LABEL_EDIT_PROGRESS_IS_NOT_BEGUN)
			       : NULL;
	switch (collection_state(year)) {
	case COLLECTION_CARRIED:
		return word(progress, LABEL_EDIT_PROGRESS_IS_CARRIED);
	case COLLECTION_DRAFT:
		return word(progress, LABEL_EDIT_PROGRESS_IS_DRAFT);
	default:
		return collection_lacking(progress->report, year) > 0
			       ? word(progress, LABEL_EDIT_PROGRESS_LACKS)
			       : NULL;
	}
}

/* --- Printing ------------------------------------------------------------- */

static const char *unit_name(const struct progress *progress,
			     const struct named *unit)
{
	return unit != NULL ? unit->name
			    : word(progress, LABEL_QUANTITY_MISSING);
}

static void print_count(const struct progress *progress, enum label label,
			size_t count)
{
	if (count > 0)
		fprintf(progress->out, "  %s: %zu\n", word(progress, label),
			count);
}

static void print_counts(const struct progress *progress,
			 const struct collection_unit *unit, size_t not_begun)
{
	static const enum label labels[COLLECTION_STATES] = {
		[COLLECTION_CARRIED] = LABEL_PAGE_ARE_CARRIED,
		[COLLECTION_DRAFT] = LABEL_PAGE_ARE_DRAFTS,
		[COLLECTION_NOT_SAID] = LABEL_PAGE_NO_STATUS,
		[COLLECTION_DONE] = LABEL_PAGE_ARE_DONE,
		[COLLECTION_REVIEWED] = LABEL_PAGE_ARE_REVIEWED,
	};

	fprintf(progress->out, "  %s: %zu\n",
		word(progress, LABEL_PAGE_ENTRIES), unit->forums + not_begun);
	print_count(progress, LABEL_EDIT_PROGRESS_NOT_BEGUN, not_begun);
	for (size_t i = 0; i < COLLECTION_STATES; i++)
		print_count(progress, labels[i], unit->states[i]);
	print_count(progress, LABEL_EDIT_PROGRESS_LACKING, unit->lacking);
}

static void print_forum(const struct progress *progress,
			const struct page *page, const char *reason)
{
	const char *changed =
		g_hash_table_lookup(progress->changed, page->source->name);

	fprintf(progress->out, "  - %s: %s\n    %s", page->target.full, reason,
		page->source->name);
	if (changed != NULL)
		fprintf(progress->out, ", %s %s",
			word(progress, LABEL_EDIT_PROGRESS_CHANGED), changed);
	fputc('\n', progress->out);
}

/* Its forums that are not ready; how many there are is what comes back. */
static size_t print_forums(const struct progress *progress,
			   const struct named *unit)
{
	const struct report *report = progress->report;
	size_t count = 0;

	for (size_t i = 0; i < report->forums_count; i++) {
		const struct page *page = report->forums[i];
		const char *reason;

		if (page->forum->responsible.to != unit)
			continue;
		reason = why(progress, page);
		if (reason == NULL)
			continue;
		print_forum(progress, page, reason);
		count++;
	}
	return count;
}

/* --- By unit -------------------------------------------------------------- */

/* A unit all of whose forums are still to be begun has no year to be found by.
 */
static size_t count_not_begun(const struct progress *progress,
			      const struct named *unit)
{
	const struct report *report = progress->report;
	size_t count = 0;

	for (size_t i = 0; i < report->forums_count; i++)
		count += report->forums[i]->forum->responsible.to == unit &&
			 is_not_begun(progress, report->forums[i]);
	return count;
}

static size_t print_unit(const struct progress *progress,
			 const struct collection_unit *unit)
{
	fprintf(progress->out, "\n%s\n", unit_name(progress, unit->unit));
	print_counts(progress, unit, count_not_begun(progress, unit->unit));
	return print_forums(progress, unit->unit);
}

/* Units of which no forum has the year, in the order of their forums. */
static size_t print_others(const struct progress *progress, GHashTable *told)
{
	const struct report *report = progress->report;
	size_t count = 0;

	for (size_t i = 0; i < report->forums_count; i++) {
		struct collection_unit none = {
			.unit = report->forums[i]->forum->responsible.to,
		};

		if (is_not_begun(progress, report->forums[i]) &&
		    g_hash_table_add(told, (void *)none.unit))
			count += print_unit(progress, &none);
	}
	return count;
}

static size_t print_units(const struct progress *progress)
{
	GHashTable *told = g_hash_table_new(NULL, NULL);
	size_t units_count;
	const struct collection_unit *units =
		collection_units(progress->report, progress->year,
				 progress->arena, &units_count);
	size_t count = 0;

	for (size_t i = 0; i < units_count; i++) {
		g_hash_table_add(told, (void *)units[i].unit);
		count += print_unit(progress, &units[i]);
	}
	count += print_others(progress, told);
	g_hash_table_destroy(told);
	return count;
}

void progress_print(const struct report *report, const char *content,
		    int64_t year, FILE *out)
{
	struct progress progress = {
		.report = report,
		.arena = arena_new(),
		.changed = g_hash_table_new(g_str_hash, g_str_equal),
		.year = year,
		.before = collection_year_before(report, year),
		.out = out,
	};
	char *log = git_log(content);

	if (log != NULL)
		read_log(&progress, log);
	fprintf(out, "%s %d\n", word(&progress, LABEL_EDIT_YEAR), (int)year);
	if (print_units(&progress) == 0)
		fprintf(out, "\n%s\n",
			word(&progress, LABEL_EDIT_PROGRESS_READY));
	g_hash_table_destroy(progress.changed);
	g_free(log);
	arena_free(progress.arena);
}
