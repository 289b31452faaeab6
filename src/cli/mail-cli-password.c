/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords come from a file, from standard input or from a person; never from an argument or the
 * environment, which other programs can read. They pass through one buffer on the stack, which is wiped. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "mail-cli-password.h"
#include "mail-cli-terminal.h"

/* Far more than a person types, and enough for the app passwords and tokens that providers hand out. */
#define PASSWORD_MAX 4096

static gboolean
set_read_error (const char *path, GError **error)
{
  int code = errno;
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (
      error, G_FILE_ERROR, g_file_error_from_errno (code),
      /* Translators: the first %s is the name of a file, the second the system's word for the reason. */
      _("The password file “%s” cannot be read: %s."), shown, g_strerror (code));
  return FALSE;
}

static gboolean
read_all (int fd, const char *path, char *buffer, gsize size, gsize *length, GError **error)
{
  gssize n;

  *length = 0;
  do
    {
      n = read (fd, buffer + *length, size - *length);
      if (n > 0)
        *length += (gsize) n;
    }
  while ((n > 0 && *length < size) || (n < 0 && errno == EINTR));
  return n >= 0 || set_read_error (path, error);
}

/* An editor ends a file with a newline, and so does echo; everything else may be part of the password. */
static gsize
drop_newline (const char *buffer, gsize length)
{
  return length > 0 && buffer[length - 1] == '\n' ? length - 1 : length;
}

static MailSecret *
create_secret (const char *buffer, gsize length, GError **error)
{
  const char *reason = NULL;

  if (length == 0)
    reason = _("The password is empty: nothing was sent.");
  else if (length > PASSWORD_MAX)
    reason = _("The password is longer than any password: is this the right file?");
  else if (memchr (buffer, '\0', length) != NULL)
    reason = _("The password contains a zero byte: is this the right file?");

  if (reason == NULL)
    return mail_secret_new (buffer, (gssize) length);
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, reason);
  return NULL;
}

static MailSecret *
read_from (int fd, const char *path, GError **error)
{
  char buffer[PASSWORD_MAX + 2];
  g_autoptr (MailSecret) secret = NULL;
  gsize length;

  if (read_all (fd, path, buffer, sizeof buffer, &length, error))
    secret = create_secret (buffer, drop_newline (buffer, length), error);
  mail_wipe (buffer, sizeof buffer);
  return g_steal_pointer (&secret);
}

/**
 * mail_cli_password_read:
 * @path: a file, or "-" for standard input
 * @error: return location of %G_FILE_ERROR
 *
 * Reads a password. One newline at its end is dropped, nothing else is changed.
 *
 * Returns: (transfer full) (nullable): the password, not empty
 */
MailSecret *
mail_cli_password_read (const char *path, GError **error)
{
  MailSecret *secret;
  int fd;

  if (g_str_equal (path, "-"))
    return read_from (STDIN_FILENO, path, error);

  fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0)
    {
      set_read_error (path, error);
      return NULL;
    }
  secret = read_from (fd, path, error);
  close (fd);
  return secret;
}

/**
 * mail_cli_password_ask:
 * @question: translated, such as "Password for anna@gmx.de:"
 * @error: return location of %G_OPTION_ERROR where there is no terminal, of %G_IO_ERROR_CANCELLED where the
 * person pressed Ctrl-C or Ctrl-D, of %G_FILE_ERROR where the terminal fails
 *
 * Asks the person at the terminal, without showing what is typed.
 *
 * Returns: (transfer full) (nullable): the password, not empty
 */
MailSecret *
mail_cli_password_ask (const char *question, GError **error)
{
  char buffer[PASSWORD_MAX + 2];
  g_autoptr (MailSecret) secret = NULL;
  gsize length;

  if (mail_cli_terminal_read_hidden (question, buffer, sizeof buffer, &length, error))
    secret = create_secret (buffer, drop_newline (buffer, length), error);
  mail_wipe (buffer, sizeof buffer);
  return g_steal_pointer (&secret);
}
