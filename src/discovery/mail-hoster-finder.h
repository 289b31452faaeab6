/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-finder.h"

G_BEGIN_DECLS

#define MAIL_TYPE_HOSTER_FINDER (mail_hoster_finder_get_type ())
/* Finds by autoconfig and Thunderbird's list, for the domain of the exchanger. */
G_DECLARE_FINAL_TYPE (MailHosterFinder, mail_hoster_finder, MAIL, HOSTER_FINDER, MailFinder)

G_END_DECLS
