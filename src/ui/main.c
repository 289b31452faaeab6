/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "mail-application.h"
#include "mail-process.h"
#include "mail-resolver.h"

int
main (int argc, char *argv[])
{
  const char *locales = g_getenv ("SIEGEL_LOCALEDIR");
  g_autoptr (GApplication) application = NULL;

  mail_process_forbid_core_files ();
  g_log_writer_default_set_use_stderr (TRUE);
  setlocale (LC_ALL, "");
  /* The build folder and the tests have their translations elsewhere. */
  bindtextdomain (GETTEXT_PACKAGE, locales != NULL ? locales : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  mail_resolver_install ();
  application = mail_application_new ();
  return g_application_run (application, argc, argv);
}
