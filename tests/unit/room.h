/*
 * room: what does a test need that reads one file?
 *
 * A file on the disk, since findings are shown with its lines, and an arena
 * and a list of findings.
 */
#ifndef BILAGA_UNIT_ROOM_H
#define BILAGA_UNIT_ROOM_H

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/diag_print.h"
#include "base/source.h"

struct room {
	char *path;
	struct arena *arena;
	struct diag_list *diags;
	struct source *source; /* shown as "f" */
};

static inline int room_setup(void **state)
{
	struct room *room = g_new0(struct room, 1);
	int fd = g_file_open_tmp("bilaga-unit-XXXXXX", &room->path, NULL);

	assert_true(fd >= 0);
	close(fd);
	room->arena = arena_new();
	room->diags = diag_list_new();
	room->source = source_new(room->path, "f", room->arena);
	*state = room;
	return 0;
}

static inline int room_teardown(void **state)
{
	struct room *room = *state;

	source_drop(room->source);
	unlink(room->path);
	diag_list_free(room->diags);
	arena_free(room->arena);
	g_free(room->path);
	g_free(room);
	return 0;
}

/* Let the file have this text, and read it. */
static inline void room_set_text(struct room *room, const char *text)
{
	source_drop(room->source);
	assert_true(g_file_set_contents(room->path, text, -1, NULL));
	assert_int_equal(source_read(room->source, room->diags), 0);
}

/* One finding of the JSON as "line:column+length name"; 0: without place. */
static inline void room_append_finding(GString *out, const char *json)
{
	const char *place = strstr(json, "\"line\"");
	unsigned line = 0;
	unsigned column = 0;
	unsigned length = 0;
	char name[64];

	if (sscanf(json, "  {\"name\": \"%63[^\"]", name) != 1)
		return;
	if (place != NULL)
		sscanf(place, "\"line\": %u, \"column\": %u, \"length\": %u",
		       &line, &column, &length);
	g_string_append_printf(out, "%s%u:%u+%u %s", out->len > 0 ? "\n" : "",
			       line, column, length, name);
}

/* What was told, each on a line, is `wanted`; afterwards nothing is told. */
static inline void room_assert_told(struct room *room, const char *what,
				    const char *wanted)
{
	GString *got = g_string_new(NULL);
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);
	char **lines;

	diag_print_json(room->diags, DIAG_ENGLISH, file);
	fclose(file);
	lines = g_strsplit(text, "\n", -1);
	for (char **at = lines; *at != NULL; at++)
		room_append_finding(got, *at);
	g_strfreev(lines);
	free(text);
	diag_list_free(room->diags);
	room->diags = diag_list_new();
	if (strcmp(got->str, wanted) != 0)
		fail_msg("%s\nwanted %s\ngot    %s", what, wanted, got->str);
	g_string_free(got, TRUE);
}

#define ROOM_TEST(name)                                                        \
	cmocka_unit_test_setup_teardown(name, room_setup, room_teardown)

#endif
