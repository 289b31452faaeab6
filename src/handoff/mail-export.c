/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has no interface to be told of an account reads a file. Each format is a constant with a writer, in a
 * file of its own; this is the list, and what holds for all of them. */
#include "config.h"

#include "mail-export.h"

#include "mail-error.h"
#include "mail-export-formats.h"
#include "mail-export-values.h"
#include "mail-trust-warning.h"

/* In the order in which a person is shown them. */
static const MailExport *const formats[] = {
  /* programs with windows */
  &mail_export_thunderbird,
  /* devices */
  &mail_export_thunderbird_qr,
  &mail_export_apple,
  /* programs that are told what to do by a file */
  &mail_export_neomutt,
  &mail_export_aerc,
  &mail_export_himalaya,
  &mail_export_alpine,
  &mail_export_s_nail,
  &mail_export_mbsync,
  &mail_export_offlineimap,
  &mail_export_getmail,
  &mail_export_fetchmail,
  &mail_export_mpop,
  &mail_export_msmtp,
  &mail_export_notmuch,
  &mail_export_mu4e,
  /* paper, other computers, and whoever looks after others */
  &mail_export_sheet,
  &mail_export_outlook,
  &mail_export_autoconfig,
  NULL,
};

/**
 * mail_export_list:
 *
 * Returns: (array zero-terminated=1) (transfer none): all formats, in the order in which a person is shown
 * them
 */
const MailExport *const *
mail_export_list (void)
{
  return formats;
}

/**
 * mail_export_find:
 * @id: the name of a format
 *
 * Returns: (nullable) (transfer none): the format
 */
const MailExport *
mail_export_find (const char *id)
{
  for (gsize i = 0; formats[i] != NULL; i++)
    if (g_str_equal (formats[i]->id, id))
      return formats[i];
  return NULL;
}

/**
 * mail_export_is_present:
 * @self: a format
 *
 * Looks in the folders where programs are started from. Inside a sandbox these are the sandbox's own, so what
 * is not found may be there all the same.
 *
 * Returns: whether the program that reads the format is on this computer
 */
gboolean
mail_export_is_present (const MailExport *self)
{
  g_autofree char *path = self->program != NULL ? g_find_program_in_path (self->program) : NULL;

  return path != NULL;
}

/**
 * mail_export_can_hold:
 * @self: a format
 * @account: an account
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED that says why not
 *
 * Returns: whether the format has words for such an account
 */
gboolean
mail_export_can_hold (const MailExport *self, MailAccount *account, GError **error)
{
  return mail_export_is_one_line (account, error)
         && (self->can_hold == NULL || self->can_hold (account, error));
}

/**
 * mail_export_get_file_name:
 * @self: a format
 * @account: an account
 *
 * Returns: (transfer full): a name to propose for the file, without a folder; nothing in it needs quoting
 */
char *
mail_export_get_file_name (const MailExport *self, MailAccount *account)
{
  const char *address = mail_address_get_address (mail_account_get_address (account));
  g_auto (GStrv) parts = g_strsplit (self->file_name, "%s", 2);
  g_autofree char *safe = g_strdup (address);

  g_strcanon (safe, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "@.-_+", '_');
  return g_strjoinv (safe, parts);
}

/**
 * mail_export_warn:
 * @self: a format
 * @account: an account
 *
 * Returns: (array zero-terminated=1) (transfer full): what a person has to know before using the file, a
 *   translated sentence each
 */
char **
mail_export_warn (const MailExport *self, MailAccount *account)
{
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();
  /* On paper it stands with the rest. */
  g_autofree char *text = self->lay_out == NULL ? mail_trust_warning_new (self->name, account) : NULL;

  if (text != NULL)
    g_strv_builder_add (sentences, text);
  return g_strv_builder_end (sentences);
}

/**
 * mail_export_write:
 * @self: a format
 * @account: an account
 * @secret: (nullable): the password, only where a person asked for it to be in the file and the format takes
 * it
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED
 *
 * Returns: (transfer full): the file
 */
GBytes *
mail_export_write (const MailExport *self, MailAccount *account, MailSecret *secret, GError **error)
{
  g_return_val_if_fail (secret == NULL || self->takes_password, NULL);

  if (!mail_export_can_hold (self, account, error))
    return NULL;
  return self->write (account, secret, error);
}
