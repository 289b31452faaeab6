/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What /etc/resolv.conf says beside the name servers. */
typedef struct {
  gboolean trust_ad;    /* what the name servers say about DNSSEC is to be believed */
  gboolean use_tcp;
  guint milliseconds;   /* for one try; 0: not said */
  guint attempts;       /* 0: not said */
} MailResolvConf;

/* Private to the transport layer. */
void mail_resolv_conf_load  (MailResolvConf *self);
void mail_resolv_conf_parse (MailResolvConf *self, const char *text);

G_END_DECLS
