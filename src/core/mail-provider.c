/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-provider.h"

#include "mail-text.h"

/* PACC and autoconfig allow as many (draft-ietf-mailmaint-autoconfig). */
#define NAME_MAX_CHARACTERS 60

struct _MailProvider
{
  gatomicrefcount ref_count;
  char *id;
  char *name;
  char *country;
  MailNeed needs;
  MailNeed needs_with_2fa;
  char *help_uri;
  char *prepare_uri;
  gboolean mx_is_server;
};

G_DEFINE_BOXED_TYPE (MailProvider, mail_provider, mail_provider_ref, mail_provider_unref)

/* NULL where nothing of it can be shown. */
static char *
dup_name (const char *name)
{
  g_autofree char *neutral = mail_text_neutralise (name, -1, NAME_MAX_CHARACTERS);

  return *neutral != '\0' ? g_steal_pointer (&neutral) : NULL;
}

/**
 * mail_provider_new:
 * @facts: what is known; the strings are copied, and the name, which a stranger may have written, is made fit
 *   to be shown
 *
 * Returns: (transfer full): a provider
 */
MailProvider *
mail_provider_new (const MailProviderFacts *facts)
{
  MailProvider *self = g_new (MailProvider, 1);

  *self = (MailProvider){
    .id = g_strdup (facts->id),
    .name = dup_name (facts->name),
    .country = g_strdup (facts->country),
    .needs = facts->needs,
    .needs_with_2fa = facts->needs_with_2fa,
    .help_uri = g_strdup (facts->help_uri),
    .prepare_uri = g_strdup (facts->prepare_uri),
    .mx_is_server = facts->mx_is_server,
  };
  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

/**
 * mail_provider_ref:
 * Returns: (transfer full): @self
 */
MailProvider *
mail_provider_ref (MailProvider *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mail_provider_unref:
 * @self: (transfer full): a provider
 *
 * Gives a reference back, and frees the provider with the last one.
 */
void
mail_provider_unref (MailProvider *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->country);
  g_free (self->help_uri);
  g_free (self->prepare_uri);
  g_free (self);
}

/**
 * mail_provider_get_id:
 * Returns: (transfer none) (nullable): its main domain ("gmx.net"), which never changes
 */
const char *
mail_provider_get_id (const MailProvider *self)
{
  return self->id;
}

/**
 * mail_provider_get_name:
 * Returns: (transfer none) (nullable): what people call it ("GMX")
 */
const char *
mail_provider_get_name (const MailProvider *self)
{
  return self->name;
}

/**
 * mail_provider_get_country:
 * Returns: (transfer none) (nullable): ISO 3166 code of its country ("DE")
 */
const char *
mail_provider_get_country (const MailProvider *self)
{
  return self->country;
}

/**
 * mail_provider_get_needs:
 * Returns: what every customer has to do or to have
 */
MailNeed
mail_provider_get_needs (const MailProvider *self)
{
  return self->needs;
}

/**
 * mail_provider_get_needs_with_2fa:
 * Returns: what comes on top where two-step sign-in is on
 */
MailNeed
mail_provider_get_needs_with_2fa (const MailProvider *self)
{
  return self->needs_with_2fa;
}

/**
 * mail_provider_get_help_uri:
 * Returns: (transfer none) (nullable): the provider's page with its server names, as the data has it
 */
const char *
mail_provider_get_help_uri (const MailProvider *self)
{
  return self->help_uri;
}

/**
 * mail_provider_get_prepare_uri:
 * Returns: (transfer none) (nullable): the page where the preparation is done, as the data has it
 */
const char *
mail_provider_get_prepare_uri (const MailProvider *self)
{
  return self->prepare_uri;
}

/**
 * mail_provider_get_mx_is_server:
 * Returns: whether the mail exchanger of a customer's domain is also its mail server
 */
gboolean
mail_provider_get_mx_is_server (const MailProvider *self)
{
  return self->mx_is_server;
}

/**
 * mail_provider_is_supported:
 * Returns: %FALSE where the provider has no standard access at all
 */
gboolean
mail_provider_is_supported (const MailProvider *self)
{
  return (self->needs & MAIL_NEED_NO_IMAP) == 0;
}
