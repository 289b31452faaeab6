/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-finder.h"

G_BEGIN_DECLS

#define MAIL_TYPE_GUESS_FINDER (mail_guess_finder_get_type ())
/* Finds by likely names, proven by greetings and certificates. */
G_DECLARE_FINAL_TYPE (MailGuessFinder, mail_guess_finder, MAIL, GUESS_FINDER, MailFinder)

G_END_DECLS
