/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-server-template.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *(*get_value) (const MailAddress *address);
} Placeholder;

static const Placeholder placeholders[] = {
  { "%EMAILADDRESS", mail_address_get_address },
  { "%EMAILLOCALPART", mail_address_get_local },
  { "%EMAILDOMAIN", mail_address_get_domain },
};

/* The placeholder that text begins with, and where it ends. The closing per cent sign is missing in files
 * that are in use; a user name of the literal text "%EMAILADDRESS" could never be meant. */
static const Placeholder *
find_placeholder (const char *text, const char **end)
{
  for (guint i = 0; i < G_N_ELEMENTS (placeholders); i++)
    if (g_str_has_prefix (text, placeholders[i].name))
      {
        *end = text + strlen (placeholders[i].name);
        if (**end == '%')
          *end += 1;
        return &placeholders[i];
      }
  return NULL;
}

/**
 * mail_server_template_new:
 *
 * Returns: (transfer full): an empty template
 */
MailServerTemplate *
mail_server_template_new (void)
{
  return g_new0 (MailServerTemplate, 1);
}

/**
 * mail_server_template_free:
 * @self: (transfer full): a template
 */
void
mail_server_template_free (MailServerTemplate *self)
{
  g_free (self->host);
  g_free (self->username);
  g_free (self);
}

/**
 * mail_server_template_expand:
 * @self: a template
 * @address: whose server
 *
 * A user name that the document does not mention is the address, as a guess.
 *
 * Returns: (transfer full) (nullable): the server of @address; %NULL where the host is not a name that can be
 *   asked for
 */
MailServer *
mail_server_template_expand (const MailServerTemplate *self, MailAddress *address)
{
  g_autofree char *text = mail_placeholders_expand (self->host != NULL ? self->host : "", address);
  g_autofree char *host = mail_domain_to_ascii (text, NULL);
  g_autofree char *username = NULL;
  MailServer *server;

  if (host == NULL)
    return NULL;
  username = mail_placeholders_expand (self->username != NULL ? self->username : "%EMAILADDRESS%", address);
  server = mail_server_new (self->protocol, host, self->port, self->security);
  mail_server_set_username (server, username);
  mail_server_set_username_guessed (server, self->username == NULL);
  mail_server_set_auth (server, self->auth);
  return server;
}

/**
 * mail_placeholders_expand:
 * @text: text of an autoconfig document
 * @address: what its placeholders stand for
 * Returns: (transfer full): @text with `%EMAILADDRESS%`, `%EMAILLOCALPART%` and `%EMAILDOMAIN%` filled in
 */
char *
mail_placeholders_expand (const char *text, MailAddress *address)
{
  GString *result = g_string_sized_new (64);

  while (*text != '\0')
    {
      gsize plain = strcspn (text, "%");
      const Placeholder *placeholder;
      const char *end;

      g_string_append_len (result, text, plain);
      text += plain;
      placeholder = find_placeholder (text, &end);
      if (placeholder != NULL)
        {
          g_string_append (result, placeholder->get_value (address));
          text = end;
        }
      else if (*text != '\0')
        g_string_append_c (result, *text++);
    }
  return g_string_free (result, FALSE);
}
