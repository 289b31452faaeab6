/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-stream-error.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"

static gboolean
is_ours (const GError *error)
{
  return error->domain == MAIL_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

static GError *
replace (GError *error, MailError code, const char *sentence)
{
  g_error_free (error);
  return g_error_new_literal (MAIL_ERROR, code, sentence);
}

/**
 * mail_stream_error_take:
 * @error: (transfer full): what reading or writing an open connection ended with
 *
 * Says what happened to a connection that once stood. Errors that are ours already, %G_IO_ERROR_CANCELLED and
 * %G_IO_ERROR_WOULD_BLOCK pass unchanged.
 *
 * Returns: (transfer full): the error to hand upwards
 */
GError *
mail_stream_error_take (GError *error)
{
  if (is_ours (error))
    return error;

  /* GIO knows a reset connection as CONNECTION_CLOSED or BROKEN_PIPE (which is the same number), a stream
   * that we closed ourselves as CLOSED. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return replace (error, MAIL_ERROR_CLOSED_EARLY, _("The server closed the connection unexpectedly."));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return replace (error, MAIL_ERROR_TIMED_OUT, _("The server stopped answering."));

  return replace (error, MAIL_ERROR_NETWORK_UNREACHABLE,
                  _("The connection to the server broke; check your internet connection."));
}
