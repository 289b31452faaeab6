/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-address.h"
#include "mail-server.h"

G_BEGIN_DECLS

/* A server as an autoconfig document describes it, for any address. */
typedef struct
{
  MailProtocol protocol;
  MailSecurity security;
  guint port;
  MailAuth auth;
  char *host;     /* NULL: the MX host is the server */
  char *username; /* NULL: the document does not say; "": only the person knows it */
} MailServerTemplate;

MailServerTemplate *mail_server_template_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void                mail_server_template_free   (MailServerTemplate *self);
MailServer         *mail_server_template_expand (const MailServerTemplate *self,
                                                 MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;

char *mail_placeholders_expand (const char *text, MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailServerTemplate, mail_server_template_free)

G_END_DECLS
