#include "serve/stages.h"

#include <glib.h>
#include <malloc.h>

#include "base/diag.h"
#include "format/render.h"
#include "report/check.h"
#include "report/report.h"
#include "report/table.h"
#include "report/unfinished.h"

static enum status status_of(const struct diag_list *diags, bool strict)
{
	if (diag_machine_failed(diags))
		return STATUS_MACHINE;
	if (diag_count(diags, strict ? DIAG_WARNING : DIAG_ERROR) > 0)
		return STATUS_FINDINGS;
	return STATUS_GOOD;
}

void stages_run(struct stages *stages, const struct stages_call *call)
{
	struct diag_list *diags = diag_list_new();
	char *search =
		g_build_filename(call->root, "generator", "search", NULL);
	char *themes = g_build_filename(call->root, "themes", NULL);
	struct report *report = report_read_metered(
		call->content, call->root, call->year, call->meter, diags);

	unfinished_check(call->content, diags);
	check_content(report, call->content, diags);
	stages->rendering = NULL;
	stages->status = status_of(diags, call->strict);
	if (stages->status == STATUS_GOOD &&
	    (call->ready || call->output != NULL))
		stages->rendering =
			rendering_new(report, call->formats, call->theme,
				      themes, search, diags);
	if (stages->rendering != NULL && call->output != NULL) {
		table_keep_all(report);
		render_report(stages->rendering, call->output, diags);
	}
	stages->status = status_of(diags, call->strict);
	stages->report = report;
	stages->diags = diags;
	g_free(search);
	g_free(themes);
}

void stages_release(struct stages *stages)
{
	report_free(stages->report);
	diag_list_free(stages->diags);
}

struct stages *stages_new(const struct stages_call *call)
{
	struct stages *stages = g_atomic_rc_box_new0(struct stages);

	stages_run(stages, call);
	return stages;
}

struct stages *stages_ref(struct stages *stages)
{
	return g_atomic_rc_box_acquire(stages);
}

static void release(void *data)
{
	stages_release(data);
	/* glibc would keep it until the end of a heap is free. */
	malloc_trim(0);
}

void stages_unref(struct stages *stages)
{
	if (stages != NULL)
		g_atomic_rc_box_release_full(stages, release);
}
