/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-trust-words.h"

#include <glib/gi18n-lib.h>

#include "mail-domain.h"
#include "mail-tls-info.h"

/* So many pairs tell two keys apart at a glance; the whole of it is in the details. */
#define SHOWN_DIGITS 16

static char *
dup_head (const char *pin)
{
  g_autofree char *head = g_strndup (pin, SHOWN_DIGITS);

  return mail_tls_info_format_fingerprint (head);
}

/**
 * mail_trust_dup_pin:
 * @pin: (nullable): SHA-256 of a public key, in hexadecimal
 *
 * Returns: (transfer full) (nullable): one line that names the key; %NULL where nobody has decided anything
 */
char *
mail_trust_dup_pin (const char *pin)
{
  g_autofree char *head = pin != NULL ? dup_head (pin) : NULL;

  /* Translators: %s is the beginning of the fingerprint of a key, “AB:CD:EF”. */
  return head != NULL ? g_strdup_printf (_("Trusted by your decision (key %s…)"), head) : NULL;
}

/**
 * mail_trust_dup_authority:
 * @path: (nullable) (type filename): the file with certificates to trust as well
 *
 * Returns: (transfer full) (nullable): one line that names the file; %NULL where there is none
 */
char *
mail_trust_dup_authority (const char *path)
{
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;

  /* Translators: %s is the name of a file with certificates: “company-ca.pem”. */
  return name != NULL
             ? g_strdup_printf (_("Certificates from the authority in “%s” are trusted as well"), name)
             : NULL;
}

static void
add_server (GPtrArray *lines, MailServer *server)
{
  const char *pin = mail_server_get_pin (server);
  g_autofree char *head = pin != NULL ? dup_head (pin) : NULL;
  g_autofree char *host = mail_domain_to_display (mail_server_get_host (server));
  g_autofree char *line = NULL;

  if (head == NULL)
    return;

  /* Translators: a server, and the beginning of the fingerprint of its key, “AB:CD:EF”. */
  line = g_strdup_printf (_("%s: trusted by your decision (key %s…)"), host, head);
  if (!g_ptr_array_find_with_equal_func (lines, line, g_str_equal, NULL))
    g_ptr_array_add (lines, g_steal_pointer (&line));
}

/**
 * mail_trust_dup_decisions:
 * @settings: both servers
 * @ca_file: (nullable) (type filename): the file with certificates to trust as well
 *
 * Returns: (transfer full) (nullable): a line for each decision of the person; %NULL where there is none
 */
char *
mail_trust_dup_decisions (MailSettings *settings, const char *ca_file)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  char *authority = mail_trust_dup_authority (ca_file);

  add_server (lines, mail_settings_get_incoming (settings));
  add_server (lines, mail_settings_get_outgoing (settings));
  if (authority != NULL)
    g_ptr_array_add (lines, authority);
  if (lines->len == 0)
    return NULL;
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}
