/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names of domains and hosts: one form for machines (A-labels), one for people (U-labels); and whose they
 * are. */
char    *mail_domain_to_ascii         (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char    *mail_domain_to_display       (const char *domain) G_GNUC_WARN_UNUSED_RESULT;
char    *mail_domain_get_registrable  (const char *domain) G_GNUC_WARN_UNUSED_RESULT;
gboolean mail_domain_same_registrable (const char *a, const char *b);
gboolean mail_domain_has_known_suffix (const char *domain);

G_END_DECLS
