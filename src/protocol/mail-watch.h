/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-dialogue.h"

G_BEGIN_DECLS

#define MAIL_TYPE_WATCH (mail_watch_get_type ())
/* Looks out for one message in a mailbox, in one conversation (IMAP) or in many (POP3): abstract. Property
 * with notify: ready. */
G_DECLARE_DERIVABLE_TYPE (MailWatch, mail_watch, MAIL, WATCH, GObject)

struct _MailWatchClass
{
  GObjectClass parent_class;

  MailTurn (*begin)        (MailWatch *self, MailDialogue *dialogue, GError **error);
  /* line is NUL-terminated and holds no other NUL. */
  MailTurn (*hear)         (MailWatch *self,
                            MailDialogue *dialogue,
                            const char *line,
                            gsize length,
                            GError **error);
  guint    (*get_patience) (MailWatch *self);
  void     (*resume)       (MailWatch *self, MailDialogue *dialogue);
  void     (*leave)        (MailWatch *self, MailDialogue *dialogue);
};

MailWatch *mail_watch_new       (MailProtocol protocol, const char *message_id) G_GNUC_WARN_UNUSED_RESULT;
gboolean   mail_watch_is_ready  (MailWatch *self);
gboolean   mail_watch_has_found (MailWatch *self);
guint      mail_watch_get_delay (MailWatch *self);
void       mail_watch_remove    (MailWatch *self);

G_END_DECLS
