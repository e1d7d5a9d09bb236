#include "report/edit_address.h"

#include <string.h>

#include "base/arena.h"
#include "report/report.h"

/* The characters of a URI (RFC 3986 § 2) and braces. */
#define CHARACTERS                                                             \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"       \
	"-._~:/?#[]@!$&'()*+,;=%{}"

/* How long the placeholder at `at` is; 0: there is none. */
static size_t placeholder(const char *at)
{
	static const char *const names[] = { EDIT_PATH, EDIT_LINE };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_str_has_prefix(at, names[i]))
			return strlen(names[i]);
	return 0;
}

static bool braces_are_good(const char *url)
{
	for (const char *at = strpbrk(url, "{}"); at != NULL;
	     at = strpbrk(at, "{}")) {
		size_t length = placeholder(at);

		if (length == 0)
			return false;
		at += length;
	}
	return true;
}

bool edit_address_is_good(const char *url)
{
	static const char scheme[] = "https://";
	const char *host = url + strlen(scheme);
	bool here = url[0] == '/' && url[1] != '/';

	if (url[strspn(url, CHARACTERS)] != '\0' || !braces_are_good(url))
		return false;
	return here || (g_str_has_prefix(url, scheme) &&
			(g_ascii_isalnum(host[0]) || host[0] == '['));
}

const char *edit_address_pattern(const struct report *report,
				 struct arena *arena)
{
	const char *url = report->publication.edit_url;

	return url == NULL || strstr(url, EDIT_PATH) != NULL
		       ? url
		       : arena_printf(arena, "%s" EDIT_PATH, url);
}

const char *edit_address(const struct report *report, struct span where,
			 struct arena *arena)
{
	const char *url = edit_address_pattern(report, arena);
	GString *address;
	char *path;

	if (url == NULL || where.source == NULL)
		return NULL;
	path = g_uri_escape_string(where.source->name, "/", TRUE);
	address = g_string_new(url);
	/* The line first: a path may have braces of its own. */
	g_string_replace(address, EDIT_LINE,
			 arena_printf(arena, "%zu", MAX(source_line(where), 1)),
			 0);
	g_string_replace(address, EDIT_PATH, path, 0);
	g_free(path);
	return arena_take(arena, address);
}
