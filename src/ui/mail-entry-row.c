/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-entry-row.h"

#include "mail-fold.h"

struct _MailEntryRow
{
  GtkBox parent_instance;

  char *error;
  char *hint;

  GtkWidget *line;
  GtkWidget *field;
  GtkWidget *caption;
  GtkWidget *tick;
  MailFold *fold;
  GtkWidget *message;
  GtkWidget *entry;
};

static void mail_entry_row_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MailEntryRow,
                               mail_entry_row,
                               GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, mail_entry_row_buildable_init))

typedef enum
{
  PROP_TITLE = 1,
  PROP_ERROR,
  PROP_HINT,
  PROP_VERIFIED,
} MailEntryRowProperty;

static GParamSpec *properties[PROP_VERIFIED + 1];

static GtkBuildableIface *parent_buildable;

/* An error speaks louder than a hint: there is one line for both. */
static void
update_message (MailEntryRow *self)
{
  const char *text = self->error != NULL ? self->error : self->hint;

  if (text != NULL)
    gtk_label_set_label (GTK_LABEL (self->message), text);
  mail_fold_set_open (self->fold, text != NULL);

  if (self->error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
}

static void
update_accessible (MailEntryRow *self)
{
  const char *text = self->error != NULL ? self->error : self->hint;

  if (self->entry == NULL)
    return;

  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
      self->error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                    -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
set_entry (MailEntryRow *self, GtkWidget *entry)
{
  self->entry = entry;
  gtk_widget_add_css_class (entry, "flat");
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_box_append (GTK_BOX (self->field), entry);
  gtk_label_set_mnemonic_widget (GTK_LABEL (self->caption), entry);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->caption,
                                  NULL, -1);
}

/* The whole row is the target: nobody should have to hit the line of text. */
static void
on_released (GtkGestureClick *gesture, int n_press, double x, double y, MailEntryRow *self)
{
  if (self->entry != NULL && gtk_widget_get_focus_child (self->field) == NULL)
    gtk_widget_grab_focus (self->entry);
}

static void
mail_entry_row_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  MailEntryRow *self = MAIL_ENTRY_ROW (buildable);

  /* While the template itself is built there is no field yet. */
  if (self->field == NULL || !GTK_IS_WIDGET (child))
    parent_buildable->add_child (buildable, builder, child, type);
  else if (g_strcmp0 (type, "suffix") == 0)
    gtk_box_append (GTK_BOX (self->line), GTK_WIDGET (child));
  else
    set_entry (self, GTK_WIDGET (child));
}

static void
mail_entry_row_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = mail_entry_row_add_child;
}

/* The picture is read when it is first wanted: nothing else on the first page needs the drawing library,
 * whose loading would be a good part of the start-up's time and memory. */
static void
show_tick (MailEntryRow *self, gboolean visible)
{
  if (visible)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->tick), "siegel-passed-symbolic");
  gtk_widget_set_visible (self->tick, visible);
}

static void
mail_entry_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailEntryRow *self = MAIL_ENTRY_ROW (object);

  switch ((MailEntryRowProperty) id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->caption)));
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_HINT:
      g_value_set_string (value, self->hint);
      break;
    case PROP_VERIFIED:
      g_value_set_boolean (value, gtk_widget_get_visible (self->tick));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_hint (MailEntryRow *self, const char *hint)
{
  g_free (self->hint);
  self->hint = g_strdup (hint);
  update_message (self);
  update_accessible (self);
}

static void
mail_entry_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailEntryRow *self = MAIL_ENTRY_ROW (object);

  switch ((MailEntryRowProperty) id)
    {
    case PROP_TITLE:
      gtk_label_set_label (GTK_LABEL (self->caption), g_value_get_string (value));
      break;
    case PROP_ERROR:
      mail_entry_row_set_error (self, g_value_get_string (value));
      break;
    case PROP_HINT:
      set_hint (self, g_value_get_string (value));
      break;
    case PROP_VERIFIED:
      show_tick (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_entry_row_finalize (GObject *object)
{
  MailEntryRow *self = MAIL_ENTRY_ROW (object);

  g_free (self->error);
  g_free (self->hint);

  G_OBJECT_CLASS (mail_entry_row_parent_class)->finalize (object);
}

static void
mail_entry_row_class_init (MailEntryRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = mail_entry_row_finalize;
  object_class->get_property = mail_entry_row_get_property;
  object_class->set_property = mail_entry_row_set_property;

  properties[PROP_TITLE]
      = g_param_spec_string ("title", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR] = g_param_spec_string (
      "error", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HINT]
      = g_param_spec_string ("hint", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VERIFIED]
      = g_param_spec_boolean ("verified", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (MAIL_TYPE_FOLD);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-entry-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MailEntryRow, line);
  gtk_widget_class_bind_template_child (widget_class, MailEntryRow, field);
  gtk_widget_class_bind_template_child (widget_class, MailEntryRow, caption);
  gtk_widget_class_bind_template_child (widget_class, MailEntryRow, tick);
  gtk_widget_class_bind_template_child (widget_class, MailEntryRow, fold);
  gtk_widget_class_bind_template_child (widget_class, MailEntryRow, message);
  gtk_widget_class_bind_template_callback (widget_class, on_released);
}

static void
mail_entry_row_init (MailEntryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_entry_row_set_error:
 * @self: a row
 * @error: (nullable): one sentence that says what is wrong, or %NULL
 *
 * Marks the entry for the eye and for screen readers, and shows @error under it.
 */
void
mail_entry_row_set_error (MailEntryRow *self, const char *error)
{
  if (g_strcmp0 (self->error, error) == 0)
    return;

  g_free (self->error);
  self->error = g_strdup (error);
  update_message (self);
  update_accessible (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/**
 * mail_entry_row_focus:
 * @self: a row
 *
 * Puts the cursor into the entry.
 */
void
mail_entry_row_focus (MailEntryRow *self)
{
  if (self->entry != NULL)
    gtk_widget_grab_focus (self->entry);
}
