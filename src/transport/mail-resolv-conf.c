/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-resolv-conf.h"

#include <string.h>

#define PATH "/etc/resolv.conf"

/* As resolv.conf (5) limits them; what is above counts as that. */
#define MAX_SECONDS  30
#define MAX_ATTEMPTS 5

/* "timeout:3" → 3; FALSE where word is another option. */
static gboolean
read_number (const char *word, const char *name, guint max, guint *number)
{
  gsize length = strlen (name);

  if (strncmp (word, name, length) != 0 || word[length] != ':')
    return FALSE;
  *number = CLAMP (g_ascii_strtoull (word + length + 1, NULL, 10), 1, max);
  return TRUE;
}

static void
read_option (MailResolvConf *self, const char *word)
{
  guint number;

  if (g_str_equal (word, "trust-ad"))
    self->trust_ad = TRUE;
  else if (g_str_equal (word, "use-vc"))
    self->use_tcp = TRUE;
  else if (read_number (word, "timeout", MAX_SECONDS, &number))
    self->milliseconds = number * 1000;
  else if (read_number (word, "attempts", MAX_ATTEMPTS, &number))
    self->attempts = number;
}

static void
read_options (MailResolvConf *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r", -1);

  for (guint i = 0; words[i] != NULL; i++)
    read_option (self, words[i]);
}

/**
 * mail_resolv_conf_parse:
 * @self: what is known so far
 * @text: the content of a resolv.conf
 *
 * Reads the options of @text; the last one of a kind counts, as for the system itself.
 */
void
mail_resolv_conf_parse (MailResolvConf *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "options ") || g_str_has_prefix (lines[i], "options\t"))
      read_options (self, lines[i] + strlen ("options "));
}

/**
 * mail_resolv_conf_load:
 * @self: (out caller-allocates): where it goes
 *
 * Reads the options of this computer: of its resolv.conf, then of the variable RES_OPTIONS, as the C library
 * does. Without either nothing is said.
 */
void
mail_resolv_conf_load (MailResolvConf *self)
{
  g_autofree char *text = NULL;
  const char *options = g_getenv ("RES_OPTIONS");

  *self = (MailResolvConf){ 0 };
  if (g_file_get_contents (PATH, &text, NULL, NULL))
    mail_resolv_conf_parse (self, text);
  if (options != NULL)
    read_options (self, options);
}
