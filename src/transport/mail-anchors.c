/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-anchors.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-error.h"

struct _MailAnchors
{
  GObject parent_instance;

  gnutls_certificate_credentials_t credentials;
  gboolean has_system_trust;
};

G_DEFINE_FINAL_TYPE (MailAnchors, mail_anchors, G_TYPE_OBJECT)

static gboolean
add_file (MailAnchors *self, const char *ca_file, GError **error)
{
  int count = gnutls_certificate_set_x509_trust_file (self->credentials, ca_file, GNUTLS_X509_FMT_PEM);
  g_autofree char *name = NULL;

  if (count > 0)
    return TRUE;

  name = g_filename_display_name (ca_file);
  if (count == GNUTLS_E_FILE_ERROR)
    /* Translators: %s is the path of a file. */
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID, _("The file “%s” cannot be read."), name);
  else
    /* Translators: %s is the path of a file. */
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID,
                 _("The file “%s” holds no certificate in PEM format."), name);

  return FALSE;
}

static void
mail_anchors_finalize (GObject *object)
{
  MailAnchors *self = MAIL_ANCHORS (object);

  g_clear_pointer (&self->credentials, gnutls_certificate_free_credentials);

  G_OBJECT_CLASS (mail_anchors_parent_class)->finalize (object);
}

static void
mail_anchors_class_init (MailAnchorsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_anchors_finalize;
}

static void
mail_anchors_init (MailAnchors *self)
{
  gnutls_certificate_allocate_credentials (&self->credentials);
}

/**
 * mail_anchors_new:
 * @ca_file: (nullable) (type filename): certificates to trust as well, in PEM format
 * @error: return location for an error
 *
 * Creates the trust anchors: those of the system and those in @ca_file.
 *
 * Errors: %MAIL_ERROR_SETTINGS_INVALID where @ca_file cannot be read or holds no certificate.
 *
 * Returns: (transfer full): new anchors, or %NULL with @error set
 */
MailAnchors *
mail_anchors_new (const char *ca_file, GError **error)
{
  g_autoptr (MailAnchors) self = g_object_new (MAIL_TYPE_ANCHORS, NULL);

  if (ca_file != NULL && !add_file (self, ca_file, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * mail_anchors_add_text:
 * @self: the anchors
 * @pem: (nullable): certificates to trust as well, in PEM format
 *
 * As with a file, for what was read before. Text without a certificate adds nothing: whoever rests on it then
 * meets an unknown issuer.
 */
void
mail_anchors_add_text (MailAnchors *self, const char *pem)
{
  const gnutls_datum_t text = { (guchar *) pem, pem != NULL ? strlen (pem) : 0 };

  if (pem != NULL)
    gnutls_certificate_set_x509_trust_mem (self->credentials, &text, GNUTLS_X509_FMT_PEM);
}

static gboolean
on_idle (gpointer user_data)
{
  mail_anchors_get_credentials (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * mail_anchors_prepare:
 * @self: the anchors
 *
 * Reads the system's anchors as soon as the main loop has nothing else to do. Said while a connection is on
 * its way, the 20 ms that it takes cost nobody anything.
 */
void
mail_anchors_prepare (MailAnchors *self)
{
  if (!self->has_system_trust)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_idle, g_object_ref (self), g_object_unref);
}

/**
 * mail_anchors_get_credentials:
 * @self: the anchors
 *
 * Gives the anchors to GnuTLS. The system's are read here, the first time: start-up does not have to spend
 * those milliseconds. A system without any is no error yet; every certificate then comes from an unknown
 * issuer.
 *
 * Returns: (transfer none): credentials that live as long as @self
 */
gnutls_certificate_credentials_t
mail_anchors_get_credentials (MailAnchors *self)
{
  if (!self->has_system_trust)
    {
      int count = gnutls_certificate_set_x509_system_trust (self->credentials);

      g_debug ("System trust anchors: %d", count);
      self->has_system_trust = TRUE;
    }

  return self->credentials;
}
