/*
 * account_rows: which rows was a total added from?
 */
#ifndef BILAGA_REPORT_ACCOUNT_ROWS_H
#define BILAGA_REPORT_ACCOUNT_ROWS_H

#include <stdbool.h>

#include "report/table.h"

struct counted;

/*
 * The rows of the total, each as exact as it is known, and the total last. The
 * last column tells how each was counted, or why it was not. With `all` each
 * forum has its row, however many they are. The table has no number, and lies
 * in the arena of `counted`.
 */
const struct table *account_rows(const struct counted *counted, bool all);

#endif
