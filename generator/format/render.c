#include "format/render.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/meter.h"
#include "base/output.h"
#include "base/work.h"
#include "format/chase.h"
#include "format/data.h"
#include "format/docbook.h"
#include "format/html.h"
#include "format/html_contract.h"
#include "format/search.h"
#include "report/report.h"
#include "report/theme.h"

struct rendering {
	const struct report *report;
	const struct theme *theme;
	const char *formats;
	const char *search; /* folder of its scripts; NULL: no search */
	struct diag_list *diags;
};

static int render_html(struct output *output, struct rendering *rendering)
{
	return html_render(output, rendering->report, rendering->theme,
			   rendering->search != NULL, rendering->diags);
}

static int render_search(struct output *output, struct rendering *rendering)
{
	if (rendering->search == NULL)
		return 0;
	return search_render(output, rendering->report, rendering->search,
			     rendering->diags);
}

static int render_docbook(struct output *output, struct rendering *rendering)
{
	return docbook_render(output, rendering->report, rendering->diags);
}

static int render_data(struct output *output, struct rendering *rendering)
{
	if (data_render(output, rendering->report) != 0)
		return -1;
	return chase_render(output, rendering->report);
}

/* The folder of the website. */
#define SITE "html"

/*
 * A format, and the folder it is published in; data and the index of the
 * search lie in the website.
 */
static const struct renderer {
	const char *name;
	const char *folder;
	int (*render)(struct output *output, struct rendering *rendering);
} renderers[] = {
	{ "html", SITE, render_html },
	{ "data", SITE, render_data },
	{ "search", SITE, render_search },
	{ "docbook", "docbook", render_docbook },
};

static const char *const folders[] = { SITE, "docbook" };

static const struct renderer *find_renderer(const char *name, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(renderers); i++)
		if (strlen(renderers[i].name) == length &&
		    memcmp(renderers[i].name, name, length) == 0)
			return &renderers[i];
	return NULL;
}

static bool is_wanted(const struct renderer *renderer, const char *formats)
{
	while (formats != NULL) {
		size_t length = strcspn(formats, ",");

		if (find_renderer(formats, length) == renderer)
			return true;
		if (formats[length] == '\0')
			return false;
		formats += length + 1;
	}
	return true;
}

static void begin_stage(const struct rendering *rendering, enum label stage)
{
	const struct report *report = rendering->report;

	meter_begin(report->meter, labels_word(&report->labels, stage), 0);
}

/* A format that is wanted, with findings of its own. */
struct task {
	const struct renderer *renderer;
	struct output *output;
	struct rendering rendering;
	int result;
};

static void do_task(void *share, size_t i)
{
	struct task *tasks = share;
	struct task *task = &tasks[i];

	task->result = task->renderer->render(task->output, &task->rendering);
}

static size_t add_tasks(struct task *tasks, size_t count, const char *folder,
			struct output *output,
			const struct rendering *rendering)
{
	for (size_t i = 0; i < G_N_ELEMENTS(renderers); i++) {
		if (strcmp(renderers[i].folder, folder) != 0 ||
		    !is_wanted(&renderers[i], rendering->formats))
			continue;
		tasks[count] =
			(struct task){ &renderers[i], output, *rendering, 0 };
		tasks[count].rendering.diags = diag_list_new();
		count++;
	}
	return count;
}

/* Formats are rendered beside each other; findings are joined in order. */
static int do_tasks(struct task *tasks, size_t count,
		    const struct rendering *rendering)
{
	size_t threads = work_threads(rendering->report->pages_count);
	int result = 0;

	work_take(tasks, 0, MIN(threads, count), count, do_task);
	for (size_t i = 0; i < count; i++) {
		if (tasks[i].result != 0)
			result = -1;
		diag_list_join(rendering->diags, tasks[i].rendering.diags);
		diag_list_free(tasks[i].rendering.diags);
	}
	return result;
}

/* Nothing is shown before all that can fail for want of space is done. */
static int publish(struct output *const *outputs, size_t count)
{
	int result = 0;

	for (size_t i = 0; i < count && result == 0; i++)
		if (outputs[i] != NULL)
			result = output_prepare(outputs[i]);
	for (size_t i = 0; i < count && result == 0; i++)
		if (outputs[i] != NULL)
			result = output_finish(outputs[i]);
	return result;
}

static bool is_folder_wanted(const char *folder, const char *formats)
{
	for (size_t i = 0; i < G_N_ELEMENTS(renderers); i++)
		if (strcmp(renderers[i].folder, folder) == 0 &&
		    is_wanted(&renderers[i], formats))
			return true;
	return false;
}

static int render_all(struct rendering *rendering, const char *path)
{
	struct output *outputs[G_N_ELEMENTS(folders)] = { NULL };
	struct task tasks[G_N_ELEMENTS(renderers)];
	size_t count = 0;
	int result = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(folders) && result == 0; i++) {
		if (!is_folder_wanted(folders[i], rendering->formats))
			continue;
		outputs[i] = output_open(path, folders[i], rendering->diags);
		if (outputs[i] == NULL)
			result = -1;
		else
			output_count(outputs[i], rendering->report->meter);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(folders) && result == 0; i++)
		if (outputs[i] != NULL)
			count = add_tasks(tasks, count, folders[i], outputs[i],
					  rendering);
	begin_stage(rendering, LABEL_STAGE_WRITE);
	if (count > 0)
		result = do_tasks(tasks, count, rendering);
	begin_stage(rendering, LABEL_STAGE_PUBLISH);
	if (result == 0)
		result = publish(outputs, G_N_ELEMENTS(folders));
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
		output_free(outputs[i]);
	return result;
}

/* The scripts come from npm: without it the site is built all the same. */
static const char *find_search(const char *folder, const char *formats,
			       struct diag_list *diags)
{
	static const struct span nowhere = { 0 };

	if (!is_wanted(find_renderer("search", strlen("search")), formats))
		return NULL;
	if (search_is_there(folder))
		return folder;
	diag_add(diags, DIAG_SEARCH_MISSING, nowhere, NULL);
	return NULL;
}

struct rendering *rendering_new(const struct report *report,
				const char *formats, const char *theme,
				const char *themes, const char *search,
				struct diag_list *diags)
{
	struct rendering *rendering =
		arena_new_array(report->arena, struct rendering, 1);
	struct theme_contract contract = html_contract(report, report->arena);

	rendering->report = report;
	rendering->formats = arena_strdup(report->arena, formats);
	rendering->search = arena_strdup(report->arena,
					 find_search(search, formats, diags));
	/* Findings point into the theme's files, so it lives as the report. */
	rendering->theme =
		theme_load(theme, themes, &contract, report->arena, diags);
	return rendering->theme == NULL ? NULL : rendering;
}

int render_report(const struct rendering *rendering, const char *output,
		  struct diag_list *diags)
{
	struct rendering own = *rendering;

	own.diags = diags;
	return render_all(&own, output);
}

GString *render_file(const struct rendering *rendering, const char *path,
		     struct diag_list *diags)
{
	struct rendering own = *rendering;
	struct output *output = output_new_wanted(path);
	GString *file = NULL;

	own.diags = diags;
	for (size_t i = 0; i < G_N_ELEMENTS(renderers) && file == NULL; i++) {
		if (strcmp(renderers[i].folder, SITE) != 0 ||
		    !is_wanted(&renderers[i], own.formats))
			continue;
		if (renderers[i].render(output, &own) != 0)
			break;
		file = output_take_wanted(output);
	}
	output_free(output);
	return file;
}
