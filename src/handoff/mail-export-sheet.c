/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mail-export-formats.h"
#include "mail-sheet.h"

static GBytes *
write_file (MailAccount *account, MailSecret *secret, GError **error)
{
  g_autoptr (MailPaper) paper = mail_sheet_new (account, NULL);
  char *html = mail_paper_to_html (paper);

  return g_bytes_new_take (html, strlen (html));
}

static const char *const steps[] = {
  N_("Open the page in a browser, and print it or save it as PDF."),
  N_("Keep it where you find it when you set up a new device."),
  NULL,
};

const MailExport mail_export_sheet = {
  .id = "sheet",
  .name = N_("Settings Sheet"),
  .summary = N_("Page with all settings, to print or to keep"),
  .group = MAIL_EXPORT_OFFICE,
  .file_name = "%s.html",
  .content_type = "text/html",
  .steps = steps,
  .write = write_file,
  .lay_out = mail_sheet_new,
};
