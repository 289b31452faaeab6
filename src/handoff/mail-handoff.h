/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-account.h"
#include "mail-secret.h"

G_BEGIN_DECLS

typedef enum {
  MAIL_HANDOFF_MISSING, /* the program is not on this computer, or cannot be reached from here */
  MAIL_HANDOFF_READY,   /* it can take the account */
  MAIL_HANDOFF_ADDED,   /* it has the account from us */
  MAIL_HANDOFF_FOREIGN, /* it has an account with this address that is not from us: it stays as it is */
} MailHandoffState;

#define MAIL_TYPE_HANDOFF (mail_handoff_get_type ())
/* A program that takes an account from another program, and gives it back. */
G_DECLARE_INTERFACE (MailHandoff, mail_handoff, MAIL, HANDOFF, GObject)

struct _MailHandoffInterface {
  GTypeInterface parent_interface;

  const char *id;      /* "goa" */
  const char *name;    /* never translated: "GNOME Online Accounts" */
  const char *summary; /* N_(): who uses what it holds: "For GNOME Settings, Evolution and Geary" */
  const char *next;    /* N_(): what the person does when it has the account */

  gboolean (*can_hold) (MailHandoff *self, MailAccount *account, GError **error);
  /* What it is about to do, a translated sentence each; and what may go wrong with this account. */
  char **(*describe) (MailHandoff *self, MailAccount *account);
  char **(*warn) (MailHandoff *self, MailAccount *account, MailSecret *secret);

  void (*look_async) (MailHandoff *self, MailAccount *account, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*look_finish) (MailHandoff *self, GAsyncResult *result, MailHandoffState *state, GError **error);
  void (*add_async) (MailHandoff *self, MailAccount *account, MailSecret *secret, MailSecret *outgoing_secret,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*add_finish) (MailHandoff *self, GAsyncResult *result, GError **error);
  void (*remove_async) (MailHandoff *self, MailAccount *account, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
  gboolean (*remove_finish) (MailHandoff *self, GAsyncResult *result, GError **error);
};

GListModel *mail_handoff_list_new      (void) G_GNUC_WARN_UNUSED_RESULT;
const char *mail_handoff_get_id        (MailHandoff *self);
const char *mail_handoff_get_name      (MailHandoff *self);
const char *mail_handoff_get_summary   (MailHandoff *self);
const char *mail_handoff_get_next      (MailHandoff *self);
gboolean    mail_handoff_can_hold      (MailHandoff *self, MailAccount *account, GError **error);
char      **mail_handoff_describe      (MailHandoff *self, MailAccount *account) G_GNUC_WARN_UNUSED_RESULT;
char      **mail_handoff_warn          (MailHandoff *self,
                                        MailAccount *account,
                                        MailSecret *secret) G_GNUC_WARN_UNUSED_RESULT;
void        mail_handoff_look_async    (MailHandoff *self,
                                        MailAccount *account,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean    mail_handoff_look_finish   (MailHandoff *self,
                                        GAsyncResult *result,
                                        MailHandoffState *state,
                                        GError **error);
void        mail_handoff_add_async     (MailHandoff *self,
                                        MailAccount *account,
                                        MailSecret *secret,
                                        MailSecret *outgoing_secret,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean    mail_handoff_add_finish    (MailHandoff *self, GAsyncResult *result, GError **error);
void        mail_handoff_remove_async  (MailHandoff *self,
                                        MailAccount *account,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean    mail_handoff_remove_finish (MailHandoff *self, GAsyncResult *result, GError **error);

G_END_DECLS
