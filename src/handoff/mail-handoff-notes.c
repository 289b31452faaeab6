/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By address, because an account that is edited is stored under another id, and what a program has is still
 * of use. The program's name is the key: key files do not take every character of an address in one. */
#include "config.h"

#include "mail-handoff-notes.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "mail-error.h"

#define GROUP "accounts"

/* Nobody has two mailboxes whose addresses differ in capitals only. */
static char *
get_address (MailAccount *account)
{
  return g_ascii_strdown (mail_address_get_address (mail_account_get_address (account)), -1);
}

static GKeyFile *
read_notes (const char *path)
{
  GKeyFile *notes = g_key_file_new ();

  /* A file that is not there, or that somebody spoilt, is an empty one. */
  g_key_file_load_from_file (notes, path, G_KEY_FILE_NONE, NULL);
  return notes;
}

static char *
find (GKeyFile *notes, const char *address)
{
  g_auto (GStrv) ids = g_key_file_get_keys (notes, GROUP, NULL, NULL);

  for (char **id = ids; id != NULL && *id != NULL; id++)
    {
      g_autofree char *noted = g_key_file_get_string (notes, GROUP, *id, NULL);

      if (g_strcmp0 (noted, address) == 0)
        return g_strdup (*id);
    }
  return NULL;
}

/**
 * mail_handoff_notes_find:
 * @path: a file
 * @account: an account
 *
 * Returns: (transfer full) (nullable): what was noted of it
 */
char *
mail_handoff_notes_find (const char *path, MailAccount *account)
{
  g_autoptr (GKeyFile) notes = read_notes (path);
  g_autofree char *address = get_address (account);

  return find (notes, address);
}

static gboolean
save (GKeyFile *notes, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) reason = NULL;

  /* That it failed is what the writing tells, too. */
  g_mkdir_with_parents (folder, 0700);
  if (g_key_file_save_to_file (notes, path, &reason))
    return TRUE;
  g_set_error (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
               /* Translators: the first %s is the name of a file, the second the message of the system. */
               _("%s could not be written: %s"), path, reason->message);
  return FALSE;
}

/**
 * mail_handoff_notes_write:
 * @path: a file; it is made, with its folder, where there is none
 * @account: an account
 * @id: (nullable): what to note of it, of letters, digits and "_"; %NULL: nothing any more
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED
 *
 * Returns: whether it is noted
 */
gboolean
mail_handoff_notes_write (const char *path, MailAccount *account, const char *id, GError **error)
{
  g_autoptr (GKeyFile) notes = read_notes (path);
  g_autofree char *address = get_address (account);
  g_autofree char *old = find (notes, address);

  if (old == NULL && id == NULL)
    return TRUE;
  if (old != NULL)
    g_key_file_remove_key (notes, GROUP, old, NULL);
  if (id != NULL)
    g_key_file_set_string (notes, GROUP, id, address);
  return save (notes, path, error);
}
