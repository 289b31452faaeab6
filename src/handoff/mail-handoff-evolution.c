/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evolution, by the D-Bus interface of Evolution Data Server. The passwords go first, into the keyring where
 * it looks for them: a running Evolution signs in as soon as it hears of an account, and would ask for what
 * is not there. */
#include "config.h"

#include "mail-handoff-evolution.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n-lib.h>

#include "mail-error.h"
#include "mail-handoff-bus.h"
#include "mail-handoff-secrets.h"
#include "mail-sandbox.h"
#include "mail-trust-warning.h"

#define NAME      "Evolution"
#define MANAGER   "/org/gnome/evolution/dataserver/SourceManager"
#define INTERFACE "org.gnome.evolution.dataserver."

static const MailHandoffPeer peer = { INTERFACE "Sources5", MANAGER, NAME };

/* Evolution finds an item by the first attribute alone; the second says who made it. */
static const SecretSchema schema = {
  "org.gnome.Evolution.Data.Source",
  SECRET_SCHEMA_DONT_MATCH_NAME,
  {
      { "e-source-uid", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "eds-origin", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

struct _MailHandoffEvolution
{
  GObject parent_instance;
};

static void mail_handoff_evolution_iface_init (MailHandoffInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MailHandoffEvolution,
                               mail_handoff_evolution,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAIL_TYPE_HANDOFF, mail_handoff_evolution_iface_init))

/* What one call is about. All arrays are by part. */
typedef struct
{
  MailAccount *account;
  MailSecret *secrets[MAIL_EVOLUTION_N_SOURCES]; /* nullable: no sign-in */
  char **uids;                                   /* nullable: of what is about to be added */
  char *kept[MAIL_EVOLUTION_N_SOURCES];          /* nullable: by which name its password is in the keyring */
  char *paths[MAIL_EVOLUTION_N_SOURCES];         /* nullable: where Evolution has it */
  guint next;                                    /* the part whose turn it is */
  GError *error;                                 /* why it is taken back */
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->account);
  for (gsize i = 0; i < MAIL_EVOLUTION_N_SOURCES; i++)
    {
      g_clear_pointer (&job->secrets[i], mail_secret_unref);
      g_free (job->kept[i]);
      g_free (job->paths[i]);
    }
  g_strfreev (job->uids);
  g_clear_error (&job->error);
  g_free (job);
}

static GTask *
task_new (MailHandoff *self,
          MailAccount *account,
          gpointer tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->account = g_object_ref (account);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_set_source_tag (task, tag);
  /* An end that was reached counts, also where the person pressed Stop at the last moment. */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* ---- looking ---- */

/* Evolution Data Server serves calendars, too, and is on many computers without Evolution. A sandbox does not
 * see which programs there are; there it has to do. */
static gboolean
has_evolution (void)
{
  g_autoptr (GDesktopAppInfo) info = g_desktop_app_info_new ("org.gnome.Evolution.desktop");

  return info != NULL || mail_sandbox_is_around ();
}

static const char *
get_property (GVariant *interfaces, const char *name)
{
  g_autoptr (GVariant) properties
      = g_variant_lookup_value (interfaces, INTERFACE "Source", G_VARIANT_TYPE_VARDICT);
  const char *value = NULL;

  if (properties != NULL)
    g_variant_lookup (properties, name, "&s", &value);
  return value;
}

static void
replace (char **text, const char *other)
{
  g_free (*text);
  *text = g_strdup (other);
}

static gboolean
is_ours (Job *job, const char *uid, const char *path)
{
  MailEvolutionSource part;

  if (uid == NULL || !mail_handoff_evolution_find_part (job->account, uid, &part))
    return FALSE;
  replace (&job->kept[part], uid);
  replace (&job->paths[part], path);
  return TRUE;
}

/* Finds the paths of our parts; says whether the account is somebody else's. */
static gboolean
read_sources (Job *job, GVariant *objects)
{
  gboolean foreign = FALSE;
  GVariantIter iter;
  const char *path;
  GVariant *interfaces;

  g_variant_iter_init (&iter, objects);
  while (g_variant_iter_loop (&iter, "{&o@a{sa{sv}}}", &path, &interfaces))
    {
      const char *data = get_property (interfaces, "Data");

      if (data != NULL && !is_ours (job, get_property (interfaces, "UID"), path))
        foreign = foreign || mail_handoff_evolution_is_identity (job->account, data);
    }
  return foreign;
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) objects = mail_handoff_bus_list_finish (result, &error);
  gboolean foreign = objects != NULL && read_sources (job, objects);

  if (objects == NULL)
    g_task_return_error (task, error);
  else if (job->paths[MAIL_EVOLUTION_ACCOUNT] != NULL)
    g_task_return_int (task, MAIL_HANDOFF_ADDED);
  else
    g_task_return_int (task, foreign ? MAIL_HANDOFF_FOREIGN : MAIL_HANDOFF_READY);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  gboolean found;

  if (!mail_handoff_bus_find_finish (result, &found, &error))
    g_task_return_error (task, error);
  else if (!found || !has_evolution ())
    g_task_return_int (task, MAIL_HANDOFF_MISSING);
  else
    mail_handoff_bus_list_async (&peer, cancellable, on_listed, g_steal_pointer (&task));
}

static void
mail_handoff_evolution_look_async (MailHandoff *self,
                                   MailAccount *account,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = task_new (self, account, mail_handoff_evolution_look_async, cancellable, callback, user_data);

  mail_handoff_bus_find_async (&peer, cancellable, on_found, task);
}

static gboolean
mail_handoff_evolution_look_finish (MailHandoff *self,
                                    GAsyncResult *result,
                                    MailHandoffState *state,
                                    GError **error)
{
  gssize answer;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_handoff_evolution_look_async), FALSE);
  answer = g_task_propagate_int (G_TASK (result), error);
  if (answer < 0)
    return FALSE;
  *state = answer;
  return TRUE;
}

/* ---- passwords ---- */

static GHashTable *
get_attributes (const char *uid)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (attributes, (char *) "e-source-uid", g_strdup (uid));
  return attributes;
}

static void store_next (GTask *task);
static void take_back (GTask *task, GError *error);
static void create_sources (GTask *task);

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (mail_handoff_secrets_store_finish (result, &error))
    replace (&job->kept[job->next], job->uids[job->next]);
  job->next++;
  if (error != NULL || g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    take_back (task, error);
  else
    store_next (task);
}

static void
store_next (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  const char *address = mail_address_get_address (mail_account_get_address (job->account));
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *label = NULL;

  while (job->next < MAIL_EVOLUTION_N_SOURCES && job->secrets[job->next] == NULL)
    job->next++;
  if (job->next == MAIL_EVOLUTION_N_SOURCES)
    {
      create_sources (task);
      return;
    }
  attributes = get_attributes (job->uids[job->next]);
  g_hash_table_insert (attributes, (char *) "eds-origin", g_strdup ("evolution-data-server"));
  /* As Evolution itself writes it, so that people find one name for one thing. */
  label = g_strdup_printf ("Evolution Data Source \"%s\"", address);
  mail_handoff_secrets_store_async (&schema, attributes, label, job->secrets[job->next], on_stored, task);
}

/* ---- taking back, and removing ---- */

static void remove_next (GTask *task);
static void clear_next (GTask *task);

static void
finish_removing (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  if (job->error != NULL)
    g_task_return_error (task, g_steal_pointer (&job->error));
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* What failed first is what is told. */
static void
keep_error (Job *job, GError *error)
{
  if (job->error == NULL)
    job->error = error;
  else
    g_clear_error (&error);
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) answer = mail_handoff_bus_call_finish (result, "()", &error);

  if (answer == NULL)
    keep_error (job, error);
  remove_next (task);
}

/* The account last: as long as it is there it can be removed here. */
static void
remove_next (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  while (job->next > 0 && job->paths[job->next - 1] == NULL)
    job->next--;
  if (job->next == 0)
    {
      finish_removing (task);
      return;
    }
  job->next--;
  mail_handoff_bus_call_async (&peer, job->paths[job->next], INTERFACE "Source.Removable.Remove", NULL, NULL,
                               on_removed, task);
}

/* A keyring that stays locked is met before anything is removed: then all stays. What is taken back goes in
 * any case. */
static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  gboolean takes_back = job->error != NULL;
  GError *error = NULL;

  if (!mail_handoff_secrets_clear_finish (result, &error))
    keep_error (job, error);
  job->next++;
  if (job->error == NULL || takes_back)
    clear_next (task);
  else
    finish_removing (task);
}

static void
clear_next (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = NULL;

  while (job->next < MAIL_EVOLUTION_N_SOURCES && job->kept[job->next] == NULL)
    job->next++;
  if (job->next < MAIL_EVOLUTION_N_SOURCES)
    {
      attributes = get_attributes (job->kept[job->next]);
      mail_handoff_secrets_clear_async (&schema, attributes, on_cleared, task);
      return;
    }
  remove_next (task);
}

static void
on_listed_for_remove (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  gboolean takes_back = job->error != NULL;
  GError *error = NULL;
  g_autoptr (GVariant) objects = mail_handoff_bus_list_finish (result, &error);

  if (objects != NULL)
    read_sources (job, objects);
  else
    keep_error (job, error);
  job->next = 0;
  if (job->error == NULL || takes_back)
    clear_next (task);
  else
    finish_removing (task);
}

static void
take_back (GTask *task, GError *error)
{
  Job *job = g_task_get_task_data (task);

  job->error = error;
  mail_handoff_bus_list_async (&peer, NULL, on_listed_for_remove, task);
}

static void
mail_handoff_evolution_remove_async (MailHandoff *self,
                                     MailAccount *account,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GTask *task
      = task_new (self, account, mail_handoff_evolution_remove_async, cancellable, callback, user_data);

  mail_handoff_bus_list_async (&peer, cancellable, on_listed_for_remove, task);
}

static gboolean
mail_handoff_evolution_remove_finish (MailHandoff *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_handoff_evolution_remove_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- adding ---- */

static gboolean
has_all (Job *job)
{
  for (gsize i = 0; i < MAIL_EVOLUTION_N_SOURCES; i++)
    if (job->paths[i] == NULL)
      return FALSE;
  return TRUE;
}

static void
on_listed_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) objects = mail_handoff_bus_list_finish (result, &error);

  if (objects != NULL)
    read_sources (job, objects);
  if (objects == NULL || g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    take_back (g_steal_pointer (&task), error);
  else if (has_all (job))
    g_task_return_boolean (task, TRUE);
  else
    take_back (
        g_steal_pointer (&task),
        g_error_new_literal (MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
                             _("Evolution made something else of the account than it was told, so it was "
                                "taken back.")));
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) answer = mail_handoff_bus_call_finish (result, "()", &error);

  if (answer == NULL)
    take_back (task, error);
  else
    mail_handoff_bus_list_async (&peer, NULL, on_listed_again, task);
}

/* Not cancelled: it would do its work even where nobody waits for the answer. It is undone afterwards. */
static void
create_sources (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  mail_handoff_bus_call_async (&peer, MANAGER, INTERFACE "SourceManager.CreateSources",
                               mail_handoff_evolution_sources_new (job->account, job->uids), NULL, on_created,
                               task);
}

static void
on_looked_for_add (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  MailHandoffState state;

  if (!mail_handoff_evolution_look_finish (MAIL_HANDOFF (source), result, &state, &error))
    g_task_return_error (task, error);
  else if (state != MAIL_HANDOFF_READY)
    g_task_return_error (task, mail_handoff_error_not_ready (NAME, state));
  else
    store_next (g_steal_pointer (&task));
}

static void
mail_handoff_evolution_add_async (MailHandoff *self,
                                  MailAccount *account,
                                  MailSecret *secret,
                                  MailSecret *outgoing_secret,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = task_new (self, account, mail_handoff_evolution_add_async, cancellable, callback, user_data);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->uids = mail_handoff_evolution_uids_new (account);
  job->secrets[MAIL_EVOLUTION_ACCOUNT] = mail_secret_ref (secret);
  job->secrets[MAIL_EVOLUTION_TRANSPORT]
      = mail_handoff_dup_outgoing_secret (account, secret, outgoing_secret);
  if (mail_handoff_is_text (NAME, secret, &error)
      && mail_handoff_is_text (NAME, job->secrets[MAIL_EVOLUTION_TRANSPORT], &error))
    {
      mail_handoff_evolution_look_async (self, account, cancellable, on_looked_for_add, task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static gboolean
mail_handoff_evolution_add_finish (MailHandoff *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_handoff_evolution_add_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- what is said ---- */

static gboolean
mail_handoff_evolution_can_hold (MailHandoff *self, MailAccount *account, GError **error)
{
  return TRUE;
}

static char **
mail_handoff_evolution_describe (MailHandoff *self, MailAccount *account)
{
  MailServer *incoming = mail_settings_get_incoming (mail_account_get_settings (account));
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();

  g_strv_builder_add (sentences,
                      _("Adds the account to Evolution, and its password to your keyring, where Evolution "
                         "looks for it."));
  if (mail_server_get_protocol (incoming) == MAIL_PROTOCOL_POP3)
    g_strv_builder_add (sentences, _("Messages stay on the server when Evolution has fetched them."));
  else
    g_strv_builder_add (sentences,
                        _("If you add the account to GNOME Online Accounts as well, Evolution will show it "
                           "twice."));
  g_strv_builder_add (sentences, _("You can remove it here, or in Evolution."));
  return g_strv_builder_end (sentences);
}

static char **
mail_handoff_evolution_warn (MailHandoff *self, MailAccount *account, MailSecret *secret)
{
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();
  g_autofree char *trust = mail_trust_warning_new (NAME, account);

  if (trust != NULL)
    g_strv_builder_add (sentences, trust);
  return g_strv_builder_end (sentences);
}

static void
mail_handoff_evolution_iface_init (MailHandoffInterface *iface)
{
  iface->id = "evolution";
  iface->name = NAME;
  iface->summary = N_("Mail and calendar for GNOME");
  iface->next = N_("Start Evolution: your mail is there.");
  iface->can_hold = mail_handoff_evolution_can_hold;
  iface->describe = mail_handoff_evolution_describe;
  iface->warn = mail_handoff_evolution_warn;
  iface->look_async = mail_handoff_evolution_look_async;
  iface->look_finish = mail_handoff_evolution_look_finish;
  iface->add_async = mail_handoff_evolution_add_async;
  iface->add_finish = mail_handoff_evolution_add_finish;
  iface->remove_async = mail_handoff_evolution_remove_async;
  iface->remove_finish = mail_handoff_evolution_remove_finish;
}

/* ---- the class ---- */

static void
mail_handoff_evolution_class_init (MailHandoffEvolutionClass *klass)
{
}

static void
mail_handoff_evolution_init (MailHandoffEvolution *self)
{
}

/**
 * mail_handoff_evolution_new:
 *
 * Returns: (transfer full): Evolution, as a program that takes accounts
 */
MailHandoff *
mail_handoff_evolution_new (void)
{
  return g_object_new (MAIL_TYPE_HANDOFF_EVOLUTION, NULL);
}
