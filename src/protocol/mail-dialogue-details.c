/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is worth telling about a step that passed. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-dialogue-private.h"

void
mail_dialogue_describe_capabilities (MailDialogue *self)
{
  mail_dialogue_take_detail (self, MAIL_STEP_CAPABILITIES,
                             mail_capabilities_describe (mail_dialogue_get_capabilities (self)));
}

void
mail_dialogue_describe_mailbox (MailDialogue *self, guint64 n_messages)
{
  const guint n = MIN (n_messages, G_MAXUINT);

  mail_dialogue_take_detail (
      self, MAIL_STEP_MAILBOX,
      /* Translators: %'u is the number of messages in the mailbox, with thousands grouped. */
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u message", "%'u messages", n), n));
}
