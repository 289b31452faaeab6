/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-shortlist.h"
#include "mail-test-candidates.h"

#define N_RANKS 4

/* By rank; with the same settings twice, a half one that is better ranked, and one source that has two. */
static GPtrArray *
find (guint rank)
{
  switch (rank)
    {
    case 0:
      return mail_test_found (mail_test_candidate (MAIL_SOURCE_MX, MAIL_TRUST_UNVERIFIED, "imap0", NULL),
                              NULL);
    case 1:
      return mail_test_found (
          mail_test_candidate (MAIL_SOURCE_AUTOCONFIG, MAIL_TRUST_HTTPS, "imap1", "smtp1"),
          mail_test_candidate (MAIL_SOURCE_AUTOCONFIG, MAIL_TRUST_HTTPS, "imap2", "smtp2"));
    case 2:
      return mail_test_found (mail_test_candidate (MAIL_SOURCE_SRV, MAIL_TRUST_DNSSEC, "imap2", "smtp2"),
                              mail_test_candidate (MAIL_SOURCE_SRV, MAIL_TRUST_DNSSEC, "imap3", "smtp1"));
    default:
      return mail_test_found (
          mail_test_candidate (MAIL_SOURCE_GUESS, MAIL_TRUST_UNVERIFIED, "imap0", NULL),
          mail_test_candidate (MAIL_SOURCE_GUESS, MAIL_TRUST_UNVERIFIED, "imap2", "smtp2"));
    }
}

static void
add (MailShortlist *list, guint rank)
{
  g_autoptr (GPtrArray) found = find (rank);

  mail_shortlist_add (list, rank, found);
}

static void
assert_list (MailShortlist *list, const char *expected)
{
  g_autofree char *text = mail_test_describe_all (mail_shortlist_get_model (list));

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_order (const guint *order)
{
  MailShortlist *list = mail_shortlist_new (N_RANKS);
  guint rank;

  for (guint i = 0; i < N_RANKS; i++)
    add (list, order[i]);
  assert_list (list, "imap1/smtp1 autoconfig; imap2/smtp2 autoconfig,srv,guess; imap3/smtp1 srv; "
                     "imap0/- mx,guess");
  g_assert_true (mail_shortlist_get_best_rank (list, &rank));
  g_assert_cmpuint (rank, ==, 1);
  g_assert_finalize_object (list);
}

/* Who is faster must not matter. */
static void
test_all_orders (void)
{
  guint n_orders = 0;

  for (guint code = 0; code < 4 * 4 * 4 * 4; code++)
    {
      guint order[N_RANKS] = { code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6 };
      guint ranks = 1u << order[0] | 1u << order[1] | 1u << order[2] | 1u << order[3];

      if (ranks != 0xf)
        continue;
      assert_order (order);
      n_orders++;
    }
  g_assert_cmpuint (n_orders, ==, 24);
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  g_string_append_printf (user_data, "%u-%u+%u ", position, removed, added);
}

/* A page that shows the list keeps the rows of what stays. */
static void
test_rows_stay (void)
{
  g_autoptr (MailShortlist) list = mail_shortlist_new (N_RANKS);
  GListModel *model = mail_shortlist_get_model (list);
  g_autoptr (GString) changes = g_string_new (NULL);
  g_autoptr (MailCandidate) before = NULL;
  g_autoptr (MailCandidate) after = NULL;

  g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), changes);
  add (list, 1);
  before = g_list_model_get_item (model, 0);
  add (list, 2);
  add (list, 0);
  after = g_list_model_get_item (model, 0);
  g_assert_true (before == after);
  g_assert_cmpstr (changes->str, ==, "0-0+2 1-1+2 3-0+1 ");
}

static void
test_nothing_settles (void)
{
  g_autoptr (MailShortlist) list = mail_shortlist_new (N_RANKS);
  g_autoptr (GPtrArray) nothing = mail_test_found (NULL, NULL);
  guint rank;

  mail_shortlist_add (list, 1, nothing);
  add (list, 0);
  assert_list (list, "imap0/- mx");
  g_assert_null (mail_shortlist_get_best (list));
  g_assert_null (mail_shortlist_get_unsupported (list));
  g_assert_false (mail_shortlist_get_best_rank (list, &rank));
}

/* What is built in knows that there is no access; the exchanger only tells whose customer the domain is. */
static void
test_unsupported (void)
{
  g_autoptr (MailShortlist) built_in = mail_shortlist_new (2);
  g_autoptr (MailShortlist) by_exchanger = mail_shortlist_new (2);
  g_autoptr (GPtrArray) known
      = mail_test_found (mail_test_unsupported (MAIL_SOURCE_DATABASE, "example.net"), NULL);
  g_autoptr (GPtrArray) customer
      = mail_test_found (mail_test_unsupported (MAIL_SOURCE_MX, "example.net"), NULL);
  g_autoptr (MailCandidate) best = NULL;
  g_autoptr (MailCandidate) unsupported = NULL;
  guint rank;

  mail_shortlist_add (built_in, 1, customer);
  mail_shortlist_add (built_in, 0, known);
  assert_list (built_in, "-/- database,mx");
  best = mail_shortlist_get_best (built_in);
  g_assert_nonnull (best);
  mail_shortlist_add (by_exchanger, 1, customer);
  g_assert_null (mail_shortlist_get_best (by_exchanger));
  g_assert_false (mail_shortlist_get_best_rank (by_exchanger, &rank));
  unsupported = mail_shortlist_get_unsupported (by_exchanger);
  g_assert_nonnull (unsupported);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shortlist/all-orders", test_all_orders);
  g_test_add_func ("/shortlist/rows-stay", test_rows_stay);
  g_test_add_func ("/shortlist/nothing-settles", test_nothing_settles);
  g_test_add_func ("/shortlist/unsupported", test_unsupported);
  return g_test_run ();
}
