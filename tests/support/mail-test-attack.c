/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-test-attack.h"

#include <string.h>

#include "mail-probe.h"
#include "mail-text.h"

/* As many at a time as keep two processors busy, though some only wait. */
#define N_AT_ONCE 16

#define INTERVAL  5 /* milliseconds */
#define LOOKS_MAX 2000

/* Of details and words of servers, in characters. */
#define WORDS_MAX 500

typedef struct
{
  const MailTestAttack *attacks;
  gsize n_attacks;
  gsize n_begun;
  gsize n_running;
  MailAnchors *anchors;
  MailTestJudge judge;
  gpointer user_data;
} Siege;

typedef struct
{
  Siege *siege;
  const MailTestAttack *attack;
  MailTestTlsServer *server;
  MailReport *report;
  MailProbe *probe;
  GError *error;
  gint64 began;
  gint64 duration;
  guint deadline_source;
  guint turn_source;
  guint n_looks;
} Attack;

/* Whether the time that is short begins with the turn that the server takes, however long that takes to come.
 */
static gboolean
waits_for_turn (const MailTestAttack *attack)
{
  return attack->plan.then != NULL && attack->limit > 0;
}

static guint
get_limit (const MailTestAttack *attack)
{
  return attack->limit > 0 && !waits_for_turn (attack) ? attack->limit : MAIL_TEST_LIMIT;
}

static gboolean
word_tells_secret (const char *word)
{
  gsize length;
  g_autofree guchar *bytes = g_base64_decode (word, &length);

  return memmem (bytes, length, MAIL_TEST_PASSWORD, strlen (MAIL_TEST_PASSWORD)) != NULL
         || memmem (bytes, length, ",p=", 3) != NULL;
}

gboolean
mail_test_attack_tells_secret (const char *heard)
{
  g_auto (GStrv) words = g_strsplit_set (heard, " \r\n", -1);

  if (strstr (heard, MAIL_TEST_PASSWORD) != NULL)
    return TRUE;
  for (guint i = 0; words[i] != NULL; i++)
    if (word_tells_secret (words[i]))
      return TRUE;
  return FALSE;
}

guint
mail_test_attack_get_peak (void)
{
  g_autofree char *status = NULL;
  const char *peak;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  peak = strstr (status, "VmHWM:");
  g_assert_nonnull (peak);
  return g_ascii_strtoull (peak + strlen ("VmHWM:"), NULL, 10) / 1024;
}

/* STLS, CAPA, EHLO and their like are said in clear text, and nothing that has to do with a person. */
static void
assert_nothing_in_clear (const MailTestOutcome *outcome)
{
  static const char *const words[] = { "AUTH", "LOGIN", "USER", "PASS", "MAIL", "alice" };

  g_assert_false (mail_test_attack_tells_secret (outcome->heard_in_clear));
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_null (strstr (outcome->heard_in_clear, words[i]));
}

static void
assert_neutral (const char *text)
{
  if (text == NULL)
    return;
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, WORDS_MAX);
  g_assert_true (mail_text_is_harmless (text));
  g_assert_null (strstr (text, MAIL_TEST_PASSWORD));
}

static void
assert_report_is_neutral (MailReport *report)
{
  assert_neutral (mail_report_get_server_said (report));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (report)); i++)
    {
      g_autoptr (MailCheck) check = g_list_model_get_item (G_LIST_MODEL (report), i);

      assert_neutral (mail_check_get_detail (check));
      g_assert_cmpint (mail_check_get_state (check), !=, MAIL_STATE_RUNNING);
    }
}

static void
assert_code (const MailTestAttack *attack, const MailTestOutcome *outcome)
{
  const char *name = outcome->error != NULL ? mail_error_get_code_name (outcome->error) : "success";

  if (attack->code == MAIL_TEST_SUCCESS)
    {
      g_assert_no_error (outcome->error);
      g_assert_cmpint (mail_report_get_state (outcome->report), ==, MAIL_STATE_PASSED);
      return;
    }
  g_assert_cmpstr (name, !=, "success");
  g_assert_true (outcome->error->domain == MAIL_ERROR);
  if (attack->code != MAIL_TEST_ANY)
    g_assert_cmpstr (name, ==, mail_error_to_string (attack->code));
}

static void
assert_repelled (const MailTestAttack *attack, const MailTestOutcome *outcome)
{
  g_assert_cmpint (outcome->duration, <=, get_limit (attack) + MAIL_TEST_SLACK);
  assert_code (attack, outcome);
  assert_nothing_in_clear (outcome);
  if (!attack->signs_in)
    g_assert_false (mail_test_attack_tells_secret (outcome->heard));
  assert_report_is_neutral (outcome->report);
}

static void begin_next (Siege *siege);

static void
free_attack (Attack *self)
{
  g_clear_error (&self->error);
  g_assert_finalize_object (self->report);
  mail_test_tls_server_free (self->server);
  g_free (self);
}

static void
judge_attack (Attack *self, guint n_clients)
{
  Siege *siege = self->siege;
  MailTestOutcome outcome = {
    .report = self->report,
    .error = self->error,
    .n_clients = n_clients,
    .duration = self->duration,
  };

  outcome.heard = mail_test_tls_server_dup_heard (self->server, n_clients);
  outcome.heard_in_clear = mail_test_tls_server_dup_heard_in_clear (self->server);
  outcome.fault = mail_test_tls_server_dup_fault (self->server);
  if (siege->judge != NULL)
    siege->judge (self->attack, &outcome, siege->user_data);
  assert_repelled (self->attack, &outcome);
  g_free (outcome.heard);
  g_free (outcome.heard_in_clear);
  g_free (outcome.fault);
}

/* When the connection is closed and the server has written down all that it heard. Looked for and not waited
 * for, since the others need the main loop. */
static gboolean
on_interval (gpointer data)
{
  Attack *self = data;
  Siege *siege = self->siege;
  const guint n_clients = MAX (mail_test_tls_server_get_count (self->server), 1);

  if (self->probe != NULL)
    g_assert_finalize_object (g_steal_pointer (&self->probe));
  /* A probe whose time was up may never have come. */
  if (mail_test_tls_server_get_n_gone (self->server) < n_clients && self->n_looks++ < LOOKS_MAX)
    return G_SOURCE_CONTINUE;
  judge_attack (self, mail_test_tls_server_get_n_gone (self->server));
  free_attack (self);
  siege->n_running--;
  begin_next (siege);
  return G_SOURCE_REMOVE;
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Attack *self = user_data;

  mail_probe_run_finish (MAIL_PROBE (source), result, &self->error);
  g_clear_handle_id (&self->deadline_source, g_source_remove);
  g_clear_handle_id (&self->turn_source, g_source_remove);
  self->duration = (g_get_monotonic_time () - self->began) / 1000;
  g_timeout_add (INTERVAL, on_interval, self);
}

static gboolean
on_deadline (gpointer data)
{
  Attack *self = data;

  self->deadline_source = 0;
  mail_probe_time_out (self->probe);
  return G_SOURCE_REMOVE;
}

static gboolean
on_turn_interval (gpointer data)
{
  Attack *self = data;

  if (!mail_test_tls_server_has_turned (self->server))
    return G_SOURCE_CONTINUE;
  self->turn_source = 0;
  g_clear_handle_id (&self->deadline_source, g_source_remove);
  self->deadline_source = g_timeout_add (self->attack->limit, on_deadline, self);
  return G_SOURCE_REMOVE;
}

static MailReport *
create_report (const MailTestAttack *attack, MailTestTlsServer *server)
{
  g_autoptr (MailServer) endpoint = mail_server_new (
      attack->protocol, "127.0.0.1", mail_test_tls_server_get_port (server), attack->security);

  mail_server_set_username (endpoint, MAIL_TEST_USERNAME);
  return mail_report_new (endpoint, MAIL_GOAL_ACCESS);
}

static void
begin (Siege *siege, const MailTestAttack *attack)
{
  Attack *self = g_new0 (Attack, 1);
  g_autoptr (MailAddress) address = mail_address_new (MAIL_TEST_USERNAME, NULL);
  g_autoptr (MailSecret) secret = mail_secret_new (MAIL_TEST_PASSWORD, -1);

  self->siege = siege;
  self->attack = attack;
  self->server = mail_test_tls_server_new (&attack->plan);
  self->report = create_report (attack, self->server);
  self->probe = mail_probe_new (self->report, address, siege->anchors);
  mail_probe_set_secret (self->probe, secret);
  /* Nobody knocks at a silent server: that is tested elsewhere. */
  mail_probe_set_patience (self->probe, 100 * MAIL_TEST_LIMIT);
  self->began = g_get_monotonic_time ();
  self->deadline_source = g_timeout_add (get_limit (attack), on_deadline, self);
  if (waits_for_turn (attack))
    self->turn_source = g_timeout_add (INTERVAL, on_turn_interval, self);
  mail_probe_run_async (self->probe, NULL, on_probed, self);
}

static void
begin_next (Siege *siege)
{
  while (siege->n_begun < siege->n_attacks && siege->n_running < N_AT_ONCE)
    {
      siege->n_running++;
      begin (siege, &siege->attacks[siege->n_begun++]);
    }
}

void
mail_test_attack_run (const MailTestAttack *attacks,
                      gsize n_attacks,
                      MailAnchors *anchors,
                      MailTestJudge judge,
                      gpointer user_data)
{
  Siege siege = {
    .attacks = attacks,
    .n_attacks = n_attacks,
    .anchors = anchors,
    .judge = judge,
    .user_data = user_data,
  };

  begin_next (&siege);
  while (siege.n_running > 0)
    g_main_context_iteration (NULL, TRUE);
}
