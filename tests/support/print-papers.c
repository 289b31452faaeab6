/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts each guide, and the sheet with each guide, on paper: print-papers FOLDER imap|pop3. Beside each
 * NAME.pdf lie NAME.html and NAME.txt. */
#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#include "mail-paper-print.h"
#include "mail-sheet.h"

static MailAccount *
make_account (MailProtocol protocol)
{
  MailSecurity security = protocol == MAIL_PROTOCOL_IMAP ? MAIL_SECURITY_TLS : MAIL_SECURITY_STARTTLS;
  guint port = mail_protocol_get_port (protocol, security);
  g_autoptr (MailServer) incoming = mail_server_new (protocol, "in.example.test", port, security);
  g_autoptr (MailServer) outgoing
      = mail_server_new (MAIL_PROTOCOL_SMTP, "out.example.test", 587, MAIL_SECURITY_STARTTLS);
  g_autoptr (MailAddress) address = mail_address_new ("alice@example.test", NULL);
  g_autoptr (GDateTime) created = g_date_time_new_now_utc ();
  g_autoptr (MailSettings) settings = NULL;

  mail_server_set_username (incoming, "o'brien \"x\" <b>&amp; äöü");
  mail_server_set_auth (outgoing, MAIL_AUTH_PASSWORD);
  mail_server_set_username (outgoing, "o'brien \"x\" <b>&amp; äöü");
  settings = mail_settings_new (incoming, outgoing);
  return mail_account_new ("id", "Alice Ärmel", address, settings, NULL, NULL, created);
}

static void
keep (const char *folder, const char *name, const char *kind, GBytes *bytes)
{
  g_autofree char *file = g_strconcat (name, ".", kind, NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error))
    g_error ("%s", error->message);
}

static void
print (const char *folder, const char *name, MailPaper *paper)
{
  char *html = mail_paper_to_html (paper);
  char *text = mail_paper_to_text (paper);
  g_autoptr (GBytes) html_bytes = g_bytes_new_take (html, strlen (html));
  g_autoptr (GBytes) text_bytes = g_bytes_new_take (text, strlen (text));
  g_autoptr (MailPaperPrint) operation = mail_paper_print_new (paper);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = mail_paper_print_to_pdf (operation, &error);

  if (pdf == NULL)
    g_error ("%s: %s", name, error->message);
  keep (folder, name, "html", html_bytes);
  keep (folder, name, "txt", text_bytes);
  keep (folder, name, "pdf", pdf);
}

int
main (int argc, char **argv)
{
  g_autoptr (MailAccount) account = NULL;
  g_auto (GStrv) ids = mail_guide_list ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("SIEGEL_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  account = make_account (g_str_equal (argv[2], "pop3") ? MAIL_PROTOCOL_POP3 : MAIL_PROTOCOL_IMAP);
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (MailGuide) guide = mail_guide_load (ids[i], NULL);

      print (argv[1], ids[i], mail_guide_to_paper (guide, account));
      if (g_str_equal (ids[i], "outlook-2003"))
        print (argv[1], "sheet-outlook-2003", mail_sheet_new (account, guide));
    }
  print (argv[1], "sheet", mail_sheet_new (account, NULL));

  return 0;
}
