/*
 * watch: has something in these folders changed?
 *
 * By inotify(7), in all folders below those that are watched; new folders are
 * watched as they come. What an editor keeps beside a file (names that begin
 * with a dot or end with ~) does not count. Where the kernel's watches are
 * used up, the folders are looked through instead.
 */
#ifndef BILAGA_SERVE_WATCH_H
#define BILAGA_SERVE_WATCH_H

#include <stdbool.h>

struct diag_list;
struct watch;

/*
 * Watch the `folders`, NULL-terminated, which must live as long as the watch.
 * NULL with a finding when the machine fails. A note is added when folders
 * have to be looked through. Free it with watch_free(); NULL is allowed.
 */
struct watch *watch_new(const char *const *folders, struct diag_list *diags);
void watch_free(struct watch *watch);

enum watch_news { WATCH_NOTHING, WATCH_CHANGED, WATCH_OTHER };

/*
 * Wait, at most `milliseconds`, until something has changed and it has been
 * quiet for a moment, or until the file descriptor `other` can be read.
 */
enum watch_news watch_wait(struct watch *watch, int other, int milliseconds);

#endif
