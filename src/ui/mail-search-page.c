/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-search-page.h"

#include <glib/gi18n-lib.h>

#include "mail-action-row.h"
#include "mail-error.h"
#include "mail-fold.h"
#include "mail-letter-window.h"
#include "mail-lookup-row.h"
#include "mail-switch-row.h"

struct _MailSearchPage
{
  MailPage parent_instance;

  /* What came of the last search; NULL while one runs, and where it has found something. */
  GError *error;
  /* Whether the person wanted it to end, and whether it ended because they went elsewhere. */
  gboolean stopped;
  gboolean left;
  GSignalGroup *search_signals;

  GtkWidget *status;
  GtkWidget *running;
  GtkWidget *stop;
  GtkWidget *found;
  GtkWidget *failure;
  GtkWidget *failure_label;
  GtkWidget *by_hand;
  MailSwitchRow *ask_ispdb;
  GtkWidget *rows;
  GtkWidget *asked_fold;
  GtkWidget *asked;
  MailFold *file_fold;
  GtkWidget *file_error;
};

G_DEFINE_FINAL_TYPE (MailSearchPage, mail_search_page, MAIL_TYPE_PAGE)

static MailSetup *
get_setup (MailSearchPage *self)
{
  return mail_page_get_setup (MAIL_PAGE (self));
}

static gboolean
has_ended_badly (MailSearchPage *self)
{
  return self->error != NULL || self->stopped;
}

/* The format is one of the constants of update_words() or its translation. */
static void
set_heading (MailSearchPage *self, const char *format)
{
  MailAddress *address = mail_setup_get_address (get_setup (self));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_autofree char *heading = g_strdup_printf (format, mail_address_get_display_domain (address));
#pragma GCC diagnostic pop

  g_object_set (self, "heading", heading, NULL);
}

static char *
describe_waiting (MailSearchPage *self)
{
  MailDiscovery *search = mail_setup_get_search (get_setup (self));
  char *waiting = search != NULL ? mail_discovery_dup_waiting_for (search) : NULL;

  return waiting != NULL ? waiting : g_strdup (_("Siegel asks everybody who may know, all at once."));
}

static void
update_words (MailSearchPage *self)
{
  gboolean searching = mail_setup_get_searching (get_setup (self));
  g_autofree char *waiting = searching ? describe_waiting (self) : NULL;

  if (searching)
    /* Translators: %s is a domain, for instance “example.org”. */
    set_heading (self, _("Looking for the settings of %s"));
  else if (self->stopped)
    /* Translators: %s is a domain, for instance “example.org”. */
    set_heading (self, _("The search for %s was stopped"));
  else if (g_error_matches (self->error, MAIL_ERROR, MAIL_ERROR_PROVIDER_UNSUPPORTED))
    /* Translators: %s is a domain, for instance “example.org”. */
    set_heading (self, _("No mail programs for %s"));
  else if (self->error != NULL)
    /* Translators: %s is a domain, for instance “example.org”. */
    set_heading (self, _("No settings found for %s"));
  else
    /* Translators: %s is a domain, for instance “example.org”. */
    set_heading (self, _("Found the settings of %s"));

  gtk_label_set_label (GTK_LABEL (self->status),
                       searching ? waiting : _("Press Next to look at what was found."));
  gtk_widget_set_visible (self->status, !has_ended_badly (self));
}

/* While it runs, everybody can be seen at work. After that, what has come of it: who had an answer, or, where
 * nobody had, what each of them said. */
static void
update_rows (MailSearchPage *self)
{
  MailSetup *setup = get_setup (self);
  gboolean all = mail_setup_get_searching (setup) || has_ended_badly (self);
  MailDiscovery *search = mail_setup_get_search (setup);
  GListModel *lookups = search != NULL ? mail_discovery_get_lookups (search) : NULL;
  GtkWidget *row = gtk_widget_get_first_child (self->rows);

  for (guint i = 0; row != NULL; row = gtk_widget_get_next_sibling (row), i++)
    {
      g_autoptr (MailLookup) lookup = g_list_model_get_item (lookups, i);

      gtk_widget_set_visible (row, all || mail_lookup_get_state (lookup) == MAIL_STATE_PASSED);
    }
}

static void
update_asked (MailSearchPage *self)
{
  MailDiscovery *search = mail_setup_get_search (get_setup (self));
  const char *const *contacted = search != NULL ? mail_discovery_get_contacted (search) : NULL;
  g_autofree char *text = contacted != NULL ? g_strjoinv ("\n", (char **) contacted) : NULL;
  gboolean any = text != NULL && *text != '\0';

  gtk_label_set_label (GTK_LABEL (self->asked), any ? text : "");
  gtk_widget_set_visible (self->asked_fold, any);
}

static void
update (MailSearchPage *self)
{
  MailSetup *setup = get_setup (self);
  gboolean searching = mail_setup_get_searching (setup);
  gboolean bad = has_ended_badly (self);

  if (mail_setup_get_address (setup) == NULL)
    return;

  update_words (self);
  update_rows (self);
  update_asked (self);
  gtk_widget_set_visible (self->running, searching);
  gtk_widget_set_visible (self->found, !searching && !bad);
  gtk_widget_set_visible (self->failure, !searching && bad);
  mail_page_set_next (MAIL_PAGE (self), _("_Next"), !searching);
}

static void
on_search_changed (MailSearchPage *self)
{
  if (get_setup (self) == NULL || !mail_setup_get_searching (get_setup (self)))
    return;

  update_words (self);
  update_asked (self);
}

static void
show_lookups (MailSearchPage *self)
{
  MailDiscovery *search = mail_setup_get_search (get_setup (self));
  GListModel *lookups = search != NULL ? mail_discovery_get_lookups (search) : NULL;
  guint length = lookups != NULL ? g_list_model_get_n_items (lookups) : 0;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), row);
  for (guint i = 0; i < length; i++)
    {
      g_autoptr (MailLookup) lookup = g_list_model_get_item (lookups, i);

      gtk_box_append (GTK_BOX (self->rows), mail_lookup_row_new (lookup));
    }
  g_signal_group_set_target (self->search_signals, search);
}

/* The sentence of the error is what a screen reader hears, since it stands in an alert. */
static void
show_error (MailSearchPage *self, const GError *error)
{
  self->left = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !self->stopped;
  g_clear_error (&self->error);
  if (self->left)
    return;

  if (!self->stopped)
    self->error = g_error_copy (error);
  gtk_label_set_label (GTK_LABEL (self->failure_label),
                       self->stopped ? _("You can go on in another way:") : error->message);
}

/* Whether somebody looks: otherwise the person has gone elsewhere, or enters the servers by hand. */
static gboolean
is_shown (MailSearchPage *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self));
}

/* A provider that lets no mail programs in is an answer, but not one to go on with. */
static gboolean
has_servers (MailSearchPage *self, GError **error)
{
  const char *missing = NULL;

  if (mail_setup_is_page_complete (get_setup (self), MAIL_SETUP_PAGE_SEARCH, &missing))
    return TRUE;

  g_set_error_literal (error, MAIL_ERROR, MAIL_ERROR_PROVIDER_UNSUPPORTED, missing);
  return FALSE;
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MailSearchPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean found = mail_setup_search_finish (MAIL_SETUP (source), result, &error);

  /* The page may be gone, and another search may run by now. */
  if (get_setup (self) == NULL || mail_setup_get_searching (MAIL_SETUP (source)))
    return;

  found = found && has_servers (self, &error);
  if (!found)
    show_error (self, error);
  update (self);
  if (found && is_shown (self))
    mail_page_advance (MAIL_PAGE (self));
  else if (!found)
    mail_page_focus (MAIL_PAGE (self), self->by_hand);
}

static void
start (MailSearchPage *self)
{
  g_clear_error (&self->error);
  self->stopped = FALSE;
  self->left = FALSE;
  mail_fold_set_open (self->file_fold, FALSE);
  mail_setup_search_async (get_setup (self), mail_page_get_visit (MAIL_PAGE (self)), on_searched,
                           g_object_ref (self));
  update (self);
  mail_page_focus (MAIL_PAGE (self), self->stop);
}

static void
on_stop_clicked (GtkButton *button, MailSearchPage *self)
{
  /* The visit goes on, but what it has started does not. */
  self->stopped = TRUE;
  mail_page_left (MAIL_PAGE (self));
}

static void
on_by_hand_clicked (GtkButton *button, MailSearchPage *self)
{
  self->stopped = mail_setup_get_searching (get_setup (self)) || self->stopped;
  mail_setup_enter_by_hand (get_setup (self));
  mail_page_advance (MAIL_PAGE (self));
}

static void
on_again_clicked (GtkButton *button, MailSearchPage *self)
{
  start (self);
}

static void
on_letter_clicked (GtkButton *button, MailSearchPage *self)
{
  mail_letter_window_open (GTK_WIDGET (self), mail_setup_get_address (get_setup (self)),
                           mail_setup_get_name (get_setup (self)));
}

static void
on_file_clicked (GtkButton *button, MailSearchPage *self)
{
  mail_page_choose_file (MAIL_PAGE (self));
}

/* One more to ask is a reason to ask again; there is no other for switching it on here. */
static void
on_ispdb_toggled (MailSearchPage *self)
{
  gboolean active;

  g_object_get (self->ask_ispdb, "active", &active, NULL);
  if (!active || mail_preferences_get_ask_ispdb (mail_setup_get_preferences (get_setup (self))))
    return;

  mail_preferences_set_ask_ispdb (mail_setup_get_preferences (get_setup (self)), TRUE);
  start (self);
}

static void
show_ispdb_switch (MailSearchPage *self)
{
  MailPreferences *preferences = mail_setup_get_preferences (get_setup (self));
  MailAddress *address = mail_setup_get_address (get_setup (self));
  /* Translators: %s is a domain, for instance “example.org”. */
  g_autofree char *text = g_strdup_printf (_("It learns “%s”, not your address. The search starts again."),
                                           mail_address_get_display_domain (address));

  g_object_set (self->ask_ispdb, "subtitle", text, "active", FALSE, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->ask_ispdb), !mail_preferences_get_ask_ispdb (preferences));
}

/* What was found, or not found, for this address holds until the person asks for another search. */
static void
mail_search_page_shown (MailPage *page)
{
  MailSearchPage *self = MAIL_SEARCH_PAGE (page);

  mail_fold_set_open (self->file_fold, FALSE);
  show_ispdb_switch (self);
  if (mail_setup_get_search (get_setup (self)) == NULL || self->left)
    start (self);
  else
    update (self);
}

static gboolean
mail_search_page_next (MailPage *page)
{
  MailSearchPage *self = MAIL_SEARCH_PAGE (page);

  if (has_ended_badly (self))
    mail_setup_enter_by_hand (get_setup (self));
  return TRUE;
}

static void
mail_search_page_take_file (MailPage *page, const char *path)
{
  MailSearchPage *self = MAIL_SEARCH_PAGE (page);
  g_autoptr (GError) error = NULL;

  if (mail_page_use_file (page, path, &error))
    {
      mail_page_advance (page);
      return;
    }

  gtk_label_set_label (GTK_LABEL (self->file_error), error->message);
  mail_fold_set_open (self->file_fold, TRUE);
}

static void
mail_search_page_constructed (GObject *object)
{
  MailSearchPage *self = MAIL_SEARCH_PAGE (object);

  G_OBJECT_CLASS (mail_search_page_parent_class)->constructed (object);

  g_signal_connect_object (get_setup (self), "notify::search", G_CALLBACK (show_lookups), self,
                           G_CONNECT_SWAPPED);
  show_lookups (self);
}

static void
mail_search_page_dispose (GObject *object)
{
  MailSearchPage *self = MAIL_SEARCH_PAGE (object);

  g_clear_object (&self->search_signals);
  g_clear_error (&self->error);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_SEARCH_PAGE);

  G_OBJECT_CLASS (mail_search_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (MAIL_TYPE_ACTION_ROW);
  g_type_ensure (MAIL_TYPE_FOLD);
  g_type_ensure (MAIL_TYPE_SWITCH_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-search-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MailSearchPage, status);
  gtk_widget_class_bind_template_child (widget_class, MailSearchPage, running);
  gtk_widget_class_bind_template_child (widget_class, MailSearchPage, stop);
  gtk_widget_class_bind_template_child (widget_class, MailSearchPage, found);
  gtk_widget_class_bind_template_child (widget_class, MailSearchPage, failure);
  gtk_widget_class_bind_template_child (widget_class, MailSearchPage, failure_label);
  gtk_widget_class_bind_template_child (widget_class, MailSearchPage, by_hand);
  gtk_widget_class_bind_template_child (widget_class, MailSearchPage, ask_ispdb);
  gtk_widget_class_bind_template_child (widget_class, MailSearchPage, rows);
  gtk_widget_class_bind_template_child (widget_class, MailSearchPage, asked_fold);
  gtk_widget_class_bind_template_child (widget_class, MailSearchPage, asked);
  gtk_widget_class_bind_template_child (widget_class, MailSearchPage, file_fold);
  gtk_widget_class_bind_template_child (widget_class, MailSearchPage, file_error);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_by_hand_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_letter_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_file_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_ispdb_toggled);
}

static void
mail_search_page_class_init (MailSearchPageClass *klass)
{
  MailPageClass *page_class = MAIL_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = mail_search_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = mail_search_page_dispose;
  page_class->shown = mail_search_page_shown;
  page_class->next = mail_search_page_next;
  page_class->take_file = mail_search_page_take_file;
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
mail_search_page_init (MailSearchPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->search_signals = g_signal_group_new (MAIL_TYPE_DISCOVERY);
  g_signal_group_connect_swapped (self->search_signals, "notify", G_CALLBACK (on_search_changed), self);
}
