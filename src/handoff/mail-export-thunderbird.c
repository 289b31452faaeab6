/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thunderbird takes no account from another program, and its profile is its own. What it does read is an
 * autoconfig file in the folder "isp" of its installation, before it asks anybody in the network
 * (modules/accountcreation/ FetchConfig, "fromDisk"; proven with 153): named after the domain, in lower case.
 */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mail-export-formats.h"

static gboolean
can_hold (MailAccount *account, GError **error)
{
  return mail_export_autoconfig.can_hold (account, error);
}

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  return mail_export_autoconfig.write (account, secret, error);
}

static const char *const steps[] = {
  N_("As an administrator, copy the file into the folder “isp” of Thunderbird. Its name there is the part "
      "of your address behind the @, in lower case, followed by “.xml”. On Debian and Ubuntu: sudo install "
      "-m 644 FILE /usr/share/thunderbird/isp/DOMAIN.xml"),
  N_("In a Thunderbird from its website the folder is beside the program; create it where there is none. A "
      "Thunderbird from Flatpak or Snap has no such folder: there, type the values in by hand."),
  N_("In Thunderbird, open “New Account” in the menu and choose “Email”; where there is no account yet it "
      "asks by itself. Type your name and your address, and continue."),
  N_("Thunderbird says that it found the settings. Compare the servers, continue, and type your password."),
  NULL,
};

const MailExport mail_export_thunderbird = {
  .id = "thunderbird",
  .name = "Thunderbird",
  .summary = N_("For an administrator: then Thunderbird needs only the address"),
  .group = MAIL_EXPORT_DESKTOP,
  .program = "thunderbird",
  .file_name = "%s.xml",
  .content_type = "text/xml",
  .steps = steps,
  .can_hold = can_hold,
  .write = write_file,
};
