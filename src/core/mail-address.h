/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define MAIL_TYPE_ADDRESS (mail_address_get_type ())

/* An e-mail address, immutable and counted (boxed). The local part is kept as typed, quoted ones too; the domain is
 * an A-label by IDNA 2008, lower case, without a trailing dot. */
typedef struct _MailAddress MailAddress;

GType        mail_address_get_type (void);
MailAddress *mail_address_new      (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailAddress *mail_address_ref      (MailAddress *self);
void         mail_address_unref    (MailAddress *self);

/* local@domain with the A-label; what is sent to servers. */
const char *mail_address_get_address (const MailAddress *self);
/* The local part as typed (quotes kept). */
const char *mail_address_get_local (const MailAddress *self);
/* A-label. */
const char *mail_address_get_domain (const MailAddress *self);
/* U-label, for people ("straße.de"). */
const char *mail_address_get_display_domain (const MailAddress *self);

gboolean mail_address_equal (const MailAddress *a, const MailAddress *b);

/* A host or domain name as typed by a person → A-label, lower case, no trailing dot; NULL with
 * MAIL_ERROR_ADDRESS_INVALID. IP addresses pass through. Used for addresses and for server names. */
char *mail_domain_to_ascii (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailAddress, mail_address_unref)

G_END_DECLS
