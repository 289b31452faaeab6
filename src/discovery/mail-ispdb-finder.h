/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-finder.h"

G_BEGIN_DECLS

#define MAIL_TYPE_ISPDB_FINDER (mail_ispdb_finder_get_type ())
/* Finds by Thunderbird's list of providers. */
G_DECLARE_FINAL_TYPE (MailIspdbFinder, mail_ispdb_finder, MAIL, ISPDB_FINDER, MailFinder)

G_END_DECLS
