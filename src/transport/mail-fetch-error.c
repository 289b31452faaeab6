/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-fetch-error.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "mail-error.h"
#include "mail-network-error.h"
#include "mail-tls-error.h"

/**
 * mail_fetch_error_new:
 * @fault: what is wrong with an answer
 * @host: who gave it
 *
 * Returns: (transfer full): an error with a sentence that names @host
 */
GError *
mail_fetch_error_new (MailFetchFault fault, const char *host)
{
  switch (fault)
    {
    case MAIL_FETCH_FAULT_NOT_UNDERSTOOD:
      break;

    case MAIL_FETCH_FAULT_NO_HTTPS:
      /* Translators: %s is the name of a server, such as autoconfig.example.org. */
      return g_error_new (MAIL_ERROR, MAIL_ERROR_PROTOCOL_ERROR,
                          _("%s offers the settings without encryption only; anybody could change them."),
                          host);

    case MAIL_FETCH_FAULT_ENDLESS:
      /* Translators: %s is the name of a server, such as autoconfig.example.org. */
      return g_error_new (MAIL_ERROR, MAIL_ERROR_PROTOCOL_ERROR,
                          _("%s sends Siegel from one place to the next without end."), host);

    case MAIL_FETCH_FAULT_TOO_MUCH:
      /* Translators: %s is the name of a server, such as autoconfig.example.org. */
      return g_error_new (MAIL_ERROR, MAIL_ERROR_TOO_MUCH_DATA, _("%s sent far more than settings can be."),
                          host);

    case MAIL_FETCH_FAULT_WEB_PAGE:
      /* Translators: %s is the name of a server, such as autoconfig.example.org. */
      return g_error_new (
          MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN,
          _("%s answered with a web page instead of settings. If this network asks you to sign "
             "in first, do so in your browser."),
          host);

    case MAIL_FETCH_FAULT_OLD_TLS:
      /* Translators: %s is the name of a server, such as imap.example.org. */
      return g_error_new (MAIL_ERROR, MAIL_ERROR_TLS_TOO_OLD,
                          _("%s knows only old versions of TLS, which are no longer safe."), host);
    }
  /* Translators: %s is the name of a server, such as autoconfig.example.org. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_PROTOCOL_ERROR,
                      _("%s gave an answer that makes no sense to Siegel."), host);
}

/**
 * mail_fetch_error_new_for_status:
 * @status: a status of HTTP (RFC 9110, section 15) other than 200
 * @host: who gave it
 *
 * Returns: (transfer full): %MAIL_ERROR_SETTINGS_UNKNOWN where there is nothing for us,
 *   %MAIL_ERROR_SERVER_BUSY where there may be later, %MAIL_ERROR_PROTOCOL_ERROR for what we did not ask for
 */
GError *
mail_fetch_error_new_for_status (guint status, const char *host)
{
  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
    case SOUP_STATUS_FORBIDDEN:
    case SOUP_STATUS_NOT_FOUND:
    case SOUP_STATUS_GONE:
      /* Translators: %s is the name of a server, such as autoconfig.example.org. */
      return g_error_new (MAIL_ERROR, MAIL_ERROR_SETTINGS_UNKNOWN, _("%s has no settings to give."), host);
    default:
      break;
    }
  if (status != 429 && status < 500)
    return mail_fetch_error_new (MAIL_FETCH_FAULT_NOT_UNDERSTOOD, host);
  /* Translators: %s is the name of a server, such as autoconfig.example.org. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_SERVER_BUSY, _("%s cannot answer at present; try again later."),
                      host);
}

/* GIO says NOT_TLS of a server that only hung up, too, so that one is nothing to build a sentence on. */
static GError *
describe_tls_error (const GError *error, const char *host)
{
  if (error->code == G_TLS_ERROR_EOF)
    return mail_tls_error_new_closed (host);
  /* Translators: the first %s is the name of a server, the second a technical reason, in English. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_TLS_FAILED, _("No encrypted connection to %s came about: %s"),
                      host, error->message);
}

/* What the decoder of a compressed answer says. */
static gboolean
is_garbled (const GError *error)
{
  return error->domain == SOUP_SESSION_ERROR || error->domain == G_CONVERT_ERROR
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

/**
 * mail_fetch_error_take:
 * @taken_error: (transfer full): what libsoup ended with
 * @host: who was asked
 * @port: on which port
 *
 * Says why @host gave no answer. Errors that are ours already and %G_IO_ERROR_CANCELLED pass unchanged.
 *
 * Returns: (transfer full): the error to hand upwards
 */
GError *
mail_fetch_error_take (GError *taken_error, const char *host, guint port)
{
  g_autoptr (GError) error = taken_error;

  if (error->domain == MAIL_ERROR)
    return g_steal_pointer (&error);
  if (error->domain == G_TLS_ERROR)
    return describe_tls_error (error, host);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    return mail_tls_error_new_closed (host);
  if (is_garbled (error))
    return mail_fetch_error_new (MAIL_FETCH_FAULT_NOT_UNDERSTOOD, host);
  return mail_network_error_take (g_steal_pointer (&error), host, port);
}
