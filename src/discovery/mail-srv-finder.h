/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-finder.h"

G_BEGIN_DECLS

#define MAIL_TYPE_SRV_FINDER (mail_srv_finder_get_type ())
/* Finds by the records of RFC 6186 and RFC 8314. */
G_DECLARE_FINAL_TYPE (MailSrvFinder, mail_srv_finder, MAIL, SRV_FINDER, MailFinder)

G_END_DECLS
