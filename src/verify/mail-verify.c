/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-verify.h"

#include "mail-error.h"
#include "mail-probe.h"

typedef enum
{
  INCOMING,
  OUTGOING,
  N_SIDES,
} Side;

struct _MailVerify
{
  GObject parent_instance;

  MailSettings *settings;
  MailAddress *address;
  MailGoal goal;
  MailSecret *secrets[N_SIDES];
  gboolean knows_usernames; /* they have been proven before */
  MailAnchors *anchors; /* NULL: the system's, when a run needs them */
  guint timeout;        /* seconds */
  MailReport *reports[N_SIDES];

  /* of the run under way, or the last one */
  MailProbe *probes[N_SIDES];
  guint n_running;
  guint deadline_source;
  gboolean time_is_up;
  gint64 started; /* microseconds, monotonic */
  gint64 ended;
};

G_DEFINE_FINAL_TYPE (MailVerify, mail_verify, G_TYPE_OBJECT)

static MailServer *
get_server (MailVerify *self, Side side)
{
  return side == INCOMING ? mail_settings_get_incoming (self->settings)
                          : mail_settings_get_outgoing (self->settings);
}

static MailSecret *
get_secret (MailVerify *self, Side side)
{
  /* Not even a probe gets to see what it does not need. */
  if (self->goal != MAIL_GOAL_ACCESS)
    return NULL;
  return self->secrets[side] != NULL ? self->secrets[side] : self->secrets[INCOMING];
}

/* The last run may have changed the report's copy: back to what was asked for, and the first guess. */
static void
reset_server (MailVerify *self, Side side)
{
  MailServer *wanted = get_server (self, side);
  MailServer *used = mail_report_get_server (self->reports[side]);
  const char *username = mail_server_get_username (wanted);

  if (mail_server_get_username_guessed (wanted) && *username == '\0')
    username = mail_address_get_address (self->address);
  mail_server_set_security (used, mail_server_get_security (wanted));
  mail_server_set_port (used, mail_server_get_port (wanted));
  mail_server_set_username (used, username);
}

/* The other of the two forms that user names have; NULL for a name of its own. */
static const char *
get_other_username (MailVerify *self, const char *username)
{
  const char *address = mail_address_get_address (self->address);
  const char *local = mail_address_get_local (self->address);

  if (g_str_equal (username, address))
    return local;
  return g_str_equal (username, local) ? address : NULL;
}

/* For the report to offer, should this one be rejected. */
static void
note_other_username (MailVerify *self, Side side)
{
  MailReport *report = self->reports[side];
  const char *username = mail_server_get_username (mail_report_get_server (report));

  mail_evidence_clear (mail_report_get_evidence (report));
  if (!self->knows_usernames)
    mail_evidence_set_other_username (mail_report_get_evidence (report), get_other_username (self, username));
}

/* RFC 6186 section 4: where nobody said what the user name is, first the address, then its local part, as
 * long as that is not one sign-in too many: a third could lock the account. */
static gboolean
guess_again (MailVerify *self, Side side)
{
  MailReport *report = self->reports[side];
  MailServer *server = mail_report_get_server (report);
  MailEvidence *evidence = mail_report_get_evidence (report);

  if (self->time_is_up || !mail_server_get_username_guessed (server) || evidence->other_username == NULL
      || evidence->sign_ins >= MAIL_EVIDENCE_MAX_SIGN_INS
      || !g_error_matches (mail_report_get_error (report), MAIL_ERROR, MAIL_ERROR_SIGN_IN_REJECTED))
    return FALSE;
  mail_server_set_username (server, evidence->other_username);
  mail_evidence_set_other_username (evidence, NULL);
  return TRUE;
}

/* What the whole run ends with: the person's wish to stop, or else the first failure, incoming first. */
static GError *
dup_error (MailVerify *self)
{
  const GError *found = NULL;

  for (Side side = INCOMING; side < N_SIDES; side++)
    {
      const GError *error = mail_report_get_error (self->reports[side]);

      if (found == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        found = error != NULL ? error : found;
    }
  return found != NULL ? g_error_copy (found) : NULL;
}

/* Who answers for both servers with one certificate that belongs to neither, and greets nobody, is a hotspot.
 * Only when both have failed can that be seen, so whoever shows the reports has to look at them again. */
static void
look_for_portal (MailVerify *self)
{
  const MailTlsInfo *tls[N_SIDES];

  for (Side side = INCOMING; side < N_SIDES; side++)
    {
      tls[side] = mail_report_get_tls (self->reports[side]);
      if (tls[side] == NULL || !(tls[side]->faults & MAIL_CERTIFICATE_FAULT_WRONG_HOST)
          || !mail_report_get_evidence (self->reports[side])->mute)
        return;
    }
  if (g_strcmp0 (tls[INCOMING]->sha256, tls[OUTGOING]->sha256) != 0)
    return;
  for (Side side = INCOMING; side < N_SIDES; side++)
    {
      mail_report_get_evidence (self->reports[side])->reach |= MAIL_REACH_PORTAL;
      g_object_notify (G_OBJECT (self->reports[side]), "state");
    }
}

static void
end_run (MailVerify *self, GTask *task)
{
  GError *error = dup_error (self);

  look_for_portal (self);
  g_clear_handle_id (&self->deadline_source, g_source_remove);
  for (Side side = INCOMING; side < N_SIDES; side++)
    {
      g_clear_object (&self->probes[side]);
      /* The reports are read for long, and by many. */
      g_clear_pointer (&self->secrets[side], mail_secret_unref);
    }
  self->ended = g_get_monotonic_time ();
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MailVerify *self = g_task_get_source_object (task);
  MailProbe *probe = MAIL_PROBE (source);
  Side side = probe == self->probes[INCOMING] ? INCOMING : OUTGOING;

  if (!mail_probe_run_finish (probe, result, NULL) && guess_again (self, side))
    mail_probe_run_async (probe, g_task_get_cancellable (task), on_probed, g_object_ref (task));
  else if (--self->n_running == 0)
    end_run (self, task);
}

static gboolean
on_deadline (gpointer user_data)
{
  MailVerify *self = user_data;

  self->deadline_source = 0;
  self->time_is_up = TRUE;
  for (Side side = INCOMING; side < N_SIDES; side++)
    mail_probe_time_out (self->probes[side]);
  return G_SOURCE_REMOVE;
}

static MailProbe *
create_probe (MailVerify *self, Side side)
{
  MailProbe *probe = mail_probe_new (self->reports[side], self->address, self->anchors);

  mail_probe_set_secret (probe, get_secret (self, side));
  /* A short deadline has room for both ways to be encrypted, too. */
  mail_probe_set_patience (probe, MIN (MAIL_PROBE_DEFAULT_PATIENCE, self->timeout * 1000 / 3));
  return probe;
}

static void
begin_run (MailVerify *self)
{
  if (self->anchors == NULL)
    self->anchors = mail_anchors_new (NULL, NULL);
  mail_anchors_add_text (self->anchors, mail_settings_get_authorities (self->settings));
  self->started = g_get_monotonic_time ();
  self->ended = 0;
  self->time_is_up = FALSE;
  self->n_running = N_SIDES;
  self->deadline_source = g_timeout_add (self->timeout * 1000, on_deadline, self);
}

static void
mail_verify_dispose (GObject *object)
{
  MailVerify *self = MAIL_VERIFY (object);

  for (Side side = INCOMING; side < N_SIDES; side++)
    {
      g_clear_pointer (&self->secrets[side], mail_secret_unref);
      g_clear_object (&self->reports[side]);
      g_clear_object (&self->probes[side]);
    }
  g_clear_handle_id (&self->deadline_source, g_source_remove);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->address, mail_address_unref);
  g_clear_object (&self->anchors);
  G_OBJECT_CLASS (mail_verify_parent_class)->dispose (object);
}

static void
mail_verify_class_init (MailVerifyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mail_verify_dispose;
}

static void
mail_verify_init (MailVerify *self)
{
  self->timeout = MAIL_VERIFY_DEFAULT_TIMEOUT;
}

/**
 * mail_verify_new:
 * @settings: what to prove; copied
 * @address: the person's address: the sender that the outgoing server is asked about
 * @goal: how far to go; only %MAIL_GOAL_ACCESS needs a password
 *
 * Its reports are there from the start, so that a page can bind to them before anything runs.
 *
 * Returns: (transfer full): a check that has not run
 */
MailVerify *
mail_verify_new (MailSettings *settings, MailAddress *address, MailGoal goal)
{
  MailVerify *self = g_object_new (MAIL_TYPE_VERIFY, NULL);

  self->settings = mail_settings_copy (settings);
  self->address = mail_address_ref (address);
  self->goal = goal;
  for (Side side = INCOMING; side < N_SIDES; side++)
    self->reports[side] = mail_report_new (get_server (self, side), goal);
  return self;
}

static void
set_secret (MailVerify *self, Side side, MailSecret *secret)
{
  g_clear_pointer (&self->secrets[side], mail_secret_unref);
  self->secrets[side] = secret != NULL ? mail_secret_ref (secret) : NULL;
}

/**
 * mail_verify_set_secret:
 * @self: a check that does not run
 * @secret: (nullable): the password, for both servers; held until the run is over
 */
void
mail_verify_set_secret (MailVerify *self, MailSecret *secret)
{
  set_secret (self, INCOMING, secret);
}

/**
 * mail_verify_set_outgoing_secret:
 * @self: a check that does not run
 * @secret: (nullable): the password of the outgoing server where it has its own; %NULL: the same is used
 */
void
mail_verify_set_outgoing_secret (MailVerify *self, MailSecret *secret)
{
  set_secret (self, OUTGOING, secret);
}

/**
 * mail_verify_set_knows_usernames:
 * @self: a check that does not run
 * @known: whether both servers have taken these user names before
 *
 * Then a rejected sign-in casts no doubt on them: no other one is tried or proposed.
 */
void
mail_verify_set_knows_usernames (MailVerify *self, gboolean known)
{
  self->knows_usernames = known;
}

/**
 * mail_verify_set_timeout:
 * @self: a check that does not run
 * @seconds: the deadline for everything together; %MAIL_VERIFY_DEFAULT_TIMEOUT by default
 */
void
mail_verify_set_timeout (MailVerify *self, guint seconds)
{
  self->timeout = seconds;
}

/**
 * mail_verify_set_ca_file:
 * @self: a check that does not run
 * @path: (type filename): a PEM file with certificates to trust as well
 * @error: return location for an error
 *
 * Errors: %MAIL_ERROR_SETTINGS_INVALID where the file is no PEM file with certificates.
 *
 * Returns: %TRUE on success
 */
gboolean
mail_verify_set_ca_file (MailVerify *self, const char *path, GError **error)
{
  MailAnchors *anchors = mail_anchors_new (path, error);

  if (anchors == NULL)
    return FALSE;
  g_clear_object (&self->anchors);
  self->anchors = anchors;
  return TRUE;
}

/**
 * mail_verify_get_incoming:
 * @self: a check
 *
 * Returns: (transfer none): the report of the incoming server
 */
MailReport *
mail_verify_get_incoming (MailVerify *self)
{
  return self->reports[INCOMING];
}

/**
 * mail_verify_get_outgoing:
 * @self: a check
 *
 * Returns: (transfer none): the report of the outgoing server
 */
MailReport *
mail_verify_get_outgoing (MailVerify *self)
{
  return self->reports[OUTGOING];
}

/**
 * mail_verify_get_elapsed:
 * @self: a check
 *
 * Returns: milliseconds since the run began, or of the whole run when it is over
 */
gint64
mail_verify_get_elapsed (MailVerify *self)
{
  gint64 until = self->ended != 0 ? self->ended : g_get_monotonic_time ();

  return self->started != 0 ? (until - self->started) / 1000 : 0;
}

/**
 * mail_verify_run_async:
 * @self: a check that does not run
 * @cancellable: (nullable): the person's wish to stop
 * @callback: called when both reports have their outcome
 * @user_data: data for @callback
 *
 * Talks to both servers at the same time; a failure of one leaves the other alone. Where the user name was
 * only guessed: the address, and after %MAIL_ERROR_SIGN_IN_REJECTED the local part; at most two log-ins a
 * server. When the deadline passes, the running steps fail as %MAIL_ERROR_TIMED_OUT.
 */
void
mail_verify_run_async (MailVerify *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (self->n_running == 0);

  g_task_set_source_tag (task, mail_verify_run_async);
  /* What was proven stays proven, even when the wish to stop comes in the last moment. */
  g_task_set_check_cancellable (task, FALSE);
  begin_run (self);
  for (Side side = INCOMING; side < N_SIDES; side++)
    {
      reset_server (self, side);
      note_other_username (self, side);
      self->probes[side] = create_probe (self, side);
      mail_probe_run_async (self->probes[side], cancellable, on_probed, g_object_ref (task));
    }
}

/**
 * mail_verify_run_finish:
 * @self: a check
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Ends with %G_IO_ERROR_CANCELLED where the person stopped it, else with the error of the first report
 * that failed, incoming first.
 *
 * Returns: %TRUE when both reports passed
 */
gboolean
mail_verify_run_finish (MailVerify *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_verify_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static MailServer *
dup_proven_server (MailVerify *self, Side side)
{
  MailServer *server = mail_server_copy (mail_report_get_server (self->reports[side]));

  if (self->goal == MAIL_GOAL_ACCESS)
    mail_server_set_username_guessed (server, FALSE);
  return server;
}

/**
 * mail_verify_dup_proven:
 * @self: a check
 *
 * Returns: (transfer full) (nullable): the settings as they were proven: the security, port and user names
 * that worked;   %NULL before success
 */
MailSettings *
mail_verify_dup_proven (MailVerify *self)
{
  g_autoptr (MailServer) incoming = NULL;
  g_autoptr (MailServer) outgoing = NULL;
  MailSettings *settings;

  for (Side side = INCOMING; side < N_SIDES; side++)
    if (mail_report_get_state (self->reports[side]) != MAIL_STATE_PASSED)
      return NULL;
  incoming = dup_proven_server (self, INCOMING);
  outgoing = dup_proven_server (self, OUTGOING);
  settings = mail_settings_new (incoming, outgoing);
  /* Two log-ins may have the same name and still two passwords. */
  if (mail_settings_get_separate_login (self->settings))
    mail_settings_set_separate_login (settings, TRUE);
  mail_settings_set_authorities (settings, mail_settings_get_authorities (self->settings));
  return settings;
}
