/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-finder.h"

G_BEGIN_DECLS

#define MAIL_TYPE_TEST_FINDER (mail_test_finder_get_type ())
/* A finder that answers when the test says so, and ends at once when it is cancelled. */
G_DECLARE_DERIVABLE_TYPE (MailTestFinder, mail_test_finder, MAIL, TEST_FINDER, MailFinder)

struct _MailTestFinderClass {
  MailFinderClass parent_class;
};

/* The label is the name of the source. */
MailTestFinder *mail_test_finder_new           (MailSource source) G_GNUC_WARN_UNUSED_RESULT;
/* A reason (static) not to be asked. */
void            mail_test_finder_forbid        (MailTestFinder *self, const char *reason);
/* Ends within g_cancellable_cancel () instead of a little later. */
void            mail_test_finder_end_hastily   (MailTestFinder *self);
gboolean        mail_test_finder_is_asked      (MailTestFinder *self);
gboolean        mail_test_finder_is_running    (MailTestFinder *self);
gboolean        mail_test_finder_was_cancelled (MailTestFinder *self);
/* Takes what it is given. */
void            mail_test_finder_answer        (MailTestFinder *self, GPtrArray *found);
void            mail_test_finder_fail          (MailTestFinder *self, GError *error);

G_END_DECLS
