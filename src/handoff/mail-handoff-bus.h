/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the programs on the session bus have in common. */
#pragma once

#include <gio/gio.h>

#include "mail-handoff.h"

G_BEGIN_DECLS

/* Somebody on the session bus. */
typedef struct {
  const char *name;    /* "org.gnome.OnlineAccounts" */
  const char *objects; /* the path of its object manager */
  const char *program; /* what people call it, never translated */
} MailHandoffPeer;

void      mail_handoff_bus_find_async   (const MailHandoffPeer *peer,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean  mail_handoff_bus_find_finish  (GAsyncResult *result, gboolean *found, GError **error);
void      mail_handoff_bus_call_async   (const MailHandoffPeer *peer,
                                         const char *path,
                                         const char *method,
                                         GVariant *arguments,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
GVariant *mail_handoff_bus_call_finish  (GAsyncResult *result,
                                         const char *type,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void      mail_handoff_bus_list_async   (const MailHandoffPeer *peer,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
GVariant *mail_handoff_bus_list_finish  (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What holds for all programs, in mail-handoff-rules.c. */
gboolean    mail_handoff_is_address          (MailAccount *account, const char *address);
gboolean    mail_handoff_is_text             (const char *program, MailSecret *secret, GError **error);
MailSecret *mail_handoff_dup_outgoing_secret (MailAccount *account,
                                              MailSecret *secret,
                                              MailSecret *outgoing_secret) G_GNUC_WARN_UNUSED_RESULT;
GError     *mail_handoff_error_not_ready     (const char *program,
                                              MailHandoffState state) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
