/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-setup-private.h"

#include <glib/gi18n-lib.h>

#include "mail-consent.h"

static gboolean
has_host (MailServer *server, const char *host)
{
  return g_ascii_strcasecmp (mail_server_get_host (server), host) == 0;
}

/**
 * mail_setup_dup_unconfirmed:
 * @self: a setup
 *
 * The servers among the settings as they are that came by a search without proof, and are not the address's
 * own. Whoever types the name of another one vouches for it.
 *
 * Returns: (transfer full) (array zero-terminated=1): their names; empty where there is nothing to agree to
 */
char **
mail_setup_dup_unconfirmed (MailSetup *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) hosts = NULL;

  if (self->candidate == NULL || self->settings == NULL || self->address == NULL)
    return g_strv_builder_end (builder);
  hosts = mail_consent_dup_hosts (self->candidate, self->address);
  for (guint i = 0; hosts[i] != NULL; i++)
    if (has_host (mail_settings_get_incoming (self->settings), hosts[i])
        || has_host (mail_settings_get_outgoing (self->settings), hosts[i]))
      g_strv_builder_add (builder, hosts[i]);
  return g_strv_builder_end (builder);
}

/* The settings have changed. */
void
mail_setup_update_consent (MailSetup *self)
{
  g_auto (GStrv) hosts = mail_setup_dup_unconfirmed (self);
  gboolean needed = hosts[0] != NULL;

  if (self->needs_consent == needed)
    return;
  self->needs_consent = needed;
  mail_setup_notify (self, MAIL_SETUP_PROP_NEEDS_CONSENT);
}

/* What the person has to agree to before a password is sent, %NULL where there is nothing. */
char *
mail_setup_dup_disagreed (MailSetup *self)
{
  g_auto (GStrv) hosts = NULL;
  g_autofree char *names = NULL;

  if (!self->needs_consent || self->consent)
    return NULL;
  hosts = mail_setup_dup_unconfirmed (self);
  names = g_strjoinv (", ", hosts);
  return g_strdup_printf (
      /* Translators: %s is the name of a server, or of two with a comma between them. */
      ngettext("Nobody vouches for the server %s. Agree to it first, or name the right one.",
                "Nobody vouches for the servers %s. Agree to them first, or name the right ones.",
                g_strv_length (hosts)),
      names);
}

/**
 * mail_setup_get_needs_consent:
 * @self: a setup
 *
 * Returns: whether the person has to agree to the servers as they are before a password goes there
 */
gboolean
mail_setup_get_needs_consent (MailSetup *self)
{
  return self->needs_consent;
}

/**
 * mail_setup_get_consent:
 * @self: a setup
 *
 * Returns: whether the person has agreed to the servers of the candidate
 */
gboolean
mail_setup_get_consent (MailSetup *self)
{
  return self->consent;
}

/**
 * mail_setup_set_consent:
 * @self: a setup
 * @consent: whether the person agrees to the servers of the candidate; forgotten when there is another one
 *
 * To withdraw it ends a check that rests on it.
 */
void
mail_setup_set_consent (MailSetup *self, gboolean consent)
{
  if (self->consent == !!consent)
    return;
  if (!consent)
    mail_setup_clear_after (self, MAIL_SETUP_PART_SETTINGS);
  self->consent = !!consent;
  mail_setup_notify (self, MAIL_SETUP_PROP_CONSENT);
}
