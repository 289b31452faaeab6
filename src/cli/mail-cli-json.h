/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void mail_cli_json_speak_english (void);
void mail_cli_json_string        (JsonBuilder *json, const char *name, const char *value);
void mail_cli_json_integer       (JsonBuilder *json, const char *name, gint64 value);
void mail_cli_json_boolean       (JsonBuilder *json, const char *name, gboolean value);
void mail_cli_json_strv          (JsonBuilder *json, const char *name, const char *const *values);
void mail_cli_json_print         (JsonBuilder *json);

G_END_DECLS
