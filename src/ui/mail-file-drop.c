/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-file-drop.h"

struct _MailFileDrop
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (MailFileDrop, mail_file_drop, G_TYPE_OBJECT)

enum
{
  HOVER,
  DROPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GdkDragAction
on_enter (GtkDropTarget *target, double x, double y, MailFileDrop *self)
{
  g_signal_emit (self, signals[HOVER], 0, TRUE);
  return GDK_ACTION_COPY;
}

static void
on_leave (GtkDropTarget *target, MailFileDrop *self)
{
  g_signal_emit (self, signals[HOVER], 0, FALSE);
}

/* Of several files the first one is meant: there is only one account to set up. */
static GFile *
get_first (const GValue *value)
{
  GSList *files;

  if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    return g_value_get_object (value);

  files = g_value_get_boxed (value);
  return files != NULL ? files->data : NULL;
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, MailFileDrop *self)
{
  GFile *file = get_first (value);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  g_signal_emit (self, signals[HOVER], 0, FALSE);
  if (file == NULL)
    return FALSE;

  g_signal_emit (self, signals[DROPPED], 0, path);
  return TRUE;
}

static void
mail_file_drop_class_init (MailFileDropClass *klass)
{
  /**
   * MailFileDrop::hover:
   * @over: whether a file is over the widget
   */
  signals[HOVER] = g_signal_new ("hover", MAIL_TYPE_FILE_DROP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  /**
   * MailFileDrop::dropped:
   * @path: (nullable): the file
   */
  signals[DROPPED] = g_signal_new ("dropped", MAIL_TYPE_FILE_DROP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mail_file_drop_init (MailFileDrop *self)
{
}

/**
 * mail_file_drop_new:
 * @widget: where files can be dropped, in all of it
 *
 * Returns: (transfer full): what tells of files over @widget, as long as both live
 */
MailFileDrop *
mail_file_drop_new (GtkWidget *widget)
{
  MailFileDrop *self = g_object_new (MAIL_TYPE_FILE_DROP, NULL);
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE };

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  /* Entries would take the name of a file as text: the window hears of it first. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "enter", G_CALLBACK (on_enter), self, 0);
  g_signal_connect_object (target, "leave", G_CALLBACK (on_leave), self, 0);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, 0);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));

  return self;
}
