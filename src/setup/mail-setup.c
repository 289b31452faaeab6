/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-setup-private.h"

#include "mail-discovery.h"

/**
 * MailSetup:
 *
 * The state of one run, for the pages of the assistant to bind to and for the command line to step through:
 * address → search → candidate → settings → verify → account.
 *
 * There is one rule: when a part changes, everything that runs after it is cancelled, and everything that was
 * derived from it is cleared. So whatever is there belongs to what is there before it, and nobody has to ask
 * whether it is still current.
 *
 * "changed" is emitted after anything that may make a page complete or incomplete.
 */
G_DEFINE_FINAL_TYPE (MailSetup, mail_setup, G_TYPE_OBJECT)

static GParamSpec *properties[MAIL_SETUP_PROP_ACCOUNT + 1];

static guint changed_signal;

void
mail_setup_notify (MailSetup *self, MailSetupProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  g_signal_emit (self, changed_signal, 0);
}

/* ---- the rule ---- */

static void
clear_account (MailSetup *self)
{
  if (self->saving != NULL)
    {
      g_cancellable_cancel (self->saving);
      g_clear_object (&self->saving);
      mail_setup_notify (self, MAIL_SETUP_PROP_SAVING);
    }
  if (self->account == NULL)
    return;
  g_clear_object (&self->account);
  mail_setup_notify (self, MAIL_SETUP_PROP_ACCOUNT);
  mail_setup_update_existing (self);
}

static void
clear_verify (MailSetup *self)
{
  if (self->checking != NULL)
    {
      g_cancellable_cancel (self->checking);
      g_clear_object (&self->checking);
      mail_setup_notify (self, MAIL_SETUP_PROP_CHECKING);
    }
  if (self->proven)
    {
      self->proven = FALSE;
      mail_setup_notify (self, MAIL_SETUP_PROP_PROVEN);
    }
  if (self->verify == NULL)
    return;
  g_clear_object (&self->verify);
  mail_setup_notify (self, MAIL_SETUP_PROP_VERIFY);
}

static void
clear_search (MailSetup *self)
{
  mail_setup_stop_search (self);
  if (self->search == NULL)
    return;
  g_clear_object (&self->search);
  mail_setup_notify (self, MAIL_SETUP_PROP_SEARCH);
}

/* Another address is another account. */
static void
clear_editing (MailSetup *self)
{
  if (self->editing == NULL)
    return;
  g_clear_object (&self->editing);
  mail_setup_notify (self, MAIL_SETUP_PROP_EDITING);
}

static void
on_settings_edited (MailSetup *self)
{
  if (!self->adopting)
    mail_setup_clear_after (self, MAIL_SETUP_PART_SETTINGS);
  mail_setup_update_consent (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
watch_settings (MailSetup *self, gboolean watch)
{
  GObject *parts[] = {
    G_OBJECT (self->settings),
    G_OBJECT (mail_settings_get_incoming (self->settings)),
    G_OBJECT (mail_settings_get_outgoing (self->settings)),
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (watch)
      g_signal_connect_object (parts[i], "notify", G_CALLBACK (on_settings_edited), self, G_CONNECT_SWAPPED);
    else
      g_signal_handlers_disconnect_by_func (parts[i], on_settings_edited, self);
}

/* Takes @settings, and lets no edit of theirs pass unnoticed. */
void
mail_setup_take_settings (MailSetup *self, MailSettings *settings)
{
  if (self->settings == NULL && settings == NULL)
    return;
  if (self->settings != NULL)
    watch_settings (self, FALSE);
  g_clear_object (&self->settings);
  self->settings = settings;
  if (settings != NULL)
    watch_settings (self, TRUE);
  mail_setup_notify (self, MAIL_SETUP_PROP_SETTINGS);
  mail_setup_update_consent (self);
}

static void
take_candidate (MailSetup *self, MailCandidate *candidate, gboolean known)
{
  if (self->candidate == NULL && candidate == NULL)
    return;
  g_clear_object (&self->candidate);
  self->candidate = candidate;
  self->known = known;
  /* Nobody has agreed to this one. */
  mail_setup_set_consent (self, FALSE);
  mail_setup_notify (self, MAIL_SETUP_PROP_CANDIDATE);
  mail_setup_notify (self, MAIL_SETUP_PROP_PROVIDER);
  mail_setup_notify (self, MAIL_SETUP_PROP_KNOWN);
}

/* @part has changed, or is about to. */
void
mail_setup_clear_after (MailSetup *self, MailSetupPart part)
{
  g_object_freeze_notify (G_OBJECT (self));
  switch (part)
    {
    case MAIL_SETUP_PART_ADDRESS:
      clear_search (self);
      clear_editing (self);
      G_GNUC_FALLTHROUGH;
    case MAIL_SETUP_PART_SEARCH:
      take_candidate (self, NULL, FALSE);
      G_GNUC_FALLTHROUGH;
    case MAIL_SETUP_PART_CANDIDATE:
      mail_setup_take_settings (self, NULL);
      G_GNUC_FALLTHROUGH;
    case MAIL_SETUP_PART_SETTINGS:
      clear_verify (self);
      G_GNUC_FALLTHROUGH;
    case MAIL_SETUP_PART_VERIFY:
      clear_account (self);
      break;
    default:
      g_assert_not_reached ();
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* ---- what follows from what ---- */

static MailAccount *
find_existing (MailSetup *self)
{
  MailAccount *found = self->address != NULL
                           ? mail_store_find (self->store, mail_address_get_address (self->address))
                           : NULL;

  return found != self->account ? found : NULL;
}

/* The account that was stored just now is nobody's rival. While saving goes on the store is in between. */
void
mail_setup_update_existing (MailSetup *self)
{
  if (self->saving != NULL || !g_set_object (&self->existing, find_existing (self)))
    return;
  /* Nobody has agreed to replace this one. */
  mail_setup_set_replace (self, FALSE);
  mail_setup_notify (self, MAIL_SETUP_PROP_EXISTING);
}

/* Takes @candidate and makes settings of it. */
void
mail_setup_take_candidate (MailSetup *self, MailCandidate *candidate, gboolean known)
{
  mail_setup_clear_after (self, MAIL_SETUP_PART_CANDIDATE);
  take_candidate (self, candidate, known);
  mail_setup_take_settings (self, mail_candidate_create_settings (candidate, self->protocol));
}

/* What the database says of the address; for a domain that it does not know, likely names. */
void
mail_setup_recognise (MailSetup *self)
{
  MailCandidate *candidate = mail_discovery_lookup (self->address, NULL);

  self->recognised = candidate != NULL;
  if (candidate != NULL)
    mail_setup_take_candidate (self, candidate, TRUE);
  else
    mail_setup_take_candidate (self, mail_discovery_suggest (self->address), FALSE);
}

static void
correct (MailSetup *self)
{
  g_autofree char *correction = NULL;

  if (self->address != NULL && !self->recognised)
    correction = mail_discovery_correct (self->address);
  if (g_strcmp0 (self->correction, correction) == 0)
    return;
  g_free (self->correction);
  self->correction = g_steal_pointer (&correction);
  mail_setup_notify (self, MAIL_SETUP_PROP_CORRECTION);
}

/* Takes @address, which is another one, and finds out what follows from it. */
void
mail_setup_take_address (MailSetup *self, MailAddress *address)
{
  mail_setup_clear_after (self, MAIL_SETUP_PART_ADDRESS);
  g_clear_pointer (&self->address, mail_address_unref);
  self->address = address;
  self->recognised = FALSE;
  mail_setup_notify (self, MAIL_SETUP_PROP_ADDRESS);
  mail_setup_update_existing (self);
  if (address != NULL)
    mail_setup_recognise (self);
  correct (self);
}

/* They are in the keyring now; nothing that was proven is less so. */
void
mail_setup_drop_secrets (MailSetup *self)
{
  g_clear_pointer (&self->secret, mail_secret_unref);
  g_clear_pointer (&self->outgoing_secret, mail_secret_unref);
  mail_setup_notify (self, MAIL_SETUP_PROP_HAS_SECRET);
}

/* Another search may find something else. Whatever there is, the way may be another one. */
static void
on_preferences_changed (MailSetup *self)
{
  mail_setup_forget_search (self);
  g_signal_emit (self, changed_signal, 0);
}

/* ---- the class ---- */

static const char *
get_text (MailSetup *self, MailSetupProperty property)
{
  switch (property)
    {
    case MAIL_SETUP_PROP_NAME:
      return self->name;
    case MAIL_SETUP_PROP_ADDRESS_TEXT:
      return self->address_text;
    case MAIL_SETUP_PROP_CA_FILE:
      return self->ca_file;
    default:
      return self->correction;
    }
}

static gboolean
get_flag (MailSetup *self, MailSetupProperty property)
{
  switch (property)
    {
    case MAIL_SETUP_PROP_SEARCHING:
      return self->searching != NULL;
    case MAIL_SETUP_PROP_KNOWN:
      return self->known;
    case MAIL_SETUP_PROP_NEEDS_CONSENT:
      return self->needs_consent;
    case MAIL_SETUP_PROP_CONSENT:
      return self->consent;
    case MAIL_SETUP_PROP_HAS_SECRET:
      return self->secret != NULL;
    case MAIL_SETUP_PROP_CHECKING:
      return self->checking != NULL;
    case MAIL_SETUP_PROP_PROVEN:
      return self->proven;
    case MAIL_SETUP_PROP_REPLACE:
      return self->replace;
    default:
      return self->saving != NULL;
    }
}

static gpointer
get_part (MailSetup *self, MailSetupProperty property)
{
  switch (property)
    {
    case MAIL_SETUP_PROP_SEARCH:
      return self->search;
    case MAIL_SETUP_PROP_CANDIDATE:
      return self->candidate;
    case MAIL_SETUP_PROP_SETTINGS:
      return self->settings;
    case MAIL_SETUP_PROP_VERIFY:
      return self->verify;
    case MAIL_SETUP_PROP_EDITING:
      return self->editing;
    case MAIL_SETUP_PROP_EXISTING:
      return self->existing;
    default:
      return self->account;
    }
}

static void
mail_setup_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailSetup *self = MAIL_SETUP (object);

  switch ((MailSetupProperty) id)
    {
    case MAIL_SETUP_PROP_NAME:
    case MAIL_SETUP_PROP_ADDRESS_TEXT:
    case MAIL_SETUP_PROP_CORRECTION:
    case MAIL_SETUP_PROP_CA_FILE:
      g_value_set_string (value, get_text (self, id));
      break;
    case MAIL_SETUP_PROP_ADDRESS:
      g_value_set_boxed (value, self->address);
      break;
    case MAIL_SETUP_PROP_PROTOCOL:
      g_value_set_enum (value, self->protocol);
      break;
    case MAIL_SETUP_PROP_PROVIDER:
      g_value_set_boxed (value, mail_setup_get_provider (self));
      break;
    case MAIL_SETUP_PROP_SEARCHING:
    case MAIL_SETUP_PROP_KNOWN:
    case MAIL_SETUP_PROP_NEEDS_CONSENT:
    case MAIL_SETUP_PROP_CONSENT:
    case MAIL_SETUP_PROP_HAS_SECRET:
    case MAIL_SETUP_PROP_CHECKING:
    case MAIL_SETUP_PROP_PROVEN:
    case MAIL_SETUP_PROP_REPLACE:
    case MAIL_SETUP_PROP_SAVING:
      g_value_set_boolean (value, get_flag (self, id));
      break;
    case MAIL_SETUP_PROP_SEARCH:
    case MAIL_SETUP_PROP_CANDIDATE:
    case MAIL_SETUP_PROP_SETTINGS:
    case MAIL_SETUP_PROP_VERIFY:
    case MAIL_SETUP_PROP_EDITING:
    case MAIL_SETUP_PROP_EXISTING:
    case MAIL_SETUP_PROP_ACCOUNT:
      g_value_set_object (value, get_part (self, id));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_setup_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailSetup *self = MAIL_SETUP (object);

  switch (id)
    {
    case MAIL_SETUP_PROP_NAME:
      mail_setup_set_name (self, g_value_get_string (value));
      break;
    case MAIL_SETUP_PROP_ADDRESS_TEXT:
      mail_setup_set_address_text (self, g_value_get_string (value));
      break;
    case MAIL_SETUP_PROP_PROTOCOL:
      mail_setup_set_protocol (self, g_value_get_enum (value));
      break;
    case MAIL_SETUP_PROP_CONSENT:
      mail_setup_set_consent (self, g_value_get_boolean (value));
      break;
    case MAIL_SETUP_PROP_REPLACE:
      mail_setup_set_replace (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_setup_dispose (GObject *object)
{
  MailSetup *self = MAIL_SETUP (object);

  g_clear_pointer (&self->secret, mail_secret_unref);
  g_clear_pointer (&self->outgoing_secret, mail_secret_unref);
  g_clear_object (&self->search);
  g_clear_object (&self->candidate);
  g_clear_object (&self->settings);
  g_clear_object (&self->verify);
  g_clear_object (&self->editing);
  g_clear_object (&self->existing);
  g_clear_object (&self->account);
  g_clear_object (&self->store);
  g_clear_object (&self->preferences);
  G_OBJECT_CLASS (mail_setup_parent_class)->dispose (object);
}

static void
mail_setup_finalize (GObject *object)
{
  MailSetup *self = MAIL_SETUP (object);

  g_clear_pointer (&self->address, mail_address_unref);
  g_clear_error (&self->address_error);
  g_free (self->name);
  g_free (self->address_text);
  g_free (self->correction);
  g_free (self->ca_file);
  g_free (self->authorities);
  g_free (self->pin);
  g_free (self->missing);
  G_OBJECT_CLASS (mail_setup_parent_class)->finalize (object);
}

static GParamSpec *
param_boolean (const char *name, GParamFlags flags)
{
  return g_param_spec_boolean (name, NULL, NULL, FALSE, flags);
}

static GParamSpec *
param_object (const char *name, GType type, GParamFlags flags)
{
  return g_param_spec_object (name, NULL, NULL, type, flags);
}

static void
mail_setup_class_init (MailSetupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags out = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags in = out | G_PARAM_WRITABLE;

  object_class->dispose = mail_setup_dispose;
  object_class->finalize = mail_setup_finalize;
  object_class->get_property = mail_setup_get_property;
  object_class->set_property = mail_setup_set_property;

  properties[MAIL_SETUP_PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", in);
  properties[MAIL_SETUP_PROP_ADDRESS_TEXT] = g_param_spec_string ("address-text", NULL, NULL, "", in);
  properties[MAIL_SETUP_PROP_ADDRESS] = g_param_spec_boxed ("address", NULL, NULL, MAIL_TYPE_ADDRESS, out);
  properties[MAIL_SETUP_PROP_CORRECTION] = g_param_spec_string ("correction", NULL, NULL, NULL, out);
  properties[MAIL_SETUP_PROP_PROTOCOL]
      = g_param_spec_enum ("protocol", NULL, NULL, MAIL_TYPE_PROTOCOL, MAIL_PROTOCOL_IMAP, in);
  properties[MAIL_SETUP_PROP_SEARCH] = param_object ("search", MAIL_TYPE_DISCOVERY, out);
  properties[MAIL_SETUP_PROP_SEARCHING] = param_boolean ("searching", out);
  properties[MAIL_SETUP_PROP_CANDIDATE] = param_object ("candidate", MAIL_TYPE_CANDIDATE, out);
  properties[MAIL_SETUP_PROP_PROVIDER] = g_param_spec_boxed ("provider", NULL, NULL, MAIL_TYPE_PROVIDER, out);
  properties[MAIL_SETUP_PROP_KNOWN] = param_boolean ("known", out);
  properties[MAIL_SETUP_PROP_NEEDS_CONSENT] = param_boolean ("needs-consent", out);
  properties[MAIL_SETUP_PROP_CONSENT] = param_boolean ("consent", in);
  properties[MAIL_SETUP_PROP_SETTINGS] = param_object ("settings", MAIL_TYPE_SETTINGS, out);
  properties[MAIL_SETUP_PROP_HAS_SECRET] = param_boolean ("has-secret", out);
  properties[MAIL_SETUP_PROP_CA_FILE] = g_param_spec_string ("ca-file", NULL, NULL, NULL, out);
  properties[MAIL_SETUP_PROP_VERIFY] = param_object ("verify", MAIL_TYPE_VERIFY, out);
  properties[MAIL_SETUP_PROP_CHECKING] = param_boolean ("checking", out);
  properties[MAIL_SETUP_PROP_PROVEN] = param_boolean ("proven", out);
  properties[MAIL_SETUP_PROP_EDITING] = param_object ("editing", MAIL_TYPE_ACCOUNT, out);
  properties[MAIL_SETUP_PROP_EXISTING] = param_object ("existing", MAIL_TYPE_ACCOUNT, out);
  properties[MAIL_SETUP_PROP_REPLACE] = param_boolean ("replace", in);
  properties[MAIL_SETUP_PROP_SAVING] = param_boolean ("saving", out);
  properties[MAIL_SETUP_PROP_ACCOUNT] = param_object ("account", MAIL_TYPE_ACCOUNT, out);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
mail_setup_init (MailSetup *self)
{
  self->name = g_strdup ("");
  self->address_text = g_strdup ("");
  self->protocol = MAIL_PROTOCOL_IMAP;
  self->timeout = MAIL_VERIFY_DEFAULT_TIMEOUT;
}

/**
 * mail_setup_new:
 * @store: the accounts, shared with whoever lists them
 * @preferences: (nullable): what a search may do, shared with whoever changes it; %NULL: as for somebody who
 * has allowed nothing yet, and for this run only
 *
 * Returns: (transfer full): an empty run
 */
MailSetup *
mail_setup_new (MailStore *store, MailPreferences *preferences)
{
  MailSetup *self = g_object_new (MAIL_TYPE_SETUP, NULL);

  self->store = g_object_ref (store);
  self->preferences = preferences != NULL ? g_object_ref (preferences) : mail_preferences_new (FALSE);
  g_signal_connect_object (store, "items-changed", G_CALLBACK (mail_setup_update_existing), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->preferences, "notify", G_CALLBACK (on_preferences_changed), self,
                           G_CONNECT_SWAPPED);
  return self;
}
