/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-setup-private.h"

#include "mail-error.h"

/* A person's own server may show a certificate that nobody vouches for. Whether it is the right one, only the
 * person can know: by comparing the fingerprint, once, before any password is sent. */

/* A revoked certificate was declared invalid by whoever knows; what was never shown cannot be looked at. */
static gboolean
is_about_certificate (MailReport *report)
{
  const GError *error = mail_report_get_error (report);
  const MailTlsInfo *tls = mail_report_get_tls (report);

  return error != NULL && error->domain == MAIL_ERROR && error->code >= MAIL_ERROR_CERTIFICATE_EXPIRED
         && error->code <= MAIL_ERROR_CERTIFICATE_CHANGED && error->code != MAIL_ERROR_CERTIFICATE_REVOKED
         && tls != NULL && tls->spki_sha256 != NULL && !(tls->faults & MAIL_CERTIFICATE_FAULT_REVOKED);
}

static MailServer *
get_server_of (MailSetup *self, MailReport *report)
{
  return mail_server_is_incoming (mail_report_get_server (report))
             ? mail_settings_get_incoming (self->settings)
             : mail_settings_get_outgoing (self->settings);
}

/**
 * mail_setup_may_trust:
 * @self: a setup
 * @report: one of its check's reports
 *
 * Whether there is something to decide: the fault is the certificate's, and the server is the person's own or
 * an unknown one. The servers of a provider in the database are looked after by people who renew their
 * certificates; with them, another one means that somebody else answers.
 *
 * Returns: whether a person may decide to trust the certificate that @report shows
 */
gboolean
mail_setup_may_trust (MailSetup *self, MailReport *report)
{
  if (self->settings == NULL || self->address == NULL || !is_about_certificate (report))
    return FALSE;
  return self->candidate == NULL
         || !mail_discovery_is_listed_host (self->candidate, self->address,
                                            mail_server_get_host (mail_report_get_server (report)));
}

/**
 * mail_setup_trust:
 * @self: a setup
 * @report: one of its check's reports, with mail_setup_may_trust()
 *
 * The person has compared the fingerprint, and decided. From now on this server has to show the same public
 * key. The check is over; another one has to prove the rest.
 */
void
mail_setup_trust (MailSetup *self, MailReport *report)
{
  g_autofree char *pin = NULL;

  g_return_if_fail (mail_setup_may_trust (self, report));
  pin = g_strdup (mail_report_get_tls (report)->spki_sha256);
  mail_server_set_pin (get_server_of (self, report), pin);
}
