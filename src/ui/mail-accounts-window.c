/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-accounts-window.h"

#include <glib/gi18n-lib.h>

#include "mail-account-row.h"
#include "mail-account-view.h"
#include "mail-checkup-view.h"
#include "mail-clamp.h"
#include "mail-delivery-view.h"
#include "mail-handover-view.h"
#include "mail-password-view.h"

#define MAXIMUM_WIDTH 560

/* The list, an account, something that is done for it: each is a page that slides over the one before. */
typedef enum
{
  DEPTH_LIST,
  DEPTH_ACCOUNT,
  DEPTH_TASK,
} Depth;

#define N_DEPTHS (DEPTH_TASK + 1)

struct _MailAccountsWindow
{
  GtkApplicationWindow parent_instance;

  MailStore *store;
  char *ca_file;

  Depth depth;
  GtkWidget *pages[N_DEPTHS]; /* NULL where nobody has gone so far */
  MailAccountView *view;

  GtkWidget *back;
  GtkWidget *add;
  GtkWidget *stack;
  GtkWidget *content;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (MailAccountsWindow, mail_accounts_window, GTK_TYPE_APPLICATION_WINDOW)

enum
{
  EDIT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ---- the pages ---- */

/* What was left ends there: whatever it has started stops. */
static void
drop_left_pages (MailAccountsWindow *self)
{
  if (gtk_stack_get_transition_running (GTK_STACK (self->stack)))
    return;

  for (Depth depth = N_DEPTHS; depth-- > self->depth + 1;)
    if (self->pages[depth] != NULL)
      {
        gtk_stack_remove (GTK_STACK (self->stack), self->pages[depth]);
        self->pages[depth] = NULL;
        if (depth == DEPTH_ACCOUNT)
          self->view = NULL;
      }
}

static void
go (MailAccountsWindow *self, Depth depth, const char *title)
{
  self->depth = depth;
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_widget_set_visible (self->back, depth > DEPTH_LIST);
  gtk_widget_set_visible (self->add, depth == DEPTH_LIST);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->pages[depth]);
  drop_left_pages (self);
}

/* The stack has done so already, where what was pressed had the focus; once more would be one too far. */
static void
focus_first (MailAccountsWindow *self, GtkWidget *content)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus == NULL || !gtk_widget_is_ancestor (focus, content))
    gtk_widget_child_focus (content, GTK_DIR_TAB_FORWARD);
}

static const char *
get_address (MailAccountsWindow *self)
{
  return mail_address_get_address (
      mail_account_get_address (mail_doctor_get_account (mail_account_view_get_doctor (self->view))));
}

static void
go_back (MailAccountsWindow *self)
{
  if (self->depth == DEPTH_TASK)
    go (self, DEPTH_ACCOUNT, get_address (self));
  else if (self->depth == DEPTH_ACCOUNT)
    go (self, DEPTH_LIST, _("Mail Accounts"));
}

static void
on_back_clicked (GtkButton *button, MailAccountsWindow *self)
{
  go_back (self);
}

static gboolean
on_back_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  MailAccountsWindow *self = MAIL_ACCOUNTS_WINDOW (widget);

  if (self->depth == DEPTH_LIST)
    return FALSE;

  go_back (self);
  return TRUE;
}

/* Takes the place of what was at this depth, and all that was behind it. */
static void
set_page (MailAccountsWindow *self, Depth depth, GtkWidget *content)
{
  GtkWidget *scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, NULL);

  if (depth > DEPTH_LIST)
    gtk_widget_add_css_class (content, "page-content");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), mail_clamp_new (content, MAXIMUM_WIDTH));
  if (self->pages[depth] != NULL)
    gtk_stack_remove (GTK_STACK (self->stack), self->pages[depth]);
  self->pages[depth] = scrolled;
  gtk_stack_add_child (GTK_STACK (self->stack), scrolled);
}

/* ---- what is done for an account ---- */

static void open_task (MailAccountsWindow *self, MailAccountTask task);

static void
on_edit (MailAccountsWindow *self)
{
  MailAccount *account = mail_doctor_get_account (mail_account_view_get_doctor (self->view));

  mail_account_view_set_editing (self->view, TRUE);
  g_signal_emit (self, signals[EDIT], 0, account);
}

/* What a task cannot put right itself. */
static void
on_wanted (GtkWidget *page, int action, MailAccountsWindow *self)
{
  if (action == MAIL_ACTION_CHANGE_PASSWORD)
    {
      open_task (self, MAIL_ACCOUNT_TASK_PASSWORD);
      return;
    }

  go (self, DEPTH_ACCOUNT, get_address (self));
  on_edit (self);
}

static const struct
{
  const char *title;
  GtkWidget *(*create) (MailDoctor *doctor);
} tasks[] = {
  [MAIL_ACCOUNT_TASK_CHECK] = { N_("Check"), mail_checkup_view_new },
  [MAIL_ACCOUNT_TASK_DELIVERY] = { N_("Test Mail"), mail_delivery_view_new },
  [MAIL_ACCOUNT_TASK_PASSWORD] = { N_("Change Password"), mail_password_view_new },
  [MAIL_ACCOUNT_TASK_HANDOVER] = { N_("Use in Other Programs"), NULL },
};

/* The other programs want nothing from here. */
static GtkWidget *
create_handover (MailAccountsWindow *self)
{
  GtkWidget *view = g_object_new (MAIL_TYPE_HANDOVER_VIEW, NULL);

  mail_handover_view_set_account (MAIL_HANDOVER_VIEW (view), self->store,
                                  mail_doctor_get_account (mail_account_view_get_doctor (self->view)));

  return view;
}

static GtkWidget *
create_task (MailAccountsWindow *self, MailAccountTask task)
{
  GtkWidget *content;

  if (task == MAIL_ACCOUNT_TASK_HANDOVER)
    return create_handover (self);

  content = tasks[task].create (mail_account_view_get_doctor (self->view));
  g_signal_connect_object (content, "wanted", G_CALLBACK (on_wanted), self, 0);

  return content;
}

static void
open_task (MailAccountsWindow *self, MailAccountTask task)
{
  GtkWidget *content = create_task (self, task);

  set_page (self, DEPTH_TASK, content);
  go (self, DEPTH_TASK, _ (tasks[task].title));
  focus_first (self, content);
}

static void
on_task (MailAccountView *view, int task, MailAccountsWindow *self)
{
  open_task (self, task);
}

static void
open_account (MailAccountsWindow *self, MailAccount *account)
{
  self->view = MAIL_ACCOUNT_VIEW (mail_account_view_new (self->store, self->ca_file));
  mail_account_view_set_account (self->view, account);
  g_signal_connect_object (self->view, "task", G_CALLBACK (on_task), self, 0);
  g_signal_connect_object (self->view, "edit", G_CALLBACK (on_edit), self, G_CONNECT_SWAPPED);
  set_page (self, DEPTH_ACCOUNT, GTK_WIDGET (self->view));
  go (self, DEPTH_ACCOUNT, get_address (self));
  focus_first (self, GTK_WIDGET (self->view));
}

/* ---- the list ---- */

static void
on_row_clicked (MailAccountRow *row, MailAccountsWindow *self)
{
  open_account (self, mail_account_row_get_account (row));
}

/* The row of the list is only a place: what can be pressed is in it. */
static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  MailAccountsWindow *self = MAIL_ACCOUNTS_WINDOW (user_data);
  GtkWidget *row = mail_account_row_new (MAIL_ACCOUNT (item));

  g_signal_connect_object (row, "clicked", G_CALLBACK (on_row_clicked), self, 0);
  return g_object_new (GTK_TYPE_LIST_BOX_ROW, "activatable", FALSE, "focusable", FALSE, "child", row, NULL);
}

/* An account that is changed comes back under another id; one that is removed does not come back. */
static void
on_store_changed (MailAccountsWindow *self)
{
  MailAccount *account
      = self->view != NULL ? mail_doctor_get_account (mail_account_view_get_doctor (self->view)) : NULL;
  MailAccount *now;

  if (account == NULL || mail_store_find (self->store, mail_account_get_id (account)) != NULL)
    return;

  now = mail_store_find (self->store, get_address (self));
  if (now != NULL)
    mail_account_view_set_account (self->view, now);
  else
    go (self, DEPTH_LIST, _("Mail Accounts"));
}

static void
mail_accounts_window_dispose (GObject *object)
{
  MailAccountsWindow *self = MAIL_ACCOUNTS_WINDOW (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (GTK_LIST_BOX (self->list), NULL, NULL, NULL, NULL);
  g_clear_object (&self->store);
  g_clear_pointer (&self->ca_file, g_free);
  /* GtkWindow of GTK 4.8 does not notice when its child goes with the template, and would free it again. */
  gtk_window_set_child (GTK_WINDOW (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_ACCOUNTS_WINDOW);

  G_OBJECT_CLASS (mail_accounts_window_parent_class)->dispose (object);
}

static void
mail_accounts_window_class_init (MailAccountsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_accounts_window_dispose;

  /**
   * MailAccountsWindow::edit:
   * @account: an account whose settings the person wants to change
   *
   * Whoever opens them calls mail_accounts_window_edited() when they are open.
   */
  signals[EDIT] = g_signal_new ("edit", MAIL_TYPE_ACCOUNTS_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, MAIL_TYPE_ACCOUNT);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_ALT_MASK, on_back_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_back_key, NULL);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-accounts-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MailAccountsWindow, back);
  gtk_widget_class_bind_template_child (widget_class, MailAccountsWindow, add);
  gtk_widget_class_bind_template_child (widget_class, MailAccountsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, MailAccountsWindow, content);
  gtk_widget_class_bind_template_child (widget_class, MailAccountsWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, drop_left_pages);
}

static void
mail_accounts_window_init (MailAccountsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_page (self, DEPTH_LIST, self->content);
}

/**
 * mail_accounts_window_new:
 * @application: the program
 * @store: the accounts
 * @ca_file: (nullable) (type filename): a file with certificates to trust as well
 *
 * Returns: (transfer none): a window that lists the accounts of @store and follows it
 */
GtkWindow *
mail_accounts_window_new (GtkApplication *application, MailStore *store, const char *ca_file)
{
  MailAccountsWindow *self = g_object_new (MAIL_TYPE_ACCOUNTS_WINDOW, "application", application, NULL);

  self->store = g_object_ref (store);
  self->ca_file = g_strdup (ca_file);
  gtk_list_box_bind_model (GTK_LIST_BOX (self->list), G_LIST_MODEL (store), create_row, self, NULL);
  g_signal_connect_object (store, "items-changed", G_CALLBACK (on_store_changed), self, G_CONNECT_SWAPPED);

  return GTK_WINDOW (self);
}

/**
 * mail_accounts_window_edited:
 * @self: a window
 * @error: (nullable): why the settings could not be opened
 *
 * The wish of [signal@Mail.AccountsWindow::edit] has been fulfilled, or not.
 */
void
mail_accounts_window_edited (MailAccountsWindow *self, const GError *error)
{
  if (self->view == NULL)
    return;

  mail_account_view_set_editing (self->view, FALSE);
  mail_account_view_show_failure (self->view, error);
}
