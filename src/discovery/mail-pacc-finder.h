/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-finder.h"

G_BEGIN_DECLS

#define MAIL_TYPE_PACC_FINDER (mail_pacc_finder_get_type ())
/* Finds by PACC, the configuration of a domain for all its services. */
G_DECLARE_FINAL_TYPE (MailPaccFinder, mail_pacc_finder, MAIL, PACC_FINDER, MailFinder)

G_END_DECLS
