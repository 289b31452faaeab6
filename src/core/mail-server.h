/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "mail-enums.h"
#include "mail-types.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SERVER (mail_server_get_type ())
G_DECLARE_FINAL_TYPE (MailServer, mail_server, MAIL, SERVER, GObject)

/* One endpoint; the form edits it, so every property notifies (EXPLICIT_NOTIFY):
 * "protocol" (MailProtocol, rw), "host" (string, A-label or IP), "port" (uint), "security" (MailSecurity),
 * "username" (string, may be ""), "username-guessed" (bool: nobody said what the user name is; at most address, then
 * local part are tried), "auth" (MailAuth).
 *
 * port 0 in new(): the standard port. Setting "security" or "protocol" moves the port along if it was standard for the
 * old value; otherwise it stays. */
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

gboolean     mail_server_is_incoming          (MailServer *self);
/* "imap.gmx.net · port 993 · SSL/TLS", translated. */
char        *mail_server_describe             (MailServer *self) G_GNUC_WARN_UNUSED_RESULT;
/* NULL, or one translated sentence that points out an odd pair ("SSL/TLS is usually on port 465; port 587 …"). */
char        *mail_server_get_port_hint        (MailServer *self) G_GNUC_WARN_UNUSED_RESULT;
/* Whether host, port and user name can be used: FALSE with MAIL_ERROR_SETTINGS_INVALID and a sentence. */
gboolean     mail_server_validate             (MailServer *self, GError **error);

G_END_DECLS
