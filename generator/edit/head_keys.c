#include "edit/head_keys.h"

#include <string.h>

#include "base/arena.h"
#include "report/report.h"
#include "report/schema.h"

struct head_keys {
	const struct schema_map *maps[SCHEMA_MAP_COUNT];
	const char **words[SCHEMA_MAP_COUNT];
	const char *const *groups;
};

static bool is_last(const struct schema_key *key)
{
	return key->label == LABEL_KEY_EXTRA || key->label == LABEL_KEY_TEXT;
}

/* The words of a map, one's own keys and a text last. */
static const char **words_of(const struct schema_map *map, struct arena *arena)
{
	const char **words =
		arena_new_array(arena, const char *, map->count + 1);
	size_t count = 0;

	for (int last = 0; last <= 1; last++)
		for (size_t i = 0; i < map->count; i++)
			if (is_last(&map->keys[i]) == (last == 1))
				words[count++] = map->keys[i].word;
	return words;
}

static void add_map(struct head_keys *keys, enum schema_map_id id,
		    const struct report *report, struct arena *arena)
{
	if (id == SCHEMA_NONE || keys->maps[id] != NULL)
		return;
	keys->maps[id] = schema_map_new(id, &report->labels, NULL, arena);
	keys->words[id] = words_of(keys->maps[id], arena);
	for (size_t i = 0; i < keys->maps[id]->count; i++)
		add_map(keys, keys->maps[id]->keys[i].inner, report, arena);
}

static const struct schema_key *find_key(const struct schema_map *map,
					 const char *word)
{
	for (size_t i = 0; i < map->count; i++)
		if (strcmp(map->keys[i].word, word) == 0)
			return &map->keys[i];
	return NULL;
}

static const char *const *words(const void *context, const char *const *path,
				size_t count)
{
	const struct head_keys *keys = context;
	enum schema_map_id id = SCHEMA_FORUM;

	for (size_t i = 0; i < count; i++) {
		const struct schema_key *key =
			find_key(keys->maps[id], path[i]);
		bool last = i + 1 == count;

		if (key == NULL)
			return NULL;
		if (key->form == SCHEMA_GROUP_COUNTS ||
		    key->form == SCHEMA_GROUP_HOURS)
			return last ? keys->groups : NULL;
		/* The years themselves stand by number. */
		if (key->form == SCHEMA_YEARS && last)
			return NULL;
		if (key->inner == SCHEMA_NONE)
			return NULL;
		id = key->inner;
		i += key->form == SCHEMA_YEARS;
	}
	return (const char *const *)keys->words[id];
}

struct head_order head_keys_order(const struct report *report,
				  struct arena *arena)
{
	struct head_keys *keys = arena_new_array(arena, struct head_keys, 1);

	add_map(keys, SCHEMA_FORUM, report, arena);
	keys->groups = (const char *const *)report->publication.groups;
	return (struct head_order){ words, keys };
}
