/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-sandbox.h"

#include <glib/gstdio.h>

#define SECRETS "org.freedesktop.secrets"

typedef struct
{
  const char *name;
  const char *text; /* NULL: no file, no sandbox */
  gboolean network;
  gboolean secrets;
} Case;

#define APPLICATION "[Application]\nname=io.github.siegel.Siegel\n\n"

/* As Flatpak writes them. */
static const Case cases[] = {
  { "none", NULL, TRUE, TRUE },
  { "all",
    APPLICATION "[Context]\nshared=network;ipc;\nsockets=wayland;\n\n"
                "[Session Bus Policy]\norg.freedesktop.secrets=talk\n",
    TRUE, TRUE },
  { "own", APPLICATION "[Context]\nshared=ipc;\n\n[Session Bus Policy]\norg.freedesktop.secrets=own\n", FALSE,
    TRUE },
  { "no-network",
    APPLICATION "[Context]\nshared=ipc;\nsockets=wayland;\n\n"
                "[Session Bus Policy]\norg.gnome.OnlineAccounts=talk\n",
    FALSE, FALSE },
  { "withdrawn",
    APPLICATION "[Context]\nshared=network;\n\n[Session Bus Policy]\norg.freedesktop.secrets=none\n", TRUE,
    FALSE },
  { "only-seen",
    APPLICATION "[Context]\nshared=network;\n\n[Session Bus Policy]\norg.freedesktop.secrets=see\n", TRUE,
    FALSE },
  { "whole-bus", APPLICATION "[Context]\nshared=network;\nsockets=x11;session-bus;\n", TRUE, TRUE },
  { "nothing", APPLICATION, FALSE, FALSE },
};

static void
test_case (gconstpointer data)
{
  const Case *given = data;
  g_autofree char *folder = g_dir_make_tmp ("siegel-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "info", NULL);

  if (given->text != NULL)
    g_assert_true (g_file_set_contents (path, given->text, -1, NULL));
  mail_sandbox_set_file (path);
  g_assert_cmpint (mail_sandbox_is_around (), ==, given->text != NULL);
  g_assert_cmpint (mail_sandbox_lets_use_network (), ==, given->network);
  g_assert_cmpint (mail_sandbox_lets_speak_to (SECRETS), ==, given->secrets);
  mail_sandbox_set_file (NULL);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sandbox/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
