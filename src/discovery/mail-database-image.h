/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The compiled database (data/providers/compile-database.py says how it is laid out), used where it lies in
 * memory. Providers are numbers, in the order of their ids. */
typedef struct _MailDatabaseImage MailDatabaseImage;

MailDatabaseImage *mail_database_image_new  (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void               mail_database_image_free (MailDatabaseImage *self);

const char *mail_database_image_get_date        (MailDatabaseImage *self);
guint       mail_database_image_get_n_providers (MailDatabaseImage *self);
gboolean    mail_database_image_find_domain     (MailDatabaseImage *self,
                                                 const char *domain,
                                                 guint *provider,
                                                 GError **error);
gboolean    mail_database_image_find_mx         (MailDatabaseImage *self,
                                                 const char *host,
                                                 guint *provider,
                                                 GError **error);
gboolean    mail_database_image_find_id         (MailDatabaseImage *self,
                                                 const char *id,
                                                 guint *provider,
                                                 GError **error);
const char *mail_database_image_get_id          (MailDatabaseImage *self, guint provider);
const char *mail_database_image_get_document    (MailDatabaseImage *self,
                                                 guint provider,
                                                 gsize *length,
                                                 GError **error);
GPtrArray  *mail_database_image_list_domains    (MailDatabaseImage *self,
                                                 guint provider) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailDatabaseImage, mail_database_image_free)

G_END_DECLS
