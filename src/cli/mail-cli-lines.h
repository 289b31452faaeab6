/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  MAIL_CLI_LINES_LINE,  /* here is one */
  MAIL_CLI_LINES_WAIT,  /* none is there yet: fill */
  MAIL_CLI_LINES_END,
} MailCliLinesState;

/* The lines of a file descriptor, read on the main loop and bounded in length. */
typedef struct _MailCliLines MailCliLines;

MailCliLines      *mail_cli_lines_new         (int fd) G_GNUC_WARN_UNUSED_RESULT;
void               mail_cli_lines_free        (MailCliLines *self);
MailCliLinesState  mail_cli_lines_next        (MailCliLines *self, char **line);
void               mail_cli_lines_fill_async  (MailCliLines *self,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
gboolean           mail_cli_lines_fill_finish (MailCliLines *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailCliLines, mail_cli_lines_free)

G_END_DECLS
