/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-address.h"

G_BEGIN_DECLS

/* The message that somebody sends to themselves to see it arrive. */
char   *mail_test_message_create_id (MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;
GBytes *mail_test_message_new       (MailAddress *address,
                                     const char *name,
                                     const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
