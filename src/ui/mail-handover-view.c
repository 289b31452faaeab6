/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-handover-view.h"

#include <glib/gi18n-lib.h>

#include "mail-action-row.h"
#include "mail-handover-item.h"
#include "mail-handover-window.h"

/* A section with more than this waits for a search, or for somebody who wants to see all of it. */
#define FEW 6

typedef struct
{
  GtkWidget *title;
  GtkWidget *rows;
  GtkWidget *more; /* shows the rest */
  gboolean all;
} Section;

struct _MailHandoverView
{
  GtkBox parent_instance;

  MailStore *store;
  MailAccount *account;
  GListModel *items;
  GCancellable *cancellable; /* of looking for programs */

  GtkWidget *search;
  GtkWidget *nothing;
  GtkWidget *sections;
  Section section[MAIL_N_HANDOVER_SECTIONS];
};

G_DEFINE_FINAL_TYPE (MailHandoverView, mail_handover_view, GTK_TYPE_BOX)

/* On the row: the item it shows, and whether its program is known to be there. */
#define ITEM    "siegel-item"
#define PRESENT "siegel-present"

static const char *const titles[] = {
  [MAIL_HANDOVER_HERE] = N_("On this computer"),
  [MAIL_HANDOVER_DEVICE] = N_("Phone and tablet"),
  [MAIL_HANDOVER_GUIDE] = N_("Step by step, in every other program"),
  [MAIL_HANDOVER_FILE] = N_("Files and paper"),
};

static const char *
get_icon_name (MailHandoverItem *item)
{
  const MailExport *format = mail_handover_item_get_export (item);

  if (mail_handover_item_get_handoff (item) != NULL)
    return "list-add-symbolic";
  if (format == NULL)
    return "view-list-symbolic";
  if (format->group == MAIL_EXPORT_DEVICE)
    return "phone-symbolic";
  return format->group == MAIL_EXPORT_TERMINAL ? "utilities-terminal-symbolic" : "text-x-generic-symbolic";
}

static gboolean
is_present (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), PRESENT) != NULL;
}

static void
set_present (GtkWidget *row, gboolean present)
{
  g_object_set_data (G_OBJECT (row), PRESENT, GINT_TO_POINTER (present));
}

/* Returns how many of its rows are meant. */
static guint
filter_section (Section *section, const char *words)
{
  guint meant = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (section->rows); row != section->more;
       row = gtk_widget_get_next_sibling (row))
    {
      MailHandoverItem *item = g_object_get_data (G_OBJECT (row), ITEM);
      gboolean is_meant = is_present (row) && (*words == '\0' || mail_handover_item_matches (item, words));

      meant += is_meant ? 1 : 0;
      gtk_widget_set_visible (row, is_meant && (section->all || *words != '\0' || meant <= FEW));
    }
  gtk_widget_set_visible (section->more, !section->all && *words == '\0' && meant > FEW);
  gtk_widget_set_visible (section->title, meant > 0);
  gtk_widget_set_visible (section->rows, meant > 0);

  return meant;
}

static void
filter (MailHandoverView *self)
{
  g_autofree char *words = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  guint meant = 0;

  if (self->items == NULL)
    return;

  g_strstrip (words);
  for (guint i = 0; i < MAIL_N_HANDOVER_SECTIONS; i++)
    meant += filter_section (&self->section[i], words);
  gtk_widget_set_visible (self->nothing, meant == 0);
}

static void
on_row_clicked (GtkWidget *row, MailHandoverView *self)
{
  mail_handover_window_open (row, self->store, self->account, g_object_get_data (G_OBJECT (row), ITEM));
}

static void
on_more_clicked (GtkWidget *more, MailHandoverView *self)
{
  for (guint i = 0; i < MAIL_N_HANDOVER_SECTIONS; i++)
    if (self->section[i].more == more)
      self->section[i].all = TRUE;
  /* The button that has the focus goes. */
  gtk_widget_child_focus (gtk_widget_get_parent (more), GTK_DIR_TAB_BACKWARD);
  filter (self);
}

/* ---- what is there ---- */

typedef struct
{
  MailHandoverView *view;
  GtkWidget *row;
} Look;

static void
look_free (Look *look)
{
  g_object_unref (look->view);
  g_object_unref (look->row);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  MailHandoffState state = MAIL_HANDOFF_MISSING;

  /* What does not answer is as good as not there. */
  mail_handoff_look_finish (MAIL_HANDOFF (source), result, &state, NULL);
  if (look->view->items == NULL)
    return;

  set_present (look->row, state != MAIL_HANDOFF_MISSING);
  filter (look->view);
}

static void
look_for (MailHandoverView *self, MailHandoverItem *item, GtkWidget *row)
{
  MailHandoff *handoff = mail_handover_item_get_handoff (item);
  Look *look;

  if (handoff == NULL)
    {
      set_present (row, TRUE);
      return;
    }
  look = g_new (Look, 1);
  look->view = g_object_ref (self);
  look->row = g_object_ref (row);
  mail_handoff_look_async (handoff, self->account, self->cancellable, on_looked, look);
}

/* ---- the list ---- */

static GtkWidget *
create_row (const char *icon_name, const char *title, const char *subtitle)
{
  return g_object_new (MAIL_TYPE_ACTION_ROW, "image-name", icon_name, "title", title, "subtitle", subtitle,
                       NULL);
}

static void
add_item (MailHandoverView *self, MailHandoverItem *item)
{
  Section *section = &self->section[mail_handover_item_get_section (item)];
  GtkWidget *row = create_row (get_icon_name (item), mail_handover_item_get_name (item),
                               mail_handover_item_get_summary (item));

  g_object_set_data_full (G_OBJECT (row), ITEM, g_object_ref (item), g_object_unref);
  g_signal_connect_object (row, "clicked", G_CALLBACK (on_row_clicked), self, 0);
  gtk_box_insert_child_after (GTK_BOX (section->rows), row, gtk_widget_get_prev_sibling (section->more));
  look_for (self, item, row);
}

static void
add_section (MailHandoverView *self, MailHandoverSection which)
{
  Section *section = &self->section[which];

  section->all = FALSE;
  section->title
      = g_object_new (GTK_TYPE_LABEL, "label", _ (titles[which]), "xalign", 0.0, "wrap", TRUE, NULL);
  gtk_widget_add_css_class (section->title, "heading");
  gtk_widget_add_css_class (section->title, "group-title");
  section->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (section->rows, "card");
  gtk_widget_add_css_class (section->rows, "rows");
  section->more = create_row ("view-more-symbolic", _("Show All"), "");
  g_signal_connect_object (section->more, "clicked", G_CALLBACK (on_more_clicked), self, 0);
  gtk_box_append (GTK_BOX (section->rows), section->more);
  gtk_box_append (GTK_BOX (self->sections), section->title);
  gtk_box_append (GTK_BOX (self->sections), section->rows);
}

static void
clear (MailHandoverView *self)
{
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->items);
  while (self->sections != NULL && (child = gtk_widget_get_first_child (self->sections)) != NULL)
    gtk_box_remove (GTK_BOX (self->sections), child);
}

static void
fill (MailHandoverView *self)
{
  self->items = mail_handover_list_new ();
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < MAIL_N_HANDOVER_SECTIONS; i++)
    add_section (self, i);
  for (guint i = 0; i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr (MailHandoverItem) item = g_list_model_get_item (self->items, i);

      add_item (self, item);
    }
  filter (self);
}

static void
mail_handover_view_dispose (GObject *object)
{
  MailHandoverView *self = MAIL_HANDOVER_VIEW (object);

  clear (self);
  g_clear_object (&self->store);
  g_clear_object (&self->account);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_HANDOVER_VIEW);

  G_OBJECT_CLASS (mail_handover_view_parent_class)->dispose (object);
}

static void
mail_handover_view_class_init (MailHandoverViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mail_handover_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-handover-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MailHandoverView, search);
  gtk_widget_class_bind_template_child (widget_class, MailHandoverView, nothing);
  gtk_widget_class_bind_template_child (widget_class, MailHandoverView, sections);
  gtk_widget_class_bind_template_callback (widget_class, filter);
}

static void
mail_handover_view_init (MailHandoverView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_handover_view_set_account:
 * @self: a view
 * @store: the accounts
 * @account: one of them
 *
 * Shows all ways to use @account, and looks for the programs that are here.
 */
void
mail_handover_view_set_account (MailHandoverView *self, MailStore *store, MailAccount *account)
{
  clear (self);
  g_set_object (&self->store, store);
  g_set_object (&self->account, account);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  fill (self);
}
