/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mail-server-row.h"

#include <glib/gi18n-lib.h>

#include "mail-fold.h"
#include "mail-server-editor.h"
#include "mail-trust-words.h"

struct _MailServerRow
{
  GtkBox parent_instance;

  MailServer *server;
  char *title;
  char *icon_name;
  gboolean expanded;
  gboolean shows_username;

  GtkWidget *pencil;
  GtkWidget *folded;
  MailServerEditor *editor;
};

static void mail_server_row_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MailServerRow,
                               mail_server_row,
                               GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, mail_server_row_buildable_init))

typedef enum
{
  PROP_SERVER = 1,
  PROP_TITLE,
  PROP_ICON_NAME,
  PROP_EXPANDED,
  PROP_SHOWS_USERNAME,
} MailServerRowProperty;

static GParamSpec *properties[PROP_SHOWS_USERNAME + 1];

static GtkBuildableIface *parent_buildable;

static char *
describe_server (MailServerRow *self, MailServer *server, const char *host, guint port, MailSecurity security)
{
  return server != NULL ? mail_server_describe (server) : NULL;
}

static char *
describe_sign_in (MailServerRow *self, const char *username, MailAuth auth)
{
  if (auth == MAIL_AUTH_NONE)
    return g_strdup (_("No sign-in"));

  if (username == NULL || *username == '\0')
    return g_strdup (_("User name missing"));

  /* Translators: %s is a user name, for instance “anna@example.org”. */
  return g_strdup_printf (_("Signs in as %s"), username);
}

static char *
describe_trust (MailServerRow *self, const char *pin)
{
  return mail_trust_dup_pin (pin);
}

static gboolean
is_pinned (MailServerRow *self, const char *pin)
{
  return pin != NULL;
}

/* A decision can be taken back where it shows. */
static void
on_forget_clicked (GtkButton *button, MailServerRow *self)
{
  gtk_widget_grab_focus (self->pencil);
  mail_server_set_pin (self->server, NULL);
}

static void
set_title (MailServerRow *self, const char *title)
{
  /* Translators: the name of the button with the pencil; %s is “Receiving mail” or “Sending mail”. */
  g_autofree char *name = g_strdup_printf (_("Edit “%s”"), title);

  g_free (self->title);
  self->title = g_strdup (title);
  gtk_widget_set_tooltip_text (self->pencil, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pencil), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
set_expanded (MailServerRow *self, gboolean expanded)
{
  if (self->expanded == expanded)
    return;

  self->expanded = expanded;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->pencil), GTK_ACCESSIBLE_STATE_EXPANDED, expanded, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
}

static void
mail_server_row_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  MailServerRow *self = MAIL_SERVER_ROW (buildable);

  /* While the template itself is built there is nothing to put it into. */
  if (self->folded == NULL)
    parent_buildable->add_child (buildable, builder, child, type);
  else
    gtk_box_append (GTK_BOX (self->folded), GTK_WIDGET (child));
}

static void
mail_server_row_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = mail_server_row_add_child;
}

static void
mail_server_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MailServerRow *self = MAIL_SERVER_ROW (object);

  switch ((MailServerRowProperty) id)
    {
    case PROP_SERVER:
      g_value_set_object (value, self->server);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, self->icon_name);
      break;
    case PROP_EXPANDED:
      g_value_set_boolean (value, self->expanded);
      break;
    case PROP_SHOWS_USERNAME:
      g_value_set_boolean (value, self->shows_username);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_server_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MailServerRow *self = MAIL_SERVER_ROW (object);

  switch ((MailServerRowProperty) id)
    {
    case PROP_SERVER:
      g_set_object (&self->server, g_value_get_object (value));
      break;
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;
    case PROP_ICON_NAME:
      g_free (self->icon_name);
      self->icon_name = g_value_dup_string (value);
      break;
    case PROP_EXPANDED:
      set_expanded (self, g_value_get_boolean (value));
      break;
    case PROP_SHOWS_USERNAME:
      self->shows_username = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mail_server_row_dispose (GObject *object)
{
  MailServerRow *self = MAIL_SERVER_ROW (object);

  g_clear_object (&self->server);
  gtk_widget_dispose_template (GTK_WIDGET (object), MAIL_TYPE_SERVER_ROW);

  G_OBJECT_CLASS (mail_server_row_parent_class)->dispose (object);
}

static void
mail_server_row_finalize (GObject *object)
{
  MailServerRow *self = MAIL_SERVER_ROW (object);

  g_free (self->title);
  g_free (self->icon_name);

  G_OBJECT_CLASS (mail_server_row_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_SERVER] = g_param_spec_object ("server", NULL, NULL, MAIL_TYPE_SERVER, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_EXPANDED]
      = g_param_spec_boolean ("expanded", NULL, NULL, FALSE, flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SHOWS_USERNAME] = g_param_spec_boolean ("shows-username", NULL, NULL, TRUE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
mail_server_row_class_init (MailServerRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mail_server_row_dispose;
  object_class->finalize = mail_server_row_finalize;
  object_class->get_property = mail_server_row_get_property;
  object_class->set_property = mail_server_row_set_property;
  install_properties (object_class);

  g_type_ensure (MAIL_TYPE_FOLD);
  g_type_ensure (MAIL_TYPE_SERVER_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class, APP_PATH "/ui/mail-server-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MailServerRow, pencil);
  gtk_widget_class_bind_template_child (widget_class, MailServerRow, folded);
  gtk_widget_class_bind_template_child (widget_class, MailServerRow, editor);
  gtk_widget_class_bind_template_callback (widget_class, describe_server);
  gtk_widget_class_bind_template_callback (widget_class, describe_sign_in);
  gtk_widget_class_bind_template_callback (widget_class, describe_trust);
  gtk_widget_class_bind_template_callback (widget_class, is_pinned);
  gtk_widget_class_bind_template_callback (widget_class, on_forget_clicked);
}

static void
mail_server_row_init (MailServerRow *self)
{
  self->shows_username = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mail_server_row_validate:
 * @self: a row
 *
 * Looks whether the server can be used; where it cannot, unfolds and says why at the field.
 *
 * Returns: %TRUE where it can be used
 */
gboolean
mail_server_row_validate (MailServerRow *self)
{
  if (self->server == NULL || mail_server_validate (self->server, NULL))
    return TRUE;

  set_expanded (self, TRUE);
  return mail_server_editor_validate (self->editor);
}

/**
 * mail_server_row_find_field:
 * @self: a row
 * @field: what has to be changed
 *
 * Unfolds and puts the cursor there.
 */
void
mail_server_row_find_field (MailServerRow *self, MailAction field)
{
  set_expanded (self, TRUE);
  mail_server_editor_find_field (self->editor, field);
}
