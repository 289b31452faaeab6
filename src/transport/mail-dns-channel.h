/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Some functions have successors that the oldest c-ares that we build with does not know. */
#define CARES_NO_DEPRECATED
#include <ares.h>
#include <glib.h>

#include "mail-resolv-conf.h"

G_BEGIN_DECLS

/* c-ares on the main loop. Private to MailDns. */
typedef struct _MailDnsChannel MailDnsChannel;

typedef void (*MailDnsChannelFunc) (gpointer user_data);

MailDnsChannel *mail_dns_channel_new   (const char *servers,
                                        const MailResolvConf *conf,
                                        MailDnsChannelFunc callback,
                                        gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void            mail_dns_channel_free  (MailDnsChannel *self);
ares_channel    mail_dns_channel_enter (MailDnsChannel *self);
void            mail_dns_channel_leave (MailDnsChannel *self);

G_END_DECLS
