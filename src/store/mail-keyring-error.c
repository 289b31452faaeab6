/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-keyring-error.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "mail-error.h"
#include "mail-sandbox.h"

static const struct
{
  MailError code;
  const char *text;
} troubles[] = {
  [MAIL_KEYRING_LOCKED] = {
    MAIL_ERROR_KEYRING_LOCKED,
    N_("The keyring is locked and could not ask for its password: unlock it, then try again."),
  },
  [MAIL_KEYRING_DISMISSED] = {
    MAIL_ERROR_KEYRING_DISMISSED,
    N_("The keyring stayed locked, because its question was closed: try again and unlock it."),
  },
  [MAIL_KEYRING_NO_SERVICE] = {
    MAIL_ERROR_KEYRING_MISSING,
    N_("No keyring is running here: start GNOME Keyring, KWallet or KeePassXC, then try again."),
  },
  [MAIL_KEYRING_FORBIDDEN] = {
    MAIL_ERROR_KEYRING_MISSING,
    N_("The sandbox does not let Siegel speak to the keyring: allow it “org.freedesktop.secrets”, for "
       "example in Flatseal, then start Siegel again."),
  },
  [MAIL_KEYRING_NO_BUS] = {
    MAIL_ERROR_KEYRING_MISSING,
    N_("There is no keyring here, because this is no desktop session (it has no session bus)."),
  },
  [MAIL_KEYRING_NO_PLACE] = {
    MAIL_ERROR_KEYRING_MISSING,
    N_("There is no default keyring yet: create one, for example in “Passwords and Keys”, then try again."),
  },
  [MAIL_KEYRING_SILENT] = {
    MAIL_ERROR_KEYRING_FAILED,
    N_("The keyring does not answer: try again, or restart your session."),
  },
  [MAIL_KEYRING_STOPPED] = {
    MAIL_ERROR_KEYRING_FAILED,
    N_("The keyring stopped while it was at work: try again."),
  },
};

/* Said by the bus, not by a service: nobody owns the name, and nothing can be started that would. */
static gboolean
is_missing (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         || (error->domain == G_DBUS_ERROR && error->code >= G_DBUS_ERROR_SPAWN_EXEC_FAILED
             && error->code <= G_DBUS_ERROR_SPAWN_FILE_INVALID);
}

static gboolean
is_lost (const GError *error)
{
  return is_missing (error) || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED) || error->domain == G_IO_ERROR;
}

/**
 * mail_keyring_error_new:
 * @trouble: what is wrong
 *
 * Returns: (transfer full): its error
 */
GError *
mail_keyring_error_new (MailKeyringTrouble trouble)
{
  return g_error_new_literal (MAIL_ERROR, troubles[trouble].code, _ (troubles[trouble].text));
}

/**
 * mail_keyring_error_opening:
 * @error: (transfer full): why a session could not be opened
 *
 * Returns: (transfer full): the error of a missing service where it is that, else @error
 */
GError *
mail_keyring_error_opening (GError *error)
{
  if (!is_missing (error))
    return error;
  g_error_free (error);
  if (!mail_sandbox_lets_speak_to ("org.freedesktop.secrets"))
    return mail_keyring_error_new (MAIL_KEYRING_FORBIDDEN);
  return mail_keyring_error_new (MAIL_KEYRING_NO_SERVICE);
}

/**
 * mail_keyring_error_translate:
 * @error: (transfer full): what a step of a session failed with
 * @deadline: the limit of the call
 *
 * The one place where errors of D-Bus and libsecret become those of %MAIL_ERROR. %G_IO_ERROR_CANCELLED stays
 * itself, and hides whatever the cancellation made fail.
 *
 * Returns: (transfer full): the error for the caller
 */
GError *
mail_keyring_error_translate (GError *error, MailDeadline *deadline)
{
  g_autoptr (GError) reason = error;
  GError *cancelled = NULL;

  if (g_cancellable_set_error_if_cancelled (mail_deadline_get_outer (deadline), &cancelled))
    return cancelled;
  if (mail_deadline_has_passed (deadline))
    return mail_keyring_error_new (MAIL_KEYRING_SILENT);
  if (reason->domain == MAIL_ERROR)
    return g_steal_pointer (&reason);
  if (g_error_matches (reason, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return mail_keyring_error_new (MAIL_KEYRING_LOCKED);
  if (is_lost (reason))
    return mail_keyring_error_new (MAIL_KEYRING_STOPPED);
  /* Translators: %s is the keyring's own message, in its own words. */
  return g_error_new (MAIL_ERROR, MAIL_ERROR_KEYRING_FAILED, _("The keyring refused: %s"), reason->message);
}
