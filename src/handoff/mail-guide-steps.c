/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A guide holds placeholders; for an account, its values stand in their place. */
#include "config.h"

#include "mail-guide-document.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mail-error.h"

/* What there is to say of an account, each under the name that stands in braces. */
typedef struct
{
  GHashTable *values;
  MailGuideIf facts;
} Account;

static void
account_clear (Account *self)
{
  g_clear_pointer (&self->values, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Account, account_clear)

static gboolean
is_starttls (MailServer *server)
{
  return mail_server_get_security (server) == MAIL_SECURITY_STARTTLS;
}

static MailGuideIf
get_login (MailSettings *settings)
{
  MailServer *outgoing = mail_settings_get_outgoing (settings);

  if (mail_server_get_auth (outgoing) == MAIL_AUTH_NONE)
    return MAIL_GUIDE_IF_NO_SIGN_IN;
  return MAIL_GUIDE_IF_SIGN_IN
         | (mail_settings_get_separate_login (settings) ? MAIL_GUIDE_IF_OTHER_LOGIN
                                                        : MAIL_GUIDE_IF_SAME_LOGIN);
}

static MailGuideIf
get_facts (MailSettings *settings)
{
  MailServer *incoming = mail_settings_get_incoming (settings);
  MailServer *outgoing = mail_settings_get_outgoing (settings);
  gboolean pop3 = mail_server_get_protocol (incoming) == MAIL_PROTOCOL_POP3;

  return (pop3 ? MAIL_GUIDE_IF_POP3 : MAIL_GUIDE_IF_IMAP)
         | (is_starttls (incoming) ? MAIL_GUIDE_IF_INCOMING_STARTTLS : MAIL_GUIDE_IF_INCOMING_TLS)
         | (is_starttls (outgoing) ? MAIL_GUIDE_IF_OUTGOING_STARTTLS : MAIL_GUIDE_IF_OUTGOING_TLS)
         | get_login (settings);
}

/* An empty value is none: the placeholder stays, where every eye and the tests see it. */
static void
take_value (Account *self, const char *prefix, const char *name, char *value)
{
  if (value != NULL && *value != '\0')
    g_hash_table_insert (self->values, g_strconcat (prefix, name, NULL), value);
  else
    g_free (value);
}

static void
add_server (Account *self, const MailGuideDocument *guide, const char *prefix, MailServer *server)
{
  const char *word = guide->security_word[is_starttls (server)];

  take_value (self, prefix, "-host", g_strdup (mail_server_get_host (server)));
  take_value (self, prefix, "-port", g_strdup_printf ("%u", mail_server_get_port (server)));
  take_value (self, prefix, "-username", g_strdup (mail_server_get_username (server)));
  take_value (self, prefix, "-protocol",
              g_strdup (mail_protocol_get_label (mail_server_get_protocol (server))));
  take_value (self, prefix, "-security",
              word != NULL ? g_strdup (mail_guide_document_translate (word)) : NULL);
}

static void
account_init (Account *self, const MailGuideDocument *guide, MailAccount *account)
{
  MailSettings *settings = mail_account_get_settings (account);
  const char *address = mail_address_get_address (mail_account_get_address (account));
  const char *name = mail_account_get_name (account);

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->facts = get_facts (settings);
  take_value (self, "address", "", g_strdup (address));
  /* Programs insist on a name; who gave none is called by the address anyway. */
  take_value (self, "name", "", g_strdup (*name != '\0' ? name : address));
  add_server (self, guide, "incoming", mail_settings_get_incoming (settings));
  add_server (self, guide, "outgoing", mail_settings_get_outgoing (settings));
}

/* Takes a placeholder, and nothing of what is none. */
static const char *
fill_in_one (const Account *self, const char *open, GString *filled)
{
  const char *close = strchr (open, '}');
  g_autofree char *name = close != NULL ? g_strndup (open + 1, close - open - 1) : NULL;
  const char *value = name != NULL ? g_hash_table_lookup (self->values, name) : NULL;

  g_string_append (filled, value != NULL ? value : "{");
  return value != NULL ? close + 1 : open + 1;
}

/* In one go: a value that looks like a placeholder is a value. */
static char *
fill_in (const Account *self, const char *text)
{
  GString *filled = g_string_new (NULL);
  const char *open;

  while ((open = strchr (text, '{')) != NULL)
    {
      g_string_append_len (filled, text, open - text);
      text = fill_in_one (self, open, filled);
    }
  g_string_append (filled, text);
  return g_string_free (filled, FALSE);
}

static void
step_free (gpointer data)
{
  MailGuideStep *self = data;

  g_free (self->text);
  g_free (self->value);
  g_free (self->value_name);
  g_free (self->choice);
  g_free (self);
}

static MailGuideStep *
make_step (const Account *self, const MailGuideItem *item, guint number)
{
  MailGuideStep *step = g_new0 (MailGuideStep, 1);

  step->number = number;
  step->text = fill_in (self, mail_guide_document_translate (item->text));
  return step;
}

static MailGuideStep *
make_field (const Account *self, const MailGuideItem *item)
{
  MailGuideStep *step = g_new0 (MailGuideStep, 1);
  char **word = item->kind == MAIL_GUIDE_FIELD ? &step->value : &step->choice;

  step->value_name = fill_in (self, mail_guide_document_translate (item->text));
  *word = fill_in (self,
                   item->kind == MAIL_GUIDE_FIELD ? item->word : mail_guide_document_translate (item->word));
  /* Translators: a field of a mail program and what is entered there: “Server: imap.example.org”. */
  step->text = g_strdup_printf (_("%s: %s"), step->value_name, *word);
  return step;
}

static gboolean
holds (const Account *self, const MailGuideItem *item)
{
  return (item->conditions & ~self->facts) == 0;
}

/**
 * mail_guide_document_get_steps:
 * @self: a document
 * @account: an account
 *
 * Returns: (transfer full) (element-type MailGuideStep): what is to be done for it
 */
GPtrArray *
mail_guide_document_get_steps (const MailGuideDocument *self, MailAccount *account)
{
  g_auto (Account) values = { 0 };
  GPtrArray *steps = g_ptr_array_new_with_free_func (step_free);
  guint number = 0;

  account_init (&values, self, account);
  for (guint i = 0; i < self->items->len; i++)
    {
      const MailGuideItem *item = g_ptr_array_index (self->items, i);

      if (item->kind == MAIL_GUIDE_CANNOT || !holds (&values, item))
        continue;
      g_ptr_array_add (steps, item->kind == MAIL_GUIDE_STEP ? make_step (&values, item, ++number)
                                                            : make_field (&values, item));
    }
  return steps;
}

/**
 * mail_guide_document_get_refusal:
 * @self: a document
 * @account: an account
 *
 * Returns: (transfer full) (nullable): why the program cannot hold the account, translated
 */
char *
mail_guide_document_get_refusal (const MailGuideDocument *self, MailAccount *account)
{
  g_auto (Account) values = { 0 };

  account_init (&values, self, account);
  for (guint i = 0; i < self->items->len; i++)
    {
      const MailGuideItem *item = g_ptr_array_index (self->items, i);

      if (item->kind == MAIL_GUIDE_CANNOT && holds (&values, item))
        return fill_in (&values, mail_guide_document_translate (item->text));
    }
  return NULL;
}
