/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-account.h"

/**
 * MailAccount:
 *
 * A proven account, without its secrets. Immutable: an account that changes is replaced by another.
 */
struct _MailAccount
{
  GObject parent_instance;

  char *id;
  char *name;
  MailAddress *address;
  MailSettings *settings;
  char *provider_id;
  char *provider_name;
  GDateTime *created;
};

G_DEFINE_FINAL_TYPE (MailAccount, mail_account, G_TYPE_OBJECT)

typedef enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_ADDRESS,
} MailAccountProperty;

static GParamSpec *properties[PROP_ADDRESS + 1];

static void
mail_account_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  MailAccount *self = MAIL_ACCOUNT (object);

  switch ((MailAccountProperty) property)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_ADDRESS:
      g_value_set_string (value, mail_address_get_address (self->address));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
mail_account_finalize (GObject *object)
{
  MailAccount *self = MAIL_ACCOUNT (object);

  g_free (self->id);
  g_free (self->name);
  mail_address_unref (self->address);
  g_object_unref (self->settings);
  g_free (self->provider_id);
  g_free (self->provider_name);
  g_date_time_unref (self->created);
  G_OBJECT_CLASS (mail_account_parent_class)->finalize (object);
}

static void
mail_account_class_init (MailAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mail_account_get_property;
  object_class->finalize = mail_account_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  /* As text, for rows of a list. */
  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_account_init (MailAccount *self)
{
}

/**
 * mail_account_new:
 * @id: a UUID, which ties the account to its items in the keyring
 * @name: (nullable): the person's name as it goes into From:
 * @address: (transfer none): its address
 * @settings: (transfer none): its servers; copied
 * @provider_id: (nullable): the provider's main domain
 * @provider_name: (nullable): what people call the provider
 * @created: (transfer none): when it was set up
 *
 * Returns: (transfer full): an account
 */
MailAccount *
mail_account_new (const char *id,
                  const char *name,
                  MailAddress *address,
                  MailSettings *settings,
                  const char *provider_id,
                  const char *provider_name,
                  GDateTime *created)
{
  MailAccount *self = g_object_new (MAIL_TYPE_ACCOUNT, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name != NULL ? name : "");
  self->address = mail_address_ref (address);
  self->settings = mail_settings_copy (settings);
  self->provider_id = g_strdup (provider_id);
  self->provider_name = g_strdup (provider_name);
  self->created = g_date_time_ref (created);
  return self;
}

/**
 * mail_account_get_id:
 * Returns: (transfer none): its UUID
 */
const char *
mail_account_get_id (MailAccount *self)
{
  return self->id;
}

/**
 * mail_account_get_name:
 * Returns: (transfer none): the person's name as it goes into From:; may be ""
 */
const char *
mail_account_get_name (MailAccount *self)
{
  return self->name;
}

/**
 * mail_account_get_address:
 * Returns: (transfer none): its address
 */
MailAddress *
mail_account_get_address (MailAccount *self)
{
  return self->address;
}

/**
 * mail_account_get_settings:
 * Returns: (transfer none): its servers; to change them, take a copy
 */
MailSettings *
mail_account_get_settings (MailAccount *self)
{
  return self->settings;
}

/**
 * mail_account_get_provider_id:
 * Returns: (transfer none) (nullable): the provider's main domain
 */
const char *
mail_account_get_provider_id (MailAccount *self)
{
  return self->provider_id;
}

/**
 * mail_account_get_provider_name:
 * Returns: (transfer none) (nullable): what people call the provider
 */
const char *
mail_account_get_provider_name (MailAccount *self)
{
  return self->provider_name;
}

/**
 * mail_account_get_created:
 * Returns: (transfer none): when it was set up
 */
GDateTime *
mail_account_get_created (MailAccount *self)
{
  return self->created;
}
