/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A value as a file wants it written. Nothing here refuses anything: what no quoting helps against, line
 * breaks above all, has been refused before (mail_export_is_one_line()). */
char *mail_export_quote_shell   (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *mail_export_quote_words   (const char *const *words) G_GNUC_WARN_UNUSED_RESULT;
char *mail_export_quote_double  (const char *text, const char *specials) G_GNUC_WARN_UNUSED_RESULT;
char *mail_export_quote_escape  (const char *text, const char *specials) G_GNUC_WARN_UNUSED_RESULT;
char *mail_export_quote_percent (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *mail_export_quote_python  (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *mail_export_quote_replace (const char *text,
                                 const char *part,
                                 const char *by) G_GNUC_WARN_UNUSED_RESULT;
char *mail_export_quote_label   (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *mail_export_quote_mailbox (const char *name, const char *address) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
