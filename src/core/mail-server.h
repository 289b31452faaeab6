/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "mail-enums.h"
#include "mail-types.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SERVER (mail_server_get_type ())
/* One endpoint, as a form edits it. */
G_DECLARE_FINAL_TYPE (MailServer, mail_server, MAIL, SERVER, GObject)

MailServer  *mail_server_new                  (MailProtocol protocol,
                                               const char *host,
                                               guint port,
                                               MailSecurity security) G_GNUC_WARN_UNUSED_RESULT;
MailServer  *mail_server_copy                 (MailServer *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean     mail_server_equal                (MailServer *a, MailServer *b);

MailProtocol mail_server_get_protocol         (MailServer *self);
void         mail_server_set_protocol         (MailServer *self, MailProtocol protocol);
const char  *mail_server_get_host             (MailServer *self);
void         mail_server_set_host             (MailServer *self, const char *host);
guint        mail_server_get_port             (MailServer *self);
void         mail_server_set_port             (MailServer *self, guint port);
MailSecurity mail_server_get_security         (MailServer *self);
void         mail_server_set_security         (MailServer *self, MailSecurity security);
const char  *mail_server_get_username         (MailServer *self);
void         mail_server_set_username         (MailServer *self, const char *username);
gboolean     mail_server_get_username_guessed (MailServer *self);
void         mail_server_set_username_guessed (MailServer *self, gboolean guessed);
MailAuth     mail_server_get_auth             (MailServer *self);
void         mail_server_set_auth             (MailServer *self, MailAuth auth);
const char  *mail_server_get_pin              (MailServer *self);
void         mail_server_set_pin              (MailServer *self, const char *spki_sha256);

gboolean     mail_server_is_incoming          (MailServer *self);

/* What is said about one, in mail-server-advice.c. */
char        *mail_server_describe             (MailServer *self) G_GNUC_WARN_UNUSED_RESULT;
char        *mail_server_get_port_hint        (MailServer *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean     mail_server_validate             (MailServer *self, GError **error);

G_END_DECLS
