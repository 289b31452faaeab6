/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-finder.h"

G_BEGIN_DECLS

#define MAIL_TYPE_BUILTIN_FINDER (mail_builtin_finder_get_type ())
/* Finds by the list of providers that is built in. */
G_DECLARE_FINAL_TYPE (MailBuiltinFinder, mail_builtin_finder, MAIL, BUILTIN_FINDER, MailFinder)

G_END_DECLS
