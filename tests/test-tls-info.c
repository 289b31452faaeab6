/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "mail-tls-info.h"

#define HOST "mail.example.test"

/* 3 May 2025, 12:00. */
#define MAY_3 G_GINT64_CONSTANT (1746273600)
#define DAY   G_GINT64_CONSTANT (86400)

#define EXPIRED MAIL_CERTIFICATE_FAULT_EXPIRED
#define HOSTED  MAIL_CERTIFICATE_FAULT_WRONG_HOST

typedef struct
{
  const char *name;
  guint faults;
  const char *names; /* separated by spaces */
  const char *subject;
  const char *issuer;
  gint64 not_before;
  gint64 not_after;
  const char *list;
  const char *sentences; /* separated by | */
} FaultCase;

static const FaultCase fault_cases[] = {
  { "none", 0, "a.example", "CN=a", "CN=CA", 0, MAY_3, "", "" },
  { "revoked", MAIL_CERTIFICATE_FAULT_REVOKED, NULL, NULL, NULL, 0, 0, "revoked",
    "Its issuer withdrew it: somebody else may hold its key." },
  { "host", HOSTED, "a.example", NULL, NULL, 0, 0, "wrong-host",
    "It was issued for a.example, not for mail.example.test." },
  { "host-one-more", HOSTED, "a.example b.example c.example d.example", NULL, NULL, 0, 0, "wrong-host",
    "It was issued for a.example, b.example, c.example and 1 other, not for mail.example.test." },
  { "host-more", HOSTED, "a.example b.example c.example d.example e.example", NULL, NULL, 0, 0, "wrong-host",
    "It was issued for a.example, b.example, c.example and 2 others, not for mail.example.test." },
  { "host-common-name", HOSTED, NULL, "CN=a.example,O=Example", NULL, 0, 0, "wrong-host",
    "It was issued for a.example, not for mail.example.test." },
  { "host-nobody", HOSTED, NULL, NULL, NULL, 0, 0, "wrong-host", "It does not name mail.example.test." },
  { "expired", EXPIRED, NULL, NULL, NULL, 0, MAY_3, "expired", "It was valid only until 3 May 2025." },
  { "expired-issuer", EXPIRED, NULL, NULL, NULL, 0, G_MAXINT64, "expired",
    "The certificate of its issuer is no longer valid." },
  { "not-yet", MAIL_CERTIFICATE_FAULT_NOT_YET_VALID, NULL, NULL, NULL, G_GINT64_CONSTANT (7258118400), 0,
    "not-yet-valid", "It is valid only from 1 January 2200 on." },
  { "not-yet-never", MAIL_CERTIFICATE_FAULT_NOT_YET_VALID, NULL, NULL, NULL, G_MAXINT64, 0, "not-yet-valid",
    "It is valid only from ? on." },
  { "not-yet-issuer", MAIL_CERTIFICATE_FAULT_NOT_YET_VALID, NULL, NULL, NULL, MAY_3, 0, "not-yet-valid",
    "The certificate of its issuer is not valid yet." },
  { "weak", MAIL_CERTIFICATE_FAULT_WEAK, NULL, NULL, NULL, 0, 0, "weak",
    "It was made with outdated methods and can be forged." },
  { "self-signed", MAIL_CERTIFICATE_FAULT_SELF_SIGNED, NULL, NULL, NULL, 0, 0, "self-signed",
    "The server issued it to itself: nobody else vouches for it." },
  { "issuer", MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER, NULL, NULL, "O=Example,CN=Example CA", 0, 0,
    "unknown-issuer", "It comes from “Example CA”, an issuer that this computer does not know." },
  { "issuer-odd", MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER, NULL, NULL, "CN=a\033[31m” b\342\200\256c", 0, 0,
    "unknown-issuer",
    "It comes from “a\357\277\275[31m\" b\357\277\275c”, an issuer that this computer does not know." },
  { "issuer-unnamed", MAIL_CERTIFICATE_FAULT_UNKNOWN_ISSUER, NULL, NULL, NULL, 0, 0, "unknown-issuer",
    "It does not say who issued it." },
  { "changed", MAIL_CERTIFICATE_FAULT_CHANGED, NULL, NULL, NULL, 0, 0, "changed",
    "It is not the one that you accepted earlier." },
  { "unconfirmed", MAIL_CERTIFICATE_FAULT_UNCONFIRMED, NULL, NULL, NULL, 0, 0, "unconfirmed",
    "The server brought no valid word of the issuer that it still counts." },
  { "unfit", MAIL_CERTIFICATE_FAULT_UNFIT, NULL, NULL, NULL, 0, 0, "unfit",
    "It was not made for a server like this one, or it is damaged." },
  { "three", EXPIRED | HOSTED | MAIL_CERTIFICATE_FAULT_SELF_SIGNED, "a.example", NULL, NULL, 0, MAY_3,
    "wrong-host expired self-signed",
    "It was issued for a.example, not for mail.example.test.|It was valid only until 3 May 2025.|"
    "The server issued it to itself: nobody else vouches for it." },
};

static void
test_faults (gconstpointer data)
{
  const FaultCase *c = data;
  g_auto (GStrv) names = c->names != NULL ? g_strsplit (c->names, " ", -1) : NULL;
  const MailTlsInfo info = {
    .faults = c->faults,
    .names = names,
    .subject = (char *) c->subject,
    .issuer = (char *) c->issuer,
    .not_before = c->not_before,
    .not_after = c->not_after,
  };
  g_autofree const char **list = mail_tls_info_list_faults (&info);
  g_autofree char *joined = g_strjoinv (" ", (char **) list);
  g_auto (GStrv) sentences = mail_tls_info_describe_faults (&info, HOST);
  g_autofree char *text = g_strjoinv ("|", sentences);

  g_assert_cmpstr (joined, ==, c->list);
  g_assert_cmpstr (text, ==, c->sentences);
}

typedef struct
{
  const char *name;
  int age;  /* in days */
  int left; /* in days; negative: that long over */
  gboolean soon;
} ExpiryCase;

static const ExpiryCase expiry_cases[] = {
  { "year", 300, 65, FALSE },           { "year-soon", 352, 13, TRUE },   { "year-14-days", 351, 14, FALSE },
  { "last-day", 365, 0, TRUE },         { "over", 366, -1, FALSE },       { "90-days", 60, 30, FALSE },
  { "90-days-soon", 80, 10, TRUE },     { "six-days-new", 1, 5, FALSE },  { "six-days-due", 5, 1, TRUE },
  { "45-days-in-time", 31, 14, FALSE }, { "45-days-late", 32, 13, TRUE },
};

static void
test_expiry (gconstpointer data)
{
  const ExpiryCase *c = data;
  const MailTlsInfo info = { .not_before = MAY_3 - c->age * DAY, .not_after = MAY_3 + c->left * DAY };
  g_autofree char *sentence = mail_tls_info_describe_expiry (&info, MAY_3);

  g_assert_true (mail_tls_info_expires_soon (&info, MAY_3) == c->soon);
  g_assert_true ((sentence != NULL) == c->soon);
}

static void
test_expiry_words (void)
{
  const MailTlsInfo info = { .not_after = MAY_3 };
  const MailTlsInfo nothing = { .not_after = 0 };
  g_autofree char *sentence = mail_tls_info_describe_expiry (&info, MAY_3 - DAY);

  g_assert_cmpstr (sentence, ==,
                   "The server’s certificate is valid only until 3 May 2025. It should be renewed soon.");
  g_assert_false (mail_tls_info_expires_soon (&nothing, 0));
}

static void
test_fingerprint (void)
{
  g_autofree char *pairs = mail_tls_info_format_fingerprint ("00ff1c");
  g_autofree char *odd = mail_tls_info_format_fingerprint ("abc");
  g_autofree char *nothing = mail_tls_info_format_fingerprint (NULL);

  g_assert_cmpstr (pairs, ==, "00:FF:1C");
  g_assert_cmpstr (odd, ==, "AB:C");
  g_assert_cmpstr (nothing, ==, "");
}

#define ADD_CASES(path, cases, function)                                                                     \
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)                                                           \
    {                                                                                                        \
      g_autofree char *full_path = g_strdup_printf ("/tls-info/%s/%s", path, cases[i].name);                 \
                                                                                                             \
      g_test_add_data_func (full_path, &cases[i], function);                                                 \
    }

int
main (int argc, char **argv)
{
  /* Days are those of the place where the person is. */
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  ADD_CASES ("faults", fault_cases, test_faults);
  ADD_CASES ("expiry", expiry_cases, test_expiry);
  g_test_add_func ("/tls-info/expiry/words", test_expiry_words);
  g_test_add_func ("/tls-info/fingerprint", test_fingerprint);

  return g_test_run ();
}
