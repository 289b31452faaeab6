/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-handoff.h"
#include "mail-store.h"

G_BEGIN_DECLS

/* Called when it is known what will be done, and before it is. Both lists end with NULL. */
typedef void (*MailCliHandoffAnnounce) (char **sentences, char **warnings, gpointer user_data);

MailHandoff *mail_cli_handoff_find   (const char *id) G_GNUC_WARN_UNUSED_RESULT;
gboolean     mail_cli_handoff_add    (MailHandoff *handoff,
                                      MailStore *store,
                                      MailAccount *account,
                                      MailCliHandoffAnnounce announce,
                                      gpointer user_data,
                                      GError **error);
gboolean     mail_cli_handoff_remove (MailHandoff *handoff, MailAccount *account, GError **error);

G_END_DECLS
