#include "report/unfinished.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/diag.h"

int unfinished_check(const char *content, struct diag_list *diags)
{
	static const struct span no_place;
	char *path = g_build_filename(content, UNFINISHED_JOURNAL, NULL);
	int fd = (int)TEMP_FAILURE_RETRY(
		open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
	enum diag_id id = DIAG_EDIT_CUT_SHORT;

	g_free(path);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (fd < 0)
		return diag_add(diags, DIAG_FILE_OPEN, no_place, "%s",
				UNFINISHED_JOURNAL);
	/* Shared, so that two who only look do not see each other. */
	if (flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK)
		id = DIAG_EDIT_BUSY;
	close(fd);
	return diag_add(diags, id, no_place, NULL);
}
