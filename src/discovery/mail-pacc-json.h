/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* JSON of strangers, for MailPacc: bounded before json-glib sees it, and unambiguous. */
JsonNode   *mail_pacc_json_parse       (const char *data,
                                        gsize length,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *mail_pacc_json_find        (JsonObject *parent, const char *name);
gboolean    mail_pacc_json_find_object (JsonObject *parent,
                                        const char *name,
                                        JsonObject **child,
                                        GError **error);
const char *mail_pacc_json_find_string (JsonObject *parent, const char *name);
void        mail_pacc_json_set_fault   (GError **error, const char *name);

G_END_DECLS
