/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-application.h"

#include <glib/gi18n-lib.h>

#include "mail-accounts-window.h"
#include "mail-assistant.h"

struct _MailApplication
{
  GtkApplication parent_instance;

  MailStore *store;
  char *ca_file;
  /* Windows belong to GTK; these are cleared when they go. */
  GtkWindow *assistant_window;
  MailAssistant *assistant;
  GtkWindow *accounts;
};

G_DEFINE_FINAL_TYPE (MailApplication, mail_application, GTK_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_("Say which version this is, and leave"), NULL },
  { "new", 'n', 0, G_OPTION_ARG_NONE, NULL, N_("Set up an account, even if there are some already"), NULL },
  { "settings-file", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    N_("Take the settings from an autoconfig file that your provider handed out"), N_("FILE.XML") },
  { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Trust the certificates in this file as well"),
    N_("FILE.PEM") },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, N_("[ADDRESS]") },
  { NULL },
};

static MailStore *
get_store (MailApplication *self)
{
  if (self->store == NULL)
    {
      g_autoptr (MailKeyring) keyring = mail_keyring_new ();

      self->store = mail_store_new (NULL, keyring);
    }

  return self->store;
}

static gboolean
show_icon (gpointer user_data)
{
  gtk_window_set_icon_name (GTK_WINDOW (user_data), APP_ID);

  return G_SOURCE_REMOVE;
}

/* The icon of a window is for the lists of windows of some desktops; the window need not wait for it. */
static void
set_window (GtkWindow **place, GtkWindow *window)
{
  *place = window;
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) place);
  g_idle_add_full (G_PRIORITY_LOW, show_icon, g_object_ref (window), g_object_unref);
}

static MailAssistant *
create_assistant (MailApplication *self)
{
  g_autoptr (MailPreferences) preferences = mail_preferences_new (TRUE);
  g_autoptr (MailSetup) setup = mail_setup_new (get_store (self), preferences);

  self->assistant = mail_assistant_new (GTK_APPLICATION (self), setup);
  set_window (&self->assistant_window, mail_assistant_get_window (self->assistant));

  return self->assistant;
}

/* The assistant for a new run: the one that is open, emptied if it has done its work, or else a new one. */
static MailAssistant *
get_assistant (MailApplication *self)
{
  if (self->assistant_window == NULL)
    return create_assistant (self);

  if (mail_assistant_is_done (self->assistant))
    mail_assistant_restart (self->assistant);

  return self->assistant;
}

static void
open_assistant (MailApplication *self)
{
  gtk_window_present (mail_assistant_get_window (get_assistant (self)));
}

/* ---- settings that are stored, to be changed ---- */

typedef struct
{
  MailApplication *application;
  MailAccountsWindow *window;
} Edit;

static void
edit_free (Edit *edit)
{
  g_object_unref (edit->application);
  g_object_unref (edit->window);
  g_free (edit);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Edit, edit_free)

static void
on_edit_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Edit) edit = user_data;
  g_autoptr (GError) error = NULL;
  MailAssistant *assistant;
  GtkWindow *window;

  if (mail_setup_edit_finish (MAIL_SETUP (source), result, &error))
    {
      assistant = mail_assistant_new (GTK_APPLICATION (edit->application), MAIL_SETUP (source));
      window = mail_assistant_get_window (assistant);
      g_idle_add_full (G_PRIORITY_LOW, show_icon, g_object_ref (window), g_object_unref);
      gtk_window_present (window);
    }
  mail_accounts_window_edited (edit->window, error);
}

/* Each has an assistant of its own: what is typed into another one stays. */
static void
on_edit (MailAccountsWindow *window, MailAccount *account, MailApplication *self)
{
  GtkWindow *open = mail_assistant_find_editing (GTK_APPLICATION (self), account);
  g_autoptr (MailPreferences) preferences = NULL;
  g_autoptr (MailSetup) setup = NULL;
  Edit *edit;

  if (open != NULL)
    {
      gtk_window_present (open);
      mail_accounts_window_edited (window, NULL);
      return;
    }

  preferences = mail_preferences_new (TRUE);
  setup = mail_setup_new (get_store (self), preferences);
  if (self->ca_file != NULL)
    mail_setup_set_ca_file (setup, self->ca_file, NULL);
  edit = g_new0 (Edit, 1);
  edit->application = g_object_ref (self);
  edit->window = g_object_ref (window);
  mail_setup_edit_async (setup, account, NULL, on_edit_loaded, edit);
}

static void
create_accounts (MailApplication *self)
{
  GtkWindow *window = mail_accounts_window_new (GTK_APPLICATION (self), get_store (self), self->ca_file);

  set_window (&self->accounts, window);
  g_signal_connect_object (window, "edit", G_CALLBACK (on_edit), self, 0);
}

static void
open_accounts (MailApplication *self)
{
  if (self->accounts == NULL)
    create_accounts (self);

  gtk_window_present (self->accounts);
}

/* A password that is typed already was meant for the servers that were there before. */
static gboolean
is_another_run (MailSetup *setup, const char *address, const char *settings_file)
{
  return mail_setup_get_has_secret (setup)
         && (settings_file != NULL
             || (address != NULL && !g_str_equal (mail_setup_get_address_text (setup), address)));
}

/* A file that cannot be used is not kept: it would be complained about for ever. */
static gboolean
use_ca_file (MailApplication *self, MailSetup *setup, GError **error)
{
  if (self->ca_file == NULL || mail_setup_set_ca_file (setup, self->ca_file, error))
    return TRUE;

  g_clear_pointer (&self->ca_file, g_free);
  return FALSE;
}

/* What is asked for on the command line; the first fault ends it. */
static gboolean
prepare_setup (MailApplication *self, const char *address, const char *settings_file, GError **error)
{
  MailAssistant *assistant = get_assistant (self);
  MailSetup *setup = mail_assistant_get_setup (assistant);

  if (!use_ca_file (self, setup, error))
    return FALSE;

  if (is_another_run (setup, address, settings_file))
    mail_assistant_restart (assistant);

  if (address != NULL)
    mail_setup_set_address_text (setup, address);

  return settings_file == NULL || mail_setup_use_file (setup, settings_file, error);
}

static char *
lookup_path (GApplicationCommandLine *line, GVariantDict *dict, const char *name)
{
  const char *argument = NULL;
  g_autoptr (GFile) file = NULL;

  if (!g_variant_dict_lookup (dict, name, "^&ay", &argument))
    return NULL;

  /* Relative to where the person typed it, which is not where the first instance was started. */
  file = g_application_command_line_create_file_for_arg (line, argument);
  return g_file_get_path (file);
}

static int
complain (GApplicationCommandLine *line, const char *message)
{
  g_application_command_line_printerr (line, "siegel: %s\n", message);
  return 2;
}

static int
open_setup (MailApplication *self,
            GApplicationCommandLine *line,
            const char *address,
            const char *settings_file)
{
  gboolean was_open = self->assistant_window != NULL;
  g_autoptr (GError) error = NULL;

  if (settings_file != NULL && address == NULL)
    return complain (line,
                     _("A settings file needs an address, too: siegel --settings-file FILE.XML ADDRESS"));

  if (!prepare_setup (self, address, settings_file, &error))
    {
      if (!was_open)
        gtk_window_destroy (self->assistant_window);
      return complain (line, error->message);
    }

  open_assistant (self);
  return 0;
}

static int
mail_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  MailApplication *self = MAIL_APPLICATION (application);
  GVariantDict *dict = g_application_command_line_get_options_dict (line);
  g_autofree char *settings_file = lookup_path (line, dict, "settings-file");
  g_autofree char *ca_file = lookup_path (line, dict, "ca-file");
  g_autofree const char **addresses = NULL;

  if (ca_file != NULL)
    {
      g_free (self->ca_file);
      self->ca_file = g_steal_pointer (&ca_file);
    }

  g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^a&s", &addresses);
  if (addresses != NULL && addresses[0] != NULL && addresses[1] != NULL)
    return complain (line, _("One address at a time, please."));

  if (addresses == NULL && settings_file == NULL && !g_variant_dict_contains (dict, "new")
      && g_list_model_get_n_items (G_LIST_MODEL (get_store (self))) > 0)
    {
      open_accounts (self);
      return 0;
    }

  return open_setup (self, line, addresses != NULL ? addresses[0] : NULL, settings_file);
}

static int
mail_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  if (!g_variant_dict_contains (dict, "version"))
    return -1;

  g_print ("siegel %s\n", PACKAGE_VERSION);
  return 0;
}

/* From the menu of the desktop: accounts first, where there are some. */
static void
mail_application_activate (GApplication *application)
{
  MailApplication *self = MAIL_APPLICATION (application);

  if (g_list_model_get_n_items (G_LIST_MODEL (get_store (self))) > 0)
    open_accounts (self);
  else
    open_assistant (self);
}

static void
on_new_account (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  MailApplication *self = MAIL_APPLICATION (user_data);
  MailAssistant *assistant = get_assistant (self);

  if (self->ca_file != NULL)
    mail_setup_set_ca_file (mail_assistant_get_setup (assistant), self->ca_file, NULL);
  open_assistant (self);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_show_about_dialog (gtk_application_get_active_window (GTK_APPLICATION (user_data)), "program-name",
                         _("Siegel"), "logo-icon-name", APP_ID, "version", PACKAGE_VERSION, "comments",
                         _("Sets up your mail account, and proves that it works"), "website",
                         "https://github.com/siegel/siegel", "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: put your own names here, one a line: “Anna Schmidt”. */
                         "translator-credits", _("translator-credits"), NULL);
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkApplication *application = GTK_APPLICATION (user_data);
  GtkWindow *window;

  /* Windows go properly, so that what runs in them is stopped and what is secret is wiped. */
  while ((window = gtk_application_get_active_window (application)) != NULL)
    gtk_window_destroy (window);
  g_application_quit (G_APPLICATION (application));
}

static void
add_actions (GtkApplication *application)
{
  const GActionEntry entries[] = {
    { "new-account", on_new_account },
    { "about", on_about },
    { "quit", on_quit },
  };
  const struct
  {
    const char *action;
    const char *keys[2];
  } accels[] = {
    { "app.new-account", { "<Control>n" } },
    { "app.about", { "F1" } },
    { "app.quit", { "<Control>q" } },
    { "window.close", { "<Control>w" } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action, accels[i].keys);
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, APP_PATH "/ui/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
mail_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (mail_application_parent_class)->startup (application);

  /* A text that can be copied is there to be read, too, when the focus comes to it. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);
  load_style ();
  add_actions (GTK_APPLICATION (application));
}

static void
mail_application_dispose (GObject *object)
{
  MailApplication *self = MAIL_APPLICATION (object);

  g_clear_weak_pointer (&self->assistant_window);
  g_clear_weak_pointer (&self->accounts);
  g_clear_object (&self->store);
  g_clear_pointer (&self->ca_file, g_free);

  G_OBJECT_CLASS (mail_application_parent_class)->dispose (object);
}

static void
mail_application_class_init (MailApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_application_dispose;
  application_class->activate = mail_application_activate;
  application_class->command_line = mail_application_command_line;
  application_class->handle_local_options = mail_application_handle_local_options;
  application_class->startup = mail_application_startup;
}

static void
mail_application_init (MailApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  g_application_add_main_option_entries (application, options);
  g_application_set_option_context_summary (application,
                                            _("Sets up your mail account, and proves that it works."));
}

/**
 * mail_application_new:
 *
 * Returns: (transfer full): the program
 */
GApplication *
mail_application_new (void)
{
  return g_object_new (MAIL_TYPE_APPLICATION, "application-id", APP_ID, "resource-base-path", APP_PATH,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE, NULL);
}
