/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hears the greetings of servers, one after the other, and says how long each took, in milliseconds.
 *
 * usage: greet CA-FILE HOST PROTOCOL:SECURITY:PORT… */

#include <locale.h>

#include "mail-probe.h"

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!mail_probe_run_finish (MAIL_PROBE (source), result, &error))
    g_error ("%s", error->message);
  g_main_loop_quit (user_data);
}

static double
measure (MailServer *server, MailAnchors *anchors)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (MailAddress) address = mail_address_new ("alice@example.test", NULL);
  g_autoptr (MailReport) report = mail_report_new (server, MAIL_GOAL_GREETING);
  g_autoptr (MailProbe) probe = mail_probe_new (report, address, anchors);
  const gint64 began = g_get_monotonic_time ();

  mail_probe_run_async (probe, NULL, on_probed, loop);
  g_main_loop_run (loop);
  return (g_get_monotonic_time () - began) / 1000.0;
}

static MailServer *
parse (const char *host, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 3);
  MailProtocol protocol;
  MailSecurity security;

  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  g_assert_true (mail_protocol_from_string (parts[0], &protocol));
  g_assert_true (mail_security_from_string (parts[1], &security));
  return mail_server_new (protocol, host, atoi (parts[2]), security);
}

int
main (int argc, char **argv)
{
  g_autoptr (MailAnchors) anchors = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_NUMERIC, "C");
  g_assert_cmpint (argc, >, 3);
  anchors = mail_anchors_new (argv[1], &error);
  g_assert_no_error (error);
  for (int i = 3; i < argc; i++)
    {
      g_autoptr (MailServer) server = parse (argv[2], argv[i]);

      /* What a program does once, when it first connects, is not what is measured. */
      if (i == 3)
        measure (server, anchors);
      g_print ("%.1f\n", measure (server, anchors));
    }
  return 0;
}
