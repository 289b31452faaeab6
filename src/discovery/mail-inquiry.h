/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-address.h"
#include "mail-dns.h"
#include "mail-fetch.h"
#include "mail-server.h"

G_BEGIN_DECLS

#define MAIL_DISCOVERY_DEFAULT_TIMEOUT 15 /* seconds */

/* What the person allows, and wants. */
typedef struct {
  gboolean offline;        /* ask nobody */
  gboolean exhaustive;     /* ask every source to its end, and let none win early */
  gboolean ask_ispdb;      /* the domain may be told to Thunderbird's list of providers */
  gboolean send_address;   /* the address may be told to the domain's own autoconfig host */
  MailProtocol protocol;   /* for incoming mail */
  guint timeout;           /* seconds for everything together; 0: MAIL_DISCOVERY_DEFAULT_TIMEOUT */
  const char *ca_file;     /* nullable: a PEM file with certificates to trust as well */
} MailDiscoveryOptions;

#define MAIL_TYPE_INQUIRY (mail_inquiry_get_type ())
/* What one search asks the network, shared by its finders. */
G_DECLARE_FINAL_TYPE (MailInquiry, mail_inquiry, MAIL, INQUIRY, GObject)

MailInquiry     *mail_inquiry_new                (MailAddress *address,
                                                  const MailDiscoveryOptions *options,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailAddress     *mail_inquiry_get_address        (MailInquiry *self);
const char      *mail_inquiry_get_domain         (MailInquiry *self);
const MailDiscoveryOptions *mail_inquiry_get_options (MailInquiry *self);

void             mail_inquiry_query_async        (MailInquiry *self,
                                                  const char *name,
                                                  MailDnsType type,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data);
MailDnsAnswer   *mail_inquiry_query_finish       (MailInquiry *self,
                                                  GAsyncResult *result,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
const MailDnsAnswer *mail_inquiry_get_answer     (MailInquiry *self, const char *name, MailDnsType type);
void             mail_inquiry_fetch_async        (MailInquiry *self,
                                                  const char *uri,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data);
MailFetchAnswer *mail_inquiry_fetch_finish       (MailInquiry *self,
                                                  GAsyncResult *result,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void             mail_inquiry_resolve_async      (MailInquiry *self,
                                                  const char *host,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data);
gboolean         mail_inquiry_resolve_finish     (MailInquiry *self,
                                                  GAsyncResult *result,
                                                  GError **error);
void             mail_inquiry_greet_async        (MailInquiry *self,
                                                  MailServer *server,
                                                  guint milliseconds,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data);
gboolean         mail_inquiry_greet_finish       (MailInquiry *self,
                                                  GAsyncResult *result,
                                                  GError **error);

const char *const *mail_inquiry_get_contacted    (MailInquiry *self);

G_END_DECLS
