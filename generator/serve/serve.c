#include "serve/serve.h"

#include <glib.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/diag_print.h"
#include "report/report.h"
#include "serve/preview.h"
#include "serve/watch.h"

/*
 * Arenas of glibc's, which would make eight for each core: what is freed in
 * one is not taken by a thread that has another.
 */
#define MALLOC_ARENAS 2
/* How often connections that are gone are looked for. */
#define BEAT_MILLISECONDS 15000
struct serving {
	struct stages_call call;
	const char *address;
	int port;
	char *editor;
	int signals;
	struct watch *watch;
	struct preview *preview;
	enum diag_language language;
};

/* Ask for the signals that end the program as something to read. */
static int open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void build(struct serving *serving)
{
	struct stages *stages = stages_new(&serving->call);

	serving->language = stages->report->labels.findings;
	preview_show(serving->preview, stages);
	diag_print(stages->diags, serving->language, DIAG_SHOWN_MOST, stderr);
	stages_unref(stages);
}

static void serve_until_asked(struct serving *serving)
{
	for (;;) {
		switch (watch_wait(serving->watch, serving->signals,
				   BEAT_MILLISECONDS)) {
		case WATCH_CHANGED:
			build(serving);
			break;
		case WATCH_NOTHING:
			preview_beat(serving->preview);
			break;
		default:
			return;
		}
	}
}

static int begin(struct serving *serving, const char *const *folders,
		 struct diag_list *diags)
{
	serving->preview = preview_new(serving->call.root, serving->address,
				       serving->port, serving->editor, diags);
	if (serving->preview == NULL)
		return -1;
	/* Watched before it is read: what comes between is not lost. */
	serving->watch = watch_new(folders, diags);
	return 0;
}

static void release(struct serving *serving)
{
	preview_free(serving->preview);
	watch_free(serving->watch);
	g_free(serving->editor);
	if (serving->signals >= 0)
		close(serving->signals);
}

/* The only editor that has addresses; another would have a row here. */
static char *editor_address(const char *editor, const char *content)
{
	char *folder;
	char *path;
	char *address;

	if (editor == NULL)
		return NULL;
	folder = g_canonicalize_filename(content, NULL);
	path = g_uri_escape_string(folder, "/", TRUE);
	address = g_strdup_printf("%s://file%s/{path}:{line}:{column}", editor,
				  path);
	g_free(path);
	g_free(folder);
	return address;
}

enum status serve(const struct stages_call *call, const char *address, int port,
		  const char *editor)
{
	struct diag_list *diags = diag_list_new();
	struct serving serving = { .call = *call,
				   .address = address,
				   .port = port,
				   .editor = editor_address(editor,
							    call->content),
				   .language = DIAG_ENGLISH,
				   .signals = open_signals() };
	const char *const folders[] = { call->content, call->theme, NULL };
	enum status status = STATUS_MACHINE;

	mallopt(M_ARENA_MAX, MALLOC_ARENAS);
	serving.call.output = NULL;
	serving.call.ready = true;
	if (begin(&serving, folders, diags) == 0) {
		diag_print(diags, serving.language, 0, stderr);
		build(&serving);
		printf("http://%s:%d/\n", address, port);
		fflush(stdout);
		serve_until_asked(&serving);
		status = STATUS_GOOD;
	} else {
		diag_print(diags, serving.language, 0, stderr);
	}
	release(&serving);
	diag_list_free(diags);
	return status;
}
