/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-candidate.h"
#include "mail-inquiry.h"
#include "mail-lookup.h"

G_BEGIN_DECLS

#define MAIL_TYPE_DISCOVERY (mail_discovery_get_type ())
/* One search for the settings of an address. */
G_DECLARE_FINAL_TYPE (MailDiscovery, mail_discovery, MAIL, DISCOVERY, GObject)

MailDiscovery     *mail_discovery_new             (MailAddress *address,
                                                   const MailDiscoveryOptions *options,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailAddress       *mail_discovery_get_address     (MailDiscovery *self);
GListModel        *mail_discovery_get_lookups     (MailDiscovery *self);
GListModel        *mail_discovery_get_candidates  (MailDiscovery *self);
MailCandidate     *mail_discovery_get_best        (MailDiscovery *self);
gboolean           mail_discovery_get_running     (MailDiscovery *self);
const char *const *mail_discovery_get_contacted   (MailDiscovery *self);
gint64             mail_discovery_get_elapsed     (MailDiscovery *self);
char              *mail_discovery_dup_waiting_for (MailDiscovery *self) G_GNUC_WARN_UNUSED_RESULT;
char              *mail_discovery_dup_reason      (MailDiscovery *self,
                                                   MailCandidate *candidate) G_GNUC_WARN_UNUSED_RESULT;
void               mail_discovery_run_async       (MailDiscovery *self,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer user_data);
gboolean           mail_discovery_run_finish      (MailDiscovery *self,
                                                   GAsyncResult *result,
                                                   GError **error);

/* Without the network, in mail-discovery-offline.c. */
MailCandidate *mail_discovery_lookup         (MailAddress *address, GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailCandidate *mail_discovery_read_file      (const char *path,
                                              MailAddress *address,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailCandidate *mail_discovery_suggest        (MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;
char          *mail_discovery_correct        (MailAddress *address) G_GNUC_WARN_UNUSED_RESULT;
gboolean       mail_discovery_needs_consent  (MailCandidate *candidate, MailAddress *address);
gboolean       mail_discovery_is_listed_host (MailCandidate *candidate,
                                              MailAddress *address,
                                              const char *host);

G_END_DECLS
