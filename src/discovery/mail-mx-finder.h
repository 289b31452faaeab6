/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-finder.h"

G_BEGIN_DECLS

#define MAIL_TYPE_MX_FINDER (mail_mx_finder_get_type ())
/* Finds by a provider that is built in, by the exchanger that takes the domain's mail. */
G_DECLARE_FINAL_TYPE (MailMxFinder, mail_mx_finder, MAIL, MX_FINDER, MailFinder)

G_END_DECLS
