/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define MAIL_TYPE_PREFERENCES (mail_preferences_get_type ())
/* What the person allows a search; properties “offline”, “ask-ispdb” and “send-address”. */
G_DECLARE_FINAL_TYPE (MailPreferences, mail_preferences, MAIL, PREFERENCES, GObject)

MailPreferences *mail_preferences_new              (gboolean remember) G_GNUC_WARN_UNUSED_RESULT;
gboolean         mail_preferences_get_offline      (MailPreferences *self);
void             mail_preferences_set_offline      (MailPreferences *self, gboolean offline);
gboolean         mail_preferences_get_ask_ispdb    (MailPreferences *self);
void             mail_preferences_set_ask_ispdb    (MailPreferences *self, gboolean ask);
gboolean         mail_preferences_get_send_address (MailPreferences *self);
void             mail_preferences_set_send_address (MailPreferences *self, gboolean send);

G_END_DECLS
