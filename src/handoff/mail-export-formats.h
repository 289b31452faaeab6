/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formats, one a file, for the list of them. */
#pragma once

#include "mail-export.h"

G_BEGIN_DECLS

extern const MailExport mail_export_aerc;
extern const MailExport mail_export_alpine;
extern const MailExport mail_export_apple;
extern const MailExport mail_export_autoconfig;
extern const MailExport mail_export_fetchmail;
extern const MailExport mail_export_getmail;
extern const MailExport mail_export_himalaya;
extern const MailExport mail_export_mbsync;
extern const MailExport mail_export_mpop;
extern const MailExport mail_export_msmtp;
extern const MailExport mail_export_mu4e;
extern const MailExport mail_export_neomutt;
extern const MailExport mail_export_notmuch;
extern const MailExport mail_export_offlineimap;
extern const MailExport mail_export_outlook;
extern const MailExport mail_export_s_nail;
extern const MailExport mail_export_sheet;
extern const MailExport mail_export_thunderbird;
extern const MailExport mail_export_thunderbird_qr;

G_END_DECLS
