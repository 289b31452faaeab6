/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GNOME Online Accounts, by its D-Bus interface. It checks nothing that it is told, and does not say when the
 * keyring refused the password: so what came of it is looked at, and taken back where it is not right.
 *
 * Nothing can be written into its accounts by which they could be recognised: the password of one may be
 * changed in the settings, which drops whatever else was kept with it. So the path of what was added is noted
 * in a file of ours, by address. Paths hold the time at which an account was made, and are not given twice.
 * Inside a Flatpak the file is in the sandbox's own folder, which lasts as well. */
#include "config.h"

#include "mail-handoff-goa.h"

#include <glib/gi18n-lib.h>

#include "mail-error.h"
#include "mail-handoff-bus.h"
#include "mail-handoff-notes.h"
#include "mail-trust-warning.h"

#define NAME      "GNOME Online Accounts"
#define INTERFACE "org.gnome.OnlineAccounts"
#define MANAGER   "/org/gnome/OnlineAccounts/Manager"
#define NOTES     "accounts"

static const MailHandoffPeer peer = { INTERFACE, "/org/gnome/OnlineAccounts", NAME };

struct _MailHandoffGoa
{
  GObject parent_instance;

  char *file;
};

static void mail_handoff_goa_iface_init (MailHandoffInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MailHandoffGoa,
                               mail_handoff_goa,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAIL_TYPE_HANDOFF, mail_handoff_goa_iface_init))

/* What one call is about. */
typedef struct
{
  MailAccount *account;
  MailSecret *secret;
  MailSecret *outgoing_secret; /* nullable: no sign-in */
  char *path;                  /* of what was added */
  GError *error;               /* why it is taken back */
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->account);
  g_clear_pointer (&job->secret, mail_secret_unref);
  g_clear_pointer (&job->outgoing_secret, mail_secret_unref);
  g_free (job->path);
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
  return task;
}

/* ---- notes ---- */

static char *
get_noted_id (MailHandoffGoa *self, MailAccount *account)
{
  return mail_handoff_notes_find (self->file, account);
}

/* The end of an object's path holds letters, digits and "_" only: good as a key. */
static const char *
get_id (const char *path)
{
  return strrchr (path, '/') + 1;
}

/* ---- looking ---- */

/* Accounts of other kinds (Google, Microsoft) have an address, too; one whose mail is switched off has it as
 * its identity only. */
static gboolean
has_address (MailAccount *account, GVariant *interfaces)
{
  static const char *const names[][2] = {
    { INTERFACE ".Mail", "EmailAddress" },
    { INTERFACE ".Account", "Identity" },
    { INTERFACE ".Account", "PresentationIdentity" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GVariant) properties
          = g_variant_lookup_value (interfaces, names[i][0], G_VARIANT_TYPE_VARDICT);
      const char *address = NULL;

      if (properties != NULL && g_variant_lookup (properties, names[i][1], "&s", &address)
          && mail_handoff_is_address (account, address))
        return TRUE;
    }
  return FALSE;
}

static MailHandoffState
classify (MailHandoffGoa *self, MailAccount *account, GVariant *objects)
{
  g_autofree char *noted = get_noted_id (self, account);
  MailHandoffState state = MAIL_HANDOFF_READY;
  GVariantIter iter;
  const char *path;
  GVariant *interfaces;

  g_variant_iter_init (&iter, objects);
  while (g_variant_iter_loop (&iter, "{&o@a{sa{sv}}}", &path, &interfaces))
    {
      /* Ours is what can be removed here, whatever else there is. */
      if (g_strcmp0 (get_id (path), noted) == 0)
        state = MAIL_HANDOFF_ADDED;
      else if (state == MAIL_HANDOFF_READY && has_address (account, interfaces))
        state = MAIL_HANDOFF_FOREIGN;
    }
  return state;
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) objects = mail_handoff_bus_list_finish (result, &error);

  if (objects == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, classify (g_task_get_source_object (task), job->account, objects));
}

/* It may be built without this kind of account. */
static void
on_supported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (GVariant) answer = mail_handoff_bus_call_finish (result, "(b)", &error);
  gboolean supported = FALSE;

  if (answer != NULL)
    g_variant_get (answer, "(b)", &supported);
  if (answer == NULL)
    g_task_return_error (task, error);
  else if (!supported)
    g_task_return_int (task, MAIL_HANDOFF_MISSING);
  else
    mail_handoff_bus_list_async (&peer, cancellable, on_listed, g_steal_pointer (&task));
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
  else if (!found)
    g_task_return_int (task, MAIL_HANDOFF_MISSING);
  else
    mail_handoff_bus_call_async (&peer, MANAGER, INTERFACE ".Manager.IsSupportedProvider",
                                 g_variant_new ("(s)", "imap_smtp"), cancellable, on_supported,
                                 g_steal_pointer (&task));
}

static void
mail_handoff_goa_look_async (MailHandoff *self,
                             MailAccount *account,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = task_new (self, account, mail_handoff_goa_look_async, cancellable, callback, user_data);

  mail_handoff_bus_find_async (&peer, cancellable, on_found, task);
}

static gboolean
mail_handoff_goa_look_finish (MailHandoff *self,
                              GAsyncResult *result,
                              MailHandoffState *state,
                              GError **error)
{
  gssize answer;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_handoff_goa_look_async), FALSE);
  answer = g_task_propagate_int (G_TASK (result), error);
  if (answer < 0)
    return FALSE;
  *state = answer;
  return TRUE;
}

/* ---- adding ---- */

static void
on_taken_back (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = mail_handoff_bus_call_finish (result, "()", &error);

  if (answer == NULL)
    g_prefix_error (&job->error, "%s ",
                    _("An unfinished account is left in GNOME Online Accounts: remove it in the settings of "
                       "your desktop."));
  g_task_return_error (task, g_steal_pointer (&job->error));
}

static void
take_back (GTask *task, GError *error)
{
  Job *job = g_task_get_task_data (task);

  job->error = error;
  mail_handoff_bus_call_async (&peer, job->path, INTERFACE ".Account.Remove", NULL, NULL, on_taken_back,
                               task);
}

static gboolean
write_note (GTask *task, const char *id, GError **error)
{
  MailHandoffGoa *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);

  return mail_handoff_notes_write (self->file, job->account, id, error);
}

static void
finish_adding (GTask *task)
{
  g_autoptr (GTask) owned = task;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error)
      || !write_note (task, get_id (job->path), &error))
    take_back (g_steal_pointer (&owned), error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
is_kept (GAsyncResult *result, MailSecret *secret)
{
  g_autoptr (GVariant) answer = mail_handoff_bus_call_finish (result, "(s)", NULL);
  const char *kept;

  if (answer == NULL)
    return FALSE;
  g_variant_get (answer, "(&s)", &kept);
  return g_str_equal (kept, mail_secret_peek (secret, NULL));
}

static GError *
password_lost (void)
{
  return g_error_new_literal (
      MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
      _("GNOME Online Accounts could not keep the password, so the account was taken back. "
         "Unlock your keyring, then try again."));
}

static void
ask_for_password (GTask *task, const char *id, GAsyncReadyCallback callback)
{
  Job *job = g_task_get_task_data (task);

  mail_handoff_bus_call_async (&peer, job->path, INTERFACE ".PasswordBased.GetPassword",
                               g_variant_new ("(s)", id), g_task_get_cancellable (task), callback, task);
}

static void
on_outgoing_password (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);

  if (is_kept (result, job->outgoing_secret))
    finish_adding (task);
  else
    take_back (task, password_lost ());
}

static void
on_password (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);

  if (!is_kept (result, job->secret))
    take_back (task, password_lost ());
  else if (job->outgoing_secret != NULL)
    ask_for_password (task, "smtp-password", on_outgoing_password);
  else
    finish_adding (task);
}

static void
on_listed_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) objects = mail_handoff_bus_list_finish (result, &error);
  g_autoptr (GVariant) interfaces = NULL;

  if (objects != NULL)
    g_variant_lookup (objects, job->path, "@a{sa{sv}}", &interfaces);
  if (objects == NULL)
    take_back (task, error);
  else if (mail_handoff_goa_is_as_told (job->account, interfaces))
    ask_for_password (task, "imap-password", on_password);
  else
    take_back (task,
               g_error_new_literal (MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
                                    _("GNOME Online Accounts made something else of the account than it was "
                                       "told, so it was taken back.")));
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) answer = mail_handoff_bus_call_finish (result, "(o)", &error);

  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_variant_get (answer, "(o)", &job->path);
  mail_handoff_bus_list_async (&peer, NULL, on_listed_again, g_steal_pointer (&task));
}

/* It would do its work even where nobody waits for the answer, and then nobody would take it back: so this
 * one call is not cancelled, but undone afterwards. */
static void
on_looked_for_add (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  MailHandoffState state;

  if (!mail_handoff_goa_look_finish (MAIL_HANDOFF (source), result, &state, &error))
    g_task_return_error (task, error);
  else if (state != MAIL_HANDOFF_READY)
    g_task_return_error (task, mail_handoff_error_not_ready (NAME, state));
  else
    mail_handoff_bus_call_async (
        &peer, MANAGER, INTERFACE ".Manager.AddAccount",
        mail_handoff_goa_arguments_new (job->account, job->secret, job->outgoing_secret), NULL, on_added,
        g_steal_pointer (&task));
}

static void
mail_handoff_goa_add_async (MailHandoff *self,
                            MailAccount *account,
                            MailSecret *secret,
                            MailSecret *outgoing_secret,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = task_new (self, account, mail_handoff_goa_add_async, cancellable, callback, user_data);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->secret = mail_secret_ref (secret);
  job->outgoing_secret = mail_handoff_dup_outgoing_secret (account, secret, outgoing_secret);
  if (mail_handoff_can_hold (self, account, &error) && mail_handoff_is_text (NAME, job->secret, &error)
      && mail_handoff_is_text (NAME, job->outgoing_secret, &error))
    {
      mail_handoff_goa_look_async (self, account, cancellable, on_looked_for_add, task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static gboolean
mail_handoff_goa_add_finish (MailHandoff *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_handoff_goa_add_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- removing ---- */

static void
forget (GTask *task)
{
  GError *error = NULL;

  if (write_note (task, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GVariant) answer = mail_handoff_bus_call_finish (result, "()", &error);

  if (answer == NULL)
    g_task_return_error (task, error);
  else
    forget (task);
}

static void
remove_noted (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  g_autofree char *id = get_noted_id (g_task_get_source_object (task), job->account);

  job->path = g_strconcat ("/org/gnome/OnlineAccounts/Accounts/", id, NULL);
  mail_handoff_bus_call_async (&peer, job->path, INTERFACE ".Account.Remove", NULL,
                               g_task_get_cancellable (task), on_removed, task);
}

static void
on_looked_for_remove (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  MailHandoffState state;

  if (!mail_handoff_goa_look_finish (MAIL_HANDOFF (source), result, &state, &error))
    g_task_return_error (task, error);
  else if (state == MAIL_HANDOFF_ADDED)
    remove_noted (g_steal_pointer (&task));
  else if (state == MAIL_HANDOFF_READY)
    /* Somebody else removed it. */
    forget (task);
  else
    g_task_return_error (task, mail_handoff_error_not_ready (NAME, state));
}

static void
mail_handoff_goa_remove_async (MailHandoff *self,
                               MailAccount *account,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = task_new (self, account, mail_handoff_goa_remove_async, cancellable, callback, user_data);

  mail_handoff_goa_look_async (self, account, cancellable, on_looked_for_remove, task);
}

static gboolean
mail_handoff_goa_remove_finish (MailHandoff *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, mail_handoff_goa_remove_async), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- what is said ---- */

static gboolean
mail_handoff_goa_can_hold (MailHandoff *self, MailAccount *account, GError **error)
{
  MailServer *incoming = mail_settings_get_incoming (mail_account_get_settings (account));

  if (mail_server_get_protocol (incoming) == MAIL_PROTOCOL_IMAP)
    return TRUE;
  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_HANDOFF_FAILED,
                       _("GNOME Online Accounts knows accounts with IMAP only, and this one uses POP3."));
  return FALSE;
}

static char **
mail_handoff_goa_describe (MailHandoff *self, MailAccount *account)
{
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();

  g_strv_builder_add (sentences,
                      _("Adds the account to GNOME Online Accounts, which keeps the password in your "
                         "keyring. Geary and Evolution show it by themselves."));
  g_strv_builder_add (sentences, _("If the account is in Evolution already, Evolution will show it twice."));
  g_strv_builder_add (sentences, _("You can remove it here, or in the settings of your desktop."));
  return g_strv_builder_end (sentences);
}

/* It puts the password between quotes as it is when it checks it (3.46 at least): the server then hears no
 * command at all, and Geary, which has it checked, is told that something is wrong. */
static gboolean
has_quotes (MailSecret *secret)
{
  return secret != NULL && strpbrk (mail_secret_peek (secret, NULL), "\"\\") != NULL;
}

static char **
mail_handoff_goa_warn (MailHandoff *self, MailAccount *account, MailSecret *secret)
{
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();
  g_autofree char *trust = mail_trust_warning_new (NAME, account);

  if (has_quotes (secret))
    g_strv_builder_add (
        sentences,
        _("GNOME Online Accounts cannot sign in with a password that holds a quotation mark or a backslash, "
           "and yours does. Geary will then not show the account; Evolution can be given it directly."));
  if (trust != NULL)
    g_strv_builder_add (sentences, trust);
  return g_strv_builder_end (sentences);
}

static void
mail_handoff_goa_iface_init (MailHandoffInterface *iface)
{
  iface->id = "goa";
  iface->name = NAME;
  iface->summary = N_("For Geary, Evolution and the settings of GNOME");
  iface->next = N_("Start Geary or Evolution: your mail is there.");
  iface->can_hold = mail_handoff_goa_can_hold;
  iface->describe = mail_handoff_goa_describe;
  iface->warn = mail_handoff_goa_warn;
  iface->look_async = mail_handoff_goa_look_async;
  iface->look_finish = mail_handoff_goa_look_finish;
  iface->add_async = mail_handoff_goa_add_async;
  iface->add_finish = mail_handoff_goa_add_finish;
  iface->remove_async = mail_handoff_goa_remove_async;
  iface->remove_finish = mail_handoff_goa_remove_finish;
}

/* ---- the class ---- */

static void
mail_handoff_goa_finalize (GObject *object)
{
  g_free (MAIL_HANDOFF_GOA (object)->file);
  G_OBJECT_CLASS (mail_handoff_goa_parent_class)->finalize (object);
}

static void
mail_handoff_goa_class_init (MailHandoffGoaClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mail_handoff_goa_finalize;
}

static void
mail_handoff_goa_init (MailHandoffGoa *self)
{
}

/**
 * mail_handoff_goa_new:
 * @folder: (nullable): where to note what was added; %NULL: in the person's data folder. It is made when
 * there is something to note.
 *
 * Returns: (transfer full): GNOME Online Accounts, as a program that takes accounts
 */
MailHandoff *
mail_handoff_goa_new (const char *folder)
{
  MailHandoffGoa *self = g_object_new (MAIL_TYPE_HANDOFF_GOA, NULL);
  g_autofree char *standard = g_build_filename (g_get_user_data_dir (), "siegel", "handoff", NULL);

  self->file = g_build_filename (folder != NULL ? folder : standard, "goa.ini", NULL);
  return MAIL_HANDOFF (self);
}
