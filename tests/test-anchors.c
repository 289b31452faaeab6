/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "mail-anchors.h"
#include "mail-error.h"
#include "mail-test-tls-server.h"

/* Each must be refused, with a sentence that names the file. */
static const char *const wrong_files[] = { "no-such-file.pem", "ec.key", "" };

static void
test_system (void)
{
  g_autoptr (GError) error = NULL;
  MailAnchors *anchors = mail_anchors_new (NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (mail_anchors_get_credentials (anchors));
  g_assert_true (mail_anchors_get_credentials (anchors) == mail_anchors_get_credentials (anchors));
  g_assert_finalize_object (anchors);
}

static void
test_file (void)
{
  g_autofree char *path = mail_test_certificate_path ("ca.pem");
  g_autoptr (GError) error = NULL;
  MailAnchors *anchors = mail_anchors_new (path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (mail_anchors_get_credentials (anchors));
  g_assert_finalize_object (anchors);
}

static void
test_wrong_files (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrong_files); i++)
    {
      g_autofree char *path = mail_test_certificate_path (wrong_files[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (mail_anchors_new (path, &error));
      g_assert_error (error, MAIL_ERROR, MAIL_ERROR_SETTINGS_INVALID);
      g_assert_nonnull (strstr (error->message, path));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/anchors/system", test_system);
  g_test_add_func ("/anchors/file", test_file);
  g_test_add_func ("/anchors/wrong-files", test_wrong_files);

  return g_test_run ();
}
