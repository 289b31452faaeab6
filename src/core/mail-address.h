/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "mail-domain.h"

G_BEGIN_DECLS

#define MAIL_TYPE_ADDRESS (mail_address_get_type ())

/* An e-mail address, immutable and counted (boxed). */
typedef struct _MailAddress MailAddress;

GType        mail_address_get_type (void);
MailAddress *mail_address_new      (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
MailAddress *mail_address_ref      (MailAddress *self);
void         mail_address_unref    (MailAddress *self);

const char *mail_address_get_address        (const MailAddress *self);
const char *mail_address_get_local          (const MailAddress *self);
const char *mail_address_get_domain         (const MailAddress *self);
const char *mail_address_get_display_domain (const MailAddress *self);

gboolean mail_address_equal (const MailAddress *a, const MailAddress *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailAddress, mail_address_unref)

G_END_DECLS
