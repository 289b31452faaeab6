/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page for the drawer: all that is typed into a mail program, and nothing that must not lie around. */
#include "config.h"

#include "mail-sheet.h"

#include <glib/gi18n-lib.h>

#include "mail-export-values.h"
#include "mail-thunderbird-payload.h"
#include "mail-trust-warning.h"

static const char *
get_encryption (MailServer *server)
{
  return mail_security_get_label (mail_export_is_starttls (server) ? MAIL_SECURITY_STARTTLS
                                                                   : MAIL_SECURITY_TLS);
}

static void
add_server (MailPaper *paper, MailServer *server, const char *title)
{
  g_autofree char *host = mail_export_dup_host (server);
  g_autofree char *port = g_strdup_printf ("%u", mail_server_get_port (server));

  mail_paper_add (paper, MAIL_PAPER_HEADING, title);
  mail_paper_add_field (paper, _("Type"), mail_protocol_get_label (mail_server_get_protocol (server)),
                        FALSE);
  mail_paper_add_field (paper, _("Server"), host, TRUE);
  mail_paper_add_field (paper, _("Port"), port, TRUE);
  mail_paper_add_field (paper, _("Encryption"), get_encryption (server), FALSE);
  if (mail_export_signs_in (server))
    {
      mail_paper_add_field (paper, _("User name"), mail_server_get_username (server), TRUE);
      mail_paper_add_field (paper, _("Sign-in"), _("with password (“normal password”)"), FALSE);
    }
  else
    mail_paper_add_field (paper, _("Sign-in"), _("not needed"), FALSE);
}

static void
add_servers (MailPaper *paper, MailAccount *account)
{
  /* Translators: in “Another device does not know that you trust the certificate of this server.” */
  g_autofree char *warning = mail_trust_warning_new (_("Another device"), account);

  add_server (paper, mail_export_get_incoming (account), _("Receiving: incoming server"));
  add_server (paper, mail_export_get_outgoing (account), _("Sending: outgoing server"));
  mail_paper_add (
      paper, MAIL_PAPER_NOTE,
      _("The password is not on this page, and it should not be written here: whoever has both can "
         "read all your mail."));
  if (mail_settings_get_separate_login (mail_account_get_settings (account)))
    mail_paper_add (paper, MAIL_PAPER_NOTE, _("Sending has a user name and a password of its own."));
  if (warning != NULL)
    mail_paper_add (paper, MAIL_PAPER_NOTE, warning);
}

/* Without the password; where the format has no words for the account, without the picture. */
static void
add_code (MailPaper *paper, MailAccount *account)
{
  MailQr *code = mail_thunderbird_qr_new (account, NULL, NULL);

  if (code == NULL)
    return;
  mail_paper_add (paper, MAIL_PAPER_HEADING, _("On an Android telephone"));
  mail_paper_add_code (
      paper, code,
      _("In Thunderbird or K-9 Mail, choose “Import settings”, then “Scan QR code”, and point the camera "
         "at this picture. The app asks for the password."));
}

static void
add_person (MailPaper *paper, MailAccount *account)
{
  const char *provider = mail_account_get_provider_name (account);
  const char *name = mail_account_get_name (account);

  if (*name != '\0')
    mail_paper_add_field (paper, _("Your name"), name, TRUE);
  mail_paper_add_field (paper, _("E-mail address"), mail_export_get_address (account), TRUE);
  if (provider != NULL && *provider != '\0')
    mail_paper_add_field (paper, _("Provider"), provider, FALSE);
}

static void
add_origin (MailPaper *paper)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  /* Translators: a date, in the notation of g_date_time_format(): “24 November 2026”. */
  g_autofree char *date = g_date_time_format (now, _("%-d %B %Y"));
  /* Translators: %s is a date. */
  g_autofree char *text
      = g_strdup_printf (_("Made with Siegel on %s, after signing in to both servers."), date);

  mail_paper_add (paper, MAIL_PAPER_SMALL, text);
}

/**
 * mail_sheet_new:
 * @account: an account
 * @guide: (nullable): what else to put on the page: how @account is set up by hand in a program
 *
 * Returns: (transfer full): a page with all settings of @account, in the language of the locale, without the
 *   password
 */
MailPaper *
mail_sheet_new (MailAccount *account, MailGuide *guide)
{
  /* Translators: %s is an e-mail address. */
  g_autofree char *title = g_strdup_printf (_("Mail settings of %s"), mail_export_get_address (account));
  MailPaper *paper = mail_paper_new (title);

  add_person (paper, account);
  add_servers (paper, account);
  add_code (paper, account);
  if (guide != NULL)
    {
      mail_paper_add (paper, MAIL_PAPER_HEADING, mail_guide_get_name (guide));
      mail_guide_write (guide, account, paper);
    }
  add_origin (paper);

  return paper;
}
