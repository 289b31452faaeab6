/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "mail-types.h"

G_BEGIN_DECLS

#define MAIL_TYPE_PROVIDER (mail_provider_get_type ())

/* What is known of a provider beside its servers; immutable, counted (boxed). */
typedef struct _MailProvider MailProvider;

/* Plain fields for the builder; strings are copied by new(). NULL where unknown. */
typedef struct {
  const char *id;            /* "gmx.net" */
  const char *name;          /* "GMX" */
  const char *country;       /* "DE" */
  MailNeed needs;            /* always */
  MailNeed needs_with_2fa;   /* with two-factor sign-in on */
  const char *help_uri;      /* the provider's page with its server names */
  const char *prepare_uri;   /* the page where the preparation is done */
  gboolean mx_is_server;     /* the MX host itself is the server */
} MailProviderFacts;

GType         mail_provider_get_type (void);
MailProvider *mail_provider_new      (const MailProviderFacts *facts) G_GNUC_WARN_UNUSED_RESULT;
MailProvider *mail_provider_ref      (MailProvider *self);
void          mail_provider_unref    (MailProvider *self);

const char *mail_provider_get_id             (const MailProvider *self);
const char *mail_provider_get_name           (const MailProvider *self);
const char *mail_provider_get_country        (const MailProvider *self);
MailNeed    mail_provider_get_needs          (const MailProvider *self);
MailNeed    mail_provider_get_needs_with_2fa (const MailProvider *self);
const char *mail_provider_get_help_uri       (const MailProvider *self);
const char *mail_provider_get_prepare_uri    (const MailProvider *self);
gboolean    mail_provider_get_mx_is_server   (const MailProvider *self);
gboolean    mail_provider_is_supported       (const MailProvider *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailProvider, mail_provider_unref)

G_END_DECLS
