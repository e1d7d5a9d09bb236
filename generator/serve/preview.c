#include "serve/preview.h"

#include <civetweb.h>
#include <errno.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/diag_print.h"
#include "base/json.h"
#include "format/html_place.h"
#include "format/render.h"
#include "report/edit_address.h"
#include "report/report.h"
#include "serve/stages.h"

/* What the preview itself serves lies here; no page's address has a dot. */
#define OWN "/.bilaga/"

/* Each page that is open keeps a thread for its events. */
#define THREADS	   "40"
#define PAGES_MOST 32

struct preview {
	struct mg_context *server;
	char *folder; /* with live.js and live.css */
	char *address;
	char *editor; /* an address with {path}, {line} and {column}, or NULL */
	int port;
	GMutex mutex; /* for all below */
	GCond news;
	unsigned edition; /* raised by preview_show() */
	unsigned beat;
	unsigned pages; /* that wait for events */
	bool ending;
	char *findings;	      /* JSON */
	struct stages *shown; /* without errors; NULL: none yet */
	unsigned shown_edition;
	struct stages *newest; /* whose findings are told */
};

/* --- What a run came to ------------------------------------------------------
 */

/* The page's address in `arena`; NULL: it has no file to be edited. */
static const char *page_address(const struct report *report,
				const struct page *page, struct arena *arena)
{
	const struct html_place front = { report, NULL, false, arena, false };

	/* A folder without index.md has a page, and nothing to read. */
	if (page->source == NULL)
		return NULL;
	return arena_printf(arena, "/%s", html_url(&front, &page->target));
}

/*
 * The page at `address`, "/DOCUMENT/ID.html" or "/DOCUMENT/index.html"; NULL:
 * there is no such page.
 */
static const struct page *find_page(const struct report *report,
				    const char *address, struct arena *arena)
{
	char **parts = g_strsplit(address, "/", -1);
	const struct target *target = NULL;
	const char *own = NULL;

	if (g_strv_length(parts) == 3 && strcmp(parts[2], "index.html") == 0)
		target = g_hash_table_lookup(report->targets, parts[1]);
	else if (g_strv_length(parts) == 3 &&
		 g_str_has_suffix(parts[2], ".html"))
		target = g_hash_table_lookup(
			report->targets,
			arena_copy(arena, parts[2],
				   strlen(parts[2]) - strlen(".html")));
	g_strfreev(parts);
	if (target != NULL && target->page != NULL)
		own = page_address(report, target->page, arena);
	return own != NULL && strcmp(own, address) == 0 ? target->page : NULL;
}

static void append_json(GString *out, const char *name, const char *text)
{
	g_string_append_printf(out, ", \"%s\": ", name);
	json_append_text(out, text);
}

/* All findings, with the words around them. Caller frees. */
static char *tell_findings(const struct stages *stages, unsigned edition,
			   const char *editor)
{
	struct arena *arena = arena_new();
	const struct labels *labels = &stages->report->labels;
	GString *out = g_string_new(NULL);
	char *list = NULL;
	size_t length = 0;
	FILE *memory = open_memstream(&list, &length);

	diag_print_json(stages->diags, labels->findings, memory);
	fclose(memory);
	g_string_append_printf(out, "{\"edition\": %u, \"shown\": %s", edition,
			       stages->status == STATUS_GOOD ? "true"
							     : "false");
	append_json(out, "title", labels_word(labels, LABEL_PAGE_FINDINGS));
	append_json(out, "old", labels_word(labels, LABEL_PAGE_FINDINGS_OLD));
	append_json(out, "fix", labels_word(labels, LABEL_PAGE_FINDINGS_FIX));
	append_json(out, "close",
		    labels_word(labels, LABEL_PAGE_FINDINGS_CLOSE));
	append_json(out, "error",
		    diag_level_word(DIAG_ERROR, labels->findings));
	append_json(out, "warning",
		    diag_level_word(DIAG_WARNING, labels->findings));
	append_json(out, "edit", edit_address_pattern(stages->report, arena));
	append_json(out, "editor", editor);
	g_string_append_printf(out, ", \"findings\": %s}", list);
	free(list);
	arena_free(arena);
	return g_string_free(out, FALSE);
}

void preview_show(struct preview *preview, struct stages *stages)
{
	bool good = stages->status == STATUS_GOOD;
	char *findings;
	struct stages *newest;
	struct stages *shown = NULL;

	findings = tell_findings(stages, preview->edition + 1, preview->editor);
	g_mutex_lock(&preview->mutex);
	newest = preview->newest;
	preview->newest = stages_ref(stages);
	if (good) {
		shown = preview->shown;
		preview->shown = stages_ref(stages);
		preview->shown_edition = preview->edition + 1;
	}
	g_free(preview->findings);
	preview->findings = findings;
	preview->edition++;
	g_cond_broadcast(&preview->news);
	g_mutex_unlock(&preview->mutex);
	/* Only now, when nobody has to wait for it. */
	stages_unref(newest);
	stages_unref(shown);
}

void preview_beat(struct preview *preview)
{
	g_mutex_lock(&preview->mutex);
	preview->beat++;
	g_cond_broadcast(&preview->news);
	g_mutex_unlock(&preview->mutex);
}

/* A reference to the newest run; NULL when there is none. */
static struct stages *take_newest(struct preview *preview)
{
	struct stages *taken = NULL;

	g_mutex_lock(&preview->mutex);
	if (preview->newest != NULL)
		taken = stages_ref(preview->newest);
	g_mutex_unlock(&preview->mutex);
	return taken;
}

/* The same of what is shown, and the number of its edition. */
static struct stages *take_shown(struct preview *preview, unsigned *edition)
{
	struct stages *taken = NULL;

	g_mutex_lock(&preview->mutex);
	if (preview->shown != NULL)
		taken = stages_ref(preview->shown);
	*edition = preview->shown_edition;
	g_mutex_unlock(&preview->mutex);
	return taken;
}

/* --- Answers
 * ------------------------------------------------------------------- */

/* 0 sends nothing more: the answer is complete. */
static int answer(struct mg_connection *connection, int status,
		  const char *reason, const char *type, const char *text,
		  size_t length)
{
	bool head = strcmp(mg_get_request_info(connection)->request_method,
			   "HEAD") == 0;

	mg_printf(connection,
		  "HTTP/1.1 %d %s\r\nContent-Type: %s\r\n"
		  "Content-Length: %zu\r\nCache-Control: no-store\r\n"
		  "X-Content-Type-Options: nosniff\r\n"
		  "Connection: close\r\n\r\n",
		  status, reason, type, length);
	if (!head)
		mg_write(connection, text, length);
	return status;
}

static int answer_text(struct mg_connection *connection, int status,
		       const char *reason)
{
	return answer(connection, status, reason, "text/plain; charset=utf-8",
		      reason, strlen(reason));
}

static const char *type_of(const char *path)
{
	static const char *const types[][2] = {
		{ ".html", "text/html; charset=utf-8" },
		{ ".css", "text/css; charset=utf-8" },
		{ ".js", "text/javascript; charset=utf-8" },
		{ ".svg", "image/svg+xml" },
		{ ".json", "application/json" },
		{ ".csv", "text/csv; charset=utf-8" },
		{ ".txt", "text/plain; charset=utf-8" },
		{ ".png", "image/png" },
		{ ".jpg", "image/jpeg" },
		{ ".jpeg", "image/jpeg" },
		{ ".gif", "image/gif" },
		{ ".webp", "image/webp" },
		{ ".xml", "application/xml" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (g_str_has_suffix(path, types[i][0]))
			return types[i][1];
	return "application/octet-stream";
}

/*
 * The page gets a script that waits for news. Its policy allows that one, and
 * nothing else that it did not before; the files themselves stay as built.
 */
static void add_script(GString *page, const char *file, unsigned edition)
{
	const char *policy = strstr(page->str, "default-src 'none'");
	char *name = g_markup_escape_text(file == NULL ? "" : file, -1);
	const char *head;

	if (policy != NULL) {
		const char *end = strchr(policy, '"');
		char *rules =
			end == NULL ? g_strdup(policy)
				    : g_strndup(policy, (gsize)(end - policy));
		gssize at = policy + strlen("default-src 'none'") - page->str;

		if (strstr(rules, "connect-src") == NULL)
			g_string_insert(page, at, "; connect-src 'self'");
		if (strstr(rules, "script-src") == NULL)
			g_string_insert(page, at, "; script-src 'self'");
		g_free(rules);
	}
	head = strstr(page->str, "</head>");
	if (head != NULL) {
		char *tags = g_strdup_printf(
			"<meta name=\"bilaga-file\" content=\"%s\">"
			"<meta name=\"bilaga-edition\" content=\"%u\">"
			"<link rel=\"stylesheet\" href=\"" OWN "live.css\">"
			"<script src=\"" OWN "live.js\" defer></script>",
			name, edition);

		g_string_insert(page, head - page->str, tags);
		g_free(tags);
	}
	g_free(name);
}

/* The file in which the page at `address` is written. Caller frees. */
static char *find_source(struct preview *preview, const char *address)
{
	struct stages *newest = take_newest(preview);
	struct arena *arena = arena_new();
	const struct page *page = NULL;
	char *name = NULL;

	if (newest != NULL && newest->report->pages_count > 0)
		page = find_page(newest->report, address, arena);
	if (page != NULL)
		name = g_strdup(page->source->name);
	arena_free(arena);
	stages_unref(newest);
	return name;
}

static int answer_page(struct preview *preview,
		       struct mg_connection *connection, int status,
		       const char *address, GString *page, unsigned edition)
{
	char *file = find_source(preview, address);
	int result;

	add_script(page, file, edition);
	g_free(file);
	result = answer(connection, status, status == 200 ? "OK" : "Not Found",
			"text/html; charset=utf-8", page->str, page->len);
	return result;
}

/* A page that says nothing yet but what was found wrong. */
static int answer_missing(struct preview *preview,
			  struct mg_connection *connection, const char *address,
			  unsigned edition)
{
	GString *page = g_string_new(
		"<!DOCTYPE html><html><head><meta charset=\"utf-8\">"
		"<meta http-equiv=\"Content-Security-Policy\" "
		"content=\"default-src 'none'; style-src 'self'\">"
		"<title>404</title></head><body><main><h1>404</h1></main>"
		"</body></html>");
	int result =
		answer_page(preview, connection, 404, address, page, edition);

	g_string_free(page, TRUE);
	return result;
}

/* The file could not be rendered: say what was found. */
static int answer_failed(struct mg_connection *connection,
			 struct diag_list *diags, enum diag_language language)
{
	char *text = NULL;
	size_t length = 0;
	FILE *memory = open_memstream(&text, &length);
	int result;

	diag_print(diags, language, 0, memory);
	fclose(memory);
	result = answer(connection, 500, "Internal Server Error",
			"text/plain; charset=utf-8", text, length);
	free(text);
	return result;
}

/*
 * The file at `address`. Nothing is opened by that name: it is compared with
 * the names of the site's files.
 */
static int answer_file(struct preview *preview,
		       struct mg_connection *connection, const char *address,
		       bool plain)
{
	unsigned edition;
	struct stages *shown = take_shown(preview, &edition);
	struct diag_list *diags = diag_list_new();
	const char *path = address + 1;
	GString *file = NULL;
	int result;

	if (shown != NULL)
		file = render_file(shown->rendering, path, diags);
	if (file == NULL && diag_count(diags, DIAG_ERROR) > 0)
		result = answer_failed(connection, diags,
				       shown->report->labels.findings);
	else if (file == NULL)
		result = answer_missing(preview, connection, address, edition);
	else if (g_str_has_suffix(path, ".html") && !plain)
		result = answer_page(preview, connection, 200, address, file,
				     edition);
	else
		result = answer(connection, 200, "OK", type_of(path), file->str,
				file->len);
	if (file != NULL)
		g_string_free(file, TRUE);
	diag_list_free(diags);
	stages_unref(shown);
	return result;
}

/* An address that ends with a slash means the index of that folder. */
static int answer_site(struct preview *preview,
		       struct mg_connection *connection, const char *address,
		       bool plain)
{
	char *whole = g_str_has_suffix(address, "/")
			      ? g_strconcat(address, "index.html", NULL)
			      : g_strdup(address);
	int result = answer_file(preview, connection, whole, plain);

	g_free(whole);
	return result;
}

static int answer_own(struct preview *preview, struct mg_connection *connection,
		      const char *name)
{
	char *path = g_build_filename(preview->folder, name, NULL);
	char *text = NULL;
	size_t length = 0;
	int result;

	if (g_file_get_contents(path, &text, &length, NULL))
		result = answer(connection, 200, "OK", type_of(path), text,
				length);
	else
		result = answer_text(connection, 404, "Not Found");
	g_free(text);
	g_free(path);
	return result;
}

static int answer_findings(struct preview *preview,
			   struct mg_connection *connection)
{
	char *text;
	int result;

	g_mutex_lock(&preview->mutex);
	text = g_strdup(preview->findings == NULL ? "{}" : preview->findings);
	g_mutex_unlock(&preview->mutex);
	result = answer(connection, 200, "OK", "application/json", text,
			strlen(text));
	g_free(text);
	return result;
}

/* From a file of the content folder to its page. */
static int answer_go(struct preview *preview, struct mg_connection *connection,
		     const char *file)
{
	struct stages *newest = take_newest(preview);
	struct arena *arena = arena_new();
	const char *address = NULL;
	size_t count = newest == NULL ? 0 : newest->report->pages_count;
	int result = 302;

	for (size_t i = 0; i < count && address == NULL; i++) {
		const struct page *page = newest->report->pages[i];

		if (page->source != NULL &&
		    strcmp(page->source->name, file) == 0)
			address = page_address(newest->report, page, arena);
	}
	if (address != NULL)
		mg_send_http_redirect(connection, address, 302);
	else
		result = answer_text(connection, 404, "Not Found");
	arena_free(arena);
	stages_unref(newest);
	return result;
}

/* --- Events
 * -------------------------------------------------------------------- */

/* Wait for news. What is to be sent, or NULL: the preview ends. Caller frees.
 */
static char *next_event(struct preview *preview, unsigned *edition,
			unsigned *beat)
{
	char *event = NULL;

	g_mutex_lock(&preview->mutex);
	while (!preview->ending && preview->edition == *edition &&
	       preview->beat == *beat)
		g_cond_wait(&preview->news, &preview->mutex);
	if (!preview->ending && preview->edition != *edition)
		event = g_strdup_printf("data: %u\n\n", preview->edition);
	else if (!preview->ending)
		event = g_strdup(":\n\n");
	*edition = preview->edition;
	*beat = preview->beat;
	g_mutex_unlock(&preview->mutex);
	return event;
}

static bool enter_page(struct preview *preview, unsigned *beat)
{
	bool room;

	g_mutex_lock(&preview->mutex);
	room = preview->pages < PAGES_MOST;
	preview->pages += room;
	*beat = preview->beat;
	g_mutex_unlock(&preview->mutex);
	return room;
}

/*
 * Server-sent events (HTML Living Standard § 9.2): the number of the edition,
 * at once and each time that there is a new one.
 */
static int answer_events(struct preview *preview,
			 struct mg_connection *connection)
{
	unsigned edition = 0;
	unsigned beat;
	char *event;
	bool gone = false;

	if (!enter_page(preview, &beat))
		return answer_text(connection, 503, "Service Unavailable");
	mg_printf(connection, "HTTP/1.1 200 OK\r\n"
			      "Content-Type: text/event-stream\r\n"
			      "Cache-Control: no-store\r\n"
			      "Connection: close\r\n\r\n");
	while (!gone &&
	       (event = next_event(preview, &edition, &beat)) != NULL) {
		gone = mg_write(connection, event, strlen(event)) <= 0;
		g_free(event);
	}
	g_mutex_lock(&preview->mutex);
	preview->pages--;
	g_mutex_unlock(&preview->mutex);
	return 200;
}

/* --- Requests
 * ------------------------------------------------------------------ */

/*
 * A page of another site that has its name lead here must not read what is
 * shown (DNS rebinding): the host asked for is this one.
 */
static bool is_for_us(const struct preview *preview,
		      struct mg_connection *connection)
{
	const char *host = mg_get_header(connection, "Host");
	const char *const names[] = { preview->address, "localhost",
				      "127.0.0.1", "[::1]" };

	for (size_t i = 0; host != NULL && i < G_N_ELEMENTS(names); i++) {
		size_t length = strlen(names[i]);

		if (g_ascii_strncasecmp(host, names[i], length) == 0 &&
		    (host[length] == ':' || host[length] == '\0'))
			return true;
	}
	/* Whoever listens on all addresses has chosen to be seen by all. */
	return strcmp(preview->address, "0.0.0.0") == 0 ||
	       strcmp(preview->address, "[::]") == 0;
}

static int handle(struct mg_connection *connection, void *data)
{
	struct preview *preview = data;
	const struct mg_request_info *request = mg_get_request_info(connection);
	/* Decoded, not cleaned, and cut where a zero byte was. */
	const char *address = request->local_uri_raw;

	if (address == NULL || address[0] != '/')
		return answer_text(connection, 400, "Bad Request");
	if (strcmp(request->request_method, "GET") != 0 &&
	    strcmp(request->request_method, "HEAD") != 0)
		return answer_text(connection, 405, "Method Not Allowed");
	if (!is_for_us(preview, connection))
		return answer_text(connection, 421, "Misdirected Request");
	if (strcmp(address, OWN "events") == 0)
		return answer_events(preview, connection);
	if (strcmp(address, OWN "findings") == 0)
		return answer_findings(preview, connection);
	if (strcmp(address, OWN "live.js") == 0)
		return answer_own(preview, connection, "live.js");
	if (strcmp(address, OWN "live.css") == 0)
		return answer_own(preview, connection, "live.css");
	if (g_str_has_prefix(address, OWN "go/"))
		return answer_go(preview, connection,
				 address + strlen(OWN "go/"));
	if (g_str_has_prefix(address, OWN "plain/"))
		return answer_site(preview, connection,
				   address + strlen(OWN "plain"), true);
	return answer_site(preview, connection, address, false);
}

static bool start(struct preview *preview)
{
	struct mg_callbacks callbacks = { 0 };
	char *place = g_strdup_printf("%s:%d", preview->address, preview->port);
	const char *options[] = { "listening_ports",
				  place,
				  "num_threads",
				  THREADS,
				  "enable_directory_listing",
				  "no",
				  "enable_keep_alive",
				  "no",
				  NULL };

	preview->server = mg_start(&callbacks, preview, options);
	if (preview->server != NULL)
		mg_set_request_handler(preview->server, "**", handle, preview);
	g_free(place);
	return preview->server != NULL;
}

struct preview *preview_new(const char *root, const char *address, int port,
			    const char *editor, struct diag_list *diags)
{
	struct preview *preview = g_new0(struct preview, 1);
	struct span nowhere = { 0 };

	preview->folder = g_build_filename(root, "generator", "serve", NULL);
	preview->address = strchr(address, ':') != NULL && address[0] != '['
				   ? g_strdup_printf("[%s]", address)
				   : g_strdup(address);
	preview->editor = g_strdup(editor);
	preview->port = port;
	g_mutex_init(&preview->mutex);
	g_cond_init(&preview->news);
	mg_init_library(0);
	if (start(preview))
		return preview;
	diag_add(diags, DIAG_SERVE_PORT, nowhere, "%s:%d", preview->address,
		 port);
	preview_free(preview);
	return NULL;
}

void preview_free(struct preview *preview)
{
	if (preview == NULL)
		return;
	g_mutex_lock(&preview->mutex);
	preview->ending = true;
	g_cond_broadcast(&preview->news);
	g_mutex_unlock(&preview->mutex);
	if (preview->server != NULL)
		mg_stop(preview->server);
	mg_exit_library();
	g_mutex_clear(&preview->mutex);
	g_cond_clear(&preview->news);
	stages_unref(preview->shown);
	stages_unref(preview->newest);
	g_free(preview->findings);
	g_free(preview->editor);
	g_free(preview->address);
	g_free(preview->folder);
	g_free(preview);
}
