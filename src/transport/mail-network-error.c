/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-network-error.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"

G_GNUC_PRINTF (2, 3)
static GError *
mail_error (MailError code, const char *format, ...)
{
  va_list args;
  GError *error;

  va_start (args, format);
  error = g_error_new_valist (MAIL_ERROR, code, format, args);
  va_end (args);
  return error;
}

static GError *
describe_resolver_error (const GError *error, const char *host)
{
  if (error->code == G_RESOLVER_ERROR_NOT_FOUND)
    /* Translators: %s is the name of a server, such as imap.example.org. */
    return mail_error (MAIL_ERROR_HOST_UNKNOWN, _("There is no server named %s; check the spelling."), host);

  /* Translators: %s is the name of a server, such as imap.example.org. */
  return mail_error (MAIL_ERROR_NETWORK_UNREACHABLE,
                     _("The name %s could not be looked up; check your internet connection."), host);
}

static GError *
describe_io_error (int io_code, const char *host, guint port)
{
  switch (io_code)
    {
    case G_IO_ERROR_CONNECTION_REFUSED:
      /* Translators: %s is the name of a server, %u the number of a port, such as 993. */
      return mail_error (MAIL_ERROR_CONNECTION_REFUSED, _("%s does not accept connections on port %u."),
                         host, port);

    case G_IO_ERROR_TIMED_OUT:
      /* Translators: %s is the name of a server, %u the number of a port, such as 993. */
      return mail_error (MAIL_ERROR_TIMED_OUT, _("%s did not answer on port %u in time."), host, port);

    case G_IO_ERROR_CONNECTION_CLOSED:
      /* Translators: %s is the name of a server, %u the number of a port, such as 993. */
      return mail_error (MAIL_ERROR_CLOSED_EARLY, _("%s closed the connection on port %u at once."), host,
                         port);

    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      /* Translators: %s is the name of a server, such as imap.example.org. */
      return mail_error (MAIL_ERROR_NETWORK_UNREACHABLE,
                         _("The proxy of this computer does not let Siegel reach %s."), host);

    default:
      /* Translators: %s is the name of a server, such as imap.example.org. */
      return mail_error (MAIL_ERROR_NETWORK_UNREACHABLE,
                         _("%s cannot be reached; check your internet connection."), host);
    }
}

/**
 * mail_network_error_take:
 * @taken_error: (transfer full): what the way to a server ended with
 * @host: the server
 * @port: its port
 *
 * Says why @host cannot be reached. The only place where the errors of GSocketClient become ours.
 *
 * Returns: (transfer full): an error that names @host, or %G_IO_ERROR_CANCELLED as it came
 */
GError *
mail_network_error_take (GError *taken_error, const char *host, guint port)
{
  g_autoptr (GError) error = taken_error;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&error);

  if (error->domain == G_RESOLVER_ERROR)
    return describe_resolver_error (error, host);

  return describe_io_error (error->domain == G_IO_ERROR ? error->code : G_IO_ERROR_FAILED, host, port);
}
