/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a server says that it can do: key words, some with arguments, in its order. */
typedef struct _MailCapabilities MailCapabilities;

MailCapabilities *mail_capabilities_new             (void) G_GNUC_WARN_UNUSED_RESULT;
void              mail_capabilities_free            (MailCapabilities *self);
void              mail_capabilities_clear           (MailCapabilities *self);
void              mail_capabilities_add             (MailCapabilities *self, const char *line);
void              mail_capabilities_add_words       (MailCapabilities *self, const char *words);
gboolean          mail_capabilities_has             (MailCapabilities *self, const char *keyword);
guint             mail_capabilities_get_number      (MailCapabilities *self, const char *keyword);
char            **mail_capabilities_list_mechanisms (MailCapabilities *self) G_GNUC_WARN_UNUSED_RESULT;
char             *mail_capabilities_describe        (MailCapabilities *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailCapabilities, mail_capabilities_free)

G_END_DECLS
