/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-fetch-error.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"

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
    case 401:
    case 403:
    case 404:
    case 410:
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
