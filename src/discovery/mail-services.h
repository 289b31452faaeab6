/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-candidate.h"
#include "mail-inquiry.h"

G_BEGIN_DECLS

/* The services with which a domain can name its mail servers (RFC 6186, RFC 8314). */
#define MAIL_SERVICES_COUNT 6

/* What the DNS says of them, as far as it has answered. */
typedef struct _MailServices MailServices;

MailServices  *mail_services_new              (void) G_GNUC_WARN_UNUSED_RESULT;
void           mail_services_free             (MailServices *self);
char          *mail_services_dup_name         (guint service, const char *domain) G_GNUC_WARN_UNUSED_RESULT;
void           mail_services_take_answer      (MailServices *self, guint service, MailDnsAnswer *answer);
gboolean       mail_services_is_refused       (MailServices *self,
                                               MailProtocol protocol,
                                               MailSecurity security);
MailCandidate *mail_services_create_candidate (MailServices *self,
                                               MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;

void           mail_services_ask_async        (MailInquiry *inquiry,
                                               guint milliseconds,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
MailServices  *mail_services_ask_finish       (GAsyncResult *result,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailServices, mail_services_free)

G_END_DECLS
