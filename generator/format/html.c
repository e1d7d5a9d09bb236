#include "format/html.h"

#include "base/arena.h"
#include "base/diag.h"
#include "base/output.h"
#include "base/work.h"
#include "format/asset.h"
#include "format/foreign.h"
#include "format/html_account.h"
#include "format/html_compare.h"
#include "format/html_own.h"
#include "format/html_page.h"
#include "format/html_whole.h"
#include "format/html_writing.h"
#include "report/abbreviation.h"
#include "report/report.h"
#include "report/theme.h"

/* Their texts are no markup, or are shown as they are. */
static const char *const unmarked[] = { "title", "option", "desc",  "text",
					"tspan", "script", "style", NULL };
static const struct foreign_mark foreign_span = { "<span lang=\"", "\">",
						  "</span>", unmarked };

static int copy_files(struct writing *writing, size_t i)
{
	int result = 0;

	(void)i;
	for (size_t k = 0; k < writing->theme->files_count && result == 0;
	     k++) {
		const struct theme_file *file = &writing->theme->files[k];

		g_string_printf(writing->path, "tema/%s", file->name);
		result = asset_copy(writing->output, file->path,
				    writing->path->str, writing->diags);
	}
	if (result == 0)
		result = asset_copy_all(writing->output, writing->report,
					writing->diags);
	return result;
}

static size_t count_documents(const struct report *report)
{
	return report->documents_count;
}

static size_t count_pages(const struct report *report)
{
	return report->pages_count;
}

static size_t count_accounts(const struct report *report)
{
	return report->accounts_count;
}

static size_t count_own_pages(const struct report *report)
{
	(void)report;
	return HTML_OWN_PAGES;
}

static size_t count_one(const struct report *report)
{
	(void)report;
	return 1;
}

/*
 * What there is to write. What takes long comes first, so that no thread has it
 * left when the others are done; short ones are done in runs.
 */
static const struct chore {
	int (*write)(struct writing *writing, size_t i);
	size_t (*count)(const struct report *report);
	size_t run;
} chores[] = {

	{ html_write_whole, count_documents, 1 },
	{ html_write_compare, count_documents, 1 },
	{ html_write_page, count_pages, 64 },
	{ html_write_account, count_accounts, 16 },
	{ html_write_tables, count_documents, 1 },
	{ html_write_own, count_own_pages, HTML_OWN_PAGES },
	{ copy_files, count_one, 1 },
};

struct task {
	const struct chore *chore;
	size_t first;
	size_t end;
	struct diag_list *diags;
	int result;
};

static GArray *tasks_new(const struct report *report)
{
	GArray *tasks = g_array_new(FALSE, FALSE, sizeof(struct task));

	for (size_t i = 0; i < G_N_ELEMENTS(chores); i++) {
		const struct chore *chore = &chores[i];
		size_t count = chore->count(report);

		for (size_t at = 0; at < count; at += chore->run) {
			struct task task = { chore, at,
					     MIN(at + chore->run, count),
					     diag_list_new(), 0 };

			g_array_append_val(tasks, task);
		}
	}
	return tasks;
}

/* Join in the order of tasks what each thread found. 0 or −1. */
static int tasks_free(GArray *tasks, struct diag_list *diags)
{
	int result = 0;

	for (guint i = 0; i < tasks->len; i++) {
		struct task *task = &g_array_index(tasks, struct task, i);

		if (task->result != 0)
			result = -1;
		diag_list_join(diags, task->diags);
		diag_list_free(task->diags);
	}
	g_array_free(tasks, TRUE);
	return result;
}

static void do_task(void *share, size_t i)
{
	struct writing *writing = share;
	struct task *task =
		&g_array_index(writing->tasks, struct task, (guint)i);

	writing->diags = task->diags;
	for (size_t k = task->first; k < task->end && task->result == 0; k++) {
		task->result = task->chore->write(writing, k);
		arena_reset(writing->arena);
	}
}

int html_render(struct output *output, const struct report *report,
		const struct theme *theme, bool search, struct diag_list *diags)
{
	struct arena *shared = arena_new();
	const struct writing like = {
		.output = output,
		.report = report,
		.theme = theme,
		.book = abbreviation_book_new(report, shared),
		.foreign = foreign_book_new(report, &foreign_span, shared),
		.search = search,
		.tasks = tasks_new(report),
	};
	struct writing writings[WORK_THREADS_MAX];
	size_t threads = work_threads(report->pages_count);

	for (size_t i = 0; i < threads; i++)
		writing_init(&writings[i], &like);
	work_take(writings, sizeof(writings[0]), threads, like.tasks->len,
		  do_task);
	for (size_t i = 0; i < threads; i++)
		writing_release(&writings[i]);
	arena_free(shared);
	return tasks_free(like.tasks, diags);
}
