/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-tls-info.h"

G_DEFINE_BOXED_TYPE (MailTlsInfo, mail_tls_info, mail_tls_info_copy, mail_tls_info_free)

/**
 * mail_tls_info_new:
 *
 * Returns: (transfer full): the facts of a session of which nothing is known yet; not trusted
 */
MailTlsInfo *
mail_tls_info_new (void)
{
  return g_new0 (MailTlsInfo, 1);
}

/**
 * mail_tls_info_copy:
 * Returns: (transfer full): a deep copy
 */
MailTlsInfo *
mail_tls_info_copy (const MailTlsInfo *self)
{
  MailTlsInfo *copy = g_new (MailTlsInfo, 1);

  *copy = (MailTlsInfo){
    .version = g_strdup (self->version),
    .cipher = g_strdup (self->cipher),
    .subject = g_strdup (self->subject),
    .issuer = g_strdup (self->issuer),
    .not_before = self->not_before,
    .not_after = self->not_after,
    .names = g_strdupv (self->names),
    .sha256 = g_strdup (self->sha256),
    .spki_sha256 = g_strdup (self->spki_sha256),
    .trusted = self->trusted,
    .pinned = self->pinned,
    .faults = self->faults,
    .key = g_strdup (self->key),
    .group = g_strdup (self->group),
    .chain = g_strdupv (self->chain),
  };
  return copy;
}

/**
 * mail_tls_info_free:
 * @self: (transfer full): the facts of a session
 *
 * Frees them with all their strings.
 */
void
mail_tls_info_free (MailTlsInfo *self)
{
  g_free (self->version);
  g_free (self->cipher);
  g_free (self->subject);
  g_free (self->issuer);
  g_strfreev (self->names);
  g_free (self->sha256);
  g_free (self->spki_sha256);
  g_free (self->key);
  g_free (self->group);
  g_strfreev (self->chain);
  g_free (self);
}
