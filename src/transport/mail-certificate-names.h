/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gnutls/x509.h>

#include "mail-types.h"

G_BEGIN_DECLS

/* Who has to answer. */
typedef struct {
  const char *host;        /* name (A-labels, no dot at its end) or IP address that the person asked for */
  gboolean is_mail;        /* there is a protocol, and so a service that a certificate can name */
  MailProtocol protocol;
  const char *domain;      /* of the person's address, A-labels; nullable */
} MailIdentity;

char   **mail_certificate_names_read  (gnutls_x509_crt_t certificate) G_GNUC_WARN_UNUSED_RESULT;
gboolean mail_certificate_names_match (gnutls_x509_crt_t certificate, const MailIdentity *wanted);

G_END_DECLS
