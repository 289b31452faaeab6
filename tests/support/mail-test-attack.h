/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mail-anchors.h"
#include "mail-error.h"
#include "mail-report.h"
#include "mail-test-tls-server.h"

G_BEGIN_DECLS

/* Servers that mean no good, many at a time, each met by a probe that has a password.
 *
 * Whatever they do: a run ends in time, its report is neutral and bounded, nothing of a sign-in was said in
 * clear text, and, unless the sign-in was reached, nothing of it at all. */

#define MAIL_TEST_USERNAME "alice@example.test"
#define MAIL_TEST_PASSWORD "correct-horse"

/* How long a run may take, in milliseconds, where nothing else is said; and how much longer under load. */
#define MAIL_TEST_LIMIT 30000
#define MAIL_TEST_SLACK 5000

#define MAIL_TEST_SUCCESS (-1)
#define MAIL_TEST_ANY (-2)

typedef struct {
  MailProtocol protocol;
  MailSecurity security;
  MailTestTlsServerPlan plan;
  int code;          /* MailError, MAIL_TEST_SUCCESS, or MAIL_TEST_ANY: any but success */
  gboolean signs_in; /* the server got as far as to be told the password, or a proof of it */
  guint limit;       /* milliseconds until time is up, after plan.then if there is one; 0: MAIL_TEST_LIMIT */
} MailTestAttack;

/* How one went. */
typedef struct {
  MailReport *report;
  GError *error;
  char *heard; /* by the server */
  char *heard_in_clear;
  char *fault;
  guint n_clients;
  gint64 duration; /* milliseconds */
} MailTestOutcome;

/* Called for each attack, in the order in which they end. */
typedef void (*MailTestJudge) (const MailTestAttack *attack,
                               const MailTestOutcome *outcome,
                               gpointer user_data);

/* Runs them all. Stops the program with message where an attack has success; judge may look further. */
void mail_test_attack_run (const MailTestAttack *attacks,
                           gsize n_attacks,
                           MailAnchors *anchors,
                           MailTestJudge judge,
                           gpointer user_data);

/* Whether a password, or SCRAM's proof of it, is in what a server heard. */
gboolean mail_test_attack_tells_secret (const char *heard);

/* The most memory that this program ever had, in MiB. */
guint mail_test_attack_get_peak (void);

G_END_DECLS
