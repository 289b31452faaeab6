/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-error.h"

#include <gio/gio.h>

#include "mail-enums.h"
#include "mail-types.h"

G_DEFINE_QUARK (mail - error - quark, mail_error)

/**
 * mail_error_get_code_name:
 * @error: (nullable): an error of any domain
 *
 * The name under which JSON and scripts know an error. Cancellation keeps its GIO domain on its way
 * through the layers, so it gets its name only here; whatever else is not ours was said by a library about
 * a conversation that did not go as it should.
 *
 * Returns: (transfer none): "sign-in-rejected" and the like for [error@MailError], "cancelled" for
 *   %G_IO_ERROR_CANCELLED, "protocol-error" otherwise
 */
const char *
mail_error_get_code_name (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return mail_error_to_string (MAIL_ERROR_CANCELLED);
  if (error != NULL && error->domain == MAIL_ERROR)
    return mail_error_to_string (error->code);
  return mail_error_to_string (MAIL_ERROR_PROTOCOL_ERROR);
}

/**
 * mail_error_to_string:
 * Returns: (transfer none): its name in JSON, never translated
 */
const char *
mail_error_to_string (MailError code)
{
  return mail_enum_get_nick (MAIL_TYPE_ERROR, code);
}
