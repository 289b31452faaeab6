/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-provider-advice.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  MailNeed need;
  const char *always;
  const char *with_2fa;
} Advice;

/* In the order in which a person meets them: what makes everything else pointless, what has to be bought
 * or installed, what has to be switched on, and last which password to type. */
static const Advice advice[] = {
  {
      MAIL_NEED_NO_IMAP,
      /* Translators: %s is the name of a mail provider. */
      N_("%s has no standard access for mail programs. Use its own app or its website."),
      /* Translators: %s is the name of a mail provider. */
      N_("If two-step sign-in is on, %s has no standard access for mail programs."),
  },
  {
      MAIL_NEED_OAUTH2_ONLY,
      /* Translators: %s is the name of a mail provider. */
      N_("%s lets mail programs sign in only through its website (OAuth 2), not with a password."),
      /* Translators: %s is the name of a mail provider. */
      N_("If two-step sign-in is on, %s lets mail programs sign in only through its website (OAuth 2)."),
  },
  {
      MAIL_NEED_PAID_PLAN,
      /* Translators: %s is the name of a mail provider. */
      N_("%s opens access for mail programs only with a paid plan."),
      /* Translators: %s is the name of a mail provider. */
      N_("If two-step sign-in is on, %s opens access for mail programs only with a paid plan."),
  },
  {
      MAIL_NEED_BRIDGE,
      /* Translators: %s is the name of a mail provider. A “bridge” is a helper program of the provider. */
      N_("%s needs a helper program of its own, a “bridge”, on this computer. Install and start it first."),
      /* Translators: %s is the name of a mail provider. A “bridge” is a helper program of the provider. */
      N_("If two-step sign-in is on, %s needs a helper program of its own, a “bridge”, on this computer."),
  },
  {
      MAIL_NEED_ENABLE_IMAP,
      /* Translators: %s is the name of a mail provider. */
      N_("Before you go on, switch on access for mail programs (POP3 and IMAP) in the settings of "
          "your %s mailbox."),
      /* Translators: %s is the name of a mail provider. */
      N_("If two-step sign-in is on, switch on access for mail programs (POP3 and IMAP) in "
          "your %s settings."),
  },
  {
      MAIL_NEED_APP_PASSWORD,
      /* Translators: %s is the name of a mail provider. */
      N_("%s wants an app password here, not your normal one: create it on the provider’s page and "
          "enter it as the password."),
      /* Translators: %s is the name of a mail provider. */
      N_("If two-step sign-in is on at %s, create an app password on the provider’s page and "
          "enter it as the password."),
  },
  {
      MAIL_NEED_SPECIAL_PASSWORD,
      /* Translators: %s is the name of a mail provider. */
      N_("%s has a separate e-mail password for mail programs. Enter that one, not the password you sign in "
          "with on the web."),
      /* Translators: %s is the name of a mail provider. */
      N_("If two-step sign-in is on at %s, enter the separate e-mail password for mail programs."),
  },
};

static void
add_sentence (GPtrArray *sentences, const char *format, const char *name)
{
  /* The formats are the constants above and their translations, which msgfmt has checked. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_ptr_array_add (sentences, g_strdup_printf (_ (format), name));
#pragma GCC diagnostic pop
}

static gboolean
is_web_page (const char *uri)
{
  g_autoptr (GUri) parts = uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL) : NULL;

  return parts != NULL && g_str_equal (g_uri_get_scheme (parts), "https") && g_uri_get_host (parts) != NULL
         && *g_uri_get_host (parts) != '\0' && strpbrk (uri, " \t\r\n") == NULL;
}

/**
 * mail_provider_get_display_name:
 * @self: a provider
 *
 * Published settings may well leave out whose they are.
 *
 * Returns: (transfer none): its name, else its domain, else words that stand for both
 */
const char *
mail_provider_get_display_name (const MailProvider *self)
{
  const char *name = mail_provider_get_name (self);

  if (name == NULL)
    name = mail_provider_get_id (self);
  /* Translators: stands for the name of a mail provider that is not known. */
  return name != NULL ? name : _("This provider");
}

/**
 * mail_provider_dup_advice:
 * @self: a provider
 *
 * Puts the needs of a provider into words: what a person has to do before a sign-in can work. Where no
 * standard access exists, nothing else is worth saying.
 *
 * Returns: (transfer full): one translated sentence a need, with the provider's name in it, the most
 *   urgent first; %NULL-terminated, empty where nothing is needed
 */
char **
mail_provider_dup_advice (const MailProvider *self)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new ();
  const char *name = mail_provider_get_display_name (self);
  MailNeed always = mail_provider_get_needs (self);
  MailNeed with_2fa = mail_provider_get_needs_with_2fa (self) & ~always;

  if (!mail_provider_is_supported (self))
    {
      always = MAIL_NEED_NO_IMAP;
      with_2fa = 0;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (advice); i++)
    {
      if (always & advice[i].need)
        add_sentence (sentences, advice[i].always, name);
      if (with_2fa & advice[i].need)
        add_sentence (sentences, advice[i].with_2fa, name);
    }
  g_ptr_array_add (sentences, NULL);
  return (char **) g_ptr_array_steal (sentences, NULL);
}

/**
 * mail_provider_get_advice_uri:
 * @self: a provider
 *
 * The page that a button beside the advice opens. Provider files also come from the network, so only
 * https pages count: a button must never start a program or open a local file.
 *
 * Returns: (transfer none) (nullable): the page where the preparation is done, else the help page
 */
const char *
mail_provider_get_advice_uri (const MailProvider *self)
{
  const char *prepare_uri = mail_provider_get_prepare_uri (self);
  const char *help_uri = mail_provider_get_help_uri (self);

  if (is_web_page (prepare_uri))
    return prepare_uri;
  return is_web_page (help_uri) ? help_uri : NULL;
}
