/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-dns.h"

G_BEGIN_DECLS

#define MAIL_DNS_PACKET_SIZE 1232

/* Private to MailDns: questions and answers as bytes. */
GBytes        *mail_dns_packet_new_question (const char *name,
                                             MailDnsType type,
                                             gboolean extended,
                                             gboolean ask_ad) G_GNUC_WARN_UNUSED_RESULT;
MailDnsAnswer *mail_dns_packet_read         (const guchar *data,
                                             gsize length,
                                             MailDnsType type,
                                             gboolean trust_ad) G_GNUC_WARN_UNUSED_RESULT;
gboolean       mail_dns_packet_is_too_new   (const guchar *data, gsize length);

G_END_DECLS
