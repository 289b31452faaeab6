/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-tls-error.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"

/* A server that knows only TLS 1.0 or 1.1 either answers with that version or refuses ours. */
static gboolean
is_too_old (gnutls_session_t session, int result)
{
  if (result == GNUTLS_E_UNSUPPORTED_VERSION_PACKET)
    return TRUE;

  return result == GNUTLS_E_FATAL_ALERT_RECEIVED && gnutls_alert_get (session) == GNUTLS_A_PROTOCOL_VERSION;
}

static const char *
get_words (gnutls_session_t session, int result)
{
  const char *alert = NULL;

  if (result == GNUTLS_E_FATAL_ALERT_RECEIVED)
    alert = gnutls_alert_get_name (gnutls_alert_get (session));

  return alert != NULL ? alert : gnutls_strerror (result);
}

/**
 * mail_tls_error_new:
 * @session: the session that failed
 * @result: the negative result that GnuTLS gave
 * @host: the server
 *
 * Says why TLS with @host failed. The only place where GnuTLS's results become ours.
 *
 * Returns: (transfer full): %MAIL_ERROR_TLS_TOO_OLD, %MAIL_ERROR_CLOSED_EARLY or %MAIL_ERROR_TLS_FAILED
 */
GError *
mail_tls_error_new (gnutls_session_t session, int result, const char *host)
{
  if (result == GNUTLS_E_PREMATURE_TERMINATION)
    return mail_tls_error_new_closed (host);

  if (is_too_old (session, result))
    /* Translators: %s is the name of a server, such as imap.example.org. */
    return g_error_new (MAIL_ERROR, MAIL_ERROR_TLS_TOO_OLD,
                        _("%s knows only old versions of TLS, which are no longer safe."), host);

  /* Translators: the first %s is the name of a server, the second a technical reason, in English. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_TLS_FAILED, _("No encrypted connection to %s came about: %s"),
                      host, get_words (session, result));
}

/**
 * mail_tls_error_new_plain:
 * @host: a server that speaks without TLS where TLS is expected
 *
 * Returns: (transfer full): %MAIL_ERROR_PLAINTEXT_ON_TLS_PORT
 */
GError *
mail_tls_error_new_plain (const char *host)
{
  /* Translators: %s is the name of a server, such as imap.example.org. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_PLAINTEXT_ON_TLS_PORT, _("%s answered without encryption."),
                      host);
}

/**
 * mail_tls_error_new_closed:
 * @host: a server that ended the connection without the goodbye of TLS
 *
 * Returns: (transfer full): %MAIL_ERROR_CLOSED_EARLY
 */
GError *
mail_tls_error_new_closed (const char *host)
{
  /* Translators: %s is the name of a server, such as imap.example.org. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_CLOSED_EARLY, _("%s closed the connection unexpectedly."),
                      host);
}
