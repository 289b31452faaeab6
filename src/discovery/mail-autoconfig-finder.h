/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-finder.h"

G_BEGIN_DECLS

#define MAIL_TYPE_AUTOCONFIG_FINDER (mail_autoconfig_finder_get_type ())
/* Finds by autoconfig at the domain itself. */
G_DECLARE_FINAL_TYPE (MailAutoconfigFinder, mail_autoconfig_finder, MAIL, AUTOCONFIG_FINDER, MailFinder)

G_END_DECLS
