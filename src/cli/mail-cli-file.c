/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-cli-file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "mail-error.h"

/* There may be a password in it. */
#define PRIVATE (S_IRUSR | S_IWUSR)

static gboolean
fail (const char *path, int number, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  if (number == EEXIST)
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
                 /* Translators: %s is the name of a file. */
                 _("The file %s exists: take another name, or add --force to replace it."), shown);
  else
    g_set_error (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
                 /* Translators: the first %s is the name of a file, the second the system's message. */
                 _("The file %s could not be written: %s."), shown, g_strerror (number));
  return FALSE;
}

static gboolean
write_all (int fd, GBytes *content)
{
  gsize length;
  const char *data = g_bytes_get_data (content, &length);

  while (length > 0)
    {
      gssize written = write (fd, data, length);

      if (written < 0 && errno != EINTR)
        return FALSE;
      data += MAX (written, 0);
      length -= MAX (written, 0);
    }
  return fsync (fd) == 0;
}

/* The whole content in a file of its own beside the place it is for. */
static gboolean
write_beside (const char *path, GBytes *content)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, PRIVATE);
  int number;

  if (fd < 0)
    return FALSE;
  if (!write_all (fd, content))
    {
      number = errno;
      close (fd);
      g_unlink (path);
      errno = number;
      return FALSE;
    }
  return close (fd) == 0;
}

/* An empty file takes the place, so that what comes there meanwhile is not replaced. */
static gboolean
take_place (const char *path)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, PRIVATE);

  return fd >= 0 && close (fd) == 0;
}

/**
 * mail_cli_file_write:
 * @path: the file
 * @content: what shall be in it
 * @replace: whether a file that is there may go
 * @error: return location for a %MAIL_ERROR_HANDOFF_FAILED
 *
 * Writes a file that nobody else can read, wholly or not at all.
 *
 * Returns: whether it is there
 */
gboolean
mail_cli_file_write (const char *path, GBytes *content, gboolean replace, GError **error)
{
  g_autofree char *name = g_uuid_string_random ();
  g_autofree char *beside = g_strconcat (path, ".", name, NULL);
  int number;

  if (!replace && !take_place (path))
    return fail (path, errno, error);
  if (write_beside (beside, content) && g_rename (beside, path) == 0)
    return TRUE;
  number = errno;
  g_unlink (beside);
  if (!replace)
    g_unlink (path);
  return fail (path, number, error);
}
