/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mail-export-formats.h"
#include "mail-thunderbird-payload.h"

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  g_autoptr (MailQr) qr = mail_thunderbird_qr_new (account, secret, error);
  char *svg;

  if (qr == NULL)
    return NULL;
  svg = mail_qr_to_svg (qr);
  return mail_wipe_bytes_new_take (svg, strlen (svg));
}

static const char *const steps[] = {
  N_("On the telephone, open Thunderbird or K-9 Mail."),
  N_("Choose “Import settings” (in an app that is set up already: Settings › Import settings), then “Scan "
      "QR code”."),
  N_("Point the camera at the picture."),
  N_("Enter the password when the app asks for it. Where it is in the picture, nobody else should see the "
      "picture, and you should delete it afterwards."),
  NULL,
};

const MailExport mail_export_thunderbird_qr = {
  .id = "thunderbird-qr",
  .name = "Thunderbird for Android and K-9",
  .summary = N_("QR code to scan with the telephone"),
  .group = MAIL_EXPORT_DEVICE,
  .file_name = "%s.svg",
  .content_type = "image/svg+xml",
  .takes_password = TRUE,
  .steps = steps,
  .can_hold = mail_thunderbird_can_hold,
  .write = write_file,
  .draw = mail_thunderbird_qr_new,
};
