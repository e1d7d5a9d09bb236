/*
 * forms: which program exports and imports forms?
 *
 * Workbooks need libraries, one of them for cryptography, that take longer to
 * load than an inventory takes to read. So a program of its own is linked with
 * them, bilaga-forms, which is bilaga but for this: forms.c is its, and
 * forms_apart.c, which hands the call over to it, is that of bilaga.
 */
#ifndef BILAGA_FORMS_H
#define BILAGA_FORMS_H

struct edit_call;
struct options;

/* The program's name; it lies beside bilaga. */
#define FORMS_PROGRAM "bilaga-forms"

/*
 * Export or import forms, as `options` ask for. The exit status, when all is
 * printed but not flushed.
 */
int forms_run(const struct edit_call *call, const struct options *options);

#endif
