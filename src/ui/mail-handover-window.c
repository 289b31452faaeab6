/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-handover-window.h"

#include "mail-clamp.h"
#include "mail-export-view.h"
#include "mail-guide-view.h"
#include "mail-handoff-view.h"

#define WIDTH          560
#define MINIMUM_HEIGHT 240
#define MAXIMUM_HEIGHT 720
#define BARS           60

struct _MailHandoverWindow
{
  GtkWindow parent_instance;

  GtkWidget *content;
  GtkAdjustment *reach; /* of the scrolled window that it is in */
};

G_DEFINE_FINAL_TYPE (MailHandoverWindow, mail_handover_window, GTK_TYPE_WINDOW)

static GtkWidget *
create_content (MailStore *store, MailAccount *account, MailHandoverItem *item)
{
  MailHandoff *handoff = mail_handover_item_get_handoff (item);
  const MailExport *format = mail_handover_item_get_export (item);

  if (handoff != NULL)
    return mail_handoff_view_new (store, account, handoff);
  if (format != NULL)
    return mail_export_view_new (store, account, format);
  return mail_guide_view_new (account, mail_handover_item_get_guide (item));
}

static void
mail_handover_window_class_init (MailHandoverWindowClass *klass)
{
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
mail_handover_window_init (MailHandoverWindow *self)
{
  GtkWidget *bar = gtk_header_bar_new ();

  gtk_window_set_titlebar (GTK_WINDOW (self), bar);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
}

/* Room for the bars of a desktop is left. */
static int
get_room (GtkWindow *parent)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (parent));
  GdkMonitor *monitor
      = gdk_display_get_monitor_at_surface (display, gtk_native_get_surface (GTK_NATIVE (parent)));
  GdkRectangle screen = { .height = MAXIMUM_HEIGHT + BARS };

  if (monitor != NULL)
    gdk_monitor_get_geometry (monitor, &screen);
  return MIN (MAXIMUM_HEIGHT, screen.height - BARS);
}

static int
get_height (GtkWidget *widget)
{
  int height;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, WIDTH, NULL, &height, NULL, NULL);
  return height;
}

static void
fit (MailHandoverWindow *self, int content)
{
  GtkWindow *window = GTK_WINDOW (self);
  int wanted = get_height (gtk_window_get_titlebar (window)) + content;

  gtk_window_set_default_size (
      window, WIDTH, MAX (MINIMUM_HEIGHT, MIN (wanted, get_room (gtk_window_get_transient_for (window)))));
}

static gboolean
grow (gpointer user_data)
{
  MailHandoverWindow *self = user_data;
  double upper = gtk_adjustment_get_upper (self->reach);

  if (upper > gtk_adjustment_get_page_size (self->reach)
      && gtk_window_get_transient_for (GTK_WINDOW (self)) != NULL)
    fit (self, upper);
  return G_SOURCE_REMOVE;
}

/* More is said than there was at first. This is heard while sizes are being given out, too early for another.
 */
static void
on_upper (MailHandoverWindow *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, grow, g_object_ref (self), g_object_unref);
}

/* As high as what is in it, as far as there is room. What is written without the keyring is there by now. */
static gboolean
show (gpointer user_data)
{
  MailHandoverWindow *self = user_data;

  if (gtk_window_get_transient_for (GTK_WINDOW (self)) == NULL)
    return G_SOURCE_REMOVE;

  fit (self, get_height (self->content));
  /* Otherwise the window would choose, once it is there. */
  gtk_widget_child_focus (self->content, GTK_DIR_TAB_FORWARD);
  gtk_window_present (GTK_WINDOW (self));
  g_signal_connect_object (self->reach, "notify::upper", G_CALLBACK (on_upper), self, G_CONNECT_SWAPPED);
  return G_SOURCE_REMOVE;
}

/**
 * mail_handover_window_open:
 * @parent: a widget of the window that it belongs to
 * @store: the accounts
 * @account: one of them
 * @item: how to use it
 *
 * Shows what a person has to know and to do for it.
 */
void
mail_handover_window_open (GtkWidget *parent, MailStore *store, MailAccount *account, MailHandoverItem *item)
{
  GtkWidget *content = create_content (store, account, item);
  GtkWidget *scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
  MailHandoverWindow *self
      = g_object_new (MAIL_TYPE_HANDOVER_WINDOW, "transient-for", gtk_widget_get_root (parent), "title",
                      mail_handover_item_get_name (item), NULL);

  gtk_widget_add_css_class (content, "page-content");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), mail_clamp_new (content, WIDTH));
  gtk_window_set_child (GTK_WINDOW (self), scrolled);
  self->content = content;
  self->reach = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, show, g_object_ref (self), g_object_unref);
}
