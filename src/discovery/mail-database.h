/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mail-client-config.h"

G_BEGIN_DECLS

#define MAIL_TYPE_DATABASE (mail_database_get_type ())
/* The providers we know, in a GResource: an index that was compiled when the program was built, and one autoconfig file a
 * provider. Opening parses nothing; a look-up parses one file (a bounded number of parsed ones is kept). */
G_DECLARE_FINAL_TYPE (MailDatabase, mail_database, MAIL, DATABASE, GObject)

/* The built-in one, shared. (transfer none) */
MailDatabase     *mail_database_get_default   (void);
/* One of another resource, for tests and benchmarks. MAIL_ERROR_SETTINGS_INVALID where its index is damaged. */
MailDatabase     *mail_database_new           (GResource *resource, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The date of the data, "2026-08-30". */
const char       *mail_database_get_date      (MailDatabase *self);
/* The provider of a domain (A-label, lower case): exact, else the longest domain suffix. NULL without error: unknown. */
MailClientConfig *mail_database_lookup        (MailDatabase *self, const char *domain, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The provider by the name of a mail exchanger: longest suffix at a label boundary. */
MailClientConfig *mail_database_lookup_mx     (MailDatabase *self, const char *mx_host, GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailClientConfig *mail_database_get_provider  (MailDatabase *self, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Sorted ids. (transfer full) */
char            **mail_database_list_providers (MailDatabase *self) G_GNUC_WARN_UNUSED_RESULT;
/* The domains of one provider, or of all (id NULL); sorted. (transfer full) */
char            **mail_database_list_domains  (MailDatabase *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
