/*
 * file: do two files hold the same?
 */
#ifndef BILAGA_BASE_FILE_H
#define BILAGA_BASE_FILE_H

/* 1 when they hold the same bytes, 0 when not, −1 when one cannot be read. */
int file_same(const char *path, const char *other);

#endif
