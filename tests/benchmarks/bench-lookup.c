/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Look-ups a second, with the real database and with many times as many providers and domains.
 *
 * usage: bench-lookup SYNTHETIC.gresource
 *
 * A look-up is all that happens between an address as typed and the settings for it: parse the address, find
 * its provider, read that one's document, fill in the placeholders. Both databases take turns. What counts is
 * the time of the processor, which other programs on the machine disturb less than that of the clock. */
#include <locale.h>
#include <stdlib.h>
#include <time.h>

#include "mail-address.h"
#include "mail-database.h"

#define ROUNDS          15
#define LOOKUPS_A_ROUND 20000

typedef struct
{
  const char *name;
  MailDatabase *database;
  char **addresses; /* in random order */
  guint n_addresses;
  guint next;
  double microseconds[ROUNDS]; /* a look-up */
} Series;

static void
shuffle (char **texts, guint n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = n; i > 1; i--)
    {
      guint other = g_rand_int_range (rand, 0, i);
      char *text = texts[i - 1];

      texts[i - 1] = texts[other];
      texts[other] = text;
    }
}

static void
prepare (Series *series, const char *name, MailDatabase *database)
{
  series->name = name;
  series->database = database;
  series->addresses = mail_database_list_domains (database, NULL);
  series->n_addresses = g_strv_length (series->addresses);
  for (guint i = 0; i < series->n_addresses; i++)
    {
      char *domain = series->addresses[i];

      series->addresses[i] = g_strconcat ("anna.example@", domain, NULL);
      g_free (domain);
    }
  shuffle (series->addresses, series->n_addresses);
}

static void
look_up (Series *series)
{
  const char *text = series->addresses[series->next++ % series->n_addresses];
  g_autoptr (MailAddress) address = mail_address_new (text, NULL);
  g_autoptr (MailClientConfig) config
      = mail_database_lookup (series->database, mail_address_get_domain (address), NULL);
  g_autofree char *where = g_strconcat ("as of ", mail_database_get_date (series->database), NULL);
  g_autoptr (MailCandidate) candidate
      = mail_client_config_expand (config, address, MAIL_SOURCE_DATABASE, MAIL_TRUST_BUILT_IN, where);

  g_assert_nonnull (candidate);
}

static double
get_processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static double
measure (Series *series)
{
  double start = get_processor_time ();

  for (guint i = 0; i < LOOKUPS_A_ROUND; i++)
    look_up (series);
  return (get_processor_time () - start) / LOOKUPS_A_ROUND;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The median: one round in which the machine did something else does not count. */
static double
report (Series *series)
{
  double median;

  qsort (series->microseconds, ROUNDS, sizeof (double), compare_doubles);
  median = series->microseconds[ROUNDS / 2];
  g_print ("%s: %u domains, %.0f look-ups a second, %.2f µs each [%.2f … %.2f] (aim ≥ 50000)\n", series->name,
           series->n_addresses, 1e6 / median, median, series->microseconds[0],
           series->microseconds[ROUNDS - 1]);
  return median;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GResource) resource = argc == 2 ? g_resource_load (argv[1], &error) : NULL;
  g_autoptr (MailDatabase) synthetic = resource != NULL ? mail_database_new (resource, &error) : NULL;
  Series series[2] = { 0 };
  double medians[2];

  setlocale (LC_ALL, "");
  if (synthetic == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "usage: bench-lookup SYNTHETIC.gresource");
      return 2;
    }
  prepare (&series[0], "real database", mail_database_get_default ());
  prepare (&series[1], "synthetic database", synthetic);
  for (int round = -1; round < ROUNDS; round++)
    for (guint i = 0; i < 2; i++)
      {
        double microseconds = measure (&series[i]);

        /* The first round only warms the caches. */
        if (round >= 0)
          series[i].microseconds[round] = microseconds;
      }
  for (guint i = 0; i < 2; i++)
    {
      medians[i] = report (&series[i]);
      g_strfreev (series[i].addresses);
    }
  g_print ("cost of a look-up, synthetic to real: ratio %.3f (aim ≤ 1.5)\n", medians[1] / medians[0]);
  return 0;
}
