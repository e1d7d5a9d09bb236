#include "base/file.h"

#include <glib.h>

int file_same(const char *path, const char *other)
{
	GMappedFile *one = g_mapped_file_new(path, FALSE, NULL);
	GMappedFile *two = g_mapped_file_new(other, FALSE, NULL);
	int result = -1;

	if (one != NULL && two != NULL) {
		GBytes *left = g_mapped_file_get_bytes(one);
		GBytes *right = g_mapped_file_get_bytes(two);

		result = g_bytes_equal(left, right) ? 1 : 0;
		g_bytes_unref(left);
		g_bytes_unref(right);
	}
	if (one != NULL)
		g_mapped_file_unref(one);
	if (two != NULL)
		g_mapped_file_unref(two);
	return result;
}
