/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sandbox of a Flatpak lets its program do.
 *
 * What is forbidden looks from inside as if nobody were there: a bus on which nobody has a name, a network
 * without any way out. A person would look for the fault where it is not. But what is allowed stands in a
 * file. */
#include "mail-sandbox.h"

#define FILE_NAME "/.flatpak-info"

static const char *file_name = FILE_NAME;

/* NULL outside of sandboxes. Read each time: it is asked for only where something has failed. */
static GKeyFile *
load (void)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!g_key_file_load_from_file (file, file_name, G_KEY_FILE_NONE, NULL))
    return NULL;
  return g_steal_pointer (&file);
}

static gboolean
has_item (GKeyFile *file, const char *key, const char *item)
{
  g_auto (GStrv) items = g_key_file_get_string_list (file, "Context", key, NULL, NULL);

  return items != NULL && g_strv_contains ((const char *const *) items, item);
}

/**
 * mail_sandbox_is_around:
 *
 * Returns: whether this program runs as a Flatpak
 */
gboolean
mail_sandbox_is_around (void)
{
  g_autoptr (GKeyFile) file = load ();

  return file != NULL;
}

/**
 * mail_sandbox_lets_use_network:
 *
 * Returns: whether nothing forbids this program the network
 */
gboolean
mail_sandbox_lets_use_network (void)
{
  g_autoptr (GKeyFile) file = load ();

  return file == NULL || has_item (file, "shared", "network");
}

/**
 * mail_sandbox_lets_speak_to:
 * @name: a name on the session bus
 *
 * Returns: whether nothing forbids this program to call whoever has @name
 */
gboolean
mail_sandbox_lets_speak_to (const char *name)
{
  g_autoptr (GKeyFile) file = load ();
  g_autofree char *policy = NULL;

  if (file == NULL || has_item (file, "sockets", "session-bus"))
    return TRUE;
  policy = g_key_file_get_string (file, "Session Bus Policy", name, NULL);
  return g_strcmp0 (policy, "talk") == 0 || g_strcmp0 (policy, "own") == 0;
}

/**
 * mail_sandbox_set_file:
 * @path: (nullable): the file that tells of the sandbox, which outlives its use; %NULL for the real one
 *
 * For tests.
 */
void
mail_sandbox_set_file (const char *path)
{
  file_name = path != NULL ? path : FILE_NAME;
}
