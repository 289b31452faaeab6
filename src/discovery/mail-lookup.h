/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-finder.h"

G_BEGIN_DECLS

#define MAIL_TYPE_LOOKUP (mail_lookup_get_type ())
/* One source of a search, as people see it. */
G_DECLARE_FINAL_TYPE (MailLookup, mail_lookup, MAIL, LOOKUP, GObject)

MailSource  mail_lookup_get_source  (MailLookup *self);
const char *mail_lookup_get_label   (MailLookup *self);
MailState   mail_lookup_get_state   (MailLookup *self);
const char *mail_lookup_get_detail  (MailLookup *self);
guint       mail_lookup_get_elapsed (MailLookup *self);

/* For MailDiscovery. */
MailLookup *mail_lookup_new         (MailSource source, const char *label) G_GNUC_WARN_UNUSED_RESULT;
void        mail_lookup_begin       (MailLookup *self);
void        mail_lookup_end         (MailLookup *self, MailState state, const char *detail);

G_END_DECLS
