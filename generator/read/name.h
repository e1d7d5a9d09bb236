/*
 * name: how is a short name found among others?
 *
 * Names of values and templates are looked up some hundred times for a page.
 */
#ifndef BILAGA_READ_NAME_H
#define BILAGA_READ_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NAME_KEY_FACTOR UINT64_C(0xD6E8FEB86659FD93)

/* The first and the last eight bytes of a name: all of one up to 16 bytes. */
struct ends {
	uint64_t first;
	uint64_t last;
};

static inline struct ends name_ends(const char *name, size_t length)
{
	struct ends ends = { 0, 0 };

	if (length >= 8) {
		memcpy(&ends.first, name, 8);
		memcpy(&ends.last, name + length - 8, 8);
	} else if (length >= 4) {
		memcpy(&ends.first, name, 4);
		memcpy(&ends.last, name + length - 4, 4);
	} else if (length > 0) {
		ends.first = (unsigned char)name[0] |
			     (uint64_t)(unsigned char)name[length / 2] << 8;
		ends.last = (unsigned char)name[length - 1];
	}
	return ends;
}

/* What a hash table finds a name by. */
static inline uint32_t name_key(const char *name, size_t length)
{
	struct ends ends = name_ends(name, length);
	uint64_t key = ends.first ^ length;

	key ^= ends.last * UINT64_C(0x9E3779B97F4A7C15);
	for (size_t at = 8; at + 8 < length; at += 8) {
		memcpy(&ends.first, name + at, 8);
		key = (key ^ key >> 32 ^ ends.first) * NAME_KEY_FACTOR;
	}
	key = (key ^ key >> 32) * NAME_KEY_FACTOR;
	key = (key ^ key >> 32) * NAME_KEY_FACTOR;
	return (uint32_t)(key >> 32);
}

/* Are they the same? memcmp() would cost more than all else in a look-up. */
static inline bool name_same(const char *a, size_t a_length, const char *b,
			     size_t b_length)
{
	struct ends a_ends;
	struct ends b_ends;

	if (a_length != b_length)
		return false;
	a_ends = name_ends(a, a_length);
	b_ends = name_ends(b, b_length);
	return a_ends.first == b_ends.first && a_ends.last == b_ends.last &&
	       (a_length <= 16 || memcmp(a, b, a_length) == 0);
}

#endif
