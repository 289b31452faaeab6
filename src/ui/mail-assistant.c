/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-assistant.h"

#include <glib/gi18n-lib.h>

#include "mail-account-page.h"
#include "mail-check-page.h"
#include "mail-choose-page.h"
#include "mail-done-page.h"
#include "mail-file-drop.h"
#include "mail-save-page.h"
#include "mail-search-page.h"
#include "mail-servers-page.h"

/* GtkAssistant gives the frame: the list of steps, the order of the pages, the way back. Its own buttons are
 * not used (every page is CUSTOM), because they cannot say why they are insensitive: ours can always be
 * pressed, and the page answers. The class is deprecated in later GTK 4, and only this file knows it. */
G_GNUC_BEGIN_IGNORE_DEPRECATIONS

#define DEFAULT_WIDTH  720
#define DEFAULT_HEIGHT 560

/* What a window knows its assistant by. */
#define ASSISTANT_KEY "mail-assistant"

struct _MailAssistant
{
  GObject parent_instance;

  MailSetup *setup;
  GtkAssistant *window;
  GtkWidget *cancel;
  GtkWidget *back;
  GtkWidget *next;
  GBindingGroup *next_bindings;
  MailFileDrop *drop;
  /* What GtkAssistant holds; the page itself is made inside when the person first comes to it. */
  GtkWidget *frames[MAIL_SETUP_N_PAGES];
  MailPage *current;
};

G_DEFINE_FINAL_TYPE (MailAssistant, mail_assistant, G_TYPE_OBJECT)

static const struct
{
  GType (*get_type) (void);
  const char *title;
} page_table[MAIL_SETUP_N_PAGES] = {
  [MAIL_SETUP_PAGE_ACCOUNT] = { mail_account_page_get_type, N_("Account") },
  [MAIL_SETUP_PAGE_SEARCH] = { mail_search_page_get_type, N_("Search") },
  [MAIL_SETUP_PAGE_CHOOSE] = { mail_choose_page_get_type, N_("Choose") },
  [MAIL_SETUP_PAGE_SERVERS] = { mail_servers_page_get_type, N_("Servers") },
  [MAIL_SETUP_PAGE_CHECK] = { mail_check_page_get_type, N_("Check") },
  [MAIL_SETUP_PAGE_SAVE] = { mail_save_page_get_type, N_("Save") },
  [MAIL_SETUP_PAGE_DONE] = { mail_done_page_get_type, N_("Done") },
};

static int
forward (int page, gpointer user_data)
{
  MailAssistant *self = user_data;

  return mail_setup_page_next (page, mail_setup_get_way (self->setup));
}

static gboolean
is_last (int page)
{
  return page == MAIL_SETUP_PAGE_DONE;
}

/* The list of steps shows the way as it is; the page that somebody is at stays where it is. */
static void
show_way (MailAssistant *self)
{
  MailSetupWay way = mail_setup_get_way (self->setup);
  int current = gtk_assistant_get_current_page (self->window);

  for (int i = 0; i < MAIL_SETUP_N_PAGES; i++)
    gtk_widget_set_visible (self->frames[i], i == current || mail_setup_page_is_on_way (i, way));
}

static void
go_on (MailAssistant *self)
{
  if (is_last (gtk_assistant_get_current_page (self->window)))
    gtk_window_destroy (GTK_WINDOW (self->window));
  else
    gtk_assistant_next_page (self->window);
}

/* Goes back as the person would, page by page, so that what GtkAssistant remembers of the way stays right. A
 * page that the way has passed by is shown all the same. */
static void
go_back_to (MailAssistant *self, int target)
{
  while (gtk_assistant_get_current_page (self->window) > target)
    gtk_assistant_previous_page (self->window);
  if (gtk_assistant_get_current_page (self->window) < target)
    gtk_assistant_set_current_page (self->window, target);
}

static void
on_want_field (MailPage *page, int target, int field, gboolean incoming, MailAssistant *self)
{
  go_back_to (self, target);
  mail_page_find_field (self->current, field, incoming);
}

/* What is stored cannot be changed by dropping a file. */
static gboolean
can_take_files (MailAssistant *self)
{
  return self->current != NULL && gtk_assistant_get_current_page (self->window) != MAIL_SETUP_PAGE_DONE;
}

static void
on_hover (MailFileDrop *drop, gboolean over, MailAssistant *self)
{
  if (can_take_files (self))
    mail_page_show_drop (self->current, over);
}

/* Other settings are another way: where the page has no use for a file, it goes back to the first one. */
static void
on_dropped (MailFileDrop *drop, const char *path, MailAssistant *self)
{
  if (!can_take_files (self))
    return;

  if (!mail_page_takes_files (self->current))
    go_back_to (self, MAIL_SETUP_PAGE_ACCOUNT);
  mail_page_take_file (self->current, path);
}

static MailPage *
get_page (MailAssistant *self, int number)
{
  GtkWidget *frame = self->frames[number];
  GtkWidget *page = gtk_widget_get_first_child (frame);

  if (page == NULL)
    {
      page = g_object_new (page_table[number].get_type (), "setup", self->setup, NULL);
      g_signal_connect_object (page, "advance", G_CALLBACK (go_on), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "want-field", G_CALLBACK (on_want_field), self, 0);
      gtk_box_append (GTK_BOX (frame), page);
    }

  return MAIL_PAGE (page);
}

/* Pages go with what was typed into them. */
static void
drop_pages (MailAssistant *self, int before)
{
  for (int i = 0; i < before; i++)
    {
      GtkWidget *page = gtk_widget_get_first_child (self->frames[i]);

      if (page != NULL)
        gtk_box_remove (GTK_BOX (self->frames[i]), page);
    }
}

static void
update_buttons (MailAssistant *self, int number)
{
  gboolean last = is_last (number);

  gtk_widget_set_visible (self->cancel, !last);
  gtk_widget_set_visible (self->back, number > 0 && !last);
}

static void
on_prepare (GtkAssistant *window, GtkWidget *frame, MailAssistant *self)
{
  int number = gtk_assistant_get_current_page (window);
  MailPage *page = get_page (self, number);

  if (self->current != NULL)
    mail_page_left (self->current);
  self->current = page;

  /* What is stored cannot be gone back to, and no password stays in an entry. */
  if (number == MAIL_SETUP_PAGE_DONE)
    {
      gtk_assistant_commit (window);
      drop_pages (self, number);
    }

  show_way (self);
  g_binding_group_set_source (self->next_bindings, page);
  update_buttons (self, number);
  mail_page_shown (page);
}

static void
on_next_clicked (MailAssistant *self)
{
  if (mail_page_next (self->current))
    go_on (self);
}

static void
on_back_clicked (MailAssistant *self)
{
  gtk_assistant_previous_page (self->window);
}

static void
on_cancel (MailAssistant *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
}

/* The page is left before it goes, so that whatever it has started stops. */
static void
leave_page (MailAssistant *self)
{
  if (self->current != NULL)
    mail_page_left (self->current);
  self->current = NULL;
}

static void
on_destroy (MailAssistant *self)
{
  leave_page (self);
  /* Something of GTK may hold the window a while longer, but nothing that was typed. */
  drop_pages (self, MAIL_SETUP_N_PAGES);
  /* The run may go on without its pages. */
  g_signal_handlers_disconnect_by_func (self->setup, show_way, self);
}

static GtkWidget *
create_button (MailAssistant *self, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);

  return button;
}

static void
add_buttons (MailAssistant *self)
{
  GtkWidget *bar = gtk_window_get_titlebar (GTK_WINDOW (self->window));

  self->cancel = create_button (self, _("_Cancel"), G_CALLBACK (on_cancel));
  self->back = create_button (self, _("_Back"), G_CALLBACK (on_back_clicked));
  self->next = create_button (self, _("_Next"), G_CALLBACK (on_next_clicked));
  gtk_widget_add_css_class (self->next, "suggested-action");

  gtk_header_bar_pack_start (GTK_HEADER_BAR (bar), self->cancel);
  gtk_assistant_add_action_widget (self->window, self->next);
  gtk_assistant_add_action_widget (self->window, self->back);
  gtk_window_set_default_widget (GTK_WINDOW (self->window), self->next);

  self->next_bindings = g_binding_group_new ();
  g_binding_group_bind (self->next_bindings, "next-label", self->next, "label", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->next_bindings, "next-sensitive", self->next, "sensitive",
                        G_BINDING_SYNC_CREATE);
}

static void
add_pages (MailAssistant *self)
{
  for (int i = 0; i < MAIL_SETUP_N_PAGES; i++)
    {
      GtkWidget *frame = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

      self->frames[i] = frame;
      gtk_assistant_append_page (self->window, frame);
      gtk_assistant_set_page_type (self->window, frame, GTK_ASSISTANT_PAGE_CUSTOM);
      gtk_assistant_set_page_title (self->window, frame, _ (page_table[i].title));
    }
}

static void
add_drop (MailAssistant *self)
{
  self->drop = mail_file_drop_new (GTK_WIDGET (self->window));
  g_signal_connect_object (self->drop, "hover", G_CALLBACK (on_hover), self, 0);
  g_signal_connect_object (self->drop, "dropped", G_CALLBACK (on_dropped), self, 0);
}

static void
mail_assistant_dispose (GObject *object)
{
  MailAssistant *self = MAIL_ASSISTANT (object);

  g_clear_object (&self->next_bindings);
  g_clear_object (&self->drop);
  g_clear_object (&self->setup);

  G_OBJECT_CLASS (mail_assistant_parent_class)->dispose (object);
}

static void
mail_assistant_class_init (MailAssistantClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mail_assistant_dispose;
}

static void
mail_assistant_init (MailAssistant *self)
{
}

/**
 * mail_assistant_new:
 * @application: the program
 * @setup: the state of the run
 *
 * Returns: (transfer none): an assistant, not yet shown: at its first page, or at the servers of an account
 * that
 * @setup edits; its window owns it
 */
MailAssistant *
mail_assistant_new (GtkApplication *application, MailSetup *setup)
{
  MailAssistant *self = g_object_new (MAIL_TYPE_ASSISTANT, NULL);

  self->setup = g_object_ref (setup);
  /* GTK 4.8 forgets the role of an assistant that opens beside another window. */
  self->window = g_object_new (GTK_TYPE_ASSISTANT, "accessible-role", GTK_ACCESSIBLE_ROLE_WINDOW,
                               "application", application, "use-header-bar", 1, "default-width",
                               DEFAULT_WIDTH, "default-height", DEFAULT_HEIGHT, NULL);
  g_object_set_data_full (G_OBJECT (self->window), ASSISTANT_KEY, self, g_object_unref);
  add_buttons (self);
  add_drop (self);
  gtk_assistant_set_forward_page_func (self->window, forward, self, NULL);
  g_signal_connect_object (self->window, "prepare", G_CALLBACK (on_prepare), self, 0);
  g_signal_connect_object (self->window, "cancel", G_CALLBACK (on_cancel), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->window, "destroy", G_CALLBACK (on_destroy), self, G_CONNECT_SWAPPED);
  add_pages (self);
  g_signal_connect_object (self->setup, "changed", G_CALLBACK (show_way), self, G_CONNECT_SWAPPED);
  show_way (self);
  /* What is stored is known; what somebody wants to change is on the page of the servers. */
  if (mail_setup_get_editing (setup) != NULL)
    gtk_assistant_set_current_page (self->window, MAIL_SETUP_PAGE_SERVERS);

  return self;
}

/**
 * mail_assistant_find_editing:
 * @application: the program
 * @account: an account
 *
 * Returns: (transfer none) (nullable): the window of an assistant that edits @account and has not stored it
 */
GtkWindow *
mail_assistant_find_editing (GtkApplication *application, MailAccount *account)
{
  for (GList *link = gtk_application_get_windows (application); link != NULL; link = link->next)
    {
      MailAssistant *self = g_object_get_data (link->data, ASSISTANT_KEY);

      if (self != NULL && mail_setup_get_editing (self->setup) == account && !mail_assistant_is_done (self))
        return link->data;
    }
  return NULL;
}

/**
 * mail_assistant_get_window:
 * @self: an assistant
 *
 * Returns: (transfer none): its window
 */
GtkWindow *
mail_assistant_get_window (MailAssistant *self)
{
  return GTK_WINDOW (self->window);
}

/**
 * mail_assistant_get_setup:
 * @self: an assistant
 *
 * Returns: (transfer none): the state of its run
 */
MailSetup *
mail_assistant_get_setup (MailAssistant *self)
{
  return self->setup;
}

/**
 * mail_assistant_is_done:
 * @self: an assistant
 *
 * Returns: whether an account was stored, so that whatever follows is a new run
 */
gboolean
mail_assistant_is_done (MailAssistant *self)
{
  return mail_setup_get_account (self->setup) != NULL;
}

/**
 * mail_assistant_restart:
 * @self: an assistant
 *
 * Empties the run and its pages, and goes to the first one.
 */
void
mail_assistant_restart (MailAssistant *self)
{
  leave_page (self);
  drop_pages (self, MAIL_SETUP_PAGE_DONE);
  mail_setup_reset (self->setup);
  /* GtkAssistant does nothing for the page that it is at. */
  if (gtk_assistant_get_current_page (self->window) == MAIL_SETUP_PAGE_ACCOUNT)
    on_prepare (self->window, self->frames[MAIL_SETUP_PAGE_ACCOUNT], self);
  else
    gtk_assistant_set_current_page (self->window, MAIL_SETUP_PAGE_ACCOUNT);
  gtk_assistant_commit (self->window);
}

G_GNUC_END_IGNORE_DEPRECATIONS
