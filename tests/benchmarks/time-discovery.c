/* SPDX-License-Identifier: GPL-3.0-or-later */

/* time-discovery ADDRESS CA-FILE: searches for the settings of an address, and prints when the first answer
 * came and when the last, in milliseconds, and where the best one is from.
 *
 * The clock runs as it does for a person: from the press of the button, in a program that is there already.
 */

#include "mail-discovery.h"
#include "mail-resolver.h"

typedef struct
{
  GMainLoop *loop;
  gint64 start; /* microseconds */
  gint64 first; /* 0: nothing yet */
  gint64 last;
} Times;

static void
on_best (MailDiscovery *discovery, GParamSpec *pspec, Times *times)
{
  if (times->first == 0 && mail_discovery_get_best (discovery) != NULL)
    times->first = g_get_monotonic_time ();
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  Times *times = user_data;

  times->last = g_get_monotonic_time ();
  if (!mail_discovery_run_finish (MAIL_DISCOVERY (source), result, &error))
    g_printerr ("%s\n", error->message);
  g_main_loop_quit (times->loop);
}

static double
to_milliseconds (const Times *times, gint64 when)
{
  return (double) ((when != 0 ? when : times->last) - times->start) / 1000;
}

static void
print (MailDiscovery *discovery, const Times *times)
{
  MailCandidate *best = mail_discovery_get_best (discovery);

  g_print ("%.1f %.1f %s\n", to_milliseconds (times, times->first), to_milliseconds (times, times->last),
           best != NULL ? mail_source_to_string (mail_candidate_get_source (best)) : "none");
}

static void
search (MailDiscovery *discovery)
{
  Times times = { .loop = g_main_loop_new (NULL, FALSE) };

  g_signal_connect (discovery, "notify::best", G_CALLBACK (on_best), &times);
  times.start = g_get_monotonic_time ();
  mail_discovery_run_async (discovery, NULL, on_run, &times);
  g_main_loop_run (times.loop);
  g_main_loop_unref (times.loop);
  print (discovery, &times);
}

int
main (int argc, char **argv)
{
  MailDiscoveryOptions options = { .protocol = MAIL_PROTOCOL_IMAP };
  g_autoptr (GError) error = NULL;
  g_autoptr (MailAddress) address = NULL;
  g_autoptr (MailDiscovery) discovery = NULL;

  if (argc != 3)
    return 2;
  options.ca_file = argv[2];
  mail_resolver_install ();
  address = mail_address_new (argv[1], &error);
  discovery = address != NULL ? mail_discovery_new (address, &options, &error) : NULL;
  if (discovery == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  search (discovery);
  return 0;
}
