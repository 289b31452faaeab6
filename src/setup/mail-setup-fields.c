/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-setup-private.h"

#include <glib/gi18n-lib.h>

#include "mail-discovery.h"
#include "mail-error.h"

/**
 * mail_setup_get_store:
 * @self: a setup
 *
 * Returns: (transfer none): the accounts
 */
MailStore *
mail_setup_get_store (MailSetup *self)
{
  return self->store;
}

/**
 * mail_setup_get_preferences:
 * @self: a setup
 *
 * Returns: (transfer none): what a search may do; to change them forgets what a search has found
 */
MailPreferences *
mail_setup_get_preferences (MailSetup *self)
{
  return self->preferences;
}

/**
 * mail_setup_get_name:
 * @self: a setup
 *
 * Returns: the person's name, "" while it is not known
 */
const char *
mail_setup_get_name (MailSetup *self)
{
  return self->name;
}

/* Whether @text is another; it is copied then. %NULL is "". */
static gboolean
take_text (char **place, const char *text)
{
  if (g_strcmp0 (*place, text != NULL ? text : "") == 0)
    return FALSE;
  g_free (*place);
  *place = g_strdup (text != NULL ? text : "");
  return TRUE;
}

/**
 * mail_setup_set_name:
 * @self: a setup
 * @name: (nullable): the person's name, as it stands in From:
 */
void
mail_setup_set_name (MailSetup *self, const char *name)
{
  if (!take_text (&self->name, name))
    return;
  mail_setup_clear_after (self, MAIL_SETUP_PART_VERIFY);
  mail_setup_notify (self, MAIL_SETUP_PROP_NAME);
}

/**
 * mail_setup_get_address_text:
 * @self: a setup
 *
 * Returns: the address as typed
 */
const char *
mail_setup_get_address_text (MailSetup *self)
{
  return self->address_text;
}

static gboolean
same_address (MailAddress *a, MailAddress *b)
{
  return a == b || (a != NULL && b != NULL && mail_address_equal (a, b));
}

static void
parse_address (MailSetup *self)
{
  g_autoptr (MailAddress) address = NULL;

  g_clear_error (&self->address_error);
  /* An empty field is not a mistake yet. */
  if (self->address_text[0] != '\0')
    address = mail_address_new (self->address_text, &self->address_error);
  if (!same_address (self->address, address))
    mail_setup_take_address (self, g_steal_pointer (&address));
}

/**
 * mail_setup_set_address_text:
 * @self: a setup
 * @text: (nullable): what is typed so far
 *
 * Parses the address and, once it is one, looks its domain up in what the program knows. Nothing is asked of
 * the network. A domain that it does not know gets settings with likely names, and what looks like a slip a
 * correction; a provider without standard access gets no settings.
 */
void
mail_setup_set_address_text (MailSetup *self, const char *text)
{
  if (!take_text (&self->address_text, text))
    return;
  g_object_freeze_notify (G_OBJECT (self));
  parse_address (self);
  mail_setup_notify (self, MAIL_SETUP_PROP_ADDRESS_TEXT);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * mail_setup_get_address:
 * @self: a setup
 *
 * Returns: (transfer none) (nullable): the address, once it is one
 */
MailAddress *
mail_setup_get_address (MailSetup *self)
{
  return self->address;
}

/**
 * mail_setup_get_address_error:
 * @self: a setup
 *
 * Returns: (transfer none) (nullable): why the text is no address (%MAIL_ERROR_ADDRESS_INVALID); %NULL also
 * while there is none
 */
const GError *
mail_setup_get_address_error (MailSetup *self)
{
  return self->address_error;
}

/**
 * mail_setup_get_correction:
 * @self: a setup
 *
 * For whoever asks “Did you mean …?”, once nobody types any more: also somebody who has not come to the end
 * of “gmail.com” may be corrected.
 *
 * Returns: (transfer none) (nullable): the address without what looks like a slip in its domain
 */
const char *
mail_setup_get_correction (MailSetup *self)
{
  return self->correction;
}

/**
 * mail_setup_get_protocol:
 * @self: a setup
 *
 * Returns: how mail is to be received
 */
MailProtocol
mail_setup_get_protocol (MailSetup *self)
{
  return self->protocol;
}

/**
 * mail_setup_set_protocol:
 * @self: a setup
 * @protocol: %MAIL_PROTOCOL_IMAP or %MAIL_PROTOCOL_POP3
 *
 * A wish: a provider that has only the other one gets that.
 */
void
mail_setup_set_protocol (MailSetup *self, MailProtocol protocol)
{
  if (self->protocol == protocol)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  self->protocol = protocol;
  mail_setup_notify (self, MAIL_SETUP_PROP_PROTOCOL);
  if (self->candidate != NULL)
    mail_setup_take_candidate (self, g_object_ref (self->candidate), self->known);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * mail_setup_get_candidate:
 * @self: a setup
 *
 * Returns: (transfer none) (nullable): who proposes the settings
 */
MailCandidate *
mail_setup_get_candidate (MailSetup *self)
{
  return self->candidate;
}

/**
 * mail_setup_get_provider:
 * @self: a setup
 *
 * Returns: (transfer none) (nullable): the provider, where it is known
 */
MailProvider *
mail_setup_get_provider (MailSetup *self)
{
  return self->candidate != NULL ? mail_candidate_get_provider (self->candidate) : NULL;
}

/**
 * mail_setup_get_known:
 * @self: a setup
 *
 * Returns: whether somebody vouches for the settings or a search found them; %FALSE for likely names
 */
gboolean
mail_setup_get_known (MailSetup *self)
{
  return self->known;
}

static MailCandidate *
read_file (MailSetup *self, const char *path, GError **error)
{
  g_autoptr (MailCandidate) candidate = mail_discovery_read_file (path, self->address, error);
  g_autoptr (MailSettings) settings = NULL;

  if (candidate == NULL)
    return NULL;
  settings = mail_candidate_create_settings (candidate, self->protocol);
  if (settings != NULL)
    return g_steal_pointer (&candidate);
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID,
                       _("This file lacks a server for receiving mail or one for sending it."));
  return NULL;
}

/**
 * mail_setup_use_file:
 * @self: a setup with an address
 * @path: an autoconfig file that somebody handed out
 * @error: return location: %MAIL_ERROR_SETTINGS_INVALID, or %MAIL_ERROR_ADDRESS_INVALID while there is no
 * address
 *
 * Takes the settings from a file instead of the database or the network; a search that runs is stopped.
 *
 * Returns: whether the file could be used; if not, nothing has changed
 */
gboolean
mail_setup_use_file (MailSetup *self, const char *path, GError **error)
{
  MailCandidate *candidate;

  if (self->address == NULL)
    {
      g_autofree char *missing = mail_setup_dup_missing (self, MAIL_SETUP_PAGE_ACCOUNT);

      g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_ADDRESS_INVALID, missing);
      return FALSE;
    }
  candidate = read_file (self, path, error);
  if (candidate == NULL)
    return FALSE;
  mail_setup_stop_search (self);
  mail_setup_take_candidate (self, candidate, TRUE);
  return TRUE;
}

/**
 * mail_setup_get_settings:
 * @self: a setup
 *
 * Returns: (transfer none) (nullable): the settings, to be edited in place
 */
MailSettings *
mail_setup_get_settings (MailSetup *self)
{
  return self->settings;
}

/**
 * mail_setup_set_settings:
 * @self: a setup
 * @settings: settings from elsewhere, copied
 *
 * Replaces the settings, for instance by servers that somebody named.
 */
void
mail_setup_set_settings (MailSetup *self, MailSettings *settings)
{
  MailSettings *copy = mail_settings_copy (settings);

  g_object_freeze_notify (G_OBJECT (self));
  mail_setup_clear_after (self, MAIL_SETUP_PART_CANDIDATE);
  mail_setup_take_settings (self, copy);
  self->protocol = mail_server_get_protocol (mail_settings_get_incoming (copy));
  mail_setup_notify (self, MAIL_SETUP_PROP_PROTOCOL);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
take_secret (MailSecret **place, MailSecret *secret)
{
  if (*place == secret || (*place != NULL && secret != NULL && mail_secret_equal (*place, secret)))
    return FALSE;
  g_clear_pointer (place, mail_secret_unref);
  *place = secret != NULL ? mail_secret_ref (secret) : NULL;
  return TRUE;
}

/**
 * mail_setup_set_secret:
 * @self: a setup
 * @secret: (nullable): the password, for both servers
 */
void
mail_setup_set_secret (MailSetup *self, MailSecret *secret)
{
  if (!take_secret (&self->secret, secret))
    return;
  mail_setup_clear_after (self, MAIL_SETUP_PART_SETTINGS);
  mail_setup_notify (self, MAIL_SETUP_PROP_HAS_SECRET);
}

/**
 * mail_setup_set_outgoing_secret:
 * @self: a setup with settings
 * @secret: (nullable): the password of the outgoing server, where it has its own
 *
 * Counts while the settings have separate log-ins; a password of its own makes them so.
 */
void
mail_setup_set_outgoing_secret (MailSetup *self, MailSecret *secret)
{
  if (!take_secret (&self->outgoing_secret, secret))
    return;
  mail_setup_clear_after (self, MAIL_SETUP_PART_SETTINGS);
  if (secret != NULL && self->settings != NULL)
    mail_settings_set_separate_login (self->settings, TRUE);
}

/**
 * mail_setup_get_has_secret:
 * @self: a setup
 *
 * Returns: whether there is a password; no property hands it out
 */
gboolean
mail_setup_get_has_secret (MailSetup *self)
{
  return self->secret != NULL;
}

/* A conversation that never begins: only it knows what a file with certificates is, and the person should
 * hear of a bad one now, not in the middle of the check. */
static gboolean
is_ca_file (const char *path, GError **error)
{
  g_autoptr (MailServer) incoming = mail_server_new (MAIL_PROTOCOL_IMAP, "localhost", 0, MAIL_SECURITY_TLS);
  g_autoptr (MailServer) outgoing = mail_server_new (MAIL_PROTOCOL_SMTP, "localhost", 0, MAIL_SECURITY_TLS);
  g_autoptr (MailSettings) settings = mail_settings_new (incoming, outgoing);
  g_autoptr (MailAddress) nobody = mail_address_new ("nobody@example.invalid", NULL);
  g_autoptr (MailVerify) verify = mail_verify_new (settings, nobody, MAIL_GOAL_CAPABILITIES);

  return mail_verify_set_ca_file (verify, path, error);
}

/**
 * mail_setup_set_ca_file:
 * @self: a setup
 * @path: (nullable): a PEM file with certificates to trust beside the system's, by servers and websites
 * @error: return location: %MAIL_ERROR_SETTINGS_INVALID where it is none
 *
 * Stays over mail_setup_reset().
 *
 * Returns: whether the file can be used; if not, nothing has changed
 */
gboolean
mail_setup_set_ca_file (MailSetup *self, const char *path, GError **error)
{
  g_autofree char *text = NULL;

  if (path != NULL && !(is_ca_file (path, error) && g_file_get_contents (path, &text, NULL, error)))
    return FALSE;
  mail_setup_clear_after (self, MAIL_SETUP_PART_SETTINGS);
  g_free (self->ca_file);
  self->ca_file = g_strdup (path);
  g_free (self->authorities);
  self->authorities = g_steal_pointer (&text);
  mail_setup_notify (self, MAIL_SETUP_PROP_CA_FILE);
  mail_setup_forget_search (self);
  return TRUE;
}

/**
 * mail_setup_get_ca_file:
 * @self: a setup
 *
 * Returns: (transfer none) (nullable): the file with certificates to trust as well
 */
const char *
mail_setup_get_ca_file (MailSetup *self)
{
  return self->ca_file;
}

/**
 * mail_setup_set_pin:
 * @self: a setup
 * @spki_sha256: (nullable): SHA-256 of the only public key to accept, in hexadecimal
 */
void
mail_setup_set_pin (MailSetup *self, const char *spki_sha256)
{
  mail_setup_clear_after (self, MAIL_SETUP_PART_SETTINGS);
  g_free (self->pin);
  self->pin = g_strdup (spki_sha256);
}

/**
 * mail_setup_set_timeout:
 * @self: a setup
 * @seconds: how long a check may take; a search, too, where it is less than what that may take anyway
 *
 * Stays over mail_setup_reset().
 */
void
mail_setup_set_timeout (MailSetup *self, guint seconds)
{
  self->timeout = seconds;
}

/**
 * mail_setup_get_verify:
 * @self: a setup
 *
 * Returns: (transfer none) (nullable): the check of the settings as they are, running or over
 */
MailVerify *
mail_setup_get_verify (MailSetup *self)
{
  return self->verify;
}

/**
 * mail_setup_get_checking:
 * @self: a setup
 *
 * Returns: whether a check is running
 */
gboolean
mail_setup_get_checking (MailSetup *self)
{
  return self->checking != NULL;
}

/**
 * mail_setup_get_proven:
 * @self: a setup
 *
 * Returns: whether both servers said yes to the settings and passwords as they are
 */
gboolean
mail_setup_get_proven (MailSetup *self)
{
  return self->proven;
}

/**
 * mail_setup_get_existing:
 * @self: a setup
 *
 * Returns: (transfer none) (nullable): another account of this address in the store
 */
MailAccount *
mail_setup_get_existing (MailSetup *self)
{
  return self->existing;
}

/**
 * mail_setup_get_replace:
 * @self: a setup
 *
 * Returns: whether the person agreed that the existing account is replaced
 */
gboolean
mail_setup_get_replace (MailSetup *self)
{
  return self->replace;
}

/**
 * mail_setup_set_replace:
 * @self: a setup
 * @replace: whether the existing account may be replaced; forgotten when there is another one
 */
void
mail_setup_set_replace (MailSetup *self, gboolean replace)
{
  if (self->replace == !!replace)
    return;
  self->replace = !!replace;
  mail_setup_notify (self, MAIL_SETUP_PROP_REPLACE);
}

/**
 * mail_setup_get_saving:
 * @self: a setup
 *
 * Returns: whether the account is being stored
 */
gboolean
mail_setup_get_saving (MailSetup *self)
{
  return self->saving != NULL;
}

/**
 * mail_setup_get_account:
 * @self: a setup
 *
 * Returns: (transfer none) (nullable): the account, once it is stored
 */
MailAccount *
mail_setup_get_account (MailSetup *self)
{
  return self->account;
}

/**
 * mail_setup_reset:
 * @self: a setup
 *
 * Back to an empty run. Everything secret is wiped. The certificates to trust and the time limit stay: they
 * were given for the program, not for one account.
 */
void
mail_setup_reset (MailSetup *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  mail_setup_clear_after (self, MAIL_SETUP_PART_ADDRESS);
  mail_setup_set_address_text (self, "");
  mail_setup_set_name (self, "");
  mail_setup_set_protocol (self, MAIL_PROTOCOL_IMAP);
  mail_setup_set_replace (self, FALSE);
  mail_setup_set_pin (self, NULL);
  mail_setup_drop_secrets (self);
  g_object_thaw_notify (G_OBJECT (self));
}
