/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-inquiry.h"

G_BEGIN_DECLS

/* For tests: asks @dns instead of the name servers of the system. */
void mail_inquiry_set_dns (MailInquiry *self, MailDns *dns);

G_END_DECLS
