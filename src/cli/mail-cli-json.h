/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A line of JSON that is being written. */
typedef struct _MailCliJson MailCliJson;

MailCliJson *mail_cli_json_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void         mail_cli_json_free         (MailCliJson *self);
void         mail_cli_json_begin_object (MailCliJson *self, const char *name);
void         mail_cli_json_end_object   (MailCliJson *self);
void         mail_cli_json_begin_array  (MailCliJson *self, const char *name);
void         mail_cli_json_end_array    (MailCliJson *self);
void         mail_cli_json_null         (MailCliJson *self, const char *name);
void         mail_cli_json_boolean      (MailCliJson *self, const char *name, gboolean value);
void         mail_cli_json_integer      (MailCliJson *self, const char *name, gint64 value);
void         mail_cli_json_string       (MailCliJson *self, const char *name, const char *value);
void         mail_cli_json_strv         (MailCliJson *self, const char *name, const char *const *values);
void         mail_cli_json_print        (MailCliJson *self);

void         mail_cli_json_speak_english (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailCliJson, mail_cli_json_free)

G_END_DECLS
